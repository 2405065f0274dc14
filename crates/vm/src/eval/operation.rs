//! Special methods written in Python that instructions call: their frames are pushed as those of calls are, and
//! nothing recurses. The instruction stays where it is until its method returns; [`finish`] does what is left of it.

use pitviper_compiler::opcode::{Instr, Op};
use pitviper_object::Value;
use pitviper_object::header::BUILTIN_SHAPES;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::Slots;
use crate::core::registry::SLOTS;
use crate::core::vm::Vm;
use crate::eval::calls::Called;
use crate::eval::stack::{Entry, Frame};
use crate::eval::tracing::{self, events};
use crate::eval::unwind;
use crate::types::dict::Dict;
use crate::types::function::Function;
use crate::types::iterators::SequenceIterator;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Starts `method(*args)`, the first of which is the receiver.
///
/// # Errors
/// What the call raises.
pub fn begin<const N: usize>(vm: &mut Vm, method: Value, args: [&Value; N], entry: Entry) -> PyResult<Called> {
    if method.shape() == u32::from(kinds::FUNCTION) {
        // SAFETY: the shape says so; the new frame has at least as many registers as parameters.
        unsafe {
            if method.cast_unchecked::<Function>().code().exact_count as usize == N {
                let frame = vm.push_function_frame(method, entry, N)?;
                for (index, value) in args.into_iter().enumerate() {
                    (*frame).registers.add(index).write(Some(value.clone()));
                }
                return Ok(Called::Frame);
            }
        }
    }
    let values = args.map(Value::clone);
    let result = vm.call_bound(&method, &values[0], &values[1..])?;
    checked(vm, entry, result).map(Called::Value)
}

/// What a method returned, a length as an exact int.
fn checked(vm: &mut Vm, entry: Entry, value: Value) -> PyResult {
    if entry != Entry::Length {
        return Ok(value);
    }
    let len = vm.length_of(&value)?;
    vm.new_usize(len)
}

/// What an exact instance of a builtin type does.
#[inline(always)]
fn native_slots(object: &Value) -> Option<&'static Slots> {
    let shape = object.shape();
    if object.is_object() && shape < BUILTIN_SHAPES { Some(SLOTS[shape as usize]) } else { None }
}

/// `o[k]`.
///
/// # Errors
/// What `__getitem__` raises.
#[inline(never)]
pub fn get_item(vm: &mut Vm, object: &Value, key: &Value) -> PyResult<Called> {
    if let Some(dict) = object.exact::<Dict>() {
        return match vm.dict_get(dict, key)? {
            Some(value) => Ok(Called::Value(value)),
            None => Err(vm.raise_with(Exc::KeyError, key.clone())),
        };
    }
    if let Some(get) = native_slots(object).and_then(|slots| slots.get_item) {
        return get(vm, object, key).map(Called::Value);
    }
    match vm.python_special(vm.type_of(object), &vm.names().__getitem__) {
        Some(method) => begin(vm, method, [object, key], Entry::Operation),
        None => vm.get_item(object, key).map(Called::Value),
    }
}

/// `o[k] = v`.
///
/// # Errors
/// What `__setitem__` raises.
#[inline(never)]
pub fn set_item(vm: &mut Vm, object: &Value, key: &Value, value: &Value) -> PyResult<Called> {
    if let Some(dict) = object.exact::<Dict>() {
        vm.dict_set(dict, key.clone(), value.clone())?;
    } else if let Some(method) = vm.python_special(vm.type_of(object), &vm.names().__setitem__) {
        return begin(vm, method, [object, key, value], Entry::Operation);
    } else {
        vm.set_item(object, key, value.clone())?;
    }
    Ok(Called::Value(Value::none()))
}

/// `item in o`: a bool.
///
/// # Errors
/// What `__contains__` and iteration raise.
#[inline(never)]
pub fn contains(vm: &mut Vm, object: &Value, item: &Value) -> PyResult<Called> {
    if let Some(contains) = native_slots(object).and_then(|slots| slots.contains) {
        return contains(vm, object, item).map(|found| Called::Value(Value::bool(found)));
    }
    match vm.python_special(vm.type_of(object), &vm.names().__contains__) {
        Some(method) if method.shape() == u32::from(kinds::FUNCTION) => {
            match begin(vm, method, [object, item], Entry::Operation)? {
                Called::Value(found) => vm.truth(&found).map(|found| Called::Value(Value::bool(found))),
                Called::Frame => Ok(Called::Frame),
            }
        }
        _ => vm.contains(object, item).map(|found| Called::Value(Value::bool(found))),
    }
}

/// The truth of a value: a bool.
///
/// # Errors
/// What `__bool__` or `__len__` raises.
#[inline(never)]
pub fn truth(vm: &mut Vm, value: &Value) -> PyResult<Called> {
    if value.shape() >= BUILTIN_SHAPES {
        let class = vm.type_of(value);
        if let Some(method) = vm.python_special(class, &vm.names().__bool__) {
            if is_method(&method) {
                return begin(vm, method, [value], Entry::Operation);
            }
        } else if class.native_slots().truth.is_none()
            && let Some(method) = vm.python_special(class, &vm.names().__len__)
            && is_method(&method)
        {
            return begin(vm, method, [value], Entry::Length);
        }
    }
    vm.truth(value).map(|truth| Called::Value(Value::bool(truth)))
}

/// Whether a frame of it can be pushed for its receiver alone.
fn is_method(method: &Value) -> bool {
    // SAFETY: the shape says so.
    method.shape() == u32::from(kinds::FUNCTION)
        && unsafe { method.cast_unchecked::<Function>() }.code().exact_count == 1
}

/// `len(o)`.
///
/// # Errors
/// What `__len__` raises.
#[inline(never)]
pub fn len(vm: &mut Vm, object: &Value) -> PyResult<Called> {
    let len = if let Some(list) = object.exact::<List>() {
        list.len()
    } else if let Some(text) = object.exact::<Str>() {
        text.len()
    } else if let Some(tuple) = object.exact::<Tuple>() {
        tuple.len()
    } else if let Some(method) = vm.python_special(vm.type_of(object), &vm.names().__len__) {
        return begin(vm, method, [object], Entry::Length);
    } else {
        vm.len(object)?
    };
    vm.new_usize(len).map(Called::Value)
}

/// `next(it)`; `None` when exhausted.
///
/// # Errors
/// What `__next__` or `__getitem__` raises.
#[inline(never)]
pub fn next(vm: &mut Vm, iterator: &Value) -> PyResult<Option<Called>> {
    if let Some(steps) = iterator.exact::<SequenceIterator>() {
        if let Some((sequence, index)) = steps.place()
            && let Some(method) = vm.python_special(vm.type_of(&sequence), &vm.names().__getitem__)
            && method.shape() == u32::from(kinds::FUNCTION)
            // SAFETY: the shape says so.
            && unsafe { method.cast_unchecked::<Function>() }.code().exact_count == 2
        {
            return begin(vm, method, [&sequence, &index], Entry::Operation).map(Some);
        }
    } else if iterator.shape() >= BUILTIN_SHAPES
        && let Some(method) = vm.python_special(vm.type_of(iterator), &vm.names().__next__)
        && is_method(&method)
    {
        return begin(vm, method, [iterator], Entry::Operation).map(Some);
    }
    Ok(vm.next(iterator)?.map(Called::Value))
}

/// The special method that the innermost frame's instruction called returned `value`; does the rest of the
/// instruction, handlers for what that raises included.
///
/// # Safety
/// The frame of the method, which had `entry`, is off the stack.
///
/// # Errors
/// An exception for native code.
#[inline(never)]
pub unsafe fn finish(vm: &mut Vm, entry: Entry, value: Value) -> PyResult<()> {
    // SAFETY: the caller's promise.
    match unsafe { complete(vm, entry, value) } {
        Ok(()) => Ok(()),
        Err(raised) => {
            vm.settle();
            unwind::unwind(vm, raised)
        }
    }
}

/// Puts a value into a register, or nothing.
unsafe fn put(frame: *mut Frame, register: u16, value: Option<Value>) {
    // SAFETY: the register is one of the frame's, says the caller.
    unsafe { drop(std::mem::replace(&mut *(*frame).register(register), value)) };
}

/// Empties operands that the instruction takes, those that are its destination excepted. Which: bits 1, 2, 3 of `x`.
unsafe fn take(frame: *mut Frame, i: Instr, operands: &[u16]) {
    for (number, &register) in operands.iter().enumerate() {
        if i.x & 2 << number != 0 && register != i.a {
            // SAFETY: operands are registers of the frame, says the caller.
            unsafe { put(frame, register, None) };
        }
    }
}

unsafe fn complete(vm: &mut Vm, entry: Entry, value: Value) -> PyResult<()> {
    // SAFETY: the innermost frame stands at the instruction, whose operands are registers of its own.
    unsafe {
        let frame = vm.stack.frame;
        let pc = (*frame).pc;
        let i = *pc;
        let op = (*frame).code().op_at(pc);
        let value = checked(vm, entry, value)?;
        let mut next = pc.add(usize::from(op.info().words));
        match op {
            Op::GetItem => {
                put(frame, i.a, Some(value));
                take(frame, i, &[i.b, i.c]);
            }
            Op::SetItem => {
                drop(value);
                for (number, register) in [i.a, i.b, i.c].into_iter().enumerate() {
                    if i.x & 2 << number != 0 {
                        put(frame, register, None);
                    }
                }
            }
            Op::Call => {
                for register in i.b..i.b + i.c + 2 {
                    put(frame, register, None);
                }
                vm.settle();
                put(frame, i.a, Some(value));
            }
            Op::In => {
                let found = vm.truth(&value)?;
                if i.x & 4 != 0 && i.c != i.a {
                    put(frame, i.c, None);
                }
                put(frame, i.a, Some(Value::bool(found != (i.x & 1 != 0))));
                take(frame, i, &[i.b]);
            }
            Op::Not => {
                let truth = truth_of(vm, entry, &value)?;
                put(frame, i.a, Some(Value::bool(!truth)));
                take(frame, i, &[i.b]);
            }
            Op::JumpIfTrue | Op::JumpIfFalse => {
                let truth = truth_of(vm, entry, &value)?;
                if i.x & 2 != 0 {
                    put(frame, i.a, None);
                }
                if truth == (op == Op::JumpIfTrue) {
                    next = next.offset((*pc.add(1)).as_wide() as isize);
                }
            }
            Op::ForIter | Op::ForIterRange | Op::ForIterList | Op::ForIterGenerator => {
                if let Some(steps) = (*(*frame).register(i.b)).as_ref().and_then(|it| it.exact::<SequenceIterator>()) {
                    steps.advance();
                }
                put(frame, i.a, Some(value));
            }
            // Attributes, and items whose key is a constant.
            _ => {
                put(frame, i.a, Some(value));
                take(frame, i, &[i.b]);
            }
        }
        vm.settle();
        (*frame).pc = next;
        Ok(())
    }
}

/// The truth of what `__bool__` returned, or of a length.
fn truth_of(vm: &mut Vm, entry: Entry, value: &Value) -> PyResult<bool> {
    if entry == Entry::Length { Ok(vm.length_of(value)? != 0) } else { vm.bool_result(value) }
}

/// An exception left the frame of a special method that the innermost frame's instruction called; what goes on. `None`
/// when it was the end of a loop.
///
/// # Safety
/// The innermost frame stands at such an instruction.
pub unsafe fn unwound(vm: &mut Vm, mut exception: Value) -> Option<Value> {
    // SAFETY: the caller's promise.
    unsafe {
        let frame = vm.stack.frame;
        let pc = (*frame).pc;
        let i = *pc;
        match (*frame).code().op_at(pc) {
            op @ (Op::ForIter | Op::ForIterRange | Op::ForIterList | Op::ForIterGenerator) => {
                let iterator = (*(*frame).register(i.b)).clone()?;
                let steps = iterator.exact::<SequenceIterator>();
                if steps.is_none() && vm.tracing.wants(events::RAISE) {
                    exception = tracing::unwinding::tell(vm, frame, events::RAISE, exception);
                }
                let over = vm.is_instance_of_exc(&exception, Exc::StopIteration)
                    || steps.is_some() && vm.is_instance_of_exc(&exception, Exc::IndexError);
                if !over {
                    return Some(exception);
                }
                drop(exception);
                if let Some(steps) = steps {
                    steps.exhaust();
                }
                drop(iterator);
                put(frame, i.b, None);
                vm.settle();
                (*frame).pc = pc.add(usize::from(op.info().words)).offset((*pc.add(1)).as_wide() as isize);
                None
            }
            Op::LoadAttr
            | Op::LoadAttrSlot
            | Op::LoadAttrSlotTake
            | Op::LoadAttrClass
            | Op::LoadAttrModule
            | Op::LoadAttrType
            | Op::LoadAttrBound
            | Op::LoadAttrProperty => {
                let object = (*(*frame).register(i.b)).clone();
                let Some(object) = object else { return Some(exception) };
                let name = (*frame).code().name(i).clone();
                let raised: Raised = vm.reraise(exception);
                let raised = vm.explain_attribute_error(raised, &object, &name);
                Some(vm.take_raised(raised))
            }
            _ => Some(exception),
        }
    }
}
