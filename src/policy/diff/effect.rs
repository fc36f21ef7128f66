//! What a change can do to people: give them something, or take something away.

use super::Scope;
use super::matching::Matching;
use crate::policy::Policy;
use crate::policy::fact::{Change, Level};
use crate::policy::held::Held;
use crate::resolve;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// What a change can do to those whom it touches. Nobody gains anything without a change that is widening, and nobody
/// loses anything without one that is narrowing; whether somebody does depends on who holds what: see
/// [`Policy::impact`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    None,
    /// Somebody may be able to do more.
    Widening,
    /// Somebody may be able to do less.
    Narrowing,
    /// Both: a permission that roles hold has another name. Code that asks for the old one is refused.
    Both,
}

impl Effect {
    pub(super) const fn of(widening: bool, narrowing: bool) -> Self {
        match (widening, narrowing) {
            (true, true) => Self::Both,
            (true, false) => Self::Widening,
            (false, true) => Self::Narrowing,
            (false, false) => Self::None,
        }
    }

    pub(super) const fn widening_alone(self) -> Self {
        Self::of(matches!(self, Self::Widening | Self::Both), false)
    }

    pub(super) const fn narrowing_alone(self) -> Self {
        Self::of(false, matches!(self, Self::Narrowing | Self::Both))
    }

    /// Its name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Widening => "widening",
            Self::Narrowing => "narrowing",
            Self::Both => "both",
        }
    }
}

/// A change between two policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What changes.
    pub change: Change,
    /// What that can do.
    pub effect: Effect,
}

impl Serialize for Difference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.change.write(&mut map)?;
        map.serialize_entry("effect", self.effect.as_str())?;
        map.end()
    }
}

/// That of a permission's new name, on those roles that hold it before and after.
pub(super) fn of_rename(
    (from, to): (&Policy, &Policy),
    scope: Scope,
    matching: &Matching,
    position: Option<usize>,
    permission: usize,
) -> Effect {
    let Some((there, renamed)) = matching.permission(position, permission) else { return Effect::None };
    let name = |policy: &Policy, position, id| policy.template.list(position)?.name_of(id).cloned();
    if name(from, position, permission) == name(to, there, renamed) {
        return Effect::None;
    }
    let (mut widening, mut narrowing) = (false, false);
    for level in [Level::Organization, Level::Global] {
        for (id, _) in from.roles_in_order(level) {
            // Where global roles are not compared, they keep what they hold.
            let other = matching.roles(level).there(id).and_then(|id| Held::by(to, level, id));
            let Some(held) = Held::by(from, level, id) else { continue };
            let keeps = other.is_some_and(|other| other.has((there, renamed)))
                || (level == Level::Global && scope == Scope::Template);
            if held.has((position, permission)) && keeps {
                narrowing |= held.grants(&from.template, (position, permission));
                widening |= resolve::grantable(&to.template, there, held.role_type())
                    .is_some_and(|set| set.contains(renamed));
            }
        }
    }
    Effect::of(widening, narrowing)
}
