//! Subscripts of lists: items and slices, read, assigned and deleted.

use pitviper_object::{Obj, Value};

use super::List;
use super::methods::this;
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::types::slice::{self, Bounds, Slice};
use crate::types::tuple::Tuple;
use crate::types::tuple::methods::subscript;

pub(super) fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let list = this(value);
    if let Some(slice) = key.exact::<Slice>() {
        let bounds = slice::unpack(vm, slice)?;
        let (start, _, step, count) = bounds.clamp(list.len());
        return Ok(slice_of(vm, list, start, step, count)?.into_value());
    }
    // `__index__` may have changed the length.
    let index = match subscript(vm, key, list.len(), "list")? {
        Some(index) => list.get(index),
        None => None,
    };
    match index {
        Some(item) => Ok(item),
        None => Err(vm.raise(Exc::IndexError, format_args!("list index out of range"))),
    }
}

/// A new list of `count` items from `start` on, all of them within the list.
fn slice_of(vm: &mut Vm, list: &List, start: isize, step: isize, count: usize) -> PyResult<Obj<List>> {
    let result = vm.new_list()?;
    if step == 1 && count > 0 {
        let (items, _) = list.raw();
        // SAFETY: `count` items from `start` on are within the list, which is not the new one.
        unsafe { result.push_cloned(&mut vm.heap, items.add(start as usize), count)? };
        return Ok(result);
    }
    result.reserve_exact(&mut vm.heap, count)?;
    let mut index = start;
    for done in 0..count {
        if let Some(item) = list.get(index as usize) {
            vm.list_push(&result, item)?;
        }
        vm.work_at(done)?;
        index = index.wrapping_add(step);
    }
    Ok(result)
}

pub(super) fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<Value>) -> PyResult<()> {
    let list = this(value);
    if let Some(slice) = key.exact::<Slice>() {
        let bounds = slice::unpack(vm, slice)?;
        return match item {
            Some(items) if bounds.step == 1 => assign_slice(vm, value, bounds, &items),
            Some(items) => assign_extended(vm, value, bounds, &items),
            None => delete_slice(vm, list, bounds),
        };
    }
    let index = subscript(vm, key, list.len(), "list")?.filter(|index| *index < list.len());
    match (index, item) {
        (Some(index), Some(item)) => drop(list.replace(index, item)),
        (Some(index), None) => {
            vm.worked((list.len() - index) / 8);
            drop(list.remove(index));
            list.trim(&mut vm.heap);
        }
        (None, _) => return Err(vm.raise(Exc::IndexError, format_args!("list assignment index out of range"))),
    }
    Ok(())
}

/// The items that are assigned to a slice of `target`, in a list or tuple that stays as it is.
fn fixed_items(vm: &mut Vm, target: &Value, items: &Value, error: &str) -> PyResult {
    if items.exact::<Tuple>().is_some() || items.exact::<List>().is_some() && !items.is(target) {
        return Ok(items.clone());
    }
    if items.downcast::<List>().is_none() && items.downcast::<Tuple>().is_none() {
        match vm.iter(items) {
            Ok(iterator) => return Ok(vm.list_from(&iterator)?.into_value()),
            Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
                drop(vm.take_raised(raised));
                return Err(vm.type_error(format_args!("{error}")));
            }
            Err(raised) => return Err(raised),
        }
    }
    Ok(vm.list_from(items)?.into_value())
}

/// The items of an exact list or tuple.
///
/// # Safety
/// No Python runs and the list does not change while the slice is held.
unsafe fn view(items: &Value) -> &[Value] {
    if let Some(list) = items.downcast::<List>() {
        // SAFETY: the caller's promise.
        return unsafe { list.items_unchecked() };
    }
    items.downcast::<Tuple>().map_or(&[], Tuple::items)
}

/// `list[start:stop] = items`.
fn assign_slice(vm: &mut Vm, target: &Value, bounds: Bounds, items: &Value) -> PyResult<()> {
    let items = fixed_items(vm, target, items, "must assign iterable to extended slice")?;
    let list = this(target);
    let (start, stop, ..) = bounds.clamp(list.len());
    let (start, stop) = (start as usize, stop.max(start) as usize);
    // SAFETY: what follows runs no Python, and the items are not in this list's buffer.
    let items = unsafe { view(&items) };
    splice(vm, list, start, stop, items)
}

/// Replaces items `start..stop` by new references to `items`.
fn splice(vm: &mut Vm, list: &List, start: usize, stop: usize, items: &[Value]) -> PyResult<()> {
    let len = list.len();
    let removed = stop - start;
    vm.worked((len - start + items.len()) / 8);
    // What goes waits here, so that the list is whole before anything of it dies.
    let gone = vm.new_list()?;
    gone.reserve_exact(&mut vm.heap, removed)?;
    if items.len() > removed {
        list.reserve_more(&mut vm.heap, items.len() - removed)?;
    }
    let (words, _) = list.raw();
    let (gone_words, _) = gone.raw();
    // SAFETY: room was made for both; each word stays owned once.
    unsafe {
        if removed > 0 {
            std::ptr::copy_nonoverlapping(words.add(start), gone_words, removed);
        }
        gone.set_len_unchecked(removed);
        if len > stop {
            std::ptr::copy(words.add(stop), words.add(start + items.len()), len - stop);
        }
        for (index, item) in items.iter().enumerate() {
            words.add(start + index).write(item.clone());
        }
        list.set_len_unchecked(len - removed + items.len());
    }
    list.trim(&mut vm.heap);
    Ok(())
}

/// `list[start:stop:step] = items`, as many as there are places.
fn assign_extended(vm: &mut Vm, target: &Value, bounds: Bounds, items: &Value) -> PyResult<()> {
    let items = fixed_items(vm, target, items, "must assign iterable to extended slice")?;
    let list = this(target);
    let (start, _, step, count) = bounds.clamp(list.len());
    // SAFETY: what follows runs no Python, and the items are not in this list's buffer.
    let items = unsafe { view(&items) };
    if items.len() != count {
        let given = items.len();
        let message = format_args!("attempt to assign sequence of size {given} to extended slice of size {count}");
        return Err(vm.value_error(message));
    }
    let mut index = start;
    vm.worked(count / 8);
    for item in items {
        drop(list.replace(index as usize, item.clone()));
        index = index.wrapping_add(step);
    }
    Ok(())
}

fn delete_slice(vm: &mut Vm, list: &List, bounds: Bounds) -> PyResult<()> {
    let len = list.len();
    let (start, stop, step, count) = bounds.clamp(len);
    if count == 0 {
        return Ok(());
    }
    if step == 1 {
        return splice(vm, list, start as usize, stop as usize, &[]);
    }
    let (first, step) = if step < 0 {
        ((start + step * (count as isize - 1)) as usize, step.unsigned_abs())
    } else {
        (start as usize, step as usize)
    };
    let (words, _) = list.raw();
    vm.worked((len - first) / 8);
    let gone = vm.new_list()?;
    gone.reserve_exact(&mut vm.heap, count)?;
    let (gone_words, _) = gone.raw();
    // SAFETY: every place is within the items; what stays moves down, what goes moves to `gone`, from its end: the last
    // item of a list dies first, and of these the first.
    unsafe {
        let (mut to, mut taken) = (first, 0);
        for from in first..len {
            let place = words.add(from);
            if taken < count && from == first + taken * step {
                std::ptr::copy_nonoverlapping(place, gone_words.add(count - 1 - taken), 1);
                taken += 1;
            } else {
                std::ptr::copy(place, words.add(to), 1);
                to += 1;
            }
        }
        gone.set_len_unchecked(count);
        list.set_len_unchecked(len - count);
    }
    list.trim(&mut vm.heap);
    Ok(())
}
