//! `classmethod` and `staticmethod`: what a class's namespace holds for methods without receiver.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::{is_abstract, or_none};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::native::read_only;
use crate::types::object::set_dict;
use crate::types::str::Str;
use crate::types::typ::Type;

/// A class method.
#[repr(C)]
pub struct ClassMethod {
    /// Count, shape, flags.
    pub header: Header,
    /// `__func__`.
    pub callable: ValueCell,
}

pitviper_object::object!(ClassMethod, kinds::CLASSMETHOD, callable);

/// A static method.
#[repr(C)]
pub struct StaticMethod {
    /// Count, shape, flags.
    pub header: Header,
    /// `__func__`.
    pub callable: ValueCell,
}

pitviper_object::object!(StaticMethod, kinds::STATICMETHOD, callable);

impl Vm {
    /// `classmethod(callable)`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_classmethod(&mut self, callable: Value) -> PyResult {
        let header = Header::new(u32::from(kinds::CLASSMETHOD), TRACKED);
        let made = ClassMethod { header, callable: callable.into() };
        let class = Obj::from_ref(self.type_of_kind(kinds::CLASSMETHOD));
        Ok(self.new_instance_of(&class, PageKind::Container, made)?.into_value())
    }

    /// `staticmethod(callable)`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_staticmethod(&mut self, callable: Value) -> PyResult {
        let header = Header::new(u32::from(kinds::STATICMETHOD), TRACKED);
        let made = StaticMethod { header, callable: callable.into() };
        let class = Obj::from_ref(self.type_of_kind(kinds::STATICMETHOD));
        Ok(self.new_instance_of(&class, PageKind::Container, made)?.into_value())
    }
}

/// What a class or static method wraps.
fn wrapped(object: &Value) -> Value {
    let cell = match (object.downcast::<ClassMethod>(), object.downcast::<StaticMethod>()) {
        (Some(this), _) => &this.callable,
        (_, Some(this)) => &this.callable,
        _ => return Value::none(),
    };
    or_none(cell)
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values[0].downcast::<Type>() else { return Err(vm.no_memory()) };
    let callable = ValueCell::default();
    if class.kind == kinds::CLASSMETHOD {
        let made = ClassMethod { header: Header::new(u32::from(kinds::CLASSMETHOD), TRACKED), callable };
        return Ok(vm.new_instance_of(class, PageKind::Container, made)?.into_value());
    }
    let made = StaticMethod { header: Header::new(u32::from(kinds::STATICMETHOD), TRACKED), callable };
    Ok(vm.new_instance_of(class, PageKind::Container, made)?.into_value())
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let object = args.values[0].clone();
    let name = if object.kind() == kinds::CLASSMETHOD { "classmethod" } else { "staticmethod" };
    args.check_no_keywords(vm, name)?;
    args.behind_receiver().check_count(vm, name, 1, 1)?;
    let callable = Some(args.values[1].clone());
    match (object.downcast::<ClassMethod>(), object.downcast::<StaticMethod>()) {
        (Some(this), _) => this.callable.set(callable),
        (_, Some(this)) => this.callable.set(callable),
        _ => {}
    }
    Ok(())
}

fn class_get(vm: &mut Vm, descriptor: &Value, object: Option<&Value>, owner: &Value) -> PyResult {
    let class = match object {
        Some(object) if owner.is_none() => vm.type_of(object).to_value(),
        _ => owner.clone(),
    };
    vm.new_method(wrapped(descriptor), class)
}

fn static_get(_: &mut Vm, descriptor: &Value, _: Option<&Value>, _: &Value) -> PyResult {
    Ok(wrapped(descriptor))
}

fn static_call(vm: &mut Vm, object: &Value, args: Args<'_>) -> PyResult {
    let callable = wrapped(object);
    vm.call_args(&callable, args)
}

fn repr(vm: &mut Vm, object: &Value) -> PyResult {
    let name = if object.kind() == kinds::CLASSMETHOD { "classmethod" } else { "staticmethod" };
    let text = vm.repr(&wrapped(object))?;
    match text.downcast::<Str>() {
        Some(text) => vm.new_str_fmt(format_args!("<{name}({text})>")),
        None => Ok(text),
    }
}

/// An attribute that CPython copies from the callable: it is read through as long as it was not set.
fn forward(vm: &mut Vm, object: &Value, name: &Value) -> PyResult {
    match vm.instance_attr(object, name) {
        Some(value) => Ok(value),
        None => vm.get_attr(&wrapped(object), name),
    }
}

/// One that CPython copies when it is first asked for.
fn keep(vm: &mut Vm, object: &Value, name: &Value) -> PyResult {
    let value = forward(vm, object, name)?;
    vm.set_instance_attr(object, name, value.clone())?;
    Ok(value)
}

/// Sets such an attribute.
fn set_forwarded(vm: &mut Vm, object: &Value, name: &Value, value: Option<Value>) -> PyResult<()> {
    let changed = match value {
        Some(value) => vm.set_instance_attr(object, name, value)?,
        None => vm.delete_instance_attr(object, name)?,
    };
    if changed { Ok(()) } else { Err(vm.no_attribute(object, name)) }
}

/// `__dict__`, with what CPython copies.
fn get_dict(vm: &mut Vm, object: &Value) -> PyResult {
    let dict = vm.materialize_dict(object)?;
    let names = vm.names();
    for name in [&names.__module__, &names.__name__, &names.__qualname__, &names.__doc__] {
        if dict.get_str(vm, name).is_none()
            && let Some(value) = vm.get_attr_opt(&wrapped(object), name)?
        {
            vm.dict_set_str(&dict, name, value)?;
        }
    }
    Ok(dict.into_value())
}

macro_rules! getset {
    ($($name:ident $get:ident),*) => {
        [
            $(GetSet {
                name: stringify!($name),
                get: |vm, object| $get(vm, object, &vm.names().$name),
                set: Some(|vm, object, value| set_forwarded(vm, object, &vm.names().$name, value)),
            },)*
            GetSet { name: "__dict__", get: get_dict, set: Some(set_dict) },
            GetSet { name: "__func__", get: |_, object| Ok(wrapped(object)), set: Some(read_only) },
            GetSet { name: "__wrapped__", get: |_, object| Ok(wrapped(object)), set: Some(read_only) },
            GetSet {
                name: "__isabstractmethod__",
                get: |vm, object| {
                    let callable = wrapped(object);
                    Ok(Value::bool(is_abstract(vm, &callable)?))
                },
                set: None,
            },
        ]
    };
}

static GETSET: [GetSet; 10] = getset!(
    __module__ forward,
    __name__ forward,
    __qualname__ forward,
    __doc__ forward,
    __annotations__ keep,
    __annotate__ keep
);

static CLASS_SLOTS: Slots =
    Slots { new: Some(new), init: Some(init), repr: Some(repr), descr_get: Some(class_get), ..Slots::EMPTY };

static STATIC_SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    repr: Some(repr),
    call: Some(static_call),
    descr_get: Some(static_get),
    ..Slots::EMPTY
};

/// The type.
pub static CLASSMETHOD: TypeSpec = TypeSpec {
    name: "classmethod",
    module: "builtins",
    kind: kinds::CLASSMETHOD,
    base: kinds::OBJECT,
    doc: "classmethod(function, /)\n--\n\nMakes a function a class method: it gets the class as first argument.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::INSTANCE_DICT,
    slots: &CLASS_SLOTS,
    methods: &[Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1).class().doc("See PEP 585")],
    getset: &GETSET,
    page: PageKind::Container,
    slot: <ClassMethod as Traverse>::slot,
    finish: None,
    size: fixed_size::<ClassMethod>,
};

/// The type.
pub static STATICMETHOD: TypeSpec = TypeSpec {
    name: "staticmethod",
    module: "builtins",
    kind: kinds::STATICMETHOD,
    base: kinds::OBJECT,
    doc: "staticmethod(function, /)\n--\n\nMakes a function a static method: it gets no implicit first argument.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::INSTANCE_DICT,
    slots: &STATIC_SLOTS,
    methods: &[Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1).class().doc("See PEP 585")],
    getset: &GETSET,
    page: PageKind::Container,
    slot: <StaticMethod as Traverse>::slot,
    finish: None,
    size: fixed_size::<StaticMethod>,
};
