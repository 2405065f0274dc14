//! Expressions.

use pitviper_compiler::ast::{
    Arg, ArgumentsId, Comprehension, Constant, Conversion, Expr, ExprId, ExprKind, Keyword, List as Items, Owner,
};
use pitviper_object::{Obj, Value};

use super::Build;
use crate::core::error::PyResult;
use crate::modules::ast::grammar::Node;
use crate::types::list::List;
use crate::types::tuple::fresh::from_list;

impl Build<'_> {
    /// The object of an expression whose parts are objects already.
    pub(super) fn make_expr(&mut self, id: ExprId) -> PyResult {
        let Expr { kind, range } = self.tree[id];
        if let Some(value) = self.optimized(self.tree[id])? {
            return Ok(value);
        }
        match kind {
            ExprKind::Constant(constant) => {
                let value = self.constant(constant)?;
                let kind = match constant {
                    Constant::Str { u: true, .. } => self.vm.intern("u")?,
                    _ => Value::none(),
                };
                self.placed(Node::Constant, &[value, kind], range)
            }
            ExprKind::Name { id, ctx } => {
                let id = self.symbol(id)?;
                self.placed(Node::Name, &[id, self.simple(ctx)], range)
            }
            ExprKind::Attribute { value, attr, ctx } => {
                let attr = self.symbol(attr)?;
                self.placed(Node::Attribute, &[self.expr(value), attr, self.simple(ctx)], range)
            }
            ExprKind::Subscript { value, slice, ctx } => {
                self.placed(Node::Subscript, &[self.expr(value), self.expr(slice), self.simple(ctx)], range)
            }
            ExprKind::Starred { value, ctx } => {
                self.placed(Node::Starred, &[self.expr(value), self.simple(ctx)], range)
            }
            ExprKind::List { elts, ctx } => {
                let elts = self.exprs(elts)?;
                self.placed(Node::List, &[elts, self.simple(ctx)], range)
            }
            ExprKind::Tuple { elts, ctx } => {
                let elts = self.exprs(elts)?;
                self.placed(Node::Tuple, &[elts, self.simple(ctx)], range)
            }
            ExprKind::Call { func, args, keywords } => {
                let args = self.exprs(args)?;
                let keywords = self.keywords(keywords)?;
                self.placed(Node::Call, &[self.expr(func), args, keywords], range)
            }
            ExprKind::BinOp { left, op, right } => {
                self.placed(Node::BinOp, &[self.expr(left), self.simple(op), self.expr(right)], range)
            }
            ExprKind::BoolOp { op, values } => {
                let values = self.exprs(values)?;
                self.placed(Node::BoolOp, &[self.simple(op), values], range)
            }
            ExprKind::UnaryOp { op, operand } => {
                self.placed(Node::UnaryOp, &[self.simple(op), self.expr(operand)], range)
            }
            ExprKind::Compare { left, ops, comparators } => {
                let ops = self.list(ops, |build, op| Ok(build.simple(op)))?;
                let comparators = self.exprs(comparators)?;
                self.placed(Node::Compare, &[self.expr(left), ops, comparators], range)
            }
            kind => {
                let (node, values) = self.rare(kind)?;
                // SAFETY: nobody else has the list.
                self.placed(node, unsafe { values.items_unchecked() }, range)
            }
        }
    }

    /// The other expressions: the class and the values of its fields.
    fn rare(&mut self, kind: ExprKind) -> PyResult<(Node, Obj<List>)> {
        let (node, values): (Node, &[Value]) = match kind {
            ExprKind::NamedExpr { target, value } => (Node::NamedExpr, &[self.expr(target), self.expr(value)]),
            ExprKind::Lambda { args, body } => (Node::Lambda, &[self.arguments(args)?, self.expr(body)]),
            ExprKind::IfExp { test, body, orelse } => {
                (Node::IfExp, &[self.expr(test), self.expr(body), self.expr(orelse)])
            }
            ExprKind::Dict { keys, values } => {
                let keys = self.list(keys, |build, key| Ok(build.optional(key)))?;
                (Node::Dict, &[keys, self.exprs(values)?])
            }
            ExprKind::Set { elts } => (Node::Set, &[self.exprs(elts)?]),
            ExprKind::ListComp { elt, generators } => {
                (Node::ListComp, &[self.expr(elt), self.comprehensions(generators)?])
            }
            ExprKind::SetComp { elt, generators } => {
                (Node::SetComp, &[self.expr(elt), self.comprehensions(generators)?])
            }
            ExprKind::DictComp { key, value, generators } => {
                (Node::DictComp, &[self.expr(key), self.expr(value), self.comprehensions(generators)?])
            }
            ExprKind::GeneratorExp { elt, generators } => {
                (Node::GeneratorExp, &[self.expr(elt), self.comprehensions(generators)?])
            }
            ExprKind::Await { value } => (Node::Await, &[self.expr(value)]),
            ExprKind::Yield { value } => (Node::Yield, &[self.optional(value)]),
            ExprKind::YieldFrom { value } => (Node::YieldFrom, &[self.expr(value)]),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                (Node::FormattedValue, &[self.expr(value), code(conversion), self.optional(format_spec)])
            }
            ExprKind::Interpolation { value, str, conversion, format_spec } => {
                let str = self.text(str)?;
                (Node::Interpolation, &[self.expr(value), str, code(conversion), self.optional(format_spec)])
            }
            ExprKind::JoinedStr { values } => (Node::JoinedStr, &[self.exprs(values)?]),
            ExprKind::TemplateStr { values } => (Node::TemplateStr, &[self.exprs(values)?]),
            ExprKind::Slice { lower, upper, step } => {
                (Node::Slice, &[self.optional(lower), self.optional(upper), self.optional(step)])
            }
            _ => (Node::Constant, &[Value::none(), Value::none()]),
        };
        Ok((node, self.vm.new_list_of(values)?))
    }

    pub(super) fn constant(&mut self, constant: Constant) -> PyResult {
        match constant {
            Constant::None => Ok(Value::none()),
            Constant::True => Ok(Value::bool(true)),
            Constant::False => Ok(Value::bool(false)),
            Constant::Ellipsis => Ok(pitviper_object::singletons::ELLIPSIS.value()),
            Constant::Int(int) => self.vm.new_int(int),
            Constant::BigInt(negative, limbs) => {
                crate::types::int::from_limbs(self.vm, negative, self.tree.limbs(limbs))
            }
            Constant::Float(float) => self.vm.new_float(float),
            Constant::Complex(real, imaginary) => crate::types::complex::create(self.vm, real, imaginary),
            Constant::Str { text, .. } => self.text(text),
            Constant::Bytes(text) => self.vm.new_bytes(self.tree.text(text)),
            Constant::Tuple(items) => {
                let items = self.constants(items)?;
                from_list(self.vm, &items)
            }
            Constant::FrozenSet(items) => {
                let items = self.constants(items)?;
                // SAFETY: nobody else has the list, and constants hash without Python.
                self.vm.new_frozenset_of(unsafe { items.items_unchecked() })
            }
        }
    }

    /// The values of constants that were made before.
    fn constants(&mut self, items: Items<ExprId>) -> PyResult<Obj<List>> {
        let list = self.vm.new_list()?;
        let value = self.vm.intern("value")?;
        let tree = self.tree;
        for &item in &tree[items] {
            let item = self.vm.get_attr(&self.expr(item), &value)?;
            self.vm.list_push(&list, item)?;
        }
        Ok(list)
    }

    pub(super) fn keywords(&mut self, keywords: Items<Keyword>) -> PyResult {
        self.list(keywords, |build, keyword| {
            let arg = build.optional_symbol(keyword.arg)?;
            build.placed(Node::Keyword, &[arg, build.expr(keyword.value)], keyword.range)
        })
    }

    fn comprehensions(&mut self, generators: Items<Comprehension>) -> PyResult {
        self.list(generators, |build, clause| {
            let ifs = build.exprs(clause.ifs)?;
            let is_async = Value::small(i64::from(clause.is_async));
            build.node(Node::Comprehension, &[build.expr(clause.target), build.expr(clause.iter), ifs, is_async])
        })
    }

    pub(super) fn arguments(&mut self, id: ArgumentsId) -> PyResult {
        let args = self.tree[id];
        let mut number = 0;
        let mut arg = |build: &mut Self, arg: Arg| {
            let name = build.symbol(arg.arg)?;
            let comment = build.type_comment(Owner::Arg(id, number))?;
            number += 1;
            build.placed(Node::Arg, &[name, build.optional(arg.annotation), comment], arg.range)
        };
        let posonlyargs = self.list(args.posonlyargs, &mut arg)?;
        let positional = self.list(args.args, &mut arg)?;
        let vararg = args.vararg.map_or_else(|| Ok(Value::none()), |given| arg(self, given))?;
        let kwonlyargs = self.list(args.kwonlyargs, &mut arg)?;
        let kwarg = args.kwarg.map_or_else(|| Ok(Value::none()), |given| arg(self, given))?;
        let kw_defaults = self.list(args.kw_defaults, |build, id| Ok(build.optional(id)))?;
        let defaults = self.exprs(args.defaults)?;
        self.node(Node::Arguments, &[posonlyargs, positional, vararg, kwonlyargs, kw_defaults, kwarg, defaults])
    }
}

fn code(conversion: Conversion) -> Value {
    Value::small(i64::from(conversion.code()))
}
