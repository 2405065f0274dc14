//! Cutting a string into parts: by separator, by white space, by line, in two.
//!
//! All are iterators of index ranges into the text, so the caller makes (and may stop making) the
//! pieces. The ones from the right yield from the right.

use crate::Rules;
use crate::chars::Chars;
use crate::properties::is_space;
use crate::search::{Finder, RFinder, find, rfind};
use core::ops::Range;

/// `text.split(separator, maxsplit)`; the pieces from left to right.
pub struct Split<'t, 's> {
    text: Chars<'t>,
    finder: Finder<'s>,
    skip: usize,
    from: usize,
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
            cuts: maxsplit.unwrap_or(usize::MAX),
            done: false,
        })
    }
}

impl Iterator for Split<'_, '_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.done {
            return None;
        }
        let start = self.from;
        let cut = match self.cuts {
            0 => None,
            _ => self.finder.find(self.text, start),
        };
        let Some(at) = cut else {
            self.done = true;
            return Some(start..self.text.len());
        };
        self.cuts -= 1;
        self.from = at + self.skip;
        Some(start..at)
    }
}

/// `text.rsplit(separator, maxsplit)`; the pieces from right to left.
pub struct RSplit<'t, 's> {
    text: Chars<'t>,
    finder: RFinder<'s>,
    skip: usize,
    to: usize,
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
            cuts: maxsplit.unwrap_or(usize::MAX),
            done: false,
        })
    }
}

impl Iterator for RSplit<'_, '_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.done {
            return None;
        }
        let end = self.to;
        let cut = match self.cuts {
            0 => None,
            _ => self.finder.rfind(self.text, end),
        };
        let Some(at) = cut else {
            self.done = true;
            return Some(0..end);
        };
        self.cuts -= 1;
        self.to = at;
        Some(at + self.skip..end)
    }
}

/// `text.split(None, maxsplit)`; the pieces from left to right. What is left when the cuts are
/// used up keeps its trailing white space.
pub struct SplitSpace<'t> {
    text: Chars<'t>,
    rules: Rules,
    from: usize,
    cuts: usize,
}

impl<'t> SplitSpace<'t> {
    /// At most `maxsplit` cuts, `None` for no limit.
    #[must_use]
    pub fn new(text: Chars<'t>, rules: Rules, maxsplit: Option<usize>) -> Self {
        SplitSpace { text, rules, from: 0, cuts: maxsplit.unwrap_or(usize::MAX) }
    }
}

impl Iterator for SplitSpace<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let len = self.text.len();
        let rest = self.text.slice(self.from..len);
        let start = self.from + rest.iter().position(|ch| !is_space(ch, self.rules))?;
        if self.cuts == 0 {
            self.from = len;
            return Some(start..len);
        }
        self.cuts -= 1;
        let rest = self.text.slice(start..len);
        let end = match rest.iter().position(|ch| is_space(ch, self.rules)) {
            Some(length) => start + length,
            None => len,
        };
        self.from = end;
        Some(start..end)
    }
}

/// `text.rsplit(None, maxsplit)`; the pieces from right to left. What is left when the cuts are
/// used up keeps its leading white space.
pub struct RSplitSpace<'t> {
    text: Chars<'t>,
    rules: Rules,
    to: usize,
    cuts: usize,
}

impl<'t> RSplitSpace<'t> {
    /// At most `maxsplit` cuts, `None` for no limit.
    #[must_use]
    pub fn new(text: Chars<'t>, rules: Rules, maxsplit: Option<usize>) -> Self {
        RSplitSpace { text, rules, to: text.len(), cuts: maxsplit.unwrap_or(usize::MAX) }
    }
}

impl Iterator for RSplitSpace<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let part = self.text.slice(0..self.to);
        let end = part.iter().rposition(|ch| !is_space(ch, self.rules))? + 1;
        if self.cuts == 0 {
            self.to = 0;
            return Some(0..end);
        }
        self.cuts -= 1;
        let part = self.text.slice(0..end);
        let start = match part.iter().rposition(|ch| is_space(ch, self.rules)) {
            Some(last) => last + 1,
            None => 0,
        };
        self.to = start;
        Some(start..end)
    }
}

/// `text.splitlines(keepends)`. `\r\n` is one boundary.
pub struct SplitLines<'t> {
    text: Chars<'t>,
    rules: Rules,
    keepends: bool,
    from: usize,
}

impl<'t> SplitLines<'t> {
    /// Lines by every Unicode boundary ([`Rules::Text`]), or by `\n`, `\r` and `\r\n` only.
    #[must_use]
    pub fn new(text: Chars<'t>, rules: Rules, keepends: bool) -> Self {
        SplitLines { text, rules, keepends, from: 0 }
    }
}

impl Iterator for SplitLines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let len = self.text.len();
        let start = self.from;
        if start >= len {
            return None;
        }
        let rest = self.text.slice(start..len);
        let Some(length) = line_end(rest, self.rules) else {
            self.from = len;
            return Some(start..len);
        };
        let end = start + length;
        let both = self.text.get(end) == Some(0x0D) && self.text.get(end + 1) == Some(0x0A);
        self.from = end + 1 + usize::from(both);
        Some(start..if self.keepends { self.from } else { end })
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

/// `text.partition(separator)`: what lies before the first separator, the separator, what lies
/// behind. `None` when it does not occur. The separator must not be empty.
#[must_use]
pub fn partition(text: Chars<'_>, separator: Chars<'_>) -> Option<[Range<usize>; 3]> {
    cut_at(text, find(text, separator, 0..text.len())?, separator.len())
}

/// `text.rpartition(separator)`: as [`partition`], at the last separator.
#[must_use]
pub fn rpartition(text: Chars<'_>, separator: Chars<'_>) -> Option<[Range<usize>; 3]> {
    cut_at(text, rfind(text, separator, 0..text.len())?, separator.len())
}

fn cut_at(text: Chars<'_>, at: usize, length: usize) -> Option<[Range<usize>; 3]> {
    Some([0..at, at..at + length, at + length..text.len()])
}
