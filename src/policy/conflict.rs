//! What a change that does not fit says.

use super::fact::{Change, Fact};
use crate::error::{Code, Error};

#[cold]
pub(super) fn conflict(change: &Change) -> Error {
    let (verb, fact) = match change {
        Change::Added(fact) => ("added", fact),
        Change::Removed(fact) => ("removed", fact),
        Change::Changed(both) => ("changed", &both.0),
    };
    let what = match fact {
        Fact::Template { .. } => "what is said of the template".to_owned(),
        Fact::Resource { indicator, .. } => format!("the API resource `{indicator}`"),
        Fact::Permission { name, .. } => format!("the permission `{name}`"),
        Fact::Role { name, .. } => format!("the role `{name}`"),
        Fact::RolePermission(cell) => {
            format!("the permission `{}` of the role `{}`", cell.permission(), cell.role())
        }
        Fact::Principal(principal) => format!("the {} `{}`", principal.kind(), principal.id),
        Fact::Organization { id, .. } => format!("the organization `{id}`"),
        Fact::Member { organization, principal } => {
            format!("the membership of the {} `{}` in `{organization}`", principal.kind(), principal.id)
        }
        Fact::RoleAssignment { role, principal, .. } => {
            format!("the role `{role}` of the {} `{}`", principal.kind(), principal.id)
        }
    };
    Error::new(
        Code::ChangesConflict,
        format!("{what} cannot be {verb}: the policy is not as the changes expect"),
    )
}
