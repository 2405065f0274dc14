//! `super`: attributes looked up behind a class in an object's MRO.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::function::CellObject;
use crate::types::native::read_only;
use crate::types::typ::Type;

/// A super object.
#[repr(C)]
pub struct Super {
    /// Count, shape, flags.
    pub header: Header,
    /// `__thisclass__`.
    class: ValueCell,
    /// `__self__`: an instance, a class, or nothing (unbound).
    object: ValueCell,
    /// `__self_class__`: the class whose MRO is searched.
    object_class: ValueCell,
}

pitviper_object::object!(Super, kinds::SUPER, class, object, object_class);

/// What `name` is in the classes behind `class` in the MRO of `start`.
#[must_use]
pub(crate) fn lookup_after(vm: &Vm, start: &Type, class: &Type, name: &Value) -> Option<Value> {
    let mut behind = false;
    for candidate in start.mro() {
        if behind {
            // SAFETY: MROs hold classes.
            let candidate = unsafe { candidate.cast_unchecked::<Type>() };
            if let Some(found) = candidate.dict.get_str(vm, name) {
                return Some(found);
            }
        } else if candidate.bits() == std::ptr::from_ref(class) as u64 {
            behind = true;
        }
    }
    None
}

/// The class whose MRO `super(class, receiver)` searches.
fn search_class(vm: &mut Vm, class: &Type, receiver: &Value) -> PyResult<Obj<Type>> {
    if let Some(own) = receiver.downcast::<Type>()
        && vm.is_subtype(own, class)
    {
        return Ok(Obj::from_ref(own));
    }
    let own = vm.type_of(receiver);
    if vm.is_subtype(own, class) {
        return Ok(Obj::from_ref(own));
    }
    if let Some(claimed) = vm.get_attr_opt(receiver, &vm.names().__class__)?
        && let Some(claimed) = claimed.downcast::<Type>()
        && !std::ptr::eq(claimed, own)
        && vm.is_subtype(claimed, class)
    {
        return Ok(Obj::from_ref(claimed));
    }
    let (what, given) = match receiver.downcast::<Type>() {
        Some(given) => ("type", given.name()),
        None => ("instance of", own.name()),
    };
    let class = class.name();
    Err(vm.type_error(format_args!(
        "super(type, obj): obj ({what} {given}) is not an instance or subtype of type ({class})."
    )))
}

/// `super(class, receiver).name`.
///
/// # Errors
/// TypeError, AttributeError, or what descriptors raise.
pub fn get_attr(vm: &mut Vm, class: &Value, receiver: &Value, name: &Value) -> PyResult {
    let Some(class) = class.downcast::<Type>() else {
        let kind = vm.type_name(class);
        return Err(vm.type_error(format_args!("super() argument 1 must be a type, not {kind}")));
    };
    let start = search_class(vm, class, receiver)?;
    find(vm, class, &start, receiver, name)
}

fn find(vm: &mut Vm, class: &Type, start: &Obj<Type>, receiver: &Value, name: &Value) -> PyResult {
    let is_class = name.is(&vm.names().__class__);
    if !is_class && let Some(found) = lookup_after(vm, start, class, name) {
        // A class as receiver is the owner itself, not an instance.
        let object = if receiver.is(start.as_value()) { None } else { Some(receiver) };
        return vm.bind(&found, object, start);
    }
    if is_class {
        return Ok(vm.type_of_kind(kinds::SUPER).to_value());
    }
    own_attribute(vm, class, receiver, name)
}

/// What no class behind has, the super object itself may have.
#[cold]
fn own_attribute(vm: &mut Vm, class: &Type, receiver: &Value, name: &Value) -> PyResult {
    let maker = vm.type_of_kind(kinds::SUPER).to_value();
    let object = vm.call(&maker, &[class.to_value(), receiver.clone()])?;
    vm.generic_get_attr(&object, name)
}

/// The same for a call: the callable, and whether it takes the receiver first.
///
/// # Errors
/// As [`get_attr`].
pub fn get_method(vm: &mut Vm, class: &Value, receiver: &Value, name: &Value) -> PyResult<(Value, bool)> {
    if let Some(class) = class.downcast::<Type>() {
        let start = search_class(vm, class, receiver)?;
        if !receiver.is(start.as_value())
            && let Some(found) = lookup_after(vm, &start, class, name)
            && vm.type_of(&found).has(Type::METHOD_LIKE)
        {
            return Ok((found, true));
        }
    }
    Ok((get_attr(vm, class, receiver, name)?, false))
}

fn view(value: &Value) -> &Super {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values[0].downcast::<Type>() else { return Err(vm.no_memory()) };
    let made = Super {
        header: Header::new(u32::from(kinds::SUPER), TRACKED),
        class: ValueCell::default(),
        object: ValueCell::default(),
        object_class: ValueCell::default(),
    };
    Ok(vm.new_instance_of(class, PageKind::Container, made)?.into_value())
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let this = args.values[0].clone();
    args.check_no_keywords(vm, "super")?;
    let given = args.behind_receiver();
    given.check_count(vm, "super()", 0, 2)?;
    let (class, object) = match given.values {
        [] => {
            let (class, object) = implicit(vm)?;
            (class, Some(object))
        }
        [class] => (class.clone(), None),
        [class, object, ..] => (class.clone(), Some(object.clone())),
    };
    let Some(class_object) = class.downcast::<Type>() else {
        let kind = vm.type_name(&class);
        return Err(vm.type_error(format_args!("super() argument 1 must be a type, not {kind}")));
    };
    let object = object.filter(|object| !object.is_none());
    let start = match &object {
        Some(object) => Some(search_class(vm, class_object, object)?.into_value()),
        None => None,
    };
    view(&this).class.set(Some(class));
    view(&this).object.set(object);
    view(&this).object_class.set(start);
    Ok(())
}

/// Class and receiver for `super()` without arguments: `__class__` and the first argument of the running function.
fn implicit(vm: &mut Vm) -> PyResult<(Value, Value)> {
    let frame = vm.stack.frame;
    if frame.is_null() {
        return Err(vm.raise(Exc::RuntimeError, format_args!("super(): no current frame")));
    }
    // SAFETY: the innermost frame is alive; registers hold values or nothing, the first is the first parameter.
    unsafe {
        let code = &(*frame).code().code;
        if code.arg_count == 0 {
            return Err(vm.raise(Exc::RuntimeError, format_args!("super(): no arguments")));
        }
        let mut first = (*(*frame).register(0)).clone();
        if let Some(cell) = first.as_ref().and_then(Value::exact::<CellObject>)
            && matches!(code.locals.get(0), Some((_, pitviper_compiler::code::LocalKind::Cell)))
        {
            first = cell.value.get();
        }
        let Some(first) = first else {
            return Err(vm.raise(Exc::RuntimeError, format_args!("super(): arg[0] deleted")));
        };
        let Some(index) = code.free.iter().position(|name| name == "__class__") else {
            return Err(vm.raise(Exc::RuntimeError, format_args!("super(): __class__ cell not found")));
        };
        match (*frame).function().cell(index as u16).value.get() {
            Some(class) => Ok((class, first)),
            None => Err(vm.raise(Exc::RuntimeError, format_args!("super(): empty __class__ cell"))),
        }
    }
}

fn get_attribute(vm: &mut Vm, object: &Value, name: &Value) -> PyResult {
    let this = view(object);
    if let (Some(class), Some(start), Some(receiver)) = (this.class.get(), this.object_class.get(), this.object.get())
        && let (Some(class), Ok(start)) = (class.downcast::<Type>(), Obj::<Type>::try_from_value(start))
        && !name.is(&vm.names().__class__)
        && let Some(found) = lookup_after(vm, &start, class, name)
    {
        let receiver = if receiver.is(start.as_value()) { None } else { Some(&receiver) };
        return vm.bind(&found, receiver, &start);
    }
    vm.generic_get_attr(object, name)
}

/// An unbound super object in a class binds to the instance that it is looked up on.
fn descr_get(vm: &mut Vm, object: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    let this = view(object);
    match (instance, this.class.get()) {
        (Some(instance), Some(class)) if this.object.is_none() => {
            let own = vm.type_of(object).to_value();
            vm.call(&own, &[class, instance.clone()])
        }
        _ => Ok(object.clone()),
    }
}

fn repr(vm: &mut Vm, object: &Value) -> PyResult {
    let this = view(object);
    let class = this.class.get();
    let name = class.as_ref().and_then(Value::downcast::<Type>).map(Type::name);
    let start = this.object_class.get();
    let start = start.as_ref().and_then(Value::downcast::<Type>).map(Type::name);
    match (name, start) {
        (Some(name), Some(start)) => vm.new_str_fmt(format_args!("<super: <class '{name}'>, <{start} object>>")),
        (Some(name), None) => vm.new_str_fmt(format_args!("<super: <class '{name}'>, NULL>")),
        _ => vm.new_str("<super: <class 'NULL'>, NULL>"),
    }
}

fn or_none(cell: &ValueCell) -> Value {
    cell.get().unwrap_or_else(Value::none)
}

static SLOTS: Slots = Slots {
    new: Some(new),
    init: Some(init),
    repr: Some(repr),
    get_attr: Some(get_attribute),
    descr_get: Some(descr_get),
    ..Slots::EMPTY
};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "super",
    module: "builtins",
    kind: kinds::SUPER,
    base: kinds::OBJECT,
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[],
    getset: &[
        GetSet { name: "__thisclass__", get: |_, s| Ok(or_none(&view(s).class)), set: Some(read_only) },
        GetSet { name: "__self__", get: |_, s| Ok(or_none(&view(s).object)), set: Some(read_only) },
        GetSet { name: "__self_class__", get: |_, s| Ok(or_none(&view(s).object_class)), set: Some(read_only) },
    ],
    page: PageKind::Container,
    slot: <Super as Traverse>::slot,
    finish: None,
    size: fixed_size::<Super>,
};
