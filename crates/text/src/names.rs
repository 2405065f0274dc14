//! Characters by their Unicode name, as `\N{…}` and `unicodedata.lookup` find them.
//!
//! `unicode_names2` (Unicode 16) matches loosely and finds only aliases of one word; here names are
//! exact but for the case of letters, and the other aliases are in a table here.

use crate::aliases::ALIASES;

/// Longer than any name or alias.
pub const LONGEST: usize = 128;

/// The character called `name`, or one of whose aliases is `name`. Named sequences are not looked
/// for: `\N{…}` does not take them; see [`sequence`].
#[must_use]
pub fn lookup(name: &[u8]) -> Option<u32> {
    let mut buffer = [0; LONGEST];
    let upper = buffer.get_mut(..name.len())?;
    for (to, from) in upper.iter_mut().zip(name) {
        *to = from.to_ascii_uppercase();
        if !matches!(to, b'A'..=b'Z' | b'0'..=b'9' | b' ' | b'-') {
            return None;
        }
    }
    let upper = core::str::from_utf8(upper).ok()?;
    if !upper.starts_with(|ch: char| ch.is_ascii_uppercase()) {
        return None;
    }
    if let Ok(index) = ALIASES.binary_search_by_key(&upper, |&(alias, _)| alias) {
        return Some(ALIASES[index].1);
    }
    numbered(upper).or_else(|| catalogued(upper))
}

/// Whether `name` is an alias of `ch`, not its name.
#[must_use]
pub fn is_alias(name: &[u8], ch: u32) -> bool {
    let mut buffer = [0; LONGEST];
    match self::name(ch, &mut buffer) {
        Some(own) => !own.eq_ignore_ascii_case(name),
        None => !name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case(b"TANGUT ")),
    }
}

static SEQUENCES: &str = include_str!("../data/sequences.txt");

/// The characters of a named sequence, which `unicodedata.lookup` takes too.
pub fn sequence(name: &str) -> Option<impl Iterator<Item = u32>> {
    let points = SEQUENCES.lines().find_map(|line| {
        let (own, points) = line.split_once(';')?;
        own.eq_ignore_ascii_case(name).then_some(points)
    })?;
    Some(points.split(' ').filter_map(|point| u32::from_str_radix(point, 16).ok()))
}

/// The name of `ch`, written into `buffer`; `None` for characters without one (to CPython that
/// includes Tangut ideographs).
#[must_use]
pub fn name(ch: u32, buffer: &mut [u8; LONGEST]) -> Option<&[u8]> {
    let mut len = 0;
    let write = |part: &str| {
        let end = len + part.len();
        if let Some(room) = buffer.get_mut(len..end) {
            room.copy_from_slice(part.as_bytes());
            len = end;
        }
    };
    unicode_names2::name(char::from_u32(ch)?)?.for_each(write);
    buffer.get(..len)
}

fn catalogued(upper: &str) -> Option<u32> {
    let found = unicode_names2::character(upper)?;
    let exact = match unicode_names2::name(found) {
        Some(name) => {
            name.clone().flat_map(str::bytes).eq(upper.bytes())
                || (upper.bytes().all(|byte| byte.is_ascii_alphanumeric())
                    && !name.flat_map(str::bytes).filter(u8::is_ascii_alphanumeric).eq(upper.bytes()))
        }
        None => true,
    };
    exact.then_some(found.into())
}

/// Ideographs whose names are a prefix and their number, which the catalogue leaves out.
fn numbered(upper: &str) -> Option<u32> {
    let digits = upper.strip_prefix("TANGUT IDEOGRAPH-")?.as_bytes();
    let number = digits.iter().try_fold(0, |number: u32, &digit| Some(number << 4 | char::from(digit).to_digit(16)?));
    number.filter(|number| digits.len() == 5 && matches!(number, 0x17000..=0x187F7 | 0x18D00..=0x18D08))
}
