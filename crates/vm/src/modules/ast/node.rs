//! `AST`, the base of all classes of nodes: attributes, and a constructor that goes by `_fields`.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::classes::Classes;
use super::grammar::{Group, Node};
use super::{kind, repr};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::{instance, split_arguments};
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::{FreshTuple, from_list};
use crate::types::typ::Type;

/// A node: nothing but attributes.
#[repr(C)]
pub struct AstNode {
    /// Count, shape, flags.
    pub header: Header,
}

object!(AstNode, kind::NODE);

/// A node to be.
pub(super) fn payload() -> AstNode {
    AstNode { header: Header::new(u32::from(kind::NODE), TRACKED) }
}

/// Whether a value is a node of a syntax tree.
#[must_use]
pub(crate) fn is_node(value: &Value) -> bool {
    value.downcast::<AstNode>().is_some()
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    instance(vm, args, PageKind::Container, payload())
}

/// An attribute of a class that is a sequence of names, as a tuple.
fn names_of(vm: &mut Vm, class: &Value, name: &str) -> PyResult<Obj<Tuple>> {
    let name = vm.intern(name)?;
    let names = vm.get_attr(class, &name)?;
    vm.len(&names)?;
    let names = vm.tuple_from(&names)?;
    match Obj::try_from_value(names) {
        Ok(names) => Ok(names),
        Err(_) => Err(vm.no_memory()),
    }
}

/// Whether a name is among names.
fn has(vm: &mut Vm, names: &Tuple, name: &Value) -> PyResult<bool> {
    for own in names.items() {
        if own.is(name) || vm.eq(own, name)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Fields that have no value yet.
struct Missing<'a> {
    fields: &'a Tuple,
    given: Obj<List>,
}

impl Missing<'_> {
    /// Notes that a field has its value; false when it had one before.
    fn fill(&self, vm: &mut Vm, name: &Value) -> PyResult<bool> {
        for (index, own) in self.fields.items().iter().enumerate() {
            if own.is(name) || vm.eq(own, name)? {
                let before = self.given.replace(index, Value::bool(true));
                return Ok(before.as_bool() == Some(false));
            }
        }
        Ok(false)
    }
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let Some(this) = args.values.first().cloned() else { return Err(vm.raise_bare(Exc::TypeError)) };
    let (positional, names, values) = split_arguments(args);
    let class = vm.type_of(&this).to_value();
    let fields = names_of(vm, &class, "_fields")?;
    if positional.len() > fields.len() {
        let plural = if fields.len() == 1 { "" } else { "s" };
        let (own, most) = (short_name(vm, &this)?, fields.len());
        let Some(own) = own.downcast::<Str>() else { return Err(vm.raise_bare(Exc::TypeError)) };
        let message = format_args!("{own} constructor takes at most {most} positional argument{plural}");
        return Err(vm.type_error(message));
    }
    let given = vm.new_list()?;
    for _ in fields.items() {
        vm.list_push(&given, Value::bool(false))?;
    }
    let missing = Missing { fields: &fields, given };
    for (name, value) in fields.items().iter().zip(positional) {
        vm.set_attr(&this, name, value.clone())?;
        missing.fill(vm, name)?;
    }
    for (name, value) in names.iter().zip(values) {
        if has(vm, &fields, name)? {
            if !missing.fill(vm, name)? {
                let (own, name) = (short_name(vm, &this)?, vm.repr(name)?);
                let (Some(own), Some(name)) = (own.downcast::<Str>(), name.downcast::<Str>()) else {
                    return Err(vm.raise_bare(Exc::TypeError));
                };
                return Err(vm.type_error(format_args!("{own} got multiple values for argument {name}")));
            }
        } else {
            let attributes = names_of(vm, &class, "_attributes")?;
            if !has(vm, &attributes, name)? {
                warn_unexpected(vm, &this, name)?;
            }
        }
        vm.set_attr(&this, name, value.clone())?;
    }
    fill_defaults(vm, &this, &class, &missing)
}

/// `__name__` of an object's class.
fn short_name(vm: &mut Vm, this: &Value) -> PyResult {
    let class = vm.type_of(this).to_value();
    vm.get_attr(&class, &vm.names().__name__)
}

fn warn_unexpected(vm: &mut Vm, this: &Value, name: &Value) -> PyResult<()> {
    let name = vm.repr(name)?;
    let Some(name) = name.downcast::<Str>() else { return Ok(()) };
    let kind = vm.type_name(this);
    let message = format_args!(
        "{kind}.__init__ got an unexpected keyword argument {name}. Support for arbitrary keyword arguments is \
         deprecated and will be removed in Python 3.15."
    );
    vm.warn(Exc::DeprecationWarning, 1, message)
}

/// Gives the fields left their values by their types: an empty list, `Load()`; None is the class's already.
fn fill_defaults(vm: &mut Vm, this: &Value, class: &Value, missing: &Missing<'_>) -> PyResult<()> {
    if missing.given.len() == missing.fields.len()
        && (0..missing.given.len()).all(|index| missing.given.get(index).and_then(|v| v.as_bool()) == Some(true))
    {
        return Ok(());
    }
    let types = vm.intern("_field_types")?;
    let Some(types) = vm.get_attr_opt(class, &types)? else { return Ok(()) };
    let Some(types) = types.downcast::<Dict>().map(Obj::from_ref) else { return Ok(()) };
    for (index, name) in missing.fields.items().iter().enumerate() {
        if missing.given.get(index).and_then(|given| given.as_bool()) == Some(true) {
            continue;
        }
        match vm.dict_get(&types, name)? {
            Some(kind) => fill_default(vm, this, name, &kind)?,
            None => warn_about_field(vm, this, name, |vm, kind, name| {
                let message = format_args!(
                    "Field {name} is missing from {kind}._field_types. This will become an error in Python 3.15."
                );
                vm.warn(Exc::DeprecationWarning, 1, message)
            })?,
        }
    }
    Ok(())
}

fn fill_default(vm: &mut Vm, this: &Value, name: &Value, kind: &Value) -> PyResult<()> {
    if kind.kind() == kinds::UNION {
        return Ok(());
    }
    if kind.kind() == kinds::GENERIC_ALIAS {
        let empty = vm.new_list()?.into_value();
        return vm.set_attr(this, name, empty);
    }
    let classes = Classes::get(vm)?;
    let contexts = classes.group(Group::ExprContext).map(Type::to_value);
    if contexts.is_some_and(|contexts| contexts.is(kind)) {
        return vm.set_attr(this, name, classes.single(Node::Load));
    }
    warn_about_field(vm, this, name, |vm, kind, name| {
        let message = format_args!(
            "{kind}.__init__ missing 1 required positional argument: {name}. This will become an error in Python 3.15."
        );
        vm.warn(Exc::DeprecationWarning, 1, message)
    })
}

/// Calls `warn` with the texts of a class and a field.
fn warn_about_field(
    vm: &mut Vm,
    this: &Value,
    name: &Value,
    warn: impl FnOnce(&mut Vm, &Str, &Str) -> PyResult<()>,
) -> PyResult<()> {
    let name = vm.repr(name)?;
    let kind = vm.type_name(this);
    let kind = vm.new_str_fmt(format_args!("{kind}"))?;
    match (kind.downcast::<Str>(), name.downcast::<Str>()) {
        (Some(kind), Some(name)) => warn(vm, kind, name),
        _ => Ok(()),
    }
}

/// The attributes of a node.
fn attributes(vm: &mut Vm, this: &Value) -> PyResult<Obj<Dict>> {
    match vm.existing_dict(this) {
        Some(dict) => Ok(dict),
        None => vm.materialize_dict(this),
    }
}

/// Class, a None for each leading field that has a value, and the attributes: a copy is made without warnings.
fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = &args.values[0];
    let class = vm.type_of(this).to_value();
    let dict = attributes(vm, this)?;
    let fields = names_of(vm, &class, "_fields")?;
    let mut count = 0;
    for name in fields.items() {
        if vm.dict_get(&dict, name)?.is_none() {
            break;
        }
        count += 1;
    }
    let nones = FreshTuple::filled(vm, count)?.share().into_value();
    vm.new_tuple_from([class, nones, dict.into_value()])
}

fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (positional, names, values) = split_arguments(args);
    let this = &args.values[0];
    if !positional.is_empty() {
        return Err(vm.type_error(format_args!("__replace__() takes no positional arguments")));
    }
    let class = vm.type_of(this).to_value();
    let own = attributes(vm, this)?;
    let fields = names_of(vm, &class, "_fields")?;
    let places = names_of(vm, &class, "_attributes")?;
    let state = vm.new_dict()?;
    for name in fields.items().iter().chain(places.items()) {
        if let Some(value) = vm.dict_get(&own, name)? {
            vm.dict_set(&state, name.clone(), value)?;
        }
    }
    for (name, value) in names.iter().zip(values) {
        if !has(vm, &fields, name)? && !has(vm, &places, name)? {
            let name = vm.repr(name)?;
            let (kind, Some(name)) = (vm.type_name(this), name.downcast::<Str>()) else {
                return Err(vm.raise_bare(Exc::TypeError));
            };
            let message = format_args!("{kind}.__replace__ got an unexpected keyword argument {name}.");
            return Err(vm.type_error(message));
        }
        vm.dict_set(&state, name.clone(), value.clone())?;
    }
    check_complete(vm, this, &class, &fields, &state)?;
    let arguments = vm.new_list()?;
    let keys = vm.new_list()?;
    let mut position = 0;
    while let Some((name, value)) = state.next_entry(&mut position) {
        vm.list_push(&keys, name)?;
        vm.list_push(&arguments, value)?;
    }
    let keys = from_list(vm, &keys)?;
    // SAFETY: nobody else has the list.
    let values = unsafe { arguments.items_unchecked() };
    vm.call_args(&class, Args { values, names: keys.downcast::<Tuple>() })
}

/// Refuses to make a node that lacks what it must have.
fn check_complete(vm: &mut Vm, this: &Value, class: &Value, fields: &Tuple, state: &Dict) -> PyResult<()> {
    let types = vm.intern("_field_types")?;
    let types = vm.get_attr_opt(class, &types)?;
    let types = types.as_ref().and_then(Value::downcast::<Dict>);
    let mut text = StrBuilder::new(vm);
    let mut count = 0;
    for name in fields.items() {
        if vm.dict_get(state, name)?.is_some() {
            continue;
        }
        let kind = match types {
            Some(types) => vm.dict_get(types, name)?,
            None => None,
        };
        let contexts = Classes::get(vm)?.group(Group::ExprContext).map(Type::to_value);
        if kind.is_some_and(|kind| {
            matches!(kind.kind(), kinds::UNION | kinds::GENERIC_ALIAS) || contexts.is_some_and(|c| c.is(&kind))
        }) {
            continue;
        }
        let name = vm.repr(name)?;
        if count > 0 {
            text.push_text(", ")?;
        }
        if let Some(name) = name.downcast::<Str>() {
            text.push_str(name)?;
        }
        count += 1;
    }
    let text = text.finish()?;
    match text.downcast::<Str>() {
        Some(text) if count > 0 => {
            let (kind, plural) = (vm.type_name(this), if count == 1 { "" } else { "s" });
            let message = format_args!("{kind}.__replace__ missing {count} keyword argument{plural}: {text}.");
            Err(vm.type_error(message))
        }
        _ => Ok(()),
    }
}

static METHODS: &[Method] = &[
    Method::new("__reduce__", reduce, 0, 0).doc("__reduce__($self, /)\n--\n\nTake apart for pickling and copying."),
    Method::keywords("__replace__", replace)
        .doc("__replace__($self, /, **fields)\n--\n\nMake a copy with other values for the fields given."),
];

/// The type.
pub static NODE: TypeSpec = TypeSpec {
    name: "AST",
    module: "ast",
    kind: kind::NODE,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::INSTANCE_DICT,
    slots: &Slots { repr: Some(repr::repr), new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: METHODS,
    getset: &[],
    page: PageKind::Container,
    slot: <AstNode as Traverse>::slot,
    finish: None,
    size: fixed_size::<AstNode>,
};
