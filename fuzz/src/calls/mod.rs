//! Calls of builtin functions, classes and methods with arguments made of bytes.
//!
//! Two kinds, by the first byte: a call of anything that builtin types and native modules have, with any values (in Python:
//! `harness.py`), or one of [`TEMPLATES`] with texts that begin as what is read there: numbers, format specifications, JSON,
//! layouts of `struct`, encoded text.

mod templates;

use pitviper_vm::import::main;

use super::host::Host;
use super::random::Choices;
use templates::TEMPLATES;

/// Bytes that a call gets.
const LIMIT: usize = 16 << 20;

const HARNESS: &str = include_str!("harness.py");

const IMPORTS: &str = "import _codecs, _csv, _io, _json, _string, _struct, _sre, array, ast, binascii, codecs, io, itertools, \
                       json, marshal, math, struct, time, unicodedata, zlib\n";

/// Runs it.
pub fn run(data: &[u8]) {
    let Some((&how, rest)) = data.split_first() else { return };
    let limit = if how & 0xe0 == 0xe0 { 700 << 10 | usize::from(how & 15) << 14 } else { LIMIT };
    let mut host = Host::new(limit);
    if how & 1 == 0 {
        let source = format!("{HARNESS}try:\n    call({})\nexcept Exception: pass\n", literal(rest));
        host.run(&source);
    } else {
        let source = format!("{IMPORTS}{}", calls(rest));
        host.perform(|vm| main::run_source(vm, source.as_bytes(), "<string>"));
    }
    host.end();
}

/// Some calls of templates.
fn calls(data: &[u8]) -> String {
    let mut choices = Choices::new(data);
    let mut source = String::new();
    while !choices.is_empty() {
        let which = choices.below(256) * 256 + choices.below(256);
        let template = TEMPLATES[which % TEMPLATES.len()];
        source.push_str("try:\n    r = ");
        for (index, part) in template.split('@').enumerate() {
            if index == 0 {
                source.push_str(part);
                continue;
            }
            let (kind, rest) = part.split_at(1);
            source.push_str(&templates::argument(kind, &mut choices));
            source.push_str(rest);
        }
        source.push_str("\n    repr(r)\nexcept Exception: pass\n");
    }
    source
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
