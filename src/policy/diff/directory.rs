//! Organizations, users, applications, and who holds which role.

use super::effect::Effect;
use super::{Diff, TYPES};
use crate::grant::PrincipalType;
use crate::policy::Policy;
use crate::policy::fact::{Change, Fact, Level, Name, Principal};
use crate::table::in_order;

impl<'p> Diff<'p> {
    /// Assignments and memberships that are gone.
    pub(super) fn remove_assignments(&mut self) {
        let (from, matching) = (self.from, self.matching);
        if self.everything() {
            self.assignments(false);
            return;
        }
        for level in self.levels() {
            for (id, name) in from.roles_in_order(*level) {
                if matching.roles(*level).there(id).is_some() {
                    continue;
                }
                let counts = Self::grants_anything(from, *level, id);
                for fact in sorted(from.assignments_of(*level, name)) {
                    let is_held = from.is_held_by_its_type(*level, id, &fact);
                    self.push(Change::Removed(fact), Effect::of(false, counts && is_held));
                }
            }
        }
    }

    /// Assignments and memberships that are new.
    pub(super) fn add_assignments(&mut self) {
        if self.everything() {
            self.assignments(true);
        }
    }

    /// What stands on one side only. Memberships go after what is held in them, and come before.
    fn assignments(&mut self, added: bool) {
        let (one, other) = if added { (self.to, self.from) } else { (self.from, self.to) };
        let granting = |level| -> Vec<bool> {
            let width = one.roles_in_order(level).iter().map(|(id, _)| id.saturating_add(1)).max();
            (0..width.unwrap_or_default()).map(|id| Self::grants_anything(one, level, id)).collect()
        };
        let (organization_roles, global_roles) = (granting(Level::Organization), granting(Level::Global));
        for principal_type in TYPES {
            let accounts = one.directory.accounts(principal_type);
            for (id, place) in accounts.sorted() {
                let principal = Principal { principal_type, id: id.clone() };
                let Some(account) = accounts.get(place) else { continue };
                let theirs = other.directory.account(&principal).map(|(_, known)| known.roles);
                for role in
                    one.in_order_of_names(Level::Global, one.directory.global_roles.roles(account.roles))
                {
                    let same = self.same_role(Level::Global, added, role);
                    let both = same
                        .zip(theirs)
                        .is_some_and(|(same, set)| other.directory.global_roles.has(set, same));
                    if !both {
                        self.assignment(added, Level::Global, None, role, &principal, &global_roles);
                    }
                }
            }
        }
        for (organization, place) in one.directory.organizations().sorted() {
            let Some(known) = one.directory.organizations().get(place) else { continue };
            let there = other.directory.organizations().id(organization);
            for (principal, set) in one.directory.sorted_members(known) {
                let member = there.and_then(|there| {
                    let (account, _) = other.directory.account(&principal)?;
                    other.directory.member(there, principal.principal_type, account)
                });
                let is_new = member.is_none();
                let fact = Fact::Member { organization: organization.clone(), principal: principal.clone() };
                // A user's global roles count in an organization, and only for members.
                let counts = is_new && one.grants_everywhere(&principal, &global_roles);
                if added && is_new {
                    self.push(Change::Added(fact.clone()), Effect::of(counts, false));
                }
                let held = one.directory.organization_roles.roles(set);
                for role in one.in_order_of_names(Level::Organization, held) {
                    let same = self.same_role(Level::Organization, added, role);
                    let both = same
                        .zip(member)
                        .is_some_and(|(same, set)| other.directory.organization_roles.has(set, same));
                    if !both {
                        let organization = Some(organization);
                        self.assignment(
                            added,
                            Level::Organization,
                            organization,
                            role,
                            &principal,
                            &organization_roles,
                        );
                    }
                }
                if !added && is_new {
                    self.push(Change::Removed(fact), Effect::of(false, counts));
                }
            }
        }
    }

    fn same_role(&self, level: Level, added: bool, role: usize) -> Option<usize> {
        let pairs = self.matching.roles(level);
        if added { pairs.here(role) } else { pairs.there(role) }
    }

    fn assignment(
        &mut self,
        added: bool,
        level: Level,
        organization: Option<&Name>,
        role: usize,
        principal: &Principal,
        granting: &[bool],
    ) {
        let one = if added { self.to } else { self.from };
        let Some(name) = one.role_name(level, role) else { return };
        let (organization, role_name) = (organization.cloned(), name.clone());
        let fact = Fact::RoleAssignment { organization, role: role_name, principal: principal.clone() };
        let counts = granting.get(role) == Some(&true) && one.is_held_by_its_type(level, role, &fact);
        let effect = Effect::of(counts && added, counts && !added);
        self.push(if added { Change::Added(fact) } else { Change::Removed(fact) }, effect);
    }

    /// Organizations, users and applications that are gone.
    pub(super) fn remove_directory(&mut self) {
        if self.everything() {
            self.directory(false);
        }
    }

    /// Those that are new.
    pub(super) fn add_directory(&mut self) {
        if self.everything() {
            self.directory(true);
        }
    }

    fn directory(&mut self, added: bool) {
        let (one, other) = if added { (self.to, self.from) } else { (self.from, self.to) };
        let mut facts = Vec::new();
        for principal_type in TYPES {
            for (id, _) in one.directory.accounts(principal_type).sorted() {
                if other.directory.accounts(principal_type).id(id).is_none() {
                    facts.push(Fact::Principal(Principal { principal_type, id: id.clone() }));
                }
            }
        }
        for (id, _) in one.directory.organizations().sorted() {
            if other.directory.organizations().id(id).is_none() {
                facts.extend(one.organization_fact(id));
            }
        }
        for fact in facts {
            if added { self.added(Some(fact)) } else { self.removed(Some(fact)) }
        }
    }

    /// Organizations that are called something else.
    pub(super) fn change_directory(&mut self) {
        if !self.everything() {
            return;
        }
        let (from, to) = (self.from, self.to);
        for (id, _) in from.directory.organizations().sorted() {
            self.changed(from.organization_fact(id), to.organization_fact(id), Effect::None);
        }
    }
}

/// Assignments in the order of organizations and ids, users first.
fn sorted(assignments: Vec<Fact>) -> Vec<Fact> {
    let of = |fact: &Fact, wanted| matches!(fact, Fact::RoleAssignment { principal, .. } if principal.principal_type == wanted);
    let texts = |fact: &Fact| match fact {
        Fact::RoleAssignment { organization, principal, .. } => {
            (organization.clone().unwrap_or_default(), principal.id.clone())
        }
        _ => Default::default(),
    };
    let (users, applications): (Vec<Fact>, Vec<Fact>) =
        assignments.into_iter().partition(|fact| of(fact, PrincipalType::User));
    let mut ordered = Vec::new();
    for list in [users, applications] {
        let keyed: Vec<_> = list.into_iter().map(|fact| (texts(&fact), fact)).collect();
        let keyed = in_order(keyed, |((organization, id), _)| (organization, id));
        ordered.extend(keyed.into_iter().map(|(_, fact)| fact));
    }
    ordered
}

impl Policy {
    /// Whether an assignment is to somebody of the role's type: otherwise it grants nothing.
    fn is_held_by_its_type(&self, level: Level, role: usize, assignment: &Fact) -> bool {
        let Fact::RoleAssignment { principal, .. } = assignment else { return false };
        self.role_type(level, role) == Some(principal.principal_type)
    }

    /// Whether the global roles of a user grant anything.
    fn grants_everywhere(&self, principal: &Principal, granting: &[bool]) -> bool {
        let Some((_, account)) = self.directory.account(principal) else { return false };
        let mut held = self.directory.global_roles.roles(account.roles).iter().map(|role| usize::from(*role));
        principal.principal_type == PrincipalType::User
            && held.any(|role| {
                granting.get(role) == Some(&true)
                    && self.role_type(Level::Global, role) == Some(principal.principal_type)
            })
    }

    /// The roles of a set in the order of their names.
    fn in_order_of_names(&self, level: Level, roles: &[u16]) -> Vec<usize> {
        let roles = roles.iter().map(|role| usize::from(*role));
        let named = roles.filter_map(|role| Some((self.role_name(level, role)?, role))).collect();
        in_order(named, |(name, _): &(&Name, usize)| (name, "")).into_iter().map(|(_, role)| role).collect()
    }

    fn role_type(&self, level: Level, role: usize) -> Option<PrincipalType> {
        match level {
            Level::Organization => self.template.role_by_id(role).map(|(_, role)| role.role_type),
            Level::Global => self.global_roles.get(role).map(|role| role.role_type),
        }
    }

    /// The roles of a level in the order of names.
    pub(super) fn roles_in_order(&self, level: Level) -> Vec<(usize, &Name)> {
        match level {
            Level::Organization => self.template.sorted_roles().map(|(id, name, _)| (id, name)).collect(),
            Level::Global => self.global_roles.sorted().map(|(name, id)| (id, name)).collect(),
        }
    }

    pub(super) fn role_name(&self, level: Level, role: usize) -> Option<&Name> {
        match level {
            Level::Organization => self.template.role_by_id(role).map(|(name, _)| name),
            Level::Global => self.global_roles.name(role),
        }
    }

    pub(super) fn role_place(&self, level: Level, name: &str) -> Option<usize> {
        match level {
            Level::Organization => self.template.role_id(name),
            Level::Global => self.global_roles.id(name),
        }
    }
}
