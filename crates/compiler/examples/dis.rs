//! Shows the bytecode of a file: `cargo run -p pitviper-compiler --example dis -- FILE`.
#![allow(clippy::disallowed_types, reason = "tests and tools allocate as they like")]

use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::error::CompileError;
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile, dis};

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).expect("the file can be read");
        match compile(Input::Bytes(&bytes), &path, Options::default(), &mut Unlimited) {
            Ok(compiled) => {
                let mut text = String::new();
                dis::write(&compiled.code, true, &mut text).expect("strings take everything");
                print!("{text}");
                for warning in &compiled.warnings {
                    println!("{path}:{}:{}: SyntaxWarning: {}", warning.line, warning.column, warning.message);
                }
            }
            Err(CompileError::Syntax(error)) => println!("{path}: {}: {:?}", error.message(), error.location),
            Err(error) => println!("{path}: {error:?}"),
        }
    }
}
