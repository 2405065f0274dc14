//! `FrameLocalsProxy`: a function's variables as a mapping that writes through (PEP 667).

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::{FrameObject, locals};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;

/// See the module.
#[repr(C)]
pub struct LocalsProxy {
    /// Count, shape, flags.
    pub header: Header,
    frame: ValueCell,
}

pitviper_object::object!(LocalsProxy, kinds::FRAME_LOCALS_PROXY, frame);

/// The proxy of a frame object.
pub(super) fn create(vm: &mut Vm, frame: Value) -> PyResult {
    let proxy = LocalsProxy {
        header: Header::new(u32::from(kinds::FRAME_LOCALS_PROXY), TRACKED),
        frame: ValueCell::new(Some(frame)),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, proxy)?.into_value())
}

fn frame_of(vm: &mut Vm, proxy: &Value) -> PyResult<Obj<FrameObject>> {
    match proxy.downcast::<LocalsProxy>().and_then(|proxy| proxy.frame.get_obj()) {
        Some(frame) => Ok(frame),
        None => Err(vm.no_memory()),
    }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.behind_receiver().check_count(vm, "FrameLocalsProxy", 1, 1)?;
    let frame = args.values[1].clone();
    if frame.kind() != kinds::FRAME {
        let kind = vm.type_name(&frame);
        return Err(vm.type_error(format_args!("expect frame, not {kind}")));
    }
    create(vm, frame)
}

/// A key's value.
fn find(vm: &mut Vm, proxy: &Value, key: &Value) -> PyResult<Option<Value>> {
    let frame = frame_of(vm, proxy)?;
    if let Some(variable) = locals::find_equal(vm, &frame, key)?
        && let Some(value) = locals::value(&frame, variable)
    {
        return Ok(Some(value));
    }
    match frame.extra.get_obj::<Dict>() {
        Some(extra) => vm.dict_get(&extra, key),
        None => Ok(None),
    }
}

fn get_item(vm: &mut Vm, proxy: &Value, key: &Value) -> PyResult {
    match find(vm, proxy, key)? {
        Some(value) => Ok(value),
        None => {
            let shown = vm.repr(key)?;
            let Some(shown) = shown.downcast::<Str>() else { return Err(vm.no_memory()) };
            Err(vm.raise(Exc::KeyError, format_args!("local variable '{shown}' is not defined")))
        }
    }
}

fn set_item(vm: &mut Vm, proxy: &Value, key: &Value, value: Option<Value>) -> PyResult<()> {
    let frame = frame_of(vm, proxy)?;
    let variable = locals::find_equal(vm, &frame, key)?;
    match (variable, value) {
        (Some(variable), Some(value)) => locals::set(vm, &frame, variable, value),
        (Some(_), None) => Err(vm.value_error(format_args!("cannot remove local variables from FrameLocalsProxy"))),
        (None, Some(value)) => {
            let extra = match frame.extra.get_obj::<Dict>() {
                Some(extra) => extra,
                None => {
                    let extra = vm.new_dict()?;
                    frame.extra.set(Some(extra.clone().into_value()));
                    extra
                }
            };
            vm.dict_set(&extra, key.clone(), value)
        }
        (None, None) => {
            let removed = match frame.extra.get_obj::<Dict>() {
                Some(extra) => vm.dict_remove(&extra, key)?,
                None => None,
            };
            match removed {
                Some(_) => Ok(()),
                None => Err(vm.raise_with(Exc::KeyError, key.clone())),
            }
        }
    }
}

fn snapshot(vm: &mut Vm, proxy: &Value) -> PyResult<Obj<Dict>> {
    let frame = frame_of(vm, proxy)?;
    locals::snapshot(vm, &frame)
}

fn keys_list(vm: &mut Vm, proxy: &Value) -> PyResult<Obj<List>> {
    let dict = snapshot(vm, proxy)?;
    vm.list_from(dict.as_value())
}

fn keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(keys_list(vm, &args.values[0])?.into_value())
}

fn values(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let frame = frame_of(vm, &args.values[0])?;
    let list = vm.new_list()?;
    locals::for_each(vm, &frame, |vm, _, value| vm.list_push(&list, value))?;
    Ok(list.into_value())
}

fn items(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let frame = frame_of(vm, &args.values[0])?;
    let list = vm.new_list()?;
    locals::for_each(vm, &frame, |vm, name, value| {
        let pair = vm.new_tuple_from([name, value])?;
        vm.list_push(&list, pair)
    })?;
    Ok(list.into_value())
}

fn iter(vm: &mut Vm, proxy: &Value) -> PyResult {
    let keys = keys_list(vm, proxy)?;
    vm.iter(keys.as_value())
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let keys = keys_list(vm, &args.values[0])?;
    let back = vm.new_list()?;
    for index in (0..keys.len()).rev() {
        if let Some(key) = keys.get(index) {
            vm.list_push(&back, key)?;
        }
    }
    Ok(back.into_value())
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = find(vm, &args.values[0], &args.values[1])?;
    Ok(found.or_else(|| args.values.get(2).cloned()).unwrap_or_else(Value::none))
}

fn set_default(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(found) = find(vm, &args.values[0], &args.values[1])? {
        return Ok(found);
    }
    let default = args.values.get(2).cloned().unwrap_or_else(Value::none);
    set_item(vm, &args.values[0], &args.values[1], Some(default.clone()))?;
    Ok(default)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let frame = frame_of(vm, &args.values[0])?;
    let key = &args.values[1];
    if locals::find_equal(vm, &frame, key)?.is_some() {
        return Err(vm.value_error(format_args!("cannot remove local variables from FrameLocalsProxy")));
    }
    let removed = match frame.extra.get_obj::<Dict>() {
        Some(extra) => vm.dict_remove(&extra, key)?,
        None => None,
    };
    match removed.or_else(|| args.values.get(2).cloned()) {
        Some(value) => Ok(value),
        None => Err(vm.raise_with(Exc::KeyError, key.clone())),
    }
}

/// Sets all items of a mapping or of an iterable of pairs.
fn merge(vm: &mut Vm, proxy: &Value, other: &Value) -> PyResult<()> {
    let dict = vm.new_dict()?;
    if other.kind() == kinds::FRAME_LOCALS_PROXY {
        let frame = frame_of(vm, other)?;
        locals::for_each(vm, &frame, |vm, name, value| vm.dict_set(&dict, name, value))?;
    } else {
        vm.dict_update(&dict, other)?;
    }
    let mut position = 0;
    while let Some((key, value)) = dict.next_entry(&mut position) {
        set_item(vm, proxy, &key, Some(value))?;
    }
    Ok(())
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    merge(vm, &args.values[0], &args.values[1])?;
    Ok(Value::none())
}

fn is_mapping(value: &Value) -> bool {
    matches!(value.kind(), kinds::DICT | kinds::FRAME_LOCALS_PROXY)
}

fn as_dict(vm: &mut Vm, value: &Value) -> PyResult {
    if value.kind() == kinds::FRAME_LOCALS_PROXY { Ok(snapshot(vm, value)?.into_value()) } else { Ok(value.clone()) }
}

fn binary(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    if op != BinOp::Or || !is_mapping(left) || !is_mapping(right) {
        return Ok(Value::not_implemented());
    }
    let (left, right) = (as_dict(vm, left)?, as_dict(vm, right)?);
    vm.binary(BinOp::Or, &left, &right)
}

fn in_place(vm: &mut Vm, op: BinOp, left: &Value, right: &Value) -> PyResult {
    if op != BinOp::Or || !is_mapping(right) {
        return Ok(Value::not_implemented());
    }
    merge(vm, left, right)?;
    Ok(left.clone())
}

fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) || !is_mapping(right) {
        return Ok(Value::not_implemented());
    }
    let (left, right) = (as_dict(vm, left)?, as_dict(vm, right)?);
    let equal = vm.eq(&left, &right)?;
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

fn repr(vm: &mut Vm, proxy: &Value) -> PyResult {
    if !vm.repr_enter(proxy)? {
        return vm.new_str("{...}");
    }
    let text = snapshot(vm, proxy).and_then(|dict| vm.repr(dict.as_value()));
    vm.repr_leave(proxy);
    text
}

static SLOTS: Slots = Slots {
    new: Some(new),
    repr: Some(repr),
    unhashable: true,
    compare: Some(compare),
    iter: Some(iter),
    len: Some(|vm, proxy| Ok(snapshot(vm, proxy)?.len())),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(|vm, proxy, key| Ok(find(vm, proxy, key)?.is_some())),
    binary: Some(binary),
    binary_ops: BinOp::Or.bit(),
    reflected_ops: BinOp::Or.bit(),
    in_place: Some(in_place),
    in_place_ops: BinOp::Or.bit(),
    ..Slots::EMPTY
};

/// The type.
pub static LOCALS_PROXY: TypeSpec = TypeSpec {
    name: "FrameLocalsProxy",
    module: "builtins",
    kind: kinds::FRAME_LOCALS_PROXY,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::MAPPING,
    slots: &SLOTS,
    methods: &[
        Method::new("get", get, 1, 2),
        Method::new("setdefault", set_default, 1, 2),
        Method::new("pop", pop, 1, 2),
        Method::new("update", update, 1, 1),
        Method::new("keys", keys, 0, 0),
        Method::new("values", values, 0, 0),
        Method::new("items", items, 0, 0),
        Method::new("copy", |vm, args| Ok(snapshot(vm, &args.values[0])?.into_value()), 0, 0),
        Method::new("__reversed__", reversed, 0, 0),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: LocalsProxy::slot,
    finish: None,
    size: fixed_size::<LocalsProxy>,
};
