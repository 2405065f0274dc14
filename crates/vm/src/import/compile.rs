//! From source to code objects: the compiler's budget is the heap, its errors are SyntaxErrors, its warnings are
//! printed.

use std::sync::atomic::Ordering;
use std::time::Duration;

use pitviper_compiler::apart::Ended;
use pitviper_compiler::ast::{Budget, OutOfMemory, Tree};
use pitviper_compiler::error::{CompileError, ErrorKind, SyntaxError, TOO_COMPLEX};
use pitviper_compiler::parse::{Mode, Wanted, check_signature, parse_with};
use pitviper_compiler::source::{Input, declared_encoding};
use pitviper_compiler::{Compiled, Options, Warning, warnings_of};
use pitviper_object::{Heap, Obj, Value};
use pitviper_text::Chars;
use pitviper_text::codecs::{Codec, Encoding, Handler};

use crate::core::capabilities::Sandbox;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::modules::codecs::registry;
use crate::modules::io::scratch::{Scratch, encode, encode_lossy};
use crate::types::code::CodeObject;
use crate::types::exception::syntax::METADATA;
use crate::types::exception::{fields, new_with_args};
use crate::types::str::Str;

/// What is asked of the compiler.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// `co_filename`: a string.
    pub filename: &'a Value,
    /// File, statement or expression.
    pub mode: Mode,
    /// Optimization level.
    pub optimize: u8,
    /// Future features in force.
    pub future_flags: u32,
    /// Whether `await` is allowed outside functions.
    pub top_level_await: bool,
    /// The function that messages name.
    pub function: &'static str,
}

impl Request<'_> {
    /// What the compiler is told.
    fn options(&self) -> Options {
        Options {
            mode: self.mode,
            future_flags: self.future_flags,
            optimize: self.optimize,
            top_level_await: self.top_level_await,
        }
    }
}

/// The heap as the compiler's budget.
pub(crate) struct HeapBudget<'h>(pub(crate) &'h mut Heap);

impl Budget for HeapBudget<'_> {
    fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        if crate::core::collect::count_charge(self.0) {
            return Err(OutOfMemory);
        }
        self.0.charge(bytes).map_err(|_| OutOfMemory)
    }

    fn release(&mut self, bytes: usize) {
        self.0.uncharge(bytes);
    }
}

/// As [`HeapBudget`], for work that may leave a parser behind.
struct SourceBudget<'v> {
    heap: &'v mut Heap,
    parser: &'v mut Option<Leftover>,
}

/// A thread that parses what nobody waits for any more.
pub(crate) struct Leftover {
    /// Charged for what it holds.
    bytes: usize,
    ended: Ended,
}

impl Budget for SourceBudget<'_> {
    fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        HeapBudget(self.heap).charge(bytes)
    }

    fn release(&mut self, bytes: usize) {
        self.heap.uncharge(bytes);
    }

    fn is_stopped(&mut self) -> bool {
        self.heap.is_hurried()
    }

    fn release_after(&mut self, bytes: usize, ended: Ended) {
        *self.parser = Some(Leftover { bytes, ended });
    }

    fn await_others(&mut self) -> Result<(), OutOfMemory> {
        let Some(Leftover { bytes, ended }) = self.parser else { return Ok(()) };
        while !ended.load(Ordering::Acquire) {
            if self.heap.is_hurried() {
                return Err(OutOfMemory);
            }
            std::thread::sleep(Duration::from_micros(50));
        }
        self.heap.uncharge(*bytes);
        *self.parser = None;
        Ok(())
    }
}

impl Vm {
    /// Takes the charge for a parser back that nobody waits for, if it has ended or `anyway`: its memory is not the heap's.
    pub(crate) fn forget_parser(&mut self, anyway: bool) {
        if let Some(parser) = self.parser.take_if(|parser| anyway || parser.ended.load(Ordering::Acquire)) {
            self.heap.uncharge(parser.bytes);
        }
    }
}

/// Compiles a string or bytes.
///
/// # Errors
/// SyntaxError, TypeError, UnicodeEncodeError, `MemoryError`.
pub fn compile_value(vm: &mut Vm, source: &Value, request: &Request<'_>) -> PyResult<Obj<CodeObject>> {
    with_input(vm, source, request, |vm, input| compile_input(vm, input, request))
}

/// Calls `then` with the source that a string or bytes object holds.
pub(crate) fn with_input<T>(
    vm: &mut Vm,
    source: &Value,
    request: &Request<'_>,
    then: impl FnOnce(&mut Vm, Input<'_>) -> PyResult<T>,
) -> PyResult<T> {
    let utf8 = Encoding { codec: Codec::Utf8, mark: false };
    if let Some(text) = source.downcast::<Str>() {
        let encoded = encode(vm, text, utf8, Handler::Strict)?;
        reject_null(vm, &encoded)?;
        let text = std::str::from_utf8(&encoded).unwrap_or_default();
        return then(vm, Input::Text(trimmed(text, request)));
    }
    if crate::types::bytes::borrow(source).is_some() {
        let copy = match source.exact::<crate::types::bytes::Bytes>() {
            Some(_) => source.clone(),
            None => vm.new_bytes(crate::types::bytes::borrow(source).unwrap_or_default())?,
        };
        let bytes = crate::types::bytes::borrow(&copy).unwrap_or_default();
        reject_null(vm, bytes)?;
        return then(vm, Input::Bytes(bytes));
    }
    let function = request.function;
    let last = if function == "compile" { "AST" } else { "code" };
    Err(vm.type_error(format_args!("{function}() arg 1 must be a string, bytes or {last} object")))
}

/// `eval` takes leading blanks.
fn trimmed<'s>(text: &'s str, request: &Request<'_>) -> &'s str {
    if request.mode == Mode::Expression && request.function == "eval" {
        text.trim_start_matches([' ', '\t'])
    } else {
        text
    }
}

fn reject_null(vm: &mut Vm, bytes: &[u8]) -> PyResult<()> {
    if memchr::memchr(0, bytes).is_none() {
        return Ok(());
    }
    Err(vm.raise(Exc::SyntaxError, format_args!("source code string cannot contain null bytes")))
}

/// Compiles source.
///
/// # Errors
/// SyntaxError, `MemoryError`.
pub fn compile_input(vm: &mut Vm, input: Input<'_>, request: &Request<'_>) -> PyResult<Obj<CodeObject>> {
    let options = request.options();
    // A step for a byte: passes over source are slow.
    vm.worked(match input {
        Input::Text(text) => text.len(),
        Input::Bytes(bytes) => bytes.len(),
    });
    with_texts(vm, input, request, |vm, filename, input| {
        let compiled = pitviper_compiler::compile(
            input,
            filename,
            options,
            &mut SourceBudget { heap: &mut vm.heap, parser: &mut vm.parser },
        );
        finish(vm, compiled, request, (filename, input))
    })
}

/// Reads source without compiling it. The tree's memory is charged to the heap.
///
/// # Errors
/// SyntaxError, `MemoryError`.
pub(crate) fn parse_input(vm: &mut Vm, input: Input<'_>, request: &Request<'_>, type_comments: bool) -> PyResult<Tree> {
    let wanted = Wanted { mode: request.mode, type_comments };
    with_texts(vm, input, request, |vm, filename, input| {
        let tree = match parse_with(input, wanted, &mut SourceBudget { heap: &mut vm.heap, parser: &mut vm.parser }) {
            Ok(tree) => tree,
            Err(error) => return Err(compile_error(vm, error, request, (filename, input))),
        };
        let warned = match warnings_of(&tree, &mut HeapBudget(&mut vm.heap)) {
            Ok(warnings) => warn_all(vm, &warnings, request, (filename, input)),
            Err(OutOfMemory) => Err(vm.no_memory()),
        };
        match warned {
            Ok(()) => Ok(tree),
            Err(raised) => {
                tree.free(&mut HeapBudget(&mut vm.heap));
                Err(raised)
            }
        }
    })
}

/// Fails when source is no signature (`mode='func_type'`).
///
/// # Errors
/// SyntaxError, `MemoryError`.
pub(crate) fn check_signature_input(vm: &mut Vm, input: Input<'_>, request: &Request<'_>) -> PyResult<()> {
    with_texts(vm, input, request, |vm, filename, input| {
        match check_signature(input, &mut SourceBudget { heap: &mut vm.heap, parser: &mut vm.parser }) {
            Ok(()) => Ok(()),
            Err(error) => Err(compile_error(vm, error, request, (filename, input))),
        }
    })
}

/// Compiles a tree that was not read from source, and frees it.
///
/// # Errors
/// SyntaxError, `MemoryError`.
pub(crate) fn compile_tree(vm: &mut Vm, mut tree: Tree, request: &Request<'_>) -> PyResult<Obj<CodeObject>> {
    let options = request.options();
    with_texts(vm, Input::Text(""), request, |vm, filename, input| {
        let mut budget = HeapBudget(&mut vm.heap);
        let compiled = pitviper_compiler::compile_tree(&mut tree, "", filename, options, &mut budget);
        tree.free(&mut budget);
        finish(vm, compiled, request, (filename, input))
    })
}

/// Calls `then` with the file's name and the source as the compiler takes them.
fn with_texts<T>(
    vm: &mut Vm,
    input: Input<'_>,
    request: &Request<'_>,
    then: impl FnOnce(&mut Vm, &str, Input<'_>) -> PyResult<T>,
) -> PyResult<T> {
    let name = match request.filename.downcast::<Str>() {
        Some(name) => encode_lossy(vm, name)?,
        None => return Err(vm.type_error(format_args!("filename must be a string"))),
    };
    let filename = std::str::from_utf8(&name).unwrap_or_default();
    let decoded = match input {
        Input::Bytes(source) => registered_encoding(vm, source)?,
        Input::Text(_) => None,
    };
    let input = match &decoded {
        Some(text) => Input::Text(std::str::from_utf8(text).unwrap_or_default()),
        None => input,
    };
    then(vm, filename, input)
}

/// The code object, or the error.
fn finish(
    vm: &mut Vm,
    compiled: Result<Compiled, CompileError>,
    request: &Request<'_>,
    source: (&str, Input<'_>),
) -> PyResult<Obj<CodeObject>> {
    match compiled {
        Ok(Compiled { code, warnings }) => {
            let code = vm.new_code(code)?;
            warn_all(vm, &warnings, request, source)?;
            Ok(code)
        }
        Err(error) => Err(compile_error(vm, error, request, source)),
    }
}

fn warn_all(
    vm: &mut Vm,
    warnings: &[Warning],
    request: &Request<'_>,
    (filename, input): (&str, Input<'_>),
) -> PyResult<()> {
    for warning in (0..3).flat_map(|phase| warnings.iter().filter(move |warning| phase_of(warning) == phase)) {
        let line = source_line(&vm.sandbox, warning, filename, input);
        if !crate::modules::warn::about_source(vm, warning, request.filename, line)? {
            show_warning(vm, warning, filename, input);
        }
    }
    Ok(())
}

fn compile_error(vm: &mut Vm, error: CompileError, request: &Request<'_>, source: (&str, Input<'_>)) -> Raised {
    match error {
        // A stop that is due looks like want of memory to the compiler.
        CompileError::OutOfMemory => vm.check_interrupt().err().unwrap_or_else(|| vm.no_memory()),
        CompileError::TooComplex => vm.raise(Exc::MemoryError, format_args!("{TOO_COMPLEX}")),
        CompileError::Syntax(error) => {
            let raised = syntax_error(vm, &error, request.filename, source);
            vm.heap.uncharge(error.bytes());
            raised
        }
    }
}

/// Source whose cookie names an encoding that only the registry of codecs knows, as UTF-8. What it does not know
/// either is left to the compiler to complain of.
fn registered_encoding(vm: &mut Vm, source: &[u8]) -> PyResult<Option<Scratch>> {
    let Some(name) = declared_encoding(source) else { return Ok(None) };
    let is_short = |known: &str| name.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known));
    if Encoding::named(Chars::One(name.as_bytes())).is_some() || is_short("utf-8") || is_short("latin-1") {
        return Ok(None);
    }
    let encoding = vm.new_str(name)?;
    let Some(encoding) = encoding.downcast::<Str>() else { return Ok(None) };
    if let Err(raised) = registry::lookup(vm, encoding) {
        if vm.raised_is(&raised, Exc::LookupError) {
            drop(vm.take_raised(raised));
            return Ok(None);
        }
        return Err(raised);
    }
    let bytes = vm.new_bytes(source)?;
    match registry::decode_text(vm, &bytes, encoding, None) {
        Ok(text) => match text.downcast::<Str>() {
            Some(text) => encode(vm, text, Encoding { codec: Codec::Utf8, mark: false }, Handler::Strict).map(Some),
            None => Ok(None),
        },
        Err(raised) if vm.raised_is(&raised, Exc::UnicodeError) || vm.raised_is(&raised, Exc::LookupError) => {
            let error = vm.take_raised(raised);
            let text = vm.str(&error)?;
            Err(match text.downcast::<Str>() {
                Some(text) => vm.raise(Exc::SyntaxError, format_args!("{text}")),
                None => vm.raise_bare(Exc::SyntaxError),
            })
        }
        Err(raised) => Err(raised),
    }
}

/// The exception for a syntax error, raised.
fn syntax_error(vm: &mut Vm, error: &SyntaxError, filename: &Value, source: (&str, Input<'_>)) -> Raised {
    match make_syntax_error(vm, error, filename, source) {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

fn make_syntax_error(vm: &mut Vm, error: &SyntaxError, filename: &Value, (name, input): (&str, Input<'_>)) -> PyResult {
    let class = match error.kind {
        ErrorKind::Syntax => Exc::SyntaxError,
        ErrorKind::Indentation => Exc::IndentationError,
        ErrorKind::Tab => Exc::TabError,
        ErrorKind::Value => Exc::ValueError,
    };
    let message = vm.new_str(error.message())?;
    let Some(place) = error.location else { return new_with_args(vm, class, &[message]) };
    let is_file = crate::modules::io::is_file(&vm.sandbox, name.as_bytes());
    let text = match error.text() {
        Some(text) if place.line > 0 && (is_file && !text.is_empty() || !error.by_compiler) => vm.new_str(text)?,
        _ if place.line == 0 && !error.by_compiler => vm.new_str("")?,
        _ => Value::none(),
    };
    let [line, offset, end_line, end_offset] =
        [i64::from(place.line), i64::from(place.offset), i64::from(place.end_line), i64::from(place.end_offset)]
            .map(Value::small);
    let details = vm.new_tuple_from([filename.clone(), line, offset, text, end_line, end_offset])?;
    let exception = new_with_args(vm, class, &[message, details])?;
    if error.by_compiler {
        return Ok(exception);
    }
    // What misspelt keywords are looked for in. Files are read again.
    let source = match input {
        _ if is_file => Value::none(),
        Input::Text(text) => vm.new_str(text)?,
        Input::Bytes(bytes) => std::str::from_utf8(bytes).map_or(Ok(Value::none()), |text| vm.new_str(text))?,
    };
    let (line, column) = error.last_statement;
    let metadata = vm.new_tuple_from([Value::small(i64::from(line)), Value::small(i64::from(column)), source])?;
    fields::set(vm, &exception, METADATA, Some(metadata));
    Ok(exception)
}

/// When CPython finds what it warns of: reading (0), preparing the tree (1), making code (2).
fn phase_of(warning: &Warning) -> u8 {
    let message = &warning.message;
    if message.contains(" escape sequence") || message.starts_with("invalid ") {
        0
    } else if message.ends_with(" in a 'finally' block") {
        1
    } else {
        2
    }
}

/// The line that a warning is about, with its end. As in CPython, only files have lines to show.
fn source_line<'a>(sandbox: &Sandbox, warning: &Warning, filename: &str, input: Input<'a>) -> Option<&'a str> {
    let bytes = match input {
        Input::Text(text) => text.as_bytes(),
        Input::Bytes(bytes) => bytes,
    };
    if !crate::modules::io::is_file(sandbox, filename.as_bytes()) {
        return None;
    }
    let line = bytes.split_inclusive(|byte| *byte == b'\n').nth((warning.line as usize).saturating_sub(1))?;
    std::str::from_utf8(line).ok()
}

/// Prints a warning with its source line.
fn show_warning(vm: &mut Vm, warning: &Warning, filename: &str, input: Input<'_>) {
    let (number, message) = (warning.line, &warning.message);
    let line = source_line(&vm.sandbox, warning, filename, input).map(str::trim).unwrap_or_default();
    let text = if line.is_empty() {
        vm.new_str_fmt(format_args!("{filename}:{number}: SyntaxWarning: {message}\n"))
    } else {
        vm.new_str_fmt(format_args!("{filename}:{number}: SyntaxWarning: {message}\n  {line}\n"))
    };
    match text {
        Ok(text) => crate::modules::sys::write_stderr_value(vm, &text),
        Err(raised) => drop(vm.take_raised(raised)),
    }
}
