//! `dict_keys`, `dict_values` and `dict_items`.
//!
//! ```text
//! header 8 | dict 8
//! ```

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, Object, PageKind, Traverse, Value};

use super::{Dict, iter, view_ops};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// A view; `K` is its kind.
#[repr(C)]
pub struct View<const K: u8> {
    /// Count, shape, flags.
    pub header: Header,
    dict: Obj<Dict>,
}

pitviper_object::object!(View<{ kinds::DICT_KEYS }>, kinds::DICT_KEYS, dict);
pitviper_object::object!(View<{ kinds::DICT_VALUES }>, kinds::DICT_VALUES, dict);
pitviper_object::object!(View<{ kinds::DICT_ITEMS }>, kinds::DICT_ITEMS, dict);

fn create<const K: u8>(vm: &mut Vm, dict: Obj<Dict>) -> PyResult
where
    View<K>: Object,
{
    let view = View::<K> { header: Header::new(u32::from(K), TRACKED), dict };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, view)?.into_value())
}

/// A view of a class below that of `K`.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn create_as<const K: u8>(vm: &mut Vm, class: &Type, dict: Obj<Dict>) -> PyResult
where
    View<K>: Object,
{
    let view = View::<K> { header: Header::new(u32::from(K), TRACKED), dict };
    Ok(vm.new_instance_of(class, PageKind::Container, view)?.into_value())
}

/// `dict.keys()`.
pub(super) fn keys(vm: &mut Vm, dict: Obj<Dict>) -> PyResult {
    create::<{ kinds::DICT_KEYS }>(vm, dict)
}

/// `dict.values()`.
pub(super) fn values(vm: &mut Vm, dict: Obj<Dict>) -> PyResult {
    create::<{ kinds::DICT_VALUES }>(vm, dict)
}

/// `dict.items()`.
pub(super) fn items(vm: &mut Vm, dict: Obj<Dict>) -> PyResult {
    create::<{ kinds::DICT_ITEMS }>(vm, dict)
}

#[inline(always)]
fn this<const K: u8>(value: &Value) -> &View<K>
where
    View<K>: Object,
{
    // SAFETY: slots and methods of the type are only called with its instances.
    unsafe { value.cast_unchecked() }
}

/// The dict behind any of the three views.
pub(crate) fn dict_of(view: &Value) -> Option<&Dict> {
    if let Some(view) = view.downcast::<View<{ kinds::DICT_KEYS }>>() {
        Some(&view.dict)
    } else if let Some(view) = view.downcast::<View<{ kinds::DICT_ITEMS }>>() {
        Some(&view.dict)
    } else {
        view.downcast::<View<{ kinds::DICT_VALUES }>>().map(|view| &*view.dict)
    }
}

fn repr<const K: u8>(vm: &mut Vm, value: &Value) -> PyResult {
    if !vm.repr_enter(value)? {
        return vm.new_str("...");
    }
    let text = repr_list(vm, value);
    vm.repr_leave(value);
    text
}

fn repr_list(vm: &mut Vm, value: &Value) -> PyResult {
    let list = vm.list_from(value)?;
    let text = vm.repr(list.as_value())?;
    let mut builder = StrBuilder::new(vm);
    builder.push_str(vm.type_name(value))?;
    builder.push_text("(")?;
    if let Some(text) = text.downcast::<Str>() {
        builder.push_str(text)?;
    }
    builder.push_text(")")?;
    builder.finish()
}

fn make_iter<const K: u8>(vm: &mut Vm, value: &Value) -> PyResult
where
    View<K>: Object,
{
    let dict = &this::<K>(value).dict;
    match K {
        kinds::DICT_KEYS => iter::keys(vm, dict),
        kinds::DICT_VALUES => iter::values(vm, dict),
        _ => iter::items(vm, dict),
    }
}

fn reversed<const K: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult
where
    View<K>: Object,
{
    let dict = &this::<K>(&args.values[0]).dict;
    match K {
        kinds::DICT_KEYS => iter::reversed_keys(vm, dict),
        kinds::DICT_VALUES => iter::reversed_values(vm, dict),
        _ => iter::reversed_items(vm, dict),
    }
}

fn len<const K: u8>(_: &mut Vm, value: &Value) -> PyResult<usize>
where
    View<K>: Object,
{
    Ok(this::<K>(value).dict.len())
}

fn contains<const K: u8>(vm: &mut Vm, value: &Value, item: &Value) -> PyResult<bool>
where
    View<K>: Object,
{
    let dict = &this::<K>(value).dict;
    if K == kinds::DICT_KEYS {
        return vm.dict_contains(dict, item);
    }
    match item.downcast::<Tuple>().map(Tuple::items) {
        Some([key, wanted]) => match vm.dict_get(dict, key)? {
            Some(found) => vm.eq(&found, wanted),
            None => Ok(false),
        },
        _ => Ok(false),
    }
}

fn mapping<const K: u8>(vm: &mut Vm, value: &Value) -> PyResult
where
    View<K>: Object,
{
    let dict = this::<K>(value).dict.clone();
    crate::types::mapping_proxy::create(vm, dict.into_value())
}

const SET_OPS: u16 = BinOp::Sub.bit() | BinOp::And.bit() | BinOp::Xor.bit() | BinOp::Or.bit();

const fn set_like<const K: u8>() -> Slots
where
    View<K>: Object,
{
    Slots {
        repr: Some(repr::<K>),
        unhashable: true,
        compare: Some(view_ops::compare),
        iter: Some(make_iter::<K>),
        len: Some(len::<K>),
        contains: Some(contains::<K>),
        binary: Some(view_ops::binary),
        binary_ops: SET_OPS,
        reflected_ops: SET_OPS,
        ..Slots::EMPTY
    }
}

static KEYS_SLOTS: Slots = set_like::<{ kinds::DICT_KEYS }>();
static ITEMS_SLOTS: Slots = set_like::<{ kinds::DICT_ITEMS }>();
static VALUES_SLOTS: Slots = Slots {
    repr: Some(repr::<{ kinds::DICT_VALUES }>),
    iter: Some(make_iter::<{ kinds::DICT_VALUES }>),
    len: Some(len::<{ kinds::DICT_VALUES }>),
    ..Slots::EMPTY
};

const fn reversed_method<const K: u8>() -> Method
where
    View<K>: Object,
{
    Method::new("__reversed__", reversed::<K>, 0, 0)
        .doc("__reversed__($self, /)\n--\n\nReturn an iterator that begins with the last one.")
}

const IS_DISJOINT: Method = Method::new("isdisjoint", view_ops::is_disjoint, 1, 1)
    .doc("isdisjoint($self, object, /)\n--\n\nReturn True if view and iterable have nothing in common.");

static KEYS_METHODS: &[Method] = &[IS_DISJOINT, reversed_method::<{ kinds::DICT_KEYS }>()];
static ITEMS_METHODS: &[Method] = &[IS_DISJOINT, reversed_method::<{ kinds::DICT_ITEMS }>()];
static VALUES_METHODS: &[Method] = &[reversed_method::<{ kinds::DICT_VALUES }>()];

macro_rules! view_type {
    ($(#[$doc:meta])* $spec:ident, $kind:ident, $name:literal, $slots:ident, $methods:ident) => {
        $(#[$doc])*
        pub static $spec: TypeSpec = {
            static GETSET: &[GetSet] = &[GetSet { name: "mapping", get: mapping::<{ kinds::$kind }>, set: None }];
            TypeSpec {
                name: $name,
                module: "builtins",
                kind: kinds::$kind,
                base: kinds::OBJECT,
                doc: "",
                flags: TypeSpec::NO_NEW,
                slots: &$slots,
                methods: $methods,
                getset: GETSET,
                page: PageKind::Container,
                slot: <View<{ kinds::$kind }> as Traverse>::slot,
                finish: None,
                size: fixed_size::<View<{ kinds::$kind }>>,
            }
        };
    };
}

view_type!(/** `dict_keys`. */ KEYS, DICT_KEYS, "dict_keys", KEYS_SLOTS, KEYS_METHODS);
view_type!(/** `dict_values`. */ VALUES, DICT_VALUES, "dict_values", VALUES_SLOTS, VALUES_METHODS);
view_type!(/** `dict_items`. */ ITEMS, DICT_ITEMS, "dict_items", ITEMS_SLOTS, ITEMS_METHODS);
