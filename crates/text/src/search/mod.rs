//! Finding one string in another: `find`, `rfind`, `count`, and the finders that splitting and
//! replacing are built on.
//!
//! Every search is O(text + pattern) at worst. Latin-1 in Latin-1 (and bytes in bytes) goes to the
//! `memchr` crate; every other pair of widths to the two-way search.

mod two_way;

use crate::chars::{Chars, Width};
use crate::width::Unit;
use core::ops::Range;
use memchr::memmem;
use two_way::{Backward, Forward, TwoWay};

/// Turns the `start` and `end` of `str.find` and its kin into a range of a text of `len`
/// characters, counting negative ones from the end. `None` when start lies behind end: then
/// nothing matches, not even the empty string.
#[must_use]
pub fn window(len: usize, start: isize, end: isize) -> Option<Range<usize>> {
    let from_end = |index: isize| {
        if index < 0 { len.saturating_sub(index.unsigned_abs()) } else { index.unsigned_abs() }
    };
    let end = from_end(end).min(len);
    let start = from_end(start);
    (start <= end).then_some(start..end)
}

/// Where `needle` first lies in `hay[window]`, as an index into `hay`.
#[must_use]
pub fn find(hay: Chars<'_>, needle: Chars<'_>, window: Range<usize>) -> Option<usize> {
    let part = hay.slice(window.clone());
    let at = match (part, needle) {
        _ if needle.len() > part.len() => None,
        _ if needle.len() == 1 => position(part, needle.first()?),
        (Chars::One(part), Chars::One(needle)) => memmem::find(part, needle),
        _ => Finder::new(part, needle).find(part, 0),
    };
    at.map(|at| at + window.start)
}

/// Where `needle` last lies in `hay[window]`, as an index into `hay`.
#[must_use]
pub fn rfind(hay: Chars<'_>, needle: Chars<'_>, window: Range<usize>) -> Option<usize> {
    let part = hay.slice(window.clone());
    let at = match (part, needle) {
        _ if needle.len() > part.len() => None,
        (Chars::One(part), Chars::One(needle)) if needle.len() != 1 => memmem::rfind(part, needle),
        _ => RFinder::new(part, needle).rfind(part, part.len()),
    };
    at.map(|at| at + window.start)
}

/// [`find`] of a needle that may be long: `look` is told every now and then how many characters were compared.
///
/// # Errors
/// That of `look`.
pub fn find_watched<E>(
    hay: Chars<'_>,
    needle: Chars<'_>,
    window: Range<usize>,
    mut look: impl FnMut(usize) -> Result<(), E>,
) -> Result<Option<usize>, E> {
    let part = hay.slice(window.clone());
    if needle.len() < 2 || needle.len() > part.len() {
        return Ok(find(hay, needle, window));
    }
    let at = each_width!(needle, needle => {
        let search = TwoWay::watched(Forward(needle), &mut look)?;
        each_width!(part, hay => search.find_watched(Forward(hay), Forward(needle), &mut look)?)
    });
    Ok(at.map(|at| at + window.start))
}

/// [`rfind`], as [`find_watched`].
///
/// # Errors
/// That of `look`.
pub fn rfind_watched<E>(
    hay: Chars<'_>,
    needle: Chars<'_>,
    window: Range<usize>,
    mut look: impl FnMut(usize) -> Result<(), E>,
) -> Result<Option<usize>, E> {
    let part = hay.slice(window.clone());
    if needle.len() < 2 || needle.len() > part.len() {
        return Ok(rfind(hay, needle, window));
    }
    let from_end = each_width!(needle, needle => {
        let search = TwoWay::watched(Backward(needle), &mut look)?;
        each_width!(part, hay => search.find_watched(Backward(hay), Backward(needle), &mut look)?)
    });
    Ok(from_end.map(|from_end| window.start + part.len() - from_end - needle.len()))
}

/// How often `needle` lies in `hay[window]` without overlap; the empty needle lies between all
/// characters and at both ends.
#[must_use]
pub fn count(hay: Chars<'_>, needle: Chars<'_>, window: Range<usize>) -> usize {
    let part = hay.slice(window);
    if needle.is_empty() {
        return part.len() + 1;
    }
    if let (1, Some(wanted)) = (needle.len(), needle.first()) {
        return count_char(part, wanted);
    }
    Matches::new(part, needle).count()
}

/// Up to this length a loop finds a byte faster than a vector search begins.
const SHORT: usize = 16;

/// Whether `hay` contains `needle`.
#[must_use]
pub fn contains(hay: Chars<'_>, needle: Chars<'_>) -> bool {
    if let (Chars::One(hay), Chars::One(&[byte])) = (hay, needle)
        && hay.len() <= SHORT
    {
        return hay.contains(&byte);
    }
    find(hay, needle, 0..hay.len()).is_some()
}

/// Whether `hay[window]` begins with `prefix`.
#[must_use]
pub fn starts_with(hay: Chars<'_>, prefix: Chars<'_>, window: Range<usize>) -> bool {
    hay.slice(window).starts_with(prefix)
}

/// Whether `hay[window]` ends with `suffix`.
#[must_use]
pub fn ends_with(hay: Chars<'_>, suffix: Chars<'_>, window: Range<usize>) -> bool {
    hay.slice(window).ends_with(suffix)
}

/// Index of the first `ch`.
#[must_use]
pub fn position(hay: Chars<'_>, ch: u32) -> Option<usize> {
    match hay {
        Chars::One(units) => memchr::memchr(u8::try_from(ch).ok()?, units),
        Chars::Two(units) => position_of(units, u16::try_from(ch).ok()?),
        Chars::Four(units) => position_of(units, ch),
    }
}

/// Index of the last `ch`.
#[must_use]
pub fn rposition(hay: Chars<'_>, ch: u32) -> Option<usize> {
    match hay {
        Chars::One(units) => memchr::memrchr(u8::try_from(ch).ok()?, units),
        Chars::Two(units) => {
            let wanted = u16::try_from(ch).ok()?;
            units.iter().rposition(|&unit| unit == wanted)
        }
        Chars::Four(units) => units.iter().rposition(|&unit| unit == ch),
    }
}

fn count_char(hay: Chars<'_>, ch: u32) -> usize {
    match (hay, u8::try_from(ch), u16::try_from(ch)) {
        (Chars::One(units), Ok(ch), _) => memchr::memchr_iter(ch, units).count(),
        (Chars::Two(units), _, Ok(ch)) => units.iter().filter(|&&unit| unit == ch).count(),
        (Chars::Four(units), _, _) => units.iter().filter(|&&unit| unit == ch).count(),
        _ => 0,
    }
}

/// Looks at blocks of 16 without leaving early, which the compiler turns into vector compares.
fn position_of<U: Unit>(units: &[U], wanted: U) -> Option<usize> {
    let mut offset = 0;
    let (blocks, rest) = units.as_chunks::<16>();
    for block in blocks {
        if block.iter().fold(false, |any, &unit| any | (unit == wanted)) {
            return block.iter().position(|&unit| unit == wanted).map(|at| offset + at);
        }
        offset += 16;
    }
    rest.iter().position(|&unit| unit == wanted).map(|at| offset + at)
}

enum Plan<F> {
    Empty,
    Char(u32),
    Bytes(F),
    Wide(TwoWay),
    Never,
}

impl<F> Plan<F> {
    fn choose<'n>(
        hay: Chars<'_>,
        needle: Chars<'n>,
        bytes: impl FnOnce(&'n [u8]) -> F,
        wide: impl FnOnce() -> TwoWay,
    ) -> Self {
        match (hay, needle, needle.len()) {
            (_, _, 0) => Plan::Empty,
            (_, _, 1) => needle.first().map_or(Plan::Never, Plan::Char),
            (Chars::One(_), Chars::One(needle), _) => Plan::Bytes(bytes(needle)),
            (Chars::One(_), _, _) if needle.width() > Width::One => Plan::Never,
            _ => Plan::Wide(wide()),
        }
    }
}

/// A pattern prepared for many searches forward. O(pattern) to make.
pub struct Finder<'n> {
    needle: Chars<'n>,
    plan: Plan<memmem::Finder<'n>>,
}

impl<'n> Finder<'n> {
    /// Prepares `needle` for texts stored as wide as `hay`.
    #[must_use]
    pub fn new(hay: Chars<'_>, needle: Chars<'n>) -> Self {
        let plan = Plan::choose(
            hay,
            needle,
            memmem::Finder::new,
            || each_width!(needle, units => TwoWay::new(Forward(units))),
        );
        Finder { needle, plan }
    }

    /// The first match at or behind `from`.
    #[must_use]
    pub fn find(&self, hay: Chars<'_>, from: usize) -> Option<usize> {
        let rest = hay.slice(from..hay.len());
        if from > hay.len() || self.needle.len() > rest.len() {
            return None;
        }
        let at = match (&self.plan, rest) {
            (Plan::Empty, _) => Some(0),
            (Plan::Char(ch), _) => position(rest, *ch),
            (Plan::Bytes(finder), Chars::One(units)) => finder.find(units),
            (Plan::Wide(search), _) => each_width!(rest, hay => {
                each_width!(self.needle, needle => search.find(Forward(hay), Forward(needle)))
            }),
            (Plan::Bytes(_), _) => Finder::new(rest, self.needle).find(rest, 0),
            (Plan::Never, _) => None,
        };
        at.map(|at| at + from)
    }
}

/// A pattern prepared for many searches backward. O(pattern) to make.
pub struct RFinder<'n> {
    needle: Chars<'n>,
    plan: Plan<memmem::FinderRev<'n>>,
}

impl<'n> RFinder<'n> {
    /// Prepares `needle` for texts stored as wide as `hay`.
    #[must_use]
    pub fn new(hay: Chars<'_>, needle: Chars<'n>) -> Self {
        let plan = Plan::choose(
            hay,
            needle,
            memmem::FinderRev::new,
            || each_width!(needle, units => TwoWay::new(Backward(units))),
        );
        RFinder { needle, plan }
    }

    /// The last match that ends at or before `to`.
    #[must_use]
    pub fn rfind(&self, hay: Chars<'_>, to: usize) -> Option<usize> {
        let part = hay.slice(0..to);
        if self.needle.len() > part.len() {
            return None;
        }
        match (&self.plan, part) {
            (Plan::Empty, _) => Some(part.len()),
            (Plan::Char(ch), _) => rposition(part, *ch),
            (Plan::Bytes(finder), Chars::One(units)) => finder.rfind(units),
            (Plan::Wide(search), _) => {
                let from_end = each_width!(part, hay => {
                    each_width!(self.needle, needle => search.find(Backward(hay), Backward(needle)))
                })?;
                Some(part.len() - from_end - self.needle.len())
            }
            (Plan::Bytes(_), _) => RFinder::new(part, self.needle).rfind(part, part.len()),
            (Plan::Never, _) => None,
        }
    }
}

/// Starts of the matches of a needle, left to right, without overlap. An empty needle matches
/// before every character and at the end.
pub struct Matches<'h, 'n> {
    hay: Chars<'h>,
    finder: Finder<'n>,
    from: usize,
}

impl<'h, 'n> Matches<'h, 'n> {
    /// All matches of `needle` in `hay`.
    #[must_use]
    pub fn new(hay: Chars<'h>, needle: Chars<'n>) -> Self {
        Matches { hay, finder: Finder::new(hay, needle), from: 0 }
    }
}

impl Iterator for Matches<'_, '_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let at = self.finder.find(self.hay, self.from)?;
        self.from = at + self.finder.needle.len().max(1);
        Some(at)
    }
}
