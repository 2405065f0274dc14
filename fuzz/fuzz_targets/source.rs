//! See `pitviper_fuzz::source`.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use pitviper_fuzz::{host, mutate, source};

fuzz_target!(init: host::abort_on_panic(), |data: &[u8]| source::run(data));

// Half of the mutations are libFuzzer's own, the other half know tokens and lines.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 2 == 0 { fuzzer_mutate(data, size, max_size) } else { mutate::source(data, size, max_size, seed) }
});
