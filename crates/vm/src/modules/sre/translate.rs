//! From code lists to programs. A code list can come from anywhere: each word is checked, and one that `re._compiler`
//! would not write there makes the whole invalid.

use pitviper_object::OutOfMemory;

use super::chars::Fold;
use super::opcode::*;
use super::program::{NONE, One, Op, Program};
use super::repeats::Mode;
use crate::core::error::Raised;
use crate::core::vm::Vm;

/// Why there is no program.
pub enum Fault {
    /// The code list is no pattern.
    Invalid,
    /// An exception is in flight.
    Raised(Raised),
}

impl From<Raised> for Fault {
    fn from(raised: Raised) -> Fault {
        Fault::Raised(raised)
    }
}

impl From<OutOfMemory> for Fault {
    fn from(error: OutOfMemory) -> Fault {
        Fault::Raised(error.into())
    }
}

/// What translating gives.
pub(super) type Outcome<T> = Result<T, Fault>;

/// Makes the program of a code list.
///
/// # Errors
/// `Fault`.
pub fn translate(vm: &mut Vm, code: &[u32], groups: u32) -> Outcome<Program> {
    let mut translator = Translator { vm, code, program: Program::new(groups) };
    let Some((&SUCCESS, _)) = code.split_last() else { return Err(Fault::Invalid) };
    let end = translator.sequence(0, code.len() - 1, false)?;
    translator.emit(Op::Accept)?;
    translator.program.width = end.width;
    Ok(translator.program)
}

/// A code list and the program that it becomes.
pub(super) struct Translator<'a> {
    pub(super) vm: &'a mut Vm,
    pub(super) code: &'a [u32],
    pub(super) program: Program,
}

/// What a sequence was.
#[derive(Clone, Copy)]
pub(super) struct Sequence {
    /// Fewest characters that it matches.
    pub width: u32,
    /// Where in the code it ended.
    pub end: usize,
}

impl Translator<'_> {
    /// The word at `at`.
    pub(super) fn word(&self, at: usize) -> Outcome<u32> {
        self.code.get(at).copied().ok_or(Fault::Invalid)
    }

    /// Where a skip at `at` leads: behind it and not behind `end`.
    pub(super) fn target(&self, at: usize, end: usize) -> Outcome<usize> {
        let skip = self.word(at)? as usize;
        match at.checked_add(skip) {
            Some(target) if skip > 0 && target <= end => Ok(target),
            _ => Err(Fault::Invalid),
        }
    }

    /// Fails unless `opcode` is at `at`.
    fn expect(&self, at: usize, opcode: u32) -> Outcome<()> {
        if self.word(at)? == opcode { Ok(()) } else { Err(Fault::Invalid) }
    }

    /// The number of the next instruction.
    pub(super) fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }

    /// Appends an instruction and gives its number.
    pub(super) fn emit(&mut self, op: Op) -> Outcome<u32> {
        let at = self.here();
        if at >= i32::MAX as u32 {
            return Err(OutOfMemory.into());
        }
        self.program.ops.push(&mut self.vm.heap, op)?;
        Ok(at)
    }

    /// Replaces an instruction.
    pub(super) fn set(&mut self, at: u32, op: Op) {
        self.program.ops.as_mut_slice()[at as usize] = op;
    }

    /// New slots, `count` of them.
    pub(super) fn slots(&mut self, count: u32) -> Outcome<u32> {
        let first = self.program.slots;
        self.program.slots = first.checked_add(count).ok_or(OutOfMemory)?;
        Ok(first)
    }

    /// A group's number that is an operand at `at`.
    fn group(&self, at: usize) -> Outcome<u32> {
        let group = self.word(at)?;
        if group < self.program.groups { Ok(group) } else { Err(Fault::Invalid) }
    }

    /// Translates `code[at..end]`. With `may_jump` it may end with a jump, at which it stops.
    pub(super) fn sequence(&mut self, mut at: usize, end: usize, may_jump: bool) -> Outcome<Sequence> {
        self.vm.check_native_stack()?;
        let mut width = 0u32;
        while at < end {
            if may_jump && at + 2 == end && self.word(at)? == JUMP {
                break;
            }
            let part = self.part(at, end)?;
            if part.end > end || part.end <= at {
                return Err(Fault::Invalid);
            }
            width = width.saturating_add(part.width);
            at = part.end;
        }
        Ok(Sequence { width, end: at })
    }

    /// Translates what begins at `at`.
    fn part(&mut self, at: usize, end: usize) -> Outcome<Sequence> {
        let opcode = self.word(at)?;
        if opcode == LITERAL {
            return self.text(at, end);
        }
        if opcode == FAILURE {
            self.emit(Op::Fail)?;
            return Ok(Sequence { width: 0, end: at + 1 });
        }
        if let Some((one, end)) = self.one(at, end)? {
            self.emit(match one {
                One::Char(ch) => Op::Char(ch),
                One::NotChar(ch) => Op::NotChar(ch),
                One::Any => Op::Any,
                One::Class(class) => Op::Class(class),
            })?;
            return Ok(Sequence { width: 1, end });
        }
        let plain = |end| Ok(Sequence { width: 0, end });
        match opcode {
            AT => {
                let place = self.word(at + 1)?;
                if place > at::UNI_NON_BOUNDARY {
                    return Err(Fault::Invalid);
                }
                self.emit(Op::At(place))?;
                plain(at + 2)
            }
            MARK => {
                let slot = self.word(at + 1)?;
                if slot >= self.program.groups * 2 {
                    return Err(Fault::Invalid);
                }
                self.emit(if slot % 2 == 0 { Op::Open(slot) } else { Op::Close(slot) })?;
                plain(at + 2)
            }
            GROUPREF | GROUPREF_IGNORE | GROUPREF_LOC_IGNORE | GROUPREF_UNI_IGNORE => {
                let group = self.group(at + 1)?;
                let fold = match opcode {
                    GROUPREF => Fold::None,
                    GROUPREF_UNI_IGNORE => Fold::Unicode,
                    _ => Fold::Ascii,
                };
                self.emit(Op::GroupRef { group, fold })?;
                plain(at + 2)
            }
            INFO => plain(self.target(at + 1, end)?),
            GROUPREF_EXISTS => self.conditional(at, end),
            BRANCH => self.branch(at, end),
            ASSERT | ASSERT_NOT => self.assertion(at, end),
            ATOMIC_GROUP => self.atomic(at, end),
            REPEAT_ONE => self.repeat_one(at, end, Mode::Greedy),
            MIN_REPEAT_ONE => self.repeat_one(at, end, Mode::Lazy),
            POSSESSIVE_REPEAT_ONE => self.repeat_one(at, end, Mode::Possessive),
            REPEAT | POSSESSIVE_REPEAT => self.repeat(at, end),
            _ => Err(Fault::Invalid),
        }
    }

    /// Literals one behind the other.
    fn text(&mut self, mut at: usize, end: usize) -> Outcome<Sequence> {
        let start = self.program.words.len();
        let first = self.word(at + 1)?;
        while at < end && self.word(at)? == LITERAL {
            let ch = self.word(at + 1)?;
            self.program.words.push(&mut self.vm.heap, ch)?;
            at += 2;
        }
        let len = self.program.words.len() - start;
        if len == 1 {
            self.program.words.truncate(start);
            self.emit(Op::Char(first))?;
        } else {
            self.emit(Op::Text { start: start as u32, len: len as u32 })?;
        }
        Ok(Sequence { width: len as u32, end: at })
    }

    /// `(?(1)then|else)`.
    fn conditional(&mut self, at: usize, end: usize) -> Outcome<Sequence> {
        let group = self.group(at + 1)?;
        let skip = self.word(at + 2)? as usize;
        let then_end = (at + 1).checked_add(skip).filter(|to| *to <= end && skip >= 2).ok_or(Fault::Invalid)?;
        let test = self.emit(Op::IfGroup { group, otherwise: 0 })?;
        let then = self.sequence(at + 3, then_end, true)?;
        if then.end == then_end {
            let otherwise = self.here();
            self.set(test, Op::IfGroup { group, otherwise });
            return Ok(Sequence { width: 0, end: then_end });
        }
        let jump = self.emit(Op::Jump(0))?;
        let otherwise = self.here();
        self.set(test, Op::IfGroup { group, otherwise });
        let other_end = self.target(then_end - 1, end)?;
        let other = self.sequence(then_end, other_end, false)?;
        let after = self.here();
        self.set(jump, Op::Jump(after));
        Ok(Sequence { width: then.width.min(other.width), end: other_end })
    }

    /// `a|b`: each alternative ends with a jump behind all of them.
    fn branch(&mut self, at: usize, end: usize) -> Outcome<Sequence> {
        let mut width = u32::MAX;
        let mut skip_at = at + 1;
        let mut after = None;
        // Jumps to what follows are linked through their operands until that is known.
        let mut jumps = NONE;
        loop {
            let next = self.target(skip_at, end)?;
            let jump_at = next.checked_sub(2).filter(|jump| *jump > skip_at).ok_or(Fault::Invalid)?;
            let last = self.word(next)? == 0;
            let split = if last { None } else { Some(self.emit(Op::Fail)?) };
            width = width.min(self.sequence(skip_at + 1, jump_at, false)?.width);
            self.expect(jump_at, JUMP)?;
            let to = self.target(jump_at + 1, end)?;
            if *after.get_or_insert(to) != to {
                return Err(Fault::Invalid);
            }
            if let Some(split) = split {
                jumps = self.emit(Op::Jump(jumps))?;
                let second = self.here();
                self.set(split, Op::Split { first: split + 1, second, first_set: NONE, second_set: NONE });
            }
            skip_at = next;
            if last {
                break;
            }
        }
        if after != Some(skip_at + 1) {
            return Err(Fault::Invalid);
        }
        let here = self.here();
        while let Some(Op::Jump(previous)) = self.program.ops.as_slice().get(jumps as usize).copied() {
            self.set(jumps, Op::Jump(here));
            jumps = previous;
        }
        Ok(Sequence { width, end: skip_at + 1 })
    }

    /// The place of the `SUCCESS` that ends what is skipped from `skip_at`, whose body begins at `body`.
    pub(super) fn closed(&self, skip_at: usize, body: usize, end: usize) -> Outcome<usize> {
        let success = self.target(skip_at, end)? - 1;
        self.expect(success, SUCCESS)?;
        if success < body { Err(Fault::Invalid) } else { Ok(success) }
    }

    /// `(?=…)`, `(?<=…)` and their opposites.
    fn assertion(&mut self, at: usize, end: usize) -> Outcome<Sequence> {
        let success = self.closed(at + 1, at + 3, end)?;
        let back = self.word(at + 2)?;
        if self.word(at)? == ASSERT {
            let slot = self.slots(2)?;
            self.emit(Op::Look { slot, back })?;
            self.sequence(at + 3, success, false)?;
            self.emit(Op::LookEnd(slot))?;
        } else {
            let slot = self.slots(1)?;
            let look = self.emit(Op::Fail)?;
            self.sequence(at + 3, success, false)?;
            let exit = self.emit(Op::LookNotEnd(slot))? + 1;
            self.set(look, Op::LookNot { slot, back, exit });
        }
        Ok(Sequence { width: 0, end: success + 1 })
    }

    /// `(?>…)`.
    fn atomic(&mut self, at: usize, end: usize) -> Outcome<Sequence> {
        let success = self.closed(at + 1, at + 2, end)?;
        let slot = self.slots(1)?;
        self.emit(Op::Atomic(slot))?;
        let inner = self.sequence(at + 2, success, false)?;
        self.emit(Op::Commit(slot))?;
        Ok(Sequence { width: inner.width, end: success + 1 })
    }
}
