//! Complex numbers under a format specification.

use super::float::{Prepared, is_upper, style};
use super::layout::{Frame, Groups, Number};
use super::writer::Writer;
use super::{Align, Failure, FormatError, MAX_FLOAT_PRECISION, Sign, Spec};
use crate::Sink;
use crate::float::LONG;

/// Writes a complex number.
///
/// # Errors
/// [`Failure`].
pub fn format_complex<S: Sink>(sink: &mut S, spec: &Spec, real: f64, imaginary: f64) -> Result<(), Failure<S::Error>> {
    let unknown = FormatError::UnknownCode(spec.code);
    let code = u8::try_from(spec.code).ok().filter(|&code| code != b'%').ok_or(unknown)?;
    let style = style(code, spec.precision, spec.alternate, false).ok_or(unknown)?;
    if spec.precision.is_some_and(|precision| precision > MAX_FLOAT_PRECISION) {
        return Err(FormatError::PrecisionTooBig.into());
    }
    if spec.fill == u32::from('0') {
        return Err(FormatError::ComplexZeroPadding.into());
    }
    if spec.align == Align::Inside {
        return Err(FormatError::ComplexAlign.into());
    }
    let prepare =
        |value: f64| Prepared::<LONG>::new(value, style, is_upper(code), spec.alternate, spec.no_negative_zero);
    let bare = code == 0 && real == 0.0 && real.is_sign_positive();
    let parens = code == 0 && !bare;
    let (real, mut imaginary) = (prepare(real), prepare(imaginary));
    imaginary.push_tail(b"j");
    let grouped = |number| Number {
        groups: Groups::of(spec.grouping, 3),
        fraction_groups: Groups::of(spec.fraction_grouping, 3),
        ..number
    };
    let (real, imaginary) = (grouped(real.number()), grouped(imaginary.number()));
    let first = Frame { width: 0, align: Align::Left, ..spec.frame() };
    let second = if bare { first } else { Frame { sign: Sign::Plus, ..first } };
    let mut len = imaginary.len(&second) + 2 * usize::from(parens);
    if !bare {
        len += real.len(&first);
    }
    let padding = spec.width.unwrap_or(0).saturating_sub(len);
    let before = match spec.align {
        Align::Left | Align::Inside => 0,
        Align::Right => padding,
        Align::Center => padding / 2,
    };
    let mut writer = Writer::new(sink);
    let mut write = || {
        writer.fill(spec.fill, before)?;
        if parens {
            writer.text(b"(")?;
        }
        if !bare {
            real.write(&mut writer, &first)?;
        }
        imaginary.write(&mut writer, &second)?;
        if parens {
            writer.text(b")")?;
        }
        writer.fill(spec.fill, padding - before)
    };
    write().map_err(Failure::Sink)?;
    writer.finish().map_err(Failure::Sink)
}
