//! What the tests of the code generator share.
#![allow(dead_code, reason = "each test uses some of it")]

use std::sync::Arc;

use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::code::{Code, Const};
use pitviper_compiler::error::CompileError;
use pitviper_compiler::source::Input;
use pitviper_compiler::{Compiled, Options, compile, dis, verify};

/// Compiles a module.
pub fn compiled(source: &str) -> Result<Compiled, CompileError> {
    compile(Input::Text(source), "test.py", Options::default(), &mut Unlimited)
}

/// The code of a module that is fine.
pub fn code_of(source: &str) -> Arc<Code> {
    match compiled(source) {
        Ok(compiled) => {
            verify::verify(&compiled.code).expect("the code is sound");
            compiled.code
        }
        Err(CompileError::Syntax(error)) => panic!("{}: {source}", error.message()),
        Err(error) => panic!("{error:?}: {source}"),
    }
}

/// The message and place of a module that is wrong.
pub fn error_of(source: &str) -> (String, (u32, i32, u32, i32)) {
    match compiled(source) {
        Ok(_) => panic!("no error: {source}"),
        Err(CompileError::Syntax(error)) => {
            let at = error.location.expect("it has a place");
            (error.message().to_owned(), (at.line, at.offset, at.end_line, at.end_offset))
        }
        Err(error) => panic!("{error:?}: {source}"),
    }
}

/// The last function (or the function in the last class) of a module.
pub fn function(source: &str) -> Arc<Code> {
    let mut code = code_of(source);
    loop {
        let inner = code.constants.iter().rev().find_map(|constant| match constant {
            Const::Code(code) if !code.name.starts_with("__annotate") && !code.name.starts_with('<') => {
                Some(code.clone())
            }
            _ => None,
        });
        match inner {
            Some(inner) => code = inner,
            None => return code,
        }
    }
}

/// The instructions of [`function`], without offsets, lines and handlers.
pub fn listing(source: &str) -> Vec<String> {
    let mut text = String::new();
    dis::write(&function(source), false, &mut text).expect("strings take everything");
    text.lines()
        .skip(1)
        .filter(|line| !line.starts_with("      "))
        .map(|line| line[11..].split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// How many instructions of [`function`] begin like this.
pub fn ops(source: &str, start: &str) -> usize {
    listing(source).iter().filter(|line| line.starts_with(start)).count()
}
