//! `_tuplegetter`: the fields of named tuples.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{arity, receiver, reject_keywords, type_value};
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// A descriptor that gives one item of a tuple.
#[repr(C)]
pub struct TupleGetter {
    /// Count, shape, flags.
    pub header: Header,
    doc: ValueCell,
    index: usize,
}

object!(TupleGetter, kind::TUPLE_GETTER, doc);

fn this(value: &Value) -> &TupleGetter {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "_tuplegetter", args)?;
    let given = &args.values[1..];
    arity(vm, "_tuplegetter", given.len(), 2, 2)?;
    let Ok(index) = usize::try_from(vm.index_isize(&given[0])?) else {
        return Err(vm.value_error(format_args!("index must be non-negative")));
    };
    let header = Header::new(u32::from(kind::TUPLE_GETTER), TRACKED);
    let getter = TupleGetter { header, doc: given[1].clone().into(), index };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, getter)?.into_value())
}

fn get(vm: &mut Vm, value: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    let Some(object) = object else { return Ok(value.clone()) };
    let index = this(value).index;
    match object.downcast::<Tuple>() {
        Some(tuple) => match tuple.items().get(index) {
            Some(item) => Ok(item.clone()),
            None => Err(vm.raise(Exc::IndexError, format_args!("tuple index out of range"))),
        },
        None => {
            let kind = vm.type_name(object);
            Err(vm.type_error(format_args!(
                "descriptor for index '{index}' for tuple subclasses doesn't apply to '{kind}' object"
            )))
        }
    }
}

fn set(vm: &mut Vm, _: &Value, _: &Value, value: Option<Value>) -> PyResult<()> {
    let what = if value.is_some() { "set" } else { "delete" };
    Err(vm.raise(Exc::AttributeError, format_args!("can't {what} attribute")))
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let getter = this(value);
    let doc = getter.doc.get().unwrap_or_else(Value::none);
    let doc = vm.repr(&doc)?;
    let index = getter.index;
    match doc.downcast::<Str>() {
        Some(doc) => vm.new_str_fmt(format_args!("_tuplegetter({index}, {doc})")),
        None => Ok(doc),
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let getter = this(&args.values[0]);
    let (class, index) = (type_value(vm, kind::TUPLE_GETTER), vm.new_usize(getter.index)?);
    let arguments = vm.new_tuple_from([index, getter.doc.get().unwrap_or_else(Value::none)])?;
    vm.new_tuple_from([class, arguments])
}

static SLOTS: Slots =
    Slots { new: Some(new), repr: Some(repr), descr_get: Some(get), descr_set: Some(set), ..Slots::EMPTY };

/// The type.
pub static TUPLE_GETTER: TypeSpec = TypeSpec {
    name: "_tuplegetter",
    module: "collections",
    kind: kind::TUPLE_GETTER,
    base: kinds::OBJECT,
    doc: "",
    flags: 0,
    slots: &SLOTS,
    methods: &[Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs.")],
    getset: &[GetSet {
        name: "__doc__",
        get: |_, value| Ok(this(value).doc.get().unwrap_or_else(Value::none)),
        set: Some(|_, value, doc| {
            this(value).doc.set(doc);
            Ok(())
        }),
    }],
    page: PageKind::Container,
    slot: <TupleGetter as Traverse>::slot,
    finish: None,
    size: fixed_size::<TupleGetter>,
};
