//! Counts and sizes of objects: `getrefcount`, `getsizeof`, `getallocatedblocks`, `intern`.

use pitviper_compiler::opcode::Op;
use pitviper_object::Value;
use pitviper_object::header::INTERNED;

use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::Str;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("_clear_type_descriptors", clear_type_descriptors, 1, 1)
        .doc("_clear_type_descriptors($module, type, /)\n--\n\nPrivate function for clearing certain descriptors from a type's dictionary."),
    Method::new("_is_immortal", is_immortal, 1, 1),
    Method::new("_is_interned", is_interned, 1, 1),
    Method::new("getallocatedblocks", getallocatedblocks, 0, 0)
        .doc("getallocatedblocks($module, /)\n--\n\nReturn the number of blocks of memory in use."),
    Method::new("getrefcount", getrefcount, 1, 1)
        .doc("getrefcount($module, object, /)\n--\n\nReturn the reference count of an object."),
    Method::keywords("getsizeof", getsizeof).doc(
        "getsizeof(object [, default]) -> int\n\nReturn the size of an object in bytes, with the buffers it owns.",
    ),
    Method::keywords("getunicodeinternedsize", getunicodeinternedsize).doc(
        "getunicodeinternedsize($module, /, *, _only_immortal=False)\n--\n\nReturn how many strings are interned.",
    ),
    Method::new("intern", intern, 1, 1)
        .doc("intern($module, string, /)\n--\n\nReturn the one interned string with these characters."),
];

/// What CPython 3.14 says of objects that are not counted.
const IMMORTAL_COUNT: i64 = 3 << 30;

fn clear_type_descriptors(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values[0].downcast::<crate::types::typ::Type>() else {
        let kind = vm.argument_kind(&args.values[0]);
        return Err(vm.type_error(format_args!("_clear_type_descriptors() argument must be type, not {kind}")));
    };
    let dict = class.dict.clone();
    for name in [&vm.names().__dict__, &vm.names().__weakref__] {
        vm.dict_remove(&dict, name)?;
    }
    Ok(Value::none())
}

/// Whether the running frame has just copied a variable of its own to where this argument stands: CPython lends such
/// variables to calls without counting.
fn is_lent(vm: &Vm, argument: &Value) -> bool {
    // SAFETY: the innermost frame and its code are alive; the word before an instruction other than the first is the
    // code's own.
    unsafe {
        let Some(frame) = vm.stack.frame.as_ref() else { return false };
        let code = frame.code();
        if frame.pc <= code.start() {
            return false;
        }
        let before = *frame.pc.sub(1);
        before.op == Op::Move as u8
            && std::ptr::eq(frame.register(before.a).cast(), argument)
            && usize::from(before.b) < code.code.locals.len()
    }
}

/// The references to the argument, as CPython counts them: its own is one, but for variables that it only borrows.
fn getrefcount(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let count = match args.values[0].header() {
        Some(header) if !header.is_immortal() => i64::from(header.count()) - i64::from(is_lent(vm, &args.values[0])),
        _ => IMMORTAL_COUNT,
    };
    vm.new_int(count)
}

fn is_immortal(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(args.values[0].header().is_none_or(pitviper_object::Header::is_immortal)))
}

fn is_interned(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values[0].downcast::<Str>() {
        Some(text) => Ok(Value::bool(text.header.has(INTERNED))),
        None => {
            let kind = vm.argument_kind(&args.values[0]);
            Err(vm.type_error(format_args!("_is_interned() argument must be str, not {kind}")))
        }
    }
}

fn getsizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [object, default] = Params::new("getsizeof", ["object", "default"]).required(1).bind(vm, args)?;
    let Some(object) = object else { return Ok(Value::none()) };
    match (size_of(vm, object), default) {
        (Err(raised), Some(default)) if vm.raised_is(&raised, Exc::TypeError) => {
            drop(vm.take_raised(raised));
            Ok(default.clone())
        }
        (size, _) => size,
    }
}

fn size_of(vm: &mut Vm, object: &Value) -> PyResult {
    let Some(size) = vm.call_special(object, &vm.names().__sizeof__, &[])? else {
        let kind = vm.type_name(object);
        return Err(vm.type_error(format_args!("Type {kind} doesn't define __sizeof__")));
    };
    match crate::types::int::to_i64(&size) {
        Some(bytes) if bytes >= 0 => Ok(size),
        Some(_) => Err(vm.value_error(format_args!("__sizeof__() should return >= 0"))),
        None if size.kind() == kinds::INT => {
            let message = format_args!("Python int too large to convert to C ssize_t");
            Err(vm.raise(Exc::OverflowError, message))
        }
        None => Err(vm.type_error(format_args!("an integer is required"))),
    }
}

fn getallocatedblocks(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.settle();
    let blocks = vm.heap.stats().live_blocks();
    vm.new_u64(blocks)
}

fn getunicodeinternedsize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [immortal] = Params::new("getunicodeinternedsize", ["_only_immortal"]).keyword_only(1).bind(vm, args)?;
    let immortal = match immortal {
        Some(immortal) => vm.truth(immortal)?,
        None => false,
    };
    vm.settle();
    let count = vm.interned.count(immortal);
    vm.new_usize(count)
}

fn intern(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = &args.values[0];
    if text.exact::<Str>().is_some() {
        return vm.intern_value(text.clone());
    }
    let kind = vm.argument_kind(text);
    match text.downcast::<Str>() {
        Some(_) => Err(vm.type_error(format_args!("can't intern {kind}"))),
        None => Err(vm.type_error(format_args!("intern() argument must be str, not {kind}"))),
    }
}
