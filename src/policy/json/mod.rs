//! Operations and changes from JSON.

mod changes;
mod operations;

use super::fact::{Change, Name, Principal};
use super::operation::Operation;
use crate::document;
use crate::error::{Code, Detail, Error};
use crate::grant::PrincipalType;
use crate::problem::{At, Problem, ProblemCode};
use crate::template::{Builder, known_members};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// Reads one operation or a list of them.
///
/// # Errors
/// `OPERATION_INVALID` with every problem and its place in detail `problems`; the code of a rule that operations of this
/// form can only break: `INDICATOR_IMMUTABLE`, `ROLE_TYPE_IMMUTABLE`, `ROLE_LEVEL_MISMATCH`.
pub fn operations_from_json(text: &str) -> Result<Vec<Operation>, Error> {
    read_list(text, "an operation", operations::read)
}

/// Reads changes, as [`super::Policy::apply`] answers them.
///
/// # Errors
/// `OPERATION_INVALID` with every problem and its place in detail `problems`.
pub fn changes_from_json(text: &str) -> Result<Vec<Change>, Error> {
    read_list(text, "a change", changes::read)
}

fn read_list<T>(
    text: &str,
    what: &str,
    read: impl Fn(&mut Reader, &Object, &At<'_>) -> Option<T>,
) -> Result<Vec<T>, Error> {
    let mut reader = Reader::default();
    let mut list = Vec::new();
    // One at a time: a long list takes no more memory than what it says.
    let each = document::each(text, |index, value| {
        let root = At::Root;
        let at = index.map_or(At::Root, |index| root.index(index));
        if let Some(object) = reader.builder.object(&value, what, &at) {
            list.extend(read(&mut reader, object, &at));
        }
    });
    if let Err(why) = each {
        let message = format!("the list {why}");
        reader.builder.problem(ProblemCode::FormatUnknown, &At::Root, &message);
    }
    if let Some(error) = reader.broken.filter(|_| reader.builder.problems.is_empty()) {
        return Err(error);
    }
    let problems = reader.builder.problems.into_vec();
    if problems.is_empty() { Ok(list) } else { Err(invalid(problems)) }
}

#[cold]
fn invalid(problems: Vec<Problem>) -> Error {
    let more = match problems.len().saturating_sub(1) {
        0 => String::new(),
        more => format!(" (and {more} more: see detail `problems`)"),
    };
    let first = problems.first().map(|problem| {
        let at = if problem.pointer.is_empty() { String::new() } else { format!("{}: ", problem.pointer) };
        format!("{at}{}", problem.message)
    });
    Error::new(Code::OperationInvalid, format!("{}{more}", first.unwrap_or_default()))
        .with_detail("problems", Detail::Problems(problems))
}

/// Collects what cannot be read, and the first rule that is broken in what can.
#[derive(Default)]
struct Reader {
    builder: Builder,
    broken: Option<Error>,
}

impl Reader {
    fn known(&mut self, object: &Object, members: &[&str], at: &At<'_>) {
        known_members(&mut self.builder, object, members, at);
    }

    fn name(&mut self, object: &Object, member: &str, at: &At<'_>) -> Option<Name> {
        self.builder.text(object, member, true, at).map(Name::from)
    }

    /// A member that may be left out, and not be `null`: without `organization` a role is a global one, and nobody
    /// should get one because a variable had no value.
    fn optional(&mut self, object: &Object, member: &str, at: &At<'_>) -> Option<Name> {
        if object.get(member).is_some_and(Value::is_null) {
            let message = format!("`{member}` is null; leave it out if there is none");
            self.problem(ProblemCode::WrongType, &at.key(member), &message);
        }
        self.builder.text(object, member, false, at).map(Name::from)
    }

    #[cold]
    fn broken(&mut self, code: Code, message: &'static str, at: &At<'_>) {
        self.broken.get_or_insert_with(|| Error::fixed(code, message).with("pointer", &at.pointer()));
    }

    #[cold]
    fn problem(&mut self, code: ProblemCode, at: &At<'_>, message: &str) {
        self.builder.problem(code, at, message);
    }

    /// Members `user` or `application`, exactly one of which is there.
    fn principal(&mut self, object: &Object, at: &At<'_>) -> Option<Principal> {
        let user = self.optional(object, "user", at);
        let application = self.optional(object, "application", at);
        match (user, application) {
            (Some(id), None) => Some(Principal { principal_type: PrincipalType::User, id }),
            (None, Some(id)) => Some(Principal { principal_type: PrincipalType::MachineToMachine, id }),
            (None, None) => {
                if !object.contains_key("user") && !object.contains_key("application") {
                    self.problem(ProblemCode::MissingMember, at, "`user` or `application` is missing");
                }
                None
            }
            (Some(_), Some(_)) => {
                self.problem(
                    ProblemCode::UnknownMember,
                    at,
                    "only one of `user` and `application` can be there",
                );
                None
            }
        }
    }

    /// A list of names in a member.
    fn names(&mut self, object: &Object, member: &str, required: bool, at: &At<'_>) -> Vec<Name> {
        let entries = self.builder.array(object, member, required, at);
        let at = at.key(member);
        let mut names = Vec::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            match entry.as_str() {
                Some(name) => names.push(name.into()),
                None => {
                    self.problem(ProblemCode::WrongType, &at.index(index), "a list of names holds strings")
                }
            }
        }
        names
    }
}
