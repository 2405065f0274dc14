//! Editing a string: replace, strip, pad, expand tabs, take off a prefix or suffix.
//!
//! Whatever makes a longer string says its length first, so that the caller can size, and refuse,
//! one allocation. All of it serves `bytes` as well, as [`Chars::One`].

use crate::Rules;
use crate::chars::Chars;
use crate::properties::is_space;
use crate::search::Matches;
use crate::sink::Sink;
use crate::split::{STRETCH, Split, Step, Steps};
use core::convert::Infallible;
use core::ops::Range;

/// The result would be longer than any string can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

/// Longest string there can be, in characters (`sys.maxsize`).
const MAX_LEN: usize = isize::MAX as usize;

fn checked(len: Option<usize>) -> Result<usize, TooLong> {
    len.filter(|&len| len <= MAX_LEN).ok_or(TooLong)
}

/// `text.replace(old, new, count)`, matches counted and length known.
#[derive(Clone, Copy, Debug)]
pub struct Replace<'a> {
    text: Chars<'a>,
    old: Chars<'a>,
    new: Chars<'a>,
    matches: usize,
    len: usize,
}

impl<'a> Replace<'a> {
    /// Counts the matches, at most `max` of them (`None` for no limit).
    ///
    /// # Errors
    /// [`TooLong`], for which Python raises `OverflowError: replace string is too long`.
    pub fn new(text: Chars<'a>, old: Chars<'a>, new: Chars<'a>, max: Option<usize>) -> Result<Self, TooLong> {
        let matches = match max {
            Some(0) => 0,
            None => crate::search::count(text, old, 0..text.len()),
            Some(max) => Matches::new(text, old).take(max).count(),
        };
        Replace::of(text, old, new, matches)
    }

    /// The same when the matches have been counted.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn of(text: Chars<'a>, old: Chars<'a>, new: Chars<'a>, matches: usize) -> Result<Self, TooLong> {
        let kept = text.len() - matches * old.len();
        let len = checked(new.len().checked_mul(matches).and_then(|added| added.checked_add(kept)))?;
        Ok(Replace { text, old, new, matches, len })
    }

    /// Matches that will be replaced; at 0 the text itself is the result.
    #[must_use]
    pub const fn matches(&self) -> usize {
        self.matches
    }

    /// Characters in the result.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether the result is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Writes the result.
    ///
    /// # Errors
    /// The sink's own.
    pub fn write<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        let Some(mut pieces) = Split::new(self.text, self.old, Some(self.matches)) else {
            return self.write_between(sink);
        };
        let mut count = 0;
        while let Some(step) = pieces.step() {
            let Step::Piece(piece) = step else {
                sink.look(STRETCH)?;
                continue;
            };
            if count > 0 && !self.new.is_empty() {
                sink.push_run(self.new)?;
            }
            count += 1;
            if count % STRETCH == 0 {
                sink.look(STRETCH)?;
            }
            if !piece.is_empty() {
                sink.push_run(self.text.slice(piece))?;
            }
        }
        Ok(())
    }

    /// Writes the result when it is nothing that is replaced, between all characters.
    fn write_between<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        for at in 0..self.matches {
            sink.push_run(self.new)?;
            sink.push_run(self.text.slice(at..at + 1))?;
        }
        sink.push_run(self.text.slice(self.matches..self.text.len()))
    }
}

/// Which ends `strip` works at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// `lstrip`.
    Left,
    /// `rstrip`.
    Right,
    /// `strip`.
    Both,
}

/// What `strip` takes off.
pub struct Strip<'a>(Dropped<'a>);

enum Dropped<'a> {
    Space(Rules),
    Only(u32),
    Few(Chars<'a>),
    Many(CharSet<'a>),
}

impl<'a> Strip<'a> {
    /// White space.
    #[must_use]
    pub const fn space(rules: Rules) -> Strip<'a> {
        Strip(Dropped::Space(rules))
    }

    /// Characters of `set`.
    #[must_use]
    pub fn chars(set: Chars<'a>) -> Strip<'a> {
        Strip(match (set.len(), set.first()) {
            (1, Some(only)) => Dropped::Only(only),
            (0..=4, _) => Dropped::Few(set),
            _ => Dropped::Many(CharSet::new(set)),
        })
    }

    /// How long it takes, at worst, to know about a character, in units of some nanoseconds.
    #[must_use]
    pub const fn cost(&self) -> usize {
        match &self.0 {
            Dropped::Many(set) => 1 + set.members.len() / 16,
            _ => 1,
        }
    }

    /// What is left of `text`.
    #[must_use]
    pub fn strip(&self, text: Chars<'_>, ends: Ends) -> Range<usize> {
        match &self.0 {
            Dropped::Space(rules) => strip_while(text, ends, |ch| is_space(ch, *rules)),
            Dropped::Only(only) => strip_while(text, ends, |ch| ch == *only),
            Dropped::Few(set) => strip_while(text, ends, |ch| set.iter().any(|member| member == ch)),
            Dropped::Many(set) => strip_while(text, ends, |ch| set.contains(ch)),
        }
    }
}

fn strip_while(text: Chars<'_>, ends: Ends, drop: impl Fn(u32) -> bool) -> Range<usize> {
    let start = match ends {
        Ends::Right => 0,
        _ => match text.iter().position(|ch| !drop(ch)) {
            Some(start) => start,
            None => return text.len()..text.len(),
        },
    };
    let end = match ends {
        Ends::Left => text.len(),
        _ => text.iter().rposition(|ch| !drop(ch)).map_or(start, |last| last + 1),
    };
    start..end
}

/// A set of characters: a bitmap for Latin-1, a filter in front of a scan for the rest.
struct CharSet<'a> {
    latin: [u64; 4],
    filter: u64,
    members: Chars<'a>,
}

impl<'a> CharSet<'a> {
    fn new(members: Chars<'a>) -> Self {
        let mut latin = [0; 4];
        let mut filter = 0;
        for ch in members {
            match usize::try_from(ch) {
                Ok(ch) if ch < 256 => latin[ch / 64] |= 1 << (ch % 64),
                _ => filter |= 1 << (ch % 64),
            }
        }
        CharSet { latin, filter, members }
    }

    fn contains(&self, ch: u32) -> bool {
        match usize::try_from(ch) {
            Ok(ch) if ch < 256 => self.latin[ch / 64] >> (ch % 64) & 1 != 0,
            _ => self.filter >> (ch % 64) & 1 != 0 && crate::search::position(self.members, ch).is_some(),
        }
    }
}

/// Whether `ch` is one of `members`.
#[must_use]
pub fn is_member(members: Chars<'_>, ch: u32) -> bool {
    crate::search::position(members, ch).is_some()
}

/// `text.removeprefix(prefix)`: what is left of the text.
#[must_use]
pub fn remove_prefix(text: Chars<'_>, prefix: Chars<'_>) -> Range<usize> {
    let cut = if text.starts_with(prefix) { prefix.len() } else { 0 };
    cut..text.len()
}

/// `text.removesuffix(suffix)`: what is left of the text.
#[must_use]
pub fn remove_suffix(text: Chars<'_>, suffix: Chars<'_>) -> Range<usize> {
    let cut = if text.ends_with(suffix) { suffix.len() } else { 0 };
    0..text.len() - cut
}

/// Fill characters on both sides of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pad {
    /// Before the text.
    pub left: usize,
    /// Behind the text.
    pub right: usize,
}

impl Pad {
    /// For `ljust(width)`.
    #[must_use]
    pub const fn ljust(len: usize, width: usize) -> Pad {
        Pad { left: 0, right: width.saturating_sub(len) }
    }

    /// For `rjust(width)`.
    #[must_use]
    pub const fn rjust(len: usize, width: usize) -> Pad {
        Pad { left: width.saturating_sub(len), right: 0 }
    }

    /// For `center(width)`. An odd one goes left when the width is odd too, as in CPython.
    #[must_use]
    pub const fn center(len: usize, width: usize) -> Pad {
        let total = width.saturating_sub(len);
        let left = total / 2 + (total & width & 1);
        Pad { left, right: total - left }
    }

    /// Whether there is nothing to add: the text itself is the result.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.left == 0 && self.right == 0
    }

    /// Writes `text` between its fill.
    ///
    /// # Errors
    /// The sink's own.
    pub fn write<S: Sink>(self, text: Chars<'_>, fill: u32, sink: &mut S) -> Result<(), S::Error> {
        push_repeated(fill, self.left, sink)?;
        sink.push_run(text)?;
        push_repeated(fill, self.right, sink)
    }
}

/// Writes `ch` `times` times.
///
/// # Errors
/// The sink's own.
pub fn push_repeated<S: Sink>(ch: u32, times: usize, sink: &mut S) -> Result<(), S::Error> {
    const RUN: usize = 256;
    let (narrow, wide);
    let run = match u8::try_from(ch) {
        Ok(ch) => {
            narrow = [ch; RUN];
            Chars::One(&narrow)
        }
        Err(_) => {
            wide = [ch; RUN];
            Chars::Four(&wide)
        }
    };
    let mut left = times;
    while left != 0 {
        let part = left.min(RUN);
        sink.push_run(run.slice(0..part))?;
        left -= part;
    }
    Ok(())
}

/// `text.zfill(width)`: a leading sign stays in front of the zeros.
///
/// # Errors
/// The sink's own.
pub fn zfill<S: Sink>(text: Chars<'_>, width: usize, sink: &mut S) -> Result<(), S::Error> {
    let zeros = width.saturating_sub(text.len());
    let sign = usize::from(matches!(text.first(), Some(0x2B | 0x2D)));
    sink.push_run(text.slice(0..sign))?;
    push_repeated(0x30, zeros, sink)?;
    sink.push_run(text.slice(sign..text.len()))
}

/// `text.expandtabs(tabsize)`, its length known. A `tabsize` of 0 (or Python's negative ones)
/// takes tabs out.
#[derive(Clone, Copy, Debug)]
pub struct ExpandTabs<'a> {
    text: Chars<'a>,
    tabsize: usize,
    len: usize,
}

impl<'a> ExpandTabs<'a> {
    /// Finds the result's length.
    ///
    /// # Errors
    /// [`TooLong`], for which Python raises `OverflowError`.
    pub fn new(text: Chars<'a>, tabsize: usize) -> Result<Self, TooLong> {
        match ExpandTabs::watched(text, tabsize, |_| Ok::<(), Infallible>(())) {
            Ok(done) => done,
        }
    }

    /// The same of text that may be long: `look` is told after each stretch how many characters it had.
    ///
    /// # Errors
    /// That of `look`; [`TooLong`] inside.
    pub fn watched<E>(
        text: Chars<'a>,
        tabsize: usize,
        mut look: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Result<Self, TooLong>, E> {
        let (mut len, mut seen) = (Some(0usize), 0);
        for piece in TabStops::new(text, tabsize) {
            len = len.and_then(|len| len.checked_add(piece.run.len())?.checked_add(piece.spaces));
            seen += piece.run.len() + 1;
            if seen >= STRETCH {
                look(core::mem::take(&mut seen))?;
            }
        }
        Ok(checked(len).map(|len| ExpandTabs { text, tabsize, len }))
    }

    /// Characters in the result.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether the result is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Writes the result.
    ///
    /// # Errors
    /// The sink's own.
    pub fn write<S: Sink>(&self, sink: &mut S) -> Result<(), S::Error> {
        for piece in TabStops::new(self.text, self.tabsize) {
            sink.push_run(self.text.slice(piece.run))?;
            push_repeated(0x20, piece.spaces, sink)?;
        }
        Ok(())
    }
}

/// Text up to a tab, and the spaces that stand for the tab; or a stretch without one.
struct TabPiece {
    run: Range<usize>,
    spaces: usize,
}

struct TabStops<'a> {
    text: Chars<'a>,
    tabsize: usize,
    from: usize,
    column: usize,
}

impl<'a> TabStops<'a> {
    fn new(text: Chars<'a>, tabsize: usize) -> Self {
        TabStops { text, tabsize, from: 0, column: 0 }
    }
}

impl Iterator for TabStops<'_> {
    type Item = TabPiece;

    fn next(&mut self) -> Option<TabPiece> {
        let len = self.text.len();
        let start = self.from;
        if start >= len {
            return None;
        }
        let part = self.text.slice(start..start + STRETCH);
        for (index, ch) in part.iter().enumerate() {
            match ch {
                0x09 => {
                    // `column` stays below `tabsize`, so the sum cannot overflow.
                    let spaces = match self.tabsize {
                        0 => 0,
                        size => size - self.column % size,
                    };
                    self.column = 0;
                    self.from = start + index + 1;
                    return Some(TabPiece { run: start..start + index, spaces });
                }
                0x0A | 0x0D => self.column = 0,
                _ => self.column += 1,
            }
        }
        self.from = start + part.len();
        Some(TabPiece { run: start..self.from, spaces: 0 })
    }
}
