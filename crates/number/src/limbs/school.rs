//! Rows of products, and the schoolbook methods made of them.
//!
//! Two rows go through an operand together: that saves loads, stores and a third of the time of single rows;
//! three or four bring no more (measured on Zen 4, see `benches/kernels.rs`).

/// `acc += a * b`; returns the limb carried out of `acc[..a.len()]`.
pub(crate) fn add_mul_limb(acc: &mut [u64], a: &[u64], b: u64) -> u64 {
    let mut carry = 0;
    for (x, &y) in acc.iter_mut().zip(a) {
        (*x, carry) = y.carrying_mul_add(b, carry, *x);
    }
    carry
}

/// `acc += a * b + carry` for `b` of two limbs; returns what is carried out of `acc[..a.len()]`.
pub(crate) fn add_mul_two(acc: &mut [u64], a: &[u64], b: [u64; 2], carry: u64) -> [u64; 2] {
    two_rows::<true>(acc, a, b, carry)
}

/// [`add_mul_two`], or the same without what `acc` holds.
#[inline]
fn two_rows<const ADD: bool>(acc: &mut [u64], a: &[u64], b: [u64; 2], carry: u64) -> [u64; 2] {
    let (pairs, last) = a.as_chunks::<2>();
    let (targets, target) = acc[..a.len()].as_chunks_mut::<2>();
    let [mut low, mut high] = [carry, 0];
    let mut step = |x: &mut u64, y: u64| {
        let middle;
        (*x, middle) = y.carrying_mul_add(b[0], low, if ADD { *x } else { 0 });
        (low, high) = y.carrying_mul_add(b[1], middle, high);
    };
    for (x, y) in targets.iter_mut().zip(pairs) {
        step(&mut x[0], y[0]);
        step(&mut x[1], y[1]);
    }
    if let ([x], &[y]) = (target, last) {
        step(x, y);
    }
    [low, high]
}

/// `acc -= a * b`; returns the limb borrowed from above `acc[..a.len()]`.
pub(crate) fn sub_mul_limb(acc: &mut [u64], a: &[u64], b: u64) -> u64 {
    let mut carry = 0;
    for (x, &y) in acc.iter_mut().zip(a) {
        let (low, high) = y.carrying_mul(b, carry);
        let (difference, borrow) = x.overflowing_sub(low);
        *x = difference;
        carry = high + u64::from(borrow);
    }
    carry
}

/// `acc = acc * factor + term` in place; returns the limb carried out.
pub(crate) fn mul_add_limb(acc: &mut [u64], factor: u64, term: u64) -> u64 {
    let mut carry = term;
    for x in acc {
        (*x, carry) = x.carrying_mul(factor, carry);
    }
    carry
}

/// `out = a * factor`; returns the limb carried out of `out[..a.len()]`.
pub(crate) fn mul_limb(out: &mut [u64], a: &[u64], factor: u64) -> u64 {
    let mut carry = 0;
    for (x, &y) in out.iter_mut().zip(a) {
        (*x, carry) = y.carrying_mul(factor, carry);
    }
    carry
}

/// Product into `out` of exactly `a.len() + b.len()` limbs.
pub(crate) fn product(out: &mut [u64], a: &[u64], b: &[u64]) {
    let n = a.len();
    // The first row or two write what the others add to.
    let first = 2 - b.len() % 2;
    let (head, rest) = b.split_at(first.min(b.len()));
    match *head {
        [low, high] => {
            let carry = two_rows::<false>(&mut out[..n], a, [low, high], 0);
            out[n..n + 2].copy_from_slice(&carry);
        }
        [limb] => out[n] = mul_limb(&mut out[..n], a, limb),
        _ => out.fill(0),
    }
    for (pair, i) in rest.as_chunks::<2>().0.iter().zip((first..).step_by(2)) {
        let carry = add_mul_two(&mut out[i..i + n], a, *pair, 0);
        out[i + n..i + n + 2].copy_from_slice(&carry);
    }
}

/// Square into `out` of exactly `2 a.len()` limbs: the products of unequal limbs once, doubled, then the squares.
pub(crate) fn square(out: &mut [u64], a: &[u64]) {
    let n = a.len();
    out[..n].fill(0);
    let (pairs, single) = a.as_chunks::<2>();
    for (&[low, high], i) in pairs.iter().zip((0..).step_by(2)) {
        let (between, above) = out[2 * i + 1..].split_at_mut(1);
        let carry;
        (between[0], carry) = low.carrying_mul_add(high, 0, between[0]);
        let rest = &a[i + 2..];
        let carry = add_mul_two(&mut above[..rest.len()], rest, [low, high], carry);
        above[rest.len()..rest.len() + 2].copy_from_slice(&carry);
    }
    if !single.is_empty() {
        out[2 * n - 1] = 0;
    }
    let (mut carry, mut shifted) = (false, 0);
    for (pair, &limb) in out.as_chunks_mut::<2>().0.iter_mut().zip(a) {
        let (low, high) = limb.carrying_mul(limb, 0);
        let doubled = [pair[0] << 1 | shifted, pair[1] << 1 | pair[0] >> 63];
        shifted = pair[1] >> 63;
        (pair[0], carry) = doubled[0].carrying_add(low, carry);
        (pair[1], carry) = doubled[1].carrying_add(high, carry);
    }
}
