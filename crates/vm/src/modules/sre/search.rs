//! Where matches are looked for: at one place, or from one on, skipping what cannot begin one.

use pitviper_text::Chars;

use super::matcher::Demand;
use super::program::{Plan, Program};
use super::state::Matcher;
use super::unit::{Unit, find_class};
use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// A match that was found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Matcher {
    /// Matches at `start`; there is no match behind the text's end.
    ///
    /// # Errors
    /// `MemoryError`, and what interrupts.
    pub fn match_at(
        &mut self,
        vm: &mut Vm,
        program: &Program,
        text: Chars<'_>,
        start: usize,
        demand: Demand,
    ) -> PyResult<Option<Found>> {
        if start > text.len() {
            return Ok(None);
        }
        prepare(vm, program, text);
        let end = match text {
            Chars::One(text) => self.attempt(vm, program, text, start, demand),
            Chars::Two(text) => self.attempt(vm, program, text, start, demand),
            Chars::Four(text) => self.attempt(vm, program, text, start, demand),
        }?;
        Ok(end.map(|end| Found { start, end }))
    }

    /// Finds the first match from `from` on; with `advance` it is not an empty one there.
    ///
    /// # Errors
    /// `MemoryError`, and what interrupts.
    pub fn search(
        &mut self,
        vm: &mut Vm,
        program: &Program,
        text: Chars<'_>,
        from: usize,
        advance: bool,
    ) -> PyResult<Option<Found>> {
        prepare(vm, program, text);
        match text {
            Chars::One(text) => self.search_in(vm, program, text, from, advance),
            Chars::Two(text) => self.search_in(vm, program, text, from, advance),
            Chars::Four(text) => self.search_in(vm, program, text, from, advance),
        }
    }

    fn search_in<U: Unit>(
        &mut self,
        vm: &mut Vm,
        program: &Program,
        text: &[U],
        from: usize,
        advance: bool,
    ) -> PyResult<Option<Found>> {
        let words = program.words.as_slice();
        let mut start = from;
        loop {
            let Some(rest) = text.get(start..) else { return Ok(None) };
            if rest.len() < program.width as usize {
                return Ok(None);
            }
            let ahead = match program.plan {
                Plan::Anywhere => Some(0),
                Plan::Beginning => (start == 0).then_some(0),
                Plan::Text { start, len } => {
                    let (start, len) = (start as usize, len as usize);
                    U::find_text(rest, words.get(start..start + len).unwrap_or(&[]))
                }
                Plan::Class { class, second, few } => find_class(program, rest, class, second, few),
            };
            let Some(ahead) = ahead else { return Ok(None) };
            start += ahead;
            let demand = Demand { whole: false, advance: advance && start == from };
            if let Some(end) = self.attempt(vm, program, text, start, demand)? {
                return Ok(Some(Found { start, end }));
            }
            start += 1;
        }
    }
}

/// Readies what makes wide characters quicker.
#[inline]
fn prepare(vm: &mut Vm, program: &Program, text: Chars<'_>) {
    if !matches!(text, Chars::One(_)) {
        program.make_memos(&mut vm.heap);
    }
}
