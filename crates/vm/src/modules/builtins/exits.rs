//! `exit` and `quit`, `breakpoint` and `help`.

use pitviper_object::Value;

use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::keywords("breakpoint", breakpoint).doc("Calls sys.breakpointhook()."),
    Method::new("exit", exit, 0, 1).doc("exit($module, code=None, /)\n--\n\nEnd the program by raising SystemExit."),
    Method::keywords("help", help).doc("Prints the documentation of an object."),
    Method::new("quit", exit, 0, 1).doc("quit($module, code=None, /)\n--\n\nEnd the program by raising SystemExit."),
];

fn exit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Err(vm.raise_with(Exc::SystemExit, args.values.first().cloned().unwrap_or_else(Value::none)))
}

fn breakpoint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = vm.intern("breakpointhook")?;
    let hook = vm.sys.clone().and_then(|sys| sys.get_str(vm, &name));
    match hook {
        Some(hook) => vm.call_args(&hook, args),
        None => Err(vm.raise(Exc::RuntimeError, format_args!("lost sys.breakpointhook"))),
    }
}

fn help(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(object) = args.values.first() else {
        return Err(vm.raise(Exc::RuntimeError, format_args!("help() needs an object: there is no help browser")));
    };
    let text = match vm.get_attr_opt(object, &vm.names().__doc__)? {
        Some(text) if !text.is_none() => vm.str(&text)?,
        _ => vm.new_str("No documentation.")?,
    };
    super::print::write_line(vm, &text)
}
