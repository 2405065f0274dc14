//! A SyntaxError's place: file, line, and marks under what is wrong.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::buffer::{Buffer, utf8};
use super::last_line::print_class;
use super::print::{Printer, Style};
use super::source;
use super::typos::{self, Typo};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::exception::{fields, syntax};
use crate::types::str::Str;
use crate::types::tuple::Tuple;

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
        printer.text(vm, "  File ");
        printer.start(vm, Style::Fact);
        printer.text(vm, "\"");
        match filename.as_ref().filter(|name| name.downcast::<Str>().is_none_or(|name| !name.is_empty())) {
            Some(name) if is_stdin(name) => printer.text(vm, "<stdin>"),
            Some(name) => print_value(vm, name, printer),
            None => printer.text(vm, "<string>"),
        }
        printer.text(vm, "\"");
        printer.stop(vm);
        printer.text(vm, ", line ");
        printer.start(vm, Style::Fact);
        print_value(vm, line, printer);
        printer.stop(vm);
        printer.text(vm, "\n");
    }
    let text = text.as_ref().and_then(Value::downcast::<Str>);
    if let Some(typo) = text.and_then(|text| misspelt(vm, exception, message.as_ref(), text, printer)) {
        print_class(vm, exception, printer);
        printer.text(vm, ": ");
        printer.start(vm, Style::Fact);
        printer.text(vm, "invalid syntax. Did you mean '");
        printer.text(vm, typo.keyword);
        printer.text(vm, "'?");
        printer.stop(vm);
        return printer.text(vm, "\n");
    }
    if let Some(text) = text {
        place.print_line(vm, text, printer);
    }
    print_class(vm, exception, printer);
    printer.text(vm, ": ");
    printer.start(vm, Style::Fact);
    match message.filter(|message| message.downcast::<Str>().is_none_or(|text| !text.is_empty())) {
        Some(message) => print_value(vm, &message, printer),
        None => printer.text(vm, "<no detail available>"),
    }
    printer.stop(vm);
    if line.is_none()
        && let Some(filename) = &filename
    {
        printer.text(vm, " (");
        print_value(vm, filename, printer);
        printer.text(vm, ")");
    }
    printer.text(vm, "\n");
}

/// Whether that is what cells of a session are called that were read without an editor.
fn is_stdin(name: &Value) -> bool {
    let name = name.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default();
    name.starts_with("<stdin-") && name.ends_with('>')
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
    match misspelt_in(vm, exception, text) {
        Ok(Some(typo)) => {
            print_marked(vm, &typo, printer);
            Some(typo)
        }
        Ok(None) => None,
        Err(raised) => {
            drop(vm.take_raised(raised));
            None
        }
    }
}

/// Tries keywords in the code from the last complete statement that the exception's metadata tell of to its line.
fn misspelt_in(vm: &mut Vm, exception: &Value, text: &Str) -> PyResult<Option<Typo>> {
    let Some(metadata) = fields::get(vm, exception, syntax::METADATA) else { return Ok(None) };
    let Some([first, _, source]) = metadata.downcast::<Tuple>().map(Tuple::items) else { return Ok(None) };
    let line = |value: Option<i64>| value.and_then(|line| u32::try_from(line).ok()).unwrap_or(0);
    let first = line(first.as_small()).max(1);
    let last = line(number(&fields::get(vm, exception, syntax::LINENO)));
    let filename = fields::get(vm, exception, syntax::FILENAME);
    let filename = match filename.as_ref().and_then(Value::downcast::<Str>) {
        Some(filename) => utf8(vm, filename)?,
        None => Buffer::new(vm),
    };
    let mut code = Buffer::new(vm);
    let source = Some(source).filter(|source| !source.is_none());
    let mut from_file = source.is_none();
    if !source::lines_of(&vm.sandbox, filename.as_str(), source, (first, last), &mut code)? {
        from_file = false;
        code.clear();
        code.push_chars(text.chars())?;
        code.trim_end_from(0, |ch| ch == '\n');
    }
    let code = typos::dedented(vm, code.as_str())?;
    typos::find(vm, code.as_str(), from_file)
}

fn print_marked(vm: &mut Vm, typo: &Typo, printer: &mut Printer<'_>) {
    let line = typo.line.as_str();
    let shown = line.trim_start_matches([' ', '\x0c']);
    let indentation = line.chars().count() - shown.chars().count();
    let byte = |index: usize| shown.char_indices().nth(index).map_or(shown.len(), |(at, _)| at);
    let (start, end) = (byte(typo.start.saturating_sub(indentation)), byte(typo.end - indentation));
    printer.text(vm, "    ");
    printer.text(vm, &shown[..start]);
    printer.styled(vm, Style::Highlight, &shown[start..end]);
    printer.text(vm, &shown[end..]);
    printer.text(vm, "\n    ");
    for ch in shown[..start].chars() {
        let blank = if ch.is_whitespace() { ch } else { ' ' };
        printer.text(vm, blank.encode_utf8(&mut [0; 4]));
    }
    printer.start(vm, Style::Highlight);
    for _ in shown[start..end].chars() {
        printer.text(vm, "^");
    }
    printer.stop(vm);
    printer.text(vm, "\n");
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
        let Some(mut offset) = number(&self.offset) else {
            printer.text(vm, "    ");
            print_range(vm, chars, start, end, printer);
            return printer.text(vm, "\n");
        };
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
        printer.text(vm, "    ");
        if column < 0 {
            print_range(vm, chars, start, end, printer);
            return printer.text(vm, "\n");
        }
        let from = (start + column as usize).min(end);
        let to = (start + end_column as usize).clamp(from, end);
        print_range(vm, chars, start, from, printer);
        printer.start(vm, Style::Highlight);
        print_range(vm, chars, from, to, printer);
        printer.stop(vm);
        print_range(vm, chars, to, end, printer);
        printer.text(vm, "\n");
        printer.text(vm, "    ");
        // Tabs stay, so that the marks stand below what they mark.
        for ch in chars.iter().take(end).skip(start).take(column as usize) {
            let kept = char::from_u32(ch).filter(|_| is_space(ch)).unwrap_or(' ');
            printer.text(vm, kept.encode_utf8(&mut [0; 4]));
        }
        printer.start(vm, Style::Highlight);
        for _ in column..end_column {
            printer.text(vm, "^");
        }
        printer.stop(vm);
        printer.text(vm, "\n");
    }
}
