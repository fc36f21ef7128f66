//! Who gains and loses what, entry by entry. Entries are made in the order of the list, until a page is full.

use super::both::{Both, has};
use super::compare::Comparison;
use super::{ImpactBy, ImpactEntry, ImpactOf, ImpactQuestion, PermissionRef, TYPES};
use crate::error::Error;
use crate::grant::PrincipalType;
use crate::organization::{Account, Directory, Organization};
use crate::policy::fact::{Level, Name, Principal};
use crate::policy::{Policy, Scope};
use crate::resolve::unknown_organization;

/// A list in the making.
struct List<'p> {
    comparison: Comparison<'p>,
    /// The one organization that is asked for.
    organization: Option<(&'p Name, &'p Organization)>,
    limit: usize,
    entries: Vec<ImpactEntry>,
}

pub(super) fn list(
    from: &Policy,
    to: &Policy,
    scope: Scope,
    question: &ImpactQuestion<'_>,
) -> Result<Vec<ImpactEntry>, Error> {
    let organizations = from.directory.organizations();
    let organization = match question.organization {
        Some(id) => {
            let place = organizations.id(id).ok_or_else(|| unknown_organization(id))?;
            organizations.name(place).zip(organizations.get(place))
        }
        None => None,
    };
    if let Some(PermissionRef { resource, permission }) = question.permission {
        let (resource, name) = (resource.as_deref().map(Name::from), Name::from(permission.as_str()));
        let known = from.known_permission(resource.as_ref(), &name);
        if known.is_err() && to.known_permission(resource.as_ref(), &name).is_err() {
            known?;
        }
    }
    let permission = question.permission.map(|asked| (asked.resource.as_deref(), asked.permission.as_str()));
    let comparison = Comparison::new(from, to, scope, question.effect, permission);
    let mut list = List { comparison, organization, limit: question.limit, entries: Vec::new() };
    match question.by {
        ImpactBy::Role { after } => list.roles(after),
        ImpactBy::Organization { after } => list.organizations(after),
        ImpactBy::Principal { after } => list.principals(after),
        ImpactBy::Membership { after } => list.memberships(after),
    }
    Ok(list.entries)
}

impl<'p> List<'p> {
    fn roles(&mut self, after: Option<(Level, &str)>) {
        let policy = self.comparison.policy;
        let organization =
            policy.template.sorted_roles().map(|(id, name, _)| (Level::Organization, name, id));
        let global = policy.global_roles.sorted().map(|(name, id)| (Level::Global, name, id));
        for (level, name, id) in organization.chain(global) {
            if self.is_full() {
                return;
            }
            if after.is_some_and(|after| (level, &**name) <= after) {
                continue;
            }
            let roles = match level {
                Level::Organization => &self.comparison.organization,
                Level::Global => &self.comparison.global,
            };
            let Some(both) = self.comparison.role(roles, id) else { continue };
            let assignments = match self.organization {
                None => roles.holders(id),
                Some((_, known)) => {
                    let here = TYPES.into_iter().filter(|_| level == Level::Organization);
                    let members = here.flat_map(|principal_type| known.members(principal_type).values());
                    members.filter(|held| roles.sets.has(**held, id)).count()
                }
            };
            if self.organization.is_none() || assignments > 0 {
                self.push(ImpactOf::Role { level, name: name.clone(), assignments }, &both);
            }
        }
    }

    fn organizations(&mut self, after: Option<&str>) {
        let mut all = self.comparison.nothing();
        for (id, organization) in places(self.comparison.policy, self.organization, after) {
            if self.is_full() {
                return;
            }
            if after == Some(&**id) {
                continue;
            }
            let members = self.all_members(organization, &mut all);
            if members > 0 {
                self.push(ImpactOf::Organization { id: id.clone(), members }, &all);
            }
        }
    }

    fn principals(&mut self, after: Option<&Principal>) {
        if let Some((_, organization)) = self.organization {
            for (principal, both) in self.members(organization, after) {
                self.push(ImpactOf::Principal { principal, organizations: 1, outside: false }, &both);
            }
            return;
        }
        let directory = &self.comparison.policy.directory;
        let (mut one, mut all) = (self.comparison.nothing(), self.comparison.nothing());
        for (principal_type, id, place, account) in everybody(directory, after) {
            if self.is_full() {
                return;
            }
            all.clear();
            let answer = self.comparison.outside(principal_type, account.roles, &mut one);
            let outside = answer.is_some();
            answer.into_iter().for_each(|answer| all.add(answer));
            let mut organizations = 0_usize;
            let reached = self.comparison.reaches_members(principal_type);
            for (_, _, organization) in directory.organizations_of(account).filter(|_| reached) {
                let member = u32::try_from(place).unwrap_or(u32::MAX);
                let roles = organization.members(principal_type).get(&member).copied().unwrap_or_default();
                if let Some(answer) = self.comparison.member(principal_type, place, roles, &mut one) {
                    organizations = organizations.saturating_add(1);
                    all.add(answer);
                }
            }
            if outside || organizations > 0 {
                let principal = Principal { principal_type, id: id.clone() };
                self.push(ImpactOf::Principal { principal, organizations, outside }, &all);
            }
        }
    }

    fn memberships(&mut self, after: Option<(Option<&str>, &Principal)>) {
        let mut all = self.comparison.nothing();
        let first = after.and_then(|(organization, _)| organization);
        let after = after.map(|(_, principal)| principal);
        let global = &self.comparison.global;
        let outside = TYPES.into_iter().any(|principal_type| global.any_change(principal_type));
        if outside && self.organization.is_none() && first.is_none() {
            for (principal_type, id, _, account) in everybody(&self.comparison.policy.directory, after) {
                if self.is_full() {
                    return;
                }
                if let Some(answer) = self.comparison.outside(principal_type, account.roles, &mut all) {
                    let (principal, answer) = (Principal { principal_type, id: id.clone() }, answer.clone());
                    self.push(ImpactOf::Membership { organization: None, principal }, &answer);
                }
            }
        }
        for (id, organization) in places(self.comparison.policy, self.organization, first) {
            if self.is_full() {
                return;
            }
            // Most have nobody for whom anything changes, and need not be put in order.
            if self.all_members(organization, &mut all) == 0 {
                continue;
            }
            let after = after.filter(|_| first == Some(&**id));
            for (principal, both) in self.members(organization, after) {
                self.push(ImpactOf::Membership { organization: Some(id.clone()), principal }, &both);
            }
        }
    }

    /// What changes for members of an organization, and for how many.
    fn all_members(&self, organization: &Organization, all: &mut Both) -> usize {
        let mut one = self.comparison.nothing();
        let mut members = 0_usize;
        all.clear();
        for principal_type in TYPES {
            for (account, roles) in organization.members(principal_type) {
                let answer = self.comparison.member(principal_type, *account as usize, *roles, &mut one);
                if let Some(answer) = answer {
                    members = members.saturating_add(1);
                    all.add(answer);
                }
            }
        }
        members
    }

    /// The members for whom something changes in an organization, in order, as many as there is room for.
    fn members(&self, organization: &Organization, after: Option<&Principal>) -> Vec<(Principal, Both)> {
        let directory = &self.comparison.policy.directory;
        let room = self.limit.saturating_sub(self.entries.len());
        let mut one = self.comparison.nothing();
        let mut found: Vec<(Principal, Both)> = Vec::new();
        for (principal, roles) in directory.members_after(organization, after, usize::MAX) {
            if found.len() >= room {
                break;
            }
            let Some((account, _)) = directory.account(&principal) else { continue };
            let answer = self.comparison.member(principal.principal_type, account, roles, &mut one);
            if let Some(answer) = answer {
                found.push((principal, answer.clone()));
            }
        }
        found
    }

    fn is_full(&self) -> bool {
        self.entries.len() >= self.limit
    }

    fn push(&mut self, of: ImpactOf, both: &Both) {
        let (lost, gained) = both.halves();
        let (lost, gained) = (self.named(lost), self.named(gained));
        self.entries.push(ImpactEntry { of, gained, lost });
    }

    fn named(&self, set: &[u64]) -> Vec<PermissionRef> {
        let mut named = Vec::new();
        for (index, column) in self.comparison.columns.iter().enumerate() {
            if has(set, index) {
                let resource = column.resource.map(str::to_owned);
                named.push(PermissionRef { resource, permission: column.name.to_owned() });
            }
        }
        named
    }
}

/// The organizations in the order of ids, or the only one, from one on.
fn places<'a>(
    policy: &'a Policy,
    only: Option<(&'a Name, &'a Organization)>,
    first: Option<&'a str>,
) -> Box<dyn Iterator<Item = (&'a Name, &'a Organization)> + 'a> {
    let organizations = policy.directory.organizations();
    let all = organizations.sorted().filter(move |_| only.is_none());
    let all = all.filter_map(|(id, place)| Some((id, organizations.get(place)?)));
    let from = move |(id, _): &(&Name, _)| first.is_none_or(|first| &***id >= first);
    Box::new(only.into_iter().chain(all).filter(from))
}

/// Users, then applications, in the order of ids, after one of them: type, id, the id inside, account.
fn everybody<'a>(
    directory: &'a Directory,
    after: Option<&'a Principal>,
) -> Box<dyn Iterator<Item = (PrincipalType, &'a Name, usize, &'a Account)> + 'a> {
    Box::new(TYPES.into_iter().flat_map(move |principal_type| {
        let accounts = directory.accounts(principal_type);
        let is_after = move |id: &Name| {
            after.is_none_or(|after| (principal_type, id) > (after.principal_type, &after.id))
        };
        let wanted = accounts.sorted().filter(move |(id, _)| is_after(id));
        wanted.filter_map(move |(id, place)| Some((principal_type, id, place, accounts.get(place)?)))
    }))
}
