//! Statements: definitions, declarations, and the scopes they open.

use super::build::Builder;
use super::{Node, ScopeId, ScopeKind, known};
use crate::ast::{
    Alias, Arg, ArgumentsId, Expr, ExprId, ExprKind, List, MatchCase, PatternId, PatternKind, Range, Stmt, StmtId,
    StmtKind, Symbol, TypeParam, TypeParamKind,
};
use crate::fault::Res;

impl Builder<'_, '_, '_> {
    /// Statements in a row.
    pub fn stmts(&mut self, list: List<StmtId>) -> Res {
        for at in 0..list.len() {
            let id = self.tree[list][at];
            self.stmt(id)?;
        }
        Ok(())
    }

    /// Expressions in a row.
    pub fn exprs(&mut self, list: List<ExprId>) -> Res {
        for at in 0..list.len() {
            let id = self.tree[list][at];
            self.expr(id)?;
        }
        Ok(())
    }

    fn maybe(&mut self, expr: Option<ExprId>) -> Res {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    /// Statements that run only under a condition.
    fn block(&mut self, list: List<StmtId>) -> Res {
        let before = std::mem::replace(&mut self.here().conditional_block, true);
        self.stmts(list)?;
        self.here().conditional_block = before;
        Ok(())
    }

    fn stmt(&mut self, id: StmtId) -> Res {
        let Stmt { kind, range } = self.tree[id];
        match kind {
            StmtKind::FunctionDef { .. } => self.function(id, kind, range),
            StmtKind::ClassDef { .. } => self.class(id, kind, range),
            StmtKind::TypeAlias { name, type_params, value } => self.alias(id, name, type_params, value, range),
            StmtKind::Return { value } => self.maybe(value),
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.expr(value)?;
                self.exprs(targets)
            }
            StmtKind::AugAssign { target, value, .. } => {
                if let ExprKind::Name { id, .. } = self.tree[target].kind {
                    let at = self.tree[target].range;
                    self.add(id, known::USE, at)?;
                }
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::AnnAssign { target, annotation, value, simple } => {
                self.annotated(target, annotation, value, simple, range)
            }
            StmtKind::For { is_async, target, iter, body, orelse } => {
                self.expr(iter)?;
                self.expr(target)?;
                self.block(body)?;
                if is_async {
                    self.suspends();
                }
                self.block(orelse)
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test)?;
                self.block(body)?;
                self.block(orelse)
            }
            StmtKind::If { .. } => self.chain(kind),
            StmtKind::With { is_async, items, body } => {
                if is_async {
                    self.suspends();
                }
                for at in 0..items.len() {
                    let item = self.tree[items][at];
                    self.expr(item.context_expr)?;
                    self.maybe(item.optional_vars)?;
                }
                self.block(body)
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                self.cases(cases)
            }
            StmtKind::Raise { exc, cause } => {
                self.maybe(exc)?;
                self.maybe(cause)
            }
            StmtKind::Try { .. } => self.try_stmt(kind),
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.maybe(msg)
            }
            StmtKind::Import { names } => self.aliases(names, false),
            StmtKind::ImportFrom { names, module, .. } => {
                if let Some(module) = module {
                    self.mangle(module)?;
                }
                self.aliases(names, true)
            }
            StmtKind::Global { names } => self.declare(names, known::GLOBAL, range),
            StmtKind::Nonlocal { names } => self.declare(names, known::NONLOCAL, range),
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
        }
    }

    /// `if` and its `elif`s.
    fn chain(&mut self, mut kind: StmtKind) -> Res {
        while let StmtKind::If { test, body, orelse } = kind {
            self.expr(test)?;
            self.block(body)?;
            let only = if orelse.len() == 1 { Some(self.tree[orelse][0]) } else { None };
            match only.map(|id| self.tree[id].kind) {
                Some(next @ StmtKind::If { .. }) => kind = next,
                _ => return self.block(orelse),
            }
        }
        Ok(())
    }

    fn try_stmt(&mut self, kind: StmtKind) -> Res {
        let StmtKind::Try { body, handlers, orelse, finalbody, .. } = kind else { return Ok(()) };
        self.block(body)?;
        for at in 0..handlers.len() {
            let handler = self.tree[handlers][at];
            self.maybe(handler.typ)?;
            if let Some(name) = handler.name {
                self.assignable(name, handler.range)?;
                self.add(name, known::LOCAL | known::DELETED, handler.range)?;
            }
            self.block(handler.body)?;
        }
        self.block(orelse)?;
        self.block(finalbody)
    }

    fn suspends(&mut self) {
        if self.here().kind.is_function_like() || self.options.top_level_await {
            self.here().coroutine = true;
        }
    }

    fn declare(&mut self, names: List<Symbol>, flag: u16, range: Range) -> Res {
        let global = flag == known::GLOBAL;
        for at in 0..names.len() {
            let name = self.tree[names][at];
            let bits = self.known(self.cur, name)?;
            if bits & (known::PARAM | known::LOCAL | known::USE | known::ANNOTATED) != 0 {
                let end = if global { " global declaration" } else { " nonlocal declaration" };
                let text = self.tree.str(name);
                let parts: [&str; 5] = if bits & known::PARAM != 0 {
                    ["name '", text, "' is parameter and ", if global { "global" } else { "nonlocal" }, ""]
                } else if bits & known::USE != 0 {
                    ["name '", text, "' is used prior to", end, ""]
                } else if bits & known::ANNOTATED != 0 {
                    ["annotated name '", text, "' can't be ", if global { "global" } else { "nonlocal" }, ""]
                } else {
                    ["name '", text, "' is assigned to before", end, ""]
                };
                return Err(crate::fault::syntax(self.meter, range, &parts));
            }
            self.add(name, flag, range)?;
        }
        Ok(())
    }

    fn aliases(&mut self, names: List<Alias>, from: bool) -> Res {
        for at in 0..names.len() {
            let alias = self.tree[names][at];
            let text = self.tree.str(alias.asname.unwrap_or(alias.name));
            if from && text == "*" {
                if self.here().kind != ScopeKind::Module {
                    return self.error(alias.range, &["import * only allowed at module level"]);
                }
                continue;
            }
            if !from && alias.asname.is_some() {
                self.intern_pieces(alias.name)?;
            }
            let text = self.tree.str(alias.asname.unwrap_or(alias.name));
            let head = if from || alias.asname.is_some() { text } else { text.split('.').next().unwrap_or(text) };
            let bound = if head.len() == text.len() {
                alias.asname.unwrap_or(alias.name)
            } else {
                let head = crate::fault::message(self.meter, &[head])?;
                self.tree.intern(self.meter.budget(), &head)?
            };
            self.mangle(alias.name)?;
            self.assignable(bound, alias.range)?;
            self.add(bound, known::LOCAL, alias.range)?;
        }
        Ok(())
    }

    /// Enters the pieces of a dotted name: the code generator asks for them one by one.
    fn intern_pieces(&mut self, name: Symbol) -> Res {
        let mut at = 0;
        loop {
            let text = self.tree.str(name);
            let Some(piece) = text.split('.').nth(at) else { return Ok(()) };
            let piece = crate::fault::message(self.meter, &[piece])?;
            self.tree.intern(self.meter.budget(), &piece)?;
            at += 1;
        }
    }

    fn annotated(
        &mut self,
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
        simple: bool,
        range: Range,
    ) -> Res {
        let Expr { kind, range: at } = self.tree[target];
        if let Some(value) = value {
            self.expr(value)?;
        }
        if let ExprKind::Name { id, .. } = kind {
            let bits = self.known(self.cur, id)?;
            if simple && bits & (known::GLOBAL | known::NONLOCAL) != 0 && self.cur != ScopeId::ROOT {
                let what = if bits & known::GLOBAL != 0 { "global" } else { "nonlocal" };
                let text = self.tree.str(id);
                let parts = ["annotated name '", text, "' can't be ", what];
                return Err(crate::fault::syntax(self.meter, range, &parts));
            }
            self.assignable(id, at)?;
            if simple {
                self.add(id, known::ANNOTATED | known::LOCAL, at)?;
            } else if value.is_some() {
                self.add(id, known::LOCAL, at)?;
            }
        } else {
            self.expr(target)?;
        }
        self.here().has_annotations = true;
        self.deferred_annotation(annotation)
    }

    /// An annotation of a variable: evaluated by the `__annotate__` of the module or class, never in functions.
    fn deferred_annotation(&mut self, annotation: ExprId) -> Res {
        let range = self.tree[annotation].range;
        let kind = self.here().kind;
        let class = kind == ScopeKind::Class;
        if self.options.future_annotations || kind.is_function_like() {
            let name = self.scopes.names.annotate;
            let back = self.enter(ScopeKind::Annotations, name, None)?;
            self.here().dead = true;
            self.see_class(class, range)?;
            self.expr(annotation)?;
            self.cur = back;
            return Ok(());
        }
        if kind == ScopeKind::Module || self.here().conditional_block {
            self.here().conditional_annotations = true;
            let name = self.scopes.names.conditional_annotations;
            self.add(name, known::USE, range)?;
        }
        let back = match self.here().annotations {
            Some(block) => std::mem::replace(&mut self.cur, block),
            None => {
                let name = self.scopes.names.annotate;
                let back = self.enter(ScopeKind::Annotations, name, None)?;
                self.scopes.scopes[back.index()].annotations = Some(self.cur);
                self.format_parameter(range)?;
                self.see_class(class, range)?;
                back
            }
        };
        if class && self.scopes[back].conditional_annotations {
            let name = self.scopes.names.conditional_annotations;
            self.add(name, known::USE, range)?;
        }
        if kind == ScopeKind::Module {
            let name = self.scopes.names.conditional_annotations;
            self.add(name, known::USE, range)?;
        }
        self.expr(annotation)?;
        self.cur = back;
        Ok(())
    }

    /// The parameter of the functions of PEP 649 and 695.
    fn format_parameter(&mut self, range: Range) -> Res {
        let format = self.scopes.names.dot_format;
        self.add(format, known::PARAM | known::USE, range)
    }

    fn alias(&mut self, id: StmtId, name: ExprId, type_params: List<TypeParam>, value: ExprId, range: Range) -> Res {
        self.expr(name)?;
        let ExprKind::Name { id: symbol, .. } = self.tree[name].kind else { return Ok(()) };
        let class = self.here().kind == ScopeKind::Class;
        let outer = self.cur;
        if !type_params.is_empty() {
            self.enter(ScopeKind::TypeParams, symbol, Some(Node::TypeParams(id)))?;
            self.see_class(class, range)?;
            self.type_params(id, type_params)?;
        }
        self.enter(ScopeKind::TypeAlias, symbol, Some(Node::TypeAlias(id)))?;
        self.format_parameter(range)?;
        self.see_class(class, range)?;
        self.expr(value)?;
        self.cur = outer;
        Ok(())
    }

    fn type_params(&mut self, stmt: StmtId, list: List<TypeParam>) -> Res {
        for at in 0..list.len() {
            let param = self.tree[list][at];
            self.assignable(param.name, param.range)?;
            if param.name == self.scopes.names.classdict {
                let text = "reserved name '__classdict__' cannot be used for type parameter";
                return self.error(param.range, &[text]);
            }
            self.add(param.name, known::TYPE_PARAM | known::LOCAL, param.range)?;
            let (what, bound) = match param.kind {
                TypeParamKind::TypeVar { bound } => ("a TypeVar default", bound),
                TypeParamKind::TypeVarTuple => ("a TypeVarTuple default", None),
                TypeParamKind::ParamSpec => ("a ParamSpec default", None),
            };
            if let Some(bound) = bound {
                let tuple = matches!(self.tree[bound].kind, ExprKind::Tuple { .. });
                let what = if tuple { "a TypeVar constraint" } else { "a TypeVar bound" };
                self.type_variable(Node::Bound(stmt, at), param.name, bound, what)?;
            }
            if let Some(default) = param.default {
                self.type_variable(Node::Default(stmt, at), param.name, default, what)?;
            }
        }
        Ok(())
    }

    fn type_variable(&mut self, node: Node, name: Symbol, value: ExprId, what: &'static str) -> Res {
        let range = self.tree[value].range;
        let sees = self.here().sees_class;
        let back = self.enter(ScopeKind::TypeVariable, name, Some(node))?;
        self.here().what = what;
        self.format_parameter(range)?;
        self.see_class(sees, range)?;
        self.expr(value)?;
        self.cur = back;
        Ok(())
    }

    fn function(&mut self, id: StmtId, kind: StmtKind, range: Range) -> Res {
        let StmtKind::FunctionDef { is_async, name, args, body, decorator_list, returns, type_params } = kind else {
            return Ok(());
        };
        self.exprs(decorator_list)?;
        self.assignable(name, range)?;
        self.defaults(args)?;
        self.add(name, known::LOCAL, range)?;
        let class = self.here().kind == ScopeKind::Class;
        let outer = self.cur;
        if !type_params.is_empty() {
            self.enter(ScopeKind::TypeParams, name, Some(Node::TypeParams(id)))?;
            self.see_class(class, range)?;
            let names = self.scopes.names;
            if !self.tree[args].defaults.is_empty() {
                self.add(names.dot_defaults, known::PARAM, range)?;
            }
            if self.has_keyword_defaults(args) {
                self.add(names.dot_kwdefaults, known::PARAM, range)?;
            }
            self.type_params(id, type_params)?;
        }
        self.parameter_annotations(args, returns, range)?;
        let kind = if is_async { ScopeKind::AsyncFunction } else { ScopeKind::Function };
        self.enter(kind, name, Some(Node::Body(id)))?;
        self.here().coroutine = is_async;
        self.parameters(args)?;
        self.stmts(body)?;
        self.cur = outer;
        Ok(())
    }

    /// Whether any keyword-only parameter has a default.
    fn has_keyword_defaults(&self, args: ArgumentsId) -> bool {
        let list = self.tree[args].kw_defaults;
        self.tree[list].iter().any(Option::is_some)
    }

    /// Defaults: evaluated outside the function.
    pub fn defaults(&mut self, args: ArgumentsId) -> Res {
        let arguments = self.tree[args];
        self.exprs(arguments.defaults)?;
        for at in 0..arguments.kw_defaults.len() {
            let default = self.tree[arguments.kw_defaults][at];
            self.maybe(default)?;
        }
        Ok(())
    }

    /// The parameters, in the order of their registers.
    pub fn parameters(&mut self, args: ArgumentsId) -> Res {
        let arguments = self.tree[args];
        for list in [arguments.posonlyargs, arguments.args, arguments.kwonlyargs] {
            for at in 0..list.len() {
                let arg = self.tree[list][at];
                self.parameter(arg)?;
            }
        }
        for arg in [arguments.vararg, arguments.kwarg].into_iter().flatten() {
            self.parameter(arg)?;
        }
        Ok(())
    }

    fn parameter(&mut self, arg: Arg) -> Res {
        self.assignable(arg.arg, arg.range)?;
        self.add(arg.arg, known::PARAM, arg.range)
    }

    fn parameter_annotations(&mut self, args: ArgumentsId, returns: Option<ExprId>, range: Range) -> Res {
        let sees = self.here().sees_class || self.here().kind == ScopeKind::Class;
        let name = self.scopes.names.annotate;
        let back = self.enter(ScopeKind::Annotations, name, Some(Node::Annotations(args)))?;
        self.here().dead |= self.options.future_annotations;
        self.format_parameter(range)?;
        self.see_class(sees, range)?;
        let arguments = self.tree[args];
        for list in [arguments.posonlyargs, arguments.args] {
            self.arg_annotations(list)?;
        }
        for arg in [arguments.vararg, arguments.kwarg].into_iter().flatten() {
            self.maybe(arg.annotation)?;
        }
        self.arg_annotations(arguments.kwonlyargs)?;
        self.maybe(returns)?;
        self.cur = back;
        Ok(())
    }

    fn arg_annotations(&mut self, list: List<Arg>) -> Res {
        for at in 0..list.len() {
            let annotation = self.tree[list][at].annotation;
            self.maybe(annotation)?;
        }
        Ok(())
    }

    fn class(&mut self, id: StmtId, kind: StmtKind, range: Range) -> Res {
        let StmtKind::ClassDef { name, bases, keywords, body, decorator_list, type_params } = kind else {
            return Ok(());
        };
        self.exprs(decorator_list)?;
        self.assignable(name, range)?;
        self.add(name, known::LOCAL, range)?;
        let class = self.here().kind == ScopeKind::Class;
        let outer = self.cur;
        let before = (self.private, self.only_mangle);
        let names = self.scopes.names;
        if !type_params.is_empty() {
            self.private = Some(name);
            self.only_mangle = Some(type_params);
            self.enter(ScopeKind::TypeParams, name, Some(Node::TypeParams(id)))?;
            self.see_class(class, range)?;
            self.add(names.dot_type_params, known::LOCAL | known::USE, range)?;
            self.add(names.dot_generic_base, known::LOCAL | known::USE, range)?;
            self.type_params(id, type_params)?;
        }
        self.exprs(bases)?;
        for at in 0..keywords.len() {
            let keyword = self.tree[keywords][at];
            if let Some(arg) = keyword.arg {
                self.assignable(arg, keyword.range)?;
            }
            self.expr(keyword.value)?;
        }
        self.private = Some(name);
        self.only_mangle = None;
        self.enter(ScopeKind::Class, name, Some(Node::Body(id)))?;
        if !type_params.is_empty() {
            self.add(names.type_params, known::LOCAL, range)?;
            self.add(names.dot_type_params, known::USE, range)?;
        }
        self.stmts(body)?;
        (self.private, self.only_mangle) = before;
        self.cur = outer;
        Ok(())
    }

    fn cases(&mut self, cases: List<MatchCase>) -> Res {
        for at in 0..cases.len() {
            let case = self.tree[cases][at];
            self.pattern(case.pattern)?;
            self.maybe(case.guard)?;
            self.block(case.body)?;
        }
        Ok(())
    }

    fn patterns(&mut self, list: List<PatternId>) -> Res {
        for at in 0..list.len() {
            let id = self.tree[list][at];
            self.pattern(id)?;
        }
        Ok(())
    }

    fn captures(&mut self, name: Option<Symbol>, range: Range) -> Res {
        let Some(name) = name else { return Ok(()) };
        self.assignable(name, range)?;
        self.add(name, known::LOCAL, range)
    }

    fn pattern(&mut self, id: PatternId) -> Res {
        let pattern = self.tree[id];
        match pattern.kind {
            PatternKind::MatchValue(value) => self.expr(value),
            PatternKind::MatchSingleton(_) => Ok(()),
            PatternKind::MatchSequence(list) | PatternKind::MatchOr(list) => self.patterns(list),
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.exprs(keys)?;
                self.patterns(patterns)?;
                self.captures(rest, pattern.range)
            }
            PatternKind::MatchClass { cls, patterns, kwd_patterns, kwd_attrs } => {
                for at in 0..kwd_attrs.len() {
                    let name = self.tree[kwd_attrs][at];
                    let value = self.tree[kwd_patterns][at];
                    let range = self.tree[value].range;
                    self.assignable(name, range)?;
                }
                self.expr(cls)?;
                self.patterns(patterns)?;
                self.patterns(kwd_patterns)
            }
            PatternKind::MatchStar(name) => self.captures(name, pattern.range),
            PatternKind::MatchAs { pattern: inner, name } => {
                if let Some(inner) = inner {
                    self.pattern(inner)?;
                }
                self.captures(name, pattern.range)
            }
        }
    }
}
