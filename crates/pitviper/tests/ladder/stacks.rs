//! Native call stacks as numbers, by frame pointers.
//!
//! Only where the whole program keeps them: `RUSTFLAGS="-C force-frame-pointers=yes"`.

use std::arch::asm;

/// Innermost frames that count.
const DEPTH: usize = 48;

/// Whether every frame of this program can be walked.
pub fn can_walk() -> bool {
    cfg!(any(target_arch = "x86_64", target_arch = "aarch64"))
        && option_env!("RUSTFLAGS").is_some_and(|flags| flags.contains("force-frame-pointers"))
}

/// A number of the present call stack, the same in every run of this program. Zero where it cannot be walked.
#[inline(never)]
pub fn number() -> u64 {
    if !can_walk() {
        return 0;
    }
    let base = number as fn() -> u64 as usize;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut frame = frame_pointer();
    for _ in 0..DEPTH {
        if frame == 0 || !frame.is_multiple_of(8) {
            break;
        }
        // SAFETY: the program is built so that each frame begins with the address of the one before and the
        // address to return to; the walk began in a live frame, and only goes up.
        let [next, back] = unsafe { *(frame as *const [usize; 2]) };
        hash = (hash ^ back.wrapping_sub(base) as u64).wrapping_mul(0x0100_0000_01b3).rotate_left(7);
        if next <= frame || next - frame > 1 << 20 {
            break;
        }
        frame = next;
    }
    hash
}

#[inline(always)]
fn frame_pointer() -> usize {
    let frame: usize;
    #[cfg(target_arch = "x86_64")]
    // SAFETY: it only reads a register.
    unsafe {
        asm!("mov {}, rbp", out(reg) frame, options(nomem, nostack, preserves_flags));
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: it only reads a register.
    unsafe {
        asm!("mov {}, x29", out(reg) frame, options(nomem, nostack, preserves_flags));
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        frame = 0;
    }
    frame
}
