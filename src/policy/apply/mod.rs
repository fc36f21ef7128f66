//! Operations to changes: the rules of the model, and what goes along with what is taken away.

mod assign;
mod model;

use super::Policy;
use super::fact::{Change, Fact, Name};
use super::operation::Operation;
use crate::error::{Code, Error};
use crate::table::in_order;
use crate::template::suppression;

/// The most changes of one transaction; deleting something large takes several.
pub const MAX_CHANGES: usize = 2_000_000;

/// So many deleted permissions are remembered.
const MAX_DELETED: usize = 1_000;

impl Policy {
    /// Applies operations as one transaction, wholly or not at all; what changed, in order.
    ///
    /// # Errors
    /// The first operation that breaks a rule, with its code; detail `pointer` is its place in the list. Nothing has
    /// changed then.
    pub fn apply(&mut self, operations: &[Operation]) -> Result<Vec<Change>, Error> {
        let changes = self
            .transact(operations.iter().enumerate(), |transaction, operation| transaction.run(operation))?;
        self.remember_deleted(&changes, true);
        Ok(changes)
    }

    /// Makes changes that were made before, here or elsewhere, wholly or not at all.
    ///
    /// # Errors
    /// `CHANGES_CONFLICT` when the policy is not as the changes expect, `LIMIT_EXCEEDED`. Nothing has changed then.
    pub fn replay(&mut self, changes: &[Change]) -> Result<(), Error> {
        self.transact(changes.iter().enumerate(), |transaction, change| transaction.make(change.clone()))?;
        self.remember_deleted(changes, true);
        Ok(())
    }

    /// Undoes changes, the last first, wholly or not at all; what changed by that.
    ///
    /// # Errors
    /// As [`Policy::replay`].
    pub fn undo(&mut self, changes: &[Change]) -> Result<Vec<Change>, Error> {
        let inverse = |transaction: &mut Transaction<'_>, change: &Change| transaction.make(change.inverse());
        let changes = self.transact(changes.iter().enumerate().rev(), inverse)?;
        // A permission whose creation is undone never was.
        self.remember_deleted(&changes, false);
        Ok(changes)
    }

    /// Takes the steps of a list, wholly or not at all; what changed. An error names the step's place in the list.
    fn transact<'s, S: 's>(
        &mut self,
        steps: impl Iterator<Item = (usize, &'s S)>,
        take: impl Fn(&mut Transaction<'_>, &S) -> Result<(), Error>,
    ) -> Result<Vec<Change>, Error> {
        let mut transaction = Transaction { policy: self, changes: Vec::new() };
        for (index, step) in steps {
            if let Err(error) = take(&mut transaction, step) {
                transaction.roll_back();
                return Err(error.with("pointer", &format!("/{index}")));
            }
        }
        Ok(transaction.changes)
    }

    /// Remembers which permissions are gone, for explanations.
    fn remember_deleted(&mut self, changes: &[Change], gone: bool) {
        for change in changes {
            match change {
                Change::Removed(Fact::Permission { resource, name, .. }) if gone => {
                    if self.deleted.len() >= MAX_DELETED {
                        self.deleted.pop_front();
                    }
                    self.deleted.push_back((resource.clone(), name.clone()));
                }
                Change::Added(Fact::Permission { resource, name, .. }) if !self.deleted.is_empty() => {
                    self.deleted.retain(|(of, known)| of != resource || known != name);
                }
                _ => {}
            }
        }
    }
}

/// A transaction under way.
struct Transaction<'p> {
    policy: &'p mut Policy,
    changes: Vec<Change>,
}

impl Transaction<'_> {
    fn make(&mut self, change: Change) -> Result<(), Error> {
        if self.changes.len() >= MAX_CHANGES {
            let message = format!("more than {MAX_CHANGES} changes in one transaction");
            return Err(Error::new(Code::LimitExceeded, message));
        }
        self.policy.commit(&change)?;
        self.changes.push(change);
        Ok(())
    }

    fn add(&mut self, fact: Fact) -> Result<(), Error> {
        self.make(Change::Added(fact))
    }

    fn remove(&mut self, fact: Fact) -> Result<(), Error> {
        self.make(Change::Removed(fact))
    }

    /// A change that changes nothing is none.
    fn change(&mut self, before: Fact, after: Fact) -> Result<(), Error> {
        if before == after { Ok(()) } else { self.make(Change::Changed(Box::new((before, after)))) }
    }

    fn roll_back(self) {
        let Self { policy, changes } = self;
        for change in changes.iter().rev() {
            // What was just made can be unmade, whatever it was.
            let _ = policy.make(&change.inverse());
        }
    }

    fn run(&mut self, operation: &Operation) -> Result<(), Error> {
        match operation {
            Operation::UpdateTemplate { version, lint_off } => {
                let before = self.policy.template_fact();
                let Fact::Template { version: was, lint_off: off } = before.clone() else { return Ok(()) };
                let version = updated(version.as_ref(), was);
                let lint_off = lint_off.clone().unwrap_or(off);
                let lint_off = in_order(lint_off, suppression::order);
                self.change(before, Fact::Template { version, lint_off })
            }
            Operation::CreateResource { indicator, name, description, is_default, management_api } => self
                .create_resource(Fact::Resource {
                    indicator: indicator.clone(),
                    id: None,
                    name: name.clone(),
                    description: description.clone(),
                    is_default: *is_default,
                    management_api: *management_api,
                }),
            Operation::UpdateResource { indicator, set } => self.update_resource(indicator, set),
            Operation::DeleteResource { indicator } => self.delete_resource(indicator),
            Operation::CreatePermission { resource, name, description } => {
                self.create_permission(resource.as_ref(), name, description.as_ref())
            }
            Operation::UpdatePermission { resource, name, set } => {
                self.update_permission(resource.as_ref(), name, set)
            }
            Operation::DeletePermission { resource, name } => self.delete_permission(resource.as_ref(), name),
            Operation::CreateRole { level, name, role_type, description, is_default } => {
                self.create_role(Fact::Role {
                    level: *level,
                    name: name.clone(),
                    id: None,
                    role_type: *role_type,
                    description: description.clone(),
                    is_default: *is_default,
                })
            }
            Operation::UpdateRole { level, name, set } => self.update_role(*level, name, set),
            Operation::DeleteRole { level, name } => self.delete_role(*level, name),
            Operation::GrantPermission(cell) => self.set_cell(cell, true),
            Operation::RevokePermission(cell) => self.set_cell(cell, false),
            Operation::CreatePrincipal(principal) => self.create_principal(principal),
            Operation::DeletePrincipal(principal) => self.delete_principal(principal),
            Operation::CreateOrganization { id, name, description } => {
                self.create_organization(id, name, description.as_ref())
            }
            Operation::UpdateOrganization { id, set } => self.update_organization(id, set),
            Operation::DeleteOrganization { id } => self.delete_organization(id),
            Operation::AddMember { organization, principal } => self.add_member(organization, principal),
            Operation::RemoveMember { organization, principal } => {
                self.remove_member(organization, principal)
            }
            Operation::AssignRoles { organization, roles, principals } => {
                self.assign(organization.as_ref(), roles, principals, true)
            }
            Operation::UnassignRoles { organization, roles, principals } => {
                self.assign(organization.as_ref(), roles, principals, false)
            }
        }
    }
}

#[cold]
fn taken(code: Code, what: &str, name: &str) -> Error {
    Error::new(code, format!("there is already {} {what} `{name}`", article(what))).with("name", name)
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'A']) { "an" } else { "a" }
}

/// The new text that an update sets, to be judged; an import may hold an old one that no operation could set.
fn given(new: Option<&Option<Name>>) -> Option<&str> {
    new.and_then(Option::as_deref)
}

/// A new value where there is one, else the old one.
fn updated(new: Option<&Option<Name>>, old: Option<Name>) -> Option<Name> {
    new.map_or(old, Clone::clone)
}

/// The same of a name that cannot be taken away.
fn renamed(new: Option<&Option<Name>>, old: &Name) -> Name {
    new.and_then(Option::as_ref).unwrap_or(old).clone()
}
