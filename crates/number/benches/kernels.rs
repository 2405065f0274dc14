//! Times of the kernels, one line each; compare with `python -m timeit` of the same operation.
//! An argument chooses the kernels whose name contains it, a second one the size.
#![allow(clippy::disallowed_types, reason = "a benchmark may allocate")]

use pitviper_number::format::{Align, Spec, ascii_decimal, format_float};
use pitviper_number::int_text::{self, Base};
use pitviper_number::{Memory, Sink, float, int_parse, limbs};
use std::convert::Infallible;
use std::hint::black_box;
use std::time::{Duration, Instant};

struct Plain;

impl Memory for Plain {
    type Error = Infallible;
    type Buf = Vec<u64>;

    fn limbs(&mut self, n: usize) -> Result<Vec<u64>, Infallible> {
        Ok(vec![0; n])
    }

    fn poll(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

struct Discard;

impl Sink for Discard {
    type Error = Infallible;

    fn push_ascii(&mut self, text: &[u8]) -> Result<(), Infallible> {
        black_box(text);
        Ok(())
    }

    fn push_fill(&mut self, character: u32, count: usize) -> Result<(), Infallible> {
        black_box((character, count));
        Ok(())
    }
}

/// Runs for some 100 ms and prints the best time per call in nanoseconds.
fn time(name: &str, size: usize, mut work: impl FnMut()) {
    let mut wanted = std::env::args().skip(1).filter(|argument| argument != "--bench");
    if wanted.next().is_some_and(|part| !name.contains(&part))
        || wanted.next().is_some_and(|wanted| wanted != size.to_string())
    {
        return;
    }
    work();
    let mut count = 1u32;
    let mut best = Duration::MAX;
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(100) {
        let lap = Instant::now();
        for _ in 0..count {
            work();
        }
        let lap = lap.elapsed();
        best = best.min(lap / count);
        if lap < Duration::from_millis(2) {
            count *= 2;
        }
    }
    println!("{name:<16} {size:>8} {:>14} ns", best.as_nanos());
}

fn magnitude(n: usize, mut seed: u64) -> Vec<u64> {
    let step = |seed: &mut u64| {
        *seed ^= *seed >> 12;
        *seed ^= *seed << 25;
        *seed ^= *seed >> 27;
        seed.wrapping_mul(0x2545_f491_4f6c_dd1d)
    };
    (0..n).map(|_| step(&mut seed) | 1 << 63).collect()
}

fn main() {
    let memory = &mut Plain;
    for n in [2, 8, 16, 32, 64, 100, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 10_000, 30_000, 100_000] {
        let (a, b) = (magnitude(n, 1), magnitude(n, 2));
        let mut out = vec![0; 2 * n];
        time("mul", n, || {
            black_box(limbs::mul(memory, &mut out, black_box(&a), black_box(&b)).unwrap());
        });
        time("square", n, || {
            black_box(limbs::square(memory, &mut out, black_box(&a)).unwrap());
        });
        let long = magnitude(2 * n, 3);
        let (mut q, mut r) = (vec![0; n + 1], vec![0; n]);
        time("div_rem 2n/n", n, || {
            let result = limbs::div_rem(memory, Some(&mut q), Some(&mut r), black_box(&long), &b);
            black_box(result.unwrap());
        });
        if n > 10_000 {
            continue;
        }
        let mut text = vec![0; int_text::digits_len(&a, Base::Decimal)];
        let mut len = int_text::digits(memory, &mut text, &a, Base::Decimal).unwrap();
        time("to decimal", n, || {
            len = int_text::digits(memory, &mut text, black_box(&a), Base::Decimal).unwrap();
        });
        time("from decimal", n, || {
            let text = int_parse::scan(black_box(&text[..len]), 10).unwrap();
            black_box(text.write(memory, &mut out).unwrap());
        });
    }
    for n in [1, 4, 16, 32, 64] {
        let (a, b) = (magnitude(n, 1), magnitude(n, 2));
        let mut m = magnitude(n, 3);
        m[0] |= 1;
        let mut out = vec![0; n];
        time("pow_mod odd", n, || {
            black_box(limbs::pow_mod(memory, &mut out, &a, &b, &m).unwrap());
        });
        time("gcd", n, || {
            black_box(limbs::gcd(memory, &mut out, black_box(&a), &b).unwrap());
        });
    }
    for value in [1.0, 0.1, 123.456, 1.234_567_890_123_456_7e-300] {
        time("repr float", 1, || {
            black_box(float::repr(black_box(value)));
        });
    }
    time("parse float", 1, || {
        black_box(float::parse(black_box(b"123.456")));
    });
    time("round(x, 2)", 1, || {
        black_box(float::round_digits(black_box(123.456), 2));
    });
    let spec = |text: &str| Spec::parse(text.chars().map(u32::from), 0, Align::Right, ascii_decimal);
    time("format .2f", 1, || {
        let spec = spec(black_box(".2f")).unwrap();
        black_box(format_float(&mut Discard, &spec, black_box(123.456)).is_ok());
    });
}
