//! From source to a code object of this interpreter: memory is charged to its heap, errors become exceptions.

use pitviper_compiler::ast::{Budget, OutOfMemory};
use pitviper_compiler::error::{CompileError, ErrorKind, SyntaxError, TOO_COMPLEX};
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, Warning, compile};
use pitviper_object::{Heap, Obj, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::code::CodeObject;

/// The heap as the compiler sees it.
pub struct HeapBudget<'h>(pub &'h mut Heap);

impl Budget for HeapBudget<'_> {
    fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        self.0.charge(bytes).map_err(|_| OutOfMemory)
    }

    fn release(&mut self, bytes: usize) {
        self.0.uncharge(bytes);
    }
}

/// Compiles source. Warnings go to standard error as CPython shows them.
///
/// # Errors
/// SyntaxError and its subclasses, or `MemoryError`.
pub fn compile_source(
    vm: &mut Vm,
    input: Input<'_>,
    filename: &str,
    options: Options,
) -> PyResult<Obj<CodeObject>> {
    let compiled = match compile(input, filename, options, &mut HeapBudget(&mut vm.heap)) {
        Ok(compiled) => compiled,
        Err(CompileError::OutOfMemory) => return Err(vm.no_memory()),
        Err(CompileError::TooComplex) => return Err(vm.raise(Exc::MemoryError, format_args!("{TOO_COMPLEX}"))),
        Err(CompileError::Syntax(error)) => {
            let raised = raise_syntax_error(vm, &error, filename);
            vm.heap.uncharge(error.bytes());
            return Err(raised);
        }
    };
    for warning in &compiled.warnings {
        show_warning(vm, warning, input, filename);
    }
    vm.new_code(compiled.code, true)
}

fn raise_syntax_error(vm: &mut Vm, error: &SyntaxError, filename: &str) -> Raised {
    match make_syntax_error(vm, error, filename) {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

/// The exception with its location; `_metadata` is what `traceback` suggests keywords by.
fn make_syntax_error(vm: &mut Vm, error: &SyntaxError, filename: &str) -> PyResult {
    let class = match error.kind {
        ErrorKind::Syntax => Exc::SyntaxError,
        ErrorKind::Indentation => Exc::IndentationError,
        ErrorKind::Tab => Exc::TabError,
    };
    let message = vm.new_str(error.message())?;
    let Some(location) = error.location else {
        return crate::types::exception::new_with_args(vm, class, &[message]);
    };
    let text = match error.text() {
        Some(text) => vm.new_str(text)?,
        None => Value::none(),
    };
    let (end_line, end_offset) = if location.end_line == 0 {
        (Value::none(), Value::none())
    } else {
        (Value::small(i64::from(location.end_line)), Value::small(i64::from(location.end_offset)))
    };
    let file = vm.new_str(filename)?;
    let line = Value::small(i64::from(location.line));
    let place = vm.new_tuple_from([file, line, Value::small(i64::from(location.offset)), text, end_line, end_offset])?;
    crate::types::exception::new_with_args(vm, class, &[message, place])
}

/// `file:line: SyntaxWarning: message` and the line.
fn show_warning(vm: &mut Vm, warning: &Warning, input: Input<'_>, filename: &str) {
    let head = vm.new_str_fmt(format_args!("{filename}:{}: SyntaxWarning: {}\n", warning.line, warning.message));
    let Ok(head) = head else {
        vm.raised = None;
        return;
    };
    crate::modules::sys::write_stderr_value(vm, &head);
    let bytes = match input {
        Input::Bytes(bytes) => bytes,
        Input::Text(text) => text.as_bytes(),
    };
    let line = bytes.split(|&byte| byte == b'\n').nth(warning.line.saturating_sub(1) as usize);
    if let Some(line) = line.and_then(|line| std::str::from_utf8(line).ok())
        && let Ok(line) = vm.new_str_fmt(format_args!("  {}\n", line.trim()))
    {
        crate::modules::sys::write_stderr_value(vm, &line);
    }
    vm.raised = None;
}
