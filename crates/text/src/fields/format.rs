//! `str.format` templates (PEP 3101): literals and replacement fields, and the path in a field name.

use crate::chars::Chars;
use crate::properties::decimal_value;
use core::ops::Range;

/// What is wrong with a template; each is a `ValueError` with [`FormatError::message`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// A `}` that closes nothing.
    SingleClose,
    /// A `{` at the very end.
    SingleOpen,
    /// A `{` in a field name.
    OpenInName,
    /// The template ends inside a field name.
    Unclosed,
    /// The template ends behind `!`.
    NoConversion,
    /// Neither `:` nor `}` behind a conversion.
    ExpectedColon,
    /// The template ends inside a format spec.
    UnclosedSpec,
    /// Nothing behind `.`, or nothing between brackets.
    EmptyAttribute,
    /// Something else behind `]`.
    AfterBracket,
    /// A `[` without `]`.
    MissingBracket,
    /// An index above `sys.maxsize`.
    TooManyDigits,
}

impl FormatError {
    /// CPython's words.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            FormatError::SingleClose => "Single '}' encountered in format string",
            FormatError::SingleOpen => "Single '{' encountered in format string",
            FormatError::OpenInName => "unexpected '{' in field name",
            FormatError::Unclosed => "expected '}' before end of string",
            FormatError::NoConversion => "end of string while looking for conversion specifier",
            FormatError::ExpectedColon => "expected ':' after conversion specifier",
            FormatError::UnclosedSpec => "unmatched '{' in format spec",
            FormatError::EmptyAttribute => "Empty attribute in format string",
            FormatError::AfterBracket => "Only '.' or '[' may follow ']' in format field specifier",
            FormatError::MissingBracket => "Missing ']' in format string",
            FormatError::TooManyDigits => "Too many decimal digits in format string",
        }
    }
}

/// A literal and the replacement field behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Text to copy. Of a doubled brace it holds one.
    pub literal: Range<usize>,
    /// `None` behind a doubled brace and at the end.
    pub field: Option<Field>,
}

/// `{name!conversion:spec}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// See [`Path`].
    pub name: Range<usize>,
    /// The character behind `!`; Python knows `r`, `s` and `a`.
    pub conversion: Option<u32>,
    /// The format spec, to be formatted itself when `nested`.
    pub spec: Range<usize>,
    /// Whether the spec holds a `{`.
    pub nested: bool,
}

/// Iterates over the parts of a template; ends after the first error.
#[derive(Clone, Debug)]
pub struct Template<'a> {
    text: Chars<'a>,
    at: usize,
}

impl<'a> Template<'a> {
    /// The parts of `text`.
    #[must_use]
    pub const fn new(text: Chars<'a>) -> Self {
        Template { text, at: 0 }
    }

    /// Takes the next character.
    fn take(&mut self) -> Option<u32> {
        let ch = self.text.get(self.at)?;
        self.at += 1;
        Some(ch)
    }

    fn part(&mut self) -> Result<Part, FormatError> {
        let start = self.at;
        let rest = self.text.slice(start..self.text.len());
        let Some(length) = rest.iter().position(|ch| matches!(ch, OPEN | CLOSE)) else {
            self.at = self.text.len();
            return Ok(Part { literal: start..self.at, field: None });
        };
        let brace = start + length;
        let kind = self.text.get(brace);
        let next = self.text.get(brace + 1);
        if kind == next {
            self.at = brace + 2;
            return Ok(Part { literal: start..brace + 1, field: None });
        }
        match (kind, next) {
            (Some(CLOSE), _) => return Err(FormatError::SingleClose),
            (_, None) => return Err(FormatError::SingleOpen),
            _ => {}
        }
        self.at = brace + 1;
        Ok(Part { literal: start..brace, field: Some(self.field()?) })
    }

    fn field(&mut self) -> Result<Field, FormatError> {
        let start = self.at;
        let end = loop {
            match self.take() {
                None => return Err(FormatError::Unclosed),
                Some(OPEN) => return Err(FormatError::OpenInName),
                Some(BRACKET) => self.skip_to_bracket(),
                Some(end @ (CLOSE | COLON | BANG)) => break end,
                Some(_) => {}
            }
        };
        let mut field = Field { name: start..self.at - 1, conversion: None, spec: self.at..self.at, nested: false };
        if end == BANG {
            field.conversion = Some(self.take().ok_or(FormatError::NoConversion)?);
            match self.take() {
                Some(CLOSE) => {
                    field.spec = self.at - 1..self.at - 1;
                    return Ok(field);
                }
                Some(COLON) | None => {}
                Some(_) => return Err(FormatError::ExpectedColon),
            }
        }
        if end != CLOSE {
            self.spec(&mut field)?;
        }
        Ok(field)
    }

    /// Up to the bracket that closes an index, or to the end.
    fn skip_to_bracket(&mut self) {
        let rest = self.text.slice(self.at..self.text.len());
        self.at += rest.iter().position(|ch| ch == CLOSE_BRACKET).unwrap_or(rest.len());
    }

    fn spec(&mut self, field: &mut Field) -> Result<(), FormatError> {
        let start = self.at;
        let mut depth = 1usize;
        loop {
            match self.take() {
                None => return Err(FormatError::UnclosedSpec),
                Some(OPEN) => {
                    field.nested = true;
                    depth += 1;
                }
                Some(CLOSE) => depth -= 1,
                Some(_) => {}
            }
            if depth == 0 {
                field.spec = start..self.at - 1;
                return Ok(());
            }
        }
    }
}

impl Iterator for Template<'_> {
    type Item = Result<Part, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let part = self.part();
        if part.is_err() {
            self.at = self.text.len();
        }
        Some(part)
    }
}

/// What a field name begins with: which argument is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// Nothing: the next argument.
    Auto,
    /// An argument by position.
    Index(usize),
    /// An argument by keyword.
    Name(Range<usize>),
}

/// One step from an object to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`
    Attribute(Range<usize>),
    /// `[123]`
    Index(usize),
    /// `[anything else]`
    Key(Range<usize>),
}

/// The steps in a field name behind its first part; ends after the first error.
#[derive(Clone, Debug)]
pub struct Path<'a> {
    text: Chars<'a>,
    at: usize,
    end: usize,
}

impl<'a> Path<'a> {
    /// Cuts the field name at `name` in `text` into its first part and the steps behind it.
    ///
    /// # Errors
    /// [`FormatError::TooManyDigits`].
    pub fn new(text: Chars<'a>, name: Range<usize>) -> Result<(First, Self), FormatError> {
        let part = text.slice(name.clone());
        let length = part.iter().position(|ch| matches!(ch, DOT | BRACKET)).unwrap_or(part.len());
        let at = name.start + length;
        let first = match index(part.slice(0..length))? {
            _ if length == 0 => First::Auto,
            Some(index) => First::Index(index),
            None => First::Name(name.start..at),
        };
        let path = Path { text, at, end: name.start + part.len() };
        Ok((first, path))
    }

    fn step(&mut self) -> Result<Step, FormatError> {
        let rest = self.text.slice(self.at + 1..self.end);
        let start = self.at + 1;
        let step = match self.text.get(self.at) {
            Some(DOT) => {
                let next = rest.iter().position(|ch| matches!(ch, DOT | BRACKET));
                self.at = start + next.unwrap_or(rest.len());
                Step::Attribute(start..self.at)
            }
            Some(BRACKET) => {
                let length = rest.iter().position(|ch| ch == CLOSE_BRACKET).ok_or(FormatError::MissingBracket)?;
                self.at = start + length + 1;
                match index(rest.slice(0..length))? {
                    Some(index) => Step::Index(index),
                    None => Step::Key(start..start + length),
                }
            }
            _ => return Err(FormatError::AfterBracket),
        };
        match &step {
            Step::Attribute(name) | Step::Key(name) if name.is_empty() => Err(FormatError::EmptyAttribute),
            _ => Ok(step),
        }
    }
}

impl Iterator for Path<'_> {
    type Item = Result<Step, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let step = self.step();
        if step.is_err() {
            self.at = self.end;
        }
        Some(step)
    }
}

/// The value of `text` when it is decimal digits, of any script, and nothing else.
fn index(text: Chars<'_>) -> Result<Option<usize>, FormatError> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut value = 0isize;
    for ch in text {
        let Some(digit) = decimal_value(ch) else {
            return Ok(None);
        };
        value =
            value.checked_mul(10).and_then(|tens| tens.checked_add(digit.into())).ok_or(FormatError::TooManyDigits)?;
    }
    Ok(Some(value.unsigned_abs()))
}

const BANG: u32 = 0x21;
const DOT: u32 = 0x2E;
const COLON: u32 = 0x3A;
const BRACKET: u32 = 0x5B;
const CLOSE_BRACKET: u32 = 0x5D;
const OPEN: u32 = 0x7B;
const CLOSE: u32 = 0x7D;
