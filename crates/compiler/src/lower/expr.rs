//! Expressions.

use ruff_python_ast as ruff;
use ruff_text_size::Ranged;

use super::{Halt, Lower, end, start};
use crate::ast::*;
use crate::literal;

impl<'t> Lower<'_, 't> {
    /// Lowers an expression. Nodes whose first operand is a node of the same kind of shape are taken apart by a
    /// loop: first down to the innermost operand, then back up.
    pub(super) fn expr(&mut self, expr: &'t ruff::Expr) -> Result<ExprId, Halt> {
        let base = self.spine.len();
        let mut node = expr;
        self.enter();
        while let Some(left) = left_operand(node) {
            self.spine.push(self.budget, node)?;
            self.enter();
            node = left;
        }
        let mut id = self.leaf(node)?;
        self.leave();
        while self.spine.len() > base
            && let Some(node) = self.spine.pop()
        {
            id = self.around(node, id)?;
            self.leave();
        }
        Ok(id)
    }

    pub(super) fn optional(&mut self, expr: Option<&'t ruff::Expr>) -> Result<Option<ExprId>, Halt> {
        expr.map(|expr| self.expr(expr)).transpose()
    }

    pub(super) fn exprs(&mut self, exprs: &'t [ruff::Expr]) -> Result<List<ExprId>, Halt> {
        self.list(exprs, Self::expr)
    }

    /// Adds an expression.
    pub(super) fn add(&mut self, kind: ExprKind, range: Range) -> Result<ExprId, Halt> {
        Ok(self.tree.add_expr(self.budget, kind, range)?)
    }

    /// A node whose left operand has been lowered.
    fn around(&mut self, node: &'t ruff::Expr, left: ExprId) -> Result<ExprId, Halt> {
        let kind = match node {
            ruff::Expr::BinOp(node) => {
                let right = self.expr(&node.right)?;
                ExprKind::BinOp { left, op: operator(node.op), right }
            }
            ruff::Expr::Attribute(node) => {
                let attr = self.symbol(node.attr.as_str())?;
                ExprKind::Attribute { value: left, attr, ctx: context(node.ctx) }
            }
            ruff::Expr::Subscript(node) => {
                let slice = self.expr(&node.slice)?;
                ExprKind::Subscript { value: left, slice, ctx: context(node.ctx) }
            }
            ruff::Expr::Call(node) => {
                let args = self.arguments(&node.arguments)?;
                let keywords = self.keywords(&node.arguments.keywords)?;
                ExprKind::Call { func: left, args, keywords }
            }
            ruff::Expr::Compare(node) => {
                let ops = self.list(&node.ops, |_, op| Ok(comparison(*op)))?;
                let comparators = self.exprs(&node.comparators)?;
                ExprKind::Compare { left, ops, comparators }
            }
            _ => return Ok(left),
        };
        let range = self.range(node.range());
        self.add(kind, range)
    }

    /// Positional arguments. A generator that is the only argument takes the call's parentheses into its range.
    fn arguments(&mut self, arguments: &'t ruff::Arguments) -> Result<List<ExprId>, Halt> {
        if let [ruff::Expr::Generator(generator)] = &*arguments.args
            && !generator.parenthesized
        {
            self.enter();
            let kind = self.generator(generator)?;
            let range = self.range(arguments.range);
            let id = self.add(kind, range)?;
            self.leave();
            return Ok(self.tree.add_list(self.budget, &[id])?);
        }
        self.exprs(&arguments.args)
    }

    pub(super) fn keywords(&mut self, keywords: &'t [ruff::Keyword]) -> Result<List<Keyword>, Halt> {
        self.list(keywords, |lower, keyword| {
            let arg = lower.optional_symbol(keyword.arg.as_ref())?;
            let value = lower.expr(&keyword.value)?;
            Ok(Keyword { arg, value, range: lower.range(keyword.range) })
        })
    }

    fn generator(&mut self, node: &'t ruff::ExprGenerator) -> Result<ExprKind, Halt> {
        let elt = self.expr(&node.elt)?;
        Ok(ExprKind::GeneratorExp { elt, generators: self.comprehensions(&node.generators)? })
    }

    fn comprehensions(&mut self, generators: &'t [ruff::Comprehension]) -> Result<List<Comprehension>, Halt> {
        self.list(generators, |lower, generator| {
            Ok(Comprehension {
                target: lower.expr(&generator.target)?,
                iter: lower.expr(&generator.iter)?,
                ifs: lower.exprs(&generator.ifs)?,
                is_async: generator.is_async,
            })
        })
    }

    /// Whether what follows can neither begin a statement nor end an expression: ruff takes `yield, x` and
    /// `yield != x` for expressions that begin with a `yield` without a value.
    fn goes_on(&self, end: u32) -> bool {
        let rest = &self.source.text.as_bytes()[self.skip_trivia(end as usize)..];
        match rest {
            [b'=', b'=', ..] | [b'!', b'=', ..] => true,
            [b':', b'=', ..] => true,
            [b',' | b'<' | b'>' | b'%' | b'/' | b'&' | b'|' | b'^' | b'.' | b'@', ..] => true,
            _ => [&b"in"[..], b"is", b"and", b"or", b"if", b"not"].iter().any(|word| rest.starts_with(word)),
        }
    }

    /// A node without a left operand to walk.
    fn leaf(&mut self, node: &'t ruff::Expr) -> Result<ExprId, Halt> {
        let kind = match node {
            ruff::Expr::Name(node) => ExprKind::Name { id: self.symbol(node.id.as_str())?, ctx: context(node.ctx) },
            ruff::Expr::NumberLiteral(node) => {
                let text = &self.source.text[start(node) as usize..end(node) as usize];
                ExprKind::Constant(literal::number(self.tree, self.budget, text).map_err(|stop| self.halt(stop))?)
            }
            ruff::Expr::BooleanLiteral(node) => {
                ExprKind::Constant(if node.value { Constant::True } else { Constant::False })
            }
            ruff::Expr::NoneLiteral(_) => ExprKind::Constant(Constant::None),
            ruff::Expr::EllipsisLiteral(_) => ExprKind::Constant(Constant::Ellipsis),
            ruff::Expr::StringLiteral(node) => self.string(node)?,
            ruff::Expr::BytesLiteral(node) => self.bytes(node)?,
            ruff::Expr::FString(node) => self.fstring(node)?,
            ruff::Expr::TString(node) => self.tstring(node)?,
            ruff::Expr::List(node) => ExprKind::List { elts: self.exprs(&node.elts)?, ctx: context(node.ctx) },
            ruff::Expr::Tuple(node) => ExprKind::Tuple { elts: self.exprs(&node.elts)?, ctx: context(node.ctx) },
            ruff::Expr::Set(node) => ExprKind::Set { elts: self.exprs(&node.elts)? },
            ruff::Expr::Dict(node) => {
                let keys = self.list(&node.items, |lower, item| lower.optional(item.key.as_ref()))?;
                ExprKind::Dict { keys, values: self.list(&node.items, |lower, item| lower.expr(&item.value))? }
            }
            ruff::Expr::Starred(node) => ExprKind::Starred { value: self.expr(&node.value)?, ctx: context(node.ctx) },
            _ => return self.compound(node),
        };
        let range = self.range(node.range());
        self.add(kind, range)
    }

    /// The other nodes, apart to keep frames small.
    fn compound(&mut self, node: &'t ruff::Expr) -> Result<ExprId, Halt> {
        let kind = match node {
            ruff::Expr::BoolOp(node) => {
                let op = match node.op {
                    ruff::BoolOp::And => BoolOp::And,
                    ruff::BoolOp::Or => BoolOp::Or,
                };
                ExprKind::BoolOp { op, values: self.exprs(&node.values)? }
            }
            ruff::Expr::Named(node) => {
                ExprKind::NamedExpr { target: self.expr(&node.target)?, value: self.expr(&node.value)? }
            }
            ruff::Expr::UnaryOp(node) => {
                let op = match node.op {
                    ruff::UnaryOp::Invert => UnaryOp::Invert,
                    ruff::UnaryOp::Not => UnaryOp::Not,
                    ruff::UnaryOp::UAdd => UnaryOp::UAdd,
                    ruff::UnaryOp::USub => UnaryOp::USub,
                };
                ExprKind::UnaryOp { op, operand: self.expr(&node.operand)? }
            }
            ruff::Expr::Lambda(node) => {
                let args = self.parameters(node.parameters.as_deref())?;
                ExprKind::Lambda { args, body: self.expr(&node.body)? }
            }
            ruff::Expr::If(node) => ExprKind::IfExp {
                test: self.expr(&node.test)?,
                body: self.expr(&node.body)?,
                orelse: self.expr(&node.orelse)?,
            },
            ruff::Expr::Await(node) => ExprKind::Await { value: self.expr(&node.value)? },
            ruff::Expr::Yield(node) => {
                self.suspicious |= node.value.is_none() && self.goes_on(end(node));
                ExprKind::Yield { value: self.optional(node.value.as_deref())? }
            }
            ruff::Expr::YieldFrom(node) => ExprKind::YieldFrom { value: self.expr(&node.value)? },
            ruff::Expr::Slice(node) => ExprKind::Slice {
                lower: self.optional(node.lower.as_deref())?,
                upper: self.optional(node.upper.as_deref())?,
                step: self.optional(node.step.as_deref())?,
            },
            ruff::Expr::ListComp(node) => {
                let elt = self.expr(&node.elt)?;
                ExprKind::ListComp { elt, generators: self.comprehensions(&node.generators)? }
            }
            ruff::Expr::SetComp(node) => {
                let elt = self.expr(&node.elt)?;
                ExprKind::SetComp { elt, generators: self.comprehensions(&node.generators)? }
            }
            ruff::Expr::DictComp(node) => {
                let Some(key) = node.key.as_deref() else { return self.expr(&node.value) };
                let key = self.expr(key)?;
                let value = self.expr(&node.value)?;
                ExprKind::DictComp { key, value, generators: self.comprehensions(&node.generators)? }
            }
            ruff::Expr::Generator(node) => self.generator(node)?,
            _ => ExprKind::Constant(Constant::None),
        };
        let range = self.range(node.range());
        self.add(kind, range)
    }
}

/// The operand that a loop goes on with.
fn left_operand(node: &ruff::Expr) -> Option<&ruff::Expr> {
    match node {
        ruff::Expr::BinOp(node) => Some(&node.left),
        ruff::Expr::Attribute(node) => Some(&node.value),
        ruff::Expr::Subscript(node) => Some(&node.value),
        ruff::Expr::Call(node) => Some(&node.func),
        ruff::Expr::Compare(node) => Some(&node.left),
        _ => None,
    }
}

fn context(ctx: ruff::ExprContext) -> Context {
    match ctx {
        ruff::ExprContext::Store => Context::Store,
        ruff::ExprContext::Del => Context::Del,
        ruff::ExprContext::Load | ruff::ExprContext::Invalid => Context::Load,
    }
}

pub(super) fn operator(op: ruff::Operator) -> Operator {
    match op {
        ruff::Operator::Add => Operator::Add,
        ruff::Operator::Sub => Operator::Sub,
        ruff::Operator::Mult => Operator::Mult,
        ruff::Operator::MatMult => Operator::MatMult,
        ruff::Operator::Div => Operator::Div,
        ruff::Operator::Mod => Operator::Mod,
        ruff::Operator::Pow => Operator::Pow,
        ruff::Operator::LShift => Operator::LShift,
        ruff::Operator::RShift => Operator::RShift,
        ruff::Operator::BitOr => Operator::BitOr,
        ruff::Operator::BitXor => Operator::BitXor,
        ruff::Operator::BitAnd => Operator::BitAnd,
        ruff::Operator::FloorDiv => Operator::FloorDiv,
    }
}

fn comparison(op: ruff::CmpOp) -> CmpOp {
    match op {
        ruff::CmpOp::Eq => CmpOp::Eq,
        ruff::CmpOp::NotEq => CmpOp::NotEq,
        ruff::CmpOp::Lt => CmpOp::Lt,
        ruff::CmpOp::LtE => CmpOp::LtE,
        ruff::CmpOp::Gt => CmpOp::Gt,
        ruff::CmpOp::GtE => CmpOp::GtE,
        ruff::CmpOp::Is => CmpOp::Is,
        ruff::CmpOp::IsNot => CmpOp::IsNot,
        ruff::CmpOp::In => CmpOp::In,
        ruff::CmpOp::NotIn => CmpOp::NotIn,
    }
}
