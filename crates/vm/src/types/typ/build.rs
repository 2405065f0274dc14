//! `type(name, bases, namespace)`: making a class.

use pitviper_object::{Obj, Value};

pub use super::class_body::build_class;

use super::Type;
use super::create::{self, Parts};
use super::fixed::{self, Added, keeps_own_dict};
use super::layout::set_root;
use super::mro::set_mro;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::instance::FIRST_CAPACITY;
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::function::CellObject;
use crate::types::list::List;
use crate::types::native::BuiltinFunction;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Most attributes that a class reserves room for before an instance was seen.
const MAX_FORESEEN: usize = 32;

/// `type.__new__(metatype, name, bases, namespace, **kwargs)`.
///
/// # Errors
/// TypeError as CPython words it, or what `__set_name__`, `__init_subclass__` and metaclasses raise.
pub(crate) fn type_new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.positional().len() - 1;
    if given != 3 {
        return Err(vm.type_error(format_args!("type.__new__() takes exactly 3 arguments ({given} given)")));
    }
    let [meta, name, bases, namespace] = [0, 1, 2, 3].map(|index| args.values[index].clone());
    let Some(text) = name.downcast::<Str>() else { return Err(wrong_argument(vm, 1, "str", &name)) };
    if text.chars().iter().any(|ch| ch == 0) {
        return Err(vm.value_error(format_args!("type name must not contain null characters")));
    }
    let Ok(bases) = Obj::<Tuple>::try_from_value(bases) else {
        return Err(wrong_argument(vm, 2, "tuple", &args.values[2]));
    };
    let Ok(namespace) = Obj::<Dict>::try_from_value(namespace) else {
        return Err(wrong_argument(vm, 3, "dict", &args.values[3]));
    };
    let Ok(meta) = Obj::<Type>::try_from_value(meta) else { return Err(vm.no_memory()) };
    check_bases(vm, &bases)?;
    let winner = winning_metaclass(vm, &meta, &bases)?;
    if !winner.as_value().is(meta.as_value())
        && let Some(new) = vm.lookup(&winner, &vm.names().__new__)
        && new.exact::<BuiltinFunction>().is_none()
    {
        let new = vm.bind(&new, None, &winner)?;
        let winner = winner.into_value();
        return vm.with_first(&winner, args.behind_receiver(), |vm, args| vm.call_args(&new, args));
    }
    let class = make(vm, &winner, name, bases, &namespace)?;
    set_names(vm, &class, &namespace)?;
    init_subclass(vm, &class, args)?;
    Ok(class.into_value())
}

#[cold]
fn wrong_argument(vm: &mut Vm, position: usize, wanted: &str, value: &Value) -> Raised {
    let kind = vm.argument_kind(value);
    vm.type_error(format_args!("type.__new__() argument {position} must be {wanted}, not {kind}"))
}

/// What `__mro_entries__` stands for has to be resolved before.
fn check_bases(vm: &mut Vm, bases: &Tuple) -> PyResult<()> {
    for base in bases.items() {
        if base.downcast::<Type>().is_some() {
            continue;
        }
        if vm.get_attr_opt(base, &vm.names().__mro_entries__)?.is_some() {
            return Err(
                vm.type_error(format_args!("type() doesn't support MRO entry resolution; use types.new_class()"))
            );
        }
    }
    Ok(())
}

/// The most derived metaclass among `meta` and those of the bases.
///
/// # Errors
/// TypeError "metaclass conflict: …".
pub(crate) fn winning_metaclass(vm: &mut Vm, meta: &Type, bases: &Tuple) -> PyResult<Obj<Type>> {
    let mut winner = Obj::from_ref(meta);
    for base in bases.items() {
        let other = vm.type_of(base);
        if vm.is_subtype(&winner, other) {
            continue;
        }
        if vm.is_subtype(other, &winner) {
            winner = Obj::from_ref(other);
            continue;
        }
        return Err(vm.type_error(format_args!(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases"
        )));
    }
    Ok(winner)
}

/// Fixed places of instances of a class.
pub(crate) fn fixed_count(vm: &Vm, class: &Type) -> u16 {
    match class.root.get() {
        0 => 0,
        root => vm.shapes().get(root).fixed,
    }
}

/// The nearest class up the line of bases that adds something to the layout.
fn solid_base<'a>(vm: &Vm, class: &'a Type) -> &'a Type {
    let mut class = class;
    loop {
        // SAFETY: the line of bases of a class is as alive as the class; it is not changed meanwhile.
        let base = unsafe { class.base.as_ref_unchecked() }.and_then(Value::downcast::<Type>);
        match base {
            Some(base) if base.kind == class.kind && fixed_count(vm, base) == fixed_count(vm, class) => class = base,
            _ => return class,
        }
    }
}

/// The base whose layout instances extend.
///
/// # Errors
/// TypeError for unacceptable or incompatible bases.
pub(crate) fn best_base(vm: &mut Vm, bases: &Tuple) -> PyResult<Obj<Type>> {
    let mut best: Option<(&Type, &Type)> = None;
    for base in bases.items() {
        let Some(base) = base.downcast::<Type>() else {
            return Err(vm.type_error(format_args!("bases must be types")));
        };
        if !base.has(Type::SUBCLASSABLE) {
            let name = base.name();
            return Err(vm.type_error(format_args!("type '{name}' is not an acceptable base type")));
        }
        let solid = solid_base(vm, base);
        best = match best {
            None => Some((base, solid)),
            Some((_, winner)) if vm.is_subtype(winner, solid) => best,
            Some((_, winner)) if vm.is_subtype(solid, winner) => Some((base, solid)),
            Some(_) => return Err(vm.type_error(format_args!("multiple bases have instance lay-out conflict"))),
        };
    }
    match best {
        Some((base, _)) => Ok(Obj::from_ref(base)),
        None => Ok(Obj::from_ref(vm.type_of_kind(kinds::OBJECT))),
    }
}

/// The class object, complete but for `__set_name__` and `__init_subclass__`.
fn make(vm: &mut Vm, meta: &Type, name: Value, bases: Obj<Tuple>, namespace: &Dict) -> PyResult<Obj<Type>> {
    let bases = if bases.is_empty() {
        let object = vm.type_of_kind(kinds::OBJECT).to_value();
        vm.new_tuple_obj(&[object])?
    } else {
        bases
    };
    let base = best_base(vm, &bases)?;
    let dict = vm.dict_copy(namespace)?;
    let added = fixed::read(vm, &name, &dict, &base, &bases)?;
    let names = vm.names();
    let qualname = take_qualname(vm, &dict)?.unwrap_or_else(|| name.clone());
    let cells = [
        (vm.dict_remove(&dict, &names.__classcell__)?, "__classcell__"),
        (vm.dict_remove(&dict, &names.__classdictcell__)?, "__classdictcell__"),
    ];
    add_module(vm, &dict)?;
    wrap_implicit(vm, &dict)?;
    let flags = inherited_flags(&base, &bases) | if added.dict || fixed::has_dict(&base) { 0 } else { Type::NO_DICT };
    let kind = base.kind;
    let parts = Parts {
        name,
        qualname,
        dict: dict.clone(),
        bases: bases.clone().into_value(),
        base: Some(base.clone().into_value()),
        kind,
        flags,
        spec: None,
    };
    let class = create::allocate(vm, Some(meta), parts)?;
    add_descriptors(vm, &class, &dict, &base, &added)?;
    for (cell, what) in cells {
        let content = if what == "__classcell__" { class.to_value() } else { dict.clone().into_value() };
        fill_cell(vm, cell, what, content)?;
    }
    set_mro(vm, &class)?;
    warn_of_keys(vm, &class)?;
    if dict.get_str(vm, &names.__doc__).is_none() {
        vm.dict_set_str(&dict, &names.__doc__, Value::none())?;
    }
    if dict.get_str(vm, &names.__eq__).is_some() && dict.get_str(vm, &names.__hash__).is_none() {
        vm.dict_set_str(&dict, &names.__hash__, Value::none())?;
    }
    lay_out(vm, &class, &base, &added)?;
    create::refresh_flags(vm, &class);
    for base in bases.items().iter().filter_map(Value::downcast::<Type>) {
        create::add_subclass(vm, base, &class)?;
    }
    Ok(class)
}

/// Names of attributes are strings: anything else in the namespace is never found.
fn warn_of_keys(vm: &mut Vm, class: &Type) -> PyResult<()> {
    let mut position = 0;
    while let Some((name, _)) = class.dict.next_entry(&mut position) {
        if name.downcast::<Str>().is_none() {
            let class = class.name();
            return vm.warn(Exc::RuntimeWarning, 1, format_args!("non-string key in the __dict__ of class {class}"));
        }
    }
    Ok(())
}

/// Flags that a class has because its bases do.
fn inherited_flags(base: &Type, bases: &Tuple) -> u32 {
    let mut flags = Type::HEAP | Type::SUBCLASSABLE | base.flags.get() & Type::INHERITED;
    for base in bases.items().iter().filter_map(Value::downcast::<Type>) {
        flags |= base.flags.get() & (Type::SEQUENCE | Type::MAPPING);
    }
    flags
}

fn take_qualname(vm: &mut Vm, dict: &Dict) -> PyResult<Option<Value>> {
    let Some(qualname) = vm.dict_remove(dict, &vm.names().__qualname__)? else { return Ok(None) };
    if qualname.downcast::<Str>().is_none() {
        let kind = vm.type_name(&qualname);
        return Err(vm.type_error(format_args!("type __qualname__ must be a str, not {kind}")));
    }
    Ok(Some(qualname))
}

/// `__module__` is that of the code that makes the class.
fn add_module(vm: &mut Vm, dict: &Dict) -> PyResult<()> {
    let names = vm.names();
    if dict.get_str(vm, &names.__module__).is_some() || vm.stack.frame.is_null() {
        return Ok(());
    }
    // SAFETY: the innermost frame is alive, and its globals are kept by its function.
    let module = unsafe { (*(*vm.stack.frame).globals).get_str(vm, &names.__name__) };
    match module {
        Some(module) => vm.dict_set_str(dict, &names.__module__, module),
        None => Ok(()),
    }
}

/// `__new__` is a static method; `__init_subclass__` and `__class_getitem__` are class methods.
fn wrap_implicit(vm: &mut Vm, dict: &Dict) -> PyResult<()> {
    let names = vm.names();
    if let Some(new) = dict.get_str(vm, &names.__new__).filter(|f| f.kind() == kinds::FUNCTION) {
        let method = vm.new_staticmethod(new)?;
        vm.dict_set_str(dict, &names.__new__, method)?;
    }
    for name in [&names.__init_subclass__, &names.__class_getitem__] {
        if let Some(function) = dict.get_str(vm, name).filter(|f| f.kind() == kinds::FUNCTION) {
            let method = vm.new_classmethod(function)?;
            vm.dict_set_str(dict, name, method)?;
        }
    }
    Ok(())
}

/// Members for `__slots__`, and `__dict__` and `__weakref__` when the class adds them.
fn add_descriptors(vm: &mut Vm, class: &Type, dict: &Dict, base: &Type, added: &Added) -> PyResult<()> {
    let first = u32::from(fixed_count(vm, base));
    for index in 0..added.names.len() {
        let Some(name) = added.names.get(index) else { continue };
        let member = vm.new_member(class, name.clone(), first + index as u32, false)?;
        vm.dict_set_str(dict, &name, member)?;
    }
    let names = vm.names();
    if added.dict && dict.get_str(vm, &names.__dict__).is_none() {
        let getset = vm.new_getset(&crate::types::object::DICT, class)?;
        vm.dict_set_str(dict, &names.__dict__, getset)?;
    }
    if added.weakref && dict.get_str(vm, &names.__weakref__).is_none() {
        let getset = vm.new_getset(&crate::types::object::WEAKREF, class)?;
        vm.dict_set_str(dict, &names.__weakref__, getset)?;
    }
    Ok(())
}

fn fill_cell(vm: &mut Vm, cell: Option<Value>, what: &str, content: Value) -> PyResult<()> {
    let Some(cell) = cell else { return Ok(()) };
    match cell.exact::<CellObject>() {
        Some(cell) => {
            cell.value.set(Some(content));
            Ok(())
        }
        None => {
            let kind = vm.type_of(&cell).to_value();
            let kind = vm.repr(&kind)?;
            let Some(kind) = kind.downcast::<Str>() else { return Err(vm.no_memory()) };
            Err(vm.type_error(format_args!("{what} must be a nonlocal cell, not {kind}")))
        }
    }
}

/// Gives the class the root shape of its instances.
fn lay_out(vm: &mut Vm, class: &Type, base: &Type, added: &Added) -> PyResult<()> {
    let fixed = usize::from(fixed_count(vm, base)) + added.names.len();
    if fixed > fixed::MAX_FIXED {
        return Err(vm.no_memory());
    }
    let no_dict = class.has(Type::NO_DICT) || keeps_own_dict(class.kind);
    let foreseen = if no_dict { 0 } else { foreseen_attributes(vm, class).max(usize::from(FIRST_CAPACITY)) };
    let capacity = (fixed + foreseen).max(if no_dict { 0 } else { usize::from(base.learned.get()) });
    class.learned.set(capacity as u16);
    set_root(vm, class, fixed as u16, capacity as u16, no_dict)
}

/// How many attributes the methods of a class and its bases assign (`__static_attributes__`).
fn foreseen_attributes(vm: &Vm, class: &Type) -> usize {
    let name = &vm.names().__static_attributes__;
    let mut count = 0;
    for (depth, base) in class.mro().iter().enumerate() {
        let Some(base) = base.downcast::<Type>().filter(|base| base.has(Type::HEAP)) else { continue };
        let Some(own) = base.dict.get_str(vm, name) else { continue };
        let Some(own) = own.downcast::<Tuple>() else { continue };
        for attribute in own.items() {
            let known = class.mro()[..depth].iter().filter_map(Value::downcast::<Type>).any(|earlier| {
                earlier.dict.get_str(vm, name).is_some_and(|names| {
                    names.downcast::<Tuple>().is_some_and(|names| names.items().iter().any(|n| n.is(attribute)))
                })
            });
            if !known {
                count += 1;
            }
            if count >= MAX_FORESEEN {
                return count;
            }
        }
    }
    count
}

/// Tells descriptors under which name they are in the class.
fn set_names(vm: &mut Vm, class: &Type, namespace: &Dict) -> PyResult<()> {
    let names = vm.names();
    let entries: Obj<List> = vm.new_list()?;
    let mut position = 0;
    while let Some((name, value)) = namespace.next_entry(&mut position) {
        if value.is_object() && vm.lookup_place(vm.type_of(&value), &names.__set_name__).is_some() {
            vm.list_push(&entries, name)?;
            vm.list_push(&entries, value)?;
        }
    }
    let mut index = 0;
    while let (Some(name), Some(value)) = (entries.get(index), entries.get(index + 1)) {
        index += 2;
        if let Err(raised) = vm.call_special(&value, &names.__set_name__, &[class.to_value(), name.clone()]) {
            return Err(explain_set_name(vm, raised, class, &name, &value));
        }
    }
    Ok(())
}

/// Adds the note "Error calling __set_name__ on 'D' instance 'x' in 'C'".
#[cold]
fn explain_set_name(vm: &mut Vm, raised: Raised, class: &Type, name: &Value, value: &Value) -> Raised {
    let exception = vm.take_raised(raised);
    let note = (|| {
        let name = vm.repr(name)?;
        let Some(name) = name.downcast::<Str>() else { return Ok(()) };
        let (kind, class) = (vm.type_name(value), class.name());
        let note =
            vm.new_str_fmt(format_args!("Error calling __set_name__ on '{kind}' instance {name} in '{class}'"))?;
        vm.call_method(&exception, &vm.names().add_note, &[note]).map(drop)
    })();
    if let Err(raised) = note {
        drop(vm.take_raised(raised));
    }
    vm.reraise(exception)
}

/// `super(C, C).__init_subclass__(**kwargs)`.
fn init_subclass(vm: &mut Vm, class: &Type, args: Args<'_>) -> PyResult<()> {
    let names = vm.names();
    let found = crate::types::superobj::lookup_after(vm, class, class, &names.__init_subclass__);
    // Behind an order of its own there may be nothing: then it is that of the super object.
    let found = found.or_else(|| vm.lookup(vm.type_of_kind(kinds::SUPER), &names.__init_subclass__));
    let Some(found) = found else { return Ok(()) };
    if found.kind() == kinds::CLASSMETHOD_DESCRIPTOR && args.keyword_count() == 0 {
        return Ok(());
    }
    let method = vm.bind(&found, None, class)?;
    let keywords = &args.values[args.positional_count()..];
    vm.call_args(&method, Args { values: keywords, names: args.names }).map(drop)
}
