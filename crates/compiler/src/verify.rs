//! Checks code against the invariants of [`crate::opcode`]: operands in range, jumps and handlers on
//! instructions, every register that is read certain to hold a value (and a cell, list or dict where the
//! instruction takes that for granted), taken registers not read again.
//!
//! The check follows all ways through the code with one set of possible contents per register ([`Content`]).
//! It guards what is read from files: code that passes cannot make the interpreter touch what is not there.
//! Its memory is bounded by [`cost`], its time by [`MOST_STEPS`].
#![expect(clippy::disallowed_types, reason = "bounded: who reads code from outside charges `cost` first")]

mod effects;
mod flow;
mod ways;

use std::fmt::Write;

use crate::code::{Capture, Code, Const, LocalKind, flags};
use crate::opcode::{Instr, Intrinsic, Op, Operand};
use crate::serial::{Form, Head};
use effects::Effects;
pub(crate) use effects::leaves_numbers;
pub use ways::{Holds, Registers, Ways};

/// Registers times places where control meets: more is not followed.
const LARGEST: usize = 1 << 26;
/// Registers looked at on all ways together: more is not followed.
const MOST_STEPS: usize = 1 << 28;

/// What a register may hold: a set of these bits.
type Content = u8;
/// Nothing.
const NULL: Content = 1;
/// A value.
const VALUE: Content = 2;
/// Nothing, or a number that a fast path left behind.
const STALE: Content = 4;
/// A cell.
const CELL: Content = 8;
/// An exact list.
const LIST: Content = 16;
/// An exact dict.
const DICT: Content = 32;
/// An iterator of a loop.
const ITERATOR: Content = 64;
/// What was handled before a handler was entered.
const FORMER: Content = 128;
/// All that is certainly something.
const PRESENT: Content = VALUE | CELL | LIST | DICT | ITERATOR | FORMER;

/// Checks one code object and those nested in it.
///
/// # Errors
/// What is wrong.
pub fn verify(code: &Code) -> Result<(), String> {
    verify_one(code)?;
    for constant in &code.constants {
        if let Const::Code(inner) = constant {
            verify(inner)?;
        }
    }
    Ok(())
}

/// Checks one code object, not those nested in it. Of very large code only the form.
///
/// # Errors
/// What is wrong.
pub fn verify_one(code: &Code) -> Result<(), String> {
    match check(code, None)? {
        Followed::Wholly | Followed::TooLarge => Ok(()),
    }
}

/// As [`verify_one`], but code that is too large to follow is refused. `form` is where what is packed comes from.
///
/// # Errors
/// What is wrong.
pub fn verify_wholly(code: &Code, form: Form<'_>) -> Result<(), String> {
    match check(code, Some(form))? {
        Followed::Wholly => Ok(()),
        Followed::TooLarge => Err("too large to be checked".to_owned()),
    }
}

/// Most bytes that checking takes.
#[must_use]
pub fn cost(code: &Code) -> usize {
    let words = code.instructions.len();
    let leaders = words.min(LARGEST / usize::from(code.registers).max(1));
    let states = leaders.saturating_mul(usize::from(code.registers) + 16);
    words.saturating_mul(8).saturating_add(states)
}

/// How far the ways through the code were followed.
enum Followed {
    /// All of them.
    Wholly,
    /// There is too much to follow.
    TooLarge,
}

fn check(code: &Code, form: Option<Form<'_>>) -> Result<Followed, String> {
    let check = Check::new(code, form)?;
    check.form()?;
    Ok(if check.flow()?.is_some() { Followed::Wholly } else { Followed::TooLarge })
}

/// Words where no instruction starts.
const INSIDE: u32 = u32::MAX;
/// Words where an instruction starts that control reaches from the one before only.
const START: u32 = u32::MAX - 1;

struct Check<'c> {
    code: &'c Code,
    /// Where packed code is.
    form: Option<Form<'c>>,
    /// Per word: `INSIDE`, `START`, or the number of the leader (where control may come from elsewhere).
    places: Vec<u32>,
    /// Words of the leaders.
    leaders: Vec<u32>,
}

impl<'c> Check<'c> {
    fn new(code: &'c Code, form: Option<Form<'c>>) -> Result<Self, String> {
        let mut places = vec![INSIDE; code.instructions.len() + 1];
        let mut pc = 0;
        while let Some(ins) = code.instructions.get(pc) {
            places[pc] = START;
            let op = Op::from_u8(ins.op).filter(|&op| (op as u8) < Op::LoadGlobalModule as u8);
            let op = op.ok_or_else(|| format!("{}: no opcode {} at {pc}", code.qualname, ins.op))?;
            pc += usize::from(op.info().words);
            if pc > code.instructions.len() {
                return Err(format!("{}: the last instruction is cut off", code.qualname));
            }
        }
        let mut check = Self { code, form, places, leaders: Vec::new() };
        check.lead(0);
        for pc in 0..code.instructions.len() {
            if check.places[pc] != INSIDE && check.at(pc).0.info().jumps {
                let target = check.target(pc)?;
                check.lead(target);
            }
        }
        for handler in &code.handlers {
            check.lead(handler.target as usize);
        }
        Ok(check)
    }

    /// Control may come to `pc` from elsewhere.
    fn lead(&mut self, pc: usize) {
        if let Some(place) = self.places.get_mut(pc).filter(|place| **place == START) {
            *place = self.leaders.len() as u32;
            self.leaders.push(pc as u32);
        }
    }

    /// Whether an instruction starts there.
    fn starts(&self, pc: usize) -> bool {
        self.places.get(pc).is_some_and(|&place| place != INSIDE)
    }

    fn pcs(&self) -> impl Iterator<Item = usize> {
        self.places.iter().enumerate().filter(|place| *place.1 != INSIDE).map(|place| place.0)
    }

    fn at(&self, pc: usize) -> (Op, Instr) {
        let ins = self.code.instructions[pc];
        (Op::from_u8(ins.op).unwrap_or(Op::Nop), ins)
    }

    fn wide(&self, pc: usize) -> i32 {
        self.code.instructions.get(pc + 1).map_or(0, |word| word.as_wide())
    }

    fn wrong<T>(&self, pc: usize, what: &str) -> Result<T, String> {
        let (op, ins) = self.at(pc);
        let mut text = format!("{} line {}: ", self.code.qualname, self.code.position(pc as u32).line);
        write!(text, "{} at {pc} ({}, {}, {}; {}): {what}", op.info().name, ins.a, ins.b, ins.c, ins.x).ok();
        Err(text)
    }

    fn target(&self, pc: usize) -> Result<usize, String> {
        let (op, _) = self.at(pc);
        let target = pc as i64 + i64::from(op.info().words) + i64::from(self.wide(pc));
        match usize::try_from(target).ok().filter(|&at| self.starts(at)) {
            Some(target) => Ok(target),
            None => self.wrong(pc, "it jumps to no instruction"),
        }
    }

    /// What can be said of each instruction by itself, and of the tables.
    fn form(&self) -> Result<(), String> {
        for pc in self.pcs() {
            self.instruction(pc)?;
        }
        let code = self.code;
        let complain = |what: &str| Err(format!("{}: {what}", code.qualname));
        for handler in &code.handlers {
            let end = handler.end as usize == code.instructions.len() || self.starts(handler.end as usize);
            let bounds = self.starts(handler.start as usize) && end && self.starts(handler.target as usize);
            if !bounds || handler.start >= handler.end {
                return complain("a handler's bounds are no instructions");
            }
            if handler.keep > handler.register || handler.register >= code.registers {
                return complain("a handler's registers are out of order");
            }
        }
        if code.instructions.is_empty() {
            return complain("there are no instructions");
        }
        if !code.positions.is_sound() {
            return complain("positions are not in order");
        }
        if code.captures.len() != code.free.len() || code.locals.len() > usize::from(code.registers) {
            return complain("tables of variables do not fit");
        }
        if self.parameters() > code.locals.len() || code.posonly_count > code.arg_count {
            return complain("there are more parameters than variables");
        }
        if code.flags & flags::HAS_DOCSTRING != 0 && !matches!(code.constants.first(), Some(Const::Str(_))) {
            return complain("its docstring is no string");
        }
        Ok(())
    }

    /// Registers that hold arguments when the code starts.
    fn parameters(&self) -> usize {
        let stars = [flags::VARARGS, flags::VARKEYWORDS];
        let stars = stars.iter().filter(|&&flag| self.code.flags & flag != 0).count();
        usize::from(self.code.arg_count) + usize::from(self.code.kwonly_count) + stars
    }

    fn instruction(&self, pc: usize) -> Result<(), String> {
        let (op, ins) = self.at(pc);
        let (info, code) = (op.info(), self.code);
        for (kind, field) in [(info.a, ins.a), (info.b, ins.b), (info.c, ins.c)] {
            let fits = match kind {
                Operand::Const if op == Op::MakeFunction => ins.index(field) < code.constants.len(),
                Operand::Const => usize::from(field) < code.constants.len(),
                Operand::Name => ins.index(field) < code.names.len(),
                Operand::Free => usize::from(field) < code.free.len(),
                _ => true,
            };
            if !fits {
                return self.wrong(pc, "an index is out of range");
            }
        }
        let effects = self.effects(pc);
        if effects.registers() > u32::from(code.registers) {
            return self.wrong(pc, "a register is out of range");
        }
        if effects.falls && pc + usize::from(info.words) >= code.instructions.len() {
            return self.wrong(pc, "the code ends behind it");
        }
        if self.operands_fit(pc, op, ins) { Ok(()) } else { self.wrong(pc, "its operand does not fit") }
    }

    /// What the operands' kinds do not say.
    fn operands_fit(&self, pc: usize, op: Op, ins: Instr) -> bool {
        let code = self.code;
        let constant = |at: i32| usize::try_from(at).ok().and_then(|at| code.constants.get(at));
        match op {
            Op::Jump => self.wide(pc) >= 0,
            Op::JumpBack => self.wide(pc) < 0,
            Op::LoadConstWide => constant(self.wide(pc)).is_some(),
            Op::CallKw => match constant(self.wide(pc)) {
                Some(Const::Tuple(names)) => {
                    names.len() <= usize::from(ins.c) && names.iter().all(|name| matches!(name, Const::Str(_)))
                }
                _ => false,
            },
            Op::MakeFunction => match self.captures(ins.index(ins.b)) {
                Some(mut captures) => captures.all(|capture| self.can_capture(capture)),
                None => false,
            },
            Op::MakeCell | Op::LoadCell | Op::StoreCell | Op::DeleteCell => {
                let register = if op == Op::LoadCell { ins.b } else { ins.a };
                self.is_cell(register)
            }
            // What `f_locals` can write to may become anything.
            Op::ListAppend | Op::DictSet => usize::from(ins.a) >= code.locals.len(),
            Op::CheckLocal | Op::DeleteLocal => usize::from(ins.a) < code.locals.len(),
            Op::BuildSlice => matches!(ins.x, 2 | 3),
            Op::UnpackEx => u16::try_from(self.wide(pc)).is_ok(),
            Op::MatchClass => self.wide(pc) >= 0,
            Op::CallIntrinsic => ins.x <= Intrinsic::AsyncGenWrap as u8,
            Op::Yield | Op::Send | Op::CleanupThrow => self.suspends(),
            _ => true,
        }
    }

    /// Whether the code's frame can be suspended.
    fn suspends(&self) -> bool {
        self.code.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0
    }

    fn is_cell(&self, register: u16) -> bool {
        let local = self.code.locals.get(usize::from(register));
        local.is_some_and(|local| matches!(local.1, LocalKind::Cell | LocalKind::Hidden))
    }

    /// What the code that is constant number `index` captures; nothing when that is no code.
    fn captures(&self, index: usize) -> Option<impl Iterator<Item = Capture>> {
        let (inner, packed) = match self.code.constants.get(index)? {
            Const::Code(inner) => (&*inner.captures, None),
            Const::Packed(at) => {
                let form = self.form?;
                (&[][..], Some(Head::read(form, *at).ok()?.captures(form)))
            }
            _ => return None,
        };
        Some(inner.iter().copied().chain(packed.into_iter().flatten()))
    }

    fn can_capture(&self, capture: Capture) -> bool {
        match capture {
            Capture::Register(register) => self.is_cell(register),
            Capture::Free(number) => usize::from(number) < self.code.free.len(),
        }
    }

    fn effects(&self, pc: usize) -> Effects {
        let (op, ins) = self.at(pc);
        Effects::of(op, ins, self.wide(pc))
    }
}
