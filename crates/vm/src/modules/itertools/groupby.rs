//! `groupby` and its groups.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Value, object};

use super::{header, kind, slots, this};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::iterators::{advance, arity, instance, split_arguments, typed};

/// An iterator with the item read ahead and its key.
#[repr(C)]
pub(super) struct GroupBy {
    /// Count, shape, flags.
    pub header: Header,
    iterator: Value,
    key_function: Value,
    /// The key of the group given last.
    target: ValueCell,
    /// The key and the item read last; the item is gone once a group has given it.
    key: ValueCell,
    item: ValueCell,
    /// The number of the group that may still draw items; 0: none.
    current: Cell<u64>,
    /// Groups made.
    groups: Cell<u64>,
}

object!(GroupBy, kind::GROUPBY, iterator, key_function, target, key, item);

/// One group.
#[repr(C)]
pub(super) struct Grouper {
    /// Count, shape, flags.
    pub header: Header,
    parent: Obj<GroupBy>,
    target: Value,
    number: u64,
}

object!(Grouper, kind::GROUPER, parent, target);

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [iterable, key] = args.behind_receiver().parse(vm, "groupby", ["iterable", "key"], 1, 0)?;
    let iterator = match iterable {
        Some(iterable) => vm.iter(iterable)?,
        None => Value::none(),
    };
    let payload = GroupBy {
        header: header(kind::GROUPBY),
        iterator,
        key_function: key.cloned().unwrap_or_else(Value::none),
        target: ValueCell::new(None),
        key: ValueCell::new(None),
        item: ValueCell::new(None),
        current: Cell::new(0),
        groups: Cell::new(0),
    };
    instance(vm, args, PageKind::Container, payload)
}

impl GroupBy {
    /// Reads the next item and makes its key; false at the end.
    fn step(&self, vm: &mut Vm) -> PyResult<bool> {
        let Some(item) = advance(vm, &self.iterator)? else { return Ok(false) };
        let key = if self.key_function.is_none() {
            item.clone()
        } else {
            vm.call(&self.key_function, std::slice::from_ref(&item))?
        };
        self.item.set(Some(item));
        self.key.set(Some(key));
        Ok(true)
    }
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own: &GroupBy = this(value);
    own.current.set(0);
    let key = loop {
        if let Some(key) = own.key.get() {
            let Some(target) = own.target.get() else { break key };
            if !vm.eq(&target, &key)? {
                break key;
            }
        }
        if !own.step(vm)? {
            return Ok(None);
        }
        vm.settle();
    };
    own.target.set(Some(key.clone()));
    let number = own.groups.get() + 1;
    own.groups.set(number);
    let group = Grouper { header: header(kind::GROUPER), parent: Obj::from_ref(own), target: key.clone(), number };
    let group = Obj::create(&mut vm.heap, PageKind::Container, group)?.into_value();
    own.current.set(number);
    vm.new_tuple_from([key, group]).map(Some)
}

fn new_group(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (given, ..) = split_arguments(args);
    arity(vm, "_grouper", given.len(), 2, 2)?;
    let parent = match given[0].downcast::<GroupBy>() {
        Some(_) => typed::<GroupBy>(vm, given[0].clone())?,
        None => {
            let name = vm.argument_kind(&given[0]);
            let message = format_args!("_grouper() argument 1 must be itertools.groupby, not {name}");
            return Err(vm.type_error(message));
        }
    };
    let number = parent.groups.get() + 1;
    parent.groups.set(number);
    parent.current.set(number);
    let group = Grouper { header: header(kind::GROUPER), parent, target: given[1].clone(), number };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, group)?.into_value())
}

fn next_in_group(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let group: &Grouper = this(value);
    let parent = &group.parent;
    if parent.current.get() != group.number {
        return Ok(None);
    }
    if parent.item.is_none() && !parent.step(vm)? {
        return Ok(None);
    }
    let Some(key) = parent.key.get() else { return Ok(None) };
    if !vm.eq(&group.target, &key)? {
        return Ok(None);
    }
    let item = parent.item.take();
    parent.key.set(None);
    Ok(item)
}

iterator_type!(
    /// The type.
    GROUPBY, GroupBy, kind::GROUPBY, "groupby",
    "groupby(iterable, key=None)\n--\n\nGives pairs of a key and an iterator over the items that follow each other and have that key.",
    slots(new, next), []
);

iterator_type!(
    /// The type of groups.
    GROUPER, Grouper, kind::GROUPER, "_grouper", "", slots(new_group, next_in_group), []; 0
);
