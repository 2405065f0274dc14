//! Code objects: the immutable [`Code`] of the compiler together with what this interpreter adds: names and
//! constants as values, and its own copy of the instructions, in which caches and specialisation live.
//!
//! Code that comes from a file or the embedded library is read when it is first called or looked at
//! ([`packed`]); until then its object has only what making functions of it needs.

pub mod packed;
mod shared;

use std::cell::Cell;
use std::ptr::NonNull;
use std::sync::Arc;

use pitviper_compiler::code::{Capture, Code, Const, flags};
use pitviper_compiler::opcode::{Instr, Op};
use pitviper_compiler::serial::Head;
use pitviper_object::{Header, Heap, Obj, Object, PageKind, Slot, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::eval::tracing::Monitor;
use packed::Origin;
pub use shared::Shared;

/// Bytes of an instruction's word, as offsets that programs see count them.
pub const WORD_BYTES: i64 = size_of::<Instr>() as i64;

/// The offset in bytes of a word of code, as programs see it. A word in front of the code's own, where calls begin, is
/// at 0: CPython's `RESUME`.
#[must_use]
pub const fn byte_offset(word: u32) -> i64 {
    (word as i64 + 1) * WORD_BYTES
}

/// A code object.
#[repr(C)]
pub struct CodeObject {
    /// Count, shape, flags.
    pub header: Header,
    /// Where calls begin: the first instruction, or, while tools listen, the word in front of it, which is always there
    /// and always [`Op::Instrumented`].
    pub entry: Cell<*mut Instr>,
    /// This interpreter's instructions, made with constants and names when the code first runs
    /// ([`Vm::prepare_code`]): most functions of imported modules never do.
    pub stream: Cell<*mut Instr>,
    /// What tools want to hear of, once there was something.
    pub(crate) monitor: Cell<*mut Monitor>,
    /// Constants.
    pub constants: Cell<*mut Slot>,
    /// Names, interned.
    pub names: Cell<*mut Slot>,
    /// The shared part, once it is loaded ([`Vm::load_code`]).
    pub code: Shared,
    /// Where the shared part is read from, unless it was compiled here.
    origin: Option<Origin>,
    /// Bytes charged for the shared part.
    charged: Cell<usize>,
    /// See [`flags`].
    pub flags: u32,
    /// Registers of a frame.
    pub registers: u16,
    /// Positional parameters.
    pub arg_count: u16,
    /// Free variables.
    pub free: u16,
    /// All parameters are positional, and the body is a generator's or coroutine's.
    pub generator: bool,
    /// A call with this many arguments needs no binding: `arg_count` where all parameters are positional and the body is
    /// no generator's, else [`CodeObject::NEVER`].
    pub exact_count: u32,
}

const _: () = assert!(size_of::<CodeObject>() <= 96, "most code objects are only kept");

impl CodeObject {
    /// Whether it is a function or module of the embedded library, as it was compiled with the executable.
    #[must_use]
    pub(crate) fn is_embedded(&self) -> bool {
        self.origin.as_ref().is_some_and(Origin::is_executable)
    }

    /// More arguments than a call can have.
    pub const NEVER: u32 = u32::MAX;
}

// SAFETY: constants and names own one count each.
unsafe impl Traverse for CodeObject {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: the arrays have these lengths.
        unsafe {
            let this = this.cast::<CodeObject>();
            let (constants, names) = (*this).counts();
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
        crate::eval::tracing::sites::free(&*this);
        for buffer in [(*this).block(), (*this).constants.get().cast(), (*this).names.get().cast()] {
            if let Some(buffer) = NonNull::new(buffer) {
                Heap::free(buffer);
            }
        }
        Heap::of(NonNull::new_unchecked(object.cast())).as_mut().uncharge((*this).charged.get());
        std::ptr::drop_in_place(&raw mut (*this).code);
        std::ptr::drop_in_place(&raw mut (*this).origin);
    }
}

impl CodeObject {
    /// The first instruction; null until the code is prepared.
    #[inline(always)]
    #[must_use]
    pub fn start(&self) -> *mut Instr {
        self.stream.get()
    }

    /// Whether an address is that of one of the instructions, or of the word in front of the first.
    pub(crate) fn holds(&self, pc: *const Instr) -> bool {
        let words = self.code.loaded().map_or(0, |code| code.instructions.len());
        let start = self.stream.get().addr();
        start != 0 && (start - size_of::<Instr>()..=start + words * size_of::<Instr>()).contains(&pc.addr())
    }

    /// The heap block that the instructions are in; null until the code is prepared.
    fn block(&self) -> *mut u8 {
        match self.stream.get() {
            stream if stream.is_null() => stream.cast(),
            // SAFETY: one word lies in front of the first instruction.
            stream => unsafe { stream.sub(1).cast() },
        }
    }

    /// The word number of an instruction; 0 for the word in front of the first.
    #[inline]
    #[must_use]
    pub fn offset(&self, pc: *const Instr) -> u32 {
        (pc.addr().saturating_sub(self.stream.get().addr()) / size_of::<Instr>()) as u32
    }

    /// Lengths of the arrays of constants and names; 0 until they exist.
    fn counts(&self) -> (u32, u32) {
        let Some(code) = self.code.loaded() else { return (0, 0) };
        let length = |array: *mut Slot, length: usize| if array.is_null() { 0 } else { length as u32 };
        (length(self.constants.get(), code.constants.len()), length(self.names.get(), code.names.len()))
    }

    /// The name of an instruction that has one, in `c`.
    #[inline(always)]
    #[must_use]
    pub fn name(&self, i: Instr) -> &Value {
        // SAFETY: the compiler gives indices within the names, which are all set.
        unsafe { (*self.names.get().add(i.index(i.c))).as_ref().unwrap_unchecked() }
    }

    /// Constant number `index`.
    #[inline(always)]
    #[must_use]
    pub fn constant(&self, index: u16) -> &Value {
        self.constant_at(index.into())
    }

    /// Constant number `index`.
    #[inline(always)]
    #[must_use]
    pub fn constant_at(&self, index: usize) -> &Value {
        // SAFETY: as in `name`.
        unsafe { (*self.constants.get().add(index)).as_ref().unwrap_unchecked() }
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
                unsafe { self.specialise(self.stream.get().add(word), op) };
            }
            word += usize::from(op.info().words);
        }
    }

    /// Bytes of its buffers and of the shared part charged for it.
    #[must_use]
    pub fn buffer_bytes(&self) -> usize {
        use crate::core::census::usable;
        self.charged.get() + usable(self.block()) + usable(self.constants.get()) + usable(self.names.get())
    }

    /// Where a function of this code, when the code around it makes one, finds the cells of its free variables: as many
    /// as there are.
    pub fn captures(&self) -> impl Iterator<Item = Capture> {
        let (loaded, origin) = match self.code.loaded() {
            Some(code) => (&*code.captures, None),
            None => (&[][..], self.origin.as_ref().filter(|_| self.free > 0)),
        };
        loaded.iter().copied().chain(origin.into_iter().flat_map(Origin::captures))
    }

    /// Whether a flag of [`flags`] is set.
    #[must_use]
    pub fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }
}

impl Facts {
    fn of(code: &Code) -> Self {
        let free = code.free.len() as u16;
        let Code { flags, registers, arg_count, kwonly_count, .. } = *code;
        Self { flags, registers, arg_count, kwonly_count, free }
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

/// What a new code object is made of.
struct Made {
    code: Shared,
    origin: Option<Origin>,
    /// As in [`Code`]; the body is not looked at.
    head: Facts,
    /// Bytes that it answers for.
    charged: usize,
}

/// What is known of code before it is loaded.
#[derive(Clone, Copy)]
struct Facts {
    flags: u32,
    registers: u16,
    arg_count: u16,
    kwonly_count: u16,
    free: u16,
}

impl Vm {
    /// A code object of compiled code, which charges what the shared part takes.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_code(&mut self, code: Arc<Code>) -> PyResult<Obj<CodeObject>> {
        let charged = code.bytes;
        self.heap.charge(charged)?;
        let made = Made { head: Facts::of(&code), code: Shared::new(code), origin: None, charged };
        self.create_code(made).inspect_err(|_| self.heap.uncharge(charged))
    }

    /// A code object of nested code, which from now on answers for what `holder` has charged for it: it may outlive the
    /// holder, but not the other way round, because the holder has it as a constant.
    fn nested_code(&mut self, code: &Arc<Code>, holder: &CodeObject) -> PyResult<Obj<CodeObject>> {
        let charged = code.bytes.min(holder.charged.get());
        let made = Made { head: Facts::of(code), code: Shared::new(code.clone()), origin: None, charged };
        let nested = self.create_code(made)?;
        holder.charged.set(holder.charged.get() - charged);
        Ok(nested)
    }

    /// A code object of code that stays packed.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn packed_code(&mut self, origin: Origin, head: Head) -> PyResult<Obj<CodeObject>> {
        let Head { flags, registers, arg_count, kwonly_count, free, .. } = head;
        let head = Facts { flags, registers, arg_count, kwonly_count, free };
        self.create_code(Made { code: Shared::default(), origin: Some(origin), head, charged: 0 })
    }

    fn create_code(&mut self, made: Made) -> PyResult<Obj<CodeObject>> {
        let Made { code, origin, head, charged } = made;
        let stars = flags::VARARGS | flags::VARKEYWORDS;
        let generator = head.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0;
        let plain = head.flags & stars == 0 && head.kwonly_count == 0;
        let object = CodeObject {
            header: Header::new(u32::from(kinds::CODE), 0),
            entry: Cell::new(std::ptr::null_mut()),
            stream: Cell::new(std::ptr::null_mut()),
            monitor: Cell::new(std::ptr::null_mut()),
            constants: Cell::new(std::ptr::null_mut()),
            names: Cell::new(std::ptr::null_mut()),
            flags: head.flags,
            registers: head.registers,
            arg_count: head.arg_count,
            free: head.free,
            exact_count: if plain && !generator { u32::from(head.arg_count) } else { CodeObject::NEVER },
            generator: plain && generator,
            charged: Cell::new(charged),
            code,
            origin,
        };
        let block = self.heap.alloc(PageKind::Container, size_of::<CodeObject>())?.cast::<CodeObject>();
        self.heap.container_made();
        // SAFETY: the block is fresh; the object is complete.
        unsafe {
            block.write(object);
            Ok(Obj::from_value_unchecked(Value::from_owned(block.cast())))
        }
    }

    /// Makes the shared part, constants, names and this interpreter's instructions of a code object, unless they are there.
    ///
    /// # Errors
    /// `MemoryError`, ImportError when the code is damaged; what was made by then stays.
    #[inline]
    pub fn prepare_code(&mut self, object: &CodeObject) -> PyResult<()> {
        if object.entry.get().is_null() { self.make_code_ready(object) } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn make_code_ready(&mut self, object: &CodeObject) -> PyResult<()> {
        let shared = self.load_code(object)?.clone();
        if object.constants.get().is_null() {
            object.constants.set(slots(self, shared.constants.len())?);
        }
        if object.names.get().is_null() {
            object.names.set(slots(self, shared.names.len())?);
        }
        for (index, constant) in shared.constants.iter().enumerate() {
            // SAFETY: within the array.
            if unsafe { (*object.constants.get().add(index)).is_some() } {
                continue;
            }
            let value = match constant {
                Const::Code(code) => self.nested_code(code, object)?.into_value(),
                Const::Packed(at) => self.nested_packed(*at, object)?.into_value(),
                _ => self.constant(constant)?,
            };
            // SAFETY: within the array.
            drop(unsafe { (*object.constants.get().add(index)).replace(value) });
        }
        for (index, name) in shared.names.iter().enumerate() {
            let value = self.intern(name)?;
            // SAFETY: within the array.
            drop(unsafe { (*object.names.get().add(index)).replace(value) });
        }
        let words = shared.instructions.len();
        let block = self.heap.alloc(PageKind::Raw, (words + 1) * size_of::<Instr>())?.cast::<Instr>().as_ptr();
        // SAFETY: room for all words and the one in front.
        unsafe {
            block.write(Instr::new(Op::Instrumented, 0, 0, 0, 0));
            std::ptr::copy_nonoverlapping(shared.instructions.as_ptr(), block.add(1), words);
            object.stream.set(block.add(1));
        }
        object.entry.set(if self.tracing.wants_code() { block } else { object.stream.get() });
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
            // Code is no part of other constants.
            Const::Code(_) | Const::Packed(_) => Value::none(),
        })
    }
}
