//! What `bytes` and `bytearray` do by ASCII rules: case and the `is…` predicates.
//!
//! Searching, splitting, stripping and padding are the ones of `str`, over [`crate::Chars::One`]
//! with [`crate::Rules::Bytes`].

use crate::batch::ByteBatch;
use crate::sink::ByteSink;

/// A case conversion that looks at one byte, and whether a letter came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `lower()`.
    Lower,
    /// `upper()`.
    Upper,
    /// `title()`.
    Title,
    /// `capitalize()`.
    Capitalize,
    /// `swapcase()`.
    Swap,
}

/// Writes `data` in another case, byte for byte.
///
/// # Errors
/// The sink's own.
pub fn convert<S: ByteSink>(data: &[u8], case: Case, sink: &mut S) -> Result<(), S::Error> {
    let mut out = ByteBatch::new(sink);
    let mut inside = false;
    for &byte in data {
        let mapped = match case {
            Case::Lower => byte.to_ascii_lowercase(),
            Case::Upper => byte.to_ascii_uppercase(),
            Case::Title | Case::Capitalize if inside => byte.to_ascii_lowercase(),
            Case::Title | Case::Capitalize => byte.to_ascii_uppercase(),
            Case::Swap if byte.is_ascii_lowercase() => byte.to_ascii_uppercase(),
            Case::Swap => byte.to_ascii_lowercase(),
        };
        inside = case == Case::Capitalize || byte.is_ascii_alphabetic();
        out.push(&[mapped])?;
    }
    out.finish()
}

/// `data.isalpha()`.
#[must_use]
pub fn is_alpha(data: &[u8]) -> bool {
    all(data, u8::is_ascii_alphabetic)
}

/// `data.isdigit()`.
#[must_use]
pub fn is_digit(data: &[u8]) -> bool {
    all(data, u8::is_ascii_digit)
}

/// `data.isalnum()`.
#[must_use]
pub fn is_alnum(data: &[u8]) -> bool {
    all(data, u8::is_ascii_alphanumeric)
}

/// `data.isspace()`.
#[must_use]
pub fn is_space(data: &[u8]) -> bool {
    all(data, |byte| matches!(byte, 0x09..=0x0D | 0x20))
}

fn all(data: &[u8], has: impl Fn(&u8) -> bool) -> bool {
    !data.is_empty() && data.iter().all(has)
}

/// `data.islower()`.
#[must_use]
pub fn is_lower(data: &[u8]) -> bool {
    data.iter().any(u8::is_ascii_lowercase) && !data.iter().any(u8::is_ascii_uppercase)
}

/// `data.isupper()`.
#[must_use]
pub fn is_upper(data: &[u8]) -> bool {
    data.iter().any(u8::is_ascii_uppercase) && !data.iter().any(u8::is_ascii_lowercase)
}

/// `data.istitle()`.
#[must_use]
pub fn is_title(data: &[u8]) -> bool {
    let mut titles = Titles::default();
    titles.take(data) && titles.cased()
}

/// `istitle()` of bytes that come in portions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Titles {
    inside: bool,
    cased: bool,
}

impl Titles {
    /// Takes the next portion; whether nothing in it is wrong.
    pub fn take(&mut self, part: &[u8]) -> bool {
        for byte in part {
            let wrong = if self.inside { byte.is_ascii_uppercase() } else { byte.is_ascii_lowercase() };
            if wrong {
                return false;
            }
            self.inside = byte.is_ascii_alphabetic();
            self.cased |= self.inside;
        }
        true
    }

    /// Whether something was cased.
    #[must_use]
    pub const fn cased(&self) -> bool {
        self.cased
    }
}
