//! The ways to fail: where CPython points to.

use crate::error::{ErrorKind, Fault, Message, Place};
use crate::scan::{Tok, Token};

use super::core::{Halt, Parsed, Parser};
use super::node::Node;

impl Parser<'_, '_> {
    /// Fails.
    pub(super) fn raise<T>(&mut self, fault: Fault) -> Parsed<T> {
        self.raised = Some(fault);
        Err(Halt::Raised)
    }

    /// Fails with a range.
    pub(super) fn raise_range<T>(&mut self, start: u32, end: u32, message: Message) -> Parsed<T> {
        self.raise(Fault::syntax(message, Place::Span(start, end)))
    }

    /// Fails at a token.
    pub(super) fn raise_at<T>(&mut self, token: Token, message: Message) -> Parsed<T> {
        self.raise(Fault::syntax(message, place(token)))
    }

    /// Fails at a node.
    pub(super) fn raise_node<T>(&mut self, node: Node, message: Message) -> Parsed<T> {
        self.raise_range(node.start, node.end, message)
    }

    /// Fails from a byte to what has been read so far.
    pub(super) fn raise_from<T>(&mut self, start: u32, message: Message) -> Parsed<T> {
        let end = self.last_read().map_or(start, |t| t.token.end);
        self.raise(Fault::syntax(message, Place::Until(start, end)))
    }

    /// Fails from a line end to what has been read so far.
    pub(super) fn raise_from_newline<T>(&mut self, newline: Token, message: Message) -> Parsed<T> {
        if is_layout(newline) {
            return self.raise(Fault::syntax(message, Place::Cookie(newline.end)));
        }
        self.raise_from(newline.start, message)
    }

    /// Fails at the last token that was read.
    pub(super) fn raise_here<T>(&mut self, message: Message) -> Parsed<T> {
        self.raise_kind(ErrorKind::Syntax, message)
    }

    /// Fails at the token at the mark.
    pub(super) fn raise_next<T>(&mut self, message: Message) -> Parsed<T> {
        let token = self.current()?;
        self.raise(Fault::syntax(message, cursor_place(token)))
    }

    /// Fails at the last token that was read.
    pub(super) fn raise_kind<T>(&mut self, kind: ErrorKind, message: Message) -> Parsed<T> {
        let place = self.last_read().map_or(Place::Span(0, 0), |t| cursor_place(t.token));
        self.raise(Fault::new(kind, message, place))
    }
}

/// Whether a token has no text of its own: CPython knows no columns for it.
pub(super) fn is_layout(token: Token) -> bool {
    token.start == token.end && matches!(token.kind, Tok::Indent | Tok::Dedent | Tok::End | Tok::Newline)
}

/// The place of a token that is named.
pub(super) fn place(token: Token) -> Place {
    if is_layout(token) { Place::Line(token.start) } else { Place::Span(token.start, token.end) }
}

/// The place of a token as the last one that was read: where reading is, if it has no text.
pub(super) fn cursor_place(token: Token) -> Place {
    if is_layout(token) { Place::Layout(token.start) } else { Place::Span(token.start, token.end) }
}
