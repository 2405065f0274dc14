//! `input`.

use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::io::standard::{current, flush, write_text};
use crate::types::str::Str;

pub(super) static FUNCTIONS: &[Method] = &[Method::new("input", input, 0, 1)
    .doc("input($module, prompt='', /)\n--\n\nRead a line of text from sys.stdin, without its line end.")];

fn input(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = vm.names();
    let mut streams = [const { None }; 3];
    for (stream, (name, text)) in
        streams.iter_mut().zip([(&names.stdin, "stdin"), (&names.stdout, "stdout"), (&names.stderr, "stderr")])
    {
        *stream = current(vm, name);
        if stream.is_none() {
            return Err(vm.raise(Exc::RuntimeError, format_args!("input(): lost sys.{text}")));
        }
    }
    let [Some(stdin), Some(stdout), Some(stderr)] = streams else { return Err(vm.raise_bare(Exc::RuntimeError)) };
    flush(vm, &stderr)?;
    if let Some(prompt) = args.values.first() {
        let prompt = vm.str(prompt)?;
        write_text(vm, &stdout, &prompt)?;
    }
    flush(vm, &stdout)?;
    let line = vm.call_method(&stdin, &names.readline, &[])?;
    let Some(text) = line.downcast::<Str>() else {
        return Err(vm.type_error(format_args!("object.readline() returned non-string")));
    };
    let chars = text.chars();
    match chars.last() {
        None => Err(vm.raise(Exc::EOFError, format_args!("EOF when reading a line"))),
        Some(10) => vm.new_str_chars(chars.slice(0..chars.len() - 1)),
        Some(_) => Ok(line),
    }
}
