//! The policy as a class. Everything but names and ids crosses as JSON text, errors too: JavaScript reads it faster
//! than objects are made one by one, and the code that would make them is a tenth of such a wasm file.

use crate::error::{Detail, Error};
use crate::policy::{
    Assignee, Change, Level, OrganizationRoles, Policy, Principal, Question, changes_from_json,
    operations_from_json,
};
use crate::problem::cut;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A policy in the engine's memory, and what its last edit changed.
#[wasm_bindgen]
pub struct EnginePolicy {
    pub(super) policy: Policy,
    pub(super) changes: Vec<Change>,
}

/// What can be serialised here can be written: it has no maps whose keys are no strings.
pub(super) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

#[cold]
pub(super) fn thrown(error: &impl Serialize) -> JsValue {
    JsValue::from_str(&text(error))
}

/// An error about a name of many megabytes: it says the same without most of it.
#[derive(Serialize)]
struct LongError<'a> {
    code: &'static str,
    status: u16,
    message: &'a str,
    details: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    pointer: Option<&'a Detail>,
}

pub(super) fn refusal(error: Error) -> JsValue {
    let message = cut(error.message());
    if message.len() == error.message().len() {
        return thrown(&error);
    }
    let (code, status) = (error.code().as_str(), error.code().status());
    let details = Place { pointer: error.detail("pointer") };
    thrown(&LongError { code, status, message, details })
}

/// Names with a space between them, as in the `scope` claim: no permission that a token can carry has one in it.
fn names(scope: Option<String>) -> Option<Vec<String>> {
    Some(scope?.split(' ').map(str::to_owned).collect())
}

pub(super) fn principal(application: bool, id: &str) -> Principal {
    if application { Principal::application(id) } else { Principal::user(id) }
}

/// The principal that a page begins after.
fn after(application: bool, id: Option<String>) -> Option<Principal> {
    Some(principal(application, &id?))
}

fn question<'a>(
    principal: &'a Principal,
    organization: &'a Option<String>,
    resource: &'a Option<String>,
    requested: &'a Option<Vec<String>>,
    exclude: bool,
) -> Question<'a> {
    Question {
        principal,
        organization: organization.as_deref(),
        resource: resource.as_deref(),
        requested: requested.as_deref(),
        organization_roles: if exclude { OrganizationRoles::Exclude } else { OrganizationRoles::Include },
    }
}

#[wasm_bindgen]
impl EnginePolicy {
    /// From a document in JSON text, or empty. Throws the text of an array of problems.
    #[wasm_bindgen(constructor)]
    pub fn new(document: Option<Vec<u8>>) -> Result<EnginePolicy, JsValue> {
        let policy = match document {
            // What was encoded from a string is UTF-8.
            Some(bytes) => Policy::from_json(str::from_utf8(&bytes).unwrap_or_default())
                .map_err(|problems| thrown(&problems))?,
            None => Policy::default(),
        };
        Ok(Self { policy, changes: Vec::new() })
    }

    /// What was read of the document and has no effect.
    pub fn warnings(&self) -> String {
        text(&self.policy.warnings())
    }

    /// How many there are of everything.
    pub fn counts(&self) -> String {
        text(&self.policy.counts())
    }

    /// The template's hash and version.
    #[wasm_bindgen(js_name = templateRef)]
    pub fn template_ref(&self) -> String {
        text(&self.policy.template_ref())
    }

    /// Applies operations; how many changes that made. They are there to be fetched until they are forgotten.
    pub fn apply(&mut self, operations: String) -> Result<usize, JsValue> {
        let list = operations_from_json(&operations).map_err(refusal)?;
        // It may be long, and what it says has been read.
        drop(operations);
        self.changes = self.policy.apply(&list).map_err(refusal)?;
        Ok(self.changes.len())
    }

    /// Makes changes again; how many.
    pub fn replay(&mut self, changes: String) -> Result<usize, JsValue> {
        let list = changes_from_json(&changes).map_err(refusal)?;
        drop(changes);
        self.policy.replay(&list).map_err(refusal)?;
        self.changes = list;
        Ok(self.changes.len())
    }

    /// Undoes changes; how many changes that made.
    pub fn undo(&mut self, changes: String) -> Result<usize, JsValue> {
        let list = changes_from_json(&changes).map_err(refusal)?;
        drop(changes);
        self.changes = self.policy.undo(&list).map_err(refusal)?;
        Ok(self.changes.len())
    }

    /// A part of what the last edit changed.
    pub fn changes(&self, from: usize, limit: usize) -> String {
        text(&self.changes.iter().skip(from).take(limit).collect::<Vec<_>>())
    }

    /// Frees what the last edit changed.
    #[wasm_bindgen(js_name = forgetChanges)]
    pub fn forget_changes(&mut self) {
        self.changes = Vec::new();
    }

    /// The permission names in the order of their ids, `''` where there is none: the organization's, or an API resource's.
    pub fn names(&self, resource: Option<String>) -> String {
        let template = self.policy.template();
        let permissions = match resource {
            None => Some(template.permissions()),
            Some(indicator) => template.resource(&indicator).map(|(_, resource)| &resource.permissions),
        };
        let names = permissions.map(|list| (0..list.width()).map(|id| list.name(id).unwrap_or_default()));
        text(&names.into_iter().flatten().collect::<Vec<_>>())
    }

    /// What somebody may do, as the ids of permissions.
    pub fn resolve(
        &self,
        application: bool,
        id: &str,
        organization: Option<String>,
        resource: Option<String>,
        requested: Option<String>,
        exclude: bool,
    ) -> Result<Vec<u32>, JsValue> {
        let principal = principal(application, id);
        let requested = names(requested);
        let question = question(&principal, &organization, &resource, &requested, exclude);
        let (_, set) = self.policy.resolve_set(&question).map_err(refusal)?;
        Ok(set.ones().map(|id| id as u32).collect())
    }

    /// The organization roles that decide such a question, when nothing else does; else `null`.
    #[wasm_bindgen(js_name = decidingRoles)]
    pub fn deciding_roles(
        &self,
        application: bool,
        id: &str,
        organization: Option<String>,
        resource: Option<String>,
    ) -> String {
        let principal = principal(application, id);
        text(&self.policy.deciding_roles(&question(&principal, &organization, &resource, &None, false)))
    }

    /// Why somebody may do something or not.
    #[allow(clippy::too_many_arguments, reason = "scalars cross cheaper than an object")]
    pub fn explain(
        &self,
        application: bool,
        id: &str,
        organization: Option<String>,
        resource: Option<String>,
        requested: Option<String>,
        exclude: bool,
        permission: &str,
    ) -> String {
        let principal = principal(application, id);
        let requested = names(requested);
        let question = question(&principal, &organization, &resource, &requested, exclude);
        text(&self.policy.explain(&question, permission))
    }

    /// Somebody's organizations and roles there.
    #[wasm_bindgen(js_name = organizationsOf)]
    pub fn organizations_of(&self, application: bool, id: &str) -> Result<String, JsValue> {
        Ok(text(&self.policy.organizations_of(&principal(application, id)).map_err(refusal)?))
    }

    /// Somebody's global roles.
    #[wasm_bindgen(js_name = globalRolesOf)]
    pub fn global_roles_of(&self, application: bool, id: &str) -> Result<String, JsValue> {
        let roles = self.policy.global_roles_of(&principal(application, id)).map_err(refusal)?;
        Ok(text(&roles.iter().map(|name| &**name).collect::<Vec<_>>()))
    }

    /// A page of the members of an organization.
    pub fn members(
        &self,
        organization: &str,
        after_application: bool,
        after_id: Option<String>,
        limit: usize,
    ) -> Result<String, JsValue> {
        let after = after(after_application, after_id);
        Ok(text(&self.policy.members(organization, after.as_ref(), limit).map_err(refusal)?))
    }

    /// A page of those who hold a role.
    #[allow(clippy::too_many_arguments, reason = "scalars cross cheaper than an object")]
    pub fn assignees(
        &self,
        global: bool,
        role: &str,
        organization: Option<String>,
        after_application: bool,
        after_id: Option<String>,
        after_organization: Option<String>,
        limit: usize,
    ) -> Result<String, JsValue> {
        let level = if global { Level::Global } else { Level::Organization };
        let after = after(after_application, after_id)
            .map(|principal| Assignee { principal, organization: after_organization.map(Into::into) });
        let list = self.policy.assignees(level, role, organization.as_deref(), after.as_ref(), limit);
        Ok(text(&list.map_err(refusal)?))
    }

    /// Everything as a document.
    #[wasm_bindgen(js_name = toJson)]
    pub fn to_json(&self) -> String {
        text(&self.policy)
    }

    /// The template alone.
    #[wasm_bindgen(js_name = templateJson)]
    pub fn template_text(&self) -> String {
        self.policy.template_json()
    }
}
