//! Errors are data: a stable [`Code`], the HTTP status it stands for, a message for people and safe details.
//!
//! Messages are lowercase, hold no period at their end and put input in backticks. Neither a message nor a
//! detail ever holds a token or a part of one.

use crate::problem::Problem;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $status:literal;)*) => {
        /// What went wrong, as a stable name. Names are never reused for another meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable name, for example `TOKEN_EXPIRED`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The HTTP status (RFC 9110 section 15) that a server answers with.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Code::$variant => $status,)* }
            }
        }
    };
}

codes! {
    /// There is no token at all (RFC 6750 section 3).
    TokenMissing = "TOKEN_MISSING", 401;
    /// Not a JWT in JWS compact form (RFC 7515 section 7.1), or its JSON breaks a rule.
    TokenMalformed = "TOKEN_MALFORMED", 401;
    /// Longer than the bound.
    TokenTooLarge = "TOKEN_TOO_LARGE", 401;
    /// `alg` is not one of the algorithms allowed here (RFC 8725 section 3.1).
    AlgorithmNotAllowed = "ALGORITHM_NOT_ALLOWED", 401;
    /// `typ` says that this is another kind of token (RFC 8725 section 3.11, RFC 9068 section 4).
    TokenTypeMismatch = "TOKEN_TYPE_MISMATCH", 401;
    /// `iss` is none of the issuers trusted here (RFC 7519 section 4.1.1).
    IssuerMismatch = "ISSUER_MISMATCH", 401;
    /// The key set has no usable key of the token's `kid`.
    KeyUnknown = "KEY_UNKNOWN", 401;
    /// The key of the token's `kid` is for another algorithm.
    KeyAlgorithmMismatch = "KEY_ALGORITHM_MISMATCH", 401;
    /// The signature does not verify.
    SignatureInvalid = "SIGNATURE_INVALID", 401;
    /// At or after `exp` (RFC 7519 section 4.1.4).
    TokenExpired = "TOKEN_EXPIRED", 401;
    /// `iat` or `nbf` lies too far ahead (RFC 7519 sections 4.1.5, 4.1.6).
    TokenNotYetValid = "TOKEN_NOT_YET_VALID", 401;
    /// `nonce` is not the one that the sign-in began with (OpenID Connect Core section 3.1.3.7, step 11).
    NonceMismatch = "NONCE_MISMATCH", 401;
    /// The audience is not of the kind asked for: an API token, say, where an organization token belongs.
    AudienceKindMismatch = "AUDIENCE_KIND_MISMATCH", 403;
    /// A token for another organization.
    OrganizationMismatch = "ORGANIZATION_MISMATCH", 403;
    /// A token for another API resource.
    ResourceMismatch = "RESOURCE_MISMATCH", 403;
    /// An ID token for another client (OpenID Connect Core section 3.1.3.7).
    ClientMismatch = "CLIENT_MISMATCH", 403;
    /// The grant does not hold the permission.
    PermissionNotGranted = "PERMISSION_NOT_GRANTED", 403;
    /// The template has no permission of that name.
    PermissionUnknown = "PERMISSION_UNKNOWN", 403;
    /// The template has no role of that name.
    RoleUnknown = "ROLE_UNKNOWN", 403;
    /// The role is of the other type: a `User` role for an application, or the reverse.
    RoleTypeMismatch = "ROLE_TYPE_MISMATCH", 403;
    /// The key set could not be had.
    KeysUnavailable = "KEYS_UNAVAILABLE", 503;
    /// The caller named no organization.
    OrganizationRequired = "ORGANIZATION_REQUIRED", 400;
    /// Options, a template or a key set that cannot be used; every problem is listed.
    ConfigurationInvalid = "CONFIGURATION_INVALID", 500;
    /// Mode `template` needs the roles of the subject.
    RolesRequired = "ROLES_REQUIRED", 500;
    /// The question needs a template and there is none.
    TemplateRequired = "TEMPLATE_REQUIRED", 500;
    /// The template has no API resource of that indicator.
    ResourceUnknown = "RESOURCE_UNKNOWN", 500;
    /// The principal is in no such organization: neither as a user nor as an application.
    NotAMember = "NOT_A_MEMBER", 403;
    /// The policy has no organization of that id.
    OrganizationUnknown = "ORGANIZATION_UNKNOWN", 404;
    /// The policy has no user, or no application, of that id.
    PrincipalUnknown = "PRINCIPAL_UNKNOWN", 404;
    /// Operations or changes that cannot be read; every problem is listed.
    OperationInvalid = "OPERATION_INVALID", 400;
    /// Changes that do not fit what the policy is now.
    ChangesConflict = "CHANGES_CONFLICT", 409;
    /// The template is not the one that a change was made for.
    VersionConflict = "VERSION_CONFLICT", 409;
    /// Another permission, role or API resource has that name or indicator.
    NameTaken = "NAME_TAKEN", 409;
    /// Another user, application or organization has that id.
    IdTaken = "ID_TAKEN", 409;
    /// A name that is empty, too long, or has white space where it may have none.
    NameInvalid = "NAME_INVALID", 422;
    /// An id that is empty, too long, or has white space or control characters.
    IdInvalid = "ID_INVALID", 422;
    /// A resource indicator that is no absolute URI, or has a fragment (RFC 8707 section 2).
    IndicatorInvalid = "INDICATOR_INVALID", 422;
    /// A resource indicator stays as it is.
    IndicatorImmutable = "INDICATOR_IMMUTABLE", 422;
    /// A role's type stays as it is.
    RoleTypeImmutable = "ROLE_TYPE_IMMUTABLE", 422;
    /// A global role holds permissions of API resources only.
    RoleLevelMismatch = "ROLE_LEVEL_MISMATCH", 422;
    /// Only roles of type `MachineToMachine` can hold permissions of a management API.
    ManagementPermission = "MANAGEMENT_PERMISSION", 422;
    /// Only global roles of type `User` can be default roles.
    DefaultRoleNotAllowed = "DEFAULT_ROLE_NOT_ALLOWED", 422;
    /// More of something than the bound.
    LimitExceeded = "LIMIT_EXCEEDED", 422;
}

/// A detail of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// One text.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// Every problem of a document, each with its place.
    Problems(Vec<Problem>),
}

/// A refusal or a mistake, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    code: Code,
    message: String,
    details: Vec<(&'static str, Detail)>,
}

impl Error {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(code: Code, message: String) -> Self {
        Self { code, message: printable(&message), details: Vec::new() }
    }

    /// An error whose message holds nothing of the input.
    #[cold]
    #[inline(never)]
    pub(crate) fn fixed(code: Code, message: &'static str) -> Self {
        Self::new(code, message.to_owned())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.details.push((name, Detail::Text(value.to_owned())));
        self
    }

    pub(crate) fn with_list(self, name: &'static str, values: Vec<String>) -> Self {
        self.with_detail(name, Detail::List(values))
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn with_detail(mut self, name: &'static str, detail: Detail) -> Self {
        self.details.push((name, detail));
        self
    }

    /// Adds a value that came from outside, when it is short and printable; else nothing.
    pub(crate) fn with_shown(self, name: &'static str, value: &str) -> Self {
        match shown(value) {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The message for people. Its wording may change; [`Error::code`] does not.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// A detail by name.
    #[must_use]
    pub fn detail(&self, name: &str) -> Option<&Detail> {
        self.details.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

/// `value` when it may stand in a message: printable ASCII, at most 128 bytes.
pub(crate) fn shown(value: &str) -> Option<&str> {
    let printable = value.bytes().all(|byte| (0x20..0x7f).contains(&byte) && byte != b'`');
    (printable && value.len() <= 128).then_some(value)
}

/// A message on one line, whatever names stand in it.
pub(crate) fn printable(message: &str) -> String {
    message.replace(char::is_control, "\u{fffd}")
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("code", self.code.as_str())?;
        map.serialize_entry("status", &self.code.status())?;
        map.serialize_entry("message", &self.message)?;
        map.serialize_entry("details", &Details(&self.details))?;
        map.end()
    }
}

struct Details<'a>(&'a [(&'static str, Detail)]);

impl Serialize for Details<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Detail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => list.serialize(serializer),
            Self::Problems(problems) => problems.serialize(serializer),
        }
    }
}
