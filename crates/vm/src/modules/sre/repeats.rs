//! Code for repeats.

use super::opcode::*;
use super::program::{Loop, NONE, Op, Repeat};
use super::translate::{Fault, Outcome, Sequence, Translator};

/// How a repeat is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Greedy,
    Lazy,
    Possessive,
}

impl Translator<'_> {
    /// Least and most times of a repeat.
    fn bounds(&self, at: usize) -> Outcome<(u32, u32)> {
        let (min, max) = (self.word(at)?, self.word(at + 1)?);
        if min <= max { Ok((min, max)) } else { Err(Fault::Invalid) }
    }

    /// A repeat of one character.
    pub(super) fn repeat_one(&mut self, at: usize, end: usize, mode: Mode) -> Outcome<Sequence> {
        let success = self.closed(at + 1, at + 4, end)?;
        let (min, max) = self.bounds(at + 2)?;
        let Some((one, one_end)) = self.one(at + 4, success)? else { return Err(Fault::Invalid) };
        if one_end != success {
            return Err(Fault::Invalid);
        }
        let number = self.program.repeats.len() as u32;
        self.program.repeats.push(&mut self.vm.heap, Repeat { one, min, max, tail: NONE })?;
        self.emit(match mode {
            Mode::Greedy => Op::Repeat(number),
            Mode::Lazy => Op::LazyRepeat(number),
            Mode::Possessive => Op::PossessiveRepeat(number),
        })?;
        Ok(Sequence { width: min, end: success + 1 })
    }

    /// A repeat of anything.
    pub(super) fn repeat(&mut self, at: usize, end: usize) -> Outcome<Sequence> {
        let until_at = self.target(at + 1, end)?;
        let (min, max) = self.bounds(at + 2)?;
        let mode = match (self.word(at)?, self.word(until_at)?) {
            (REPEAT, MAX_UNTIL) => Mode::Greedy,
            (REPEAT, MIN_UNTIL) => Mode::Lazy,
            (POSSESSIVE_REPEAT, SUCCESS) => Mode::Possessive,
            _ => return Err(Fault::Invalid),
        };
        let top = self.emit(Op::Fail)?;
        let body = self.sequence(at + 4, until_at, false)?;
        self.close_repeat(top, body.width, (min, max), mode)?;
        Ok(Sequence { width: body.width.saturating_mul(min), end: until_at + 1 })
    }

    /// Writes the ends of a repeat whose body begins behind `top`: the cheapest that will do.
    fn close_repeat(&mut self, top: u32, width: u32, (min, max): (u32, u32), mode: Mode) -> Outcome<()> {
        let body = top + 1;
        let split = |body, exit| match mode {
            Mode::Lazy => Op::Split { first: exit, second: body, first_set: NONE, second_set: NONE },
            _ => Op::Split { first: body, second: exit, first_set: NONE, second_set: NONE },
        };
        match (min, max) {
            (_, 0) => {
                let here = self.here();
                self.set(top, Op::Jump(here));
            }
            (0, 1) if mode != Mode::Possessive => {
                let here = self.here();
                self.set(top, split(body, here));
            }
            (0, MAXREPEAT) if width > 0 && mode != Mode::Possessive => {
                let exit = self.emit(Op::Jump(top))? + 1;
                self.set(top, split(body, exit));
            }
            (1, MAXREPEAT) if width > 0 && mode != Mode::Possessive => {
                self.set(top, Op::Jump(body));
                let here = self.here();
                self.emit(split(body, here + 1))?;
            }
            _ => {
                let until = self.here();
                let count = self.slots(3)?;
                let last = if width == 0 { count + 1 } else { NONE };
                let exit = if mode == Mode::Lazy { until + 2 } else { until + 1 };
                let height = if mode == Mode::Possessive { count + 2 } else { NONE };
                let number = self.program.loops.len() as u32;
                let entry = Loop { body, exit, until, min, max, count, last, height, body_set: NONE, exit_set: NONE };
                self.program.loops.push(&mut self.vm.heap, entry)?;
                self.set(top, Op::LoopStart(number));
                self.emit(match mode {
                    Mode::Greedy => Op::Loop(number),
                    Mode::Lazy => Op::LazyLoop(number),
                    Mode::Possessive => Op::PossessiveLoop(number),
                })?;
                if mode == Mode::Lazy {
                    self.emit(Op::LazyTurn(number))?;
                }
            }
        }
        Ok(())
    }
}
