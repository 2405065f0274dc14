//! Signatures of type comments: `(int, *str, **Any) -> bool`.

use crate::scan::Tok;

use super::core::{Parsed, Parser, want};

impl Parser<'_, '_> {
    /// A whole source that is a signature.
    pub(super) fn signature(&mut self) -> Parsed<()> {
        want!(self.eat(Tok::LPar));
        self.attempt(Self::parameter_types)?;
        want!(self.eat(Tok::RPar));
        want!(self.eat(Tok::RArrow));
        want!(self.expression());
        self.many(|p| p.eat(Tok::Newline))?;
        want!(self.eat(Tok::End));
        Ok(Some(()))
    }

    /// Types, the last of them perhaps with stars. CPython tries what there may be in this order.
    fn parameter_types(&mut self) -> Parsed<()> {
        for stars in [&[Tok::Star, Tok::DoubleStar][..], &[Tok::Star], &[Tok::DoubleStar]] {
            let found = self.attempt(|p| {
                want!(p.separated(Tok::Comma, Self::expression));
                for star in stars {
                    want!(p.eat(Tok::Comma));
                    want!(p.starred_type(*star));
                }
                Ok(Some(()))
            })?;
            if found.is_some() {
                return Ok(found);
            }
        }
        let both = self.attempt(|p| {
            want!(p.starred_type(Tok::Star));
            want!(p.eat(Tok::Comma));
            p.starred_type(Tok::DoubleStar)
        })?;
        if both.is_some() {
            return Ok(both);
        }
        for star in [Tok::Star, Tok::DoubleStar] {
            if let Some(found) = self.attempt(|p| p.starred_type(star))? {
                return Ok(Some(found));
            }
        }
        want!(self.separated(Tok::Comma, Self::expression));
        Ok(Some(()))
    }

    fn starred_type(&mut self, star: Tok) -> Parsed<()> {
        want!(self.eat(star));
        want!(self.expression());
        Ok(Some(()))
    }
}
