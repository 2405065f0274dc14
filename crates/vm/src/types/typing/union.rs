//! `typing.Union`: `int | str`.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::generic_alias::push_type;
use super::{parameters_of, substitute};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{BinOp, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::str::StrBuilder;
use crate::types::tuple::Tuple;

/// A union.
#[repr(C)]
pub struct Union {
    /// Count, shape, flags.
    pub header: Header,
    args: ValueCell,
    parameters: ValueCell,
    /// 0: not computed yet.
    hash: Cell<i64>,
}

pitviper_object::object!(Union, kinds::UNION, args, parameters);

/// The members of a union; `None` for what is none.
#[must_use]
pub fn union_args(value: &Value) -> Option<Obj<Tuple>> {
    value.downcast::<Union>()?.args.get_obj()
}

fn args(vm: &mut Vm, value: &Value) -> PyResult<Obj<Tuple>> {
    match union_args(value) {
        Some(args) => Ok(args),
        None => vm.new_tuple_obj(&[]),
    }
}

fn parameters(vm: &mut Vm, value: &Value) -> PyResult<Obj<Tuple>> {
    let args = args(vm, value)?;
    let Some(union) = value.downcast::<Union>() else { return Ok(args) };
    if let Some(parameters) = union.parameters.get_obj() {
        return Ok(parameters);
    }
    let parameters = parameters_of(vm, &args)?;
    union.parameters.set(Some(parameters.clone().into_value()));
    Ok(parameters)
}

/// Whether `|` makes unions of it.
fn is_unionable(value: &Value) -> bool {
    value.is_none()
        || matches!(
            value.kind(),
            kinds::TYPE
                | kinds::GENERIC_ALIAS
                | kinds::UNION
                | kinds::TYPE_VAR
                | kinds::PARAM_SPEC
                | kinds::TYPE_VAR_TUPLE
                | kinds::TYPE_ALIAS
        )
}

/// `a | b` as types; `NotImplemented` when one of them is no type.
///
/// # Errors
/// What `==` raises.
pub fn make_union(vm: &mut Vm, a: &Value, b: &Value) -> PyResult {
    if !is_unionable(a) || !is_unionable(b) {
        return Ok(Value::not_implemented());
    }
    let members = vm.new_list()?;
    for side in [a, b] {
        add(vm, &members, side)?;
    }
    from_members(vm, &members)
}

fn from_members(vm: &mut Vm, members: &Obj<List>) -> PyResult {
    if members.len() == 1 {
        return Ok(members.get(0).unwrap_or_else(Value::none));
    }
    let args = vm.tuple_from(members.as_value())?;
    let union = Union {
        header: Header::new(u32::from(kinds::UNION), TRACKED),
        args: ValueCell::new(Some(args)),
        parameters: ValueCell::default(),
        hash: Cell::new(0),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, union)?.into_value())
}

/// Adds a member, or a union's members, each once.
fn add(vm: &mut Vm, members: &List, value: &Value) -> PyResult<()> {
    if let Some(args) = union_args(value) {
        if members.is_empty() {
            return args.items().iter().try_for_each(|arg| vm.list_push(members, arg.clone()));
        }
        for arg in args.items() {
            vm.work(1)?;
            add(vm, members, arg)?;
        }
        return Ok(());
    }
    let value = if value.is_none() { vm.type_of_kind(kinds::NONE).to_value() } else { value.clone() };
    // What is nested compares slowly; its hash is kept.
    let hash = hash_if_any(vm, &value)?;
    let mut index = 0;
    while let Some(own) = members.get(index) {
        if hash_if_any(vm, &own)? == hash && vm.eq(&own, &value)? {
            return Ok(());
        }
        index += 1;
    }
    vm.list_push(members, value)
}

/// The hash of a member; nothing for what cannot be hashed.
fn hash_if_any(vm: &mut Vm, member: &Value) -> PyResult<Option<i64>> {
    match vm.hash(member) {
        Ok(hash) => Ok(Some(hash)),
        Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
            drop(vm.take_raised(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let args = args(vm, value)?;
    let mut builder = StrBuilder::new(vm);
    for (index, arg) in args.items().iter().enumerate() {
        if index > 0 {
            builder.push_text(" | ")?;
        }
        push_type(vm, &mut builder, arg)?;
    }
    builder.finish()
}

/// Of the members, in any order.
fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let kept = value.downcast::<Union>().map_or(0, |union| union.hash.get());
    if kept != 0 {
        return Ok(kept);
    }
    let args = args(vm, value)?;
    let class = vm.type_of_kind(kinds::FROZENSET).to_value();
    let set = vm.call(&class, &[args.into_value()])?;
    let hash = vm.hash(&set)?;
    if let Some(union) = value.downcast::<Union>() {
        union.hash.set(hash);
    }
    Ok(hash)
}

fn contains(vm: &mut Vm, args: &Tuple, value: &Value) -> PyResult<bool> {
    for arg in args.items() {
        if vm.eq(arg, value)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (union_args(a), union_args(b)) else { return Ok(Value::not_implemented()) };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let mut same = x.len() == y.len();
    for arg in x.items() {
        same = same && contains(vm, &y, arg)?;
    }
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}

fn get_item(vm: &mut Vm, value: &Value, item: &Value) -> PyResult {
    let (args, parameters) = (args(vm, value)?, parameters(vm, value)?);
    let args = substitute(vm, value, &args, &parameters, item)?;
    let members = vm.new_list()?;
    for arg in args.items() {
        add(vm, &members, arg)?;
    }
    from_members(vm, &members)
}

fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    if op == BinOp::Or { make_union(vm, a, b) } else { Ok(Value::not_implemented()) }
}

/// `Union[…]`.
fn class_getitem(vm: &mut Vm, args: crate::core::native::Args<'_>) -> PyResult {
    let items = super::as_args(vm, super::argument(args))?;
    if items.is_empty() {
        return Err(vm.type_error(format_args!("Cannot take a Union of no types.")));
    }
    let members = vm.new_list()?;
    for item in items.items() {
        add(vm, &members, item)?;
    }
    from_members(vm, &members)
}

/// `typing.Union`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "Union",
    module: "typing",
    kind: kinds::UNION,
    base: kinds::OBJECT,
    doc: "Represent a union type\n\nE.g. for int | str",
    flags: TypeSpec::NO_NEW,
    slots: &Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        get_item: Some(get_item),
        binary: Some(binary),
        binary_ops: BinOp::Or.bit(),
        reflected_ops: BinOp::Or.bit(),
        ..Slots::EMPTY
    },
    methods: &[Method::new("__class_getitem__", class_getitem, 1, 1).class()],
    getset: &[
        GetSet { name: "__args__", get: |vm, value| Ok(args(vm, value)?.into_value()), set: None },
        GetSet { name: "__parameters__", get: |vm, value| Ok(parameters(vm, value)?.into_value()), set: None },
        GetSet { name: "__origin__", get: |vm, _| Ok(vm.type_of_kind(kinds::UNION).to_value()), set: None },
    ],
    page: PageKind::Container,
    slot: Union::slot,
    finish: None,
    size: fixed_size::<Union>,
};
