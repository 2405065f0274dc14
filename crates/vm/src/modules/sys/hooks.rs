//! What happens with results, exceptions and the end of the program: hooks and `exit`.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::modules::io::standard;
use crate::types::dict::Dict;
use crate::types::exception;
use crate::types::traceback::print_uncaught;
use crate::types::tuple::Tuple;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("displayhook", displayhook, 1, 1)
        .doc("displayhook($module, object, /)\n--\n\nPrint an object to sys.stdout and keep it in builtins._."),
    Method::new("exc_info", exc_info, 0, 0)
        .doc("exc_info($module, /)\n--\n\nReturn (type, value, traceback) of the exception being handled."),
    Method::new("excepthook", excepthook, 3, 3)
        .doc("excepthook($module, exctype, value, traceback, /)\n--\n\nPrint an exception to sys.stderr."),
    Method::new("exception", current_exception, 0, 0)
        .doc("exception($module, /)\n--\n\nReturn the exception being handled, or None."),
    Method::new("exit", exit, 0, 1)
        .doc("exit($module, status=None, /)\n--\n\nEnd the program by raising SystemExit(status)."),
];

/// `sys.__displayhook__` and the others.
pub(super) fn keep_originals(vm: &mut Vm, dict: &Obj<Dict>) -> PyResult<()> {
    for (name, original) in [
        ("breakpointhook", "__breakpointhook__"),
        ("displayhook", "__displayhook__"),
        ("excepthook", "__excepthook__"),
        ("unraisablehook", "__unraisablehook__"),
    ] {
        let name = vm.intern(name)?;
        if let Some(hook) = dict.get_str(vm, &name) {
            put(vm, dict, original, hook)?;
        }
    }
    Ok(())
}

/// What an expression statement of a session does: calls `sys.displayhook`.
///
/// # Errors
/// What the hook raises.
pub fn display(vm: &mut Vm, value: &Value) -> PyResult<()> {
    let hook = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &vm.names().displayhook));
    match hook {
        Some(hook) => vm.call(&hook, std::slice::from_ref(value)).map(drop),
        None => Err(vm.raise(Exc::RuntimeError, format_args!("lost sys.displayhook"))),
    }
}

fn displayhook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    if value.is_none() {
        return Ok(Value::none());
    }
    let Some(builtins) = vm.builtins.clone() else { return Ok(Value::none()) };
    put(vm, &builtins, "_", Value::none())?;
    let Some(out) = standard::current(vm, &vm.names().stdout) else {
        return Err(vm.raise(Exc::RuntimeError, format_args!("lost sys.stdout")));
    };
    let text = vm.repr(value)?;
    standard::write_text(vm, &out, &text)?;
    let end = vm.new_str("\n")?;
    standard::write_text(vm, &out, &end)?;
    put(vm, &builtins, "_", value.clone())?;
    Ok(Value::none())
}

fn exc_info(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let Some(exception) = vm.handled.clone() else {
        return vm.new_tuple_from([Value::none(), Value::none(), Value::none()]);
    };
    let class = vm.type_of(&exception).to_value();
    let traceback = exception::traceback_of(&exception).unwrap_or_else(Value::none);
    vm.new_tuple_from([class, exception, traceback])
}

fn current_exception(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(vm.handled.clone().unwrap_or_else(Value::none))
}

fn excepthook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let exception = &args.values[1];
    if !vm.is_instance_of_exc(exception, Exc::BaseException) {
        let kind = vm.type_name(exception);
        let message = format_args!("TypeError: print_exception(): Exception expected for value, {kind} found\n");
        let message = vm.new_str_fmt(message)?;
        super::write_stderr_value(vm, &message);
        return Ok(Value::none());
    }
    let traceback = &args.values[2];
    if !traceback.is_none() && exception::traceback_of(exception).is_none() {
        exception::set_traceback(exception, Some(traceback.clone()));
    }
    print_uncaught(vm, exception);
    Ok(Value::none())
}

fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.values.first() {
        // As any exception that is raised with a tuple.
        Some(status) if status.exact::<Tuple>().is_some() => {
            let items = status.downcast::<Tuple>().map_or(&[][..], Tuple::items);
            let exception = crate::types::exception::new_with_args(vm, Exc::SystemExit, items)?;
            Err(vm.raise_value(exception))
        }
        Some(status) if !status.is_none() => Err(vm.raise_with(Exc::SystemExit, status.clone())),
        _ => Err(vm.raise_bare(Exc::SystemExit)),
    }
}
