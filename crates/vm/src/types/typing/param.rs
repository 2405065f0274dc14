//! Type parameters: TypeVar, ParamSpec (and its `args` and `kwargs`), TypeVarTuple.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::{call_typing, evaluate, make, parts};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{BinOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::str::Str;

/// A type parameter of any of the three kinds.
#[repr(C)]
pub struct Param {
    /// Count, shape, flags.
    pub header: Header,
    name: ValueCell,
    module: ValueCell,
    /// Bound or constraints, once evaluated.
    pub(super) bound: ValueCell,
    bound_evaluator: ValueCell,
    pub(super) constraints: ValueCell,
    constraints_evaluator: ValueCell,
    pub(super) default: ValueCell,
    default_evaluator: ValueCell,
    /// Attributes that programs gave it, once there are some.
    pub(crate) dict: ValueCell,
    /// See [`Variance`].
    pub(super) variance: Cell<Variance>,
}

/// How a parameter varies with the generic class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variance {
    /// Not at all.
    Invariant,
    /// With it.
    Covariant,
    /// Against it.
    Contravariant,
    /// Checkers find out, as for the `[T]` syntax.
    Inferred,
}

pitviper_object::object!(
    Param,
    kinds::TYPE_VAR,
    name,
    module,
    bound,
    bound_evaluator,
    constraints,
    constraints_evaluator,
    default,
    default_evaluator,
    dict
);

/// Any of the three kinds.
#[must_use]
pub fn is_param(value: &Value) -> bool {
    matches!(value.kind(), kinds::TYPE_VAR | kinds::PARAM_SPEC | kinds::TYPE_VAR_TUPLE)
}

/// A TypeVar.
#[must_use]
pub fn is_type_var(value: &Value) -> bool {
    value.kind() == kinds::TYPE_VAR
}

pub(crate) fn this(value: &Value) -> &Param {
    // SAFETY: only called with type parameters, which are all this struct.
    unsafe { value.cast_unchecked() }
}

pub(super) fn new_param(vm: &mut Vm, kind: u8, name: Value) -> PyResult<Value> {
    let module = vm.current_module_name()?;
    let param = Param {
        header: Header::new(u32::from(kind), TRACKED),
        name: ValueCell::new(Some(name)),
        module: ValueCell::new(module),
        bound: ValueCell::default(),
        bound_evaluator: ValueCell::default(),
        constraints: ValueCell::default(),
        constraints_evaluator: ValueCell::default(),
        default: ValueCell::default(),
        default_evaluator: ValueCell::default(),
        dict: ValueCell::default(),
        variance: Cell::new(Variance::Inferred),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, param)?.into_value())
}

/// `T`, `T: bound` or `T: (constraints)`, each given as an evaluator.
///
/// # Errors
/// `MemoryError`.
pub fn new_type_var(vm: &mut Vm, name: Value, bound: Option<Value>, constraints: Option<Value>) -> PyResult {
    let param = new_param(vm, kinds::TYPE_VAR, name)?;
    this(&param).bound_evaluator.set(bound);
    this(&param).constraints_evaluator.set(constraints);
    Ok(param)
}

/// `**P`.
///
/// # Errors
/// `MemoryError`.
pub fn new_param_spec(vm: &mut Vm, name: Value) -> PyResult {
    new_param(vm, kinds::PARAM_SPEC, name)
}

/// `*Ts`.
///
/// # Errors
/// `MemoryError`.
pub fn new_type_var_tuple(vm: &mut Vm, name: Value) -> PyResult {
    new_param(vm, kinds::TYPE_VAR_TUPLE, name)
}

/// Gives a parameter its default's evaluator.
///
/// # Errors
/// None.
pub fn set_default(_: &mut Vm, param: Value, evaluator: Value) -> PyResult {
    if is_param(&param) {
        this(&param).default_evaluator.set(Some(evaluator));
    }
    Ok(param)
}

/// A value that is evaluated when first asked for.
fn lazy(vm: &mut Vm, value: &ValueCell, evaluator: &ValueCell) -> PyResult<Option<Value>> {
    if let Some(value) = value.get() {
        return Ok(Some(value));
    }
    let Some(function) = evaluator.get() else { return Ok(None) };
    let made = evaluate(vm, &function)?;
    value.set(Some(made.clone()));
    Ok(Some(made))
}

fn name(_: &mut Vm, value: &Value) -> PyResult {
    Ok(this(value).name.get().unwrap_or_else(Value::none))
}

fn module(vm: &mut Vm, value: &Value) -> PyResult {
    match this(value).module.get() {
        Some(module) => Ok(module),
        // That of the class.
        None => vm.intern("typing"),
    }
}

fn set_module(_: &mut Vm, value: &Value, module: Option<Value>) -> PyResult<()> {
    this(value).module.set(module);
    Ok(())
}

fn bound(vm: &mut Vm, value: &Value) -> PyResult {
    let param = this(value);
    Ok(lazy(vm, &param.bound, &param.bound_evaluator)?.unwrap_or_else(Value::none))
}

fn constraints(vm: &mut Vm, value: &Value) -> PyResult {
    let param = this(value);
    match lazy(vm, &param.constraints, &param.constraints_evaluator)? {
        Some(constraints) => Ok(constraints),
        None => vm.new_tuple(&[]),
    }
}

pub(super) fn default(vm: &mut Vm, value: &Value) -> PyResult {
    let param = this(value);
    match lazy(vm, &param.default, &param.default_evaluator)? {
        Some(default) => Ok(default),
        None => super::no_default(vm),
    }
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let sign = match this(value).variance.get() {
        _ if value.kind() == kinds::TYPE_VAR_TUPLE => "",
        Variance::Inferred => "",
        Variance::Invariant => "~",
        Variance::Covariant => "+",
        Variance::Contravariant => "-",
    };
    let name = this(value).name.get().unwrap_or_else(Value::none);
    match name.downcast::<Str>() {
        Some(text) if !sign.is_empty() => vm.new_str_fmt(format_args!("{sign}{text}")),
        _ => Ok(name),
    }
}

fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    if op == BinOp::Or { super::make_union(vm, a, b) } else { Ok(Value::not_implemented()) }
}

const NAME: GetSet = GetSet { name: "__name__", get: name, set: None };
const MODULE: GetSet = GetSet { name: "__module__", get: module, set: Some(set_module) };
const DEFAULT: GetSet = GetSet { name: "__default__", get: default, set: None };

const fn flag(name: &'static str, get: fn(&mut Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, get, set: None }
}

fn varies(value: &Value, as_: Variance) -> PyResult {
    Ok(Value::bool(this(value).variance.get() == as_))
}

const COVARIANT: GetSet = flag("__covariant__", |_, value| varies(value, Variance::Covariant));
const CONTRAVARIANT: GetSet = flag("__contravariant__", |_, value| varies(value, Variance::Contravariant));
const INFER_VARIANCE: GetSet = flag("__infer_variance__", |_, value| varies(value, Variance::Inferred));

const HAS_DEFAULT: Method = Method::new(
    "has_default",
    |_, args| {
        let param = this(&args.values[0]);
        Ok(Value::bool(!param.default.is_none() || !param.default_evaluator.is_none()))
    },
    0,
    0,
);

const REDUCE: Method = Method::new("__reduce__", |vm, args| name(vm, &args.values[0]), 0, 0);

const SLOTS: Slots = Slots {
    repr: Some(repr),
    binary: Some(binary),
    binary_ops: BinOp::Or.bit(),
    reflected_ops: BinOp::Or.bit(),
    ..Slots::EMPTY
};

/// `typing.TypeVar`.
pub static TYPE_VAR: TypeSpec = TypeSpec {
    name: "TypeVar",
    module: "typing",
    kind: kinds::TYPE_VAR,
    base: kinds::OBJECT,
    doc: "Type variable.",
    flags: 0,
    slots: &Slots { new: Some(make::type_var), ..SLOTS },
    methods: &[
        HAS_DEFAULT,
        REDUCE,
        Method::new("__typing_subst__", |vm, args| call_typing(vm, "_typevar_subst", args.values), 1, 1),
        Method::new("__typing_prepare_subst__", make::prepare_type_var, 2, 2),
        Method::new("__mro_entries__", |vm, _| make::no_base(vm, "TypeVar"), 1, 1),
    ],
    getset: &[
        NAME,
        MODULE,
        GetSet { name: "__bound__", get: bound, set: None },
        GetSet { name: "__constraints__", get: constraints, set: None },
        DEFAULT,
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
    ],
    page: PageKind::Container,
    slot: Param::slot,
    finish: None,
    size: fixed_size::<Param>,
};

/// `typing.ParamSpec`.
pub static PARAM_SPEC: TypeSpec = TypeSpec {
    name: "ParamSpec",
    module: "typing",
    kind: kinds::PARAM_SPEC,
    base: kinds::OBJECT,
    doc: "Parameter specification variable.",
    flags: 0,
    slots: &Slots { new: Some(make::param_spec), ..SLOTS },
    methods: &[
        HAS_DEFAULT,
        REDUCE,
        Method::new("__typing_subst__", |vm, args| call_typing(vm, "_paramspec_subst", args.values), 1, 1),
        Method::new(
            "__typing_prepare_subst__",
            |vm, args| call_typing(vm, "_paramspec_prepare_subst", args.values),
            2,
            2,
        ),
        Method::new("__mro_entries__", |vm, _| make::no_base(vm, "ParamSpec"), 1, 1),
    ],
    getset: &[
        NAME,
        MODULE,
        DEFAULT,
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        GetSet { name: "__bound__", get: bound, set: None },
        GetSet { name: "args", get: |vm, value| parts::ParamArgs::create(vm, value), set: None },
        GetSet { name: "kwargs", get: |vm, value| parts::ParamKwargs::create(vm, value), set: None },
    ],
    page: PageKind::Container,
    slot: Param::slot,
    finish: None,
    size: fixed_size::<Param>,
};

/// `typing.TypeVarTuple`.
pub static TYPE_VAR_TUPLE: TypeSpec = TypeSpec {
    name: "TypeVarTuple",
    module: "typing",
    kind: kinds::TYPE_VAR_TUPLE,
    base: kinds::OBJECT,
    doc: "Type variable tuple.",
    flags: 0,
    slots: &Slots { new: Some(make::type_var_tuple), iter: Some(make::iter_type_var_tuple), ..SLOTS },
    methods: &[
        HAS_DEFAULT,
        REDUCE,
        Method::new("__typing_subst__", |vm, _| make::bare_tuple(vm), 1, 1),
        Method::new(
            "__typing_prepare_subst__",
            |vm, args| call_typing(vm, "_typevartuple_prepare_subst", args.values),
            2,
            2,
        ),
        Method::new("__mro_entries__", |vm, _| make::no_base(vm, "TypeVarTuple"), 1, 1),
    ],
    getset: &[NAME, MODULE, DEFAULT],
    page: PageKind::Container,
    slot: Param::slot,
    finish: None,
    size: fixed_size::<Param>,
};
