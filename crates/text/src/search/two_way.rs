//! Two-way string matching (Crochemore and Perrin, "Two-way string-matching", JACM 1991): linear
//! time and constant space, for any pair of widths and either direction.
//!
//! A 64-bit set of the pattern's characters lets the search jump whole pattern lengths when the
//! last character of the window cannot occur in the pattern.

use crate::width::Unit;
use core::convert::Infallible;
use core::ops::Range;

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

/// Characters between two looks.
const STRETCH: usize = 1 << 14;

/// What looks whether to go on, told how many characters were compared since the last time.
pub(super) trait Look<E>: FnMut(usize) -> Result<(), E> {}

impl<E, F: FnMut(usize) -> Result<(), E>> Look<E> for F {}

/// The first index of a range that passes a test.
fn first<E>(range: Range<usize>, test: impl Fn(usize) -> bool, look: &mut impl Look<E>) -> Result<Option<usize>, E> {
    let mut from = range.start;
    while from < range.end {
        let to = range.end.min(from + STRETCH);
        if let Some(found) = (from..to).find(|&index| test(index)) {
            return Ok(Some(found));
        }
        if to < range.end {
            look(STRETCH)?;
        }
        from = to;
    }
    Ok(None)
}

impl TwoWay {
    pub(super) fn new(pattern: impl Sequence) -> Self {
        let Ok(made) = TwoWay::watched(pattern, &mut |_| Ok::<(), Infallible>(()));
        made
    }

    /// [`TwoWay::new`] of a pattern that may be long.
    pub(super) fn watched<E>(pattern: impl Sequence, look: &mut impl Look<E>) -> Result<Self, E> {
        let len = pattern.len();
        let (up_cut, up_period) = maximal_suffix(pattern, false, look)?;
        let (down_cut, down_period) = maximal_suffix(pattern, true, look)?;
        let (cut, period) = if up_cut > down_cut { (up_cut, up_period) } else { (down_cut, down_period) };
        let differs = |index| pattern.at(index) != pattern.at(index + period);
        let periodic = period + cut <= len && first(0..cut, differs, look)?.is_none();
        let mut members = 0;
        for from in (0..len).step_by(STRETCH) {
            members = (from..len.min(from + STRETCH)).fold(members, |set, index| set | member(pattern.at(index)));
            if len > STRETCH {
                look(STRETCH)?;
            }
        }
        Ok(TwoWay { cut, period: if periodic { period } else { cut.max(len - cut) + 1 }, periodic, members })
    }

    /// The first match of `pattern`, the one given to `new`.
    pub(super) fn find(&self, text: impl Sequence, pattern: impl Sequence) -> Option<usize> {
        let Ok(found) = self.find_watched(text, pattern, &mut |_| Ok::<(), Infallible>(()));
        found
    }

    /// [`TwoWay::find`] in text that may be long.
    pub(super) fn find_watched<E>(
        &self,
        text: impl Sequence,
        pattern: impl Sequence,
        look: &mut impl Look<E>,
    ) -> Result<Option<usize>, E> {
        let len = pattern.len();
        let Some(last_start) = text.len().checked_sub(len) else { return Ok(None) };
        let mut start = 0;
        // Characters at the window's front known to match, from the previous shift by the period.
        let mut known = 0;
        let mut windows = 0;
        while start <= last_start {
            windows += 1;
            if windows % (STRETCH / 4) == 0 {
                look(STRETCH)?;
            }
            if self.members & member(text.at(start + len - 1)) == 0 {
                start += len;
                known = 0;
                continue;
            }
            let right = self.cut.max(known);
            let differs = |index| pattern.at(index) != text.at(start + index);
            if let Some(miss) = first(right..len, differs, look)? {
                start += miss - self.cut + 1;
                known = 0;
                continue;
            }
            if first(known..self.cut, differs, look)?.is_none() {
                return Ok(Some(start));
            }
            start += self.period;
            known = if self.periodic { len - self.period } else { 0 };
        }
        Ok(None)
    }
}

/// Start and period of the greatest suffix, by the order of characters or (`reversed`) its opposite.
fn maximal_suffix<E>(pattern: impl Sequence, reversed: bool, look: &mut impl Look<E>) -> Result<(usize, usize), E> {
    let (mut best, mut rival, mut matched, mut period) = (0, 1, 0, 1);
    let mut compared = 0;
    while rival + matched < pattern.len() {
        compared += 1;
        if compared % STRETCH == 0 {
            look(STRETCH)?;
        }
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
    Ok((best, period))
}
