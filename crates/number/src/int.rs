//! Signed integers over the kernels of [`limbs`]: Python's arithmetic, floor division, shifts and
//! the bitwise operators on infinite two's complement.

use crate::Memory;
use crate::limbs::{self, compare, normal_len};
use core::cmp::Ordering;

/// A borrowed integer: sign and normalised magnitude. Zero is not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Int<'a> {
    /// Whether the integer is below zero.
    pub negative: bool,
    /// Its absolute value.
    pub magnitude: &'a [u64],
}

/// What was written into an output slice: sign and normalised length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Whether the integer is below zero.
    pub negative: bool,
    /// Limbs of its magnitude.
    pub len: usize,
}

impl Written {
    /// Zero is never negative.
    pub(crate) fn new(negative: bool, len: usize) -> Self {
        Self { negative: negative && len > 0, len }
    }

    /// The integer that was written into `out`.
    #[must_use]
    pub fn of(self, out: &[u64]) -> Int<'_> {
        Int { negative: self.negative, magnitude: &out[..self.len] }
    }

    /// Whether `out` holds a value that an `i64` can, and that value.
    #[must_use]
    pub fn to_i64(self, out: &[u64]) -> Option<i64> {
        self.of(out).to_i64()
    }
}

impl<'a> Int<'a> {
    /// An integer from any limbs and sign, normalised.
    #[must_use]
    pub fn new(negative: bool, limbs: &'a [u64]) -> Self {
        let magnitude = limbs::normal(limbs);
        Self { negative: negative && !magnitude.is_empty(), magnitude }
    }

    /// A machine integer, its limb kept in `limb`.
    #[must_use]
    pub fn from_i64(value: i64, limb: &'a mut [u64; 1]) -> Self {
        limb[0] = value.unsigned_abs();
        Self::new(value < 0, limb)
    }

    /// The integer as `i64`, if it fits.
    #[must_use]
    pub fn to_i64(self) -> Option<i64> {
        let absolute = match self.magnitude {
            [] => 0,
            &[limb] => limb,
            _ => return None,
        };
        if self.negative { 0i64.checked_sub_unsigned(absolute) } else { i64::try_from(absolute).ok() }
    }

    /// Whether this is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.magnitude.is_empty()
    }

    /// The integer with the opposite sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { negative: !self.negative && !self.is_zero(), ..self }
    }
}

impl PartialOrd for Int<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Int<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => compare(self.magnitude, other.magnitude),
            (true, true) => compare(other.magnitude, self.magnitude),
        }
    }
}

/// Writes `a + b`; `out` holds [`limbs::add_len`] limbs.
pub fn add(out: &mut [u64], a: Int, b: Int) -> Written {
    if a.negative == b.negative {
        return Written::new(a.negative, limbs::add(out, a.magnitude, b.magnitude));
    }
    if compare(a.magnitude, b.magnitude) == Ordering::Less {
        Written::new(b.negative, limbs::sub(out, b.magnitude, a.magnitude))
    } else {
        Written::new(a.negative, limbs::sub(out, a.magnitude, b.magnitude))
    }
}

/// Writes `a - b`; `out` holds [`limbs::add_len`] limbs.
pub fn sub(out: &mut [u64], a: Int, b: Int) -> Written {
    add(out, a, b.negated())
}

/// Writes `a * b`; `out` holds [`limbs::mul_len`] limbs.
///
/// # Errors
/// Those of `memory`.
pub fn mul<M: Memory>(memory: &mut M, out: &mut [u64], a: Int, b: Int) -> Result<Written, M::Error> {
    let len = limbs::mul(memory, out, a.magnitude, b.magnitude)?;
    Ok(Written::new(a.negative != b.negative, len))
}

/// Limbs that the quotient of [`floor_div_mod`] needs for operands of these lengths.
#[must_use]
pub fn floor_div_len(a: usize, b: usize) -> usize {
    limbs::quotient_len(a, b) + 1
}

/// Writes Python's `divmod(a, b)`: the quotient rounded down, the remainder with the divisor's sign.
/// `b` is not zero. `quotient` holds [`floor_div_len`] limbs, `remainder` as many as `b`; either may
/// be left out, its [`Written`] is then meaningless.
///
/// # Errors
/// Those of `memory`.
pub fn floor_div_mod<M: Memory>(
    memory: &mut M,
    mut quotient: Option<&mut [u64]>,
    mut remainder: Option<&mut [u64]>,
    a: Int,
    b: Int,
) -> Result<(Written, Written), M::Error> {
    let opposite = a.negative != b.negative;
    if compare(a.magnitude, b.magnitude) == Ordering::Less {
        return Ok(divide_smaller(quotient, remainder, a, b));
    }
    let (mut q_len, mut r_len) =
        limbs::div_rem(memory, quotient.as_deref_mut(), remainder.as_deref_mut(), a.magnitude, b.magnitude)?;
    if opposite && r_len > 0 {
        if let Some(q) = quotient {
            limbs::add_assign(q, &[1]);
            q_len = normal_len(&q[..=q_len]);
        }
        if let Some(r) = remainder {
            limbs::sub_from(&mut r[..b.magnitude.len()], b.magnitude);
            r_len = normal_len(&r[..b.magnitude.len()]);
        }
    }
    Ok((Written::new(opposite, q_len), Written::new(b.negative, r_len)))
}

/// The dividend is nearer to zero than the divisor: the quotient is 0 or -1.
fn divide_smaller(quotient: Option<&mut [u64]>, remainder: Option<&mut [u64]>, a: Int, b: Int) -> (Written, Written) {
    let below = a.negative != b.negative && !a.is_zero();
    if let Some(q) = quotient {
        limbs::store(q, &[1][..usize::from(below)]);
    }
    let r_len = remainder
        .map_or(0, |r| if below { limbs::sub(r, b.magnitude, a.magnitude) } else { limbs::store(r, a.magnitude) });
    (Written::new(below, usize::from(below)), Written::new(b.negative, r_len))
}

/// Limbs of `a << bits`, or `None` when that cannot be addressed.
#[must_use]
pub fn shift_left_len(a: Int, bits: u64) -> Option<usize> {
    limbs::shift_left_len(a.magnitude, bits)
}

/// Writes `a << bits`; `out` holds [`shift_left_len`] limbs.
pub fn shift_left(out: &mut [u64], a: Int, bits: u64) -> Written {
    Written::new(a.negative, limbs::shift_left(out, a.magnitude, bits))
}

/// Limbs that [`shift_right`] may need.
#[must_use]
pub fn shift_right_len(a: Int, bits: u64) -> usize {
    limbs::shift_right_len(a.magnitude, bits) + 1
}

/// Writes `a >> bits`, rounded down; `out` holds [`shift_right_len`] limbs.
pub fn shift_right(out: &mut [u64], a: Int, bits: u64) -> Written {
    let (mut len, lost) = limbs::shift_right(out, a.magnitude, bits);
    if a.negative && lost {
        limbs::add_assign(out, &[1]);
        len = normal_len(&out[..=len]);
    }
    Written::new(a.negative, len)
}

/// One of Python's bitwise operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bitwise {
    /// `&`
    And,
    /// `|`
    Or,
    /// `^`
    Xor,
}

impl Bitwise {
    fn apply(self, a: u64, b: u64) -> u64 {
        match self {
            Self::And => a & b,
            Self::Or => a | b,
            Self::Xor => a ^ b,
        }
    }
}

/// Limbs that [`bitwise`] may need for operands of these lengths.
#[must_use]
pub fn bitwise_len(a: usize, b: usize) -> usize {
    a.max(b) + 1
}

/// The limbs of an integer's two's complement, without end.
struct Complement<'a> {
    limbs: core::slice::Iter<'a, u64>,
    flip: u64,
    carry: bool,
}

impl<'a> Complement<'a> {
    fn new(value: Int<'a>) -> Self {
        let flip = if value.negative { u64::MAX } else { 0 };
        Self { limbs: value.magnitude.iter(), flip, carry: value.negative }
    }

    fn next(&mut self) -> u64 {
        let limb = self.limbs.next().copied().unwrap_or(0) ^ self.flip;
        let (limb, carry) = limb.overflowing_add(u64::from(self.carry));
        self.carry = carry;
        limb
    }
}

/// Writes `a op b` on infinite two's complement; `out` holds [`bitwise_len`] limbs.
pub fn bitwise(op: Bitwise, out: &mut [u64], a: Int, b: Int) -> Written {
    let len = bitwise_len(a.magnitude.len(), b.magnitude.len());
    let sign = |value: Int| u64::from(value.negative);
    let negative = op.apply(sign(a), sign(b)) == 1;
    let (mut x, mut y) = (Complement::new(a), Complement::new(b));
    let (out, above) = out.split_at_mut(len);
    above.fill(0);
    let (flip, mut carry) = (if negative { u64::MAX } else { 0 }, negative);
    for limb in &mut *out {
        let bits = op.apply(x.next(), y.next()) ^ flip;
        (*limb, carry) = bits.overflowing_add(u64::from(carry));
    }
    Written::new(negative, normal_len(out))
}

/// Writes `~a`, that is `-a - 1`; `out` holds one limb more than `a`.
pub fn invert(out: &mut [u64], a: Int) -> Written {
    let one = Int { negative: true, magnitude: &[1] };
    add(out, a.negated(), one)
}

/// Why a modular power has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowModError<E> {
    /// `ValueError: pow() 3rd argument cannot be 0`
    ZeroModulus,
    /// `ValueError: base is not invertible for the given modulus`
    NotInvertible,
    /// The computation was refused or stopped.
    Memory(E),
}

impl<E> PowModError<E> {
    /// CPython's message, when this is a `ValueError`.
    #[must_use]
    pub fn message(&self) -> Option<&'static str> {
        match self {
            Self::ZeroModulus => Some("pow() 3rd argument cannot be 0"),
            Self::NotInvertible => Some("base is not invertible for the given modulus"),
            Self::Memory(_) => None,
        }
    }
}

/// Writes `base ** exponent`; `out` holds [`limbs::pow_len`] limbs.
///
/// # Errors
/// Those of `memory`.
pub fn pow<M: Memory>(memory: &mut M, out: &mut [u64], base: Int, exponent: u64) -> Result<Written, M::Error> {
    let len = limbs::pow(memory, out, base.magnitude, exponent)?;
    Ok(Written::new(base.negative && exponent & 1 == 1, len))
}

/// Writes Python's `pow(base, exponent, modulus)`; the result has the modulus's sign. `out` is as
/// long as `modulus`.
///
/// # Errors
/// [`PowModError`].
pub fn pow_mod<M: Memory>(
    memory: &mut M,
    out: &mut [u64],
    base: Int,
    exponent: Int,
    modulus: Int,
) -> Result<Written, PowModError<M::Error>> {
    let m = modulus.magnitude;
    if m.is_empty() {
        return Err(PowModError::ZeroModulus);
    }
    let mut residue = memory.limbs(m.len()).map_err(PowModError::Memory)?;
    let positive = Int { negative: false, magnitude: m };
    let (_, written) = floor_div_mod(memory, None, Some(&mut residue), base, positive).map_err(PowModError::Memory)?;
    let mut len = written.len;
    if exponent.negative {
        let mut inverse = memory.limbs(m.len()).map_err(PowModError::Memory)?;
        len = if m == [1] {
            0
        } else {
            limbs::invert(memory, &mut inverse, &residue[..len], m)
                .map_err(PowModError::Memory)?
                .ok_or(PowModError::NotInvertible)?
        };
        residue = inverse;
    }
    let len = limbs::pow_mod(memory, out, &residue[..len], exponent.magnitude, m).map_err(PowModError::Memory)?;
    if modulus.negative && len > 0 {
        limbs::sub_from(&mut out[..m.len()], m);
        return Ok(Written::new(true, normal_len(out)));
    }
    Ok(Written::new(false, len))
}
