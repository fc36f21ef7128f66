//! What roles hold in a template, and what of it they grant.

use super::Policy;
use super::fact::Level;
use crate::grant::PrincipalType;
use crate::resolve;
use crate::template::{ResourceGrants, Role, Template};
use fixedbitset::FixedBitSet;

/// What a role holds in a template.
#[derive(Clone, Copy)]
pub(super) struct Held<'p> {
    role_type: PrincipalType,
    /// Of the organization's permissions; a global role has none.
    permissions: Option<&'p FixedBitSet>,
    resources: &'p ResourceGrants,
}

impl<'p> Held<'p> {
    /// That of a role of a policy, whichever level it is of.
    pub(super) fn by(policy: &'p Policy, level: Level, id: usize) -> Option<Self> {
        match level {
            Level::Organization => policy.template.role_by_id(id).map(|(_, role)| Self::organization(role)),
            Level::Global => {
                policy.global_roles.get(id).map(|role| Self::global(role.role_type, &role.resources))
            }
        }
    }

    pub(super) const fn organization(role: &'p Role) -> Self {
        Self { role_type: role.role_type, permissions: Some(&role.permissions), resources: &role.resources }
    }

    pub(super) const fn global(role_type: PrincipalType, resources: &'p ResourceGrants) -> Self {
        Self { role_type, permissions: None, resources }
    }

    pub(super) const fn role_type(&self) -> PrincipalType {
        self.role_type
    }

    /// What it holds of the organization's permissions, or of those of the API resource at a position.
    pub(super) fn of(&self, position: Option<usize>) -> Option<&'p FixedBitSet> {
        match position {
            None => self.permissions,
            Some(position) => self.resources.of(position),
        }
    }

    /// All that it holds, by the position of the API resource.
    pub(super) fn lists(&self) -> impl Iterator<Item = (Option<usize>, &'p FixedBitSet)> {
        let organization = self.permissions.map(|held| (None, held));
        organization.into_iter().chain(self.resources.iter().map(|(position, held)| (Some(position), held)))
    }

    /// The ids of what it grants of a list.
    pub(super) fn granted<'a>(
        &'a self,
        template: &'a Template,
        position: Option<usize>,
    ) -> impl Iterator<Item = usize> {
        let held: Option<&'a FixedBitSet> = self.of(position);
        let both = held.zip(resolve::grantable(template, position, self.role_type));
        both.into_iter().flat_map(|(held, grantable)| held.intersection(grantable))
    }

    /// Whether it holds a permission, granted or not.
    pub(super) fn has(&self, (position, id): (Option<usize>, usize)) -> bool {
        self.of(position).is_some_and(|held| held.contains(id))
    }

    /// Whether it grants a permission.
    pub(super) fn grants(&self, template: &Template, (position, id): (Option<usize>, usize)) -> bool {
        self.has((position, id))
            && resolve::grantable(template, position, self.role_type).is_some_and(|set| set.contains(id))
    }
}
