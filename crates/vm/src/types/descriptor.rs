//! `property`, `classmethod`, `staticmethod`.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::native::read_only;
use crate::types::str::Str;
use crate::types::typ::Type;

/// A property.
#[repr(C)]
pub struct Property {
    /// Count, shape, flags.
    pub header: Header,
    fget: ValueCell,
    fset: ValueCell,
    fdel: ValueCell,
    doc: ValueCell,
    /// What `__set_name__` said.
    name: ValueCell,
    /// The docstring came from the getter: true is something, false nothing.
    getter_doc: ValueCell,
}

pitviper_object::object!(Property, kinds::PROPERTY, fget, fset, fdel, doc, name, getter_doc);

fn property(value: &Value) -> &Property {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn or_none(cell: &ValueCell) -> Value {
    cell.get().unwrap_or_else(Value::none)
}

/// An argument that is neither missing nor None.
fn given(value: Option<&Value>) -> Option<Value> {
    value.filter(|value| !value.is_none()).cloned()
}

fn property_new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values[0].downcast::<Type>() else { return Err(vm.no_memory()) };
    let made = Property {
        header: Header::new(u32::from(kinds::PROPERTY), TRACKED),
        fget: ValueCell::default(),
        fset: ValueCell::default(),
        fdel: ValueCell::default(),
        doc: ValueCell::default(),
        name: ValueCell::default(),
        getter_doc: ValueCell::default(),
    };
    Ok(vm.new_instance_of(class, PageKind::Container, made)?.into_value())
}

fn property_init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let object = args.values[0].clone();
    let [fget, fset, fdel, doc] = args.behind_receiver().parse(vm, "property", ["fget", "fset", "fdel", "doc"], 0, 0)?;
    let this = property(&object);
    this.fget.set(given(fget));
    this.fset.set(given(fset));
    this.fdel.set(given(fdel));
    this.name.set(None);
    this.getter_doc.set(None);
    let mut doc = given(doc);
    if doc.is_none()
        && let Some(getter) = this.fget.get()
    {
        doc = vm.get_attr_opt(&getter, &vm.names().__doc__)?.filter(|doc| !doc.is_none());
        if doc.is_some() {
            this.getter_doc.set(Some(Value::bool(true)));
        }
    }
    // A subclass has a `__doc__` of its own that hides the descriptor's, so its instances need one.
    if object.exact::<Property>().is_none()
        && vm.has_instance_dict(&object)
        && let Some(doc) = &doc
    {
        vm.set_instance_attr(&object, &vm.names().__doc__, doc.clone())?;
    }
    this.doc.set(doc);
    Ok(())
}

fn property_name(vm: &mut Vm, object: &Value) -> PyResult<Option<Value>> {
    let this = property(object);
    if let Some(name) = this.name.get() {
        return Ok(Some(name));
    }
    match this.fget.get() {
        Some(getter) => vm.get_attr_opt(&getter, &vm.names().__name__),
        None => Ok(None),
    }
}

/// "property 'x' of 'C' object has no setter".
#[cold]
fn no_accessor(vm: &mut Vm, property: &Value, object: &Value, what: &str) -> Raised {
    let name = match property_name(vm, property) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    let class = vm.type_of(object).qualname.get().unwrap_or_else(Value::none);
    let Some(class) = class.downcast::<Str>() else { return vm.no_memory() };
    match name {
        Some(name) => {
            let text = match vm.repr(&name) {
                Ok(text) => text,
                Err(raised) => return raised,
            };
            match text.downcast::<Str>() {
                Some(name) => vm.raise(
                    Exc::AttributeError,
                    format_args!("property {name} of '{class}' object has no {what}"),
                ),
                None => vm.no_memory(),
            }
        }
        None => vm.raise(Exc::AttributeError, format_args!("property of '{class}' object has no {what}")),
    }
}

fn property_get(vm: &mut Vm, descriptor: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    let Some(object) = object else { return Ok(descriptor.clone()) };
    match property(descriptor).fget.get() {
        Some(getter) => vm.call(&getter, std::slice::from_ref(object)),
        None => Err(no_accessor(vm, descriptor, object, "getter")),
    }
}

fn property_set(vm: &mut Vm, descriptor: &Value, object: &Value, value: Option<Value>) -> PyResult<()> {
    let this = property(descriptor);
    match value {
        Some(value) => match this.fset.get() {
            Some(setter) => vm.call(&setter, &[object.clone(), value]).map(drop),
            None => Err(no_accessor(vm, descriptor, object, "setter")),
        },
        None => match this.fdel.get() {
            Some(deleter) => vm.call(&deleter, std::slice::from_ref(object)).map(drop),
            None => Err(no_accessor(vm, descriptor, object, "deleter")),
        },
    }
}

/// A property like this one with one accessor replaced.
fn replaced(vm: &mut Vm, object: &Value, which: usize, accessor: &Value) -> PyResult {
    let this = property(object);
    let mut parts = [or_none(&this.fget), or_none(&this.fset), or_none(&this.fdel), or_none(&this.doc)];
    if which == 0 && !this.getter_doc.is_none() || !this.getter_doc.is_none() && !parts[0].is_none() {
        parts[3] = Value::none();
    }
    if !accessor.is_none() {
        parts[which] = accessor.clone();
    }
    let class = vm.type_of(object).to_value();
    let made = vm.call(&class, &parts)?;
    if let Some(new) = made.downcast::<Property>() {
        new.name.set(property(object).name.get());
    }
    Ok(made)
}

fn set_name(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values.len() != 3 {
        let given = args.values.len() - 1;
        return Err(vm.type_error(format_args!("__set_name__() takes 2 positional arguments but {given} were given")));
    }
    property(&args.values[0]).name.set(Some(args.values[2].clone()));
    Ok(Value::none())
}

fn is_abstract(vm: &mut Vm, function: &Value) -> PyResult<bool> {
    match vm.get_attr_opt(function, &vm.names().__isabstractmethod__)? {
        Some(value) => vm.truth(&value),
        None => Ok(false),
    }
}

fn property_is_abstract(vm: &mut Vm, object: &Value) -> PyResult {
    let this = property(object);
    for function in [this.fget.get(), this.fset.get(), this.fdel.get()].into_iter().flatten() {
        if is_abstract(vm, &function)? {
            return Ok(Value::bool(true));
        }
    }
    Ok(Value::bool(false))
}

static PROPERTY_SLOTS: Slots = Slots {
    new: Some(property_new),
    init: Some(property_init),
    descr_get: Some(property_get),
    descr_set: Some(property_set),
    ..Slots::EMPTY
};

/// The type.
pub static PROPERTY: TypeSpec = TypeSpec {
    name: "property",
    module: "builtins",
    kind: kinds::PROPERTY,
    base: kinds::OBJECT,
    doc: "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nAn attribute whose value is computed: fget reads it, fset writes it, fdel deletes it.\n\nUsually made with decorators: @property, @x.setter, @x.deleter.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &PROPERTY_SLOTS,
    methods: &[
        Method::new("getter", |vm, args| replaced(vm, &args.values[0], 0, &args.values[1]), 1, 1)
            .doc("Descriptor to obtain a copy of the property with a different getter."),
        Method::new("setter", |vm, args| replaced(vm, &args.values[0], 1, &args.values[1]), 1, 1)
            .doc("Descriptor to obtain a copy of the property with a different setter."),
        Method::new("deleter", |vm, args| replaced(vm, &args.values[0], 2, &args.values[1]), 1, 1)
            .doc("Descriptor to obtain a copy of the property with a different deleter."),
        Method::keywords("__set_name__", set_name),
    ],
    getset: &[
        GetSet { name: "fget", get: |_, p| Ok(or_none(&property(p).fget)), set: Some(read_only) },
        GetSet { name: "fset", get: |_, p| Ok(or_none(&property(p).fset)), set: Some(read_only) },
        GetSet { name: "fdel", get: |_, p| Ok(or_none(&property(p).fdel)), set: Some(read_only) },
        GetSet {
            name: "__doc__",
            get: |_, p| Ok(or_none(&property(p).doc)),
            set: Some(|_, p, value| {
                property(p).doc.set(value);
                Ok(())
            }),
        },
        GetSet {
            name: "__name__",
            get: |vm, p| match property_name(vm, p)? {
                Some(name) => Ok(name),
                None => Err(vm.no_attribute(p, &vm.names().__name__)),
            },
            set: Some(|_, p, value| {
                property(p).name.set(value);
                Ok(())
            }),
        },
        GetSet { name: "__isabstractmethod__", get: property_is_abstract, set: None },
    ],
    page: PageKind::Container,
    slot: <Property as Traverse>::slot,
    finish: pitviper_object::destroy::no_buffers,
    size: fixed_size::<Property>,
};

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

fn wrapper_new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values[0].downcast::<Type>() else { return Err(vm.no_memory()) };
    let callable = ValueCell::default();
    if class.kind == kinds::CLASSMETHOD {
        let made = ClassMethod { header: Header::new(u32::from(kinds::CLASSMETHOD), TRACKED), callable };
        return Ok(vm.new_instance_of(class, PageKind::Container, made)?.into_value());
    }
    let made = StaticMethod { header: Header::new(u32::from(kinds::STATICMETHOD), TRACKED), callable };
    Ok(vm.new_instance_of(class, PageKind::Container, made)?.into_value())
}

fn wrapper_init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
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

fn wrapper_repr(vm: &mut Vm, object: &Value) -> PyResult {
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

static WRAPPER_GETSET: [GetSet; 9] =
    forwarded!(__module__, __name__, __qualname__, __doc__, __annotations__, __annotate__);

static CLASS_SLOTS: Slots = Slots {
    new: Some(wrapper_new),
    init: Some(wrapper_init),
    repr: Some(wrapper_repr),
    descr_get: Some(class_get),
    ..Slots::EMPTY
};

static STATIC_SLOTS: Slots = Slots {
    new: Some(wrapper_new),
    init: Some(wrapper_init),
    repr: Some(wrapper_repr),
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
    getset: &WRAPPER_GETSET,
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
    getset: &WRAPPER_GETSET,
    page: PageKind::Container,
    slot: <StaticMethod as Traverse>::slot,
    finish: pitviper_object::destroy::no_buffers,
    size: fixed_size::<StaticMethod>,
};
