//! Checks code against the invariants of [`crate::opcode`]: operands in range, jumps and handlers on
//! instructions, every register that is read certain to hold a value, taken registers not read again.
//!
//! The check follows all ways through the code with one set of possible contents per register ([`Content`]).
//! It is a tool for tests and debug builds: its memory is not charged, and very large code is only checked
//! as to its form.
#![expect(clippy::disallowed_types, reason = "a tool for tests and debug builds, bounded by LARGEST")]

use std::fmt::Write;

use crate::code::{Capture, Code, Const, LocalKind};
use crate::opcode::{Instr, Intrinsic, Op, Operand};

/// Registers times places where control meets, handlers times words: more is not followed.
const LARGEST: usize = 1 << 26;

/// What a register may hold: a set of these bits.
type Content = u8;
/// Nothing.
const NULL: Content = 1;
/// A value.
const VALUE: Content = 2;
/// Nothing, or a number that a fast path left behind.
const STALE: Content = 4;

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

/// Checks one code object, not those nested in it.
///
/// # Errors
/// What is wrong.
pub fn verify_one(code: &Code) -> Result<(), String> {
    let check = Check::new(code)?;
    check.form()?;
    let states = check.leaders.len().saturating_mul(usize::from(code.registers));
    let lookups = code.handlers.len().saturating_mul(code.instructions.len());
    if states <= LARGEST && lookups <= LARGEST { check.flow() } else { Ok(()) }
}

/// What an instruction does to registers.
#[derive(Default)]
struct Effects {
    /// Must hold values.
    reads: Vec<u16>,
    /// Must be null or hold a value.
    may_be_null: Vec<u16>,
    /// Empty afterwards.
    takes: Vec<u16>,
    /// Hold this afterwards, when control goes on behind the instruction.
    writes: Vec<(u16, Content)>,
    /// Hold this afterwards, when it jumps.
    writes_on_jump: Vec<(u16, Content)>,
    /// Control may go on behind the instruction.
    falls: bool,
}

struct Check<'c> {
    code: &'c Code,
    /// Whether an instruction starts at a word.
    starts: Vec<bool>,
    /// Words where control may come from elsewhere, ascending.
    leaders: Vec<usize>,
}

impl<'c> Check<'c> {
    fn new(code: &'c Code) -> Result<Self, String> {
        let mut starts = vec![false; code.instructions.len() + 1];
        let mut leaders = vec![0];
        let mut pc = 0;
        while let Some(ins) = code.instructions.get(pc) {
            starts[pc] = true;
            let op = Op::from_u8(ins.op).filter(|&op| (op as u8) < Op::LoadGlobalModule as u8);
            let op = op.ok_or_else(|| format!("{}: no opcode {} at {pc}", code.qualname, ins.op))?;
            pc += usize::from(op.info().words);
            if pc > code.instructions.len() {
                return Err(format!("{}: the last instruction is cut off", code.qualname));
            }
        }
        let mut check = Self { code, starts, leaders: Vec::new() };
        for pc in check.pcs() {
            let (op, _) = check.at(pc);
            if op.info().jumps {
                leaders.push(check.target(pc)?);
            }
        }
        for handler in &code.handlers {
            leaders.push(handler.target as usize);
        }
        leaders.sort_unstable();
        leaders.dedup();
        check.leaders = leaders;
        Ok(check)
    }

    fn pcs(&self) -> impl Iterator<Item = usize> {
        self.starts.iter().enumerate().filter(|start| *start.1).map(|start| start.0)
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
        match usize::try_from(target).ok().filter(|&at| self.starts.get(at) == Some(&true)) {
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
            let inside = |at: u32| self.starts.get(at as usize) == Some(&true);
            let end = handler.end as usize == code.instructions.len() || inside(handler.end);
            if !inside(handler.start) || !end || !inside(handler.target) || handler.start >= handler.end {
                return complain("a handler's bounds are no instructions");
            }
            if handler.keep > handler.register || handler.register >= code.registers {
                return complain("a handler's registers are out of order");
            }
        }
        if code.positions.first().is_some_and(|first| first.0 != 0)
            || !code.positions.is_sorted_by(|one, next| one.0 < next.0)
        {
            return complain("positions are not in order");
        }
        if code.captures.len() != code.free.len() || code.locals.len() > usize::from(code.registers) {
            return complain("tables of variables do not fit");
        }
        let parameters = code.arg_count + code.kwonly_count;
        if usize::from(parameters) > code.locals.len() || code.posonly_count > code.arg_count {
            return complain("there are more parameters than variables");
        }
        Ok(())
    }

    fn instruction(&self, pc: usize) -> Result<(), String> {
        let (op, ins) = self.at(pc);
        let (info, code) = (op.info(), self.code);
        for (kind, field) in [(info.a, ins.a), (info.b, ins.b), (info.c, ins.c)] {
            let fits = match kind {
                Operand::Const => usize::from(field) < code.constants.len(),
                Operand::Name => usize::from(field) < code.names.len(),
                Operand::Free => usize::from(field) < code.free.len(),
                _ => true,
            };
            if !fits {
                return self.wrong(pc, "an index is out of range");
            }
        }
        let effects = self.effects(pc);
        let registers = effects.reads.iter().chain(&effects.may_be_null).chain(&effects.takes);
        let written = effects.writes.iter().chain(&effects.writes_on_jump).map(|write| &write.0);
        if registers.chain(written).any(|&register| register >= code.registers) {
            return self.wrong(pc, "a register is out of range");
        }
        let length = usize::from(info.words);
        if effects.falls && pc + length >= code.instructions.len() {
            return self.wrong(pc, "the code ends behind it");
        }
        let constant = |at: i32| usize::try_from(at).ok().and_then(|at| code.constants.get(at));
        let fine = match op {
            Op::Jump => self.wide(pc) >= 0,
            Op::JumpBack => self.wide(pc) < 0,
            Op::LoadConstWide => constant(self.wide(pc)).is_some(),
            Op::CallKw => match constant(self.wide(pc)) {
                Some(Const::Tuple(names)) => {
                    names.len() <= usize::from(ins.c) && names.iter().all(|name| matches!(name, Const::Str(_)))
                }
                _ => false,
            },
            Op::MakeFunction => match &code.constants[usize::from(ins.b)] {
                Const::Code(inner) => inner.captures.iter().all(|&capture| self.can_capture(capture)),
                _ => false,
            },
            Op::MakeCell | Op::LoadCell | Op::StoreCell | Op::DeleteCell => {
                let register = if op == Op::LoadCell { ins.b } else { ins.a };
                self.is_cell(register)
            }
            _ => true,
        };
        if fine { Ok(()) } else { self.wrong(pc, "its operand does not fit") }
    }

    fn is_cell(&self, register: u16) -> bool {
        let local = self.code.locals.get(usize::from(register));
        local.is_some_and(|local| matches!(local.1, LocalKind::Cell | LocalKind::Hidden))
    }

    fn can_capture(&self, capture: Capture) -> bool {
        match capture {
            Capture::Register(register) => self.is_cell(register),
            Capture::Free(number) => usize::from(number) < self.code.free.len(),
        }
    }

    fn effects(&self, pc: usize) -> Effects {
        let (op, ins) = self.at(pc);
        let mut effects = Effects { falls: true, ..Effects::default() };
        let info = op.info();
        let mut bit = 2;
        for (kind, field) in [(info.a, ins.a), (info.b, ins.b), (info.c, ins.c)] {
            match kind {
                Operand::Dst => effects.writes.push((field, VALUE)),
                Operand::Reg => {
                    effects.reads.push(field);
                    if ins.x & bit != 0 {
                        effects.takes.push(field);
                    }
                    bit <<= 1;
                }
                Operand::Take => {
                    effects.reads.push(field);
                    effects.takes.push(field);
                }
                _ => {}
            }
        }
        effects.special(op, ins, self.wide(pc));
        effects
    }

    /// Follows all ways.
    fn flow(&self) -> Result<(), String> {
        let count = usize::from(self.code.registers);
        let mut states: Vec<Option<Vec<Content>>> = vec![None; self.leaders.len()];
        let mut first = vec![NULL; count];
        let parameters = self.code.arg_count + self.code.kwonly_count;
        let stars = [crate::code::flags::VARARGS, crate::code::flags::VARKEYWORDS];
        let stars = stars.iter().filter(|&&flag| self.code.flags & flag != 0).count();
        for register in first.iter_mut().take(usize::from(parameters) + stars) {
            *register = VALUE;
        }
        states[0] = Some(first);
        let mut work = vec![0];
        while let Some(index) = work.pop() {
            let Some(mut state) = states[index].clone() else { continue };
            let mut pc = self.leaders[index];
            loop {
                let effects = self.effects(pc);
                self.check_reads(pc, &effects, &state)?;
                self.raise(pc, &effects, &state, &mut states, &mut work)?;
                let taken = if leaves_numbers(self.at(pc).0) { STALE } else { NULL };
                self.special_state(pc, &mut state);
                for &register in &effects.takes {
                    state[usize::from(register)] = taken;
                }
                if self.at(pc).0.info().jumps {
                    let mut there = state.clone();
                    for &(register, content) in &effects.writes_on_jump {
                        there[usize::from(register)] = content;
                    }
                    self.join(self.target(pc)?, &there, &mut states, &mut work);
                }
                for &(register, content) in &effects.writes {
                    state[usize::from(register)] = content;
                }
                pc += usize::from(self.at(pc).0.info().words);
                if !effects.falls {
                    break;
                }
                if self.leaders.binary_search(&pc).is_ok() {
                    self.join(pc, &state, &mut states, &mut work);
                    break;
                }
            }
        }
        Ok(())
    }

    fn check_reads(&self, pc: usize, effects: &Effects, state: &[Content]) -> Result<(), String> {
        for &register in &effects.reads {
            let content = state[usize::from(register)];
            if content != VALUE {
                return self.wrong(pc, &format!("register {register} may hold no value ({content})"));
            }
        }
        for &register in &effects.may_be_null {
            if state[usize::from(register)] & STALE != 0 {
                return self.wrong(pc, &format!("register {register} may hold a stale number"));
            }
        }
        Ok(())
    }

    /// Instructions whose result depends on what is there.
    fn special_state(&self, pc: usize, state: &mut [Content]) {
        let (op, ins) = self.at(pc);
        if op == Op::Take {
            state[usize::from(ins.a)] = state[usize::from(ins.b)];
        }
    }

    /// An exception at `pc`: what its handler finds.
    fn raise(
        &self,
        pc: usize,
        effects: &Effects,
        state: &[Content],
        states: &mut [Option<Vec<Content>>],
        work: &mut Vec<usize>,
    ) -> Result<(), String> {
        let Some(handler) = self.code.handler(pc as u32) else { return Ok(()) };
        let mut there = state.to_vec();
        for &register in &effects.takes {
            there[usize::from(register)] |= NULL;
        }
        for register in there.iter_mut().skip(usize::from(handler.keep)) {
            *register = NULL;
        }
        there[usize::from(handler.register)] = VALUE;
        self.join(handler.target as usize, &there, states, work);
        Ok(())
    }

    fn join(&self, pc: usize, state: &[Content], states: &mut [Option<Vec<Content>>], work: &mut Vec<usize>) {
        let Ok(index) = self.leaders.binary_search(&pc) else { return };
        match &mut states[index] {
            Some(old) => {
                let mut changed = false;
                for (old, new) in old.iter_mut().zip(state) {
                    changed |= *old | new != *old;
                    *old |= new;
                }
                if changed && !work.contains(&index) {
                    work.push(index);
                }
            }
            slot => {
                *slot = Some(state.to_vec());
                work.push(index);
            }
        }
    }
}

/// Whether taken registers may still hold numbers after the opcode's fast path.
pub(crate) fn leaves_numbers(op: Op) -> bool {
    (Op::Neg as u8..=Op::JumpIfGeK as u8).contains(&(op as u8))
}

impl Effects {
    /// Reads and takes `count` registers from `first`.
    fn take_run(&mut self, first: u16, count: u16) {
        for register in first..first.saturating_add(count) {
            self.reads.push(register);
            self.takes.push(register);
        }
    }

    fn take_nullable(&mut self, register: u16) {
        self.may_be_null.push(register);
        self.takes.push(register);
    }

    fn write_run(&mut self, first: u16, count: u16) {
        for register in first..first.saturating_add(count) {
            self.writes.push((register, VALUE));
        }
    }

    /// What the operands' kinds do not say.
    fn special(&mut self, op: Op, ins: Instr, wide: i32) {
        match op {
            Op::Take => {
                self.reads.clear();
                self.writes.clear();
                self.may_be_null.push(ins.b);
            }
            Op::Clear => self.writes = vec![(ins.a, NULL)],
            Op::DeleteLocal => self.writes = vec![(ins.a, NULL)],
            Op::CheckLocal => {
                self.reads.clear();
                self.writes.push((ins.a, VALUE));
            }
            Op::MakeCell => self.may_be_null.push(ins.a),
            Op::LoadMethod | Op::LoadSpecial => self.writes.push((ins.a.saturating_add(1), NULL | VALUE)),
            Op::LoadSuperAttr => {
                self.take_run(ins.b, 3);
                if ins.x & 1 != 0 {
                    self.writes.push((ins.a.saturating_add(1), NULL | VALUE));
                }
            }
            Op::GetSlice | Op::SetSlice => self.take_run(ins.c, 2),
            Op::MatchClass => self.take_run(ins.c, 2),
            Op::ImportName => self.take_run(ins.b, 2),
            Op::Call | Op::CallKw => {
                self.take_run(ins.b, 1);
                self.take_nullable(ins.b.saturating_add(1));
                self.take_run(ins.b.saturating_add(2), ins.c);
            }
            Op::CallEx => {
                self.take_run(ins.b, 1);
                self.take_nullable(ins.b.saturating_add(1));
                self.take_run(ins.b.saturating_add(2), 1);
                self.take_nullable(ins.b.saturating_add(3));
            }
            Op::MakeFunction => self.take_run(ins.c, (ins.x & 7).count_ones() as u16),
            Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString => self.take_run(ins.b, ins.c),
            Op::BuildDict => self.take_run(ins.b, ins.c.saturating_mul(2)),
            Op::BuildSlice => self.take_run(ins.b, ins.x.into()),
            Op::BuildInterpolation => self.take_run(ins.b, if ins.x & 4 != 0 { 3 } else { 2 }),
            Op::UnpackSequence => self.write_run(ins.b, ins.c),
            Op::UnpackEx => self.write_run(ins.b, ins.c.saturating_add(1).saturating_add(wide as u16)),
            Op::ExceptionTriple => self.write_run(ins.a, 3),
            Op::MatchExceptionGroup => self.writes.push((ins.a.saturating_add(1), VALUE)),
            Op::EnterHandler => self.writes = vec![(ins.b, NULL | VALUE)],
            Op::LeaveHandler => {
                self.reads.clear();
                self.may_be_null.push(ins.a);
            }
            Op::CallIntrinsic => self.take_run(ins.b, intrinsic_operands(ins.x)),
            Op::ForIter => {
                self.writes_on_jump = vec![(ins.b, NULL)];
            }
            Op::Send => self.writes_on_jump = vec![(ins.a, VALUE)],
            Op::EndAsyncFor => {
                self.reads.push(ins.a);
                self.writes.clear();
                self.writes_on_jump = vec![(ins.a, NULL), (ins.b, NULL)];
                self.falls = false;
            }
            Op::CleanupThrow => {
                self.writes_on_jump = std::mem::take(&mut self.writes);
                self.falls = false;
            }
            Op::Yield if ins.x & 1 == 0 => self.reads.retain(|&register| register == ins.b),
            Op::FormatValue if ins.x & 1 == 0 => self.reads.truncate(1),
            Op::Raise => {
                self.reads.truncate(usize::from(ins.x >> 4));
                self.falls = false;
            }
            Op::Return | Op::ReturnNone | Op::Jump | Op::JumpBack | Op::Reraise => self.falls = false,
            _ => {}
        }
    }
}

fn intrinsic_operands(which: u8) -> u16 {
    match which {
        n if n == Intrinsic::TypeAlias as u8 => 3,
        n if n == Intrinsic::TypeVarWithBound as u8
            || n == Intrinsic::TypeVarWithConstraints as u8
            || n == Intrinsic::SetTypeParamDefault as u8
            || n == Intrinsic::SetFunctionTypeParams as u8 =>
        {
            2
        }
        _ => 1,
    }
}
