//! See `pitviper_fuzz::calls`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pitviper_fuzz::{host, calls};

fuzz_target!(init: host::abort_on_panic(), |data: &[u8]| calls::run(data));
