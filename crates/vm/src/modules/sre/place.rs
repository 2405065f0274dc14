//! Questions about a place in a text.

use super::chars::{is_ascii_word, is_unicode_word};
use super::opcode::{MAXREPEAT, at};
use super::program::{NONE, Program};
use super::unit::Unit;

/// Moves past the next character when it is right.
#[inline(always)]
pub fn take<U: Unit>(text: &[U], pos: &mut usize, right: impl Fn(U) -> bool) -> bool {
    match text.get(*pos) {
        Some(unit) if right(*unit) => {
            *pos += 1;
            true
        }
        _ => false,
    }
}

/// At most `max` characters from `pos` on.
#[inline(always)]
pub fn stretch<U>(text: &[U], pos: usize, max: u32) -> &[U] {
    let rest = text.get(pos..).unwrap_or(&[]);
    if max == MAXREPEAT { rest } else { rest.get(..max as usize).unwrap_or(rest) }
}

/// Whether the next character is in a class; with `NONE` anything will do, the end too.
#[inline(always)]
pub fn may_be_next<U: Unit>(program: &Program, text: &[U], class: u32, pos: usize) -> bool {
    if class == NONE {
        return true;
    }
    let class = &program.classes.as_slice()[class as usize];
    text.get(pos).is_some_and(|unit| unit.is_in(class, program))
}

/// The last place before `pos`, not before `limit`, whose character is in a class.
#[inline]
pub fn back_to<U: Unit>(program: &Program, text: &[U], class: u32, pos: usize, limit: usize) -> Option<usize> {
    (limit..pos).rev().find(|at| may_be_next(program, text, class, *at))
}

/// Whether `pos` is a place of this sort.
#[inline]
pub fn is_at<U: Unit>(text: &[U], pos: usize, place: u32) -> bool {
    let newline = |unit: &U| unit.code() == u32::from(b'\n');
    let before = || pos.checked_sub(1).and_then(|at| text.get(at));
    let edge = |is_word: fn(u32) -> bool| {
        let word = |unit: Option<&U>| unit.is_some_and(|unit| is_word(unit.code()));
        word(before()) != word(text.get(pos))
    };
    match place {
        at::BEGINNING | at::BEGINNING_STRING => pos == 0,
        at::BEGINNING_LINE => pos == 0 || before().is_some_and(newline),
        at::END => pos == text.len() || pos + 1 == text.len() && text.get(pos).is_some_and(newline),
        at::END_LINE => pos == text.len() || text.get(pos).is_some_and(newline),
        at::END_STRING => pos == text.len(),
        at::BOUNDARY | at::LOC_BOUNDARY => edge(is_ascii_word),
        at::NON_BOUNDARY | at::LOC_NON_BOUNDARY => !edge(is_ascii_word),
        at::UNI_BOUNDARY => edge(is_unicode_word),
        _ => !edge(is_unicode_word),
    }
}
