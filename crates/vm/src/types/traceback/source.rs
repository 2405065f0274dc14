//! Source lines for tracebacks: from the file, or from source that has no file and was registered with its code.

use std::io::Read;

use pitviper_object::{Obj, Value};

use super::buffer::Buffer;
use crate::core::capabilities::Sandbox;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::modules::io::Reader;
use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Keeps the source of code that has no file (`-c`, a session), so that tracebacks can show it.
///
/// # Errors
/// `MemoryError`.
pub fn register(vm: &mut Vm, code: &Value, source: &Value) -> PyResult<()> {
    let sources = match vm.sources.clone() {
        Some(sources) => sources,
        None => {
            let sources = vm.new_list()?;
            vm.sources = Some(sources.clone());
            sources
        }
    };
    let pair = vm.new_tuple_from([code.clone(), source.clone()])?;
    vm.list_push(&sources, pair)
}

/// The same for source that a host gives again and again: of all registered only the last `kept` stay.
///
/// # Errors
/// `MemoryError`.
pub fn register_recent(vm: &mut Vm, code: &Value, source: &Value, kept: usize) -> PyResult<()> {
    register(vm, code, source)?;
    if let Some(sources) = vm.sources.clone() {
        while sources.len() > kept {
            drop(sources.remove(0));
        }
    }
    Ok(())
}

/// Whether two pieces of code pass for the same: as in CPython, by name and first line.
fn is_like(a: &CodeObject, b: &CodeObject) -> bool {
    let (a, b) = (&a.code, &b.code);
    a.first_line == b.first_line && a.qualname == b.qualname && a.name == b.name && a.filename == b.filename
}

/// Whether `inner` passes for `outer` or something nested in it.
fn holds(vm: &mut Vm, outer: &CodeObject, inner: &CodeObject) -> bool {
    if let Err(raised) = vm.check_native_stack().and_then(|()| vm.prepare_code(outer)) {
        drop(vm.take_raised(raised));
        return false;
    }
    if is_like(outer, inner) {
        return true;
    }
    (0..outer.code.constants.len()).any(|index| {
        outer.constant(index as u16).downcast::<CodeObject>().is_some_and(|nested| holds(vm, nested, inner))
    })
}

/// The registered source of a piece of code.
fn registered(vm: &mut Vm, sources: &List, code: &CodeObject) -> Option<Value> {
    for index in (0..sources.len()).rev() {
        let pair = sources.get(index)?;
        let Some([outer, source]) = pair.downcast::<Tuple>().map(Tuple::items) else { continue };
        if let Some(outer) = outer.downcast::<CodeObject>()
            && holds(vm, outer, code)
        {
            return Some(source.clone());
        }
    }
    None
}

/// Takes source in pieces and keeps the lines wanted, without what is blank at their ends.
struct Lines<'b> {
    first: u32,
    last: u32,
    line: u32,
    after_return: bool,
    /// Where the present line starts in `out`.
    start: usize,
    out: &'b mut Buffer,
}

impl Lines<'_> {
    fn wanted(&self) -> bool {
        (self.first..=self.last).contains(&self.line)
    }

    fn done(&self) -> bool {
        self.line > self.last
    }

    fn end_line(&mut self) -> PyResult<()> {
        if self.wanted() {
            self.out.trim_end_from(self.start, char::is_whitespace);
            if self.line < self.last {
                self.out.push("\n")?;
            }
            self.start = self.out.as_str().len();
        }
        self.line += 1;
        Ok(())
    }

    fn take(&mut self, mut text: &str) -> PyResult<()> {
        while !self.done() && !text.is_empty() {
            if std::mem::take(&mut self.after_return)
                && let Some(rest) = text.strip_prefix('\n')
            {
                text = rest;
                continue;
            }
            let end = text.find(['\n', '\r']);
            if self.wanted() {
                self.out.push(&text[..end.unwrap_or(text.len())])?;
            }
            let Some(end) = end else { break };
            self.after_return = text.as_bytes()[end] == b'\r';
            self.end_line()?;
            text = &text[end + 1..];
        }
        Ok(())
    }

    /// The last line may lack its end; lines that are not there are empty.
    fn finish(mut self) -> PyResult<()> {
        while !self.done() {
            self.end_line()?;
        }
        Ok(())
    }
}

/// Appends lines `first..=last` of a file; nothing when it cannot be read as UTF-8.
fn read_file(sandbox: &Sandbox, name: &str, lines: &mut Lines<'_>) -> PyResult<bool> {
    let Ok(mut file) = Reader::open(sandbox, name.as_bytes()) else { return Ok(false) };
    let mut block = [0u8; 4096];
    let mut len = 0;
    let mut at_start = true;
    while !lines.done() {
        let got = match file.read(&mut block[len..]) {
            Ok(0) => break,
            Ok(got) => got,
            Err(_) => return Ok(false),
        };
        len += got;
        let good = match std::str::from_utf8(&block[..len]) {
            Ok(_) => len,
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        let text = std::str::from_utf8(&block[..good]).unwrap_or_default();
        let text = if std::mem::take(&mut at_start) { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
        lines.take(text)?;
        block.copy_within(good..len, 0);
        len -= good;
    }
    Ok(true)
}

/// The source that the loader of a module gives (`__loader__.get_source(__name__)`).
fn from_loader(vm: &mut Vm, globals: &Dict) -> PyResult<Option<Value>> {
    let names = vm.names();
    let (Some(loader), Some(name)) = (globals.get_str(vm, &names.__loader__), globals.get_str(vm, &names.__name__))
    else {
        return Ok(None);
    };
    let get_source = vm.intern("get_source")?;
    let Some(method) = vm.get_attr_opt(&loader, &get_source)? else { return Ok(None) };
    let source = vm.call(&method, &[name])?;
    Ok(Some(source).filter(|source| source.kind() == kinds::STR))
}

/// Appends lines `first..=last` of the source of a piece of code, joined by line ends, each without blanks at its
/// end. Lines that cannot be had are empty.
///
/// # Errors
/// `MemoryError`.
pub fn read_lines(
    vm: &mut Vm,
    code: &CodeObject,
    globals: Option<&Obj<Dict>>,
    (first, last): (u32, u32),
    out: &mut Buffer,
) -> PyResult<()> {
    let start = out.as_str().len();
    let mut lines = Lines { first, last, line: 1, after_return: false, start, out };
    let filename = &code.code.filename;
    if !filename.starts_with('<') && read_file(&vm.sandbox, filename, &mut lines)? {
        return lines.finish();
    }
    if let Some(sources) = vm.sources.clone()
        && let Some(source) = registered(vm, &sources, code)
    {
        take_string(&source, &mut lines)?;
        return lines.finish();
    }
    if let Some(globals) = globals
        && (!filename.starts_with('<') || filename.starts_with("<frozen "))
    {
        match from_loader(vm, globals) {
            Ok(Some(source)) => take_string(&source, &mut lines)?,
            Ok(None) => {}
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
    lines.finish()
}

/// Appends lines `first..=last` of a source that is at hand, or of a file; false when there is no such file.
///
/// # Errors
/// `MemoryError`.
pub fn lines_of(
    sandbox: &Sandbox,
    filename: &str,
    source: Option<&Value>,
    (first, last): (u32, u32),
    out: &mut Buffer,
) -> PyResult<bool> {
    let start = out.as_str().len();
    let mut lines = Lines { first, last, line: 1, after_return: false, start, out };
    match source {
        Some(source) => take_string(source, &mut lines)?,
        None if !read_file(sandbox, filename, &mut lines)? => return Ok(false),
        None => {}
    }
    lines.finish()?;
    Ok(true)
}

fn take_string(source: &Value, lines: &mut Lines<'_>) -> PyResult<()> {
    let Some(text) = source.downcast::<Str>() else { return Ok(()) };
    let mut result = Ok(());
    super::buffer::encode(text.chars(), &mut |piece| {
        if result.is_ok() && !lines.done() {
            result = lines.take(piece);
        }
    });
    result
}
