//! What Orgate accepts of Ed25519, decided before either signature engine runs.
//!
//! Implementations of RFC 8032 differ on small-order points, non-canonical encodings and large `S`. Refusing
//! all three leaves only inputs on which they agree.

/// `p = 2^255 - 19`, little-endian.
const P: [u8; 32] = {
    let mut bytes = [0xff; 32];
    bytes[0] = 0xed;
    bytes[31] = 0x7f;
    bytes
};

/// The group order `L = 2^252 + 27742317777372353535851937790883648493`, little-endian.
const L: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The y coordinates of the eight points of small order, little-endian: `0`, `1`, `-1` and the two of order 8.
/// Each stands for its point, the point's negative, and encodings that set the sign of `x = 0`.
const SMALL_ORDER_Y: [[u8; 32]; 5] = [
    [0; 32],
    {
        let mut one = [0; 32];
        one[0] = 1;
        one
    },
    {
        let mut minus_one = P;
        minus_one[0] = 0xec;
        minus_one
    },
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
        0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
        0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
];

/// Whether a point's encoding is canonical (RFC 8032 section 5.1.3) and not of small order.
pub(super) fn acceptable_point(encoding: &[u8; 32]) -> bool {
    let mut y = *encoding;
    if let Some(last) = y.last_mut() {
        *last &= 0x7f;
    }
    less_than(&y, &P) && !SMALL_ORDER_Y.contains(&y)
}

/// Whether a signature's `R` is acceptable and its `S` below the group order (RFC 8032 section 5.1.7).
pub(super) fn acceptable_signature(signature: &[u8]) -> bool {
    let Some((r, s)) = signature.split_first_chunk::<32>() else {
        return false;
    };
    let Ok(s) = <&[u8; 32]>::try_from(s) else {
        return false;
    };
    acceptable_point(r) && less_than(s, &L)
}

fn less_than(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

#[cfg(all(test, feature = "signatures"))]
mod tests {
    use super::*;

    /// The library that verifies agrees on which points have small order.
    #[test]
    fn the_table_holds_the_eight_torsion_points() {
        let identity = SMALL_ORDER_Y[1];
        for y in SMALL_ORDER_Y {
            for sign in [0, 0x80] {
                let mut encoding = y;
                encoding[31] |= sign;
                assert!(!acceptable_point(&encoding));
                match ed25519_dalek::VerifyingKey::from_bytes(&encoding) {
                    Ok(key) => assert!(key.is_weak(), "{encoding:02x?}"),
                    // Only `x = 0` with its sign set may fail to decode.
                    Err(_) => assert!(sign != 0 && (y == identity || y == SMALL_ORDER_Y[2])),
                }
            }
        }
    }

    #[test]
    fn bounds_are_exact() {
        let mut y = P;
        assert!(!acceptable_point(&y));
        y[0] = 0xeb;
        assert!(acceptable_point(&y));
        let signature = |s: [u8; 32]| [[2; 32], s].concat();
        let mut below = L;
        below[0] -= 1;
        assert!(acceptable_signature(&signature(below)));
        assert!(!acceptable_signature(&signature(L)));
        assert!(!acceptable_signature(&[2; 63]));
        assert!(!acceptable_signature(&[2; 65]));
    }
}
