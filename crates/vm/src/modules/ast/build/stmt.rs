//! Statements.

use pitviper_compiler::ast::{
    Alias, ExceptHandler, List as Items, MatchCase, Owner, Stmt, StmtId, StmtKind, TypeParam, TypeParamKind, WithItem,
};
use pitviper_object::{Obj, Value};

use super::Build;
use crate::core::error::PyResult;
use crate::modules::ast::grammar::Node;
use crate::types::list::List;

impl Build<'_> {
    /// The object of a statement whose parts are objects already.
    pub(super) fn make_stmt(&mut self, id: StmtId) -> PyResult {
        let Stmt { kind, range } = self.tree[id];
        let (node, values) = match kind {
            StmtKind::FunctionDef { .. }
            | StmtKind::ClassDef { .. }
            | StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::If { .. }
            | StmtKind::With { .. }
            | StmtKind::Match { .. }
            | StmtKind::Try { .. } => self.compound(kind, id)?,
            _ => self.plain(kind, id)?,
        };
        // SAFETY: nobody else has the list.
        self.placed(node, unsafe { values.items_unchecked() }, range)
    }

    /// A statement without a block: the class and the values of its fields.
    fn plain(&mut self, kind: StmtKind, id: StmtId) -> PyResult<(Node, Obj<List>)> {
        let (node, values): (Node, &[Value]) = match kind {
            StmtKind::Return { value } => (Node::Return, &[self.optional(value)]),
            StmtKind::Delete { targets } => (Node::Delete, &[self.exprs(targets)?]),
            StmtKind::Assign { targets, value } => {
                let comment = self.type_comment(Owner::Stmt(id))?;
                (Node::Assign, &[self.exprs(targets)?, self.expr(value), comment])
            }
            StmtKind::TypeAlias { name, type_params, value } => {
                (Node::TypeAlias, &[self.expr(name), self.type_params(type_params)?, self.expr(value)])
            }
            StmtKind::AugAssign { target, op, value } => {
                (Node::AugAssign, &[self.expr(target), self.simple(op), self.expr(value)])
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => (
                Node::AnnAssign,
                &[self.expr(target), self.expr(annotation), self.optional(value), Value::small(i64::from(simple))],
            ),
            StmtKind::Raise { exc, cause } => (Node::Raise, &[self.optional(exc), self.optional(cause)]),
            StmtKind::Assert { test, msg } => (Node::Assert, &[self.expr(test), self.optional(msg)]),
            StmtKind::Import { names } => (Node::Import, &[self.aliases(names)?]),
            StmtKind::ImportFrom { module, names, level } => (
                Node::ImportFrom,
                &[self.optional_symbol(module)?, self.aliases(names)?, Value::small(i64::from(level))],
            ),
            StmtKind::Global { names } => (Node::Global, &[self.symbols(names)?]),
            StmtKind::Nonlocal { names } => (Node::Nonlocal, &[self.symbols(names)?]),
            StmtKind::Expr { value } => (Node::Expr, &[self.expr(value)]),
            StmtKind::Break => (Node::Break, &[]),
            StmtKind::Continue => (Node::Continue, &[]),
            _ => (Node::Pass, &[]),
        };
        Ok((node, self.vm.new_list_of(values)?))
    }

    /// A statement with blocks.
    fn compound(&mut self, kind: StmtKind, id: StmtId) -> PyResult<(Node, Obj<List>)> {
        let (node, values): (Node, &[Value]) = match kind {
            StmtKind::FunctionDef { is_async, name, args, body, decorator_list, returns, type_params } => (
                if is_async { Node::AsyncFunctionDef } else { Node::FunctionDef },
                &[
                    self.symbol(name)?,
                    self.arguments(args)?,
                    self.block(body)?,
                    self.exprs(decorator_list)?,
                    self.optional(returns),
                    self.type_comment(Owner::Stmt(id))?,
                    self.type_params(type_params)?,
                ],
            ),
            StmtKind::ClassDef { name, bases, keywords, body, decorator_list, type_params } => (
                Node::ClassDef,
                &[
                    self.symbol(name)?,
                    self.exprs(bases)?,
                    self.keywords(keywords)?,
                    self.block(body)?,
                    self.exprs(decorator_list)?,
                    self.type_params(type_params)?,
                ],
            ),
            StmtKind::For { is_async, target, iter, body, orelse } => (
                if is_async { Node::AsyncFor } else { Node::For },
                &[
                    self.expr(target),
                    self.expr(iter),
                    self.stmts(body)?,
                    self.stmts(orelse)?,
                    self.type_comment(Owner::Stmt(id))?,
                ],
            ),
            StmtKind::While { test, body, orelse } => {
                (Node::While, &[self.expr(test), self.stmts(body)?, self.stmts(orelse)?])
            }
            StmtKind::If { test, body, orelse } => {
                (Node::If, &[self.expr(test), self.stmts(body)?, self.stmts(orelse)?])
            }
            StmtKind::With { is_async, items, body } => (
                if is_async { Node::AsyncWith } else { Node::With },
                &[self.list(items, Self::with_item)?, self.stmts(body)?, self.type_comment(Owner::Stmt(id))?],
            ),
            StmtKind::Match { subject, cases } => {
                (Node::Match, &[self.expr(subject), self.list(cases, Self::match_case)?])
            }
            StmtKind::Try { is_star, body, handlers, orelse, finalbody } => (
                if is_star { Node::TryStar } else { Node::Try },
                &[self.stmts(body)?, self.list(handlers, Self::handler)?, self.stmts(orelse)?, self.stmts(finalbody)?],
            ),
            _ => (Node::Pass, &[]),
        };
        Ok((node, self.vm.new_list_of(values)?))
    }

    fn aliases(&mut self, names: Items<Alias>) -> PyResult {
        self.list(names, |build, alias| {
            let (name, asname) = (build.symbol(alias.name)?, build.optional_symbol(alias.asname)?);
            build.placed(Node::Alias, &[name, asname], alias.range)
        })
    }

    fn with_item(&mut self, item: WithItem) -> PyResult {
        self.node(Node::WithItem, &[self.expr(item.context_expr), self.optional(item.optional_vars)])
    }

    fn match_case(&mut self, case: MatchCase) -> PyResult {
        let body = self.stmts(case.body)?;
        self.node(Node::MatchCase, &[self.pattern(case.pattern), self.optional(case.guard), body])
    }

    fn handler(&mut self, handler: ExceptHandler) -> PyResult {
        let (name, body) = (self.optional_symbol(handler.name)?, self.stmts(handler.body)?);
        self.placed(Node::ExceptHandler, &[self.optional(handler.typ), name, body], handler.range)
    }

    fn type_params(&mut self, params: Items<TypeParam>) -> PyResult {
        self.list(params, |build, param| {
            let name = build.symbol(param.name)?;
            let default = build.optional(param.default);
            match param.kind {
                TypeParamKind::TypeVar { bound } => {
                    build.placed(Node::TypeVar, &[name, build.optional(bound), default], param.range)
                }
                TypeParamKind::TypeVarTuple => build.placed(Node::TypeVarTuple, &[name, default], param.range),
                TypeParamKind::ParamSpec => build.placed(Node::ParamSpec, &[name, default], param.range),
            }
        })
    }
}
