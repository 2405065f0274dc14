//! Expressions.

use pitviper_compiler::ast::{
    Comprehension, Constant, Context, Conversion, ExprId, ExprKind, Keyword, List as Items, Range,
};
use pitviper_object::Value;

use super::{Read, Source};
use crate::core::error::{Exc, PyResult};
use crate::modules::ast::grammar::{Group, Node};
use crate::modules::ast::simple::Simple;
use crate::types::str::Str;

impl Read<'_> {
    /// Reads an expression that is used so.
    pub(super) fn read_expr(&mut self, object: &Value, context: Context) -> PyResult<ExprId> {
        self.enter()?;
        let node = self.member(object, Group::Expr)?;
        let source = Source { object, node };
        let range = self.range(source)?;
        let own = match node {
            Node::Attribute | Node::Subscript => Some(self.simple(source, 2)?),
            Node::Starred | Node::Name | Node::List | Node::Tuple => Some(self.simple(source, 1)?),
            _ => None,
        };
        self.check_context(own, context)?;
        let kind = match node {
            Node::Name => ExprKind::Name { id: self.bound(source, 0)?, ctx: context },
            Node::Attribute => ExprKind::Attribute {
                value: self.expr(source, 0, Context::Load)?,
                attr: self.symbol(source, 1)?,
                ctx: context,
            },
            Node::Subscript => ExprKind::Subscript {
                value: self.expr(source, 0, Context::Load)?,
                slice: self.expr(source, 1, Context::Load)?,
                ctx: context,
            },
            Node::Starred => ExprKind::Starred { value: self.expr(source, 0, context)?, ctx: context },
            Node::List => ExprKind::List { elts: self.exprs(source, 0, context)?, ctx: context },
            Node::Tuple => ExprKind::Tuple { elts: self.exprs(source, 0, context)?, ctx: context },
            Node::Constant => self.constant_node(source, range)?,
            _ => self.operation(source)?,
        };
        self.leave();
        self.add(|tree, budget| tree.add_expr(budget, kind, range))
    }

    /// Whether an expression that says how it is used says the truth, and one that does not is only read.
    fn check_context(&mut self, own: Option<Context>, context: Context) -> PyResult<()> {
        match own {
            Some(own) if own != context => {
                let (wanted, given) = (context.node().name(), own.node().name());
                let message = format_args!("expression must have {wanted} context but has {given} instead");
                Err(self.value_error(message))
            }
            None if context != Context::Load => {
                let wanted = context.node().name();
                Err(self.value_error(format_args!("expression which can't be assigned to in {wanted} context")))
            }
            _ => Ok(()),
        }
    }

    fn constant_node(&mut self, source: Source<'_>, range: Range) -> PyResult<ExprKind> {
        let value = self.given(source, 0)?;
        let kind = self.check_string(source, 1)?;
        let prefixed = kind.as_ref().and_then(Value::downcast::<Str>).is_some_and(|kind| kind.eq_str("u"));
        Ok(ExprKind::Constant(match self.constant(&value, range)? {
            Constant::Str { text, .. } => Constant::Str { text, u: prefixed },
            constant => constant,
        }))
    }

    fn load(&mut self, source: Source<'_>, index: usize) -> PyResult<ExprId> {
        self.expr(source, index, Context::Load)
    }

    fn loads(&mut self, source: Source<'_>, index: usize) -> PyResult<Items<ExprId>> {
        self.exprs(source, index, Context::Load)
    }

    /// Expressions that are only read.
    fn operation(&mut self, source: Source<'_>) -> PyResult<ExprKind> {
        Ok(match source.node {
            Node::BoolOp => {
                let op = self.simple(source, 0)?;
                let values = self.loads(source, 1)?;
                if values.len() < 2 {
                    return Err(self.value_error(format_args!("BoolOp with less than 2 values")));
                }
                ExprKind::BoolOp { op, values }
            }
            Node::BinOp => ExprKind::BinOp {
                left: self.load(source, 0)?,
                op: self.simple(source, 1)?,
                right: self.load(source, 2)?,
            },
            Node::UnaryOp => ExprKind::UnaryOp { op: self.simple(source, 0)?, operand: self.load(source, 1)? },
            Node::Compare => self.comparison(source)?,
            Node::Call => ExprKind::Call {
                func: self.load(source, 0)?,
                args: self.loads(source, 1)?,
                keywords: self.keywords(source, 2)?,
            },
            Node::NamedExpr => self.named(source)?,
            Node::Lambda => ExprKind::Lambda { args: self.arguments(source, 0)?, body: self.load(source, 1)? },
            Node::IfExp => ExprKind::IfExp {
                test: self.load(source, 0)?,
                body: self.load(source, 1)?,
                orelse: self.load(source, 2)?,
            },
            Node::Await => ExprKind::Await { value: self.load(source, 0)? },
            Node::Yield => ExprKind::Yield { value: self.optional(source, 0)? },
            Node::YieldFrom => ExprKind::YieldFrom { value: self.load(source, 0)? },
            Node::Slice => ExprKind::Slice {
                lower: self.optional(source, 0)?,
                upper: self.optional(source, 1)?,
                step: self.optional(source, 2)?,
            },
            _ => return self.display(source),
        })
    }

    fn comparison(&mut self, source: Source<'_>) -> PyResult<ExprKind> {
        let left = self.load(source, 0)?;
        let ops = self.list(source, 1, |read, value| read.read_simple(value))?;
        let comparators = self.loads(source, 2)?;
        if comparators.is_empty() {
            return Err(self.value_error(format_args!("Compare with no comparators")));
        }
        if comparators.len() != ops.len() {
            let message = format_args!("Compare has a different number of comparators and operands");
            return Err(self.value_error(message));
        }
        Ok(ExprKind::Compare { left, ops, comparators })
    }

    fn named(&mut self, source: Source<'_>) -> PyResult<ExprKind> {
        let target = self.required(source, 0)?;
        if self.classes.node_of(self.vm, &target) != Some(Node::Name) {
            return Err(self.vm.type_error(format_args!("NamedExpr target must be a Name")));
        }
        let name = Source { object: &target, node: Node::Name };
        let range = self.range(name)?;
        let kind = ExprKind::Name { id: self.symbol(name, 0)?, ctx: Context::Store };
        let target = self.add(|tree, budget| tree.add_expr(budget, kind, range))?;
        Ok(ExprKind::NamedExpr { target, value: self.load(source, 1)? })
    }

    /// Displays, comprehensions and strings with fields.
    fn display(&mut self, source: Source<'_>) -> PyResult<ExprKind> {
        Ok(match source.node {
            Node::Dict => {
                let (keys, values) = (self.optionals(source, 0)?, self.loads(source, 1)?);
                if keys.len() != values.len() {
                    let message = format_args!("Dict doesn't have the same number of keys as values");
                    return Err(self.value_error(message));
                }
                ExprKind::Dict { keys, values }
            }
            Node::Set => ExprKind::Set { elts: self.loads(source, 0)? },
            Node::ListComp => ExprKind::ListComp { generators: self.clauses(source, 1)?, elt: self.load(source, 0)? },
            Node::SetComp => ExprKind::SetComp { generators: self.clauses(source, 1)?, elt: self.load(source, 0)? },
            Node::GeneratorExp => {
                ExprKind::GeneratorExp { generators: self.clauses(source, 1)?, elt: self.load(source, 0)? }
            }
            Node::DictComp => ExprKind::DictComp {
                generators: self.clauses(source, 2)?,
                key: self.load(source, 0)?,
                value: self.load(source, 1)?,
            },
            Node::JoinedStr => ExprKind::JoinedStr { values: self.loads(source, 0)? },
            Node::TemplateStr => self.template(source)?,
            Node::FormattedValue => ExprKind::FormattedValue {
                value: self.load(source, 0)?,
                conversion: self.conversion(source, 1)?,
                format_spec: self.optional(source, 2)?,
            },
            _ => self.interpolation(source)?,
        })
    }

    /// A t-string. (CPython makes of other values what the interpreter then fails on.)
    fn template(&mut self, source: Source<'_>) -> PyResult<ExprKind> {
        let values = self.loads(source, 0)?;
        let fits =
            |kind: ExprKind| matches!(kind, ExprKind::Constant(Constant::Str { .. }) | ExprKind::Interpolation { .. });
        if !self.tree[values].iter().all(|&value| fits(self.tree[value].kind)) {
            return Err(self.value_error(format_args!("TemplateStr may only hold strings and interpolations")));
        }
        Ok(ExprKind::TemplateStr { values })
    }

    fn interpolation(&mut self, source: Source<'_>) -> PyResult<ExprKind> {
        let value = self.load(source, 0)?;
        let text = self.required(source, 1)?;
        let str = match text.exact::<Str>() {
            Some(text) => self.text(text)?,
            None => {
                let kind = self.vm.type_name(&text);
                return Err(self.vm.type_error(format_args!("got an invalid type in Constant: {kind}")));
            }
        };
        let conversion = self.conversion(source, 2)?;
        Ok(ExprKind::Interpolation { value, str, conversion, format_spec: self.optional(source, 3)? })
    }

    fn conversion(&mut self, source: Source<'_>, index: usize) -> PyResult<Conversion> {
        let code = self.integer(source, index)?;
        let known = [Conversion::None, Conversion::Str, Conversion::Repr, Conversion::Ascii];
        match known.into_iter().find(|conversion| conversion.code() == code) {
            Some(conversion) => Ok(conversion),
            None => {
                let message = format_args!("Unrecognized conversion character {code}");
                Err(self.vm.raise(Exc::SystemError, message))
            }
        }
    }

    /// The clauses of a comprehension.
    fn clauses(&mut self, source: Source<'_>, index: usize) -> PyResult<Items<Comprehension>> {
        let clauses = self.list(source, index, |read, object| {
            let source = Source { object, node: Node::Comprehension };
            Ok(Comprehension {
                target: read.expr(source, 0, Context::Store)?,
                iter: read.load(source, 1)?,
                ifs: read.loads(source, 2)?,
                is_async: read.integer(source, 3)? != 0,
            })
        })?;
        if clauses.is_empty() {
            return Err(self.value_error(format_args!("comprehension with no generators")));
        }
        Ok(clauses)
    }

    pub(super) fn keywords(&mut self, source: Source<'_>, index: usize) -> PyResult<Items<Keyword>> {
        self.list(source, index, |read, object| {
            let source = Source { object, node: Node::Keyword };
            let arg = read.optional_symbol(source, 0)?;
            let value = read.load(source, 1)?;
            Ok(Keyword { arg, value, range: read.range(source)? })
        })
    }
}
