//! `wrapper_descriptor` and `method-wrapper`: special methods of builtin types, unbound and bound.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::special::Special;
use super::{doc_of, qualname, signature_of};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::typ::Type;

/// A special method of a builtin type.
#[repr(C)]
pub struct SlotWrapper {
    /// Count, shape, flags.
    pub header: Header,
    /// The code.
    pub special: &'static Special,
    /// `__objclass__`.
    pub owner: Obj<Type>,
}

pitviper_object::object!(SlotWrapper, kinds::SLOT_WRAPPER, owner);

/// The same, bound.
#[repr(C)]
pub struct MethodWrapper {
    /// Count, shape, flags.
    pub header: Header,
    /// The special method.
    pub wrapper: Obj<SlotWrapper>,
    /// `__self__`.
    pub receiver: Value,
}

pitviper_object::object!(MethodWrapper, kinds::METHOD_WRAPPER, wrapper, receiver);

impl SlotWrapper {
    /// Calls it; the receiver is `values[0]`.
    ///
    /// # Errors
    /// TypeError for wrong arguments, or what the method raises.
    pub fn call(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        let name = self.special.name;
        let Some(receiver) = args.positional().first() else {
            let owner = self.owner.name();
            return Err(vm.type_error(format_args!("descriptor '{name}' of '{owner}' object needs an argument")));
        };
        if !vm.is_subtype(vm.type_of(receiver), &self.owner) {
            let (owner, kind) = (self.owner.name(), vm.type_name(receiver));
            return Err(
                vm.type_error(format_args!("descriptor '{name}' requires a '{owner}' object but received a '{kind}'"))
            );
        }
        self.special.invoke(vm, self.owner.kind, args)
    }
}

impl Vm {
    /// What the namespace of a builtin type holds for a special method.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn new_slot_wrapper(&mut self, special: &'static Special, owner: &Type) -> PyResult {
        let header = Header::new(u32::from(kinds::SLOT_WRAPPER), TRACKED);
        let wrapper = SlotWrapper { header, special, owner: Obj::from_ref(owner) };
        Ok(Obj::create(&mut self.heap, PageKind::Container, wrapper)?.into_value())
    }
}

fn view(value: &Value) -> &SlotWrapper {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn bound(value: &Value) -> &MethodWrapper {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn descr_get(vm: &mut Vm, wrapper: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    let Some(object) = object else { return Ok(wrapper.clone()) };
    let this = view(wrapper);
    if !vm.is_subtype(vm.type_of(object), &this.owner) {
        return Err(super::method::wrong_receiver(vm, this.special.name, &this.owner, object));
    }
    let header = Header::new(u32::from(kinds::METHOD_WRAPPER), TRACKED);
    let made = MethodWrapper { header, wrapper: Obj::from_ref(this), receiver: object.clone() };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, made)?.into_value())
}

fn call_bound(vm: &mut Vm, wrapper: &Value, args: Args<'_>) -> PyResult {
    let (special, kind, receiver) = {
        let this = bound(wrapper);
        (this.wrapper.special, this.wrapper.owner.kind, this.receiver.clone())
    };
    vm.with_first(&receiver, args, |vm, args| special.invoke(vm, kind, args))
}

fn repr(vm: &mut Vm, wrapper: &Value) -> PyResult {
    let (name, owner) = (view(wrapper).special.name, view(wrapper).owner.name());
    vm.new_str_fmt(format_args!("<slot wrapper '{name}' of '{owner}' objects>"))
}

fn bound_repr(vm: &mut Vm, wrapper: &Value) -> PyResult {
    let this = bound(wrapper);
    let (name, kind, id) = (this.wrapper.special.name, vm.type_name(&this.receiver), vm.id(&this.receiver));
    vm.new_str_fmt(format_args!("<method-wrapper '{name}' of {kind} object at {id:#x}>"))
}

fn bound_compare(_: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<MethodWrapper>(), b.downcast::<MethodWrapper>()) else {
        return Ok(Value::not_implemented());
    };
    let same = x.wrapper.as_value().is(y.wrapper.as_value()) && x.receiver.is(&y.receiver);
    match op {
        CmpOp::Eq => Ok(Value::bool(same)),
        CmpOp::Ne => Ok(Value::bool(!same)),
        _ => Ok(Value::not_implemented()),
    }
}

fn bound_hash(vm: &mut Vm, wrapper: &Value) -> PyResult<i64> {
    let this = bound(wrapper);
    Ok(vm.identity_hash(&this.receiver) ^ vm.identity_hash(this.wrapper.as_value()).rotate_left(16))
}

static WRAPPER_SLOTS: Slots = Slots {
    call: Some(|vm, wrapper, args| view(wrapper).call(vm, args)),
    repr: Some(repr),
    descr_get: Some(descr_get),
    ..Slots::EMPTY
};

static BOUND_SLOTS: Slots = Slots {
    call: Some(call_bound),
    repr: Some(bound_repr),
    compare: Some(bound_compare),
    hash: Some(bound_hash),
    ..Slots::EMPTY
};

/// The type.
pub static SLOT_WRAPPER: TypeSpec = TypeSpec {
    name: "wrapper_descriptor",
    module: "builtins",
    kind: kinds::SLOT_WRAPPER,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW | TypeSpec::METHOD_LIKE,
    slots: &WRAPPER_SLOTS,
    methods: &[Method::new("__reduce__", super::method::reduce, 0, 0)],
    getset: &[
        GetSet { name: "__name__", get: |vm, w| vm.new_str(view(w).special.name), set: None },
        GetSet { name: "__qualname__", get: |vm, w| qualname(vm, &view(w).owner, view(w).special.name), set: None },
        GetSet { name: "__objclass__", get: |_, w| Ok(view(w).owner.to_value()), set: None },
        GetSet { name: "__doc__", get: |vm, w| doc_of(vm, view(w).special.doc), set: None },
        GetSet { name: "__text_signature__", get: |vm, w| signature_of(vm, view(w).special.doc), set: None },
    ],
    page: PageKind::Container,
    slot: <SlotWrapper as Traverse>::slot,
    finish: None,
    size: fixed_size::<SlotWrapper>,
};

/// The type.
pub static METHOD_WRAPPER: TypeSpec = TypeSpec {
    name: "method-wrapper",
    module: "builtins",
    kind: kinds::METHOD_WRAPPER,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &BOUND_SLOTS,
    methods: &[Method::new("__reduce__", super::method::reduce_bound, 0, 0)],
    getset: &[
        GetSet { name: "__name__", get: |vm, w| vm.new_str(bound(w).wrapper.special.name), set: None },
        GetSet {
            name: "__qualname__",
            get: |vm, w| qualname(vm, &bound(w).wrapper.owner, bound(w).wrapper.special.name),
            set: None,
        },
        GetSet { name: "__objclass__", get: |_, w| Ok(bound(w).wrapper.owner.to_value()), set: None },
        GetSet { name: "__self__", get: |_, w| Ok(bound(w).receiver.clone()), set: None },
        GetSet { name: "__doc__", get: |vm, w| doc_of(vm, bound(w).wrapper.special.doc), set: None },
        GetSet { name: "__text_signature__", get: |vm, w| signature_of(vm, bound(w).wrapper.special.doc), set: None },
    ],
    page: PageKind::Container,
    slot: <MethodWrapper as Traverse>::slot,
    finish: None,
    size: fixed_size::<MethodWrapper>,
};
