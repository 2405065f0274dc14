//! Parameters of functions and lambdas, and type parameters.

use crate::error::message;
use crate::scan::{Tok, Token};

use super::core::{Halt, Parsed, Parser, Rule, either, want};
use super::node::{Kind, Node};

/// What the parameters belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Function,
    Lambda,
}

impl Owner {
    /// What ends the parameters.
    fn closer(self) -> Tok {
        match self {
            Self::Function => Tok::RPar,
            Self::Lambda => Tok::Colon,
        }
    }
}

impl Parser<'_, '_> {
    /// Parameters of a function, if there are any.
    pub(super) fn parameters(&mut self) -> Result<(), Halt> {
        self.attempt(|p| p.owner_parameters(Owner::Function)).map(drop)
    }

    /// Parameters of a lambda, if there are any.
    pub(super) fn lambda_parameters(&mut self) -> Result<(), Halt> {
        self.attempt(|p| p.owner_parameters(Owner::Lambda)).map(drop)
    }

    fn owner_parameters(&mut self, owner: Owner) -> Parsed<()> {
        self.mistake(|p| p.invalid_parameters(owner))?;
        let slash = if self.attempt(|p| p.slash(owner, false))?.is_some() {
            self.many(|p| p.no_default(owner))?;
            true
        } else {
            self.attempt(|p| p.slash(owner, true))?.is_some()
        };
        let mut count = 0;
        if !slash {
            count += self.many(|p| p.no_default(owner))?;
        }
        count += self.many(|p| p.with_default(owner))?;
        if !slash && count == 0 {
            return self.star_etc(owner);
        }
        self.attempt(|p| p.star_etc(owner))?;
        Ok(Some(()))
    }

    /// Positional-only parameters with their slash; with defaults among them if `defaults`.
    fn slash(&mut self, owner: Owner, defaults: bool) -> Parsed<()> {
        let without = self.many(|p| p.no_default(owner))?;
        if defaults {
            if self.many(|p| p.with_default(owner))? == 0 {
                return Ok(None);
            }
        } else if without == 0 {
            return Ok(None);
        }
        want!(self.eat(Tok::Slash));
        self.parameter_end(owner)
    }

    /// `,`, or the end of the parameters to come.
    fn parameter_end(&mut self, owner: Owner) -> Parsed<()> {
        if self.opt(Tok::Comma)?.is_some() {
            return Ok(Some(()));
        }
        self.lookahead(&[owner.closer()])
    }

    fn parameter(&mut self, owner: Owner) -> Parsed<Token> {
        let name = want!(self.eat(Tok::Name));
        if owner == Owner::Function {
            self.attempt(|p| {
                want!(p.eat(Tok::Colon));
                p.expression()
            })?;
        }
        Ok(Some(name))
    }

    /// Returns the parameter, annotation included.
    fn no_default(&mut self, owner: Owner) -> Parsed {
        let start = self.mark;
        want!(self.parameter(owner));
        let node = self.node(Kind::Other, start)?;
        want!(self.parameter_end(owner));
        Ok(node)
    }

    fn with_default(&mut self, owner: Owner) -> Parsed<()> {
        want!(self.parameter(owner));
        want!(self.default());
        self.parameter_end(owner)
    }

    fn maybe_default(&mut self, owner: Owner) -> Parsed<()> {
        want!(self.parameter(owner));
        self.default()?;
        self.parameter_end(owner)
    }

    fn default(&mut self) -> Parsed<()> {
        let value = self.attempt(|p| {
            want!(p.eat(Tok::Equal));
            p.expression()
        })?;
        if value.is_none() {
            self.mistake(|p| {
                let equal = want!(p.eat(Tok::Equal));
                want!(p.lookahead(&[Tok::RPar, Tok::Comma]));
                p.raise_at::<()>(equal, message!("expected default value expression"))
            })?;
        }
        Ok(value.map(drop))
    }

    fn star_etc(&mut self, owner: Owner) -> Parsed<()> {
        self.mistake(|p| p.invalid_star_etc(owner))?;
        let starred = self.attempt(|p| {
            want!(p.eat(Tok::Star));
            if p.attempt(|p| p.no_default(owner))?.is_some() || p.attempt(|p| p.starred_annotation(owner))?.is_some() {
                p.many(|p| p.maybe_default(owner))?;
            } else {
                want!(p.eat(Tok::Comma));
                if p.many(|p| p.maybe_default(owner))? == 0 {
                    return Ok(None);
                }
            }
            p.attempt(|p| p.keyword_parameters(owner))?;
            Ok(Some(()))
        })?;
        if starred.is_some() {
            return Ok(starred);
        }
        self.attempt(|p| p.keyword_parameters(owner))
    }

    /// `name: *annotation`
    fn starred_annotation(&mut self, owner: Owner) -> Parsed<()> {
        if owner == Owner::Lambda {
            return Ok(None);
        }
        want!(self.eat(Tok::Name));
        want!(self.eat(Tok::Colon));
        want!(self.star_expression());
        self.parameter_end(owner)
    }

    /// `**name`
    fn keyword_parameters(&mut self, owner: Owner) -> Parsed<()> {
        self.mistake(|p| p.invalid_keyword_parameters(owner))?;
        want!(self.eat(Tok::DoubleStar));
        Ok(self.no_default(owner)?.map(drop))
    }

    fn any_slash(&mut self, owner: Owner) -> Parsed<()> {
        either!(self.attempt(|p| p.slash(owner, false)));
        self.attempt(|p| p.slash(owner, true))
    }

    fn invalid_parameters(&mut self, owner: Owner) -> Parsed<()> {
        self.attempt(|p| {
            let slash = want!(p.eat(Tok::Slash));
            want!(p.eat(Tok::Comma));
            p.raise_at::<()>(slash, message!("at least one argument must precede /"))
        })?;
        self.attempt(|p| {
            want!(p.any_slash(owner));
            p.many(|p| p.maybe_default(owner))?;
            let slash = want!(p.eat(Tok::Slash));
            p.raise_at::<()>(slash, message!("/ may appear only once"))
        })?;
        self.attempt(|p| p.invalid_default_order(owner))?;
        self.attempt(|p| p.invalid_parentheses(owner))?;
        self.attempt(|p| {
            p.any_slash(owner)?;
            p.many(|p| p.maybe_default(owner))?;
            want!(p.eat(Tok::Star));
            if p.opt(Tok::Comma)?.is_none() {
                want!(p.no_default(owner));
            }
            p.many(|p| p.maybe_default(owner))?;
            let slash = want!(p.eat(Tok::Slash));
            p.raise_at::<()>(slash, message!("/ must be ahead of *"))
        })?;
        if self.many(|p| p.maybe_default(owner))? == 0 {
            return Ok(None);
        }
        want!(self.eat(Tok::Slash));
        let star = want!(self.eat(Tok::Star));
        self.raise_at(star, message!("expected comma between / and *"))
    }

    fn invalid_default_order(&mut self, owner: Owner) -> Parsed<()> {
        self.attempt(|p| p.slash(owner, false))?;
        self.many(|p| p.no_default(owner))?;
        if self.attempt(|p| p.slash(owner, true))?.is_none() && self.many(|p| p.with_default(owner))? == 0 {
            return Ok(None);
        }
        let parameter: Node = want!(self.no_default(owner));
        self.raise_node(parameter, message!("parameter without a default follows parameter with a default"))
    }

    fn invalid_parentheses(&mut self, owner: Owner) -> Parsed<()> {
        self.many(|p| p.no_default(owner))?;
        let open = want!(self.eat(Tok::LPar));
        if owner == Owner::Function {
            if self.many(|p| p.no_default(owner))? == 0 {
                return Ok(None);
            }
        } else {
            want!(self.separated(Tok::Comma, |p| p.parameter(owner)));
        }
        self.opt(Tok::Comma)?;
        let close = want!(self.eat(Tok::RPar));
        let message = match owner {
            Owner::Function => message!("Function parameters cannot be parenthesized"),
            Owner::Lambda => message!("Lambda expression parameters cannot be parenthesized"),
        };
        self.raise_range(open.start, close.end, message)
    }

    fn invalid_star_etc(&mut self, owner: Owner) -> Parsed<()> {
        let star = want!(self.eat(Tok::Star));
        self.attempt(|p| {
            if p.opt(owner.closer())?.is_none() {
                want!(p.eat(Tok::Comma));
                want!(p.eat_any(&[owner.closer(), Tok::DoubleStar]));
            }
            let message = message!("named arguments must follow bare *");
            if owner == Owner::Function { p.raise_at::<()>(star, message) } else { p.raise_here(message) }
        })?;
        self.attempt(|p| {
            want!(p.parameter(owner));
            let equal = want!(p.eat(Tok::Equal));
            p.raise_at::<()>(equal, message!("var-positional argument cannot have default value"))
        })?;
        if self.attempt(|p| p.no_default(owner))?.is_none() {
            want!(self.eat(Tok::Comma));
        }
        self.many(|p| p.maybe_default(owner))?;
        let second = want!(self.eat(Tok::Star));
        if self.attempt(|p| p.no_default(owner))?.is_none() {
            want!(self.eat(Tok::Comma));
        }
        self.raise_at(second, message!("* argument may appear only once"))
    }

    fn invalid_keyword_parameters(&mut self, owner: Owner) -> Parsed<()> {
        want!(self.eat(Tok::DoubleStar));
        want!(self.parameter(owner));
        if let Some(equal) = self.opt(Tok::Equal)? {
            return self.raise_at(equal, message!("var-keyword argument cannot have default value"));
        }
        want!(self.eat(Tok::Comma));
        let message = message!("arguments cannot follow var-keyword argument");
        let start = self.mark;
        if self.attempt(|p| p.parameter(owner))?.is_some() {
            let node = want!(self.node(Kind::Other, start));
            return self.raise_node(node, message);
        }
        let token = want!(self.eat_any(&[Tok::Star, Tok::DoubleStar, Tok::Slash]));
        self.raise_at(token, message)
    }

    /// `[T, *Ts, **P]`, if there are any.
    pub(super) fn type_params(&mut self) -> Result<(), Halt> {
        self.mistake(|p| {
            want!(p.eat(Tok::LSqb));
            let close = want!(p.eat(Tok::RSqb));
            p.raise_from::<()>(close.start, message!("Type parameter list cannot be empty"))
        })?;
        self.attempt(|p| {
            want!(p.eat(Tok::LSqb));
            want!(p.separated(Tok::Comma, Self::type_param));
            p.opt(Tok::Comma)?;
            p.eat(Tok::RSqb)
        })
        .map(drop)
    }

    fn type_param(&mut self) -> Parsed {
        self.memo(Rule::TypeParam, |p| {
            let start = p.mark;
            if p.eat(Tok::Name)?.is_some() {
                p.attempt(|p| {
                    want!(p.eat(Tok::Colon));
                    p.expression()
                })?;
                p.type_default(false)?;
                return p.node(Kind::Other, start);
            }
            p.mistake(Self::invalid_type_param)?;
            let stars = want!(p.eat_any(&[Tok::Star, Tok::DoubleStar]));
            want!(p.eat(Tok::Name));
            p.type_default(stars.kind == Tok::Star)?;
            p.node(Kind::Other, start)
        })
    }

    fn type_default(&mut self, starred: bool) -> Result<(), Halt> {
        self.attempt(|p| {
            want!(p.eat(Tok::Equal));
            if starred { p.star_expression() } else { p.expression() }
        })
        .map(drop)
    }

    fn invalid_type_param(&mut self) -> Parsed<()> {
        let stars = want!(self.eat_any(&[Tok::Star, Tok::DoubleStar]));
        want!(self.eat(Tok::Name));
        let colon = want!(self.eat(Tok::Colon));
        let bound = want!(self.expression());
        let what = if matches!(bound.kind, Kind::Tuple(_)) { "cannot use constraints" } else { "cannot use bound" };
        let with = if stars.kind == Tok::Star { " with TypeVarTuple" } else { " with ParamSpec" };
        self.raise_from(colon.start, message!(what, with))
    }
}
