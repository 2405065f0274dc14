//! `BufferedRWPair`: one file to read from and another to write to, as of sockets and pipes.

use pitviper_object::header::{FINALIZE, TRACKED};
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::foreign::call;
use super::{classes, errors};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, receiver};
use crate::types::typ::Type;

/// The pair; empty before `__init__`.
#[repr(C)]
pub struct FilePair {
    /// Count, shape, flags.
    pub header: Header,
    /// A `BufferedReader`.
    reader: ValueCell,
    /// A `BufferedWriter`.
    writer: ValueCell,
}

object!(FilePair, kinds::FILE_PAIR, reader, writer);

fn this(value: &Value) -> &FilePair {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// One of the two files.
fn side(vm: &mut Vm, file: &ValueCell) -> PyResult {
    match file.get() {
        Some(file) => Ok(file),
        None => Err(vm.value_error(format_args!("I/O operation on uninitialized object"))),
    }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = FilePair {
        header: Header::new(u32::from(kinds::FILE_PAIR), TRACKED),
        reader: ValueCell::default(),
        writer: ValueCell::default(),
    };
    instance(vm, args, PageKind::Container, made)
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let given = args.behind_receiver();
    given.check_no_keywords(vm, "BufferedRWPair")?;
    given.check_count(vm, "BufferedRWPair", 2, 3)?;
    let [reader, writer, rest @ ..] = given.values else { return Ok(()) };
    for (file, ability, message) in [
        (reader, "readable", "File or stream is not readable."),
        (writer, "writable", "File or stream is not writable."),
    ] {
        let able = call(vm, file, ability, &[])?;
        if !vm.truth(&able)? {
            return Err(errors::unsupported(vm, message));
        }
    }
    let size = match rest.first() {
        Some(size) => size.clone(),
        None => Value::small(classes::DEFAULT_BUFFER_SIZE),
    };
    let own = this(&args.values[0]);
    let class = classes::class(vm, classes::READER).to_value();
    let reader = vm.call(&class, &[reader.clone(), size.clone()])?;
    let class = classes::class(vm, classes::WRITER).to_value();
    let writer = vm.call(&class, &[writer.clone(), size])?;
    own.reader.set(Some(reader));
    own.writer.set(Some(writer));
    own.header.set(FINALIZE);
    Ok(())
}

fn to_reader(vm: &mut Vm, args: Args<'_>, method: &str) -> PyResult {
    let reader = side(vm, &this(&args.values[0]).reader)?;
    call(vm, &reader, method, &args.values[1..])
}

fn to_writer(vm: &mut Vm, args: Args<'_>, method: &str) -> PyResult {
    let writer = side(vm, &this(&args.values[0]).writer)?;
    call(vm, &writer, method, &args.values[1..])
}

fn isatty(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let written = to_writer(vm, args, "isatty")?;
    if vm.truth(&written)? { Ok(written) } else { to_reader(vm, args, "isatty") }
}

/// Closes the writer, then the reader; what the first raises waits for the second.
fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    if !vm.type_of(&args.values[0]).has(Type::FINALIZE) {
        own.header.clear(FINALIZE);
    }
    let written = to_writer(vm, args, "close");
    let waiting = written.map_err(|raised| vm.take_raised(raised));
    let read = to_reader(vm, args, "close");
    match waiting {
        Ok(_) => read,
        Err(exception) => {
            if let Err(raised) = read {
                let second = vm.take_raised(raised);
                vm.set_attr(&second, &vm.names().__context__, exception)?;
                return Err(vm.reraise(second));
            }
            Err(vm.reraise(exception))
        }
    }
}

fn iter(vm: &mut Vm, value: &Value) -> PyResult {
    let closed = vm.get_attr(value, &vm.names().closed)?;
    if vm.truth(&closed)? { Err(errors::closed(vm)) } else { Ok(value.clone()) }
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let line = vm.call_method(value, &vm.names().readline, &[])?;
    Ok(if vm.len(&line)? > 0 { Some(line) } else { None })
}

static METHODS: [Method; 12] = [
    Method::new("close", close, 0, 0),
    Method::new("flush", |vm, args| to_writer(vm, args, "flush"), 0, 0),
    Method::new("isatty", isatty, 0, 0),
    Method::new("peek", |vm, args| to_reader(vm, args, "peek"), 0, 1),
    Method::new("read", |vm, args| to_reader(vm, args, "read"), 0, 1),
    Method::new("read1", |vm, args| to_reader(vm, args, "read1"), 0, 1),
    Method::new("readable", |vm, args| to_reader(vm, args, "readable"), 0, 0),
    Method::new("readinto", |vm, args| to_reader(vm, args, "readinto"), 1, 1),
    Method::new("readinto1", |vm, args| to_reader(vm, args, "readinto1"), 1, 1),
    Method::new("writable", |vm, args| to_writer(vm, args, "writable"), 0, 0),
    Method::new("write", |vm, args| to_writer(vm, args, "write"), 1, 1),
    Method::new("__getstate__", super::state::refuse, 0, 0),
];

static GETSET: [GetSet; 1] = [GetSet {
    name: "closed",
    get: |vm, value| match this(value).writer.get() {
        Some(writer) => vm.get_attr(&writer, &vm.names().closed),
        None => Err(vm.raise(
            crate::core::error::Exc::RuntimeError,
            format_args!("the BufferedRWPair object is being garbage-collected"),
        )),
    },
    set: None,
}];

/// `_io.BufferedRWPair`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "BufferedRWPair",
    module: "_io",
    kind: kinds::FILE_PAIR,
    base: kinds::OBJECT,
    doc: "A file to read from and another to write to.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::INSTANCE_DICT,
    slots: &Slots { iter: Some(iter), next: Some(next), new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &GETSET,
    page: PageKind::Container,
    slot: <FilePair as Traverse>::slot,
    finish: None,
    size: fixed_size::<FilePair>,
};
