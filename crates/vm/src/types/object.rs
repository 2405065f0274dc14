//! `object`: what every object has.

use pitviper_object::{Header, Obj, PageKind, Slot, Value};

use crate::core::args::count_fits;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::typ::{self, Type};

unsafe fn no_slot(_: *mut Header, _: u32) -> *mut Slot {
    std::ptr::null_mut()
}

/// `object.__new__`.
fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values[0].downcast::<Type>() else { return Err(vm.no_memory()) };
    if args.values.len() > 1 {
        check_excess(vm, class)?;
    }
    if class.has(Type::ABSTRACT) {
        return Err(abstract_class(vm, class));
    }
    if class.root.get() == 0 { vm.new_bare_object() } else { vm.new_plain_instance(class) }
}

/// Arguments that neither `__new__` nor `__init__` takes.
fn check_excess(vm: &mut Vm, class: &Type) -> PyResult<()> {
    if class.has(Type::PYTHON_NEW) {
        return Err(
            vm.type_error(format_args!("object.__new__() takes exactly one argument (the type to instantiate)"))
        );
    }
    if !has_own_init(vm, class) {
        let name = class.name();
        return Err(vm.type_error(format_args!("{name}() takes no arguments")));
    }
    Ok(())
}

/// Whether `__init__` is another one than `object`'s.
fn has_own_init(vm: &Vm, class: &Type) -> bool {
    let name = &vm.names().__init__;
    let base = vm.lookup_place(vm.type_of_kind(kinds::OBJECT), name);
    vm.lookup_place(class, name) != base
}

/// `object.__init__`.
///
/// # Errors
/// TypeError for arguments that nobody takes.
pub(crate) fn default_init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    if args.values.len() <= 1 {
        return Ok(());
    }
    let class = vm.type_of(&args.values[0]);
    if has_own_init(vm, class) {
        return Err(
            vm.type_error(format_args!("object.__init__() takes exactly one argument (the instance to initialize)"))
        );
    }
    if class.kind == kinds::OBJECT && !class.has(Type::PYTHON_NEW) {
        let name = class.name();
        return Err(
            vm.type_error(format_args!("{name}.__init__() takes exactly one argument (the instance to initialize)"))
        );
    }
    Ok(())
}

/// "Can't instantiate abstract class C without an implementation for abstract method 'f'".
#[cold]
fn abstract_class(vm: &mut Vm, class: &Type) -> Raised {
    match abstract_names(vm, class) {
        Ok((names, count)) => {
            let (class, s) = (class.name(), if count == 1 { "" } else { "s" });
            match names.downcast::<Str>() {
                Some(names) => vm.type_error(format_args!(
                    "Can't instantiate abstract class {class} without an implementation for abstract method{s} {names}"
                )),
                None => vm.no_memory(),
            }
        }
        Err(raised) => raised,
    }
}

fn abstract_names(vm: &mut Vm, class: &Type) -> PyResult<(Value, usize)> {
    let methods = class.dict.get_str(vm, &vm.names().__abstractmethods__).unwrap_or_else(Value::none);
    let list = vm.list_from(&methods)?;
    sort_names(vm, &list)?;
    let mut builder = crate::types::str::StrBuilder::new(vm);
    let mut index = 0;
    while let Some(name) = list.get(index) {
        builder.push_text(if index > 0 { ", '" } else { "'" })?;
        if let Some(name) = name.downcast::<Str>() {
            builder.push_str(name)?;
        }
        builder.push_text("'")?;
        index += 1;
    }
    Ok((builder.finish()?, index))
}

/// Names are sorted in place by insertion up to this number.
const FEW_NAMES: usize = 32;

/// Sorts a list of names.
pub(crate) fn sort_names(vm: &mut Vm, list: &Obj<List>) -> PyResult<()> {
    if list.len() > FEW_NAMES {
        let sort = vm.intern("sort")?;
        return vm.call_method(list.as_value(), &sort, &[]).map(drop);
    }
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 {
            let (Some(low), Some(high)) = (list.get(at - 1), list.get(at)) else { break };
            if !vm.less(&high, &low)? {
                break;
            }
            drop(list.replace(at - 1, high));
            drop(list.replace(at, low));
            at -= 1;
        }
    }
    Ok(())
}

/// `object.__repr__`: `<module.Class object at 0x…>`.
///
/// # Errors
/// `MemoryError`.
pub fn default_repr(vm: &mut Vm, value: &Value) -> PyResult {
    let class = vm.type_of(value);
    let id = vm.id(value);
    let module = typ::module_of(vm, class)?;
    let qualname = class.qualname.get().unwrap_or_else(Value::none);
    match (module.downcast::<Str>(), qualname.downcast::<Str>()) {
        (Some(module), Some(name)) if !module.eq_str("builtins") => {
            vm.new_str_fmt(format_args!("<{module}.{name} object at {id:#x}>"))
        }
        _ => {
            let name = class.name();
            vm.new_str_fmt(format_args!("<{name} object at {id:#x}>"))
        }
    }
}

/// `object.__eq__` and its relatives.
///
/// # Errors
/// What `__eq__` raises.
pub(crate) fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    match op {
        CmpOp::Eq if a.is(b) => Ok(Value::bool(true)),
        CmpOp::Ne => {
            let equal = vm.call_special(a, &vm.names().__eq__, std::slice::from_ref(b))?;
            match equal {
                Some(equal) if !equal.is_not_implemented() => Ok(Value::bool(!vm.truth(&equal)?)),
                _ => Ok(Value::not_implemented()),
            }
        }
        _ => Ok(Value::not_implemented()),
    }
}

fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (object, spec) = (&args.values[0], &args.values[1]);
    let Some(text) = spec.downcast::<Str>() else {
        let kind = vm.argument_kind(spec);
        return Err(vm.type_error(format_args!("__format__() argument must be str, not {kind}")));
    };
    if !text.is_empty() {
        let kind = vm.type_name(object);
        return Err(vm.type_error(format_args!("unsupported format string passed to {kind}.__format__")));
    }
    vm.str(object)
}

/// `object.__dir__`: names of the instance and along the MRO.
fn dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let object = &args.values[0];
    let names = vm.names();
    let all = vm.new_dict()?;
    if let Some(dict) = vm.get_attr_opt(object, &names.__dict__)?
        && let Ok(dict) = Obj::<Dict>::try_from_value(dict)
    {
        vm.dict_merge(&all, &dict, true)?;
    }
    let class = match vm.get_attr_opt(object, &names.__class__)? {
        Some(class) => class,
        None => vm.type_of(object).to_value(),
    };
    if let Some(class) = class.downcast::<Type>() {
        merge_class_names(vm, &all, class)?;
    }
    Ok(vm.list_from(all.as_value())?.into_value())
}

/// Adds the names of a class and its bases.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn merge_class_names(vm: &mut Vm, all: &Obj<Dict>, class: &Type) -> PyResult<()> {
    // Held, since comparing keys may run Python, which may change the class's bases.
    let Some(order) = class.mro.get_obj::<Tuple>() else { return Ok(()) };
    for base in order.items() {
        if let Some(base) = base.downcast::<Type>() {
            let dict = base.dict.clone();
            vm.dict_merge(all, &dict, true)?;
        }
    }
    Ok(())
}

fn get_class(vm: &mut Vm, object: &Value) -> PyResult {
    Ok(vm.type_of(object).to_value())
}

fn set_class(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else {
        return Err(vm.type_error(format_args!("can't delete __class__ attribute")));
    };
    let Some(class) = value.downcast::<Type>() else {
        let kind = vm.type_name(&value);
        return Err(vm.type_error(format_args!("__class__ must be set to a class, not '{kind}' object")));
    };
    let old = vm.type_of(object);
    if std::ptr::eq(class, old) {
        return Ok(());
    }
    let modules = class.kind == kinds::MODULE && old.kind == kinds::MODULE;
    if !modules && (class.has(Type::IMMUTABLE) || old.has(Type::IMMUTABLE)) {
        return Err(vm.type_error(format_args!(
            "__class__ assignment only supported for mutable types or ModuleType subclasses"
        )));
    }
    if !typ::layout::change_class(vm, object, class)? {
        let (new, old) = (class.name(), old.name());
        return Err(vm.type_error(format_args!("__class__ assignment: '{new}' object layout differs from '{old}'")));
    }
    Ok(())
}

/// A function of the library's `copyreg`.
fn copyreg(vm: &mut Vm, name: &str) -> PyResult {
    let module = vm.intern("copyreg")?;
    let module = crate::import::import_absolute(vm, &module)?;
    let name = vm.intern(name)?;
    vm.get_attr(&module, &name)
}

/// `object.__reduce__`: protocol 0.
fn reduce_plain(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let reduce = copyreg(vm, "_reduce_ex")?;
    vm.call(&reduce, &[args.values[0].clone(), Value::small(0)])
}

/// `object.__reduce_ex__`.
fn reduce_ex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let object = &args.values[0];
    let names = vm.names();
    let own = vm.lookup_place(vm.type_of(object), &names.__reduce__);
    if own != vm.lookup_place(vm.type_of_kind(kinds::OBJECT), &names.__reduce__) {
        return vm.call_method(object, &names.__reduce__, &[]);
    }
    let protocol = vm.index_isize(&args.values[1])?;
    if protocol < 2 {
        let reduce = copyreg(vm, "_reduce_ex")?;
        return vm.call(&reduce, args.values);
    }
    reduce(vm, args)
}

/// The arguments that an object wants its `__new__` called with: positional ones, and keywords if there are any.
fn new_arguments(vm: &mut Vm, object: &Value) -> PyResult<(Option<Value>, Option<Value>)> {
    let class = vm.type_of(object);
    let name = vm.intern("__getnewargs_ex__")?;
    let Some(method) = vm.lookup(class, &name) else {
        return match vm.lookup(class, &vm.names().__getnewargs__) {
            Some(method) => {
                let args = vm.call_bound(&method, object, &[])?;
                if args.downcast::<Tuple>().is_none() {
                    let kind = vm.type_name(&args);
                    return Err(vm.type_error(format_args!("__getnewargs__ should return a tuple, not '{kind}'")));
                }
                Ok((Some(args), None))
            }
            None => Ok((None, None)),
        };
    };
    let both = vm.call_bound(&method, object, &[])?;
    let Some(parts) = both.downcast::<Tuple>() else {
        let kind = vm.type_name(&both);
        return Err(vm.type_error(format_args!("__getnewargs_ex__ should return a tuple, not '{kind}'")));
    };
    let [args, keywords] = parts.items() else {
        let len = parts.len();
        return Err(vm.value_error(format_args!("__getnewargs_ex__ should return a tuple of length 2, not {len}")));
    };
    if args.downcast::<Tuple>().is_none() {
        let kind = vm.type_name(args);
        return Err(vm.type_error(format_args!(
            "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{kind}'"
        )));
    }
    let Some(given) = keywords.downcast::<Dict>() else {
        let kind = vm.type_name(keywords);
        return Err(vm.type_error(format_args!(
            "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{kind}'"
        )));
    };
    Ok((Some(args.clone()), (!given.is_empty()).then(|| keywords.clone())))
}

/// Whether a class has a `__getstate__` of its own.
fn says_its_state(vm: &Vm, class: &Type) -> bool {
    let name = &vm.names().__getstate__;
    let own = vm.lookup(class, name);
    let common = vm.lookup(vm.type_of_kind(kinds::OBJECT), name);
    own.is_some_and(|own| common.is_none_or(|common| !own.is(&common)))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let object = &args.values[0];
    let names = vm.names();
    let class = vm.type_of(object);
    let (new_args, keywords) = new_arguments(vm, object)?;
    let container = matches!(class.kind, kinds::LIST | kinds::DICT);
    let plain = matches!(class.kind, kinds::OBJECT | kinds::NAMESPACE) || says_its_state(vm, class);
    if new_args.is_none() && !container && !plain {
        let kind = class.name();
        return Err(vm.type_error(format_args!("cannot pickle '{kind}' object")));
    }
    let all = vm.new_list_of(&[class.to_value()])?;
    if let Some(new_args) = new_args.as_ref().and_then(Value::downcast::<Tuple>) {
        for arg in new_args.items() {
            vm.list_push(&all, arg.clone())?;
        }
    }
    let (constructor, arguments) = match (keywords, new_args) {
        (Some(keywords), Some(new_args)) => {
            let arguments = vm.new_tuple_from([class.to_value(), new_args, keywords])?;
            (copyreg(vm, "__newobj_ex__")?, arguments)
        }
        _ => (copyreg(vm, "__newobj__")?, vm.tuple_from(all.as_value())?),
    };
    let state = vm.call_method(object, &names.__getstate__, &[])?;
    let items = if class.kind == kinds::LIST { vm.iter(object)? } else { Value::none() };
    let pairs = if class.kind == kinds::DICT {
        let pairs = vm.call_method(object, &names.items, &[])?;
        vm.iter(&pairs)?
    } else {
        Value::none()
    };
    vm.new_tuple_from([constructor, arguments, state, items, pairs])
}

/// `object.__getstate__`: the instance dictionary, with `__slots__` values when there are any.
fn get_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let object = &args.values[0];
    let mut state = Value::none();
    if vm.has_instance_dict(object) {
        let dict = vm.materialize_dict(object)?;
        if !dict.is_empty() {
            state = dict.into_value();
        }
    }
    let names = slot_names(vm, &Obj::from_ref(vm.type_of(object)))?;
    let Some(names) = names.downcast::<List>() else { return Ok(state) };
    let slots = vm.new_dict()?;
    let mut index = 0;
    while let Some(name) = names.get(index) {
        vm.work_at(index)?;
        if let Some(value) = vm.get_attr_opt(object, &name)? {
            vm.dict_set(&slots, name, value)?;
        }
        index += 1;
    }
    if slots.is_empty() { Ok(state) } else { vm.new_tuple_from([state, slots.into_value()]) }
}

/// The list of the names of a class's `__slots__`, which `copyreg` keeps with the class; or `None`.
fn slot_names(vm: &mut Vm, class: &Type) -> PyResult {
    if !class.has(Type::HEAP) {
        return Ok(Value::none());
    }
    let name = vm.intern("__slotnames__")?;
    let kept = class.dict.clone().get_str(vm, &name);
    let (names, was_kept) = match kept {
        Some(names) => (names, true),
        None => {
            let ask = copyreg(vm, "_slotnames")?;
            (vm.call(&ask, &[class.to_value()])?, false)
        }
    };
    if names.is_none() || names.downcast::<List>().is_some() {
        return Ok(names);
    }
    let (class, kind) = (class.name(), vm.type_name(&names));
    Err(match was_kept {
        true => vm.type_error(format_args!("{class}.__slotnames__ should be a list or None, not {kind}")),
        false => vm.type_error(format_args!("copyreg._slotnames didn't return a list or None")),
    })
}

fn size_of_object(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let object = &args.values[0];
    let bytes = match object.as_ptr() {
        Some(pointer) => {
            let kind = object.kind() as usize;
            // SAFETY: a live object of that kind.
            let payload = unsafe { (vm.world().kinds[kind].size)(pointer.as_ptr()) };
            payload + vm.shape_of(object).map_or(0, |shape| usize::from(shape.capacity) * 8)
        }
        None => 8,
    };
    vm.new_int(bytes as i64)
}

fn init_subclass(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.keyword_count() > 0 || !count_fits(args.values.len() - 1, 0, 0) {
        let name = args.values[0].downcast::<Type>().and_then(|class| class.qualname.get());
        let name = name.unwrap_or_else(Value::none);
        let Some(class) = name.downcast::<Str>() else { return Err(vm.no_memory()) };
        if args.keyword_count() > 0 {
            return Err(vm.type_error(format_args!("{class}.__init_subclass__() takes no keyword arguments")));
        }
        let given = args.values.len() - 1;
        return Err(vm.type_error(format_args!("{class}.__init_subclass__() takes no arguments ({given} given)")));
    }
    Ok(Value::none())
}

/// `__dict__` of instances of Python classes.
pub static DICT: GetSet = GetSet { name: "__dict__", get: get_dict, set: Some(set_dict) };

fn get_dict(vm: &mut Vm, object: &Value) -> PyResult {
    if object.downcast::<Type>().is_some() {
        return crate::types::typ::getset::get_dict(vm, object);
    }
    Ok(vm.materialize_dict(object)?.into_value())
}

/// The setter of `__dict__`.
///
/// # Errors
/// TypeError for anything but a dict.
pub(crate) fn set_dict(vm: &mut Vm, object: &Value, value: Option<Value>) -> PyResult<()> {
    let message = match object.kind() {
        kinds::TYPE => Some("attribute '__dict__' of 'type' objects is not writable"),
        kinds::MODULE => Some("readonly attribute"),
        _ => None,
    };
    if let Some(message) = message {
        return Err(vm.raise(crate::core::error::Exc::AttributeError, format_args!("{message}")));
    }
    let dict = match value {
        None if object.kind() == kinds::EXCEPTION => {
            return Err(vm.type_error(format_args!("cannot delete __dict__")));
        }
        None => vm.new_dict()?,
        Some(value) => match Obj::<Dict>::try_from_value(value) {
            Ok(dict) => dict,
            Err(value) => {
                let kind = vm.type_name(&value);
                return Err(vm.type_error(format_args!("__dict__ must be set to a dictionary, not a '{kind}'")));
            }
        },
    };
    vm.replace_dict(object, dict)
}

/// `__weakref__` of instances of Python classes: the first weak reference, if any.
pub static WEAKREF: GetSet = GetSet { name: "__weakref__", get: first_weak_reference, set: None };

fn first_weak_reference(vm: &mut Vm, object: &Value) -> PyResult {
    let mut first = None;
    vm.visit_weak_references(object, &mut |reference| first = first.take().or(Some(reference)));
    Ok(first.unwrap_or_else(Value::none))
}

static SLOTS: Slots = Slots { new: Some(new), ..Slots::EMPTY };

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "object",
    module: "builtins",
    kind: kinds::OBJECT,
    base: kinds::OBJECT,
    doc: "object()\n--\n\nThe base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[
        Method::new("__format__", format, 1, 1)
            .doc("__format__($self, format_spec, /)\n--\n\nstr(self), when format_spec is empty; a TypeError else."),
        Method::new("__dir__", dir, 0, 0).doc("__dir__($self, /)\n--\n\nThe names of the object's attributes."),
        Method::new("__reduce__", reduce_plain, 0, 0)
            .doc("__reduce__($self, /)\n--\n\nWhat pickle and copy need to know."),
        Method::new("__reduce_ex__", reduce_ex, 1, 1)
            .doc("__reduce_ex__($self, protocol, /)\n--\n\nWhat pickle and copy need to know."),
        Method::new("__getstate__", get_state, 0, 0)
            .doc("__getstate__($self, /)\n--\n\nThe state for pickle and copy."),
        Method::new("__sizeof__", size_of_object, 0, 0)
            .doc("__sizeof__($self, /)\n--\n\nBytes of the object in memory."),
        Method::keywords("__init_subclass__", init_subclass)
            .class()
            .doc("Called when a class is subclassed; does nothing unless overridden."),
        Method::new("__subclasshook__", |_, _| Ok(Value::not_implemented()), 1, 1)
            .class()
            .doc("Abstract classes override it to customise issubclass()."),
    ],
    getset: &[GetSet { name: "__class__", get: get_class, set: Some(set_class) }],
    page: PageKind::Leaf,
    slot: no_slot,
    finish: None,
    size: fixed_size::<Header>,
};
