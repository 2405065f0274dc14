//! See `pitviper_fuzz::programs`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pitviper_fuzz::{host, programs};

fuzz_target!(init: host::abort_on_panic(), |data: &[u8]| programs::run(data));
