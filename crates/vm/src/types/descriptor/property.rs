//! `property`.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value};

use super::{is_abstract, or_none};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::function::Function;
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

impl Property {
    /// The getter, when it is a Python function of one positional parameter.
    pub(crate) fn plain_getter(&self) -> Option<Value> {
        self.fget.get().filter(|getter| {
            // SAFETY: the shape says so.
            getter.shape() == u32::from(kinds::FUNCTION)
                && unsafe { getter.cast_unchecked::<Function>() }.code().exact_count == 1
        })
    }
}

fn property(value: &Value) -> &Property {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

/// An argument that is neither missing nor None.
fn given(value: Option<&Value>) -> Option<Value> {
    value.filter(|value| !value.is_none()).cloned()
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
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

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let object = args.values[0].clone();
    let [fget, fset, fdel, doc] =
        args.behind_receiver().parse(vm, "property", ["fget", "fset", "fdel", "doc"], 0, 0)?;
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

fn name_of(vm: &mut Vm, object: &Value) -> PyResult<Option<Value>> {
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
    let name = match name_of(vm, property) {
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
                Some(name) => {
                    vm.raise(Exc::AttributeError, format_args!("property {name} of '{class}' object has no {what}"))
                }
                None => vm.no_memory(),
            }
        }
        None => vm.raise(Exc::AttributeError, format_args!("property of '{class}' object has no {what}")),
    }
}

fn get(vm: &mut Vm, descriptor: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    let Some(object) = object else { return Ok(descriptor.clone()) };
    match property(descriptor).fget.get() {
        Some(getter) => vm.call(&getter, std::slice::from_ref(object)),
        None => Err(no_accessor(vm, descriptor, object, "getter")),
    }
}

fn set(vm: &mut Vm, descriptor: &Value, object: &Value, value: Option<Value>) -> PyResult<()> {
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

fn get_is_abstract(vm: &mut Vm, object: &Value) -> PyResult {
    let this = property(object);
    for function in [this.fget.get(), this.fset.get(), this.fdel.get()].into_iter().flatten() {
        if is_abstract(vm, &function)? {
            return Ok(Value::bool(true));
        }
    }
    Ok(Value::bool(false))
}

static SLOTS: Slots =
    Slots { new: Some(new), init: Some(init), descr_get: Some(get), descr_set: Some(set), ..Slots::EMPTY };

/// The type.
pub static PROPERTY: TypeSpec = TypeSpec {
    name: "property",
    module: "builtins",
    kind: kinds::PROPERTY,
    base: kinds::OBJECT,
    doc: "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nAn attribute whose value is computed: fget reads it, fset writes it, fdel deletes it.\n\nUsually made with decorators: @property, @x.setter, @x.deleter.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
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
            get: |vm, p| match name_of(vm, p)? {
                Some(name) => Ok(name),
                None => Err(vm.no_attribute(p, &vm.names().__name__)),
            },
            set: Some(|_, p, value| {
                property(p).name.set(value);
                Ok(())
            }),
        },
        GetSet { name: "__isabstractmethod__", get: get_is_abstract, set: None },
    ],
    page: PageKind::Container,
    slot: <Property as Traverse>::slot,
    finish: None,
    size: fixed_size::<Property>,
};
