//! Patterns.

use ruff_python_ast as ruff;
use ruff_text_size::Ranged;

use super::{Halt, Lower, end};
use crate::ast::*;

impl<'t> Lower<'_, 't> {
    pub(super) fn pattern(&mut self, pattern: &'t ruff::Pattern) -> Result<PatternId, Halt> {
        self.enter();
        let kind = match pattern {
            ruff::Pattern::MatchValue(node) => {
                self.suspicious |= begins_with_wildcard(&node.value);
                PatternKind::MatchValue(self.expr(&node.value)?)
            }
            ruff::Pattern::MatchSingleton(node) => PatternKind::MatchSingleton(match node.value {
                ruff::Singleton::None => Constant::None,
                ruff::Singleton::True => Constant::True,
                ruff::Singleton::False => Constant::False,
            }),
            ruff::Pattern::MatchSequence(node) => {
                let but_last = node.patterns.split_last().map_or(&[][..], |(_, before)| before);
                self.suspicious |= !but_last.iter().all(|pattern| self.comma_follows(end(pattern)));
                PatternKind::MatchSequence(self.patterns(&node.patterns)?)
            }
            ruff::Pattern::MatchMapping(node) => PatternKind::MatchMapping {
                keys: self.exprs(&node.keys)?,
                patterns: self.patterns(&node.patterns)?,
                rest: self.optional_symbol(node.rest.as_ref())?,
            },
            ruff::Pattern::MatchClass(node) => {
                let keywords = &node.arguments.keywords;
                PatternKind::MatchClass {
                    cls: self.expr(&node.cls)?,
                    patterns: self.patterns(&node.arguments.patterns)?,
                    kwd_attrs: self.list(keywords, |lower, keyword| lower.symbol(keyword.attr.as_str()))?,
                    kwd_patterns: self.list(keywords, |lower, keyword| lower.pattern(&keyword.pattern))?,
                }
            }
            ruff::Pattern::MatchStar(node) => PatternKind::MatchStar(self.optional_symbol(node.name.as_ref())?),
            ruff::Pattern::MatchAs(node) => PatternKind::MatchAs {
                pattern: node.pattern.as_deref().map(|pattern| self.pattern(pattern)).transpose()?,
                name: self.optional_symbol(node.name.as_ref())?,
            },
            ruff::Pattern::MatchOr(node) => PatternKind::MatchOr(self.patterns(&node.patterns)?),
        };
        let range = self.range(pattern.range());
        self.leave();
        Ok(self.tree.add_pattern(self.budget, kind, range)?)
    }

    fn patterns(&mut self, patterns: &'t [ruff::Pattern]) -> Result<List<PatternId>, Halt> {
        self.list(patterns, Self::pattern)
    }

    /// Whether a comma follows, behind closing parentheses: ruff does without between patterns in brackets.
    fn comma_follows(&self, end: u32) -> bool {
        let bytes = self.source.text.as_bytes();
        let mut at = self.skip_trivia(end as usize);
        while bytes.get(at) == Some(&b')') {
            at = self.skip_trivia(at + 1);
        }
        bytes.get(at) == Some(&b',')
    }
}

/// Whether this is `_.a.b`, which ruff takes for a value.
fn begins_with_wildcard(mut value: &ruff::Expr) -> bool {
    while let ruff::Expr::Attribute(attribute) = value {
        value = &attribute.value;
    }
    matches!(value, ruff::Expr::Name(name) if name.id.as_str() == "_")
}
