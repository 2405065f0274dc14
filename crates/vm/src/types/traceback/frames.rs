//! The entries of a traceback, outermost call first.

use pitviper_compiler::code::Position;
use pitviper_object::{Obj, Value};

use super::buffer::Buffer;
use super::excerpt::{decimal, push_excerpt};
use super::print::{Printer, Style};
use super::{NOT_BEGUN, Traceback};
use crate::core::vm::Vm;
use crate::types::frame::FrameObject;

/// Entries that are the same are shown so many times.
const SHOWN_REPEATS: usize = 3;

/// The entry that a value is.
fn entry_of(value: Option<Value>) -> Option<Obj<Traceback>> {
    Obj::try_from_value(value?).ok()
}

/// Skips entries so that at most `sys.tracebacklimit` are left.
fn limited(vm: &mut Vm, traceback: Value) -> Option<Obj<Traceback>> {
    let mut entry = entry_of(Some(traceback));
    let limit = match vm.intern("tracebacklimit") {
        Ok(name) => vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &name)).and_then(|limit| whole(&limit)),
        Err(raised) => {
            drop(vm.take_raised(raised));
            None
        }
    };
    let Some(limit) = limit else { return entry };
    let mut count = 0;
    let mut at = entry.clone();
    while let Some(entry) = at {
        count += 1;
        at = entry_of(entry.next.get());
    }
    for _ in 0..count - limit.clamp(0, count) {
        entry = entry.and_then(|entry| entry_of(entry.next.get()));
    }
    entry
}

/// A limit as far as it means something: an int, cut to what entries can be counted with.
fn whole(limit: &Value) -> Option<i64> {
    match limit.kind() {
        crate::core::kinds::INT => {
            let most = if crate::types::int::is_negative(limit) { i64::MIN } else { i64::MAX };
            Some(crate::types::int::to_i64(limit).unwrap_or(most))
        }
        _ => limit.as_small(),
    }
}

/// Prints "Traceback (most recent call last):" and the entries; nothing when there are none.
pub fn print_frames(vm: &mut Vm, traceback: Option<Value>, is_group: bool, printer: &mut Printer<'_>) {
    let Some(mut entry) = traceback.and_then(|traceback| limited(vm, traceback)) else { return };
    if is_group {
        printer.group_header(vm);
    } else {
        printer.text(vm, "Traceback (most recent call last):\n");
    }
    let mut repeats = 0;
    let mut before: Option<(Obj<FrameObject>, u32)> = None;
    loop {
        if let Some(frame) = entry.frame() {
            let position = position_of(&entry, &frame);
            let same = before.as_ref().is_some_and(|(other, line)| {
                let (a, b) = (&frame.code().code, &other.code().code);
                *line == position.line && a.filename == b.filename && a.name == b.name
            });
            if !same {
                print_repeats(vm, repeats, printer);
                repeats = 0;
            }
            repeats += 1;
            if repeats <= SHOWN_REPEATS {
                print_entry(vm, &frame, position, printer);
            }
            before = Some((frame, position.line));
        }
        match entry_of(entry.next.get()) {
            Some(next) => entry = next,
            None => break,
        }
    }
    print_repeats(vm, repeats, printer);
}

fn print_repeats(vm: &mut Vm, repeats: usize, printer: &mut Printer<'_>) {
    if repeats > SHOWN_REPEATS {
        let more = repeats - SHOWN_REPEATS;
        printer.text(vm, "  [Previous line repeated ");
        printer.text(vm, decimal(more, &mut [0; 20]));
        printer.text(vm, if more == 1 { " more time]\n" } else { " more times]\n" });
    }
}

/// Where the entry stands: with columns when the code has them.
fn position_of(entry: &Traceback, frame: &FrameObject) -> Position {
    if entry.offset.get() == NOT_BEGUN {
        return Position { line: entry.line(), ..Position::default() };
    }
    let position = frame.code().code.position(entry.offset.get());
    if position.line == 0 { Position { line: entry.line(), ..Position::default() } } else { position }
}

fn print_entry(vm: &mut Vm, frame: &FrameObject, position: Position, printer: &mut Printer<'_>) {
    let code = &frame.code().code;
    let stdin = code.filename.starts_with("<stdin-") && code.filename.ends_with('>');
    printer.text(vm, "  File ");
    printer.start(vm, Style::Fact);
    printer.text(vm, "\"");
    printer.text(vm, if stdin { "<stdin>" } else { &code.filename });
    printer.text(vm, "\"");
    printer.stop(vm);
    printer.text(vm, ", line ");
    let mut digits = [0; 20];
    let line = if position.line == 0 { "None" } else { decimal(position.line as usize, &mut digits) };
    printer.styled(vm, Style::Fact, line);
    printer.text(vm, ", in ");
    printer.styled(vm, Style::Fact, &code.name);
    printer.text(vm, "\n");
    if position.line == 0 {
        return;
    }
    let position = match printer.marks {
        true => position,
        false => Position { line: position.line, ..Position::default() },
    };
    let mut excerpt = Buffer::new(vm);
    let globals = frame.globals();
    match push_excerpt(vm, frame.code(), globals.as_ref(), position, printer.colors, &mut excerpt) {
        Ok(()) => printer.text(vm, excerpt.as_str()),
        // Without memory the line is left out.
        Err(raised) => drop(vm.take_raised(raised)),
    }
}
