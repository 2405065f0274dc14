//! Patterns.

use pitviper_compiler::ast::{List as Items, Pattern, PatternId, PatternKind};
use pitviper_object::Value;

use super::Build;
use crate::core::error::PyResult;
use crate::modules::ast::grammar::Node;

impl Build<'_> {
    /// The object of a pattern whose parts are objects already.
    pub(super) fn make_pattern(&mut self, id: PatternId) -> PyResult {
        let Pattern { kind, range } = self.tree[id];
        match kind {
            PatternKind::MatchValue(value) => {
                let value = self.literal(value)?;
                self.placed(Node::MatchValue, &[value], range)
            }
            PatternKind::MatchSingleton(value) => {
                let value = self.constant(value)?;
                self.placed(Node::MatchSingleton, &[value], range)
            }
            PatternKind::MatchSequence(items) => {
                let items = self.patterns(items)?;
                self.placed(Node::MatchSequence, &[items], range)
            }
            PatternKind::MatchMapping { keys, patterns, rest } => {
                let (keys, patterns, rest) =
                    (self.list(keys, Self::literal)?, self.patterns(patterns)?, self.optional_symbol(rest)?);
                self.placed(Node::MatchMapping, &[keys, patterns, rest], range)
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                let patterns = self.patterns(patterns)?;
                let (names, named) = (self.symbols(kwd_attrs)?, self.patterns(kwd_patterns)?);
                self.placed(Node::MatchClass, &[self.expr(cls), patterns, names, named], range)
            }
            PatternKind::MatchStar(name) => {
                let name = self.optional_symbol(name)?;
                self.placed(Node::MatchStar, &[name], range)
            }
            PatternKind::MatchAs { pattern, name } => {
                let name = self.optional_symbol(name)?;
                let pattern = pattern.map_or_else(Value::none, |pattern| self.pattern(pattern));
                self.placed(Node::MatchAs, &[pattern, name], range)
            }
            PatternKind::MatchOr(items) => {
                let items = self.patterns(items)?;
                self.placed(Node::MatchOr, &[items], range)
            }
        }
    }

    fn patterns(&mut self, items: Items<PatternId>) -> PyResult {
        self.list(items, |build, id| Ok(build.pattern(id)))
    }
}
