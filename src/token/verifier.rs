//! The verification pipeline, in its fixed order.

use super::{
    Algorithm, Claims, Clock, Key, KeySet, MAX_TOKEN_BYTES, Profile, TokenKind, claims, compact, header, jwt,
};
use crate::error::{Code, Error};
use jwt_compact::UntrustedToken;
use std::sync::Arc;

/// An issuer that is trusted, with the keys it signs with.
#[derive(Clone, Debug)]
pub struct Issuer {
    /// The exact `iss` value.
    pub issuer: String,
    /// Its keys. `None` until they are known; then no token of it can be verified.
    pub keys: Option<KeySet>,
    /// What it may sign with.
    pub algorithms: Vec<Algorithm>,
    /// Where its tokens say what a decision rests on.
    pub profile: Profile,
    /// The audience of its access tokens, where the profile does not take that from the question.
    pub audience: Option<String>,
}

impl Issuer {
    /// An issuer of Logto's tokens that may sign with any algorithm, and whose keys are not known yet.
    #[must_use]
    pub fn new(issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            keys: None,
            algorithms: Algorithm::ALL.to_vec(),
            profile: Profile::logto(),
            audience: None,
        }
    }

    /// The demanded `typ` of its tokens of a kind.
    fn types<'a>(&'a self, kind: TokenKind, access: &'a [Option<String>]) -> &'a [Option<String>] {
        match kind {
            TokenKind::Identity => &self.profile.identity.types,
            _ if access.is_empty() => &self.profile.types,
            _ => access,
        }
    }
}

/// What a [`Verifier`] accepts.
#[derive(Clone, Debug)]
pub struct VerifierOptions {
    /// The trusted issuers; nothing else is looked at.
    pub issuers: Vec<Issuer>,
    /// The demanded `typ` of access tokens, compared as a media type, in place of what the profiles say.
    pub typ: Option<String>,
    /// The longest token, in bytes.
    pub max_token_bytes: usize,
}

impl VerifierOptions {
    /// One or several issuers, and the default bound.
    #[must_use]
    pub fn new(issuers: Vec<Issuer>) -> Self {
        Self { issuers, typ: None, max_token_bytes: MAX_TOKEN_BYTES }
    }
}

/// Verifies tokens of a closed list of issuers.
#[derive(Clone, Debug)]
pub struct Verifier {
    options: VerifierOptions,
    /// Every algorithm that some issuer may use: the header is judged before the issuer is known.
    algorithms: Vec<Algorithm>,
    /// The same of `typ`, of access tokens and of ID tokens.
    access_types: Vec<Option<String>>,
    identity_types: Vec<Option<String>>,
    /// The `typ` that was asked for, if one was.
    asked_types: Vec<Option<String>>,
}

/// Why a token could not be read up to its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The token is refused.
    Refused(Error),
    /// The token is refused by what is known of the keys of the issuer at this position: there is no such key, or not
    /// yet, or it is another than the one that made the signature. Newer keys may take that back.
    KeyUnknown(usize, Error),
    /// The keys of the issuer at this position are not known yet.
    KeysNeeded(usize),
}

impl From<Error> for ReadError {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

impl Verifier {
    /// A verifier.
    #[must_use]
    pub fn new(options: VerifierOptions) -> Self {
        let used = |algorithm: &Algorithm| {
            options.issuers.iter().any(|issuer| issuer.algorithms.contains(algorithm))
        };
        let algorithms = Algorithm::ALL.into_iter().filter(used).collect();
        let asked_types: Vec<_> = options.typ.iter().cloned().map(Some).collect();
        let types = |kind| {
            let mut types: Vec<Option<String>> = Vec::new();
            for name in options.issuers.iter().flat_map(|issuer| issuer.types(kind, &asked_types)) {
                if !types.contains(name) {
                    types.push(name.clone());
                }
            }
            types
        };
        let (access_types, identity_types) = (types(TokenKind::Organization), types(TokenKind::Identity));
        Self { options, algorithms, access_types, identity_types, asked_types }
    }

    /// Replaces the keys of the issuer at `position`. `false` when there is no such issuer.
    pub fn set_keys(&mut self, position: usize, keys: KeySet) -> bool {
        match self.options.issuers.get_mut(position) {
            Some(issuer) => {
                issuer.keys = Some(keys);
                true
            }
            None => false,
        }
    }

    /// The trusted issuers.
    #[must_use]
    pub fn issuers(&self) -> &[Issuer] {
        &self.options.issuers
    }

    /// Reads a token up to its signature: form, header, issuer, key.
    ///
    /// # Errors
    /// The first refusal in that order, or that keys are needed first.
    pub fn read(&self, token: &str, kind: TokenKind) -> Result<Candidate, ReadError> {
        let compact = compact::read(token, self.options.max_token_bytes)?;
        let header = header::read(&compact.header)?;
        let payload = claims::read(&compact.payload)?;
        let types = match kind {
            TokenKind::Identity => &self.identity_types,
            TokenKind::Organization | TokenKind::Api => &self.access_types,
        };
        let algorithm = header.judge(&self.algorithms, types)?;
        // After the header is judged: what it says of a header is less precise.
        let untrusted = jwt::parse(token)?;
        let (position, issuer) = self.issuer(&payload.issuer)?;
        header.judge_type(issuer.types(kind, &self.asked_types))?;
        if !issuer.algorithms.contains(&algorithm) {
            let message = format!("this issuer does not sign with {}", algorithm.name());
            return Err(Error::new(Code::AlgorithmNotAllowed, message)
                .with("actual", algorithm.name())
                .into());
        }
        let claims = payload.claims(&issuer.profile, kind)?;
        let keys = issuer.keys.as_ref().ok_or(ReadError::KeysNeeded(position))?;
        let (key_index, key) =
            keys.pick(header.kid.as_deref(), algorithm).map_err(|error| match error.code() {
                // Without a `kid` no key set can help.
                Code::KeyUnknown if header.kid.is_none() => ReadError::Refused(error),
                _ => ReadError::KeyUnknown(position, error),
            })?;
        if !key.accepts_form(untrusted.signature_bytes()) {
            return Err(ReadError::KeyUnknown(position, jwt::bad_signature()));
        }
        let signed = compact.signed.to_owned();
        Ok(Candidate { claims, kind, signed, untrusted, issuer: position, key_index, key })
    }

    fn issuer(&self, name: &str) -> Result<(usize, &Issuer), Error> {
        let mut issuers = self.options.issuers.iter().enumerate();
        issuers.find(|(_, issuer)| issuer.issuer == name).ok_or_else(|| {
            let expected = self.options.issuers.iter().map(|issuer| issuer.issuer.clone()).collect();
            Error::fixed(Code::IssuerMismatch, "the token is from an issuer that is not trusted here")
                .with_list("expected", expected)
                .with_shown("actual", name)
        })
    }
}

/// A token that awaits the verdict on its signature.
#[derive(Debug)]
pub struct Candidate {
    claims: Claims,
    kind: TokenKind,
    signed: String,
    untrusted: UntrustedToken<'static>,
    issuer: usize,
    key_index: usize,
    key: Arc<Key>,
}

impl Candidate {
    /// The bytes that the signature is over (RFC 7515 section 5.2 step 8).
    #[must_use]
    pub fn signed(&self) -> &[u8] {
        self.signed.as_bytes()
    }

    /// The signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.untrusted.signature_bytes()
    }

    /// The key that the signature must verify with.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The positions of the issuer and, in its key set, of the key.
    #[must_use]
    pub const fn key_position(&self) -> (usize, usize) {
        (self.issuer, self.key_index)
    }

    /// Takes a verdict on the signature that was computed elsewhere, by WebCrypto say.
    ///
    /// # Errors
    /// `SIGNATURE_INVALID` when the verdict is a refusal or is about other bytes.
    pub fn accept(self, verdict: &Verdict) -> Result<VerifiedToken, Error> {
        jwt::validate(&self.untrusted, &jwt::External(self.key.algorithm()), verdict)?;
        Ok(VerifiedToken { claims: self.claims, kind: self.kind, issuer: self.issuer })
    }

    /// Verifies the signature in Rust.
    ///
    /// # Errors
    /// `SIGNATURE_INVALID`.
    #[cfg(feature = "signatures")]
    pub fn verify(self) -> Result<VerifiedToken, Error> {
        jwt::validate(&self.untrusted, &jwt::Native(self.key.algorithm()), self.key.as_ref())?;
        Ok(VerifiedToken { claims: self.claims, kind: self.kind, issuer: self.issuer })
    }
}

/// What some engine said of one signature over some bytes.
#[derive(Clone, Debug)]
pub struct Verdict {
    signed: Vec<u8>,
    signature: Vec<u8>,
    valid: bool,
}

impl Verdict {
    /// The verdict on `signature` over `signed`.
    #[must_use]
    pub fn new(signed: &[u8], signature: &[u8], valid: bool) -> Self {
        Self { signed: signed.to_vec(), signature: signature.to_vec(), valid }
    }

    pub(super) fn holds_for(&self, signed: &[u8], signature: &[u8]) -> bool {
        self.valid && self.signed == signed && self.signature == signature
    }
}

/// A token whose signature verified. It may still be expired or for somebody else: see [`VerifiedToken::claims`].
#[derive(Clone, Debug)]
pub struct VerifiedToken {
    claims: Claims,
    kind: TokenKind,
    issuer: usize,
}

impl VerifiedToken {
    /// The position of its issuer.
    #[must_use]
    pub const fn issuer(&self) -> usize {
        self.issuer
    }

    /// The claims, once the time is right.
    ///
    /// # Errors
    /// `TOKEN_TYPE_MISMATCH` when it was read as a token of another kind; `TOKEN_EXPIRED`, `TOKEN_NOT_YET_VALID`.
    pub fn claims(self, kind: TokenKind, clock: Clock) -> Result<Claims, Error> {
        if self.kind != kind {
            let message =
                format!("this was read as an {}, and an {} is needed", self.kind.as_str(), kind.as_str());
            return Err(Error::new(Code::TokenTypeMismatch, message));
        }
        clock.judge(&self.claims)?;
        Ok(self.claims)
    }
}
