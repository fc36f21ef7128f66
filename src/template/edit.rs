//! Edits of a template. They keep it whole (what a role holds exists); the rules of the model are kept by
//! [`crate::policy`], which makes them.

use super::{Label, Permissions, Resource, ResourceGrants, Role, Suppression, Template};
use crate::grant::PrincipalType;
use crate::table::Name;
use fixedbitset::FixedBitSet;
use std::sync::OnceLock;

impl Permissions {
    /// What goes with the name of an id.
    pub(crate) fn label(&self, id: usize) -> Option<&Label> {
        self.table.get(id)
    }

    /// The name of an id, to be kept.
    pub(crate) fn name_of(&self, id: usize) -> Option<&Name> {
        self.table.name(id)
    }

    /// The id that a tenant gave a permission.
    pub(crate) fn own_id(&self, id: usize) -> Option<&Name> {
        self.table.get(id)?.id.as_ref()
    }

    /// The ids in the order of names.
    pub(crate) fn sorted(&self) -> impl Iterator<Item = (&Name, usize)> {
        self.table.sorted()
    }
}

impl ResourceGrants {
    /// Adds or takes a permission of the API resource at a position; whether that changed anything.
    pub(crate) fn set(&mut self, position: usize, id: usize, held: bool) -> bool {
        let was = self.of(position).is_some_and(|set| set.contains(id));
        if held && !was {
            self.insert(position, id);
        } else if was && !held {
            if let Some(set) = self.entry(position) {
                set.set(id, false);
            }
            // Another API resource may get the position.
            self.0.retain(|(_, set)| !set.is_clear());
        }
        was != held
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &FixedBitSet)> {
        self.0.iter().map(|(position, set)| (*position, set))
    }
}

/// Each answers whether it could be done: the name is free, or what is named exists.
impl Template {
    fn changed(&mut self) {
        self.hash = OnceLock::new();
    }

    /// Roles are hashed as bitmaps over the names in their order.
    fn names_changed(&mut self) {
        self.changed();
        for role in self.roles.values_mut() {
            role.digest = OnceLock::new();
        }
    }

    /// Sets what its authors say of it. That has no part in its meaning.
    pub(crate) fn describe(&mut self, version: Option<&str>, lint_off: Vec<Suppression>) {
        self.version = version.map(str::to_owned);
        self.lint_off = lint_off;
    }

    pub(crate) fn put_resource(&mut self, indicator: &Name, resource: Resource) -> bool {
        self.changed();
        self.resources.add(indicator.clone(), resource).is_some()
    }

    /// Takes an API resource that has no permissions any more.
    pub(crate) fn take_resource(&mut self, indicator: &str) -> bool {
        let empty = self.resource(indicator).is_some_and(|(_, resource)| resource.permissions.is_empty());
        self.changed();
        empty && self.resources.remove(indicator).is_some()
    }

    pub(crate) fn resource_mut(&mut self, indicator: &str) -> Option<&mut Resource> {
        self.resources.named_mut(indicator)
    }

    pub(crate) fn resource_name(&self, position: usize) -> Option<&Name> {
        self.resources.name(position)
    }

    pub(crate) fn role_by_id(&self, id: usize) -> Option<(&Name, &Role)> {
        self.roles.name(id).zip(self.roles.get(id))
    }

    pub(crate) fn role_id(&self, name: &str) -> Option<usize> {
        self.roles.id(name)
    }

    pub(crate) fn put_permission(&mut self, resource: Option<&str>, name: &Name, label: Label) -> bool {
        self.names_changed();
        let white_space = name.contains(char::is_whitespace);
        let (list, possible) = match resource {
            None => (&mut self.permissions, true),
            Some(indicator) => match self.resources.named_mut(indicator) {
                Some(resource) => (&mut resource.permissions, resource.grantable),
                None => return false,
            },
        };
        list.add(name.clone(), label, possible && !white_space).is_some()
    }

    /// Takes a permission that no role of the template holds any more.
    pub(crate) fn take_permission(&mut self, resource: Option<&str>, name: &str) -> bool {
        let Some((position, id)) = self.permission(resource, name) else {
            return false;
        };
        if self.holders(position, id).next().is_some() {
            return false;
        }
        self.names_changed();
        self.list_mut(position).is_some_and(|list| {
            list.grantable.set(id, false);
            list.table.remove(name).is_some()
        })
    }

    pub(crate) fn alter_permission(
        &mut self,
        resource: Option<&str>,
        from: &str,
        to: &Name,
        label: Label,
    ) -> bool {
        let Some((position, id)) = self.permission(resource, from) else {
            return false;
        };
        if from != &**to {
            self.names_changed();
        }
        let possible = position
            .and_then(|position| self.resources.get(position))
            .is_none_or(|resource| resource.grantable);
        let Some(list) = self.list_mut(position) else {
            return false;
        };
        if from != &**to && !list.table.rename(from, to.clone()) {
            return false;
        }
        list.grantable.set(id, possible && !to.contains(char::is_whitespace));
        list.table.get_mut(id).map(|known| *known = label).is_some()
    }

    pub(crate) fn put_role(
        &mut self,
        name: &Name,
        role_type: PrincipalType,
        Label { description, id }: Label,
    ) -> bool {
        self.changed();
        let role = Role { id, ..Role::new(role_type, description) };
        self.roles.add(name.clone(), role).is_some()
    }

    /// Takes a role that holds nothing any more.
    pub(crate) fn take_role(&mut self, name: &str) -> bool {
        let empty = |role: &Role| role.permissions.is_clear() && role.resources.0.is_empty();
        if !self.role(name).is_some_and(empty) {
            return false;
        }
        self.changed();
        self.roles.remove(name).is_some()
    }

    pub(crate) fn alter_role(&mut self, from: &str, to: &Name, label: Label) -> bool {
        self.changed();
        if from != &**to && !self.roles.rename(from, to.clone()) {
            return false;
        }
        self.roles.named_mut(to).is_some_and(|role| {
            role.description = label.description;
            role.id = label.id;
            true
        })
    }

    /// Lets a role hold a permission or not; whether that changed anything, or `None` when one of them is not there.
    pub(crate) fn set_cell(
        &mut self,
        role: &str,
        resource: Option<&str>,
        permission: &str,
        held: bool,
    ) -> Option<bool> {
        let (position, id) = self.permission(resource, permission)?;
        let role = self.roles.named_mut(role)?;
        role.digest = OnceLock::new();
        let changed = match position {
            Some(position) => role.resources.set(position, id, held),
            None => {
                role.permissions.grow(id.saturating_add(1));
                let was = role.permissions.contains(id);
                role.permissions.set(id, held);
                was != held
            }
        };
        self.changed();
        Some(changed)
    }

    /// Where a permission stands: the position of its API resource, and its id there.
    pub(crate) fn permission(&self, resource: Option<&str>, name: &str) -> Option<(Option<usize>, usize)> {
        match resource {
            None => Some((None, self.permissions.id(name)?)),
            Some(indicator) => {
                let (position, resource) = self.resource(indicator)?;
                Some((Some(position), resource.permissions.id(name)?))
            }
        }
    }

    /// What goes with the name of a permission.
    pub(crate) fn label(&self, position: Option<usize>, id: usize) -> Option<&Label> {
        self.list(position)?.label(id)
    }

    /// The roles in the order of names: id, name, role.
    pub(crate) fn sorted_roles(&self) -> impl Iterator<Item = (usize, &Name, &Role)> {
        self.roles.sorted().filter_map(|(name, id)| Some((id, name, self.roles.get(id)?)))
    }

    /// The API resources in the order of indicators: position, indicator, resource.
    pub(crate) fn sorted_resources(&self) -> impl Iterator<Item = (usize, &Name, &Resource)> {
        self.resources
            .sorted()
            .filter_map(|(name, position)| Some((position, name, self.resources.get(position)?)))
    }

    /// The organization permissions, or those of the API resource at a position.
    pub(crate) fn list(&self, position: Option<usize>) -> Option<&Permissions> {
        match position {
            None => Some(&self.permissions),
            Some(position) => self.resources.get(position).map(|resource| &resource.permissions),
        }
    }

    /// The roles that hold a permission, grantable or not.
    pub(crate) fn holders(&self, position: Option<usize>, id: usize) -> impl Iterator<Item = &Name> {
        let holds = move |role: &Role| match position {
            None => role.permissions.contains(id),
            Some(position) => role.resources.of(position).is_some_and(|set| set.contains(id)),
        };
        self.roles.iter().filter(move |(_, _, role)| holds(role)).map(|(_, name, _)| name)
    }

    fn list_mut(&mut self, position: Option<usize>) -> Option<&mut Permissions> {
        match position {
            None => Some(&mut self.permissions),
            Some(position) => self.resources.get_mut(position).map(|resource| &mut resource.permissions),
        }
    }

    /// How many permissions there are, those of API resources included.
    pub(crate) fn permission_count(&self) -> usize {
        let of_resources = self.resources.iter().map(|(_, _, resource)| resource.permissions.len());
        of_resources.fold(self.permissions.len(), usize::saturating_add)
    }

    pub(crate) fn resource_count(&self) -> usize {
        self.resources.len()
    }

    pub(crate) fn role_count(&self) -> usize {
        self.roles.len()
    }
}
