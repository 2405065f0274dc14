//! The verifier finds what is wrong, all code passes it, and memory comes back whatever happens.
#![allow(clippy::disallowed_types, reason = "tests and tools allocate as they like")]

mod support;

use std::fmt::Write;

use pitviper_compiler::ast::{Budget, OutOfMemory, Unlimited};
use pitviper_compiler::code::{Code, Handler};
use pitviper_compiler::error::CompileError;
use pitviper_compiler::opcode::{Instr, Op};
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile, verify};
use support::function;

/// A code like another, with something changed.
fn changed(source: &str, change: impl FnOnce(&mut Code)) -> Result<(), String> {
    let code = function(source);
    let mut copy = Code {
        name: code.name.clone(),
        qualname: code.qualname.clone(),
        filename: code.filename.clone(),
        first_line: code.first_line,
        flags: code.flags,
        arg_count: code.arg_count,
        posonly_count: code.posonly_count,
        kwonly_count: code.kwonly_count,
        registers: code.registers,
        locals: code.locals.clone(),
        free: code.free.clone(),
        captures: code.captures.clone(),
        names: code.names.clone(),
        constants: code.constants.clone(),
        instructions: code.instructions.clone(),
        handlers: code.handlers.clone(),
        positions: code.positions.clone(),
        bytes: code.bytes,
    };
    change(&mut copy);
    verify::verify_one(&copy)
}

const SOURCE: &str = "def f(a, b):\n if a: c = b + g(a)\n else: c = 1\n return c\n";

#[test]
fn the_verifier_accepts_what_is_right() {
    assert_eq!(changed(SOURCE, |_| {}), Ok(()));
}

#[test]
fn the_verifier_refuses_what_is_wrong() {
    let find = |code: &Code, op: Op| {
        let mut pc = 0;
        while code.instructions[pc].op != op as u8 {
            pc += usize::from(Op::from_u8(code.instructions[pc].op).expect("an opcode").info().words);
        }
        pc
    };
    let wrong = |change: &dyn Fn(&mut Code)| changed(SOURCE, |code| change(code)).expect_err("it is wrong");
    assert!(wrong(&|code| code.registers = 3).contains("out of range"));
    assert!(wrong(&|code| code.constants = Box::default()).contains("out of range"));
    assert!(wrong(&|code| code.instructions[0].op = 250).contains("no opcode"));
    assert!(wrong(&|code| code.instructions[1] = Instr::wide(1)).contains("jumps to no instruction"));
    assert!(wrong(&|code| code.instructions[0].a = 2).contains("may hold no value"));
    assert!(wrong(&|code| code.instructions[0].x = 2).contains("may hold no value"));
    assert!(
        wrong(&|code| {
            let pc = find(code, Op::Return);
            code.instructions[pc] = Instr::new(Op::Nop, 0, 0, 0, 0);
        })
        .contains("the code ends")
    );
    assert!(
        wrong(&|code| {
            let pc = find(code, Op::Add);
            code.instructions[pc].a = 0;
        })
        .contains("may hold no value")
    );
    let handler = Handler { start: 0, end: 1, target: 0, keep: 0, register: 0 };
    assert!(wrong(&|code| code.handlers = Box::from([handler])).contains("no instructions"));
    let handler = Handler { start: 0, end: 2, target: 0, keep: 2, register: 1 };
    assert!(wrong(&|code| code.handlers = Box::from([handler])).contains("out of order"));
}

/// Counts what is charged; refuses from charge number `left` on.
struct Counting {
    charged: usize,
    left: usize,
}

impl Budget for Counting {
    fn charge(&mut self, bytes: usize) -> Result<(), OutOfMemory> {
        self.left = self.left.checked_sub(1).ok_or(OutOfMemory)?;
        self.charged += bytes;
        Ok(())
    }
    fn release(&mut self, bytes: usize) {
        self.charged = self.charged.checked_sub(bytes).expect("more released than charged");
    }
}

const EVERYTHING: &str = r#"
"doc"
from __future__ import annotations
import a.b as c
class C[T](B, k=1):
    x: int = 1
    @d
    def m(self, a, /, b=1, *c, d=2, **e):
        try:
            with a as b, c:
                return [x for y in a if y for x in f"{y!r:>{b}}" f"{x}"]
        except E as e:
            raise F from e
        finally:
            self.x = super().m(*c, **e)
async def g(a):
    async with a as b:
        async for c in b:
            yield lambda x=c: (x, await b)[0] if x < c < 1 else not a
match a:
    case [1, {"k": x, **y}, C(z=w) | (w, z)] if w: del x
type X[T: int = str] = list[T]
"#;

#[test]
fn every_charge_may_be_refused() {
    let source = EVERYTHING.replace("(x, await b)[0]", "(x, b)[0]").replace("C(z=w) | (w, z)", "C(z=w) | (w, 1)");
    let mut steps = 0;
    loop {
        let mut budget = Counting { charged: 0, left: steps };
        match compile(Input::Text(&source), "f", Options::default(), &mut budget) {
            Ok(_) => {
                assert_eq!(budget.charged, 0);
                break;
            }
            Err(CompileError::OutOfMemory) => assert_eq!(budget.charged, 0, "at charge {steps}"),
            Err(CompileError::Syntax(error)) => panic!("{}: {:?}", error.message(), error.location),
            Err(error) => panic!("{error:?}"),
        }
        steps += 1 + steps / 50;
    }
    assert!(steps > 200);
}

/// A small generator of random numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    fn expr(&mut self, depth: u64) -> String {
        let sub = |random: &mut Random| random.expr(depth + 1);
        match if depth > 3 { self.below(3) } else { self.below(16) } {
            0 | 1 => ["a", "b", "c", "d", "g"][self.below(5) as usize].to_owned(),
            2 => ["1", "None", "'s'", "2.5", "(1, a)", "[]"][self.below(6) as usize].to_owned(),
            3 => format!("({} + {})", sub(self), sub(self)),
            4 => format!("({} < {} != {})", sub(self), sub(self), sub(self)),
            5 => format!("({} and {} or {})", sub(self), sub(self), sub(self)),
            6 => format!("({} if {} else {})", sub(self), sub(self), sub(self)),
            7 => format!("g({}, *{}, k={})", sub(self), sub(self), sub(self)),
            8 => format!("a.m({}).n", sub(self)),
            9 => format!("[{} for x in {} if {}]", sub(self), sub(self), sub(self)),
            10 => format!("(lambda x, y={}: (x, b, {}))", sub(self), sub(self)),
            11 => format!("{}[{}:{}]", sub(self), sub(self), sub(self)),
            12 => format!("{{{}: {}, **{}}}", sub(self), sub(self), sub(self)),
            13 => format!("({} in {})", sub(self), sub(self)),
            14 => format!("[{}, *{}]", sub(self), sub(self)),
            _ => format!("(not {})", sub(self)),
        }
    }

    fn block(&mut self, depth: usize, in_loop: bool, out: &mut String) {
        for _ in 0..=self.below(3) {
            self.stmt(depth, in_loop, out);
        }
    }

    fn stmt(&mut self, depth: usize, in_loop: bool, out: &mut String) {
        let indent = " ".repeat(depth);
        let name = ["a", "b", "c", "d"][self.below(4) as usize];
        let (one, two) = (self.expr(0), self.expr(1));
        let kind = if depth > 5 { self.below(7) } else { self.below(16) };
        match kind {
            0 | 1 => writeln!(out, "{indent}{name} = {one}"),
            2 => writeln!(out, "{indent}{name}, a[{two}] = {one}"),
            3 => writeln!(out, "{indent}{name} += {one}"),
            4 => writeln!(out, "{indent}if {one}: return {two}"),
            5 if in_loop => writeln!(out, "{indent}if {one}: continue\n{indent}elif {two}: break"),
            5 => writeln!(out, "{indent}del {name}"),
            6 => writeln!(out, "{indent}{name}.x = {one}; raise {two}"),
            7 | 8 => {
                writeln!(out, "{indent}if {one}:").expect("strings take everything");
                self.block(depth + 1, in_loop, out);
                writeln!(out, "{indent}else:").expect("strings take everything");
                self.block(depth + 1, in_loop, out);
                Ok(())
            }
            9 | 10 => {
                writeln!(out, "{indent}for {name}, b in {one}:").expect("strings take everything");
                self.block(depth + 1, true, out);
                Ok(())
            }
            11 => {
                writeln!(out, "{indent}while {one}:").expect("strings take everything");
                self.block(depth + 1, true, out);
                Ok(())
            }
            12 | 13 => {
                writeln!(out, "{indent}try:").expect("strings take everything");
                self.block(depth + 1, in_loop, out);
                writeln!(out, "{indent}except {two} as {name}:").expect("strings take everything");
                self.block(depth + 1, in_loop, out);
                if self.below(2) == 0 {
                    writeln!(out, "{indent}finally:").expect("strings take everything");
                    self.block(depth + 1, in_loop, out);
                }
                Ok(())
            }
            14 => {
                writeln!(out, "{indent}with {one} as {name}, {two}:").expect("strings take everything");
                self.block(depth + 1, in_loop, out);
                Ok(())
            }
            _ => {
                writeln!(out, "{indent}match {one}:\n{indent} case [{name}, *_, 1] | {{'k': {name}}}:")
                    .expect("strings take everything");
                self.block(depth + 2, in_loop, out);
                Ok(())
            }
        }
        .expect("strings take everything");
    }
}

#[test]
fn random_programs_give_sound_code() {
    for seed in 1..50 {
        let mut random = Random(seed * 0x9e37_79b9_7f4a);
        let mut source = String::from("def f(a, b, c):\n d = a\n");
        random.block(1, false, &mut source);
        // In debug builds each code is verified as it is made.
        support::code_of(&source);
    }
}

#[test]
fn generators_and_closures_too() {
    for seed in 1..20 {
        let mut random = Random(seed * 0x9e37_79b9_7f4a);
        let mut source = String::from("def f(a, b, c):\n d = yield a\n def h(): return a, d\n");
        random.block(1, false, &mut source);
        support::code_of(&source);
    }
}

#[test]
fn large_code_is_fine() {
    let many = |line: &dyn Fn(usize) -> String, count: usize| (0..count).map(line).collect::<String>();
    let cases = [
        format!("x = [{}]", many(&|i| format!("{i}, "), 70_000)),
        format!("x = [{}]", many(&|_| "a, ".to_owned(), 70_000)),
        format!("x = f({})", many(&|_| "a, ".to_owned(), 3_000)),
        format!("x = f({})", many(&|i| format!("a{i}=1, "), 3_000)),
        many(&|i| format!("x = {i}\n"), 70_000),
        format!("x = {}a", many(&|_| "a + ".to_owned(), 3_000)),
        format!("x = f'{}'", many(&|_| "{a}b".to_owned(), 3_000)),
        format!("if a: pass\n{}", many(&|i| format!("elif a == {i}: b()\n"), 3_000)),
        format!("def f():\n{}", many(&|i| format!(" x{i} = 1\n"), 3_000)),
    ];
    for source in cases {
        compile(Input::Text(&source), "f", Options::default(), &mut Unlimited).expect("it compiles");
    }
}

/// With `PITVIPER_PYTHON_LIB` set to CPython's `Lib`: all of it compiles.
#[test]
fn the_library_compiles() {
    let Some(root) = std::env::var_os("PITVIPER_PYTHON_LIB") else { return };
    let mut folders = vec![std::path::PathBuf::from(root)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "py") && !path.to_string_lossy().contains("/test") {
                let bytes = std::fs::read(&path).expect("the file can be read");
                match compile(Input::Bytes(&bytes), "f", Options::default(), &mut Unlimited) {
                    Ok(compiled) => verify::verify(&compiled.code).expect("the code is sound"),
                    Err(error) => panic!("{}: {error:?}", path.display()),
                }
            }
        }
    }
}
