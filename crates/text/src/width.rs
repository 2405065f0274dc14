//! Dispatch over the three storage widths: one generic body, compiled once per width.

/// What a code unit of any width can do: widen to a code point.
pub(crate) trait Unit: Copy + Ord + Into<u32> {}

/// The code point in a unit of any width.
#[inline]
pub(crate) fn widen<U: Unit>(unit: U) -> u32 {
    unit.into()
}

impl Unit for u8 {}
impl Unit for u16 {}
impl Unit for u32 {}

/// Evaluates `$body` with `$units` bound to the slice inside `$chars`, whatever its width.
macro_rules! each_width {
    ($chars:expr, $units:ident => $body:expr) => {
        match $chars {
            $crate::chars::Chars::One($units) => $body,
            $crate::chars::Chars::Two($units) => $body,
            $crate::chars::Chars::Four($units) => $body,
        }
    };
}
