//! Expressions that are mistakes: two side by side, `=` for `==`, statements where a value is wanted.

use crate::error::message;
use crate::scan::Tok;

use super::core::{Parsed, Parser, Rule, want};
use super::node::{Kind, Node};

/// Words that are keywords in some places only.
const SOFT_KEYWORDS: [&str; 4] = ["_", "case", "match", "type"];

impl Parser<'_, '_> {
    pub(super) fn invalid_named_expression(&mut self) -> Parsed {
        self.memo(Rule::InvalidNamedExpression, |p| {
            p.attempt(|p| {
                let target = want!(p.expression());
                want!(p.eat(Tok::ColonEqual));
                want!(p.expression());
                p.raise_node::<()>(target, message!("cannot use assignment expressions with ", target.name()))
            })?;
            p.attempt(|p| {
                let name = want!(p.eat(Tok::Name));
                want!(p.eat(Tok::Equal));
                let value = want!(p.bitwise_or());
                want!(p.not(Tok::Equal));
                want!(p.not(Tok::ColonEqual));
                let message = message!("invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
                p.raise_range::<()>(name.start, value.end, message)
            })?;
            p.attempt(|p| {
                if p.ahead(Self::list)? || p.ahead(Self::tuple)? || p.ahead(Self::generator)? {
                    return Ok(None);
                }
                if p.sees_any(&[Tok::True, Tok::None, Tok::False])? {
                    return Ok(None);
                }
                let target = want!(p.bitwise_or());
                want!(p.eat(Tok::Equal));
                want!(p.bitwise_or());
                want!(p.not(Tok::Equal));
                want!(p.not(Tok::ColonEqual));
                let end = " here. Maybe you meant '==' instead of '='?";
                p.raise_node::<()>(target, message!("cannot assign to ", target.name(), end))
            })?;
            Ok(None)
        })
    }

    /// An expression, without looking for mistakes in it.
    fn expression_without_invalid(&mut self) -> Parsed {
        let invalid = std::mem::replace(&mut self.invalid, false);
        let found = self.conditional();
        self.invalid = invalid;
        found
    }

    fn is_legacy(&self, node: Node) -> bool {
        let text = self.source.text.get(node.start as usize..node.end as usize);
        node.kind == Kind::Name && matches!(text, Some("print" | "exec"))
    }

    /// Text between two strings.
    fn invalid_quotes(&mut self) -> Parsed<()> {
        want!(self.eat(Tok::String));
        let start = self.current()?.start;
        let between = self.many(|p| {
            want!(p.not(Tok::String));
            p.expression_without_invalid()
        })?;
        if between == 0 {
            return Ok(None);
        }
        let end = self.before().map_or(start, |t| t.token.end);
        want!(self.eat(Tok::String));
        self.raise_range(start, end, message!("invalid syntax. Is this intended to be part of the string?"))
    }

    pub(super) fn invalid_expression(&mut self) -> Parsed {
        self.attempt(Self::invalid_quotes)?;
        let two = self.attempt(|p| {
            let name = p.current()?;
            if name.kind == Tok::Name {
                let soft = SOFT_KEYWORDS.contains(&p.text(name));
                let string = p.ahead(|p| {
                    want!(p.eat(Tok::Name));
                    p.eat(Tok::String)
                })?;
                if soft || string {
                    return Ok(None);
                }
            }
            let first = want!(p.disjunction());
            let second = want!(p.expression_without_invalid());
            if !p.is_legacy(first) && !p.outside_brackets() {
                let message = message!("invalid syntax. Perhaps you forgot a comma?");
                return p.raise_range(first.start, second.end, message);
            }
            Ok(Some(()))
        })?;
        if two.is_some() {
            return Ok(None);
        }
        self.attempt(|p| {
            let value = want!(p.disjunction());
            want!(p.eat(Tok::If));
            let test = want!(p.disjunction());
            if !p.sees_any(&[Tok::Else, Tok::Colon])? {
                let message = message!("expected 'else' after 'if' expression");
                return p.raise_range::<()>(value.start, test.end, message);
            }
            want!(p.eat(Tok::Else));
            if !p.ahead(Self::expression)? {
                return p.raise_next(message!("expected expression after 'else', but statement is given"));
            }
            Ok(None)
        })?;
        self.attempt(|p| {
            let statement = want!(p.eat_any(&[Tok::Pass, Tok::Break, Tok::Continue]));
            want!(p.eat(Tok::If));
            want!(p.disjunction());
            want!(p.eat(Tok::Else));
            want!(p.simple_stmt());
            p.raise_at::<()>(statement, message!("expected expression before 'if', but statement is given"))
        })?;
        self.attempt(|p| {
            let lambda = want!(p.eat(Tok::Lambda));
            p.lambda_parameters()?;
            let colon = want!(p.eat(Tok::Colon));
            let letter = match p.current()?.kind {
                Tok::FStringMiddle => 'f',
                Tok::TStringMiddle => 't',
                _ => return Ok(None),
            };
            let message = message!(letter, "-string: lambda expressions are not allowed without parentheses");
            p.raise_range::<()>(lambda.start, colon.end, message)
        })?;
        Ok(None)
    }

    pub(super) fn invalid_legacy_expression(&mut self) -> Parsed {
        let name = want!(self.eat(Tok::Name));
        want!(self.not(Tok::LPar));
        let rest = want!(self.star_expressions());
        let word = match self.text(name) {
            "print" => "print",
            "exec" => "exec",
            _ => return Ok(None),
        };
        let message = message!("Missing parentheses in call to '", word, "'. Did you mean ", word, "(...)?");
        self.raise_range(name.start, rest.end, message)
    }
}
