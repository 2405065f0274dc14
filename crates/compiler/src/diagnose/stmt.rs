//! Simple statements.

use crate::error::message;
use crate::scan::{Tok, Token};

use super::core::{Parsed, Parser, Rule, either, want};
use super::node::{Kind, Node, Purpose};

/// The operators of augmented assignment.
const AUGMENTED: [Tok; 13] = [
    Tok::PlusEqual,
    Tok::MinEqual,
    Tok::StarEqual,
    Tok::AtEqual,
    Tok::SlashEqual,
    Tok::PercentEqual,
    Tok::AmperEqual,
    Tok::VBarEqual,
    Tok::CircumflexEqual,
    Tok::LeftShiftEqual,
    Tok::RightShiftEqual,
    Tok::DoubleStarEqual,
    Tok::DoubleSlashEqual,
];

impl Parser<'_, '_> {
    /// Simple statements on one line. Returns the last one.
    pub(super) fn simple_stmts(&mut self) -> Parsed {
        self.attempt(|p| {
            let (_, last) = want!(p.separated(Tok::Semi, Self::simple_stmt));
            p.opt(Tok::Semi)?;
            want!(p.eat(Tok::Newline));
            Ok(Some(last))
        })
    }

    pub(super) fn simple_stmt(&mut self) -> Parsed {
        self.memo(Rule::SimpleStmt, |p| {
            let start = p.mark;
            if p.assignment()?.is_some() || p.attempt(Self::type_alias)?.is_some() || p.star_expressions()?.is_some() {
                return p.node(Kind::Other, start);
            }
            want!(p.attempt(Self::keyword_stmt));
            p.node(Kind::Other, start)
        })
    }

    fn keyword_stmt(&mut self) -> Parsed<()> {
        match self.current()?.kind {
            Tok::Return => {
                self.mark += 1;
                self.attempt(Self::star_expressions)?;
                Ok(Some(()))
            }
            Tok::Import | Tok::From => self.import(),
            Tok::Raise => {
                self.mark += 1;
                self.attempt(|p| {
                    want!(p.expression());
                    p.attempt(|p| {
                        want!(p.eat(Tok::From));
                        p.expression()
                    })?;
                    Ok(Some(()))
                })?;
                Ok(Some(()))
            }
            Tok::Pass | Tok::Break | Tok::Continue => {
                self.mark += 1;
                Ok(Some(()))
            }
            Tok::Del => self.delete(),
            Tok::Yield => Ok(self.yield_expression()?.map(drop)),
            Tok::Assert => {
                self.mark += 1;
                want!(self.expression());
                self.attempt(|p| {
                    want!(p.eat(Tok::Comma));
                    p.expression()
                })?;
                Ok(Some(()))
            }
            Tok::Global | Tok::Nonlocal => {
                self.mark += 1;
                Ok(self.separated(Tok::Comma, |p| p.eat(Tok::Name))?.map(drop))
            }
            _ => Ok(None),
        }
    }

    fn type_alias(&mut self) -> Parsed<()> {
        want!(self.eat_soft("type"));
        want!(self.eat(Tok::Name));
        self.type_params()?;
        want!(self.eat(Tok::Equal));
        Ok(self.expression()?.map(drop))
    }

    fn delete(&mut self) -> Parsed<()> {
        either!(self.attempt(|p| {
            want!(p.eat(Tok::Del));
            want!(p.del_targets());
            p.lookahead(&[Tok::Semi, Tok::Newline])
        }));
        self.mistake(|p| {
            want!(p.eat(Tok::Del));
            let targets = want!(p.star_expressions());
            p.raise_target(targets, Purpose::Delete)
        })?;
        Ok(None)
    }

    fn assignment(&mut self) -> Parsed<()> {
        either!(self.attempt(|p| {
            want!(p.eat(Tok::Name));
            p.annotation()
        }));
        either!(self.attempt(|p| {
            if p.parenthesized_target()?.is_none() {
                want!(p.subscript_or_attribute());
            }
            p.annotation()
        }));
        either!(self.attempt(|p| {
            if p.many(Self::assigned)? == 0 {
                return Ok(None);
            }
            want!(p.annotated_rhs());
            p.not(Tok::Equal)
        }));
        let mut cut = false;
        let augmented = self.attempt(|p| {
            want!(p.single_target());
            want!(p.eat_any(&AUGMENTED));
            cut = true;
            Ok(p.annotated_rhs()?.map(drop))
        })?;
        if cut {
            return Ok(augmented);
        }
        self.mistake(Self::invalid_assignment)?;
        Ok(None)
    }

    /// `: annotation`, perhaps with a value.
    fn annotation(&mut self) -> Parsed<()> {
        want!(self.eat(Tok::Colon));
        want!(self.expression());
        self.attempt(|p| {
            want!(p.eat(Tok::Equal));
            p.annotated_rhs()
        })?;
        Ok(Some(()))
    }

    /// `targets =`
    fn assigned(&mut self) -> Parsed<()> {
        want!(self.star_targets());
        Ok(self.eat(Tok::Equal)?.map(drop))
    }

    fn invalid_assignment(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            let target = want!(p.annotated_display());
            want!(p.eat(Tok::Colon));
            want!(p.expression());
            p.raise_node::<()>(target, message!("only single target (not ", target.name(), ") can be annotated"))
        })?;
        self.attempt(|p| {
            let target = want!(p.star_named_expression());
            want!(p.eat(Tok::Comma));
            p.many(Self::star_named_expressions)?;
            want!(p.eat(Tok::Colon));
            want!(p.expression());
            p.raise_node::<()>(target, message!("only single target (not tuple) can be annotated"))
        })?;
        self.attempt(|p| {
            let target = want!(p.expression());
            want!(p.eat(Tok::Colon));
            want!(p.expression());
            p.raise_node::<()>(target, message!("illegal target for annotation"))
        })?;
        let assigned = self.attempt(|p| {
            p.many(Self::assigned)?;
            let target = want!(p.star_expressions());
            want!(p.eat(Tok::Equal));
            p.raise_target(target, Purpose::Assign)?;
            Ok(Some(()))
        })?;
        if assigned.is_some() {
            return Ok(None);
        }
        self.attempt(|p| {
            p.many(Self::assigned)?;
            let target = want!(p.yield_expression());
            want!(p.eat(Tok::Equal));
            p.raise_node::<()>(target, message!("assignment to yield expression not possible"))
        })?;
        let target = want!(self.star_expressions());
        want!(self.eat_any(&AUGMENTED));
        want!(self.annotated_rhs());
        let message = message!("'", target.name(), "' is an illegal expression for augmented assignment");
        self.raise_node(target, message)
    }

    /// A list or a tuple, perhaps in parentheses.
    fn annotated_display(&mut self) -> Parsed {
        either!(self.list());
        either!(self.tuple());
        self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            let inner = want!(p.annotated_display());
            want!(p.eat(Tok::RPar));
            Ok(Some(inner))
        })
    }

    fn import(&mut self) -> Parsed<()> {
        self.mistake(Self::invalid_import)?;
        if self.opt(Tok::Import)?.is_some() {
            return Ok(self.separated(Tok::Comma, Self::dotted_as_name)?.map(drop));
        }
        want!(self.eat(Tok::From));
        let dots = self.many(|p| p.eat_any(&[Tok::Dot, Tok::Ellipsis]))?;
        if self.attempt(Self::dotted_name)?.is_none() && dots == 0 {
            return Ok(None);
        }
        want!(self.eat(Tok::Import));
        self.import_targets()
    }

    fn invalid_import(&mut self) -> Parsed<()> {
        let import = want!(self.eat(Tok::Import));
        if let Some(newline) = self.opt(Tok::Newline)? {
            return self.raise_from_newline(newline, message!("Expected one or more names after 'import'"));
        }
        want!(self.separated(Tok::Comma, Self::dotted_name));
        want!(self.eat(Tok::From));
        want!(self.dotted_name());
        self.raise_from(import.start, message!("Did you mean to use 'from ... import ...' instead?"))
    }

    fn dotted_name(&mut self) -> Parsed<()> {
        want!(self.separated(Tok::Dot, |p| p.eat(Tok::Name)));
        Ok(Some(()))
    }

    fn dotted_as_name(&mut self) -> Parsed<()> {
        self.mistake(|p| {
            want!(p.dotted_name());
            p.invalid_alias()
        })?;
        want!(self.dotted_name());
        self.alias()
    }

    /// `as name`, if it is there.
    fn alias(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            want!(p.eat(Tok::As));
            p.eat(Tok::Name)
        })?;
        Ok(Some(()))
    }

    fn invalid_alias(&mut self) -> Parsed<()> {
        want!(self.eat(Tok::As));
        let fine = self.ahead(|p| {
            want!(p.eat(Tok::Name));
            p.lookahead(&[Tok::Comma, Tok::RPar, Tok::Semi, Tok::Newline])
        })?;
        if fine {
            return Ok(None);
        }
        let target: Node = want!(self.expression());
        self.raise_node(target, message!("cannot use ", target.name(), " as import target"))
    }

    fn import_targets(&mut self) -> Parsed<()> {
        either!(self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            want!(p.separated(Tok::Comma, Self::import_as_name));
            p.opt(Tok::Comma)?;
            Ok(p.eat(Tok::RPar)?.map(drop))
        }));
        either!(self.attempt(|p| {
            want!(p.separated(Tok::Comma, Self::import_as_name));
            p.not(Tok::Comma)
        }));
        if self.opt(Tok::Star)?.is_some() {
            return Ok(Some(()));
        }
        self.mistake(|p| {
            p.attempt(|p| {
                want!(p.separated(Tok::Comma, Self::import_as_name));
                want!(p.eat(Tok::Comma));
                want!(p.eat(Tok::Newline));
                p.raise_here::<()>(message!("trailing comma not allowed without surrounding parentheses"))
            })?;
            let newline: Token = want!(p.eat(Tok::Newline));
            p.raise_from_newline::<()>(newline, message!("Expected one or more names after 'import'"))
        })?;
        Ok(None)
    }

    fn import_as_name(&mut self) -> Parsed<()> {
        self.mistake(|p| {
            want!(p.eat(Tok::Name));
            p.invalid_alias()
        })?;
        want!(self.eat(Tok::Name));
        self.alias()
    }
}
