//! See `pitviper_fuzz::bytecode`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pitviper_fuzz::{host, bytecode};

fuzz_target!(init: host::abort_on_panic(), |data: &[u8]| bytecode::run(data));
