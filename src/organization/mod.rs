//! Organizations and who is in them: users and machine-to-machine applications, with the roles they hold.
//!
//! Everything is kept by dense ids. The template is the same for all organizations, so that a change of it touches
//! none of them.

use crate::grant::PrincipalType;
use crate::principal::Principal;
use crate::rbac::role_set::{NONE, RoleSets, SetId};
use crate::table::{Name, Table, first_in_order};
use std::collections::BTreeMap;

/// The most organizations.
pub const MAX_ORGANIZATIONS: usize = 1_000_000;
/// The most users, and the most applications.
pub const MAX_PRINCIPALS: usize = 4_000_000;
/// The most memberships.
pub const MAX_MEMBERSHIPS: usize = 10_000_000;

/// A user or an application.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    /// Its global roles.
    pub(crate) roles: SetId,
    /// The organizations it is in, in the order of their ids here.
    organizations: Vec<u32>,
}

impl Account {
    pub(crate) const fn is_member(&self) -> bool {
        !self.organizations.is_empty()
    }

    fn enter(&mut self, organization: u32) {
        if let Err(position) = self.organizations.binary_search(&organization) {
            self.organizations.insert(position, organization);
        }
    }

    fn leave(&mut self, organization: usize) {
        let place = self.organizations.binary_search_by_key(&organization, |id| *id as usize);
        if let Ok(position) = place {
            self.organizations.remove(position);
        }
    }
}

/// An organization.
#[derive(Clone, Debug)]
pub(crate) struct Organization {
    /// What people call it.
    pub(crate) name: Name,
    /// What it is.
    pub(crate) description: Option<Name>,
    /// Its members by their ids, with their roles in it.
    users: BTreeMap<u32, SetId>,
    applications: BTreeMap<u32, SetId>,
}

impl Organization {
    /// The members of a type: id and roles.
    pub(crate) const fn members(&self, principal_type: PrincipalType) -> &BTreeMap<u32, SetId> {
        match principal_type {
            PrincipalType::User => &self.users,
            PrincipalType::MachineToMachine => &self.applications,
        }
    }

    const fn members_mut(&mut self, principal_type: PrincipalType) -> &mut BTreeMap<u32, SetId> {
        match principal_type {
            PrincipalType::User => &mut self.users,
            PrincipalType::MachineToMachine => &mut self.applications,
        }
    }
}

/// Everybody, every organization, and who is where as what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Directory {
    users: Table<Account>,
    applications: Table<Account>,
    organizations: Table<Organization>,
    /// Sets of organization roles.
    pub(crate) organization_roles: RoleSets,
    /// Sets of global roles.
    pub(crate) global_roles: RoleSets,
    memberships: usize,
}

impl Directory {
    pub(crate) const fn accounts(&self, principal_type: PrincipalType) -> &Table<Account> {
        match principal_type {
            PrincipalType::User => &self.users,
            PrincipalType::MachineToMachine => &self.applications,
        }
    }

    const fn accounts_mut(&mut self, principal_type: PrincipalType) -> &mut Table<Account> {
        match principal_type {
            PrincipalType::User => &mut self.users,
            PrincipalType::MachineToMachine => &mut self.applications,
        }
    }

    pub(crate) const fn organizations(&self) -> &Table<Organization> {
        &self.organizations
    }

    pub(crate) const fn organizations_mut(&mut self) -> &mut Table<Organization> {
        &mut self.organizations
    }

    pub(crate) const fn memberships(&self) -> usize {
        self.memberships
    }

    pub(crate) fn account(&self, principal: &Principal) -> Option<(usize, &Account)> {
        self.accounts(principal.principal_type).named(&principal.id)
    }

    pub(crate) fn put_account(&mut self, principal: &Principal) -> Option<usize> {
        self.accounts_mut(principal.principal_type).add(principal.id.clone(), Account::default())
    }

    /// Takes an account that is in no organization and holds no global role any more.
    pub(crate) fn take_account(&mut self, principal: &Principal) -> bool {
        let free =
            |(_, account): (usize, &Account)| account.roles == NONE && account.organizations.is_empty();
        self.account(principal).is_some_and(free)
            && self.accounts_mut(principal.principal_type).remove(&principal.id).is_some()
    }

    pub(crate) fn put_organization(&mut self, id: &Name, name: Name, description: Option<Name>) -> bool {
        let organization =
            Organization { name, description, users: BTreeMap::new(), applications: BTreeMap::new() };
        self.organizations.add(id.clone(), organization).is_some()
    }

    /// Takes an organization that has no members any more.
    pub(crate) fn take_organization(&mut self, id: &str) -> bool {
        let empty =
            |(_, known): (usize, &Organization)| known.users.is_empty() && known.applications.is_empty();
        self.organizations.named(id).is_some_and(empty) && self.organizations.remove(id).is_some()
    }

    /// Makes somebody a member; `false` when they are, or one of the two is not there.
    pub(crate) fn put_member(
        &mut self,
        organization: usize,
        principal_type: PrincipalType,
        account: usize,
    ) -> bool {
        let (Ok(place), Ok(member)) = (u32::try_from(organization), u32::try_from(account)) else {
            return false;
        };
        let Some(known) = self.organizations.get_mut(organization) else {
            return false;
        };
        if known.members(principal_type).contains_key(&member) {
            return false;
        }
        known.members_mut(principal_type).insert(member, NONE);
        if let Some(account) = self.accounts_mut(principal_type).get_mut(account) {
            account.enter(place);
        }
        self.memberships = self.memberships.saturating_add(1);
        true
    }

    /// Removes a member that holds no role there any more.
    pub(crate) fn take_member(
        &mut self,
        organization: usize,
        principal_type: PrincipalType,
        account: usize,
    ) -> bool {
        if self.member(organization, principal_type, account) != Some(NONE) {
            return false;
        }
        if let (Some(known), Ok(member)) = (self.organizations.get_mut(organization), u32::try_from(account))
        {
            known.members_mut(principal_type).remove(&member);
        }
        if let Some(account) = self.accounts_mut(principal_type).get_mut(account) {
            account.leave(organization);
        }
        self.memberships = self.memberships.saturating_sub(1);
        true
    }

    /// The roles of a member; `None` for somebody who is none.
    pub(crate) fn member(
        &self,
        organization: usize,
        principal_type: PrincipalType,
        account: usize,
    ) -> Option<SetId> {
        let member = u32::try_from(account).ok()?;
        self.organizations.get(organization)?.members(principal_type).get(&member).copied()
    }

    /// Gives or takes a member's role; whether that changed anything, or `None` for somebody who is no member.
    pub(crate) fn set_member_role(
        &mut self,
        organization: usize,
        principal_type: PrincipalType,
        account: usize,
        role: usize,
        held: bool,
    ) -> Option<bool> {
        let before = self.member(organization, principal_type, account)?;
        let after = self.organization_roles.exchange(before, role, held);
        let member = u32::try_from(account).ok()?;
        let known = self.organizations.get_mut(organization)?;
        known.members_mut(principal_type).insert(member, after);
        Some(before != after)
    }

    /// Gives a member all of its roles at once: cheaper than one by one.
    pub(crate) fn set_member_roles(
        &mut self,
        organization: usize,
        principal_type: PrincipalType,
        account: usize,
        roles: Vec<u16>,
    ) {
        let Some(before) = self.member(organization, principal_type, account) else { return };
        let after = self.organization_roles.hold(roles);
        self.organization_roles.release(before);
        if let (Some(known), Ok(member)) = (self.organizations.get_mut(organization), u32::try_from(account))
        {
            known.members_mut(principal_type).insert(member, after);
        }
    }

    /// Gives or takes a global role; whether that changed anything, or `None` for somebody who is not there.
    pub(crate) fn set_global_role(&mut self, principal: &Principal, role: usize, held: bool) -> Option<bool> {
        let (id, account) = self.account(principal)?;
        let before = account.roles;
        let after = self.global_roles.exchange(before, role, held);
        self.accounts_mut(principal.principal_type).get_mut(id)?.roles = after;
        Some(before != after)
    }

    /// The organizations that somebody is in, in the order of their ids here.
    pub(crate) fn organizations_of(
        &self,
        account: &Account,
    ) -> impl Iterator<Item = (usize, &Name, &Organization)> {
        account.organizations.iter().filter_map(|id| {
            let id = *id as usize;
            Some((id, self.organizations.name(id)?, self.organizations.get(id)?))
        })
    }

    /// Somebody by type and id.
    pub(crate) fn principal(&self, principal_type: PrincipalType, account: u32) -> Option<Principal> {
        let id = self.accounts(principal_type).name(account as usize)?.clone();
        Some(Principal { principal_type, id })
    }

    /// The members of an organization: users, then applications, in the order of their ids.
    pub(crate) fn sorted_members(&self, organization: &Organization) -> Vec<(Principal, SetId)> {
        self.members_after(organization, None, usize::MAX)
    }

    /// At most `limit` of them after one.
    pub(crate) fn members_after(
        &self,
        organization: &Organization,
        after: Option<&Principal>,
        limit: usize,
    ) -> Vec<(Principal, SetId)> {
        let of_type = |principal_type, limit| {
            let members = organization.members(principal_type).iter();
            let named = members.filter_map(|(account, roles)| {
                let id = self.accounts(principal_type).name(*account as usize)?;
                let known = after.map(|after| (after.principal_type, &after.id));
                let wanted = known.is_none_or(|after| (principal_type, id) > after);
                wanted.then_some((id, *roles))
            });
            let first = first_in_order(named.collect(), limit, |(id, _): &(&Name, SetId)| (id, ""));
            let member =
                move |(id, roles): (&Name, SetId)| (Principal { principal_type, id: id.clone() }, roles);
            first.into_iter().map(member)
        };
        let mut members: Vec<_> = of_type(PrincipalType::User, limit).collect();
        let room = limit.saturating_sub(members.len());
        members.extend(of_type(PrincipalType::MachineToMachine, room));
        members
    }
}
