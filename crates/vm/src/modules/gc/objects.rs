//! `gc`'s views of the heap: what is tracked, what refers to what.

use std::cell::Cell;

use pitviper_object::collector::{FROZEN, GENERATIONS, inspect};
use pitviper_object::{Header, Obj, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;

/// Containers that are looked into between two looks at the limits.
const LOOK: u32 = 1024;

/// A list of the containers that `wanted` names, in the heap's order.
fn gather(vm: &mut Vm, wanted: impl Fn(&Header) -> bool) -> PyResult<Obj<List>> {
    vm.settle();
    vm.worked(vm.heap.used() / 512);
    let list = vm.new_list()?;
    let (seen, stopped) = (Cell::new(0u32), Cell::new(false));
    let shared: *const Vm = vm;
    let wanted = |object: &Header| {
        seen.set(seen.get().wrapping_add(1));
        if seen.get() % LOOK == 0 {
            // SAFETY: the interpreter is alive; only words that other threads write to are read.
            stopped.set(stopped.get() || unsafe { (*shared).is_stop_due() });
        }
        !stopped.get() && wanted(object)
    };
    let mut count = 0;
    inspect::while_containers(&vm.heap, |object| {
        count += usize::from(wanted(object));
        !stopped.get()
    });
    if stopped.get() {
        return Err(vm.no_memory());
    }
    // Making room may collect, so there may be fewer then; never more.
    list.reserve_exact(&mut vm.heap, count)?;
    let heap = std::ptr::NonNull::from(&mut *vm.heap);
    // SAFETY: the list has room, so nothing is allocated while the heap is walked.
    unsafe {
        inspect::while_containers(heap.as_ref(), |object| {
            if wanted(object) && list.len() < count && !std::ptr::eq(object, &raw const list.header) {
                let value = Value::from_borrowed(std::ptr::NonNull::from(object));
                let pushed = list.push(&mut *heap.as_ptr(), value);
                debug_assert!(pushed.is_ok(), "there is room");
            }
            !stopped.get()
        });
    }
    if stopped.get() { Err(vm.no_memory()) } else { Ok(list) }
}

/// `get_objects(generation=None)`.
pub(super) fn get_objects(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [generation] = args.parse(vm, "get_objects", ["generation"], 0, 0)?;
    let wanted = match generation.filter(|generation| !generation.is_none()) {
        None => None,
        Some(generation) => {
            if !generation.is_small_int() && generation.kind() != kinds::INT && generation.kind() != kinds::BOOL {
                let kind = vm.type_name(generation);
                return Err(vm.type_error(format_args!("argument should be integer or None, not '{kind}'")));
            }
            let generation = vm.to_index(generation)?;
            let number = crate::types::int::to_i64(&generation).unwrap_or(i64::MAX);
            if number >= GENERATIONS as i64 {
                return Err(vm.value_error(format_args!(
                    "generation parameter must be less than the number of available generations (3)"
                )));
            }
            if number < -1 {
                return Err(vm.value_error(format_args!("generation parameter cannot be negative")));
            }
            // Minus one stands for all of them.
            u32::try_from(number).ok()
        }
    };
    let list = gather(vm, |object| match wanted {
        Some(generation) => object.generation() == generation,
        None => object.generation() != FROZEN,
    })?;
    Ok(list.into_value())
}

/// `get_referrers(*objs)`.
pub(super) fn get_referrers(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let world = vm.world();
    // SAFETY: the objects are alive, and slots are only read.
    let refers = |object: &Header| unsafe {
        let mut found = false;
        inspect::each_reference(world, std::ptr::from_ref(object).cast_mut(), |value| {
            found |= args.values.iter().any(|wanted| wanted.is(value));
        });
        found
    };
    Ok(gather(vm, refers)?.into_value())
}

/// As CPython: values before keys, and no keys where all are strings.
fn each_in_dict(dict: &Dict, add: &mut dyn FnMut(&Value)) {
    let entries = || {
        let mut position = 0;
        std::iter::from_fn(move || dict.next_entry(&mut position))
    };
    let named = entries().all(|(key, _)| key.shape() == u32::from(kinds::STR) && key.as_ptr().is_some());
    for (key, value) in entries() {
        add(&value);
        if !named {
            add(&key);
        }
    }
}

/// `get_referents(*objs)`.
pub(super) fn get_referents(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let world = vm.world();
    let list = vm.new_list()?;
    for object in args.values {
        let Some(pointer) = object.as_ptr() else { continue };
        // SAFETY: the object is alive.
        if !inspect::is_container(unsafe { pointer.as_ref() }) {
            continue;
        }
        let from = list.len();
        let mut count = 0;
        // SAFETY: slots are only read, and nothing is allocated between reserving and pushing.
        unsafe {
            inspect::each_reference(world, pointer.as_ptr(), |_| count += 1);
            list.reserve_exact(&mut vm.heap, from + count)?;
            let mut add = |value: &Value| {
                let pushed = list.push(&mut vm.heap, value.clone());
                debug_assert!(pushed.is_ok(), "there is room");
            };
            match object.exact::<Dict>() {
                Some(dict) => each_in_dict(dict, &mut add),
                None => inspect::each_reference(world, pointer.as_ptr(), add),
            }
        }
    }
    Ok(list.into_value())
}
