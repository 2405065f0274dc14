//! Python functions and closure cells.
//!
//! ```text
//! header 8 | code 8 | globals 8 | extra 8 (null until something unusual is set) | cells …
//! ```

use std::ptr::NonNull;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Heap, Obj, Object, PageKind, Slot, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::code::CodeObject;
use crate::types::dict::Dict;

/// A function object. Its cells follow.
#[repr(C)]
pub struct Function {
    /// Count, shape, flags.
    pub header: Header,
    /// `__code__`.
    pub code: ValueCell,
    /// `__globals__`.
    pub globals: Obj<Dict>,
    extra: std::cell::Cell<*mut Extra>,
}

/// What only some functions have. A raw block of its function's.
#[repr(C)]
#[derive(Default)]
pub struct Extra {
    /// `__defaults__`: a tuple.
    pub defaults: ValueCell,
    /// `__kwdefaults__`: a dict.
    pub kwdefaults: ValueCell,
    /// `__dict__`, once asked for.
    pub dict: ValueCell,
    /// `__doc__` when it is not the code's docstring.
    pub doc: ValueCell,
    /// `__name__` when it is not the code's.
    pub name: ValueCell,
    /// `__qualname__` when it is not the code's.
    pub qualname: ValueCell,
    /// `__module__` when it is not the globals' `__name__`.
    pub module: ValueCell,
    /// `__annotations__` once computed.
    pub annotations: ValueCell,
    /// `__annotate__`.
    pub annotate: ValueCell,
    /// `__type_params__`.
    pub type_params: ValueCell,
    /// Codes that `__code__` was before, each once: frames may still run them.
    pub replaced: ValueCell,
}

const EXTRA_SLOTS: u32 = (size_of::<Extra>() / 8) as u32;

impl Function {
    /// `__code__`'s object.
    #[inline(always)]
    #[must_use]
    pub fn code(&self) -> &CodeObject {
        // SAFETY: always a code object; one that is replaced is kept for frames that run it.
        unsafe { self.code.as_ref_unchecked().unwrap_unchecked().cast_unchecked() }
    }

    /// What only some functions have.
    #[inline(always)]
    #[must_use]
    pub fn extra(&self) -> Option<&Extra> {
        // SAFETY: null or the function's own block.
        unsafe { self.extra.get().as_ref() }
    }

    /// The same, made when it is missing.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn extra_or_make(&self, vm: &mut Vm) -> PyResult<&Extra> {
        if self.extra.get().is_null() {
            let block = vm.heap.alloc(PageKind::Raw, size_of::<Extra>())?.cast::<Extra>();
            // SAFETY: fresh and big enough.
            unsafe { block.write(Extra::default()) };
            self.extra.set(block.as_ptr());
        }
        // SAFETY: not null now.
        Ok(unsafe { &*self.extra.get() })
    }

    /// The place of cell `index`.
    #[inline(always)]
    #[must_use]
    pub fn cell_slot(&self, index: u16) -> *mut Slot {
        // SAFETY: as many cells follow as the code has free variables.
        unsafe { std::ptr::from_ref(self).add(1).cast_mut().cast::<Slot>().add(index as usize) }
    }

    /// Cell `index`.
    #[inline(always)]
    #[must_use]
    pub fn cell(&self, index: u16) -> &CellObject {
        // SAFETY: cells are set when the function is made.
        unsafe { (*self.cell_slot(index)).as_ref().unwrap_unchecked().cast_unchecked() }
    }

    /// Whether it refers to variables of enclosing functions.
    pub(crate) fn has_cells(&self) -> bool {
        self.cells() > 0
    }

    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        usize::from(self.code().free)
    }
}

// SAFETY: each slot owns one count; words of the block behind the last cell are null.
unsafe impl Traverse for Function {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: `this` is a function; its block was zeroed behind the struct.
        unsafe {
            let this = this.cast::<Function>();
            let mut left = index;
            let extras = if (*this).extra.get().is_null() { 0 } else { EXTRA_SLOTS };
            if left < extras {
                return (*this).extra.get().cast::<Slot>().add(left as usize);
            }
            left -= extras;
            if left == 0 {
                return (&raw mut (*this).globals).cast();
            }
            if left == 1 {
                return (&raw mut (*this).code).cast();
            }
            left -= 2;
            let words = inline_words(this);
            if left < words {
                // CPython keeps the cells in a tuple, which drops its last item first.
                this.add(1).cast::<Slot>().add((words - 1 - left) as usize)
            } else {
                std::ptr::null_mut()
            }
        }
    }
}

/// Words behind the struct: the cells, and what the size class adds.
unsafe fn inline_words(this: *mut Function) -> u32 {
    // SAFETY: functions are always heap blocks.
    unsafe { ((Heap::usable_size(NonNull::new_unchecked(this.cast())) - size_of::<Function>()) / 8) as u32 }
}

// SAFETY: repr(C), header first; FUNCTION objects are made here only.
unsafe impl Object for Function {
    const KIND: u8 = kinds::FUNCTION;
}

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Function`.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: the extra block is its own.
    unsafe {
        if let Some(extra) = NonNull::new((*object.cast::<Function>()).extra.get()) {
            Heap::free(extra.cast());
        }
    }
}

/// A closure cell.
#[repr(C)]
pub struct CellObject {
    /// Count, shape, flags.
    pub header: Header,
    /// Contents.
    pub value: ValueCell,
}

pitviper_object::object!(CellObject, kinds::CELL, value);

impl Vm {
    /// A cell.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_cell(&mut self, value: Option<Value>) -> PyResult<Obj<CellObject>> {
        let cell = CellObject { header: Header::new(u32::from(kinds::CELL), TRACKED), value: ValueCell::new(value) };
        Ok(Obj::create(&mut self.heap, PageKind::Container, cell)?)
    }

    /// A function of `code`, its cells still to be set (each must be, before Python can see it).
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_function(&mut self, code: Obj<CodeObject>, globals: Obj<Dict>) -> PyResult<Obj<Function>> {
        let cells = usize::from(code.free);
        let block = self.heap.alloc(PageKind::Container, size_of::<Function>() + cells * 8)?.cast::<Function>();
        self.heap.container_made();
        // SAFETY: the block is fresh and big enough for function and cells.
        unsafe {
            block.write(Function {
                header: Header::new(u32::from(kinds::FUNCTION), TRACKED),
                code: ValueCell::new(Some(code.into_value())),
                globals,
                extra: std::cell::Cell::new(std::ptr::null_mut()),
            });
            block.add(1).cast::<u64>().write_bytes(0, inline_words(block.as_ptr()) as usize);
            Ok(Obj::from_value_unchecked(Value::from_owned(block.cast())))
        }
    }
}
