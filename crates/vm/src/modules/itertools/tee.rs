//! `tee`: iterators that share what one iterator gave, in links of a chain that each holds its end of.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method, Slots};
use crate::core::vm::Vm;
use crate::types::iterators::{advance, arity, instance, reject_keywords, split_arguments, typed};
use crate::types::list::List;
use crate::types::tuple::fresh::FreshTuple;

/// Items in one link.
const LINK: usize = 57;

/// A link: the iterator, some of its items, and the next link.
#[repr(C)]
pub(super) struct TeeData {
    /// Count, shape, flags.
    pub header: Header,
    iterator: Value,
    items: Obj<List>,
    next: ValueCell,
    running: Cell<bool>,
}

object!(TeeData, kind::TEE_DATA, iterator, items, next);

/// A link and a place in it.
#[repr(C)]
pub(super) struct Tee {
    /// Count, shape, flags.
    pub header: Header,
    data: ValueCell,
    index: Cell<usize>,
}

object!(Tee, kind::TEE, data);

impl TeeData {
    fn create(vm: &mut Vm, iterator: Value) -> PyResult<Obj<TeeData>> {
        let items = vm.new_list()?;
        let data = TeeData {
            header: header(kind::TEE_DATA),
            iterator,
            items,
            next: ValueCell::new(None),
            running: Cell::new(false),
        };
        Ok(Obj::create(&mut vm.heap, PageKind::Container, data)?)
    }

    /// Item `index`, read from the iterator when it is the next.
    fn item(&self, vm: &mut Vm, index: usize) -> PyResult<Option<Value>> {
        if let Some(item) = self.items.get(index) {
            return Ok(Some(item));
        }
        if self.running.get() {
            return Err(vm.raise(Exc::RuntimeError, format_args!("cannot re-enter the tee iterator")));
        }
        self.running.set(true);
        let item = advance(vm, &self.iterator);
        self.running.set(false);
        let Some(item) = item? else { return Ok(None) };
        vm.list_push(&self.items, item.clone())?;
        Ok(Some(item))
    }

    /// The link behind this one.
    fn following(&self, vm: &mut Vm) -> PyResult<Value> {
        match self.next.get() {
            Some(next) => Ok(next),
            None => {
                let next = TeeData::create(vm, self.iterator.clone())?.into_value();
                self.next.set(Some(next.clone()));
                Ok(next)
            }
        }
    }
}

fn create(vm: &mut Vm, data: Value, index: usize) -> PyResult {
    let tee = Tee { header: header(kind::TEE), data: data.into(), index: Cell::new(index) };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, tee)?.into_value())
}

/// A tee iterator over an iterable; a copy of one that is a tee iterator already.
fn from_iterable(vm: &mut Vm, iterable: &Value) -> PyResult {
    let iterator = vm.iter(iterable)?;
    if let Some(tee) = iterator.downcast::<Tee>() {
        return duplicate(vm, tee);
    }
    let data = TeeData::create(vm, iterator)?;
    create(vm, data.into_value(), 0)
}

fn duplicate(vm: &mut Vm, tee: &Tee) -> PyResult {
    let data = tee.data.get().unwrap_or_else(Value::none);
    create(vm, data, tee.index.get())
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "_tee", args)?;
    let (given, ..) = split_arguments(args);
    arity(vm, "_tee", given.len(), 1, 1)?;
    from_iterable(vm, &given[0])
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let tee: &Tee = this(value);
    let Some(mut data) = tee.data.get_obj::<TeeData>() else { return Ok(None) };
    if tee.index.get() >= LINK {
        let following = data.following(vm)?;
        data = typed(vm, following.clone())?;
        tee.data.set(Some(following));
        tee.index.set(0);
    }
    let item = data.item(vm, tee.index.get())?;
    if item.is_some() {
        tee.index.set(tee.index.get() + 1);
    }
    Ok(item)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    duplicate(vm, this(&args.values[0]))
}

fn new_data(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (given, ..) = split_arguments(args);
    arity(vm, "_tee_dataobject", given.len(), 3, 3)?;
    let [iterator, items, next] = given else { return Ok(Value::none()) };
    let Some(items) = items.downcast::<List>() else {
        let name = vm.argument_kind(items);
        return Err(vm.type_error(format_args!("_tee_dataobject() argument 2 must be list, not {name}")));
    };
    let full = items.len() == LINK;
    if items.len() > LINK || (!next.is_none() && (!full || next.downcast::<TeeData>().is_none())) {
        return Err(vm.value_error(format_args!("Invalid arguments")));
    }
    // SAFETY: copying runs no Python.
    let items = vm.new_list_of(unsafe { items.items_unchecked() })?;
    let payload = TeeData {
        header: header(kind::TEE_DATA),
        iterator: iterator.clone(),
        items,
        next: ValueCell::new(Some(next.clone()).filter(|next| !next.is_none())),
        running: Cell::new(false),
    };
    instance(vm, args, PageKind::Container, payload)
}

/// The function `tee`.
pub(super) fn tee(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let count = match args.values.get(1) {
        Some(count) => vm.index_isize(count)?,
        None => 2,
    };
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error(format_args!("n must be >= 0")));
    };
    if count == 0 {
        return vm.new_tuple(&[]);
    }
    let first = from_iterable(vm, &args.values[0])?;
    let result = FreshTuple::filled(vm, count)?;
    for index in 1..count {
        let copy = duplicate(vm, this(&first))?;
        result.set(index, copy);
    }
    result.set(0, first);
    Ok(result.share().into_value())
}

iterator_type!(
    /// The type of what `tee` gives.
    TEE, Tee, kind::TEE, "_tee", "_tee(iterable, /)\n--\n\nAn iterator that can be copied.",
    slots(new, next),
    [Method::new("__copy__", copy, 0, 0).doc("__copy__($self, /)\n--\n\nReturns an independent iterator.")]; 0
);
iterator_type!(
    /// The type of links.
    TEE_DATA, TeeData, kind::TEE_DATA, "_tee_dataobject", "Items that tee iterators share.",
    Slots { new: Some(new_data), ..Slots::EMPTY }, []; 0
);
