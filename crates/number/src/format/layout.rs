//! Lays a number out: padding, sign, prefix, zeros, grouped digits, point, grouped fraction, tail.

use super::spec::{Align, Grouping, Sign};
use super::writer::Writer;
use crate::Sink;

/// What surrounds a number.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) fill: u32,
    pub(super) align: Align,
    pub(super) sign: Sign,
    pub(super) width: usize,
}

/// Separators and how many digits they part.
#[derive(Clone, Copy)]
pub(super) struct Groups {
    pub(super) separator: u8,
    pub(super) size: usize,
}

impl Groups {
    pub(super) fn of(grouping: Option<Grouping>, size: usize) -> Option<Self> {
        grouping.map(|grouping| Self { separator: grouping.character(), size })
    }
}

/// A number's parts. Lengths add up to less than the machine word, as all text is in memory but for
/// counted zeros, of which there are fewer than 2**31.
pub(super) struct Number<'a> {
    pub(super) negative: bool,
    pub(super) prefix: &'a [u8],
    /// Whether prefix and digits are written in upper case.
    pub(super) upper: bool,
    /// Digits before the point; none for infinity, NaN and characters.
    pub(super) digits: &'a [u8],
    /// Zeros are put before fewer digits than this.
    pub(super) least_digits: usize,
    pub(super) groups: Option<Groups>,
    pub(super) point: bool,
    pub(super) fraction: &'a [u8],
    pub(super) fraction_zeros: usize,
    pub(super) fraction_groups: Option<Groups>,
    /// What follows the digits.
    pub(super) tail: &'a [u8],
    /// A single character after that.
    pub(super) character: Option<u32>,
}

impl Number<'_> {
    /// A number of no digits, to be filled in.
    pub(super) const EMPTY: Number<'static> = Number {
        negative: false,
        prefix: b"",
        upper: false,
        digits: b"",
        least_digits: 0,
        groups: None,
        point: false,
        fraction: b"",
        fraction_zeros: 0,
        fraction_groups: None,
        tail: b"",
        character: None,
    };

    fn sign(&self, sign: Sign) -> &'static [u8] {
        match sign {
            _ if self.negative => b"-",
            Sign::Plus => b"+",
            Sign::Space => b" ",
            Sign::Minus | Sign::Default => b"",
        }
    }

    fn fraction_len(&self) -> usize {
        let digits = self.fraction.len() + self.fraction_zeros;
        let separators = match self.fraction_groups {
            Some(groups) if digits > 0 => (digits - 1) / groups.size,
            _ => 0,
        };
        digits + separators
    }

    /// Everything but padding and the digits before the point.
    fn fixed_len(&self, frame: &Frame) -> usize {
        self.sign(frame.sign).len()
            + self.prefix.len()
            + usize::from(self.point)
            + self.fraction_len()
            + self.tail.len()
            + usize::from(self.character.is_some())
    }

    /// Digits before the point with the zeros that fill them up.
    fn padded_digits(&self, frame: &Frame) -> usize {
        if self.digits.is_empty() {
            return 0;
        }
        let least = self.least_digits.max(self.digits.len());
        if frame.fill != u32::from('0') || frame.align != Align::Inside {
            return least;
        }
        let room = frame.width.saturating_sub(self.fixed_len(frame));
        least.max(match self.groups {
            // A separator may not come first, so a digit may have to precede it.
            Some(groups) if room > 0 => {
                let (whole, part) = (room / (groups.size + 1), room % (groups.size + 1));
                whole * groups.size + part.max(1)
            }
            _ => room,
        })
    }

    fn grouped_len(&self, digits: usize) -> usize {
        match self.groups {
            Some(groups) if digits > 0 => digits + (digits - 1) / groups.size,
            _ => digits,
        }
    }

    /// The text's length without padding, but for zeros among the digits.
    pub(super) fn len(&self, frame: &Frame) -> usize {
        self.fixed_len(frame) + self.grouped_len(self.padded_digits(frame))
    }

    /// Writes everything.
    pub(super) fn write<S: Sink>(&self, writer: &mut Writer<S>, frame: &Frame) -> Result<(), S::Error> {
        let padding = frame.width.saturating_sub(self.len(frame));
        let (before, inside, after) = match frame.align {
            Align::Left => (0, 0, padding),
            Align::Right => (padding, 0, 0),
            Align::Center => (padding / 2, 0, padding - padding / 2),
            Align::Inside => (0, padding, 0),
        };
        writer.fill(frame.fill, before)?;
        writer.text(self.sign(frame.sign))?;
        writer.cased(self.prefix, self.upper)?;
        writer.fill(frame.fill, inside)?;
        self.write_digits(writer, self.padded_digits(frame))?;
        if self.point {
            writer.text(b".")?;
        }
        self.write_fraction(writer)?;
        writer.text(self.tail)?;
        if let Some(character) = self.character {
            writer.fill(character, 1)?;
        }
        writer.fill(frame.fill, after)
    }

    fn write_digits<S: Sink>(&self, writer: &mut Writer<S>, count: usize) -> Result<(), S::Error> {
        let zeros = count - self.digits.len();
        let Some(groups) = self.groups else {
            writer.fill(u32::from('0'), zeros)?;
            return writer.cased(self.digits, self.upper);
        };
        let mut from = 0;
        while from < count {
            // The first group is the one that may be short.
            let to = count - (count - from - 1) / groups.size * groups.size;
            if from > 0 {
                writer.text(&[groups.separator])?;
            }
            self.write_group(writer, zeros, from, to)?;
            from = to;
        }
        Ok(())
    }

    /// Positions `from..to` of the zeros followed by the digits.
    fn write_group<S: Sink>(
        &self,
        writer: &mut Writer<S>,
        zeros: usize,
        from: usize,
        to: usize,
    ) -> Result<(), S::Error> {
        writer.fill(u32::from('0'), zeros.clamp(from, to) - from)?;
        let start = from.max(zeros) - zeros;
        writer.cased(&self.digits[start..to.max(zeros) - zeros], self.upper)
    }

    fn write_fraction<S: Sink>(&self, writer: &mut Writer<S>) -> Result<(), S::Error> {
        let Some(groups) = self.fraction_groups else {
            writer.text(self.fraction)?;
            return writer.fill(u32::from('0'), self.fraction_zeros);
        };
        let count = self.fraction.len() + self.fraction_zeros;
        for from in (0..count).step_by(groups.size) {
            if from > 0 {
                writer.text(&[groups.separator])?;
            }
            let to = (from + groups.size).min(count);
            let digits = self.fraction.get(from..).unwrap_or_default();
            let digits = &digits[..digits.len().min(to - from)];
            writer.text(digits)?;
            writer.fill(u32::from('0'), to - from - digits.len())?;
        }
        Ok(())
    }
}
