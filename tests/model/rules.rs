//! The rules, each with its code.

use super::operations::{INDICATORS, MAX_GLOBAL_ROLE_DESCRIPTION, MAX_ID};
use super::{Codes, Model, Who, cell, is_machine, optional, text};
use orgate::policy::{Level, Name, Operation, Principal, RolePermission, Update};

fn add(codes: &mut Codes, broken: bool, code: &'static str) {
    if broken {
        codes.insert(code);
    }
}

fn check_name(codes: &mut Codes, name: &str, max: usize) {
    add(codes, name.is_empty() || name.chars().count() > max, "NAME_INVALID");
}

/// No token can carry a permission with white space: scopes are separated by it.
fn check_permission_name(codes: &mut Codes, name: &str, of_resource: bool) {
    check_name(codes, name, if of_resource { 256 } else { 128 });
    add(codes, name.chars().any(char::is_whitespace), "NAME_INVALID");
}

fn check_description(codes: &mut Codes, description: Option<&Name>, max: usize) {
    add(codes, description.is_some_and(|text| text.chars().count() > max), "NAME_INVALID");
}

const fn role_description(level: Level) -> usize {
    match level {
        Level::Organization => 256,
        Level::Global => MAX_GLOBAL_ROLE_DESCRIPTION,
    }
}

fn check_id(codes: &mut Codes, id: &str) {
    let strange = |letter: char| letter.is_whitespace() || letter.is_control();
    add(codes, id.is_empty() || id.chars().count() > MAX_ID || id.chars().any(strange), "ID_INVALID");
}

/// The new value of something that may be taken away.
fn new_text(value: Option<&Option<Name>>) -> Option<&Name> {
    value.and_then(Option::as_ref)
}

impl Model {
    /// The codes of the rules that an operation breaks. None where it may be done.
    pub fn broken(&self, operation: &Operation) -> Codes {
        let mut codes = Codes::new();
        let broken = &mut codes;
        match operation {
            Operation::UpdateTemplate { .. } => {}
            Operation::CreateResource { indicator, name, description, .. } => {
                // The tests know which of their few indicators are absolute URIs.
                add(broken, !INDICATORS.contains(&&**indicator), "INDICATOR_INVALID");
                add(broken, self.resources.contains_key(&**indicator), "NAME_TAKEN");
                add(broken, name.as_ref().is_some_and(|name| name.is_empty()), "NAME_INVALID");
                check_description(broken, description.as_ref(), 256);
            }
            Operation::UpdateResource { indicator, set } => {
                self.check_resource(broken, Some(indicator));
                add(broken, new_text(set.name.as_ref()).is_some_and(|name| name.is_empty()), "NAME_INVALID");
                check_description(broken, new_text(set.description.as_ref()), 256);
            }
            Operation::DeleteResource { indicator } => {
                self.check_resource(broken, Some(indicator));
            }
            Operation::CreatePermission { resource, name, description } => {
                self.check_resource(broken, resource.as_ref());
                check_permission_name(broken, name, resource.is_some());
                check_description(broken, description.as_ref(), 256);
                let taken = self.permissions.contains_key(&(optional(resource.as_ref()), text(name)));
                add(broken, taken, "NAME_TAKEN");
            }
            Operation::UpdatePermission { resource, name, set } => {
                self.check_permission(broken, resource.as_ref(), name);
                check_description(broken, new_text(set.description.as_ref()), 256);
                if let Some(new) = new_text(set.name.as_ref()) {
                    check_permission_name(broken, new, resource.is_some());
                    let taken = self.permissions.contains_key(&(optional(resource.as_ref()), text(new)));
                    add(broken, taken && new != name, "NAME_TAKEN");
                }
            }
            Operation::DeletePermission { resource, name } => {
                self.check_permission(broken, resource.as_ref(), name);
            }
            Operation::CreateRole { level, name, role_type, description, is_default } => {
                check_name(broken, name, 128);
                check_description(broken, description.as_ref(), role_description(*level));
                add(broken, self.roles.contains_key(&(*level, text(name))), "NAME_TAKEN");
                let can = *level == Level::Global && !is_machine(*role_type);
                add(broken, *is_default && !can, "DEFAULT_ROLE_NOT_ALLOWED");
            }
            Operation::UpdateRole { level, name, set } => self.check_role_update(broken, *level, name, set),
            Operation::DeleteRole { level, name } => {
                add(broken, !self.roles.contains_key(&(*level, text(name))), "ROLE_UNKNOWN");
            }
            Operation::GrantPermission(granted) => {
                self.check_cell(broken, granted);
                let (role, (resource, _)) = cell(granted);
                let for_machines = resource
                    .and_then(|resource| self.resources.get(&resource))
                    .is_some_and(|known| known.management);
                let for_users = self.roles.get(&role).is_some_and(|role| !role.machine);
                add(broken, for_machines && for_users, "MANAGEMENT_PERMISSION");
            }
            Operation::RevokePermission(revoked) => self.check_cell(broken, revoked),
            Operation::CreatePrincipal(principal) => {
                check_id(broken, &principal.id);
                add(broken, self.principals.contains_key(&Who::of(principal)), "ID_TAKEN");
            }
            Operation::DeletePrincipal(principal) => self.check_principal(broken, principal),
            Operation::CreateOrganization { id, name, description } => {
                check_id(broken, id);
                check_name(broken, name, 128);
                check_description(broken, description.as_ref(), 256);
                add(broken, self.organizations.contains_key(&**id), "ID_TAKEN");
            }
            Operation::UpdateOrganization { id, set } => {
                self.check_organization(broken, id);
                if let Some(new) = new_text(set.name.as_ref()) {
                    check_name(broken, new, 128);
                }
                check_description(broken, new_text(set.description.as_ref()), 256);
            }
            Operation::DeleteOrganization { id } => self.check_organization(broken, id),
            Operation::AddMember { organization, principal } => {
                self.check_organization(broken, organization);
                self.check_principal(broken, principal);
            }
            Operation::RemoveMember { organization, principal } => {
                self.check_member(broken, organization, principal);
            }
            Operation::AssignRoles { organization, roles, principals } => {
                self.check_assignment(broken, organization.as_ref(), roles, principals, true);
            }
            Operation::UnassignRoles { organization, roles, principals } => {
                self.check_assignment(broken, organization.as_ref(), roles, principals, false);
            }
        }
        codes
    }

    fn check_resource(&self, codes: &mut Codes, indicator: Option<&Name>) -> bool {
        let known = indicator.is_none_or(|indicator| self.resources.contains_key(&**indicator));
        add(codes, !known, "RESOURCE_UNKNOWN");
        known
    }

    fn check_permission(&self, codes: &mut Codes, resource: Option<&Name>, name: &Name) {
        if self.check_resource(codes, resource) {
            let known = self.permissions.contains_key(&(optional(resource), text(name)));
            add(codes, !known, "PERMISSION_UNKNOWN");
        }
    }

    fn check_role_update(&self, codes: &mut Codes, level: Level, name: &Name, set: &Update) {
        let role = self.roles.get(&(level, text(name)));
        add(codes, role.is_none(), "ROLE_UNKNOWN");
        if let Some(new) = new_text(set.name.as_ref()) {
            check_name(codes, new, 128);
            add(codes, new != name && self.roles.contains_key(&(level, text(new))), "NAME_TAKEN");
        }
        check_description(codes, new_text(set.description.as_ref()), role_description(level));
        let cannot = level == Level::Organization || role.is_some_and(|role| role.machine);
        add(codes, set.is_default == Some(true) && cannot, "DEFAULT_ROLE_NOT_ALLOWED");
    }

    fn check_cell(&self, codes: &mut Codes, both: &RolePermission) {
        add(codes, !self.roles.contains_key(&cell(both).0), "ROLE_UNKNOWN");
        self.check_permission(codes, both.resource(), both.permission());
    }

    fn check_organization(&self, codes: &mut Codes, id: &Name) {
        add(codes, !self.organizations.contains_key(&**id), "ORGANIZATION_UNKNOWN");
    }

    fn check_principal(&self, codes: &mut Codes, principal: &Principal) {
        add(codes, !self.principals.contains_key(&Who::of(principal)), "PRINCIPAL_UNKNOWN");
    }

    fn check_member(&self, codes: &mut Codes, id: &Name, principal: &Principal) {
        self.check_organization(codes, id);
        self.check_principal(codes, principal);
        let known =
            self.organizations.get(&**id).filter(|_| self.principals.contains_key(&Who::of(principal)));
        let absent =
            known.is_some_and(|organization| !organization.members.contains_key(&Who::of(principal)));
        add(codes, absent, "NOT_A_MEMBER");
    }

    fn check_assignment(
        &self,
        codes: &mut Codes,
        organization: Option<&Name>,
        roles: &[Name],
        principals: &[Principal],
        given: bool,
    ) {
        for principal in principals {
            match organization {
                None => self.check_principal(codes, principal),
                Some(organization) => self.check_member(codes, organization, principal),
            }
        }
        let level = if organization.is_some() { Level::Organization } else { Level::Global };
        for role in roles {
            let Some(role) = self.roles.get(&(level, text(role))) else {
                codes.insert("ROLE_UNKNOWN");
                continue;
            };
            let other = |principal: &Principal| is_machine(principal.principal_type) != role.machine;
            add(codes, given && principals.iter().any(other), "ROLE_TYPE_MISMATCH");
        }
    }
}
