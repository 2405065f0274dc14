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

/// Reports an exception that nobody can catch to `sys.unraisablehook`, which prints "`message` `object`:" and the
/// traceback to the standard error stream if the program did not replace it. What native code raised shows the running
/// function.
pub fn unraisable(vm: &mut Vm, raised: Raised, message: &str, object: Option<&Value>) {
    let exception = vm.take_raised(raised);
    let waiting = vm.raised.take();
    let frame = vm.stack.frame;
    if crate::types::exception::traceback_of(&exception).is_none() && !frame.is_null() {
        // SAFETY: the innermost frame is on the stack.
        if let Err(raised) = unsafe { crate::types::traceback::add_entry(vm, frame, &exception) } {
            drop(vm.take_raised(raised));
        }
    }
    match call_hook(vm, &exception, message, object) {
        Ok(true) => {}
        Ok(false) => print_unraisable(vm, &exception, message, object),
        Err(raised) => {
            let second = vm.take_raised(raised);
            let hook = custom_hook(vm);
            print_unraisable(vm, &second, "Exception ignored in sys.unraisablehook", hook.as_ref());
        }
    }
    vm.raised = waiting;
}

/// `sys.unraisablehook`, when the program replaced it.
fn custom_hook(vm: &mut Vm) -> Option<Value> {
    let name = match vm.intern("unraisablehook") {
        Ok(name) => name,
        Err(raised) => {
            drop(vm.take_raised(raised));
            return None;
        }
    };
    vm.sys.as_ref()?.get_str(vm, &name).filter(|hook| !hook.is_none() && hook.kind() != kinds::BUILTIN_FUNCTION)
}

/// Calls the program's hook; false when it has none.
fn call_hook(vm: &mut Vm, exception: &Value, message: &str, object: Option<&Value>) -> PyResult<bool> {
    let Some(hook) = custom_hook(vm) else { return Ok(false) };
    let message = match object {
        Some(object) => {
            let shown = vm.repr(object)?;
            match shown.downcast::<Str>() {
                Some(shown) => vm.new_str_fmt(format_args!("{message} {shown}"))?,
                None => vm.new_str(message)?,
            }
        }
        None => vm.new_str(message)?,
    };
    let class = vm.type_of(exception).to_value();
    let traceback = crate::types::exception::traceback_of(exception).unwrap_or_else(Value::none);
    let info = vm.new_namespace()?;
    for (name, value) in [
        ("exc_type", class),
        ("exc_value", exception.clone()),
        ("exc_traceback", traceback),
        ("err_msg", message),
        ("object", Value::none()),
    ] {
        let name = vm.intern(name)?;
        vm.dict_set_str(&info.dict, &name, value)?;
    }
    vm.call(&hook, &[info.into_value()])?;
    Ok(true)
}

fn print_unraisable(vm: &mut Vm, exception: &Value, message: &str, object: Option<&Value>) {
    if let Err(raised) = report(vm, message, object) {
        drop(vm.take_raised(raised));
    }
    crate::types::traceback::print_exception_to_stderr(vm, exception);
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
