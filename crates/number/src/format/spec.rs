//! The format specification:
//! `[[fill]align][sign][z][#][0][width][grouping][.[precision][grouping]][type]`.

use super::FormatError;

/// Where padding goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// `<`: after the text.
    Left,
    /// `>`: before the text.
    Right,
    /// `^`: around the text, the odd one after it.
    Center,
    /// `=`: between sign or prefix and digits.
    Inside,
}

/// Which signs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Nothing was said: as `-`.
    Default,
    /// `-`: a minus sign only.
    Minus,
    /// `+`: always a sign.
    Plus,
    /// A space where no minus sign stands.
    Space,
}

/// What separates groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Grouping {
    pub(super) fn character(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Underscore => b'_',
        }
    }
}

/// A parsed format specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The padding's code point.
    pub fill: u32,
    /// Where padding goes.
    pub align: Align,
    /// Which signs are written.
    pub sign: Sign,
    /// `z`: negative zero becomes positive.
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least length.
    pub width: Option<usize>,
    /// Separators among the digits before the point.
    pub grouping: Option<Grouping>,
    /// The number after the point.
    pub precision: Option<usize>,
    /// Separators among the digits after the point.
    pub fraction_grouping: Option<Grouping>,
    /// The type's code point; zero when none was given and there is no default.
    pub code: u32,
}

/// The value of an ASCII decimal digit: the least that [`Spec::parse`] needs to know of digits.
#[must_use]
pub fn ascii_decimal(character: u32) -> Option<u32> {
    char::from_u32(character)?.to_digit(10)
}

fn align(character: u32) -> Option<Align> {
    match char::from_u32(character)? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::Inside),
        _ => None,
    }
}

/// The rest of a specification's text.
struct Rest<I: Iterator<Item = u32>>(core::iter::Peekable<I>);

impl<I: Iterator<Item = u32>> Rest<I> {
    fn take(&mut self, character: char) -> bool {
        self.0.next_if_eq(&u32::from(character)).is_some()
    }

    fn sign(&mut self) -> Sign {
        if self.take('+') {
            Sign::Plus
        } else if self.take('-') {
            Sign::Minus
        } else if self.take(' ') {
            Sign::Space
        } else {
            Sign::Default
        }
    }

    /// A number of any digits up to the machine's signed word.
    fn number(&mut self, decimal: &impl Fn(u32) -> Option<u32>) -> Result<Option<usize>, FormatError> {
        let mut number = None;
        while let Some(digit) = self.0.peek().and_then(|&character| decimal(character)) {
            let value = number.unwrap_or(0isize);
            let value = value.checked_mul(10).and_then(|v| v.checked_add(digit as isize));
            number = Some(value.ok_or(FormatError::TooManyDigits)?);
            self.0.next();
        }
        Ok(number.map(isize::cast_unsigned))
    }

    fn grouping(&mut self) -> Result<Option<Grouping>, FormatError> {
        let comma = self.take(',');
        let underscore = self.take('_');
        if underscore && (comma || self.take(',')) {
            return Err(FormatError::BothSeparators);
        }
        Ok(match (comma, underscore) {
            (true, _) => Some(Grouping::Comma),
            (_, true) => Some(Grouping::Underscore),
            _ => None,
        })
    }
}

impl Spec {
    /// Parses a specification for a value whose type is `default_code` (zero: none) and whose
    /// alignment is `default_align` unless the text says otherwise: `'s'` and `Left` for strings,
    /// zero and `Right` for numbers. `decimal` tells the value of a decimal digit of any script.
    ///
    /// # Errors
    /// [`FormatError`].
    pub fn parse<I: Iterator<Item = u32> + Clone>(
        text: I,
        default_code: u32,
        default_align: Align,
        decimal: impl Fn(u32) -> Option<u32>,
    ) -> Result<Self, FormatError> {
        let mut spec = Self {
            fill: u32::from(' '),
            align: default_align,
            sign: Sign::Default,
            no_negative_zero: false,
            alternate: false,
            width: None,
            grouping: None,
            precision: None,
            fraction_grouping: None,
            code: default_code,
        };
        let mut ahead = text.clone();
        let (first, second) = (ahead.next(), ahead.next());
        let mut rest = Rest(text.peekable());
        let (mut filled, mut aligned) = (false, true);
        if let (Some(fill), Some(align)) = (first, second.and_then(align)) {
            (spec.fill, spec.align, filled) = (fill, align, true);
            rest.0.nth(1);
        } else if let Some(align) = first.and_then(align) {
            spec.align = align;
            rest.0.next();
        } else {
            aligned = false;
        }
        spec.sign = rest.sign();
        spec.no_negative_zero = rest.take('z');
        spec.alternate = rest.take('#');
        if !filled && rest.take('0') {
            spec.fill = u32::from('0');
            if !aligned && default_align == Align::Right {
                spec.align = Align::Inside;
            }
        }
        spec.width = rest.number(&decimal)?;
        spec.grouping = rest.grouping()?;
        if rest.take('.') {
            spec.precision = rest.number(&decimal)?;
            spec.fraction_grouping = rest.grouping()?;
            if spec.precision.is_none() && spec.fraction_grouping.is_none() {
                return Err(FormatError::MissingPrecision);
            }
        }
        if let Some(code) = rest.0.next() {
            if rest.0.next().is_some() {
                return Err(FormatError::InvalidSpecifier);
            }
            spec.code = code;
        }
        spec.check_separators()?;
        Ok(spec)
    }

    fn check_separators(&self) -> Result<(), FormatError> {
        let wrong =
            |grouping: Grouping| Err(FormatError::SeparatorType { separator: grouping.character(), code: self.code });
        let code = u8::try_from(self.code).unwrap_or(b'?');
        if let Some(grouping) = self.grouping {
            let allowed = matches!(code, b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F' | 0)
                || grouping == Grouping::Underscore && matches!(code, b'b' | b'o' | b'x' | b'X');
            if !allowed {
                return wrong(grouping);
            }
        }
        match self.fraction_grouping {
            Some(grouping) if code == b'n' => wrong(grouping),
            _ => Ok(()),
        }
    }
}
