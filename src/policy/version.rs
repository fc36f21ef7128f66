//! Which template an edit was made for.

use super::Policy;
use crate::error::{Code, Error};
use crate::grant::TemplateRef;

/// The template that an edit expects to find. What is `None` can be anything.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExpectedTemplate<'a> {
    /// Its content hash.
    pub hash: Option<&'a str>,
    /// The version that its authors gave it.
    pub version: Option<&'a str>,
}

impl Policy {
    /// Looks whether the template still means what it meant when an edit was made: ask before [`Policy::apply`] or
    /// [`Policy::set_template`], so that two authors do not undo each other's work. What has no part in the hash
    /// (descriptions, ids, which API resource is the default, `lintOff`) is not compared; a version is, where one is named.
    ///
    /// # Errors
    /// `VERSION_CONFLICT`, which names both.
    pub fn expect_template(&self, expected: ExpectedTemplate<'_>) -> Result<(), Error> {
        let found = self.template_ref();
        let is =
            |wanted: Option<&str>, found: Option<&str>| wanted.is_none_or(|wanted| found == Some(wanted));
        if is(expected.hash, Some(&found.hash)) && is(expected.version, found.version.as_deref()) {
            return Ok(());
        }
        let wanted = name(expected.version, expected.hash);
        let found = name(found.version.as_deref(), Some(&found.hash));
        let message = format!("the change was made for {wanted}, and the template is {found} now");
        Err(Error::new(Code::VersionConflict, message).with("expected", &wanted).with("found", &found))
    }
}

fn name(version: Option<&str>, hash: Option<&str>) -> String {
    match (version, hash) {
        (Some(version), Some(hash)) => format!("version `{version}` ({hash})"),
        (Some(version), None) => format!("version `{version}`"),
        (None, Some(hash)) => format!("the one with the hash {hash}"),
        (None, None) => "any".to_owned(),
    }
}

impl<'a> From<&'a TemplateRef> for ExpectedTemplate<'a> {
    fn from(known: &'a TemplateRef) -> Self {
        Self { hash: Some(&known.hash), version: known.version.as_deref() }
    }
}
