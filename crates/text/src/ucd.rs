//! What `unicodedata` tells of characters beside category, name and digits: from the tables in `data/`, which are the
//! Unicode Character Database's in versions 16.0 and 3.2 (see `data/generate.py`).

use crate::properties;

static RECORDS: &[u8] = include_bytes!("../data/records.bin");
static INDEX: &[u8] = include_bytes!("../data/index.bin");
static DECOMPOSED: &[u8] = include_bytes!("../data/decomposed.bin");
static COMPOSED: &[u8] = include_bytes!("../data/composed.bin");
static NUMERIC: &[u8] = include_bytes!("../data/numeric.bin");
static OLD: &[u8] = include_bytes!("../data/old.bin");
static OLD_NUMERIC: &[u8] = include_bytes!("../data/old_numeric.bin");

const BIDIRECTIONAL: [&str; 24] = [
    "", "L", "R", "AL", "EN", "ES", "ET", "AN", "CS", "NSM", "BN", "B", "S", "WS", "ON", "LRE", "LRO", "RLE", "RLO",
    "PDF", "LRI", "RLI", "FSI", "PDI",
];
const WIDTHS: [&str; 6] = ["N", "A", "H", "W", "F", "Na"];
const CATEGORIES: [&str; 30] = [
    "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
    "Sm", "Sc", "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co",
];
const TAGS: [&str; 17] = [
    "",
    "<compat>",
    "<font>",
    "<noBreak>",
    "<initial>",
    "<medial>",
    "<final>",
    "<isolated>",
    "<circle>",
    "<super>",
    "<sub>",
    "<vertical>",
    "<wide>",
    "<narrow>",
    "<small>",
    "<square>",
    "<fraction>",
];

/// Block numbers in front of the blocks of the index.
const BLOCKS: usize = 0x11_0000 / 128;

/// Which database is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// 16.0, the present one.
    Present,
    /// 3.2, which internationalised domain names refer to.
    Old,
}

/// Properties of a character.
#[derive(Clone, Copy, Debug)]
pub struct Properties {
    /// Bidirectional class, empty when there is none.
    pub bidirectional: &'static str,
    /// Canonical combining class.
    pub combining: u8,
    /// Whether it is mirrored in text from right to left.
    pub mirrored: bool,
    /// East Asian width.
    pub width: &'static str,
    /// General category.
    pub category: &'static str,
}

fn word(table: &[u8], index: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*table.get(index.checked_mul(4)?..)?.first_chunk()?))
}

/// The place among `count` sorted keys where `wanted` is.
fn search(count: usize, wanted: u32, key: impl Fn(usize) -> Option<u32>) -> Result<usize, usize> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        match key(middle) {
            Some(found) if found < wanted => low = middle + 1,
            Some(found) if found == wanted => return Ok(middle),
            _ => high = middle,
        }
    }
    Err(low)
}

fn record(ch: u32) -> [u8; 5] {
    let find = || {
        let block = INDEX.get(ch as usize / 128 * 2..)?.first_chunk().map(|block| u16::from_le_bytes(*block))?;
        let number = *INDEX.get(BLOCKS * 2 + usize::from(block) * 128 + ch as usize % 128)?;
        RECORDS.get(usize::from(number) * 5..)?.first_chunk().copied()
    };
    find().unwrap_or([0; 5])
}

/// The canonical combining class.
#[must_use]
pub fn combining(ch: u32) -> u8 {
    if ch < 0x300 { 0 } else { record(ch)[1] }
}

/// What 3.2 has otherwise: category, bidirectional class, flags (1 mirrored, 2 combining as now), width.
fn old_record(ch: u32) -> Option<[u8; 4]> {
    let last = |place: usize| word(OLD, place * 3 + 1);
    let place = search(OLD.len() / 12, ch, last).unwrap_or_else(|place| place);
    if word(OLD, place * 3)? > ch {
        return None;
    }
    OLD.get(place * 12 + 8..)?.first_chunk().copied()
}

/// Whether 3.2 had the character.
#[must_use]
pub fn was_assigned(ch: u32) -> bool {
    match old_record(ch) {
        Some([category, ..]) => category != 0,
        None => properties::category_name(ch) != "Cn",
    }
}

fn name_of(names: &'static [&'static str], index: u8) -> &'static str {
    names.get(usize::from(index)).copied().unwrap_or("")
}

/// The properties of a character.
#[must_use]
pub fn properties(ch: u32, version: Version) -> Properties {
    let [bidirectional, combining, mirrored, width, _] = record(ch);
    match old_record(ch).filter(|_| version == Version::Old) {
        None => Properties {
            bidirectional: name_of(&BIDIRECTIONAL, bidirectional),
            combining,
            mirrored: mirrored != 0,
            width: name_of(&WIDTHS, width),
            category: properties::category_name(ch),
        },
        Some([category, bidirectional, flags, width]) => Properties {
            bidirectional: name_of(&BIDIRECTIONAL, bidirectional),
            combining: if flags & 2 != 0 { combining } else { 0 },
            mirrored: flags & 1 != 0,
            width: name_of(&WIDTHS, width),
            category: name_of(&CATEGORIES, category),
        },
    }
}

/// The decimal digit that a character is.
#[must_use]
pub fn decimal(ch: u32, version: Version) -> Option<u8> {
    match version {
        Version::Present => properties::decimal_value(ch),
        Version::Old if !was_assigned(ch) => None,
        Version::Old => properties::decimal_value(ch).or_else(|| match ch {
            0xB2 | 0xB3 | 0xB9 | 0x1369..=0x1371 | 0x2070..=0x2089 => properties::digit_value(ch),
            _ => None,
        }),
    }
}

/// The value of an entry `code point << 8 | value` in a sorted table.
fn numeric_entry(table: &[u8], ch: u32) -> Option<usize> {
    let key = |place: usize| word(table, place).map(|entry| entry >> 8);
    let place = search(table.len() / 4, ch, key).ok()?;
    word(table, place).map(|entry| (entry & 0xFF) as usize)
}

/// The number that a character means.
#[must_use]
pub fn numeric(ch: u32, version: Version) -> Option<f64> {
    let count = word(NUMERIC, 0)? as usize;
    let present = || numeric_entry(NUMERIC.get(4 + count * 8..)?, ch);
    let value = match version {
        Version::Present => present()?,
        Version::Old if !was_assigned(ch) => return None,
        Version::Old => numeric_entry(OLD_NUMERIC, ch).or_else(present)?,
    };
    if value >= count {
        return None;
    }
    NUMERIC.get(4 + value * 8..)?.first_chunk().map(|bytes| f64::from_le_bytes(*bytes))
}

/// What a character is made of, in one step.
#[derive(Clone, Copy, Debug)]
pub struct Decomposition {
    /// The kind of a compatibility decomposition in angle brackets; empty for canonical ones.
    pub tag: &'static str,
    /// The first parts; `count` of them count.
    hangul: [u32; 3],
    /// Where the parts are in the table, for all but Hangul syllables.
    offset: usize,
    count: usize,
}

impl Decomposition {
    /// The parts.
    pub fn parts(self) -> impl Iterator<Item = u32> {
        (0..self.count).filter_map(move |at| match self.offset {
            0 => self.hangul.get(at).copied(),
            offset => word(DECOMPOSED, offset + at),
        })
    }
}

pub(crate) const SYLLABLES: u32 = 0xAC00;
pub(crate) const LEADING: u32 = 0x1100;
pub(crate) const VOWEL: u32 = 0x1161;
pub(crate) const TRAILING: u32 = 0x11A7;

/// What a character decomposes into.
#[must_use]
pub fn decomposition(ch: u32) -> Option<Decomposition> {
    if ch < 0xA0 {
        return None;
    }
    if let Some(syllable @ 0..11172) = ch.checked_sub(SYLLABLES) {
        let trailing = syllable % 28;
        let hangul = [LEADING + syllable / 588, VOWEL + syllable % 588 / 28, TRAILING + trailing];
        return Some(Decomposition { tag: "", hangul, offset: 0, count: if trailing == 0 { 2 } else { 3 } });
    }
    let count = word(DECOMPOSED, 0)? as usize;
    let place = search(count, ch, |place| word(DECOMPOSED, 1 + place * 2)).ok()?;
    let entry = word(DECOMPOSED, 2 + place * 2)?;
    let offset = 1 + count * 2 + (entry >> 10) as usize;
    let tag = TAGS.get((entry & 31) as usize).copied().unwrap_or("");
    Some(Decomposition { tag, hangul: [0; 3], offset, count: (entry >> 5 & 31) as usize })
}

/// The character that two characters compose into.
#[must_use]
pub fn compose(first: u32, second: u32) -> Option<u32> {
    if let (Some(leading @ 0..19), Some(vowel @ 0..21)) = (first.checked_sub(LEADING), second.checked_sub(VOWEL)) {
        return Some(SYLLABLES + leading * 588 + vowel * 28);
    }
    if let (Some(syllable @ 0..11172), Some(trailing @ 1..28)) =
        (first.checked_sub(SYLLABLES), second.checked_sub(TRAILING))
        && syllable % 28 == 0
    {
        return Some(first + trailing);
    }
    let count = COMPOSED.len() / 12;
    // The first triple of `first`; there are few.
    let mut place = match first.checked_sub(1) {
        Some(before) => {
            let (mut low, mut high) = (0, count);
            while low < high {
                let middle = low.midpoint(high);
                if word(COMPOSED, middle * 3).is_some_and(|key| key <= before) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            low
        }
        None => 0,
    };
    while word(COMPOSED, place * 3) == Some(first) {
        match word(COMPOSED, place * 3 + 1) {
            Some(found) if found == second => return word(COMPOSED, place * 3 + 2),
            Some(found) if found > second => return None,
            _ => place += 1,
        }
    }
    None
}
