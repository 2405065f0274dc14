//! One code object being made: instructions with labels, registers, constants, names, exception regions, and
//! which locals are known to be bound.
//!
//! Invariants: nothing is emitted where control cannot come (`reachable`); temporaries are a stack above the
//! variables, and one that is not in use is null or holds a plain number left behind by a fast path.

use crate::ast::{Range, Symbol};
use crate::code::{Const, LocalKind, Position};
use crate::fault::{Fault, Res};
use crate::opcode::Op;
use crate::room::{Buf, Map, Meter};
use crate::scope::{ScopeId, ScopeKind};

use super::blocks::Block;

/// Names a place in the code, bound or yet to be bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label(pub u32);

/// No place.
pub(super) const NOWHERE: u32 = u32::MAX;

/// An instruction before assembly. `wide` is a label where the opcode jumps, else the 32-bit operand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ins {
    pub op: Op,
    pub x: u8,
    pub a: u16,
    pub b: u16,
    pub c: u16,
    pub wide: u32,
    pub pos: Position,
}

impl Ins {
    /// Whether it is there when the code is finished.
    pub fn takes_words(&self) -> bool {
        self.op != Op::Nop || self.x == HEARD
    }
}

/// `x` of a `Clear` that matters only where a number may have been left in the register.
pub(super) const SOFT: u8 = 0xff;

/// `x` of the `ReturnNone` at the end of a body.
pub(super) const IMPLIED: u8 = 1;

/// `x` of a `Nop` that stands for a statement without instructions: its line is noted, and it takes no word.
pub(super) const SILENT: u8 = 0xfe;

/// `x` of such a `Nop` that takes a word, because jumps end behind it and must not be taken for it.
pub(super) const HEARD: u8 = 0xfd;

/// A set of registers of variables.
#[derive(Debug, Default)]
pub(super) struct Bits {
    words: Buf<u64>,
}

impl Bits {
    pub fn new(meter: &mut Meter, len: usize) -> Res<Bits> {
        let mut words = Buf::default();
        words.resize(meter, len.div_ceil(64), 0)?;
        Ok(Bits { words })
    }

    pub fn copy(&self, meter: &mut Meter) -> Res<Bits> {
        let mut words = Buf::default();
        words.extend(meter, &self.words)?;
        Ok(Bits { words })
    }

    pub fn has(&self, bit: u16) -> bool {
        self.words.get(bit as usize / 64).is_some_and(|word| word >> (bit % 64) & 1 != 0)
    }

    pub fn insert(&mut self, bit: u16) {
        if let Some(word) = self.words.get_mut(bit as usize / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    pub fn remove(&mut self, bit: u16) {
        if let Some(word) = self.words.get_mut(bit as usize / 64) {
            *word &= !(1 << (bit % 64));
        }
    }

    pub fn keep_common(&mut self, other: &Bits) {
        for (word, theirs) in self.words.iter_mut().zip(other.words.iter()) {
            *word &= theirs;
        }
    }

    pub fn remove_all(&mut self, other: &Bits) {
        for (word, theirs) in self.words.iter_mut().zip(other.words.iter()) {
            *word &= !theirs;
        }
    }

    pub fn free(&mut self, meter: &mut Meter) {
        self.words.free(meter);
    }
}

/// A label's place, and what is bound on every way that leads there.
#[derive(Debug, Default)]
pub(super) struct Target {
    pub at: u32,
    pub state: Option<Bits>,
}

/// An entry of the exception table, in instructions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    pub start: u32,
    pub end: u32,
    pub target: Label,
    pub keep: u16,
    pub register: u16,
}

/// A value in a register: a variable's own, or a temporary that dies when it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Val {
    pub reg: u16,
    pub temp: bool,
}

impl Val {
    pub fn temp(reg: u16) -> Val {
        Val { reg, temp: true }
    }

    pub fn local(reg: u16) -> Val {
        Val { reg, temp: false }
    }

    /// The same, to be read again later.
    pub fn kept(self) -> Val {
        Val { temp: false, ..self }
    }

    /// The taken flag when it is the first `Reg` operand.
    pub fn first(self) -> u8 {
        u8::from(self.temp) << 1
    }

    /// The taken flag when it is the second `Reg` operand.
    pub fn second(self) -> u8 {
        u8::from(self.temp) << 2
    }

    /// The taken flag when it is the third `Reg` operand.
    pub fn third(self) -> u8 {
        u8::from(self.temp) << 3
    }
}

/// The unit.
#[derive(Debug)]
pub(super) struct Unit {
    pub scope: ScopeId,
    pub kind: ScopeKind,
    pub name: std::sync::Arc<str>,
    pub qualname: std::sync::Arc<str>,
    pub first_line: u32,
    pub flags: u32,
    pub arg_count: u16,
    pub posonly_count: u16,
    pub kwonly_count: u16,
    pub code: Buf<Ins>,
    pub targets: Buf<Target>,
    pub regions: Buf<Region>,
    pub constants: Buf<Const>,
    pub constant_index: Map,
    pub names: Buf<Symbol>,
    pub name_index: Map,
    pub locals: Buf<(Symbol, LocalKind)>,
    pub hidden_base: u16,
    pub first_temp: u16,
    pub next_temp: u16,
    pub registers: u16,
    pub blocks: Buf<Block>,
    pub bound: Bits,
    pub deleted: Bits,
    pub reachable: bool,
    pub pos: Position,
    pub class_cell: Option<u16>,
    pub classdict_cell: Option<u16>,
    pub conditional_cell: Option<u16>,
    pub static_attributes: Buf<Symbol>,
    pub annotated: Buf<(crate::ast::StmtId, bool)>,
    pub annotated_index: Map,
    /// The region around a generator's body.
    pub generator_region: Option<super::blocks::Open>,
    /// The scope that was current where the unit was entered.
    pub outer_scope: ScopeId,
}

impl Unit {
    /// Where a node stands, as instructions say it.
    pub fn position(range: Range) -> Position {
        Position { line: range.line, end_line: range.end_line, column: range.column, end_column: range.end_column }
    }

    /// The next instruction's index.
    pub fn here(&self) -> u32 {
        self.code.len() as u32
    }

    /// Appends an instruction unless it cannot be reached.
    pub fn push(&mut self, meter: &mut Meter, ins: Ins) -> Res {
        if self.reachable {
            if self.code.len() >= (u32::MAX / 8) as usize {
                return Err(Fault::TooComplex("too much code"));
            }
            self.code.push(meter, ins)?;
        }
        Ok(())
    }

    /// A label to be bound later.
    pub fn label(&mut self, meter: &mut Meter) -> Res<Label> {
        let at = self.targets.push(meter, Target { at: NOWHERE, state: None })?;
        Ok(Label(at as u32))
    }

    /// Notes that control may go from here to `label`.
    pub fn meet(&mut self, meter: &mut Meter, label: Label) -> Res {
        if !self.reachable {
            return Ok(());
        }
        let target = &mut self.targets[label.0 as usize];
        if target.at != NOWHERE {
            return Ok(());
        }
        match &mut target.state {
            Some(state) => state.keep_common(&self.bound),
            None => target.state = Some(self.bound.copy(meter)?),
        }
        Ok(())
    }

    /// Whether anything leads to `label` so far.
    pub fn is_met(&self, label: Label) -> bool {
        self.targets[label.0 as usize].state.is_some()
    }

    /// Binds a forward label here.
    pub fn bind(&mut self, meter: &mut Meter, label: Label) {
        let here = self.here();
        let target = &mut self.targets[label.0 as usize];
        target.at = here;
        if let Some(mut state) = target.state.take() {
            if self.reachable {
                self.bound.keep_common(&state);
                state.free(meter);
            } else {
                self.bound.free(meter);
                self.bound = state;
                self.reachable = true;
            }
        }
    }

    /// Binds a label to which jumps go back: what a loop may unbind is not known to be bound.
    pub fn bind_loop(&mut self, label: Label) {
        let here = self.here();
        self.targets[label.0 as usize].at = here;
        self.bound.remove_all(&self.deleted);
    }

    /// Binds the label of an exception handler whose region began with `state` bound.
    pub fn bind_handler(&mut self, meter: &mut Meter, label: Label, mut state: Bits, raises: bool) {
        let here = self.here();
        self.targets[label.0 as usize].at = here;
        state.remove_all(&self.deleted);
        self.bound.free(meter);
        self.bound = state;
        self.reachable = raises;
    }

    /// A new temporary.
    pub fn temp(&mut self) -> Res<u16> {
        self.temps(1)
    }

    /// New temporaries in a row; the first one.
    pub fn temps(&mut self, count: usize) -> Res<u16> {
        let first = self.next_temp;
        let next = first as usize + count;
        // The last number stays free: two-register operands never wrap around.
        let next = u16::try_from(next).ok().filter(|&n| n < u16::MAX).ok_or(Fault::TooComplex("too many registers"))?;
        self.next_temp = next;
        self.registers = self.registers.max(next);
        Ok(first)
    }

    /// Whether a register is a temporary.
    pub fn is_temp(&self, register: u16) -> bool {
        register >= self.first_temp
    }
}
