//! The characters of each encoding, as grids made by `tests/make_codec_tables.py`, which tells the format of the files.
//!
//! A table is unpacked when it is first asked for, and so is what encoding needs. Both are of fixed size and belong to
//! the process, not to a program.
#![expect(clippy::disallowed_types, reason = "of fixed size, some 100 KB for each table, whatever a program does")]

use std::sync::OnceLock;

/// In a grid: no character.
const NONE: u16 = 0xFFFF;
/// In the row of single bytes: the first of two.
const LEAD: u16 = 0xFFFE;
/// In the row of single bytes: the first of three.
const THREE: u16 = 0xFFFD;
/// The first number of a character of plane 2.
const SIDE: u16 = 0xD800;
/// The first number of a pair.
const PAIR: u16 = 0xDF00;
/// One behind the last.
const SIDES_END: u16 = 0xE000;
const CELLS: usize = 128 * 256;
/// Pages of 256 characters: those of the basic plane, then those of plane 2.
const PAGES: usize = 512;

/// What is at a place of a grid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    None,
    /// The byte is the first of two.
    Lead,
    /// The byte is the first of three.
    Three,
    /// A character.
    One(u32),
    /// Two characters.
    Two(u32, u32),
}

/// The tables, by name of the encoding or the set.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Name {
    Gb2312,
    Gbk,
    Gb18030,
    Big5,
    Cp950,
    Big5Hkscs,
    EucKr,
    Cp949,
    Johab,
    JisX0212,
    EucJp,
    JisX0213Second,
    EucJis2004,
    JisX0213Second2000,
    EucJisX0213,
    ShiftJis,
    Cp932,
    ShiftJis2004,
    ShiftJisX0213,
}

const COUNT: usize = Name::ShiftJisX0213 as usize + 1;

/// Where a table comes from.
struct Source {
    data: &'static [u8],
    base: Option<Name>,
    /// Whether the base is EUC and this is Shift JIS.
    shift_jis: bool,
    /// The second and third bytes of sequences of three.
    three: Option<Name>,
}

macro_rules! source {
    ($file:literal, $base:expr) => {
        source!($file, $base, false, None)
    };
    ($file:literal, $base:expr, $shift_jis:expr, $three:expr) => {
        Source {
            data: include_bytes!(concat!("tables/", $file, ".bin")),
            base: $base,
            shift_jis: $shift_jis,
            three: $three,
        }
    };
}

/// By name.
static SOURCES: [Source; COUNT] = [
    source!("gb2312", None),
    source!("gbk", Some(Name::Gb2312)),
    source!("gb18030", Some(Name::Gbk)),
    source!("big5", None),
    source!("cp950", Some(Name::Big5)),
    source!("big5hkscs", Some(Name::Big5)),
    source!("euc_kr", None),
    source!("cp949", Some(Name::EucKr)),
    source!("johab", None),
    source!("jisx0212", None),
    source!("euc_jp", None, false, Some(Name::JisX0212)),
    source!("jisx0213_2", Some(Name::JisX0212)),
    source!("euc_jis_2004", Some(Name::EucJp), false, Some(Name::JisX0213Second)),
    source!("jisx0213_2_2000", Some(Name::JisX0213Second)),
    source!("euc_jisx0213", Some(Name::EucJis2004), false, Some(Name::JisX0213Second2000)),
    source!("shift_jis", Some(Name::EucJp), true, None),
    source!("cp932", Some(Name::ShiftJis)),
    source!("shift_jis_2004", Some(Name::EucJis2004), true, None),
    source!("shift_jisx0213", Some(Name::ShiftJis2004)),
];

/// The sequences of four bytes of GB 18030: pairs of the number of a sequence and its character, where the next number
/// is not the next character.
static FOUR: &[u8] = include_bytes!("tables/gb18030_four.bin");

/// The last character of the basic plane, whose number means "none" in tables: in [`FOUR`] it begins the run of none.
const LAST: u16 = 0xFFFF;

/// The units of a file.
fn units(data: &'static [u8]) -> impl Iterator<Item = u16> {
    data.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
}

/// A table, unpacked.
pub struct Table {
    grid: Box<[u16]>,
    /// Characters of plane 2.
    side: Box<[u16]>,
    pairs: Box<[(u16, u16)]>,
    /// What encoding does differently from the grids: character and code.
    patches: Box<[(u32, u16)]>,
    three: Option<Name>,
    codes: OnceLock<Codes>,
}

impl Name {
    /// The table.
    pub fn table(self) -> &'static Table {
        static TABLES: [OnceLock<Table>; COUNT] = [const { OnceLock::new() }; COUNT];
        TABLES[self as usize].get_or_init(|| Table::unpack(&SOURCES[self as usize]))
    }
}

/// Where Shift JIS has what EUC has at `place`.
fn shift_jis_place(place: usize) -> Option<usize> {
    let row = (place >> 8).checked_sub(0x21).filter(|row| *row < 94)?;
    let column = (place & 0xFF).checked_sub(0xA1).filter(|column| *column < 94)?;
    let lead = row / 2 + if row < 62 { 0x01 } else { 0x41 };
    let trail = if row % 2 == 1 { column + 0x9F } else { column + 0x40 + usize::from(column >= 63) };
    Some(lead << 8 | trail)
}

fn base_grid(source: &Source) -> Box<[u16]> {
    let base = source.base.map(|base| &base.table().grid);
    if let Some(base) = base.filter(|_| !source.shift_jis) {
        return base.clone();
    }
    let mut grid = vec![NONE; CELLS].into_boxed_slice();
    for (byte, cell) in grid.iter_mut().take(256).enumerate() {
        *cell = if byte < 128 { byte as u16 } else { LEAD };
    }
    for (place, &cell) in base.iter().flat_map(|base| base.iter().enumerate()).skip(256) {
        // The side lists are a table's own.
        if let Some(target) = shift_jis_place(place).filter(|_| !(SIDE..SIDES_END).contains(&cell)) {
            grid[target] = cell;
        }
    }
    grid
}

impl Table {
    fn unpack(source: &Source) -> Table {
        let mut from = units(source.data);
        let mut next = || from.next().unwrap_or(NONE);
        let counts = [next(), next(), next()];
        let side = (0..counts[0]).map(|_| next()).collect();
        let pairs = (0..counts[1]).map(|_| (next(), next())).collect();
        let patches = (0..counts[2]).map(|_| (u32::from(next()) << 16 | u32::from(next()), next())).collect();
        let mut grid = base_grid(source);
        while let (Some(place), Some(record)) = (from.next(), from.next()) {
            let (kind, count) = (record >> 14, usize::from(record & 0x3FFF));
            let first = if kind == 1 { from.next().unwrap_or(NONE) } else { NONE };
            for (at, cell) in grid[usize::from(place)..][..count].iter_mut().enumerate() {
                *cell = match kind {
                    0 => from.next().unwrap_or(NONE),
                    1 => first.wrapping_add(at as u16),
                    _ => NONE,
                };
            }
        }
        Table { grid, side, pairs, patches, three: source.three, codes: OnceLock::new() }
    }

    fn cell(&self, place: usize) -> Cell {
        match self.grid[place % CELLS] {
            NONE => Cell::None,
            LEAD => Cell::Lead,
            THREE => Cell::Three,
            number @ SIDE..PAIR => match self.side.get(usize::from(number - SIDE)) {
                Some(low) => Cell::One(0x2_0000 | u32::from(*low)),
                None => Cell::None,
            },
            number @ PAIR..SIDES_END => match self.pairs.get(usize::from(number - PAIR)) {
                Some((first, second)) => Cell::Two((*first).into(), (*second).into()),
                None => Cell::None,
            },
            ch => Cell::One(ch.into()),
        }
    }

    /// What a single byte is.
    #[inline]
    pub fn single(&self, byte: u8) -> Cell {
        self.cell(byte.into())
    }

    /// What two bytes are, the first of which is 0x81 at least.
    #[inline]
    pub fn double(&self, lead: u8, trail: u8) -> Cell {
        self.cell(usize::from(lead & 0x7F) << 8 | usize::from(trail))
    }

    /// The grid of the second and third of three bytes.
    pub fn three(&self) -> Option<&'static Table> {
        self.three.map(Name::table)
    }

    /// What encoding looks up.
    pub fn codes(&self) -> &Codes {
        self.codes.get_or_init(|| Codes::of(self))
    }
}

/// The code of each character: a byte, or two of which the first is 0x81 at least. Those of sequences of three bytes
/// are the last two, the top bit of the second cleared.
pub struct Codes {
    /// Which page of `cells` a page of characters has; 0 is an empty one.
    pages: [u16; PAGES],
    cells: Vec<u16>,
    /// Pairs of characters, in order.
    pairs: Vec<(u32, u32, u16)>,
}

/// The page of a character, and its place there.
fn page_of(ch: u32) -> Option<(usize, usize)> {
    let page = match ch >> 16 {
        0 => ch >> 8,
        2 => 0x100 | ch >> 8 & 0xFF,
        _ => return None,
    };
    Some((page as usize, (ch & 0xFF) as usize))
}

impl Codes {
    fn of(table: &Table) -> Codes {
        let mut codes = Codes { pages: [0; PAGES], cells: vec![NONE; 256], pairs: Vec::new() };
        for place in 0..CELLS {
            codes.note(table.cell(place), if place < 256 { place as u16 } else { 0x8000 | place as u16 });
        }
        if let Some(three) = table.three() {
            for place in 256..CELLS {
                codes.note(three.cell(place), (0x8000 | place as u16) & 0xFF7F);
            }
        }
        for &(ch, code) in &table.patches {
            codes.set(ch, code);
        }
        codes.pairs.sort_unstable();
        codes
    }

    /// Takes up what decoding makes of a code, unless another code was there first.
    fn note(&mut self, cell: Cell, code: u16) {
        match cell {
            Cell::One(ch) if self.get(ch).is_none() => self.set(ch, code),
            Cell::Two(first, second) => self.pairs.push((first, second, code)),
            _ => {}
        }
    }

    fn set(&mut self, ch: u32, code: u16) {
        let Some((page, place)) = page_of(ch) else { return };
        if self.pages[page] == 0 {
            self.pages[page] = (self.cells.len() / 256) as u16;
            self.cells.resize(self.cells.len() + 256, NONE);
        }
        self.cells[usize::from(self.pages[page]) * 256 + place] = code;
    }

    /// The code of a character.
    #[inline]
    pub fn get(&self, ch: u32) -> Option<u16> {
        let (page, place) = page_of(ch)?;
        let code = self.cells[usize::from(self.pages[page]) * 256 + place];
        (code != NONE).then_some(code)
    }

    /// Whether a character can be the first of a pair with one code.
    #[inline]
    pub fn begins_pair(&self, ch: u32) -> bool {
        let at = self.pairs.partition_point(|(first, ..)| *first < ch);
        self.pairs.get(at).is_some_and(|(first, ..)| *first == ch)
    }

    /// The code of two characters.
    pub fn pair(&self, first: u32, second: u32) -> Option<u16> {
        let at = self.pairs.partition_point(|(one, two, _)| (*one, *two) < (first, second));
        self.pairs.get(at).filter(|(one, two, _)| (*one, *two) == (first, second)).map(|(.., code)| *code)
    }
}

/// Runs of sequences of four bytes of GB 18030: the first number and its character.
fn four() -> &'static [(u16, u16)] {
    static RUNS: OnceLock<Box<[(u16, u16)]>> = OnceLock::new();
    RUNS.get_or_init(|| {
        let mut from = units(FOUR);
        std::iter::from_fn(|| Some((from.next()?, from.next()?))).collect()
    })
}

/// The character of the basic plane that a sequence of four bytes is in GB 18030, by the sequence's number.
pub fn four_to_char(number: u32) -> Option<u32> {
    let number = u16::try_from(number).ok()?;
    let runs = four();
    let (start, first) = *runs.get(runs.partition_point(|(start, _)| *start <= number).checked_sub(1)?)?;
    match first {
        NONE => (number == start).then_some(u32::from(LAST)),
        first => Some(u32::from(first) + u32::from(number - start)),
    }
}

/// The number of the sequence of four bytes of a character of the basic plane that has none of two.
pub fn char_to_four(ch: u32) -> Option<u32> {
    let ch = u16::try_from(ch).ok()?;
    let runs = four();
    if ch == LAST {
        return runs.last().map(|(start, _)| (*start).into());
    }
    let at = runs.partition_point(|(_, first)| *first <= ch).checked_sub(1)?;
    let (end, _) = *runs.get(at + 1)?;
    let (start, first) = *runs.get(at)?;
    let number = start + (ch - first);
    (number < end).then_some(number.into())
}
