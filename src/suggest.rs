//! The nearest known name to one that is not known.

/// Longer names are not compared: the distance costs time in the product of the lengths.
const MAX_LENGTH: usize = 64;
/// At most so many names are compared.
const MAX_NAMES: usize = 2_000;

/// The name that is nearest to `name`, when one is near enough to be a slip of the keyboard.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > MAX_LENGTH {
        return None;
    }
    let length = name.chars().count();
    let limit = length / 3;
    known
        .filter(|candidate| candidate.len() <= MAX_LENGTH && *candidate != name)
        .take(MAX_NAMES)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .filter_map(|candidate| Some((distance(name, candidate, limit)?, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The Levenshtein distance in characters, unless it is over `limit`.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (above, left) in a.chars().zip(1_usize..) {
        let mut diagonal = left.saturating_sub(1);
        let mut before = left;
        for (cell, other) in row.iter_mut().skip(1).zip(&b) {
            let substituted = diagonal.saturating_add(usize::from(above != *other));
            diagonal = *cell;
            before = substituted.min(cell.saturating_add(1)).min(before.saturating_add(1));
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        // No later cell is smaller than the smallest of this row.
        if row.iter().all(|cell| *cell > limit) {
            return None;
        }
    }
    row.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expected) in
            [("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 2), ("é", "e", 1)]
        {
            assert_eq!(distance(a, b, 9), Some(expected), "{a} {b}");
            assert_eq!(distance(b, a, 9), Some(expected), "{b} {a}");
        }
    }

    #[test]
    fn suggests_slips_only() {
        let known = ["invite:users", "remove:users", "read:reports"];
        assert_eq!(nearest("invite:user", known.into_iter()), Some("invite:users"));
        assert_eq!(nearest("remove-users", known.into_iter()), Some("remove:users"));
        assert_eq!(nearest("billing", known.into_iter()), None);
        assert_eq!(nearest("", known.into_iter()), None);
        assert_eq!(nearest("a", ["b"].into_iter()), None);
    }
}
