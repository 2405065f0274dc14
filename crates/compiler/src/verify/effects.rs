//! What an instruction does to registers.

use super::{CELL, Content, DICT, FORMER, ITERATOR, LIST, NULL, VALUE};
use crate::opcode::{Instr, Intrinsic, Op, Operand};

/// Registers in a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    /// The first one.
    pub first: u32,
    /// How many.
    pub count: u32,
}

impl Run {
    fn one(register: u16) -> Run {
        Run { first: register.into(), count: 1 }
    }

    /// The registers as indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.first as usize..(self.first + self.count) as usize
    }
}

/// A few runs, each with what it is about.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Few {
    items: [(Run, Content); 6],
    len: usize,
}

impl Few {
    fn push(&mut self, run: Run, content: Content) {
        if let Some(item) = self.items.get_mut(self.len) {
            *item = (run, content);
            self.len += 1;
        }
    }

    fn clear(&mut self) {
        self.len = 0;
    }

    /// The runs.
    pub fn iter(&self) -> impl Iterator<Item = (Run, Content)> {
        self.items.iter().take(self.len).copied()
    }
}

/// What an instruction does to registers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Effects {
    /// Must hold values, of this kind if any is given.
    pub reads: Few,
    /// Must be null or hold a value.
    pub may_be_null: Few,
    /// Empty afterwards.
    pub takes: Few,
    /// Hold this afterwards, when control goes on behind the instruction.
    pub writes: Few,
    /// Hold this afterwards, when it jumps.
    pub writes_on_jump: Few,
    /// Control may go on behind the instruction.
    pub falls: bool,
}

/// Any kind of value will do.
const ANY: Content = 0;

impl Effects {
    /// Those of an instruction.
    pub fn of(op: Op, ins: Instr, wide: i32) -> Effects {
        let mut effects = Effects { falls: true, ..Effects::default() };
        let info = op.info();
        let mut bit = 2;
        for (kind, field) in [(info.a, ins.a), (info.b, ins.b), (info.c, ins.c)] {
            let run = Run::one(field);
            match kind {
                Operand::Dst => effects.writes.push(run, VALUE),
                Operand::Reg => {
                    effects.reads.push(run, ANY);
                    if ins.x & bit != 0 && !keeps(op, bit) {
                        effects.takes.push(run, ANY);
                    }
                    bit <<= 1;
                }
                Operand::Take => {
                    effects.reads.push(run, ANY);
                    effects.takes.push(run, ANY);
                }
                _ => {}
            }
        }
        effects.special(op, ins, wide);
        effects
    }

    /// How many registers a frame must have for it.
    pub fn registers(&self) -> u32 {
        let all = [&self.reads, &self.may_be_null, &self.takes, &self.writes, &self.writes_on_jump];
        all.iter().flat_map(|few| few.iter()).map(|(run, _)| run.first + run.count).max().unwrap_or(0)
    }

    /// Reads and takes `count` registers from `first`.
    fn take_run(&mut self, first: u32, count: u32) {
        self.reads.push(Run { first, count }, ANY);
        self.takes.push(Run { first, count }, ANY);
    }

    fn take_nullable(&mut self, first: u32) {
        self.may_be_null.push(Run { first, count: 1 }, ANY);
        self.takes.push(Run { first, count: 1 }, ANY);
    }

    fn write_run(&mut self, first: u32, count: u32) {
        self.writes.push(Run { first, count }, VALUE);
    }

    /// The written register `a` holds `content` instead.
    fn makes(&mut self, a: u16, content: Content) {
        self.writes.clear();
        self.writes.push(Run::one(a), content);
    }

    /// What the operands' kinds do not say.
    fn special(&mut self, op: Op, ins: Instr, wide: i32) {
        let [a, b, c] = [ins.a, ins.b, ins.c].map(u32::from);
        match op {
            Op::Take => {
                self.reads.clear();
                self.may_be_null.push(Run::one(ins.b), ANY);
            }
            Op::Clear | Op::DeleteLocal => self.makes(ins.a, NULL),
            Op::CheckLocal => {
                self.reads.clear();
                self.makes(ins.a, VALUE);
            }
            Op::MakeCell => {
                self.may_be_null.push(Run::one(ins.a), ANY);
                self.makes(ins.a, CELL);
            }
            Op::LoadCell => self.reads.push(Run::one(ins.b), CELL),
            Op::StoreCell | Op::DeleteCell => self.reads.push(Run::one(ins.a), CELL),
            Op::LoadMethod | Op::LoadSpecial => self.writes.push(Run { first: a + 1, count: 1 }, NULL | VALUE),
            Op::LoadSuperAttr => {
                self.take_run(b, 3);
                if ins.x & 1 != 0 {
                    self.writes.push(Run { first: a + 1, count: 1 }, NULL | VALUE);
                }
            }
            Op::GetSlice | Op::SetSlice | Op::MatchClass => self.take_run(c, 2),
            Op::ImportName => self.take_run(b, 2),
            Op::Call | Op::CallKw => {
                self.take_run(b, 1);
                self.take_nullable(b + 1);
                self.take_run(b + 2, c);
            }
            Op::CallEx => {
                self.take_run(b, 1);
                self.take_nullable(b + 1);
                self.take_run(b + 2, 1);
                self.take_nullable(b + 3);
            }
            Op::MakeFunction => self.take_run(c, (ins.x & 7).count_ones()),
            Op::BuildTuple | Op::BuildSet | Op::BuildString => self.take_run(b, c),
            Op::BuildList => {
                self.take_run(b, c);
                self.makes(ins.a, LIST);
            }
            Op::BuildDict => {
                self.take_run(b, c * 2);
                self.makes(ins.a, DICT);
            }
            Op::ListAppend => self.reads.push(Run::one(ins.a), LIST),
            Op::DictSet => self.reads.push(Run::one(ins.a), DICT),
            Op::BuildSlice => self.take_run(b, ins.x.into()),
            Op::BuildInterpolation => self.take_run(b, if ins.x & 4 != 0 { 3 } else { 2 }),
            Op::UnpackSequence => self.write_run(b, c),
            Op::UnpackEx => self.write_run(b, c + 1 + u32::from(wide as u16)),
            Op::ExceptionTriple => self.write_run(a, 3),
            Op::MatchExceptionGroup => self.write_run(a + 1, 1),
            Op::EnterHandler => self.makes(ins.b, NULL | FORMER),
            Op::GetIter | Op::GetAIter => self.makes(ins.a, ITERATOR),
            Op::LeaveHandler => {
                self.reads.clear();
                self.may_be_null.push(Run::one(ins.a), ANY);
            }
            Op::CallIntrinsic => self.take_run(b, intrinsic_operands(ins.x)),
            Op::ForIter => self.writes_on_jump.push(Run::one(ins.b), NULL),
            Op::Send => self.writes_on_jump.push(Run::one(ins.a), VALUE),
            Op::EndAsyncFor => {
                self.reads.push(Run::one(ins.a), ANY);
                self.writes.clear();
                self.writes_on_jump.push(Run::one(ins.a), NULL);
                self.writes_on_jump.push(Run::one(ins.b), NULL);
                self.falls = false;
            }
            Op::CleanupThrow => {
                self.writes_on_jump = std::mem::take(&mut self.writes);
                self.falls = false;
            }
            Op::Yield if ins.x & 1 == 0 => {
                self.reads.clear();
                self.reads.push(Run::one(ins.b), ANY);
            }
            Op::FormatValue if ins.x & 1 == 0 => {
                self.reads.clear();
                self.reads.push(Run::one(ins.b), ANY);
            }
            Op::Raise => {
                self.reads.clear();
                for register in [ins.a, ins.b].into_iter().take(usize::from(ins.x >> 4)) {
                    self.reads.push(Run::one(register), ANY);
                }
                self.falls = false;
            }
            Op::Return | Op::ReturnNone | Op::Jump | Op::JumpBack | Op::Reraise => self.falls = false,
            _ => {}
        }
    }
}

/// Whether an operand stays where it is whatever its bit says: containers in the making are added to again, and the function
/// that `DictMerge` names is called behind it.
fn keeps(op: Op, bit: u8) -> bool {
    let adds = matches!(
        op,
        Op::ListAppend | Op::ListExtend | Op::SetAdd | Op::SetUpdate | Op::DictSet | Op::DictUpdate | Op::DictMerge
    );
    adds && bit != 4
}

/// Whether taken registers may still hold numbers after the opcode's fast path.
pub(crate) fn leaves_numbers(op: Op) -> bool {
    (Op::Neg as u8..=Op::JumpIfGeK as u8).contains(&(op as u8))
}

fn intrinsic_operands(which: u8) -> u32 {
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
