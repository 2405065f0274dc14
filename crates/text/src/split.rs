//! Cutting a string into parts: by separator, by white space, by line, in two.
//!
//! All are iterators of index ranges into the text, so the caller makes (and may stop making) the
//! pieces. The ones from the right yield from the right.

use crate::Rules;
use crate::chars::Chars;
use crate::properties::is_space;
use crate::search::{Finder, RFinder};
use core::ops::Range;

/// Characters that one step searches.
pub const STRETCH: usize = 1 << 16;

/// What a step came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The next piece.
    Piece(Range<usize>),
    /// Nothing yet: some [`STRETCH`] characters were searched.
    Nothing,
}

/// Iterators of pieces the next of which may be far away.
pub trait Steps: Iterator<Item = Range<usize>> {
    /// Searches on for a stretch; `None` behind the last piece.
    fn step(&mut self) -> Option<Step>;
}

fn next_piece(steps: &mut impl Steps) -> Option<Range<usize>> {
    loop {
        if let Step::Piece(piece) = steps.step()? {
            return Some(piece);
        }
    }
}

macro_rules! iterators {
    ($($name:ty),*) => {
        $(impl Iterator for $name {
            type Item = Range<usize>;

            fn next(&mut self) -> Option<Range<usize>> {
                next_piece(self)
            }
        })*
    };
}

iterators!(Split<'_, '_>, RSplit<'_, '_>, SplitSpace<'_>, RSplitSpace<'_>, SplitLines<'_>);

/// `text.split(separator, maxsplit)`; the pieces from left to right.
pub struct Split<'t, 's> {
    text: Chars<'t>,
    finder: Finder<'s>,
    skip: usize,
    from: usize,
    /// Where separators are searched from.
    at: usize,
    cuts: usize,
    done: bool,
}

impl<'t, 's> Split<'t, 's> {
    /// At most `maxsplit` cuts, `None` for no limit. `None` comes back for an empty separator,
    /// which Python calls a `ValueError`.
    #[must_use]
    pub fn new(text: Chars<'t>, separator: Chars<'s>, maxsplit: Option<usize>) -> Option<Self> {
        (!separator.is_empty()).then(|| Split {
            text,
            finder: Finder::new(text, separator),
            skip: separator.len(),
            from: 0,
            at: 0,
            cuts: maxsplit.unwrap_or(usize::MAX),
            done: false,
        })
    }
}

impl Steps for Split<'_, '_> {
    fn step(&mut self) -> Option<Step> {
        if self.done {
            return None;
        }
        let (start, len) = (self.from, self.text.len());
        let end = len.min(self.at + stretch(self.skip));
        let cut = match self.cuts {
            0 => None,
            _ => self.finder.find(self.text.slice(0..end), self.at),
        };
        let Some(at) = cut else {
            if self.cuts > 0 && end < len {
                self.at = end + 1 - self.skip;
                return Some(Step::Nothing);
            }
            self.done = true;
            return Some(Step::Piece(start..len));
        };
        self.cuts -= 1;
        self.from = at + self.skip;
        self.at = self.from;
        Some(Step::Piece(start..at))
    }
}

/// Characters to search at once for a separator of so many: stretches lap over.
fn stretch(separator: usize) -> usize {
    STRETCH.max(4 * separator)
}

/// `text.rsplit(separator, maxsplit)`; the pieces from right to left.
pub struct RSplit<'t, 's> {
    text: Chars<'t>,
    finder: RFinder<'s>,
    skip: usize,
    to: usize,
    /// Where separators are searched down from.
    at: usize,
    cuts: usize,
    done: bool,
}

impl<'t, 's> RSplit<'t, 's> {
    /// At most `maxsplit` cuts, `None` for no limit. `None` comes back for an empty separator.
    #[must_use]
    pub fn new(text: Chars<'t>, separator: Chars<'s>, maxsplit: Option<usize>) -> Option<Self> {
        (!separator.is_empty()).then(|| RSplit {
            text,
            finder: RFinder::new(text, separator),
            skip: separator.len(),
            to: text.len(),
            at: text.len(),
            cuts: maxsplit.unwrap_or(usize::MAX),
            done: false,
        })
    }
}

impl Steps for RSplit<'_, '_> {
    fn step(&mut self) -> Option<Step> {
        if self.done {
            return None;
        }
        let end = self.to;
        let first = self.at.saturating_sub(stretch(self.skip));
        let cut = match self.cuts {
            0 => None,
            _ => self.finder.rfind(self.text.slice(first..self.at), self.at - first),
        };
        let Some(at) = cut.map(|at| first + at) else {
            if self.cuts > 0 && first > 0 {
                self.at = first + self.skip - 1;
                return Some(Step::Nothing);
            }
            self.done = true;
            return Some(Step::Piece(0..end));
        };
        self.cuts -= 1;
        self.to = at;
        self.at = at;
        Some(Step::Piece(at + self.skip..end))
    }
}

/// `text.split(None, maxsplit)`; the pieces from left to right. What is left when the cuts are
/// used up keeps its trailing white space.
pub struct SplitSpace<'t> {
    text: Chars<'t>,
    rules: Rules,
    from: usize,
    /// Where the piece begins whose end is searched from `from` on.
    start: Option<usize>,
    cuts: usize,
}

impl<'t> SplitSpace<'t> {
    /// At most `maxsplit` cuts, `None` for no limit.
    #[must_use]
    pub fn new(text: Chars<'t>, rules: Rules, maxsplit: Option<usize>) -> Self {
        SplitSpace { text, rules, from: 0, start: None, cuts: maxsplit.unwrap_or(usize::MAX) }
    }
}

impl Steps for SplitSpace<'_> {
    fn step(&mut self) -> Option<Step> {
        let len = self.text.len();
        let mut part = self.text.slice(self.from..self.from + STRETCH);
        let start = match self.start {
            Some(start) => start,
            None => {
                let Some(gap) = part.iter().position(|ch| !is_space(ch, self.rules)) else {
                    self.from += part.len();
                    return (self.from < len).then_some(Step::Nothing);
                };
                self.from += gap;
                if self.cuts == 0 {
                    return Some(Step::Piece(core::mem::replace(&mut self.from, len)..len));
                }
                part = part.slice(gap..part.len());
                self.from
            }
        };
        if let Some(length) = part.iter().position(|ch| is_space(ch, self.rules)) {
            self.from += length;
        } else {
            self.from += part.len();
            if self.from < len {
                self.start = Some(start);
                return Some(Step::Nothing);
            }
        }
        self.cuts -= 1;
        self.start = None;
        Some(Step::Piece(start..self.from))
    }
}

/// `text.rsplit(None, maxsplit)`; the pieces from right to left. What is left when the cuts are
/// used up keeps its leading white space.
pub struct RSplitSpace<'t> {
    text: Chars<'t>,
    rules: Rules,
    to: usize,
    /// Where the piece ends whose start is searched down from `to`.
    end: Option<usize>,
    cuts: usize,
}

impl<'t> RSplitSpace<'t> {
    /// At most `maxsplit` cuts, `None` for no limit.
    #[must_use]
    pub fn new(text: Chars<'t>, rules: Rules, maxsplit: Option<usize>) -> Self {
        RSplitSpace { text, rules, to: text.len(), end: None, cuts: maxsplit.unwrap_or(usize::MAX) }
    }
}

impl Steps for RSplitSpace<'_> {
    fn step(&mut self) -> Option<Step> {
        let first = self.to.saturating_sub(STRETCH);
        let mut part = self.text.slice(first..self.to);
        let end = match self.end {
            Some(end) => end,
            None => {
                let Some(last) = part.iter().rposition(|ch| !is_space(ch, self.rules)) else {
                    self.to = first;
                    return (first > 0).then_some(Step::Nothing);
                };
                self.to = first + last + 1;
                if self.cuts == 0 {
                    return Some(Step::Piece(0..core::mem::replace(&mut self.to, 0)));
                }
                part = part.slice(0..last + 1);
                self.to
            }
        };
        if let Some(last) = part.iter().rposition(|ch| is_space(ch, self.rules)) {
            self.to = first + last + 1;
        } else {
            self.to = first;
            if first > 0 {
                self.end = Some(end);
                return Some(Step::Nothing);
            }
        }
        self.cuts -= 1;
        self.end = None;
        Some(Step::Piece(self.to..end))
    }
}

/// `text.splitlines(keepends)`. `\r\n` is one boundary.
pub struct SplitLines<'t> {
    text: Chars<'t>,
    rules: Rules,
    keepends: bool,
    from: usize,
    /// Where the line's end is searched from.
    at: usize,
}

impl<'t> SplitLines<'t> {
    /// Lines by every Unicode boundary ([`Rules::Text`]), or by `\n`, `\r` and `\r\n` only.
    #[must_use]
    pub fn new(text: Chars<'t>, rules: Rules, keepends: bool) -> Self {
        SplitLines { text, rules, keepends, from: 0, at: 0 }
    }
}

impl Steps for SplitLines<'_> {
    fn step(&mut self) -> Option<Step> {
        let (start, len) = (self.from, self.text.len());
        if start >= len {
            return None;
        }
        let part = self.text.slice(self.at..self.at + STRETCH);
        let Some(length) = line_end(part, self.rules) else {
            self.at += part.len();
            if self.at < len {
                return Some(Step::Nothing);
            }
            self.from = len;
            return Some(Step::Piece(start..len));
        };
        let end = self.at + length;
        let both = self.text.get(end) == Some(0x0D) && self.text.get(end + 1) == Some(0x0A);
        self.from = end + 1 + usize::from(both);
        self.at = self.from;
        Some(Step::Piece(start..if self.keepends { self.from } else { end }))
    }
}

fn line_end(rest: Chars<'_>, rules: Rules) -> Option<usize> {
    match (rest, rules) {
        (Chars::One(units), Rules::Bytes) => memchr::memchr2(b'\n', b'\r', units),
        _ => rest.iter().position(|ch| is_line_boundary(ch, rules)),
    }
}

/// Whether `splitlines` cuts at `ch`.
#[must_use]
pub const fn is_line_boundary(ch: u32, rules: Rules) -> bool {
    match rules {
        Rules::Bytes => matches!(ch, 0x0A | 0x0D),
        Rules::Text => matches!(ch, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029),
    }
}

/// What `partition` and `rpartition` make of a text whose separator of `length` characters was found at `at`: what lies
/// before, the separator, what lies behind.
#[must_use]
pub fn cut_at(text: Chars<'_>, at: usize, length: usize) -> [Range<usize>; 3] {
    [0..at, at..at + length, at + length..text.len()]
}
