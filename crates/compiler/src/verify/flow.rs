//! Follows all ways through the code.
#![expect(clippy::disallowed_types, reason = "bounded by LARGEST")]

use super::effects::{Effects, leaves_numbers};
use super::{CELL, Check, Content, LARGEST, MOST_STEPS, NULL, PRESENT, STALE, START, VALUE};
use crate::code::Capture;
use crate::opcode::{Instr, Op};

/// What is known where control meets.
pub(super) struct States {
    /// Registers of a frame.
    width: usize,
    /// One row of contents per leader; all zero before control came there.
    rows: Vec<Content>,
    /// Whether control has come there.
    pub seen: Vec<bool>,
    /// Whether it is in `work`.
    waiting: Vec<bool>,
    /// Leaders to follow from.
    work: Vec<u32>,
    /// Registers looked at so far.
    steps: usize,
}

impl States {
    /// What is known where a leader is.
    pub fn row(&self, leader: usize) -> &[Content] {
        &self.rows[leader * self.width..][..self.width]
    }

    /// Control comes to `leader` with the contents that `content` says.
    fn join(&mut self, leader: usize, content: impl Fn(usize) -> Content) {
        self.steps += self.width + 1;
        let mut changed = !self.seen[leader];
        self.seen[leader] = true;
        for (register, old) in self.rows[leader * self.width..][..self.width].iter_mut().enumerate() {
            let new = *old | content(register);
            changed |= new != *old;
            *old = new;
        }
        if changed && !self.waiting[leader] {
            self.waiting[leader] = true;
            self.work.push(leader as u32);
        }
    }
}

/// Empties the registers that an instruction takes; how many.
fn take(op: Op, effects: &Effects, state: &mut [Content]) -> usize {
    let taken = if leaves_numbers(op) { STALE } else { NULL };
    let mut count = 0;
    for (run, _) in effects.takes.iter() {
        state[run.range()].fill(taken);
        count += run.count as usize;
    }
    count
}

/// Fills the registers that an instruction writes, with `copied` when it copies; how many.
fn write(op: Op, ins: Instr, effects: &Effects, copied: Option<Content>, state: &mut [Content]) -> usize {
    let onto_itself = op == Op::Move && ins.a == ins.b && ins.x & 2 != 0;
    let mut count = 0;
    for (run, content) in effects.writes.iter() {
        let content = copied.unwrap_or(content) | if onto_itself { NULL } else { 0 };
        state[run.range()].fill(content);
        count += run.count as usize;
    }
    count
}

impl Check<'_> {
    /// Follows all ways; nothing when there is too much to follow.
    pub(super) fn flow(&self) -> Result<Option<States>, String> {
        let (width, count) = (usize::from(self.code.registers), self.leaders.len());
        if count.saturating_mul(width) > LARGEST {
            return Ok(None);
        }
        let mut states = States {
            width,
            rows: vec![0; count * width],
            seen: vec![false; count],
            waiting: vec![false; count],
            work: Vec::new(),
            steps: 0,
        };
        let parameters = self.parameters();
        states.join(0, |register| if register < parameters { VALUE } else { NULL });
        let mut state = vec![0; width];
        while let Some(leader) = states.work.pop() {
            states.waiting[leader as usize] = false;
            state.copy_from_slice(states.row(leader as usize));
            self.follow(self.leaders[leader as usize] as usize, &mut state, &mut states)?;
            if states.steps > MOST_STEPS {
                return Ok(None);
            }
        }
        Ok(Some(states))
    }

    /// From one leader to the next, or to where control ends.
    fn follow(&self, mut pc: usize, state: &mut [Content], states: &mut States) -> Result<(), String> {
        loop {
            let (op, ins) = self.at(pc);
            let effects = self.effects(pc);
            states.steps += self.code.handlers.len() + 8;
            self.check_reads(pc, &effects, state)?;
            self.raise(pc, &effects, state, states);
            // These two hand on what is there.
            let copied = matches!(op, Op::Take | Op::Move).then(|| state[usize::from(ins.b)]);
            states.steps += take(op, &effects, state);
            if op.info().jumps {
                let target = self.target(pc)?;
                if let Some(leader) = self.leader(target) {
                    let on_jump = effects.writes_on_jump;
                    states.join(leader, |register| {
                        let written = on_jump.iter().filter(|(run, _)| run.range().contains(&register)).last();
                        written.map_or(state[register], |(_, content)| content)
                    });
                }
            }
            states.steps += write(op, ins, &effects, copied, state);
            pc += usize::from(op.info().words);
            if !effects.falls {
                return Ok(());
            }
            if let Some(leader) = self.leader(pc) {
                states.join(leader, |register| state[register]);
                return Ok(());
            }
        }
    }

    /// What registers may hold at a word that control reaches from the leader before it, or is; nothing when it does not.
    pub(super) fn contents_at(&self, states: &States, word: usize) -> Option<Vec<Content>> {
        if !self.starts(word) {
            return None;
        }
        let (mut pc, leader) = (0..=word).rev().find_map(|pc| Some((pc, self.leader(pc)?)))?;
        if !states.seen[leader] {
            return None;
        }
        let mut state = states.row(leader).to_vec();
        while pc < word {
            let (op, ins) = self.at(pc);
            let effects = self.effects(pc);
            if !effects.falls {
                return None;
            }
            let copied = matches!(op, Op::Take | Op::Move).then(|| state[usize::from(ins.b)]);
            take(op, &effects, &mut state);
            write(op, ins, &effects, copied, &mut state);
            pc += usize::from(op.info().words);
        }
        Some(state)
    }

    /// The number of the leader at a word.
    fn leader(&self, pc: usize) -> Option<usize> {
        self.places.get(pc).filter(|&&place| place < START).map(|&place| place as usize)
    }

    fn check_reads(&self, pc: usize, effects: &Effects, state: &[Content]) -> Result<(), String> {
        for (run, wanted) in effects.reads.iter() {
            for register in run.range() {
                let content = state[register];
                if content & PRESENT == 0 || content & !PRESENT != 0 {
                    return self.wrong(pc, &format!("register {register} may hold no value ({content})"));
                }
                if wanted != 0 && content != wanted {
                    return self.wrong(pc, &format!("register {register} may hold another kind of value ({content})"));
                }
            }
        }
        for (run, _) in effects.may_be_null.iter() {
            for register in run.range() {
                if state[register] & STALE != 0 {
                    return self.wrong(pc, &format!("register {register} may hold a stale number"));
                }
            }
        }
        let (op, ins) = self.at(pc);
        if op == Op::MakeFunction {
            for capture in self.captures(ins.index(ins.b)).into_iter().flatten() {
                if let Capture::Register(register) = capture
                    && state[usize::from(register)] != CELL
                {
                    return self.wrong(pc, &format!("register {register} may hold no cell"));
                }
            }
        }
        Ok(())
    }

    /// An exception at `pc`: what its handler finds.
    fn raise(&self, pc: usize, effects: &Effects, state: &[Content], states: &mut States) {
        let Some(handler) = self.code.handler(pc as u32) else { return };
        let Some(leader) = self.leader(handler.target as usize) else { return };
        states.join(leader, |register| {
            if register == usize::from(handler.register) {
                return VALUE;
            }
            if register >= usize::from(handler.keep) {
                return NULL;
            }
            let taken = effects.takes.iter().any(|(run, _)| run.range().contains(&register));
            state[register] | if taken { NULL } else { 0 }
        });
    }
}
