//! `code.replace()`: the same bytecode under another name, file, line or with other descriptive flags. What the
//! bytecode is made for (variables, constants, instructions) may be given, but only as it is.

use std::sync::Arc;

use pitviper_compiler::code::{Code, flags};
use pitviper_object::{Obj, Value};

use super::view;
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::Str;

/// `inspect.CO_ITERABLE_COROUTINE`.
const ITERABLE_COROUTINE: u32 = 0x100;

/// Flags that describe the code and do not change how it runs.
const DESCRIPTIVE: u32 = ITERABLE_COROUTINE | flags::NESTED | flags::METHOD | 0x01FE_0000;

/// `replace(**changes)`.
pub(super) fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = &args.values[0];
    if args.positional_count() > 1 {
        return Err(vm.type_error(format_args!("replace() takes no positional arguments")));
    }
    vm.with_whole_code(view(this), |vm, old| changed(vm, &args, old))
}

/// A copy of `old`, which is the receiver's, with changes.
fn changed(vm: &mut Vm, args: &Args<'_>, old: &Code) -> PyResult {
    let this = &args.values[0];
    vm.heap.charge(old.bytes)?;
    vm.heap.uncharge(old.bytes);
    let mut code = copy(old);
    for (name, value) in args.keywords() {
        let Some(key) = name.downcast::<Str>().and_then(Str::as_ascii) else { return Err(unexpected(vm, name)) };
        match key {
            "co_name" => code.name = text(vm, key, value)?,
            "co_qualname" => code.qualname = text(vm, key, value)?,
            "co_filename" => code.filename = text(vm, key, value)?,
            "co_firstlineno" => code.first_line = number(vm, value)?,
            "co_flags" => {
                let wanted = number(vm, value)?;
                if (wanted ^ old.flags) & !DESCRIPTIVE != 0 {
                    return Err(vm.value_error(format_args!("code: these flags cannot be replaced")));
                }
                code.flags = wanted;
            }
            "co_argcount" | "co_posonlyargcount" | "co_kwonlyargcount" | "co_nlocals" | "co_stacksize" | "co_code"
            | "co_consts" | "co_names" | "co_varnames" | "co_freevars" | "co_cellvars" | "co_exceptiontable" => {
                let own = vm.get_attr(this, name)?;
                if !vm.eq(&own, value)? {
                    return Err(vm.value_error(format_args!("code: {key} cannot be replaced")));
                }
            }
            // CPython's line table: there is none here.
            "co_linetable" => {}
            _ => return Err(unexpected(vm, name)),
        }
    }
    vm.new_code(Arc::new(code)).map(Obj::into_value)
}

fn unexpected(vm: &mut Vm, name: &Value) -> crate::core::error::Raised {
    match name.downcast::<Str>() {
        Some(name) => vm.type_error(format_args!("replace() got an unexpected keyword argument '{name}'")),
        None => vm.type_error(format_args!("keywords must be strings")),
    }
}

/// A name.
fn text(vm: &mut Vm, key: &str, value: &Value) -> PyResult<Arc<str>> {
    let Some(text) = value.downcast::<Str>() else {
        let kind = vm.argument_kind(value);
        return Err(vm.type_error(format_args!("replace() argument '{key}' must be str, not {kind}")));
    };
    let bytes = text.len().saturating_mul(4);
    vm.heap.charge(bytes)?;
    vm.heap.uncharge(bytes);
    Ok(Arc::from(text.to_string()))
}

fn number(vm: &mut Vm, value: &Value) -> PyResult<u32> {
    let index = vm.index_isize(value)?;
    u32::try_from(index)
        .map_err(|_| vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int")))
}

/// A copy; nested code stays shared.
fn copy(old: &Code) -> Code {
    Code {
        name: old.name.clone(),
        qualname: old.qualname.clone(),
        filename: old.filename.clone(),
        locals: old.locals.clone(),
        free: old.free.clone(),
        captures: old.captures.clone(),
        names: old.names.clone(),
        constants: old.constants.clone(),
        instructions: old.instructions.clone(),
        handlers: old.handlers.clone(),
        positions: old.positions.clone(),
        ..*old
    }
}
