//! Ctrl-C.

use pitviper::Interrupt;

/// What is to be done about an interrupt that nobody caught.
#[derive(Clone, Copy, Debug)]
pub struct Interrupted;

impl Interrupted {
    /// Ends the process by the signal itself, as CPython does, so that a shell sees why.
    pub fn die(self) {
        use nix::sys::signal::{SigHandler, Signal, raise, signal};
        // SAFETY: the default action runs no code of ours.
        let reset = unsafe { signal(Signal::SIGINT, SigHandler::SigDfl) };
        if reset.is_ok() {
            let _ = raise(Signal::SIGINT);
        }
    }
}

/// Ctrl-C raises `KeyboardInterrupt` in the interpreter.
pub fn interrupt_on_ctrl_c(flag: Interrupt) -> Interrupted {
    // The thread that waits for it is not to be the one that other signals come to.
    let result = with_signals_blocked(|| ctrlc::set_handler(move || flag.interrupt()));
    if let Err(error) = result {
        eprintln!("pitviper: Ctrl-C will not be heard: {error}");
    }
    Interrupted
}

/// Calls `make` with all signals blocked, which threads made by it inherit.
fn with_signals_blocked<R>(make: impl FnOnce() -> R) -> R {
    use nix::sys::signal::{SigSet, SigmaskHow};
    let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK);
    let result = make();
    if let Ok(before) = before {
        let _ = before.thread_set_mask();
    }
    result
}

/// Blocks all signals in this thread: they come to the one that runs the program.
pub fn leave_signals_to_others() {
    let _ = nix::sys::signal::SigSet::all().thread_block();
}
