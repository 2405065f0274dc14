//! Primaries and atoms: names, literals, displays, comprehensions, trailers.

use crate::error::{Fault, Place, message};
use crate::scan::Tok;

use super::core::{Parsed, Parser, Rule, either, want};
use super::node::{Kind, Members, Node, Purpose};

/// What messages say about the `for` clauses of a comprehension.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clauses {
    /// The target of the last one.
    pub(super) target: Node,
    /// The last condition of the last one, or what it iterates over.
    pub(super) last: Node,
}

impl Parser<'_, '_> {
    pub(super) fn primary(&mut self) -> Parsed {
        self.memo(Rule::Primary, |p| {
            let start = p.mark;
            let mut whole = want!(p.atom());
            while let Some(kind) = p.attempt(Self::trailer)? {
                whole = want!(p.node(kind, start));
            }
            Ok(Some(whole))
        })
    }

    /// `.name`, `(arguments)` or `[slices]`.
    pub(super) fn trailer(&mut self) -> Parsed<Kind> {
        match self.current()?.kind {
            Tok::Dot => {
                self.mark += 1;
                want!(self.eat(Tok::Name));
                Ok(Some(Kind::Attribute))
            }
            Tok::LPar => {
                if self.generator()?.is_some() {
                    return Ok(Some(Kind::Call));
                }
                self.mark += 1;
                self.arguments()?;
                want!(self.eat(Tok::RPar));
                Ok(Some(Kind::Call))
            }
            Tok::LSqb => {
                self.mistake(Self::invalid_comprehension)?;
                self.mark += 1;
                want!(self.slices());
                want!(self.eat(Tok::RSqb));
                Ok(Some(Kind::Subscript))
            }
            Tok::LBrace => {
                // No trailer, but CPython looks for a generator here, and so for what is wrong with one.
                self.mistake(Self::invalid_comprehension)?;
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    fn slices(&mut self) -> Parsed<()> {
        let single = self.attempt(|p| {
            want!(p.slice());
            p.not(Tok::Comma)
        })?;
        if single.is_some() {
            return Ok(Some(()));
        }
        want!(self.separated(Tok::Comma, |p| {
            either!(p.slice());
            Ok(p.starred_expression()?.map(drop))
        }));
        self.opt(Tok::Comma)?;
        Ok(Some(()))
    }

    fn slice(&mut self) -> Parsed<()> {
        let slice = self.attempt(|p| {
            p.attempt(Self::expression)?;
            want!(p.eat(Tok::Colon));
            p.attempt(Self::expression)?;
            if p.opt(Tok::Colon)?.is_some() {
                p.attempt(Self::expression)?;
            }
            Ok(Some(()))
        })?;
        if slice.is_some() {
            return Ok(slice);
        }
        Ok(self.named_expression()?.map(drop))
    }

    pub(super) fn atom(&mut self) -> Parsed {
        let start = self.mark;
        let kind = match self.current()?.kind {
            Tok::Name => Kind::Name,
            Tok::True => Kind::True,
            Tok::False => Kind::False,
            Tok::None => Kind::None,
            Tok::Number => Kind::Literal,
            Tok::Ellipsis => Kind::Ellipsis,
            Tok::String | Tok::FStringStart | Tok::TStringStart => return self.strings(),
            Tok::LPar => {
                either!(self.tuple());
                either!(self.group());
                return self.generator();
            }
            Tok::LSqb => {
                either!(self.list());
                return self.list_comprehension();
            }
            Tok::LBrace => {
                either!(self.dict());
                either!(self.set());
                either!(self.dict_comprehension());
                return self.set_comprehension();
            }
            _ => return Ok(None),
        };
        self.mark += 1;
        self.node(kind, start)
    }

    fn group(&mut self) -> Parsed {
        let group = self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            let inner = match p.yield_expression()? {
                Some(inner) => inner,
                None => want!(p.named_expression()),
            };
            want!(p.eat(Tok::RPar));
            Ok(Some(inner))
        })?;
        if group.is_some() {
            return Ok(group);
        }
        self.mistake(|p| {
            want!(p.eat(Tok::LPar));
            p.attempt(|p| {
                let starred = want!(p.starred_expression());
                want!(p.eat(Tok::RPar));
                p.raise_node::<()>(starred, message!("cannot use starred expression here"))
            })?;
            let stars = want!(p.eat(Tok::DoubleStar));
            want!(p.expression());
            want!(p.eat(Tok::RPar));
            p.raise_at::<()>(stars, message!("cannot use double starred expression here"))
        })?;
        Ok(None)
    }

    pub(super) fn tuple(&mut self) -> Parsed {
        self.attempt(|p| {
            let start = p.mark;
            want!(p.eat(Tok::LPar));
            let members = p.attempt(|p| {
                let first = want!(p.star_named_expression());
                want!(p.eat(Tok::Comma));
                let mut members = p.member(Members::default(), first)?;
                if let Some(next) = p.attempt(Self::star_named_expression)? {
                    members = p.member(members, next)?;
                    while let Some(next) = p.attempt(|p| {
                        want!(p.eat(Tok::Comma));
                        p.star_named_expression()
                    })? {
                        members = p.member(members, next)?;
                    }
                    p.opt(Tok::Comma)?;
                }
                Ok(Some(members))
            })?;
            want!(p.eat(Tok::RPar));
            p.node(Kind::Tuple(members.unwrap_or_default()), start)
        })
    }

    pub(super) fn list(&mut self) -> Parsed {
        self.attempt(|p| {
            let start = p.mark;
            want!(p.eat(Tok::LSqb));
            let members = p.attempt(Self::star_named_expressions)?;
            want!(p.eat(Tok::RSqb));
            p.node(Kind::List(members.map_or(Members::default(), |found| found.0)), start)
        })
    }

    fn set(&mut self) -> Parsed {
        self.attempt(|p| {
            let start = p.mark;
            want!(p.eat(Tok::LBrace));
            want!(p.star_named_expressions());
            want!(p.eat(Tok::RBrace));
            p.node(Kind::Set, start)
        })
    }

    fn dict(&mut self) -> Parsed {
        let dict = self.attempt(|p| {
            let start = p.mark;
            want!(p.eat(Tok::LBrace));
            p.attempt(|p| {
                want!(p.separated(Tok::Comma, Self::item));
                p.opt(Tok::Comma)?;
                Ok(Some(()))
            })?;
            want!(p.eat(Tok::RBrace));
            p.node(Kind::Dict, start)
        })?;
        if dict.is_some() {
            return Ok(dict);
        }
        // The one rule for mistakes that CPython tries in its first pass too.
        self.attempt(|p| {
            want!(p.eat(Tok::LBrace));
            want!(p.invalid_items());
            Ok(None)
        })
    }

    /// `**mapping` or `key: value`.
    fn item(&mut self) -> Parsed<()> {
        if self.opt(Tok::DoubleStar)?.is_some() {
            return Ok(self.bitwise_or()?.map(drop));
        }
        self.key_value()
    }

    fn key_value(&mut self) -> Parsed<()> {
        want!(self.expression());
        want!(self.eat(Tok::Colon));
        Ok(self.expression()?.map(drop))
    }

    fn invalid_items(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            want!(p.separated(Tok::Comma, Self::item));
            want!(p.eat(Tok::Comma));
            p.attempt(|p| {
                let key = want!(p.expression());
                want!(p.not(Tok::Colon));
                let fault =
                    Fault::syntax(message!("':' expected after dictionary key"), Place::End(key.start, key.end));
                p.raise::<()>(fault)
            })?;
            p.invalid_value()
        })?;
        self.invalid_value()
    }

    /// A key whose value is a mistake.
    fn invalid_value(&mut self) -> Parsed<()> {
        want!(self.expression());
        let colon = want!(self.eat(Tok::Colon));
        self.attempt(|p| {
            let star = want!(p.eat(Tok::Star));
            want!(p.bitwise_or());
            let message = message!("cannot use a starred expression in a dictionary value");
            p.raise_from::<()>(star.start, message)
        })?;
        want!(self.lookahead(&[Tok::RBrace, Tok::Comma]));
        self.raise_at(colon, message!("expression expected after dictionary key and ':'"))
    }

    /// A comprehension: bracket, element, clauses, bracket.
    fn comprehension(
        &mut self,
        brackets: (Tok, Tok),
        kind: Kind,
        element: impl FnOnce(&mut Self) -> Parsed<()>,
    ) -> Parsed {
        self.attempt(|p| {
            let start = p.mark;
            want!(p.eat(brackets.0));
            want!(element(p));
            want!(p.for_clauses());
            want!(p.eat(brackets.1));
            p.node(kind, start)
        })
    }

    fn list_comprehension(&mut self) -> Parsed {
        let brackets = (Tok::LSqb, Tok::RSqb);
        either!(self.comprehension(brackets, Kind::ListComp, |p| Ok(p.named_expression()?.map(drop))));
        self.mistake(Self::invalid_comprehension)?;
        Ok(None)
    }

    fn set_comprehension(&mut self) -> Parsed {
        let brackets = (Tok::LBrace, Tok::RBrace);
        either!(self.comprehension(brackets, Kind::SetComp, |p| Ok(p.named_expression()?.map(drop))));
        self.mistake(Self::invalid_comprehension)?;
        Ok(None)
    }

    pub(super) fn generator(&mut self) -> Parsed {
        let brackets = (Tok::LPar, Tok::RPar);
        either!(self.comprehension(brackets, Kind::Generator, |p| Ok(p.argument_expression()?.map(drop))));
        self.mistake(Self::invalid_comprehension)?;
        Ok(None)
    }

    fn dict_comprehension(&mut self) -> Parsed {
        either!(self.comprehension((Tok::LBrace, Tok::RBrace), Kind::DictComp, Self::key_value));
        self.mistake(|p| {
            want!(p.eat(Tok::LBrace));
            let stars = want!(p.eat(Tok::DoubleStar));
            want!(p.bitwise_or());
            want!(p.for_clauses());
            want!(p.eat(Tok::RBrace));
            p.raise_at::<()>(stars, message!("dict unpacking cannot be used in dict comprehension"))
        })?;
        Ok(None)
    }

    fn invalid_comprehension(&mut self) -> Parsed {
        let bracket = want!(self.eat_any(&[Tok::LSqb, Tok::LPar, Tok::LBrace]));
        self.attempt(|p| {
            let starred = want!(p.starred_expression());
            want!(p.for_clauses());
            p.raise_node::<()>(starred, message!("iterable unpacking cannot be used in comprehension"))
        })?;
        if bracket.kind == Tok::LPar {
            return Ok(None);
        }
        let first = want!(self.star_named_expression());
        let comma = want!(self.eat(Tok::Comma));
        let message = message!("did you forget parentheses around the comprehension target?");
        self.attempt(|p| {
            let (_, last) = want!(p.star_named_expressions());
            want!(p.for_clauses());
            p.raise_range::<()>(first.start, last.end, message)
        })?;
        want!(self.for_clauses());
        self.raise_range(first.start, comma.end, message)
    }

    pub(super) fn for_clauses(&mut self) -> Parsed<Clauses> {
        let mut clauses = want!(self.for_clause());
        while let Some(next) = self.for_clause()? {
            clauses = next;
        }
        Ok(Some(clauses))
    }

    fn for_clause(&mut self) -> Parsed<Clauses> {
        if !self.sees_any(&[Tok::Async, Tok::For])? {
            return Ok(None);
        }
        let mut cut = false;
        let clause = self.attempt(|p| {
            p.opt(Tok::Async)?;
            want!(p.eat(Tok::For));
            let target = want!(p.star_targets());
            want!(p.eat(Tok::In));
            cut = true;
            let mut last = want!(p.disjunction());
            while let Some(test) = p.attempt(|p| {
                want!(p.eat(Tok::If));
                p.disjunction()
            })? {
                last = test;
            }
            Ok(Some(Clauses { target, last }))
        })?;
        if clause.is_some() || cut {
            return Ok(clause);
        }
        self.mistake(|p| {
            p.opt(Tok::Async)?;
            want!(p.eat(Tok::For));
            want!(p.separated(Tok::Comma, Self::bitwise_or));
            p.opt(Tok::Comma)?;
            want!(p.not(Tok::In));
            p.raise_here::<()>(message!("'in' expected after for-loop variables"))
        })?;
        self.mistake(Self::invalid_for_target)?;
        Ok(None)
    }

    /// A target of `for` that cannot be one.
    pub(super) fn invalid_for_target(&mut self) -> Parsed<()> {
        self.opt(Tok::Async)?;
        want!(self.eat(Tok::For));
        let targets = want!(self.star_expressions());
        self.raise_target(targets, Purpose::For)
    }

    /// Fails when part of `node` cannot be a target.
    pub(super) fn raise_target(&mut self, node: Node, purpose: Purpose) -> Parsed<()> {
        let Some(part) = self.invalid_target(node, purpose) else { return Ok(None) };
        let verb = if purpose == Purpose::Delete { "cannot delete " } else { "cannot assign to " };
        self.raise_node(part, message!(verb, part.name()))
    }
}
