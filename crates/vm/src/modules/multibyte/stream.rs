//! `MultibyteStreamReader` and `MultibyteStreamWriter`.

use pitviper_object::{PageKind, Traverse, Value};

use super::coder::{self, Coder, this};
use super::kind;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes};
use crate::types::int;
use crate::types::str::StrBuilder;

/// The size that a reader is asked for; -1 for all.
fn size(vm: &mut Vm, args: Args<'_>) -> PyResult<isize> {
    match args.values.get(1).filter(|size| !size.is_none()) {
        None => Ok(-1),
        Some(size) if int::is_int(size) => match int::to_i64(size) {
            Some(size) => Ok(size as isize),
            None => vm.index_isize(size),
        },
        Some(_) => Err(vm.type_error(format_args!("arg 1 must be an integer"))),
    }
}

/// Calls a method of the stream; when nothing comes of what it gives, for one more byte until something does.
fn read_by(vm: &mut Vm, own: &Coder, method: &str, mut size: isize) -> PyResult {
    let mut out = StrBuilder::new(vm);
    if size == 0 {
        return out.finish();
    }
    let stream = own.stream.get().unwrap_or_else(Value::none);
    let name = vm.intern(method)?;
    loop {
        vm.work(1)?;
        let given = if size < 0 {
            vm.call_method(&stream, &name, &[])?
        } else {
            let size = vm.new_usize(size.unsigned_abs())?;
            vm.call_method(&stream, &name, &[size])?
        };
        let Some(data) = given.downcast::<Bytes>() else {
            let kind = vm.type_name(&given);
            return Err(vm.type_error(format_args!("stream function returned a non-bytes object ({kind})")));
        };
        let end = data.is_empty();
        let empty = end && own.pending.is_none();
        own.decode(vm, &given, end || size < 0, &mut out)?;
        if size < 0 || !out.is_empty() || empty {
            return out.finish();
        }
        size = 1;
    }
}

fn read(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = size(vm, args)?;
    read_by(vm, this(&args.values[0]), "read", size)
}

fn read_line(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = size(vm, args)?;
    read_by(vm, this(&args.values[0]), "readline", size)
}

fn read_lines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = size(vm, args)?;
    let text = read_by(vm, this(&args.values[0]), "read", size)?;
    let name = vm.intern("splitlines")?;
    vm.call_method(&text, &name, &[Value::bool(true)])
}

fn reset_reader(_: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).reset_decoding();
    Ok(Value::none())
}

/// Gives bytes to the stream.
fn put(vm: &mut Vm, own: &Coder, data: Value) -> PyResult<()> {
    let stream = own.stream.get().unwrap_or_else(Value::none);
    let name = vm.intern("write")?;
    vm.call_method(&stream, &name, &[data]).map(drop)
}

fn write(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let data = own.encode(vm, &args.values[1], false)?;
    put(vm, own, data)?;
    Ok(Value::none())
}

fn write_lines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let lines = &args.values[1];
    let name = vm.intern("__getitem__")?;
    if lines.kind() == kinds::DICT || vm.lookup_special(lines, &name).is_none() {
        return Err(vm.type_error(format_args!("arg must be a sequence object")));
    }
    let mut at = 0;
    while at < vm.len(lines)? {
        vm.work(1)?;
        let index = vm.new_usize(at)?;
        let line = vm.get_item(lines, &index)?;
        let data = own.encode(vm, &line, false)?;
        put(vm, own, data)?;
        at += 1;
    }
    Ok(Value::none())
}

fn reset_writer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    if own.pending.is_none() {
        return Ok(Value::none());
    }
    let data = own.finish(vm)?;
    if bytes::borrow(&data).is_some_and(|data| !data.is_empty()) {
        put(vm, own, data)?;
    }
    Ok(Value::none())
}

/// `MultibyteStreamReader`.
pub static READER: TypeSpec = TypeSpec {
    name: "MultibyteStreamReader",
    module: "_multibytecodec",
    kind: kind::READER,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots {
        new: Some(|vm, args| coder::new(vm, args, kind::READER, false)),
        init: Some(|_, _| Ok(())),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new("read", read, 0, 1).doc("read($self, sizeobj=None, /)\n--\n\n"),
        Method::new("readline", read_line, 0, 1).doc("readline($self, sizeobj=None, /)\n--\n\n"),
        Method::new("readlines", read_lines, 0, 1).doc("readlines($self, sizehintobj=None, /)\n--\n\n"),
        Method::new("reset", reset_reader, 0, 0).doc("reset($self, /)\n--\n\n"),
    ],
    getset: &[coder::ERRORS, coder::STREAM],
    page: PageKind::Container,
    slot: <Coder as Traverse>::slot,
    finish: None,
    size: fixed_size::<Coder>,
};

/// `MultibyteStreamWriter`.
pub static WRITER: TypeSpec = TypeSpec {
    name: "MultibyteStreamWriter",
    module: "_multibytecodec",
    kind: kind::WRITER,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots {
        new: Some(|vm, args| coder::new(vm, args, kind::WRITER, true)),
        init: Some(|_, _| Ok(())),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new("write", write, 1, 1).doc("write($self, strobj, /)\n--\n\n"),
        Method::new("writelines", write_lines, 1, 1).doc("writelines($self, lines, /)\n--\n\n"),
        Method::new("reset", reset_writer, 0, 0).doc("reset($self, /)\n--\n\n"),
    ],
    getset: &[coder::ERRORS, coder::STREAM],
    page: PageKind::Container,
    slot: <Coder as Traverse>::slot,
    finish: None,
    size: fixed_size::<Coder>,
};
