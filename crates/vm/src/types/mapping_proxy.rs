//! `mappingproxy`: a read-only window on a mapping.
//!
//! ```text
//! header 8 | mapping 8
//! ```

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// A mappingproxy object.
#[repr(C)]
pub struct MappingProxy {
    /// Count, shape, flags.
    pub header: Header,
    /// What it shows.
    pub mapping: Value,
}

pitviper_object::object!(MappingProxy, kinds::MAPPING_PROXY, mapping);

/// A proxy of a mapping.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm, mapping: Value) -> PyResult {
    let proxy = MappingProxy { header: Header::new(u32::from(kinds::MAPPING_PROXY), TRACKED), mapping };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, proxy)?.into_value())
}

#[inline(always)]
fn mapping(value: &Value) -> &Value {
    // SAFETY: slots and methods of the type are only called with its instances; the mapping never changes.
    unsafe { &value.cast_unchecked::<MappingProxy>().mapping }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let keywords = args.names.map_or(0, Tuple::len);
    let positional = &args.values[1..args.values.len() - keywords];
    let named = args
        .names
        .and_then(|names| names.items().iter().position(|n| n.downcast::<Str>().is_some_and(|n| n.eq_str("mapping"))))
        .map(|index| &args.values[args.values.len() - keywords + index]);
    let given = positional.len() + keywords;
    if given > 1 {
        return Err(vm.type_error(format_args!("mappingproxy() takes at most 1 argument ({given} given)")));
    }
    let Some(mapping) = positional.first().or(named) else {
        return Err(vm.type_error(format_args!("mappingproxy() missing required argument 'mapping' (pos 1)")));
    };
    let names = vm.names();
    let is_sequence = matches!(mapping.kind(), kinds::LIST | kinds::TUPLE);
    if is_sequence || vm.lookup_special(mapping, &names.__getitem__).is_none() {
        let kind = vm.argument_kind(mapping);
        return Err(vm.type_error(format_args!("mappingproxy() argument must be a mapping, not {kind}")));
    }
    create(vm, mapping.clone())
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let text = vm.repr(mapping(value))?;
    let mut builder = StrBuilder::new(vm);
    builder.push_text("mappingproxy(")?;
    if let Some(text) = text.downcast::<Str>() {
        builder.push_str(text)?;
    }
    builder.push_text(")")?;
    builder.finish()
}

fn str(vm: &mut Vm, value: &Value) -> PyResult {
    vm.str(mapping(value))
}

fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    vm.hash(mapping(value))
}

fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    vm.compare(mapping(left), right, op)
}

fn iter(vm: &mut Vm, value: &Value) -> PyResult {
    vm.iter(mapping(value))
}

fn len(vm: &mut Vm, value: &Value) -> PyResult<usize> {
    vm.len(mapping(value))
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    vm.get_item(mapping(value), key)
}

fn contains(vm: &mut Vm, value: &Value, key: &Value) -> PyResult<bool> {
    match mapping(value).exact::<Dict>() {
        Some(dict) => vm.dict_contains(dict, key),
        None => vm.contains(mapping(value), key),
    }
}

/// The mapping of a proxy, or the value itself.
fn unwrap(value: &Value) -> Value {
    value.exact::<MappingProxy>().map_or_else(|| value.clone(), |proxy| proxy.mapping.clone())
}

fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    if op != BinOp::Or {
        return Ok(Value::not_implemented());
    }
    vm.binary(BinOp::Or, &unwrap(left), &unwrap(right))
}

fn in_place(vm: &mut Vm, _: BinOp, left: &Value, _: &Value) -> PyResult {
    let kind = vm.type_name(left);
    Err(vm.type_error(format_args!("'|=' is not supported by {kind}; use '|' instead")))
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = vm.names();
    let default = args.values.get(2).cloned().unwrap_or_else(Value::none);
    vm.call_method(mapping(&args.values[0]), &names.get, &[args.values[1].clone(), default])
}

fn keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = vm.names();
    vm.call_method(mapping(&args.values[0]), &names.keys, &[])
}

fn values(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = vm.names();
    vm.call_method(mapping(&args.values[0]), &names.values, &[])
}

fn items(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = vm.names();
    vm.call_method(mapping(&args.values[0]), &names.items, &[])
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = vm.names();
    vm.call_method(mapping(&args.values[0]), &names.copy, &[])
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = vm.names();
    vm.call_method(mapping(&args.values[0]), &names.__reversed__, &[])
}

static SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(str),
    hash: Some(hash),
    compare: Some(compare),
    iter: Some(iter),
    len: Some(len),
    get_item: Some(get_item),
    contains: Some(contains),
    new: Some(new),
    binary: Some(binary),
    binary_ops: BinOp::Or.bit(),
    reflected_ops: BinOp::Or.bit(),
    in_place: Some(in_place),
    in_place_ops: BinOp::Or.bit(),
    ..Slots::EMPTY
};

static METHODS: &[Method] = &[
    Method::new("get", get, 1, 2)
        .doc("get($self, key, default=None, /)\n--\n\nReturn the value of key, or default when it is not there."),
    Method::new("keys", keys, 0, 0).doc("keys($self, /)\n--\n\nReturn what keys() of the mapping gives."),
    Method::new("values", values, 0, 0).doc("values($self, /)\n--\n\nReturn what values() of the mapping gives."),
    Method::new("items", items, 0, 0).doc("items($self, /)\n--\n\nReturn what items() of the mapping gives."),
    Method::new("copy", copy, 0, 0).doc("copy($self, /)\n--\n\nReturn what copy() of the mapping gives."),
    Method::new("__reversed__", reversed, 0, 0)
        .doc("__reversed__($self, /)\n--\n\nReturn an iterator that begins with the last key."),
    Method::new("__class_getitem__", crate::types::typing::class_getitem, 1, 1)
        .class()
        .doc("__class_getitem__($type, object, /)\n--\n\nThe type with key and value types as arguments."),
];

/// The type `mappingproxy`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "mappingproxy",
    module: "builtins",
    kind: kinds::MAPPING_PROXY,
    base: kinds::OBJECT,
    doc: "Read-only proxy of a mapping.",
    flags: TypeSpec::MAPPING,
    slots: &SLOTS,
    methods: METHODS,
    getset: &[],
    page: PageKind::Container,
    slot: <MappingProxy as Traverse>::slot,
    finish: None,
    size: fixed_size::<MappingProxy>,
};
