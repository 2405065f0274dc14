//! Arguments of calls and classes.

use crate::error::message;
use crate::scan::Tok;

use super::core::{Parsed, Parser, Rule, either, want};
use super::node::{Kind, Node};

/// What messages say about arguments.
#[derive(Clone, Copy, Debug, Default)]
struct Arguments {
    /// Arguments without a name.
    positional: usize,
    /// The last of those.
    last: Option<Node>,
    /// There is a `**mapping`.
    mapping: bool,
}

impl Arguments {
    fn add(&mut self, argument: Argument) {
        match argument {
            Argument::Positional(node) => {
                self.positional += 1;
                self.last = Some(node);
            }
            Argument::Mapping => self.mapping = true,
            Argument::Keyword => {}
        }
    }
}

/// One argument.
#[derive(Clone, Copy, Debug)]
enum Argument {
    Positional(Node),
    Keyword,
    Mapping,
}

impl Parser<'_, '_> {
    pub(super) fn arguments(&mut self) -> Parsed {
        self.memo(Rule::Arguments, |p| {
            let arguments = p.attempt(|p| {
                let start = p.mark;
                want!(p.args());
                p.opt(Tok::Comma)?;
                want!(p.lookahead(&[Tok::RPar]));
                p.node(Kind::Other, start)
            })?;
            if arguments.is_some() {
                return Ok(arguments);
            }
            p.mistake(Self::invalid_arguments)?;
            Ok(None)
        })
    }

    /// Positional arguments and, perhaps, what may follow them.
    fn args(&mut self) -> Parsed<Arguments> {
        let mut arguments = Arguments::default();
        if !self.positional_args(&mut arguments)? {
            return self.kwargs();
        }
        let rest = self.attempt(|p| {
            want!(p.eat(Tok::Comma));
            p.kwargs()
        })?;
        if let Some(rest) = rest {
            arguments.positional += rest.positional;
            arguments.last = rest.last.or(arguments.last);
            arguments.mapping = rest.mapping;
        }
        Ok(Some(arguments))
    }

    /// One or more positional arguments.
    fn positional_args(&mut self, arguments: &mut Arguments) -> Result<bool, super::core::Halt> {
        let found = self.separated(Tok::Comma, |p| {
            let argument = p.attempt(Self::positional)?;
            if let Some(node) = argument {
                arguments.add(Argument::Positional(node));
            }
            Ok(argument)
        })?;
        Ok(found.is_some())
    }

    fn positional(&mut self) -> Parsed {
        either!(self.starred_expression());
        let argument = want!(self.argument_expression());
        want!(self.not(Tok::Equal));
        Ok(Some(argument))
    }

    fn kwargs(&mut self) -> Parsed<Arguments> {
        let mut arguments = Arguments::default();
        let starred = self.attempt(|p| {
            p.separated(Tok::Comma, |p| {
                let argument = p.keyword_or_starred()?;
                if let Some(argument) = argument {
                    arguments.add(argument);
                }
                Ok(argument)
            })
        })?;
        let doubly = self.attempt(|p| {
            if starred.is_some() {
                want!(p.eat(Tok::Comma));
            }
            p.separated(Tok::Comma, |p| {
                let argument = p.keyword_or_mapping()?;
                if let Some(argument) = argument {
                    arguments.add(argument);
                }
                Ok(argument)
            })
        })?;
        Ok(starred.or(doubly).map(|_| arguments))
    }

    fn keyword_or_starred(&mut self) -> Parsed<Argument> {
        self.mistake(Self::invalid_keyword)?;
        either!(self.keyword());
        Ok(self.starred_expression()?.map(Argument::Positional))
    }

    fn keyword_or_mapping(&mut self) -> Parsed<Argument> {
        self.mistake(Self::invalid_keyword)?;
        either!(self.keyword());
        self.attempt(|p| {
            want!(p.eat(Tok::DoubleStar));
            want!(p.expression());
            Ok(Some(Argument::Mapping))
        })
    }

    fn keyword(&mut self) -> Parsed<Argument> {
        self.attempt(|p| {
            want!(p.eat(Tok::Name));
            want!(p.eat(Tok::Equal));
            want!(p.expression());
            Ok(Some(Argument::Keyword))
        })
    }

    fn invalid_keyword(&mut self) -> Parsed<()> {
        self.attempt(|p| {
            let word = want!(p.eat_any(&[Tok::True, Tok::False, Tok::None]));
            let equal = want!(p.eat(Tok::Equal));
            let name = match word.kind {
                Tok::True => "True",
                Tok::False => "False",
                _ => "None",
            };
            p.raise_range::<()>(word.start, equal.end, message!("cannot assign to ", name))
        })?;
        self.attempt(Self::invalid_keyword_generator)?;
        let named = self.ahead(|p| {
            want!(p.eat(Tok::Name));
            p.eat(Tok::Equal)
        })?;
        if !named {
            self.attempt(|p| {
                let target = want!(p.expression());
                let equal = want!(p.eat(Tok::Equal));
                let message = message!("expression cannot contain assignment, perhaps you meant \"==\"?");
                p.raise_range::<()>(target.start, equal.end, message)
            })?;
        }
        let stars = want!(self.eat(Tok::DoubleStar));
        want!(self.expression());
        want!(self.eat(Tok::Equal));
        let value = want!(self.expression());
        self.raise_range(stars.start, value.end, message!("cannot assign to keyword argument unpacking"))
    }

    /// `name=element for …`
    fn invalid_keyword_generator(&mut self) -> Parsed<()> {
        let name = want!(self.eat(Tok::Name));
        let equal = want!(self.eat(Tok::Equal));
        want!(self.expression());
        want!(self.for_clauses());
        let message = message!("invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
        self.raise_range(name.start, equal.end, message)
    }

    fn invalid_arguments(&mut self) -> Parsed<()> {
        self.attempt(Self::invalid_unpacking_order)?;
        self.attempt(|p| {
            let element = want!(p.expression());
            let clauses = want!(p.for_clauses());
            want!(p.eat(Tok::Comma));
            if p.attempt(Self::args)?.is_none() {
                p.attempt(|p| {
                    want!(p.expression());
                    p.for_clauses()
                })?;
            }
            p.raise_generator(element.start, clauses.last.end)
        })?;
        self.attempt(Self::invalid_keyword_generator)?;
        self.attempt(|p| {
            p.attempt(|p| {
                want!(p.args());
                p.eat(Tok::Comma)
            })?;
            let name = want!(p.eat(Tok::Name));
            let equal = want!(p.eat(Tok::Equal));
            want!(p.lookahead(&[Tok::Comma, Tok::RPar]));
            p.raise_range::<()>(name.start, equal.end, message!("expected argument value expression"))
        })?;
        let start = self.mark;
        let arguments = want!(self.args());
        if let Some(clauses) = self.for_clauses()? {
            return match arguments.last {
                Some(last) if arguments.positional > 1 => self.raise_generator(last.start, clauses.last.end),
                _ => Ok(None),
            };
        }
        let comma = self.eat(Tok::Comma)?;
        if comma.is_none() {
            self.mark = start;
            return Ok(None);
        }
        self.attempt(|p| {
            let element = want!(p.expression());
            let clauses = want!(p.for_clauses());
            p.raise_generator(element.start, clauses.target.end)
        })?;
        want!(self.args());
        if arguments.mapping {
            self.raise_here(message!("positional argument follows keyword argument unpacking"))
        } else {
            self.raise_here(message!("positional argument follows keyword argument"))
        }
    }

    /// `*iterable` behind `**mapping`.
    fn invalid_unpacking_order(&mut self) -> Parsed<()> {
        let mut positional = Arguments::default();
        let both = self.attempt(|p| {
            if !p.positional_args(&mut positional)? {
                return Ok(None);
            }
            want!(p.eat(Tok::Comma));
            p.kwargs()
        })?;
        if both.is_none() {
            want!(self.kwargs());
        }
        let comma = want!(self.eat(Tok::Comma));
        want!(self.separated(Tok::Comma, |p| {
            let starred = want!(p.starred_expression());
            want!(p.not(Tok::Equal));
            Ok(Some(starred))
        }));
        let message = message!("iterable argument unpacking follows keyword argument unpacking");
        self.raise_from(comma.start, message)
    }

    fn raise_generator(&mut self, start: u32, end: u32) -> Parsed<()> {
        self.raise_range(start, end, message!("Generator expression must be parenthesized"))
    }
}
