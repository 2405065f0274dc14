//! The standard streams, and writing to whatever `sys.stdout` and `sys.stderr` are.

use pitviper_object::header::BUILTIN_SHAPES;
use pitviper_object::{Obj, Value};
use pitviper_text::codecs::Encoding;

use super::binary::{BinaryFile, flags};
use super::text::{Format, TextFile};
use super::{classes, device};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::str::Str;

/// One of the process's streams as a text file, or None when its descriptor is closed.
///
/// # Errors
/// `MemoryError`.
pub fn stream(vm: &mut Vm, fd: i32, unbuffered: bool, encoding: Option<&str>, errors: &str) -> PyResult {
    if device::check(&vm.sandbox, fd).is_err() {
        return Ok(Value::none());
    }
    let (name, mode, errors, class, access) = match fd {
        0 => ("<stdin>", "r", errors, classes::READER, flags::READ),
        1 => ("<stdout>", "w", errors, classes::WRITER, flags::WRITE),
        _ => ("<stderr>", "w", "backslashreplace", classes::WRITER, flags::WRITE),
    };
    let raw = unbuffered && fd > 0;
    let class = classes::class(vm, if raw { classes::FILE_IO } else { class });
    let access = if raw { access | flags::RAW } else { access };
    let name = vm.intern(name)?;
    let binary = BinaryFile::over(vm, &class, fd, access, name)?;
    let mut format = Format::utf8(vm, "utf-8", errors)?;
    if let Some(encoding) = encoding {
        let name = vm.new_str(encoding)?;
        if let Some(meaning) = name.downcast::<Str>().and_then(|name| Encoding::named(name.chars())) {
            format.encoding = meaning;
            format.encoding_name = vm.intern_value(name.clone())?;
        }
    }
    let file = TextFile::over(vm, vm.type_of_kind(kinds::TEXT_FILE), binary, format)?;
    let (name, mode) = (vm.intern("mode")?, vm.intern(mode)?);
    vm.set_attr(file.as_value(), &name, mode)?;
    let shown = device::is_terminal(&vm.sandbox, fd) || device::is_the_hosts(&vm.sandbox, fd);
    file.line_buffering.set(fd == 2 || shown);
    file.write_through.set(raw);
    Ok(file.into_value())
}

/// A text file whose class is the builtin one.
pub fn ours<'a>(vm: &Vm, file: &'a Value) -> Option<&'a TextFile> {
    file.downcast::<TextFile>().filter(|_| std::ptr::eq(vm.type_of(file), vm.type_of_kind(kinds::TEXT_FILE)))
}

/// Whether the object itself has an attribute of that name, so that the class's is not meant.
fn has_own(vm: &Vm, object: &Value, name: &Value) -> bool {
    let number = object.shape();
    number >= BUILTIN_SHAPES && {
        let shapes = vm.shapes();
        shapes.get(number).has_dict() || shapes.find(number, name).is_some()
    }
}

/// Writes text to a file object: directly to text files of ours, else by its method `write`.
///
/// # Errors
/// What writing raises.
#[inline]
pub fn write_text(vm: &mut Vm, file: &Value, text: &Value) -> PyResult<()> {
    if let (Some(own), Some(text)) = (ours(vm, file), text.downcast::<Str>())
        && !has_own(vm, file, &vm.names().write)
    {
        return Obj::from_ref(own).write(vm, text);
    }
    vm.call_method(file, &vm.names().write, std::slice::from_ref(text)).map(drop)
}

/// `file.flush()`.
///
/// # Errors
/// What flushing raises.
pub fn flush(vm: &mut Vm, file: &Value) -> PyResult<()> {
    vm.call_method(file, &vm.names().flush, &[]).map(drop)
}

/// A stream of `sys`; nothing when it is None or gone.
pub fn current(vm: &Vm, name: &Value) -> Option<Value> {
    vm.sys.as_ref()?.get_str(vm, name).filter(|stream| !stream.is_none())
}

/// Flushes `sys.stdout` before waiting for input; what fails is left for the next write.
pub fn flush_output(vm: &mut Vm) {
    let waiting = vm.raised.take();
    if let Some(stream) = current(vm, &vm.names().stdout)
        && let Some(file) = ours(vm, &stream)
        && let Ok(binary) = file.binary(vm)
    {
        let _ = binary.flush_buffer(vm);
    }
    vm.raised = waiting;
}

/// Flushes `sys.stdout` and `sys.stderr` when a program ends. False when `sys.stdout` could not be.
pub fn flush_all(vm: &mut Vm) -> bool {
    let mut fine = true;
    for name in [&vm.names().stdout, &vm.names().stderr] {
        let Some(stream) = current(vm, name) else { continue };
        match vm.get_attr_opt(&stream, &vm.names().closed) {
            Ok(Some(closed)) if closed.is_true() => continue,
            Ok(_) => {}
            Err(raised) => drop(vm.take_raised(raised)),
        }
        if let Err(raised) = flush(vm, &stream) {
            if name.is(&vm.names().stdout) {
                fine = false;
                crate::core::finalize::unraisable(vm, raised, "Exception ignored on flushing sys.stdout", None);
                forget_output(vm, &stream);
            } else {
                drop(vm.take_raised(raised));
            }
        }
    }
    fine
}

/// What could not be written is not tried again.
fn forget_output(vm: &mut Vm, stream: &Value) {
    match stream.downcast::<TextFile>().map(|file| file.binary(vm)) {
        Some(Ok(binary)) => binary.discard(),
        Some(Err(raised)) => drop(vm.take_raised(raised)),
        None => {}
    }
}

/// Writes to `sys.stderr`, or to the process's when that fails. Never raises, and leaves a waiting exception alone.
pub fn write_error(vm: &mut Vm, text: &Value) {
    let waiting = vm.raised.take();
    let written = match current(vm, &vm.names().stderr) {
        Some(stream) => write_text(vm, &stream, text),
        None => Ok(()),
    };
    if let Err(raised) = written {
        let quiet = vm.raised_is(&raised, Exc::MemoryError);
        drop(vm.take_raised(raised));
        if let (Some(text), false) = (text.downcast::<Str>().and_then(Str::as_ascii), quiet) {
            device::write_quietly(&vm.sandbox, 2, text.as_bytes());
        }
    }
    vm.raised = waiting;
}
