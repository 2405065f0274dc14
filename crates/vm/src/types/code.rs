//! Code objects: the immutable [`Code`] of the compiler together with what this interpreter adds: names and
//! constants as values, and its own copy of the instructions, in which caches and specialisation live.

use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::Arc;

use pitviper_compiler::code::{Code, Const, flags};
use pitviper_compiler::opcode::{Instr, Op};
use pitviper_object::{Header, Heap, Obj, Object, PageKind, Slot, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;

/// A code object.
#[repr(C)]
pub struct CodeObject {
    /// Count, shape, flags.
    pub header: Header,
    /// This interpreter's instructions, made with constants and names when the code first runs
    /// ([`Vm::prepare_code`]): most functions of imported modules never do.
    pub stream: Cell<*mut Instr>,
    /// Constants.
    pub constants: Cell<*mut Slot>,
    /// Names, interned.
    pub names: Cell<*mut Slot>,
    /// The shared part.
    pub code: Arc<Code>,
    /// Registers of a frame.
    pub registers: u32,
    /// Positional parameters.
    pub arg_count: u16,
    /// A call with this many arguments needs no binding: `arg_count` where all parameters are positional and the body is
    /// no generator's, else [`CodeObject::NEVER`].
    pub exact_count: u32,
    /// All parameters are positional, and the body is a generator's or coroutine's.
    pub generator: bool,
    /// Lengths of the arrays of constants and names; 0 until they exist.
    counts: Cell<(u32, u32)>,
    charged: usize,
}

impl CodeObject {
    /// More arguments than a call can have.
    pub const NEVER: u32 = u32::MAX;
}

// SAFETY: constants and names own one count each.
unsafe impl Traverse for CodeObject {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: the arrays have the lengths in `counts`.
        unsafe {
            let this = this.cast::<CodeObject>();
            let (constants, names) = (*this).counts.get();
            if index < constants {
                (*this).constants.get().add(index as usize)
            } else if index < constants + names {
                (*this).names.get().add((index - constants) as usize)
            } else {
                std::ptr::null_mut()
            }
        }
    }
}

// SAFETY: repr(C), header first; CODE objects are made here only.
unsafe impl Object for CodeObject {
    const KIND: u8 = kinds::CODE;
}

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `CodeObject`.
pub unsafe fn finish(object: *mut Header) {
    // SAFETY: the buffers are its own; the shared code is dropped once.
    unsafe {
        let this = object.cast::<CodeObject>();
        for buffer in [(*this).stream.get().cast::<u8>(), (*this).constants.get().cast(), (*this).names.get().cast()] {
            if let Some(buffer) = NonNull::new(buffer) {
                Heap::free(buffer);
            }
        }
        Heap::of(NonNull::new_unchecked(object.cast())).as_mut().uncharge((*this).charged);
        std::ptr::drop_in_place(&raw mut (*this).code);
    }
}

impl CodeObject {
    /// The first instruction; null until the code is prepared.
    #[inline(always)]
    #[must_use]
    pub fn start(&self) -> *mut Instr {
        self.stream.get()
    }

    /// The word number of an instruction.
    #[inline]
    #[must_use]
    pub fn offset(&self, pc: *const Instr) -> u32 {
        ((pc.addr() - self.stream.get().addr()) / size_of::<Instr>()) as u32
    }

    /// Name number `index`.
    #[inline(always)]
    #[must_use]
    pub fn name(&self, index: u16) -> &Value {
        // SAFETY: the compiler gives indices within the names, which are all set.
        unsafe { (*self.names.get().add(index as usize)).as_ref().unwrap_unchecked() }
    }

    /// Constant number `index`.
    #[inline(always)]
    #[must_use]
    pub fn constant(&self, index: u16) -> &Value {
        // SAFETY: as in `name`.
        unsafe { (*self.constants.get().add(index as usize)).as_ref().unwrap_unchecked() }
    }

    /// Turns the instructions back that look names up in any namespace and became ones that look in the globals
    /// alone. Called before the code runs in a namespace of its own.
    pub fn forget_globals(&self) {
        if self.stream.get().is_null() {
            return;
        }
        let mut word = 0;
        while let Some(&original) = self.code.instructions.get(word) {
            let Some(op) = Op::from_u8(original.op) else { return };
            if op == Op::LoadName {
                // SAFETY: the copy has as many words as the original; nothing runs meanwhile.
                unsafe { *self.stream.get().add(word) = original };
            }
            word += usize::from(op.info().words);
        }
    }

    /// Bytes of its buffers and of the shared part charged for it.
    #[must_use]
    pub fn buffer_bytes(&self) -> usize {
        use crate::core::census::usable;
        self.charged + usable(self.stream.get()) + usable(self.constants.get()) + usable(self.names.get())
    }

    /// Whether a flag of [`flags`] is set.
    #[must_use]
    pub fn has(&self, flag: u32) -> bool {
        self.code.flags & flag != 0
    }
}

fn slots(vm: &mut Vm, count: usize) -> PyResult<*mut Slot> {
    if count == 0 {
        return Ok(std::ptr::null_mut());
    }
    let block = vm.heap.alloc(PageKind::Raw, count * 8)?.cast::<Slot>();
    // SAFETY: room for `count` words; the null word is an empty slot.
    unsafe { block.write_bytes(0, count) };
    Ok(block.as_ptr())
}

impl Vm {
    /// A code object of compiled code. Charges what the shared part takes, once for the outermost.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_code(&mut self, code: Arc<Code>, charge: bool) -> PyResult<Obj<CodeObject>> {
        self.check_native_stack()?;
        let charged = if charge { code.bytes } else { 0 };
        self.heap.charge(charged)?;
        let kinds = flags::VARARGS | flags::VARKEYWORDS;
        let generator = code.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0;
        let plain = code.flags & kinds == 0 && code.kwonly_count == 0;
        let object = CodeObject {
            header: Header::new(u32::from(kinds::CODE), pitviper_object::header::TRACKED),
            stream: Cell::new(std::ptr::null_mut()),
            constants: Cell::new(std::ptr::null_mut()),
            names: Cell::new(std::ptr::null_mut()),
            registers: u32::from(code.registers),
            arg_count: code.arg_count,
            exact_count: if plain && !generator { u32::from(code.arg_count) } else { CodeObject::NEVER },
            generator: plain && generator,
            counts: Cell::new((0, 0)),
            charged,
            code,
        };
        let block = match self.heap.alloc(PageKind::Container, size_of::<CodeObject>()) {
            Ok(block) => block.cast::<CodeObject>(),
            Err(error) => {
                self.heap.uncharge(charged);
                return Err(error.into());
            }
        };
        self.heap.young_count += 1;
        // SAFETY: the block is fresh; the object is complete.
        unsafe {
            block.write(object);
            Ok(Obj::from_value_unchecked(Value::from_owned(block.cast())))
        }
    }

    /// Makes constants, names and this interpreter's instructions of a code object, unless they are there.
    ///
    /// # Errors
    /// `MemoryError`; what was made by then stays.
    #[inline]
    pub fn prepare_code(&mut self, object: &CodeObject) -> PyResult<()> {
        if object.stream.get().is_null() { self.make_code_ready(object) } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn make_code_ready(&mut self, object: &CodeObject) -> PyResult<()> {
        let shared = object.code.clone();
        if object.constants.get().is_null() {
            object.constants.set(slots(self, shared.constants.len())?);
            object.counts.set((shared.constants.len() as u32, 0));
        }
        if object.names.get().is_null() {
            object.names.set(slots(self, shared.names.len())?);
            object.counts.set((shared.constants.len() as u32, shared.names.len() as u32));
        }
        for (index, constant) in shared.constants.iter().enumerate() {
            let value = self.constant(constant)?;
            // SAFETY: within the array.
            drop(unsafe { (*object.constants.get().add(index)).replace(value) });
        }
        for (index, name) in shared.names.iter().enumerate() {
            let value = self.intern(name)?;
            // SAFETY: within the array.
            drop(unsafe { (*object.names.get().add(index)).replace(value) });
        }
        let words = shared.instructions.len();
        let stream = self.heap.alloc(PageKind::Raw, words.max(1) * size_of::<Instr>())?.cast::<Instr>();
        // SAFETY: room for all words.
        unsafe { std::ptr::copy_nonoverlapping(shared.instructions.as_ptr(), stream.as_ptr(), words) };
        object.stream.set(stream.as_ptr());
        Ok(())
    }

    /// A constant as a value. Strings that look like names are interned, as in CPython.
    fn constant(&mut self, constant: &Const) -> PyResult {
        self.check_native_stack()?;
        Ok(match constant {
            Const::None => Value::none(),
            Const::Bool(truth) => Value::bool(*truth),
            Const::Ellipsis => pitviper_object::singletons::ELLIPSIS.value(),
            Const::Int(int) => self.new_int(*int)?,
            Const::BigInt(negative, limbs) => crate::types::int::from_limbs(self, *negative, limbs)?,
            Const::Float(float) => self.new_float(*float)?,
            Const::Complex(real, imag) => crate::types::complex::create(self, *real, *imag)?,
            Const::Str(text) => {
                let string = crate::types::str::from_wtf8(self, text)?;
                if text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                    self.intern_value(string)?
                } else {
                    string
                }
            }
            Const::Bytes(bytes) => self.new_bytes(bytes)?,
            Const::Tuple(items) => {
                let list = self.new_list()?;
                for item in items {
                    let item = self.constant(item)?;
                    self.list_push(&list, item)?;
                }
                // SAFETY: nobody else has the list, and making the tuple runs no Python.
                self.new_tuple(unsafe { list.items_unchecked() })?
            }
            Const::FrozenSet(items) => {
                let list = self.new_list()?;
                for item in items {
                    let item = self.constant(item)?;
                    self.list_push(&list, item)?;
                }
                // SAFETY: as above; constants hash without Python.
                self.new_frozenset_of(unsafe { list.items_unchecked() })?
            }
            Const::Slice(parts) => {
                let [start, stop, step] = &**parts;
                let (start, stop, step) = (self.constant(start)?, self.constant(stop)?, self.constant(step)?);
                crate::types::slice::create(self, start, stop, step)?
            }
            Const::Code(code) => self.new_code(code.clone(), false)?.into_value(),
        })
    }
}
