//! What is said of a question that names what is not there.

use crate::error::{Code, Error};
use crate::principal::Principal;
use crate::suggest::nearest;
use crate::template::Template;

/// An error about a name that nothing has, with the nearest that something has.
#[cold]
pub(crate) fn unknown<'a>(code: Code, what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    nothing(code, format!("there is no {what} `{name}`"), name, nearest(name, known))
}

/// The same of what belongs to an API resource.
#[cold]
pub(crate) fn unknown_of<'a>(
    indicator: &str,
    code: Code,
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> Error {
    let message = format!("there is no {what} `{name}` of the API resource `{indicator}`");
    nothing(code, message, name, nearest(name, known))
}

fn nothing(code: Code, message: String, name: &str, near: Option<&str>) -> Error {
    match near {
        Some(near) => Error::new(code, format!("{message}; did you mean `{near}`?"))
            .with("name", name)
            .with("nearest", near),
        None => Error::new(code, message).with("name", name),
    }
}

#[cold]
pub(crate) fn unknown_resource(template: &Template, indicator: &str) -> Error {
    let known = template.resources().map(|(_, indicator, _)| indicator);
    unknown(Code::ResourceUnknown, "API resource", indicator, known)
}

#[cold]
pub(crate) fn unknown_principal(principal: &Principal) -> Error {
    let message = format!("there is no {} `{}`", principal.kind(), principal.id);
    Error::new(Code::PrincipalUnknown, message).with(principal.kind(), &principal.id)
}

#[cold]
pub(crate) fn unknown_organization(id: &str) -> Error {
    Error::new(Code::OrganizationUnknown, format!("there is no organization `{id}`")).with("organization", id)
}

#[cold]
pub(crate) fn not_a_member(organization: &str, principal: &Principal) -> Error {
    let message = format!(
        "the {} `{}` is no member of the organization `{organization}`",
        principal.kind(),
        principal.id
    );
    Error::new(Code::NotAMember, message)
        .with("organization", organization)
        .with(principal.kind(), &principal.id)
}
