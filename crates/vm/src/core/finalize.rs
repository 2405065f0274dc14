//! What has to run before an object dies, and errors that nobody can catch.

use pitviper_object::Value;
use pitviper_object::header::FINALIZE;

use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::typ::Type;

/// Runs the finalizer of an object that is about to die: once, whatever comes of it. The object has one
/// temporary reference, or more when it is finalized without dying (at the end of the interpreter).
pub fn finalize(vm: &mut Vm, object: &Value) {
    let Some(header) = object.header() else { return };
    let waiting = vm.raised.take();
    let handled = vm.handled.take();
    match object.kind() {
        kinds::TYPE => finalize_class(vm, object),
        kinds::GENERATOR | kinds::COROUTINE | kinds::ASYNC_GENERATOR => {
            header.clear(FINALIZE);
            if let Err(raised) = crate::types::generator::close_on_drop(vm, object) {
                unraisable(vm, raised, "Exception ignored while closing generator", Some(object));
            }
        }
        _ => {
            header.clear(FINALIZE);
            call_del(vm, object);
        }
    }
    vm.handled = handled;
    vm.raised = waiting;
}

/// `__del__`, if the class has one.
fn call_del(vm: &mut Vm, object: &Value) {
    let Some(method) = vm.lookup_special(object, &vm.names().__del__) else { return };
    if let Err(raised) = vm.call_bound(&method, object, &[]) {
        unraisable(vm, raised, "Exception ignored while calling deallocator", Some(&method));
    }
}

/// A class keeps its flag until it really dies: it has to leave its bases' lists and the caches then.
fn finalize_class(vm: &mut Vm, object: &Value) {
    if vm.type_of(object).has(Type::FINALIZE) {
        call_del(vm, object);
    }
    let Some(header) = object.header() else { return };
    if header.count() == 1
        && let Some(class) = object.downcast::<Type>()
    {
        header.clear(FINALIZE);
        crate::types::typ::create::retire(vm, class);
    }
}

/// Reports an exception that nobody can catch: "`message` `object`:", then its traceback, to the standard error
/// stream.
pub fn unraisable(vm: &mut Vm, raised: Raised, message: &str, object: Option<&Value>) {
    let exception = vm.take_raised(raised);
    let waiting = vm.raised.take();
    if let Err(raised) = report(vm, message, object) {
        drop(vm.take_raised(raised));
    }
    crate::types::traceback::print_exception_to_stderr(vm, &exception);
    vm.raised = waiting;
}

fn report(vm: &mut Vm, message: &str, object: Option<&Value>) -> PyResult<()> {
    let Some(object) = object else {
        crate::modules::sys::write_stderr(vm, message);
        crate::modules::sys::write_stderr(vm, ":\n");
        return Ok(());
    };
    let text = match vm.repr(object) {
        Ok(text) => text,
        Err(raised) => {
            drop(vm.take_raised(raised));
            vm.new_str("<object repr() failed>")?
        }
    };
    let Some(text) = text.downcast::<Str>() else { return Ok(()) };
    let line = vm.new_str_fmt(format_args!("{message} {text}:\n"))?;
    crate::modules::sys::write_stderr_value(vm, &line);
    Ok(())
}
