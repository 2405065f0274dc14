//! Repeats of more than a character: what happens at the end of their bodies.

use super::opcode::MAXREPEAT;
use super::place::may_be_next;
use super::program::{Loop, NONE, Program};
use super::state::{Matcher, UNSET};
use super::unit::Unit;
use crate::core::error::PyResult;
use crate::core::vm::Vm;

impl Matcher {
    /// The end of a loop's body, greedy: where to go on.
    #[inline]
    pub(super) fn turn<U: Unit>(
        &mut self,
        vm: &mut Vm,
        entry: &Loop,
        program: &Program,
        text: &[U],
        pos: usize,
        possessive: bool,
    ) -> PyResult<u32> {
        self.burn(vm, 1)?;
        let count = self.slot(entry.count).wrapping_add(1);
        if count < entry.min as usize {
            self.set(vm, entry.count, count)?;
            return Ok(entry.body);
        }
        if !self.may_repeat(entry, count, pos) || !may_be_next(program, text, entry.body_set, pos) {
            return Ok(entry.exit);
        }
        if possessive || may_be_next(program, text, entry.exit_set, pos) {
            self.push(vm, entry.exit, pos, UNSET)?;
        }
        self.begin_turn(vm, entry, count, pos)?;
        Ok(entry.body)
    }

    /// The end of a loop's body, lazy: what follows is tried first, and the body, at `retry`, if that fails.
    #[inline]
    pub(super) fn lazy_turn<U: Unit>(
        &mut self,
        vm: &mut Vm,
        entry: &Loop,
        program: &Program,
        text: &[U],
        pos: usize,
        retry: u32,
    ) -> PyResult<u32> {
        self.burn(vm, 1)?;
        let count = self.slot(entry.count).wrapping_add(1);
        if count < entry.min as usize {
            self.set(vm, entry.count, count)?;
            return Ok(entry.body);
        }
        if !self.may_repeat(entry, count, pos) || !may_be_next(program, text, entry.body_set, pos) {
            return Ok(entry.exit);
        }
        if !may_be_next(program, text, entry.exit_set, pos) {
            return Ok(retry);
        }
        self.push(vm, retry, pos, UNSET)?;
        Ok(entry.exit)
    }

    /// Whether a loop's body may match once more at `pos`.
    #[inline(always)]
    fn may_repeat(&self, entry: &Loop, count: usize, pos: usize) -> bool {
        let more = count < entry.max as usize || entry.max == MAXREPEAT;
        more && (entry.last == NONE || self.slot(entry.last) != pos)
    }

    /// A loop's body begins once more.
    #[inline(always)]
    pub(super) fn begin_turn(&mut self, vm: &mut Vm, entry: &Loop, count: usize, pos: usize) -> PyResult<()> {
        self.set(vm, entry.count, count)?;
        if entry.last != NONE {
            self.set(vm, entry.last, pos)?;
        }
        Ok(())
    }
}
