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
        Ok(Obj::create(&mut self.heap, PageKind::Container, made)?.into_value())
    }

    /// `staticmethod(callable)`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_staticmethod(&mut self, callable: Value) -> PyResult {
        let header = Header::new(u32::from(kinds::STATICMETHOD), TRACKED);
        let made = StaticMethod { header, callable: callable.into() };
        Ok(Obj::create(&mut self.heap, PageKind::Container, made)?.into_value())
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

/// Attributes that CPython copies from the callable; here they are read through.
macro_rules! forwarded {
    ($($name:ident),*) => {
        [
            $(GetSet {
                name: stringify!($name),
                get: |vm, object| {
                    let callable = wrapped(object);
                    vm.get_attr(&callable, &vm.names().$name)
                },
                set: None,
            },)*
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

static GETSET: [GetSet; 9] = forwarded!(__module__, __name__, __qualname__, __doc__, __annotations__, __annotate__);

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
    flags: TypeSpec::SUBCLASSABLE,
    slots: &CLASS_SLOTS,
    methods: &[Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1).class().doc("See PEP 585")],
    getset: &GETSET,
    page: PageKind::Container,
    slot: <ClassMethod as Traverse>::slot,
    finish: pitviper_object::destroy::no_buffers,
    size: fixed_size::<ClassMethod>,
};

/// The type.
pub static STATICMETHOD: TypeSpec = TypeSpec {
    name: "staticmethod",
    module: "builtins",
    kind: kinds::STATICMETHOD,
    base: kinds::OBJECT,
    doc: "staticmethod(function, /)\n--\n\nMakes a function a static method: it gets no implicit first argument.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &STATIC_SLOTS,
    methods: &[Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1).class().doc("See PEP 585")],
    getset: &GETSET,
    page: PageKind::Container,
    slot: <StaticMethod as Traverse>::slot,
    finish: pitviper_object::destroy::no_buffers,
    size: fixed_size::<StaticMethod>,
};
