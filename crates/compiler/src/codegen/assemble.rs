//! From a unit to [`Code`]: jumps threaded, useless instructions left out, labels resolved to words.
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use std::sync::Arc;

use super::Gen;
use super::constants::bytes_of;
use super::stale::drop_useless_clears;
use super::unit::{HEARD, IMPLIED, Ins, NOWHERE, SILENT, SOFT, Unit};
use crate::ast::Symbol;
use crate::code::{Capture, Code, Handler, Locals, Names, Position, Positions};
use crate::fault::{Fault, Res};
use crate::opcode::{Instr, Op};
use crate::room::{Buf, Meter};
use crate::scope::ScopeId;

/// Jumps of jumps are followed this far.
const LONGEST_THREAD: usize = 8;

impl Gen<'_, '_, '_> {
    /// The module's code.
    pub fn finish_unit(&mut self) -> Res<Arc<Code>> {
        let empty = self.filename.clone();
        let root = Unit::new(ScopeId::ROOT, self.unit.kind, empty.clone(), empty, 1);
        let unit = std::mem::replace(&mut self.unit, root);
        self.assemble(unit, Buf::default(), Buf::default())
    }

    /// The current unit's code; the unit around becomes the current one.
    pub fn finish_unit_with(&mut self, from: ScopeId, scope: ScopeId) -> Res<Arc<Code>> {
        let outer = self.outer.last().map_or(ScopeId::ROOT, |unit| unit.scope);
        let (free, captures) = self.captures(outer, from, scope)?;
        let Some(outer) = self.outer.pop() else { return self.finish_unit() };
        let unit = std::mem::replace(&mut self.unit, outer);
        self.assemble(unit, free, captures)
    }

    fn assemble(&mut self, mut unit: Unit, free: Buf<Symbol>, captures: Buf<Capture>) -> Res<Arc<Code>> {
        let mut bytes = size_of::<Code>();
        let names = self.names(|| unit.names.iter().copied())?;
        let free = self.names(|| free.iter().copied())?;
        let mut kinds = Buf::default();
        for &(_, kind) in unit.locals.iter() {
            kinds.push(self.meter, kind)?;
        }
        let locals = self.names(|| unit.locals.iter().map(|local| local.0))?;
        let locals = Locals::new(locals, kinds.into_box(self.meter)?);
        thread_jumps(&mut unit, self.meter)?;
        drop_unreachable(&mut unit, self.meter)?;
        drop_useless_clears(&mut unit, self.meter)?;
        let words = place(&mut unit, self.meter)?;
        let (instructions, positions) = encode(&unit, &words, self.meter)?;
        let handlers = handlers(&unit, &words, self.meter)?;
        bytes += names.bytes() + free.bytes() + locals.bytes();
        bytes += unit.constants.iter().map(bytes_of).sum::<usize>();
        bytes += size_of_val::<[crate::code::Const]>(&unit.constants);
        bytes += size_of_val::<[Instr]>(&instructions) + size_of_val(positions.bytes());
        bytes += size_of_val::<[Handler]>(&handlers) + size_of_val::<[Capture]>(&captures);
        let code = Code {
            name: unit.name.clone(),
            qualname: unit.qualname.clone(),
            filename: self.filename.clone(),
            first_line: unit.first_line,
            flags: unit.flags,
            arg_count: unit.arg_count,
            posonly_count: unit.posonly_count,
            kwonly_count: unit.kwonly_count,
            registers: unit.registers,
            locals,
            free,
            captures: captures.into_box(self.meter)?,
            names,
            constants: std::mem::take(&mut unit.constants).into_box(self.meter)?,
            instructions: instructions.into_box(self.meter)?,
            handlers: handlers.into_box(self.meter)?,
            positions,
            bytes,
        };
        self.meter.charge(size_of::<Code>())?;
        unit.release(self.meter);
        #[cfg(debug_assertions)]
        if let Err(problem) = crate::verify::verify_one(&code) {
            let mut text = String::new();
            crate::dis::write(&code, false, &mut text).ok();
            panic!("{problem}\n{text}");
        }
        Ok(Arc::new(code))
    }
}

impl Gen<'_, '_, '_> {
    /// Names that are given twice.
    fn names<I: Iterator<Item = Symbol>>(&mut self, names: impl Fn() -> I) -> Res<Names> {
        let tree = self.tree;
        Names::pack(self.meter, |give| {
            names().for_each(|name| give(tree.str(name)));
            Ok(())
        })
    }
}

impl Unit {
    /// Gives the memory of what is not part of the code back.
    fn release(&mut self, meter: &mut Meter) {
        self.code.free(meter);
        for target in self.targets.iter_mut() {
            if let Some(state) = &mut target.state {
                state.free(meter);
            }
        }
        self.targets.free(meter);
        self.regions.free(meter);
        self.names.free(meter);
        self.locals.free(meter);
        self.bound.free(meter);
        self.deleted.free(meter);
        self.blocks.free(meter);
    }
}

/// Where a jump really leads.
fn destination(unit: &Unit, label: u32) -> u32 {
    let mut at = unit.targets[label as usize].at;
    for _ in 0..LONGEST_THREAD {
        match unit.code.get(at as usize) {
            Some(ins) if ins.op == Op::Jump => at = unit.targets[ins.wide as usize].at,
            _ => break,
        }
    }
    at
}

/// Replaces labels by the instructions that jumps lead to (in `wide`).
fn thread_jumps(unit: &mut Unit, meter: &mut Meter) -> Res {
    let mut resolved = Buf::default();
    resolved.reserve(meter, unit.code.len())?;
    for (at, ins) in unit.code.iter().enumerate() {
        let mut wide = ins.wide;
        if ins.op.info().jumps {
            wide = destination(unit, ins.wide);
            // Only these poll when they go back.
            let polls = (Op::Jump as u8..=Op::JumpIfGeK as u8).contains(&(ins.op as u8));
            if !polls && wide as usize <= at {
                wide = unit.targets[ins.wide as usize].at;
            }
        }
        resolved.push(meter, wide)?;
    }
    for (ins, &wide) in unit.code.iter_mut().zip(resolved.iter()) {
        ins.wide = wide;
    }
    // A jump to the end of the function is the end.
    for at in 0..unit.code.len() {
        let ins = unit.code[at];
        if ins.op == Op::Jump
            && let Some(&end) = unit.code.get(ins.wide as usize)
            && end.op == Op::ReturnNone
        {
            // An implied one has no place of its own.
            let pos = if end.x == IMPLIED && ins.pos.line > 0 { ins.pos } else { end.pos };
            unit.code[at] = Ins { pos, ..end };
        }
    }
    resolved.free(meter);
    Ok(())
}

/// Turns what control cannot come to any more into `Nop`s.
fn drop_unreachable(unit: &mut Unit, meter: &mut Meter) -> Res {
    let mut reached = Buf::default();
    reached.resize(meter, unit.code.len(), false)?;
    let mut work = Buf::default();
    work.push(meter, 0)?;
    for region in unit.regions.iter() {
        work.push(meter, unit.targets[region.target.0 as usize].at)?;
    }
    while let Some(start) = work.pop() {
        let mut at = start as usize;
        while let Some(ins) = unit.code.get(at)
            && !reached[at]
        {
            reached[at] = true;
            if ins.op.info().jumps {
                work.push(meter, ins.wide)?;
            }
            if ends(ins.op) {
                break;
            }
            at += 1;
        }
    }
    for (ins, &reached) in unit.code.iter_mut().zip(reached.iter()) {
        if !reached {
            (ins.op, ins.x) = (Op::Nop, 0);
        }
    }
    reached.free(meter);
    work.free(meter);
    Ok(())
}

/// Whether control never goes on behind the instruction.
pub(super) fn ends(op: Op) -> bool {
    matches!(op, Op::Jump | Op::Return | Op::ReturnNone | Op::Raise | Op::Reraise | Op::EndAsyncFor | Op::CleanupThrow)
}

/// The word of each instruction, and of the end. Instructions that do nothing become `Nop`s without a word.
fn place(unit: &mut Unit, meter: &mut Meter) -> Res<Buf<u32>> {
    let count = unit.code.len();
    for ins in unit.code.iter_mut() {
        if ins.op == Op::Clear && ins.x == SOFT {
            ins.x = 0;
        }
    }
    // Jumps to what follows anyway, skipping what has no words.
    for at in (0..count).rev() {
        let ins = unit.code[at];
        if ins.op == Op::Jump && ins.wide as usize > at {
            let between = &unit.code[at + 1..(ins.wide as usize).min(count)];
            if between.iter().all(|ins| ins.op == Op::Nop && ins.x != SILENT) {
                unit.code[at].op = Op::Nop;
            }
        }
    }
    hear(unit, meter)?;
    let mut words = Buf::default();
    words.reserve(meter, count + 1)?;
    let mut word = 0u32;
    for ins in unit.code.iter() {
        words.push(meter, word)?;
        if ins.takes_words() {
            word += u32::from(ins.op.info().words);
        }
    }
    words.push(meter, word)?;
    if word >= i32::MAX as u32 {
        return Err(Fault::TooComplex("too much code"));
    }
    Ok(words)
}

/// Gives a word to each statement without instructions behind which jumps end.
fn hear(unit: &mut Unit, meter: &mut Meter) -> Res {
    let mut ends = Buf::default();
    ends.resize(meter, unit.code.len() + 1, false)?;
    for ins in unit.code.iter() {
        if ins.op.info().jumps {
            ends[ins.wide as usize] = true;
        }
    }
    let mut behind = false;
    for (ins, &end) in unit.code.iter_mut().zip(ends.iter()).rev() {
        if ins.op != Op::Nop {
            behind = end;
            continue;
        }
        if ins.x == SILENT && behind {
            ins.x = HEARD;
        }
        behind |= end;
    }
    ends.free(meter);
    Ok(())
}

type Encoded = (Buf<Instr>, Positions);

fn encode(unit: &Unit, words: &[u32], meter: &mut Meter) -> Res<Encoded> {
    let mut code = Buf::default();
    let mut positions: Buf<(u32, Position)> = Buf::default();
    let total = words.last().copied().unwrap_or(0);
    let mut silent = false;
    code.reserve(meter, total as usize)?;
    for (at, ins) in unit.code.iter().enumerate() {
        if !ins.takes_words() {
            // A statement without words: a place that the next one follows at the same word.
            if ins.op == Op::Nop && ins.x == SILENT && words[at] < total {
                positions.push(meter, (words[at], ins.pos))?;
                silent = true;
            }
            continue;
        }
        if std::mem::take(&mut silent) || positions.last().is_none_or(|last| last.1 != ins.pos) {
            positions.push(meter, (words[at], ins.pos))?;
        }
        let (op, wide) = resolve(ins, at, words);
        let x = if op == Op::Nop { 0 } else { ins.x };
        code.push(meter, Instr::new(op, ins.a, ins.b, ins.c, x))?;
        for word in 1..op.info().words {
            code.push(meter, Instr::wide(if word == 1 { wide } else { 0 }))?;
        }
    }
    let packed = Positions::pack(&positions, meter)?;
    positions.free(meter);
    Ok((code, packed))
}

/// The final opcode and wide operand of an instruction.
fn resolve(ins: &Ins, at: usize, words: &[u32]) -> (Op, i32) {
    if !ins.op.info().jumps {
        return (ins.op, ins.wide as i32);
    }
    let here = words[at + 1];
    let there = if ins.wide == NOWHERE { here } else { words[(ins.wide as usize).min(words.len() - 1)] };
    let op = if ins.op == Op::Jump && there <= words[at] { Op::JumpBack } else { ins.op };
    (op, there as i32 - here as i32)
}

fn handlers(unit: &Unit, words: &[u32], meter: &mut Meter) -> Res<Buf<Handler>> {
    let mut handlers = Buf::default();
    for region in unit.regions.iter() {
        let target = unit.targets[region.target.0 as usize].at;
        let (start, end) = (words[region.start as usize], words[region.end as usize]);
        if start < end && target != NOWHERE {
            let target = words[target as usize];
            let handler = Handler { start, end, target, keep: region.keep, register: region.register };
            handlers.push(meter, handler)?;
        }
    }
    Ok(handlers)
}
