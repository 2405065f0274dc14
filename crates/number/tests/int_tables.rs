//! Integers against CPython 3.14's answers, kept in `tests/data` (written by `generate_int.py`).
#![allow(clippy::disallowed_types, reason = "tests may allocate")]

mod common;

use common::{Number, TestMemory, float_hex, from_hex_bytes, rows};
use pitviper_number::bytes::{self, Endian};
use pitviper_number::int::{self, Bitwise};
use pitviper_number::int_parse::{self, ParseIntError};
use pitviper_number::int_text::{self, Base};
use pitviper_number::{Int, Written, convert, hash, limbs};

fn written(limbs: Vec<u64>, written: Written) -> Number {
    Number::from_written(limbs, written)
}

fn operate(op: &str, a: Int, b: Int) -> Number {
    let memory = &mut TestMemory::default();
    let (m, n) = (a.magnitude.len(), b.magnitude.len());
    let count = b.magnitude.first().copied().unwrap_or(0);
    let out = |n: usize| vec![7u64; n];
    let positive = |limbs: Vec<u64>, len| written(limbs, Written { negative: false, len });
    match op {
        "+" => {
            let mut o = out(limbs::add_len(m, n));
            let w = int::add(&mut o, a, b);
            written(o, w)
        }
        "-" => {
            let mut o = out(limbs::add_len(m, n));
            let w = int::sub(&mut o, a, b);
            written(o, w)
        }
        "*" => {
            let mut o = out(limbs::mul_len(m, n));
            let w = int::mul(memory, &mut o, a, b).unwrap();
            written(o, w)
        }
        "//" => {
            let mut o = out(int::floor_div_len(m, n));
            let w = int::floor_div_mod(memory, Some(&mut o), None, a, b).unwrap().0;
            written(o, w)
        }
        "%" => {
            let mut o = out(n);
            let w = int::floor_div_mod(memory, None, Some(&mut o), a, b).unwrap().1;
            written(o, w)
        }
        "&" | "|" | "^" => {
            let kind = match op {
                "&" => Bitwise::And,
                "|" => Bitwise::Or,
                _ => Bitwise::Xor,
            };
            let mut o = out(int::bitwise_len(m, n));
            let w = int::bitwise(kind, &mut o, a, b);
            written(o, w)
        }
        "gcd" => {
            let mut o = out(m.max(n));
            let len = limbs::gcd(memory, &mut o, a.magnitude, b.magnitude).unwrap();
            positive(o, len)
        }
        "<<" => {
            let mut o = out(int::shift_left_len(a, count).unwrap());
            let w = int::shift_left(&mut o, a, count);
            written(o, w)
        }
        ">>" => {
            let mut o = out(int::shift_right_len(a, count));
            let w = int::shift_right(&mut o, a, count);
            written(o, w)
        }
        "isqrt" => {
            let mut o = out(limbs::sqrt_len(m));
            let len = limbs::sqrt_floor(memory, &mut o, a.magnitude).unwrap();
            positive(o, len)
        }
        "~" => {
            let mut o = out(m + 2);
            let w = int::invert(&mut o, a);
            written(o, w)
        }
        "bits" => {
            let sum = limbs::bit_length(a.magnitude) * 1000 + limbs::bit_count(a.magnitude);
            Number::hex(&format!("{sum:x}"))
        }
        "hash" => {
            let hash = hash::int(a);
            if let Some(small) = a.to_i64() {
                assert_eq!(hash::small(small), hash);
            }
            let sign = if hash < 0 { "-" } else { "" };
            Number::hex(&format!("{sign}{:x}", hash.unsigned_abs()))
        }
        "**" => {
            let mut o = out(limbs::pow_len(a.magnitude, count).unwrap());
            let w = int::pow(memory, &mut o, a, count).unwrap();
            written(o, w)
        }
        _ => panic!("{op}"),
    }
}

#[test]
fn arithmetic() {
    for row in rows(include_str!("data/int_arithmetic.tsv")) {
        let (a, b) = (Number::hex(row[1]), Number::hex(row[2]));
        assert_eq!(operate(row[0], a.int(), b.int()), Number::hex(row[3]), "{row:?}");
    }
}

#[test]
fn modular_powers() {
    for row in rows(include_str!("data/int_powers.tsv")) {
        let [base, exponent, modulus] = [0, 1, 2].map(|i| Number::hex(row[i]));
        let mut out = vec![7; modulus.limbs.len()];
        let memory = &mut TestMemory::default();
        match int::pow_mod(memory, &mut out, base.int(), exponent.int(), modulus.int()) {
            Ok(result) => assert_eq!(written(out, result), Number::hex(row[3]), "{row:?}"),
            Err(error) => {
                assert_eq!(format!("ValueError: {}", error.message().unwrap()), row[3], "{row:?}");
            }
        }
    }
}

#[test]
fn true_division() {
    for row in rows(include_str!("data/int_division.tsv")) {
        let (a, b) = (Number::hex(row[0]), Number::hex(row[1]));
        match convert::true_div(&mut TestMemory::default(), a.int(), b.int()).unwrap() {
            Some(x) => assert_eq!(x.to_bits(), float_hex(row[2]).to_bits(), "{row:?}"),
            None => assert!(row[2].starts_with("OverflowError"), "{row:?}"),
        }
    }
}

#[test]
fn floats_to_integers() {
    for row in rows(include_str!("data/int_floats.tsv")) {
        let x = float_hex(row[0]);
        let mut out = [7; convert::FLOAT_LIMBS];
        let whole = convert::truncate(x, &mut out).unwrap();
        assert_eq!(written(out.to_vec(), whole), Number::hex(row[1]), "{row:?}");
        let mut below = [7; convert::FLOAT_LIMBS];
        let (above, len) = convert::ratio(x, &mut out, &mut below).unwrap();
        assert_eq!(written(out.to_vec(), above), Number::hex(row[2]), "{row:?}");
        let below = written(below.to_vec(), Written { negative: false, len });
        assert_eq!(below, Number::hex(row[3]), "{row:?}");
        assert_eq!(hash::float(x).unwrap().to_string(), row[4], "{row:?}");
    }
    assert_eq!(hash::float(f64::NEG_INFINITY), Some(-314_159));
    assert_eq!(hash::float(f64::NAN), None);
    assert_eq!(hash::complex(hash::small(3), hash::small(-1)), 3 - 2 * 1_000_003);
}

#[test]
fn integers_to_floats() {
    for row in rows(include_str!("data/int_to_float.tsv")) {
        let n = Number::hex(row[0]);
        match convert::to_f64(n.int()) {
            Some(x) => assert_eq!(x.to_bits(), float_hex(row[1]).to_bits(), "{row:?}"),
            None => assert!(row[1].starts_with("OverflowError"), "{row:?}"),
        }
    }
}

#[test]
fn comparison_with_floats() {
    for row in rows(include_str!("data/int_compare.tsv")) {
        let n = Number::hex(row[0]);
        let order = convert::compare_f64(n.int(), float_hex(row[1])).unwrap();
        assert_eq!((order as i8).to_string(), row[2], "{row:?}");
    }
    assert_eq!(convert::compare_f64(Number::hex("1").int(), f64::NAN), None);
}

#[test]
fn parsing() {
    for row in rows(include_str!("data/int_parse.tsv")) {
        let text = from_hex_bytes(row[0]);
        let result = int_parse::scan(&text, row[1].parse().unwrap());
        match result {
            Ok(text) => {
                let expected = Number::hex(row[2]);
                let mut out = vec![7; text.limbs_len()];
                let result = text.write(&mut TestMemory::default(), &mut out).unwrap();
                assert_eq!(written(out, result), expected, "{row:?}");
                if let Some(small) = text.small() {
                    assert_eq!(Some(small), expected.int().to_i64(), "{row:?}");
                }
            }
            Err(ParseIntError::Literal) => assert_eq!(row[2], "literal", "{row:?}"),
            Err(ParseIntError::Base) => assert!(row[2].contains("base must be"), "{row:?}"),
        }
    }
}

#[test]
fn text() {
    for row in rows(include_str!("data/int_text.tsv")) {
        let n = Number::hex(row[0]);
        let bases = [Base::Hex, Base::Decimal, Base::Binary, Base::Octal];
        for (base, expected) in bases.into_iter().zip(row) {
            let mut out = vec![b'#'; int_text::digits_len(&n.limbs, base)];
            let memory = &mut TestMemory::default();
            let len = int_text::digits(memory, &mut out, &n.limbs, base).unwrap();
            assert_eq!(core::str::from_utf8(&out[..len]).unwrap(), expected);
        }
    }
    for value in [0, 1, -1, 10, 99, -100, i64::MAX, i64::MIN] {
        let mut buffer = [0; 21];
        assert_eq!(int_text::decimal_signed(value, &mut buffer), value.to_string().as_bytes());
    }
}

#[test]
fn bytes_both_ways() {
    for row in rows(include_str!("data/int_byte_strings.tsv")) {
        let n = Number::hex(row[0]);
        let endian = if row[2] == "big" { Endian::Big } else { Endian::Little };
        let signed = row[3] == "1";
        let mut out = vec![7; row[1].parse().unwrap()];
        match bytes::to_bytes(n.int(), &mut out, endian, signed) {
            Ok(()) => {
                assert_eq!(out, from_hex_bytes(row[4]), "{row:?}");
                let mut back = vec![7; bytes::from_bytes_len(out.len())];
                let result = bytes::from_bytes(&mut back, &out, endian, signed);
                assert_eq!(written(back, result), n, "{row:?}");
            }
            Err(error) => assert_eq!(format!("OverflowError: {}", error.message()), row[4]),
        }
    }
}
