//! `bytes(source, encoding, errors)`, and what `bytearray()` shares of it.

use pitviper_object::{Obj, Value};

use super::arguments::data;
use super::{Bytes, BytesBuilder, borrow, instance_of};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::portions;
use crate::types::slice::has_index;
use crate::types::str::{Str, codec};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let holder = args.values[0].clone();
    let class = holder.downcast::<Type>().unwrap_or_else(|| vm.type_of_kind(kinds::BYTES));
    let [source, encoding, errors] =
        args.behind_receiver().parse(vm, "bytes", ["source", "encoding", "errors"], 0, 0)?;
    let made = make(vm, source, encoding, errors)?;
    if class.root.get() == 0 { Ok(made) } else { instance_of(vm, class, data(&made)) }
}

/// Exact `bytes` out of the arguments.
fn make(vm: &mut Vm, source: Option<&Value>, encoding: Option<&Value>, errors: Option<&Value>) -> PyResult {
    if let Some(text) = encoded(vm, "bytes", source, encoding, errors)? {
        return Ok(text);
    }
    let Some(source) = source else { return vm.new_bytes(b"") };
    if let Some(method) = vm.python_bytes_method(source) {
        let made = vm.call_bound(&method, source, &[])?;
        if made.downcast::<Bytes>().is_none() {
            let kind = vm.type_name(&made);
            return Err(vm.type_error(format_args!("__bytes__ returned non-bytes (type {kind})")));
        }
        return Ok(made);
    }
    if source.exact::<Bytes>().is_some() {
        return Ok(source.clone());
    }
    if source.downcast::<Str>().is_some() {
        return Err(vm.type_error(format_args!("string argument without an encoding")));
    }
    if let Some(count) = count(vm, source)? {
        if count < 2 {
            return vm.new_bytes(&[0][..count]);
        }
        return Ok(Bytes::create_with(&mut vm.heap, count, |heap, place| {
            // SAFETY: room for so many bytes.
            unsafe { portions::fill(heap, place, 0, count) }
        })?);
    }
    collect(vm, source, "bytes")?.finish()
}

impl Vm {
    /// The `__bytes__` of an object, exact `bytes` aside.
    pub(crate) fn python_bytes_method(&self, value: &Value) -> Option<Value> {
        if value.exact::<Bytes>().is_some() {
            return None;
        }
        self.lookup_special(value, &self.names().__bytes__)
    }
}

/// The text given with an encoding, as `bytes`; complaints about other uses of encoding and errors.
///
/// # Errors
/// TypeError, or what encoding raises.
pub(crate) fn encoded(
    vm: &mut Vm,
    function: &str,
    source: Option<&Value>,
    encoding: Option<&Value>,
    errors: Option<&Value>,
) -> PyResult<Option<Value>> {
    let encoding = codec::name_argument(vm, function, "argument 'encoding'", encoding)?;
    let errors = codec::name_argument(vm, function, "argument 'errors'", errors)?;
    let text = source.filter(|source| source.downcast::<Str>().is_some());
    match (text, encoding, errors) {
        (Some(text), Some(_), _) => codec::encode(vm, text, encoding, errors).map(Some),
        (None, Some(_), _) => Err(vm.type_error(format_args!("encoding without a string argument"))),
        (Some(_), None, Some(_)) => Err(vm.type_error(format_args!("string argument without an encoding"))),
        (None, None, Some(_)) => Err(vm.type_error(format_args!("errors without a string argument"))),
        (_, None, None) => Ok(None),
    }
}

/// How many zero bytes a number asks for; `None` for what is no number.
///
/// # Errors
/// ValueError for negative numbers, OverflowError for too large ones.
pub(crate) fn count(vm: &mut Vm, source: &Value) -> PyResult<Option<usize>> {
    if !has_index(vm, source) {
        return Ok(None);
    }
    let index = match vm.to_index(source) {
        Ok(index) => index,
        Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
            drop(vm.take_raised(raised));
            return Ok(None);
        }
        Err(raised) => return Err(raised),
    };
    match crate::types::int::to_i64(&index) {
        Some(count) => match usize::try_from(count) {
            Ok(count) => Ok(Some(count)),
            Err(_) => Err(vm.value_error(format_args!("negative count"))),
        },
        None => {
            let kind = vm.type_name(source);
            Err(vm.raise(Exc::OverflowError, format_args!("cannot fit '{kind}' into an index-sized integer")))
        }
    }
}

/// So many zero bytes.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn zeros(vm: &mut Vm, count: usize) -> PyResult<BytesBuilder> {
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, count)?;
    Ok(out)
}

/// The bytes of a buffer, or of an iterable of numbers. `kind` is the type to be made, for messages.
///
/// # Errors
/// TypeError for other things, ValueError for numbers that are no bytes.
pub fn collect(vm: &mut Vm, source: &Value, kind: &str) -> PyResult<BytesBuilder> {
    let mut out = BytesBuilder::new(vm);
    if let Some(bytes) = borrow(source) {
        out.push(bytes)?;
        return Ok(out);
    }
    if source.kind() == kinds::MEMORY_VIEW {
        crate::types::memoryview::collect(vm, source, &mut out)?;
        return Ok(out);
    }
    if source.downcast::<Str>().is_some() || !vm.is_iterable(source) {
        let name = vm.type_name(source);
        return Err(vm.type_error(format_args!("cannot convert '{name}' object to {kind}")));
    }
    if source.exact::<Tuple>().is_none() && source.exact::<List>().is_none() {
        let hint = vm.len_hint(source, 64)?;
        out.reserve(hint.min(1 << 20))?;
    }
    let plural = if kind == "bytes" { "bytes" } else { "byte" };
    vm.for_each(source, |vm, item| {
        let byte = match item.as_small() {
            Some(byte) => byte,
            None => vm.index_clamped(&item)? as i64,
        };
        match u8::try_from(byte) {
            Ok(byte) => out.push_byte(byte),
            Err(_) => Err(vm.value_error(format_args!("{plural} must be in range(0, 256)"))),
        }
    })?;
    Ok(out)
}

/// An exact copy for `__getnewargs__` and the like.
pub(super) fn exact_copy(vm: &mut Vm, value: &Value) -> PyResult {
    match Obj::<Bytes>::try_from_value(value.clone()) {
        Ok(bytes) if bytes.is_exact() => Ok(bytes.into_value()),
        _ => vm.new_bytes(data(value)),
    }
}
