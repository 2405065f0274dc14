//! The instrumented places of one code object: original opcodes, beginnings of lines, what is disabled where.
//!
//! Invariant: a word of the stream has the opcode `Instrumented` exactly where `Site::instrumented` is set; the opcode
//! to run is then `Site::op`. The record is made when a tool first asks for the code, and freed with the code.

use std::ptr::NonNull;

use pitviper_compiler::opcode::{Instr, Op};
use pitviper_object::{Heap, PageKind};

use super::events::{
    BRANCH_LEFT, BRANCH_RIGHT, CALL, INSTRUCTION, JUMP, LINE, LOCAL_EVENTS, PY_RESUME, PY_RETURN, PY_START, PY_YIELD,
    TOOLS,
};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::code::CodeObject;

/// One word of code.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub(super) struct Site {
    /// The original opcode, while instrumented.
    op: u8,
    /// See the constants.
    pub flags: u8,
}

impl Site {
    /// A line begins here.
    pub const LINE_START: u8 = 1;
    /// An instruction begins here.
    pub const INSTRUCTION: u8 = 2;
    /// A generator goes on here, behind a `Yield`.
    pub const RESUME: u8 = 4;
    /// Lines without instructions come before it.
    pub const SILENT: u8 = 16;
    /// The opcode is `Instrumented`.
    const INSTRUMENTED: u8 = 8;
}

/// Tools that disabled events at one word, by event.
pub(super) type Disabled = [u8; LOCAL_EVENTS];

/// See the module. The sites follow.
#[repr(C)]
pub struct Monitor {
    /// `Tracing::stamp` when the sites were put right; 0: never.
    version: u32,
    restarts: u32,
    words: u32,
    /// Instrumented words.
    count: u32,
    /// Events that each tool wants of this code alone, as bits.
    pub(super) local: [u32; TOOLS],
    /// Tools by event: those that want it of all code or of this.
    pub(super) active: [u8; LOCAL_EVENTS],
    /// One entry for each word, once something was disabled.
    disabled: *mut Disabled,
}

impl Monitor {
    fn site(&self, word: u32) -> *mut Site {
        debug_assert!(word < self.words);
        // SAFETY: so many sites follow.
        unsafe { std::ptr::from_ref(self).add(1).cast_mut().cast::<Site>().add(word as usize) }
    }

    /// What is known of a word.
    pub(super) fn flags(&self, word: u32) -> u8 {
        if word >= self.words {
            return 0;
        }
        // SAFETY: within the sites.
        unsafe { (*self.site(word)).flags }
    }

    fn set_flag(&mut self, word: u32, flag: u8) {
        if word < self.words {
            // SAFETY: within the sites.
            unsafe { (*self.site(word)).flags |= flag };
        }
    }

    /// Has the code look again what tools want.
    pub(super) fn make_stale(&mut self) {
        self.version = 0;
    }

    /// Marks the beginning of a line.
    pub(super) fn mark_line(&mut self, word: u32) {
        self.set_flag(word, Site::LINE_START);
    }

    /// Marks an instruction before which lines without instructions come.
    pub(super) fn mark_silent(&mut self, word: u32) {
        self.set_flag(word, Site::SILENT);
    }

    /// Tools that want to hear of an event at a word.
    pub(super) fn tools(&self, event: usize, word: u32) -> u8 {
        let active = self.active[event];
        if active == 0 || self.disabled.is_null() || word >= self.words {
            return active;
        }
        // SAFETY: one entry for each word.
        active & !unsafe { (&(*self.disabled.add(word as usize)))[event] }
    }

    /// Whether anything is wanted of the code.
    fn is_wanted(&self) -> bool {
        self.active.iter().any(|tools| *tools != 0)
    }

    /// Whether a word with this original opcode is to be instrumented.
    fn is_wanted_at(&self, word: u32, op: Op) -> bool {
        let flags = self.flags(word);
        let wants = |event: usize| self.tools(event, word) != 0;
        wants(INSTRUCTION)
            || flags & (Site::LINE_START | Site::SILENT) != 0 && wants(LINE)
            || flags & Site::RESUME != 0 && self.tools(PY_RESUME, word.saturating_sub(1)) != 0
            || events_of(op).iter().any(|&event| wants(event))
    }
}

/// The events that an instruction may cause by what it does.
fn events_of(op: Op) -> &'static [usize] {
    match op {
        Op::Return | Op::ReturnNone => &[PY_RETURN],
        Op::Yield => &[PY_YIELD, PY_RESUME],
        Op::Call | Op::CallKw | Op::CallEx => &[CALL],
        Op::JumpBack => &[JUMP],
        _ if super::branch::is_branch(op) => &[BRANCH_LEFT, BRANCH_RIGHT],
        _ => &[],
    }
}

/// Gives the record of dying code back.
pub(crate) fn free(code: &CodeObject) {
    if let Some(monitor) = NonNull::new(code.monitor.replace(std::ptr::null_mut())) {
        // SAFETY: both blocks are the code's own.
        unsafe {
            if let Some(disabled) = NonNull::new(monitor.as_ref().disabled) {
                Heap::free(disabled.cast());
            }
            Heap::free(monitor.cast());
        }
    }
}

impl CodeObject {
    /// The record of instrumented places, if there is one.
    pub(super) fn monitor(&self) -> Option<&'static mut Monitor> {
        // SAFETY: made by `monitored`, freed with the code; nobody keeps the reference across a call.
        unsafe { self.monitor.get().as_mut() }
    }

    /// The opcode of an instruction, whether it is instrumented or not.
    pub(crate) fn op_at(&self, pc: *const Instr) -> Op {
        // SAFETY: an instruction of this code, says the caller; opcodes in code are valid.
        let op = unsafe { (*pc).op };
        if op == Op::Instrumented as u8
            && let Some(monitor) = self.monitor()
            && pc.addr() >= self.start().addr()
        {
            // SAFETY: within the sites.
            let original = unsafe { (*monitor.site(self.offset(pc))).op };
            return Op::from_u8(original).unwrap_or(Op::Nop);
        }
        Op::from_u8(op).unwrap_or(Op::Nop)
    }

    /// Gives an instruction another opcode, which is kept beside it while it is instrumented.
    ///
    /// # Safety
    /// `pc` is an instruction of this code, of which `op` is a form.
    pub(crate) unsafe fn specialise(&self, pc: *mut Instr, op: Op) {
        // SAFETY: the caller's promise; instrumented words have a site.
        unsafe {
            if (*pc).op != Op::Instrumented as u8 {
                (*pc).op = op as u8;
            } else if let Some(monitor) = self.monitor() {
                (*monitor.site(self.offset(pc))).op = op as u8;
            }
        }
    }

    /// Instruments a word, or puts its opcode back.
    fn instrument(&self, monitor: &mut Monitor, word: u32, wanted: bool) {
        // SAFETY: a word of the code at which an instruction begins.
        unsafe {
            let site = monitor.site(word);
            let instrumented = (*site).flags & Site::INSTRUMENTED != 0;
            if instrumented == wanted {
                return;
            }
            let pc = self.start().add(word as usize);
            if wanted {
                (*site).op = (*pc).op;
                (*pc).op = Op::Instrumented as u8;
                monitor.count += 1;
            } else {
                (*pc).op = (*site).op;
                monitor.count -= 1;
            }
            (*site).flags ^= Site::INSTRUMENTED;
        }
    }

    /// Where calls are to begin.
    fn aim_entry(&self, monitor: &Monitor) {
        let wanted = monitor.count > 0 || monitor.tools(PY_START, 0) != 0;
        self.enter_in_front(wanted);
    }

    /// Whether calls are to begin at the word in front of the code.
    pub(super) fn enter_in_front(&self, wanted: bool) {
        let start = self.start();
        if !start.is_null() {
            // SAFETY: one word lies in front of the first.
            self.entry.set(if wanted { unsafe { start.sub(1) } } else { start });
        }
    }
}

impl Vm {
    /// The instruction at `pc` of the innermost frame gets another opcode.
    ///
    /// # Safety
    /// As [`CodeObject::specialise`].
    #[inline]
    pub(crate) unsafe fn specialise(&self, pc: *mut Instr, op: Op) {
        // SAFETY: the caller's promise.
        unsafe {
            if (*pc).op == Op::Instrumented as u8 {
                (*(*self.stack.frame).code).specialise(pc, op);
            } else {
                (*pc).op = op as u8;
            }
        }
    }

    /// The record of a code object, made when there is none.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(super) fn monitored(&mut self, code: &CodeObject) -> PyResult<&'static mut Monitor> {
        self.prepare_code(code)?;
        if let Some(monitor) = code.monitor() {
            return Ok(monitor);
        }
        let words = code.code.instructions.len();
        let bytes = size_of::<Monitor>() + words * size_of::<Site>();
        let block = self.heap.alloc(PageKind::Raw, bytes)?.cast::<Monitor>();
        // SAFETY: the block is fresh and has room for the record and its sites.
        let monitor = unsafe {
            block.write(Monitor {
                version: 0,
                restarts: self.tracing.restarts,
                words: words as u32,
                count: 0,
                local: [0; TOOLS],
                active: [0; LOCAL_EVENTS],
                disabled: std::ptr::null_mut(),
            });
            block.add(1).cast::<u8>().write_bytes(0, words * size_of::<Site>());
            code.monitor.set(block.as_ptr());
            &mut *block.as_ptr()
        };
        let mut word = 0;
        while let Some(op) = code.code.instructions.get(word as usize).and_then(|instr| Op::from_u8(instr.op)) {
            monitor.set_flag(word, Site::INSTRUCTION);
            word += u32::from(op.info().words);
            if op == Op::Yield {
                monitor.set_flag(word, Site::RESUME);
            }
        }
        super::lines::mark(&code.code, monitor);
        Ok(monitor)
    }

    /// Puts the code right if tools want something else of it by now.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(super) fn refresh(&mut self, code: &CodeObject) -> PyResult<&'static mut Monitor> {
        let monitor = self.monitored(code)?;
        if monitor.version == self.tracing.stamp() {
            return Ok(monitor);
        }
        if monitor.restarts != self.tracing.restarts {
            monitor.restarts = self.tracing.restarts;
            if let Some(disabled) = NonNull::new(std::mem::replace(&mut monitor.disabled, std::ptr::null_mut())) {
                // SAFETY: the record's own, not used any more.
                unsafe { Heap::free(disabled.cast()) };
            }
        }
        for (event, tools) in monitor.active.iter_mut().enumerate() {
            *tools = 0;
            for tool in 0..TOOLS {
                if (monitor.local[tool] | self.tracing.global[tool]) & 1 << event != 0 {
                    *tools |= 1 << tool;
                }
            }
        }
        let wanted = monitor.is_wanted();
        let mut word = 0;
        while let Some(instr) = code.code.instructions.get(word as usize) {
            let Some(op) = Op::from_u8(instr.op) else { break };
            let wanted = wanted && monitor.is_wanted_at(word, op);
            code.instrument(monitor, word, wanted);
            word += u32::from(op.info().words);
        }
        code.aim_entry(monitor);
        monitor.version = self.tracing.stamp();
        Ok(monitor)
    }

    /// Some tools want to hear no more of an event at a word.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(super) fn disable_at(&mut self, code: &CodeObject, word: u32, event: usize, tools: u8) -> PyResult<()> {
        let monitor = self.monitored(code)?;
        if word >= monitor.words {
            return Ok(());
        }
        if monitor.disabled.is_null() {
            let bytes = monitor.words as usize * size_of::<Disabled>();
            let block = self.heap.alloc(PageKind::Raw, bytes)?.cast::<Disabled>();
            // SAFETY: fresh, with room for an entry for each word.
            unsafe { block.cast::<u8>().write_bytes(0, bytes) };
            monitor.disabled = block.as_ptr();
        }
        // SAFETY: one entry for each word.
        unsafe { (&mut (*monitor.disabled.add(word as usize)))[event] |= tools };
        if let Some(op) = code.code.instructions.get(word as usize).and_then(|instr| Op::from_u8(instr.op)) {
            let wanted = monitor.is_wanted_at(word, op);
            code.instrument(monitor, word, wanted);
        }
        code.aim_entry(monitor);
        Ok(())
    }
}
