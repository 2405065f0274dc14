//! What has to run before an object dies, and errors that nobody can catch.

use pitviper_object::Value;
use pitviper_object::header::FINALIZE;

use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::eval::generator::State;
use crate::types::str::Str;
use crate::types::typ::Type;

/// Runs the finalizer of an object that is about to die: once, whatever comes of it. The object has one
/// temporary reference, or more when it is finalized without dying (at the end of the interpreter).
pub fn finalize(vm: &mut Vm, object: &Value) {
    let Some(header) = object.header() else { return };
    if vm.is_stopping() && object.kind() != kinds::TYPE {
        vm.keep_unfinalized(object);
        return;
    }
    let waiting = vm.raised.take();
    let handled = vm.handled.take();
    match object.kind() {
        kinds::TYPE => finalize_class(vm, object),
        kinds::GENERATOR | kinds::COROUTINE | kinds::ASYNC_GENERATOR => {
            header.clear(FINALIZE);
            let message = match crate::eval::generator::view(object).map(|generator| generator.state.get()) {
                Some(State::Created) => "Exception ignored while finalizing coroutine",
                _ => "Exception ignored while closing generator",
            };
            if let Err(raised) = crate::types::generator::close_on_drop(vm, object) {
                unraisable(vm, raised, message, Some(object));
            }
        }
        kinds::ASYNC_GENERATOR_SEND | kinds::ASYNC_GENERATOR_THROW => {
            header.clear(FINALIZE);
            if let Err(raised) = crate::types::async_generator::never_awaited(vm, object) {
                let generator = crate::types::async_generator::generator_of(object);
                let message = "Exception ignored while finalizing async generator";
                unraisable(vm, raised, message, generator.as_ref());
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
    if let Some(class) = object.downcast::<Type>()
        && vm.type_of(object).has(Type::FINALIZE)
        && !class.has(Type::FINALIZED)
    {
        class.set_flags(Type::FINALIZED);
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
    if vm.is_stopping() {
        return;
    }
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
    let mut hooks = [const { None }; 2];
    for (hook, name) in hooks.iter_mut().zip(["unraisablehook", "__unraisablehook__"]) {
        match vm.intern(name) {
            Ok(name) => *hook = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &name)),
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
    let [hook, original] = hooks;
    hook.filter(|hook| !hook.is_none() && !original.is_some_and(|original| original.is(hook)))
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
    let info = crate::modules::sys::unraisable::arguments(vm, exception, message)?;
    vm.call(&hook, &[info])?;
    Ok(true)
}

fn print_unraisable(vm: &mut Vm, exception: &Value, message: &str, object: Option<&Value>) {
    if let Err(raised) = report(vm, message, object) {
        drop(vm.take_raised(raised));
    }
    crate::types::traceback::print_unraisable(vm, exception);
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
