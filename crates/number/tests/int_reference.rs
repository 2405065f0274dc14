//! Long multiplication and division against the simplest methods, at sizes on both sides of every threshold and
//! with operands that make carries run far.
#![allow(clippy::disallowed_types, reason = "tests may allocate")]

mod common;

use common::{Random, TestMemory};
use pitviper_number::int_text::Base;
use pitviper_number::{int_parse, int_text, limbs};

/// The product, one limb pair at a time.
fn reference(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = vec![0u64; a.len() + b.len()];
    for (i, &x) in a.iter().enumerate() {
        let mut carry = 0u128;
        for (j, &y) in b.iter().enumerate() {
            let sum = u128::from(x) * u128::from(y) + u128::from(out[i + j]) + carry;
            out[i + j] = sum as u64;
            carry = sum >> 64;
        }
        out[i + b.len()] = carry as u64;
    }
    limbs::normal(&out).to_vec()
}

fn mul(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = vec![7; limbs::mul_len(a.len(), b.len()) + 1];
    let len = limbs::mul(&mut TestMemory::default(), &mut out, a, b).unwrap();
    assert!(out[len..].iter().all(|&limb| limb == 0), "limbs above the length");
    out.truncate(len);
    out
}

/// Operands of `n` limbs: all ones, a power of two, ones then zeros, alternating, and noise.
fn shapes(random: &mut Random, n: usize) -> [Vec<u64>; 6] {
    let mut power = vec![0; n];
    power[n - 1] = 1;
    let half = |low: u64, high: u64| (0..n).map(|i| if i < n / 2 { low } else { high }).collect();
    let alternating = (0..n).map(|i| if i % 2 == 0 { 0 } else { u64::MAX }).collect::<Vec<_>>();
    let alternating = if n % 2 == 1 { vec![u64::MAX; n] } else { alternating };
    [vec![u64::MAX; n], power, half(0, u64::MAX), half(u64::MAX, 1), alternating, random.magnitude(n)]
}

#[test]
fn products_and_squares() {
    let random = &mut Random(21);
    for n in [1, 2, 3, 19, 20, 21, 39, 40, 41, 79, 80, 81, 160, 333] {
        for a in shapes(random, n) {
            for b in shapes(random, n) {
                assert_eq!(mul(&a, &b), reference(&a, &b), "{n}");
            }
            assert_eq!(mul(&a, &a), reference(&a, &a), "{n}");
            let length = 1 + random.below(2 * n);
            let other = random.magnitude(length);
            assert_eq!(mul(&a, &other), reference(&a, &other), "{n} {}", other.len());
        }
    }
}

#[test]
fn products_by_transforms() {
    let random = &mut Random(22);
    // Transform lengths: three times a power of two, a power of two, and lengths just filling either.
    for (n, m) in [(1500, 1500), (1536, 1536), (1537, 1536), (2048, 2048), (2049, 2048), (4000, 1501), (3000, 1600)] {
        let long = shapes(random, n);
        for (a, b) in long.iter().zip(shapes(random, m)) {
            assert_eq!(mul(a, &b), reference(a, &b), "{n} {m}");
        }
        assert_eq!(mul(&long[0], &long[0]), reference(&long[0], &long[0]), "{n}");
        assert_eq!(mul(&long[5], &long[5]), reference(&long[5], &long[5]), "{n}");
    }
}

#[test]
fn quotients_by_every_method() {
    let random = &mut Random(23);
    for (n, m) in [(80, 40), (81, 41), (79, 39), (400, 120), (2500, 1200), (9000, 1250), (14_200, 7100), (12_000, 7050)]
    {
        for divisor in shapes(random, m) {
            let quotient = random.magnitude(n - m);
            let mut rest = divisor.clone();
            limbs::sub_assign(&mut rest, &[1]);
            let rest = limbs::normal(&rest).to_vec();
            // The largest remainder there is, and none.
            for rest in [rest, Vec::new()] {
                let mut dividend = mul(&quotient, &divisor);
                dividend.push(0);
                limbs::add_assign(&mut dividend, &rest);
                let dividend = limbs::normal(&dividend);
                let mut q = vec![7; limbs::quotient_len(dividend.len(), m)];
                let mut r = vec![7; m];
                let memory = &mut TestMemory::default();
                let (q_len, r_len) = limbs::div_rem(memory, Some(&mut q), Some(&mut r), dividend, &divisor).unwrap();
                assert!(q[..q_len] == quotient && r[..r_len] == rest, "{n} {m}");
                let (_, alone) = limbs::div_rem(memory, None, None, dividend, &divisor).unwrap();
                assert_eq!(alone, r_len);
            }
        }
    }
}

#[test]
fn decimal_text_of_long_numbers() {
    let random = &mut Random(24);
    let memory = &mut TestMemory::default();
    for n in [20, 21, 48, 49, 700, 2600, 10_000] {
        for a in shapes(random, n) {
            let mut text = vec![0; int_text::digits_len(&a, Base::Decimal)];
            let len = int_text::digits(memory, &mut text, &a, Base::Decimal).unwrap();
            let scanned = int_parse::scan(&text[..len], 10).unwrap();
            let mut back = vec![7; scanned.limbs_len()];
            let written = scanned.write(memory, &mut back).unwrap();
            assert!(back[..written.len] == a, "{n}");
        }
    }
}
