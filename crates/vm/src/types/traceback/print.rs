//! Printing exceptions: to whom, and the frame drawn around groups.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::{buffer, chain};
use crate::core::vm::Vm;

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
}

impl<'s> Printer<'s> {
    /// Prints to `out`.
    pub fn new(out: &'s mut Sink<'s>) -> Printer<'s> {
        Printer { out, depth: 0, need_close: false, margin: "| ", at_line_start: true }
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
        let mut forward = |vm: &mut Vm, text: &str| out(vm, text);
        let mut printer = Printer::new(&mut forward);
        let waiting = self.raised.take();
        chain::print_chain(self, exception, &mut printer);
        self.raised = waiting;
    }
}

/// Prints an exception to the standard error stream.
pub fn print_exception_to_stderr(vm: &mut Vm, exception: &Value) {
    vm.print_exception(exception, &mut |vm, text| crate::modules::sys::write_stderr(vm, text));
}
