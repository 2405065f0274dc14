//! Characters as patterns see them: categories, case, sets.

use std::sync::OnceLock;

use pitviper_text::Rules;
use pitviper_text::case::{first_lower, first_upper};
use pitviper_text::properties::{is_alnum, is_decimal, is_space};

use super::opcode::*;

/// How characters are made alike before they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Not at all.
    None,
    /// ASCII letters; the locale's too, which is always the C locale.
    Ascii,
    /// The lower-case letter.
    Unicode,
}

impl Fold {
    /// The character that stands for all that are alike.
    #[inline]
    pub fn apply(self, ch: u32) -> u32 {
        match self {
            Fold::None => ch,
            Fold::Ascii => ascii_lower(ch),
            Fold::Unicode => first_lower(ch),
        }
    }
}

/// The small ASCII letter.
pub fn ascii_lower(ch: u32) -> u32 {
    if (u32::from(b'A')..=u32::from(b'Z')).contains(&ch) { ch | 0x20 } else { ch }
}

/// Whether it is an ASCII letter.
pub fn ascii_is_cased(ch: u32) -> bool {
    (u32::from(b'a')..=u32::from(b'z')).contains(&ascii_lower(ch))
}

/// Whether it has another form in lower or upper case.
pub fn unicode_is_cased(ch: u32) -> bool {
    first_lower(ch) != ch || first_upper(ch) != ch
}

/// A character of words in ASCII.
#[inline]
pub fn is_ascii_word(ch: u32) -> bool {
    u8::try_from(ch).is_ok_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A character of words.
#[inline]
pub fn is_unicode_word(ch: u32) -> bool {
    if ch < 0x80 { is_ascii_word(ch) } else { is_alnum(ch) }
}

/// Line ends for `str.splitlines`.
fn is_unicode_linebreak(ch: u32) -> bool {
    matches!(ch, 0x0A..=0x0D | 0x1C..=0x1E | 0x85 | 0x2028 | 0x2029)
}

/// Whether a character is in a category.
pub fn in_category(category: u32, ch: u32) -> bool {
    match category {
        category::DIGIT => u8::try_from(ch).is_ok_and(|byte| byte.is_ascii_digit()),
        category::SPACE => is_space(ch, Rules::Bytes),
        category::WORD | category::LOC_WORD => is_ascii_word(ch),
        category::LINEBREAK => ch == u32::from(b'\n'),
        category::UNI_DIGIT => is_decimal(ch),
        category::UNI_SPACE => is_space(ch, Rules::Text),
        category::UNI_WORD => is_unicode_word(ch),
        category::UNI_LINEBREAK => is_unicode_linebreak(ch),
        // The odd ones are the others' opposites.
        _ => category % 2 == 1 && !in_category(category - 1, ch),
    }
}

/// Whether the bit of `ch` is set in a bitmap of words.
fn bit(words: &[u32], ch: usize) -> bool {
    words.get(ch / 32).is_some_and(|word| word >> (ch % 32) & 1 != 0)
}

/// Whether a character is what a set begins with, and the words of that; 0 at its end.
#[inline(always)]
fn is_item(set: &[u32], ch: u32) -> (bool, usize) {
    match *set {
        [LITERAL, literal, ..] => (ch == literal, 2),
        [CATEGORY, category, ..] => (in_category(category, ch), 2),
        [RANGE, low, high, ..] => ((low..=high).contains(&ch), 3),
        [RANGE_UNI_IGNORE, low, high, ..] => ((low..=high).contains(&ch) || (low..=high).contains(&first_upper(ch)), 3),
        [CHARSET, ref rest @ ..] => (ch < 256 && bit(rest, ch as usize), 9),
        [BIGCHARSET, blocks, ref rest @ ..] => (in_big_set(rest, ch), 66 + blocks as usize * 8),
        [NEGATE, ..] => (false, 1),
        _ => (false, 0),
    }
}

/// Whether a character, or the other form of it, is in a set, which ends with `FAILURE`. Of a malformed set it says
/// anything.
fn either_in_set(mut set: &[u32], ch: u32, other: Option<u32>) -> bool {
    let mut found = true;
    loop {
        let (hit, size) = is_item(set, ch);
        if hit || other.is_some_and(|other| is_item(set, other).0) {
            return found;
        }
        match size {
            0 => return !found,
            1 => found = !found,
            _ => {}
        }
        set = set.get(size..).unwrap_or(&[]);
    }
}

/// A bit for each of the first 256 characters.
pub type Latin1 = [u64; 4];

/// The first 256 characters of a category.
fn category_bits(category: u32) -> Latin1 {
    static KNOWN: [OnceLock<Latin1>; category::COUNT as usize] = [const { OnceLock::new() }; category::COUNT as usize];
    let find = || bits_of(|ch| in_category(category, ch));
    match KNOWN.get(category as usize) {
        Some(known) => *known.get_or_init(find),
        None => find(),
    }
}

/// The bits of those of the first 256 characters that `has` says.
pub fn bits_of(has: impl Fn(u32) -> bool) -> Latin1 {
    let mut bits = [0; 4];
    for ch in (0..256).filter(|ch| has(*ch)) {
        bits[ch as usize / 64] |= 1 << (ch % 64);
    }
    bits
}

/// The first 256 characters that what a set begins with has.
fn item_bits(set: &[u32]) -> Latin1 {
    match *set {
        [LITERAL, ch, ..] if ch >= 256 => [0; 4],
        [LITERAL, ch, ..] => {
            let mut bits = [0; 4];
            bits[ch as usize / 64] = 1 << (ch % 64);
            bits
        }
        [CATEGORY, category, ..] => category_bits(category),
        [RANGE, low, high, ..] => {
            let mut bits = [0; 4];
            for ch in low..(high.saturating_add(1)).min(256) {
                bits[ch as usize / 64] |= 1 << (ch % 64);
            }
            bits
        }
        [CHARSET, ref rest @ ..] if rest.len() >= 8 => {
            std::array::from_fn(|index| u64::from(rest[index * 2]) | u64::from(rest[index * 2 + 1]) << 32)
        }
        _ => bits_of(|ch| is_item(set, ch).0),
    }
}

/// The first 256 characters of a set: as [`in_set`] says of each, told an item at a time.
pub fn latin1_bits(mut set: &[u32]) -> Latin1 {
    let (mut bits, mut decided, mut found) = ([0; 4], [0; 4], true);
    loop {
        let size = is_item(set, 0).1;
        let item = if size > 1 { item_bits(set) } else { [0; 4] };
        for ((bits, decided), item) in bits.iter_mut().zip(&mut decided).zip(item) {
            if found {
                *bits |= item & !*decided;
            }
            *decided |= item;
        }
        match size {
            0 => {
                if !found {
                    bits.iter_mut().zip(decided).for_each(|(bits, decided): (&mut u64, u64)| *bits |= !decided);
                }
                return bits;
            }
            1 => found = !found,
            _ => {}
        }
        set = set.get(size..).unwrap_or(&[]);
    }
}

/// Whether a character is in a set, which ends with `FAILURE`. Of a malformed set it says anything.
pub fn in_set(set: &[u32], ch: u32) -> bool {
    either_in_set(set, ch, None)
}

/// Whether a letter, small or capital, is in a set.
pub fn letter_in_set(set: &[u32], ch: u32) -> bool {
    either_in_set(set, ch, ascii_is_cased(ch).then_some(ch ^ 0x20))
}

/// A big set: the numbers of 256 blocks, four in a word, then the blocks' bitmaps.
fn in_big_set(set: &[u32], ch: u32) -> bool {
    let Ok(unit) = u16::try_from(ch) else { return false };
    let [row, column] = unit.to_be_bytes();
    let Some(numbers) = set.get(usize::from(row) / 4) else { return false };
    let block = numbers.to_ne_bytes()[usize::from(row) % 4];
    bit(set.get(64..).unwrap_or(&[]), usize::from(block) * 256 + usize::from(column))
}

/// Words of the set at the start of `code`, its `FAILURE` counted; `None` when it is malformed.
pub fn set_len(code: &[u32]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += match *code.get(at..)? {
            [FAILURE, ..] => return Some(at + 1),
            [NEGATE, ..] => 1,
            [LITERAL, _, ..] => 2,
            [CATEGORY, category, ..] if category < category::COUNT => 2,
            [RANGE | RANGE_UNI_IGNORE, low, high, ..] if low <= high => 3,
            [CHARSET, ..] => 9,
            [BIGCHARSET, blocks, ref rest @ ..] if blocks <= 256 => {
                let numbers = rest.get(..64)?;
                if numbers.iter().flat_map(|word| word.to_ne_bytes()).any(|block| u32::from(block) >= blocks) {
                    return None;
                }
                66 + blocks as usize * 8
            }
            _ => return None,
        };
    }
}
