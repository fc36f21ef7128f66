//! The complete model: the organization template, API resources, global roles, organizations, users and
//! applications; edits that keep its rules, and answers that say why.
//!
//! ```
//! use orgate::policy::{Policy, Principal, Question, operations_from_json};
//!
//! let mut policy = Policy::default();
//! let changes = policy.apply(&operations_from_json(r#"[
//!     { "op": "createPermission", "name": "invite:users" },
//!     { "op": "createOrganizationRole", "name": "admin" },
//!     { "op": "grantPermission", "organizationRole": "admin", "permission": "invite:users" },
//!     { "op": "createUser", "id": "ada" },
//!     { "op": "createOrganization", "id": "acme", "name": "Acme" },
//!     { "op": "addMember", "organization": "acme", "user": "ada" },
//!     { "op": "assignRoles", "organization": "acme", "roles": ["admin"], "users": ["ada"] }
//! ]"#)?)?;
//! let ada = Principal::user("ada");
//! let question = Question::of(&ada).in_organization("acme");
//! assert!(policy.resolve(&question)?.can("invite:users"));
//! policy.undo(&changes)?;
//! assert!(policy.resolve(&question).is_err());
//! # Ok::<(), orgate::Error>(())
//! ```

mod apply;
mod commit;
mod conflict;
mod current;
mod diff;
mod explain;
mod export;
pub(crate) mod fact;
mod held;
mod impact;
mod json;
mod list;
mod load;
mod logto;
mod operation;
mod read;
mod rules;
mod version;
mod write;

pub use crate::organization::{MAX_MEMBERSHIPS, MAX_ORGANIZATIONS, MAX_PRINCIPALS};
pub use crate::rbac::MAX_GLOBAL_ROLES;
pub use crate::resolve::{OrganizationRoles, Question};
pub use apply::MAX_CHANGES;
pub use diff::{Difference, Effect, Scope};
pub use explain::{Explanation, GrantedBy, Outcome, RoleRef};
pub use fact::{Change, Fact, Level, Name, Principal, RolePermission};
pub use impact::{
    GainLose, Impact, ImpactBy, ImpactEffect, ImpactEntry, ImpactOf, ImpactQuestion, PermissionImpact,
    PermissionRef, Reach,
};
pub use json::{changes_from_json, operations_from_json};
pub use list::{Assignee, Counts, Member, Membership};
pub use operation::{Operation, Update};
pub use version::ExpectedTemplate;

use crate::error::Error;
use crate::grant::{Grant, Mode, Origin, PrincipalType, TemplateRef};
use crate::organization::Directory;
use crate::problem::Problem;
use crate::rbac::GlobalRoles;
use crate::resolve;
use crate::template::{Permissions, Template};
use fixedbitset::FixedBitSet;
use std::collections::VecDeque;

/// Everything there is to know about who may do what.
///
/// Reading and asking cost nothing of the number of organizations; an edit of the template is in force everywhere at
/// once, because organizations hold roles and not permissions.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    template: Template,
    global_roles: GlobalRoles,
    directory: Directory,
    /// Permissions that were deleted, for explanations: the API resource and the name, the latest at the end.
    deleted: VecDeque<(Option<Name>, Name)>,
    warnings: Vec<Problem>,
}

impl Policy {
    /// The organization template and the API resources.
    #[must_use]
    pub const fn template(&self) -> &Template {
        &self.template
    }

    /// What was imported and can have no effect.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// What a principal may do, as a grant of kind `policy`.
    ///
    /// # Errors
    /// `PRINCIPAL_UNKNOWN`, `ORGANIZATION_UNKNOWN`, `NOT_A_MEMBER`, `RESOURCE_UNKNOWN`, and `ORGANIZATION_REQUIRED` when the
    /// question names neither an organization nor an API resource.
    pub fn resolve(&self, question: &Question<'_>) -> Result<Grant, Error> {
        let (list, set) = self.resolve_set(question)?;
        Ok(Grant {
            origin: Origin::Policy { subject: question.principal.id.to_string() },
            principal: question.principal.principal_type,
            organization: question.organization.map(str::to_owned),
            resource: question.resource.map(str::to_owned),
            permissions: list.names_of(&set).map(str::to_owned).collect(),
            mode: Mode::Template,
            template: Some(self.template_ref()),
            roles: self.deciding_roles(question),
        })
    }

    /// The same as ids, and the list that they are of.
    ///
    /// # Errors
    /// As [`Policy::resolve`].
    pub fn resolve_set(&self, question: &Question<'_>) -> Result<(&Permissions, FixedBitSet), Error> {
        resolve::principal(&self.template, &self.global_roles, &self.directory, question)
    }

    /// The organization roles of the one who is asked for, when nothing else decides.
    #[must_use]
    pub fn deciding_roles(&self, question: &Question<'_>) -> Option<Vec<String>> {
        let organization = question.organization.filter(|_| question.requested.is_none())?;
        let only = question.resource.is_none()
            || question.principal.principal_type == PrincipalType::MachineToMachine;
        let roles = self.roles_in(question.principal, organization).ok().filter(|_| only)?;
        // A role of the other type, which an import can hold, decides nothing.
        let decides = |name: &&Name| {
            let role = self.template.role(name);
            role.is_some_and(|role| role.role_type == question.principal.principal_type)
        };
        Some(roles.iter().filter(decides).map(|name| name.to_string()).collect())
    }

    /// Which template grants are made with.
    #[must_use]
    pub fn template_ref(&self) -> TemplateRef {
        TemplateRef {
            hash: self.template.hash().to_owned(),
            version: self.template.version().map(str::to_owned),
        }
    }
}
