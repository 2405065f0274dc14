//! A SyntaxError's place: file, line, and marks under what is wrong.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::buffer::utf8;
use super::last_line::print_class;
use super::print::Printer;
use super::typos::{self, Typo};
use crate::core::vm::Vm;
use crate::types::exception::{fields, syntax};
use crate::types::str::Str;

const SPACE: u32 = b' ' as u32;
const NEWLINE: u32 = b'\n' as u32;
const FORM_FEED: u32 = 0x0C;

fn print_value(vm: &mut Vm, value: &Value, printer: &mut Printer<'_>) {
    match vm.str(value) {
        Ok(text) => {
            if let Some(text) = text.downcast::<Str>() {
                printer.chars(vm, text.chars());
            }
        }
        Err(raised) => drop(vm.take_raised(raised)),
    }
}

fn number(value: &Option<Value>) -> Option<i64> {
    value.as_ref().and_then(Value::as_small)
}

/// Prints place, line, marks and message.
pub fn print_syntax_error(vm: &mut Vm, exception: &Value, printer: &mut Printer<'_>) {
    let field = |index: u32| fields::get(vm, exception, index).filter(|value| !value.is_none());
    let (filename, line) = (field(syntax::FILENAME), field(syntax::LINENO));
    let (text, message) = (field(syntax::TEXT), field(syntax::MSG));
    let place = Place {
        line: line.clone(),
        offset: field(syntax::OFFSET),
        end_line: field(syntax::END_LINENO),
        end_offset: field(syntax::END_OFFSET),
    };
    if let Some(line) = &line {
        printer.text(vm, "  File \"");
        match filename.as_ref().filter(|name| name.downcast::<Str>().is_none_or(|name| !name.is_empty())) {
            Some(name) => print_value(vm, name, printer),
            None => printer.text(vm, "<string>"),
        }
        printer.text(vm, "\", line ");
        print_value(vm, line, printer);
        printer.text(vm, "\n");
    }
    let text = text.as_ref().and_then(Value::downcast::<Str>);
    if let Some(typo) = text.and_then(|text| misspelt(vm, exception, message.as_ref(), text, printer)) {
        print_class(vm, exception, printer);
        printer.text(vm, ": invalid syntax. Did you mean '");
        printer.text(vm, typo.keyword);
        return printer.text(vm, "'?\n");
    }
    if let Some(text) = text {
        place.print_line(vm, text, printer);
    }
    print_class(vm, exception, printer);
    printer.text(vm, ": ");
    match message.filter(|message| message.downcast::<Str>().is_none_or(|text| !text.is_empty())) {
        Some(message) => print_value(vm, &message, printer),
        None => printer.text(vm, "<no detail available>"),
    }
    if line.is_none()
        && let Some(filename) = &filename
    {
        printer.text(vm, " (");
        print_value(vm, filename, printer);
        printer.text(vm, ")");
    }
    printer.text(vm, "\n");
}

/// Looks for a misspelt keyword, when the compiler knew nothing better to say; prints the line and marks it.
fn misspelt(
    vm: &mut Vm,
    exception: &Value,
    message: Option<&Value>,
    text: &Str,
    printer: &mut Printer<'_>,
) -> Option<Typo> {
    fields::get(vm, exception, syntax::METADATA)?;
    let message = message?.downcast::<Str>()?.as_ascii()?;
    if message != "invalid syntax" && !message.contains("Perhaps you forgot a comma") {
        return None;
    }
    let line = match utf8(vm, text) {
        Ok(line) => line,
        Err(raised) => {
            drop(vm.take_raised(raised));
            return None;
        }
    };
    let line = line.as_str().trim_start_matches([' ', '\t']).trim_end_matches('\n');
    let typo = typos::find(vm, line)?;
    printer.text(vm, "    ");
    printer.text(vm, line);
    printer.text(vm, "\n    ");
    for (index, ch) in line.chars().take(typo.end).enumerate() {
        let mark = if index >= typo.start {
            '^'
        } else if ch.is_whitespace() {
            ch
        } else {
            ' '
        };
        printer.text(vm, mark.encode_utf8(&mut [0; 4]));
    }
    printer.text(vm, "\n");
    Some(typo)
}

struct Place {
    line: Option<Value>,
    offset: Option<Value>,
    end_line: Option<Value>,
    end_offset: Option<Value>,
}

fn is_space(ch: u32) -> bool {
    char::from_u32(ch).is_some_and(char::is_whitespace)
}

fn print_range(vm: &mut Vm, chars: Chars<'_>, from: usize, to: usize, printer: &mut Printer<'_>) {
    let mut bytes = [0; 4];
    for ch in chars.iter().take(to).skip(from) {
        match char::from_u32(ch) {
            Some(ch) => printer.text(vm, ch.encode_utf8(&mut bytes)),
            None => printer.text(vm, "\u{FFFD}"),
        }
    }
}

impl Place {
    fn print_line(&self, vm: &mut Vm, text: &Str, printer: &mut Printer<'_>) {
        let chars = text.chars();
        let (mut end, mut start) = (0, 0);
        for (index, ch) in chars.iter().enumerate() {
            if ch != NEWLINE {
                end = index + 1;
            }
        }
        for ch in chars.iter().take(end) {
            if ch != SPACE && ch != NEWLINE && ch != FORM_FEED {
                break;
            }
            start += 1;
        }
        if self.offset.is_some() && number(&self.offset).is_none() {
            return;
        }
        printer.text(vm, "    ");
        print_range(vm, chars, start, end, printer);
        printer.text(vm, "\n");
        let Some(mut offset) = number(&self.offset) else { return };
        let (length, whole) = (end as i64, chars.len() as i64);
        let same_line = match (&self.line, &self.end_line) {
            (Some(line), Some(end_line)) => line.is(end_line),
            (line, end_line) => line.is_none() && end_line.is_none(),
        };
        let mut end_offset =
            if same_line { number(&self.end_offset).filter(|&end| end != 0).unwrap_or(offset) } else { length + 1 };
        if whole > 0 && offset > whole {
            offset = length + 1;
        }
        if whole > 0 && end_offset > whole {
            end_offset = length + 1;
        }
        if offset >= end_offset || end_offset < 0 {
            end_offset = offset + 1;
        }
        let column = offset - 1 - start as i64;
        let end_column = end_offset - 1 - start as i64;
        if column < 0 {
            return;
        }
        printer.text(vm, "    ");
        // Tabs stay, so that the marks stand below what they mark.
        for ch in chars.iter().take(end).skip(start).take(column as usize) {
            let kept = char::from_u32(ch).filter(|_| is_space(ch)).unwrap_or(' ');
            printer.text(vm, kept.encode_utf8(&mut [0; 4]));
        }
        for _ in column..end_column {
            printer.text(vm, "^");
        }
        printer.text(vm, "\n");
    }
}
