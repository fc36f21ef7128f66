//! One public key of a key set (RFC 7517 section 4): what is acceptable, decided before any engine sees it.

use super::Algorithm;
use super::{ed25519, roca};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use p384::elliptic_curve::point::AffineCoordinates;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// RFC 7517 section 4.3: texts, each once. It knows eight.
fn are_for_verifying(operations: &[Value]) -> bool {
    let once = |(index, name): (usize, &Value)| {
        name.is_string() && operations.iter().take(index).all(|other| other != name)
    };
    operations.len() <= 8
        && operations.iter().enumerate().all(once)
        && operations.iter().any(|name| name == "verify")
}

/// Members that only a private or a symmetric key has (RFC 7518 sections 6.2.2, 6.3.2, 6.4.1).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A usable public key.
#[derive(Clone, Debug)]
pub struct Key {
    kid: String,
    algorithm: Algorithm,
    material: Material,
    #[cfg(feature = "signatures")]
    verifier: super::jwt::NativeKey,
}

/// The numbers of a key, in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Material {
    /// Affine coordinates of a point on the algorithm's curve.
    Ec {
        x: Vec<u8>,
        y: Vec<u8>,
    },
    /// A modulus of 2048 to 4096 bits; the exponent is 65537.
    Rsa {
        n: Vec<u8>,
    },
    Ed25519 {
        x: [u8; 32],
    },
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        (&self.kid, self.algorithm, &self.material) == (&other.kid, other.algorithm, &other.material)
    }
}

/// The public exponent 65537, big-endian.
const RSA_EXPONENT: &[u8] = &[1, 0, 1];

impl Key {
    /// The key's id (RFC 7517 section 4.5).
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The one algorithm that this key is for.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Reads a JWK, or says why it is not usable.
    pub(super) fn read(jwk: &Map<String, Value>) -> Result<Self, String> {
        if let Some(name) = PRIVATE.into_iter().find(|name| jwk.contains_key(*name)) {
            return Err(format!(
                "holds the private member `{name}`: publish public keys only, and replace this one"
            ));
        }
        let kid = text(jwk, "kid")?.filter(|kid| !kid.is_empty()).ok_or("has no `kid`")?;
        if text(jwk, "use")?.is_some_and(|usage| usage != "sig") {
            return Err("is not for signatures (`use`)".to_owned());
        }
        match jwk.get("key_ops") {
            None => {}
            Some(Value::Array(ops)) if are_for_verifying(ops) => {}
            Some(_) => return Err("is not for verifying (`key_ops`)".to_owned()),
        }
        let (algorithm, material) = match text(jwk, "kty")?.ok_or("has no `kty`")? {
            "EC" => ec(jwk)?,
            "RSA" => rsa(jwk)?,
            "OKP" => okp(jwk)?,
            _ => return Err("is of a type (`kty`) that is not supported".to_owned()),
        };
        if text(jwk, "alg")?.is_some_and(|named| named != algorithm.name()) {
            return Err(format!(
                "names another algorithm (`alg`) than {}, which is what its numbers fit",
                algorithm.name()
            ));
        }
        Ok(Self {
            kid: kid.to_owned(),
            algorithm,
            #[cfg(feature = "signatures")]
            verifier: super::jwt::NativeKey::new(algorithm, &material)
                .ok_or("holds numbers that are no public key")?,
            material,
        })
    }

    #[cfg(feature = "signatures")]
    pub(super) const fn verifier(&self) -> &super::jwt::NativeKey {
        &self.verifier
    }

    /// Whether a signature has the exact length, and for EdDSA the form, that this key's algorithm demands.
    pub(super) fn accepts_form(&self, signature: &[u8]) -> bool {
        let length = match (&self.material, self.algorithm.signature_length()) {
            (Material::Rsa { n }, _) => n.len(),
            (_, Some(length)) => length.get(),
            (_, None) => return false,
        };
        signature.len() == length
            && (self.algorithm != Algorithm::EdDsa || ed25519::acceptable_signature(signature))
    }

    /// The key as a JWK of required members only, for a platform's `importKey`.
    #[must_use]
    pub fn to_jwk(&self) -> impl Serialize + use<> {
        struct Jwk(Vec<(&'static str, String)>);

        impl Serialize for Jwk {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
            }
        }

        let encode = |bytes: &[u8]| BASE64URL.encode(bytes);
        Jwk(match &self.material {
            Material::Ec { x, y } => {
                let curve = if self.algorithm == Algorithm::Es384 { "P-384" } else { "P-256" };
                vec![("kty", "EC".to_owned()), ("crv", curve.to_owned()), ("x", encode(x)), ("y", encode(y))]
            }
            Material::Rsa { n } => {
                vec![("kty", "RSA".to_owned()), ("n", encode(n)), ("e", encode(RSA_EXPONENT))]
            }
            Material::Ed25519 { x } => {
                vec![("kty", "OKP".to_owned()), ("crv", "Ed25519".to_owned()), ("x", encode(x))]
            }
        })
    }
}

fn text<'a>(jwk: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, String> {
    match jwk.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("has a member `{name}` that is not a string")),
    }
}

fn bytes(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, String> {
    let text = text(jwk, name)?.ok_or_else(|| format!("has no `{name}`"))?;
    BASE64URL.decode(text.as_bytes()).map_err(|_| format!("has a member `{name}` that is not base64url"))
}

fn ec(jwk: &Map<String, Value>) -> Result<(Algorithm, Material), String> {
    let (algorithm, length) = match text(jwk, "crv")?.ok_or("has no `crv`")? {
        "P-384" => (Algorithm::Es384, 48),
        "P-256" => (Algorithm::Es256, 32),
        _ => return Err("is on a curve (`crv`) that is not supported".to_owned()),
    };
    let (x, y) = (bytes(jwk, "x")?, bytes(jwk, "y")?);
    // RFC 7518 section 6.2.1.2: the full size of a coordinate, leading zeros kept.
    if x.len() != length || y.len() != length {
        return Err(format!("has coordinates that are not {length} bytes long"));
    }
    let on_curve = match algorithm {
        Algorithm::Es384 => is_point::<p384::AffinePoint, 48>(&x, &y),
        _ => is_point::<p256::AffinePoint, 32>(&x, &y),
    };
    if on_curve {
        Ok((algorithm, Material::Ec { x, y }))
    } else {
        Err("is not a point on its curve".to_owned())
    }
}

fn is_point<P, const N: usize>(x: &[u8], y: &[u8]) -> bool
where
    P: AffineCoordinates,
    P::FieldRepr: From<[u8; N]>,
{
    match (<[u8; N]>::try_from(x), <[u8; N]>::try_from(y)) {
        (Ok(x), Ok(y)) => bool::from(P::from_coordinates(&x.into(), &y.into()).is_some()),
        _ => false,
    }
}

fn rsa(jwk: &Map<String, Value>) -> Result<(Algorithm, Material), String> {
    let (n, e) = (bytes(jwk, "n")?, bytes(jwk, "e")?);
    if e != RSA_EXPONENT {
        return Err("has a public exponent other than 65537".to_owned());
    }
    // RFC 7518 section 6.3.1.1: no leading zero bytes.
    let Some(first) = n.first().filter(|first| **first != 0) else {
        return Err("has a modulus that is empty or starts with a zero byte".to_owned());
    };
    let bits = n.len().saturating_mul(8).saturating_sub(first.leading_zeros() as usize);
    if !(2048..=4096).contains(&bits) {
        return Err(format!("has a modulus of {bits} bits; 2048 to 4096 are accepted"));
    }
    if n.last().is_none_or(|last| last & 1 == 0) {
        return Err("has an even modulus".to_owned());
    }
    if roca::is_marked(&n) {
        return Err(
            "was made by a broken generator (CVE-2017-15361) and can be factored: replace it".to_owned()
        );
    }
    Ok((Algorithm::Rs256, Material::Rsa { n }))
}

fn okp(jwk: &Map<String, Value>) -> Result<(Algorithm, Material), String> {
    if text(jwk, "crv")? != Some("Ed25519") {
        return Err("is on a curve (`crv`) that is not supported".to_owned());
    }
    let x: [u8; 32] = bytes(jwk, "x")?.try_into().map_err(|_| "has an `x` that is not 32 bytes long")?;
    if ed25519::acceptable_point(&x) {
        Ok((Algorithm::EdDsa, Material::Ed25519 { x }))
    } else {
        Err("is a point of small order, or not encoded canonically".to_owned())
    }
}
