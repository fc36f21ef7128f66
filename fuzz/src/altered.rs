//! A token that a server issued, altered: it never verifies.
//!
//! The input is the number of the token, and then alterations of four bytes each: what to do, a place in two bytes, and
//! a character.

use super::{issuers, token};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The laws.
pub fn check(data: &[u8]) {
    let Some((number, alterations)) = data.split_first() else { return };
    let original = issuers::captured(usize::from(*number));
    let mut token = original.as_bytes().to_vec();
    for alteration in alterations.as_chunks::<4>().0.iter().take(16) {
        alter(&mut token, *alteration);
    }
    let Ok(text) = str::from_utf8(&token) else { return };
    let right = token::laws(text);
    assert_eq!(right, text == original, "an altered token verified, or one of a server did not");
}

fn alter(token: &mut Vec<u8>, [what, high, low, character]: [u8; 4]) {
    let at = usize::from(u16::from_be_bytes([high, low])) % (token.len() + 1);
    let letter = LETTERS[usize::from(character) % LETTERS.len()];
    match (what % 6, token.get_mut(at)) {
        (0, Some(byte)) => *byte = letter,
        (1, Some(byte)) => *byte = character,
        (2, Some(_)) => {
            token.remove(at);
        }
        (3, Some(_)) => token.truncate(at),
        (4, Some(_)) => token.swap(at, usize::from(character) % (at + 1)),
        _ => token.insert(at, letter),
    }
}
