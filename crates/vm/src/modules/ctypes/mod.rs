//! `_ctypes_memory`: what objects of the library's `_ctypes`, which is written in Python, have to be native for: other native
//! code reads and writes their bytes.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, receiver};
use crate::types::memoryview::{self, MemoryView};

/// Kinds of the types here.
pub(crate) mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const MEMORY: u8 = FIRST + 68;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&MEMORY];

/// An object whose bytes are those of a memory view.
#[repr(C)]
pub struct Memory {
    /// Count, shape, flags.
    pub header: Header,
    view: ValueCell,
}

object!(Memory, kind::MEMORY, view);

fn this(value: &Value) -> &Memory {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// The memory view behind such an object.
#[must_use]
pub fn view_of(value: &Value) -> Option<Value> {
    value.downcast::<Memory>()?.view.get()
}

/// The bytes of such an object.
#[must_use]
pub fn contiguous(value: &Value) -> Option<&[u8]> {
    // SAFETY: as with a view's bytes, the borrow ends before anything runs that could replace the view.
    memoryview::contiguous(unsafe { value.downcast::<Memory>()?.view.as_ref_unchecked() }?)
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let header = Header::new(u32::from(kind::MEMORY), TRACKED);
    instance(vm, args, PageKind::Container, Memory { header, view: ValueCell::default() })
}

fn set_view(vm: &mut Vm, value: &Value, view: Option<Value>) -> PyResult<()> {
    if view.as_ref().is_some_and(|view| view.exact::<MemoryView>().is_none()) {
        return Err(vm.type_error(format_args!("a memoryview is required")));
    }
    this(value).view.set(view);
    Ok(())
}

/// The type.
static MEMORY: TypeSpec = TypeSpec {
    name: "Memory",
    module: "_ctypes_memory",
    kind: kind::MEMORY,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots { new: Some(new), init: Some(|_, _| Ok(())), ..Slots::EMPTY },
    methods: &[],
    getset: &[GetSet {
        name: "_view",
        get: |_, value| Ok(this(value).view.get().unwrap_or_else(Value::none)),
        set: Some(set_view),
    }],
    page: PageKind::Container,
    slot: <Memory as Traverse>::slot,
    finish: None,
    size: fixed_size::<Memory>,
};

/// The module.
pub static MODULE: ModuleSpec =
    ModuleSpec { name: "_ctypes_memory", doc: "", functions: &[], types: &[&MEMORY], init: None };
