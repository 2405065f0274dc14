//! Ctrl-C.

use pitviper::Interrupt;

/// Ctrl-C raises `KeyboardInterrupt` in the interpreter.
pub fn interrupt_on_ctrl_c(flag: Interrupt) {
    if let Err(error) = ctrlc::set_handler(move || flag.interrupt()) {
        eprintln!("pitviper: Ctrl-C will not be heard: {error}");
    }
}
