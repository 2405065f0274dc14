//! `_queue`: a queue without bounds that wakes who waits for items.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use crate::core::args::Params;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::kinds::MODULE_KINDS;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::threads::{Patience, Queue};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::modules::collections::Deque;
use crate::modules::thread::{seconds, within};
use crate::types::iterators::{instance, receiver};
use crate::types::typing::class_getitem;

const KIND: u8 = MODULE_KINDS + 58;

/// The types.
pub static SPECS: &[&TypeSpec] = &[&SIMPLE_QUEUE];

/// A queue.
#[repr(C)]
pub struct SimpleQueue {
    /// Count, shape, flags.
    pub header: Header,
    items: Obj<Deque>,
    waiting: Queue,
}

object!(SimpleQueue, KIND, items);

fn this(value: &Value) -> &SimpleQueue {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.behind_receiver().check_count(vm, "SimpleQueue", 0, 0)?;
    let header = Header::new(u32::from(KIND), TRACKED);
    let items = Deque::create(vm)?;
    instance(vm, args, PageKind::Container, SimpleQueue { header, items, waiting: Queue::new() })
}

fn empty_class(vm: &mut Vm) -> PyResult {
    vm.module_exception("_queue", "Empty")
}

#[cold]
fn empty_error(vm: &mut Vm) -> Raised {
    match empty_class(vm).and_then(|class| vm.call(&class, &[])) {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

fn add(vm: &mut Vm, queue: &SimpleQueue, item: &Value) -> PyResult {
    queue.items.push_back(&mut vm.heap, item.clone())?;
    queue.waiting.wake_one();
    Ok(Value::none())
}

fn put_item(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [item, _, _] = Params::new("put", ["item", "block", "timeout"]).required(1).bind(vm, args.behind_receiver())?;
    let item = item.cloned().unwrap_or_else(Value::none);
    add(vm, this(&args.values[0]), &item)
}

fn put_nowait(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [item] = Params::new("put_nowait", ["item"]).required(1).bind(vm, args.behind_receiver())?;
    let item = item.cloned().unwrap_or_else(Value::none);
    add(vm, this(&args.values[0]), &item)
}

fn take(vm: &mut Vm, queue: &SimpleQueue, patience: Patience) -> PyResult {
    loop {
        if let Some(item) = queue.items.pop_front(&mut vm.heap) {
            return Ok(item);
        }
        let Patience::Until(end) = patience else { return Err(empty_error(vm)) };
        if !vm.wait_in(&queue.waiting, end)? && queue.items.len() == 0 {
            return Err(empty_error(vm));
        }
    }
}

fn get_item(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [block, timeout] = Params::new("get", ["block", "timeout"]).bind(vm, args.behind_receiver())?;
    let block = match block {
        Some(block) => vm.truth(block)?,
        None => true,
    };
    let patience = match timeout.filter(|timeout| block && !timeout.is_none()) {
        Some(timeout) => {
            let seconds = seconds(vm, timeout)?;
            if seconds < 0.0 {
                return Err(vm.value_error(format_args!("'timeout' must be a non-negative number")));
            }
            within(vm, seconds)?
        }
        None if block => Patience::Until(None),
        None => Patience::None,
    };
    take(vm, this(&args.values[0]), patience)
}

fn get_nowait(vm: &mut Vm, args: Args<'_>) -> PyResult {
    take(vm, this(&args.values[0]), Patience::None)
}

fn is_empty(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).items.len() == 0))
}

fn size(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_usize(this(&args.values[0]).items.len())
}

/// The type.
pub static SIMPLE_QUEUE: TypeSpec = TypeSpec {
    name: "SimpleQueue",
    module: "_queue",
    kind: KIND,
    base: kinds::OBJECT,
    doc: "SimpleQueue()\n--\n\nSimple, unbounded, reentrant FIFO queue.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::WEAK,
    slots: &Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        Method::keywords("put", put_item)
            .doc("put($self, /, item, block=True, timeout=None)\n--\n\nPut the item on the queue."),
        Method::keywords("put_nowait", put_nowait)
            .doc("put_nowait($self, /, item)\n--\n\nPut an item into the queue without blocking."),
        Method::keywords("get", get_item)
            .doc("get($self, /, block=True, timeout=None)\n--\n\nRemove and return an item from the queue."),
        Method::new("get_nowait", get_nowait, 0, 0)
            .doc("get_nowait($self, /)\n--\n\nRemove and return an item from the queue without blocking."),
        Method::new("empty", is_empty, 0, 0).doc("empty($self, /)\n--\n\nReturn True if the queue is empty."),
        Method::new("qsize", size, 0, 0).doc("qsize($self, /)\n--\n\nReturn the approximate size of the queue."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <SimpleQueue as Traverse>::slot,
    finish: None,
    size: fixed_size::<SimpleQueue>,
};

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_queue",
    doc: "C implementation of the Python queue module.\nThis module is an implementation detail, please do not use it directly.",
    functions: &[],
    types: SPECS,
    init: Some(|vm, module| {
        let empty = empty_class(vm)?;
        put(vm, &module.dict, "Empty", empty)
    }),
};
