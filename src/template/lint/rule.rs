//! The rules by name.

use super::Severity;
use serde::{Serialize, Serializer};

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident;)*) => {
        /// What a finding is about, as a stable name. Names are never reused for another meaning. No rule guesses at
        /// what a name means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Rule { $($(#[$doc])* $variant,)* }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant,)*];

            /// The stable name, for example `role-without-permission`: what `lintOff` calls it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Rule::$variant => $name,)* }
            }

            /// How much its findings matter, but for those that its description names.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Rule::$variant => Severity::$severity,)* }
            }
        }
    };
}

rules! {
    /// The document breaks a rule of its format, or a bound; the code of the finding says which.
    Invalid = "invalid", Error;
    /// A role holds a permission, or names an API resource, that does not exist.
    DanglingReference = "dangling-reference", Error;
    /// What no token can ever carry: a permission with white space in its name, an API resource whose indicator is no
    /// absolute URI, a permission of a management API that a role of type `User` holds. Only an import may have it; in
    /// any other document it is an error.
    NotGrantable = "not-grantable", Warning;
    /// What was imported is not whole: the reader left something out.
    Import = "import", Warning;
    /// A role that holds nothing: neither permissions of the organization nor of an API resource.
    RoleWithoutPermission = "role-without-permission", Warning;
    /// No organization role holds the permission. Of a permission of an API resource this is of severity `info`, because
    /// global roles can hold it, and they are not in the template.
    PermissionWithoutRole = "permission-without-role", Warning;
    /// Two roles of one type that hold the same, once for each later role.
    EqualRoles = "equal-roles", Warning;
    /// Another role of the same type holds all that this one holds, and more. Names the smallest such role.
    RoleWithinRole = "role-within-role", Info;
    /// Two names of one list that are the same in lower case (Unicode's, without regard to language). Case matters in
    /// every name.
    NamesDifferOnlyInCase = "names-differ-only-in-case", Warning;
    /// A permission that is separated differently from most of its list: `members.remove` beside `invite:member`. The
    /// separators are `:`, `.` and `/`; a name with several of them, or none, is not judged. Of two that are as frequent
    /// the first counts.
    InconsistentNaming = "inconsistent-naming", Warning;
    /// A permission with `*`, `?` or `{` in its name. Names are compared character by character: no name is a pattern.
    WildcardName = "wildcard-name", Warning;
    /// An entry of `lintOff` for a rule that does not exist.
    UnknownRule = "unknown-rule", Error;
    /// An entry of `lintOff` that switches nothing off: there is no such finding, or it is an error, which cannot be
    /// switched off.
    UnusedSuppression = "unused-suppression", Info;
}

impl Rule {
    /// The rule of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.as_str() == name)
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
