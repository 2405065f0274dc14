//! `print`.

use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::io::standard::{current, flush, write_text};
use crate::types::str::Str;

pub(super) static FUNCTIONS: &[Method] = &[Method::keywords("print", print).doc(
    "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)\n--\n\nPrint the values to a stream, sys.stdout unless another is given.",
)];

/// `sys.stdout`; nothing when it is None.
fn standard_output(vm: &mut Vm) -> PyResult<Option<Value>> {
    let found = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &vm.names().stdout));
    match found {
        Some(stream) => Ok(Some(stream).filter(|stream| !stream.is_none())),
        None => Err(vm.raise(Exc::RuntimeError, format_args!("lost sys.stdout"))),
    }
}

/// `sep` or `end`: a string that was given, or the default.
fn joint(vm: &mut Vm, name: &str, given: Option<&Value>, default: u8) -> PyResult {
    match given.filter(|given| !given.is_none()) {
        None => crate::core::registry::latin1_char(vm, default),
        Some(text) if text.downcast::<Str>().is_some() => Ok(text.clone()),
        Some(other) => {
            let kind = vm.type_name(other);
            Err(vm.type_error(format_args!("{name} must be None or a string, not {kind}")))
        }
    }
}

fn print(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let values = args.positional();
    let named = Args { values: &args.values[values.len()..], names: args.names };
    let params = Params::new("print", ["sep", "end", "file", "flush"]).keyword_only(4);
    let [sep, end, file, flushing] = params.bind(vm, named)?;
    let file = match file.filter(|file| !file.is_none()) {
        Some(file) => file.clone(),
        None => match standard_output(vm)? {
            Some(file) => file,
            None => return Ok(Value::none()),
        },
    };
    let sep = joint(vm, "sep", sep, b' ')?;
    let end = joint(vm, "end", end, b'\n')?;
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            write_text(vm, &file, &sep)?;
        }
        let text = vm.str(value)?;
        write_text(vm, &file, &text)?;
    }
    write_text(vm, &file, &end)?;
    if let Some(flushing) = flushing
        && vm.truth(flushing)?
    {
        flush(vm, &file)?;
    }
    Ok(Value::none())
}

/// Prints a string and a line end to `sys.stdout`.
pub(super) fn write_line(vm: &mut Vm, text: &Value) -> PyResult {
    if let Some(file) = current(vm, &vm.names().stdout) {
        write_text(vm, &file, text)?;
        let end = crate::core::registry::latin1_char(vm, b'\n')?;
        write_text(vm, &file, &end)?;
    }
    Ok(Value::none())
}
