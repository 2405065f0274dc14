//! Patterns.

use pitviper_compiler::ast::{
    Constant, Context, ExprId, ExprKind, List as Items, Operator, PatternId, PatternKind, Symbol, UnaryOp,
};
use pitviper_object::Value;

use super::{Read, Source};
use crate::core::error::PyResult;
use crate::modules::ast::grammar::{Group, Node};

impl Read<'_> {
    /// Reads a pattern; only in a sequence may it be a star.
    pub(super) fn read_pattern(&mut self, object: &Value, star: bool) -> PyResult<PatternId> {
        self.enter()?;
        let node = self.member(object, Group::Pattern)?;
        let source = Source { object, node };
        let range = self.range(source)?;
        let kind = match node {
            Node::MatchValue => {
                let value = self.expr(source, 0, Context::Load)?;
                self.check_literal(value)?;
                PatternKind::MatchValue(value)
            }
            Node::MatchSingleton => {
                let value = self.given(source, 0)?;
                match self.constant(&value, range)? {
                    constant @ (Constant::None | Constant::True | Constant::False) => {
                        PatternKind::MatchSingleton(constant)
                    }
                    _ => {
                        let message = format_args!("MatchSingleton can only contain True, False and None");
                        return Err(self.value_error(message));
                    }
                }
            }
            Node::MatchSequence => PatternKind::MatchSequence(self.patterns(source, 0, true)?),
            Node::MatchMapping => self.mapping(source)?,
            Node::MatchClass => self.class_pattern(source)?,
            Node::MatchStar => {
                if !star {
                    return Err(self.value_error(format_args!("can't use MatchStar here")));
                }
                PatternKind::MatchStar(self.capture(source, 0)?)
            }
            Node::MatchAs => {
                let name = self.capture(source, 1)?;
                let pattern = match self.field(source, 0)? {
                    Some(pattern) => Some(self.read_pattern(&pattern, false)?),
                    None => None,
                };
                if name.is_none() && pattern.is_some() {
                    let message = format_args!("MatchAs must specify a target name if a pattern is given");
                    return Err(self.value_error(message));
                }
                PatternKind::MatchAs { pattern, name }
            }
            _ => {
                let patterns = self.patterns(source, 0, false)?;
                if patterns.len() < 2 {
                    return Err(self.value_error(format_args!("MatchOr requires at least 2 patterns")));
                }
                PatternKind::MatchOr(patterns)
            }
        };
        self.leave();
        self.add(|tree, budget| tree.add_pattern(budget, kind, range))
    }

    fn patterns(&mut self, source: Source<'_>, index: usize, star: bool) -> PyResult<Items<PatternId>> {
        self.list(source, index, |read, value| read.read_pattern(value, star))
    }

    /// A name that a pattern binds.
    fn capture(&mut self, source: Source<'_>, index: usize) -> PyResult<Option<Symbol>> {
        let Some(name) = self.optional_symbol(source, index)? else { return Ok(None) };
        if self.tree.str(name) == "_" {
            return Err(self.value_error(format_args!("can't capture name '_' in patterns")));
        }
        self.checked_name(name).map(Some)
    }

    fn mapping(&mut self, source: Source<'_>) -> PyResult<PatternKind> {
        let keys = self.exprs(source, 0, Context::Load)?;
        let patterns = self.patterns(source, 1, false)?;
        let rest = self.capture(source, 2)?;
        if keys.len() != patterns.len() {
            let message = format_args!("MatchMapping doesn't have the same number of keys as patterns");
            return Err(self.value_error(message));
        }
        for index in 0..keys.len() {
            let Some(&key) = self.tree[keys].get(index) else { break };
            let singleton =
                matches!(self.tree[key].kind, ExprKind::Constant(Constant::None | Constant::True | Constant::False));
            if !singleton {
                self.check_literal(key)?;
            }
        }
        Ok(PatternKind::MatchMapping { keys, patterns, rest })
    }

    fn class_pattern(&mut self, source: Source<'_>) -> PyResult<PatternKind> {
        let cls = self.expr(source, 0, Context::Load)?;
        let mut named = cls;
        while let ExprKind::Attribute { value, .. } = self.tree[named].kind {
            named = value;
        }
        if !matches!(self.tree[named].kind, ExprKind::Name { .. }) {
            let message = format_args!("MatchClass cls field can only contain Name or Attribute nodes.");
            return Err(self.value_error(message));
        }
        let patterns = self.patterns(source, 1, false)?;
        let kwd_attrs = self.list(source, 2, |read, value| {
            let name = read.read_symbol(value)?;
            read.checked_name(name)
        })?;
        let kwd_patterns = self.patterns(source, 3, false)?;
        if kwd_attrs.len() != kwd_patterns.len() {
            let message = format_args!("MatchClass doesn't have the same number of keyword attributes as patterns");
            return Err(self.value_error(message));
        }
        Ok(PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns })
    }

    /// Whether an expression may be compared with in a pattern: a literal, or a dotted name.
    fn check_literal(&mut self, value: ExprId) -> PyResult<()> {
        match self.tree[value].kind {
            ExprKind::Constant(
                Constant::Int(_)
                | Constant::BigInt(..)
                | Constant::Float(_)
                | Constant::Complex(..)
                | Constant::Str { .. }
                | Constant::Bytes(_),
            ) => Ok(()),
            ExprKind::Constant(_) => {
                Err(self.value_error(format_args!("unexpected constant inside of a literal pattern")))
            }
            ExprKind::Attribute { .. } | ExprKind::JoinedStr { .. } | ExprKind::TemplateStr { .. } => Ok(()),
            ExprKind::UnaryOp { .. } if self.is_number(value, true) => Ok(()),
            ExprKind::BinOp { left, op: Operator::Add | Operator::Sub, right }
                if self.is_number(left, false) && self.is_imaginary(right) =>
            {
                Ok(())
            }
            _ => Err(self.value_error(format_args!("patterns may only match literals and attribute lookups"))),
        }
    }

    /// Whether an expression is a number, perhaps with a minus.
    fn is_number(&self, value: ExprId, imaginary: bool) -> bool {
        match self.tree[value].kind {
            ExprKind::UnaryOp { op: UnaryOp::USub, operand } => match self.tree[operand].kind {
                ExprKind::Constant(constant) => is_number(constant, imaginary),
                _ => false,
            },
            ExprKind::Constant(constant) => is_number(constant, imaginary),
            _ => false,
        }
    }

    fn is_imaginary(&self, value: ExprId) -> bool {
        matches!(self.tree[value].kind, ExprKind::Constant(Constant::Complex(..)))
    }
}

fn is_number(constant: Constant, imaginary: bool) -> bool {
    match constant {
        Constant::Int(_) | Constant::BigInt(..) | Constant::Float(_) => true,
        Constant::Complex(..) => imaginary,
        _ => false,
    }
}
