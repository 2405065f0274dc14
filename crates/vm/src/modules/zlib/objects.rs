//! `Compress`, `Decompress`, and `_ZlibDecompressor`, which `gzip` uses.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use miniz_oxide::deflate::core::TDEFLFlush;
use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Heap, Obj, PageKind, Traverse, Value, object};

use super::deflate::{CHARGED, Deflater};
use super::inflate::Inflater;
use super::{Framing, decompressing, error, kind, no_dictionary, number};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{self, BytesBuilder, buffer_argument};
use crate::types::iterators::{instance, receiver};

/// A compressor.
#[repr(C)]
pub struct Compress {
    /// Count, shape, flags.
    pub header: Header,
    /// Nothing once finished.
    stream: RefCell<Option<Deflater>>,
}

object!(Compress, kind::COMPRESS);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Compress`.
unsafe fn finish_compress(object: *mut Header) {
    // SAFETY: the stream is dropped once, and not used again; the heap is the object's.
    unsafe {
        let stream = (*object.cast::<Compress>()).stream.get_mut().take();
        if stream.is_some() {
            drop(stream);
            Heap::of(NonNull::new_unchecked(object.cast())).as_mut().uncharge(CHARGED);
        }
    }
}

fn invalid(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("Invalid initialization option"))
}

/// `compressobj(…)`.
pub(super) fn compress_object(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["level", "method", "wbits", "memLevel", "strategy", "zdict"];
    let [level, method, wbits, memory, strategy, dictionary] = args.parse(vm, "compressobj", names, 0, 0)?;
    let level = number(vm, level, -1)?;
    let method = number(vm, method, 8)?;
    let wbits = number(vm, wbits, 15)?;
    let memory = number(vm, memory, 8)?;
    let strategy = number(vm, strategy, 0)?;
    no_dictionary(vm, dictionary)?;
    let (Some(framing), -1..=9, 8, 1..=9, 0..=4) = (Framing::of(wbits, false), level, method, memory, strategy) else {
        return Err(invalid(vm));
    };
    let stream = Deflater::new(vm, framing, level as i32, strategy as i32)?;
    let header = Header::new(u32::from(kind::COMPRESS), TRACKED);
    let made = Compress { header, stream: RefCell::new(None) };
    match Obj::create(&mut vm.heap, PageKind::Container, made) {
        Ok(made) => {
            *made.stream.borrow_mut() = Some(stream);
            Ok(made.into_value())
        }
        Err(failed) => {
            stream.end(vm);
            Err(failed.into())
        }
    }
}

/// Feeds a compressor; no output of data runs Python, so the stream is borrowed at leisure.
fn feed(vm: &mut Vm, value: &Value, data: &[u8], flush: TDEFLFlush, doing: &str) -> PyResult {
    // SAFETY: a receiver.
    let own: &Compress = unsafe { receiver(value) };
    let mut out = BytesBuilder::new(vm);
    match own.stream.borrow_mut().as_mut() {
        Some(stream) => stream.feed(data, flush, &mut out)?,
        None => return Err(error(vm, format_args!("Error -2 {doing}: inconsistent stream state"))),
    }
    out.finish()
}

fn compress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = buffer_argument(vm, &args.values[1])?;
    feed(vm, &args.values[0], data, TDEFLFlush::None, "while compressing data")
}

fn flush_compress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mode = number(vm, args.values.get(1), 4)?;
    let flush = match mode {
        0 => return vm.new_bytes(b""),
        1 | 2 => TDEFLFlush::Sync,
        3 => TDEFLFlush::Full,
        4 => TDEFLFlush::Finish,
        _ => return Err(error(vm, format_args!("Error -2 while flushing: inconsistent stream state"))),
    };
    let made = feed(vm, &args.values[0], &[], flush, "while flushing")?;
    if mode == 4 {
        // SAFETY: a receiver.
        let own: &Compress = unsafe { receiver(&args.values[0]) };
        let stream = own.stream.borrow_mut().take();
        if let Some(stream) = stream {
            stream.end(vm);
        }
    }
    Ok(made)
}

/// A decompressor. `Decompress` and `_ZlibDecompressor` differ in their methods only.
#[repr(C)]
pub struct Inflating<const KIND: u8> {
    /// Count, shape, flags.
    pub header: Header,
    /// Data behind the end of the stream.
    unused: ValueCell,
    /// Data that was not looked at because of a limit.
    rest: ValueCell,
    stream: RefCell<Option<Inflater>>,
    done: Cell<bool>,
}

object!(Inflating<{ kind::DECOMPRESS }>, kind::DECOMPRESS, unused, rest);
object!(Inflating<{ kind::DECOMPRESSOR }>, kind::DECOMPRESSOR, unused, rest);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Inflating<KIND>`.
unsafe fn finish_inflating<const KIND: u8>(object: *mut Header) {
    // SAFETY: the stream is dropped once, and not used again.
    unsafe { drop((*object.cast::<Inflating<KIND>>()).stream.get_mut().take()) }
}

impl<const KIND: u8> Inflating<KIND> {
    fn payload() -> Self {
        Inflating {
            header: Header::new(u32::from(KIND), TRACKED),
            unused: ValueCell::new(None),
            rest: ValueCell::new(None),
            stream: RefCell::new(None),
            done: Cell::new(false),
        }
    }

    /// Decompresses; the output, and how much of the data was used.
    fn feed(&self, vm: &mut Vm, data: &[u8], limit: Option<usize>) -> PyResult<(BytesBuilder, usize)> {
        let mut out = BytesBuilder::new(vm);
        let fed = match self.stream.borrow_mut().as_mut() {
            Some(stream) => {
                let fed = stream.feed(data, limit, &mut out)?;
                self.done.set(stream.is_done());
                fed
            }
            None => {
                let message = format_args!("Error -2 while decompressing data: inconsistent stream state");
                return Err(error(vm, message));
            }
        };
        match fed {
            Ok(used) => Ok((out, used)),
            Err(reason) => Err(decompressing(vm, reason)),
        }
    }
}

type Decompress = Inflating<{ kind::DECOMPRESS }>;
type Decompressor = Inflating<{ kind::DECOMPRESSOR }>;

fn this(value: &Value) -> &Decompress {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn that(value: &Value) -> &Decompressor {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn options(vm: &mut Vm, args: Args<'_>, function: &str) -> PyResult<Framing> {
    let [wbits, dictionary] = args.parse(vm, function, ["wbits", "zdict"], 0, 0)?;
    let wbits = number(vm, wbits, 15)?;
    no_dictionary(vm, dictionary)?;
    match Framing::of(wbits, true) {
        Some(framing) => Ok(framing),
        None => Err(invalid(vm)),
    }
}

/// `decompressobj(wbits=15, zdict=b'')`.
pub(super) fn decompress_object(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let framing = options(vm, args, "decompressobj")?;
    let made = Obj::create(&mut vm.heap, PageKind::Container, Decompress::payload())?;
    *made.stream.borrow_mut() = Some(Inflater::new(vm, framing)?);
    Ok(made.into_value())
}

fn bytes_of(vm: &mut Vm, cell: &ValueCell) -> PyResult {
    match cell.get() {
        Some(data) => Ok(data),
        None => vm.new_bytes(b""),
    }
}

/// Puts what was not used where it belongs.
fn keep(vm: &mut Vm, own: &Decompress, rest: &[u8]) -> PyResult<()> {
    if own.done.get() {
        own.rest.set(None);
        if !rest.is_empty() {
            let before = bytes_of(vm, &own.unused)?;
            let mut all = BytesBuilder::new(vm);
            all.push(bytes::borrow(&before).unwrap_or(&[]))?;
            all.push(rest)?;
            own.unused.set(Some(all.finish()?));
        }
        return Ok(());
    }
    own.rest.set(if rest.is_empty() { None } else { Some(vm.new_bytes(rest)?) });
    Ok(())
}

fn decompress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, limit] = args.behind_receiver().parse(vm, "decompress", ["", "max_length"], 1, 1)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let limit = match number(vm, limit, 0)? {
        0 => None,
        limit => match usize::try_from(limit) {
            Ok(limit) => Some(limit),
            Err(_) => return Err(vm.value_error(format_args!("max_length must be non-negative"))),
        },
    };
    let own = this(&args.values[0]);
    let data = buffer_argument(vm, data)?;
    let (out, used) = own.feed(vm, data, limit)?;
    keep(vm, own, data.get(used..).unwrap_or(&[]))?;
    out.finish()
}

fn flush_decompress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if number(vm, args.values.get(1), 16384)? <= 0 {
        return Err(vm.value_error(format_args!("length must be greater than zero")));
    }
    let own = this(&args.values[0]);
    if own.stream.borrow().is_none() {
        return vm.new_bytes(b"");
    }
    let rest = bytes_of(vm, &own.rest)?;
    let data = bytes::borrow(&rest).unwrap_or(&[]);
    let (out, used) = own.feed(vm, data, None)?;
    keep(vm, own, data.get(used..).unwrap_or(&[]))?;
    if own.done.get() {
        drop(own.stream.borrow_mut().take());
    }
    out.finish()
}

fn new_decompressor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let framing = options(vm, args.behind_receiver(), "_ZlibDecompressor")?;
    let inflater = Inflater::new(vm, framing)?;
    let class = Args { values: args.values.get(..1).unwrap_or(&[]), names: None };
    let made = instance(vm, class, PageKind::Container, Decompressor::payload())?;
    *that(&made).stream.borrow_mut() = Some(inflater);
    Ok(made)
}

fn decompress_next(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, limit] = args.behind_receiver().parse(vm, "decompress", ["data", "max_length"], 1, 0)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let limit = usize::try_from(number(vm, limit, -1)?).ok();
    let own = that(&args.values[0]);
    let data = buffer_argument(vm, data)?;
    if own.done.get() {
        return Err(vm.raise(Exc::EOFError, format_args!("End of stream already reached")));
    }
    let mut all = BytesBuilder::new(vm);
    let before = own.rest.take();
    all.push(before.as_ref().and_then(bytes::borrow).unwrap_or(&[]))?;
    all.push(data)?;
    let (out, used) = own.feed(vm, all.data(), limit)?;
    let rest = all.data().get(used..).unwrap_or(&[]);
    if !rest.is_empty() {
        let rest = vm.new_bytes(rest)?;
        if own.done.get() { own.unused.set(Some(rest)) } else { own.rest.set(Some(rest)) }
    }
    out.finish()
}

fn needs_input(_: &mut Vm, value: &Value) -> PyResult {
    let own = that(value);
    Ok(Value::bool(!own.done.get() && own.rest.is_none()))
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
        Method::new("compress", compress, 1, 1).doc("compress($self, data, /)\n--\n\nReturns a bytes object containing compressed data."),
        Method::new("flush", flush_compress, 0, 1).doc("flush($self, mode=zlib.Z_FINISH, /)\n--\n\nReturn a bytes object containing any remaining compressed data."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Compress as Traverse>::slot,
    finish: finish_compress,
    size: fixed_size::<Compress>,
};

/// The type of decompressors.
pub static DECOMPRESS: TypeSpec = TypeSpec {
    name: "Decompress",
    module: "zlib",
    kind: kind::DECOMPRESS,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &[
        Method::keywords("decompress", decompress).doc("decompress($self, data, /, max_length=0)\n--\n\nReturn a bytes object containing the decompressed version of the data."),
        Method::new("flush", flush_decompress, 0, 1).doc("flush($self, length=zlib.DEF_BUF_SIZE, /)\n--\n\nReturn a bytes object containing any remaining decompressed data."),
    ],
    getset: &[
        GetSet { name: "unused_data", get: |vm, value| bytes_of(vm, &this(value).unused), set: None },
        GetSet { name: "unconsumed_tail", get: |vm, value| bytes_of(vm, &this(value).rest), set: None },
        GetSet { name: "eof", get: |_, value| Ok(Value::bool(this(value).done.get())), set: None },
    ],
    page: PageKind::Container,
    slot: <Decompress as Traverse>::slot,
    finish: finish_inflating::<{ kind::DECOMPRESS }>,
    size: fixed_size::<Decompress>,
};

/// The type `_ZlibDecompressor`.
pub static DECOMPRESSOR: TypeSpec = TypeSpec {
    name: "_ZlibDecompressor",
    module: "zlib",
    kind: kind::DECOMPRESSOR,
    base: kinds::OBJECT,
    doc: "_ZlibDecompressor(wbits=15, zdict=b'')\n--\n\nCreate a decompressor object for decompressing data incrementally.",
    flags: 0,
    slots: &Slots { new: Some(new_decompressor), ..Slots::EMPTY },
    methods: &[Method::keywords("decompress", decompress_next).doc(
        "decompress($self, /, data, max_length=-1)\n--\n\nDecompress *data*, returning uncompressed data as bytes.",
    )],
    getset: &[
        GetSet { name: "unused_data", get: |vm, value| bytes_of(vm, &that(value).unused), set: None },
        GetSet { name: "eof", get: |_, value| Ok(Value::bool(that(value).done.get())), set: None },
        GetSet { name: "needs_input", get: needs_input, set: None },
    ],
    page: PageKind::Container,
    slot: <Decompressor as Traverse>::slot,
    finish: finish_inflating::<{ kind::DECOMPRESSOR }>,
    size: fixed_size::<Decompressor>,
};
