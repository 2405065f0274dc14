//! `BZ2Decompressor`.

use std::cell::{Cell, RefCell};

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::kind;
use super::stream::{Action, Stream};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{BytesBuilder, borrow, buffer_argument};
use crate::types::iterators::{instance, receiver};

/// A decompressor.
#[repr(C)]
pub struct Decompressor {
    /// Count, shape, flags.
    pub header: Header,
    /// What was given and not looked at.
    rest: ValueCell,
    /// What is behind the end.
    unused: ValueCell,
    stream: RefCell<Option<Stream>>,
    done: Cell<bool>,
    hungry: Cell<bool>,
    broken: Cell<bool>,
}

object!(Decompressor, kind::DECOMPRESSOR, rest, unused);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Decompressor`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: the stream is dropped once, and not used again.
    unsafe { drop((*object.cast::<Decompressor>()).stream.get_mut().take()) }
}

fn this(value: &Value) -> &Decompressor {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.keyword_count() > 0 {
        return Err(vm.type_error(format_args!("BZ2Decompressor() takes no keyword arguments")));
    }
    if args.positional_count() > 1 {
        return Err(vm.type_error(format_args!("BZ2Decompressor() takes no positional arguments")));
    }
    let stream = Stream::decompressor(vm)?;
    let header = Header::new(u32::from(kind::DECOMPRESSOR), TRACKED);
    let made = Decompressor {
        header,
        rest: ValueCell::default(),
        unused: ValueCell::default(),
        stream: RefCell::new(None),
        done: Cell::new(false),
        hungry: Cell::new(true),
        broken: Cell::new(false),
    };
    let made = instance(vm, args, PageKind::Container, made)?;
    *this(&made).stream.borrow_mut() = Some(stream);
    Ok(made)
}

fn decompress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, limit] = args.behind_receiver().parse(vm, "decompress", ["data", "max_length"], 1, 0)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let data = buffer_argument(vm, data)?;
    let limit = limit.map_or(Ok(-1), |limit| vm.index_isize(limit))?;
    let limit = usize::try_from(limit).ok();
    let own = this(&args.values[0]);
    if own.done.get() {
        return Err(vm.raise(Exc::EOFError, format_args!("End of stream already reached")));
    }
    if own.broken.get() {
        return Err(vm.value_error(format_args!("Decompressor is unusable after a previous error")));
    }
    let before = own.rest.take();
    let mut all = BytesBuilder::new(vm);
    let data = match before.as_ref().and_then(borrow) {
        Some(before) => {
            all.push(before)?;
            all.push(data)?;
            all.data()
        }
        None => data,
    };
    let mut out = BytesBuilder::new(vm);
    let mut stream = own.stream.borrow_mut();
    let Some(running) = stream.as_mut() else { return out.finish() };
    let done = match running.feed(vm, data, Action::Decompress, limit, &mut out) {
        Ok(done) => done,
        Err(raised) => {
            own.broken.set(true);
            own.hungry.set(false);
            return Err(raised);
        }
    };
    let rest = data.get(done.used..).unwrap_or(&[]);
    if done.code == libbz2_rs_sys::BZ_STREAM_END {
        own.done.set(true);
        own.hungry.set(false);
        *stream = None;
        if !rest.is_empty() {
            own.unused.set(Some(vm.new_bytes(rest)?));
        }
    } else {
        own.hungry.set(rest.is_empty());
        if !rest.is_empty() {
            own.rest.set(Some(vm.new_bytes(rest)?));
        }
    }
    out.finish()
}

fn unused(vm: &mut Vm, value: &Value) -> PyResult {
    match this(value).unused.get() {
        Some(unused) => Ok(unused),
        None => vm.new_bytes(b""),
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let kind = vm.type_name(&args.values[0]);
    Err(vm.raise(Exc::TypeError, format_args!("cannot pickle '{kind}' object")))
}

/// The type.
pub static DECOMPRESSOR: TypeSpec = TypeSpec {
    name: "BZ2Decompressor",
    module: "_bz2",
    kind: kind::DECOMPRESSOR,
    base: kinds::OBJECT,
    doc: "BZ2Decompressor()\n--\n\nCreate a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.",
    flags: 0,
    slots: &Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        Method::keywords("decompress", decompress).doc(
            "decompress($self, /, data, max_length=-1)\n--\n\nDecompress *data*, returning uncompressed data as bytes.",
        ),
        Method::new("__reduce__", reduce, 0, 0),
    ],
    getset: &[
        GetSet { name: "eof", get: |_, value| Ok(Value::bool(this(value).done.get())), set: None },
        GetSet { name: "needs_input", get: |_, value| Ok(Value::bool(this(value).hungry.get())), set: None },
        GetSet { name: "unused_data", get: unused, set: None },
    ],
    page: PageKind::Container,
    slot: <Decompressor as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Decompressor>,
};
