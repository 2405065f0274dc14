//! How the command is linked: resident memory at the start is one of the project's figures.
#![allow(clippy::disallowed_types, reason = "runs when Pitviper is built")]

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=start.ld");
    println!("cargo::rerun-if-env-changed=PITVIPER_UNORDERED");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // Where Rust brings its own linker; another that was configured may not know such scripts.
    let known = is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && is("CARGO_CFG_TARGET_ARCH", "x86_64")
        && env::var_os("RUSTC_LINKER").is_none();
    // Unordered, for the program that finds out what the order should be.
    if known && is("PROFILE", "release") && env::var_os("PITVIPER_UNORDERED").is_none() {
        let folder = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{folder}/start.ld");
    }
}
