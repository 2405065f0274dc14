//! Who listens to what a program does: `sys.settrace`, `sys.setprofile` and `sys.monitoring` (PEP 669).
//!
//! It costs nothing while nobody listens. Instructions that somebody wants to hear of have the opcode
//! [`Op::Instrumented`](pitviper_compiler::opcode::Op::Instrumented) in this interpreter's copy of the code; the original
//! opcode is kept beside it ([`sites`]). The handler ([`step`]) tells the tools out of line, then the original runs.
//! Calls begin at the word in front of the code ([`CodeObject::entry`](crate::types::code::CodeObject)), which is
//! always instrumented; what tools want is compared by version there and at each instrumented place, so that turning
//! tools on changes where calls begin, and turning them off changes nothing at all: code puts itself right when it runs
//! next. Exceptions are told of by unwinding, which is slow anyway.
//!
//! As in CPython, `settrace` and `setprofile` are two tools more, told by functions of ours ([`legacy`]).
//!
//! Rejected: a second eval loop that tests at each instruction (twice the machine code); rewriting whole instructions
//! (operands and caches would have to be kept as well).

pub mod branch;
pub mod events;
mod fire;
pub mod legacy;
mod lines;
pub mod sites;
pub mod step;
mod switch;
mod tools;
pub mod unwinding;

use std::ptr::NonNull;

use pitviper_object::Value;

use events::{EVENTS, TOOLS};
pub use sites::Monitor;

use crate::eval::stack::Frame;

/// Where a tool's function sent the frame that it is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The word.
    pub word: u32,
    /// The line that begins there; a statement without instructions may be one of several.
    pub line: u32,
}

/// What one thread has: to be swapped when threads are.
#[derive(Debug, Default)]
pub struct ThreadTracing {
    /// `sys.settrace`.
    pub trace: Option<Value>,
    /// `sys.setprofile`.
    pub profile: Option<Value>,
    /// The event that a tool's function is told of at the moment.
    pub what: Option<u8>,
    /// The frame that it is told of.
    pub told: Option<NonNull<Frame>>,
    /// Where it sent that frame.
    pub jump: Option<Jump>,
    /// The frame that is told of, and the word where it goes on, when that is not where it stands: a branch that is decided,
    /// a generator that is resumed. Taken by who sends it elsewhere.
    pub next: Option<(NonNull<Frame>, u32)>,
    /// How many functions of tools are running: they are not told of themselves.
    pub depth: u32,
}

impl ThreadTracing {
    /// Calls `visit` with each value it owns.
    pub fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.trace.iter().chain(&self.profile).for_each(visit);
    }
}

/// What one interpreter has.
#[derive(Default)]
pub struct Tracing {
    /// The running thread's.
    pub thread: ThreadTracing,
    /// Events each tool wants of all code, as bits.
    global: [u32; TOOLS],
    /// The same by event, as bits of tools.
    by_event: [u8; EVENTS],
    /// Steps when `global` or what is set for single code changes; code that was prepared for another one looks again.
    version: u32,
    /// Steps when what was disabled is to be enabled again.
    restarts: u32,
    /// Names of tools in use.
    tools: [Option<Value>; TOOLS],
    /// What tools gave to be called.
    callbacks: [[Option<Value>; EVENTS]; TOOLS],
    /// `sys.monitoring.DISABLE` and `MISSING`.
    pub(crate) disable: Option<Value>,
    pub(crate) missing: Option<Value>,
    /// Whether a frame wants to hear of each instruction (`f_trace_opcodes`).
    opcodes: bool,
}

impl Tracing {
    /// What code notes when it is put right; never 0.
    fn stamp(&self) -> u32 {
        self.version.wrapping_add(1).max(1)
    }

    /// Whether some tool wants to hear of what all code does.
    #[inline]
    pub(crate) fn wants_code(&self) -> bool {
        self.global.iter().any(|events| events & events::LOCAL != 0)
    }

    /// Whether somebody wants to hear of this event, of those that are told by unwinding.
    #[inline]
    pub(crate) fn wants(&self, event: usize) -> bool {
        self.by_event[event] != 0 && self.thread.depth == 0
    }

    /// Calls `visit` with each value it owns.
    pub fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.thread.visit(visit);
        let callbacks = self.callbacks.iter().flatten().flatten();
        self.tools.iter().flatten().chain(callbacks).chain(&self.disable).chain(&self.missing).for_each(visit);
    }

    /// Lets go of everything: the interpreter ends.
    pub fn clear(&mut self) {
        // What is dropped may run code, which finds nobody listening.
        let version = self.version.wrapping_add(1);
        drop(std::mem::replace(self, Tracing { version, ..Tracing::default() }));
    }
}
