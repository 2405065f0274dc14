//! `%` templates, of `str` and (as [`Chars::One`]) of `bytes`.
//!
//! Python looks at arguments while it reads a directive, so a later mistake in the directive shows
//! only when the arguments before it are right. A directive that breaks off is therefore given with
//! what came before the break: first its key is looked up and its `*` are taken, then it fails.

use super::number;
use crate::Rules;
use crate::chars::Chars;
use core::ops::Range;

/// Why a directive breaks off; each is a `ValueError` with [`PrintfError::message`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintfError {
    /// A `(` without `)`.
    IncompleteKey,
    /// The template ends before the conversion.
    IncompleteFormat,
    /// A width above `sys.maxsize`.
    WidthTooBig,
    /// A precision above C's `INT_MAX`.
    PrecisionTooBig,
}

impl PrintfError {
    /// CPython's words, which differ between `str` and `bytes`.
    #[must_use]
    pub const fn message(self, rules: Rules) -> &'static str {
        match (self, rules) {
            (PrintfError::IncompleteKey, _) => "incomplete format key",
            (PrintfError::IncompleteFormat, _) => "incomplete format",
            (PrintfError::WidthTooBig, _) => "width too big",
            (PrintfError::PrecisionTooBig, Rules::Text) => "precision too big",
            (PrintfError::PrecisionTooBig, Rules::Bytes) => "prec too big",
        }
    }
}

/// The flags of a directive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "five independent flags of printf")]
pub struct Flags {
    /// `-`
    pub left: bool,
    /// `+`
    pub sign: bool,
    /// A space.
    pub blank: bool,
    /// `#`
    pub alternate: bool,
    /// `0`
    pub zero: bool,
}

/// A width or precision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Amount {
    /// Not given.
    #[default]
    None,
    /// Given as digits; a precision of nothing behind its point is 0.
    Fixed(usize),
    /// `*`: the next argument.
    Argument,
}

/// `%(key)flags width.precision conversion`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directive {
    /// The mapping key; without closing parenthesis it reaches to the template's end.
    pub key: Option<Range<usize>>,
    /// Flags, in any order and number.
    pub flags: Flags,
    /// The least width.
    pub width: Amount,
    /// The precision.
    pub precision: Amount,
    /// The conversion character, whatever it is; 0 when broken off. A bare `%%` takes no argument,
    /// and so does not come as a directive.
    pub conversion: u32,
    /// Where the conversion stands, for `unsupported format character '…' (0x…) at index …`.
    pub index: usize,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text to copy; of `%%`, one.
    Literal(Range<usize>),
    /// A directive.
    Directive(Directive),
    /// A directive that breaks off; the last piece.
    Broken(Directive, PrintfError),
}

/// Iterates over the pieces of a `%` template.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    text: Chars<'a>,
    at: usize,
}

impl<'a> Template<'a> {
    /// The pieces of `text`.
    #[must_use]
    pub const fn new(text: Chars<'a>) -> Self {
        Template { text, at: 0 }
    }

    /// Reads a directive from behind its `%` into `directive`.
    fn directive(&mut self, directive: &mut Directive) -> Result<(), PrintfError> {
        if self.text.get(self.at) == Some(0x28) {
            directive.key = Some(self.at + 1..self.text.len());
            directive.key = Some(self.key().ok_or(PrintfError::IncompleteKey)?);
        }
        self.flags(&mut directive.flags);
        directive.width = self.amount(isize::MAX.unsigned_abs(), Amount::None, PrintfError::WidthTooBig)?;
        if self.text.get(self.at) == Some(0x2E) {
            self.at += 1;
            directive.precision = self.amount(INT_MAX, Amount::Fixed(0), PrintfError::PrecisionTooBig)?;
        }
        // One length modifier of C is allowed and means nothing.
        if let Some(0x68 | 0x6C | 0x4C) = self.text.get(self.at) {
            self.at += 1;
        }
        directive.index = self.at;
        directive.conversion = self.text.get(self.at).ok_or(PrintfError::IncompleteFormat)?;
        self.at += 1;
        Ok(())
    }

    /// The key up to the parenthesis that closes it; parentheses in it are balanced.
    fn key(&mut self) -> Option<Range<usize>> {
        let start = self.at + 1;
        let mut depth = 1usize;
        for (offset, ch) in self.text.slice(start..self.text.len()).iter().enumerate() {
            match ch {
                0x28 => depth += 1,
                0x29 => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at = start + offset + 1;
                return Some(start..start + offset);
            }
        }
        None
    }

    fn flags(&mut self, flags: &mut Flags) {
        while let Some(ch) = self.text.get(self.at) {
            match ch {
                0x2D => flags.left = true,
                0x2B => flags.sign = true,
                0x20 => flags.blank = true,
                0x23 => flags.alternate = true,
                0x30 => flags.zero = true,
                _ => return,
            }
            self.at += 1;
        }
    }

    fn amount(&mut self, limit: usize, missing: Amount, error: PrintfError) -> Result<Amount, PrintfError> {
        if self.text.get(self.at) == Some(0x2A) {
            self.at += 1;
            return Ok(Amount::Argument);
        }
        let (value, end) = number(self.text, self.at).map_err(|_| error)?;
        if value > limit {
            return Err(error);
        }
        if end == self.at {
            return Ok(missing);
        }
        self.at = end;
        Ok(Amount::Fixed(value))
    }
}

/// C's `INT_MAX`.
const INT_MAX: usize = 0x7FFF_FFFF;

impl Iterator for Template<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let start = self.at;
        let rest = self.text.slice(start..self.text.len());
        if rest.is_empty() {
            return None;
        }
        let length = crate::search::position(rest, 0x25).unwrap_or(rest.len());
        if length != 0 {
            self.at = start + length;
            return Some(Piece::Literal(start..self.at));
        }
        self.at = start + 1;
        if self.text.get(self.at) == Some(0x25) {
            self.at += 1;
            return Some(Piece::Literal(start..start + 1));
        }
        let mut directive = Directive::default();
        Some(match self.directive(&mut directive) {
            Ok(()) => Piece::Directive(directive),
            Err(error) => {
                self.at = self.text.len();
                Piece::Broken(directive, error)
            }
        })
    }
}
