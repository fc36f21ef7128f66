//! Two sets of permissions in one piece of memory: before and after, then what is lost and what is gained.

use super::ImpactEffect;

const WORD: usize = u64::BITS as usize;

/// Words of the one set, then as many of the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Both(Vec<u64>);

impl Both {
    /// Two empty sets of so many permissions.
    pub(super) fn new(count: usize) -> Self {
        Self(vec![0; count.div_ceil(WORD).saturating_mul(2)])
    }

    /// Of each of so many, whether it is in the first, and whether it is in the second.
    pub(super) fn of<T>(each: &[T], first: impl Fn(&T) -> bool, second: impl Fn(&T) -> bool) -> Self {
        let mut both = Self::new(each.len());
        let half = both.0.len() / 2;
        let (firsts, seconds) = both.0.split_at_mut(half);
        for ((chunk, one), other) in each.chunks(WORD).zip(firsts).zip(seconds) {
            for (bit, each) in chunk.iter().enumerate() {
                *one |= u64::from(first(each)) << bit;
                *other |= u64::from(second(each)) << bit;
            }
        }
        both
    }

    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Adds what another has.
    #[inline(never)]
    pub(super) fn add(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    /// The same, in place of what it had unless that was begun with already. Most are a word or two: to fill or to
    /// copy them as a piece of memory would take longer.
    pub(super) fn add_to_new(&mut self, other: &Self, begun: &mut bool) {
        let keep = if *begun { u64::MAX } else { 0 };
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word = *word & keep | more;
        }
        *begun = true;
    }

    /// Turns before and after into what is lost and what is gained; with `only`, into one of the two.
    #[inline(never)]
    pub(super) fn compare(&mut self, only: Option<ImpactEffect>) {
        let half = self.0.len() / 2;
        let (first, second) = self.0.split_at_mut(half);
        for (first, second) in first.iter_mut().zip(second.iter_mut()) {
            (*first, *second) = (*first & !*second, *second & !*first);
        }
        match only {
            None => {}
            Some(ImpactEffect::Gain) => first.fill(0),
            Some(ImpactEffect::Lose) => second.fill(0),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        !any(&self.0)
    }

    /// Before and after, or what is lost and what is gained.
    pub(super) fn halves(&self) -> (&[u64], &[u64]) {
        self.0.split_at(self.0.len() / 2)
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.0
    }
}

/// Whether a set has a permission.
pub(super) fn has(set: &[u64], index: usize) -> bool {
    set.get(index / WORD).is_some_and(|word| word >> (index % WORD) & 1 == 1)
}

/// Whether there is anything in a set.
#[inline(never)]
pub(super) fn any(set: &[u64]) -> bool {
    set.iter().any(|word| *word != 0)
}
