//! Expressions: from conditionals and `lambda` down to operators.

use crate::error::message;
use crate::scan::Tok;

use super::core::{Parsed, Parser, Rule, either, want};
use super::node::{Kind, Members, Node};

impl Parser<'_, '_> {
    /// A node that began at the token `start` and ends before the mark.
    pub(super) fn node(&self, kind: Kind, start: usize) -> Parsed {
        Ok(Some(Node { kind, start: self.start_of(start), end: self.end_of(start) }))
    }

    /// `a, b, *c`: expressions that make a tuple when there is a comma.
    fn tuple_of(&mut self, mut item: impl FnMut(&mut Self) -> Parsed) -> Parsed {
        let start = self.mark;
        let first = want!(item(self));
        if !self.sees(Tok::Comma)? {
            return Ok(Some(first));
        }
        let mut members = self.member(Members::default(), first)?;
        while let Some(next) = self.attempt(|p| {
            want!(p.eat(Tok::Comma));
            item(p)
        })? {
            members = self.member(members, next)?;
        }
        self.opt(Tok::Comma)?;
        self.node(Kind::Tuple(members), start)
    }

    pub(super) fn expressions(&mut self) -> Parsed {
        self.tuple_of(Self::expression)
    }

    pub(super) fn star_expressions(&mut self) -> Parsed {
        self.tuple_of(Self::star_expression)
    }

    /// `*value`.
    fn starred(&mut self, value: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        self.attempt(|p| {
            let start = p.mark;
            want!(p.eat(Tok::Star));
            let value = want!(value(p));
            let members = p.member(Members::default(), value)?;
            p.node(Kind::Starred(members), start)
        })
    }

    pub(super) fn star_expression(&mut self) -> Parsed {
        self.memo(Rule::StarExpression, |p| {
            either!(p.starred(Self::bitwise_or));
            p.expression()
        })
    }

    pub(super) fn star_named_expression(&mut self) -> Parsed {
        either!(self.starred(Self::bitwise_or));
        self.named_expression()
    }

    /// Returns the members and the last of them.
    pub(super) fn star_named_expressions(&mut self) -> Parsed<(Members, Node)> {
        let mut last = want!(self.star_named_expression());
        let mut members = self.member(Members::default(), last)?;
        while let Some(next) = self.attempt(|p| {
            want!(p.eat(Tok::Comma));
            p.star_named_expression()
        })? {
            members = self.member(members, next)?;
            last = next;
        }
        self.opt(Tok::Comma)?;
        Ok(Some((members, last)))
    }

    /// `*value` where an argument may stand.
    pub(super) fn starred_expression(&mut self) -> Parsed {
        self.mistake(|p| {
            let star = want!(p.eat(Tok::Star));
            want!(p.expression());
            want!(p.eat(Tok::Equal));
            let value = want!(p.expression());
            p.raise_range::<()>(star.start, value.end, message!("cannot assign to iterable argument unpacking"))
        })?;
        either!(self.starred(Self::expression));
        self.mistake(|p| {
            want!(p.eat(Tok::Star));
            p.raise_here::<()>(message!("Invalid star expression"))
        })?;
        Ok(None)
    }

    pub(super) fn assignment_expression(&mut self) -> Parsed {
        self.attempt(|p| {
            let start = p.mark;
            want!(p.eat(Tok::Name));
            want!(p.eat(Tok::ColonEqual));
            want!(p.expression());
            p.node(Kind::Named, start)
        })
    }

    /// Whether `NAME :=` comes next: then nothing but an assignment expression may.
    fn sees_assignment(&mut self) -> Result<bool, super::core::Halt> {
        self.ahead(|p| {
            want!(p.eat(Tok::Name));
            p.eat(Tok::ColonEqual)
        })
    }

    pub(super) fn named_expression(&mut self) -> Parsed {
        if self.sees_assignment()? {
            return self.assignment_expression();
        }
        self.mistake(Self::invalid_named_expression)?;
        self.plain_expression()
    }

    /// `expression !':='`
    pub(super) fn plain_expression(&mut self) -> Parsed {
        self.attempt(|p| {
            let found = want!(p.expression());
            want!(p.not(Tok::ColonEqual));
            Ok(Some(found))
        })
    }

    /// `assignment_expression | expression !':='`
    pub(super) fn argument_expression(&mut self) -> Parsed {
        if self.sees_assignment()? {
            return self.assignment_expression();
        }
        self.plain_expression()
    }

    pub(super) fn expression(&mut self) -> Parsed {
        self.memo(Rule::Expression, |p| {
            p.mistake(Self::invalid_expression)?;
            p.mistake(Self::invalid_legacy_expression)?;
            p.conditional()
        })
    }

    pub(super) fn conditional(&mut self) -> Parsed {
        let start = self.mark;
        if let Some(value) = self.disjunction()? {
            let whole = self.attempt(|p| {
                want!(p.eat(Tok::If));
                want!(p.disjunction());
                want!(p.eat(Tok::Else));
                want!(p.expression());
                p.node(Kind::Conditional, start)
            })?;
            return Ok(Some(whole.unwrap_or(value)));
        }
        self.attempt(Self::lambda)
    }

    fn lambda(&mut self) -> Parsed {
        let start = self.mark;
        want!(self.eat(Tok::Lambda));
        self.lambda_parameters()?;
        want!(self.eat(Tok::Colon));
        want!(self.expression());
        self.node(Kind::Lambda, start)
    }

    pub(super) fn yield_expression(&mut self) -> Parsed {
        self.attempt(|p| {
            let start = p.mark;
            want!(p.eat(Tok::Yield));
            let from = p.attempt(|p| {
                want!(p.eat(Tok::From));
                p.expression()
            })?;
            if from.is_none() {
                p.attempt(Self::star_expressions)?;
            }
            p.node(Kind::Yield, start)
        })
    }

    /// What may stand on the right of `=`.
    pub(super) fn annotated_rhs(&mut self) -> Parsed {
        either!(self.yield_expression());
        self.star_expressions()
    }

    pub(super) fn disjunction(&mut self) -> Parsed {
        self.memo(Rule::Disjunction, |p| p.operation(&[Tok::Or], Self::conjunction))
    }

    fn conjunction(&mut self) -> Parsed {
        self.memo(Rule::Conjunction, |p| p.operation(&[Tok::And], Self::inversion))
    }

    pub(super) fn inversion(&mut self) -> Parsed {
        if !self.sees(Tok::Not)? {
            return self.memo(Rule::Inversion, Self::comparison);
        }
        self.memo(Rule::Inversion, |p| {
            let start = p.mark;
            want!(p.eat(Tok::Not));
            want!(p.inversion());
            p.node(Kind::Operation, start)
        })
    }

    fn comparison(&mut self) -> Parsed {
        let start = self.mark;
        let first = want!(self.bitwise_or());
        let mut members = None;
        while let Some(operator) = self.attempt(|p| {
            let operator = want!(p.compare_operator());
            want!(p.bitwise_or());
            Ok(Some(operator))
        })? {
            if members.is_none() {
                let base = Members::default();
                members = Some(if operator == Tok::In { self.member(base, first)? } else { base });
            }
        }
        match members {
            None => Ok(Some(first)),
            Some(members) => self.node(Kind::Compare(members), start),
        }
    }

    fn compare_operator(&mut self) -> Parsed<Tok> {
        let token = self.current()?;
        self.mark += 1;
        match token.kind {
            Tok::EqEqual | Tok::NotEqual | Tok::LessEqual | Tok::Greater | Tok::GreaterEqual | Tok::In => {}
            Tok::Less => {
                let next = self.current()?;
                if self.invalid && next.kind == Tok::Greater && next.start == token.end {
                    let message = message!("invalid syntax.  Maybe you meant '!=' instead of '<>'?");
                    return self.raise_range(token.start, next.end, message);
                }
            }
            Tok::Not => {
                want!(self.eat(Tok::In));
            }
            Tok::Is => {
                self.opt(Tok::Not)?;
            }
            _ => {
                self.mark -= 1;
                return Ok(None);
            }
        }
        Ok(Some(token.kind))
    }

    /// Operands with operators of one precedence between them.
    fn operation(&mut self, operators: &[Tok], operand: fn(&mut Self) -> Parsed) -> Parsed {
        let start = self.mark;
        let mut whole = want!(operand(self));
        while self
            .attempt(|p| {
                want!(p.eat_any(operators));
                operand(p)
            })?
            .is_some()
        {
            whole = want!(self.node(Kind::Operation, start));
        }
        Ok(Some(whole))
    }

    pub(super) fn bitwise_or(&mut self) -> Parsed {
        self.memo(Rule::BitOr, |p| p.operation(&[Tok::VBar], Self::bitwise_xor))
    }

    fn bitwise_xor(&mut self) -> Parsed {
        self.operation(&[Tok::Circumflex], Self::bitwise_and)
    }

    fn bitwise_and(&mut self) -> Parsed {
        self.operation(&[Tok::Amper], Self::shift)
    }

    fn shift(&mut self) -> Parsed {
        self.mistake(|p| {
            want!(p.sum());
            let operators = [Tok::Plus, Tok::Minus, Tok::Star, Tok::Slash, Tok::Percent, Tok::DoubleSlash, Tok::At];
            want!(p.eat_any(&operators));
            let not = want!(p.eat(Tok::Not));
            let operand = want!(p.inversion());
            p.raise_range::<()>(not.start, operand.end, message!("'not' after an operator must be parenthesized"))
        })?;
        self.operation(&[Tok::LeftShift, Tok::RightShift], Self::sum)
    }

    fn sum(&mut self) -> Parsed {
        self.memo(Rule::Sum, |p| p.operation(&[Tok::Plus, Tok::Minus], Self::term))
    }

    fn term(&mut self) -> Parsed {
        self.memo(Rule::Term, |p| {
            p.mistake(|p| {
                want!(p.eat_any(&[Tok::Plus, Tok::Minus, Tok::Tilde]));
                let not = want!(p.eat(Tok::Not));
                let operand = want!(p.factor());
                let message = message!("'not' after an operator must be parenthesized");
                p.raise_range::<()>(not.start, operand.end, message)
            })?;
            let operators = [Tok::Star, Tok::Slash, Tok::DoubleSlash, Tok::Percent, Tok::At];
            p.operation(&operators, Self::factor)
        })
    }

    fn factor(&mut self) -> Parsed {
        self.memo(Rule::Factor, |p| {
            let start = p.mark;
            if p.eat_any(&[Tok::Plus, Tok::Minus, Tok::Tilde])?.is_some() {
                want!(p.factor());
                return p.node(Kind::Operation, start);
            }
            p.power()
        })
    }

    fn power(&mut self) -> Parsed {
        let start = self.mark;
        let base = want!(self.await_primary());
        let whole = self.attempt(|p| {
            want!(p.eat(Tok::DoubleStar));
            want!(p.factor());
            p.node(Kind::Operation, start)
        })?;
        Ok(Some(whole.unwrap_or(base)))
    }

    fn await_primary(&mut self) -> Parsed {
        self.memo(Rule::AwaitPrimary, |p| {
            let start = p.mark;
            if p.opt(Tok::Await)?.is_some() {
                want!(p.primary());
                return p.node(Kind::Await, start);
            }
            p.primary()
        })
    }
}
