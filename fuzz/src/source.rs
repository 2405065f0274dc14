//! Source text: the first byte says how it is compiled, the rest is the text.
//!
//! What is charged must be given back; what is compiled must pass the verifier, survive being written and read, and be
//! shown by the disassembler.

use pitviper_compiler::ast::{Budget, OutOfMemory, Unlimited};
use pitviper_compiler::error::CompileError;
use pitviper_compiler::parse::{Mode, Wanted, parse_with};
use pitviper_compiler::serial::{self, Trust};
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile, dis, verify};

/// Most bytes that compiling may take.
const LIMIT: usize = 256 << 20;

/// Counts what is charged, and refuses beyond a limit.
struct Limited {
    charged: usize,
    limit: usize,
}

impl Budget for Limited {
    fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        if bytes > self.limit - self.charged {
            return Err(OutOfMemory);
        }
        self.charged += bytes;
        Ok(())
    }

    fn release(&mut self, bytes: usize) {
        self.charged = self.charged.checked_sub(bytes).expect("more released than charged");
    }
}

/// Compiles it.
pub fn run(data: &[u8]) {
    let Some((&how, text)) = data.split_first() else { return };
    let mode = [Mode::Module, Mode::Expression, Mode::Interactive][usize::from(how % 3)];
    let options = Options {
        mode,
        optimize: (how >> 2) % 3,
        top_level_await: how & 0x10 != 0,
        future_flags: if how & 0x20 != 0 { 0x0100_0000 } else { 0 },
    };
    // A quarter is compiled with little memory.
    let limit = if how & 0xc0 == 0xc0 { text.len() * 64 + (usize::from(how & 0xf) << 14) } else { LIMIT };
    let mut budget = Limited { charged: 0, limit };
    let input = match std::str::from_utf8(text) {
        Ok(text) if how & 0x40 == 0 => Input::Text(text),
        _ => Input::Bytes(text),
    };
    match compile(input, "fuzz.py", options, &mut budget) {
        Ok(compiled) => inspect(&compiled.code),
        Err(CompileError::Syntax(error)) => budget.release(error.bytes()),
        Err(CompileError::OutOfMemory | CompileError::TooComplex) => {}
    }
    assert_eq!(budget.charged, 0, "compiling keeps memory");
    if how & 0x80 != 0 {
        match parse_with(input, Wanted { mode, type_comments: true }, &mut budget) {
            Ok(tree) => tree.free(&mut budget),
            Err(CompileError::Syntax(error)) => budget.release(error.bytes()),
            Err(CompileError::OutOfMemory | CompileError::TooComplex) => {}
        }
        assert_eq!(budget.charged, 0, "parsing keeps memory");
    }
}

fn inspect(code: &pitviper_compiler::code::Code) {
    verify::verify(code).expect("what is compiled keeps the rules of bytecode");
    let mut bytes = Vec::new();
    let mut keep = |piece: &[u8]| {
        bytes.extend_from_slice(piece);
        Ok(())
    };
    if serial::write(code, &mut Unlimited, &mut keep).is_err() {
        return;
    }
    if serial::read(&bytes, Trust::Nobody, None, &mut Unlimited).is_err() {
        panic!("what is written cannot be read");
    }
    let mut shown = String::new();
    dis::write(code, true, &mut shown).expect("a string takes all");
}
