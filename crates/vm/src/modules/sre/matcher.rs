//! The matcher: a backtracking machine over a [`Program`], whose memory is the [`Matcher`].

use super::place::{back_to, is_at, may_be_next, stretch, take};
use super::program::{NONE, Op, Program};
use super::state::{Matcher, UNSET};
use super::unit::{Unit, is_one, run_len};
use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// What a match must be besides a match.
#[derive(Clone, Copy, Default)]
pub struct Demand {
    /// It ends where the text ends.
    pub whole: bool,
    /// It is not empty.
    pub advance: bool,
}

impl Matcher {
    /// Matches at `start`, from a clean state, and gives the end.
    pub(super) fn attempt<U: Unit>(
        &mut self,
        vm: &mut Vm,
        program: &Program,
        text: &[U],
        start: usize,
        demand: Demand,
    ) -> PyResult<Option<usize>> {
        self.reset(vm, program.slots as usize, program.groups as usize * 2)?;
        self.burn(vm, 1)?;
        let (mut pc, mut pos) = (0, start);
        loop {
            if self.advance(vm, program, text, &mut pc, &mut pos)? {
                let refused = demand.whole && pos != text.len() || demand.advance && pos == start;
                if !refused {
                    return Ok(Some(pos));
                }
            }
            if !self.retreat(vm, program, text, &mut pc, &mut pos)? {
                return Ok(None);
            }
        }
    }

    /// Goes to the newest choice; false when there is none.
    #[inline]
    fn retreat<U: Unit>(
        &mut self,
        vm: &mut Vm,
        program: &Program,
        text: &[U],
        pc: &mut u32,
        pos: &mut usize,
    ) -> PyResult<bool> {
        loop {
            self.burn(vm, 1)?;
            let Some(choice) = self.choices.as_slice().last().copied() else { return Ok(false) };
            self.unwind(choice.trail as usize);
            if choice.limit == UNSET {
                self.choices.pop();
                (*pc, *pos) = (choice.pc, choice.pos);
                return Ok(true);
            }
            let next = match program.ops.as_slice()[choice.pc as usize] {
                Op::Repeat(number) => {
                    let tail = program.repeats.as_slice()[number as usize].tail;
                    let next = back_to(program, text, tail, choice.pos, choice.limit);
                    self.burn(vm, (choice.pos - next.unwrap_or(choice.limit)) / 16)?;
                    next
                }
                Op::LazyRepeat(number) => {
                    let repeat = program.repeats.as_slice()[number as usize];
                    let one = |at: &usize| text.get(*at).is_some_and(|unit| is_one(program, repeat.one, *unit));
                    let next = (choice.pos..choice.limit)
                        .take_while(one)
                        .map(|at| at + 1)
                        .find(|at| may_be_next(program, text, repeat.tail, *at));
                    self.burn(vm, (next.unwrap_or(choice.limit) - choice.pos) / 16)?;
                    next
                }
                _ => None,
            };
            match (next, self.choices.last_mut()) {
                (Some(next), Some(place)) if next != choice.limit => place.pos = next,
                _ => drop(self.choices.pop()),
            }
            if let Some(next) = next {
                (*pc, *pos) = (choice.pc + 1, next);
                return Ok(true);
            }
        }
    }

    /// Runs instructions until the whole has matched, or one fails: false.
    #[inline]
    fn advance<U: Unit>(
        &mut self,
        vm: &mut Vm,
        program: &Program,
        text: &[U],
        pc_place: &mut u32,
        pos_place: &mut usize,
    ) -> PyResult<bool> {
        let ops = program.ops.as_slice();
        let words = program.words.as_slice();
        let (mut pc, mut pos) = (*pc_place, *pos_place);
        loop {
            let here = pc;
            pc += 1;
            let matches = match ops[here as usize] {
                Op::Fail => false,
                Op::Accept => {
                    *pos_place = pos;
                    return Ok(true);
                }
                Op::Char(ch) => take(text, &mut pos, |unit| unit.code() == ch),
                Op::NotChar(ch) => take(text, &mut pos, |unit| unit.code() != ch),
                Op::Any => take(text, &mut pos, |_| true),
                Op::Class(number) => {
                    let class = &program.classes.as_slice()[number as usize];
                    take(text, &mut pos, |unit| unit.is_in(class, program))
                }
                Op::Text { start, len } => {
                    let wanted = &words[start as usize..start as usize + len as usize];
                    let found = text.get(pos..).and_then(|rest| rest.get(..wanted.len()));
                    pos += wanted.len();
                    found.is_some_and(|found| found.iter().zip(wanted).all(|(unit, ch)| unit.code() == *ch))
                }
                Op::At(place) => is_at(text, pos, place),
                Op::Open(slot) => {
                    self.marked = true;
                    self.set(vm, slot, pos)?;
                    true
                }
                Op::Close(slot) => {
                    self.marked = true;
                    self.set(vm, slot, pos)?;
                    self.last_group = slot / 2 + 1;
                    true
                }
                Op::Jump(to) => {
                    pc = to;
                    true
                }
                Op::Split { first, second, first_set, second_set } => {
                    self.burn(vm, 1)?;
                    if !may_be_next(program, text, first_set, pos) {
                        pc = second;
                    } else {
                        if may_be_next(program, text, second_set, pos) {
                            self.push(vm, second, pos, UNSET)?;
                        }
                        pc = first;
                    }
                    true
                }
                Op::Repeat(number) => {
                    let repeat = program.repeats.as_slice()[number as usize];
                    let rest = stretch(text, pos, repeat.max);
                    let len = run_len(program, repeat.one, rest);
                    self.burn(vm, len / 16)?;
                    let least = pos + repeat.min as usize;
                    pos += len;
                    if pos < least {
                        false
                    } else {
                        let fits = may_be_next(program, text, repeat.tail, pos);
                        match if fits { Some(pos) } else { back_to(program, text, repeat.tail, pos, least) } {
                            Some(end) => {
                                pos = end;
                                if end > least {
                                    self.push(vm, here, end, least)?;
                                }
                                true
                            }
                            None => false,
                        }
                    }
                }
                Op::PossessiveRepeat(number) => {
                    let repeat = program.repeats.as_slice()[number as usize];
                    let len = run_len(program, repeat.one, stretch(text, pos, repeat.max));
                    self.burn(vm, len / 16)?;
                    pos += len;
                    len >= repeat.min as usize
                }
                Op::LazyRepeat(number) => {
                    let repeat = program.repeats.as_slice()[number as usize];
                    let len = run_len(program, repeat.one, stretch(text, pos, repeat.min));
                    let limit = pos + stretch(text, pos, repeat.max).len();
                    pos += len;
                    if len < repeat.min as usize {
                        false
                    } else {
                        if pos < limit {
                            self.push(vm, here, pos, limit)?;
                        }
                        may_be_next(program, text, repeat.tail, pos)
                    }
                }
                Op::LoopStart(number) => {
                    let entry = program.loops.as_slice()[number as usize];
                    self.set(vm, entry.count, UNSET)?;
                    if entry.last != NONE {
                        self.set(vm, entry.last, UNSET)?;
                    }
                    if entry.height != NONE {
                        self.set(vm, entry.height, self.choices.len())?;
                    }
                    pc = entry.until;
                    true
                }
                Op::Loop(number) => {
                    let entry = program.loops.as_slice()[number as usize];
                    pc = self.turn(vm, &entry, program, text, pos, false)?;
                    true
                }
                Op::LazyLoop(number) => {
                    let entry = program.loops.as_slice()[number as usize];
                    pc = self.lazy_turn(vm, &entry, program, text, pos, here + 1)?;
                    true
                }
                Op::LazyTurn(number) => {
                    let entry = program.loops.as_slice()[number as usize];
                    let count = self.slot(entry.count).wrapping_add(1);
                    self.begin_turn(vm, &entry, count, pos)?;
                    pc = entry.body;
                    true
                }
                Op::PossessiveLoop(number) => {
                    let entry = program.loops.as_slice()[number as usize];
                    self.cut(self.slot(entry.height));
                    pc = self.turn(vm, &entry, program, text, pos, true)?;
                    true
                }
                Op::Atomic(slot) => {
                    self.set(vm, slot, self.choices.len())?;
                    true
                }
                Op::Commit(slot) => {
                    self.cut(self.slot(slot));
                    true
                }
                Op::Look { slot, back } => {
                    self.set(vm, slot, self.choices.len())?;
                    self.set(vm, slot + 1, pos)?;
                    let enough = pos >= back as usize;
                    pos = pos.saturating_sub(back as usize);
                    enough
                }
                Op::LookEnd(slot) => {
                    self.cut(self.slot(slot));
                    pos = self.slot(slot + 1);
                    true
                }
                Op::LookNot { slot, back, exit } => {
                    if pos >= back as usize {
                        self.set(vm, slot, self.choices.len())?;
                        self.push(vm, exit, pos, UNSET)?;
                        pos -= back as usize;
                    } else {
                        pc = exit;
                    }
                    true
                }
                Op::LookNotEnd(slot) => {
                    self.cut(self.slot(slot));
                    false
                }
                Op::GroupRef { group, fold } => match self.group(group as usize) {
                    Some((start, end)) => {
                        let wanted = text.get(start..end).unwrap_or(&[]);
                        let found = text.get(pos..).and_then(|rest| rest.get(..wanted.len()));
                        pos += wanted.len();
                        self.burn(vm, wanted.len() / 16)?;
                        found.is_some_and(|found| {
                            let same = |(a, b): (&U, &U)| a == b || fold.apply(a.code()) == fold.apply(b.code());
                            found.iter().zip(wanted).all(same)
                        })
                    }
                    None => false,
                },
                Op::IfGroup { group, otherwise } => {
                    if self.group(group as usize).is_none() {
                        pc = otherwise;
                    }
                    true
                }
            };
            if !matches {
                return Ok(false);
            }
        }
    }
}
