//! How many gain and how many lose, of everything and of each permission.

use super::both::{Both, any, has};
use super::compare::Comparison;
use super::{GainLose, Impact, PermissionImpact, Reach, TYPES};
use crate::grant::PrincipalType;
use crate::rbac::role_set::SetId;

/// How often each permission is lost and gained. Counts stand upright: the first word of a column of words has the
/// lowest digit of 64 counts, the next one the next digit. So one addition adds to all of them.
struct Tally(Vec<[u64; u32::BITS as usize]>);

impl Tally {
    fn new(both: &Both) -> Self {
        Self(vec![[0; u32::BITS as usize]; both.words().len()])
    }

    fn add(&mut self, both: &Both) {
        for (digits, word) in self.0.iter_mut().zip(both.words()) {
            let mut carry = *word;
            for digit in digits {
                if carry == 0 {
                    break;
                }
                (*digit, carry) = (*digit ^ carry, *digit & carry);
            }
        }
    }

    /// How many lose a permission, and how many gain it.
    fn of(&self, index: usize) -> (usize, usize) {
        let (lost, gained) = self.0.split_at(self.0.len() / 2);
        (times(lost, index), times(gained, index))
    }
}

fn times(words: &[[u64; u32::BITS as usize]], index: usize) -> usize {
    let digits = words.get(index / u64::BITS as usize).into_iter().flatten();
    digits.rev().fold(0, |times, digit| times << 1 | usize::from(has(&[*digit], index % u64::BITS as usize)))
}

impl GainLose {
    fn add(&mut self, both: &Both) {
        let (lost, gained) = both.halves();
        self.lose = self.lose.saturating_add(usize::from(any(lost)));
        self.gain = self.gain.saturating_add(usize::from(any(gained)));
    }
}

/// The memberships of each principal of a type in which something is lost or gained: a chain through all of them.
#[derive(Default)]
struct Chains {
    /// By principal: how many memberships there were with the last one.
    last: Vec<u32>,
    /// The roles in each, and the same of the one before of that principal.
    memberships: Vec<(SetId, u32)>,
}

impl Chains {
    fn add(&mut self, account: usize, roles: SetId) {
        if self.last.len() <= account {
            self.last.resize(account.saturating_add(1), 0);
        }
        if let Some(last) = self.last.get_mut(account) {
            self.memberships.push((roles, *last));
            // There are at most ten million.
            *last = self.memberships.len() as u32;
        }
    }

    fn of(&self, account: usize) -> impl Iterator<Item = SetId> {
        let mut last = self.last.get(account).copied().unwrap_or_default();
        std::iter::from_fn(move || {
            let (roles, before) = *self.memberships.get((last as usize).checked_sub(1)?)?;
            last = before;
            Some(roles)
        })
    }
}

pub(super) fn count(comparison: &Comparison<'_>) -> Impact {
    let mut impact = Impact::default();
    if comparison.columns.is_empty() {
        return impact;
    }
    let directory = &comparison.policy.directory;
    let (mut one, mut all) = (comparison.nothing(), comparison.nothing());
    let (mut roles, mut organizations, mut principals) =
        (Tally::new(&one), Tally::new(&one), Tally::new(&one));
    for level in [&comparison.organization, &comparison.global] {
        for both in (0..level.width()).filter_map(|id| comparison.role(level, id)) {
            impact.roles.add(&both);
            roles.add(&both);
        }
    }
    let mut chains = [Chains::default(), Chains::default()];
    let reached = TYPES.map(|principal_type| comparison.reaches_members(principal_type));
    for (_, _, organization) in directory.organizations().iter().filter(|_| reached.contains(&true)) {
        let mut found = false;
        for ((principal_type, chains), reached) in TYPES.into_iter().zip(&mut chains).zip(reached) {
            if !reached {
                continue;
            }
            for (account, roles) in organization.members(principal_type) {
                let account = *account as usize;
                if let Some(answer) = comparison.member(principal_type, account, *roles, &mut one) {
                    all.add_to_new(answer, &mut found);
                    impact.memberships.add(answer);
                    chains.add(account, *roles);
                }
            }
        }
        if found {
            impact.organizations.add(&all);
            organizations.add(&all);
        }
    }
    for (principal_type, chains) in TYPES.into_iter().zip(&chains) {
        let counts = match principal_type {
            PrincipalType::User => &mut impact.users,
            PrincipalType::MachineToMachine => &mut impact.applications,
        };
        let accounts = directory.accounts(principal_type);
        // Outside of organizations nothing changes unless global roles do.
        let outside = comparison.global.any_change(principal_type);
        let width = if outside { accounts.width() } else { chains.last.len() };
        for id in 0..width {
            let mut found = false;
            for roles in chains.of(id) {
                let answer = comparison.member(principal_type, id, roles, &mut one);
                answer.into_iter().for_each(|answer| all.add_to_new(answer, &mut found));
            }
            let account = Some(id).filter(|_| outside).and_then(|id| accounts.get(id));
            let answer =
                account.and_then(|account| comparison.outside(principal_type, account.roles, &mut one));
            answer.into_iter().for_each(|answer| all.add_to_new(answer, &mut found));
            if found {
                counts.add(&all);
                principals.add(&all);
            }
        }
    }
    let each = comparison.columns.iter().zip(0_usize..).map(|(column, index)| {
        let [roles, organizations, principals] =
            [&roles, &organizations, &principals].map(|tally| tally.of(index));
        PermissionImpact {
            resource: column.resource.map(str::to_owned),
            permission: column.name.to_owned(),
            gain: Reach { roles: roles.1, organizations: organizations.1, principals: principals.1 },
            lose: Reach { roles: roles.0, organizations: organizations.0, principals: principals.0 },
        }
    });
    impact.permissions = each.collect();
    impact
}
