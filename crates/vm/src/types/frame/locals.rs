//! The variables of a frame by name: reading, writing, listing.

use pitviper_compiler::code::{LocalKind, flags};
use pitviper_object::{Obj, Slot, Value};

use super::FrameObject;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::function::{CellObject, Function};
use crate::types::list::List;
use crate::types::str::Str;

/// The namespace of a frame that keeps its names in a mapping (module and class bodies).
#[must_use]
pub fn namespace(frame: &FrameObject) -> Option<Value> {
    frame.namespace.get().or_else(|| frame.globals().map(Obj::into_value))
}

/// Where a frame's variables are. They are numbered: the code's locals, then its free variables.
struct Variables<'f> {
    code: &'f CodeObject,
    /// Nothing after `frame.clear()`.
    function: Option<Obj<Function>>,
    registers: *mut Slot,
}

impl<'f> Variables<'f> {
    fn of(frame: &'f FrameObject) -> Variables<'f> {
        let function = frame.function().filter(|_| !frame.cleared.get());
        Variables { code: frame.code(), function, registers: frame.registers() }
    }

    /// # Safety
    /// The frame is on the stack and stays there while these are used.
    unsafe fn of_record(frame: &'f Frame) -> Variables<'f> {
        let function = frame.function.clone().and_then(|function| Obj::try_from_value(function).ok());
        Variables { code: frame.code(), function, registers: frame.registers }
    }

    fn count(&self) -> usize {
        self.code.code.locals.len() + self.code.code.free.len()
    }

    /// The name of variable `index`; `None` for a hidden one.
    fn name(&self, index: usize) -> Option<&str> {
        let code = &self.code.code;
        match code.locals.get(index) {
            // In functions the variables of inlined comprehensions are variables like others, as in CPython.
            Some((_, LocalKind::Hidden)) if code.flags & flags::OPTIMIZED == 0 => None,
            Some((name, _)) => Some(name),
            None => code.free.get(index - code.locals.len()),
        }
    }

    /// The register of local variable `index`.
    fn register(&self, index: usize) -> *mut Slot {
        debug_assert!(index < self.code.code.locals.len());
        // SAFETY: a frame has at least as many registers as its code has locals.
        unsafe { self.registers.add(index) }
    }

    /// The cell that variable `index` lives in, if it does.
    fn cell(&self, index: usize) -> Option<Obj<CellObject>> {
        let code = &self.code.code;
        let cell = match code.locals.get(index) {
            // SAFETY: the register is the frame's own.
            Some((_, LocalKind::Cell)) => unsafe { (*self.register(index)).clone() },
            Some(_) => return None,
            // SAFETY: cells are set when the function is made.
            None => unsafe { (*self.function.as_ref()?.cell_slot((index - code.locals.len()) as u16)).clone() },
        };
        Obj::try_from_value(cell?).ok()
    }

    fn is_hidden(&self, index: usize) -> bool {
        matches!(self.code.code.locals.get(index), Some((_, LocalKind::Hidden)))
    }

    /// The variable of an inlined comprehension that has another one's name and a value: in CPython they are one.
    fn twin(&self, index: usize) -> Option<usize> {
        let code = &self.code.code;
        if self.is_hidden(index) || code.flags & flags::OPTIMIZED == 0 {
            return None;
        }
        let is_twin = |other: &usize| self.is_hidden(*other) && self.name(*other) == self.name(index);
        (0..code.locals.len()).filter(is_twin).find(|&other| self.own_value(other).is_some())
    }

    /// Whether a variable of an inlined comprehension has the name of another variable, which is listed for both.
    fn is_second(&self, index: usize) -> bool {
        let is_first = |other: usize| !self.is_hidden(other) && self.name(other) == self.name(index);
        self.is_hidden(index) && (0..self.count()).any(is_first)
    }

    /// The value of variable `index`.
    fn value(&self, index: usize) -> Option<Value> {
        self.own_value(self.twin(index).unwrap_or(index))
    }

    fn own_value(&self, index: usize) -> Option<Value> {
        if let Some(cell) = self.cell(index) {
            return cell.value.get();
        }
        self.code.code.locals.get(index)?;
        // SAFETY: the register is the frame's own.
        unsafe { (*self.register(index)).clone() }
    }

    /// Whether variable `index` is listed behind the plain ones: a cell that is no parameter.
    fn is_late(&self, index: usize) -> bool {
        let code = &self.code.code;
        let stars = (code.flags & flags::VARARGS != 0) as usize + (code.flags & flags::VARKEYWORDS != 0) as usize;
        let parameters = code.arg_count as usize + code.kwonly_count as usize + stars;
        index >= parameters && matches!(code.locals.get(index), Some((_, LocalKind::Cell)))
    }

    /// The late variable whose name comes next after `before`.
    fn next_late(&self, before: Option<&str>) -> Option<usize> {
        (0..self.code.code.locals.len())
            .filter(|&index| self.is_late(index) && before.is_none_or(|before| self.name(index) > Some(before)))
            .min_by_key(|&index| self.name(index))
    }

    /// Calls `visit` with name and value of each variable that has one, in CPython's order: locals, cells by name,
    /// free variables.
    fn for_each(&self, vm: &mut Vm, visit: &mut dyn FnMut(&mut Vm, Value, Value) -> PyResult<()>) -> PyResult<()> {
        let locals = self.code.code.locals.len();
        for index in (0..locals).filter(|&index| !self.is_late(index)) {
            self.visit(vm, index, visit)?;
        }
        let mut late = self.next_late(None);
        while let Some(index) = late {
            self.visit(vm, index, visit)?;
            late = self.next_late(self.name(index));
        }
        (locals..self.count()).try_for_each(|index| self.visit(vm, index, visit))
    }

    fn visit(
        &self,
        vm: &mut Vm,
        index: usize,
        visit: &mut dyn FnMut(&mut Vm, Value, Value) -> PyResult<()>,
    ) -> PyResult<()> {
        if self.is_second(index) {
            return Ok(());
        }
        let (Some(name), Some(value)) = (self.name(index), self.value(index)) else { return Ok(()) };
        let name = vm.intern(name)?;
        visit(vm, name, value)
    }
}

/// The number of the variable called `key`.
#[must_use]
pub fn find(frame: &FrameObject, key: &Str) -> Option<usize> {
    let variables = Variables::of(frame);
    let found = (0..variables.count()).find(|&index| variables.name(index).is_some_and(|name| key.eq_str(name)))?;
    Some(variables.twin(found).unwrap_or(found))
}

/// The number of the variable whose name equals `key`, whatever that is.
///
/// # Errors
/// TypeError for what cannot be hashed, or what comparing raises.
pub fn find_equal(vm: &mut Vm, frame: &FrameObject, key: &Value) -> PyResult<Option<usize>> {
    if let Some(name) = key.exact::<Str>() {
        return Ok(find(frame, name));
    }
    let hash = vm.hash(key)?;
    let count = Variables::of(frame).count();
    for index in 0..count {
        vm.work_at(index)?;
        let Some(name) = Variables::of(frame).name(index).map(|name| vm.intern(name)) else { continue };
        let name = name?;
        if vm.hash(&name)? == hash && vm.eq(&name, key)? {
            return Ok(Some(Variables::of(frame).twin(index).unwrap_or(index)));
        }
    }
    Ok(None)
}

/// The value of variable `index`.
#[must_use]
pub fn value(frame: &FrameObject, index: usize) -> Option<Value> {
    Variables::of(frame).value(index)
}

/// A variable's value by name.
#[must_use]
pub fn get(frame: &FrameObject, key: &Str) -> Option<Value> {
    value(frame, find(frame, key)?)
}

/// Sets variable `index`. The old value is kept until the frame ends.
///
/// # Errors
/// `MemoryError`; nothing is changed then.
pub fn set(vm: &mut Vm, frame: &FrameObject, index: usize, new: Value) -> PyResult<()> {
    let variables = Variables::of(frame);
    if let Some(cell) = variables.cell(index) {
        cell.value.set(Some(new));
        return Ok(());
    }
    if index >= variables.code.code.locals.len() {
        return Ok(());
    }
    if let Some(old) = variables.value(index) {
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
    drop(unsafe { (*variables.register(index)).replace(new) });
    Ok(())
}

/// Calls `visit` with the name and value of each variable that has one, and of what `f_locals` was given besides.
///
/// # Errors
/// What `visit` gives.
pub fn for_each(
    vm: &mut Vm,
    frame: &FrameObject,
    mut visit: impl FnMut(&mut Vm, Value, Value) -> PyResult<()>,
) -> PyResult<()> {
    Variables::of(frame).for_each(vm, &mut visit)?;
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

/// `locals()` of a frame on the stack: its namespace, or a new dict of a function's variables.
///
/// # Safety
/// `frame` is on the stack.
///
/// # Errors
/// `MemoryError`.
pub unsafe fn of_record(vm: &mut Vm, frame: *mut Frame) -> PyResult {
    // SAFETY: the caller's promise; nothing below runs Python, so the frame stays.
    unsafe {
        if let Some(namespace) = &(*frame).locals {
            // What a debugger evaluates in a frame gets a dict, as the frame itself would.
            if namespace.kind() == kinds::FRAME_LOCALS_PROXY {
                let dict = vm.new_dict()?;
                vm.dict_update_mapping(&dict, &namespace.clone())?;
                return Ok(dict.into_value());
            }
            return Ok(namespace.clone());
        }
        if !(*frame).code().has(flags::OPTIMIZED) {
            return Ok(Obj::from_ref(&*(*frame).globals).into_value());
        }
        if let Some(object) = (*frame).object.clone()
            && let Some(object) = object.downcast::<FrameObject>()
        {
            return Ok(snapshot(vm, object)?.into_value());
        }
        let dict = vm.new_dict()?;
        Variables::of_record(&*frame).for_each(vm, &mut |vm, name, value| vm.dict_set(&dict, name, value))?;
        Ok(dict.into_value())
    }
}
