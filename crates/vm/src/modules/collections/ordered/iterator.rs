//! `odict_iterator`: keys, values or items of an `OrderedDict`, in either direction. It belongs to one order of the keys: when
//! that changes it ends with an error.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::mutated;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::modules::collections::kind;
use crate::types::dict::{Dict, make_pair, reduce_to_list};
use crate::types::iterators::{itself, receiver};

/// What an iterator gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Keys,
    Values,
    Items,
}

/// An iterator.
#[repr(C)]
pub struct OrderedIterator {
    /// Count, shape, flags.
    pub header: Header,
    /// Empty at the end.
    dict: ValueCell,
    /// Of items: the last pair, to be used again when nobody else holds it.
    pair: ValueCell,
    part: Part,
    backward: bool,
    /// Entry number: the next one or one before, or one past the next one when going backwards.
    position: Cell<u32>,
    /// The version of the keys that it belongs to.
    version: u32,
}

object!(OrderedIterator, kind::ORDERED_ITERATOR, dict, pair);

/// Removed entries between two live ones that are worth to be counted.
const LONG_GAP: u32 = 1024;

/// An iterator.
pub(super) fn create(vm: &mut Vm, dict: &Dict, part: Part, backward: bool) -> PyResult {
    let position = if backward {
        dict.table.trim();
        dict.table.used()
    } else {
        dict.table.first().unwrap_or(0)
    };
    let iterator = OrderedIterator {
        header: Header::new(u32::from(kind::ORDERED_ITERATOR), TRACKED),
        version: dict.version(vm),
        dict: Obj::from_ref(dict).into_value().into(),
        pair: ValueCell::new(None),
        part,
        backward,
        position: Cell::new(position),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

fn this(value: &Value) -> &OrderedIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

impl OrderedIterator {
    /// The live entry that comes next.
    fn advance(&self, vm: &mut Vm, dict: &Dict) -> Option<u32> {
        let before = self.position.get();
        let mut position = before;
        let next = if self.backward {
            (0..before).rev().find(|&index| dict.table.key_word(index) != 0).inspect(|&index| position = index)
        } else {
            dict.table.next(&mut position)
        };
        self.position.set(position);
        let passed = position.abs_diff(before);
        if passed > LONG_GAP {
            vm.worked(passed as usize / 16);
        }
        next
    }
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let iterator = this(value);
    let Some(dict) = iterator.dict.get_obj::<Dict>() else { return Ok(None) };
    if dict.peek_version() != iterator.version {
        iterator.dict.set(None);
        return Err(mutated(vm));
    }
    let Some(index) = iterator.advance(vm, &dict) else {
        iterator.dict.set(None);
        return Ok(None);
    };
    match iterator.part {
        Part::Keys => Ok(dict.table.key(index)),
        Part::Values => Ok(dict.value(index)),
        Part::Items => match (dict.table.key(index), dict.value(index)) {
            (Some(key), Some(value)) => make_pair(vm, &iterator.pair, key, value).map(Some),
            _ => Ok(None),
        },
    }
}

/// `(iter, ([what is left],))`, from a copy.
fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = this(&args.values[0]);
    let copy = OrderedIterator {
        header: Header::new(u32::from(kind::ORDERED_ITERATOR), TRACKED),
        dict: ValueCell::new(iterator.dict.get()),
        pair: ValueCell::new(None),
        part: iterator.part,
        backward: iterator.backward,
        position: iterator.position.clone(),
        version: iterator.version,
    };
    let copy = Obj::create(&mut vm.heap, PageKind::Container, copy)?.into_value();
    reduce_to_list(vm, &copy)
}

/// The type.
pub static ITERATOR: TypeSpec = TypeSpec {
    name: "odict_iterator",
    module: "builtins",
    kind: kind::ORDERED_ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &[Method::new("__reduce__", reduce, 0, 0)
        .doc("__reduce__($self, /)\n--\n\nReturn state information for pickling")],
    getset: &[],
    page: PageKind::Container,
    slot: <OrderedIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<OrderedIterator>,
};
