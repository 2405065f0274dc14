//! Formatting against CPython 3.14's answers, kept in `tests/data` (written by
//! `generate_float.py`).
#![allow(clippy::disallowed_types, reason = "tests may allocate")]

mod common;

use common::{Number, Refused, TestMemory, Text, float_hex, from_hex_bytes, rows};
use pitviper_number::format::{self, Align, Conversion, ErrorKind, Failure, FormatError, IntCode, Spec};
use pitviper_number::int_text::{self, Base};
use pitviper_number::{Sink, convert};

fn decimal(character: u32) -> Option<u32> {
    format::ascii_decimal(character).or_else(|| character.checked_sub(0x660).filter(|&d| d < 10))
}

fn digits(number: &Number, base: Base) -> Vec<u8> {
    let mut out = vec![0; int_text::digits_len(&number.limbs, base)];
    let memory = &mut TestMemory::default();
    let len = int_text::digits(memory, &mut out, &number.limbs, base).unwrap();
    out.truncate(len);
    out
}

#[derive(Debug)]
enum Outcome {
    Error(FormatError),
    TooLargeForFloat,
}

impl From<Failure<Refused>> for Outcome {
    fn from(failure: Failure<Refused>) -> Self {
        match failure {
            Failure::Format(error) => Self::Error(error),
            Failure::Sink(error) => panic!("{error:?}"),
        }
    }
}

impl From<FormatError> for Outcome {
    fn from(error: FormatError) -> Self {
        Self::Error(error)
    }
}

fn format(row: &[&str], spec: &str) -> Result<String, Outcome> {
    let mut text = Text::default();
    let (code, align) = if row[0] == "str" { (u32::from('s'), Align::Left) } else { (0, Align::Right) };
    let spec = Spec::parse(spec.chars().map(u32::from), code, align, decimal)?;
    match row[0] {
        "float" => format::format_float(&mut text, &spec, float_hex(row[1]))?,
        "complex" => {
            format::format_complex(&mut text, &spec, float_hex(row[1]), float_hex(row[2]))?;
        }
        "str" => {
            let padding = spec.text_padding(row[1].parse().unwrap())?;
            text.push_fill(spec.fill, padding.before).unwrap();
            text.push_fill(u32::from('a'), padding.take).unwrap();
            text.push_fill(spec.fill, padding.after).unwrap();
        }
        _ => {
            let number = Number::hex(row[1]);
            match spec.int_code()? {
                IntCode::Digits(base) => {
                    let digits = digits(&number, base);
                    format::format_digits(&mut text, &spec, base, number.negative, &digits).unwrap();
                }
                IntCode::Character => {
                    format::format_char(&mut text, &spec, number.int().to_i64())?;
                }
                IntCode::Float => {
                    let value = convert::to_f64(number.int()).ok_or(Outcome::TooLargeForFloat)?;
                    format::format_float(&mut text, &spec, value)?;
                }
            }
            if let Some(small) = number.int().to_i64() {
                let mut again = Text::default();
                format::format_small_int(&mut again, &spec, small)?;
                assert_eq!(again.0, text.0);
            }
        }
    }
    Ok(text.0)
}

#[test]
fn specifications() {
    for row in rows(include_str!("data/formats.tsv")) {
        let spec = String::from_utf8(from_hex_bytes(row[3])).unwrap();
        let expected = String::from_utf8(from_hex_bytes(row[4])).unwrap();
        let result = match format(&row, &spec) {
            Ok(text) => text,
            Err(Outcome::TooLargeForFloat) => "OverflowError: int too large to convert to float".to_owned(),
            Err(Outcome::Error(error)) => {
                let kind = match error.kind() {
                    ErrorKind::Value => "ValueError: ",
                    ErrorKind::Overflow => "OverflowError: ",
                };
                let mut text = Text(kind.to_owned());
                let name = row[0].chars().map(u32::from);
                error.write_message(&mut text, spec.chars().map(u32::from), name).unwrap();
                text.0
            }
        };
        assert_eq!(result, expected, "{} {spec:?}", row[..3].join(" "));
    }
}

#[test]
fn percent() {
    for row in rows(include_str!("data/percent.tsv")) {
        let has = |flag: char| row[3].contains(flag) && row[3] != "none";
        let conversion = Conversion {
            left: has('-'),
            plus: has('+'),
            space: has(' '),
            alternate: has('#'),
            zero: has('0'),
            width: row[4].parse().unwrap(),
            precision: row[5].parse().ok(),
        };
        let code = row[6].as_bytes()[0];
        let mut text = Text::default();
        if row[0] == "float" {
            conversion.format_float(&mut text, code, float_hex(row[1])).unwrap();
        } else {
            let number = Number::hex(row[1]);
            let digits = digits(&number, Conversion::int_base(code).unwrap());
            conversion.format_digits(&mut text, code, number.negative, &digits).unwrap();
            if let Some(small) = number.int().to_i64() {
                let mut again = Text::default();
                conversion.format_small_int(&mut again, code, small).unwrap();
                assert_eq!(again.0, text.0);
            }
        }
        assert_eq!(text.0.as_bytes(), from_hex_bytes(row[7]), "{row:?} {}", text.0);
    }
}

/// Takes everything and only counts.
struct Counter(usize);

impl Sink for Counter {
    type Error = Refused;

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Refused> {
        self.push_fill(0, text.len())
    }

    fn push_fill(&mut self, _: u32, count: usize) -> Result<(), Refused> {
        self.0 = self.0.checked_add(count).ok_or(Refused)?;
        Ok(())
    }
}

#[test]
fn sizes_beyond_memory_are_only_counted() {
    let spec = |text: &str| Spec::parse(text.chars().map(u32::from), 0, Align::Right, decimal).unwrap();
    let widest = isize::MAX as usize;
    for text in ["9223372036854775807", "09223372036854775807", "^9223372036854775807"] {
        let mut counter = Counter(0);
        format::format_small_int(&mut counter, &spec(text), -5).unwrap();
        assert_eq!(counter.0, widest);
        counter.0 = 0;
        format::format_float(&mut counter, &spec(text), 1.5).unwrap();
        assert_eq!(counter.0, widest);
    }
    let mut counter = Counter(0);
    format::format_float(&mut counter, &spec(".2147482623f"), 1.5).unwrap();
    assert_eq!(counter.0, 2_147_482_625);
    let error = format::format_float(&mut counter, &spec(".2147482624f"), 1.5);
    assert_eq!(error, Err(Failure::Format(FormatError::PrecisionTooBig)));
    let huge = Conversion { precision: Some(i32::MAX as usize), ..Conversion::default() };
    let error = huge.format_small_int(&mut counter, b'd', 1);
    assert_eq!(error, Err(Failure::Format(FormatError::PrecisionTooLarge)));
}

#[test]
fn unknown_conversions() {
    let mut text = Text::default();
    Conversion::write_unsupported(&mut text, u32::from('b'), 1).unwrap();
    assert_eq!(text.0, "unsupported format character 'b' (0x62) at index 1");
}
