//! Calls of builtin functions, classes and methods with arguments made of bytes.
//!
//! Two kinds, by the first byte: a call of anything that builtin types and native modules have, with any values (in Python:
//! `harness.py`), or one of [`TEMPLATES`] with texts that begin as what is read there: numbers, format specifications, JSON,
//! layouts of `struct`, encoded text.

mod templates;

use std::cell::RefCell;

use super::host::Host;
use super::random::Choices;
use templates::TEMPLATES;

/// Bytes that a call gets.
const LIMIT: usize = 16 << 20;

const HARNESS: &str = include_str!("harness.py");

const IMPORTS: &str = "import _codecs, _csv, _io, _json, _string, _struct, _sre, array, ast, binascii, codecs, io, itertools, \
                       json, marshal, math, struct, time, unicodedata, zlib\n";

/// Inputs of one interpreter.
const INPUTS: usize = 100;

thread_local! {
    static SESSION: RefCell<Option<(Host, usize)>> = const { RefCell::new(None) };
}

/// Runs it. Most inputs share an interpreter, as making all that the harness needs takes longer than a call; some have one
/// of their own, with little memory.
pub fn run(data: &[u8]) {
    let Some((&how, rest)) = data.split_first() else { return };
    if how & 0xf0 == 0xf0 {
        let mut host = Host::new(usize::from(how & 14) << 15);
        one(&mut host, how, rest, HARNESS);
        return host.end();
    }
    SESSION.with_borrow_mut(|session| {
        let (mut host, left) = session.take().unwrap_or_else(|| (begin(), INPUTS));
        host.note(data, left == INPUTS);
        one(&mut host, how, rest, "");
        if left % 25 == 0 {
            host.verify();
        }
        if left == 1 {
            host.end();
        } else {
            *session = Some((host, left - 1));
        }
    });
}

fn begin() -> Host {
    let mut host = Host::new(LIMIT);
    assert!(host.run(HARNESS) && host.run(IMPORTS), "the harness runs");
    host
}

fn one(host: &mut Host, how: u8, rest: &[u8], before: &str) {
    if how & 1 == 0 {
        host.run(&format!("{before}reset()\ntry:\n    call({})\nexcept Exception: pass\n", literal(rest)));
    } else {
        let before = if before.is_empty() { "" } else { IMPORTS };
        host.run(&format!("{before}{}", calls(rest)));
    }
}

/// Some calls of templates.
fn calls(data: &[u8]) -> String {
    let mut choices = Choices::new(data);
    let mut source = String::new();
    while !choices.is_empty() {
        let call = filled(&mut choices);
        source.push_str(&format!("try:\n    r = {call}\n    repr(r)\nexcept Exception: pass\n"));
    }
    source
}

/// Calls of templates as a program that prints what they give, for `fuzz/compare.py`.
pub fn program(data: &[u8]) -> String {
    let mut choices = Choices::new(data);
    let mut source = IMPORTS.to_owned();
    while !choices.is_empty() {
        let call = filled(&mut choices);
        source.push_str(&format!(
            "try:\n    print({text}, repr({call}))\nexcept Exception as error:\n    print({text}, type(error).__name__, error)\n",
            text = quoted(&call),
        ));
    }
    source
}

/// A template with its arguments.
fn filled(choices: &mut Choices<'_>) -> String {
    let which = choices.below(256) * 256 + choices.below(256);
    let mut parts = TEMPLATES[which % TEMPLATES.len()].split('@');
    let mut call = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (kind, rest) = part.split_at(1);
        call.push_str(&templates::argument(kind, choices));
        call.push_str(rest);
    }
    call
}

/// Bytes as a literal.
fn literal(bytes: &[u8]) -> String {
    let mut text = "b'".to_owned();
    for byte in bytes {
        text.push_str(&format!("\\x{byte:02x}"));
    }
    text + "'"
}

/// Text as a literal.
fn quoted(text: &str) -> String {
    let mut quoted = "'".to_owned();
    for ch in text.chars() {
        quoted.push_str(&format!("\\U{:08x}", u32::from(ch)));
    }
    quoted + "'"
}
