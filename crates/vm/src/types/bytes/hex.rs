//! `hex` and `fromhex`.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::arguments::data;
use super::borrow;
use super::builder::BytesBuilder;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::type_value;
use crate::types::str::{Str, StrBuilder};

/// Bytes, or digits, between two looks at the limits.
const LOOK: usize = 1 << 14;

/// The separator of `hex`: one ASCII character as text or bytes.
fn separator(vm: &mut Vm, value: &Value) -> PyResult<u8> {
    let (chars, text) = match value.downcast::<Str>() {
        Some(text) => (text.chars(), true),
        None => match borrow(value) {
            Some(bytes) => (Chars::One(bytes), false),
            None => {
                if crate::core::vm::Vm::len(vm, value)? != 1 {
                    return Err(vm.value_error(format_args!("sep must be length 1.")));
                }
                return Err(vm.type_error(format_args!("sep must be str or bytes.")));
            }
        },
    };
    match (chars.len(), chars.first()) {
        (1, Some(ch)) if ch < 0x80 || !text && ch < 0x100 => match u8::try_from(ch) {
            Ok(ch) if ch < 0x80 => Ok(ch),
            _ => Err(vm.value_error(format_args!("sep must be ASCII."))),
        },
        (1, _) => Err(vm.value_error(format_args!("sep must be ASCII."))),
        _ => Err(vm.value_error(format_args!("sep must be length 1."))),
    }
}

/// `bytes.hex(sep, bytes_per_sep)`.
pub(crate) fn hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [sep, group] = args.behind_receiver().parse(vm, "hex", ["sep", "bytes_per_sep"], 0, 0)?;
    let group = match group {
        Some(group) => {
            let group = vm.to_index(group)?;
            match crate::types::int::to_i64(&group).map(i32::try_from) {
                Some(Ok(group)) => group,
                _ => {
                    let message = format_args!("Python int too large to convert to C int");
                    return Err(vm.raise(crate::core::error::Exc::OverflowError, message));
                }
            }
        }
        None => 1,
    };
    let sep = match sep {
        Some(sep) => Some(separator(vm, sep)?),
        None => None,
    };
    let own = data(&args.values[0]);
    let mut out = StrBuilder::new(vm);
    let size = group.unsigned_abs() as usize;
    for (index, byte) in own.iter().enumerate() {
        if index % LOOK == LOOK - 1 {
            vm.work_held(LOOK / 16)?;
        }
        if let Some(sep) = sep
            && index > 0
            && size > 0
            && (if group > 0 { (own.len() - index).is_multiple_of(size) } else { index.is_multiple_of(size) })
        {
            out.push_char(u32::from(sep))?;
        }
        for digit in [byte >> 4, byte & 15] {
            out.push_char(u32::from(b"0123456789abcdef"[usize::from(digit)]))?;
        }
    }
    out.finish()
}

#[cold]
fn not_hexadecimal(vm: &mut Vm, position: usize) -> Raised {
    vm.value_error(format_args!("non-hexadecimal number found in fromhex() arg at position {position}"))
}

/// Reads pairs of digits, white space between pairs aside.
fn read(vm: &mut Vm, chars: Chars<'_>) -> PyResult<BytesBuilder> {
    let mut out = BytesBuilder::new(vm);
    out.reserve(chars.len() / 2)?;
    let digit = |ch: Option<u32>| ch.and_then(char::from_u32).and_then(|ch| ch.to_digit(16));
    let (mut at, mut look_at) = (0, LOOK);
    while let Some(ch) = chars.get(at) {
        if at >= look_at {
            look_at += LOOK;
            vm.work_held(LOOK / 16)?;
        }
        if matches!(ch, 0x09..=0x0D | 0x20) {
            at += 1;
            continue;
        }
        let Some(high) = digit(Some(ch)) else { return Err(not_hexadecimal(vm, at)) };
        let Some(low) = digit(chars.get(at + 1)) else {
            if at + 1 >= chars.len() {
                return Err(
                    vm.value_error(format_args!("fromhex() arg must contain an even number of hexadecimal digits"))
                );
            }
            return Err(not_hexadecimal(vm, at + 1));
        };
        out.push_byte((high << 4 | low) as u8)?;
        at += 2;
    }
    Ok(out)
}

/// The class method `fromhex` for either type.
fn from_hex(vm: &mut Vm, args: Args<'_>, kind: u8) -> PyResult {
    let (class, source) = (&args.values[0], &args.values[1]);
    let chars = match source.downcast::<Str>() {
        Some(text) => {
            // Before anything else, says CPython.
            let text = text.chars();
            let other = vm.scan_items(text.len(), |part| {
                let found = text.slice(part.clone()).iter().position(|ch| ch >= 0x80);
                found.map(|at| part.start + at)
            })?;
            if let Some(position) = other {
                return Err(not_hexadecimal(vm, position));
            }
            text
        }
        None => match borrow(source) {
            Some(bytes) => Chars::One(bytes),
            None => {
                let name = vm.type_name(source);
                return Err(vm.type_error(format_args!("fromhex() argument must be str or bytes-like, not {name}")));
            }
        },
    };
    let out = read(vm, chars)?;
    let exact = class.is(&type_value(vm, kind));
    let made = if exact && kind == kinds::BYTEARRAY {
        return crate::types::bytearray::from_builder(vm, out);
    } else {
        out.finish()?
    };
    if exact { Ok(made) } else { vm.call(class, &[made]) }
}

/// `bytes.fromhex`.
pub(super) fn bytes_from_hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    from_hex(vm, args, kinds::BYTES)
}

/// `bytearray.fromhex`.
pub(crate) fn bytearray_from_hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    from_hex(vm, args, kinds::BYTEARRAY)
}
