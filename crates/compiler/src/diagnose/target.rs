//! Targets of assignments, loops, `with` and `del`.

use crate::scan::Tok;

use super::core::{Parsed, Parser, Rule, either, want};
use super::node::{Kind, Members, Node};

/// What a target goes on with when it is only the beginning of one.
const TRAILERS: [Tok; 3] = [Tok::LPar, Tok::LSqb, Tok::Dot];

impl Parser<'_, '_> {
    /// Returns the first target, or the tuple of all.
    pub(super) fn star_targets(&mut self) -> Parsed {
        let start = self.mark;
        let first = want!(self.star_target());
        if !self.sees(Tok::Comma)? {
            return Ok(Some(first));
        }
        self.many(|p| {
            want!(p.eat(Tok::Comma));
            p.star_target()
        })?;
        self.opt(Tok::Comma)?;
        self.node(Kind::Tuple(Members::default()), start)
    }

    pub(super) fn star_target(&mut self) -> Parsed {
        self.memo(Rule::StarTarget, |p| {
            let starred = p.attempt(|p| {
                let start = p.mark;
                want!(p.eat(Tok::Star));
                want!(p.not(Tok::Star));
                want!(p.star_target());
                p.node(Kind::Starred(Members::default()), start)
            })?;
            if starred.is_some() {
                return Ok(starred);
            }
            p.target_with_star_atom()
        })
    }

    fn target_with_star_atom(&mut self) -> Parsed {
        self.memo(Rule::TargetWithStarAtom, |p| {
            either!(p.subscript_or_attribute());
            p.star_atom()
        })
    }

    fn star_atom(&mut self) -> Parsed {
        let start = self.mark;
        if self.opt(Tok::Name)?.is_some() {
            return self.node(Kind::Name, start);
        }
        let parenthesized = self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            let inner = want!(p.target_with_star_atom());
            want!(p.eat(Tok::RPar));
            Ok(Some(inner))
        })?;
        if parenthesized.is_some() {
            return Ok(parenthesized);
        }
        let tuple = self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            p.attempt(|p| {
                want!(p.star_target());
                want!(p.eat(Tok::Comma));
                p.attempt(Self::target_list)?;
                Ok(Some(()))
            })?;
            want!(p.eat(Tok::RPar));
            p.node(Kind::Tuple(Members::default()), start)
        })?;
        if tuple.is_some() {
            return Ok(tuple);
        }
        self.attempt(|p| {
            want!(p.eat(Tok::LSqb));
            p.attempt(Self::target_list)?;
            want!(p.eat(Tok::RSqb));
            p.node(Kind::List(Members::default()), start)
        })
    }

    fn target_list(&mut self) -> Parsed<()> {
        want!(self.separated(Tok::Comma, Self::star_target));
        self.opt(Tok::Comma)?;
        Ok(Some(()))
    }

    /// A target that is a name, an attribute or an item, perhaps in parentheses.
    pub(super) fn single_target(&mut self) -> Parsed {
        either!(self.subscript_or_attribute());
        let start = self.mark;
        if self.opt(Tok::Name)?.is_some() {
            return self.node(Kind::Name, start);
        }
        self.parenthesized_target()
    }

    /// `( single_target )`
    pub(super) fn parenthesized_target(&mut self) -> Parsed {
        self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            let inner = want!(p.single_target());
            want!(p.eat(Tok::RPar));
            Ok(Some(inner))
        })
    }

    /// A primary whose last trailer is an attribute or an item.
    pub(super) fn subscript_or_attribute(&mut self) -> Parsed {
        self.attempt(|p| {
            let start = p.mark;
            want!(p.target_primary());
            if !p.sees_any(&[Tok::Dot, Tok::LSqb])? {
                return Ok(None);
            }
            let kind = want!(p.trailer());
            if p.sees_any(&TRAILERS)? {
                return Ok(None);
            }
            p.node(kind, start)
        })
    }

    /// The longest primary that a trailer follows.
    fn target_primary(&mut self) -> Parsed {
        self.memo(Rule::TPrimary, |p| {
            let start = p.mark;
            let mut whole: Node = want!(p.atom());
            want!(p.lookahead(&TRAILERS));
            while let Some(kind) = p.attempt(|p| {
                let kind = want!(p.trailer());
                want!(p.lookahead(&TRAILERS));
                Ok(Some(kind))
            })? {
                whole = want!(p.node(kind, start));
            }
            Ok(Some(whole))
        })
    }

    pub(super) fn del_targets(&mut self) -> Parsed<()> {
        want!(self.separated(Tok::Comma, Self::del_target));
        self.opt(Tok::Comma)?;
        Ok(Some(()))
    }

    fn del_target(&mut self) -> Parsed {
        self.memo(Rule::DelTarget, |p| {
            either!(p.subscript_or_attribute());
            p.del_atom()
        })
    }

    fn del_atom(&mut self) -> Parsed {
        let start = self.mark;
        if self.opt(Tok::Name)?.is_some() {
            return self.node(Kind::Name, start);
        }
        let parenthesized = self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            let inner = want!(p.del_target());
            want!(p.eat(Tok::RPar));
            Ok(Some(inner))
        })?;
        if parenthesized.is_some() {
            return Ok(parenthesized);
        }
        for (open, close) in [(Tok::LPar, Tok::RPar), (Tok::LSqb, Tok::RSqb)] {
            let list = self.attempt(|p| {
                want!(p.eat(open));
                p.attempt(Self::del_targets)?;
                want!(p.eat(close));
                p.node(Kind::Other, start)
            })?;
            if list.is_some() {
                return Ok(list);
            }
        }
        Ok(None)
    }
}
