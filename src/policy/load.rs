//! A policy put together from a document, whichever it is, with what is wrong with it.

use super::fact::{Name, Principal};
use super::{MAX_MEMBERSHIPS, MAX_ORGANIZATIONS, MAX_PRINCIPALS, Policy, rules};
use crate::grant::PrincipalType;
use crate::organization::Directory;
use crate::problem::{At, Problem, ProblemCode};
use crate::rbac::{GlobalRole, GlobalRoles};
use crate::template::{Builder, MAX_ROLE_NAME, Template, id_problem};

/// A policy in the making.
#[derive(Default)]
pub(super) struct Loader {
    pub(super) builder: Builder,
    pub(super) template: Template,
    pub(super) global_roles: GlobalRoles,
    pub(super) directory: Directory,
    /// Users and applications that have an entry of their own.
    pub(super) listed: [fixedbitset::FixedBitSet; 2],
    /// The template could not be read: what refers to it is not judged.
    pub(super) no_template: bool,
    pub(super) full: bool,
}

impl Loader {
    /// Reads on after a template that was imported.
    pub(super) fn imported(template: Template) -> Self {
        let mut loader = Self { template, ..Self::default() };
        loader.builder.imported = true;
        loader
    }

    pub(super) fn finish(self) -> Result<Policy, Vec<Problem>> {
        if !self.builder.problems.is_empty() {
            return Err(self.builder.problems.into_vec());
        }
        let mut warnings = self.template.warnings().to_vec();
        warnings.extend(self.builder.warnings.into_vec());
        let (template, global_roles, directory) = (self.template, self.global_roles, self.directory);
        Ok(Policy { template, global_roles, directory, warnings, ..Policy::default() })
    }

    pub(super) fn add_global_role(&mut self, name: &str, role: GlobalRole, at: &At<'_>) {
        if role.is_default && role.role_type != PrincipalType::User {
            let message = "only a global role of type `User` can be a default role; nobody gets this one";
            self.builder.refuse_or_warn(ProblemCode::DefaultRoleNotAllowed, &at.key("isDefault"), message);
        }
        if !self.builder.check_name(name, MAX_ROLE_NAME, &at.key("name")) {
            return;
        }
        if self.global_roles.add(name.into(), role).is_none() {
            let message = format!("the role `{name}` is there twice");
            self.builder.problem(ProblemCode::DuplicateName, &at.key("name"), &message);
        }
    }

    /// Adds an entry of somebody's own, who may have been a member of something before.
    pub(super) fn list_account(
        &mut self,
        principal_type: PrincipalType,
        id: &str,
        at: &At<'_>,
    ) -> Option<Principal> {
        let account = self.account(principal_type, id, at)?;
        let [users, applications] = &mut self.listed;
        let listed = if principal_type == PrincipalType::User { users } else { applications };
        listed.grow(account.saturating_add(1));
        if listed.put(account) {
            self.builder.problem(ProblemCode::DuplicateId, at, &format!("`{id}` is there twice"));
        }
        Some(Principal { principal_type, id: id.into() })
    }

    /// Somebody by id, who is there from now on.
    pub(super) fn account(&mut self, principal_type: PrincipalType, id: &str, at: &At<'_>) -> Option<usize> {
        let accounts = self.directory.accounts(principal_type);
        if let Some(account) = accounts.id(id) {
            return Some(account);
        }
        if let Some(why) = id_problem(id) {
            self.builder.problem(ProblemCode::IdInvalid, at, why);
            return None;
        }
        if accounts.len() >= MAX_PRINCIPALS {
            self.too_many(MAX_PRINCIPALS, "users or applications", at);
            return None;
        }
        self.directory.put_account(&Principal { principal_type, id: id.into() })
    }

    /// Somebody by id, with or without an entry of their own.
    pub(super) fn somebody(
        &mut self,
        principal_type: PrincipalType,
        id: &str,
        at: &At<'_>,
    ) -> Option<Principal> {
        self.account(principal_type, id, at)?;
        Some(Principal { principal_type, id: id.into() })
    }

    pub(super) fn holds_global(&self, principal: &Principal, role: &str) -> bool {
        let held = self.directory.account(principal).zip(self.global_roles.id(role));
        held.is_some_and(|((_, account), role)| self.directory.global_roles.has(account.roles, role))
    }

    /// Says so once: what comes after is too many as well.
    #[cold]
    pub(super) fn too_many(&mut self, max: usize, what: &str, at: &At<'_>) {
        if !self.full {
            self.full = true;
            self.builder.problem(ProblemCode::TooMany, at, &format!("more than {max} {what}"));
        }
    }

    pub(super) fn assign_global(
        &mut self,
        principal_type: PrincipalType,
        account: &Principal,
        role: &str,
        at: &At<'_>,
    ) {
        let Some((id, known)) = self.global_roles.named(role) else {
            self.builder.problem(ProblemCode::UnknownRole, at, &format!("there is no global role `{role}`"));
            return;
        };
        let role_type = known.role_type;
        self.check_type(role, role_type, principal_type, at);
        if self.directory.set_global_role(account, id, true) == Some(false) {
            self.builder.problem(
                ProblemCode::DuplicateName,
                at,
                &format!("the role `{role}` is there twice"),
            );
        }
    }

    pub(super) fn check_type(
        &mut self,
        role: &str,
        role_type: PrincipalType,
        holder: PrincipalType,
        at: &At<'_>,
    ) {
        if role_type != holder {
            let message = format!(
                "the role `{role}` is of type `{}`, and its holder is not, so it grants nothing",
                role_type.as_str()
            );
            self.builder.refuse_or_warn(ProblemCode::RoleTypeMismatch, at, &message);
        }
    }

    pub(super) fn add_organization(
        &mut self,
        id: &str,
        name: &str,
        description: Option<&str>,
        at: &At<'_>,
    ) -> Option<usize> {
        if let Some(why) = id_problem(id) {
            self.builder.problem(ProblemCode::IdInvalid, &at.key("id"), why);
            return None;
        }
        if !self.builder.check_name(name, rules::MAX_ORGANIZATION_NAME, &at.key("name")) {
            return None;
        }
        if self.directory.organizations().len() >= MAX_ORGANIZATIONS {
            self.too_many(MAX_ORGANIZATIONS, "organizations", at);
            return None;
        }
        if !self.directory.put_organization(&id.into(), name.into(), description.map(Name::from)) {
            self.builder.problem(ProblemCode::DuplicateId, &at.key("id"), &format!("`{id}` is there twice"));
        }
        self.directory.organizations().id(id)
    }

    pub(super) fn add_member(
        &mut self,
        organization: usize,
        principal_type: PrincipalType,
        id: &str,
        at: &At<'_>,
    ) -> Option<usize> {
        let account = self.account(principal_type, id, at)?;
        if self.directory.memberships() >= MAX_MEMBERSHIPS {
            self.too_many(MAX_MEMBERSHIPS, "memberships", at);
            return None;
        }
        if !self.directory.put_member(organization, principal_type, account) {
            self.builder.problem(ProblemCode::DuplicateId, at, &format!("`{id}` is a member twice"));
            return None;
        }
        Some(account)
    }

    pub(super) fn set_roles<'v>(
        &mut self,
        organization: usize,
        principal_type: PrincipalType,
        account: usize,
        names: impl Iterator<Item = (usize, Option<&'v str>)>,
        at: &At<'_>,
    ) {
        let mut roles: Vec<u16> = Vec::new();
        for (index, name) in names {
            let at = at.index(index);
            let Some(name) = name else {
                self.builder.problem(ProblemCode::WrongType, &at, "a role is its name");
                continue;
            };
            let role = self
                .template
                .role_id(name)
                .and_then(|id| Some((id, self.template.role_by_id(id)?.1.role_type)));
            let Some((id, role_type)) = role else {
                if self.no_template {
                    continue;
                }
                let message = format!("there is no organization role `{name}`");
                self.builder.problem(ProblemCode::UnknownRole, &at, &message);
                continue;
            };
            self.check_type(name, role_type, principal_type, &at);
            let Ok(id) = u16::try_from(id) else { continue };
            if roles.contains(&id) {
                let message = format!("the role `{name}` is there twice");
                self.builder.problem(ProblemCode::DuplicateName, &at, &message);
            }
            roles.push(id);
        }
        if !roles.is_empty() {
            self.directory.set_member_roles(organization, principal_type, account, roles);
        }
    }
}
