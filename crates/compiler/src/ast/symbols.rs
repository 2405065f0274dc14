//! Interned names of a tree.
//!
//! Invariant: two symbols of one tree are equal exactly when their texts are.

use super::pool::{Budget, OutOfMemory, Pool, id_type};

id_type!(
    /// A name, interned in its tree.
    Symbol
);

#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    len: u32,
    hash: u32,
}

/// The table of names: texts one after the other, and an open-addressed index of a power of two places.
#[derive(Debug, Default)]
pub(super) struct Symbols {
    text: Pool<u8>,
    entries: Pool<Entry>,
    index: Pool<u32>,
}

impl Symbols {
    pub(super) fn bytes(&self) -> usize {
        self.text.bytes() + self.entries.bytes() + self.index.bytes()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn free(&mut self, budget: &mut dyn Budget) {
        self.text.free(budget);
        self.entries.free(budget);
        self.index.free(budget);
    }

    pub(super) fn text(&self, symbol: Symbol) -> &str {
        let entry = self.entries.as_slice()[symbol.index()];
        let bytes = &self.text.as_slice()[entry.start as usize..][..entry.len as usize];
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The symbol of `name` when it occurs in the tree.
    pub(super) fn find(&self, name: &str) -> Option<Symbol> {
        self.probe(name, hash(name)).ok()
    }

    /// The symbol of `name`, or the place in the index where it would go.
    fn probe(&self, name: &str, hash: u32) -> Result<Symbol, usize> {
        let index = self.index.as_slice();
        if index.is_empty() {
            return Err(0);
        }
        let mask = index.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let Some(place) = (index[at] as usize).checked_sub(1) else { return Err(at) };
            let entry = self.entries.as_slice()[place];
            let symbol = Symbol::from_index(place);
            if entry.hash == hash && self.text(symbol) == name {
                return Ok(symbol);
            }
            at = (at + 1) & mask;
        }
    }

    pub(super) fn intern(&mut self, budget: &mut dyn Budget, name: &str) -> Result<Symbol, OutOfMemory> {
        let hash = hash(name);
        if let Ok(symbol) = self.probe(name, hash) {
            return Ok(symbol);
        }
        if (self.entries.len() + 1) * 2 > self.index.len() {
            self.grow(budget)?;
        }
        let start = self.text.extend(budget, name.as_bytes())? as u32;
        let place = self.entries.push(budget, Entry { start, len: name.len() as u32, hash })?;
        if let Err(at) = self.probe(name, hash) {
            self.index.as_mut_slice()[at] = place as u32 + 1;
        }
        Ok(Symbol::from_index(place))
    }

    fn grow(&mut self, budget: &mut dyn Budget) -> Result<(), OutOfMemory> {
        let size = (self.index.len() * 2).max(32);
        let mut index = Pool::default();
        index.reserve(budget, size)?;
        for _ in 0..size {
            index.push(budget, 0)?;
        }
        for (place, entry) in self.entries.as_slice().iter().enumerate() {
            let mut at = entry.hash as usize & (size - 1);
            while index.as_slice()[at] != 0 {
                at = (at + 1) & (size - 1);
            }
            index.as_mut_slice()[at] = place as u32 + 1;
        }
        self.index.free(budget);
        self.index = index;
        Ok(())
    }
}

/// FNV-1a. A source can be made to collide; probing then costs what its length squared costs, as a source
/// with as many distinct names is long in proportion.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}
