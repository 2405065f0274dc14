//! Arithmetic modulo one of the transform's primes, in Montgomery's form and lazily reduced.
//!
//! Primes lie just below 2**61, so a word has room for sums of up to eight residues: "below 8 p" means "any
//! word that a few additions made". [`Field::mul`] takes any word against a reduced factor and gives less
//! than 2 p without a comparison.

/// Bits of the greatest power of two that divides `P - 1`.
pub(super) const TWOS: usize = 48;

/// Roots of unity that serve transforms of up to 2**(TWOS - 2) coefficients.
const STEPS: usize = TWOS - 2;

/// A reduced factor for many products, with its quotient by the prime (Shoup's method): such a product takes one
/// wide multiplication instead of two.
#[derive(Clone, Copy)]
pub(super) struct Factor<const P: u64> {
    factor: u64,
    /// `factor * 2**64 / P`, rounded down.
    quotient: u64,
}

impl<const P: u64> Factor<P> {
    /// `a * self`, below 2 P, of any word.
    #[inline(always)]
    pub(super) const fn times(self, a: u64) -> u64 {
        let quotient = ((a as u128 * self.quotient as u128) >> 64) as u64;
        a.wrapping_mul(self.factor).wrapping_sub(quotient.wrapping_mul(P))
    }
}

/// The integers modulo `P`, of which `G` is no square. `R` is 2**64.
pub(super) struct Field<const P: u64, const G: u64>;

impl<const P: u64, const G: u64> Field<P, G> {
    pub(super) const P2: u64 = 2 * P;
    pub(super) const P4: u64 = 4 * P;

    /// `1 / P` modulo R.
    const INVERSE: u64 = {
        let mut inverse = 1u64;
        let mut i = 0;
        while i < 6 {
            inverse = inverse.wrapping_mul(2u64.wrapping_sub(P.wrapping_mul(inverse)));
            i += 1;
        }
        inverse
    };

    /// `R` modulo P: one in Montgomery's form.
    pub(super) const ONE: u64 = ((1u128 << 64) % P as u128) as u64;

    /// `R * R` modulo P: what carries a residue into Montgomery's form.
    pub(super) const SQUARE: u64 = (Self::ONE as u128 * Self::ONE as u128 % P as u128) as u64;

    /// `ROOTS[i]` has order 2**i and is the square of `ROOTS[i + 1]`.
    const ROOTS: [u64; TWOS + 1] = Self::powers(Self::power(Self::form(G), (P - 1) >> TWOS));

    /// Inverses of [`Self::ROOTS`].
    const INVERSE_ROOTS: [u64; TWOS + 1] = Self::powers(Self::invert(Self::ROOTS[TWOS]));

    /// A square root of -1.
    pub(super) const I: Factor<P> = Self::factor(Self::ROOTS[2]);
    /// Half of it.
    pub(super) const HALF_I: Factor<P> =
        Self::factor(Self::reduced(Self::mul(Self::ROOTS[2], Self::invert(Self::form(2)))));
    /// Its inverse.
    pub(super) const INVERSE_I: Factor<P> = Self::factor(Self::INVERSE_ROOTS[2]);

    /// `twist(s + 1) / twist(s)` where `s` ends in so many set bits.
    const STEP: [u64; STEPS] = Self::steps(&Self::ROOTS, &Self::INVERSE_ROOTS);
    /// The same of the inverses.
    const INVERSE_STEP: [u64; STEPS] = Self::steps(&Self::INVERSE_ROOTS, &Self::ROOTS);

    const fn powers(mut root: u64) -> [u64; TWOS + 1] {
        let mut powers = [0; TWOS + 1];
        let mut i = TWOS + 1;
        while i > 0 {
            i -= 1;
            powers[i] = root;
            root = Self::reduced(Self::mul(root, root));
        }
        powers
    }

    const fn steps(roots: &[u64; TWOS + 1], inverses: &[u64; TWOS + 1]) -> [u64; STEPS] {
        let mut steps = [0; STEPS];
        let mut lower = Self::ONE;
        let mut i = 0;
        while i < STEPS {
            steps[i] = Self::reduced(Self::mul(roots[i + 3], lower));
            lower = Self::reduced(Self::mul(lower, inverses[i + 3]));
            i += 1;
        }
        steps
    }

    /// `a * b / R`, below 2 P; `b` is below P, or both are below 2 P.
    #[inline(always)]
    pub(super) const fn mul(a: u64, b: u64) -> u64 {
        let product = a as u128 * b as u128;
        let quotient = (product as u64).wrapping_mul(Self::INVERSE);
        let back = ((quotient as u128 * P as u128) >> 64) as u64;
        (product >> 64) as u64 + P - back
    }

    /// A residue in Montgomery's form as a factor.
    #[inline(always)]
    pub(super) const fn factor(residue: u64) -> Factor<P> {
        // The residue is what the division of factor * 2**64 leaves, so the quotient is exact modulo 2**64.
        let quotient = residue.wrapping_mul(Self::INVERSE.wrapping_neg());
        Factor { factor: Self::reduced(Self::mul(residue, 1)), quotient }
    }

    /// What is below 2 P, below P.
    #[inline(always)]
    pub(super) const fn reduced(a: u64) -> u64 {
        if a >= P { a - P } else { a }
    }

    /// What is below 4 P, below 2 P.
    #[inline(always)]
    pub(super) const fn halved(a: u64) -> u64 {
        if a >= Self::P2 { a - Self::P2 } else { a }
    }

    /// Any word that is below 8 P, below 2 P.
    #[inline(always)]
    pub(super) const fn quartered(a: u64) -> u64 {
        Self::halved(if a >= Self::P4 { a - Self::P4 } else { a })
    }

    /// A residue in Montgomery's form.
    pub(super) const fn form(a: u64) -> u64 {
        Self::reduced(Self::mul(a, Self::SQUARE))
    }

    const fn power(mut base: u64, mut exponent: u64) -> u64 {
        let mut result = Self::ONE;
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = Self::reduced(Self::mul(result, base));
            }
            base = Self::reduced(Self::mul(base, base));
            exponent >>= 1;
        }
        result
    }

    pub(super) const fn invert(a: u64) -> u64 {
        Self::power(a, P - 2)
    }

    /// The factor `r` of block `s`: the block of `4 m` coefficients stands for residues modulo
    /// `x**(4 m) - r**4`.
    pub(super) fn twist(s: usize) -> u64 {
        Self::product_of(&Self::ROOTS, s)
    }

    /// `1 / twist(s)`.
    pub(super) fn inverse_twist(s: usize) -> u64 {
        Self::product_of(&Self::INVERSE_ROOTS, s)
    }

    fn product_of(roots: &[u64], s: usize) -> u64 {
        (0..STEPS)
            .filter(|bit| s >> bit & 1 == 1)
            .fold(Self::ONE, |product, bit| Self::reduced(Self::mul(product, roots[bit + 3])))
    }

    /// `twist(s + 1)` from `twist(s)`.
    #[inline(always)]
    pub(super) fn next(twist: u64, s: usize) -> u64 {
        Self::reduced(Self::mul(twist, Self::STEP[s.trailing_ones() as usize % STEPS]))
    }

    /// `inverse_twist(s + 1)` from `inverse_twist(s)`.
    #[inline(always)]
    pub(super) fn inverse_next(twist: u64, s: usize) -> u64 {
        Self::reduced(Self::mul(twist, Self::INVERSE_STEP[s.trailing_ones() as usize % STEPS]))
    }
}
