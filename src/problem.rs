//! Problems and warnings of a document (a template, a key set), each with its place in it.

use crate::error::printable;
use serde::Serialize;
use std::fmt::Write as _;

/// What is wrong at one place of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ProblemCode {
    /// The document is not JSON, is nested too deeply, or has a member name twice.
    FormatUnknown,
    /// `v` is not a version that this build reads.
    VersionUnsupported,
    /// A value of another JSON type than the format has there.
    WrongType,
    /// A member that must be there is not.
    MissingMember,
    /// A member that the format does not know.
    UnknownMember,
    /// A name that is the empty string.
    NameEmpty,
    /// White space in a name that travels in a space-separated claim (RFC 6749 section 3.3).
    NameWhitespace,
    /// A name or description over its length.
    NameTooLong,
    /// The same name twice where names are unique.
    DuplicateName,
    /// A role names a permission that does not exist.
    UnknownPermission,
    /// A role names an API resource that does not exist.
    UnknownResource,
    /// A role type other than `User` and `MachineToMachine`, or two types for one role.
    RoleTypeInvalid,
    /// A resource indicator that is no absolute URI, or has a fragment (RFC 8707 section 2).
    IndicatorInvalid,
    /// More entries than the bound.
    TooMany,
    /// Two default API resources.
    DuplicateDefault,
    /// A role of type `User` holds a permission of a management API. A warning in an import: it is never granted.
    ManagementPermission,
    /// There is no such operation, change or fact.
    OperationUnknown,
    /// Somebody holds a role that does not exist.
    UnknownRole,
    /// A role is of the other type than its holder. A warning in an import: it grants nothing.
    RoleTypeMismatch,
    /// A default role that is not a global role of type `User`. A warning in an import: nobody gets it.
    DefaultRoleNotAllowed,
    /// An id that is empty, too long, or has white space or control characters.
    IdInvalid,
    /// The same user, application, organization or member twice.
    DuplicateId,
    /// Text that is not CSV by RFC 4180, or a row of it that says nothing.
    CsvInvalid,
    /// Warning: no token can ever carry this permission.
    PermissionNotGrantable,
    /// Warning: no token can ever be for this API resource.
    ResourceNotGrantable,
    /// Warning: an export lacks a list, or has one that belongs to nothing.
    PartMissing,
    /// Warning: the export does not say to which API resource these permissions belong.
    ResourceUnresolved,
    /// Warning: a key of a key set that is not used.
    KeyUnusable,
}

/// One problem or warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The stable code.
    pub code: ProblemCode,
    /// Where: a JSON pointer (RFC 6901) into the document.
    pub pointer: String,
    /// The message for people.
    pub message: String,
}

/// A place in a document, kept on the stack while it is read.
#[derive(Clone, Copy)]
pub(crate) enum At<'a> {
    Root,
    Key(&'a At<'a>, &'a str),
    Index(&'a At<'a>, usize),
}

impl<'a> At<'a> {
    pub(crate) const fn key(&'a self, key: &'a str) -> At<'a> {
        At::Key(self, key)
    }

    pub(crate) const fn index(&'a self, index: usize) -> At<'a> {
        At::Index(self, index)
    }

    /// The JSON pointer (RFC 6901 section 3: `~` and `/` escaped).
    pub(crate) fn pointer(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            At::Root => {}
            At::Key(parent, key) => {
                parent.write(text);
                text.push('/');
                text.push_str(&cut(key).replace('~', "~0").replace('/', "~1"));
            }
            At::Index(parent, index) => {
                parent.write(text);
                // Writing to a `String` cannot fail.
                let _ = write!(text, "/{index}");
            }
        }
    }
}

/// Longer texts are cut: a document can hold a name of many megabytes, and name it in every problem.
const MAX_TEXT: usize = 1_000;

/// The beginning of a text that is not one of the document's making.
pub(crate) fn cut(text: &str) -> &str {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    }
}

/// Collects problems while a document is read.
#[derive(Default)]
pub(crate) struct Problems(Vec<Problem>);

/// At most so many problems are listed; a hostile document must not cost more than it is worth.
pub(crate) const MAX_PROBLEMS: usize = 1_000;

impl Problems {
    #[cold]
    #[inline(never)]
    pub(crate) fn add(&mut self, code: ProblemCode, at: &At<'_>, message: &str) {
        if self.0.len() < MAX_PROBLEMS {
            self.0.push(Problem { code, pointer: at.pointer(), message: printable(cut(message)) });
        }
    }

    /// Adds problems of a part of the document, whose places are those of the whole.
    #[cfg(feature = "policy")]
    pub(crate) fn extend(&mut self, problems: Vec<Problem>) {
        let room = MAX_PROBLEMS.saturating_sub(self.0.len());
        self.0.extend(problems.into_iter().take(room));
    }

    /// Whether there are so few that help with one more is worth its time.
    pub(crate) const fn are_few(&self) -> bool {
        self.0.len() < 20
    }

    /// Whether no other one will be listed.
    #[cfg(feature = "policy")]
    pub(crate) const fn is_full(&self) -> bool {
        self.0.len() >= MAX_PROBLEMS
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut() {
        let long = "é".repeat(5_000);
        let mut problems = Problems::default();
        problems.add(ProblemCode::UnknownMember, &At::Root.key(&long), &long);
        let lengths = |problem: &Problem| (problem.pointer.chars().count(), problem.message.chars().count());
        assert_eq!(problems.into_vec().iter().map(lengths).collect::<Vec<_>>(), [(1_001, 1_000)]);
    }

    #[test]
    fn pointers_escape_as_rfc_6901_says() {
        let root = At::Root;
        let path = root.key("/organization-roles");
        let index = path.index(3);
        assert_eq!(index.key("a~b").pointer(), "/~1organization-roles/3/a~0b");
        assert_eq!(At::Root.pointer(), "");
    }
}
