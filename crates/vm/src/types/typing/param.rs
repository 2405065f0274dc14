//! Type parameters: TypeVar, ParamSpec (and its `args` and `kwargs`), TypeVarTuple.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, destroy};

use super::evaluate;
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{BinOp, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
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
    bound: ValueCell,
    bound_evaluator: ValueCell,
    constraints: ValueCell,
    constraints_evaluator: ValueCell,
    default: ValueCell,
    default_evaluator: ValueCell,
    /// Made by the `[T]` syntax.
    infer_variance: Cell<bool>,
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
    default_evaluator
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

fn this(value: &Value) -> &Param {
    // SAFETY: only called with type parameters, which are all this struct.
    unsafe { value.cast_unchecked() }
}

fn new_param(vm: &mut Vm, kind: u8, name: Value) -> PyResult<Value> {
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
        infer_variance: Cell::new(true),
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

fn module(_: &mut Vm, value: &Value) -> PyResult {
    Ok(this(value).module.get().unwrap_or_else(Value::none))
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

fn default(vm: &mut Vm, value: &Value) -> PyResult {
    let param = this(value);
    match lazy(vm, &param.default, &param.default_evaluator)? {
        Some(default) => Ok(default),
        None => Err(vm.raise(Exc::NotImplementedError, format_args!("typing.NoDefault is not there yet"))),
    }
}

fn repr(_: &mut Vm, value: &Value) -> PyResult {
    Ok(this(value).name.get().unwrap_or_else(Value::none))
}

fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    if op == BinOp::Or { super::make_union(vm, a, b) } else { Ok(Value::not_implemented()) }
}

const NAME: GetSet = GetSet { name: "__name__", get: name, set: None };
const MODULE: GetSet = GetSet { name: "__module__", get: module, set: None };
const DEFAULT: GetSet = GetSet { name: "__default__", get: default, set: None };

const fn flag(name: &'static str, get: fn(&mut Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, get, set: None }
}

const COVARIANT: GetSet = flag("__covariant__", |_, _| Ok(Value::bool(false)));
const CONTRAVARIANT: GetSet = flag("__contravariant__", |_, _| Ok(Value::bool(false)));
const INFER_VARIANCE: GetSet = flag("__infer_variance__", |_, value| Ok(Value::bool(this(value).infer_variance.get())));

const HAS_DEFAULT: Method = Method::new(
    "has_default",
    |_, args| {
        let param = this(&args.values[0]);
        Ok(Value::bool(!param.default.is_none() || !param.default_evaluator.is_none()))
    },
    0,
    0,
);

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
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: &[HAS_DEFAULT],
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
    finish: destroy::no_buffers,
    size: fixed_size::<Param>,
};

/// `typing.ParamSpec`.
pub static PARAM_SPEC: TypeSpec = TypeSpec {
    name: "ParamSpec",
    module: "typing",
    kind: kinds::PARAM_SPEC,
    base: kinds::OBJECT,
    doc: "Parameter specification variable.",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: &[HAS_DEFAULT],
    getset: &[
        NAME,
        MODULE,
        DEFAULT,
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        GetSet { name: "args", get: |vm, value| new_part(vm, value, false), set: None },
        GetSet { name: "kwargs", get: |vm, value| new_part(vm, value, true), set: None },
    ],
    page: PageKind::Container,
    slot: Param::slot,
    finish: destroy::no_buffers,
    size: fixed_size::<Param>,
};

/// `typing.TypeVarTuple`.
pub static TYPE_VAR_TUPLE: TypeSpec = TypeSpec {
    name: "TypeVarTuple",
    module: "typing",
    kind: kinds::TYPE_VAR_TUPLE,
    base: kinds::OBJECT,
    doc: "Type variable tuple.",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: &[HAS_DEFAULT],
    getset: &[NAME, MODULE, DEFAULT],
    page: PageKind::Container,
    slot: Param::slot,
    finish: destroy::no_buffers,
    size: fixed_size::<Param>,
};

/// `P.args` or `P.kwargs`.
#[repr(C)]
pub struct Part {
    /// Count, shape, flags.
    pub header: Header,
    origin: ValueCell,
    keywords: bool,
}

pitviper_object::object!(Part, kinds::PARAM_SPEC_PART, origin);

fn new_part(vm: &mut Vm, origin: &Value, keywords: bool) -> PyResult {
    let part = Part {
        header: Header::new(u32::from(kinds::PARAM_SPEC_PART), TRACKED),
        origin: ValueCell::new(Some(origin.clone())),
        keywords,
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, part)?.into_value())
}

fn part_repr(vm: &mut Vm, value: &Value) -> PyResult {
    let Some(part) = value.downcast::<Part>() else { return Ok(Value::none()) };
    let origin = part.origin.get().unwrap_or_else(Value::none);
    let name = vm.str(&origin)?;
    let suffix = if part.keywords { "kwargs" } else { "args" };
    match name.downcast::<Str>() {
        Some(name) => vm.new_str_fmt(format_args!("{name}.{suffix}")),
        None => Ok(name),
    }
}

fn part_compare(_: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Part>(), b.downcast::<Part>()) else { return Ok(Value::not_implemented()) };
    let same = x.keywords == y.keywords
        && match (x.origin.get(), y.origin.get()) {
            (Some(x), Some(y)) => x.is(&y),
            _ => false,
        };
    match op {
        CmpOp::Eq => Ok(Value::bool(same)),
        CmpOp::Ne => Ok(Value::bool(!same)),
        _ => Ok(Value::not_implemented()),
    }
}

/// `typing.ParamSpecArgs` and `typing.ParamSpecKwargs`.
pub static PARAM_SPEC_PART: TypeSpec = TypeSpec {
    name: "ParamSpecArgs",
    module: "typing",
    kind: kinds::PARAM_SPEC_PART,
    base: kinds::OBJECT,
    doc: "The args for a ParamSpec object.",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { repr: Some(part_repr), compare: Some(part_compare), ..Slots::EMPTY },
    methods: &[],
    getset: &[GetSet {
        name: "__origin__",
        get: |_, value| Ok(value.downcast::<Part>().and_then(|part| part.origin.get()).unwrap_or_else(Value::none)),
        set: None,
    }],
    page: PageKind::Container,
    slot: Part::slot,
    finish: destroy::no_buffers,
    size: fixed_size::<Part>,
};
