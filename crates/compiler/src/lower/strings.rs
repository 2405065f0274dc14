//! Strings, f-strings and t-strings.
//!
//! CPython joins literal text that adjoins, in adjacent literals and in one (`f"a{{b"`, `f"{x=}"`), into one
//! constant that reaches from the first piece to the last. A [`Join`] gathers such text; nothing else may add
//! text to the tree before it is closed.

use ruff_python_ast as ruff;

use super::{Halt, Lower, end, start};
use crate::ast::*;
use crate::literal::{self, Blame, Quoted};

/// Literal text being joined.
#[derive(Clone, Copy)]
struct Join {
    text: usize,
    /// Where the constant begins and ends; none so far.
    span: Option<(u32, u32)>,
    /// The first piece had the prefix `u`.
    u: bool,
}

/// What a replacement field becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flavour {
    F,
    T,
}

impl<'t> Lower<'_, 't> {
    pub(super) fn string(&mut self, node: &'t ruff::ExprStringLiteral) -> Result<ExprKind, Halt> {
        let mut join = self.open_join();
        for part in node.value.as_slice() {
            self.join_quoted(&mut join, start(part), end(part))?;
        }
        let text = self.tree.end_text(join.text);
        Ok(ExprKind::Constant(Constant::Str { text, u: join.u }))
    }

    pub(super) fn bytes(&mut self, node: &'t ruff::ExprBytesLiteral) -> Result<ExprKind, Halt> {
        let mut join = self.open_join();
        for part in node.value.as_slice() {
            self.join_quoted(&mut join, start(part), end(part))?;
        }
        Ok(ExprKind::Constant(Constant::Bytes(self.tree.end_text(join.text))))
    }

    pub(super) fn fstring(&mut self, node: &'t ruff::ExprFString) -> Result<ExprKind, Halt> {
        let base = self.open_list::<ExprId>();
        let mut join = self.open_join();
        for part in node.value.as_slice() {
            match part {
                ruff::FStringPart::Literal(part) => self.join_quoted(&mut join, start(part), end(part))?,
                ruff::FStringPart::FString(part) => {
                    let raw = self.is_raw(start(part));
                    self.elements(&mut join, &part.elements, raw, Flavour::F, false)?;
                }
            }
        }
        self.close_join(&mut join)?;
        Ok(ExprKind::JoinedStr { values: self.close_list(base)? })
    }

    pub(super) fn tstring(&mut self, node: &'t ruff::ExprTString) -> Result<ExprKind, Halt> {
        let base = self.open_list::<ExprId>();
        let mut join = self.open_join();
        for part in node.value.as_slice() {
            let raw = self.is_raw(start(part));
            self.elements(&mut join, &part.elements, raw, Flavour::T, false)?;
        }
        self.close_join(&mut join)?;
        Ok(ExprKind::TemplateStr { values: self.close_list(base)? })
    }

    fn is_raw(&self, start: u32) -> bool {
        let prefix = &self.source.text.as_bytes()[start as usize..];
        prefix.iter().take_while(|b| b.is_ascii_alphabetic()).any(|b| b.eq_ignore_ascii_case(&b'r'))
    }

    fn open_join(&self) -> Join {
        Join { text: self.tree.begin_text(), span: None, u: false }
    }

    fn extend_join(&mut self, join: &mut Join, start: u32, end: u32) {
        join.span = Some((join.span.map_or(start, |span| span.0), end));
    }

    /// Joins a whole string token.
    fn join_quoted(&mut self, join: &mut Join, start: u32, end: u32) -> Result<(), Halt> {
        let quoted = Quoted::new(self.source.text, start, end);
        literal::append_quoted(self.tree, self.budget, self.source, quoted, Blame { start, end })
            .map_err(|stop| self.halt(stop))?;
        if join.span.is_none() {
            join.u = quoted.u;
        }
        self.extend_join(join, start, end);
        Ok(())
    }

    /// Ends the text joined so far and makes it a constant, if there is any.
    fn close_join(&mut self, join: &mut Join) -> Result<(), Halt> {
        let text = self.tree.end_text(join.text);
        if let Some((start, end)) = join.span
            && !text.is_empty()
        {
            let range = self.span(start, end);
            let id = self.add(ExprKind::Constant(Constant::Str { text, u: join.u }), range)?;
            self.push(id)?;
            self.tree.note_depth(self.depth + 1);
        }
        *join = self.open_join();
        Ok(())
    }

    /// The pieces of an f-string, a t-string or a format specification, pushed onto the open list.
    fn elements(
        &mut self,
        join: &mut Join,
        elements: &'t [ruff::InterpolatedStringElement],
        raw: bool,
        flavour: Flavour,
        in_spec: bool,
    ) -> Result<(), Halt> {
        for element in elements {
            match element {
                ruff::InterpolatedStringElement::Literal(piece) => {
                    let span = Blame { start: start(piece), end: end(piece) };
                    literal::append_middle(self.tree, self.budget, self.source, span, raw, in_spec)
                        .map_err(|stop| self.halt(stop))?;
                    self.extend_join(join, span.start, span.end);
                }
                ruff::InterpolatedStringElement::Interpolation(field) => self.field(join, field, raw, flavour)?,
            }
        }
        Ok(())
    }

    /// A replacement field.
    fn field(
        &mut self,
        join: &mut Join,
        field: &'t ruff::InterpolatedElement,
        raw: bool,
        flavour: Flavour,
    ) -> Result<(), Halt> {
        let open = start(field) + 1;
        let equals = self.field_expression_end(end(&*field.expression));
        let debug = self.source.text.as_bytes().get(equals as usize) == Some(&b'=');
        if debug {
            let stop = self.skip_trivia(equals as usize + 1) as u32;
            self.append_code(open, stop)?;
            self.extend_join(join, open, stop);
        }
        self.close_join(join)?;
        self.enter();
        let code = match flavour {
            Flavour::F => None,
            Flavour::T => {
                let begin = self.tree.begin_text();
                self.append_code(open, equals)?;
                Some(self.tree.end_text(begin))
            }
        };
        let value = self.expr(&field.expression)?;
        let format_spec = match field.format_spec.as_deref() {
            None => None,
            Some(spec) => Some(self.format_spec(spec, end(field) - 1, raw)?),
        };
        let conversion = match field.conversion {
            ruff::ConversionFlag::None if debug && format_spec.is_none() => Conversion::Repr,
            ruff::ConversionFlag::None => Conversion::None,
            ruff::ConversionFlag::Str => Conversion::Str,
            ruff::ConversionFlag::Repr => Conversion::Repr,
            ruff::ConversionFlag::Ascii => Conversion::Ascii,
        };
        let kind = match code {
            None => ExprKind::FormattedValue { value, conversion, format_spec },
            Some(str) => ExprKind::Interpolation { value, str, conversion, format_spec },
        };
        let range = self.range(field.range);
        let id = self.add(kind, range)?;
        self.leave();
        self.push(id)?;
        *join = self.open_join();
        Ok(())
    }

    /// Where the expression of a field, with the parentheses around it, ends: at `=`, `!`, `:` or `}`.
    fn field_expression_end(&self, mut at: u32) -> u32 {
        loop {
            at = self.skip_trivia(at as usize) as u32;
            if !matches!(self.source.text.as_bytes().get(at as usize), Some(b')' | b',')) {
                return at;
            }
            at += 1;
        }
    }

    fn format_spec(
        &mut self,
        spec: &'t ruff::InterpolatedStringFormatSpec,
        end: u32,
        raw: bool,
    ) -> Result<ExprId, Halt> {
        self.enter();
        let base = self.open_list::<ExprId>();
        let mut join = self.open_join();
        // Fields in a specification are an f-string's, also in a t-string.
        self.elements(&mut join, &spec.elements, raw, Flavour::F, true)?;
        self.close_join(&mut join)?;
        let values = self.close_list(base)?;
        let colon = start(spec).saturating_sub(1);
        let range = self.span(colon, end);
        self.leave();
        self.add(ExprKind::JoinedStr { values }, range)
    }

    /// Appends source as it stands, without comments.
    fn append_code(&mut self, start: u32, end: u32) -> Result<(), Halt> {
        let source = self.source;
        let code = &source.text[start as usize..end as usize];
        if !code.contains('#') {
            return literal::append_raw(self.tree, self.budget, code).map_err(|stop| self.halt(stop));
        }
        let mut quote = None;
        let mut from = 0;
        let bytes = code.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            match quote {
                None if byte == b'#' => {
                    literal::append_raw(self.tree, self.budget, &code[from..at]).map_err(|stop| self.halt(stop))?;
                    at += bytes[at..].iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(bytes.len() - at);
                    from = at;
                    continue;
                }
                None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
                Some(_) if byte == b'\\' => at += 1,
                Some(open) if byte == open => quote = None,
                _ => {}
            }
            at += 1;
        }
        literal::append_raw(self.tree, self.budget, &code[from..]).map_err(|stop| self.halt(stop))
    }
}
