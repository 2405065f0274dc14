//! `BZ2Compressor`.

use std::cell::{Cell, RefCell};

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::kind;
use super::stream::{Action, Stream};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{BytesBuilder, buffer_argument};
use crate::types::iterators::{instance, receiver};

/// A compressor.
#[repr(C)]
pub struct Compressor {
    /// Count, shape, flags.
    pub header: Header,
    stream: RefCell<Option<Stream>>,
    flushed: Cell<bool>,
}

object!(Compressor, kind::COMPRESSOR);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Compressor`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: the stream is dropped once, and not used again.
    unsafe { drop((*object.cast::<Compressor>()).stream.get_mut().take()) }
}

fn this(value: &Value) -> &Compressor {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [level] = args.behind_receiver().parse(vm, "BZ2Compressor", [""], 0, 1)?;
    let level = level.map_or(Ok(9), |level| vm.index_clamped(level))?;
    let Ok(level @ 1..=9) = i32::try_from(level) else {
        return Err(vm.value_error(format_args!("compresslevel must be between 1 and 9")));
    };
    let stream = Stream::compressor(vm, level)?;
    let header = Header::new(u32::from(kind::COMPRESSOR), TRACKED);
    let made = Compressor { header, stream: RefCell::new(None), flushed: Cell::new(false) };
    let class = Args { values: args.values.get(..1).unwrap_or(&[]), names: None };
    let made = instance(vm, class, PageKind::Container, made)?;
    *this(&made).stream.borrow_mut() = Some(stream);
    Ok(made)
}

/// Compresses data, and the rest of all when that is asked for. It runs no Python, so the stream is borrowed at leisure.
fn run(vm: &mut Vm, own: &Compressor, data: &[u8], action: Action) -> PyResult {
    let mut out = BytesBuilder::new(vm);
    if let Some(stream) = own.stream.borrow_mut().as_mut() {
        stream.feed(vm, data, action, None, &mut out)?;
    }
    out.finish()
}

fn compress(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = buffer_argument(vm, &args.values[1])?;
    let own = this(&args.values[0]);
    if own.flushed.get() {
        return Err(vm.value_error(format_args!("Compressor has been flushed")));
    }
    if data.is_empty() {
        return vm.new_bytes(b"");
    }
    run(vm, own, data, Action::Run)
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    if own.flushed.replace(true) {
        return Err(vm.value_error(format_args!("Repeated call to flush()")));
    }
    let rest = run(vm, own, &[], Action::Finish)?;
    drop(own.stream.borrow_mut().take());
    Ok(rest)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let kind = vm.type_name(&args.values[0]);
    Err(vm.raise(Exc::TypeError, format_args!("cannot pickle '{kind}' object")))
}

/// The type.
pub static COMPRESSOR: TypeSpec = TypeSpec {
    name: "BZ2Compressor",
    module: "_bz2",
    kind: kind::COMPRESSOR,
    base: kinds::OBJECT,
    doc: "BZ2Compressor(compresslevel=9, /)\n--\n\nCreate a compressor object for compressing data incrementally.\n\n  compresslevel\n    Compression level, as a number between 1 and 9.\n\nFor one-shot compression, use the compress() function instead.",
    flags: 0,
    slots: &Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        Method::new("compress", compress, 1, 1)
            .doc("compress($self, data, /)\n--\n\nProvide data to the compressor object."),
        Method::new("flush", flush, 0, 0).doc("flush($self, /)\n--\n\nFinish the compression process."),
        Method::new("__reduce__", reduce, 0, 0),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Compressor as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Compressor>,
};
