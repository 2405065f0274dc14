//! The code generator: from a tree and its scopes to [`Code`].
//!
//! One pass over the tree; each scope that has code of its own is a [`unit::Unit`]. Values are asked for in
//! three ways: wherever they are ([`Gen::expr`]: a variable in place, else a temporary), in a given register
//! ([`Gen::expr_into`]), or as a jump ([`Gen::cond`]). Invariant: only the last instruction of an
//! `expr_into` writes the destination when that is a variable, because the expression may read it, or fail.
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

mod assemble;
mod blocks;
mod calls;
mod class;
mod comprehension;
pub(crate) mod constants;
mod control;
mod coroutine;
mod displays;
mod expr;
mod function;
mod generics;
mod imports;
mod layout;
mod names;
mod operators;
mod pattern;
mod stale;
mod stmt;
mod targets;
mod tries;
mod unit;
mod unparse;
mod warn;
mod with;

use std::sync::Arc;

use crate::ast::{Budget, OutOfMemory, Range, Root, Symbol, Tree};
use crate::code::{Code, Position};
use crate::error::{CompileError, Location, compiler_error};
use crate::fault::{Fault, Res, message, syntax};
use crate::fold::Folds;
use crate::opcode::{Instr, Op};
use crate::parse::{self, Mode};
use crate::room::{Buf, Meter};
use crate::scope::{ScopeId, ScopeOptions, Scopes, analyse};
use crate::source::{Input, Source, decode};
use crate::stack::on_sized_stack;

pub(crate) use operators::truth;
use unit::{Ins, Label, SOFT, Unit, Val};

/// What the caller decides.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// File, statement of a session, or expression.
    pub mode: Mode,
    /// Future features in force, CPython's numbers (only `annotations` means anything).
    pub future_flags: u32,
    /// 0: `assert` and docstrings are compiled; 1: no `assert`; 2: no docstrings either.
    pub optimize: u8,
    /// `await` is allowed outside functions (`ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`).
    pub top_level_await: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { mode: Mode::Module, future_flags: 0, optimize: 0, top_level_await: false }
    }
}

/// A `SyntaxWarning`.
#[derive(Debug)]
pub struct Warning {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 0, in bytes.
    pub column: u32,
    /// Line and column where it ends; `None` for what the lexer found.
    pub end: Option<(u32, u32)>,
    /// The message.
    pub message: Box<str>,
}

/// What compiling gives.
#[derive(Debug)]
pub struct Compiled {
    /// The module's code. Who keeps it charges [`Code::bytes`]; nothing is charged for it any more.
    pub code: Arc<Code>,
    /// Warnings, in source order.
    pub warnings: Box<[Warning]>,
}

/// Bytes of stack for one level of the tree.
const FRAME: usize = if cfg!(debug_assertions) { 20 << 10 } else { 5 << 10 };

/// Bytes of stack that must be left when an expression or statement begins.
const RED_ZONE: usize = if cfg!(debug_assertions) { 160 << 10 } else { 48 << 10 };

/// Compiles source.
///
/// # Errors
/// [`CompileError`]
pub fn compile(
    input: Input<'_>,
    filename: &str,
    options: Options,
    budget: &mut dyn Budget,
) -> Result<Compiled, CompileError> {
    let mut tree = parse::parse(input, options.mode, budget)?;
    let result = compile_inner(&mut tree, filename, options, budget);
    tree.free(budget);
    result.map_err(|fault| report(fault, input, budget))
}

/// Compiles a tree, which gets some more names; `source` is where its places are to be found, for messages.
///
/// # Errors
/// [`CompileError`]
pub fn compile_tree(
    tree: &mut Tree,
    source: &str,
    filename: &str,
    options: Options,
    budget: &mut dyn Budget,
) -> Result<Compiled, CompileError> {
    let noted = match crate::future::note(tree) {
        Ok(()) => Ok(()),
        Err(unknown) => Err(unknown.in_tree(tree, &mut Meter::new(&mut *budget))),
    };
    noted
        .and_then(|()| compile_inner(tree, filename, options, budget))
        .map_err(|fault| report(fault, Input::Text(source), budget))
}

/// The warnings that reading source gave.
///
/// # Errors
/// [`OutOfMemory`]
pub fn warnings_of(tree: &Tree, budget: &mut dyn Budget) -> Result<Box<[Warning]>, OutOfMemory> {
    let mut meter = Meter::new(budget);
    let mut warnings = Buf::default();
    warn::read_warnings(tree, &mut meter, &mut warnings)?;
    warnings.into_box(&mut meter)
}

/// The error that callers see.
fn report(fault: Fault, input: Input<'_>, budget: &mut dyn Budget) -> CompileError {
    let (text, range) = match &fault {
        Fault::Memory => return CompileError::OutOfMemory,
        Fault::TooDeep => return CompileError::TooComplex,
        Fault::TooComplex(text) => (*text, None),
        Fault::Syntax { message, range } => (&**message, Some(*range)),
    };
    let decoded = match decode(budget, input) {
        Ok(decoded) => decoded,
        Err(error) => return error,
    };
    let error = match Source::new(budget, decoded.text(), false) {
        Ok(source) => {
            let location = range.map(|r| Location {
                line: r.line,
                offset: i32::try_from(r.column + 1).unwrap_or(i32::MAX),
                end_line: r.end_line,
                end_offset: i32::try_from(r.end_column + 1).unwrap_or(i32::MAX),
            });
            let error = compiler_error(budget, &source, text, location);
            source.free(budget);
            error
        }
        Err(OutOfMemory) => CompileError::OutOfMemory,
    };
    decoded.free(budget);
    error
}

fn compile_inner(tree: &mut Tree, filename: &str, options: Options, budget: &mut dyn Budget) -> Res<Compiled> {
    let levels = tree.depth() as usize + 32;
    on_sized_stack(budget, levels, FRAME, |budget| {
        let mut meter = Meter::new(budget);
        generate(tree, filename, options, &mut meter)
    })?
}

/// The number of `from __future__ import annotations` among future flags.
const FUTURE_ANNOTATIONS: u32 = crate::code::flags::FUTURE_ANNOTATIONS;

fn generate(tree: &mut Tree, filename: &str, options: Options, meter: &mut Meter) -> Res<Compiled> {
    let future_annotations = tree.future_annotations || options.future_flags & FUTURE_ANNOTATIONS != 0;
    let scope_options = ScopeOptions { future_annotations, top_level_await: options.top_level_await };
    let scopes = analyse(tree, scope_options, meter)?;
    let folds = Folds::new(tree, options.optimize, meter)?;
    let filename = text_arc(meter, filename)?;
    let empty = text_arc(meter, "<module>")?;
    let mut texts = Buf::default();
    texts.resize(meter, tree.symbol_count(), None)?;
    let unit = Unit::new(ScopeId::ROOT, scopes[ScopeId::ROOT].kind, empty.clone(), empty, 1);
    let mut generator = Gen {
        tree,
        scopes,
        folds,
        meter,
        options,
        future_annotations,
        filename,
        texts,
        unit,
        outer: Buf::default(),
        scope: ScopeId::ROOT,
        warnings: Buf::default(),
        in_iteration: 0,
    };
    let code = generator.root()?;
    let warnings = generator.all_warnings()?;
    Ok(Compiled { code, warnings })
}

/// Charges for a shared text and makes it.
fn text_arc(meter: &mut Meter, text: &str) -> Res<Arc<str>> {
    meter.charge(text.len() + 2 * size_of::<usize>())?;
    Ok(Arc::from(text))
}

/// The generator.
struct Gen<'t, 'm, 'b> {
    tree: &'t Tree,
    scopes: Scopes,
    folds: Folds,
    meter: &'m mut Meter<'b>,
    options: Options,
    future_annotations: bool,
    filename: Arc<str>,
    texts: Buf<Option<Arc<str>>>,
    unit: Unit,
    outer: Buf<Unit>,
    /// Where names are looked up: the unit's scope, or an inlined comprehension's in it.
    scope: ScopeId,
    warnings: Buf<Warning>,
    /// How many duplicated `finally` bodies or loop tests surround this place (warnings come once).
    in_iteration: u32,
}

impl Gen<'_, '_, '_> {
    /// Refuses what is nested too deeply: duplicated `finally` blocks nest deeper than the tree.
    fn check_stack(&self) -> Res {
        match stacker::remaining_stack() {
            Some(left) if left < RED_ZONE => Err(Fault::TooDeep),
            _ => Ok(()),
        }
    }

    /// A syntax error.
    fn error<T>(&mut self, range: Range, parts: &[&str]) -> Res<T> {
        Err(syntax(self.meter, range, parts))
    }

    /// The shared text of a name.
    fn text(&mut self, symbol: Symbol) -> Res<Arc<str>> {
        let index = symbol.index();
        if index >= self.texts.len() {
            self.texts.resize(self.meter, index + 1, None)?;
        }
        if let Some(text) = &self.texts[index] {
            return Ok(text.clone());
        }
        let text = text_arc(self.meter, self.tree.str(symbol))?;
        self.texts[index] = Some(text.clone());
        Ok(text)
    }

    /// Parts in a row as a shared text.
    fn joined(&mut self, parts: &[&str]) -> Res<Arc<str>> {
        let text = message(self.meter, parts)?;
        text_arc(self.meter, &text)
    }

    /// Instructions from now on come from `range`.
    fn at(&mut self, range: Range) {
        self.unit.pos = Unit::position(range);
    }

    /// Emits an instruction without a wide operand.
    fn emit(&mut self, op: Op, a: u16, b: u16, c: u16, x: u8) -> Res {
        self.emit_wide(op, a, b, c, x, 0)
    }

    /// Emits an instruction with a name.
    fn emit_name(&mut self, op: Op, a: u16, b: u16, name: u32, x: u8) -> Res {
        let (low, high) = Instr::split_index(name);
        self.emit(op, a, b, low, x | high)
    }

    /// Notes the line of a statement that has no instructions: tools that follow lines are told of it.
    fn silent(&mut self, range: Range) -> Res {
        let pos = unit::Unit::position(range);
        self.unit.push(self.meter, Ins { op: Op::Nop, x: unit::SILENT, a: 0, b: 0, c: 0, wide: 0, pos })
    }

    /// Emits an instruction with a wide operand.
    fn emit_wide(&mut self, op: Op, a: u16, b: u16, c: u16, x: u8, wide: u32) -> Res {
        let pos = self.unit.pos;
        self.unit.push(self.meter, Ins { op, x, a, b, c, wide, pos })
    }

    /// Emits an instruction that may jump to `label`.
    fn jump(&mut self, op: Op, a: u16, b: u16, x: u8, label: Label) -> Res {
        self.unit.meet(self.meter, label)?;
        self.emit_wide(op, a, b, 0, x, label.0)
    }

    /// Goes to `label`; nothing comes here afterwards.
    fn goto(&mut self, label: Label) -> Res {
        self.jump(Op::Jump, 0, 0, 0, label)?;
        self.unit.reachable = false;
        Ok(())
    }

    fn label(&mut self) -> Res<Label> {
        self.unit.label(self.meter)
    }

    fn bind(&mut self, label: Label) {
        self.unit.bind(self.meter, label);
    }

    /// Empties a temporary that may hold something.
    fn clear(&mut self, register: u16) -> Res {
        self.emit(Op::Clear, register, 0, 0, 0)
    }

    /// Makes sure that a temporary not in use is null.
    fn clear_soft(&mut self, register: u16) -> Res {
        self.emit(Op::Clear, register, 0, 0, SOFT)
    }

    /// Drops a value that nobody wants.
    fn discard(&mut self, value: Val) -> Res {
        if value.temp { self.clear(value.reg) } else { Ok(()) }
    }

    /// Puts a value into a register.
    fn move_to(&mut self, register: u16, value: Val) -> Res {
        if value.reg == register {
            Ok(())
        } else if value.temp {
            self.emit(Op::Take, register, value.reg, 0, 0)
        } else {
            self.emit(Op::Move, register, value.reg, 0, 0)
        }
    }

    /// A position without columns.
    fn line_only(line: u32) -> Position {
        Position { line, end_line: line, column: 0, end_column: 0 }
    }

    /// The whole program.
    fn root(&mut self) -> Res<Arc<Code>> {
        self.begin_module()?;
        match self.tree.root {
            Root::Module(body) => {
                self.module_body(body, false)?;
            }
            Root::Interactive(body) => {
                self.module_body(body, true)?;
            }
            Root::Expression(expr) => {
                let value = self.expr(expr)?;
                let value = self.owned(value)?;
                self.emit(Op::Return, value.reg, 0, 0, 0)?;
                self.unit.reachable = false;
            }
        }
        self.finish_unit()
    }
}
