//! Which temporaries may hold a number that a fast path left behind although the instruction took it, at each
//! `Clear` that is there only for that reason. The other ones are left out.
//!
//! A forward analysis over the finished instructions of a unit, jumps resolved. Handlers are entered with all
//! that is ever left behind below their `keep`.

use super::assemble::ends;
use super::unit::{Ins, NOWHERE, SOFT, Unit};
use crate::fault::Res;
use crate::opcode::{Op, Operand};
use crate::room::{Buf, Meter};
use crate::verify::leaves_numbers;

/// Words of state: with more, every doubtful `Clear` stays.
const LARGEST: usize = 1 << 20;

/// Rounds until every doubtful `Clear` stays.
const MOST_ROUNDS: usize = 12;

/// Registers as bits.
struct States {
    /// 64-bit words of one state.
    width: usize,
    /// The number of an instruction's state where control meets, or [`NOWHERE`].
    number: Buf<u32>,
    words: Buf<u64>,
    /// Whether control may come there, as far as known.
    seen: Buf<bool>,
}

impl States {
    fn of(&self, at: usize) -> Option<usize> {
        self.number.get(at).copied().filter(|&number| number != NOWHERE).map(|number| number as usize)
    }

    /// Adds `state` to what is known at `at`; whether that is news.
    fn join(&mut self, at: usize, state: &[u64]) -> bool {
        let Some(number) = self.of(at) else { return false };
        let mut news = !std::mem::replace(&mut self.seen[number], true);
        let start = number * self.width;
        for (old, new) in self.words[start..start + self.width].iter_mut().zip(state) {
            news |= *old | new != *old;
            *old |= new;
        }
        news
    }
}

/// Turns each `Clear` that is not needed into a `Nop`.
pub(super) fn drop_useless_clears(unit: &mut Unit, meter: &mut Meter) -> Res {
    if !unit.code.iter().any(|ins| ins.op == Op::Clear && ins.x == SOFT) {
        return Ok(());
    }
    let mut ever = Buf::default();
    let width = usize::from(unit.registers).div_ceil(64);
    ever.resize(meter, width, 0u64)?;
    for ins in unit.code.iter() {
        leave(ins, &mut ever);
    }
    let Some(mut states) = prepare(unit, &ever, meter)? else { return Ok(()) };
    let mut current = Buf::default();
    current.resize(meter, width, 0)?;
    for _ in 0..MOST_ROUNDS {
        if !round(unit, &mut states, &mut current, false) {
            round(unit, &mut states, &mut current, true);
            break;
        }
    }
    ever.free(meter);
    current.free(meter);
    states.number.free(meter);
    states.words.free(meter);
    states.seen.free(meter);
    Ok(())
}

/// The states where control meets, those of handlers filled.
fn prepare(unit: &Unit, ever: &[u64], meter: &mut Meter) -> Res<Option<States>> {
    let mut number = Buf::default();
    number.resize(meter, unit.code.len() + 1, NOWHERE)?;
    let mut count = 0u32;
    let handlers = unit.regions.iter().map(|region| unit.targets[region.target.0 as usize].at);
    let jumps = unit.code.iter().filter(|ins| ins.op.info().jumps).map(|ins| ins.wide);
    for at in handlers.chain(jumps) {
        if let Some(place) = number.get_mut(at as usize)
            && *place == NOWHERE
        {
            *place = count;
            count += 1;
        }
    }
    let width = ever.len();
    if count as usize * width > LARGEST {
        number.free(meter);
        return Ok(None);
    }
    let mut states = States { width, number, words: Buf::default(), seen: Buf::default() };
    states.words.resize(meter, count as usize * width, 0)?;
    states.seen.resize(meter, count as usize, false)?;
    let mut entry = Buf::default();
    for region in unit.regions.iter() {
        entry.truncate(0);
        entry.extend(meter, ever)?;
        for register in region.keep..unit.registers {
            set(&mut entry, register, false);
        }
        let at = unit.targets[region.target.0 as usize].at;
        states.join(at as usize, &entry);
    }
    entry.free(meter);
    Ok(Some(states))
}

/// Follows the code once; whether anything is news for a place before. `decide`: drops useless clears.
fn round(unit: &mut Unit, states: &mut States, current: &mut [u64], decide: bool) -> bool {
    let mut again = false;
    let mut reachable = true;
    current.fill(0);
    for at in 0..unit.code.len() {
        if let Some(number) = states.of(at) {
            if reachable {
                states.join(at, current);
            }
            reachable = states.seen[number];
            let start = number * states.width;
            current.copy_from_slice(&states.words[start..start + states.width]);
        }
        if !reachable {
            continue;
        }
        let ins = unit.code[at];
        if ins.op == Op::Clear && ins.x == SOFT && decide && !has(current, ins.a) {
            unit.code[at].op = Op::Nop;
        }
        leave(&ins, current);
        if ins.op.info().jumps {
            again |= states.join(ins.wide as usize, current) && ins.wide as usize <= at;
        }
        write(&ins, current);
        if ends(ins.op) {
            reachable = false;
        }
    }
    again
}

fn has(state: &[u64], register: u16) -> bool {
    state.get(usize::from(register) / 64).is_some_and(|word| word >> (register % 64) & 1 != 0)
}

fn set(state: &mut [u64], register: u16, stale: bool) {
    if let Some(word) = state.get_mut(usize::from(register) / 64) {
        let bit = 1 << (register % 64);
        if stale {
            *word |= bit;
        } else {
            *word &= !bit;
        }
    }
}

/// Marks what the instruction may leave behind.
fn leave(ins: &Ins, state: &mut [u64]) {
    if !leaves_numbers(ins.op) {
        return;
    }
    let info = ins.op.info();
    let mut bit = 2;
    for (kind, register) in [(info.a, ins.a), (info.b, ins.b), (info.c, ins.c)] {
        if kind == Operand::Reg {
            if ins.x & bit != 0 {
                set(state, register, true);
            }
            bit <<= 1;
        }
    }
}

/// Unmarks what the instruction writes.
fn write(ins: &Ins, state: &mut [u64]) {
    let info = ins.op.info();
    for (kind, register) in [(info.a, ins.a), (info.b, ins.b), (info.c, ins.c)] {
        if kind == Operand::Dst {
            set(state, register, false);
        }
    }
    let (first, count) = match ins.op {
        Op::LoadMethod | Op::LoadSpecial | Op::MatchExceptionGroup => (ins.a + 1, 1),
        Op::LoadSuperAttr => (ins.a + 1, u16::from(ins.x & 1)),
        Op::UnpackSequence => (ins.b, ins.c),
        Op::UnpackEx => (ins.b, ins.c.saturating_add(1).saturating_add(ins.wide as u16)),
        Op::ExceptionTriple => (ins.a, 3),
        _ => return,
    };
    for register in first..first.saturating_add(count) {
        set(state, register, false);
    }
}
