//! A door for this crate's own tests: it makes allocations fail, and looks at whether the heap is sound.

use pitviper_heap::Kind;
use pitviper_vm::OutOfMemory;

use crate::builder::Builder;
use crate::run::Interpreter;

/// Which allocations fail, counted from now on.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// None.
    Off,
    /// The one behind so many.
    One(u64),
    /// All behind so many.
    From(u64),
    /// Those that the function picks.
    Picked(fn() -> bool),
}

/// Makes allocations of the interpreter's heap fail.
pub fn fail(python: &mut Interpreter, fault: Fault) {
    let heap = &mut python.vm.heap;
    match fault {
        Fault::Off => heap.fail_after(None),
        Fault::One(n) => heap.fail_after(Some(n)),
        Fault::From(n) => heap.fail_from(Some(n)),
        Fault::Picked(pick) => heap.fail_when(Some(pick)),
    }
}

/// Allocations that were made to fail so far.
#[must_use]
pub fn faults(python: &Interpreter) -> u64 {
    python.vm.heap.faults()
}

/// Makes an interpreter while the allocation behind `n` fails.
///
/// # Errors
/// When that was one it cannot do without.
pub fn build(builder: Builder, n: u64) -> Result<Interpreter, OutOfMemory> {
    builder.fail_after(n).build()
}

/// Changes the memory limit.
pub fn set_memory_limit(python: &mut Interpreter, limit: Option<usize>) {
    python.vm.heap.set_limit(limit);
}

/// Bytes that the heap holds, when it holds nothing idle.
pub fn memory_used(python: &mut Interpreter) -> usize {
    python.vm.heap.trim();
    python.vm.heap.used()
}

/// Cancels what runs at the look behind so many: a look is what native code and loops do to see whether they should stop.
pub fn cancel_after(python: &mut Interpreter, looks: Option<u64>) {
    python.vm.cancel_after(looks);
}

/// Buffers alive, which no count of references covers.
#[must_use]
pub fn buffers(python: &Interpreter) -> u64 {
    python.vm.heap.stats().kinds[Kind::Raw as usize].live_blocks
}

/// Whether the heap is sound; `wrong` hears of each object whose count is not right.
///
/// # Errors
/// What is wrong.
pub fn verify(python: &mut Interpreter, mut wrong: impl FnMut(&str)) -> Result<(), &'static str> {
    python.vm.verify_heap(|kind, mismatch| wrong(&format!("{kind}: {mismatch}")))
}
