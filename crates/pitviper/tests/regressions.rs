//! Inputs on which a fuzz target once failed (`fuzz/regressions/TARGET/NAME`), done again as the target does them.
//!
//! The targets' own code is included, so that this needs neither nightly Rust nor libFuzzer. Files named `….session` are
//! several inputs for one interpreter. `PITVIPER_FUZZ_CORPORA=FOLDER` adds what is in `FOLDER/TARGET`: corpora of libFuzzer.
#![expect(clippy::disallowed_types, reason = "a test")]

#[path = "../../../fuzz/src/lib.rs"]
#[allow(dead_code, reason = "the targets use more of it")]
mod fuzz;

use std::fs;
use std::path::Path;

fn replay(target: &str, run: fn(&[u8])) {
    let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/regressions");
    replay_folder(&known.join(target), run);
    if let Some(corpora) = std::env::var_os("PITVIPER_FUZZ_CORPORA") {
        replay_folder(&Path::new(&corpora).join(target), run);
    }
}

fn replay_folder(folder: &Path, run: fn(&[u8])) {
    let Ok(files) = fs::read_dir(folder) else { return };
    for file in files {
        let path = file.expect("a folder that can be read").path();
        let input = fs::read(&path).expect("a file that can be read");
        println!("{}", path.display());
        if path.extension().is_some_and(|extension| extension == "session") {
            fuzz::session(&input, run);
        } else {
            run(&input);
        }
    }
}

#[test]
fn source() {
    replay("source", fuzz::source::run);
}

#[test]
fn bytecode() {
    replay("bytecode", fuzz::bytecode::run);
}

#[test]
fn programs() {
    replay("programs", fuzz::programs::run);
}

#[test]
fn regex() {
    replay("regex", fuzz::regex::run);
}

#[test]
fn calls() {
    replay("calls", fuzz::calls::run);
}
