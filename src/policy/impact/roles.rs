//! The roles of a level, what they grant of what changes, and the sets in which they are held. Members share few
//! sets: most answers are found once for each.

use super::both::Both;
use super::columns::{Column, Pair};
use super::{ImpactEffect, TYPES};
use crate::grant::PrincipalType;
use crate::rbac::role_set::{RoleSets, SetId};
use crate::template::Template;
use fixedbitset::FixedBitSet;

/// Answers are kept in no more words than this: eight megabytes.
const MAX_KEPT: usize = 1 << 20;
/// The words that keeping an answer takes besides its own.
const OVERHEAD: usize = 4;

/// The roles of a level, and the sets in which they are held.
pub(super) struct Roles<'p> {
    pub(super) sets: &'p RoleSets,
    /// By id.
    rows: Vec<Option<Row>>,
    users: Sets,
    applications: Sets,
}

/// What a role grants of what changes, before and after.
struct Row {
    role_type: PrincipalType,
    grants: Both,
}

/// The sets as they are held by those of a type, to whom roles of the other type grant nothing.
#[derive(Default)]
struct Sets {
    /// Sets that grant anything of what changes.
    granting: FixedBitSet,
    /// Sets that grant less than before, or more.
    changed: FixedBitSet,
    /// What such sets grant less and more, by their ids; without words where it is not kept.
    answers: Vec<Both>,
}

impl<'p> Roles<'p> {
    pub(super) fn new(
        sets: &'p RoleSets,
        pairs: &[Pair<'_>],
        (from, to): (&Template, &Template),
        columns: &[Column<'_>],
        only: Option<ImpactEffect>,
    ) -> Self {
        let mut roles =
            Self { sets, rows: Vec::new(), users: Sets::default(), applications: Sets::default() };
        for Pair { id, before, after } in pairs {
            let here = |column: &Column<'_>| column.here.is_some_and(|place| before.grants(from, place));
            let there = |column: &Column<'_>| {
                after.zip(column.there).is_some_and(|(after, place)| after.grants(to, place))
            };
            let row = Row { role_type: before.role_type(), grants: Both::of(columns, here, there) };
            if roles.rows.len() <= *id {
                roles.rows.resize_with(id.saturating_add(1), || None);
            }
            if let Some(place) = roles.rows.get_mut(*id) {
                *place = Some(row);
            }
        }
        for principal_type in TYPES {
            let found = roles.find(principal_type, Both::new(columns.len()), only);
            match principal_type {
                PrincipalType::User => roles.users = found,
                PrincipalType::MachineToMachine => roles.applications = found,
            }
        }
        roles
    }

    fn find(&self, principal_type: PrincipalType, mut both: Both, only: Option<ImpactEffect>) -> Sets {
        let mut found = Sets::default();
        let mut kept = 0_usize;
        for (set, _, _) in self.sets.iter() {
            both.clear();
            self.add_to(&mut both, principal_type, set);
            if both.is_empty() {
                continue;
            }
            found.granting.grow_and_insert(set as usize);
            let (before, after) = both.halves();
            if before == after {
                continue;
            }
            found.changed.grow_and_insert(set as usize);
            kept = kept.saturating_add(both.words().len()).saturating_add(OVERHEAD);
            if kept <= MAX_KEPT {
                let mut answer = both.clone();
                answer.compare(only);
                found.answers.resize_with(set as usize, Both::default);
                found.answers.push(answer);
            }
        }
        found
    }

    const fn sets_of(&self, principal_type: PrincipalType) -> &Sets {
        match principal_type {
            PrincipalType::User => &self.users,
            PrincipalType::MachineToMachine => &self.applications,
        }
    }

    /// Whether a set grants anything of what changes to those of a type.
    pub(super) fn grant(&self, principal_type: PrincipalType, set: SetId) -> bool {
        self.sets_of(principal_type).granting.contains(set as usize)
    }

    /// Whether any set does that somebody holds.
    pub(super) fn any_grant(&self, principal_type: PrincipalType) -> bool {
        // It is as long as the last set in it needs.
        !self.sets_of(principal_type).granting.is_empty()
    }

    /// Whether a set grants less than before, or more.
    pub(super) fn change(&self, principal_type: PrincipalType, set: SetId) -> bool {
        self.sets_of(principal_type).changed.contains(set as usize)
    }

    /// Whether any set does that somebody holds.
    pub(super) fn any_change(&self, principal_type: PrincipalType) -> bool {
        !self.sets_of(principal_type).changed.is_empty()
    }

    /// What a set that changes grants less and more, if that is kept.
    pub(super) fn answer(&self, principal_type: PrincipalType, set: SetId) -> Option<&Both> {
        self.sets_of(principal_type).answers.get(set as usize).filter(|answer| !answer.words().is_empty())
    }

    /// Adds what the roles of a set grant to those of a type, before and after.
    pub(super) fn add_to(&self, both: &mut Both, principal_type: PrincipalType, set: SetId) {
        let rows = self.sets.roles(set).iter().filter_map(|id| self.rows.get(usize::from(*id))?.as_ref());
        for row in rows.filter(|row| row.role_type == principal_type) {
            both.add(&row.grants);
        }
    }

    /// What a role grants, before and after, to those who can hold it.
    pub(super) fn row(&self, id: usize) -> Option<&Both> {
        self.rows.get(id)?.as_ref().map(|row| &row.grants)
    }

    /// How often a role is assigned.
    pub(super) fn holders(&self, id: usize) -> usize {
        let with = self.sets.iter().filter(|(set, ..)| self.sets.has(*set, id));
        with.fold(0, |sum, (_, _, holders)| sum.saturating_add(holders as usize))
    }

    /// One more than the largest id.
    pub(super) fn width(&self) -> usize {
        self.rows.len()
    }
}
