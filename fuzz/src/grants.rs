//! What a gate makes of a token that was read: never more than the token says, and only for whom it is.

use super::issuers::{AUDIENCE, World};
use super::model;
use orgate::token::{Claims, VerifiedToken};
use orgate::{
    Code, Error, Expected, ExpectedApi, ExpectedIdentity, Gate, Grant, Identity, Organization, Origin,
};
use std::collections::HashSet;

/// A token that was read as one kind, and a second at which it is valid.
pub struct Case<'t> {
    pub world: &'t World,
    pub token: &'t str,
    pub verified: &'t VerifiedToken,
    pub claims: &'t Claims,
    pub now: i64,
    /// Whether its signature is right, where the gate is to find that out.
    pub valid: Option<bool>,
}

impl Case<'_> {
    /// Where the signature is wrong, a gate that looks at it itself accepts nothing.
    fn same<T: PartialEq + std::fmt::Debug>(&self, found: &T, really: impl FnOnce() -> Result<T, Error>) {
        match self.valid {
            Some(true) => assert_eq!(really().as_ref(), Ok(found)),
            Some(false) => {
                let error = really().expect_err("a token was accepted that nobody signed");
                assert_eq!(error.code(), Code::SignatureInvalid);
            }
            None => {}
        }
    }

    /// An organization that the token is not for.
    fn other(&self) -> String {
        format!("{}x", self.claims.organization.as_deref().unwrap_or_default())
    }

    fn of_token<'n>(&self, permissions: &'n [String]) -> &'n [String] {
        let mut seen = HashSet::new();
        for name in permissions {
            assert!(self.claims.permissions.contains(name) && seen.insert(name), "{name}");
        }
        permissions
    }

    fn origin(&self, grant: &Grant) {
        let Origin::Token(token) = &grant.origin else { panic!("a grant of a token is of something else") };
        assert_eq!((&token.issuer, &token.subject), (&self.claims.issuer, &self.claims.subject));
        assert_eq!(grant.principal, self.claims.principal);
    }
}

/// Whether a gate accepts it as an organization token.
pub fn organization(case: &Case<'_>) -> bool {
    let (world, claims, other) = (case.world, case.claims, case.other());
    let mut accepted = false;
    for gate in &world.gates {
        let expected = |organization| Expected { organization, roles: None };
        let grant = |organization| gate.grant(case.verified.clone(), expected(organization), case.now);
        let any = match grant(Organization::Any) {
            Ok(any) => any,
            Err(error) => {
                assert_eq!(error.code(), Code::AudienceKindMismatch, "{error}");
                let named = claims.organization.as_deref().unwrap_or("org_1");
                assert!(grant(Organization::Is(named)).is_err(), "more was taken where less was asked");
                continue;
            }
        };
        accepted = true;
        let organization = any.organization.as_deref().expect("an organization token");
        assert_eq!(Some(organization), claims.organization.as_deref());
        match (world.by_audience(), world.audience) {
            (true, _) => {
                let [only] = claims.audience.as_slice() else {
                    panic!("the audience is not one organization")
                };
                let named = model::organization(&world.document["organization"], only);
                assert_eq!(named, Some(organization), "the organization is not the audience");
            }
            (false, Some(audience)) => {
                assert!(claims.audience.iter().any(|one| one == audience), "{audience}")
            }
            (false, None) => assert!(claims.audience.is_empty(), "a token for somebody else was taken"),
        }
        assert_eq!(any.resource, None);
        case.origin(&any);
        let permissions = case.of_token(&any.permissions);
        if let Some(template) = gate.template() {
            assert!(permissions.iter().all(|name| template.permissions().id(name).is_some()));
        } else {
            assert_eq!(permissions, claims.permissions);
        }
        assert_eq!(grant(Organization::Is(organization)).as_ref(), Ok(&any));
        let error = grant(Organization::Is(&other)).expect_err("another organization");
        assert_eq!(error.code(), Code::OrganizationMismatch);
        case.same(&any, || gate.verify_organization_token(case.token, expected(Organization::Any), case.now));
    }
    accepted
}

/// Whether a gate accepts it as an API token, for whichever resource.
pub fn api(case: &Case<'_>) -> bool {
    let others = [AUDIENCE, "urn:logto:organization:org_1"];
    let resources: HashSet<&str> =
        case.claims.audience.iter().map(String::as_str).take(3).chain(others).collect();
    let mut accepted = false;
    for gate in &case.world.gates {
        for resource in resources.iter().filter(|resource| !resource.is_empty()) {
            accepted |= for_resource(case, gate, resource);
        }
    }
    accepted
}

fn for_resource(case: &Case<'_>, gate: &Gate, resource: &str) -> bool {
    let claims = case.claims;
    let expected = |organization| ExpectedApi { resource, organization, roles: None };
    let grant = |organization| gate.api_grant(case.verified.clone(), expected(organization), case.now);
    let named = claims.organization.as_deref();
    let wanted = named.map(|_| Organization::Any);
    let other = case.other();
    for wrong in
        [if named.is_some() { None } else { Some(Organization::Any) }, Some(Organization::Is(&other))]
    {
        assert!(grant(wrong).is_err(), "a token for {named:?} was taken where it is not asked for");
    }
    let found = match grant(wanted) {
        Ok(found) => found,
        Err(error) => {
            let codes = [Code::AudienceKindMismatch, Code::ResourceMismatch, Code::ResourceUnknown];
            assert!(codes.contains(&error.code()), "{error}");
            return false;
        }
    };
    assert!(claims.audience.iter().any(|one| one == resource), "a token for another API resource was taken");
    if case.world.by_audience() {
        assert_eq!(claims.audience.len(), 1, "a token for several audiences was taken");
        let named = model::organization(&case.world.document["organization"], resource);
        assert_eq!(named, None, "an organization token was taken for an API token");
    }
    assert_eq!((found.resource.as_deref(), found.organization.as_deref()), (Some(resource), named));
    if let Some(named) = named {
        assert_eq!(grant(Some(Organization::Is(named))).as_ref(), Ok(&found));
    }
    case.origin(&found);
    let permissions = case.of_token(&found.permissions);
    if let Some(template) = gate.template() {
        let (_, resource) = template.resource(resource).expect("the template has the resource");
        assert!(permissions.iter().all(|name| resource.permissions.id(name).is_some()));
    } else {
        assert_eq!(permissions, claims.permissions);
    }
    case.same(&found, || gate.verify_api_token(case.token, expected(wanted), case.now));
    true
}

/// Whether a gate accepts it as an ID token, for whichever client.
pub fn identity(case: &Case<'_>) -> bool {
    let claims = case.claims;
    let said = claims.identity.as_ref().expect("the claims of an ID token");
    let party = said.authorized_party.as_deref();
    let audience = claims.audience.iter().map(String::as_str);
    let clients: HashSet<&str> = audience.take(3).chain(party).chain(["nobody"]).collect();
    let mut accepted = false;
    for gate in &case.world.gates {
        for client_id in clients.iter().copied().filter(|client| !client.is_empty()) {
            let expected = |nonce| ExpectedIdentity { client_id, nonce };
            let identity = |nonce| gate.identity(case.verified.clone(), expected(nonce), case.now);
            let named = claims.audience.iter().any(|one| one == client_id);
            let is_for = named && party.map_or(claims.audience.len() == 1, |party| party == client_id);
            let found = match identity(None) {
                Ok(found) => found,
                Err(error) => {
                    assert!(!is_for && error.code() == Code::ClientMismatch, "{error}");
                    continue;
                }
            };
            assert!(is_for, "an ID token of another client was taken");
            accepted = true;
            let wrong = format!("{}x", said.nonce.as_deref().unwrap_or_default());
            assert_eq!(identity(Some(&wrong)).expect_err("a nonce").code(), Code::NonceMismatch);
            if let Some(nonce) = &said.nonce {
                assert_eq!(identity(Some(nonce)).as_ref(), Ok(&found));
            }
            organizations(case, gate, &found);
            case.same(&found, || gate.verify_id_token(case.token, expected(None), case.now));
        }
    }
    accepted
}

/// Each organization once, with roles that the template has or has not; the roles that it has can be resolved.
fn organizations(case: &Case<'_>, gate: &Gate, identity: &Identity) {
    let said = &case.claims.identity.as_ref().expect("the claims of an ID token").organizations;
    assert_eq!(identity.organizations.len(), said.len());
    let mut ids = HashSet::new();
    for (organization, (id, roles)) in identity.organizations.iter().zip(said) {
        assert!(!id.is_empty() && ids.insert(id), "an organization twice: {id}");
        assert_eq!(organization.id, *id);
        let held: HashSet<&String> = organization.roles.iter().chain(&organization.unknown_roles).collect();
        assert_eq!(held.len(), organization.roles.len() + organization.unknown_roles.len(), "a role twice");
        assert_eq!(held, roles.iter().collect());
    }
    for organization in identity.organizations.iter().take(8) {
        let grant = gate.identity_grant(identity, &organization.id);
        let Some(template) = gate.template() else {
            assert_eq!(grant.expect_err("no template").code(), Code::TemplateRequired);
            continue;
        };
        let grant = grant.expect("the roles are those of the template");
        assert!(grant.permissions.iter().all(|name| template.permissions().id(name).is_some()));
        assert_eq!(grant.organization.as_deref(), Some(organization.id.as_str()));
    }
    let longest = identity.organizations.iter().map(|organization| organization.id.len()).max();
    let error = gate.identity_grant(identity, &"x".repeat(longest.unwrap_or(0) + 1)).expect_err("a stranger");
    assert_eq!(error.code(), Code::OrganizationMismatch);
}
