//! Full case mappings of single characters, by Unicode 16.
//!
//! Lower and upper come from Rust's tables, cut back to what Unicode 16 assigned (a letter that got
//! its partner later maps to itself). Rust has no title mapping: it is derived from the upper one.
//! Folding comes from `caseless` (Unicode 16).

use crate::properties::is_assigned;
use caseless::Caseless;

/// One to three code points that one character maps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mapped {
    chars: [u32; 3],
    len: u8,
}

impl Mapped {
    const fn one(ch: u32) -> Self {
        Mapped { chars: [ch, 0, 0], len: 1 }
    }

    const fn two(first: u32, second: u32) -> Self {
        Mapped { chars: [first, second, 0], len: 2 }
    }

    fn collect(from: u32, mapped: impl Iterator<Item = char>) -> Self {
        let mut result = Mapped { chars: [0; 3], len: 0 };
        for (slot, ch) in result.chars.iter_mut().zip(mapped) {
            *slot = ch.into();
            result.len += 1;
        }
        match result.as_slice() {
            [ch] if *ch == from => result,
            chars => {
                let known = |&ch: &u32| char::from_u32(ch).is_some_and(is_assigned);
                if known(&from) && chars.iter().all(known) { result } else { Mapped::one(from) }
            }
        }
    }

    pub(crate) fn as_slice(&self) -> &[u32] {
        &self.chars[..usize::from(self.len)]
    }
}

/// The full lower-case mapping, but for the context of a final sigma.
pub(crate) fn lower(ch: u32) -> Mapped {
    match char::from_u32(ch) {
        Some(known) => Mapped::collect(ch, known.to_lowercase()),
        None => Mapped::one(ch),
    }
}

/// The full upper-case mapping.
pub(crate) fn upper(ch: u32) -> Mapped {
    match char::from_u32(ch) {
        Some(known) => Mapped::collect(ch, known.to_uppercase()),
        None => Mapped::one(ch),
    }
}

/// The full case folding.
pub(crate) fn fold(ch: u32) -> Mapped {
    match char::from_u32(ch) {
        Some(known) => Mapped::collect(ch, core::iter::once(known).default_case_fold()),
        None => Mapped::one(ch),
    }
}

/// The full title-case mapping.
pub(crate) fn title(ch: u32) -> Mapped {
    match ch {
        0x1C4..=0x1CC => Mapped::one(0x1C5 + (ch - 0x1C4) / 3 * 3),
        0x1F1..=0x1F3 => Mapped::one(0x1F2),
        0x10D0..=0x10FA | 0x10FD..=0x10FF => Mapped::one(ch),
        0x1F80..=0x1FAF => Mapped::one(ch | 8),
        0x1FB3 | 0x1FC3 | 0x1FF3 => Mapped::one(ch + 9),
        0x1FBC | 0x1FCC | 0x1FFC => Mapped::one(ch),
        0x1FB2 | 0x1FB4 | 0x1FC2 | 0x1FC4 | 0x1FF2 | 0x1FF4 => Mapped::two(upper(ch).chars[0], COMBINING_YPOGEGRAMMENI),
        0x1FB7 | 0x1FC7 | 0x1FF7 => {
            let mut mapped = upper(ch);
            mapped.chars[2] = COMBINING_YPOGEGRAMMENI;
            mapped
        }
        0xDF | 0x587 | 0xFB00..=0xFB17 => {
            let mut mapped = upper(ch);
            for slot in mapped.chars.iter_mut().skip(1) {
                *slot = lower(*slot).chars[0];
            }
            mapped
        }
        _ => upper(ch),
    }
}

const COMBINING_YPOGEGRAMMENI: u32 = 0x345;

/// Remembers recent mappings: Rust's tables are searched, and text repeats its letters.
pub(crate) struct Memo {
    map: fn(u32) -> Mapped,
    /// Character and what it maps to, where that is one character; 0 marks a free slot.
    slots: [(u32, u32); Memo::SLOTS],
}

impl Memo {
    const SLOTS: usize = 128;

    pub(crate) const fn new(map: fn(u32) -> Mapped) -> Self {
        Memo { map, slots: [(0, 0); Memo::SLOTS] }
    }

    /// The mapping of `ch`, which is beyond ASCII, as characters to append.
    #[inline]
    pub(crate) fn push<E>(&mut self, ch: u32, mut push: impl FnMut(u32) -> Result<(), E>) -> Result<(), E> {
        let index = ch as usize % Memo::SLOTS;
        let (known, mapped) = self.slots[index];
        if known == ch {
            return push(mapped);
        }
        let mapped = (self.map)(ch);
        if let [single] = *mapped.as_slice() {
            self.slots[index] = (ch, single);
        }
        mapped.as_slice().iter().try_for_each(|&ch| push(ch))
    }
}
