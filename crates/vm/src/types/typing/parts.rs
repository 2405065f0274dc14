//! `typing.ParamSpecArgs` and `typing.ParamSpecKwargs`: `P.args` and `P.kwargs`.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, Object, PageKind, Slot, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::str::Str;

/// A part of a parameter specification. `KIND` says which.
#[repr(C)]
pub struct Part<const KIND: u8> {
    /// Count, shape, flags.
    pub header: Header,
    origin: ValueCell,
}

// SAFETY: the one slot owns its count.
unsafe impl<const KIND: u8> Traverse for Part<KIND> {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        if index == 0 {
            // SAFETY: the caller says that it is such a part.
            unsafe { (&raw mut (*this.cast::<Self>()).origin).cast() }
        } else {
            std::ptr::null_mut()
        }
    }
}

// SAFETY: repr(C), header first; the kinds are made in this file only.
unsafe impl<const KIND: u8> Object for Part<KIND> {
    const KIND: u8 = KIND;
}

/// `P.args`.
pub type ParamArgs = Part<{ kinds::PARAM_SPEC_PART }>;
/// `P.kwargs`.
pub type ParamKwargs = Part<{ kinds::PARAM_SPEC_KWARGS }>;

impl<const KIND: u8> Part<KIND> {
    /// The part of a parameter specification.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(super) fn create(vm: &mut Vm, origin: &Value) -> PyResult {
        let part = Self { header: Header::new(u32::from(KIND), TRACKED), origin: origin.clone().into() };
        Ok(Obj::create(&mut vm.heap, PageKind::Container, part)?.into_value())
    }

    fn origin(value: &Value) -> Value {
        value.downcast::<Self>().and_then(|part| part.origin.get()).unwrap_or_else(Value::none)
    }
}

fn new<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = if KIND == kinds::PARAM_SPEC_PART { "paramspecargs" } else { "paramspeckwargs" };
    let [origin] = args.behind_receiver().parse(vm, name, ["origin"], 1, 0)?;
    Part::<KIND>::create(vm, origin.unwrap_or(&Value::none()))
}

fn repr<const KIND: u8>(vm: &mut Vm, value: &Value) -> PyResult {
    let origin = Part::<KIND>::origin(value);
    let suffix = if KIND == kinds::PARAM_SPEC_PART { "args" } else { "kwargs" };
    let name = match vm.get_attr_opt(&origin, &vm.names().__name__)? {
        Some(name) if origin.kind() == kinds::PARAM_SPEC => name,
        _ => vm.repr(&origin)?,
    };
    match name.downcast::<Str>() {
        Some(name) => vm.new_str_fmt(format_args!("{name}.{suffix}")),
        None => Ok(name),
    }
}

fn compare<const KIND: u8>(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    if a.kind() != b.kind() || !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let same = vm.eq(&Part::<KIND>::origin(a), &Part::<KIND>::origin(b))?;
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}

fn no_base<const KIND: u8>(vm: &mut Vm, _: Args<'_>) -> PyResult {
    super::make::no_base(vm, if KIND == kinds::PARAM_SPEC_PART { "ParamSpecArgs" } else { "ParamSpecKwargs" })
}

const fn slots<const KIND: u8>() -> Slots {
    Slots {
        new: Some(new::<KIND>),
        repr: Some(repr::<KIND>),
        compare: Some(compare::<KIND>),
        unhashable: true,
        ..Slots::EMPTY
    }
}

const fn spec<const KIND: u8>(
    name: &'static str,
    doc: &'static str,
    slots: &'static Slots,
    methods: &'static [Method],
    getset: &'static [GetSet],
) -> TypeSpec {
    TypeSpec {
        name,
        module: "typing",
        kind: KIND,
        base: kinds::OBJECT,
        doc,
        flags: TypeSpec::WEAK,
        slots,
        methods,
        getset,
        page: PageKind::Container,
        slot: <Part<KIND> as Traverse>::slot,
        finish: None,
        size: fixed_size::<Part<KIND>>,
    }
}

static ARGS_SLOTS: Slots = slots::<{ kinds::PARAM_SPEC_PART }>();
static KWARGS_SLOTS: Slots = slots::<{ kinds::PARAM_SPEC_KWARGS }>();

/// `typing.ParamSpecArgs`.
pub static PARAM_SPEC_ARGS: TypeSpec = spec::<{ kinds::PARAM_SPEC_PART }>(
    "ParamSpecArgs",
    "The args for a ParamSpec object.",
    &ARGS_SLOTS,
    &[Method::new("__mro_entries__", no_base::<{ kinds::PARAM_SPEC_PART }>, 1, 1)],
    &[GetSet { name: "__origin__", get: |_, value| Ok(ParamArgs::origin(value)), set: None }],
);

/// `typing.ParamSpecKwargs`.
pub static PARAM_SPEC_KWARGS: TypeSpec = spec::<{ kinds::PARAM_SPEC_KWARGS }>(
    "ParamSpecKwargs",
    "The kwargs for a ParamSpec object.",
    &KWARGS_SLOTS,
    &[Method::new("__mro_entries__", no_base::<{ kinds::PARAM_SPEC_KWARGS }>, 1, 1)],
    &[GetSet { name: "__origin__", get: |_, value| Ok(ParamKwargs::origin(value)), set: None }],
);
