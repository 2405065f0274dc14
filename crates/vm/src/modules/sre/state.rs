//! What a match keeps while it is tried: slots, and two stacks that hold what a recursive matcher would keep in its
//! frames. *Choices* are places to go on from when a way fails; the *trail* says what slots (marks of groups, counts of
//! loops) held before they were written, so that a choice finds them as it left them. Giving choices up (atomic groups,
//! lookarounds, possessive repeats) cuts the first and leaves the second alone, which is what groups inside need. Both
//! grow on the heap: a pattern that tries without end runs into the limit as any other program.

use super::buffer::Buffer;
use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// A slot without position, and the limit of a choice that is no repeat.
pub const UNSET: usize = usize::MAX;

/// Steps between two looks at whether the interpreter wants something.
const FUEL: usize = 1 << 15;

/// Where to go on when a way fails.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    /// Position.
    pub pos: usize,
    /// For a repeat of one character: the position beyond which it does not go.
    pub limit: usize,
    /// Instruction; that of a repeat means to change how often it matches.
    pub pc: u32,
    /// Length of the trail.
    pub trail: u32,
}

/// What a slot held.
#[derive(Clone, Copy)]
struct Trail {
    old: usize,
    slot: u32,
    last_group: u32,
}

/// The state of matching. One serves for any number of matches of one program.
pub struct Matcher {
    slots: Buffer<usize, 16>,
    pub(super) choices: Buffer<Choice, 12>,
    trail: Buffer<Trail, 16>,
    /// The group that ended last; 0 for none.
    pub(super) last_group: u32,
    /// Whether marks may be set.
    pub(super) marked: bool,
    fuel: usize,
}

impl Matcher {
    /// Without anything.
    #[inline(always)]
    pub const fn new() -> Matcher {
        Matcher {
            slots: Buffer::new(),
            choices: Buffer::new(),
            trail: Buffer::new(),
            last_group: 0,
            marked: false,
            fuel: FUEL,
        }
    }

    /// Where a group of the last match is, counted from 0; nothing when it took no part.
    pub fn group(&self, group: usize) -> Option<(usize, usize)> {
        match self.slots.as_slice().get(group * 2..group * 2 + 2) {
            Some([start, end]) if *start <= *end && *end != UNSET => Some((*start, *end)),
            _ => None,
        }
    }

    /// The group that ended last, counted from 1; 0 for none.
    pub fn last_group(&self) -> u32 {
        self.last_group
    }

    /// Forgets the last match; `slots` are needed, and the first `marks` of them are groups'.
    #[inline(always)]
    pub(super) fn reset(&mut self, vm: &mut Vm, slots: usize, marks: usize) -> PyResult<()> {
        self.cut(0);
        if self.slots.len() != slots {
            self.slots.fill(&mut vm.heap, slots, UNSET)?;
        }
        if self.marked {
            self.slots.as_mut_slice()[..marks].fill(UNSET);
            self.marked = false;
        }
        self.last_group = 0;
        Ok(())
    }

    /// Counts work, and looks up now and then.
    #[inline(always)]
    pub(super) fn burn(&mut self, vm: &mut Vm, steps: usize) -> PyResult<()> {
        if self.fuel > steps {
            self.fuel -= steps;
            return Ok(());
        }
        self.fuel = FUEL;
        vm.work((FUEL / 4) as u32)
    }

    /// Writes a slot so that the choices there are can have its old value again.
    #[inline(always)]
    pub(super) fn set(&mut self, vm: &mut Vm, slot: u32, value: usize) -> PyResult<()> {
        let place = &mut self.slots.as_mut_slice()[slot as usize];
        let old = std::mem::replace(place, value);
        if !self.choices.is_empty() {
            self.trail.push(&mut vm.heap, Trail { old, slot, last_group: self.last_group })?;
        }
        Ok(())
    }

    #[inline(always)]
    pub(super) fn slot(&self, slot: u32) -> usize {
        self.slots.as_slice()[slot as usize]
    }

    #[inline(always)]
    pub(super) fn push(&mut self, vm: &mut Vm, pc: u32, pos: usize, limit: usize) -> PyResult<()> {
        let trail = self.trail.len();
        if trail > u32::MAX as usize {
            return Err(vm.no_memory());
        }
        Ok(self.choices.push(&mut vm.heap, Choice { pos, limit, pc, trail: trail as u32 })?)
    }

    /// Gives slots the values back that they had when the trail was so long.
    #[inline(always)]
    pub(super) fn unwind(&mut self, len: usize) {
        while self.trail.len() > len {
            let Some(entry) = self.trail.pop() else { return };
            self.slots.as_mut_slice()[entry.slot as usize] = entry.old;
            self.last_group = entry.last_group;
        }
    }

    /// Forgets all choices but the oldest `len`.
    #[inline(always)]
    pub(super) fn cut(&mut self, len: usize) {
        self.choices.truncate(len);
        if self.choices.is_empty() {
            self.trail.truncate(0);
        }
    }
}
