//! Programs made from bytes: every input is a small Python program that ends, and whose output does not depend on
//! addresses, hash seeds or time. So it can be compared with CPython's (`fuzz/compare.py`).
//!
//! Loops go over at most a few items, functions call only functions made before them, and what grows is clipped.
//! About one operand in thirty has a type that does not fit: what errors say is compared as well.

mod expressions;
mod maker;
mod prelude;
mod statements;

pub use maker::program;

use super::host::Host;

/// Runs the program with much or little memory, and in one go or with pauses: the first three bytes say how.
pub fn run(data: &[u8]) {
    let Some((&[how, amount, pauses], bytes)) = data.split_first_chunk() else { return };
    let limit = if how < 128 { 64 << 20 } else { usize::from(how & 31) * (16 << 10) + usize::from(amount) * 64 };
    let mut host = Host::with(limit, how & 0xe0 == 0xe0);
    if pauses >= 192 {
        host = host.pausing(u64::from(amount) * 4 + 1, u32::from(pauses - 192) * 16);
    }
    if host.run("import io, sys\nsys.stdout = io.StringIO()\n") {
        host.run(&program(bytes));
    }
    host.end();
}
