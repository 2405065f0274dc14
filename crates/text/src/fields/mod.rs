//! Templates: what `str.format` and the `%` operator read out of a format string.
//!
//! Both are iterators of index ranges into the template. Each step is O(what it covers), and
//! nothing nests: a format spec with fields in it is a template of its own.

pub mod format;
pub mod printf;

/// Reads decimal digits of ASCII from `at` on. `Err` when they are more than `sys.maxsize`.
fn number(text: crate::Chars<'_>, mut at: usize) -> Result<(usize, usize), NumberTooBig> {
    let mut value = 0isize;
    while let Some(digit @ 0x30..=0x39) = text.get(at) {
        value = isize::try_from(digit - 0x30)
            .ok()
            .and_then(|digit| value.checked_mul(10)?.checked_add(digit))
            .ok_or(NumberTooBig)?;
        at += 1;
    }
    Ok((value.unsigned_abs(), at))
}

struct NumberTooBig;
