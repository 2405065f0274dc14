//! `_excepthook`: what is shown of an exception that ended a thread.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// `threading.excepthook`.
pub(super) fn excepthook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.type_of(&args.values[0]);
    let parts = args.values[0].downcast::<Tuple>().filter(|_| class.short_name().eq_str("_ExceptHookArgs"));
    let Some([kind, exception, _, thread]) = parts.map(Tuple::items) else {
        return Err(vm.type_error(format_args!("_thread.excepthook argument type must be ExceptHookArgs")));
    };
    if kind.is(&vm.exc_type(Exc::SystemExit).to_value()) {
        return Ok(Value::none());
    }
    let Some(file) = stream(vm, thread)? else { return Ok(Value::none()) };
    let name = name_of(vm, thread)?;
    let Some(name) = name.downcast::<Str>() else { return Ok(Value::none()) };
    let head = vm.new_str_fmt(format_args!("Exception in thread {name}:\n"))?;
    let write = vm.intern("write")?;
    vm.call_method(&file, &write, &[head])?;
    let mut failed = None;
    vm.print_exception(exception, &mut |vm, text| {
        if failed.is_none() {
            let written = vm.new_str(text).and_then(|text| vm.call_method(&file, &write, &[text]));
            if let Err(raised) = written {
                failed = Some(vm.take_raised(raised));
            }
        }
    });
    if let Some(exception) = failed {
        return Err(vm.reraise(exception));
    }
    let flush = vm.intern("flush")?;
    vm.call_method(&file, &flush, &[])?;
    Ok(Value::none())
}

/// `sys.stderr`, or the one that there was when the thread was made.
fn stream(vm: &mut Vm, thread: &Value) -> PyResult<Option<Value>> {
    let now = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &vm.names().stderr));
    if let Some(stream) = now.filter(|stream| !stream.is_none()) {
        return Ok(Some(stream));
    }
    if thread.is_none() {
        return Ok(None);
    }
    let name = vm.intern("_stderr")?;
    Ok(vm.get_attr_opt(thread, &name)?.filter(|stream| !stream.is_none()))
}

/// The thread's name, or its number.
fn name_of(vm: &mut Vm, thread: &Value) -> PyResult {
    if !thread.is_none()
        && let Some(name) = vm.get_attr_opt(thread, &vm.names().name)?
    {
        return vm.str(&name);
    }
    let ident = vm.thread_ident();
    vm.new_str_fmt(format_args!("{ident}"))
}
