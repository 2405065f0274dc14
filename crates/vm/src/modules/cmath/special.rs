//! Results for infinite and not-a-number arguments (C99, annex G), as tables of seven rows by the real part and seven
//! columns by the imaginary part: -inf, negative, -0, 0, positive, inf, nan.
//!
//! A cell is two letters, real and imaginary: `i` infinity, `n` nan, `o` zero, `1` one, `p` pi and its parts `t` three
//! quarters, `h` half, `q` quarter; capitals are negative, `m` is -1, `u` is never looked at.

use super::Parts;

/// A table.
pub struct Table(pub [&'static [u8; 14]; 7]);

fn class(x: f64) -> usize {
    match x {
        _ if x.is_nan() => 6,
        f64::INFINITY => 5,
        f64::NEG_INFINITY => 0,
        _ if x > 0.0 => 4,
        _ if x < 0.0 => 1,
        _ if x.is_sign_negative() => 2,
        _ => 3,
    }
}

fn value(letter: u8) -> f64 {
    use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};
    let size = match letter.to_ascii_lowercase() {
        b'i' => f64::INFINITY,
        b'o' => 0.0,
        b'1' => 1.0,
        b'm' => -1.0,
        b'p' => PI,
        b't' => 0.75 * PI,
        b'h' => FRAC_PI_2,
        b'q' => FRAC_PI_4,
        _ => f64::NAN,
    };
    if letter.is_ascii_uppercase() { -size } else { size }
}

impl Table {
    /// The result, when one part is not finite.
    pub fn get(&self, (real, imaginary): Parts) -> Option<Parts> {
        if real.is_finite() && imaginary.is_finite() {
            return None;
        }
        let row = self.0[class(real)];
        let column = 2 * class(imaginary);
        Some((value(row[column]), value(row[column + 1])))
    }
}

/// `acos`.
pub static ACOS: Table = Table([
    b"tipipipIpItIni",
    b"hiuuuuuuuuhInn",
    b"hiuuuuuuuuhIhn",
    b"hiuuuuuuuuhIhn",
    b"hiuuuuuuuuhInn",
    b"qioioioIoIqIni",
    b"ninnnnnnnnnInn",
]);
/// `acosh`.
pub static ACOSH: Table = Table([
    b"iTiPiPipipitin",
    b"iHuuuuuuuuihnn",
    b"iHuuuuuuuuihnh",
    b"iHuuuuuuuuihnh",
    b"iHuuuuuuuuihnn",
    b"iQiOiOioioiqin",
    b"innnnnnnnninnn",
]);
/// `asinh`.
pub static ASINH: Table = Table([
    b"IQIOIOIoIoIqIn",
    b"IHuuuuuuuuIhnn",
    b"IHuuuuuuuuIhnn",
    b"iHuuuuuuuuihnn",
    b"iHuuuuuuuuihnn",
    b"iQiOiOioioiqin",
    b"innnnOnonninnn",
]);
/// `atanh`.
pub static ATANH: Table = Table([
    b"OHOHOHOhOhOhOn",
    b"OHuuuuuuuuOhnn",
    b"OHuuuuuuuuOhOn",
    b"oHuuuuuuuuohon",
    b"oHuuuuuuuuohnn",
    b"oHoHoHohohohon",
    b"oHnnnnnnnnohnn",
]);
/// `cosh`.
pub static COSH: Table = Table([
    b"inuuioiOuuinin",
    b"nnuuuuuuuunnnn",
    b"nouu1o1Ouunono",
    b"nouu1O1ouunono",
    b"nnuuuuuuuunnnn",
    b"inuuiOiouuinin",
    b"nnnnnononnnnnn",
]);
/// `exp`.
pub static EXP: Table = Table([
    b"oouuoOoouuoooo",
    b"nnuuuuuuuunnnn",
    b"nnuu1O1ouunnnn",
    b"nnuu1O1ouunnnn",
    b"nnuuuuuuuunnnn",
    b"inuuiOiouuinin",
    b"nnnnnOnonnnnnn",
]);
/// `log`.
pub static LOG: Table = Table([
    b"iTiPiPipipitin",
    b"iHuuuuuuuuihnn",
    b"iHuuIPIpuuihnn",
    b"iHuuIOIouuihnn",
    b"iHuuuuuuuuihnn",
    b"iQiOiOioioiqin",
    b"innnnnnnnninnn",
]);
/// `sinh`.
pub static SINH: Table = Table([
    b"inuuIOIouuinin",
    b"nnuuuuuuuunnnn",
    b"onuuOOOouuonon",
    b"onuuoOoouuonon",
    b"nnuuuuuuuunnnn",
    b"inuuiOiouuinin",
    b"nnnnnOnonnnnnn",
]);
/// `sqrt`.
pub static SQRT: Table = Table([
    b"iIoIoIoioiiini",
    b"iIuuuuuuuuiinn",
    b"iIuuoOoouuiinn",
    b"iIuuoOoouuiinn",
    b"iIuuuuuuuuiinn",
    b"iIiOiOioioiiin",
    b"iInnnnnnnniinn",
]);
/// `tanh`.
pub static TANH: Table = Table([
    b"mouumOmouumomo",
    b"nnuuuuuuuunnnn",
    b"OnuuOOOouuOnOn",
    b"onuuoOoouuonon",
    b"nnuuuuuuuunnnn",
    b"1ouu1O1ouu1o1o",
    b"nnnnnOnonnnnnn",
]);
/// `rect`.
pub static RECT: Table = Table([
    b"inuuIoIOuuinin",
    b"nnuuuuuuuunnnn",
    b"oouuOoOOuuoooo",
    b"oouuoOoouuoooo",
    b"nnuuuuuuuunnnn",
    b"inuuiOiouuinin",
    b"nnnnnononnnnnn",
]);
