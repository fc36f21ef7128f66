//! The gate: tokens in, grants out.

mod access;
mod expected;
mod identity;

pub(crate) use expected::Access;
pub use expected::{Expected, ExpectedApi, ExpectedIdentity, Organization};
pub use identity::{Identity, IdentityOrganization};

use crate::error::{Code, Error};
use crate::grant::{
    Asked, Explanation, Grant, Mode, Origin, PrincipalType, Staleness, TemplateRef, explain, staleness,
};
use crate::resolve;
use crate::template::{Permissions, Template};
use crate::token::{Candidate, Issuer, KeySet, ReadError, TokenKind, Verifier, VerifierOptions};
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
    /// `TEMPLATE_REQUIRED` when the mode needs a template and there is none; `CONFIGURATION_INVALID` when an issuer's
    /// profile needs an audience and it has none.
    pub fn new(options: GateOptions) -> Result<Self, Error> {
        if let Some(mode) = options.mode
            && mode != Mode::Token
            && options.template.is_none()
        {
            let message = format!("mode `{}` needs a template", mode.as_str());
            return Err(Error::new(Code::TemplateRequired, message));
        }
        let open = |issuer: &&Issuer| issuer.audience.is_none() && issuer.profile.needs_audience();
        if let Some(issuer) = options.verifier.issuers.iter().find(open) {
            let message = format!("the profile of the issuer `{}` needs an `audience`", issuer.issuer);
            return Err(Error::new(Code::ConfigurationInvalid, message));
        }
        let idle = |issuer: &&Issuer| issuer.audience.is_some() && issuer.profile.takes_no_audience();
        if let Some(issuer) = options.verifier.issuers.iter().find(idle) {
            let message =
                format!("the `audience` of the issuer `{}` has no effect with its profile", issuer.issuer);
            return Err(Error::new(Code::ConfigurationInvalid, message));
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

    /// Reads a token up to its signature.
    ///
    /// # Errors
    /// The first refusal in the order of the pipeline, or that keys are needed first.
    pub fn read(&self, token: &str, kind: TokenKind) -> Result<Candidate, ReadError> {
        self.verifier.read(token, kind)
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
                let (position, resource) = resolve::resource(template, indicator)?;
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
