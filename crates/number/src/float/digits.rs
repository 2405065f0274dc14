//! Decimal digits of a float in every style that formatting knows.

use super::Ascii;
use core::fmt::Write;

/// Digits after the point beyond which every double has zeros only.
const EXACT_FRACTION: usize = 1074;
/// Significant digits beyond which every double has zeros only.
const EXACT_SIGNIFICANT: usize = 767;
/// The longest text: 309 digits, a point, and the longest fraction.
pub(crate) const LONG: usize = 309 + 1 + EXACT_FRACTION;
/// Room for the text of ordinary values in ordinary styles; see [`Style::is_short`].
pub(crate) const SHORT: usize = 64;

/// The fewest significant digits that read back as the same double.
pub(super) struct Shortest {
    text: Ascii<32>,
    /// Power of ten of the first digit.
    pub(super) exponent: i32,
}

impl Shortest {
    /// `value` is finite and not negative.
    pub(super) fn new(value: f64) -> Self {
        let mut text = Ascii::new();
        // Shortest digits take 17 bytes, point and exponent 7: the buffer cannot be too short.
        let _ = write!(text, "{value:e}");
        let (digits, exponent) = split_scientific(&mut text);
        text.len = digits;
        Self { text, exponent }.settle_tie(value)
    }

    /// Between two shortest texts equally near, `core` takes the upper one, Python the even one.
    /// They are equally near only if the exact value has just one decimal more.
    fn settle_tie(self, value: f64) -> Self {
        let (mantissa, binary) = crate::convert::decompose(value);
        let decimals = -(binary + mantissa.trailing_zeros() as i32);
        let after = self.text.len - 1;
        let last_odd = self.text.last().is_some_and(|digit| digit % 2 == 1);
        if decimals < 2 || after as i32 - self.exponent != decimals - 1 || !last_odd {
            return self;
        }
        let mut text = Ascii::new();
        let _ = write!(text, "{value:.after$e}");
        if text.as_str().parse() != Ok(value) {
            return self;
        }
        let (digits, exponent) = split_scientific(&mut text);
        text.len = digits;
        Self { text, exponent }
    }

    pub(super) fn digits(&self) -> &[u8] {
        &self.text
    }
}

/// Takes `d.ddde-5` apart: the digits are left at the buffer's start. Returns their number and the
/// exponent.
fn split_scientific<const N: usize>(text: &mut Ascii<N>) -> (usize, i32) {
    let mark = text.iter().position(|&byte| byte == b'e').unwrap_or(text.len);
    let exponent = match text.get(mark + 1..) {
        Some([b'-', digits @ ..]) => -read(digits),
        Some(digits) => read(digits),
        None => 0,
    };
    if mark < 2 {
        return (mark, exponent);
    }
    text.bytes.copy_within(2..mark, 1);
    (mark - 1, exponent)
}

fn read(digits: &[u8]) -> i32 {
    digits.iter().fold(0, |sum, &digit| sum * 10 + i32::from(digit - b'0'))
}

/// `value * 10**places` rounded to a whole number, ties to even, for ordinary values and few places.
/// `value` is finite and not negative.
pub(super) fn scaled(value: f64, places: usize) -> Option<u128> {
    let (mantissa, exponent) = crate::convert::decompose(value);
    // 53 bits times 10**22 fit 127 bits.
    if places > 22 || !(-126..=0).contains(&exponent) {
        return None;
    }
    let product = u128::from(mantissa) * 10u128.pow(places as u32);
    let drop = exponent.unsigned_abs();
    let kept = product >> drop;
    let lost = product - (kept << drop);
    let twice = lost << 1;
    let one = 1 << drop;
    Some(kept + u128::from(twice > one || twice == one && kept & 1 == 1))
}

/// `e+06`, `e-300`.
pub(super) fn exponent_text(exponent: i32, upper: bool) -> Ascii<8> {
    let mut text = Ascii::new();
    text.push(if upper { b"E" } else { b"e" });
    text.push(if exponent < 0 { b"-" } else { b"+" });
    let size = u64::from(exponent.unsigned_abs());
    if size < 10 {
        text.push(b"0");
    }
    text.push(crate::int_text::decimal(size, &mut [0; 20]));
    text
}

/// How a float is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Shortest digits, as `repr`; whole numbers end in `.0` when `dot_zero`.
    Shortest { dot_zero: bool },
    /// `e`
    Scientific { precision: usize },
    /// `f`
    Fixed { precision: usize },
    /// `g`; `keep_zeros` is the alternate form, `dot_zero` that of an empty type.
    General { precision: usize, keep_zeros: bool, dot_zero: bool },
}

impl Style {
    /// Whether [`SHORT`] bytes surely hold the value's text.
    pub(crate) fn is_short(self, value: f64) -> bool {
        // The largest text is 22 digits before the point, the point, and 26 after it, or an
        // exponent of five characters.
        match self {
            Self::Shortest { .. } => true,
            Self::Scientific { precision } | Self::General { precision, .. } => precision <= 26,
            Self::Fixed { precision } => precision <= 26 && value.abs() < 1e21,
        }
    }
}

/// A float's text in parts, without separators; `N` is [`LONG`], or [`SHORT`] where that will do.
pub(crate) struct Rendered<const N: usize> {
    /// Whether a minus sign belongs in front (also to zero; never to NaN).
    pub(crate) negative: bool,
    text: Ascii<N>,
    /// Digits before the point; the rest of `text` follows it. Zero for infinity and NaN.
    whole: usize,
    /// Zeros after what `text` holds of the fraction.
    pub(crate) zeros: usize,
    /// The power of ten, when it is written.
    exponent: Option<i32>,
    /// `inf` or `nan`.
    special: &'static [u8; 3],
}

impl<const N: usize> Rendered<N> {
    /// Renders in at most linear time in the style's digits; zeros without end are only counted.
    pub(crate) fn new(value: f64, style: Style) -> Self {
        let mut rendered = Self {
            negative: value.is_sign_negative() && !value.is_nan(),
            text: Ascii::new(),
            whole: 0,
            zeros: 0,
            exponent: None,
            special: if value.is_nan() { b"nan" } else { b"inf" },
        };
        if !value.is_finite() {
            return rendered;
        }
        let value = value.abs();
        match style {
            Style::Shortest { dot_zero } => {
                let shortest = Shortest::new(value);
                rendered.text.push(shortest.digits());
                let exponent = shortest.exponent;
                rendered.place(exponent, !(-4..16).contains(&exponent), dot_zero);
            }
            Style::Fixed { precision } => rendered.fixed(value, precision),
            Style::Scientific { precision } => {
                let exponent = rendered.significant(value, precision.saturating_add(1));
                rendered.whole = 1;
                rendered.exponent = Some(exponent);
            }
            Style::General { precision, keep_zeros, dot_zero } => {
                let precision = precision.max(1);
                let exponent = rendered.significant(value, precision);
                if !keep_zeros {
                    rendered.strip_zeros();
                }
                let limit = precision - usize::from(dot_zero);
                let fixed = exponent >= -4 && i64::from(exponent) < limit as i64;
                rendered.place(exponent, !fixed, dot_zero);
            }
        }
        rendered
    }

    fn fixed(&mut self, value: f64, precision: usize) {
        if let Some(scaled) = scaled(value, precision).and_then(|n| u64::try_from(n).ok()) {
            let mut buffer = [0; 20];
            let digits = crate::int_text::decimal(scaled, &mut buffer);
            self.text.push_zeros((precision + 1).saturating_sub(digits.len()));
            self.text.push(digits);
            self.whole = self.text.len - precision;
            return;
        }
        let given = precision.min(EXACT_FRACTION);
        // The buffer holds the longest such text.
        let _ = write!(self.text, "{value:.given$}");
        self.zeros = precision - given;
        self.whole = self.text.len - given;
        if given > 0 {
            self.whole -= 1;
            let end = self.text.len;
            self.text.bytes.copy_within(self.whole + 1..end, self.whole);
            self.text.len -= 1;
        }
    }

    /// Fills in `count` significant digits and returns the first one's power of ten.
    fn significant(&mut self, value: f64, count: usize) -> i32 {
        let given = count.min(EXACT_SIGNIFICANT);
        let after = given - 1;
        let _ = write!(self.text, "{value:.after$e}");
        self.zeros = count - given;
        let (len, exponent) = split_scientific(&mut self.text);
        self.text.len = len;
        exponent
    }

    fn strip_zeros(&mut self) {
        self.zeros = 0;
        let kept = self.text.iter().rposition(|&byte| byte != b'0').map_or(1, |last| last + 1);
        self.text.len = kept;
    }

    /// Puts the point behind the first digit, or where the exponent says.
    fn place(&mut self, exponent: i32, scientific: bool, dot_zero: bool) {
        if scientific {
            self.whole = 1;
            self.exponent = Some(exponent);
            return;
        }
        let len = self.text.len;
        if exponent < 0 {
            let lead = exponent.unsigned_abs() as usize;
            self.text.bytes.copy_within(..len, lead);
            self.text.bytes[..lead].fill(b'0');
            self.text.len += lead;
            self.whole = 1;
        } else {
            self.whole = exponent as usize + 1;
            self.text.push_zeros(self.whole.saturating_sub(len));
        }
        if dot_zero && self.text.len == self.whole && self.zeros == 0 {
            self.text.push(b"0");
        }
    }

    /// Whether this is infinity or NaN.
    pub(crate) fn is_special(&self) -> bool {
        self.whole == 0
    }

    /// Whether every digit is zero.
    pub(crate) fn is_zero(&self) -> bool {
        !self.is_special() && self.text.iter().all(|&byte| byte == b'0')
    }

    /// Digits before the point; empty for infinity and NaN.
    pub(crate) fn whole(&self) -> &[u8] {
        &self.text[..self.whole]
    }

    /// Digits after the point, `zeros` more follow.
    pub(crate) fn fraction(&self) -> &[u8] {
        &self.text[self.whole..]
    }

    /// What follows all digits: the exponent, or the whole text of infinity and NaN.
    pub(crate) fn tail(&self, upper: bool) -> Ascii<8> {
        if self.is_special() {
            let mut text = Ascii::new();
            text.push(self.special);
            if upper {
                text.bytes.make_ascii_uppercase();
            }
            return text;
        }
        self.exponent.map_or_else(Ascii::new, |exponent| exponent_text(exponent, upper))
    }
}
