//! Compiles files and says what goes wrong: `cargo run -p pitviper-compiler --example check -- FILE…`.
#![allow(clippy::disallowed_types, reason = "tests and tools allocate as they like")]

use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::error::CompileError;
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile, verify};

fn main() {
    let mut wrong = 0;
    let paths: Vec<String> = std::env::args().skip(1).collect();
    for path in &paths {
        let bytes = std::fs::read(path).expect("the file can be read");
        let problem = match compile(Input::Bytes(&bytes), path, Options::default(), &mut Unlimited) {
            Ok(compiled) => verify::verify(&compiled.code).err(),
            Err(CompileError::Syntax(error)) => Some(format!("{}: {:?}", error.message(), error.location)),
            Err(error) => Some(format!("{error:?}")),
        };
        if let Some(problem) = problem {
            wrong += 1;
            println!("{path}: {problem}");
        }
    }
    println!("{} files, {wrong} wrong", paths.len());
}
