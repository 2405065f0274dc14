//! `__getstate__` and `__setstate__` of files: those in memory can be copied and pickled, others refuse.

use std::io::SeekFrom;

use pitviper_object::{Obj, Value};

use super::binary::BinaryFile;
use super::binary_methods::{getvalue, this, with_bytes};
use super::text_methods;
use crate::core::error::{PyResult, Raised};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Files of the operating system.
pub(super) fn refuse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = Obj::from_ref(vm.type_of(&args.values[0]));
    let kind = class.short_name();
    Err(vm.type_error(format_args!("cannot pickle '{kind}' instances")))
}

/// The instance's own attributes, or None.
fn attributes(vm: &mut Vm, file: &Value) -> PyResult {
    let dict = vm.materialize_dict(file)?;
    if dict.is_empty() {
        return Ok(Value::none());
    }
    let name = vm.intern("copy")?;
    vm.call_method(dict.as_value(), &name, &[])
}

fn set_attributes(vm: &mut Vm, file: &Value, attributes: &Value) -> PyResult<()> {
    if attributes.is_none() {
        return Ok(());
    }
    if attributes.downcast::<Dict>().is_none() {
        let kind = vm.type_name(attributes);
        return Err(vm.type_error(format_args!("third item of state should be a dict, got a {kind}")));
    }
    let dict = vm.materialize_dict(file)?;
    let name = vm.intern("update")?;
    vm.call_method(dict.as_value(), &name, std::slice::from_ref(attributes)).map(drop)
}

#[cold]
fn bad_state(vm: &mut Vm, file: &Value, count: usize, state: &Value) -> Raised {
    let (class, kind) = (vm.type_name(file), vm.type_name(state));
    vm.type_error(format_args!("{class}.__setstate__ argument should be {count}-tuple, got {kind}"))
}

fn position(vm: &mut Vm, value: &Value) -> PyResult<u64> {
    match u64::try_from(vm.index_isize(value)?) {
        Ok(at) => Ok(at),
        Err(_) => Err(vm.value_error(format_args!("position value cannot be negative"))),
    }
}

/// `BytesIO`: contents, position, attributes.
pub(super) fn bytes_io(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let contents = getvalue(vm, args)?;
    let file = &args.values[0];
    let at = this(file).position(vm)?;
    let state = [contents, vm.new_u64(at)?, attributes(vm, file)?];
    vm.new_tuple_from(state)
}

/// Sets what [`bytes_io`] gives.
pub(super) fn set_bytes_io(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = &args.values[0];
    let bytes: &BinaryFile = this(file);
    bytes.check_open(vm)?;
    let Some([contents, at, dict]) = args.values[1].downcast::<Tuple>().map(Tuple::items) else {
        return Err(bad_state(vm, file, 3, &args.values[1]));
    };
    bytes.check_exports(vm)?;
    bytes.truncate(vm, 0)?;
    bytes.seek(vm, SeekFrom::Start(0))?;
    with_bytes(vm, contents, |vm, contents| bytes.write(vm, contents))?;
    let at = position(vm, at)?;
    bytes.seek(vm, SeekFrom::Start(at))?;
    set_attributes(vm, file, dict)?;
    Ok(Value::none())
}

/// `StringIO`: contents, line ends, position, attributes.
pub(super) fn string_io(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let contents = text_methods::getvalue(vm, args)?;
    let file = &args.values[0];
    let newline = match text_methods::this(file).newline.get().text() {
        Some(newline) => vm.new_str(newline)?,
        None => Value::none(),
    };
    let at = text_methods::tell(vm, args)?;
    let state = [contents, newline, at, attributes(vm, file)?];
    vm.new_tuple_from(state)
}

/// Sets what [`string_io`] gives.
pub(super) fn set_string_io(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = &args.values[0];
    let text = text_methods::this(file);
    let binary: Obj<BinaryFile> = text.binary(vm)?;
    binary.check_open(vm)?;
    let Some([contents, newline, at, dict]) = args.values[1].downcast::<Tuple>().map(Tuple::items) else {
        return Err(bad_state(vm, file, 4, &args.values[1]));
    };
    let newline = newline.downcast::<Str>().and_then(Str::as_ascii);
    if let Some(newline) = super::newline::Newline::named(newline) {
        text.newline.set(newline);
    }
    binary.truncate(vm, 0)?;
    binary.seek(vm, SeekFrom::Start(0))?;
    if let Some(contents) = contents.downcast::<Str>() {
        text.write_as_is(vm, &binary, contents)?;
    }
    let at = position(vm, at)?;
    binary.seek(vm, SeekFrom::Start(at.saturating_mul(text_methods::unit(text))))?;
    set_attributes(vm, file, dict)?;
    Ok(Value::none())
}
