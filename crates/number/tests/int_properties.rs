//! Laws that integer kernels keep at every size, past each algorithm's threshold.
#![allow(clippy::disallowed_types, reason = "tests may allocate")]

mod common;

use common::{Random, Refused, TestMemory};
use core::cmp::Ordering;
use pitviper_number::int_text::Base;
use pitviper_number::{int_parse, int_text, limbs};

fn mul(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = vec![7; limbs::mul_len(a.len(), b.len())];
    let len = limbs::mul(&mut TestMemory::default(), &mut out, a, b).unwrap();
    out.truncate(len);
    out
}

fn add(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = vec![7; limbs::add_len(a.len(), b.len())];
    let len = limbs::add(&mut out, a, b);
    out.truncate(len);
    out
}

fn div_rem(a: &[u64], b: &[u64]) -> (Vec<u64>, Vec<u64>) {
    let mut q = vec![7; limbs::quotient_len(a.len(), b.len())];
    let mut r = vec![7; b.len()];
    let (q_len, r_len) = limbs::div_rem(&mut TestMemory::default(), Some(&mut q), Some(&mut r), a, b).unwrap();
    q.truncate(q_len);
    r.truncate(r_len);
    (q, r)
}

fn decimal(a: &[u64]) -> Vec<u8> {
    let mut out = vec![0; int_text::digits_len(a, Base::Decimal)];
    let len = int_text::digits(&mut TestMemory::default(), &mut out, a, Base::Decimal).unwrap();
    out.truncate(len);
    out
}

fn parse(text: &[u8], base: u32) -> Vec<u64> {
    let text = int_parse::scan(text, base).unwrap();
    let mut out = vec![7; text.limbs_len()];
    let written = text.write(&mut TestMemory::default(), &mut out).unwrap();
    out.truncate(written.len);
    out
}

/// The value modulo a prime near 2**61, by Horner's rule.
fn residue(a: &[u64]) -> u128 {
    const PRIME: u128 = (1 << 61) - 31;
    a.iter().rev().fold(0, |sum, &limb| ((sum << 64) + u128::from(limb)) % PRIME)
}

fn residue_of_product(a: &[u64], b: &[u64]) -> u128 {
    residue(a) * residue(b) % ((1 << 61) - 31)
}

const SIZES: [usize; 22] =
    [1, 2, 3, 5, 17, 31, 32, 33, 47, 63, 64, 65, 100, 127, 150, 193, 260, 400, 513, 777, 1500, 3100];

#[test]
fn products() {
    let random = &mut Random(1);
    for m in SIZES {
        for n in SIZES {
            let (a, b) = (random.magnitude(m), random.magnitude(n));
            let product = mul(&a, &b);
            assert_eq!(residue(&product), residue_of_product(&a, &b), "{m} {n}");
            assert_eq!(product, mul(&b, &a), "{m} {n}");
            if m < 600 && n < 600 {
                assert_eq!(div_rem(&product, &b), (a, vec![]), "{m} {n}");
            }
        }
        let a = random.magnitude(m);
        assert_eq!(mul(&a, &a), mul(&a, &a.clone()), "{m}");
    }
}

#[test]
fn products_against_the_distributive_law() {
    let random = &mut Random(2);
    for n in [40, 90, 129, 300, 301, 1000, 2500] {
        let (a, b, c) = (random.magnitude(n), random.magnitude(n), random.magnitude(n));
        assert_eq!(mul(&add(&a, &b), &c), add(&mul(&a, &c), &mul(&b, &c)), "{n}");
    }
}

#[test]
fn quotients() {
    let random = &mut Random(3);
    for n in SIZES {
        for extra in [0, 1, 2, 20, 59, 60, 61, 90, 130, 250, 500, 900] {
            let (a, b) = (random.magnitude(n + extra), random.magnitude(n));
            let (q, r) = div_rem(&a, &b);
            assert_eq!(limbs::compare(&r, &b), Ordering::Less, "{n} {extra}");
            assert_eq!(add(&mul(&q, &b), &r), a, "{n} {extra}");
        }
    }
}

#[test]
fn quotients_at_the_edge() {
    // Dividends that make every quotient limb as large as it can be.
    let random = &mut Random(4);
    for n in [2, 3, 61, 130, 200] {
        let b = random.magnitude(n);
        let q = vec![u64::MAX; n + 70];
        let mut r = b.clone();
        limbs::sub_assign(&mut r, &[1]);
        let r = limbs::normal(&r).to_vec();
        assert_eq!(div_rem(&add(&mul(&q, &b), &r), &b), (q, r), "{n}");
    }
}

#[test]
fn roots() {
    let random = &mut Random(5);
    for n in SIZES.into_iter().filter(|&n| n < 800) {
        let a = random.magnitude(n);
        for a in [a.clone(), mul(&a, &a)] {
            let mut root = vec![7; limbs::sqrt_len(a.len())];
            let len = limbs::sqrt_floor(&mut TestMemory::default(), &mut root, &a).unwrap();
            root.truncate(len);
            assert_ne!(limbs::compare(&mul(&root, &root), &a), Ordering::Greater, "{n}");
            let next = add(&root, &[1]);
            assert_eq!(limbs::compare(&mul(&next, &next), &a), Ordering::Greater, "{n}");
        }
    }
}

#[test]
fn common_divisors() {
    let random = &mut Random(6);
    let gcd = |a: &[u64], b: &[u64]| {
        let mut out = vec![7; a.len().max(b.len())];
        let len = limbs::gcd(&mut TestMemory::default(), &mut out, a, b).unwrap();
        out.truncate(len);
        out
    };
    for n in [1, 2, 3, 8, 40, 90] {
        for m in [1, 2, 5, 41, 91] {
            let (a, b, c) = (random.magnitude(n), random.magnitude(m), random.magnitude(n));
            let (mut x, mut y) = (mul(&a, &c), mul(&b, &c));
            let d = gcd(&x, &y);
            assert_eq!(div_rem(&d, &c).1, [0; 0], "{n} {m}");
            x = div_rem(&x, &d).0;
            y = div_rem(&y, &d).0;
            assert_eq!(gcd(&x, &y), [1], "{n} {m}");
        }
    }
}

#[test]
fn inverses() {
    let random = &mut Random(7);
    let memory = &mut TestMemory::default();
    for n in [1, 2, 3, 9, 30] {
        for _ in 0..20 {
            let m = random.magnitude(n);
            let a = div_rem(&random.magnitude(n), &m).1;
            let mut out = vec![7; n];
            if a.is_empty() || m == [1] {
                continue;
            }
            if let Some(len) = limbs::invert(memory, &mut out, &a, &m).unwrap() {
                assert_eq!(limbs::compare(&out[..len], &m), Ordering::Less);
                assert_eq!(div_rem(&mul(&out[..len], &a), &m).1, [1], "{n}");
            }
        }
    }
}

#[test]
fn text_both_ways() {
    let random = &mut Random(8);
    for n in SIZES {
        let a = random.magnitude(n);
        let text = decimal(&a);
        assert_ne!(text[0], b'0');
        assert_eq!(parse(&text, 10), a, "{n}");
        for (base, number) in [(Base::Hex, 16), (Base::Octal, 8), (Base::Binary, 2)] {
            let mut out = vec![0; int_text::digits_len(&a, base)];
            let len = int_text::digits(&mut TestMemory::default(), &mut out, &a, base).unwrap();
            assert_eq!(parse(&out[..len], number), a, "{n}");
        }
    }
    // 10**k and 10**k - 1 have known text.
    for k in [19, 38, 600, 608, 609, 1216, 1217, 5000, 20_000] {
        let mut text = vec![b'0'; k + 1];
        text[0] = b'1';
        let mut power = parse(&text, 10);
        assert_eq!(decimal(&power), text);
        limbs::sub_assign(&mut power, &[1]);
        assert_eq!(decimal(limbs::normal(&power)), vec![b'9'; k]);
    }
}

#[test]
fn odd_bases() {
    for base in [3, 7, 12, 35] {
        let text = b"12".repeat(1500);
        let expected =
            text.iter().fold(0u128, |sum, &digit| (sum * base + u128::from(digit - b'0')) % ((1 << 61) - 31));
        assert_eq!(residue(&parse(&text, base as u32)), expected, "{base}");
    }
}

#[test]
fn refusals_and_stops_travel() {
    let random = &mut Random(9);
    let (a, b) = (random.magnitude(900), random.magnitude(300));
    let run = |memory: &mut TestMemory| -> Result<(), Refused> {
        let mut out = vec![0; 1200];
        limbs::mul(memory, &mut out, &a, &b)?;
        limbs::div_rem(memory, None, None, &a, &b)?;
        limbs::gcd(memory, &mut out, &a[..50], &b[..40])?;
        limbs::sqrt_floor(memory, &mut out, &a)?;
        let mut power = [0; 10];
        limbs::pow_mod(memory, &mut power, &[3], &a[..4], &b[290..])?;
        let mut text = vec![0; int_text::digits_len(&a, Base::Decimal)];
        let len = int_text::digits(memory, &mut text, &a, Base::Decimal)?;
        let text = int_parse::scan(&text[..len], 10).unwrap();
        text.write(memory, &mut out)?;
        Ok(())
    };
    let mut whole = TestMemory::default();
    run(&mut whole).unwrap();
    assert!(whole.polls > 20);
    for fail_at in 0..whole.allocations {
        let mut memory = TestMemory { fail_at: Some(fail_at), ..TestMemory::default() };
        assert_eq!(run(&mut memory), Err(Refused));
    }
    for stop_at in 0..whole.polls {
        let mut memory = TestMemory { stop_at: Some(stop_at), ..TestMemory::default() };
        assert_eq!(run(&mut memory), Err(Refused));
    }
}

#[test]
fn short_quotients() {
    let random = &mut Random(10);
    let mut told = 0;
    for n in [3, 4, 9] {
        for extra in [0, 1] {
            for _ in 0..2000 {
                let (a, b) = (random.magnitude(n + extra), random.magnitude(n));
                if let Some(quotient) = limbs::short_quotient(&a, &b) {
                    told += 1;
                    let (q, r) = div_rem(&a, &b);
                    assert_eq!((q, r.is_empty()), (vec![quotient], false), "{a:x?} {b:x?}");
                }
            }
        }
        // Next to a multiple.
        for _ in 0..500 {
            let b = random.magnitude(n);
            let product = mul(&b, &[random.next() >> random.below(64) | 1]);
            let mut below = product.clone();
            limbs::sub_assign(&mut below, &[1]);
            for a in [product.clone(), limbs::normal(&below).to_vec(), add(&product, &[1])] {
                if let Some(quotient) = limbs::short_quotient(&a, &b) {
                    assert_eq!(div_rem(&a, &b).0, [quotient], "{a:x?} {b:x?}");
                }
            }
        }
    }
    assert!(told > 2000);
}
