//! Characters in their three widths: what the matcher, compiled once for each, does with them in bulk.

use super::program::{Class, One, Program};

/// A character as it is stored.
pub trait Unit: Copy + Eq {
    /// Its number.
    fn code(self) -> u32;

    /// Whether it is in a class.
    fn is_in(self, class: &Class, program: &Program) -> bool;

    /// The first place of a character.
    fn find(text: &[Self], ch: u32) -> Option<usize>;

    /// The first place of several characters in a row; there is one at least.
    fn find_text(text: &[Self], wanted: &[u32]) -> Option<usize>;

    /// The first place of one of these bytes.
    fn find_few(text: &[Self], few: [u8; 3]) -> Option<usize>;
}

/// Longest text that is searched for at once; the rest is compared where the beginning was found.
const PREFIX: usize = 32;

impl Unit for u8 {
    #[inline(always)]
    fn code(self) -> u32 {
        u32::from(self)
    }

    #[inline(always)]
    fn is_in(self, class: &Class, _: &Program) -> bool {
        class.has_low(self)
    }

    #[inline]
    fn find(text: &[u8], ch: u32) -> Option<usize> {
        memchr::memchr(u8::try_from(ch).ok()?, text)
    }

    fn find_text(text: &[u8], wanted: &[u32]) -> Option<usize> {
        let mut prefix = [0; PREFIX];
        let len = wanted.len().min(PREFIX);
        for (byte, ch) in prefix.iter_mut().zip(wanted) {
            *byte = u8::try_from(*ch).ok()?;
        }
        memchr::memmem::find(text, &prefix[..len])
    }

    #[inline]
    fn find_few(text: &[u8], [a, b, c]: [u8; 3]) -> Option<usize> {
        match (a == b, b == c) {
            (true, true) => memchr::memchr(a, text),
            (_, true) | (true, _) => memchr::memchr2(a, c, text),
            _ => memchr::memchr3(a, b, c, text),
        }
    }
}

/// Wider characters, compared one by one.
macro_rules! wide_unit {
    ($unit:ty) => {
        impl Unit for $unit {
            #[inline(always)]
            fn code(self) -> u32 {
                u32::from(self)
            }

            #[inline(always)]
            fn is_in(self, class: &Class, program: &Program) -> bool {
                class.has(program, u32::from(self))
            }

            #[inline]
            fn find(text: &[$unit], ch: u32) -> Option<usize> {
                let wanted = <$unit>::try_from(ch).ok()?;
                text.iter().position(|unit| *unit == wanted)
            }

            fn find_few(text: &[$unit], few: [u8; 3]) -> Option<usize> {
                let wanted = few.map(<$unit>::from);
                text.iter().position(|unit| wanted.contains(unit))
            }

            fn find_text(text: &[$unit], wanted: &[u32]) -> Option<usize> {
                let (first, rest) = wanted.split_first()?;
                let mut from = 0;
                loop {
                    let at = from + Self::find(text.get(from..)?, *first)?;
                    let behind = text.get(at + 1..)?;
                    if behind.len() < rest.len() {
                        return None;
                    }
                    if behind.iter().zip(rest).all(|(unit, ch)| u32::from(*unit) == *ch) {
                        return Some(at);
                    }
                    from = at + 1;
                }
            }
        }
    };
}

wide_unit!(u16);
wide_unit!(u32);

/// How many characters at the start of `text` match `one`.
#[inline]
pub fn run_len<U: Unit>(program: &Program, one: One, text: &[U]) -> usize {
    let end = match one {
        One::Any => None,
        One::Char(ch) => text.iter().position(|unit| unit.code() != ch),
        One::NotChar(ch) => U::find(text, ch),
        One::Class(number) => {
            let class = &program.classes.as_slice()[number as usize];
            text.iter().position(|unit| !unit.is_in(class, program))
        }
    };
    end.unwrap_or(text.len())
}

/// Whether a character matches `one`.
#[inline]
pub fn is_one<U: Unit>(program: &Program, one: One, unit: U) -> bool {
    match one {
        One::Any => true,
        One::Char(ch) => unit.code() == ch,
        One::NotChar(ch) => unit.code() != ch,
        One::Class(number) => unit.is_in(&program.classes.as_slice()[number as usize], program),
    }
}

/// Characters looked at one by one before a search in bulk begins.
const NEAR: usize = 16;

/// The first place of a character of a class.
#[inline]
pub fn find_class<U: Unit>(
    program: &Program,
    text: &[U],
    class: u32,
    second: u32,
    few: Option<[u8; 3]>,
) -> Option<usize> {
    let classes = program.classes.as_slice();
    let class = &classes[class as usize];
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let near = if few.is_some() { rest.get(..NEAR).unwrap_or(rest) } else { rest };
        let ahead = match near.iter().position(|unit| unit.is_in(class, program)) {
            Some(at) => at,
            None => near.len() + U::find_few(rest.get(near.len()..)?, few?)?,
        };
        let at = from + ahead;
        let fits = match classes.get(second as usize) {
            Some(second) => text.get(at + 1).is_some_and(|unit| unit.is_in(second, program)),
            None => true,
        };
        if fits {
            return Some(at);
        }
        from = at + 1;
    }
}
