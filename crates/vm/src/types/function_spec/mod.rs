//! The type `function`; and `cell` in [`cell`].

pub mod cell;

pub use cell::CELL;

use pitviper_compiler::code::flags;
use pitviper_object::{Obj, PageKind, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::function::{CellObject, Extra, Function};
use crate::types::list::List;
use crate::types::native::read_only;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// The function behind a value of this kind.
fn view(value: &Value) -> &Function {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn extra(value: &Value, field: fn(&Extra) -> &ValueCell) -> Option<Value> {
    view(value).extra().and_then(|extra| field(extra).get())
}

fn set_extra(vm: &mut Vm, object: &Value, field: fn(&Extra) -> &ValueCell, value: Option<Value>) -> PyResult<()> {
    field(view(object).extra_or_make(vm)?).set(value);
    Ok(())
}

fn get_name(vm: &mut Vm, object: &Value) -> PyResult {
    match extra(object, |extra| &extra.name) {
        Some(name) => Ok(name),
        None => {
            let code = vm.load_code(view(object).code())?.clone();
            vm.intern(&code.name)
        }
    }
}

fn get_qualname(vm: &mut Vm, object: &Value) -> PyResult {
    match extra(object, |extra| &extra.qualname) {
        Some(name) => Ok(name),
        None => {
            let code = vm.load_code(view(object).code())?.clone();
            vm.intern(&code.qualname)
        }
    }
}

fn set_text(
    vm: &mut Vm,
    object: &Value,
    name: &str,
    field: fn(&Extra) -> &ValueCell,
    value: Option<Value>,
) -> PyResult<()> {
    match value {
        Some(value) if value.downcast::<Str>().is_some() => set_extra(vm, object, field, Some(value)),
        _ => Err(vm.type_error(format_args!("{name} must be set to a string object"))),
    }
}

fn get_module(vm: &mut Vm, object: &Value) -> PyResult {
    if let Some(module) = extra(object, |extra| &extra.module) {
        return Ok(module);
    }
    let globals = view(object).globals.clone();
    Ok(globals.get_str(vm, &vm.names().__name__).unwrap_or_else(Value::none))
}

fn get_doc(vm: &mut Vm, object: &Value) -> PyResult {
    if let Some(doc) = extra(object, |extra| &extra.doc) {
        return Ok(doc);
    }
    let code = view(object).code();
    if !code.has(flags::HAS_DOCSTRING) {
        return Ok(Value::none());
    }
    vm.prepare_code(code)?;
    Ok(code.constant(0).clone())
}

fn get_dict(vm: &mut Vm, object: &Value) -> PyResult {
    Ok(vm.materialize_dict(object)?.into_value())
}

fn set_dict(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(vm.type_error(format_args!("cannot delete __dict__")));
    };
    if value.downcast::<Dict>().is_none() {
        let kind = vm.type_name(&value);
        return Err(vm.type_error(format_args!("__dict__ must be set to a dictionary, not a '{kind}'")));
    }
    set_extra(vm, object, |extra| &extra.dict, Some(value))
}

fn set_code(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value.filter(|value| value.downcast::<CodeObject>().is_some()) else {
        return Err(vm.type_error(format_args!("__code__ must be set to a code object")));
    };
    let this = view(object);
    if let Some(code) = value.downcast::<CodeObject>()
        && usize::from(code.free) != this.cells()
    {
        let name = get_name(vm, object)?;
        let Some(name) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
        let (own, new) = (view(object).cells(), usize::from(code.free));
        return Err(vm.value_error(format_args!("{name}() requires a code object with {own} free vars, not {new}")));
    }
    // What is remembered of the old code's names stays true of the function.
    let (name, qualname) = (get_name(vm, object)?, get_qualname(vm, object)?);
    set_extra(vm, object, |extra| &extra.name, Some(name))?;
    set_extra(vm, object, |extra| &extra.qualname, Some(qualname))?;
    keep_replaced(vm, object, &value)?;
    view(object).code.set(Some(value));
    vm.step_epoch();
    Ok(())
}

/// Keeps the code of a function that gets another: frames and generators run it without owning it.
fn keep_replaced(vm: &mut Vm, object: &Value, new: &Value) -> PyResult<()> {
    let Some(old) = view(object).code.get().filter(|old| !old.is(new)) else { return Ok(()) };
    let kept = match extra(object, |extra| &extra.replaced).and_then(|kept| kept.downcast::<List>().map(Obj::from_ref))
    {
        Some(kept) => kept,
        None => vm.new_list()?,
    };
    let mut index = 0;
    while let Some(code) = kept.get(index) {
        if code.is(&old) {
            return Ok(());
        }
        index += 1;
    }
    vm.list_push(&kept, old)?;
    set_extra(vm, object, |extra| &extra.replaced, Some(kept.into_value()))
}

fn set_defaults(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let value = value.filter(|value| !value.is_none());
    if value.as_ref().is_some_and(|value| value.downcast::<Tuple>().is_none()) {
        return Err(vm.type_error(format_args!("__defaults__ must be set to a tuple object")));
    }
    set_extra(vm, object, |extra| &extra.defaults, value)
}

fn set_kwdefaults(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let value = value.filter(|value| !value.is_none());
    if value.as_ref().is_some_and(|value| value.downcast::<Dict>().is_none()) {
        return Err(vm.type_error(format_args!("__kwdefaults__ must be set to a dict object")));
    }
    set_extra(vm, object, |extra| &extra.kwdefaults, value)
}

fn get_closure(vm: &mut Vm, object: &Value) -> PyResult {
    let this = Obj::from_ref(view(object));
    if this.cells() == 0 {
        return Ok(Value::none());
    }
    let list = vm.new_list()?;
    for index in 0..this.cells() {
        vm.list_push(&list, Obj::from_ref(this.cell(index as u16)).into_value())?;
    }
    vm.tuple_from(list.as_value())
}

fn get_builtins(vm: &mut Vm, object: &Value) -> PyResult {
    let globals = view(object).globals.clone();
    if let Some(builtins) = globals.get_str(vm, &vm.names().__builtins__) {
        return Ok(match builtins.downcast::<crate::types::module::Module>() {
            Some(module) => module.dict.clone().into_value(),
            None => builtins,
        });
    }
    Ok(vm.builtins.clone().map_or_else(Value::none, Obj::into_value))
}

/// `__annotations__`: evaluated when asked for, then kept.
fn get_annotations(vm: &mut Vm, object: &Value) -> PyResult {
    if let Some(annotations) = extra(object, |extra| &extra.annotations) {
        return Ok(annotations);
    }
    let annotations = match extra(object, |extra| &extra.annotate).filter(|annotate| !annotate.is_none()) {
        Some(annotate) => {
            let annotations = vm.call(&annotate, &[Value::small(1)])?;
            if annotations.downcast::<Dict>().is_none() {
                let kind = vm.type_name(&annotations);
                return Err(vm.type_error(format_args!("__annotate__ returned non-dict of type '{kind}'")));
            }
            annotations
        }
        None => vm.new_dict()?.into_value(),
    };
    set_extra(vm, object, |extra| &extra.annotations, Some(annotations.clone()))?;
    Ok(annotations)
}

fn set_annotations(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let value = value.filter(|value| !value.is_none());
    if value.as_ref().is_some_and(|value| value.downcast::<Dict>().is_none()) {
        return Err(vm.type_error(format_args!("__annotations__ must be set to a dict object")));
    }
    set_extra(vm, object, |extra| &extra.annotations, value)?;
    set_extra(vm, object, |extra| &extra.annotate, None)
}

fn set_annotate(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(vm.type_error(format_args!("__annotate__ cannot be deleted")));
    };
    if value.is_none() {
        return set_extra(vm, object, |extra| &extra.annotate, None);
    }
    if !vm.is_callable(&value) {
        return Err(vm.type_error(format_args!("__annotate__ must be callable or None")));
    }
    set_extra(vm, object, |extra| &extra.annotate, Some(value))?;
    set_extra(vm, object, |extra| &extra.annotations, None)
}

fn get_type_params(vm: &mut Vm, object: &Value) -> PyResult {
    match extra(object, |extra| &extra.type_params) {
        Some(params) => Ok(params),
        None => vm.new_tuple(&[]),
    }
}

fn set_type_params(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    match value {
        Some(value) if value.downcast::<Tuple>().is_some() => {
            set_extra(vm, object, |extra| &extra.type_params, Some(value))
        }
        _ => Err(vm.type_error(format_args!("__type_params__ must be set to a tuple"))),
    }
}

fn repr(vm: &mut Vm, object: &Value) -> PyResult {
    let name = get_qualname(vm, object)?;
    let id = vm.id(object);
    match name.downcast::<Str>() {
        Some(name) => vm.new_str_fmt(format_args!("<function {name} at {id:#x}>")),
        None => Ok(name),
    }
}

fn descr_get(vm: &mut Vm, function: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    match object {
        Some(object) => vm.new_method(function.clone(), object.clone()),
        None => Ok(function.clone()),
    }
}

/// `function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)`.
fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["code", "globals", "name", "argdefs", "closure", "kwdefaults"];
    let [code, globals, name, defaults, closure, kwdefaults] =
        args.behind_receiver().parse(vm, "function", names, 2, 0)?;
    let (Some(code), Some(globals)) = (code, globals) else { return Err(vm.no_memory()) };
    let Ok(code) = Obj::<CodeObject>::try_from_value(code.clone()) else {
        let kind = vm.argument_kind(code);
        return Err(vm.type_error(format_args!("function() argument 'code' must be code, not {kind}")));
    };
    let Ok(globals) = Obj::<Dict>::try_from_value(globals.clone()) else {
        let kind = vm.argument_kind(globals);
        return Err(vm.type_error(format_args!("function() argument 'globals' must be dict, not {kind}")));
    };
    let given = |value: Option<&Value>| value.filter(|value| !value.is_none()).cloned();
    let (name, defaults, closure) = (given(name), given(defaults), given(closure));
    if name.as_ref().is_some_and(|name| name.downcast::<Str>().is_none()) {
        return Err(vm.type_error(format_args!("arg 3 (name) must be None or string")));
    }
    if defaults.as_ref().is_some_and(|defaults| defaults.downcast::<Tuple>().is_none()) {
        return Err(vm.type_error(format_args!("arg 4 (defaults) must be None or tuple")));
    }
    let wanted = usize::from(code.free);
    let cells = closure.as_ref().and_then(Value::downcast::<Tuple>);
    if wanted > 0 && cells.is_none() {
        return Err(vm.type_error(format_args!("arg 5 (closure) must be tuple")));
    }
    let cells = cells.map_or(&[][..], Tuple::items);
    if cells.len() != wanted {
        let (text, own) = (vm.load_code(&code)?.name.clone(), cells.len());
        return Err(vm.value_error(format_args!("{text} requires closure of length {wanted}, not {own}")));
    }
    for cell in cells {
        if cell.exact::<CellObject>().is_none() {
            let kind = vm.type_name(cell);
            return Err(vm.type_error(format_args!("arg 5 (closure) expected cell, found {kind}")));
        }
    }
    let function = vm.new_function(code, globals)?;
    for (index, cell) in cells.iter().enumerate() {
        // SAFETY: as many places as the code has free variables; nobody has seen the function yet.
        unsafe { *function.cell_slot(index as u16) = Some(cell.clone()) };
    }
    let function = function.into_value();
    if name.is_some() {
        set_extra(vm, &function, |extra| &extra.name, name)?;
    }
    if defaults.is_some() {
        set_extra(vm, &function, |extra| &extra.defaults, defaults)?;
    }
    if let Some(kwdefaults) = given(kwdefaults) {
        set_kwdefaults(vm, &function, Some(kwdefaults))?;
    }
    Ok(function)
}

static FUNCTION_SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(repr),
    call: Some(|vm, function, args| vm.call_args(function, args)),
    descr_get: Some(descr_get),
    ..Slots::EMPTY
};

fn or_none(value: Option<Value>) -> Value {
    value.unwrap_or_else(Value::none)
}

/// The type.
pub static FUNCTION: TypeSpec = TypeSpec {
    name: "function",
    module: "builtins",
    kind: kinds::FUNCTION,
    base: kinds::OBJECT,
    doc: "function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)\n--\n\nA function of Python code.",
    flags: TypeSpec::METHOD_LIKE,
    slots: &FUNCTION_SLOTS,
    methods: &[],
    getset: &[
        GetSet { name: "__code__", get: |_, f| Ok(or_none(view(f).code.get())), set: Some(set_code) },
        GetSet {
            name: "__defaults__",
            get: |_, f| Ok(or_none(extra(f, |extra| &extra.defaults))),
            set: Some(set_defaults),
        },
        GetSet {
            name: "__kwdefaults__",
            get: |_, f| Ok(or_none(extra(f, |extra| &extra.kwdefaults))),
            set: Some(set_kwdefaults),
        },
        GetSet { name: "__annotations__", get: get_annotations, set: Some(set_annotations) },
        GetSet {
            name: "__annotate__",
            get: |_, f| Ok(or_none(extra(f, |extra| &extra.annotate))),
            set: Some(set_annotate),
        },
        GetSet { name: "__dict__", get: get_dict, set: Some(set_dict) },
        GetSet {
            name: "__name__",
            get: get_name,
            set: Some(|vm, f, value| set_text(vm, f, "__name__", |extra| &extra.name, value)),
        },
        GetSet {
            name: "__qualname__",
            get: get_qualname,
            set: Some(|vm, f, value| set_text(vm, f, "__qualname__", |extra| &extra.qualname, value)),
        },
        GetSet {
            name: "__module__",
            get: get_module,
            set: Some(|vm, f, value| set_extra(vm, f, |extra| &extra.module, Some(value.unwrap_or_else(Value::none)))),
        },
        GetSet {
            name: "__doc__",
            get: get_doc,
            set: Some(|vm, f, value| set_extra(vm, f, |extra| &extra.doc, Some(value.unwrap_or_else(Value::none)))),
        },
        GetSet { name: "__closure__", get: get_closure, set: Some(read_only) },
        GetSet { name: "__globals__", get: |_, f| Ok(view(f).globals.clone().into_value()), set: Some(read_only) },
        GetSet { name: "__builtins__", get: get_builtins, set: Some(read_only) },
        GetSet { name: "__type_params__", get: get_type_params, set: Some(set_type_params) },
    ],
    page: PageKind::Container,
    slot: <Function as Traverse>::slot,
    finish: Some(crate::types::function::finish),
    size: fixed_size::<Function>,
};
