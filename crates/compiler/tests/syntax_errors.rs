//! Syntax errors in CPython 3.14's words and at its places.
//!
//! `data/syntax_errors.tsv` holds what CPython answered: mode, source, class, message, `lineno offset end_lineno
//! end_offset`, text.
#![expect(clippy::disallowed_types, reason = "tests run on the host's memory")]

mod common;

use common::unescape;
use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::error::CompileError;
use pitviper_compiler::parse::{Mode, parse};
use pitviper_compiler::source::Input;

/// Class, message, place and text of what parsing `source` fails with.
fn answer(source: &str, mode: Mode) -> (String, String, String, String) {
    match parse(Input::Text(source), mode, &mut Unlimited) {
        Err(CompileError::Syntax(error)) => {
            let place = error
                .location
                .map_or(String::new(), |l| format!("{} {} {} {}", l.line, l.offset, l.end_line, l.end_offset));
            let text = error.text().unwrap_or_default().to_owned();
            (error.kind.name().to_owned(), error.message().to_owned(), place, text)
        }
        Err(other) => (format!("{other:?}"), String::new(), String::new(), String::new()),
        Ok(_) => ("accepted".to_owned(), String::new(), String::new(), String::new()),
    }
}

#[test]
fn errors_are_cpythons() {
    let mut wrong = Vec::new();
    for line in include_str!("data/syntax_errors.tsv").lines() {
        let [mode, source, class, message, place, text] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("six cells: {line}");
        };
        let mode = match mode {
            "exec" => Mode::Module,
            "eval" => Mode::Expression,
            _ => Mode::Interactive,
        };
        let expected = (class.to_owned(), unescape(message), place.to_owned(), unescape(text));
        let found = answer(&unescape(source), mode);
        if found != expected {
            wrong.push(format!("{source}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn sessions_ask_for_more() {
    let incomplete = |source: &str| match parse(Input::Text(source), Mode::Interactive, &mut Unlimited) {
        Err(CompileError::Syntax(error)) => error.incomplete,
        _ => false,
    };
    for source in [
        "if x:\n",
        "(\n",
        "'''a\n",
        "f'''{\n",
        "x = 1 + \\\n",
        "def f():\n",
        "@a\n",
        "try:\n  x\n",
        "[a,\n",
        "if a:\n  b\nelse:\n",
    ] {
        assert!(incomplete(source), "{source:?}");
    }
    for source in ["x = \n", "'a\n", "a b\n", "(a b\n", ")\n", "if x\n", "def f\n", "  a\n", "1x\n"] {
        assert!(!incomplete(source), "{source:?}");
    }
}

#[test]
fn the_last_statement_is_known() {
    let last = |source: &str| match parse(Input::Text(source), Mode::Module, &mut Unlimited) {
        Err(CompileError::Syntax(error)) => error.last_statement,
        _ => panic!("accepted: {source}"),
    };
    assert_eq!(last("a b"), (0, 0));
    assert_eq!(last("a\nif b:\n  c\nd\ne f"), (2, 0));
    assert_eq!(last("if 1:\n x\nelse:\n if 2:\n  pass\n a b"), (4, 1));
    assert_eq!(last("@x\nclass A: pass\na b"), (2, 0));
    assert_eq!(last("def f(): pass\na b"), (0, 0));
}
