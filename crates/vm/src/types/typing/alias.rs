//! `typing.TypeAliasType`: what a `type` statement makes.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::{as_args, evaluate, new_generic_alias};
use crate::core::args::Params;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// An alias.
#[repr(C)]
pub struct TypeAlias {
    /// Count, shape, flags.
    pub header: Header,
    name: ValueCell,
    type_params: ValueCell,
    evaluator: ValueCell,
    /// Once evaluated.
    value: ValueCell,
    module: ValueCell,
}

pitviper_object::object!(TypeAlias, kinds::TYPE_ALIAS, name, type_params, evaluator, value, module);

/// `type name[params] = …`, the value given as an evaluator.
///
/// # Errors
/// `MemoryError`.
pub fn new_type_alias(vm: &mut Vm, name: Value, params: Value, evaluator: Value) -> PyResult {
    let module = vm.current_module_name()?;
    let alias = TypeAlias {
        header: Header::new(u32::from(kinds::TYPE_ALIAS), TRACKED),
        name: ValueCell::new(Some(name)),
        type_params: ValueCell::new(Some(params)),
        evaluator: ValueCell::new(Some(evaluator)),
        value: ValueCell::default(),
        module: ValueCell::new(module),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, alias)?.into_value())
}

/// `TypeAliasType(name, value, *, type_params=())`.
fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [name, value, params] = Params::new("typealias", ["name", "value", "type_params"])
        .required(2)
        .keyword_only(1)
        .bind(vm, args.behind_receiver())?;
    let (Some(name), Some(value)) = (name, value) else { return Ok(Value::none()) };
    if name.downcast::<Str>().is_none() {
        let kind = vm.argument_kind(name);
        return Err(vm.type_error(format_args!("typealias() argument 'name' must be str, not {kind}")));
    }
    if params.is_some_and(|params| params.downcast::<Tuple>().is_none()) {
        return Err(vm.type_error(format_args!("type_params must be a tuple")));
    }
    let params = params.cloned().unwrap_or_else(Value::none);
    let made = new_type_alias(vm, name.clone(), params, Value::none())?;
    this(&made).value.set(Some(value.clone()));
    Ok(made)
}

fn this(value: &Value) -> &TypeAlias {
    // SAFETY: special methods and attributes of the type are only asked of its instances.
    unsafe { value.cast_unchecked() }
}

fn name(_: &mut Vm, value: &Value) -> PyResult {
    Ok(this(value).name.get().unwrap_or_else(Value::none))
}

fn params(vm: &mut Vm, value: &Value) -> PyResult {
    match this(value).type_params.get() {
        Some(params) if !params.is_none() => Ok(params),
        _ => vm.new_tuple(&[]),
    }
}

fn value(vm: &mut Vm, alias: &Value) -> PyResult {
    let this = this(alias);
    if let Some(value) = this.value.get() {
        return Ok(value);
    }
    let evaluator = this.evaluator.get().unwrap_or_else(Value::none);
    let made = evaluate(vm, &evaluator)?;
    this.value.set(Some(made.clone()));
    Ok(made)
}

fn get_item(vm: &mut Vm, alias: &Value, item: &Value) -> PyResult {
    let params = params(vm, alias)?;
    if vm.len(&params)? == 0 {
        return Err(vm.type_error(format_args!("Only generic type aliases are subscriptable")));
    }
    let args = as_args(vm, item)?;
    new_generic_alias(vm, alias.clone(), args, false)
}

fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    if op == BinOp::Or { super::make_union(vm, a, b) } else { Ok(Value::not_implemented()) }
}

/// `typing.TypeAliasType`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "TypeAliasType",
    module: "typing",
    kind: kinds::TYPE_ALIAS,
    base: kinds::OBJECT,
    doc: "Type alias.",
    flags: 0,
    slots: &Slots {
        new: Some(new),
        repr: Some(name),
        get_item: Some(get_item),
        binary: Some(binary),
        binary_ops: BinOp::Or.bit(),
        reflected_ops: BinOp::Or.bit(),
        ..Slots::EMPTY
    },
    methods: &[],
    getset: &[
        GetSet { name: "__name__", get: name, set: None },
        GetSet { name: "__value__", get: value, set: None },
        GetSet { name: "__type_params__", get: params, set: None },
        GetSet { name: "__parameters__", get: params, set: None },
        GetSet {
            name: "__module__",
            get: |_, value| Ok(this(value).module.get().unwrap_or_else(Value::none)),
            set: None,
        },
    ],
    page: PageKind::Container,
    slot: TypeAlias::slot,
    finish: None,
    size: fixed_size::<TypeAlias>,
};
