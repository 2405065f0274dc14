//! Floats under a format specification.

use super::layout::{Groups, Number};
use super::writer::Writer;
use super::{Failure, FormatError, MAX_FLOAT_PRECISION, Spec};
use crate::Sink;
use crate::float::{Ascii, LONG, Rendered, SHORT, Style};

/// A float made ready for layout.
pub(super) struct Prepared<const N: usize> {
    pub(super) rendered: Rendered<N>,
    tail: Ascii<8>,
    alternate: bool,
}

impl<const N: usize> Prepared<N> {
    /// Renders a float in a style.
    pub(super) fn new(value: f64, style: Style, upper: bool, alternate: bool, no_negative_zero: bool) -> Self {
        let mut rendered = Rendered::new(value, style);
        if no_negative_zero && rendered.is_zero() {
            rendered.negative = false;
        }
        let tail = rendered.tail(upper);
        Self { rendered, tail, alternate }
    }

    pub(super) fn push_tail(&mut self, text: &[u8]) {
        self.tail.push(text);
    }

    /// The parts, without grouping.
    pub(super) fn number(&self) -> Number<'_> {
        let rendered = &self.rendered;
        let fraction = rendered.fraction();
        let any_fraction = !fraction.is_empty() || rendered.zeros > 0;
        Number {
            negative: rendered.negative,
            digits: rendered.whole(),
            point: !rendered.is_special() && (any_fraction || self.alternate),
            fraction: if rendered.is_special() { b"" } else { fraction },
            fraction_zeros: rendered.zeros,
            tail: &self.tail,
            ..Number::EMPTY
        }
    }
}

/// Whether a type's text is in upper case.
pub(super) fn is_upper(code: u8) -> bool {
    matches!(code, b'E' | b'F' | b'G')
}

/// The style of a type and precision; `None` for a type that floats do not know. `dot_zero` is
/// for floats as against the parts of complex numbers.
pub(super) fn style(code: u8, precision: Option<usize>, alternate: bool, dot_zero: bool) -> Option<Style> {
    let six = precision.unwrap_or(6);
    Some(match code {
        b'e' | b'E' => Style::Scientific { precision: six },
        b'f' | b'F' | b'%' => Style::Fixed { precision: six },
        b'g' | b'G' | b'n' => Style::General { precision: six, keep_zeros: alternate, dot_zero: false },
        0 => match precision {
            Some(precision) => Style::General { precision, keep_zeros: alternate, dot_zero },
            None => Style::Shortest { dot_zero },
        },
        _ => return None,
    })
}

/// Writes a float.
///
/// # Errors
/// [`Failure`].
pub fn format_float<S: Sink>(sink: &mut S, spec: &Spec, value: f64) -> Result<(), Failure<S::Error>> {
    let unknown = FormatError::UnknownCode(spec.code);
    let code = u8::try_from(spec.code).map_err(|_| unknown)?;
    let style = style(code, spec.precision, spec.alternate, true).ok_or(unknown)?;
    if spec.precision.is_some_and(|precision| precision > MAX_FLOAT_PRECISION) {
        return Err(FormatError::PrecisionTooBig.into());
    }
    let value = if code == b'%' { value * 100.0 } else { value };
    if style.is_short(value) {
        lay_out::<SHORT, S>(sink, spec, code, style, value)
    } else {
        lay_out::<LONG, S>(sink, spec, code, style, value)
    }
    .map_err(Failure::Sink)
}

fn lay_out<const N: usize, S: Sink>(
    sink: &mut S,
    spec: &Spec,
    code: u8,
    style: Style,
    value: f64,
) -> Result<(), S::Error> {
    let mut prepared = Prepared::<N>::new(value, style, is_upper(code), spec.alternate, spec.no_negative_zero);
    if code == b'%' {
        prepared.push_tail(b"%");
    }
    let number = Number {
        groups: Groups::of(spec.grouping, 3),
        fraction_groups: Groups::of(spec.fraction_grouping, 3),
        ..prepared.number()
    };
    let mut writer = Writer::new(sink);
    number.write(&mut writer, &spec.frame())?;
    writer.finish()
}
