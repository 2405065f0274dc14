//! `Compress`, and compression in one go.

use std::cell::RefCell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::stream::{Settings, Stream, code, flush};
use super::{c_int, error, failed, kind};
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{BytesBuilder, buffer_argument};
use crate::types::iterators::receiver;

/// A compressor.
#[repr(C)]
pub struct Compress {
    /// Count, shape, flags.
    pub header: Header,
    stream: RefCell<Option<Stream>>,
}

object!(Compress, kind::COMPRESS);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Compress`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: the stream is dropped once, and not used again.
    unsafe { drop((*object.cast::<Compress>()).stream.get_mut().take()) }
}

fn this(value: &Value) -> &Compress {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// Bytes that a call makes at most.
const ROOM: usize = 16 << 10;

/// Compresses data to the end of what `how` asks for; the last answer.
fn feed(stream: &mut Stream, data: &[u8], how: i32, out: &mut BytesBuilder) -> PyResult<i32> {
    let mut rest = data;
    loop {
        let last = rest.len() <= super::stream::PIECE;
        let step = stream.step(rest, out, ROOM, if last { how } else { flush::NONE })?;
        out.work(step.used / 8)?;
        rest = rest.get(step.used..).unwrap_or(&[]);
        if step.code == code::STREAM_ERROR || step.made < ROOM && (last || step.used == 0) {
            return Ok(step.code);
        }
    }
}

/// `compress(data, /, level=-1, wbits=15)`.
pub(super) fn compress_all(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, level, wbits] = args.parse(vm, "compress", ["", "level", "wbits"], 1, 1)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let level = c_int(vm, level, -1)?;
    let wbits = c_int(vm, wbits, 15)?;
    let data = buffer_argument(vm, data)?;
    let settings = Settings { level, method: 8, wbits, memory: 8, strategy: 0 };
    let Ok(mut stream) = Stream::deflate(vm, &settings)? else {
        return Err(error(vm, format_args!("Bad compression level")));
    };
    let mut out = BytesBuilder::new(vm);
    let answer = feed(&mut stream, data, flush::FINISH, &mut out)?;
    if answer != code::STREAM_END {
        return Err(failed(vm, stream.message(), answer, "while compressing data"));
    }
    out.finish()
}

/// `compressobj(…)`.
pub(super) fn compress_object(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["level", "method", "wbits", "memLevel", "strategy", "zdict"];
    let [level, method, wbits, memory, strategy, dictionary] = args.parse(vm, "compressobj", names, 0, 0)?;
    let settings = Settings {
        level: c_int(vm, level, -1)?,
        method: c_int(vm, method, 8)?,
        wbits: c_int(vm, wbits, 15)?,
        memory: c_int(vm, memory, 8)?,
        strategy: c_int(vm, strategy, 0)?,
    };
    let dictionary = dictionary.map(|dictionary| buffer_argument(vm, dictionary)).transpose()?;
    let Ok(mut stream) = Stream::deflate(vm, &settings)? else { return Err(super::invalid(vm)) };
    if let Some(dictionary) = dictionary
        && stream.set_dictionary(dictionary) != code::OK
    {
        return Err(vm.value_error(format_args!("Invalid dictionary")));
    }
    create(vm, stream)
}

fn create(vm: &mut Vm, stream: Stream) -> PyResult {
    let header = Header::new(u32::from(kind::COMPRESS), TRACKED);
    let made = Compress { header, stream: RefCell::new(None) };
    let made = Obj::create(&mut vm.heap, PageKind::Container, made)?;
    *made.stream.borrow_mut() = Some(stream);
    Ok(made.into_value())
}

/// Runs work on a compressor's stream. It runs no Python, so the stream is borrowed at leisure.
fn with_stream<T>(vm: &mut Vm, value: &Value, work: impl FnOnce(&mut Vm, &mut Stream) -> PyResult<T>) -> PyResult<T> {
    match this(value).stream.borrow_mut().as_mut() {
        Some(stream) => work(vm, stream),
        None => Err(inconsistent(vm)),
    }
}

#[cold]
fn inconsistent(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("Inconsistent stream state"))
}

fn compress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = buffer_argument(vm, &args.values[1])?;
    with_stream(vm, &args.values[0], |vm, stream| {
        let mut out = BytesBuilder::new(vm);
        match feed(stream, data, flush::NONE, &mut out)? {
            code::STREAM_ERROR => Err(failed(vm, stream.message(), code::STREAM_ERROR, "while compressing data")),
            _ => out.finish(),
        }
    })
}

fn finish_or_flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mode = c_int(vm, args.values.get(1), flush::FINISH)?;
    if mode == flush::NONE {
        return vm.new_bytes(b"");
    }
    with_stream(vm, &args.values[0], |vm, stream| {
        let mut out = BytesBuilder::new(vm);
        match feed(stream, &[], mode, &mut out)? {
            code::STREAM_END if mode == flush::FINISH => stream.end(),
            code::OK | code::BUFFER_ERROR => {}
            answer => return Err(failed(vm, stream.message(), answer, "while flushing")),
        }
        out.finish()
    })
}

/// `copy`, `__copy__` and `__deepcopy__`.
fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let copied = with_stream(vm, &args.values[0], |vm, stream| match stream.copy(vm)? {
        Ok(copied) => Ok(copied),
        Err(_) => Err(inconsistent(vm)),
    })?;
    create(vm, copied)
}

/// The type of compressors.
pub static COMPRESS: TypeSpec = TypeSpec {
    name: "Compress",
    module: "zlib",
    kind: kind::COMPRESS,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &[
        Method::new("compress", compress, 1, 1)
            .doc("compress($self, data, /)\n--\n\nCompressed data, as far as there is some already."),
        Method::new("flush", finish_or_flush, 0, 1)
            .doc("flush($self, mode=zlib.Z_FINISH, /)\n--\n\nThe compressed data that was held back."),
        Method::new("copy", copy, 0, 0).doc("copy($self, /)\n--\n\nA compressor that goes on where this one is."),
        Method::new("__copy__", copy, 0, 0).doc("__copy__($self, /)\n--\n\n"),
        Method::new("__deepcopy__", copy, 1, 1).doc("__deepcopy__($self, memo, /)\n--\n\n"),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Compress as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Compress>,
};
