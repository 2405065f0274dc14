//! `getset_descriptor` and `member_descriptor`: computed attributes of builtin types, `__slots__` places.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Slot, Traverse, Value};

use super::method::wrong_receiver;
use super::{docs, qualname};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::typ::Type;

/// A computed attribute.
#[repr(C)]
pub struct GetSetDescriptor {
    /// Count, shape, flags.
    pub header: Header,
    /// The code.
    pub entry: &'static GetSet,
    /// `__objclass__`.
    pub owner: Obj<Type>,
}

pitviper_object::object!(GetSetDescriptor, kinds::GETSET, owner);

/// A `__slots__` place.
#[repr(C)]
pub struct Member {
    /// Count, shape, flags.
    pub header: Header,
    /// `__objclass__`.
    pub owner: Obj<Type>,
    /// `__name__`: an interned string.
    pub name: Value,
    /// Number of the slot.
    pub index: u32,
    /// Whether an empty place reads as None (fixed attributes of builtin classes).
    pub optional: bool,
}

pitviper_object::object!(Member, kinds::MEMBER, owner, name);

impl Vm {
    /// What the namespace of a builtin type holds for a computed attribute.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn new_getset(&mut self, entry: &'static GetSet, owner: &Type) -> PyResult {
        let header = Header::new(u32::from(kinds::GETSET), TRACKED);
        let descriptor = GetSetDescriptor { header, entry, owner: Obj::from_ref(owner) };
        Ok(Obj::create(&mut self.heap, PageKind::Container, descriptor)?.into_value())
    }

    /// The descriptor of fixed slot `index` of instances of `owner`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn new_member(&mut self, owner: &Type, name: Value, index: u32, optional: bool) -> PyResult {
        let header = Header::new(u32::from(kinds::MEMBER), TRACKED);
        let descriptor = Member { header, owner: Obj::from_ref(owner), name, index, optional };
        Ok(Obj::create(&mut self.heap, PageKind::Container, descriptor)?.into_value())
    }
}

/// The setter of what CPython has as read-only members.
///
/// # Errors
/// AttributeError "readonly attribute", always.
pub(crate) fn read_only(vm: &mut Vm, _: &Value, _: Option<Value>) -> PyResult<()> {
    Err(vm.raise(Exc::AttributeError, format_args!("readonly attribute")))
}

fn getset(value: &Value) -> &GetSetDescriptor {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn getset_doc(vm: &mut Vm, descriptor: &Value) -> PyResult {
    let this = getset(descriptor);
    let (name, is_python) = (this.entry.name, this.owner.spec.is_none());
    // Classes of files are made like Python's, but have attributes of their own.
    let of_instances = docs::of_instances(name).filter(|_| is_python);
    let owner = this.owner.name().as_ascii().and_then(|owner| owner.rsplit('.').next());
    let text = of_instances.or_else(|| docs::of_builtin(owner?, name));
    text.map_or(Ok(Value::none()), |text| vm.new_str(text))
}

fn member(value: &Value) -> &Member {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn getset_get(vm: &mut Vm, descriptor: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    let Some(object) = object else { return Ok(descriptor.clone()) };
    let this = getset(descriptor);
    if !vm.is_subtype(vm.type_of(object), &this.owner) {
        return Err(wrong_receiver(vm, this.entry.name, &this.owner, object));
    }
    (this.entry.get)(vm, object)
}

fn getset_set(vm: &mut Vm, descriptor: &Value, object: &Value, value: Option<Value>) -> PyResult<()> {
    let this = getset(descriptor);
    if !vm.is_subtype(vm.type_of(object), &this.owner) {
        return Err(wrong_receiver(vm, this.entry.name, &this.owner, object));
    }
    match this.entry.set {
        Some(set) => set(vm, object, value),
        None => {
            let (name, owner) = (this.entry.name, this.owner.name());
            Err(vm.raise(Exc::AttributeError, format_args!("attribute '{name}' of '{owner}' objects is not writable")))
        }
    }
}

/// The place of a member in an object that is known to have it.
fn place(vm: &Vm, this: &Member, object: &Value) -> Option<*mut Slot> {
    let shape = vm.shape_of(object)?;
    if this.index >= u32::from(shape.fixed) { None } else { Some(vm.slot_place(object, this.index)) }
}

fn member_place(vm: &mut Vm, descriptor: &Value, object: &Value) -> PyResult<*mut Slot> {
    let this = member(descriptor);
    if vm.is_subtype(vm.type_of(object), &this.owner)
        && let Some(place) = place(vm, this, object)
    {
        return Ok(place);
    }
    let (owner, kind) = (this.owner.name(), vm.type_name(object));
    let Some(name) = this.name.downcast::<Str>() else { return Err(vm.no_memory()) };
    Err(vm.type_error(format_args!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{kind}' object")))
}

fn member_get(vm: &mut Vm, descriptor: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    let Some(object) = object else { return Ok(descriptor.clone()) };
    let place = member_place(vm, descriptor, object)?;
    // SAFETY: the object's own place; cloning runs no other code.
    match unsafe { (*place).clone() } {
        Some(value) => Ok(value),
        None if member(descriptor).optional => Ok(Value::none()),
        None => Err(nothing_there(vm, object, &member(descriptor).name)),
    }
}

#[cold]
fn nothing_there(vm: &mut Vm, object: &Value, name: &Value) -> Raised {
    let class = vm.type_of(object).to_value();
    let Some(class) = class.downcast::<Type>() else { return vm.no_memory() };
    let class = match crate::types::typ::attributes::full_name(vm, class) {
        Ok(class) => class,
        Err(raised) => return raised,
    };
    let (Some(class), Some(text)) = (class.downcast::<Str>(), name.downcast::<Str>()) else { return vm.no_memory() };
    let raised = vm.raise(Exc::AttributeError, format_args!("'{class}' object has no attribute '{text}'"));
    vm.annotate_attribute_error(raised, object, name)
}

fn member_set(vm: &mut Vm, descriptor: &Value, object: &Value, value: Option<Value>) -> PyResult<()> {
    let place = member_place(vm, descriptor, object)?;
    let deleting = value.is_none();
    // SAFETY: the object's own place; the old value is dropped after the new one is in.
    let old = unsafe { std::mem::replace(&mut *place, value) };
    if deleting && old.is_none() && !member(descriptor).optional {
        return Err(vm.raise_with(Exc::AttributeError, member(descriptor).name.clone()));
    }
    Ok(())
}

/// The byte offset of a member in objects of the shape of `object`, for inline caches; `None` when the
/// descriptor is none or does not apply.
#[must_use]
pub fn member_offset(vm: &Vm, descriptor: &Value, object: &Value) -> Option<u32> {
    let this = descriptor.exact::<Member>()?;
    let shape = vm.shape_of(object)?;
    if shape.base == 0 || this.index >= u32::from(shape.fixed) || !vm.is_subtype(vm.type_of(object), &this.owner) {
        return None;
    }
    Some(u32::from(shape.base) + this.index * 8)
}

fn getset_repr(vm: &mut Vm, descriptor: &Value) -> PyResult {
    let (name, owner) = (getset(descriptor).entry.name, getset(descriptor).owner.name());
    vm.new_str_fmt(format_args!("<attribute '{name}' of '{owner}' objects>"))
}

fn member_repr(vm: &mut Vm, descriptor: &Value) -> PyResult {
    let this = member(descriptor);
    let owner = this.owner.name();
    match this.name.downcast::<Str>() {
        Some(name) => vm.new_str_fmt(format_args!("<member '{name}' of '{owner}' objects>")),
        None => Ok(this.name.clone()),
    }
}

fn member_qualname(vm: &mut Vm, descriptor: &Value) -> PyResult {
    let this = member(descriptor);
    let class = this.owner.qualname.get().unwrap_or_else(Value::none);
    match (class.downcast::<Str>(), this.name.downcast::<Str>()) {
        (Some(class), Some(name)) => vm.new_str_fmt(format_args!("{class}.{name}")),
        _ => Ok(this.name.clone()),
    }
}

static GETSET_SLOTS: Slots =
    Slots { repr: Some(getset_repr), descr_get: Some(getset_get), descr_set: Some(getset_set), ..Slots::EMPTY };

static MEMBER_SLOTS: Slots =
    Slots { repr: Some(member_repr), descr_get: Some(member_get), descr_set: Some(member_set), ..Slots::EMPTY };

/// The type.
pub static GETSET: TypeSpec = TypeSpec {
    name: "getset_descriptor",
    module: "builtins",
    kind: kinds::GETSET,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &GETSET_SLOTS,
    methods: &[],
    getset: &[
        GetSet { name: "__name__", get: |vm, d| vm.new_str(getset(d).entry.name), set: None },
        GetSet { name: "__qualname__", get: |vm, d| qualname(vm, &getset(d).owner, getset(d).entry.name), set: None },
        GetSet { name: "__objclass__", get: |_, d| Ok(getset(d).owner.to_value()), set: None },
        GetSet { name: "__doc__", get: getset_doc, set: None },
    ],
    page: PageKind::Container,
    slot: <GetSetDescriptor as Traverse>::slot,
    finish: None,
    size: fixed_size::<GetSetDescriptor>,
};

/// The type.
pub static MEMBER: TypeSpec = TypeSpec {
    name: "member_descriptor",
    module: "builtins",
    kind: kinds::MEMBER,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &MEMBER_SLOTS,
    methods: &[],
    getset: &[
        GetSet { name: "__name__", get: |_, d| Ok(member(d).name.clone()), set: None },
        GetSet { name: "__qualname__", get: member_qualname, set: None },
        GetSet { name: "__objclass__", get: |_, d| Ok(member(d).owner.to_value()), set: None },
        GetSet { name: "__doc__", get: |_, _| Ok(Value::none()), set: None },
    ],
    page: PageKind::Container,
    slot: <Member as Traverse>::slot,
    finish: None,
    size: fixed_size::<Member>,
};
