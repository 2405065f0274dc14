//! Traceback entries, and printing exceptions as CPython's `traceback` module does.

pub(crate) mod anchors;
pub mod buffer;
mod chain;
mod excerpt;
mod frames;
mod hints;
mod last_line;
pub mod print;
pub mod source;
mod syntax;
mod typos;
mod width;

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::code::{WORD_BYTES, byte_offset};
use crate::types::exception;
use crate::types::frame::{self, FrameObject};

pub use print::{print_exception_to_stderr, print_uncaught, print_unraisable};

/// One entry: a frame that an exception passed, and where.
#[repr(C)]
pub struct Traceback {
    /// Count, shape, flags.
    pub header: Header,
    /// `tb_next`: the entry one call further in.
    pub next: ValueCell,
    /// `tb_frame`.
    pub frame: ValueCell,
    /// The word in the code.
    pub offset: Cell<u32>,
    /// `tb_lineno`; 0: none. Looked up when it is first asked for: most exceptions are caught unseen.
    line: Cell<u32>,
}

/// [`Traceback::line`] that has yet to be looked up.
const NOT_ASKED: u32 = u32::MAX;

pitviper_object::object!(Traceback, kinds::TRACEBACK, next, frame);

impl Traceback {
    /// The frame.
    #[must_use]
    pub fn frame(&self) -> Option<Obj<FrameObject>> {
        self.frame.get_obj()
    }

    /// `tb_lineno`; 0: none.
    #[must_use]
    pub fn line(&self) -> u32 {
        if self.line.get() == NOT_ASKED {
            let line = self.frame().map_or(0, |frame| frame.code().code.position(self.offset.get()).line);
            self.line.set(line);
        }
        self.line.get()
    }
}

fn create(vm: &mut Vm, next: Option<Value>, frame: Value, offset: u32, line: u32) -> PyResult {
    let entry = Traceback {
        header: Header::new(u32::from(kinds::TRACEBACK), TRACKED),
        next: ValueCell::new(next),
        frame: ValueCell::new(Some(frame)),
        offset: Cell::new(offset),
        line: Cell::new(line),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, entry)?.into_value())
}

/// Puts an entry for a frame, where it stands, in front of an exception's traceback.
///
/// # Safety
/// `frame` is on the stack, its `pc` saved.
///
/// # Errors
/// `MemoryError`; the exception is unchanged.
pub unsafe fn add_entry(vm: &mut Vm, frame: *mut Frame, exception: &Value) -> PyResult<()> {
    if vm.is_last_resort(exception) {
        return Ok(());
    }
    // SAFETY: the caller's promise.
    let (object, offset) = unsafe { (frame::object_of(vm, frame)?, (*frame).code().offset((*frame).pc)) };
    let next = exception::traceback_of(exception);
    let entry = create(vm, next, object, offset, NOT_ASKED)?;
    exception::set_traceback(exception, Some(entry));
    Ok(())
}

/// [`Traceback::offset`] of a generator that had not begun: it stands at its first line, at no instruction.
pub const NOT_BEGUN: u32 = u32::MAX;

/// Puts an entry for a generator that has not begun in front of an exception's traceback.
///
/// # Errors
/// `MemoryError`; the exception is unchanged.
pub fn add_unbegun_entry(vm: &mut Vm, generator: &Value, exception: &Value) -> PyResult<()> {
    let object = frame::of_generator(vm, generator)?;
    let Some(line) = object.downcast::<FrameObject>().map(|frame| frame.code().code.first_line) else { return Ok(()) };
    let next = exception::traceback_of(exception);
    let entry = create(vm, next, object, NOT_BEGUN, line)?;
    exception::set_traceback(exception, Some(entry));
    Ok(())
}

fn checked_next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    if value.is_none() {
        return Ok(None);
    }
    if value.kind() == kinds::TRACEBACK {
        return Ok(Some(value.clone()));
    }
    let kind = vm.type_name(value);
    Err(vm.type_error(format_args!("expected traceback object or None, got '{kind}'")))
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["tb_next", "tb_frame", "tb_lasti", "tb_lineno"];
    let [next, frame, lasti, lineno] = args.behind_receiver().parse(vm, "traceback", names, 4, 0)?;
    let none = Value::none();
    let next = checked_next(vm, next.unwrap_or(&none))?;
    let frame = frame.cloned().unwrap_or_else(Value::none);
    if frame.kind() != kinds::FRAME {
        let kind = vm.argument_kind(&frame);
        return Err(vm.type_error(format_args!("traceback() argument 'tb_frame' must be frame, not {kind}")));
    }
    let lasti = vm.index_isize(lasti.unwrap_or(&none))?;
    let lineno = vm.index_isize(lineno.unwrap_or(&none))?;
    let line = if lineno == -1 { NOT_ASKED } else { lineno.max(0) as u32 };
    create(vm, next, frame, (lasti as i64 / WORD_BYTES - 1).max(0) as u32, line)
}

fn get_next(_: &mut Vm, entry: &Value) -> PyResult {
    Ok(entry.downcast::<Traceback>().and_then(|entry| entry.next.get()).unwrap_or_else(Value::none))
}

fn set_next(vm: &mut Vm, entry: &Value, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(vm.type_error(format_args!("can't delete tb_next attribute"))) };
    let next = checked_next(vm, &value)?;
    let mut at = next.clone();
    while let Some(value) = at {
        if value.is(entry) {
            return Err(vm.value_error(format_args!("traceback loop detected")));
        }
        at = value.downcast::<Traceback>().and_then(|entry| entry.next.get());
    }
    if let Some(entry) = entry.downcast::<Traceback>() {
        entry.next.set(next);
    }
    Ok(())
}

fn get_frame(_: &mut Vm, entry: &Value) -> PyResult {
    Ok(entry.downcast::<Traceback>().and_then(|entry| entry.frame.get()).unwrap_or_else(Value::none))
}

fn get_lasti(vm: &mut Vm, entry: &Value) -> PyResult {
    let offset = entry.downcast::<Traceback>().map_or(0, |entry| entry.offset.get());
    vm.new_int(if offset == NOT_BEGUN { 0 } else { byte_offset(offset) })
}

fn get_lineno(vm: &mut Vm, entry: &Value) -> PyResult {
    match entry.downcast::<Traceback>().map_or(0, Traceback::line) {
        0 => Ok(Value::none()),
        line => vm.new_int(i64::from(line)),
    }
}

fn dir(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let list = vm.new_list()?;
    for name in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] {
        let name = vm.intern(name)?;
        vm.list_push(&list, name)?;
    }
    Ok(list.into_value())
}

/// `traceback`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "traceback",
    module: "builtins",
    kind: kinds::TRACEBACK,
    base: kinds::OBJECT,
    doc: "TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nAn entry of a traceback.",
    flags: 0,
    slots: &Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[Method::new("__dir__", dir, 0, 0)],
    getset: &[
        GetSet { name: "tb_next", get: get_next, set: Some(set_next) },
        GetSet { name: "tb_frame", get: get_frame, set: None },
        GetSet { name: "tb_lasti", get: get_lasti, set: None },
        GetSet { name: "tb_lineno", get: get_lineno, set: None },
    ],
    page: PageKind::Container,
    slot: Traceback::slot,
    finish: None,
    size: fixed_size::<Traceback>,
};
