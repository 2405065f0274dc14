//! Expressions: names, the scopes of lambdas and comprehensions, and what may not stand where.

use super::build::Builder;
use super::{Node, ScopeId, ScopeKind, known};
use crate::ast::{Comprehension, Context, Expr, ExprId, ExprKind, List, Range, Symbol};
use crate::fault::Res;

impl Builder<'_, '_, '_> {
    /// An expression.
    pub fn expr(&mut self, id: ExprId) -> Res {
        let Expr { kind, range } = self.tree[id];
        match kind {
            ExprKind::Name { id, ctx } => self.name(id, ctx, range),
            ExprKind::Constant(_) => Ok(()),
            ExprKind::Attribute { value, attr, ctx } => {
                self.expr(value)?;
                self.mangle(attr)?;
                self.target(attr, ctx, range)
            }
            ExprKind::Call { func, args, keywords } => {
                self.expr(func)?;
                self.exprs(args)?;
                for at in 0..keywords.len() {
                    let keyword = self.tree[keywords][at];
                    if let Some(arg) = keyword.arg {
                        self.assignable(arg, keyword.range)?;
                    }
                    self.expr(keyword.value)?;
                }
                Ok(())
            }
            ExprKind::BinOp { left, right, .. } => {
                self.expr(left)?;
                self.expr(right)
            }
            ExprKind::UnaryOp { operand: value, .. } | ExprKind::Starred { value, .. } => self.expr(value),
            ExprKind::BoolOp { values: list, .. }
            | ExprKind::Set { elts: list }
            | ExprKind::List { elts: list, .. }
            | ExprKind::Tuple { elts: list, .. }
            | ExprKind::JoinedStr { values: list }
            | ExprKind::TemplateStr { values: list } => self.exprs(list),
            ExprKind::Compare { left, comparators, .. } => {
                self.expr(left)?;
                self.exprs(comparators)
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value)?;
                self.expr(slice)
            }
            ExprKind::Slice { lower, upper, step } => {
                [lower, upper, step].into_iter().flatten().try_for_each(|part| self.expr(part))
            }
            ExprKind::IfExp { test, body, orelse } => {
                self.expr(test)?;
                self.expr(body)?;
                self.expr(orelse)
            }
            ExprKind::Dict { keys, values } => {
                for at in 0..values.len() {
                    if let Some(Some(key)) = self.tree[keys].get(at).copied() {
                        self.expr(key)?;
                    }
                    let value = self.tree[values][at];
                    self.expr(value)?;
                }
                Ok(())
            }
            ExprKind::FormattedValue { value, format_spec, .. }
            | ExprKind::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                format_spec.map_or(Ok(()), |spec| self.expr(spec))
            }
            ExprKind::NamedExpr { target, value } => self.walrus(target, value, range),
            ExprKind::Lambda { args, body } => {
                self.defaults(args)?;
                let name = self.scopes.names.lambda;
                let back = self.enter(ScopeKind::Lambda, name, Some(Node::Expr(id)))?;
                self.parameters(args)?;
                self.expr(body)?;
                self.cur = back;
                Ok(())
            }
            ExprKind::ListComp { elt, generators } => {
                self.comprehension(id, ScopeKind::ListComp, elt, None, generators)
            }
            ExprKind::SetComp { elt, generators } => self.comprehension(id, ScopeKind::SetComp, elt, None, generators),
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(id, ScopeKind::DictComp, key, Some(value), generators)
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(id, ScopeKind::GeneratorExp, elt, None, generators)
            }
            ExprKind::Yield { value } => {
                self.forbid_in_annotations("yield expression", range)?;
                if let Some(value) = value {
                    self.expr(value)?;
                }
                self.yields(range)
            }
            ExprKind::YieldFrom { value } => {
                self.forbid_in_annotations("yield expression", range)?;
                self.expr(value)?;
                self.yields(range)
            }
            ExprKind::Await { value } => self.await_expr(value, range),
        }
    }

    fn name(&mut self, id: Symbol, ctx: Context, range: Range) -> Res {
        self.target(id, ctx, range)?;
        let flags = match ctx {
            Context::Load => known::USE,
            Context::Store => known::LOCAL,
            Context::Del => known::LOCAL | known::DELETED,
        };
        self.add(id, flags, range)?;
        let names = self.scopes.names;
        if ctx == Context::Load && id == names.super_ && self.here().kind.is_function_like() {
            self.add(names.class, known::USE, range)?;
        }
        Ok(())
    }

    /// Refuses `__debug__` where something is assigned or deleted.
    fn target(&mut self, name: Symbol, ctx: Context, range: Range) -> Res {
        match ctx {
            Context::Load => Ok(()),
            Context::Store => self.assignable(name, range),
            Context::Del if name == self.scopes.names.debug => self.error(range, &["cannot delete __debug__"]),
            Context::Del => Ok(()),
        }
    }

    fn walrus(&mut self, target: ExprId, value: ExprId, range: Range) -> Res {
        self.forbid_in_annotations("named expression", range)?;
        if self.here().in_iterable > 0 {
            return self.error(range, &["assignment expression cannot be used in a comprehension iterable expression"]);
        }
        let Expr { kind: ExprKind::Name { id, .. }, range: at } = self.tree[target] else { return self.expr(value) };
        self.assignable(id, at)?;
        if self.here().kind.is_comprehension() {
            self.extend_walrus(id, at)?;
        }
        self.expr(value)?;
        self.add(id, known::LOCAL | known::WALRUS, at)
    }

    /// A walrus in a comprehension binds in the scope around the comprehensions.
    fn extend_walrus(&mut self, name: Symbol, range: Range) -> Res {
        let mut at = self.cur;
        loop {
            let kind = self.scopes[at].kind;
            match kind {
                _ if kind.is_comprehension() => {
                    let bits = self.known(at, name)?;
                    if bits & known::ITERATION != 0 && bits & (known::LOCAL | known::GLOBAL) != 0 {
                        let before = "assignment expression cannot rebind comprehension iteration variable '";
                        return self.name_error(range, before, name, "'");
                    }
                    at = self.scopes[at].parent;
                }
                ScopeKind::Function | ScopeKind::AsyncFunction | ScopeKind::Lambda => {
                    let global = self.known(at, name)? & known::GLOBAL != 0;
                    self.add(name, if global { known::GLOBAL } else { known::NONLOCAL }, range)?;
                    return self.add_to(at, name, known::LOCAL | known::WALRUS, range);
                }
                ScopeKind::Module => {
                    self.add(name, known::GLOBAL, range)?;
                    return self.add_to(ScopeId::ROOT, name, known::GLOBAL, range);
                }
                _ => {
                    let place = match kind {
                        ScopeKind::Class => "a class body",
                        ScopeKind::TypeVariable => "a TypeVar bound",
                        ScopeKind::TypeAlias => "a type alias",
                        ScopeKind::TypeParams => "the definition of a generic",
                        _ => "an annotation",
                    };
                    let before = if kind == ScopeKind::TypeParams {
                        "assignment expression within a comprehension cannot be used within "
                    } else {
                        "assignment expression within a comprehension cannot be used in "
                    };
                    return self.error(range, &[before, place]);
                }
            }
        }
    }

    fn comprehension(
        &mut self,
        id: ExprId,
        kind: ScopeKind,
        elt: ExprId,
        value: Option<ExprId>,
        generators: List<Comprehension>,
    ) -> Res {
        let Some(&outermost) = self.tree[generators].first() else { return Ok(()) };
        self.here().in_iterable += 1;
        self.expr(outermost.iter)?;
        self.here().in_iterable -= 1;
        let names = self.scopes.names;
        let name = match kind {
            ScopeKind::ListComp => names.listcomp,
            ScopeKind::SetComp => names.setcomp,
            ScopeKind::DictComp => names.dictcomp,
            _ => names.genexpr,
        };
        let back = self.enter(kind, name, Some(Node::Expr(id)))?;
        let range = self.tree[outermost.iter].range;
        self.add(names.dot_zero, known::PARAM, range)?;
        for at in 0..generators.len() {
            let clause = self.tree[generators][at];
            self.here().in_iteration_target = true;
            self.expr(clause.target)?;
            self.here().in_iteration_target = false;
            if at > 0 {
                self.here().in_iterable += 1;
                self.expr(clause.iter)?;
                self.here().in_iterable -= 1;
            }
            self.exprs(clause.ifs)?;
            if clause.is_async {
                self.here().coroutine = true;
            }
        }
        // CPython looks at the value of a dict comprehension first.
        if let Some(value) = value {
            self.expr(value)?;
        }
        self.expr(elt)?;
        let generator = kind == ScopeKind::GeneratorExp;
        self.here().generator = generator;
        let suspends = self.here().coroutine && !generator;
        self.cur = back;
        if suspends {
            self.here().coroutine = true;
        }
        Ok(())
    }

    fn yields(&mut self, range: Range) -> Res {
        self.here().generator = true;
        let place = match self.here().kind {
            ScopeKind::ListComp => "list comprehension",
            ScopeKind::SetComp => "set comprehension",
            ScopeKind::DictComp => "dict comprehension",
            ScopeKind::GeneratorExp => "generator expression",
            _ => return Ok(()),
        };
        self.error(range, &["'yield' inside ", place])
    }

    fn await_expr(&mut self, value: ExprId, range: Range) -> Res {
        self.forbid_in_annotations("await expression", range)?;
        if !self.options.top_level_await {
            let kind = self.here().kind;
            if !kind.is_function_like() {
                return self.error(range, &["'await' outside function"]);
            }
            if kind != ScopeKind::AsyncFunction && !kind.is_comprehension() {
                return self.error(range, &["'await' outside async function"]);
            }
        }
        self.expr(value)?;
        self.here().coroutine = true;
        Ok(())
    }

    fn forbid_in_annotations(&mut self, what: &str, range: Range) -> Res {
        let scope = *self.here();
        let place = match scope.kind {
            ScopeKind::Annotations => "an annotation",
            ScopeKind::TypeVariable => scope.what,
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeParams => "the definition of a generic",
            _ => return Ok(()),
        };
        self.error(range, &[what, " cannot be used within ", place])
    }
}
