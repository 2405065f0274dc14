//! Code as plain immutable data: what compiling gives, what interpreters share, what a `.pyc` holds.
//!
//! Invariant: nothing here changes after `codegen` returns; caches and specialisation live in the copy of
//! `instructions` that an interpreter makes when the code first runs.
#![expect(clippy::disallowed_types, reason = "built under the compiler's budget: charged to the heap before it grows")]

use std::sync::Arc;

use crate::opcode::Instr;
pub use crate::positions::Positions;
pub use crate::texts::{Locals, Names};

/// Code flags, CPython's numbers (`inspect.CO_*`).
pub mod flags {
    /// Locals live in registers, not in a mapping.
    pub const OPTIMIZED: u32 = 0x1;
    /// A new locals mapping per call.
    pub const NEWLOCALS: u32 = 0x2;
    /// Has `*args`.
    pub const VARARGS: u32 = 0x4;
    /// Has `**kwargs`.
    pub const VARKEYWORDS: u32 = 0x8;
    /// Defined inside another function.
    pub const NESTED: u32 = 0x10;
    /// Has `yield`.
    pub const GENERATOR: u32 = 0x20;
    /// `async def` without `yield`.
    pub const COROUTINE: u32 = 0x80;
    /// `async def` with `yield`.
    pub const ASYNC_GENERATOR: u32 = 0x200;
    /// `from __future__ import annotations`.
    pub const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
    /// The first constant is a docstring.
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    /// A method: defined directly in a class body.
    pub const METHOD: u32 = 0x800_0000;
}

/// A constant.
#[derive(Clone, Debug)]
pub enum Const {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// `...`.
    Ellipsis,
    /// An int of at most 62 bits.
    Int(i64),
    /// A larger int: sign and little-endian magnitude.
    BigInt(bool, Box<[u64]>),
    /// A float.
    Float(f64),
    /// A complex number.
    Complex(f64, f64),
    /// A string, as UTF-8 in which lone surrogates are encoded like other code points (WTF-8).
    Str(Arc<[u8]>),
    /// Bytes.
    Bytes(Arc<[u8]>),
    /// A tuple of constants.
    Tuple(Box<[Const]>),
    /// A frozenset of constants.
    FrozenSet(Box<[Const]>),
    /// A slice of constants.
    Slice(Box<[Const; 3]>),
    /// Nested code.
    Code(Arc<Code>),
    /// Nested code that is still bytes: where its head is in the file that the code around it comes from
    /// ([`crate::serial::Head`]).
    Packed(u32),
}

/// Where a new function finds the cell for one of its free variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capture {
    /// In this register of the enclosing frame (which holds a cell).
    Register(u16),
    /// It is free variable number so-and-so of the enclosing function.
    Free(u16),
}

/// One entry of the exception table; inner ones come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    /// First word covered.
    pub start: u32,
    /// First word no longer covered.
    pub end: u32,
    /// Where to go on.
    pub target: u32,
    /// Registers from here on are emptied first …
    pub keep: u16,
    /// … then the exception is put here (`>= keep`).
    pub register: u16,
}

/// Where in the source an instruction comes from. Lines from 1, columns from 0 in UTF-8 bytes; line 0: none
/// (artificial).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// First line.
    pub line: u32,
    /// Last line.
    pub end_line: u32,
    /// First column.
    pub column: u32,
    /// Column after the end.
    pub end_column: u32,
}

/// What a register that belongs to a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalKind {
    /// The value itself.
    Plain,
    /// A cell, shared with inner functions.
    Cell,
    /// A comprehension's variable inlined into this code: not among `locals()`.
    Hidden,
}

/// A compiled scope.
#[derive(Debug)]
pub struct Code {
    /// `co_name`.
    pub name: Arc<str>,
    /// `co_qualname`.
    pub qualname: Arc<str>,
    /// `co_filename`.
    pub filename: Arc<str>,
    /// `co_firstlineno`.
    pub first_line: u32,
    /// See [`flags`].
    pub flags: u32,
    /// Positional parameters, positional-only ones included.
    pub arg_count: u16,
    /// Positional-only parameters.
    pub posonly_count: u16,
    /// Keyword-only parameters.
    pub kwonly_count: u16,
    /// Registers of a frame. The first ones are parameters in CPython's order (positional, keyword-only,
    /// `*args`, `**kwargs`), then the other locals, then temporaries.
    pub registers: u16,
    /// Names and kinds of the registers that are variables (parameters first).
    pub locals: Locals,
    /// Names of the free variables.
    pub free: Names,
    /// Where the *enclosing* frame finds them, one for each of `free`.
    pub captures: Box<[Capture]>,
    /// Names of globals, attributes and modules.
    pub names: Names,
    /// Constants.
    pub constants: Box<[Const]>,
    /// The bytecode.
    pub instructions: Box<[Instr]>,
    /// The exception table, inner entries first.
    pub handlers: Box<[Handler]>,
    /// Where the instructions come from.
    pub positions: Positions,
    /// Bytes that this code and the code nested in it (but not what is still packed) take: charged by who keeps it.
    pub bytes: usize,
}

impl Code {
    /// The place of the word at `pc`.
    #[must_use]
    pub fn position(&self, pc: u32) -> Position {
        self.positions.at(pc)
    }

    /// The innermost handler that covers the word at `pc`.
    #[must_use]
    pub fn handler(&self, pc: u32) -> Option<&Handler> {
        self.handlers.iter().find(|h| h.start <= pc && pc < h.end)
    }

    /// The docstring, when there is one.
    #[must_use]
    pub fn docstring(&self) -> Option<&Const> {
        if self.flags & flags::HAS_DOCSTRING != 0 { self.constants.first() } else { None }
    }
}
