//! The gate: tokens in, grants out.

use crate::error::{Code, Error};
use crate::grant::{
    Asked, Explanation, Grant, Mode, Origin, PrincipalType, Provenance, Staleness, TemplateRef, explain,
    staleness,
};
use crate::resolve;
use crate::template::{Permissions, Template};
use crate::token::{
    Audience, Candidate, Claims, Clock, KeySet, ReadError, VerifiedToken, Verifier, VerifierOptions,
};
use fixedbitset::FixedBitSet;

/// What a [`Gate`] is made of.
#[derive(Clone, Debug)]
pub struct GateOptions {
    /// Which tokens are accepted.
    pub verifier: VerifierOptions,
    /// For how many seconds past `exp` a token is still taken.
    pub clock_tolerance: i64,
    /// The organization template.
    pub template: Option<Template>,
    /// How permissions are computed; by default `intersection` with a template, `token` without.
    pub mode: Option<Mode>,
}

/// The organization that a token must be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Organization<'a> {
    /// This one.
    Is(&'a str),
    /// Whichever the token is for; the caller looks at the grant.
    Any,
}

/// What the caller expects of an organization token, and knows of its subject.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The organization.
    pub organization: Organization<'a>,
    /// The subject's roles in it, when known.
    pub roles: Option<&'a [String]>,
}

/// A what-if question: what do these roles give in an organization?
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The organization.
    pub organization: &'a str,
    /// An API resource's indicator, to ask for its permissions instead of the organization's.
    pub resource: Option<&'a str>,
    /// The roles.
    pub roles: &'a [String],
    /// Who would hold them.
    pub principal: PrincipalType,
}

/// Answers *may this subject do this in this organization?*
#[derive(Clone, Debug)]
pub struct Gate {
    verifier: Verifier,
    clock_tolerance: i64,
    template: Option<Template>,
    /// The mode that was asked for; without one it follows from whether there is a template.
    asked_mode: Option<Mode>,
}

impl Gate {
    /// A gate.
    ///
    /// # Errors
    /// `TEMPLATE_REQUIRED` when the mode needs a template and there is none.
    pub fn new(options: GateOptions) -> Result<Self, Error> {
        if let Some(mode) = options.mode
            && mode != Mode::Token
            && options.template.is_none()
        {
            let message = format!("mode `{}` needs a template", mode.as_str());
            return Err(Error::new(Code::TemplateRequired, message));
        }
        Ok(Self {
            verifier: Verifier::new(options.verifier),
            clock_tolerance: options.clock_tolerance,
            template: options.template,
            asked_mode: options.mode,
        })
    }

    /// The template in force.
    #[must_use]
    pub const fn template(&self) -> Option<&Template> {
        self.template.as_ref()
    }

    /// Replaces the template. A mode that was asked for stays; else it is now `intersection`.
    pub fn set_template(&mut self, template: Template) {
        self.template = Some(template);
    }

    /// How permissions are computed.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        match (self.asked_mode, &self.template) {
            (Some(mode), _) => mode,
            (None, Some(_)) => Mode::Intersection,
            (None, None) => Mode::Token,
        }
    }

    /// The verifier.
    #[must_use]
    pub const fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Replaces the keys of the issuer at `position`. `false` when there is no such issuer.
    pub fn set_keys(&mut self, position: usize, keys: KeySet) -> bool {
        self.verifier.set_keys(position, keys)
    }

    /// Whether the caller's question can be answered at all; asked before the token is looked at.
    ///
    /// # Errors
    /// `ORGANIZATION_REQUIRED`, `ROLES_REQUIRED`.
    pub fn check(&self, expected: Expected<'_>) -> Result<(), Error> {
        if expected.organization == Organization::Is("") {
            return Err(Error::fixed(
                Code::OrganizationRequired,
                "the organization that the token must be for is not named",
            ));
        }
        if self.mode() == Mode::Template && expected.roles.is_none() {
            let message = "mode `template` needs the subject's roles: an organization token names permissions, not roles";
            return Err(Error::fixed(Code::RolesRequired, message));
        }
        Ok(())
    }

    /// Reads a token up to its signature.
    ///
    /// # Errors
    /// The first refusal in the order of the pipeline, or that keys are needed first.
    pub fn read(&self, token: &str) -> Result<Candidate, ReadError> {
        self.verifier.read(token)
    }

    /// Makes the grant of a token whose signature verified: time, audience kind, organization, permissions.
    ///
    /// `now` is in seconds since 1970.
    ///
    /// # Errors
    /// The first refusal in that order.
    pub fn grant(&self, token: VerifiedToken, expected: Expected<'_>, now: i64) -> Result<Grant, Error> {
        self.check(expected)?;
        let claims = token.claims(Clock { now, tolerance: self.clock_tolerance })?;
        let organization = Audience::of(&claims).organization()?;
        if let Organization::Is(wanted) = expected.organization
            && wanted != organization
        {
            let message = "the token is for another organization";
            return Err(Error::fixed(Code::OrganizationMismatch, message).with("expected", wanted));
        }
        let permissions = self.permissions(&claims, expected.roles)?;
        let organization = organization.to_owned();
        Ok(Grant {
            principal: claims.principal(),
            permissions,
            organization: Some(organization),
            resource: None,
            mode: self.mode(),
            template: self.template_ref(),
            roles: expected.roles.map(<[String]>::to_vec),
            origin: Origin::Token(Provenance {
                issuer: claims.issuer,
                subject: claims.subject,
                issued_at: claims.issued_at,
                expires_at: claims.expires_at,
            }),
        })
    }

    /// Verifies an organization token in Rust.
    ///
    /// # Errors
    /// The first refusal in the order of the pipeline. `KEYS_UNAVAILABLE` when the issuer's keys were never set.
    #[cfg(feature = "signatures")]
    pub fn verify_organization_token(
        &self,
        token: &str,
        expected: Expected<'_>,
        now: i64,
    ) -> Result<Grant, Error> {
        self.check(expected)?;
        let candidate = self.read(token).map_err(|error| match error {
            ReadError::Refused(error) | ReadError::KeyUnknown(_, error) => error,
            ReadError::KeysNeeded(_) => {
                Error::fixed(Code::KeysUnavailable, "the keys of the token's issuer were not set")
            }
        })?;
        self.grant(candidate.verify()?, expected, now)
    }

    /// The permissions of a token by the gate's mode, in the token's order or the template's.
    fn permissions(&self, claims: &Claims, roles: Option<&[String]>) -> Result<Vec<String>, Error> {
        let scopes = claims.permissions();
        let Some(template) = &self.template else {
            return Ok(owned(scopes.into_iter()));
        };
        let by_roles = match roles {
            Some(names) => {
                let roles = resolve::roles(template, names, claims.principal())?;
                Some(resolve::organization_permissions(template, &roles))
            }
            None => None,
        };
        let list = template.permissions();
        Ok(match (self.mode(), by_roles) {
            (Mode::Token, _) => owned(scopes.into_iter()),
            (Mode::Template, granted) => granted.map(|set| owned(list.names_of(&set))).unwrap_or_default(),
            (Mode::Intersection, granted) => {
                let granted = granted.unwrap_or_else(|| list.grantable().clone());
                owned(scopes.into_iter().filter(|name| list.id(name).is_some_and(|id| granted.contains(id))))
            }
        })
    }

    /// Answers a what-if question.
    ///
    /// # Errors
    /// `TEMPLATE_REQUIRED`, `ORGANIZATION_REQUIRED`, `RESOURCE_UNKNOWN`, `ROLE_UNKNOWN`, `ROLE_TYPE_MISMATCH`.
    pub fn resolve(&self, question: Question<'_>) -> Result<Grant, Error> {
        let (list, set) = self.resolve_set(question)?;
        Ok(Grant {
            origin: Origin::WhatIf,
            principal: question.principal,
            organization: Some(question.organization.to_owned()),
            resource: question.resource.map(str::to_owned),
            permissions: owned(list.names_of(&set)),
            mode: Mode::Template,
            template: self.template_ref(),
            roles: Some(question.roles.to_vec()),
        })
    }

    /// Answers a what-if question with ids, and the list that they are of.
    ///
    /// # Errors
    /// As [`Gate::resolve`].
    pub fn resolve_set(&self, question: Question<'_>) -> Result<(&Permissions, FixedBitSet), Error> {
        let Some(template) = &self.template else {
            return Err(Error::fixed(Code::TemplateRequired, "roles can only be resolved with a template"));
        };
        if question.organization.is_empty() {
            return Err(Error::fixed(Code::OrganizationRequired, "the organization is not named"));
        }
        let roles = resolve::roles(template, question.roles, question.principal)?;
        match question.resource {
            None => Ok((template.permissions(), resolve::organization_permissions(template, &roles))),
            Some(indicator) => {
                let (position, resource) = template.resource(indicator).ok_or_else(|| {
                    let message = format!("the template has no API resource `{indicator}`");
                    Error::new(Code::ResourceUnknown, message).with("resource", indicator)
                })?;
                Ok((&resource.permissions, resolve::resource_permissions(template, position, &roles)))
            }
        }
    }

    /// Explains a permission by the template in force; `None` without one.
    #[must_use]
    pub fn explain(&self, asked: Asked<'_>) -> Option<Explanation> {
        self.template.as_ref().map(|template| explain(template, asked))
    }

    /// Whether a grant was made under another template than the one in force, and what that changes.
    #[must_use]
    pub fn staleness(&self, grant: &Grant) -> Staleness {
        staleness(self.template(), grant)
    }

    /// Which template grants are made with.
    pub(crate) fn template_ref(&self) -> Option<TemplateRef> {
        let template = self.template.as_ref()?;
        Some(TemplateRef { hash: template.hash().to_owned(), version: template.version().map(str::to_owned) })
    }
}

fn owned<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    names.map(str::to_owned).collect()
}
