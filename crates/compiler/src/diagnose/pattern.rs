//! Patterns of `case`.

use crate::error::{Fault, Place, message};
use crate::scan::{Tok, Token};

use super::core::{Parsed, Parser, Rule, either, want};
use super::node::{Kind, Node};

/// What must not follow a name that is a pattern by itself.
const NOT_BEHIND_NAME: [Tok; 3] = [Tok::Dot, Tok::LPar, Tok::Equal];

impl Parser<'_, '_> {
    pub(super) fn patterns(&mut self) -> Parsed<()> {
        either!(self.attempt(Self::open_sequence));
        Ok(self.pattern()?.map(drop))
    }

    fn pattern(&mut self) -> Parsed {
        let whole = self.attempt(|p| {
            let start = p.mark;
            want!(p.or_pattern());
            want!(p.eat(Tok::As));
            want!(p.capture_target());
            p.node(Kind::Other, start)
        })?;
        if whole.is_some() {
            return Ok(whole);
        }
        self.mistake(|p| {
            want!(p.or_pattern());
            want!(p.eat(Tok::As));
            if let Some(wildcard) = p.eat_soft("_")? {
                return p.raise_at::<()>(wildcard, message!("cannot use '_' as a target"));
            }
            let target = want!(p.expression());
            p.raise_node(target, message!("cannot use ", target.name(), " as pattern target"))
        })?;
        self.attempt(Self::or_pattern)
    }

    fn or_pattern(&mut self) -> Parsed {
        let start = self.mark;
        want!(self.separated(Tok::VBar, Self::closed_pattern));
        self.node(Kind::Other, start)
    }

    fn closed_pattern(&mut self) -> Parsed {
        self.memo(Rule::ClosedPattern, |p| {
            let start = p.mark;
            want!(p.any_closed_pattern());
            p.node(Kind::Other, start)
        })
    }

    fn any_closed_pattern(&mut self) -> Parsed<()> {
        let start = self.mark;
        if let Some(literal) = self.attempt(Self::literal)? {
            let place = self.place_from(start);
            self.expect_constant(literal, place, "patterns may only match literals and attribute lookups");
            return Ok(Some(()));
        }
        if self.attempt(Self::capture_target)?.is_some() || self.eat_soft_wildcard()? {
            return Ok(Some(()));
        }
        either!(self.attempt(|p| {
            want!(p.dotted_attribute());
            Ok((!p.sees_any(&NOT_BEHIND_NAME)?).then_some(()))
        }));
        either!(self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            want!(p.pattern());
            Ok(p.eat(Tok::RPar)?.map(drop))
        }));
        either!(self.attempt(|p| {
            want!(p.eat(Tok::LSqb));
            p.attempt(Self::maybe_sequence)?;
            Ok(p.eat(Tok::RSqb)?.map(drop))
        }));
        either!(self.attempt(|p| {
            want!(p.eat(Tok::LPar));
            p.attempt(Self::open_sequence)?;
            Ok(p.eat(Tok::RPar)?.map(drop))
        }));
        either!(self.attempt(Self::mapping));
        self.class_pattern()
    }

    fn eat_soft_wildcard(&mut self) -> Result<bool, super::core::Halt> {
        Ok(self.eat_soft("_")?.is_some())
    }

    /// From the token `start` to the mark.
    fn place_from(&self, start: usize) -> Place {
        Place::Span(self.start_of(start), self.end_of(start))
    }

    /// Notes that an f-string or t-string is no pattern: CPython's compiler says so.
    fn expect_constant(&mut self, literal: Kind, place: Place, text: &'static str) {
        if matches!(literal, Kind::FString | Kind::TString) && self.late.is_none() {
            self.late = Some(Fault::syntax(message!(text), place).by_compiler());
        }
    }

    /// A literal: a number, a complex number, strings, or one of the three constants.
    fn literal(&mut self) -> Parsed<Kind> {
        either!(self.attempt(|p| {
            want!(p.signed_number());
            Ok((!p.sees_any(&[Tok::Plus, Tok::Minus])?).then_some(Kind::Literal))
        }));
        either!(self.attempt(|p| {
            let real = want!(p.signed_number());
            if p.is_imaginary(real) {
                return p.raise_at(real, message!("real number required in complex literal"));
            }
            want!(p.eat_any(&[Tok::Plus, Tok::Minus]));
            let imaginary = want!(p.eat(Tok::Number));
            if !p.is_imaginary(imaginary) {
                return p.raise_at(imaginary, message!("imaginary number required in complex literal"));
            }
            Ok(Some(Kind::Literal))
        }));
        if let Some(strings) = self.strings()? {
            return Ok(Some(strings.kind));
        }
        Ok(self.eat_any(&[Tok::None, Tok::True, Tok::False])?.map(|_| Kind::Literal))
    }

    /// Returns the number, without its sign.
    fn signed_number(&mut self) -> Parsed<Token> {
        self.opt(Tok::Minus)?;
        self.eat(Tok::Number)
    }

    fn is_imaginary(&self, number: Token) -> bool {
        let text = self.text(number).as_bytes();
        let hexadecimal = matches!(text, [b'0', b'x' | b'X', ..]);
        !hexadecimal && matches!(text.last(), Some(b'j' | b'J'))
    }

    /// A name that is bound.
    fn capture_target(&mut self) -> Parsed<()> {
        let name = want!(self.eat(Tok::Name));
        if self.text(name) == "_" || self.sees_any(&NOT_BEHIND_NAME)? {
            return Ok(None);
        }
        Ok(Some(()))
    }

    /// `a.b.c`, with one dot at least.
    fn dotted_attribute(&mut self) -> Parsed<()> {
        want!(self.eat(Tok::Name));
        let dots = self.many(|p| {
            want!(p.eat(Tok::Dot));
            p.eat(Tok::Name)
        })?;
        Ok((dots > 0).then_some(()))
    }

    /// `a` or `a.b.c`.
    fn name_or_attribute(&mut self) -> Parsed<()> {
        want!(self.eat(Tok::Name));
        self.many(|p| {
            want!(p.eat(Tok::Dot));
            p.eat(Tok::Name)
        })?;
        Ok(Some(()))
    }

    fn open_sequence(&mut self) -> Parsed<()> {
        want!(self.maybe_star());
        want!(self.eat(Tok::Comma));
        self.attempt(Self::maybe_sequence)?;
        Ok(Some(()))
    }

    fn maybe_sequence(&mut self) -> Parsed<()> {
        want!(self.separated(Tok::Comma, Self::maybe_star));
        self.opt(Tok::Comma)?;
        Ok(Some(()))
    }

    fn maybe_star(&mut self) -> Parsed {
        either!(self.memo(Rule::StarPattern, |p| {
            let start = p.mark;
            want!(p.eat(Tok::Star));
            if p.attempt(Self::capture_target)?.is_none() {
                want!(p.eat_soft("_"));
            }
            p.node(Kind::Other, start)
        }));
        self.pattern()
    }

    fn mapping(&mut self) -> Parsed<()> {
        let start = self.mark;
        want!(self.eat(Tok::LBrace));
        if self.opt(Tok::RBrace)?.is_some() {
            return Ok(Some(()));
        }
        either!(self.attempt(|p| {
            want!(p.rest_pattern());
            p.opt(Tok::Comma)?;
            Ok(p.eat(Tok::RBrace)?.map(drop))
        }));
        let mut key = Kind::Literal;
        want!(self.separated(Tok::Comma, |p| {
            let next = want!(p.key_pattern());
            key = if key == Kind::Literal { next } else { key };
            Ok(Some(()))
        }));
        self.attempt(|p| {
            want!(p.eat(Tok::Comma));
            p.rest_pattern()
        })?;
        self.opt(Tok::Comma)?;
        want!(self.eat(Tok::RBrace));
        let place = self.place_from(start);
        self.expect_constant(key, place, "mapping pattern keys may only match literals and attribute lookups");
        Ok(Some(()))
    }

    fn rest_pattern(&mut self) -> Parsed<()> {
        want!(self.eat(Tok::DoubleStar));
        self.capture_target()
    }

    /// Returns what the key is.
    fn key_pattern(&mut self) -> Parsed<Kind> {
        let literal = self.attempt(Self::literal)?;
        if literal.is_none() {
            want!(self.dotted_attribute());
        }
        want!(self.eat(Tok::Colon));
        want!(self.pattern());
        Ok(Some(literal.unwrap_or(Kind::Literal)))
    }

    fn class_pattern(&mut self) -> Parsed<()> {
        let class = self.attempt(|p| {
            want!(p.name_or_attribute());
            want!(p.eat(Tok::LPar));
            if p.opt(Tok::RPar)?.is_some() {
                return Ok(Some(()));
            }
            let positional = p.separated(Tok::Comma, Self::pattern)?;
            if positional.is_some() {
                p.attempt(|p| {
                    want!(p.eat(Tok::Comma));
                    p.separated(Tok::Comma, Self::keyword_pattern)
                })?;
            } else {
                want!(p.separated(Tok::Comma, Self::keyword_pattern));
            }
            p.opt(Tok::Comma)?;
            Ok(p.eat(Tok::RPar)?.map(drop))
        })?;
        if class.is_some() {
            return Ok(class);
        }
        self.mistake(|p| {
            want!(p.name_or_attribute());
            want!(p.eat(Tok::LPar));
            p.attempt(|p| {
                want!(p.separated(Tok::Comma, Self::pattern));
                p.eat(Tok::Comma)
            })?;
            want!(p.separated(Tok::Comma, Self::keyword_pattern));
            want!(p.eat(Tok::Comma));
            let (first, last): (Node, Node) = want!(p.separated(Tok::Comma, Self::pattern));
            p.raise_range::<()>(first.start, last.end, message!("positional patterns follow keyword patterns"))
        })?;
        Ok(None)
    }

    fn keyword_pattern(&mut self) -> Parsed<()> {
        want!(self.eat(Tok::Name));
        want!(self.eat(Tok::Equal));
        Ok(self.pattern()?.map(drop))
    }
}
