//! Sources that are meant to hurt: deep, long, broken. Never a panic, never a stack overflow, on stacks of any
//! size; memory is charged, and given back.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

use pitviper_compiler::ast::{Budget, OutOfMemory, Unlimited};
use pitviper_compiler::error::CompileError;
use pitviper_compiler::parse::{Mode, parse};
use pitviper_compiler::source::Input;

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

/// Parses and frees; everything must be given back.
fn outcome(input: Input<'_>, mode: Mode, limit: usize) -> String {
    let mut budget = Limited { charged: 0, limit };
    let text = match parse(input, mode, &mut budget) {
        Ok(tree) => {
            assert_eq!(budget.charged, tree.bytes());
            tree.free(&mut budget);
            "ok".to_owned()
        }
        Err(CompileError::Syntax(error)) => {
            budget.release(error.bytes());
            error.message().to_owned()
        }
        Err(CompileError::OutOfMemory) => "out of memory".to_owned(),
        Err(CompileError::TooComplex) => "too complex".to_owned(),
    };
    assert_eq!(budget.charged, 0);
    text
}

const LIMIT: usize = 2 << 30;

/// What happens on a thread with a stack of `stack` bytes.
fn on_thread(source: &str, stack: usize) -> String {
    std::thread::scope(|scope| {
        let run = || outcome(Input::Text(source), Mode::Module, LIMIT);
        let thread = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, run);
        thread.expect("a thread").join().expect("no panic")
    })
}

/// What happens, on a small thread.
fn expect(source: &str, expected: &str) {
    let shown: String = source.chars().take(40).collect();
    assert_eq!(on_thread(source, 256 << 10), expected, "{shown}");
}

#[test]
fn nested_brackets() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("a[", "]"), ("{1:", "}"), ("-(", ")")] {
        let nest = |n: usize| open.repeat(n) + "1" + &close.repeat(n);
        expect(&nest(200), "ok");
        expect(&(nest(199) + " 1"), "invalid syntax");
        expect(&(open.repeat(200) + "a b" + &close.repeat(200)), "invalid syntax. Perhaps you forgot a comma?");
        expect(&nest(201), "too many nested parentheses");
        expect(&nest(100_000), "too many nested parentheses");
    }
}

#[test]
fn long_chains() {
    let n = 100_000;
    for source in ["a+", "a.", "a*", "a or ", "a and ", "a<", "a,", "a;", "a=", "a|", "a if a else 1;", "a()."] {
        expect(&(source.repeat(n) + "a"), "ok");
        expect(&(source.repeat(n) + "a a"), "invalid syntax");
    }
    expect(&("a".to_owned() + &"()".repeat(n)), "ok");
    expect(&("a".to_owned() + &"[0]".repeat(n)), "ok");
    expect(&("'a' ".repeat(n)), "ok");
    expect(&("f'{a}' ".repeat(n)), "ok");
    expect(&("x = [".to_owned() + &"a b, ".repeat(n) + "]"), "invalid syntax. Perhaps you forgot a comma?");
    expect(&("if a: b\n".to_owned() + &"elif a: b\n".repeat(n)), "ok");
    expect(&("if a: b\n".to_owned() + &"elif a: b\n".repeat(n) + "a a"), "invalid syntax");
    expect(&"a\n".repeat(1 << 19), "ok");
    expect(&"a;".repeat(1 << 19), "ok");
    expect(&("x = ".to_owned() + &"9".repeat(1 << 20)).replace('9', "0"), "ok");
}

#[test]
fn recursion() {
    for source in
        ["not ", "-", "~", "lambda:", "a if a else ", "a**", "await ", "lambda x=lambda:1:", "*", "a:=", "yield "]
    {
        for n in [1000, 100_000] {
            for end in ["a", "a a", "", ")"] {
                let text = source.repeat(n) + end;
                assert_eq!(on_thread(&text, 2 << 20), on_thread(&text, 256 << 10), "{source}");
            }
        }
    }
    let blocks = |n: usize| (0..n).map(|i| " ".repeat(i) + "if a:\n").collect::<String>() + &" ".repeat(n) + "a";
    expect(&blocks(99), "ok");
    expect(&(blocks(99) + " a"), "invalid syntax");
    expect(&blocks(100), "too many levels of indentation");
    let strings = |n: usize| "f'{".repeat(n) + "a" + &"}'".repeat(n);
    expect(&strings(149), "ok");
    expect(&strings(150), "too many nested f-strings or t-strings");
    expect(&("def f(".to_owned() + &"a,".repeat(50_000) + "): pass"), "ok");
    expect(&("match a:\n case ".to_owned() + &"[".repeat(199) + "a" + &"]".repeat(199) + ": pass"), "ok");
    expect(&("match a:\n case ".to_owned() + &"a.".repeat(50_000) + "a: pass"), "ok");
    expect(&("match a:\n case ".to_owned() + &"1|".repeat(50_000) + "a: pass"), "ok");
}

#[test]
fn broken_sources() {
    expect("a\0b", "source code string cannot contain null bytes");
    expect("'abc", "unterminated string literal (detected at line 1)");
    expect(&("'".to_owned() + &"a".repeat(1 << 20)), "unterminated string literal (detected at line 1)");
    expect(
        &("'''".to_owned() + &"a\n".repeat(1 << 20)),
        "unterminated triple-quoted string literal (detected at line 1048576)",
    );
    expect(&("x = 0x".to_owned() + &"f".repeat(1 << 20)), "ok");
    expect(&("x = 0b".to_owned() + &"1".repeat(1 << 20)), "ok");
    expect(&("x = 1.".to_owned() + &"1".repeat(1 << 20)), "ok");
    expect(&("x = 1e".to_owned() + &"1".repeat(1 << 20)), "ok");
    expect(&"\\\n".repeat(1 << 18), "unexpected EOF while parsing");
    expect(&"#".repeat(1 << 20), "ok");
    expect(&" ".repeat(1 << 20), "ok");
    expect(&"\u{e9}".repeat(1 << 18), "ok");
    expect(&"\u{20ac}".repeat(1 << 18), "invalid character '\u{20ac}' (U+20AC)");
}

#[test]
fn bytes() {
    let of = |bytes: &[u8]| outcome(Input::Bytes(bytes), Mode::Module, LIMIT);
    assert_eq!(of(b"\xef\xbb\xbfa = 1"), "ok");
    assert_eq!(of(b"# coding: latin-1\na = '\xe9'"), "ok");
    assert_eq!(of(b"# coding: nonsense\n"), "unknown encoding: nonsense");
    assert_eq!(of(b"\xef\xbb\xbf# coding: latin-1\n"), "encoding problem: iso-8859-1 with BOM");
    assert_eq!(of(b"a\0"), "source code string cannot contain null bytes");
    let non_utf8 = of(b"a = '\xed\xa0\x80'");
    assert!(non_utf8.starts_with("Non-UTF-8 code starting with '\\xed' on line 1"), "{non_utf8}");
    for byte in 0..=255 {
        for rest in [&b""[..], b"\n", b"a", b"'", b"\\", b"\xff"] {
            of(&[&[byte], rest].concat());
            of(&[b"f'{", &[byte][..], rest].concat());
            of(&[b"# coding: ", &[byte][..], rest].concat());
        }
    }
}

#[test]
fn every_allocation_can_fail() {
    let sources = [
        "def f[T: int](a, /, b: int = 1, *c, d=2, **e) -> 'x':\n    return f'{a!r:>{b}}' + t'{x}', 0xffff_ffff_ffff_ffff_ff\n",
        "match x:\n    case [1, *_, {'a': b, **c}, D(e, f=g)] | None as h if i: pass\n    case _: '\\d'\n",
        "try:\n    a, *b = [c for c in d if e]\nexcept* F as g: del h[1:2, ...]\nelse: import i.j as k\nfinally: lambda l: (yield)\n",
        "x = (a b)\n",
        "f(a=1, b)\n",
        "from __future__ import nope\n",
        "'\\x1'\n",
    ];
    for source in sources {
        let full = outcome(Input::Text(source), Mode::Module, LIMIT);
        let mut limit = 0;
        loop {
            let found = outcome(Input::Text(source), Mode::Module, limit);
            if found != "out of memory" {
                assert_eq!(found, full);
                break;
            }
            limit += 997;
        }
    }
}

#[test]
fn all_modes_take_anything() {
    let pieces = [
        "a", "(", ")", "\n", " ", "    ", ":", "=", "f'{", "}", "'", "\"\"\"", "\\", "#", "if", "lambda", "\t", "1x",
        ",", "*",
    ];
    for mode in [Mode::Module, Mode::Interactive, Mode::Expression] {
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    outcome(Input::Text(&[first, second, third].concat()), mode, LIMIT);
                }
            }
        }
    }
    let mut budget = Unlimited;
    assert!(parse(Input::Text(""), Mode::Module, &mut budget).is_ok());
}

/// Words and operators repeated: ruff's parser makes trees of nonsense, which must be dropped.
#[test]
fn repeated_nonsense() {
    let words = [
        "a",
        "1",
        "'s'",
        "f'{x}'",
        "not",
        "and",
        "or",
        "in",
        "is",
        "if",
        "else",
        "elif",
        "for",
        "while",
        "with",
        "try",
        "except",
        "finally",
        "def",
        "class",
        "lambda",
        "yield",
        "yield from",
        "await",
        "async",
        "return",
        "raise",
        "assert",
        "del",
        "global",
        "import",
        "from",
        "as",
        "pass",
        "match",
        "case",
        "type",
        "print",
        "None",
        "*",
        "**",
        "=",
        "==",
        ":=",
        ":",
        ".",
        "->",
        "@",
        "-",
        "+=",
        "!",
        "\n",
        ",",
        ";",
        "(a)",
        "[a]",
        "{a}",
        "...",
        "$",
        "<>",
    ];
    let threads: usize = 2;
    std::thread::scope(|scope| {
        for part in 0..threads {
            let run = move || {
                for (index, first) in words.iter().enumerate() {
                    for second in words.iter().skip(part).step_by(threads) {
                        let n = if index % 8 == 0 { 6000 } else { 1200 };
                        outcome(Input::Text(&format!("{first} {second} ").repeat(n)), Mode::Module, LIMIT);
                    }
                }
            };
            std::thread::Builder::new().stack_size(256 << 10).spawn_scoped(scope, run).expect("a thread");
        }
    });
}
