//! Compound statements that are mistakes: a missing colon or block, clauses in the wrong order.

use crate::error::{ErrorKind, message};
use crate::scan::{Tok, Token};

use super::core::{Parsed, Parser, want};

/// Behind what a block is missing.
#[derive(Clone, Copy, Debug)]
pub(super) enum After {
    Nothing,
    /// A statement of this name, with its keyword.
    Statement(&'static str, Token),
    /// `function` or `class`, with its keyword.
    Definition(&'static str, Token),
}

/// The text of a keyword.
fn word(kind: Tok) -> &'static str {
    match kind {
        Tok::If => "if",
        Tok::Elif => "elif",
        _ => "while",
    }
}

impl Parser<'_, '_> {
    /// Fails when no block begins behind the line end just taken.
    pub(super) fn missing_block(&mut self, after: After) -> Parsed<()> {
        want!(self.not(Tok::Indent));
        let first = "expected an indented block";
        let message = match after {
            After::Nothing => message!(first),
            After::Statement(name, token) => {
                let line = self.source.line_of(token.start) as usize;
                message!(first, " after '", name, "' statement on line ", line)
            }
            After::Definition(name, token) => {
                let line = self.source.line_of(token.start) as usize;
                message!(first, " after ", name, " definition on line ", line)
            }
        };
        self.raise_kind(ErrorKind::Indentation, message)
    }

    /// Behind the head of a statement: a line end instead of the colon, or no block behind the colon.
    fn bad_end(&mut self, after: After) -> Parsed<()> {
        if self.opt(Tok::Newline)?.is_some() {
            return self.raise_here(message!("expected ':'"));
        }
        self.no_block(after)
    }

    fn no_block(&mut self, after: After) -> Parsed<()> {
        want!(self.eat(Tok::Colon));
        want!(self.eat(Tok::Newline));
        self.missing_block(after)
    }

    /// `if`, `elif` and `while`.
    pub(super) fn invalid_head(&mut self, kind: Tok) -> Parsed<()> {
        let keyword = want!(self.eat(kind));
        want!(self.named_expression());
        self.bad_end(After::Statement(word(kind), keyword))
    }

    pub(super) fn invalid_else(&mut self) -> Parsed<()> {
        let keyword = want!(self.eat(Tok::Else));
        self.attempt(|p| p.no_block(After::Statement("else", keyword)))?;
        want!(self.eat(Tok::Colon));
        want!(self.block());
        want!(self.eat(Tok::Elif));
        self.raise_here(message!("'elif' block follows an 'else' block"))
    }

    pub(super) fn invalid_finally(&mut self) -> Parsed<()> {
        let keyword = want!(self.eat(Tok::Finally));
        self.no_block(After::Statement("finally", keyword))
    }

    pub(super) fn invalid_for(&mut self) -> Parsed<()> {
        self.opt(Tok::Async)?;
        let keyword = want!(self.eat(Tok::For));
        want!(self.star_targets());
        want!(self.eat(Tok::In));
        want!(self.star_expressions());
        self.bad_end(After::Statement("for", keyword))
    }

    pub(super) fn invalid_function(&mut self) -> Parsed<()> {
        self.opt(Tok::Async)?;
        let keyword = want!(self.eat(Tok::Def));
        want!(self.eat(Tok::Name));
        self.type_params()?;
        want!(self.eat(Tok::LPar));
        self.parameters()?;
        want!(self.eat(Tok::RPar));
        self.returns()?;
        self.no_block(After::Definition("function", keyword))
    }

    pub(super) fn invalid_class(&mut self) -> Parsed<()> {
        let keyword = want!(self.class_head());
        self.bad_end(After::Definition("class", keyword))
    }

    /// `with`: a missing block, looked for first (`indent`), or a missing colon, looked for last.
    pub(super) fn invalid_with(&mut self, indent: bool) -> Parsed<()> {
        self.opt(Tok::Async)?;
        let keyword = want!(self.eat(Tok::With));
        self.attempt(|p| {
            want!(p.separated(Tok::Comma, |p| {
                want!(p.expression());
                p.with_target()
            }));
            p.bad_with_end(keyword, indent)
        })?;
        want!(self.eat(Tok::LPar));
        want!(self.separated(Tok::Comma, |p| {
            want!(p.expressions());
            p.with_target()
        }));
        self.opt(Tok::Comma)?;
        want!(self.eat(Tok::RPar));
        self.bad_with_end(keyword, indent)
    }

    /// `as target`, if it is there.
    fn with_target(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            want!(p.eat(Tok::As));
            p.star_target()
        })?;
        Ok(Some(()))
    }

    fn bad_with_end(&mut self, keyword: Token, indent: bool) -> Parsed<()> {
        if indent {
            return self.no_block(After::Statement("with", keyword));
        }
        want!(self.eat(Tok::Newline));
        self.raise_here(message!("expected ':'"))
    }

    pub(super) fn invalid_try(&mut self) -> Parsed<()> {
        let keyword = want!(self.eat(Tok::Try));
        self.attempt(|p| p.no_block(After::Statement("try", keyword)))?;
        want!(self.eat(Tok::Colon));
        self.attempt(|p| {
            want!(p.block());
            if p.sees_any(&[Tok::Except, Tok::Finally])? {
                return Ok(None);
            }
            p.raise_here::<()>(message!("expected 'except' or 'finally' block"))
        })?;
        self.many(Self::block)?;
        let both = message!("cannot have both 'except' and 'except*' on the same 'try'");
        self.attempt(|p| {
            if p.many(Self::except_block)? == 0 {
                return Ok(None);
            }
            let except = want!(p.eat(Tok::Except));
            let star = want!(p.eat(Tok::Star));
            want!(p.expression());
            p.except_name()?;
            want!(p.eat(Tok::Colon));
            p.raise_range::<()>(except.start, star.end, both)
        })?;
        if self.many(Self::except_star_block)? == 0 {
            return Ok(None);
        }
        let except = want!(self.eat(Tok::Except));
        self.attempt(|p| {
            want!(p.expression());
            p.except_name()?;
            Ok(Some(()))
        })?;
        want!(self.eat(Tok::Colon));
        self.raise_at(except, both)
    }

    /// `as name`, if it is there.
    fn except_name(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            want!(p.eat(Tok::As));
            p.eat(Tok::Name)
        })?;
        Ok(Some(()))
    }

    /// `except` or `except*` without a block.
    pub(super) fn invalid_except_block(&mut self, star: bool) -> Parsed<()> {
        let keyword = want!(self.eat(Tok::Except));
        if star {
            want!(self.eat(Tok::Star));
        }
        self.attempt(|p| {
            want!(p.expression());
            p.except_name()?;
            p.no_block(After::Statement(if star { "except*" } else { "except" }, keyword))
        })?;
        if star {
            return Ok(None);
        }
        self.no_block(After::Statement("except", keyword))
    }

    pub(super) fn invalid_except(&mut self, star: bool) -> Parsed<()> {
        want!(self.eat(Tok::Except));
        if star {
            want!(self.eat(Tok::Star));
        }
        self.attempt(|p| {
            let first = want!(p.expression());
            want!(p.eat(Tok::Comma));
            want!(p.expressions());
            want!(p.eat(Tok::As));
            want!(p.eat(Tok::Name));
            want!(p.eat(Tok::Colon));
            let message = message!("multiple exception types must be parenthesized when using 'as'");
            p.raise_from::<()>(first.start, message)
        })?;
        self.attempt(|p| {
            want!(p.expression());
            p.except_name()?;
            want!(p.eat(Tok::Newline));
            p.raise_here::<()>(message!("expected ':'"))
        })?;
        if star {
            self.attempt(|p| {
                want!(p.eat_any(&[Tok::Newline, Tok::Colon]));
                p.raise_here::<()>(message!("expected one or more exception types"))
            })?;
        } else if self.opt(Tok::Newline)?.is_some() {
            return self.raise_here(message!("expected ':'"));
        }
        want!(self.expression());
        want!(self.eat(Tok::As));
        let target = want!(self.expression());
        want!(self.eat(Tok::Colon));
        want!(self.block());
        let keyword = if star { "cannot use except* statement with " } else { "cannot use except statement with " };
        self.raise_node(target, message!(keyword, target.name()))
    }

    pub(super) fn invalid_match(&mut self) -> Parsed<()> {
        let keyword = want!(self.eat_soft("match"));
        want!(self.subject());
        self.bad_end(After::Statement("match", keyword))
    }

    pub(super) fn invalid_case(&mut self) -> Parsed<()> {
        let keyword = want!(self.eat_soft("case"));
        want!(self.patterns());
        self.guard()?;
        self.bad_end(After::Statement("case", keyword))
    }
}
