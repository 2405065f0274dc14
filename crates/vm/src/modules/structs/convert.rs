//! Values into bytes and back.

use pitviper_object::{Obj, Value};

use super::format::{Layout, Run, What, error};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::bytes::{BytesBuilder, borrow};
use crate::types::list::List;
use crate::types::memoryview::item::{Class, MAX_SIZE, Misfit, read, write};
use crate::types::portions;
use crate::types::tuple::fresh::from_list;

/// What is wrong with a value for an item.
#[cold]
fn complain(vm: &mut Vm, misfit: Misfit, run: &Run, class: Class) -> Raised {
    let (code, size) = (char::from(run.code), run.size);
    let raised = match misfit {
        Misfit::Raised(raised) => return raised,
        Misfit::Type => None,
        Misfit::Value => Some(()),
    };
    match (class, raised) {
        (Class::Char, _) => error(vm, format_args!("char format requires a bytes object of length 1")),
        (Class::Float, None) => error(vm, format_args!("required argument is not a float")),
        (Class::Float, Some(())) => {
            vm.raise(Exc::OverflowError, format_args!("float too large to pack with {code} format"))
        }
        (_, None) => error(vm, format_args!("required argument is not an integer")),
        (Class::Signed, Some(())) => {
            let half = 1i128 << (8 * size - 1);
            let (low, high) = (-half, half - 1);
            error(vm, format_args!("'{code}' format requires {low} <= number <= {high}"))
        }
        (Class::Unsigned, Some(())) => {
            let high = (1i128 << (8 * size)) - 1;
            error(vm, format_args!("'{code}' format requires 0 <= number <= {high}"))
        }
        _ => error(vm, format_args!("int too large to convert")),
    }
}

/// Writes the bytes of a number, which are little-endian, in the layout's order.
fn put(out: &mut [u8], bytes: &[u8], little: bool) {
    for (index, place) in out.iter_mut().enumerate() {
        let from = if little { index } else { bytes.len() - 1 - index };
        *place = bytes.get(from).copied().unwrap_or(0);
    }
}

/// Writes one value into its place.
fn pack_one(vm: &mut Vm, run: &Run, little: bool, value: &Value, out: &mut [u8]) -> PyResult<()> {
    match run.what {
        What::Number(class) => match write(vm, class, run.size, value) {
            Ok(bytes) => put(out, &bytes[..run.size], little),
            Err(misfit) => return Err(complain(vm, misfit, run, class)),
        },
        What::Complex => {
            let half = run.size / 2;
            let parts = match crate::types::complex::value_of(value) {
                Some(number) => number,
                None => match crate::types::float::as_f64(vm, value) {
                    Ok(real) => (real, 0.0),
                    Err(raised) => {
                        drop(vm.take_raised(raised));
                        return Err(error(vm, format_args!("required argument is not a complex")));
                    }
                },
            };
            for (part, out) in [parts.0, parts.1].into_iter().zip(out.chunks_mut(half)) {
                let mut bytes = [0; MAX_SIZE];
                match half {
                    4 => bytes[..4].copy_from_slice(&(part as f32).to_le_bytes()),
                    _ => bytes.copy_from_slice(&part.to_le_bytes()),
                }
                put(out, &bytes[..half], little);
            }
        }
        What::Text | What::Pascal => {
            let code = char::from(run.code);
            let bytes = match value.kind() {
                crate::core::kinds::BYTES | crate::core::kinds::BYTEARRAY => borrow(value),
                _ => None,
            };
            let Some(bytes) = bytes else {
                return Err(error(vm, format_args!("argument for '{code}' must be a bytes object")));
            };
            let (head, body) =
                if run.what == What::Pascal && !out.is_empty() { out.split_at_mut(1) } else { out.split_at_mut(0) };
            let count = bytes.len().min(body.len());
            let body = &mut body[..count];
            portions::each(&mut vm.heap, count, portions::BYTES, |part| {
                body[part.clone()].copy_from_slice(&bytes[part]);
            })?;
            if let Some(head) = head.first_mut() {
                *head = count.min(255) as u8;
            }
        }
    }
    Ok(())
}

/// The bytes of `values`; `name` is the function that asked.
pub(super) fn pack(vm: &mut Vm, layout: &Layout, name: &str, values: &[Value]) -> PyResult<BytesBuilder> {
    if values.len() != layout.values {
        let (wanted, given) = (layout.values, values.len());
        return Err(error(vm, format_args!("{name} expected {wanted} items for packing (got {given})")));
    }
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, layout.size)?;
    let mut values = values.iter();
    for run in layout.runs() {
        for index in 0..run.count {
            let Some(value) = values.next() else { break };
            vm.work_at(index)?;
            let start = run.offset + index * run.size;
            if let Some(place) = out.data_mut().get_mut(start..start + run.size) {
                pack_one(vm, run, layout.little, value, place)?;
            }
        }
    }
    Ok(out)
}

/// The number at a place.
fn number(vm: &mut Vm, class: Class, data: &[u8], little: bool) -> PyResult {
    if little {
        return read(vm, class, data);
    }
    let mut turned = [0; MAX_SIZE];
    put(&mut turned[..data.len()], data, false);
    read(vm, class, &turned[..data.len()])
}

fn unpack_one(vm: &mut Vm, run: &Run, little: bool, data: &[u8]) -> PyResult {
    match run.what {
        What::Number(class) => number(vm, class, data, little),
        What::Complex => {
            let (real, imaginary) = data.split_at(data.len() / 2);
            let mut parts = [0.0; 2];
            for (part, data) in parts.iter_mut().zip([real, imaginary]) {
                let value = number(vm, Class::Float, data, little)?;
                *part = vm.as_f64(&value).unwrap_or(0.0);
            }
            crate::types::complex::create(vm, parts[0], parts[1])
        }
        What::Text => vm.new_bytes(data),
        What::Pascal => match data.split_first() {
            Some((count, rest)) => vm.new_bytes(&rest[..usize::from(*count).min(rest.len())]),
            None => vm.new_bytes(b""),
        },
    }
}

/// The values in `data`, which has as many bytes as the layout, as a tuple.
pub(super) fn unpack(vm: &mut Vm, layout: &Layout, data: &[u8]) -> PyResult {
    let values: Obj<List> = vm.new_list()?;
    values.reserve_exact(&mut vm.heap, layout.values)?;
    for run in layout.runs() {
        for index in 0..run.count {
            vm.work_at(index)?;
            let start = run.offset + index * run.size;
            let part = data.get(start..start + run.size).unwrap_or(&[]);
            let value = unpack_one(vm, run, layout.little, part)?;
            vm.list_push(&values, value)?;
        }
    }
    from_list(vm, &values)
}
