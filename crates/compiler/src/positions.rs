//! The table of places in the source: runs of words, packed into about three bytes each, unpacked by who asks.
//!
//! ```text
//! number of runs | for each block of 16 runs but the first: its first word (4 bytes), where it begins (4 bytes) | runs
//! ```
//! A run is a byte of differences (words since the run before: 4 bits, 0 means "a number follows"; lines since the run
//! before: 2 bits, 3 means "a number follows"; whether the end line is another; whether there is no place), then numbers:
//! those that did not fit, the first column, and the last one as a difference. The first run of a block counts from word 0
//! and from line 0, so that a search need not begin at the start.
//!
//! Whatever the bytes are, asking them is safe: what cannot be unpacked is no place.
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use std::fmt;

use crate::ast::OutOfMemory;
use crate::code::Position;
use crate::room::{Buf, Meter};
use crate::serial::bytes::{Reader, Writer};

/// Runs in a block.
const BLOCK: usize = 16;
/// Bytes of the index for each block but the first.
const ENTRY: usize = 8;
/// The number of runs, the index, the packed runs.
type Parts<'a> = (usize, &'a [[u8; ENTRY]], &'a [u8]);

/// Set when the end line is not the line.
const ENDS_ELSEWHERE: u8 = 0x40;
/// Set when there is no place.
const NOWHERE: u8 = 0x80;

/// Runs of words from one place: (first word, place), ascending. Of several runs that begin at one word, the last one has
/// words; the others are statements without instructions.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Positions {
    bytes: Box<[u8]>,
}

impl Positions {
    /// Packs runs. The box is charged to the meter.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub(crate) fn pack(runs: &[(u32, Position)], meter: &mut Meter) -> Result<Self, OutOfMemory> {
        if runs.is_empty() {
            return Ok(Self::default());
        }
        let (mut index, mut packed) = (Buf::default(), Writer::default());
        for (number, block) in runs.chunks(BLOCK).enumerate() {
            if number > 0 {
                index.extend(meter, &block[0].0.to_le_bytes())?;
                index.extend(meter, &(packed.bytes.len() as u32).to_le_bytes())?;
            }
            let mut last = (0, Position::default());
            for &run in block {
                pack_run(&mut packed, meter, last, run)?;
                last = run;
            }
        }
        let mut whole = Writer::default();
        whole.count(meter, runs.len())?;
        whole.bytes.extend(meter, &index)?;
        whole.bytes.extend(meter, &packed.bytes)?;
        index.free(meter);
        packed.bytes.free(meter);
        Ok(Self { bytes: whole.bytes.into_box(meter)? })
    }

    /// What [`Positions::bytes`] gave.
    #[must_use]
    pub(crate) fn of(bytes: Box<[u8]>) -> Self {
        Self { bytes }
    }

    /// The packed form.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// All runs.
    #[must_use]
    pub fn iter(&self) -> Runs<'_> {
        match self.parts() {
            Some((count, _, runs)) => {
                Runs { left: count, in_block: BLOCK, reader: Reader { rest: runs }, at: (0, NO_LINE) }
            }
            None => Runs::default(),
        }
    }

    /// The place of the word at `pc`.
    #[must_use]
    pub fn at(&self, pc: u32) -> Position {
        self.around(|first| first <= pc).take_while(|run| run.0 <= pc).last().map_or(Position::default(), |run| run.1)
    }

    /// The runs that begin at `pc` or behind it.
    pub fn starting_at(&self, pc: u32) -> impl Iterator<Item = (u32, Position)> {
        self.around(move |first| first < pc).skip_while(move |run| run.0 < pc)
    }

    /// The runs from the last block whose first word `is_before`.
    fn around(&self, is_before: impl Fn(u32) -> bool) -> Runs<'_> {
        let Some((count, index, runs)) = self.parts() else { return Runs::default() };
        let block = index.partition_point(|&[a, b, c, d, ..]| is_before(u32::from_le_bytes([a, b, c, d])));
        let start = match block.checked_sub(1).and_then(|entry| index.get(entry)) {
            Some(entry) => u32::from_le_bytes([entry[4], entry[5], entry[6], entry[7]]) as usize,
            None => 0,
        };
        let reader = Reader { rest: runs.get(start..).unwrap_or_default() };
        Runs { left: count - block * BLOCK, in_block: BLOCK, reader, at: (0, NO_LINE) }
    }

    /// Whether the runs begin at word 0 and ascend, and the index agrees with them.
    #[must_use]
    pub(crate) fn is_sound(&self) -> bool {
        let Some((count, index, runs)) = self.parts() else { return self.bytes.is_empty() };
        let mut walk = self.iter();
        let mut last = None;
        for number in 0..count {
            let start = (runs.len() - walk.reader.rest.len()) as u32;
            let Some((first, _)) = walk.next() else { return false };
            let ascends = last.map_or(first == 0, |last| first >= last);
            let indexed = number == 0
                || number % BLOCK != 0
                || index[number / BLOCK - 1] == *[first.to_le_bytes(), start.to_le_bytes()].as_flattened();
            if !ascends || !indexed {
                return false;
            }
            last = Some(first);
        }
        walk.reader.rest.is_empty()
    }

    fn parts(&self) -> Option<Parts<'_>> {
        let mut reader = Reader { rest: &self.bytes };
        let count = usize::try_from(reader.number().ok()?).ok().filter(|&count| count > 0)?;
        let index = reader.take((count - 1) / BLOCK * ENTRY).ok()?;
        Some((count, index.as_chunks().0, reader.rest))
    }
}

/// What the first run of a block is counted from.
const NO_LINE: Position = Position { line: 0, end_line: 0, column: 0, end_column: 0 };

fn pack_run(
    out: &mut Writer,
    meter: &mut Meter,
    (last_word, last): (u32, Position),
    (word, place): (u32, Position),
) -> Result<(), OutOfMemory> {
    let words = word - last_word;
    let nowhere = place == Position::default();
    let lines = if nowhere { 0 } else { i64::from(place.line) - i64::from(last.line) };
    let short_words = if words < 16 { words as u8 } else { 0 };
    let short_lines = if (0..3).contains(&lines) { lines as u8 } else { 3 };
    let elsewhere = place.end_line != place.line;
    let flags = if elsewhere { ENDS_ELSEWHERE } else { 0 } | if nowhere { NOWHERE } else { 0 };
    out.byte(meter, short_words | short_lines << 4 | flags)?;
    if short_words == 0 {
        out.number(meter, words.into())?;
    }
    if nowhere {
        return Ok(());
    }
    if short_lines == 3 {
        out.signed(meter, lines)?;
    }
    if elsewhere {
        out.signed(meter, i64::from(place.end_line) - i64::from(place.line))?;
    }
    out.number(meter, place.column.into())?;
    out.signed(meter, i64::from(place.end_column) - i64::from(place.column))
}

/// The runs of a table, unpacked one after the other.
#[derive(Clone, Default)]
pub struct Runs<'a> {
    left: usize,
    /// Runs left in the block.
    in_block: usize,
    reader: Reader<'a>,
    at: (u32, Position),
}

impl Runs<'_> {
    fn unpack(&mut self) -> Option<(u32, Position)> {
        let (last_word, last) = self.at;
        let reader = &mut self.reader;
        let lead = reader.byte().ok()?;
        let words = match lead & 15 {
            0 => reader.u32().ok()?,
            words => words.into(),
        };
        let word = last_word.checked_add(words)?;
        if lead & NOWHERE != 0 {
            // The next line is counted from this one, which has none.
            return Some((word, Position::default()));
        }
        let line = match lead >> 4 & 3 {
            3 => reader.near(last.line).ok()?,
            lines => last.line.checked_add(lines.into())?,
        };
        let end_line = if lead & ENDS_ELSEWHERE != 0 { reader.near(line).ok()? } else { line };
        let column = reader.u32().ok()?;
        let end_column = reader.near(column).ok()?;
        Some((word, Position { line, end_line, column, end_column }))
    }
}

impl Iterator for Runs<'_> {
    type Item = (u32, Position);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        if self.in_block == 0 {
            (self.in_block, self.at) = (BLOCK, (0, NO_LINE));
        }
        self.in_block -= 1;
        match self.unpack() {
            Some(run) => {
                self.at = run;
                Some(run)
            }
            None => {
                self.left = 0;
                None
            }
        }
    }
}

impl<'a> IntoIterator for &'a Positions {
    type Item = (u32, Position);
    type IntoIter = Runs<'a>;

    fn into_iter(self) -> Runs<'a> {
        self.iter()
    }
}

impl fmt::Debug for Positions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Unlimited;

    fn packed(runs: &[(u32, Position)]) -> Positions {
        Positions::pack(runs, &mut Meter::new(&mut Unlimited)).expect("there is room")
    }

    fn runs(count: u32) -> Vec<(u32, Position)> {
        let place = |n: u32| match n % 7 {
            0 => Position::default(),
            1 => Position { line: 5, end_line: 9, column: 300, end_column: 2 },
            n => Position { line: 100 * n + 1, end_line: 100 * n + 1, column: n, end_column: n + 90 },
        };
        (0..count).map(|n| (n / 3 * n, place(n))).collect()
    }

    #[test]
    fn what_is_packed_is_found_again() {
        for count in [0, 1, 2, 15, 16, 17, 32, 33, 500] {
            let (runs, table) = (runs(count), packed(&runs(count)));
            assert!(table.is_sound());
            assert!(table.iter().eq(runs.iter().copied()), "{count}");
            for pc in 0..count * 40 + 5 {
                let place = runs.iter().rev().find(|run| run.0 <= pc).map_or(Position::default(), |run| run.1);
                assert_eq!(table.at(pc), place, "word {pc} of {count} runs");
                let behind = runs.iter().copied().filter(|run| run.0 >= pc).take(5);
                assert!(table.starting_at(pc).take(5).eq(behind), "word {pc} of {count} runs");
            }
        }
    }

    #[test]
    fn damaged_tables_are_found_out_or_safe() {
        let table = packed(&runs(40));
        for bit in 0..table.bytes.len() * 8 {
            let mut bytes = table.bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let damaged = Positions::of(bytes);
            let ascending = damaged.is_sound();
            assert!(!ascending || damaged.iter().is_sorted_by(|a, b| a.0 <= b.0));
            (0..600).step_by(13).for_each(|pc| _ = damaged.at(pc));
        }
    }
}
