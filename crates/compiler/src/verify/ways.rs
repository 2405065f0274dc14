//! What registers may hold at places of code, for who moves control from one to another.
#![expect(clippy::disallowed_types, reason = "bounded: who asks charges `cost` first")]

use super::flow::States;
use super::{CELL, Check, Content, DICT, FORMER, ITERATOR, LIST, NULL, PRESENT, STALE, VALUE};
use crate::code::Code;

/// What a register holds at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Nothing that is used there.
    Nothing,
    /// A value.
    Value,
    /// A value or nothing.
    MaybeValue,
    /// The iterator of a loop.
    Iterator,
    /// What was handled before an exception handler was entered, or nothing.
    Former,
    /// A list in the making.
    List,
    /// A dict in the making.
    Dict,
    /// A variable's cell.
    Cell,
    /// This or that, depending on where control came from.
    Mixed,
}

impl Holds {
    fn of(content: Content) -> Holds {
        let maybe = content & (NULL | STALE) != 0;
        match content & PRESENT {
            0 => Holds::Nothing,
            FORMER => Holds::Former,
            ITERATOR if !maybe => Holds::Iterator,
            LIST if !maybe => Holds::List,
            DICT if !maybe => Holds::Dict,
            CELL if !maybe => Holds::Cell,
            kinds if kinds & !(VALUE | ITERATOR | LIST | DICT) != 0 => Holds::Mixed,
            _ if maybe => Holds::MaybeValue,
            _ => Holds::Value,
        }
    }
}

/// All ways through one code object, followed.
pub struct Ways<'c> {
    check: Check<'c>,
    states: States,
}

impl<'c> Ways<'c> {
    /// Follows the ways through code that has been verified; nothing when it is too large. Takes as much memory as
    /// [`cost`](super::cost) says.
    #[must_use]
    pub fn of(code: &'c Code) -> Option<Ways<'c>> {
        let check = Check::new(code, None).ok()?;
        let states = check.flow().ok()??;
        Some(Ways { check, states })
    }

    /// What the registers hold before the instruction at a word; nothing when control cannot come there.
    #[must_use]
    pub fn at(&self, word: u32) -> Option<Registers> {
        self.check.contents_at(&self.states, word as usize).map(Registers)
    }
}

/// What the registers hold at a place.
pub struct Registers(Vec<Content>);

impl Registers {
    /// What register `index` holds.
    #[must_use]
    pub fn get(&self, index: usize) -> Holds {
        self.0.get(index).map_or(Holds::Nothing, |content| Holds::of(*content))
    }
}
