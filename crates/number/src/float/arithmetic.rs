//! Float operators whose results or errors are Python's own.

/// Why an operation has no float result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithmeticError {
    /// `ZeroDivisionError: division by zero`
    ZeroDivision,
    /// `ZeroDivisionError: zero to a negative power`
    ZeroPower,
    /// `OverflowError: (34, 'Numerical result out of range')`
    Overflow,
    /// A negative base with a fractional exponent: the result is `complex(base) ** exponent`.
    Complex,
}

/// `a / b`.
///
/// # Errors
/// [`ArithmeticError::ZeroDivision`].
pub fn true_div(a: f64, b: f64) -> Result<f64, ArithmeticError> {
    if b == 0.0 { Err(ArithmeticError::ZeroDivision) } else { Ok(a / b) }
}

/// The remainder with the divisor's sign, and what it was before it got that.
fn remainder(a: f64, b: f64) -> (f64, f64) {
    let rest = a % b;
    if rest == 0.0 {
        return (0f64.copysign(b), rest);
    }
    if (b < 0.0) == (rest < 0.0) { (rest, rest) } else { (rest + b, rest) }
}

/// `a % b`.
///
/// # Errors
/// [`ArithmeticError::ZeroDivision`].
pub fn modulo(a: f64, b: f64) -> Result<f64, ArithmeticError> {
    if b == 0.0 { Err(ArithmeticError::ZeroDivision) } else { Ok(remainder(a, b).0) }
}

/// `divmod(a, b)`.
///
/// # Errors
/// [`ArithmeticError::ZeroDivision`].
pub fn div_mod(a: f64, b: f64) -> Result<(f64, f64), ArithmeticError> {
    if b == 0.0 {
        return Err(ArithmeticError::ZeroDivision);
    }
    let (modulo, rest) = remainder(a, b);
    let mut quotient = (a - rest) / b;
    if rest != 0.0 && (b < 0.0) != (rest < 0.0) {
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return Ok((0f64.copysign(a / b), modulo));
    }
    // The division above may have been rounded across a whole number.
    let mut whole = quotient.floor();
    if quotient - whole > 0.5 {
        whole += 1.0;
    }
    Ok((whole, modulo))
}

/// `a // b`.
///
/// # Errors
/// [`ArithmeticError::ZeroDivision`].
pub fn floor_div(a: f64, b: f64) -> Result<f64, ArithmeticError> {
    div_mod(a, b).map(|(quotient, _)| quotient)
}

/// Whether the value is an odd whole number.
fn is_odd(value: f64) -> bool {
    value.abs() % 2.0 == 1.0
}

/// `base ** exponent`.
///
/// # Errors
/// [`ArithmeticError`], but for `ZeroDivision`.
pub fn power(base: f64, exponent: f64) -> Result<f64, ArithmeticError> {
    if exponent == 0.0 || base == 1.0 {
        return Ok(1.0);
    }
    if base.is_nan() || exponent.is_nan() {
        return Ok(base + exponent);
    }
    if exponent.is_infinite() {
        let size = base.abs();
        return Ok(if size == 1.0 {
            1.0
        } else if (exponent > 0.0) == (size > 1.0) {
            f64::INFINITY
        } else {
            0.0
        });
    }
    let odd = is_odd(exponent);
    if base.is_infinite() {
        let size = if exponent > 0.0 { f64::INFINITY } else { 0.0 };
        return Ok(if odd { size.copysign(base) } else { size });
    }
    if base == 0.0 {
        if exponent < 0.0 {
            return Err(ArithmeticError::ZeroPower);
        }
        return Ok(if odd { base } else { 0.0 });
    }
    if base < 0.0 && exponent != exponent.floor() {
        return Err(ArithmeticError::Complex);
    }
    let size = base.abs().powf(exponent);
    if size.is_infinite() {
        return Err(ArithmeticError::Overflow);
    }
    Ok(if base < 0.0 && odd { -size } else { size })
}

/// `value.is_integer()`.
#[must_use]
pub fn is_integer(value: f64) -> bool {
    value.is_finite() && value == value.floor()
}
