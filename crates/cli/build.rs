//! How the command is linked: resident memory at the start is one of the project's figures.
#![allow(clippy::disallowed_types, reason = "runs when Pitviper is built")]

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let gnu_linux = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    // Rust's own linker there is LLD, which knows these; another that was configured may not.
    if gnu_linux
        && is("CARGO_CFG_TARGET_ARCH", "x86_64")
        && env::var_os("RUSTC_LINKER").is_none()
        && is("PROFILE", "release")
    {
        // A fixed address: no 14,000 relocations to read and apply (0.5 MB) at every start.
        println!("cargo::rustc-link-arg-bins=-no-pie");
        // Equal functions once (0.1 MB), those for errors apart from those that every start runs.
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=safe");
        println!("cargo::rustc-link-arg-bins=-Wl,-z,keep-text-section-prefix");
    }
}
