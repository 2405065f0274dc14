//! The source lines of a traceback entry, with marks under the expression that was being computed.

use pitviper_compiler::code::Position;
use pitviper_object::Obj;

use super::anchors::{Anchors, anchors_of, characters_in, is_plain_call, line_of};
use super::buffer::Buffer;
use super::print::{PLAIN, Style};
use super::source::read_lines;
use super::width::{columns, display_width};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::code::CodeObject;
use crate::types::dict::Dict;

/// The white space that all lines with text begin with.
fn margin(text: &str) -> usize {
    let mut common: Option<&str> = None;
    for line in text.split('\n').filter(|line| !line.trim().is_empty()) {
        let own = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let shared = match common {
            Some(common) => common.bytes().zip(own.bytes()).take_while(|(a, b)| a == b).count(),
            None => own.len(),
        };
        common = Some(&own[..shared]);
    }
    common.map_or(0, str::len)
}

/// A line without `margin`; empty when it is blank.
fn dedented(line: &str, margin: usize) -> &str {
    if line.trim().is_empty() { "" } else { line.get(margin..).unwrap_or_default() }
}

/// What is to be marked, in the lines that are shown.
struct Marked<'s> {
    /// The lines, without common indentation.
    lines: &'s str,
    count: usize,
    /// First marked character of the first line, and the first that is no longer marked of the last.
    start: usize,
    end: usize,
    anchors: Option<Anchors>,
    marks: bool,
    colors: bool,
}

/// Appends the lines of `position` and the marks, indented by four. Nothing when the source cannot be had.
///
/// # Errors
/// `MemoryError`.
pub fn push_excerpt(
    vm: &mut Vm,
    code: &CodeObject,
    globals: Option<&Obj<Dict>>,
    position: Position,
    colors: bool,
    out: &mut Buffer,
) -> PyResult<()> {
    let mut source = Buffer::new(vm);
    let last = position.end_line.max(position.line);
    read_lines(vm, code, globals, (position.line, last), &mut source)?;
    let text = source.as_str();
    if text.trim().is_empty() {
        return Ok(());
    }
    if position.end_line == 0 {
        out.push("    ")?;
        out.push(line_of(text, 0).trim())?;
        return out.push("\n");
    }
    let margin = margin(text);
    let mut lines = Buffer::new(vm);
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            lines.push("\n")?;
        }
        lines.push(dedented(line, margin))?;
    }
    let count = (last - position.line) as usize + 1;
    let (first_line, last_line) = (line_of(text, 0), line_of(text, count - 1));
    let cut = first_line.chars().count() - line_of(lines.as_str(), 0).chars().count().min(first_line.chars().count());
    let start = characters_in(first_line, position.column as usize).saturating_sub(cut);
    let end = characters_in(last_line, position.end_column as usize).saturating_sub(cut);
    let mut marked = Marked { lines: lines.as_str(), count, start, end, anchors: None, marks: false, colors };
    marked.decide(vm);
    let mut shown = Buffer::new(vm);
    marked.push(&mut shown)?;
    let shown = shown.as_str();
    let shown = shown.strip_suffix('\n').unwrap_or(shown);
    let margin = self::margin(shown);
    for line in shown.split('\n') {
        out.push("    ")?;
        out.push(dedented(line, margin))?;
        out.push("\n")?;
    }
    Ok(())
}

/// The byte at which character `index` of a line starts.
fn byte_of(line: &str, index: usize) -> usize {
    line.char_indices().nth(index).map_or(line.len(), |(at, _)| at)
}

impl<'s> Marked<'s> {
    fn line(&self, index: usize) -> &'s str {
        line_of(self.lines, index)
    }

    /// Finds the anchors, and whether marks are shown at all.
    fn decide(&mut self, vm: &mut Vm) {
        let last = self.line(self.count - 1);
        let from = byte_of(self.line(0), self.start);
        let to = self.lines.len() - (last.len() - byte_of(last, self.end));
        let segment = self.lines.get(from..to).unwrap_or_default();
        self.anchors = anchors_of(vm, segment);
        self.marks = match is_plain_call(vm, self.lines, self.start, self.end) {
            Some(true) => false,
            _ if self.anchors.is_some() => true,
            _ => {
                let before = &self.line(0)[..from.min(self.line(0).len())];
                let after = &last[byte_of(last, self.end)..];
                !before.trim_start().is_empty() || !after.trim_end().is_empty()
            }
        };
        // Anchors count from the segment's start; columns are counted in widths.
        if let Some(anchors) = &mut self.anchors {
            for place in [&mut anchors.left, &mut anchors.right] {
                let shift = if place.line == 0 { self.start } else { 0 };
                place.column = display_width(line_of(self.lines, place.line), place.column + shift);
            }
        }
    }

    /// Appends the lines worth showing: first, last, and those about the anchors.
    fn push(&self, out: &mut Buffer) -> PyResult<()> {
        let mut significant = [0, self.count - 1, 0, 0, 0, 0, 0, 0];
        if let Some(anchors) = &self.anchors {
            for (index, place) in [anchors.left, anchors.right].into_iter().enumerate() {
                for offset in 0..3 {
                    significant[2 + index * 3 + offset] = (place.line + offset).saturating_sub(1);
                }
            }
        }
        significant.sort_unstable();
        let mut before: Option<usize> = None;
        for line in significant {
            if line >= self.count || before == Some(line) {
                continue;
            }
            if let Some(before) = before {
                match line - before {
                    1 => {}
                    2 => self.push_line(line - 1, out)?,
                    skipped => {
                        let mut digits = [0; 20];
                        out.push("...<")?;
                        out.push(decimal(skipped - 1, &mut digits))?;
                        out.push(" lines>...\n")?;
                    }
                }
            }
            self.push_line(line, out)?;
            before = Some(line);
        }
        Ok(())
    }

    fn push_line(&self, index: usize, out: &mut Buffer) -> PyResult<()> {
        let line = self.line(index);
        if !self.marks {
            out.push(line)?;
            return out.push("\n");
        }
        let length = line.chars().count();
        let blank = length - line.trim_start().chars().count();
        let width = if index + 1 == self.count { display_width(line, self.end) } else { display_width(line, length) };
        let start = if index == 0 { display_width(line, self.start) } else { 0 };
        let mark = |column: usize| {
            if column >= width || column < blank || column < start { " " } else { self.mark(index, column) }
        };
        let mut pen = Pen { colors: self.colors, style: None };
        let mut column = 0;
        for ch in line.chars() {
            pen.put(mark(column), ch.encode_utf8(&mut [0; 4]), out)?;
            column += columns(ch);
        }
        pen.lift(out)?;
        out.push("\n")?;
        for column in 0..width {
            pen.put(mark(column), mark(column), out)?;
        }
        pen.lift(out)?;
        out.push("\n")
    }

    fn mark(&self, line: usize, column: usize) -> &'static str {
        let Some(Anchors { left, right }) = self.anchors else { return "^" };
        let from_left = line > left.line || line == left.line && column >= left.column;
        let to_right = line < right.line || line == right.line && column < right.column;
        if from_left && to_right { "^" } else { "~" }
    }
}

/// Writes text in the style that its marks ask for.
struct Pen {
    colors: bool,
    style: Option<Style>,
}

impl Pen {
    fn put(&mut self, mark: &str, text: &str, out: &mut Buffer) -> PyResult<()> {
        let style = match mark {
            "^" => Some(Style::Highlight),
            "~" => Some(Style::Range),
            _ => None,
        };
        if style != self.style {
            self.lift(out)?;
            if let Some(style) = style.filter(|_| self.colors) {
                out.push(style.start())?;
            }
            self.style = style;
        }
        out.push(text)
    }

    fn lift(&mut self, out: &mut Buffer) -> PyResult<()> {
        match self.style.take() {
            Some(_) if self.colors => out.push(PLAIN),
            _ => Ok(()),
        }
    }
}

/// A number in decimal, without allocating.
pub fn decimal(mut number: usize, digits: &mut [u8; 20]) -> &str {
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return std::str::from_utf8(&digits[at..]).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{decimal, dedented, margin};

    #[test]
    fn finds_the_common_margin() {
        assert_eq!(margin("    a\n\n  b"), 2);
        assert_eq!(margin("\ta\n    b"), 0);
        assert_eq!(dedented("   ", 2), "");
        assert_eq!(dedented("    a", 2), "  a");
    }

    #[test]
    fn writes_numbers() {
        assert_eq!(decimal(0, &mut [0; 20]), "0");
        assert_eq!(decimal(1205, &mut [0; 20]), "1205");
    }
}
