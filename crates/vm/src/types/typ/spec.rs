//! `type`, the type: calling classes, their repr, and what every class has.

use pitviper_object::{Obj, PageKind, Traverse, Value};

use super::attributes::{get_attr, set_attr};
use super::build::type_new;
use super::checks::{instance_check, subclass_check};
use super::{Type, create, getset, mro};
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::native::dotted_name;
use crate::types::str::Str;

/// `type.__call__`: `__new__`, then `__init__` when what came out is an instance of the class.
///
/// # Errors
/// What these raise.
pub fn call_type(vm: &mut Vm, class: &Type, args: Args<'_>) -> PyResult {
    if std::ptr::eq(class, vm.type_of_kind(kinds::TYPE)) {
        match (args.positional_count(), args.keyword_count()) {
            (1, _) => {
                args.check_no_keywords(vm, "type")?;
                return Ok(vm.type_of(&args.values[0]).to_value());
            }
            (3, _) => {}
            _ => return Err(vm.type_error(format_args!("type() takes 1 or 3 arguments"))),
        }
    }
    let class = Obj::from_ref(class);
    let object = make(vm, &class, args)?;
    let own = vm.type_of(&object);
    if !std::ptr::eq(own, &raw const *class) && !vm.is_subtype(own, &class) {
        return Ok(object);
    }
    initialise(vm, own, &object, args)?;
    Ok(object)
}

/// `class.__new__(class, …)`.
fn make(vm: &mut Vm, class: &Obj<Type>, args: Args<'_>) -> PyResult {
    if class.has(Type::PYTHON_NEW)
        && let Some(new) = vm.lookup(class, &vm.names().__new__)
    {
        let new = vm.bind(&new, None, class)?;
        return vm.with_first(class.as_value(), args, |vm, args| vm.call_args(&new, args));
    }
    match class.native_slots().new {
        Some(new) if !class.has(Type::NO_NEW) => vm.with_first(class.as_value(), args, new),
        _ => Err(cannot_create(vm, class)),
    }
}

/// "cannot create 'X' instances".
#[cold]
pub(crate) fn cannot_create(vm: &mut Vm, class: &Type) -> Raised {
    let name = match dotted_name(vm, class) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    match name.downcast::<Str>() {
        Some(name) => vm.type_error(format_args!("cannot create '{name}' instances")),
        None => vm.no_memory(),
    }
}

/// `object.__init__(…)`.
fn initialise(vm: &mut Vm, class: &Type, object: &Value, args: Args<'_>) -> PyResult<()> {
    if let Some(init) = vm.python_special(class, &vm.names().__init__) {
        let result = if vm.type_of(&init).has(Type::METHOD_LIKE) {
            vm.with_first(object, args, |vm, args| vm.call_args(&init, args))?
        } else {
            let bound = vm.bind(&init, Some(object), class)?;
            vm.call_args(&bound, args)?
        };
        return vm.check_init_result(&result);
    }
    match class.native_slots().init {
        Some(init) => vm.with_first(object, args, init),
        None if class.kind == kinds::OBJECT && !args.values.is_empty() => {
            vm.with_first(object, args, crate::types::object::default_init)
        }
        None => Ok(()),
    }
}

/// `type.__init__` has nothing left to do.
fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let given = args.positional_count() - 1;
    if given != 1 && given != 3 {
        return Err(vm.type_error(format_args!("type.__init__() takes 1 or 3 arguments")));
    }
    if given == 1 && args.keyword_count() > 0 {
        return Err(vm.type_error(format_args!("type.__init__() takes no keyword arguments")));
    }
    Ok(())
}

fn call(vm: &mut Vm, class: &Value, args: Args<'_>) -> PyResult {
    match class.downcast::<Type>() {
        Some(class) => call_type(vm, class, args),
        None => Err(vm.no_memory()),
    }
}

/// `<class 'module.C'>`.
fn repr(vm: &mut Vm, class: &Value) -> PyResult {
    let Some(class) = class.downcast::<Type>() else { return Err(vm.no_memory()) };
    let module = super::module_of(vm, class)?;
    let qualname = class.qualname.get().unwrap_or_else(Value::none);
    match (module.downcast::<Str>(), qualname.downcast::<Str>()) {
        (Some(module), Some(name)) if !module.eq_str("builtins") => {
            vm.new_str_fmt(format_args!("<class '{module}.{name}'>"))
        }
        _ => {
            let name = class.name();
            vm.new_str_fmt(format_args!("<class '{name}'>"))
        }
    }
}

fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    match op {
        BinOp::Or => crate::types::typing::make_union(vm, a, b),
        _ => Ok(Value::not_implemented()),
    }
}

fn mro_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values[0].downcast::<Type>() else { return Err(vm.no_memory()) };
    let order = mro::compute(vm, class)?;
    Ok(vm.list_from(&order)?.into_value())
}

fn subclasses_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values[0].downcast::<Type>() {
        Some(class) => Ok(create::subclasses(vm, class)?.into_value()),
        None => Err(vm.no_memory()),
    }
}

fn dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let all = vm.new_dict()?;
    if let Some(class) = args.values[0].downcast::<Type>() {
        crate::types::object::merge_class_names(vm, &all, class)?;
    }
    Ok(vm.list_from(all.as_value())?.into_value())
}

fn size_of_class(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let room = args.values[0].downcast::<Type>().map_or(0, |class| class.subclass_room.get() as usize * 8);
    vm.new_int((size_of::<Type>() + room) as i64)
}

static SLOTS: Slots = Slots {
    new: Some(type_new),
    init: Some(init),
    call: Some(call),
    repr: Some(repr),
    get_attr: Some(get_attr),
    set_attr: Some(set_attr),
    binary: Some(binary),
    binary_ops: BinOp::Or.bit(),
    reflected_ops: BinOp::Or.bit(),
    ..Slots::EMPTY
};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "type",
    module: "builtins",
    kind: kinds::TYPE,
    base: kinds::OBJECT,
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[
        Method::new("mro", mro_method, 0, 0).doc("mro($self, /)\n--\n\nThe type's method resolution order."),
        Method::new("__subclasses__", subclasses_method, 0, 0)
            .doc("__subclasses__($self, /)\n--\n\nThe immediate subclasses."),
        Method::keywords("__prepare__", |vm, _| Ok(vm.new_dict()?.into_value()))
            .class()
            .doc("__prepare__($cls, name, bases, /, **kwds)\n--\n\nThe namespace for the body of a class statement."),
        Method::new("__instancecheck__", instance_check, 1, 1)
            .doc("__instancecheck__($self, instance, /)\n--\n\nWhether an object is an instance."),
        Method::new("__subclasscheck__", subclass_check, 1, 1)
            .doc("__subclasscheck__($self, subclass, /)\n--\n\nWhether a class is a subclass."),
        Method::new("__dir__", dir, 0, 0).doc("__dir__($self, /)\n--\n\nThe names that a class and its bases define."),
        Method::new("__sizeof__", size_of_class, 0, 0).doc("__sizeof__($self, /)\n--\n\nBytes of the class in memory."),
    ],
    getset: getset::GETSET,
    page: PageKind::Container,
    slot: <Type as Traverse>::slot,
    finish: Some(super::finish),
    size: fixed_size::<Type>,
};
