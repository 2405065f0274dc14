//! Properties and case mappings against CPython, over all code points.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

mod common;

use common::{TABLE, crc32, out};
use pitviper_text::{Chars, Rules, Sink, case, names, properties};
use std::convert::Infallible;

/// Holds the check sums of `answer` for blocks of 4096 code points against CPython's.
fn agree(name: &str, answer: impl Fn(u32, &mut Vec<u8>)) {
    let mut checked = 0;
    for line in TABLE.lines() {
        let fields: Vec<_> = line.split(' ').collect();
        let ["char", known, first, last, total] = fields[..] else {
            continue;
        };
        if known != name {
            continue;
        }
        let number = |digits| u32::from_str_radix(digits, 16).unwrap();
        for block in number(first)..=number(last) {
            let mut data = Vec::new();
            for ch in block << 12..(block + 1) << 12 {
                answer(ch, &mut data);
            }
            assert_eq!(crc32(&data), number(total), "{name} in block {block:x}000");
            checked += 1;
        }
    }
    assert_eq!(checked, 0x110, "{name} in the table");
}

fn agree_flag(name: &str, has: impl Fn(u32) -> bool) {
    agree(name, |ch, data| data.push(has(ch).into()));
}

fn agree_value(name: &str, value: impl Fn(u32) -> Option<u8>) {
    agree(name, |ch, data| data.push(value(ch).map_or(0, |value| value + 1)));
}

fn agree_mapping<F>(name: &str, convert: F)
where
    F: Fn(Chars<'_>, &mut common::Out) -> Result<(), Infallible>,
{
    agree(name, |ch, data| {
        let mapped = out(|sink| convert(Chars::Four(&[ch]), sink));
        if mapped == [ch] {
            data.push(0);
        } else {
            for ch in mapped {
                data.extend_from_slice(&ch.to_le_bytes()[..3]);
            }
            data.push(0xFF);
        }
    });
}

#[test]
fn categories() {
    agree("category", |ch, data| {
        data.extend_from_slice(properties::category_name(ch).as_bytes());
    });
}

#[test]
fn predicates() {
    agree_flag("alpha", properties::is_alpha);
    agree_flag("digit", properties::is_digit);
    agree_flag("decimal", properties::is_decimal);
    agree_flag("numeric", properties::is_numeric);
    agree_flag("alnum", properties::is_alnum);
    agree_flag("space", |ch| properties::is_space(ch, Rules::Text));
    agree_flag("lower", |ch| properties::is_lower_text(Chars::Four(&[ch])));
    agree_flag("upper", |ch| properties::is_upper_text(Chars::Four(&[ch])));
    agree_flag("title", |ch| properties::is_title_text(Chars::Four(&[ch])));
    agree_flag("printable", properties::is_printable);
    agree_flag("identifier", properties::is_identifier_start);
    agree_flag("continue", properties::is_identifier_continue);
}

#[test]
fn sigma_context() {
    let lowered = |text: &[u32]| out(|sink| case::lower(Chars::Four(text), sink));
    agree_flag("before_sigma", |ch| lowered(&[0x41, ch, 0x3A3]).last() == Some(&0x3C2));
    agree_flag("behind_sigma", |ch| lowered(&[0x41, 0x3A3, ch])[1] == 0x3C2);
}

#[test]
fn digit_values() {
    agree_value("decimal_value", properties::decimal_value);
    agree_value("digit_value", properties::digit_value);
}

#[test]
fn mappings() {
    agree_mapping("to_lower", case::lower);
    agree_mapping("to_upper", case::upper);
    agree_mapping("to_title", case::title);
    agree_mapping("to_capital", case::capitalize);
    agree_mapping("to_swapped", case::swapcase);
    agree_mapping("to_folded", case::casefold);
}

#[test]
fn every_name_is_found() {
    agree("name", |ch, data| {
        if let Some(name) = char::from_u32(ch).and_then(unicode_names2::name) {
            let name = name.to_string();
            assert_eq!(names::lookup(name.as_bytes()), Some(ch), "{name}");
            assert_eq!(names::lookup(name.to_lowercase().as_bytes()), Some(ch), "{name}");
            data.extend_from_slice(name.as_bytes());
        }
        data.push(0xFF);
    });
}

#[test]
fn names_are_exact() {
    let found = |name: &str| names::lookup(name.as_bytes());
    assert_eq!(found("NBSP"), Some(0xA0));
    assert_eq!(found("Line Feed"), Some(0x0A));
    assert_eq!(found("latin capital letter gha"), Some(0x1A2));
    assert_eq!(found("BELL"), Some(0x1F514));
    assert_eq!(found("NULL"), Some(0));
    assert_eq!(found("HANGUL JUNGSEONG O-E"), Some(0x1180));
    assert_eq!(found("HANGUL JUNGSEONG OE"), Some(0x116C));
    assert_eq!(found("HANGUL SYLLABLE GA"), Some(0xAC00));
    assert_eq!(found("TANGUT IDEOGRAPH-17000"), Some(0x17000));
    let wrong = [
        "",
        "-",
        "-A",
        " ",
        "LATINSMALLLETTERA",
        "LATIN SMALL LETTER  A",
        " LATIN SMALL LETTER A",
        "LINEFEED",
        "LATIN_SMALL_LETTER_A",
        "KEYCAP DIGIT ONE",
        "CJK UNIFIED IDEOGRAPH-04E00",
        "N BSP",
        "TIBETAN MARK TSA-PHRU",
        "TANGUT IDEOGRAPH-1",
        "é",
    ];
    for name in wrong {
        assert_eq!(found(name), None, "{name}");
    }
    assert_eq!(names::lookup(&[b'A'; 1000]), None);
}

/// Something that every Rust version must keep true here: what Unicode 16 did not have, has no
/// properties and maps to itself.
#[test]
fn later_characters_do_not_exist() {
    for ch in [0xA7CE, 0x1E6C0, 0x10D67, 0x323B0] {
        assert_eq!(properties::category_name(ch), "Cn");
        assert!(!properties::is_printable(ch) && !properties::is_identifier_continue(ch));
        let mut sink = common::Out::default();
        let Ok(()) = case::lower(Chars::Four(&[ch]), &mut sink);
        let Ok(()) = sink.push(0);
        assert_eq!(sink.0, [ch, 0]);
    }
}
