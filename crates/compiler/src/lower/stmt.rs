//! Statements.

use ruff_python_ast as ruff;
use ruff_text_size::Ranged;

use super::expr::operator;
use super::{Halt, Lower, end, start};
use crate::ast::*;

impl<'t> Lower<'_, 't> {
    pub(super) fn body(&mut self, body: &'t [ruff::Stmt]) -> Result<List<StmtId>, Halt> {
        self.list(body, Self::stmt)
    }

    fn stmt(&mut self, stmt: &'t ruff::Stmt) -> Result<StmtId, Halt> {
        self.enter();
        let id = match stmt {
            ruff::Stmt::If(node) => self.if_chain(node)?,
            ruff::Stmt::FunctionDef(node) => self.function(node)?,
            ruff::Stmt::ClassDef(node) => self.class(node)?,
            _ => {
                let kind = self.kind(stmt)?;
                let range = if is_compound(stmt) {
                    self.compound_range(start(stmt), end(stmt))
                } else {
                    self.range(stmt.range())
                };
                self.add_stmt(kind, range)?
            }
        };
        self.leave();
        Ok(id)
    }

    fn add_stmt(&mut self, kind: StmtKind, range: Range) -> Result<StmtId, Halt> {
        Ok(self.tree.add_stmt(self.budget, kind, range)?)
    }

    fn kind(&mut self, stmt: &'t ruff::Stmt) -> Result<StmtKind, Halt> {
        Ok(match stmt {
            ruff::Stmt::Expr(node) => StmtKind::Expr { value: self.expr(&node.value)? },
            ruff::Stmt::Assign(node) => {
                StmtKind::Assign { targets: self.exprs(&node.targets)?, value: self.expr(&node.value)? }
            }
            ruff::Stmt::AugAssign(node) => StmtKind::AugAssign {
                target: self.expr(&node.target)?,
                op: operator(node.op),
                value: self.expr(&node.value)?,
            },
            ruff::Stmt::AnnAssign(node) => StmtKind::AnnAssign {
                target: self.expr(&node.target)?,
                annotation: self.expr(&node.annotation)?,
                value: self.optional(node.value.as_deref())?,
                simple: node.simple,
            },
            ruff::Stmt::Return(node) => StmtKind::Return { value: self.optional(node.value.as_deref())? },
            ruff::Stmt::Delete(node) => StmtKind::Delete { targets: self.exprs(&node.targets)? },
            ruff::Stmt::Raise(node) => StmtKind::Raise {
                exc: self.optional(node.exc.as_deref().filter(|exc| !is_missing(exc)))?,
                cause: self.optional(node.cause.as_deref())?,
            },
            ruff::Stmt::Assert(node) => {
                StmtKind::Assert { test: self.expr(&node.test)?, msg: self.optional(node.msg.as_deref())? }
            }
            ruff::Stmt::Import(node) => StmtKind::Import { names: self.aliases(&node.names)? },
            ruff::Stmt::ImportFrom(node) => StmtKind::ImportFrom {
                module: self.optional_symbol(node.module.as_ref())?,
                names: self.aliases(&node.names)?,
                level: node.level,
            },
            ruff::Stmt::Global(node) => StmtKind::Global { names: self.symbols(&node.names)? },
            ruff::Stmt::Nonlocal(node) => StmtKind::Nonlocal { names: self.symbols(&node.names)? },
            ruff::Stmt::TypeAlias(node) => StmtKind::TypeAlias {
                name: self.expr(&node.name)?,
                type_params: self.type_params(node.type_params.as_deref())?,
                value: self.expr(&node.value)?,
            },
            ruff::Stmt::Break(_) => StmtKind::Break,
            ruff::Stmt::Continue(_) => StmtKind::Continue,
            ruff::Stmt::Pass(_) | ruff::Stmt::IpyEscapeCommand(_) => StmtKind::Pass,
            _ => return self.compound_kind(stmt),
        })
    }

    fn compound_kind(&mut self, stmt: &'t ruff::Stmt) -> Result<StmtKind, Halt> {
        Ok(match stmt {
            ruff::Stmt::For(node) => StmtKind::For {
                is_async: node.is_async,
                target: self.expr(&node.target)?,
                iter: self.expr(&node.iter)?,
                body: self.body(&node.body)?,
                orelse: self.body(&node.orelse)?,
            },
            ruff::Stmt::While(node) => StmtKind::While {
                test: self.expr(&node.test)?,
                body: self.body(&node.body)?,
                orelse: self.body(&node.orelse)?,
            },
            ruff::Stmt::With(node) => StmtKind::With {
                is_async: node.is_async,
                items: self.list(&node.items, |lower, item| {
                    let context_expr = lower.expr(&item.context_expr)?;
                    Ok(WithItem { context_expr, optional_vars: lower.optional(item.optional_vars.as_deref())? })
                })?,
                body: self.body(&node.body)?,
            },
            ruff::Stmt::Match(node) => StmtKind::Match {
                subject: self.expr(&node.subject)?,
                cases: self.list(&node.cases, |lower, case| {
                    let pattern = lower.pattern(&case.pattern)?;
                    let guard = lower.optional(case.guard.as_deref())?;
                    Ok(MatchCase { pattern, guard, body: lower.body(&case.body)? })
                })?,
            },
            ruff::Stmt::Try(node) => StmtKind::Try {
                is_star: node.is_star,
                body: self.body(&node.body)?,
                handlers: self.list(&node.handlers, |lower, handler| {
                    let ruff::ExceptHandler::ExceptHandler(handler) = handler;
                    let typ = lower.optional(handler.type_.as_deref())?;
                    let name = lower.optional_symbol(handler.name.as_ref())?;
                    let body = lower.body(&handler.body)?;
                    let range = lower.compound_range(start(handler), end(handler));
                    Ok(ExceptHandler { typ, name, body, range })
                })?,
                orelse: self.body(&node.orelse)?,
                finalbody: self.body(&node.finalbody)?,
            },
            _ => StmtKind::Pass,
        })
    }

    /// An `if` with its `elif`s, which nest: made from the last one outwards, though read from the first.
    fn if_chain(&mut self, node: &'t ruff::StmtIf) -> Result<StmtId, Halt> {
        let test = self.expr(&node.test)?;
        let body = self.body(&node.body)?;
        let mut orelse = List::EMPTY;
        for clause in node.elif_else_clauses.iter().rev() {
            let clause_body = self.body(&clause.body)?;
            orelse = match &clause.test {
                None => clause_body,
                Some(test) => {
                    let kind = StmtKind::If { test: self.expr(test)?, body: clause_body, orelse };
                    let range = self.compound_range(start(clause), end(node));
                    let id = self.add_stmt(kind, range)?;
                    self.tree.add_list(self.budget, &[id])?
                }
            };
        }
        let range = self.compound_range(start(node), end(node));
        self.add_stmt(StmtKind::If { test, body, orelse }, range)
    }

    /// Where the keyword of a definition is: behind its decorators.
    fn definition_start(&self, first: u32, decorators: &[ruff::Decorator]) -> u32 {
        match decorators.last() {
            None => first,
            Some(last) => {
                // A decorator's range leaves out the parentheses around its expression's end.
                let mut at = self.skip_trivia(end(last) as usize);
                while self.source.text.as_bytes().get(at) == Some(&b')') {
                    at = self.skip_trivia(at + 1);
                }
                at as u32
            }
        }
    }

    fn decorators(&mut self, decorators: &'t [ruff::Decorator]) -> Result<List<ExprId>, Halt> {
        self.list(decorators, |lower, decorator| lower.expr(&decorator.expression))
    }

    fn function(&mut self, node: &'t ruff::StmtFunctionDef) -> Result<StmtId, Halt> {
        let decorator_list = self.decorators(&node.decorator_list)?;
        let name = self.symbol(node.name.as_str())?;
        let type_params = self.type_params(node.type_params.as_deref())?;
        let args = self.parameters(Some(&node.parameters))?;
        let returns = self.optional(node.returns.as_deref())?;
        let body = self.body(&node.body)?;
        let first = self.definition_start(start(node), &node.decorator_list);
        let range = self.compound_range(first, end(node));
        let is_async = node.is_async;
        self.add_stmt(StmtKind::FunctionDef { is_async, name, args, body, decorator_list, returns, type_params }, range)
    }

    fn class(&mut self, node: &'t ruff::StmtClassDef) -> Result<StmtId, Halt> {
        let decorator_list = self.decorators(&node.decorator_list)?;
        let name = self.symbol(node.name.as_str())?;
        let type_params = self.type_params(node.type_params.as_deref())?;
        let (bases, keywords) = match node.arguments.as_deref() {
            None => (List::EMPTY, List::EMPTY),
            Some(arguments) => (self.exprs(&arguments.args)?, self.keywords(&arguments.keywords)?),
        };
        let body = self.body(&node.body)?;
        let first = self.definition_start(start(node), &node.decorator_list);
        let range = self.compound_range(first, end(node));
        self.add_stmt(StmtKind::ClassDef { name, bases, keywords, body, decorator_list, type_params }, range)
    }

    fn aliases(&mut self, names: &'t [ruff::Alias]) -> Result<List<Alias>, Halt> {
        self.list(names, |lower, alias| {
            let name = lower.symbol(alias.name.as_str())?;
            let asname = lower.optional_symbol(alias.asname.as_ref())?;
            Ok(Alias { name, asname, range: lower.range(alias.range) })
        })
    }

    fn symbols(&mut self, names: &'t [ruff::Identifier]) -> Result<List<Symbol>, Halt> {
        self.list(names, |lower, name| lower.symbol(name.as_str()))
    }
}

/// Whether a statement holds a block; `if`, functions and classes are seen to elsewhere.
fn is_compound(stmt: &ruff::Stmt) -> bool {
    matches!(
        stmt,
        ruff::Stmt::For(_) | ruff::Stmt::While(_) | ruff::Stmt::With(_) | ruff::Stmt::Match(_) | ruff::Stmt::Try(_)
    )
}

/// Whether an expression stands for one that ruff has missed.
fn is_missing(expr: &ruff::Expr) -> bool {
    matches!(expr, ruff::Expr::Name(name) if name.id.is_empty())
}
