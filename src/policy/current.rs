//! What is so now, as facts.

use super::Policy;
use super::fact::{Fact, Level, Name};
use crate::table::in_order;
use crate::template::{Label, suppression};

impl Policy {
    /// A fact as it is now: the same thing, with today's description and flags.
    pub(super) fn current(&self, fact: &Fact) -> Option<Fact> {
        match fact {
            Fact::Template { .. } => Some(self.template_fact()),
            Fact::Resource { indicator, .. } => self.resource_fact(indicator),
            Fact::Permission { resource, name, .. } => self.permission_fact(resource.as_ref(), name),
            Fact::Role { level, name, .. } => self.role_fact(*level, name),
            Fact::Organization { id, .. } => self.organization_fact(id),
            // Nothing but that it is so.
            Fact::RolePermission(_)
            | Fact::Principal(_)
            | Fact::Member { .. }
            | Fact::RoleAssignment { .. } => Some(fact.clone()),
        }
    }

    pub(super) fn resource_fact(&self, indicator: &Name) -> Option<Fact> {
        let (_, resource) = self.template.resource(indicator)?;
        Some(Fact::Resource {
            indicator: indicator.clone(),
            id: resource.id.clone(),
            name: resource.name.clone(),
            description: resource.description.clone(),
            is_default: resource.is_default,
            management_api: resource.management_api,
        })
    }

    pub(super) fn permission_fact(&self, resource: Option<&Name>, name: &Name) -> Option<Fact> {
        let (position, id) = self.template.permission(resource.map(|name| &**name), name)?;
        let Label { description, id } = self.template.label(position, id)?.clone();
        Some(Fact::Permission { resource: resource.cloned(), name: name.clone(), id, description })
    }

    pub(super) fn role_fact(&self, level: Level, name: &Name) -> Option<Fact> {
        let (id, role_type, description, is_default) = match level {
            Level::Organization => {
                let role = self.template.role(name)?;
                (role.id.clone(), role.role_type, role.description.clone(), false)
            }
            Level::Global => {
                let (_, role) = self.global_roles.named(name)?;
                (role.id.clone(), role.role_type, role.description.clone(), role.is_default)
            }
        };
        Some(Fact::Role { level, name: name.clone(), id, role_type, description, is_default })
    }

    pub(super) fn organization_fact(&self, id: &Name) -> Option<Fact> {
        let (_, organization) = self.directory.organizations().named(id)?;
        let (name, description) = (organization.name.clone(), organization.description.clone());
        Some(Fact::Organization { id: id.clone(), name, description })
    }

    pub(super) fn template_fact(&self) -> Fact {
        let lint_off = self.template.lint_off().to_vec();
        Fact::Template {
            version: self.template.version().map(Name::from),
            lint_off: in_order(lint_off, suppression::order),
        }
    }
}
