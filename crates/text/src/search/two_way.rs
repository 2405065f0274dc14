//! Two-way string matching (Crochemore and Perrin, "Two-way string-matching", JACM 1991): linear
//! time and constant space, for any pair of widths and either direction.
//!
//! A 64-bit set of the pattern's characters lets the search jump whole pattern lengths when the
//! last character of the window cannot occur in the pattern.

use crate::width::Unit;

/// Characters by index, read forward or backward.
pub(super) trait Sequence: Copy {
    fn len(self) -> usize;
    /// Character `index`, which must be below `len`.
    fn at(self, index: usize) -> u32;
}

/// The slice as it stands.
#[derive(Clone, Copy)]
pub(super) struct Forward<'a, U>(pub(super) &'a [U]);

/// The slice from its end.
#[derive(Clone, Copy)]
pub(super) struct Backward<'a, U>(pub(super) &'a [U]);

impl<U: Unit> Sequence for Forward<'_, U> {
    #[inline]
    fn len(self) -> usize {
        self.0.len()
    }

    #[inline]
    fn at(self, index: usize) -> u32 {
        self.0[index].into()
    }
}

impl<U: Unit> Sequence for Backward<'_, U> {
    #[inline]
    fn len(self) -> usize {
        self.0.len()
    }

    #[inline]
    fn at(self, index: usize) -> u32 {
        self.0[self.0.len() - 1 - index].into()
    }
}

/// What preprocessing learnt of a pattern of two characters or more.
pub(super) struct TwoWay {
    /// Where the critical factorization cuts the pattern.
    cut: usize,
    /// The pattern's period when `periodic`, else a shift that is always safe.
    period: usize,
    periodic: bool,
    members: u64,
}

const fn member(ch: u32) -> u64 {
    1 << (ch & 63)
}

impl TwoWay {
    pub(super) fn new(pattern: impl Sequence) -> Self {
        let len = pattern.len();
        let (up_cut, up_period) = maximal_suffix(pattern, false);
        let (down_cut, down_period) = maximal_suffix(pattern, true);
        let (cut, period) = if up_cut > down_cut { (up_cut, up_period) } else { (down_cut, down_period) };
        let periodic = period + cut <= len && (0..cut).all(|index| pattern.at(index) == pattern.at(index + period));
        TwoWay {
            cut,
            period: if periodic { period } else { cut.max(len - cut) + 1 },
            periodic,
            members: (0..len).fold(0, |set, index| set | member(pattern.at(index))),
        }
    }

    /// The first match of `pattern`, the one given to `new`.
    pub(super) fn find(&self, text: impl Sequence, pattern: impl Sequence) -> Option<usize> {
        let len = pattern.len();
        let last_start = text.len().checked_sub(len)?;
        let mut start = 0;
        // Characters at the window's front known to match, from the previous shift by the period.
        let mut known = 0;
        while start <= last_start {
            if self.members & member(text.at(start + len - 1)) == 0 {
                start += len;
                known = 0;
                continue;
            }
            let right = self.cut.max(known);
            if let Some(miss) = (right..len).find(|&index| pattern.at(index) != text.at(start + index)) {
                start += miss - self.cut + 1;
                known = 0;
                continue;
            }
            if (known..self.cut).all(|index| pattern.at(index) == text.at(start + index)) {
                return Some(start);
            }
            start += self.period;
            known = if self.periodic { len - self.period } else { 0 };
        }
        None
    }
}

/// Start and period of the greatest suffix, by the order of characters or (`reversed`) its opposite.
fn maximal_suffix(pattern: impl Sequence, reversed: bool) -> (usize, usize) {
    let (mut best, mut rival, mut matched, mut period) = (0, 1, 0, 1);
    while rival + matched < pattern.len() {
        let ours = pattern.at(best + matched);
        let theirs = pattern.at(rival + matched);
        if ours == theirs {
            if matched + 1 == period {
                rival += period;
                matched = 0;
            } else {
                matched += 1;
            }
        } else if (theirs < ours) != reversed {
            rival += matched + 1;
            matched = 0;
            period = rival - best;
        } else {
            best = rival;
            rival += 1;
            matched = 0;
            period = 1;
        }
    }
    (best, period)
}
