//! RSA keys of a generator that chose its primes badly (CVE-2017-15361, "ROCA"): they can be factored.
//!
//! Its primes are powers of 65537 modulo small primes, and so is their product. A modulus that is one modulo each of
//! these primes comes from there; another is so by chance once in 2⁵¹.

/// The primes up to 251 modulo which not every number is a power of 65537.
const PRIMES: [u32; 27] = [
    11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157, 181, 191, 193, 197, 199, 227,
    229, 233, 239, 241,
];

/// Whether a modulus, big-endian, bears the generator's mark.
pub(super) fn is_marked(modulus: &[u8]) -> bool {
    PRIMES.into_iter().all(|prime| {
        let rest = modulus.iter().fold(0, |rest, byte| (rest << 8 | u32::from(*byte)) % prime);
        is_power(rest, prime)
    })
}

/// Whether `rest` is a power of 65537 modulo `prime`.
fn is_power(rest: u32, prime: u32) -> bool {
    let mut power = 1;
    // There are fewer powers than numbers.
    for _ in 0..prime {
        if power == rest {
            return true;
        }
        power = power * (65_537 % prime) % prime;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_65537() {
        let powers = |prime| (0..prime).filter(|rest| is_power(*rest, prime)).collect::<Vec<_>>();
        // 65537 is 10 modulo 11, and 4 modulo 13.
        assert_eq!(powers(11), [1, 10]);
        assert_eq!(powers(13), [1, 3, 4, 9, 10, 12]);
        for prime in PRIMES {
            assert!(powers(prime).len() < prime as usize - 1, "{prime}");
        }
    }

    #[test]
    fn one_and_65537_are_powers_and_what_a_small_prime_divides_is_none() {
        assert!(is_marked(&[1]) && is_marked(&[1, 0, 1]));
        assert!(!is_marked(&[11]) && !is_marked(&[1, 0, 3]) && !is_marked(&[0xff; 256]));
    }
}
