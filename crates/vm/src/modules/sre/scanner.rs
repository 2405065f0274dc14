//! `Pattern.scanner()`: matches one after the other, asked for one by one.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use super::match_object::Match;
use super::matcher::Demand;
use super::pattern::{Pattern, subject_of};
use super::state::Matcher;
use super::subject::{Subject, chars};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{read_only, receiver, typed};

/// A pattern, a text, and where the next match begins.
#[repr(C)]
pub struct Scanner {
    /// Count, shape, flags.
    pub header: Header,
    pattern: Obj<Pattern>,
    string: Value,
    /// Keeps the length of a `bytearray`.
    hold: Option<Value>,
    pos: usize,
    endpos: usize,
    bytes: bool,
    /// Where to go on; nothing when there was no match left.
    from: Cell<Option<usize>>,
    /// Whether the next match must not be empty there.
    advance: Cell<bool>,
}

object!(Scanner, kind::SCANNER, pattern, string, hold);

fn this(value: &Value) -> &Scanner {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// A scanner of the arguments of a method of a pattern.
///
/// # Errors
/// `TypeError`, `MemoryError`.
pub fn create(vm: &mut Vm, args: Args<'_>, name: &str) -> PyResult {
    let subject = subject_of(vm, args, name)?;
    let pattern = typed::<Pattern>(vm, args.values[0].clone())?;
    let hold = subject.hold(vm)?;
    let scanner = Scanner {
        header: Header::new(u32::from(kind::SCANNER), TRACKED),
        pattern,
        string: subject.string.clone(),
        hold,
        pos: subject.pos,
        endpos: subject.endpos,
        bytes: subject.bytes,
        from: Cell::new(Some(subject.pos)),
        advance: Cell::new(false),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, scanner)?.into_value())
}

/// `Pattern.scanner`.
pub fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    create(vm, args, "scanner")
}

/// The next match, at the place reached or anywhere behind it.
fn step(vm: &mut Vm, value: &Value, anywhere: bool) -> PyResult {
    let own = this(value);
    let Some(from) = own.from.get() else { return Ok(Value::none()) };
    let len = chars(&own.string).map_or(0, |(chars, _)| chars.len());
    let subject = Subject { string: &own.string, pos: own.pos, endpos: own.endpos.min(len), bytes: own.bytes };
    let program = own.pattern.ready(vm)?;
    let mut matcher = Matcher::new();
    let advance = own.advance.get();
    let found = match anywhere {
        true if from > subject.endpos => None,
        true => matcher.search(vm, program, subject.text(), from, advance)?,
        false => matcher.match_at(vm, program, subject.text(), from, Demand { whole: false, advance })?,
    };
    own.from.set(found.map(|found| found.end));
    match found {
        Some(found) => {
            own.advance.set(found.start == found.end);
            Match::create(vm, &own.pattern.clone().into_value(), &subject, &matcher, found)
        }
        None => Ok(Value::none()),
    }
}

/// The type.
pub static SCANNER: TypeSpec = TypeSpec {
    name: "SRE_Scanner",
    module: "_sre",
    kind: kind::SCANNER,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &[
        Method::new("match", |vm, args| step(vm, &args.values[0], false), 0, 0).doc("match($self, /)\n--\n\n"),
        Method::new("search", |vm, args| step(vm, &args.values[0], true), 0, 0).doc("search($self, /)\n--\n\n"),
    ],
    getset: &[GetSet {
        name: "pattern",
        get: |_, value| Ok(this(value).pattern.clone().into_value()),
        set: Some(read_only),
    }],
    page: PageKind::Container,
    slot: <Scanner as Traverse>::slot,
    finish: None,
    size: fixed_size::<Scanner>,
};
