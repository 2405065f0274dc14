//! Patterns and texts: the first byte says which function of `re` with which flags, then pattern and text.
//!
//! One interpreter serves many inputs, since importing `re` takes longer than most of them; it is reset between (`re.purge`).

use std::cell::RefCell;

use pitviper_vm::core::vm::Vm;
use pitviper_vm::{PyResult, Value};

use super::host::{Host, import};
use super::random::Choices;

/// Inputs of one interpreter.
const INPUTS: usize = 400;

struct Session {
    host: Host,
    left: usize,
}

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

const FUNCTIONS: [&str; 6] = ["findall", "search", "fullmatch", "split", "sub", "compile"];

/// Pieces that patterns are made of, besides what libFuzzer makes up.
const PIECES: &[&str] = &[
    "a",
    "b",
    ".",
    "\\d",
    "\\w",
    "\\s",
    "\\b",
    "\\B",
    "\\Z",
    "^",
    "$",
    "*",
    "+",
    "?",
    "*?",
    "+?",
    "??",
    "*+",
    "++",
    "?+",
    "{2}",
    "{1,3}",
    "{,2}",
    "{2,}?",
    "{1,3}+",
    "(",
    ")",
    "(?:",
    "(?=",
    "(?!",
    "(?<=",
    "(?<!",
    "(?>",
    "(?P<n>",
    "(?P=n)",
    "(?(1)a|b)",
    "(?(n)a)",
    "(?i)",
    "(?i:",
    "(?s-i:",
    "(?#c)",
    "|",
    "[",
    "]",
    "[^",
    "a-z",
    "\\1",
    "\\2",
    "\u{e9}",
    "\u{20ac}",
    "\\x41",
    "\\u20ac",
    "\\N{SNAKE}",
    "\\",
    "[[:a:]]",
    "&&",
    "--",
    "(a|b)*",
    "(a*)*",
    "(?:a|ab)(?:c|bcd)",
    "\\g<1>",
    "\0",
];

/// Runs it.
pub fn run(data: &[u8]) {
    SESSION.with_borrow_mut(|session| {
        if session.as_ref().is_none_or(|session| session.left == 0) {
            if let Some(old) = session.take() {
                old.host.end();
            }
            *session = Some(begin());
        }
        let Some(session) = session else { return };
        session.host.note(data, session.left == INPUTS);
        session.left -= 1;
        one(session, data);
    });
}

fn begin() -> Session {
    let mut host = Host::new(48 << 20);
    assert!(host.perform(|vm| import(vm, "re", "purge").map(drop)), "`re` can be imported");
    Session { host, left: INPUTS }
}

fn one(session: &mut Session, data: &[u8]) {
    let mut choices = Choices::new(data);
    let (which, flags, how) = (choices.below(FUNCTIONS.len()), choices.byte(), choices.byte());
    let pattern = if how & 1 == 0 {
        choices.run(200).to_vec()
    } else {
        choices.run(60).iter().flat_map(|&byte| PIECES[usize::from(byte) % PIECES.len()].bytes()).collect()
    };
    let text = if how & 2 == 0 {
        choices.run(2000).to_vec()
    } else {
        choices
            .run(400)
            .iter()
            .flat_map(|&byte| ["a", "b", "ab", " ", "\n", "1", "\u{e9}", "B"][usize::from(byte) % 8].bytes())
            .collect()
    };
    let bytes = how & 4 != 0;
    // Of the flags, none that prints (DEBUG) and none that a type of pattern refuses.
    let flags = i64::from(flags & 0x5e & if bytes { !0x20 } else { !0x04 });
    session.host.perform(move |vm| {
        let purge = import(vm, "re", "purge")?;
        vm.call(&purge, &[])?;
        let function = import(vm, "re", FUNCTIONS[which])?;
        let (pattern, text) = (value(vm, &pattern, bytes)?, value(vm, &text, bytes)?);
        let flags = Value::small(flags);
        let result = match FUNCTIONS[which] {
            "compile" => vm.call(&function, &[pattern, flags])?,
            "sub" => {
                let count = Value::small(0);
                vm.call(&function, &[pattern, text.clone(), text, count, flags])?
            }
            "split" => {
                let most = Value::small(0);
                vm.call(&function, &[pattern, text, most, flags])?
            }
            _ => vm.call(&function, &[pattern, text, flags])?,
        };
        vm.repr(&result).map(drop)
    });
    if session.left.is_multiple_of(16) {
        session.host.verify();
    }
}

fn value(vm: &mut Vm, bytes: &[u8], as_bytes: bool) -> PyResult {
    if as_bytes { vm.new_bytes(bytes) } else { vm.new_str(&String::from_utf8_lossy(bytes)) }
}
