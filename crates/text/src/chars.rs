//! [`Chars`]: a borrowed string of code points in one of three widths.
//!
//! Kernels accept text stored wider than it needs (a slice of a wide string, say); whoever stores a
//! string asks [`Chars::width`] for the narrowest form.

use crate::width::widen;
use core::cmp::Ordering;
use core::ops::Range;
use core::slice;

/// Borrowed code points, stored one, two or four bytes a character. `One` is Latin-1.
#[derive(Clone, Copy, Debug)]
pub enum Chars<'a> {
    /// Code points below 0x100.
    One(&'a [u8]),
    /// Code points below 0x10000.
    Two(&'a [u16]),
    /// Any code point, at most 0x10FFFF.
    Four(&'a [u32]),
}

/// Bytes per character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// Latin-1.
    One,
    /// The basic plane.
    Two,
    /// Everything.
    Four,
}

impl Width {
    /// The narrowest width that holds `ch`.
    #[must_use]
    pub const fn of(ch: u32) -> Width {
        match ch {
            0..=0xFF => Width::One,
            0x100..=0xFFFF => Width::Two,
            _ => Width::Four,
        }
    }

    /// Bytes per character.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Width::One => 1,
            Width::Two => 2,
            Width::Four => 4,
        }
    }
}

impl<'a> Chars<'a> {
    /// Characters in the string.
    #[must_use]
    pub const fn len(self) -> usize {
        match self {
            Chars::One(units) => units.len(),
            Chars::Two(units) => units.len(),
            Chars::Four(units) => units.len(),
        }
    }

    /// Whether there is no character.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Character `index`, if there is one.
    #[must_use]
    #[inline]
    pub fn get(self, index: usize) -> Option<u32> {
        each_width!(self, units => units.get(index).copied().map(widen))
    }

    /// The first character.
    #[must_use]
    pub fn first(self) -> Option<u32> {
        self.get(0)
    }

    /// The last character.
    #[must_use]
    pub fn last(self) -> Option<u32> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The part inside `range`, which is first clipped to the string.
    #[must_use]
    pub fn slice(self, range: Range<usize>) -> Chars<'a> {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        match self {
            Chars::One(units) => Chars::One(&units[start..end]),
            Chars::Two(units) => Chars::Two(&units[start..end]),
            Chars::Four(units) => Chars::Four(&units[start..end]),
        }
    }

    /// The width it is stored in.
    #[must_use]
    pub const fn stored_width(self) -> Width {
        match self {
            Chars::One(_) => Width::One,
            Chars::Two(_) => Width::Two,
            Chars::Four(_) => Width::Four,
        }
    }

    /// The narrowest width that holds every character. O(n) unless stored as `One`.
    #[must_use]
    pub fn width(self) -> Width {
        match self {
            Chars::One(_) => Width::One,
            Chars::Two(units) => Width::of(units.iter().fold(0, |bits, &unit| bits | unit).into()),
            Chars::Four(units) => Width::of(units.iter().fold(0, |bits, &unit| bits | unit)),
        }
    }

    /// The largest character, 0 when empty. O(n).
    #[must_use]
    pub fn max_char(self) -> u32 {
        each_width!(self, units => units.iter().max().copied().map_or(0, widen))
    }

    /// Whether every character is below 0x80, as `str.isascii`.
    #[must_use]
    pub fn is_ascii(self) -> bool {
        match self {
            Chars::One(units) => units.is_ascii(),
            Chars::Two(units) => units.iter().fold(0, |bits, &unit| bits | unit) < 0x80,
            Chars::Four(units) => units.iter().fold(0, |bits, &unit| bits | unit) < 0x80,
        }
    }

    /// The characters in order, from either end.
    #[must_use]
    pub fn iter(self) -> Iter<'a> {
        match self {
            Chars::One(units) => Iter::One(units.iter()),
            Chars::Two(units) => Iter::Two(units.iter()),
            Chars::Four(units) => Iter::Four(units.iter()),
        }
    }

    /// Whether the string begins with `prefix`.
    #[must_use]
    pub fn starts_with(self, prefix: Chars<'_>) -> bool {
        prefix.len() <= self.len() && self.slice(0..prefix.len()) == prefix
    }

    /// Whether the string ends with `suffix`.
    #[must_use]
    pub fn ends_with(self, suffix: Chars<'_>) -> bool {
        suffix.len() <= self.len() && self.slice(self.len() - suffix.len()..self.len()) == suffix
    }
}

impl<'a> IntoIterator for Chars<'a> {
    type Item = u32;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl PartialEq for Chars<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Chars::One(left), Chars::One(right)) => left == right,
            (Chars::Two(left), Chars::Two(right)) => left == right,
            (Chars::Four(left), Chars::Four(right)) => left == right,
            (left, right) => left.len() == right.len() && left.iter().eq(right.iter()),
        }
    }
}

impl Eq for Chars<'_> {}

impl PartialOrd for Chars<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Order by code point, whatever the widths, as Python orders `str`.
impl Ord for Chars<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (*self, *other) {
            (Chars::One(left), Chars::One(right)) => left.cmp(right),
            (Chars::Two(left), Chars::Two(right)) => left.cmp(right),
            (Chars::Four(left), Chars::Four(right)) => left.cmp(right),
            (left, right) => left.iter().cmp(right.iter()),
        }
    }
}

/// The characters of a [`Chars`].
#[derive(Clone, Debug)]
pub enum Iter<'a> {
    /// Over one-byte characters.
    One(slice::Iter<'a, u8>),
    /// Over two-byte characters.
    Two(slice::Iter<'a, u16>),
    /// Over four-byte characters.
    Four(slice::Iter<'a, u32>),
}

impl Iterator for Iter<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        match self {
            Iter::One(units) => units.next().map(|&unit| unit.into()),
            Iter::Two(units) => units.next().map(|&unit| unit.into()),
            Iter::Four(units) => units.next().copied(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Iter::One(units) => units.size_hint(),
            Iter::Two(units) => units.size_hint(),
            Iter::Four(units) => units.size_hint(),
        }
    }
}

impl DoubleEndedIterator for Iter<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        match self {
            Iter::One(units) => units.next_back().map(|&unit| unit.into()),
            Iter::Two(units) => units.next_back().map(|&unit| unit.into()),
            Iter::Four(units) => units.next_back().copied(),
        }
    }
}

impl ExactSizeIterator for Iter<'_> {}
