//! `Decompress`, and `_ZlibDecompressor`, which `gzip` uses.

use std::cell::{Cell, RefCell};

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::inflate::{End, feed, wrong, wrong_dictionary};
use super::stream::{Stream, code};
use super::{c_int, invalid, kind};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{self, BytesBuilder, buffer_argument};
use crate::types::iterators::{instance, receiver};

/// A decompressor. `Decompress` and `_ZlibDecompressor` differ in their methods only.
#[repr(C)]
pub struct Inflating<const KIND: u8> {
    /// Count, shape, flags.
    pub header: Header,
    /// Data behind the end of the stream.
    unused: ValueCell,
    /// Data that was not looked at because of a limit.
    rest: ValueCell,
    /// The preset dictionary.
    dictionary: ValueCell,
    stream: RefCell<Option<Stream>>,
    done: Cell<bool>,
    /// Whether all data was used, of `_ZlibDecompressor`.
    hungry: Cell<bool>,
}

object!(Inflating<{ kind::DECOMPRESS }>, kind::DECOMPRESS, unused, rest, dictionary);
object!(Inflating<{ kind::DECOMPRESSOR }>, kind::DECOMPRESSOR, unused, rest, dictionary);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Inflating<KIND>`.
unsafe fn finish<const KIND: u8>(object: *mut Header) {
    // SAFETY: the stream is dropped once, and not used again.
    unsafe { drop((*object.cast::<Inflating<KIND>>()).stream.get_mut().take()) }
}

impl<const KIND: u8> Inflating<KIND> {
    fn payload() -> Self {
        Inflating {
            header: Header::new(u32::from(KIND), TRACKED),
            unused: ValueCell::new(None),
            rest: ValueCell::new(None),
            dictionary: ValueCell::new(None),
            stream: RefCell::new(None),
            done: Cell::new(false),
            hungry: Cell::new(true),
        }
    }

    /// Runs work on the stream. It runs no Python, so the stream is borrowed at leisure.
    fn with_stream<T>(&self, vm: &mut Vm, work: impl FnOnce(&mut Vm, &mut Stream) -> PyResult<T>) -> PyResult<T> {
        match self.stream.borrow_mut().as_mut() {
            Some(stream) => work(vm, stream),
            None => Err(inconsistent(vm)),
        }
    }

    /// [`feed`] with the dictionary.
    fn feed(
        &self,
        vm: &mut Vm,
        stream: &mut Stream,
        data: &[u8],
        limit: Option<usize>,
        out: &mut BytesBuilder,
    ) -> PyResult<End> {
        let dictionary = self.dictionary.get();
        feed(vm, stream, data, limit, dictionary.as_ref().and_then(bytes::borrow), out)
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

#[cold]
fn inconsistent(vm: &mut Vm) -> Raised {
    vm.value_error(format_args!("Inconsistent stream state"))
}

/// The stream and the dictionary that arguments ask for.
fn options(vm: &mut Vm, args: Args<'_>, function: &str) -> PyResult<(Stream, Option<Value>)> {
    let [wbits, dictionary] = args.parse(vm, function, ["wbits", "zdict"], 0, 0)?;
    let wbits = c_int(vm, wbits, 15)?;
    if dictionary.is_some_and(|dictionary| bytes::borrow(dictionary).is_none()) {
        return Err(vm.type_error(format_args!("zdict argument must support the buffer protocol")));
    }
    let Ok(mut stream) = Stream::inflate(vm, wbits)? else { return Err(invalid(vm)) };
    // Data without a header does not ask for its dictionary.
    if let Some(dictionary) = dictionary.and_then(bytes::borrow)
        && wbits < 0
    {
        match stream.set_dictionary(dictionary) {
            code::OK => {}
            code => return Err(wrong_dictionary(vm, &stream, code)),
        }
    }
    Ok((stream, dictionary.cloned()))
}

/// `decompressobj(wbits=15, zdict=b'')`.
pub(super) fn decompress_object(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (stream, dictionary) = options(vm, args, "decompressobj")?;
    let made = Obj::create(&mut vm.heap, PageKind::Container, Decompress::payload())?;
    *made.stream.borrow_mut() = Some(stream);
    made.dictionary.set(dictionary);
    Ok(made.into_value())
}

fn bytes_of(vm: &mut Vm, cell: &ValueCell) -> PyResult {
    match cell.get() {
        Some(data) => Ok(data),
        None => vm.new_bytes(b""),
    }
}

/// Puts what was not used where it belongs: behind the end, or to what is still to be looked at.
fn keep(vm: &mut Vm, own: &Decompress, rest: &[u8], answer: i32) -> PyResult<()> {
    if answer != code::STREAM_END {
        own.rest.set(if rest.is_empty() { None } else { Some(vm.new_bytes(rest)?) });
        return Ok(());
    }
    own.rest.set(None);
    if !rest.is_empty() {
        let before = bytes_of(vm, &own.unused)?;
        let mut all = BytesBuilder::new(vm);
        all.push(bytes::borrow(&before).unwrap_or(&[]))?;
        all.push(rest)?;
        own.unused.set(Some(all.finish()?));
    }
    Ok(())
}

fn decompress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, limit] = args.behind_receiver().parse(vm, "decompress", ["", "max_length"], 1, 1)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let limit = limit.map_or(Ok(0), |limit| vm.index_isize(limit))?;
    let data = buffer_argument(vm, data)?;
    let limit = match usize::try_from(limit) {
        Ok(0) => None,
        Ok(limit) => Some(limit),
        Err(_) => return Err(vm.value_error(format_args!("max_length must be non-negative"))),
    };
    let own = this(&args.values[0]);
    own.with_stream(vm, |vm, stream| {
        let mut out = BytesBuilder::new(vm);
        let (code, used) = match own.feed(vm, stream, data, limit, &mut out)? {
            End::Answer { code, used } => (code, used),
            End::Dictionary(code) => return Err(wrong_dictionary(vm, stream, code)),
        };
        keep(vm, own, data.get(used..).unwrap_or(&[]), code)?;
        match code {
            code::STREAM_END => own.done.set(true),
            code::OK | code::BUFFER_ERROR => {}
            code => return Err(wrong(vm, stream, code)),
        }
        out.finish()
    })
}

/// What is left.
fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(length) = args.values.get(1)
        && vm.index_isize(length)? <= 0
    {
        return Err(vm.value_error(format_args!("length must be greater than zero")));
    }
    let own = this(&args.values[0]);
    own.with_stream(vm, |vm, stream| {
        let rest = bytes_of(vm, &own.rest)?;
        let data = bytes::borrow(&rest).unwrap_or(&[]);
        let mut out = BytesBuilder::new(vm);
        let (code, used) = match own.feed(vm, stream, data, None, &mut out)? {
            End::Answer { code, used } => (code, used),
            End::Dictionary(code) => return Err(wrong_dictionary(vm, stream, code)),
        };
        keep(vm, own, data.get(used..).unwrap_or(&[]), code)?;
        match code {
            code::STREAM_END => {
                own.done.set(true);
                stream.end();
            }
            code::OK | code::BUFFER_ERROR => {}
            code::STREAM_ERROR if own.done.get() => {}
            code => return Err(wrong(vm, stream, code)),
        }
        out.finish()
    })
}

/// `copy`, `__copy__` and `__deepcopy__`.
fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let stream = own.with_stream(vm, |vm, stream| match stream.copy(vm)? {
        Ok(copied) => Ok(copied),
        Err(_) => Err(inconsistent(vm)),
    })?;
    let made = Obj::create(&mut vm.heap, PageKind::Container, Decompress::payload())?;
    *made.stream.borrow_mut() = Some(stream);
    made.unused.set(own.unused.get());
    made.rest.set(own.rest.get());
    made.dictionary.set(own.dictionary.get());
    made.done.set(own.done.get());
    Ok(made.into_value())
}

fn new_decompressor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (stream, dictionary) = options(vm, args.behind_receiver(), "_ZlibDecompressor")?;
    let class = Args { values: args.values.get(..1).unwrap_or(&[]), names: None };
    let made = instance(vm, class, PageKind::Container, Decompressor::payload())?;
    *that(&made).stream.borrow_mut() = Some(stream);
    that(&made).dictionary.set(dictionary);
    Ok(made)
}

fn decompress_next(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, limit] = args.behind_receiver().parse(vm, "decompress", ["data", "max_length"], 1, 0)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let data = buffer_argument(vm, data)?;
    let limit = limit.map_or(Ok(-1), |limit| vm.index_isize(limit))?;
    let limit = usize::try_from(limit).ok();
    let own = that(&args.values[0]);
    if own.done.get() {
        return Err(vm.raise(Exc::EOFError, format_args!("End of stream already reached")));
    }
    let mut all = BytesBuilder::new(vm);
    let before = own.rest.take();
    all.push(before.as_ref().and_then(bytes::borrow).unwrap_or(&[]))?;
    all.push(data)?;
    own.with_stream(vm, |vm, stream| {
        let mut out = BytesBuilder::new(vm);
        let (code, used) = match own.feed(vm, stream, all.data(), limit, &mut out)? {
            End::Answer { code, used } => (code, used),
            End::Dictionary(code) => return Err(wrong_dictionary(vm, stream, code)),
        };
        let rest = all.data().get(used..).unwrap_or(&[]);
        match code {
            code::STREAM_END => {
                own.done.set(true);
                own.hungry.set(false);
                if !rest.is_empty() {
                    own.unused.set(Some(vm.new_bytes(rest)?));
                }
            }
            code::OK | code::BUFFER_ERROR if rest.is_empty() => own.hungry.set(true),
            code::OK | code::BUFFER_ERROR => {
                own.hungry.set(false);
                own.rest.set(Some(vm.new_bytes(rest)?));
            }
            code => return Err(wrong(vm, stream, code)),
        }
        out.finish()
    })
}

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
        Method::keywords("decompress", decompress)
            .doc("decompress($self, data, /, max_length=0)\n--\n\nThe data decompressed, up to so many bytes."),
        Method::new("flush", flush, 0, 1)
            .doc("flush($self, length=zlib.DEF_BUF_SIZE, /)\n--\n\nThe decompressed data that was held back."),
        Method::new("copy", copy, 0, 0).doc("copy($self, /)\n--\n\nA decompressor that goes on where this one is."),
        Method::new("__copy__", copy, 0, 0).doc("__copy__($self, /)\n--\n\n"),
        Method::new("__deepcopy__", copy, 1, 1).doc("__deepcopy__($self, memo, /)\n--\n\n"),
    ],
    getset: &[
        GetSet { name: "unused_data", get: |vm, value| bytes_of(vm, &this(value).unused), set: None },
        GetSet { name: "unconsumed_tail", get: |vm, value| bytes_of(vm, &this(value).rest), set: None },
        GetSet { name: "eof", get: |_, value| Ok(Value::bool(this(value).done.get())), set: None },
    ],
    page: PageKind::Container,
    slot: <Decompress as Traverse>::slot,
    finish: Some(finish::<{ kind::DECOMPRESS }>),
    size: fixed_size::<Decompress>,
};

/// The type `_ZlibDecompressor`.
pub static DECOMPRESSOR: TypeSpec = TypeSpec {
    name: "_ZlibDecompressor",
    module: "zlib",
    kind: kind::DECOMPRESSOR,
    base: kinds::OBJECT,
    doc: "_ZlibDecompressor(wbits=15, zdict=b'')\n--\n\nA decompressor that keeps the data it did not look at.",
    flags: 0,
    slots: &Slots { new: Some(new_decompressor), ..Slots::EMPTY },
    methods: &[Method::keywords("decompress", decompress_next)
        .doc("decompress($self, /, data, max_length=-1)\n--\n\nThe data decompressed, up to so many bytes.")],
    getset: &[
        GetSet { name: "unused_data", get: |vm, value| bytes_of(vm, &that(value).unused), set: None },
        GetSet { name: "eof", get: |_, value| Ok(Value::bool(that(value).done.get())), set: None },
        GetSet { name: "needs_input", get: |_, value| Ok(Value::bool(that(value).hungry.get())), set: None },
    ],
    page: PageKind::Container,
    slot: <Decompressor as Traverse>::slot,
    finish: Some(finish::<{ kind::DECOMPRESSOR }>),
    size: fixed_size::<Decompressor>,
};
