//! The variables of a frame by name: reading, writing, listing.

use pitviper_compiler::code::LocalKind;
use pitviper_object::{Obj, Slot, Value};

use super::FrameObject;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::function::CellObject;
use crate::types::list::List;
use crate::types::str::Str;

/// The namespace of a frame that keeps its names in a mapping (module and class bodies).
#[must_use]
pub fn namespace(frame: &FrameObject) -> Option<Value> {
    frame.namespace.get().or_else(|| frame.globals().map(Obj::into_value))
}

/// Variables are numbered: the code's locals, then its free variables.
fn count(frame: &FrameObject) -> usize {
    let code = &frame.code().code;
    code.locals.len() + code.free.len()
}

/// The name of variable `index`; `None` for a hidden one.
fn name(frame: &FrameObject, index: usize) -> Option<&str> {
    let code = &frame.code().code;
    match code.locals.get(index) {
        Some((_, LocalKind::Hidden)) => None,
        Some((name, _)) => Some(name),
        None => code.free.get(index - code.locals.len()).map(|name| &**name),
    }
}

/// The register of local variable `index`.
fn register(vm: &Vm, frame: &FrameObject, index: usize) -> *mut Slot {
    // SAFETY: a frame has at least as many registers as its code has locals.
    unsafe { frame.registers(vm).add(index) }
}

/// The cell that variable `index` lives in, if it does.
fn cell(vm: &Vm, frame: &FrameObject, index: usize) -> Option<Obj<CellObject>> {
    let code = &frame.code().code;
    if index >= code.locals.len() {
        let function = frame.function()?;
        // SAFETY: cells are set when the function is made.
        let cell = unsafe { (*function.cell_slot((index - code.locals.len()) as u16)).clone() };
        return cell.and_then(|cell| Obj::try_from_value(cell).ok());
    }
    if code.locals[index].1 != LocalKind::Cell {
        return None;
    }
    // SAFETY: the register is the frame's own.
    let cell = unsafe { (*register(vm, frame, index)).clone() };
    cell.and_then(|cell| Obj::try_from_value(cell).ok())
}

/// The value of variable `index`.
fn value(vm: &Vm, frame: &FrameObject, index: usize) -> Option<Value> {
    if let Some(cell) = cell(vm, frame, index) {
        return cell.value.get();
    }
    if index >= frame.code().code.locals.len() {
        return None;
    }
    // SAFETY: the register is the frame's own.
    unsafe { (*register(vm, frame, index)).clone() }
}

/// The number of the variable called `key`.
#[must_use]
pub fn find(frame: &FrameObject, key: &Str) -> Option<usize> {
    (0..count(frame)).find(|&index| name(frame, index).is_some_and(|name| key.eq_str(name)))
}

/// A variable's value by name.
#[must_use]
pub fn get(vm: &Vm, frame: &FrameObject, key: &Str) -> Option<Value> {
    // A name can be a parameter and a comprehension's variable: the first that has a value.
    (0..count(frame))
        .filter(|&index| name(frame, index).is_some_and(|name| key.eq_str(name)))
        .find_map(|index| value(vm, frame, index))
}

/// Sets variable `index`. The old value is kept until the frame ends.
///
/// # Errors
/// `MemoryError`; nothing is changed then.
pub fn set(vm: &mut Vm, frame: &FrameObject, index: usize, new: Value) -> PyResult<()> {
    if let Some(cell) = cell(vm, frame, index) {
        cell.value.set(Some(new));
        return Ok(());
    }
    if index >= frame.code().code.locals.len() {
        return Ok(());
    }
    if let Some(old) = value(vm, frame, index) {
        let parked = match frame.parked.get_obj::<List>() {
            Some(parked) => parked,
            None => {
                let parked = vm.new_list()?;
                frame.parked.set(Some(parked.clone().into_value()));
                parked
            }
        };
        vm.list_push(&parked, old)?;
    }
    // SAFETY: the register is the frame's own; instructions that read the old value in place find it parked.
    drop(unsafe { (*register(vm, frame, index)).replace(new) });
    Ok(())
}

/// Calls `visit` with the name and value of each variable that has one.
///
/// # Errors
/// What `visit` gives.
pub fn for_each(
    vm: &mut Vm,
    frame: &FrameObject,
    mut visit: impl FnMut(&mut Vm, Value, Value) -> PyResult<()>,
) -> PyResult<()> {
    for index in 0..count(frame) {
        let Some(value) = value(vm, frame, index) else { continue };
        let Some(name) = name(frame, index) else { continue };
        let name = vm.intern(name)?;
        visit(vm, name, value)?;
    }
    if let Some(extra) = frame.extra.get_obj::<Dict>() {
        let mut position = 0;
        while let Some((key, value)) = extra.next_entry(&mut position) {
            visit(vm, key, value)?;
        }
    }
    Ok(())
}

/// A new dict of the variables.
///
/// # Errors
/// `MemoryError`.
pub fn snapshot(vm: &mut Vm, frame: &FrameObject) -> PyResult<Obj<Dict>> {
    let dict = vm.new_dict()?;
    for_each(vm, frame, |vm, name, value| vm.dict_set(&dict, name, value))?;
    Ok(dict)
}
