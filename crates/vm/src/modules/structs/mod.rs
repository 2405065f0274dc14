//! `_struct`: numbers and strings as bytes in memory.

mod convert;
mod format;
mod object;

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, MANY, Method, TypeSpec};
use crate::core::vm::Vm;
use object::Struct;

/// Kinds of the types here.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const STRUCT: u8 = FIRST + 51;
    pub const UNPACK_ITERATOR: u8 = FIRST + 52;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&object::STRUCT, &object::UNPACK_ITERATOR];

/// The struct of a format argument.
fn given(vm: &mut Vm, format: Option<&Value>) -> PyResult<Obj<Struct>> {
    match format {
        Some(format) => match format.downcast::<Struct>() {
            Some(own) => Ok(Obj::from_ref(own)),
            None => object::create(vm, format),
        },
        None => Err(vm.type_error(format_args!("missing format argument"))),
    }
}

fn calcsize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = given(vm, args.values.first())?.into_value();
    let size = vm.intern("size")?;
    vm.get_attr(&own, &size)
}

fn pack(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = given(vm, args.values.first())?;
    object::pack_values(vm, &own, &args.values[1..])
}

fn pack_into(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = given(vm, args.values.first())?;
    object::pack_into(vm, &own, &args.values[1..])
}

fn unpack(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = given(vm, args.values.first())?;
    object::unpack_buffer(vm, &own, &args.values[1])
}

fn unpack_from(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [format, buffer, offset] = args.parse(vm, "unpack_from", ["format", "buffer", "offset"], 2, 1)?;
    let own = given(vm, format)?;
    object::unpack_from(vm, &own, buffer.unwrap_or(&Value::none()), offset)
}

fn iter_unpack(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = given(vm, args.values.first())?;
    object::iter_unpack(vm, own, &args.values[1])
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_struct",
    doc: "Functions to convert between Python values and C structs.\nPython bytes objects are used to hold the data representing the C struct\nand also as format strings (explained below) to describe the layout of data\nin the C struct.",
    functions: &[
        Method::new("_clearcache", |_, _| Ok(Value::none()), 0, 0)
            .doc("_clearcache($module, /)\n--\n\nClear the internal cache."),
        Method::new("calcsize", calcsize, 1, 1)
            .doc("calcsize($module, format, /)\n--\n\nReturn size in bytes of the struct described by the format string."),
        Method::new("pack", pack, 0, MANY).doc("pack(format, v1, v2, ...) -> bytes\n\nThe bytes of the values."),
        Method::new("pack_into", pack_into, 0, MANY)
            .doc("pack_into(format, buffer, offset, v1, v2, ...)\n\nWrite the bytes of the values into a buffer."),
        Method::new("unpack", unpack, 2, 2)
            .doc("unpack($module, format, buffer, /)\n--\n\nReturn a tuple of the values in a buffer."),
        Method::keywords("unpack_from", unpack_from)
            .doc("unpack_from($module, format, /, buffer, offset=0)\n--\n\nReturn a tuple of the values at a place of a buffer."),
        Method::new("iter_unpack", iter_unpack, 2, 2)
            .doc("iter_unpack($module, format, buffer, /)\n--\n\nReturn an iterator over tuples of the values in a buffer, piece by piece."),
    ],
    types: &[&object::STRUCT],
    init: Some(|vm, module| {
        let (name, error) = (vm.intern("error")?, vm.module_exception("struct", "error")?);
        vm.dict_set_str(&module.dict, &name, error)
    }),
};
