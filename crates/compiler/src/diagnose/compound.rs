//! Compound statements and blocks.

use crate::error::message;
use crate::scan::{Tok, Token};

use super::core::{Halt, Parsed, Parser, Rule, either, want};
use super::invalid::After;
use super::node::Kind;

impl Parser<'_, '_> {
    /// A file: statements up to the end.
    pub(super) fn file(&mut self) -> Parsed<()> {
        self.statements()?;
        Ok(self.eat(Tok::End)?.map(drop))
    }

    /// One statement of a session.
    pub(super) fn interactive(&mut self) -> Parsed<()> {
        either!(self.attempt(|p| {
            want!(p.compound_stmt());
            Ok(p.eat(Tok::Newline)?.map(drop))
        }));
        either!(self.attempt(|p| Ok(p.simple_stmts()?.map(drop))));
        if self.opt(Tok::Newline)?.is_some() {
            return Ok(Some(()));
        }
        // CPython stops here without another word; a caller asks for more.
        self.eat(Tok::End).map(|_| None)
    }

    /// An expression and nothing else.
    pub(super) fn eval(&mut self) -> Parsed<()> {
        want!(self.expressions());
        self.many(|p| p.eat(Tok::Newline))?;
        Ok(self.eat(Tok::End)?.map(drop))
    }

    /// One or more statements.
    fn statements(&mut self) -> Parsed<()> {
        Ok((self.many(Self::statement)? > 0).then_some(()))
    }

    /// A statement, or several on a line. What was remembered while it was read is forgotten: nothing goes back
    /// behind a statement.
    fn statement(&mut self) -> Parsed<()> {
        let (mark, memos, links) = self.remembered();
        if self.compound_stmt()?.is_none() {
            want!(self.simple_stmts());
        }
        self.forget(mark, memos, links);
        Ok(Some(()))
    }

    fn compound_stmt(&mut self) -> Parsed<()> {
        self.attempt(|p| match p.current()?.kind {
            Tok::Def => p.function(),
            Tok::If => p.noted(Self::if_stmt),
            Tok::Class => p.noted(Self::class),
            Tok::With => p.noted(Self::with_stmt),
            Tok::For => p.noted(Self::for_stmt),
            Tok::Try => p.noted(Self::try_stmt),
            Tok::While => p.noted(Self::while_stmt),
            Tok::At => p.decorated(),
            Tok::Async => {
                either!(p.attempt(Self::function));
                either!(p.attempt(|p| p.noted(Self::with_stmt)));
                p.noted(Self::for_stmt)
            }
            Tok::Name => p.noted(Self::match_stmt),
            _ => Ok(None),
        })
    }

    /// Notes in the second pass where a statement that is complete begins.
    fn noted(&mut self, statement: fn(&mut Self) -> Parsed<()>) -> Parsed<()> {
        let start = self.mark;
        want!(statement(self));
        if self.invalid {
            self.last_statement = self.last_statement.max(self.start_of(start) + 1);
        }
        Ok(Some(()))
    }

    fn decorated(&mut self) -> Parsed<()> {
        let decorators = self.many(|p| {
            want!(p.eat(Tok::At));
            want!(p.named_expression());
            p.eat(Tok::Newline)
        })?;
        if decorators == 0 {
            return Ok(None);
        }
        either!(self.attempt(Self::function));
        self.noted(Self::class)
    }

    pub(super) fn block(&mut self) -> Parsed {
        self.memo(Rule::Block, |p| {
            let start = p.mark;
            let indented = p.attempt(|p| {
                want!(p.eat(Tok::Newline));
                want!(p.eat(Tok::Indent));
                want!(p.statements());
                p.eat(Tok::Dedent)
            })?;
            if indented.is_some() || p.simple_stmts()?.is_some() {
                return p.node(Kind::Other, start);
            }
            p.mistake(|p| {
                want!(p.eat(Tok::Newline));
                p.missing_block(After::Nothing)
            })?;
            Ok(None)
        })
    }

    /// Takes a token that must be here (the second pass says so).
    fn force(&mut self, kind: Tok, text: &'static str) -> Parsed<Token> {
        let token = self.current()?;
        if token.kind != kind && !self.invalid {
            return Ok(None);
        }
        if token.kind != kind {
            return self.raise_at(token, message!("expected '", text, "'"));
        }
        self.mark += 1;
        Ok(Some(token))
    }

    fn function(&mut self) -> Parsed<()> {
        self.mistake(Self::invalid_function)?;
        self.opt(Tok::Async)?;
        want!(self.eat(Tok::Def));
        want!(self.eat(Tok::Name));
        self.type_params()?;
        want!(self.force(Tok::LPar, "("));
        self.parameters()?;
        want!(self.eat(Tok::RPar));
        self.returns()?;
        want!(self.force(Tok::Colon, ":"));
        Ok(self.block()?.map(drop))
    }

    /// `-> annotation`, if it is there.
    pub(super) fn returns(&mut self) -> Result<(), Halt> {
        self.attempt(|p| {
            want!(p.eat(Tok::RArrow));
            p.expression()
        })
        .map(drop)
    }

    fn class(&mut self) -> Parsed<()> {
        self.mistake(Self::invalid_class)?;
        want!(self.class_head());
        want!(self.eat(Tok::Colon));
        Ok(self.block()?.map(drop))
    }

    /// `class Name[T](bases)`. Returns the keyword.
    pub(super) fn class_head(&mut self) -> Parsed<Token> {
        let class = want!(self.eat(Tok::Class));
        want!(self.eat(Tok::Name));
        self.type_params()?;
        self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            p.arguments()?;
            p.eat(Tok::RPar)
        })?;
        Ok(Some(class))
    }

    /// `if`, its `elif`s (read by a loop, as there may be many), and `else`.
    fn if_stmt(&mut self) -> Parsed<()> {
        self.mistake(|p| p.invalid_head(Tok::If))?;
        want!(self.eat(Tok::If));
        want!(self.named_expression());
        want!(self.eat(Tok::Colon));
        want!(self.block());
        while self
            .attempt(|p| {
                p.mistake(|p| p.invalid_head(Tok::Elif))?;
                want!(p.eat(Tok::Elif));
                want!(p.named_expression());
                want!(p.eat(Tok::Colon));
                p.block()
            })?
            .is_some()
        {}
        self.attempt(Self::else_block)?;
        Ok(Some(()))
    }

    fn else_block(&mut self) -> Parsed<()> {
        self.mistake(Self::invalid_else)?;
        want!(self.eat(Tok::Else));
        want!(self.force(Tok::Colon, ":"));
        Ok(self.block()?.map(drop))
    }

    fn while_stmt(&mut self) -> Parsed<()> {
        self.mistake(|p| p.invalid_head(Tok::While))?;
        want!(self.eat(Tok::While));
        want!(self.named_expression());
        want!(self.eat(Tok::Colon));
        want!(self.block());
        self.attempt(Self::else_block)?;
        Ok(Some(()))
    }

    fn for_stmt(&mut self) -> Parsed<()> {
        self.mistake(Self::invalid_for)?;
        let mut cut = false;
        let loops = self.attempt(|p| {
            p.opt(Tok::Async)?;
            want!(p.eat(Tok::For));
            want!(p.star_targets());
            want!(p.eat(Tok::In));
            cut = true;
            want!(p.star_expressions());
            want!(p.eat(Tok::Colon));
            want!(p.block());
            p.attempt(Self::else_block)?;
            Ok(Some(()))
        })?;
        if loops.is_some() || cut {
            return Ok(loops);
        }
        self.mistake(Self::invalid_for_target)?;
        Ok(None)
    }

    fn with_stmt(&mut self) -> Parsed<()> {
        self.mistake(|p| p.invalid_with(true))?;
        either!(self.attempt(|p| {
            p.opt(Tok::Async)?;
            want!(p.eat(Tok::With));
            want!(p.eat(Tok::LPar));
            want!(p.separated(Tok::Comma, Self::with_item));
            p.opt(Tok::Comma)?;
            want!(p.eat(Tok::RPar));
            want!(p.eat(Tok::Colon));
            Ok(p.block()?.map(drop))
        }));
        either!(self.attempt(|p| {
            p.opt(Tok::Async)?;
            want!(p.eat(Tok::With));
            want!(p.separated(Tok::Comma, Self::with_item));
            want!(p.eat(Tok::Colon));
            Ok(p.block()?.map(drop))
        }));
        self.mistake(|p| p.invalid_with(false))?;
        Ok(None)
    }

    fn with_item(&mut self) -> Parsed<()> {
        let ends = [Tok::Comma, Tok::RPar, Tok::Colon];
        either!(self.attempt(|p| {
            want!(p.expression());
            want!(p.eat(Tok::As));
            want!(p.star_target());
            p.lookahead(&ends)
        }));
        self.mistake(|p| {
            want!(p.expression());
            want!(p.eat(Tok::As));
            let target = want!(p.expression());
            want!(p.lookahead(&ends));
            p.raise_target(target, super::node::Purpose::Assign)
        })?;
        Ok(self.expression()?.map(drop))
    }

    fn try_stmt(&mut self) -> Parsed<()> {
        self.mistake(Self::invalid_try)?;
        want!(self.eat(Tok::Try));
        want!(self.force(Tok::Colon, ":"));
        want!(self.block());
        either!(self.attempt(Self::finally_block));
        let mut handlers = self.many(Self::except_block)?;
        if handlers == 0 {
            handlers = self.many(Self::except_star_block)?;
        }
        if handlers == 0 {
            return Ok(None);
        }
        self.attempt(Self::else_block)?;
        self.attempt(Self::finally_block)?;
        Ok(Some(()))
    }

    pub(super) fn except_block(&mut self) -> Parsed<()> {
        if !self.sees(Tok::Except)? {
            return Ok(None);
        }
        self.mistake(|p| p.invalid_except_block(false))?;
        let handler = self.attempt(|p| {
            want!(p.eat(Tok::Except));
            p.attempt(Self::exception_types)?;
            want!(p.eat(Tok::Colon));
            Ok(p.block()?.map(drop))
        })?;
        if handler.is_some() {
            return Ok(handler);
        }
        self.mistake(|p| p.invalid_except(false))?;
        Ok(None)
    }

    pub(super) fn except_star_block(&mut self) -> Parsed<()> {
        if !self.sees(Tok::Except)? {
            return Ok(None);
        }
        self.mistake(|p| p.invalid_except_block(true))?;
        let handler = self.attempt(|p| {
            want!(p.eat(Tok::Except));
            want!(p.eat(Tok::Star));
            want!(p.exception_types());
            want!(p.eat(Tok::Colon));
            Ok(p.block()?.map(drop))
        })?;
        if handler.is_some() {
            return Ok(handler);
        }
        self.mistake(|p| p.invalid_except(true))?;
        Ok(None)
    }

    /// `type`, `type as name` or `type, type`.
    fn exception_types(&mut self) -> Parsed<()> {
        want!(self.expression());
        let named = self.attempt(|p| {
            want!(p.eat(Tok::As));
            p.eat(Tok::Name)
        })?;
        if named.is_none() {
            self.many(|p| {
                want!(p.eat(Tok::Comma));
                p.expression()
            })?;
            self.opt(Tok::Comma)?;
        }
        Ok(Some(()))
    }

    fn finally_block(&mut self) -> Parsed<()> {
        self.mistake(Self::invalid_finally)?;
        want!(self.eat(Tok::Finally));
        want!(self.force(Tok::Colon, ":"));
        Ok(self.block()?.map(drop))
    }

    fn match_stmt(&mut self) -> Parsed<()> {
        let whole = self.attempt(|p| {
            want!(p.eat_soft("match"));
            want!(p.subject());
            want!(p.eat(Tok::Colon));
            want!(p.eat(Tok::Newline));
            want!(p.eat(Tok::Indent));
            if p.many(Self::case_block)? == 0 {
                return Ok(None);
            }
            Ok(p.eat(Tok::Dedent)?.map(drop))
        })?;
        if whole.is_some() {
            return Ok(whole);
        }
        self.mistake(Self::invalid_match)?;
        Ok(None)
    }

    pub(super) fn subject(&mut self) -> Parsed<()> {
        either!(self.attempt(|p| {
            want!(p.star_named_expression());
            want!(p.eat(Tok::Comma));
            p.attempt(Self::star_named_expressions)?;
            Ok(Some(()))
        }));
        Ok(self.named_expression()?.map(drop))
    }

    fn case_block(&mut self) -> Parsed<()> {
        self.mistake(Self::invalid_case)?;
        want!(self.eat_soft("case"));
        want!(self.patterns());
        self.guard()?;
        want!(self.eat(Tok::Colon));
        Ok(self.block()?.map(drop))
    }

    /// `if condition`, if it is there.
    pub(super) fn guard(&mut self) -> Result<(), Halt> {
        self.attempt(|p| {
            want!(p.eat(Tok::If));
            p.named_expression()
        })
        .map(drop)
    }
}
