//! See `pitviper_fuzz::regex`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pitviper_fuzz::{host, regex};

fuzz_target!(init: host::abort_on_panic(), |data: &[u8]| regex::run(data));
