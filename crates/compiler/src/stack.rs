//! Recursion over user data, on a stack of the right size.
//!
//! Invariant: code that recurses `levels` deep runs where that many levels fit, or not at all. The stack is
//! charged to the budget as long as it exists, but for a margin; it is reserved address space, touched only as deep as needed.
//!
//! `stacker` makes the stack because ruff's parser asks `stacker` how much is left: on a stack that it does
//! not know (a coroutine's) its answer would be wrong. As it panics when it cannot map memory, the mapping is
//! tried first with `corosensei`, which returns an error.

use corosensei::stack::DefaultStack;

use crate::ast::{Budget, OutOfMemory};

/// What every stack holds besides the levels asked for, in bytes: calls outside the recursion, and the
/// 100 KiB that ruff's parser keeps free.
pub(crate) const BASE: usize = 384 << 10;

/// The part of it that is hardly ever touched, and not charged.
const UNTOUCHED: usize = 256 << 10;

/// More than this is refused, in bytes.
const LARGEST: usize = 1 << 30;

/// Runs `f` on a stack that holds `levels` calls of `bytes_per_level` each.
///
/// # Errors
/// [`OutOfMemory`] when the budget or the system refuses the stack; `f` has not run then.
pub fn on_sized_stack<R>(
    budget: &mut dyn Budget,
    levels: usize,
    bytes_per_level: usize,
    f: impl FnOnce(&mut dyn Budget) -> R,
) -> Result<R, OutOfMemory> {
    let size = levels
        .checked_mul(bytes_per_level)
        .and_then(|n| n.checked_add(BASE))
        .filter(|&n| n <= LARGEST)
        .ok_or(OutOfMemory)?;
    budget.charge(size - UNTOUCHED)?;
    if DefaultStack::new(size).is_err() {
        budget.release(size - UNTOUCHED);
        return Err(OutOfMemory);
    }
    let result = stacker::grow(size, || f(&mut *budget));
    budget.release(size - UNTOUCHED);
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Unlimited;

    fn descend(n: u32) -> u32 {
        if n == 0 { 0 } else { 1 + std::hint::black_box(descend(std::hint::black_box(n - 1))) }
    }

    #[test]
    fn deep_recursion_fits() {
        assert_eq!(on_sized_stack(&mut Unlimited, 400_000, 256, |_| descend(400_000)), Ok(400_000));
    }

    #[test]
    fn absurd_sizes_are_refused() {
        assert_eq!(on_sized_stack(&mut Unlimited, usize::MAX, 256, |_| ()), Err(OutOfMemory));
    }
}
