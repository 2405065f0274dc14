//! Structure sequences: tuples whose places have names (`sys.version_info`, `time.struct_time`).
//!
//! Each is a class of its own that derives from `tuple`. Fields beyond the sequence's length
//! (`struct_time.tm_zone`) are attributes of the instance.

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::Tuple;
use super::fresh::FreshTuple;
use super::methods::instance_of;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::{is_name, receiver, split_arguments};
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::typ::Type;
use crate::types::typ::builtin::{add_methods, new_builtin_class};

/// A field of a structure sequence class: the data descriptor that reads a place.
#[repr(C)]
pub struct Field {
    /// Count, shape, flags.
    pub header: Header,
    /// `__name__`.
    name: Value,
    /// The class.
    owner: Value,
    /// The descriptor of the instance's slot, for places beyond the sequence.
    member: Option<Value>,
    /// The place.
    index: u32,
}

object!(Field, kinds::STRUCT_SEQUENCE, name, owner, member);

/// What a structure sequence class is made of.
pub struct Definition<'a> {
    /// `__name__`.
    pub name: &'a str,
    /// `__module__`.
    pub module: &'a str,
    /// `__doc__`.
    pub doc: &'a str,
    /// Names of the fields.
    pub fields: &'a [&'a str],
    /// How many of them are items of the tuple; the rest are attributes only.
    pub in_sequence: usize,
    /// Whether Python can make instances by calling the class.
    pub callable: bool,
}

/// Makes the class.
///
/// # Errors
/// `MemoryError`.
pub fn define(vm: &mut Vm, definition: &Definition<'_>) -> PyResult<Obj<Type>> {
    let hidden = definition.fields.get(definition.in_sequence..).unwrap_or(&[]);
    let visible = &definition.fields[..definition.fields.len() - hidden.len()];
    let flags = Type::HEAP | Type::IMMUTABLE | if definition.callable { Type::PYTHON_NEW } else { Type::NO_NEW };
    let base = Obj::from_ref(vm.type_of_kind(kinds::TUPLE));
    let (name, module) = (definition.name, definition.module);
    let class = new_builtin_class(vm, name, module, &base, kinds::TUPLE, flags, hidden)?;
    add_methods(vm, &class, METHODS)?;
    if definition.callable {
        let new = vm.new_native_function(&NEW, None)?;
        vm.dict_set_str(&class.dict, &vm.names().__new__, new)?;
    }
    let dict = class.dict.clone();
    let doc = vm.new_str(definition.doc)?;
    vm.dict_set_str(&dict, &vm.names().__doc__, doc)?;
    for (key, count) in
        [("n_sequence_fields", definition.in_sequence), ("n_fields", definition.fields.len()), ("n_unnamed_fields", 0)]
    {
        let (key, count) = (vm.intern(key)?, vm.new_usize(count)?);
        vm.dict_set_str(&dict, &key, count)?;
    }
    let names = FreshTuple::filled(vm, visible.len())?;
    for (index, field) in definition.fields.iter().enumerate() {
        let name = vm.intern(field)?;
        if index < visible.len() {
            names.set(index, name.clone());
        }
        let header = Header::new(u32::from(kinds::STRUCT_SEQUENCE), 0);
        let owner = class.as_value().clone();
        let member = dict.get_str(vm, &name);
        let field = Field { header, name: name.clone(), owner, member, index: index as u32 };
        let field = Obj::create(&mut vm.heap, PageKind::Container, field)?.into_value();
        vm.dict_set_str(&dict, &name, field)?;
    }
    vm.dict_set_str(&dict, &vm.names().__match_args__, names.share().into_value())?;
    vm.step_epoch();
    Ok(class)
}

/// A number that the class says about itself.
fn class_number(vm: &mut Vm, class: &Type, name: &str) -> PyResult<usize> {
    let name = vm.intern(name)?;
    let number = vm.lookup(class, &name).and_then(|number| number.as_small());
    Ok(number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0))
}

/// The name of field `index`, as far as it is in the sequence.
fn field_name(vm: &Vm, class: &Type, index: usize) -> Option<Value> {
    let names = vm.lookup(class, &vm.names().__match_args__)?;
    names.downcast::<Tuple>()?.items().get(index).cloned()
}

/// The fields beyond the sequence, in order.
fn hidden_fields(vm: &mut Vm, class: &Type) -> PyResult<Obj<List>> {
    let fields = vm.new_list()?;
    let mut position = 0;
    while let Some((_, value)) = class.dict.next_entry(&mut position) {
        if value.downcast::<Field>().is_some_and(|field| field.member.is_some()) {
            vm.list_push(&fields, value)?;
        }
    }
    Ok(fields)
}

/// Hidden field `index` of such a list.
fn field_at(fields: &List, index: usize) -> Option<Obj<Field>> {
    Obj::try_from_value(fields.get(index)?).ok()
}

/// The value of a hidden field.
fn hidden_value(vm: &mut Vm, field: &Field, instance: &Value) -> PyResult {
    let Some(member) = &field.member else { return Ok(Value::none()) };
    let class = vm.type_of(instance);
    vm.bind(member, Some(instance), class)
}

/// An instance with a value for every field; `values` beyond the sequence become attributes, missing ones
/// `None`.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm, class: &Type, values: &[Value]) -> PyResult {
    let count = class_number(vm, class, "n_sequence_fields")?.min(values.len());
    let instance = instance_of(vm, class, &values[..count])?;
    let hidden = hidden_fields(vm, class)?;
    let mut index = 0;
    while let Some(field) = field_at(&hidden, index) {
        let value = values.get(count + index).cloned().unwrap_or_else(Value::none);
        if let Some(member) = &field.member
            && let Some(set) = vm.type_of(member).native_slots().descr_set
        {
            set(vm, member, &instance, Some(value))?;
        }
        index += 1;
    }
    Ok(instance)
}

/// `module.name` of a structure sequence class.
fn full_name(vm: &mut Vm, class: &Type) -> PyResult {
    let module = vm.lookup(class, &vm.names().__module__);
    match module.as_ref().and_then(Value::downcast::<Str>) {
        Some(module) => vm.new_str_fmt(format_args!("{module}.{}", class.short_name())),
        None => vm.new_str_fmt(format_args!("{}", class.name())),
    }
}

fn repr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    // SAFETY: a receiver.
    let tuple: &Tuple = unsafe { receiver(value) };
    let class = vm.type_of(value);
    let mut text = StrBuilder::new(vm);
    let name = full_name(vm, class)?;
    if let Some(name) = name.downcast::<Str>() {
        text.push_str(name)?;
    }
    for (index, item) in tuple.items().iter().enumerate() {
        text.push_text(if index == 0 { "(" } else { ", " })?;
        if let Some(name) = field_name(vm, class, index)
            && let Some(name) = name.downcast::<Str>()
        {
            text.push_str(name)?;
            text.push_text("=")?;
        }
        let item = vm.repr(item)?;
        if let Some(item) = item.downcast::<Str>() {
            text.push_str(item)?;
        }
    }
    text.push_text(if tuple.is_empty() { "()" } else { ")" })?;
    text.finish()
}

/// Attributes beyond the sequence by name, or nothing when there are none.
fn hidden_dict(vm: &mut Vm, value: &Value) -> PyResult<Option<Obj<Dict>>> {
    let class = vm.type_of(value);
    let hidden = hidden_fields(vm, class)?;
    if hidden.is_empty() {
        return Ok(None);
    }
    let dict = vm.new_dict()?;
    let mut index = 0;
    while let Some(field) = field_at(&hidden, index) {
        let attribute = hidden_value(vm, &field, value)?;
        vm.dict_set_str(&dict, &field.name, attribute)?;
        index += 1;
    }
    Ok(Some(dict))
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    // SAFETY: a receiver.
    let tuple: &Tuple = unsafe { receiver(value) };
    let items = vm.new_tuple(tuple.items())?;
    let dict = match hidden_dict(vm, value)? {
        Some(dict) => dict,
        None => vm.new_dict()?,
    };
    let class = vm.type_of(value).to_value();
    let arguments = vm.new_tuple_from([items, dict.into_value()])?;
    vm.new_tuple_from([class, arguments])
}

/// The values of all fields: of the sequence, then of the attributes, each from `given` by name when it is
/// there. Says how many of `given` were used.
fn merged(
    vm: &mut Vm,
    class: &Type,
    items: &[Value],
    own: Option<&Value>,
    given: &Dict,
) -> PyResult<(Obj<List>, usize)> {
    let values = vm.new_list()?;
    let mut used = 0;
    for (index, item) in items.iter().enumerate() {
        let name = field_name(vm, class, index).filter(|_| own.is_some());
        let replaced = name.and_then(|name| given.get_str(vm, &name));
        used += usize::from(replaced.is_some());
        vm.list_push(&values, replaced.unwrap_or_else(|| item.clone()))?;
    }
    let hidden = hidden_fields(vm, class)?;
    let first = class_number(vm, class, "n_sequence_fields")?;
    let mut index = items.len() - first.min(items.len());
    while let Some(field) = field_at(&hidden, index) {
        let value = match (given.get_str(vm, &field.name), own) {
            (Some(value), _) => {
                used += 1;
                value
            }
            (None, Some(own)) => hidden_value(vm, &field, own)?,
            (None, None) => Value::none(),
        };
        vm.list_push(&values, value)?;
        index += 1;
    }
    Ok((values, used))
}

fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let (positional, names, named) = split_arguments(args);
    if !positional.is_empty() {
        let given = positional.len();
        let message = format_args!("__replace__() takes 1 positional argument but {} were given", given + 1);
        return Err(vm.type_error(message));
    }
    // SAFETY: a receiver.
    let tuple: &Tuple = unsafe { receiver(value) };
    let class = vm.type_of(value);
    let given = vm.new_dict()?;
    for (name, field) in names.iter().zip(named) {
        vm.dict_set_str(&given, name, field.clone())?;
    }
    let (values, used) = merged(vm, class, tuple.items(), Some(value), &given)?;
    if used < given.len() {
        let unknown = vm.new_list()?;
        for name in names {
            let known = vm.lookup(class, name).is_some_and(|field| field.downcast::<Field>().is_some());
            if !known {
                vm.list_push(&unknown, name.clone())?;
            }
        }
        let unknown = vm.repr(unknown.as_value())?;
        if let Some(unknown) = unknown.downcast::<Str>() {
            return Err(vm.type_error(format_args!("Got unexpected field name(s): {unknown}")));
        }
    }
    // SAFETY: nobody else has the list.
    create(vm, class, unsafe { values.items_unchecked() })
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values.first().and_then(Value::downcast::<Type>) else {
        return Err(vm.type_error(format_args!("__new__(): not enough arguments")));
    };
    let (positional, names, named) = split_arguments(args);
    let name = full_name(vm, class)?;
    let name = name.downcast::<Str>();
    let (mut sequence, mut extra) = (positional.first(), positional.get(1));
    for (key, value) in names.iter().zip(named) {
        if is_name(key, "sequence") && sequence.is_none() {
            sequence = Some(value);
        } else if is_name(key, "dict") && extra.is_none() {
            extra = Some(value);
        }
    }
    let Some(sequence) = sequence else {
        let message = format_args!("structseq() missing required argument 'sequence' (pos 1)");
        return Err(vm.type_error(message));
    };
    let empty = vm.new_dict()?;
    let extra = match extra {
        None => &empty,
        Some(extra) => match extra.downcast::<Dict>() {
            Some(extra) => &Obj::from_ref(extra),
            None => {
                let Some(name) = name else { return Err(vm.raise_bare(Exc::TypeError)) };
                return Err(vm.type_error(format_args!("{name}() takes a dict as second arg, if any")));
            }
        },
    };
    let items = match vm.list_from(sequence) {
        Ok(items) => items,
        Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
            drop(vm.take_raised(raised));
            return Err(vm.type_error(format_args!("constructor requires a sequence")));
        }
        Err(raised) => return Err(raised),
    };
    let least = class_number(vm, class, "n_sequence_fields")?;
    let most = class_number(vm, class, "n_fields")?;
    let given = items.len();
    if given < least || given > most {
        let Some(name) = name else { return Err(vm.raise_bare(Exc::TypeError)) };
        let (bound, limit) = match (least == most, given < least) {
            (true, _) => ("a", least),
            (_, true) => ("an at least", least),
            (_, false) => ("an at most", most),
        };
        let message = format_args!("{name}() takes {bound} {limit}-sequence ({given}-sequence given)");
        return Err(vm.type_error(message));
    }
    // SAFETY: nobody else has the list.
    let (values, used) = merged(vm, class, unsafe { items.items_unchecked() }, None, extra)?;
    if used < extra.len() {
        let Some(name) = name else { return Err(vm.raise_bare(Exc::TypeError)) };
        return Err(vm.type_error(format_args!("{name}() got duplicate or unexpected field name(s)")));
    }
    // SAFETY: as above.
    create(vm, class, unsafe { values.items_unchecked() })
}

static METHODS: &[Method] = &[
    Method::new("__repr__", repr, 0, 0),
    Method::new("__reduce__", reduce, 0, 0),
    Method::keywords("__replace__", replace)
        .doc("__replace__($self, /, **changes)\n--\n\nReturn a copy with new values for the specified fields."),
];

static NEW: Method = Method::keywords("__new__", new);

fn this(value: &Value) -> &Field {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn field_get(vm: &mut Vm, field: &Value, instance: Option<&Value>, _: &Value) -> PyResult {
    let Some(instance) = instance else { return Ok(field.clone()) };
    let own = this(field);
    let class = vm.type_of(instance);
    let fits = own.owner.downcast::<Type>().is_some_and(|owner| vm.is_subtype(class, owner));
    match instance.downcast::<Tuple>().filter(|_| fits) {
        Some(tuple) => match tuple.items().get(own.index as usize) {
            Some(item) => Ok(item.clone()),
            None => hidden_value(vm, own, instance),
        },
        None => {
            let (Some(name), Some(owner)) = (own.name.downcast::<Str>(), own.owner.downcast::<Type>()) else {
                return Err(vm.raise_bare(Exc::TypeError));
            };
            let (owner, kind) = (owner.name(), class.name());
            let message = format_args!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{kind}' object");
            Err(vm.type_error(message))
        }
    }
}

fn field_set(vm: &mut Vm, _: &Value, _: &Value, _: Option<Value>) -> PyResult<()> {
    Err(vm.raise(Exc::AttributeError, format_args!("readonly attribute")))
}

fn field_repr(vm: &mut Vm, field: &Value) -> PyResult {
    let own = this(field);
    let (Some(name), Some(owner)) = (own.name.downcast::<Str>(), own.owner.downcast::<Type>()) else {
        return vm.new_str("<member>");
    };
    let owner = full_name(vm, owner)?;
    match owner.downcast::<Str>() {
        Some(owner) => vm.new_str_fmt(format_args!("<member '{name}' of '{owner}' objects>")),
        None => vm.new_str_fmt(format_args!("<member '{name}'>")),
    }
}

static SLOTS: Slots =
    Slots { repr: Some(field_repr), descr_get: Some(field_get), descr_set: Some(field_set), ..Slots::EMPTY };

/// The type of fields.
pub static STRUCT_SEQUENCE: TypeSpec = TypeSpec {
    name: "member_descriptor",
    module: "builtins",
    kind: kinds::STRUCT_SEQUENCE,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: &[],
    getset: &[
        GetSet { name: "__name__", get: |_, field| Ok(this(field).name.clone()), set: None },
        GetSet { name: "__qualname__", get: |_, field| Ok(this(field).name.clone()), set: None },
        GetSet { name: "__objclass__", get: |_, field| Ok(this(field).owner.clone()), set: None },
        GetSet { name: "__doc__", get: |_, _| Ok(Value::none()), set: None },
    ],
    page: PageKind::Container,
    slot: <Field as Traverse>::slot,
    finish: None,
    size: fixed_size::<Field>,
};
