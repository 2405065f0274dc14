//! `ContextVar`.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::context::current;
use super::{kind, token};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;
use crate::types::str::{Str, StrBuilder};
use crate::types::typing::class_getitem;

/// A variable, by identity the key of its values.
#[repr(C)]
pub struct ContextVar {
    /// Count, shape, flags.
    pub header: Header,
    name: Value,
    default: Option<Value>,
}

object!(ContextVar, kind::VARIABLE, name, default);

fn this(value: &Value) -> &ContextVar {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.behind_receiver();
    let count = given.positional_count();
    if count > 1 {
        return Err(vm.type_error(format_args!("ContextVar() takes at most 1 positional argument ({count} given)")));
    }
    let mut name = given.positional().first();
    let mut default = None;
    for (key, value) in given.keywords() {
        let Some(key) = key.downcast::<Str>() else { continue };
        match key.as_ascii() {
            Some("default") => default = Some(value.clone()),
            Some("name") if name.is_none() => name = Some(value),
            _ => return Err(vm.type_error(format_args!("ContextVar() got an unexpected keyword argument '{key}'"))),
        }
    }
    let Some(name) = name else {
        return Err(vm.type_error(format_args!("ContextVar() takes exactly 1 positional argument (0 given)")));
    };
    if name.downcast::<Str>().is_none() {
        return Err(vm.type_error(format_args!("context variable name must be a str")));
    }
    let header = Header::new(u32::from(kind::VARIABLE), TRACKED);
    let made = ContextVar { header, name: name.clone(), default };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, made)?.into_value())
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let variable = &args.values[0];
    let context = current(vm)?;
    if let Some(value) = context.get(vm, variable)? {
        return Ok(value);
    }
    match args.values.get(1).or(this(variable).default.as_ref()) {
        Some(default) => Ok(default.clone()),
        None => Err(vm.raise_with(Exc::LookupError, variable.clone())),
    }
}

fn set(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let variable = &args.values[0];
    let context = current(vm)?;
    let old = context.get(vm, variable)?;
    let token = token::create(vm, context.clone().into_value(), variable.clone(), old)?;
    context.set(vm, variable, Some(args.values[1].clone()))?;
    Ok(token)
}

fn reset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    token::reset(vm, &args.values[0], &args.values[1])
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let own = this(value);
    let mut text = StrBuilder::new(vm);
    text.push_text("<ContextVar name=")?;
    let name = vm.repr(&own.name)?;
    if let Some(name) = name.downcast::<Str>() {
        text.push_str(name)?;
    }
    if let Some(default) = &own.default {
        text.push_text(" default=")?;
        let default = vm.repr(default)?;
        if let Some(default) = default.downcast::<Str>() {
            text.push_str(default)?;
        }
    }
    let id = vm.id(value);
    text.write_fmt(format_args!(" at 0x{id:x}>"))?;
    text.finish()
}

/// The type.
pub static VARIABLE: TypeSpec = TypeSpec {
    name: "ContextVar",
    module: "_contextvars",
    kind: kind::VARIABLE,
    base: kinds::OBJECT,
    doc: "",
    flags: 0,
    slots: &Slots { new: Some(new), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        Method::new("get", get, 0, 1)
            .doc("get($self, [default])\n--\n\nReturn a value for the context variable for the current context."),
        Method::new("set", set, 1, 1).doc(
            "set($self, value, /)\n--\n\nCall to set a new value for the context variable in the current context.",
        ),
        Method::new("reset", reset, 1, 1).doc("reset($self, token, /)\n--\n\nReset the context variable."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[GetSet { name: "name", get: |_, value| Ok(this(value).name.clone()), set: None }],
    page: PageKind::Container,
    slot: <ContextVar as Traverse>::slot,
    finish: None,
    size: fixed_size::<ContextVar>,
};
