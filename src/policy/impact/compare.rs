//! Two policies, compared: the permissions that some role grants in only one of them, and what each role grants of
//! those. From there on nothing else of the templates is looked at.

use super::ImpactEffect;
use super::both::Both;
use super::columns::{Column, Columns, Pair};
use super::roles::Roles;
use crate::grant::PrincipalType;
use crate::policy::diff::matching::Matching;
use crate::policy::held::Held;
use crate::policy::{Level, Policy, Scope};
use crate::rbac::GlobalRole;
use crate::rbac::role_set::{NONE, SetId};
use crate::resolve;
use crate::table::{Name, in_order};
use crate::template::{ResourceGrants, Role};
use fixedbitset::FixedBitSet;

pub(super) struct Comparison<'p> {
    pub(super) policy: &'p Policy,
    /// The permissions that change, in order.
    pub(super) columns: Vec<Column<'p>>,
    pub(super) organization: Roles<'p>,
    pub(super) global: Roles<'p>,
    only: Option<ImpactEffect>,
    /// Users whose global roles change.
    users: FixedBitSet,
    nobody: FixedBitSet,
}

impl<'p> Comparison<'p> {
    /// With `only`, of gains or of losses; with a permission, of that one.
    pub(super) fn new(
        from: &'p Policy,
        to: &'p Policy,
        scope: Scope,
        only: Option<ImpactEffect>,
        permission: Option<(Option<&str>, &str)>,
    ) -> Self {
        let matching = Matching::of(from, to);
        let columns = Columns::of(&from.template, &to.template);
        let organization = organization_roles(from, to, &matching);
        let left = from.global_roles.iter().filter(|_| scope == Scope::Template);
        let left: Vec<_> = left.map(|(_, _, role)| carried_over(&role.resources, &matching)).collect();
        let global = global_roles(from, to, &matching, &left);
        let mut changed = FixedBitSet::new();
        for pair in organization.iter().chain(&global) {
            changed.union_with(&columns.difference(pair));
        }
        let named = changed.ones().filter_map(|column| columns.all.get(column).copied());
        let wanted = named.filter(|column| {
            permission.is_none_or(|(resource, name)| (column.resource, column.name) == (resource, name))
        });
        let columns = in_order(wanted.collect(), |column: &Column<'p>| {
            (column.resource.unwrap_or_default(), column.name)
        });
        let templates = (&from.template, &to.template);
        let global = Roles::new(&from.directory.global_roles, &global, templates, &columns, only);
        let mut users = FixedBitSet::new();
        let accounts = from.directory.accounts(PrincipalType::User);
        for (id, _, account) in accounts.iter().filter(|_| global.any_change(PrincipalType::User)) {
            if global.change(PrincipalType::User, account.roles) {
                users.grow_and_insert(id);
            }
        }
        Self {
            policy: from,
            organization: Roles::new(
                &from.directory.organization_roles,
                &organization,
                templates,
                &columns,
                only,
            ),
            global,
            columns,
            only,
            users,
            nobody: FixedBitSet::new(),
        }
    }

    /// Nothing, to put an answer in.
    pub(super) fn nothing(&self) -> Both {
        Both::new(self.columns.len())
    }

    /// Whether members of a type can gain or lose anything.
    pub(super) fn reaches_members(&self, principal_type: PrincipalType) -> bool {
        self.organization.any_change(principal_type) || !self.changed(principal_type).is_empty()
    }

    /// Those whose global roles change, if such roles count in organizations.
    const fn changed(&self, principal_type: PrincipalType) -> &FixedBitSet {
        if resolve::global_roles_count(principal_type, true) { &self.users } else { &self.nobody }
    }

    /// What a member of an organization loses and gains there; `None` if that is nothing. The answer may be in
    /// `place`.
    #[inline]
    pub(super) fn member<'a>(
        &'a self,
        principal_type: PrincipalType,
        account: usize,
        roles: SetId,
        place: &'a mut Both,
    ) -> Option<&'a Both> {
        let changes =
            self.organization.change(principal_type, roles) || self.changed(principal_type).contains(account);
        // This is all that is done for most members.
        if changes { self.changed_member(principal_type, account, roles, place) } else { None }
    }

    fn changed_member<'a>(
        &'a self,
        principal_type: PrincipalType,
        account: usize,
        roles: SetId,
        place: &'a mut Both,
    ) -> Option<&'a Both> {
        // Global roles that stay as they are can make up for what is lost.
        let counts =
            resolve::global_roles_count(principal_type, true) && self.global.any_grant(principal_type);
        let accounts = self.policy.directory.accounts(principal_type);
        let known = Some(account).filter(|_| counts).and_then(|account| accounts.get(account));
        let global = known.map(|known| known.roles).filter(|set| self.global.grant(principal_type, *set));
        let kept = self.organization.answer(principal_type, roles).filter(|_| global.is_none());
        let answer = kept.unwrap_or_else(|| {
            place.clear();
            self.organization.add_to(place, principal_type, roles);
            self.global.add_to(place, principal_type, global.unwrap_or(NONE));
            place.compare(self.only);
            place
        });
        Some(answer).filter(|answer| !answer.is_empty())
    }

    /// The same of somebody outside of organizations, where global roles alone count.
    pub(super) fn outside<'a>(
        &'a self,
        principal_type: PrincipalType,
        roles: SetId,
        place: &'a mut Both,
    ) -> Option<&'a Both> {
        if !self.global.change(principal_type, roles) {
            return None;
        }
        let answer = self.global.answer(principal_type, roles).unwrap_or_else(|| {
            place.clear();
            self.global.add_to(place, principal_type, roles);
            place.compare(self.only);
            place
        });
        Some(answer).filter(|answer| !answer.is_empty())
    }

    /// The same of a role: what it grants less, and more.
    pub(super) fn role(&self, roles: &Roles<'_>, id: usize) -> Option<Both> {
        let mut answer = roles.row(id)?.clone();
        answer.compare(self.only);
        Some(answer).filter(|answer| !answer.is_empty())
    }
}

fn organization_roles<'p>(from: &'p Policy, to: &'p Policy, matching: &Matching) -> Vec<Pair<'p>> {
    let pair = |(id, _, role): (usize, &Name, &'p Role)| {
        let after = matching.roles(Level::Organization).there(id).and_then(|id| to.template.role_by_id(id));
        let after = after.map(|(_, role)| Held::organization(role));
        Pair { id, before: Held::organization(role), after }
    };
    from.template.sorted_roles().map(pair).collect()
}

/// With what is left to each, global roles stay; else they become those of the other policy.
fn global_roles<'p>(
    from: &'p Policy,
    to: &'p Policy,
    matching: &Matching,
    left: &'p [ResourceGrants],
) -> Vec<Pair<'p>> {
    let mut left = left.iter();
    let pair = |(id, _, role): (usize, &Name, &'p GlobalRole)| {
        let there = matching.roles(Level::Global).there(id).and_then(|id| to.global_roles.get(id));
        let after = left.next().or_else(|| there.map(|role| &role.resources));
        let held = |resources| Held::global(role.role_type, resources);
        Pair { id, before: held(&role.resources), after: after.map(held) }
    };
    from.global_roles.iter().map(pair).collect()
}

/// What is left of what a role holds of API resources.
fn carried_over(resources: &ResourceGrants, matching: &Matching) -> ResourceGrants {
    let mut left = ResourceGrants::default();
    for (position, held) in resources.iter() {
        let there = matching.resources.there(position).zip(matching.permissions(Some(position)));
        let Some((position, pairs)) = there else { continue };
        for id in held.ones().filter_map(|id| pairs.there(id)) {
            left.set(position, id, true);
        }
    }
    left
}
