//! Code for one character: classes of characters, told once for Latin-1 and by rule for the others.

use pitviper_object::OutOfMemory;

use super::chars::{Fold, Latin1, ascii_is_cased, bits_of, latin1_bits, letter_in_set, set_len};
use super::opcode::*;
use super::program::{Class, One, Program, Wide};
use super::translate::{Fault, Outcome, Translator};
use crate::core::vm::Vm;

impl Translator<'_> {
    /// What matches one character at `at`, and where it ends; `None` when something else is there.
    pub(super) fn one(&mut self, at: usize, end: usize) -> Outcome<Option<(One, usize)>> {
        let opcode = self.word(at)?;
        let fold = match opcode {
            LITERAL_UNI_IGNORE | NOT_LITERAL_UNI_IGNORE | IN_UNI_IGNORE => Fold::Unicode,
            LITERAL_IGNORE | NOT_LITERAL_IGNORE | IN_IGNORE => Fold::Ascii,
            _ => Fold::None,
        };
        let one = match opcode {
            FAILURE => return Ok(Some((self.class(&[FAILURE], |_| false, fold)?, at + 1))),
            ANY => return Ok(Some((One::NotChar(u32::from(b'\n')), at + 1))),
            ANY_ALL => return Ok(Some((One::Any, at + 1))),
            LITERAL => One::Char(self.word(at + 1)?),
            NOT_LITERAL => One::NotChar(self.word(at + 1)?),
            LITERAL_IGNORE | LITERAL_UNI_IGNORE => {
                let ch = self.word(at + 1)?;
                let set = [LITERAL, ch, FAILURE];
                self.class_of(&set, folded(latin1_bits(&set), fold), fold)?
            }
            NOT_LITERAL_IGNORE | NOT_LITERAL_UNI_IGNORE => {
                let ch = self.word(at + 1)?;
                let set = [NEGATE, LITERAL, ch, FAILURE];
                self.class_of(&set, folded(latin1_bits(&set), fold), fold)?
            }
            LITERAL_LOC_IGNORE => {
                let ch = self.word(at + 1)?;
                self.class(&[LITERAL, ch, FAILURE], |low| same_letter(low, ch), fold)?
            }
            NOT_LITERAL_LOC_IGNORE => {
                let ch = self.word(at + 1)?;
                self.class(&[NEGATE, LITERAL, ch, FAILURE], |low| !same_letter(low, ch), fold)?
            }
            CATEGORY => {
                let category = self.word(at + 1)?;
                if category >= category::COUNT {
                    return Err(Fault::Invalid);
                }
                let set = [CATEGORY, category, FAILURE];
                self.class_of(&set, latin1_bits(&set), fold)?
            }
            IN | IN_IGNORE | IN_UNI_IGNORE | IN_LOC_IGNORE => {
                let next = self.target(at + 1, end)?;
                let code = self.code;
                let set = code.get(at + 2..next).ok_or(Fault::Invalid)?;
                if set_len(set) != Some(set.len()) {
                    return Err(Fault::Invalid);
                }
                let low = match opcode {
                    IN_LOC_IGNORE => bits_of(|low| letter_in_set(set, low)),
                    _ => folded(latin1_bits(set), fold),
                };
                return Ok(Some((self.class_of(set, low, fold)?, next)));
            }
            _ => return Ok(None),
        };
        Ok(Some((one, at + 2)))
    }

    /// The class of the Latin-1 characters that `has` says and the wider ones whose folded form is in `set`.
    fn class(&mut self, set: &[u32], has: impl Fn(u32) -> bool, fold: Fold) -> Outcome<One> {
        self.class_of(set, bits_of(has), fold)
    }

    /// The class of the Latin-1 characters in `low` and the wider ones whose folded form is in `set`.
    fn class_of(&mut self, set: &[u32], low: Latin1, fold: Fold) -> Outcome<One> {
        let mut class = Class { low, wide: constant_wide(set, fold).unwrap_or(Wide::All) };
        let full = class.low == [u64::MAX; 4];
        match constant_wide(set, fold) {
            Some(Wide::All) if full => return Ok(One::Any),
            Some(Wide::None) if class.count_low() == 1 => {
                return Ok(class.lows().next().map_or(One::Any, |low| One::Char(u32::from(low))));
            }
            Some(_) => {}
            None => {
                class.wide = Wide::Set { start: self.program.words.len() as u32, fold, memo: self.program.add_memo() };
                self.program.words.extend(&mut self.vm.heap, set)?;
            }
        }
        Ok(One::Class(add_class(self.vm, &mut self.program, class)?))
    }
}

/// Capitals of ASCII within their word of a [`Latin1`]; the small letters lie 32 bits further on.
const ASCII_CAPITALS: u64 = 0x07FF_FFFE;
/// The other capitals of Latin-1 within theirs.
const LATIN1_CAPITALS: u64 = 0x7F7F_FFFF;

/// The characters whose folded form, which is Latin-1 as they are, is among `plain`.
fn folded(plain: Latin1, fold: Fold) -> Latin1 {
    let as_small = |word: u64, capitals: u64| word & !capitals | word >> 32 & capitals;
    let [controls, ascii, signs, letters] = plain;
    match fold {
        Fold::None => plain,
        Fold::Ascii => [controls, as_small(ascii, ASCII_CAPITALS), signs, letters],
        Fold::Unicode => [controls, as_small(ascii, ASCII_CAPITALS), signs, as_small(letters, LATIN1_CAPITALS)],
    }
}

/// Adds a class to a program and gives its number.
pub fn add_class(vm: &mut Vm, program: &mut Program, class: Class) -> Result<u32, OutOfMemory> {
    let known = program.classes.len().saturating_sub(16);
    if let Some(near) = program.classes.as_slice()[known..].iter().position(|other| *other == class) {
        return Ok((known + near) as u32);
    }
    program.classes.push(&mut vm.heap, class)?;
    Ok((program.classes.len() - 1) as u32)
}

/// Whether two characters are the same letter in the C locale.
fn same_letter(a: u32, b: u32) -> bool {
    a == b || ascii_is_cased(a) && a ^ 0x20 == b
}

/// Which characters above 255 are in a set, when that is all or none of them.
fn constant_wide(mut set: &[u32], fold: Fold) -> Option<Wide> {
    let mut negated = false;
    loop {
        set = match set {
            [NEGATE, rest @ ..] => {
                negated = !negated;
                rest
            }
            [LITERAL, ch, rest @ ..] if *ch < 256 && fold != Fold::Unicode => rest,
            [RANGE, _, high, rest @ ..] if *high < 256 && fold != Fold::Unicode => rest,
            [CHARSET, rest @ ..] if fold != Fold::Unicode => rest.get(8..)?,
            [CATEGORY, category, rest @ ..]
                if *category % 2 == 0 && *category < category::UNI_DIGIT && fold != Fold::Unicode =>
            {
                rest
            }
            [FAILURE, ..] => return Some(if negated { Wide::All } else { Wide::None }),
            _ => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::super::chars::in_set;
    use super::*;

    #[test]
    fn folding_a_set_is_folding_each_character() {
        let sets: [&[u32]; 4] = [
            &[LITERAL, 0x6B, FAILURE],
            &[NEGATE, LITERAL, 0xE4, FAILURE],
            &[RANGE, 0x58, 0xEF, FAILURE],
            &[CATEGORY, category::UNI_WORD, LITERAL, 0x212A, FAILURE],
        ];
        for set in sets {
            for fold in [Fold::None, Fold::Ascii, Fold::Unicode] {
                let told = bits_of(|ch| in_set(set, fold.apply(ch)));
                assert_eq!(folded(latin1_bits(set), fold), told, "{set:?} {fold:?}");
            }
        }
    }
}
