//! Why CPython rejects a source, in its words.
//!
//! A second parser, run only when ruff's rejects a source. It follows CPython's grammar rule by rule, as the
//! messages and their places depend on the order in which CPython's parser tries things: a first pass without
//! the rules for mistakes, whose last token read is where a generic error is reported, and a second pass with
//! them. It makes no tree.
//!
//! Invariants: what it takes is charged and given back; its recursion is bounded by [`crate::scan::Shape`].

mod args;
mod atom;
mod compound;
mod core;
mod expr;
mod invalid;
mod invalid_expr;
mod node;
mod params;
mod pattern;
mod raise;
mod signature;
mod stmt;
mod strings;
mod target;

use self::core::{Halt, Parser};
use self::raise::{cursor_place, place};
use crate::ast::Budget;
use crate::error::{ErrorKind, Fault, Place, message};
use crate::literal::Stop;
use crate::parse::Mode;
use crate::scan::{Tok, never_closed};
use crate::source::Source;

/// Fails as CPython's parser fails on `source`; succeeds when it would accept it.
pub(crate) fn check(source: &Source<'_>, mode: Mode, budget: &mut dyn Budget) -> Result<(), Stop> {
    explain(Parser::new(source, mode, budget))
}

/// [`check`] of a signature: `mode='func_type'`.
pub(crate) fn check_signature(source: &Source<'_>, budget: &mut dyn Budget) -> Result<(), Stop> {
    let mut parser = Parser::new(source, Mode::Expression, budget);
    parser.of_signature = true;
    explain(parser)
}

fn explain(mut parser: Parser<'_, '_>) -> Result<(), Stop> {
    let result = run(&mut parser);
    let (last_statement, late, incomplete) = (parser.last_statement, parser.late, parser.incomplete);
    parser.free();
    match (result, late) {
        (Err(Stop::Fault(fault)), _) => Err(Stop::Fault(Fault { last_statement, incomplete, ..fault })),
        (Ok(()), Some(fault)) => Err(Stop::Fault(fault)),
        (other, _) => other,
    }
}

fn pass(parser: &mut Parser<'_, '_>) -> Result<bool, Halt> {
    if parser.of_signature {
        return Ok(parser.signature()?.is_some());
    }
    let accepted = match parser.mode {
        Mode::Module => parser.file(),
        Mode::Interactive => parser.interactive(),
        Mode::Expression => parser.eval(),
    }?;
    Ok(accepted.is_some())
}

fn run(parser: &mut Parser<'_, '_>) -> Result<(), Stop> {
    match pass(parser) {
        Ok(true) if parser.mode == Mode::Interactive => {
            return match (check_single(parser), parser.raised) {
                (Ok(()), _) => Ok(()),
                (Err(Halt::Raised), Some(fault)) => Err(Stop::Fault(fault)),
                _ => Err(Stop::Memory),
            };
        }
        Ok(true) => return Ok(()),
        Ok(false) => parser.incomplete = parser.is_at_end() || has_read_all(parser),
        Err(halt) => {
            parser.incomplete = parser.by_scanner && parser.raised.is_some_and(|fault| fault.incomplete);
            return Err(finish(parser, halt));
        }
    }
    let last = parser.last_read();
    parser.start_over();
    if let Err(halt) = pass(parser) {
        return Err(finish(parser, halt));
    }
    let Some(last) = last.map(|last| last.token) else { return Ok(()) };
    let fault = match last.kind {
        Tok::Indent => indentation("unexpected indent", cursor_place(parser.last_read().map_or(last, |t| t.token))),
        Tok::Dedent => indentation("unexpected unindent", cursor_place(parser.last_read().map_or(last, |t| t.token))),
        _ => read_rest(parser, Fault::syntax(message!("invalid syntax"), place(last))),
    };
    Err(Stop::Fault(noting_read(parser, fault)))
}

/// Notes how far the parser had read.
fn noting_read(parser: &Parser<'_, '_>, fault: Fault) -> Fault {
    let read = parser.last_read().map_or(0, |last| last.token.end);
    if fault.read == 0 { Fault { read, ..fault } } else { fault }
}

fn indentation(text: &'static str, place: Place) -> Fault {
    Fault { kind: ErrorKind::Indentation, ..Fault::syntax(message!(text), place) }
}

/// Whether the last character of a source without a line end has been read: CPython then reads no more.
fn has_read_all(parser: &mut Parser<'_, '_>) -> bool {
    parser.source.is_cut() && parser.scanner().position() as usize >= parser.source.text.len()
}

/// What was raised, unless the rest of the source has a fault of the scanner.
fn finish(parser: &mut Parser<'_, '_>, halt: Halt) -> Stop {
    match (halt, parser.raised) {
        (Halt::TooComplex, _) => Stop::TooComplex,
        (Halt::Memory, _) | (_, None) => Stop::Memory,
        (Halt::Raised, Some(fault)) if parser.by_scanner => {
            let read = if fault.soft { parser.scanner().position() } else { u32::MAX };
            Stop::Fault(Fault { read, ..fault })
        }
        (Halt::Raised, Some(fault)) => {
            let fault = if has_read_all(parser) { fault } else { read_rest(parser, fault) };
            Stop::Fault(noting_read(parser, fault))
        }
    }
}

/// Reads the rest of the source: faults of the scanner win, those of layout, in f-strings and of the end of the
/// source excepted.
fn read_rest(parser: &mut Parser<'_, '_>, fault: Fault) -> Fault {
    let line = parser.last_read().map_or(0, |last| parser.source.line_of(last.token.start));
    let scanner = parser.scanner();
    loop {
        match scanner.next_token() {
            Ok(token) if token.kind == Tok::End && scanner.is_at_end() => break,
            Ok(_) => {}
            Err(_) if scanner.is_in_fields() => return fault,
            Err(found) if found.soft => break,
            Err(found) => return Fault { read: u32::MAX, ..found },
        }
    }
    match scanner.open_bracket() {
        Some(open) if line > parser.source.line_of(open.at) => Fault { read: u32::MAX, ..never_closed(open) },
        _ => fault,
    }
}

/// Fails when more than one statement was given to a session.
fn check_single(parser: &mut Parser<'_, '_>) -> Result<(), Halt> {
    let read = parser.scanner().position() as usize;
    let rest = parser.source.text.get(read..).unwrap_or_default();
    let blank = rest.split('\n').all(|line| {
        let line = line.trim_start_matches([' ', '\t', '\x0C', '\r']);
        line.is_empty() || line.starts_with('#')
    });
    if blank {
        return Ok(());
    }
    parser.raise_here(message!("multiple statements found while compiling a single statement")).map(|_: Option<()>| ())
}
