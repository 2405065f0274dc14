//! Compiled code kept in files: `__pycache__/NAME.pitviper-314.pyc` beside the source, or the `.pyc` file itself where
//! there is no source.
//!
//! A `.pyc` file is the 16 bytes of PEP 552 (magic, flags, then the source's time and size or its hash) and what
//! `marshal.dumps` writes of the code. It is written to a file of another name and renamed, so that nobody reads
//! half of one; whatever is wrong with a file, the source is compiled instead. That it cannot be written is nobody's
//! problem.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};

use pitviper_compiler::ast::OutOfMemory;
use pitviper_compiler::parse::Mode;
use pitviper_compiler::serial;
use pitviper_compiler::source::Input;
use pitviper_object::{Obj, Value};

use super::compile::{HeapBudget, Request, compile_input};
use super::paths;
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::modules::io::scratch::{Scratch, encode_lossy, encode_path};
use crate::modules::io::{errors, read_whole_file};
use crate::modules::marshal;
use crate::types::code::CodeObject;
use crate::types::str::Str;

/// Bytes before the code.
const HEAD: usize = 16;
/// The code depends on the source's hash, not its time.
const BY_HASH: u32 = 1;
/// The hash is to be compared.
const CHECK_HASH: u32 = 2;

/// The code of a source file, from the cache when that is up to date, or of a `.pyc` file.
///
/// # Errors
/// OSError, SyntaxError, ImportError, `MemoryError`.
pub fn code_of_file(vm: &mut Vm, file: &[u8], filename: &Value, name: &Value) -> PyResult<Obj<CodeObject>> {
    if file.ends_with(b".pyc") {
        return sourceless(vm, file, filename, name);
    }
    let source = Source::of(vm, file);
    let cached = match source {
        Some(_) => cache_path(vm, file)?,
        None => None,
    };
    if let (Some(source), Some(cached)) = (&source, &cached)
        && let Some(code) = fresh(vm, cached, source, file, filename)?
    {
        return Ok(code);
    }
    let bytes = match read_whole_file(vm, file)? {
        Ok(bytes) => bytes,
        Err(error) => return Err(errors::os_error(vm, &error, Some(filename))),
    };
    let code = compiled(vm, &bytes, filename)?;
    drop(bytes);
    if let (Some(source), Some(cached)) = (source, cached)
        && !flag(vm, "dont_write_bytecode")?
    {
        write(vm, &code, &source, &cached)?;
    }
    Ok(code)
}

/// Compiles a file's bytes.
fn compiled(vm: &mut Vm, bytes: &[u8], filename: &Value) -> PyResult<Obj<CodeObject>> {
    let request = Request {
        filename,
        mode: Mode::Module,
        optimize: vm.options.optimize,
        future_flags: 0,
        top_level_await: false,
        function: "compile",
    };
    compile_input(vm, Input::Bytes(bytes), &request)
}

/// Where the code of a source file is kept, as `__cached__` has it; nothing when nowhere.
///
/// # Errors
/// `MemoryError`.
pub fn cached_name(vm: &mut Vm, filename: &Value) -> PyResult<Option<Value>> {
    let Some(text) = filename.downcast::<Str>() else { return Ok(None) };
    let file = encode_path(vm, text)?;
    if !file.ends_with(b".py") {
        return Ok(file.ends_with(b".pyc").then(|| filename.clone()));
    }
    match cache_path(vm, &file)? {
        Some(path) => paths::decode(vm, &path).map(Some),
        None => Ok(None),
    }
}

/// What a cache must fit.
struct Source {
    mtime: u32,
    size: u32,
    mode: u32,
}

impl Source {
    /// None in a sandbox, which neither reads caches nor writes any.
    fn of(vm: &Vm, file: &[u8]) -> Option<Source> {
        if !vm.sandbox.everything {
            return None;
        }
        let data = fs::metadata(paths::as_path(file)).ok()?;
        Some(Source { mtime: data.mtime() as u32, size: data.size() as u32, mode: data.mode() })
    }
}

/// A setting of `sys` that programs may change.
fn setting(vm: &mut Vm, name: &str) -> PyResult<Option<Value>> {
    let name = vm.intern(name)?;
    Ok(vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &name)).filter(|value| !value.is_none()))
}

fn flag(vm: &mut Vm, name: &str) -> PyResult<bool> {
    match setting(vm, name)? {
        Some(value) => vm.truth(&value),
        None => Ok(false),
    }
}

/// `FOLDER/__pycache__/NAME.TAG.pyc`, or that below `sys.pycache_prefix`.
fn cache_path(vm: &mut Vm, file: &[u8]) -> PyResult<Option<Scratch>> {
    let slash = file.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let (folder, name) = file.split_at(slash);
    let Some(stem) = name.strip_suffix(b".py") else { return Ok(None) };
    let mut path = Scratch::new(vm);
    let prefix = setting(vm, "pycache_prefix")?;
    match prefix.as_ref().and_then(Value::downcast::<Str>) {
        Some(prefix) => {
            let prefix = encode_path(vm, prefix)?;
            path.push(prefix.strip_suffix(b"/").unwrap_or(&prefix))?;
            if !folder.starts_with(b"/") {
                let working = paths::working_folder(vm)?;
                path.push(&working)?;
                path.push(b"/")?;
            }
            path.push(folder)?;
        }
        None => {
            path.push(folder)?;
            path.push(b"__pycache__/")?;
        }
    }
    path.push(stem)?;
    path.push(b".pitviper-314")?;
    match vm.options.optimize {
        0 => {}
        1 => path.push(b".opt-1")?,
        _ => path.push(b".opt-2")?,
    }
    path.push(b".pyc")?;
    Ok(Some(path))
}

/// The code in a cache that fits the source.
fn fresh(
    vm: &mut Vm,
    cached: &[u8],
    source: &Source,
    file: &[u8],
    filename: &Value,
) -> PyResult<Option<Obj<CodeObject>>> {
    let Ok(bytes) = read_whole_file(vm, cached)? else { return Ok(None) };
    let Some((head, code)) = bytes.split_first_chunk::<HEAD>() else { return Ok(None) };
    let [magic, flags, mtime, size] = words(head);
    if magic != serial::magic() {
        return Ok(None);
    }
    let fits = match u32::from_le_bytes(flags) {
        0 => u32::from_le_bytes(mtime) == source.mtime && u32::from_le_bytes(size) == source.size,
        BY_HASH => true,
        flags if flags == BY_HASH | CHECK_HASH => match read_whole_file(vm, file)? {
            Ok(text) => head[8..] == hash_of(&text),
            Err(_) => false,
        },
        _ => false,
    };
    if fits { code_of(vm, code, filename) } else { Ok(None) }
}

fn words(head: &[u8; HEAD]) -> [[u8; 4]; 4] {
    let mut words = [[0; 4]; 4];
    for (word, bytes) in words.iter_mut().zip(head.as_chunks::<4>().0) {
        *word = *bytes;
    }
    words
}

/// The hash of a source, as `_imp.source_hash` gives it for the key that the magic number is.
fn hash_of(source: &[u8]) -> [u8; 8] {
    let key = u64::from(u32::from_le_bytes(serial::magic()));
    let key = pitviper_text::hash::Key::from_bytes(u128::from(key).to_le_bytes());
    pitviper_text::hash::siphash13(key, source).to_le_bytes()
}

fn code_of(vm: &mut Vm, bytes: &[u8], filename: &Value) -> PyResult<Option<Obj<CodeObject>>> {
    let Some(text) = filename.downcast::<Str>() else { return Ok(None) };
    let filename = encode_lossy(vm, text)?;
    marshal::code_of(vm, bytes, std::str::from_utf8(&filename).unwrap_or_default())
}

/// The code of a `.pyc` file that is imported or run by itself.
fn sourceless(vm: &mut Vm, file: &[u8], filename: &Value, name: &Value) -> PyResult<Obj<CodeObject>> {
    let bytes = match read_whole_file(vm, file)? {
        Ok(bytes) => bytes,
        Err(error) => return Err(errors::os_error(vm, &error, Some(filename))),
    };
    let shown = vm.repr(name)?;
    let Some(shown) = shown.downcast::<Str>() else { return Err(vm.no_memory()) };
    if !bytes.starts_with(&serial::magic()) {
        let magic = vm.new_bytes(&bytes[..bytes.len().min(4)])?;
        let magic = vm.repr(&magic)?;
        let Some(magic) = magic.downcast::<Str>() else { return Err(vm.no_memory()) };
        return Err(vm.raise(Exc::ImportError, format_args!("bad magic number in {shown}: {magic}")));
    }
    let Some((head, code)) = bytes.split_first_chunk::<HEAD>() else {
        return Err(vm.raise(Exc::EOFError, format_args!("reached EOF while reading pyc header of {shown}")));
    };
    let flags = u32::from_le_bytes(words(head)[1]);
    if flags & !(BY_HASH | CHECK_HASH) != 0 {
        return Err(vm.raise(Exc::ImportError, format_args!("invalid flags {flags:#x} in {shown}")));
    }
    match code_of(vm, code, filename)? {
        Some(code) => Ok(code),
        None => Err(vm.raise(Exc::ImportError, format_args!("Non-code object in {shown}"))),
    }
}

/// The code of a `.pyc` file that is run as a program; nothing when it is none of this version's.
///
/// # Errors
/// `MemoryError`.
pub fn program(vm: &mut Vm, bytes: &[u8], filename: &Value) -> PyResult<Option<Obj<CodeObject>>> {
    match bytes.split_first_chunk::<HEAD>() {
        Some((head, code)) if words(head)[0] == serial::magic() => code_of(vm, code, filename),
        _ => Ok(None),
    }
}

/// Writes a cache, quietly.
fn write(vm: &mut Vm, code: &CodeObject, source: &Source, path: &[u8]) -> PyResult<()> {
    let mut bytes = Scratch::new(vm);
    bytes.push(&serial::magic())?;
    bytes.push(&0u32.to_le_bytes())?;
    bytes.push(&source.mtime.to_le_bytes())?;
    bytes.push(&source.size.to_le_bytes())?;
    bytes.push(b"c")?;
    let mut form = Scratch::new(vm);
    let shared = code.code.clone();
    let done =
        serial::write(&shared, &mut HeapBudget(&mut vm.heap), &mut |piece| form.push(piece).map_err(|_| OutOfMemory));
    let Ok(length) = u32::try_from(form.len()) else { return Ok(()) };
    // A program at its limit goes on without a cache, as does one whose code is too deep.
    if done.is_err() {
        return Ok(());
    }
    bytes.push(&length.to_le_bytes())?;
    bytes.push(&form)?;
    let mut other = Scratch::new(vm);
    other.push(path)?;
    other.push(b".")?;
    push_number(&mut other, u64::from(std::process::id()))?;
    let _ = write_atomically(path, &other, &bytes, source.mode);
    Ok(())
}

fn push_number(text: &mut Scratch, number: u64) -> PyResult<()> {
    let mut digits = [0; 20];
    let (mut at, mut left) = (digits.len(), number);
    while at == digits.len() || left > 0 {
        at -= 1;
        digits[at] = b'0' + (left % 10) as u8;
        left /= 10;
    }
    Ok(text.push(&digits[at..])?)
}

/// To a file of another name, which then gets the right one.
fn write_atomically(path: &[u8], other: &[u8], bytes: &[u8], mode: u32) -> std::io::Result<()> {
    let slash = path.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
    fs::create_dir_all(paths::as_path(&path[..slash]))?;
    let other = paths::as_path(other);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode & 0o666 | 0o200).open(other)?;
    let written = file.write_all(bytes).and_then(|()| fs::rename(other, paths::as_path(path)));
    if written.is_err() {
        let _ = fs::remove_file(other);
    }
    written
}
