//! The verification pipeline, in its fixed order.

use super::{Algorithm, Claims, Clock, Key, KeySet, MAX_TOKEN_BYTES, claims, compact, header, jwt};
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
}

/// What a [`Verifier`] accepts.
#[derive(Clone, Debug)]
pub struct VerifierOptions {
    /// The trusted issuers; nothing else is looked at.
    pub issuers: Vec<Issuer>,
    /// The demanded `typ`, compared as a media type.
    pub typ: String,
    /// The longest token, in bytes.
    pub max_token_bytes: usize,
}

impl VerifierOptions {
    /// One or several issuers, access tokens (`at+jwt`, RFC 9068 section 4), the default bound.
    #[must_use]
    pub fn new(issuers: Vec<Issuer>) -> Self {
        Self { issuers, typ: "at+jwt".to_owned(), max_token_bytes: MAX_TOKEN_BYTES }
    }
}

/// Verifies tokens of a closed list of issuers.
#[derive(Clone, Debug)]
pub struct Verifier {
    options: VerifierOptions,
    /// Every algorithm that some issuer may use: the header is judged before the issuer is known.
    algorithms: Vec<Algorithm>,
}

/// Why a token could not be read up to its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The token is refused.
    Refused(Error),
    /// The token is refused because the issuer at this position has no such key, or not yet.
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
        Self { options, algorithms }
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
    pub fn read(&self, token: &str) -> Result<Candidate, ReadError> {
        let compact = compact::read(token, self.options.max_token_bytes)?;
        let header = header::read(&compact.header)?;
        let claims = claims::read(&compact.payload)?;
        let untrusted = jwt::parse(token)?;
        let algorithm = header.judge(&self.algorithms, &self.options.typ)?;
        let (position, issuer) = self.issuer(&claims)?;
        if !issuer.algorithms.contains(&algorithm) {
            let message = format!("this issuer does not sign with {}", algorithm.name());
            return Err(Error::new(Code::AlgorithmNotAllowed, message)
                .with("actual", algorithm.name())
                .into());
        }
        let keys = issuer.keys.as_ref().ok_or(ReadError::KeysNeeded(position))?;
        let (key_index, key) =
            keys.pick(header.kid.as_deref(), algorithm).map_err(|error| match error.code() {
                Code::KeyUnknown if header.kid.is_some() => ReadError::KeyUnknown(position, error),
                _ => ReadError::Refused(error),
            })?;
        if !key.accepts_form(untrusted.signature_bytes()) {
            return Err(jwt::bad_signature().into());
        }
        let signed = compact.signed.to_owned();
        Ok(Candidate { claims, signed, untrusted, issuer: position, key_index, key })
    }

    fn issuer(&self, claims: &Claims) -> Result<(usize, &Issuer), Error> {
        let mut issuers = self.options.issuers.iter().enumerate();
        issuers.find(|(_, issuer)| issuer.issuer == claims.issuer).ok_or_else(|| {
            let expected = self.options.issuers.iter().map(|issuer| issuer.issuer.clone()).collect();
            Error::fixed(Code::IssuerMismatch, "the token is from an issuer that is not trusted here")
                .with_list("expected", expected)
                .with_shown("actual", &claims.issuer)
        })
    }
}

/// A token that awaits the verdict on its signature.
#[derive(Debug)]
pub struct Candidate {
    claims: Claims,
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
        Ok(VerifiedToken(self.claims))
    }

    /// Verifies the signature in Rust.
    ///
    /// # Errors
    /// `SIGNATURE_INVALID`.
    #[cfg(feature = "signatures")]
    pub fn verify(self) -> Result<VerifiedToken, Error> {
        jwt::validate(&self.untrusted, &jwt::Native(self.key.algorithm()), self.key.as_ref())?;
        Ok(VerifiedToken(self.claims))
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
pub struct VerifiedToken(Claims);

impl VerifiedToken {
    /// The claims, once the time is right.
    ///
    /// # Errors
    /// `TOKEN_EXPIRED`, `TOKEN_NOT_YET_VALID`.
    pub fn claims(self, clock: Clock) -> Result<Claims, Error> {
        clock.judge(&self.0)?;
        Ok(self.0)
    }
}
