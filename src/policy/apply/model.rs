//! API resources, permissions, roles and the matrix between them.

use super::{Transaction, given, renamed, taken, updated};
use crate::error::{Code, Error};
use crate::grant::PrincipalType;
use crate::policy::fact::{Change, Fact, Level, Name, RolePermission};
use crate::policy::operation::Update;
use crate::policy::{Policy, rules};
use crate::resolve::{unknown, unknown_of, unknown_resource};
use crate::template::{Permissions, Resource, is_absolute_uri};

impl Transaction<'_> {
    pub(super) fn create_resource(&mut self, fact: Fact) -> Result<(), Error> {
        let Fact::Resource { indicator, name, description, is_default, .. } = &fact else {
            return Ok(());
        };
        if !is_absolute_uri(indicator) {
            let message = "a resource indicator is an absolute URI without a fragment";
            return Err(Error::fixed(Code::IndicatorInvalid, message).with_shown("indicator", indicator));
        }
        rules::resource_name(name.as_deref())?;
        rules::plain_description(description.as_deref())?;
        if self.policy.template.resource(indicator).is_some() {
            return Err(taken(Code::NameTaken, "API resource", indicator));
        }
        if *is_default {
            self.clear_default()?;
        }
        self.add(fact)
    }

    /// At most one API resource is the default: a new one takes the place of the old one.
    fn clear_default(&mut self) -> Result<(), Error> {
        let default = self.policy.template.resources().find(|(_, _, resource)| resource.is_default);
        let indicator = default.map(|(_, indicator, _)| Name::from(indicator));
        let before = indicator.and_then(|indicator| self.policy.resource_fact(&indicator));
        match before {
            Some(before) => {
                let mut after = before.clone();
                if let Fact::Resource { is_default, .. } = &mut after {
                    *is_default = false;
                }
                self.change(before, after)
            }
            None => Ok(()),
        }
    }

    pub(super) fn update_resource(&mut self, indicator: &Name, set: &Update) -> Result<(), Error> {
        self.policy.known_resource(indicator)?;
        if set.is_default == Some(true) {
            let is_it = self.policy.template.resource(indicator).is_some_and(|(_, known)| known.is_default);
            if !is_it {
                self.clear_default()?;
            }
        }
        let Some(before) = self.policy.resource_fact(indicator) else { return Ok(()) };
        let mut after = before.clone();
        if let Fact::Resource { name, description, is_default, .. } = &mut after {
            *name = updated(set.name.as_ref(), name.take());
            *description = updated(set.description.as_ref(), description.take());
            *is_default = set.is_default.unwrap_or(*is_default);
            rules::resource_name(given(set.name.as_ref()))?;
            rules::plain_description(given(set.description.as_ref()))?;
        }
        self.change(before, after)
    }

    pub(super) fn delete_resource(&mut self, indicator: &Name) -> Result<(), Error> {
        let (_, resource) = self.policy.known_resource(indicator)?;
        let names: Vec<Name> = resource.permissions.names().map(Name::from).collect();
        for name in &names {
            self.delete_permission(Some(indicator), name)?;
        }
        match self.policy.resource_fact(indicator) {
            Some(fact) => self.remove(fact),
            None => Ok(()),
        }
    }

    pub(super) fn create_permission(
        &mut self,
        resource: Option<&Name>,
        name: &Name,
        description: Option<&Name>,
    ) -> Result<(), Error> {
        rules::permission_name(name, resource.is_some())?;
        rules::plain_description(description.map(|text| &**text))?;
        self.policy.known_list(resource)?;
        if self.policy.permission_fact(resource, name).is_some() {
            return Err(taken(Code::NameTaken, "permission", name));
        }
        let (resource, description) = (resource.cloned(), description.cloned());
        self.add(Fact::Permission { resource, name: name.clone(), id: None, description })
    }

    pub(super) fn update_permission(
        &mut self,
        resource: Option<&Name>,
        name: &Name,
        set: &Update,
    ) -> Result<(), Error> {
        let before = self.policy.known_permission(resource, name)?;
        let Fact::Permission { id, description, .. } = &before else { return Ok(()) };
        let to = renamed(set.name.as_ref(), name);
        let description = updated(set.description.as_ref(), description.clone());
        rules::plain_description(given(set.description.as_ref()))?;
        if to != *name {
            rules::permission_name(&to, resource.is_some())?;
            if self.policy.permission_fact(resource, &to).is_some() {
                return Err(taken(Code::NameTaken, "permission", &to));
            }
        }
        let after = Fact::Permission { resource: resource.cloned(), name: to, id: id.clone(), description };
        self.change(before, after)
    }

    pub(super) fn delete_permission(&mut self, resource: Option<&Name>, name: &Name) -> Result<(), Error> {
        let fact = self.policy.known_permission(resource, name)?;
        let Some((position, id)) = self.policy.template.permission(resource.map(|name| &**name), name) else {
            return Ok(());
        };
        let in_organizations = self.policy.template.holders(position, id).map(|role| {
            let (role, resource) = (role.clone(), resource.cloned());
            RolePermission::Organization { role, resource, permission: name.clone() }
        });
        let everywhere = position.zip(resource).into_iter().flat_map(|(position, resource)| {
            self.policy.global_roles.holders(position, id).map(|(role, _)| {
                let (role, resource) = (role.clone(), resource.clone());
                RolePermission::Global { role, resource, permission: name.clone() }
            })
        });
        let cells: Vec<RolePermission> = in_organizations.chain(everywhere).collect();
        for cell in cells {
            self.remove(Fact::RolePermission(cell))?;
        }
        self.remove(fact)
    }

    pub(super) fn create_role(&mut self, fact: Fact) -> Result<(), Error> {
        let Fact::Role { level, name, role_type, description, is_default, .. } = &fact else { return Ok(()) };
        rules::role_name(name)?;
        rules::role_description(description.as_deref(), *level)?;
        if *is_default {
            check_default(*level, *role_type)?;
        }
        if self.policy.role_fact(*level, name).is_some() {
            return Err(taken(Code::NameTaken, role_noun(*level), name));
        }
        self.add(fact)
    }

    pub(super) fn update_role(&mut self, level: Level, name: &Name, set: &Update) -> Result<(), Error> {
        let before = self.policy.known_role(level, name)?;
        let Fact::Role { id, role_type, description, is_default, .. } = &before else { return Ok(()) };
        let to = renamed(set.name.as_ref(), name);
        let description = updated(set.description.as_ref(), description.clone());
        rules::role_description(given(set.description.as_ref()), level)?;
        if set.is_default == Some(true) {
            check_default(level, *role_type)?;
        }
        if to != *name {
            rules::role_name(&to)?;
            if self.policy.role_fact(level, &to).is_some() {
                return Err(taken(Code::NameTaken, role_noun(level), &to));
            }
        }
        let is_default = set.is_default.unwrap_or(*is_default);
        let (id, role_type) = (id.clone(), *role_type);
        let after = Fact::Role { level, name: to, id, role_type, description, is_default };
        self.change(before, after)
    }

    pub(super) fn delete_role(&mut self, level: Level, name: &Name) -> Result<(), Error> {
        let fact = self.policy.known_role(level, name)?;
        for assignment in self.policy.assignments_of(level, name) {
            self.remove(assignment)?;
        }
        for cell in self.policy.cells_of(level, name) {
            self.remove(Fact::RolePermission(cell))?;
        }
        self.remove(fact)
    }

    pub(super) fn set_cell(&mut self, cell: &RolePermission, held: bool) -> Result<(), Error> {
        let role = self.policy.known_role(cell.level(), cell.role())?;
        self.policy.known_permission(cell.resource(), cell.permission())?;
        if let (Fact::Role { role_type, .. }, Some(indicator), true) = (&role, cell.resource(), held) {
            let (_, resource) = self.policy.known_resource(indicator)?;
            if !resource.can_be_held_by(*role_type) {
                let message = format!(
                    "`{indicator}` is a management API: only roles of type `{}` can hold its permissions, and `{}` is of type `{}`",
                    PrincipalType::MachineToMachine.as_str(),
                    cell.role(),
                    role_type.as_str()
                );
                return Err(Error::new(Code::ManagementPermission, message));
            }
        }
        if self.policy.holds(cell) == held {
            return Ok(());
        }
        let fact = Fact::RolePermission(cell.clone());
        self.make(if held { Change::Added(fact) } else { Change::Removed(fact) })
    }
}

fn check_default(level: Level, role_type: PrincipalType) -> Result<(), Error> {
    if level == Level::Global && role_type == PrincipalType::User {
        return Ok(());
    }
    let message = "only a global role of type `User` can be a default role";
    Err(Error::fixed(Code::DefaultRoleNotAllowed, message))
}

const fn role_noun(level: Level) -> &'static str {
    match level {
        Level::Organization => "organization role",
        Level::Global => "global role",
    }
}

impl Policy {
    pub(in crate::policy) fn known_resource(&self, indicator: &str) -> Result<(usize, &Resource), Error> {
        self.template.resource(indicator).ok_or_else(|| unknown_resource(&self.template, indicator))
    }

    pub(in crate::policy) fn known_list(&self, resource: Option<&Name>) -> Result<&Permissions, Error> {
        match resource {
            None => Ok(self.template.permissions()),
            Some(indicator) => Ok(&self.known_resource(indicator)?.1.permissions),
        }
    }

    pub(in crate::policy) fn known_permission(
        &self,
        resource: Option<&Name>,
        name: &Name,
    ) -> Result<Fact, Error> {
        let list = self.known_list(resource)?;
        self.permission_fact(resource, name).ok_or_else(|| match resource {
            None => unknown(Code::PermissionUnknown, "organization permission", name, list.names()),
            Some(indicator) => {
                unknown_of(indicator, Code::PermissionUnknown, "permission", name, list.names())
            }
        })
    }

    pub(in crate::policy) fn known_role(&self, level: Level, name: &Name) -> Result<Fact, Error> {
        self.role_fact(level, name).ok_or_else(|| match level {
            Level::Organization => {
                let known = self.template.roles().map(|(name, _)| name);
                unknown(Code::RoleUnknown, role_noun(level), name, known)
            }
            Level::Global => {
                let known = self.global_roles.iter().map(|(_, name, _)| &**name);
                unknown(Code::RoleUnknown, role_noun(level), name, known)
            }
        })
    }

    fn holds(&self, cell: &RolePermission) -> bool {
        let resource = cell.resource().map(|name| &**name);
        let Some((position, id)) = self.template.permission(resource, cell.permission()) else {
            return false;
        };
        let set = match (cell.level(), position) {
            (Level::Organization, None) => self.template.role(cell.role()).map(|role| &role.permissions),
            (Level::Organization, Some(position)) => {
                self.template.role(cell.role()).and_then(|role| role.resources.of(position))
            }
            (Level::Global, Some(position)) => {
                self.global_roles.named(cell.role()).and_then(|(_, role)| role.resources.of(position))
            }
            (Level::Global, None) => None,
        };
        set.is_some_and(|set| set.contains(id))
    }

    /// Everything that a role holds.
    fn cells_of(&self, level: Level, name: &Name) -> Vec<RolePermission> {
        let mut cells = Vec::new();
        let grants = match level {
            Level::Organization => self.template.role(name).map(|role| &role.resources),
            Level::Global => self.global_roles.named(name).map(|(_, role)| &role.resources),
        };
        if let (Level::Organization, Some(role)) = (level, self.template.role(name)) {
            for permission in self.template.permissions().names_of(&role.permissions) {
                let (role, permission) = (name.clone(), permission.into());
                cells.push(RolePermission::Organization { role, resource: None, permission });
            }
        }
        for (position, set) in grants.into_iter().flat_map(|grants| grants.iter()) {
            let resource = self.template.resource_name(position).zip(self.template.resource_at(position));
            let Some((indicator, resource)) = resource else { continue };
            for permission in resource.permissions.names_of(set) {
                let (role, resource, permission) = (name.clone(), indicator.clone(), permission.into());
                cells.push(match level {
                    Level::Organization => {
                        RolePermission::Organization { role, resource: Some(resource), permission }
                    }
                    Level::Global => RolePermission::Global { role, resource, permission },
                });
            }
        }
        cells
    }
}
