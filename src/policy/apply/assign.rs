//! Principals, organizations, members and the roles that they hold.

use super::{Transaction, given, renamed, taken, updated};
use crate::error::{Code, Error};
use crate::policy::fact::{Change, Fact, Level, Name, Principal};
use crate::policy::operation::Update;
use crate::policy::{MAX_CHANGES, Policy, rules};
use crate::rbac::role_set::SetId;
use crate::resolve::{not_a_member, unknown_organization, unknown_principal};

impl Transaction<'_> {
    pub(super) fn create_principal(&mut self, principal: &Principal) -> Result<(), Error> {
        rules::id(&principal.id)?;
        if self.policy.directory.account(principal).is_some() {
            return Err(taken(Code::IdTaken, principal.kind(), &principal.id));
        }
        self.add(Fact::Principal(principal.clone()))?;
        if principal.principal_type == crate::grant::PrincipalType::User {
            let defaults: Vec<Name> = self.policy.global_roles.defaults().cloned().collect();
            for role in defaults {
                self.add(Fact::RoleAssignment { organization: None, role, principal: principal.clone() })?;
            }
        }
        Ok(())
    }

    pub(super) fn delete_principal(&mut self, principal: &Principal) -> Result<(), Error> {
        let (_, account) = self.policy.known_account(principal)?;
        let organizations: Vec<Name> =
            self.policy.directory.organizations_of(account).map(|(_, id, _)| id.clone()).collect();
        let global = self.policy.global_role_names(account.roles);
        // From the end: nothing has to move up.
        for organization in organizations.iter().rev() {
            self.remove_member(organization, principal)?;
        }
        for role in global {
            self.remove(Fact::RoleAssignment { organization: None, role, principal: principal.clone() })?;
        }
        self.remove(Fact::Principal(principal.clone()))
    }

    pub(super) fn create_organization(
        &mut self,
        id: &Name,
        name: &Name,
        description: Option<&Name>,
    ) -> Result<(), Error> {
        rules::id(id)?;
        rules::organization_name(name)?;
        rules::plain_description(description.map(|text| &**text))?;
        if self.policy.directory.organizations().id(id).is_some() {
            return Err(taken(Code::IdTaken, "organization", id));
        }
        let (id, name, description) = (id.clone(), name.clone(), description.cloned());
        self.add(Fact::Organization { id, name, description })
    }

    pub(super) fn update_organization(&mut self, id: &Name, set: &Update) -> Result<(), Error> {
        let before = self.policy.organization_fact(id).ok_or_else(|| unknown_organization(id))?;
        let Fact::Organization { name, description, .. } = &before else { return Ok(()) };
        let name = renamed(set.name.as_ref(), name);
        let description = updated(set.description.as_ref(), description.clone());
        if let Some(name) = given(set.name.as_ref()) {
            rules::organization_name(name)?;
        }
        rules::plain_description(given(set.description.as_ref()))?;
        self.change(before, Fact::Organization { id: id.clone(), name, description })
    }

    pub(super) fn delete_organization(&mut self, id: &Name) -> Result<(), Error> {
        let (_, organization) =
            self.policy.directory.organizations().named(id).ok_or_else(|| unknown_organization(id))?;
        let members = self.policy.directory.sorted_members(organization);
        for (principal, _) in &members {
            self.remove_member(id, principal)?;
        }
        match self.policy.organization_fact(id) {
            Some(fact) => self.remove(fact),
            None => Ok(()),
        }
    }

    pub(super) fn add_member(&mut self, organization: &Name, principal: &Principal) -> Result<(), Error> {
        if self.policy.membership(organization, principal)?.is_some() {
            return Ok(());
        }
        self.add(Fact::Member { organization: organization.clone(), principal: principal.clone() })
    }

    pub(super) fn remove_member(&mut self, organization: &Name, principal: &Principal) -> Result<(), Error> {
        let roles = self.policy.member(organization, principal)?;
        for role in self.policy.organization_role_names(roles) {
            let (organization, principal) = (Some(organization.clone()), principal.clone());
            self.remove(Fact::RoleAssignment { organization, role, principal })?;
        }
        self.remove(Fact::Member { organization: organization.clone(), principal: principal.clone() })
    }

    pub(super) fn assign(
        &mut self,
        organization: Option<&Name>,
        roles: &[Name],
        principals: &[Principal],
        held: bool,
    ) -> Result<(), Error> {
        if roles.len().saturating_mul(principals.len()) > MAX_CHANGES {
            let message = format!("more than {MAX_CHANGES} assignments in one operation");
            return Err(Error::new(Code::LimitExceeded, message));
        }
        let level = if organization.is_some() { Level::Organization } else { Level::Global };
        for principal in principals {
            match organization {
                Some(organization) => {
                    self.policy.member(organization, principal)?;
                }
                None => {
                    self.policy.known_account(principal)?;
                }
            }
        }
        for role in roles {
            let fact = self.policy.known_role(level, role)?;
            let Fact::Role { role_type, .. } = fact else { continue };
            for principal in principals {
                if held && role_type != principal.principal_type {
                    let message = format!(
                        "the role `{role}` is of type `{}`, and cannot be assigned to the {} `{}`",
                        role_type.as_str(),
                        principal.kind(),
                        principal.id
                    );
                    return Err(Error::new(Code::RoleTypeMismatch, message)
                        .with("role", role)
                        .with(principal.kind(), &principal.id));
                }
                self.set_role(organization, role, principal, held)?;
            }
        }
        Ok(())
    }

    fn set_role(
        &mut self,
        organization: Option<&Name>,
        role: &Name,
        principal: &Principal,
        held: bool,
    ) -> Result<(), Error> {
        if self.policy.is_assigned(organization, role, principal) == held {
            return Ok(());
        }
        let (organization, role, principal) = (organization.cloned(), role.clone(), principal.clone());
        let fact = Fact::RoleAssignment { organization, role, principal };
        self.make(if held { Change::Added(fact) } else { Change::Removed(fact) })
    }
}

impl Policy {
    pub(in crate::policy) fn known_account(
        &self,
        principal: &Principal,
    ) -> Result<(usize, &crate::organization::Account), Error> {
        self.directory.account(principal).ok_or_else(|| unknown_principal(principal))
    }

    /// The ids of an organization and of somebody, who need not be a member.
    pub(in crate::policy) fn place(
        &self,
        organization: &str,
        principal: &Principal,
    ) -> Option<(usize, usize)> {
        let organization = self.directory.organizations().id(organization)?;
        Some((organization, self.directory.account(principal)?.0))
    }

    /// The organization roles of a member.
    pub(in crate::policy) fn member(
        &self,
        organization: &str,
        principal: &Principal,
    ) -> Result<SetId, Error> {
        self.membership(organization, principal)?.ok_or_else(|| not_a_member(organization, principal))
    }

    /// The same; `None` for somebody who is no member.
    fn membership(&self, organization: &str, principal: &Principal) -> Result<Option<SetId>, Error> {
        let place = self.directory.organizations().id(organization);
        let place = place.ok_or_else(|| unknown_organization(organization))?;
        let (account, _) = self.known_account(principal)?;
        Ok(self.directory.member(place, principal.principal_type, account))
    }

    fn is_assigned(&self, organization: Option<&Name>, role: &Name, principal: &Principal) -> bool {
        match organization {
            None => {
                let account = self.directory.account(principal);
                account
                    .zip(self.global_roles.id(role))
                    .is_some_and(|((_, account), role)| self.directory.global_roles.has(account.roles, role))
            }
            Some(organization) => {
                let roles = self.member(organization, principal).ok();
                roles
                    .zip(self.template.role_id(role))
                    .is_some_and(|(roles, role)| self.directory.organization_roles.has(roles, role))
            }
        }
    }

    pub(in crate::policy) fn organization_role_names(&self, roles: SetId) -> Vec<Name> {
        let ids = self.directory.organization_roles.roles(roles).iter();
        ids.filter_map(|id| Some(self.template.role_by_id(usize::from(*id))?.0.clone())).collect()
    }

    pub(in crate::policy) fn global_role_names(&self, roles: SetId) -> Vec<Name> {
        let ids = self.directory.global_roles.roles(roles).iter();
        ids.filter_map(|id| self.global_roles.name(usize::from(*id)).cloned()).collect()
    }

    /// Everybody who holds a role, as assignments. Looks at every member: nothing else would be smaller.
    pub(in crate::policy) fn assignments_of(&self, level: Level, role: &Name) -> Vec<Fact> {
        self.holders_of(level, role, None)
            .into_iter()
            .map(|(organization, principal)| Fact::RoleAssignment {
                organization,
                role: role.clone(),
                principal,
            })
            .collect()
    }
}
