//! What names, ids and descriptions look like: lengths and case as in Logto's database.

use super::fact::{Fact, Level};
use crate::error::{Code, Error};
use crate::template::{
    MAX_DESCRIPTION, MAX_PERMISSION_NAME, MAX_RESOURCE_NAME, MAX_RESOURCE_PERMISSION_NAME, MAX_ROLE_NAME,
    id_problem, longer_than, suppression,
};

pub(super) const MAX_ORGANIZATION_NAME: usize = 128;
pub(super) const MAX_GLOBAL_ROLE_DESCRIPTION: usize = 128;

/// What every policy keeps, an imported one too: names and ids that a document can hold.
pub(super) fn form(fact: &Fact) -> Result<(), Error> {
    match fact {
        Fact::Template { lint_off, .. } => match suppression::problem(lint_off) {
            Some(message) => Err(Error::fixed(Code::NameInvalid, message)),
            None => Ok(()),
        },
        Fact::Permission { id, resource, name, .. } => {
            own_id(id.as_deref())?;
            permission_form(name, resource.is_some())
        }
        Fact::Role { id, name, .. } => {
            own_id(id.as_deref())?;
            role_name(name)
        }
        Fact::Principal(principal) => id(&principal.id),
        Fact::Organization { id: own, name, .. } => {
            id(own)?;
            organization_name(name)
        }
        Fact::Resource { indicator, .. } if indicator.is_empty() => {
            Err(Error::fixed(Code::IndicatorInvalid, "a resource indicator is empty"))
        }
        Fact::Resource { id, .. } => own_id(id.as_deref()),
        Fact::RolePermission(_) | Fact::Member { .. } | Fact::RoleAssignment { .. } => Ok(()),
    }
}

/// The id that a tenant gave something.
fn own_id(text: Option<&str>) -> Result<(), Error> {
    text.map_or(Ok(()), id)
}

fn name(name: &str, what: &str, max: usize) -> Result<(), Error> {
    if name.is_empty() {
        return Err(Error::new(Code::NameInvalid, format!("the name of {what} is empty")));
    }
    if longer_than(name, max) {
        let message = format!("the name of {what} is longer than {max} characters");
        return Err(Error::new(Code::NameInvalid, message));
    }
    Ok(())
}

fn permission_form(text: &str, of_resource: bool) -> Result<(), Error> {
    name(text, "a permission", if of_resource { MAX_RESOURCE_PERMISSION_NAME } else { MAX_PERMISSION_NAME })
}

pub(super) fn permission_name(text: &str, of_resource: bool) -> Result<(), Error> {
    permission_form(text, of_resource)?;
    if text.contains(char::is_whitespace) {
        let message =
            format!("the permission `{text}` has white space in it, and scopes are separated by spaces");
        return Err(Error::new(Code::NameInvalid, message).with("name", text));
    }
    Ok(())
}

pub(super) fn role_name(text: &str) -> Result<(), Error> {
    name(text, "a role", MAX_ROLE_NAME)
}

pub(super) fn organization_name(text: &str) -> Result<(), Error> {
    name(text, "an organization", MAX_ORGANIZATION_NAME)
}

pub(super) fn resource_name(text: Option<&str>) -> Result<(), Error> {
    text.map_or(Ok(()), |text| name(text, "an API resource", MAX_RESOURCE_NAME))
}

pub(super) fn description(text: Option<&str>, max: usize) -> Result<(), Error> {
    if text.is_some_and(|text| longer_than(text, max)) {
        let message = format!("a description is longer than {max} characters");
        return Err(Error::new(Code::NameInvalid, message));
    }
    Ok(())
}

pub(super) fn role_description(text: Option<&str>, level: Level) -> Result<(), Error> {
    let max = match level {
        Level::Organization => MAX_DESCRIPTION,
        Level::Global => MAX_GLOBAL_ROLE_DESCRIPTION,
    };
    description(text, max)
}

pub(super) fn plain_description(text: Option<&str>) -> Result<(), Error> {
    description(text, MAX_DESCRIPTION)
}

pub(super) fn id(text: &str) -> Result<(), Error> {
    match id_problem(text) {
        Some(message) => Err(Error::fixed(Code::IdInvalid, message)),
        None => Ok(()),
    }
}
