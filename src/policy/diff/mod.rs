//! What is different between two policies: changes that make the one the other, each with what it can do to people.

mod cells;
mod change;
mod directory;
mod effect;
pub(crate) mod matching;
mod rename;

use super::Policy;
use super::apply::MAX_CHANGES;
use super::fact::{Change, Fact, Level};
use crate::error::{Code, Error};
use crate::grant::PrincipalType;
pub use effect::{Difference, Effect};
use matching::Matching;

/// How much of two policies is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The organization template, which includes API resources. Of the rest only what cannot stay goes: what global
    /// roles hold of a permission that is gone, and assignments of a role that is gone.
    Template,
    /// Global roles too. Assignments of those that are gone go.
    Roles,
    /// Everything: organizations, users, applications and assignments too.
    Policy,
}

impl Policy {
    /// The changes that make this policy the other, in an order in which [`Policy::replay`] makes them; none if both
    /// are the same. Two things are the same one if both have the same id, or else the same name: a thing that has its
    /// id and another name is renamed. A role's type and an API resource's indicator are for ever: a role of another
    /// type is another role, which takes the assignments of the old one away.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED`: more than [`MAX_CHANGES`].
    pub fn diff(&self, to: &Self, scope: Scope) -> Result<Vec<Difference>, Error> {
        let matching = Matching::of(self, to);
        let mut diff = Diff { from: self, to, scope, matching: &matching, differences: Vec::new() };
        diff.run();
        if diff.differences.len() > MAX_CHANGES {
            let message = format!("more than {MAX_CHANGES} changes lie between the two");
            return Err(Error::new(Code::LimitExceeded, message));
        }
        Ok(diff.differences)
    }
}

impl Policy {
    /// Makes the template that of another policy, wholly or not at all; what changed, which also tells what could not
    /// stay: assignments of roles that are gone, and what global roles held of permissions that are gone.
    ///
    /// # Errors
    /// As [`Policy::diff`] and [`Policy::replay`].
    pub fn set_template(&mut self, to: &Self) -> Result<Vec<Change>, Error> {
        let differences = self.diff(to, Scope::Template)?;
        let changes: Vec<Change> = differences.into_iter().map(|difference| difference.change).collect();
        self.replay(&changes)?;
        Ok(changes)
    }
}

struct Diff<'p> {
    from: &'p Policy,
    to: &'p Policy,
    scope: Scope,
    matching: &'p Matching,
    differences: Vec<Difference>,
}

const TYPES: [PrincipalType; 2] = [PrincipalType::User, PrincipalType::MachineToMachine];

impl<'p> Diff<'p> {
    fn run(&mut self) {
        self.remove_assignments();
        self.change_cells(false);
        self.remove();
        self.change();
        self.add();
        self.change_cells(true);
        self.add_assignments();
        self.changed(Some(self.from.template_fact()), Some(self.to.template_fact()), Effect::None);
    }

    fn push(&mut self, change: Change, effect: Effect) {
        self.differences.push(Difference { change, effect });
    }

    fn removed(&mut self, fact: Option<Fact>) {
        self.differences
            .extend(fact.map(|fact| Difference { change: Change::Removed(fact), effect: Effect::None }));
    }

    fn added(&mut self, fact: Option<Fact>) {
        self.differences
            .extend(fact.map(|fact| Difference { change: Change::Added(fact), effect: Effect::None }));
    }

    fn everything(&self) -> bool {
        self.scope == Scope::Policy
    }

    fn levels(&self) -> &'static [Level] {
        if self.scope == Scope::Template {
            &[Level::Organization]
        } else {
            &[Level::Organization, Level::Global]
        }
    }

    /// Things that are gone, and hold nothing any more.
    fn remove(&mut self) {
        let (from, matching) = (self.from, self.matching);
        for level in self.levels() {
            let pairs = matching.roles(*level);
            for (id, name) in from.roles_in_order(*level) {
                if pairs.there(id).is_none() {
                    self.removed(from.role_fact(*level, name));
                }
            }
        }
        for (name, id) in from.template.permissions().sorted() {
            if matching.permission(None, id).is_none() {
                self.removed(from.permission_fact(None, name));
            }
        }
        for (position, indicator, resource) in from.template.sorted_resources() {
            for (name, id) in resource.permissions.sorted() {
                if matching.permission(Some(position), id).is_none() {
                    self.removed(from.permission_fact(Some(indicator), name));
                }
            }
            if matching.resources.there(position).is_none() {
                self.removed(from.resource_fact(indicator));
            }
        }
        self.remove_directory();
    }

    /// Things that became others.
    fn change(&mut self) {
        let differences = change::changes(self);
        self.differences.extend(differences);
        self.change_directory();
    }

    fn changed(&mut self, before: Option<Fact>, after: Option<Fact>, effect: Effect) {
        if let Some((before, after)) = before.zip(after).filter(|(before, after)| before != after) {
            self.push(Change::Changed(Box::new((before, after))), effect);
        }
    }

    /// Things that are new, and hold nothing yet.
    fn add(&mut self) {
        let (to, matching) = (self.to, self.matching);
        for (position, indicator, resource) in to.template.sorted_resources() {
            let here = matching.resources.here(position);
            if here.is_none() {
                self.added(to.resource_fact(indicator));
            }
            let known = here.and_then(|here| matching.permissions(Some(here)));
            for (name, id) in resource.permissions.sorted() {
                if known.and_then(|pairs| pairs.here(id)).is_none() {
                    self.added(to.permission_fact(Some(indicator), name));
                }
            }
        }
        for (name, id) in to.template.permissions().sorted() {
            if matching.permissions(None).and_then(|pairs| pairs.here(id)).is_none() {
                self.added(to.permission_fact(None, name));
            }
        }
        for level in self.levels() {
            let pairs = matching.roles(*level);
            for (id, name) in to.roles_in_order(*level) {
                if pairs.here(id).is_none() {
                    self.added(to.role_fact(*level, name));
                }
            }
        }
        self.add_directory();
    }
}
