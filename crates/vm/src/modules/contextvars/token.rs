//! `Token`: what undoes a `ContextVar.set`.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::context::current;
use super::kind;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, MANY, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;
use crate::types::str::Str;
use crate::types::typing::class_getitem;

/// A token.
#[repr(C)]
pub struct Token {
    /// Count, shape, flags.
    pub header: Header,
    context: Value,
    variable: Value,
    old: Option<Value>,
    used: Cell<bool>,
}

object!(Token, kind::TOKEN, context, variable, old);

/// `Token.MISSING`.
#[repr(C)]
pub struct Missing {
    /// Count, shape, flags.
    pub header: Header,
}

object!(Missing, kind::MISSING);

fn this(value: &Value) -> &Token {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// The token of a change.
pub(super) fn create(vm: &mut Vm, context: Value, variable: Value, old: Option<Value>) -> PyResult {
    let header = Header::new(u32::from(kind::TOKEN), TRACKED);
    let token = Token { header, context, variable, old, used: Cell::new(false) };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, token)?.into_value())
}

/// The object for a value that was not there.
pub(super) fn missing(vm: &mut Vm) -> PyResult {
    vm.module_class("_contextvars", "Token.MISSING", |vm| {
        let header = Header::new(u32::from(kind::MISSING), 0);
        Ok(Obj::create(&mut vm.heap, PageKind::Container, Missing { header })?.into_value())
    })
}

#[cold]
fn complain(vm: &mut Vm, class: Exc, token: &Value, what: &str) -> Raised {
    match vm.repr(token) {
        Ok(text) => match text.downcast::<Str>() {
            Some(text) => vm.raise(class, format_args!("{text} {what}")),
            None => vm.no_memory(),
        },
        Err(raised) => raised,
    }
}

/// `variable.reset(token)`.
pub(super) fn reset(vm: &mut Vm, variable: &Value, token: &Value) -> PyResult {
    let Some(own) = token.downcast::<Token>() else {
        let text = vm.repr(token)?;
        let Some(text) = text.downcast::<Str>() else { return Err(vm.no_memory()) };
        return Err(vm.type_error(format_args!("expected an instance of Token, got {text}")));
    };
    if own.used.get() {
        return Err(complain(vm, Exc::RuntimeError, token, "has already been used once"));
    }
    if !own.variable.is(variable) {
        return Err(complain(vm, Exc::ValueError, token, "was created by a different ContextVar"));
    }
    let context = current(vm)?;
    if !own.context.is(context.as_value()) {
        return Err(complain(vm, Exc::ValueError, token, "was created in a different Context"));
    }
    own.used.set(true);
    context.set(vm, variable, own.old.clone())?;
    Ok(Value::none())
}

fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let variable = this(&args.values[0]).variable.clone();
    reset(vm, &variable, &args.values[0])
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let own = this(value);
    let used = if own.used.get() { " used" } else { "" };
    let variable = vm.repr(&own.variable)?;
    let id = vm.id(value);
    match variable.downcast::<Str>() {
        Some(variable) => vm.new_str_fmt(format_args!("<Token{used} var={variable} at 0x{id:x}>")),
        None => Ok(variable),
    }
}

fn old_value(vm: &mut Vm, value: &Value) -> PyResult {
    match &this(value).old {
        Some(old) => Ok(old.clone()),
        None => missing(vm),
    }
}

/// The type.
pub static TOKEN: TypeSpec = TypeSpec {
    name: "Token",
    module: "_contextvars",
    kind: kind::TOKEN,
    base: kinds::OBJECT,
    doc: "",
    flags: 0,
    slots: &Slots {
        new: Some(|vm, _| {
            Err(vm.raise(Exc::RuntimeError, format_args!("Tokens can only be created by ContextVars")))
        }),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new("__enter__", |_, args| Ok(args.values[0].clone()), 0, 0)
            .doc("__enter__($self, /)\n--\n\nEnter into Token context manager."),
        Method::new("__exit__", exit, 0, MANY)
            .doc("__exit__($self, type, value, traceback, /)\n--\n\nExit from Token context manager, restore the linked ContextVar."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[
        GetSet { name: "var", get: |_, value| Ok(this(value).variable.clone()), set: None },
        GetSet { name: "old_value", get: old_value, set: None },
    ],
    page: PageKind::Container,
    slot: <Token as Traverse>::slot,
    finish: None,
    size: fixed_size::<Token>,
};

/// The type of `Token.MISSING`.
pub static MISSING: TypeSpec = TypeSpec {
    name: "Token.MISSING",
    module: "builtins",
    kind: kind::MISSING,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { repr: Some(|vm, _| vm.new_str("<Token.MISSING>")), ..Slots::EMPTY },
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <Missing as Traverse>::slot,
    finish: None,
    size: fixed_size::<Missing>,
};
