//! What the fuzz targets do with an input, each a function of bytes.
//!
//! Kept apart from the targets so that `crates/pitviper/tests/regressions.rs` includes this file and does the same, on
//! stable Rust, with every input that once failed. For that, paths inside it are relative (`super::`).

pub mod bytecode;
pub mod calls;
pub mod host;
pub mod mutate;
pub mod programs;
pub mod random;
pub mod regex;
pub mod source;

/// Inputs that were noted for one interpreter ([`host::Host::note`]), each behind its length in four bytes.
pub fn session(mut file: &[u8], run: fn(&[u8])) {
    while let Some((length, rest)) = file.split_first_chunk() {
        let (input, rest) = rest.split_at(rest.len().min(u32::from_le_bytes(*length) as usize));
        run(input);
        file = rest;
    }
}
