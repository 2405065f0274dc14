//! Strings under a format specification: how much of them, and how much padding.

use super::{Align, FormatError, Sign, Spec};

/// What is written for a string: padding, its first characters, padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextPadding {
    /// Fill characters before the text.
    pub before: usize,
    /// Characters of the text.
    pub take: usize,
    /// Fill characters after the text.
    pub after: usize,
}

impl Spec {
    /// Lays out a string of `length` characters. The specification was parsed with the default type
    /// `s` and alignment left.
    ///
    /// # Errors
    /// [`FormatError`].
    pub fn text_padding(&self, length: usize) -> Result<TextPadding, FormatError> {
        if self.code != u32::from('s') {
            return Err(FormatError::UnknownCode(self.code));
        }
        match self.sign {
            Sign::Default => {}
            Sign::Space => return Err(FormatError::TextSpace),
            Sign::Plus | Sign::Minus => return Err(FormatError::TextSign),
        }
        if self.no_negative_zero {
            return Err(FormatError::TextNegativeZero);
        }
        if self.alternate {
            return Err(FormatError::TextAlternate);
        }
        if self.align == Align::Inside {
            return Err(FormatError::TextAlign);
        }
        let take = self.precision.map_or(length, |precision| precision.min(length));
        let padding = self.width.unwrap_or(0).saturating_sub(take);
        let before = match self.align {
            Align::Left | Align::Inside => 0,
            Align::Right => padding,
            Align::Center => padding / 2,
        };
        Ok(TextPadding { before, take, after: padding - before })
    }
}
