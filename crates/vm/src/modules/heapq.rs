//! `_heapq`: heaps in lists. Comparing may run Python, which may change the list; its length is looked at again after
//! each comparison.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::list::List;

/// The heap argument.
fn heap(vm: &mut Vm, argument: &str, value: &Value) -> PyResult<Obj<List>> {
    match value.downcast::<List>() {
        Some(list) => Ok(Obj::from_ref(list)),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("{argument} must be list, not {kind}")))
        }
    }
}

/// Whether item `a` belongs above item `b`: it is less, or greater in a max-heap.
fn above<const MAX: bool>(vm: &mut Vm, list: &List, a: usize, b: usize) -> PyResult<bool> {
    let len = list.len();
    let (Some(x), Some(y)) = (list.get(a), list.get(b)) else { return Err(changed(vm)) };
    let above = if MAX { vm.less(&y, &x)? } else { vm.less(&x, &y)? };
    if list.len() != len {
        return Err(changed(vm));
    }
    Ok(above)
}

#[cold]
fn changed(vm: &mut Vm) -> crate::core::error::Raised {
    vm.raise(Exc::RuntimeError, format_args!("list changed size during iteration"))
}

/// Moves item `at` up to where it belongs, not above `start`.
fn sift_down<const MAX: bool>(vm: &mut Vm, list: &List, start: usize, mut at: usize) -> PyResult<()> {
    while at > start {
        let parent = (at - 1) / 2;
        if !above::<MAX>(vm, list, at, parent)? {
            break;
        }
        list.swap(parent, at);
        at = parent;
    }
    Ok(())
}

/// Moves item `start` down to a leaf along the children that belong higher, then up again to where it belongs.
fn sift_up<const MAX: bool>(vm: &mut Vm, list: &List, start: usize) -> PyResult<()> {
    let end = list.len();
    let mut at = start;
    while at < end / 2 {
        let mut child = 2 * at + 1;
        if child + 1 < end && !above::<MAX>(vm, list, child, child + 1)? {
            child += 1;
        }
        list.swap(child, at);
        at = child;
    }
    sift_down::<MAX>(vm, list, start, at)
}

fn push<const MAX: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = heap(vm, if MAX { "heappush_max() argument 1" } else { "heappush() argument 1" }, &args.values[0])?;
    vm.list_push(&list, args.values[1].clone())?;
    sift_down::<MAX>(vm, &list, 0, list.len() - 1)?;
    Ok(Value::none())
}

fn pop<const MAX: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = heap(vm, if MAX { "heappop_max() argument" } else { "heappop() argument" }, &args.values[0])?;
    let Some(last) = list.pop() else {
        return Err(vm.raise(Exc::IndexError, format_args!("index out of range")));
    };
    list.trim(&mut vm.heap);
    if list.is_empty() {
        return Ok(last);
    }
    let top = list.replace(0, last);
    sift_up::<MAX>(vm, &list, 0)?;
    Ok(top)
}

fn replace<const MAX: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list =
        heap(vm, if MAX { "heapreplace_max() argument 1" } else { "heapreplace() argument 1" }, &args.values[0])?;
    if list.is_empty() {
        return Err(vm.raise(Exc::IndexError, format_args!("index out of range")));
    }
    let top = list.replace(0, args.values[1].clone());
    sift_up::<MAX>(vm, &list, 0)?;
    Ok(top)
}

fn push_pop<const MAX: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list =
        heap(vm, if MAX { "heappushpop_max() argument 1" } else { "heappushpop() argument 1" }, &args.values[0])?;
    let item = &args.values[1];
    let Some(top) = list.get(0) else { return Ok(item.clone()) };
    let keep = if MAX { vm.less(item, &top)? } else { vm.less(&top, item)? };
    if !keep {
        return Ok(item.clone());
    }
    if list.is_empty() {
        return Err(vm.raise(Exc::IndexError, format_args!("index out of range")));
    }
    let top = list.replace(0, item.clone());
    sift_up::<MAX>(vm, &list, 0)?;
    Ok(top)
}

fn heapify<const MAX: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = heap(vm, if MAX { "heapify_max() argument" } else { "heapify() argument" }, &args.values[0])?;
    for at in (0..list.len() / 2).rev() {
        vm.work_plain(1)?;
        sift_up::<MAX>(vm, &list, at)?;
    }
    Ok(Value::none())
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_heapq",
    doc: "Heap queue algorithm (a.k.a. priority queue).",
    functions: &[
        Method::new("heappush", push::<false>, 2, 2)
            .doc("heappush($module, heap, item, /)\n--\n\nPush item onto heap, maintaining the heap invariant."),
        Method::new("heappushpop", push_pop::<false>, 2, 2)
            .doc("heappushpop($module, heap, item, /)\n--\n\nPush item on the heap, then pop and return the smallest item from the heap."),
        Method::new("heappop", pop::<false>, 1, 1)
            .doc("heappop($module, heap, /)\n--\n\nPop the smallest item off the heap, maintaining the heap invariant."),
        Method::new("heapreplace", replace::<false>, 2, 2)
            .doc("heapreplace($module, heap, item, /)\n--\n\nPop and return the current smallest value, and add the new item."),
        Method::new("heapify", heapify::<false>, 1, 1)
            .doc("heapify($module, heap, /)\n--\n\nTransform list into a heap, in-place, in O(len(heap)) time."),
        Method::new("heappush_max", push::<true>, 2, 2)
            .doc("heappush_max($module, heap, item, /)\n--\n\nPush item onto max heap, maintaining the heap invariant."),
        Method::new("heappushpop_max", push_pop::<true>, 2, 2)
            .doc("heappushpop_max($module, heap, item, /)\n--\n\nMaxheap variant of heappushpop."),
        Method::new("heappop_max", pop::<true>, 1, 1)
            .doc("heappop_max($module, heap, /)\n--\n\nMaxheap variant of heappop."),
        Method::new("heapreplace_max", replace::<true>, 2, 2)
            .doc("heapreplace_max($module, heap, item, /)\n--\n\nMaxheap variant of heapreplace."),
        Method::new("heapify_max", heapify::<true>, 1, 1)
            .doc("heapify_max($module, heap, /)\n--\n\nMaxheap variant of heapify."),
    ],
    types: &[],
    init: Some(|vm, module| {
        let (name, about) = (vm.intern("__about__")?, vm.new_str("Heaps are lists for which a[k] <= a[2*k+1] and a[k] <= a[2*k+2] for all k.")?);
        vm.dict_set_str(&module.dict, &name, about)
    }),
};
