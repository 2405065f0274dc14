//! Floats against CPython 3.14's answers, kept in `tests/data` (written by `generate_float.py`).
#![allow(clippy::disallowed_types, reason = "tests may allocate")]

mod common;

use common::{Random, float_hex, from_hex_bytes, rows};
use pitviper_number::float::{self, ArithmeticError, ComplexParseError, HexError};

/// Equal as a table can tell: the same bits, or both NaN.
fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

#[test]
fn text() {
    for row in rows(include_str!("data/float_text.tsv")) {
        assert_eq!(float::repr(float_hex(row[0])).as_str(), row[1], "{row:?}");
    }
}

#[test]
fn text_reads_back() {
    let random = &mut Random(11);
    for _ in 0..20_000 {
        let value = f64::from_bits(random.next());
        assert!(same(float::parse(&float::repr(value)).unwrap(), value), "{value:e}");
        assert!(same(float::from_hex(&float::to_hex(value)).unwrap(), value), "{value:e}");
    }
}

#[test]
fn complex_text() {
    for row in rows(include_str!("data/float_complexes.tsv")) {
        let text = float::repr_complex(float_hex(row[0]), float_hex(row[1]));
        assert_eq!(text.as_str(), row[2], "{row:?}");
    }
}

#[test]
fn parsing() {
    for row in rows(include_str!("data/float_parse.tsv")) {
        let text = from_hex_bytes(row[0]);
        match float::parse(&text) {
            Some(x) => assert!(row[1] != "error" && same(x, float_hex(row[1])), "{row:?} {x:e}"),
            None => assert_eq!(row[1], "error", "{row:?}"),
        }
    }
    for zeros in [70_000, 700_000] {
        let tiny = format!(".{}1e{}", "0".repeat(zeros), zeros + 1);
        assert_eq!(float::parse(tiny.as_bytes()), Some(1.0));
        let large = format!("1{}e-{zeros}", "0".repeat(zeros));
        assert_eq!(float::parse(large.as_bytes()), Some(1.0));
    }
}

#[test]
fn complex_parsing() {
    for row in rows(include_str!("data/float_complex_parse.tsv")) {
        match float::parse_complex(&from_hex_bytes(row[0]), |_| Ok::<(), ()>(())).expect("no look fails") {
            Ok((real, imaginary)) => {
                let expected = (float_hex(row[1]), float_hex(row[2]));
                assert!(same(real, expected.0) && same(imaginary, expected.1), "{row:?}");
            }
            Err(ComplexParseError::Malformed) => assert_eq!(row[1], "malformed", "{row:?}"),
            Err(ComplexParseError::Underscore) => assert_eq!(row[1], "underscore", "{row:?}"),
        }
    }
}

#[test]
fn rounding() {
    for row in rows(include_str!("data/float_rounding.tsv")) {
        match float::round_digits(float_hex(row[0]), row[1].parse().unwrap()) {
            Some(x) => {
                assert!(!row[2].contains("Error") && same(x, float_hex(row[2])), "{row:?} {x:e}");
            }
            None => assert!(row[2].contains("rounded value too large"), "{row:?}"),
        }
    }
}

#[test]
fn hexadecimal() {
    for row in rows(include_str!("data/float_hexadecimal.tsv")) {
        let text = from_hex_bytes(row[0]);
        match float::from_hex(&text) {
            Ok(x) => {
                assert!(!row[1].contains("Error") && same(x, float_hex(row[1])), "{row:?} {x:e}");
                if row[2] == "same" {
                    assert_eq!(&float::to_hex(x)[..], text, "{row:?}");
                }
            }
            Err(error) => {
                let kind = if error == HexError::Invalid { "ValueError" } else { "OverflowError" };
                assert_eq!(format!("{kind}: {}", error.message()), row[1], "{row:?}");
            }
        }
    }
}

#[test]
fn arithmetic() {
    for row in rows(include_str!("data/float_arithmetic.tsv")) {
        let (a, b) = (float_hex(row[0]), float_hex(row[1]));
        let results = [float::floor_div(a, b), float::modulo(a, b), float::power(a, b)];
        for (result, expected) in results.into_iter().zip(&row[2..]) {
            let message = match result {
                Ok(x) => {
                    let fine = !expected.contains('E') && *expected != "complex";
                    assert!(fine && same(x, float_hex(expected)), "{row:?} {x:e}");
                    continue;
                }
                Err(ArithmeticError::ZeroDivision) => "ZeroDivisionError: division by zero",
                Err(ArithmeticError::ZeroPower) => "ZeroDivisionError: zero to a negative power",
                Err(ArithmeticError::Overflow) => "OverflowError: (34, 'Numerical result out of range')",
                Err(ArithmeticError::Complex) => "complex",
            };
            assert_eq!(message, *expected, "{row:?}");
        }
    }
}
