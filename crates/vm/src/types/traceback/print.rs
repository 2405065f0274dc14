//! Printing exceptions: to whom, and the frame drawn around groups.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::frames::print_frames;
use super::last_line::print_summary;
use super::{buffer, chain};
use crate::core::vm::Vm;
use crate::modules::io::{is_terminal, standard};
use crate::types::exception::traceback_of;

/// What a piece of text is, for terminals with colours: those of CPython 3.14.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A file's name, a line's number, a function's name, a message.
    Fact,
    /// The class of an exception.
    Class,
    /// Code under `^`.
    Highlight,
    /// Code under `~`.
    Range,
}

impl Style {
    /// What switches it on.
    #[must_use]
    pub const fn start(self) -> &'static str {
        match self {
            Style::Fact => "\x1b[35m",
            Style::Class => "\x1b[1;35m",
            Style::Highlight => "\x1b[1;31m",
            Style::Range => "\x1b[31m",
        }
    }
}

/// What switches any style off.
pub const PLAIN: &str = "\x1b[0m";

/// Takes text, piece by piece.
pub type Sink<'s> = dyn FnMut(&mut Vm, &str) + 's;

/// Puts the margin of the present group in front of each line.
pub struct Printer<'s> {
    out: &'s mut Sink<'s>,
    /// How many groups are open.
    pub depth: usize,
    /// The innermost open group is to be closed by whoever prints its last exception.
    pub need_close: bool,
    margin: &'static str,
    at_line_start: bool,
    /// Whether styles are shown.
    pub colors: bool,
    /// Whether code is marked below its lines.
    pub marks: bool,
}

impl<'s> Printer<'s> {
    /// Prints to `out`.
    pub fn new(out: &'s mut Sink<'s>) -> Printer<'s> {
        Printer { out, depth: 0, need_close: false, margin: "| ", at_line_start: true, colors: false, marks: true }
    }

    fn indent(&mut self, vm: &mut Vm) {
        for _ in 0..self.depth {
            (self.out)(vm, "  ");
        }
    }

    /// Text, each line of it behind the margin.
    pub fn text(&mut self, vm: &mut Vm, text: &str) {
        for line in text.split_inclusive('\n') {
            if std::mem::replace(&mut self.at_line_start, line.ends_with('\n')) && self.depth > 0 {
                self.indent(vm);
                (self.out)(vm, self.margin);
            }
            (self.out)(vm, line);
        }
    }

    /// Switches a style on.
    pub fn start(&mut self, vm: &mut Vm, style: Style) {
        if self.colors {
            self.text(vm, style.start());
        }
    }

    /// Switches it off.
    pub fn stop(&mut self, vm: &mut Vm) {
        if self.colors {
            self.text(vm, PLAIN);
        }
    }

    /// Text in a style.
    pub fn styled(&mut self, vm: &mut Vm, style: Style, text: &str) {
        self.start(vm, style);
        self.text(vm, text);
        self.stop(vm);
    }

    /// Characters of a string object.
    pub fn chars(&mut self, vm: &mut Vm, chars: Chars<'_>) {
        buffer::encode(chars, &mut |piece| self.text(vm, piece));
    }

    /// The first line of a group's traceback; a group that stands alone starts the frame with it.
    pub fn group_header(&mut self, vm: &mut Vm) {
        if self.depth == 1 {
            self.margin = "+ ";
        }
        self.text(vm, "Exception Group Traceback (most recent call last):\n");
        self.margin = "| ";
    }

    /// The line above exception `title` of a group.
    pub fn separator(&mut self, vm: &mut Vm, is_first: bool, title: &str) {
        self.indent(vm);
        (self.out)(vm, if is_first { "+-+---------------- " } else { "  +---------------- " });
        (self.out)(vm, title);
        (self.out)(vm, " ----------------\n");
    }

    /// The line below the last exception of a group.
    pub fn close(&mut self, vm: &mut Vm) {
        self.indent(vm);
        (self.out)(vm, "+------------------------------------\n");
    }
}

impl Vm {
    /// Prints an exception as the interpreter does when nobody caught it: with what caused it, tracebacks and source
    /// lines. Fails in no way; what cannot be had is left out.
    pub fn print_exception(&mut self, exception: &Value, out: &mut Sink<'_>) {
        self.print_exception_styled(exception, false, out);
    }

    fn print_exception_styled(&mut self, exception: &Value, colors: bool, out: &mut Sink<'_>) {
        let mut forward = |vm: &mut Vm, text: &str| out(vm, text);
        let mut printer = Printer::new(&mut forward);
        printer.colors = colors;
        let waiting = self.raised.take();
        chain::print_chain(self, exception, &mut printer);
        self.raised = waiting;
    }
}

/// Prints an exception to the standard error stream.
pub fn print_exception_to_stderr(vm: &mut Vm, exception: &Value) {
    vm.print_exception(exception, &mut |vm, text| crate::modules::sys::write_stderr(vm, text));
}

/// Prints an exception that nobody can catch to the standard error stream: without marks, what caused it, notes and
/// members.
pub fn print_unraisable(vm: &mut Vm, exception: &Value) {
    let mut out = |vm: &mut Vm, text: &str| crate::modules::sys::write_stderr(vm, text);
    let mut printer = Printer::new(&mut out);
    printer.marks = false;
    let waiting = vm.raised.take();
    print_frames(vm, traceback_of(exception), false, &mut printer);
    print_summary(vm, exception, &mut printer);
    vm.raised = waiting;
}

/// Prints an exception that nobody caught to the standard error stream, in colour where that is wanted.
pub fn print_uncaught(vm: &mut Vm, exception: &Value) {
    let colors = colors_wanted(vm);
    vm.print_exception_styled(exception, colors, &mut |vm, text| crate::modules::sys::write_stderr(vm, text));
}

/// What the interpreter was told, or whether the stream is a terminal.
fn colors_wanted(vm: &mut Vm) -> bool {
    if let Some(told) = vm.options.colors {
        return told;
    }
    let stream = standard::current(vm, &vm.names().stderr);
    let file = stream.as_ref().and_then(|stream| standard::ours(vm, stream));
    match file.map(|file| file.binary(vm)) {
        Some(Ok(binary)) => binary.fd().is_some_and(|fd| is_terminal(&vm.sandbox, fd)),
        Some(Err(raised)) => {
            drop(vm.take_raised(raised));
            false
        }
        None => false,
    }
}
