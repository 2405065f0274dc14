//! Statements.

use pitviper_compiler::ast::{
    Alias, Context, ExceptHandler, ExprId, ExprKind, List as Items, MatchCase, Owner, StmtId, StmtKind, Symbol,
    WithItem,
};
use pitviper_object::Value;

use super::{Read, Source};
use crate::core::error::{Exc, PyResult};
use crate::modules::ast::grammar::{Group, Node};

impl Read<'_> {
    pub(super) fn read_stmt(&mut self, object: &Value) -> PyResult<StmtId> {
        self.enter()?;
        let node = self.member(object, Group::Stmt)?;
        let source = Source { object, node };
        let range = self.range(source)?;
        let kind = match node {
            Node::FunctionDef
            | Node::AsyncFunctionDef
            | Node::ClassDef
            | Node::For
            | Node::AsyncFor
            | Node::While
            | Node::If
            | Node::With
            | Node::AsyncWith
            | Node::Match
            | Node::Try
            | Node::TryStar => self.compound(source)?,
            Node::Assign | Node::TypeAlias | Node::AugAssign | Node::AnnAssign => self.assignment(source)?,
            _ => self.plain(source)?,
        };
        let comment = match node {
            Node::FunctionDef | Node::AsyncFunctionDef => self.check_string(source, 5)?,
            Node::For | Node::AsyncFor => self.check_string(source, 4)?,
            Node::Assign | Node::With | Node::AsyncWith => self.check_string(source, 2)?,
            _ => None,
        };
        self.leave();
        let id = self.add(|tree, budget| tree.add_stmt(budget, kind, range))?;
        self.type_comment(Owner::Stmt(id), comment)?;
        Ok(id)
    }

    fn plain(&mut self, source: Source<'_>) -> PyResult<StmtKind> {
        Ok(match source.node {
            Node::Return => StmtKind::Return { value: self.optional(source, 0)? },
            Node::Delete => {
                let targets = self.exprs(source, 0, Context::Del)?;
                StmtKind::Delete { targets: self.some(source, targets, "targets")? }
            }
            Node::Raise => {
                let (exc, cause) = (self.optional(source, 0)?, self.optional(source, 1)?);
                if exc.is_none() && cause.is_some() {
                    return Err(self.value_error(format_args!("Raise with cause but no exception")));
                }
                StmtKind::Raise { exc, cause }
            }
            Node::Assert => {
                StmtKind::Assert { test: self.expr(source, 0, Context::Load)?, msg: self.optional(source, 1)? }
            }
            Node::Import => StmtKind::Import { names: self.aliases(source, 0)? },
            Node::ImportFrom => self.import_from(source)?,
            Node::Global => StmtKind::Global { names: self.names(source)? },
            Node::Nonlocal => StmtKind::Nonlocal { names: self.names(source)? },
            Node::Expr => StmtKind::Expr { value: self.expr(source, 0, Context::Load)? },
            Node::Break => StmtKind::Break,
            Node::Continue => StmtKind::Continue,
            _ => StmtKind::Pass,
        })
    }

    fn import_from(&mut self, source: Source<'_>) -> PyResult<StmtKind> {
        let module = self.optional_symbol(source, 0)?;
        let names = self.aliases(source, 1)?;
        let level = match self.field(source, 2)? {
            Some(level) => self.number(&level)?,
            None => 0,
        };
        match u32::try_from(level) {
            Ok(level) => Ok(StmtKind::ImportFrom { module, names, level }),
            Err(_) => Err(self.value_error(format_args!("Negative ImportFrom level"))),
        }
    }

    fn aliases(&mut self, source: Source<'_>, index: usize) -> PyResult<Items<Alias>> {
        let names = self.list(source, index, |read, object| {
            let source = Source { object, node: Node::Alias };
            let name = read.bound(source, 0)?;
            let asname = read.optional_bound(source, 1)?;
            Ok(Alias { name, asname, range: read.range(source)? })
        })?;
        self.some(source, names, "names")
    }

    fn names(&mut self, source: Source<'_>) -> PyResult<Items<Symbol>> {
        let names = self.list(source, 0, Self::read_symbol)?;
        self.some(source, names, "names")
    }

    fn assignment(&mut self, source: Source<'_>) -> PyResult<StmtKind> {
        Ok(match source.node {
            Node::Assign => {
                let targets = self.exprs(source, 0, Context::Store)?;
                let targets = self.some(source, targets, "targets")?;
                StmtKind::Assign { targets, value: self.expr(source, 1, Context::Load)? }
            }
            Node::TypeAlias => {
                let name = self.required(source, 0)?;
                if self.classes.node_of(self.vm, &name) != Some(Node::Name) {
                    return Err(self.vm.type_error(format_args!("TypeAlias with non-Name name")));
                }
                StmtKind::TypeAlias {
                    name: self.read_expr(&name, Context::Store)?,
                    type_params: self.type_params(source, 1)?,
                    value: self.expr(source, 2, Context::Load)?,
                }
            }
            Node::AugAssign => {
                let target = self.expr(source, 0, Context::Store)?;
                self.check_place(target, "augmented")?;
                let op = self.simple(source, 1)?;
                StmtKind::AugAssign { target, op, value: self.expr(source, 2, Context::Load)? }
            }
            _ => {
                let simple = self.integer(source, 3)? != 0;
                let target = self.required(source, 0)?;
                if simple && self.classes.node_of(self.vm, &target) != Some(Node::Name) {
                    let message = format_args!("AnnAssign with simple non-Name target");
                    return Err(self.vm.type_error(message));
                }
                let target = self.read_expr(&target, Context::Store)?;
                self.check_place(target, "annotated")?;
                let annotation = self.expr(source, 1, Context::Load)?;
                StmtKind::AnnAssign { target, annotation, value: self.optional(source, 2)?, simple }
            }
        })
    }

    /// Refuses targets that are not a single place. What gets here otherwise is starred, a list or a tuple.
    fn check_place(&mut self, target: ExprId, what: &str) -> PyResult<()> {
        let node = match self.tree[target].kind {
            ExprKind::Starred { .. } => Node::Starred,
            ExprKind::List { .. } => Node::List,
            ExprKind::Tuple { .. } => Node::Tuple,
            _ => return Ok(()),
        };
        let number = node as u8 - Node::BoolOp as u8 + 1;
        let message = format_args!("invalid node type ({number}) for {what} assignment");
        Err(self.vm.raise(Exc::SystemError, message))
    }

    fn compound(&mut self, source: Source<'_>) -> PyResult<StmtKind> {
        let node = source.node;
        Ok(match node {
            Node::FunctionDef | Node::AsyncFunctionDef => StmtKind::FunctionDef {
                is_async: node == Node::AsyncFunctionDef,
                name: self.bound(source, 0)?,
                args: self.arguments(source, 1)?,
                body: self.body(source, 2)?,
                decorator_list: self.exprs(source, 3, Context::Load)?,
                returns: self.optional(source, 4)?,
                type_params: self.type_params(source, 6)?,
            },
            Node::ClassDef => StmtKind::ClassDef {
                name: self.bound(source, 0)?,
                bases: self.exprs(source, 1, Context::Load)?,
                keywords: self.keywords(source, 2)?,
                body: self.body(source, 3)?,
                decorator_list: self.exprs(source, 4, Context::Load)?,
                type_params: self.type_params(source, 5)?,
            },
            Node::For | Node::AsyncFor => StmtKind::For {
                is_async: node == Node::AsyncFor,
                target: self.expr(source, 0, Context::Store)?,
                iter: self.expr(source, 1, Context::Load)?,
                body: self.body(source, 2)?,
                orelse: self.stmts(source, 3)?,
            },
            Node::While => StmtKind::While {
                test: self.expr(source, 0, Context::Load)?,
                body: self.body(source, 1)?,
                orelse: self.stmts(source, 2)?,
            },
            Node::If => StmtKind::If {
                test: self.expr(source, 0, Context::Load)?,
                body: self.body(source, 1)?,
                orelse: self.stmts(source, 2)?,
            },
            Node::With | Node::AsyncWith => {
                let items = self.list(source, 0, Self::with_item)?;
                let items = self.some(source, items, "items")?;
                StmtKind::With { is_async: node == Node::AsyncWith, items, body: self.body(source, 1)? }
            }
            Node::Match => {
                let subject = self.expr(source, 0, Context::Load)?;
                let cases = self.list(source, 1, Self::match_case)?;
                StmtKind::Match { subject, cases: self.some(source, cases, "cases")? }
            }
            _ => self.try_statement(source)?,
        })
    }

    fn with_item(&mut self, object: &Value) -> PyResult<WithItem> {
        let source = Source { object, node: Node::WithItem };
        let context_expr = self.expr(source, 0, Context::Load)?;
        let optional_vars = match self.field(source, 1)? {
            Some(target) => Some(self.read_expr(&target, Context::Store)?),
            None => None,
        };
        Ok(WithItem { context_expr, optional_vars })
    }

    fn match_case(&mut self, object: &Value) -> PyResult<MatchCase> {
        let source = Source { object, node: Node::MatchCase };
        let pattern = self.required(source, 0)?;
        let pattern = self.read_pattern(&pattern, false)?;
        Ok(MatchCase { pattern, guard: self.optional(source, 1)?, body: self.body(source, 2)? })
    }

    fn try_statement(&mut self, source: Source<'_>) -> PyResult<StmtKind> {
        let kind = source.node.name();
        let body = self.body(source, 0)?;
        let handlers = self.list(source, 1, Self::handler)?;
        let orelse = self.stmts(source, 2)?;
        let finalbody = self.stmts(source, 3)?;
        if handlers.is_empty() && finalbody.is_empty() {
            return Err(self.value_error(format_args!("{kind} has neither except handlers nor finalbody")));
        }
        if handlers.is_empty() && !orelse.is_empty() {
            return Err(self.value_error(format_args!("{kind} has orelse but no except handlers")));
        }
        Ok(StmtKind::Try { is_star: source.node == Node::TryStar, body, handlers, orelse, finalbody })
    }

    fn handler(&mut self, object: &Value) -> PyResult<ExceptHandler> {
        let node = self.member(object, Group::Handler)?;
        let source = Source { object, node };
        let range = self.range(source)?;
        let typ = self.optional(source, 0)?;
        let name = self.optional_bound(source, 1)?;
        Ok(ExceptHandler { typ, name, body: self.body(source, 2)?, range })
    }
}
