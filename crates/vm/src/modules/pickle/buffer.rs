//! `PickleBuffer`: bytes that can be written elsewhere than into the pickle.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::kind;
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, receiver};
use crate::types::memoryview;

/// A view of bytes.
#[repr(C)]
pub struct PickleBuffer {
    /// Count, shape, flags.
    pub header: Header,
    /// The memory view; nothing once released.
    view: ValueCell,
}

object!(PickleBuffer, kind::PICKLE_BUFFER, view);

fn this(value: &Value) -> &PickleBuffer {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// The memory view of a buffer.
///
/// # Errors
/// ValueError once it is released.
pub fn view(vm: &mut Vm, buffer: &Value) -> PyResult {
    match this(buffer).view.get() {
        Some(view) => Ok(view),
        None => Err(vm.value_error(format_args!("operation forbidden on released PickleBuffer object"))),
    }
}

/// The bytes of a buffer that has no gaps.
#[must_use]
pub fn contiguous(buffer: &Value) -> Option<&[u8]> {
    // SAFETY: as with a view's bytes, the borrow ends before anything runs that could release the buffer.
    memoryview::contiguous(unsafe { buffer.downcast::<PickleBuffer>()?.view.as_ref_unchecked() }?)
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [object] = args.behind_receiver().parse(vm, "PickleBuffer", ["object"], 1, 1)?;
    let Some(object) = object else { return Ok(Value::none()) };
    let made = match memoryview::of(vm, object) {
        Ok(view) => view,
        Err(raised) if vm.raised_is(&raised, Exc::TypeError) => {
            drop(vm.take_raised(raised));
            return Err(crate::types::bytes::required(vm, object));
        }
        Err(raised) => return Err(raised),
    };
    let header = Header::new(u32::from(kind::PICKLE_BUFFER), TRACKED);
    instance(vm, args, PageKind::Container, PickleBuffer { header, view: made.into() })
}

fn raw(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let view = view(vm, &args.values[0])?;
    if memoryview::contiguous(&view).is_none() {
        let message = format_args!("cannot extract raw buffer from non-contiguous buffer");
        return Err(vm.raise(Exc::BufferError, message));
    }
    let (cast, format) = (vm.intern("cast")?, vm.intern("B")?);
    vm.call_method(&view, &cast, &[format])
}

fn release(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(view) = this(&args.values[0]).view.take() {
        let release = vm.intern("release")?;
        vm.call_method(&view, &release, &[])?;
    }
    Ok(Value::none())
}

/// The type.
pub static PICKLE_BUFFER: TypeSpec = TypeSpec {
    name: "PickleBuffer",
    module: "pickle",
    kind: kind::PICKLE_BUFFER,
    base: kinds::OBJECT,
    doc: "Wrapper for potentially out-of-band buffers",
    flags: TypeSpec::WEAK,
    slots: &Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        Method::new("raw", raw, 0, 0).doc("raw($self, /)\n--\n\nReturn a memoryview of the raw memory underlying this buffer.\nWill raise BufferError is the buffer isn't contiguous."),
        Method::new("release", release, 0, 0).doc("release($self, /)\n--\n\nRelease the underlying buffer exposed by the PickleBuffer object."),
        Method::new("__buffer__", memoryview::buffer, 1, 1).doc("__buffer__($self, flags, /)\n--\n\nReturn a buffer object that exposes the underlying memory of the object."),
        Method::new("__release_buffer__", memoryview::release_buffer, 1, 1).doc("__release_buffer__($self, buffer, /)\n--\n\nRelease the buffer object that exposes the underlying memory of the object."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <PickleBuffer as Traverse>::slot,
    finish: None,
    size: fixed_size::<PickleBuffer>,
};
