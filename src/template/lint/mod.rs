//! Lint: what is wrong with a template, what can have no effect, and what is probably a mistake.
//!
//! ```
//! use orgate::template::{Rule, lint};
//!
//! let report = lint(r#"{
//!     "v": 1,
//!     "permissions": ["invite:users", "read:reports"],
//!     "roles": [{ "name": "admin", "permissions": ["invite:users"] }]
//! }"#);
//! let finding = report.findings.first().map(|finding| (finding.rule, &*finding.pointer));
//! assert_eq!(finding, Some((Rule::PermissionWithoutRole, "/permissions/1")));
//! ```

mod grantable;
mod layout;
mod names;
mod off;
mod report;
mod roles;
mod rule;

pub use rule::Rule;

use super::build::Builder;
use super::{Suppression, Template, logto, native, within};
use crate::document;
use crate::problem::{At, MAX_PROBLEMS, Problem, ProblemCode};
use layout::{Doubt, Layout};
use report::Report;
use serde::Serialize;
use serde_json::{Map, Value};

/// How much a finding matters. The worst stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Wrong. Cannot be switched off.
    Error,
    /// Something has no effect, or is probably not meant.
    Warning,
    /// Worth knowing.
    Info,
}

/// One thing that lint found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// How much it matters.
    pub severity: Severity,
    /// Where: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The message for people. Its wording may change.
    pub message: String,
    /// The problem of the document that it is, when it is one.
    pub code: Option<ProblemCode>,
}

/// What lint found, in the order of the document. At most a thousand findings of each rule are listed; then one more,
/// with the place of the template, says how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintReport {
    /// What counts.
    pub findings: Vec<Finding>,
    /// What the template's `lintOff` switches off, each with the reason that stands there.
    pub off: Vec<(Finding, String)>,
}

impl Template {
    /// Lints the template. Pointers are into the template as it is written, in the order of names.
    #[must_use]
    pub fn lint(&self) -> LintReport {
        let layout = Layout::new(self, None, String::new());
        judge(&layout, Report::new(&layout), true)
    }
}

/// Lints the template in a document: one of Orgate's own, an export of Logto's Management API, or the template of a
/// policy document. What cannot be read is a finding, and the rest of the document is looked at all the same; but nothing
/// is said of what depends on it: what a role holds that has a problem, and with it what no role holds.
///
/// Pointers are into the document. Of an export only those of rules `invalid`, `dangling-reference` and `import` are:
/// the others are into the template that it becomes, in the order of names.
#[must_use]
pub fn lint(text: &str) -> LintReport {
    let root = At::Root;
    let document = match read(text) {
        Ok(document) => document,
        Err(why) => {
            let mut builder = Builder::default();
            builder.problem(ProblemCode::FormatUnknown, &root, &format!("the template {why}"));
            return lint_read(builder, None, &root);
        }
    };
    match document.as_object().and_then(template_of_policy) {
        Some(template) => lint_value(template, &root.key("template")),
        None => lint_value(&document, &root),
    }
}

/// The template of a policy document, which is no export.
fn template_of_policy(document: &Map<String, Value>) -> Option<&Value> {
    document.get("template").filter(|_| !Template::is_logto_export(document))
}

/// The lists of a policy document that are long, and no part of its template.
const LONG: [document::ListMember; 3] = [("users", ""), ("applications", ""), ("organizations", "")];

fn read(text: &str) -> Result<Value, &'static str> {
    // One of a policy takes only the memory of what is looked at; any other is read whole.
    let name = b"\"template\"";
    if text.as_bytes().windows(name.len()).any(|part| part == name) {
        let rest = document::members(text, &LONG, None)?;
        if rest.as_object().and_then(template_of_policy).is_some() {
            return Ok(rest);
        }
    }
    document::read(text)
}

fn lint_value(value: &Value, at: &At<'_>) -> LintReport {
    match value {
        Value::Object(export) if Template::is_logto_export(export) => {
            lint_read(logto::read_parts(export).0, None, at)
        }
        Value::Object(document) => lint_read(native::read_parts(document, at), Some(document), at),
        _ => {
            let mut builder = Builder::default();
            builder.problem(ProblemCode::WrongType, at, "a template is an object");
            lint_read(builder, None, at)
        }
    }
}

/// Lints what was read. Without a document of its own the template is linted as it is written.
fn lint_read(builder: Builder, document: Option<&Map<String, Value>>, at: &At<'_>) -> LintReport {
    let (imported, template) = (builder.imported, builder.template);
    let (mut problems, mut warnings) = (builder.problems.into_vec(), builder.warnings.into_vec());
    // The reader of exports does not know where in a document they are.
    if imported && document.is_none() {
        within(at, &mut problems);
        within(at, &mut warnings);
    }
    let mut layout = Layout::new(&template, document, at.pointer());
    layout.doubt = Doubt::new(&layout.roles.pointer, &problems, document.is_some());
    let mut report = Report::new(&layout);
    if problems.len() >= MAX_PROBLEMS {
        let message = format!("only the first {MAX_PROBLEMS} problems are listed");
        let problem = Problem { code: ProblemCode::TooMany, pointer: at.pointer(), message };
        report.add_problem(Rule::Invalid, Severity::Error, problem);
    }
    for problem in problems {
        let rule = match problem.code {
            ProblemCode::UnknownPermission | ProblemCode::UnknownResource | ProblemCode::UnknownRole => {
                Rule::DanglingReference
            }
            ProblemCode::NameWhitespace
            | ProblemCode::IndicatorInvalid
            | ProblemCode::ManagementPermission => Rule::NotGrantable,
            _ => Rule::Invalid,
        };
        report.add_problem(rule, Severity::Error, problem);
    }
    // What an import holds and no token can carry is found in the template itself.
    let in_template = [
        ProblemCode::PermissionNotGrantable,
        ProblemCode::ResourceNotGrantable,
        ProblemCode::ManagementPermission,
    ];
    for warning in warnings.into_iter().filter(|warning| !in_template.contains(&warning.code)) {
        report.add_problem(Rule::Import, Severity::Warning, warning);
    }
    judge(&layout, report, imported)
}

/// Everything that can be told of the template alone. Only an import is looked through for what no token can carry: of
/// any other document the reader has said so.
fn judge(layout: &Layout<'_>, mut report: Report<'_, '_>, imported: bool) -> LintReport {
    if imported {
        grantable::check(layout, &mut report);
    }
    roles::check(layout, &mut report);
    names::check(layout, &mut report);
    off::check(layout, &mut report);
    report.finish()
}
