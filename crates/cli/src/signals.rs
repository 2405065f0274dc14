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
    if let Err(error) = ctrlc::set_handler(move || flag.interrupt()) {
        eprintln!("pitviper: Ctrl-C will not be heard: {error}");
    }
    Interrupted
}
