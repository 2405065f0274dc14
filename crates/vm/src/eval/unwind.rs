//! Exceptions on their way: traceback entries, handlers, frames that end.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::eval::stack::Entry;
use crate::eval::tracing::{self, events};
use crate::eval::{generator, operation};
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// Finds a handler for what was raised at the innermost frame's `pc`: on success that frame is the innermost
/// and its `pc` the handler. On failure the frame that native code entered is off the stack.
///
/// # Errors
/// The exception, for native code.
pub fn unwind(vm: &mut Vm, raised: Raised) -> PyResult<()> {
    unwind_from(vm, raised, true)
}

/// The same for an exception that already has this frame's traceback entry.
///
/// # Errors
/// The exception, for native code.
pub fn unwind_reraised(vm: &mut Vm, raised: Raised) -> PyResult<()> {
    unwind_from(vm, raised, false)
}

#[cold]
#[inline(never)]
fn unwind_from(vm: &mut Vm, raised: Raised, mut add_entry: bool) -> PyResult<()> {
    let mut exception = vm.take_raised(raised);
    vm.settle();
    if vm.is_stopping() {
        return Err(unwind_all(vm, exception));
    }
    // Memory for an entry may be lacking, which makes the heap collect: so after each failure twice as many frames go
    // without. The exception itself is never lost.
    let (mut lost, mut skip) = (0u32, 0u32);
    loop {
        let frame = vm.stack.frame;
        // SAFETY: the innermost frame is complete; registers are within the code's number.
        unsafe {
            if add_entry && skip > 0 {
                skip -= 1;
            } else if add_entry && let Err(raised) = crate::types::traceback::add_entry(vm, frame, &exception) {
                drop(vm.take_raised(raised));
                lost = (lost * 2).clamp(1, 1 << 20);
                skip = lost;
            }
            let event = if add_entry { events::RAISE } else { events::RERAISE };
            if vm.tracing.wants(event) {
                exception = tracing::unwinding::tell(vm, frame, event, exception);
            }
            add_entry = true;
            let code = (*frame).code();
            let offset = code.offset((*frame).pc);
            let begun = (*frame).pc >= code.start();
            if let Some(handler) = code.code.handler(offset).filter(|_| begun) {
                let registers = (*frame).registers;
                for index in (handler.keep as usize..code.registers as usize).rev() {
                    drop((*registers.add(index)).take());
                }
                vm.settle();
                vm.collect_if_short();
                vm.make_spare_errors();
                (*frame).pc = code.start().add(handler.target as usize);
                if vm.tracing.wants(events::EXCEPTION_HANDLED) {
                    exception = tracing::unwinding::tell(vm, frame, events::EXCEPTION_HANDLED, exception);
                }
                *registers.add(handler.register as usize) = Some(exception);
                return Ok(());
            }
            if vm.tracing.wants(events::PY_UNWIND) {
                exception = tracing::unwinding::tell(vm, frame, events::PY_UNWIND, exception);
            }
            let entry = end_frame(vm, &exception);
            match entry {
                Entry::Native => return Err(vm.reraise(exception)),
                Entry::Operation | Entry::Length => match operation::unwound(vm, exception) {
                    Some(same) => exception = same,
                    None => return Ok(()),
                },
                _ => {}
            }
        }
    }
}

/// Takes the innermost frame off the stack because of an exception; what its result was for.
///
/// # Safety
/// It is complete.
unsafe fn end_frame(vm: &mut Vm, exception: &Value) -> Entry {
    let frame = vm.stack.frame;
    // SAFETY: the caller's promise.
    unsafe {
        if (*frame).object.is_some() {
            crate::types::frame::rewind(frame, exception);
        }
        let entry = (*frame).entry;
        if (*frame).is_generator {
            generator::finish(vm);
        } else {
            vm.pop_frame();
        }
        entry
    }
}

/// Ends frames whatever they want to do about it, up to the one that native code entered: nothing of Python runs.
#[cold]
#[inline(never)]
fn unwind_all(vm: &mut Vm, exception: Value) -> Raised {
    loop {
        // SAFETY: the innermost frame is complete.
        if unsafe { end_frame(vm, &exception) } == Entry::Native {
            return vm.stop_again();
        }
    }
}

/// `raise exception [from cause]`.
pub fn raise(vm: &mut Vm, exception: &Value, cause: Option<&Value>) -> Raised {
    let exception = match instantiate(vm, exception, "exceptions must derive from BaseException") {
        Ok(exception) => exception,
        Err(raised) => return raised,
    };
    if let Some(cause) = cause {
        let cause = if cause.is_none() {
            None
        } else {
            match instantiate(vm, cause, "exception causes must derive from BaseException") {
                Ok(cause) => Some(cause),
                Err(raised) => return raised,
            }
        };
        crate::types::exception::set_cause(&exception, cause);
    }
    vm.raise_value(exception)
}

/// An exception object of an exception object or class.
fn instantiate(vm: &mut Vm, exception: &Value, message: &str) -> PyResult {
    if vm.is_instance_of_exc(exception, Exc::BaseException) {
        return Ok(exception.clone());
    }
    if let Some(class) = exception.downcast::<Type>()
        && class.has(Type::EXCEPTION)
    {
        let made = vm.call(exception, &[])?;
        if vm.is_instance_of_exc(&made, Exc::BaseException) {
            return Ok(made);
        }
        let kind = vm.type_of(&made).to_value();
        let (class, kind) = (vm.repr(exception)?, vm.repr(&kind)?);
        let (Some(class), Some(kind)) = (class.downcast::<Str>(), kind.downcast::<Str>()) else {
            return Err(vm.no_memory());
        };
        return Err(vm.type_error(format_args!(
            "calling {class} should have returned an instance of BaseException, not {kind}"
        )));
    }
    Err(vm.type_error(format_args!("{message}")))
}

/// `raise` alone.
pub fn raise_again(vm: &mut Vm) -> Raised {
    match vm.handled.clone() {
        Some(exception) => vm.reraise(exception),
        None => vm.raise(Exc::RuntimeError, format_args!("No active exception to reraise")),
    }
}

/// Whether an exception matches what stands behind `except`.
///
/// # Errors
/// TypeError when that is no exception class or tuple of these.
pub fn matches(vm: &mut Vm, exception: &Value, class: &Value) -> PyResult<bool> {
    if let Some(class) = class.downcast::<Type>()
        && class.has(Type::EXCEPTION)
    {
        return Ok(vm.is_subtype(vm.type_of(exception), class));
    }
    if let Some(classes) = class.downcast::<Tuple>() {
        for class in classes.items() {
            if !class.downcast::<Type>().is_some_and(|c| c.has(Type::EXCEPTION)) {
                return Err(not_an_exception_class(vm));
            }
        }
        for class in classes.items() {
            if class.downcast::<Type>().is_some_and(|c| vm.is_subtype(vm.type_of(exception), c)) {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    Err(not_an_exception_class(vm))
}

fn not_an_exception_class(vm: &mut Vm) -> Raised {
    vm.type_error(format_args!("catching classes that do not inherit from BaseException is not allowed"))
}
