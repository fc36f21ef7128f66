//! Who may do something: users and machine-to-machine applications.

use crate::grant::PrincipalType;
use crate::table::Name;

/// A user or a machine-to-machine application. The two have ids of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Principal {
    /// Which of the two.
    pub principal_type: PrincipalType,
    /// Its id: `sub` of its tokens (RFC 7519 section 4.1.2).
    pub id: Name,
}

impl Principal {
    /// A user.
    #[must_use]
    pub fn user(id: &str) -> Self {
        Self { principal_type: PrincipalType::User, id: id.into() }
    }

    /// A machine-to-machine application.
    #[must_use]
    pub fn application(id: &str) -> Self {
        Self { principal_type: PrincipalType::MachineToMachine, id: id.into() }
    }

    /// The member name that it has in JSON: `user` or `application`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.principal_type {
            PrincipalType::User => "user",
            PrincipalType::MachineToMachine => "application",
        }
    }
}
