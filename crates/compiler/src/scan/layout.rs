//! Lines and blocks: indentation, and what is implied at the end of the source.
//!
//! Invariant: a line is measured twice, with tabs to columns of eight and of one; the two measures must order
//! it in the same way against the blocks around it.

use super::{MAX_INDENTS, Scanner, Tok, Token};
use crate::error::{ErrorKind, Fault, Place, message};

/// A width of indentation: in columns with tabs of eight, and with tabs of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Indent {
    columns: u32,
    characters: u32,
}

impl Scanner<'_> {
    /// Measures the indentation of the line that begins here, and notes the blocks that it opens or closes.
    /// Blank lines and comments say nothing.
    pub(super) fn measure_indent(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let mut width = Indent::default();
        let mut before_backslash = None;
        loop {
            match self.src.get(self.at) {
                Some(b' ') => {
                    width.columns = width.columns.saturating_add(1);
                    width.characters += 1;
                }
                Some(b'\t') => {
                    width.columns = (width.columns / 8 + 1).saturating_mul(8);
                    width.characters += 1;
                }
                Some(0x0C) => width = Indent::default(),
                Some(b'\\') => {
                    before_backslash = before_backslash.or(Some(width));
                    self.continue_line()?;
                    continue;
                }
                _ => break,
            }
            self.at += 1;
        }
        match self.src.get(self.at) {
            Some(b'#' | b'\n' | b'\r') => return Ok(()),
            None if self.implied || self.at == start => return Ok(()),
            _ => {}
        }
        if self.level > 0 {
            return Ok(());
        }
        self.enter_line(before_backslash.unwrap_or(width))
    }

    fn enter_line(&mut self, width: Indent) -> Result<(), Fault> {
        let line = self.at as u32;
        let top = self.indents[self.indent];
        if width.columns == top.columns {
            if width.characters != top.characters {
                return Err(inconsistent(line));
            }
        } else if width.columns > top.columns {
            if self.indent + 1 >= MAX_INDENTS {
                let message = message!("too many levels of indentation");
                return Err(Fault::indentation(message, Place::LineStart(line)).soft());
            }
            if width.characters <= top.characters {
                return Err(inconsistent(line));
            }
            self.indent += 1;
            self.indents[self.indent] = width;
            self.pending += 1;
        } else {
            while self.indent > 0 && width.columns < self.indents[self.indent].columns {
                self.indent -= 1;
                self.pending -= 1;
            }
            let top = self.indents[self.indent];
            if width.columns != top.columns {
                let message = message!("unindent does not match any outer indentation level");
                return Err(Fault::indentation(message, Place::LineEnd(line)).soft());
            }
            if width.characters != top.characters {
                return Err(inconsistent(line));
            }
        }
        Ok(())
    }

    /// An `Indent` or `Dedent` that is due.
    pub(super) fn pending_layout(&mut self) -> Option<Token> {
        let at = self.at as u32;
        if self.pending > 0 {
            self.pending -= 1;
            return Some(Token { kind: Tok::Indent, start: at, end: at });
        }
        if self.pending < 0 {
            self.pending += 1;
            return Some(Token { kind: Tok::Dedent, start: at, end: at });
        }
        None
    }

    /// The last line end if it is missing (an `End` where none is implied), dedents for all open blocks, then `End`
    /// for ever. `start` is where the last line's comment begins.
    pub(super) fn end_of_source(&mut self, start: usize) -> Token {
        let len = self.src.len() as u32;
        if self.level > 0 {
            return Token { kind: Tok::End, start: len, end: len };
        }
        let cut = !self.implied && !self.ended && !matches!(self.src.last(), None | Some(b'\n' | b'\r'));
        if self.line_has_tokens || cut {
            self.line_has_tokens = false;
            self.ended = true;
            self.at = self.src.len();
            let kind = if self.implied { Tok::Newline } else { Tok::End };
            let start = if self.implied { start as u32 } else { len };
            return Token { kind, start, end: len + u32::from(self.implied) };
        }
        if self.indent > 0 {
            self.indent -= 1;
            return Token { kind: Tok::Dedent, start: len, end: len };
        }
        Token { kind: Tok::End, start: len, end: len }
    }
}

fn inconsistent(line: u32) -> Fault {
    let message = message!("inconsistent use of tabs and spaces in indentation");
    Fault::new(ErrorKind::Tab, message, Place::LineStart(line)).soft()
}
