//! `Struct` and the iterator of `iter_unpack`.

use std::cell::{Cell, UnsafeCell};

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::convert::{pack, unpack};
use super::format::{Layout, argument, error};
use super::kind;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{borrow, buffer_argument};
use crate::types::iterators::{instance, itself, receiver};
use crate::types::memoryview;
use crate::types::str::Str;

/// A format that was read, with its text.
#[repr(C)]
pub struct Struct {
    /// Count, shape, flags.
    pub header: Header,
    format: ValueCell,
    layout: UnsafeCell<Layout>,
}

object!(Struct, kind::STRUCT, format);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Struct`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: the layout is dropped once, and not used again.
    unsafe { std::ptr::drop_in_place((*object.cast::<Struct>()).layout.get()) }
}

fn this(value: &Value) -> &Struct {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

impl Struct {
    /// What the format says. `__init__` replaces it once, while it is empty.
    fn layout(&self) -> &Layout {
        // SAFETY: an empty layout is replaced only by `__init__`, and converting values, which can call that, happens
        // for items of a layout only.
        unsafe { &*self.layout.get() }
    }
}

/// A struct of this format.
pub(super) fn create(vm: &mut Vm, format: &Value) -> PyResult<Obj<Struct>> {
    let text = argument(vm, format)?;
    let layout = Layout::parse(vm, borrow(&text).unwrap_or(&[]))?;
    let made = Struct {
        header: Header::new(u32::from(kind::STRUCT), TRACKED),
        format: text.into(),
        layout: UnsafeCell::new(layout),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, made)?)
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = Struct {
        header: Header::new(u32::from(kind::STRUCT), TRACKED),
        format: ValueCell::default(),
        layout: UnsafeCell::new(Layout::empty()),
    };
    instance(vm, args, PageKind::Container, made)
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let [format] = args.behind_receiver().parse(vm, "Struct", ["format"], 1, 0)?;
    let text = argument(vm, format.unwrap_or(&Value::none()))?;
    let layout = Layout::parse(vm, borrow(&text).unwrap_or(&[]))?;
    let own = this(&args.values[0]);
    if !own.format.is_none() {
        return Err(vm.raise(crate::core::error::Exc::RuntimeError, format_args!("Struct is initialised already")));
    }
    own.format.set(Some(text));
    // SAFETY: the old layout is the empty one, whose runs nobody looks at.
    unsafe { *own.layout.get() = layout };
    Ok(())
}

/// `pack(*values)`.
pub(super) fn pack_values(vm: &mut Vm, own: &Struct, values: &[Value]) -> PyResult {
    pack(vm, own.layout(), "pack", values)?.finish()
}

fn pack_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = Obj::from_ref(this(&args.values[0]));
    pack_values(vm, &own, &args.values[1..])
}

/// Where in a buffer of `len` bytes an offset is, `size` bytes from which on are wanted to `verb`.
fn place(vm: &mut Vm, offset: isize, len: usize, size: usize, function: &str) -> PyResult<usize> {
    let packing = function == "pack_into";
    let start = if offset < 0 {
        if offset + size as isize > 0 {
            return Err(match packing {
                true => error(vm, format_args!("no space to pack {size} bytes at offset {offset}")),
                false => error(vm, format_args!("not enough data to unpack {size} bytes at offset {offset}")),
            });
        }
        match offset.checked_add(len as isize).filter(|start| *start >= 0) {
            Some(start) => start as usize,
            None => return Err(error(vm, format_args!("offset {offset} out of range for {len}-byte buffer"))),
        }
    } else {
        offset as usize
    };
    if len.saturating_sub(start) < size || start > len {
        let least = start.saturating_add(size);
        let verb = if packing { "packing" } else { "unpacking" };
        return Err(error(
            vm,
            format_args!(
                "{function} requires a buffer of at least {least} bytes for {verb} {size} bytes at offset {start} (actual buffer size is {len})"
            ),
        ));
    }
    Ok(start)
}

/// `pack_into(buffer, offset, *values)`.
pub(super) fn pack_into(vm: &mut Vm, own: &Struct, args: &[Value]) -> PyResult {
    let Some((buffer, rest)) = args.split_first() else {
        return Err(error(vm, format_args!("pack_into expected buffer argument")));
    };
    let Some((offset, values)) = rest.split_first() else {
        return Err(error(vm, format_args!("pack_into expected offset argument")));
    };
    if values.len() != own.layout().values {
        return pack(vm, own.layout(), "pack_into", values)?.finish();
    }
    if !memoryview::is_writable(buffer) {
        let kind = vm.argument_kind(buffer);
        return Err(vm.type_error(format_args!("argument must be read-write bytes-like object, not {kind}")));
    }
    let offset = vm.to_index(offset)?;
    let Some(offset) = crate::types::int::to_i64(&offset).map(|offset| offset as isize) else {
        let message = format_args!("cannot fit 'int' into an index-sized integer");
        return Err(vm.raise(crate::core::error::Exc::IndexError, message));
    };
    let size = own.layout().size;
    let len = borrow(buffer).map_or(0, <[u8]>::len);
    place(vm, offset, len, size, "pack_into")?;
    let data = pack(vm, own.layout(), "pack_into", values)?;
    // Converting the values may have changed the buffer's length.
    let len = borrow(buffer).map_or(0, <[u8]>::len);
    let start = place(vm, offset, len, size, "pack_into")?;
    memoryview::write_long(vm, buffer, start, data.data())?;
    Ok(Value::none())
}

fn pack_into_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = Obj::from_ref(this(&args.values[0]));
    pack_into(vm, &own, &args.values[1..])
}

/// `unpack(buffer)`.
pub(super) fn unpack_buffer(vm: &mut Vm, own: &Struct, buffer: &Value) -> PyResult {
    let data = buffer_argument(vm, buffer)?;
    let size = own.layout().size;
    if data.len() != size {
        return Err(error(vm, format_args!("unpack requires a buffer of {size} bytes")));
    }
    unpack(vm, own.layout(), data)
}

fn unpack_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    unpack_buffer(vm, this(&args.values[0]), &args.values[1])
}

/// `unpack_from(buffer, offset=0)`.
pub(super) fn unpack_from(vm: &mut Vm, own: &Struct, buffer: &Value, offset: Option<&Value>) -> PyResult {
    let offset = offset.map_or(Ok(0), |offset| vm.index_isize(offset))?;
    let data = buffer_argument(vm, buffer)?;
    let size = own.layout().size;
    let start = place(vm, offset, data.len(), size, "unpack_from")?;
    unpack(vm, own.layout(), data.get(start..start + size).unwrap_or(&[]))
}

fn unpack_from_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [buffer, offset] = args.behind_receiver().parse(vm, "unpack_from", ["buffer", "offset"], 1, 0)?;
    unpack_from(vm, this(&args.values[0]), buffer.unwrap_or(&Value::none()), offset)
}

/// A struct, a buffer and a place in it.
#[repr(C)]
pub struct UnpackIterator {
    /// Count, shape, flags.
    pub header: Header,
    own: Obj<Struct>,
    /// The buffer; a view of it keeps its length.
    buffer: ValueCell,
    at: Cell<usize>,
}

object!(UnpackIterator, kind::UNPACK_ITERATOR, own, buffer);

fn iterator(value: &Value) -> &UnpackIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// `iter_unpack(buffer)`.
pub(super) fn iter_unpack(vm: &mut Vm, own: Obj<Struct>, buffer: &Value) -> PyResult {
    let size = own.layout().size;
    if size == 0 {
        return Err(error(vm, format_args!("cannot iteratively unpack with a struct of length 0")));
    }
    let len = buffer_argument(vm, buffer)?.len();
    if len % size != 0 {
        return Err(error(vm, format_args!("iterative unpacking requires a buffer of a multiple of {size} bytes")));
    }
    let buffer = memoryview::of(vm, buffer)?;
    let made = UnpackIterator {
        header: Header::new(u32::from(kind::UNPACK_ITERATOR), TRACKED),
        own,
        buffer: buffer.into(),
        at: Cell::new(0),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, made)?.into_value())
}

fn iter_unpack_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = Obj::from_ref(this(&args.values[0]));
    iter_unpack(vm, own, &args.values[1])
}

fn next(vm: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let own = iterator(value);
    let Some(buffer) = own.buffer.get() else { return Ok(None) };
    let (start, layout) = (own.at.get(), own.own.layout());
    match borrow(&buffer).and_then(|data| data.get(start..start + layout.size)) {
        Some(data) => {
            own.at.set(start + layout.size);
            unpack(vm, layout, data).map(Some)
        }
        None => {
            own.buffer.set(None);
            Ok(None)
        }
    }
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = iterator(&args.values[0]);
    let len = own.buffer.get().map_or(0, |buffer| borrow(&buffer).map_or(0, <[u8]>::len));
    vm.new_usize(len.saturating_sub(own.at.get()) / own.own.layout().size.max(1))
}

fn format(vm: &mut Vm, value: &Value) -> PyResult {
    let text = this(value).format.get().unwrap_or_else(Value::none);
    let text = borrow(&text).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or("");
    vm.new_str(text)
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let text = format(vm, value)?;
    let text = vm.repr(&text)?;
    let name = vm.type_of(value).short_name();
    match text.downcast::<Str>() {
        Some(text) => vm.new_str_fmt(format_args!("{name}({text})")),
        None => Ok(text),
    }
}

/// `struct.Struct`.
pub static STRUCT: TypeSpec = TypeSpec {
    name: "Struct",
    module: "_struct",
    kind: kind::STRUCT,
    base: kinds::OBJECT,
    doc: "Struct(fmt) --> compiled struct object",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::WEAK,
    slots: &Slots { new: Some(new), init: Some(init), repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        Method::new("pack", pack_method, 0, crate::core::native::MANY)
            .doc("pack(*values) -> bytes\n\nThe bytes of the values."),
        Method::new("pack_into", pack_into_method, 0, crate::core::native::MANY)
            .doc("pack_into(buffer, offset, *values)\n\nWrite the bytes of the values into a buffer."),
        Method::new("unpack", unpack_method, 1, 1)
            .doc("unpack($self, buffer, /)\n--\n\nReturn a tuple of the values in a buffer."),
        Method::keywords("unpack_from", unpack_from_method)
            .doc("unpack_from($self, /, buffer, offset=0)\n--\n\nReturn a tuple of the values at a place of a buffer."),
        Method::new("iter_unpack", iter_unpack_method, 1, 1)
            .doc("iter_unpack($self, buffer, /)\n--\n\nReturn an iterator over tuples of the values in a buffer, piece by piece."),
    ],
    getset: &[
        GetSet { name: "format", get: format, set: None },
        GetSet { name: "size", get: |vm, value| vm.new_usize(this(value).layout().size), set: None },
    ],
    page: PageKind::Container,
    slot: <Struct as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Struct>,
};

/// The type of `iter_unpack()`.
pub static UNPACK_ITERATOR: TypeSpec = TypeSpec {
    name: "unpack_iterator",
    module: "_struct",
    kind: kind::UNPACK_ITERATOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &[Method::new("__length_hint__", length_hint, 0, 0)],
    getset: &[],
    page: PageKind::Container,
    slot: <UnpackIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<UnpackIterator>,
};
