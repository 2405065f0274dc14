//! Statements: the dispatch, bodies of modules, and the simple ones.

use super::Gen;
use super::blocks::BlockKind;
use super::unit::{IMPLIED, Unit, Val};
use crate::ast::{Constant, Expr, ExprId, ExprKind, List, Range, Stmt, StmtId, StmtKind};
use crate::code::{Const, flags};
use crate::fault::Res;
use crate::opcode::{Intrinsic, Op};
use crate::scope::ScopeKind;

impl Gen<'_, '_, '_> {
    /// Statements in a row.
    pub fn stmts(&mut self, list: List<StmtId>) -> Res {
        for at in 0..list.len() {
            let id = self.tree[list][at];
            self.stmt(id)?;
        }
        Ok(())
    }

    /// One statement.
    pub fn stmt(&mut self, id: StmtId) -> Res {
        self.check_stack()?;
        let Stmt { kind, range } = self.tree[id];
        let mark = self.unit.next_temp;
        self.at(range);
        match kind {
            StmtKind::FunctionDef { .. } => self.function_def(id, kind, range)?,
            StmtKind::ClassDef { .. } => self.class_def(id, kind, range)?,
            StmtKind::TypeAlias { .. } => self.type_alias(id, kind, range)?,
            StmtKind::Return { value } => self.return_stmt(value, range)?,
            StmtKind::Delete { targets } => {
                for at in 0..targets.len() {
                    let target = self.tree[targets][at];
                    self.delete(target)?;
                }
            }
            StmtKind::Assign { targets, value } => self.assign(targets, value)?,
            StmtKind::AugAssign { target, op, value } => self.augmented(target, op, value, range)?,
            StmtKind::AnnAssign { .. } => self.annotated(id, kind, range)?,
            StmtKind::For { .. } => self.for_stmt(kind, range)?,
            StmtKind::While { test, body, orelse } => self.while_stmt(test, body, orelse, range)?,
            StmtKind::If { .. } => self.if_stmt(kind)?,
            StmtKind::With { is_async, items, body } => self.with_stmt(is_async, items, body, range)?,
            StmtKind::Match { subject, cases } => self.match_stmt(subject, cases)?,
            StmtKind::Raise { exc, cause } => self.raise_stmt(exc, cause, range)?,
            StmtKind::Try { .. } => self.try_stmt(kind, range)?,
            StmtKind::Assert { test, msg } => self.assert_stmt(test, msg, range)?,
            StmtKind::Import { names } => self.import(names, range)?,
            StmtKind::ImportFrom { module, names, level } => self.import_from(module, names, level, range)?,
            StmtKind::Global { .. } | StmtKind::Nonlocal { .. } => {}
            StmtKind::Pass => self.silent(range)?,
            StmtKind::Expr { value } => self.expr_stmt(value, range)?,
            StmtKind::Break => {
                self.warn_leaving_finally(range, "break")?;
                self.silent(range)?;
                self.leave_loop(true, range)?;
            }
            StmtKind::Continue => {
                self.warn_leaving_finally(range, "continue")?;
                self.silent(range)?;
                self.leave_loop(false, range)?;
            }
        }
        self.unit.next_temp = mark;
        Ok(())
    }

    fn expr_stmt(&mut self, value: ExprId, range: Range) -> Res {
        if self.is_interactive() && self.outer.is_empty() {
            let register = self.expr_temp(value)?.reg;
            self.at(range);
            self.emit(Op::CallIntrinsic, register, register, 0, Intrinsic::Print as u8)?;
            return self.clear(register);
        }
        let here = self.unit.here();
        self.effect(value)?;
        if here == self.unit.here() { self.silent(range) } else { Ok(()) }
    }

    fn is_interactive(&self) -> bool {
        matches!(self.tree.root, crate::ast::Root::Interactive(_))
    }

    /// The body of a module: docstring, annotations, statements, `return None`.
    pub fn module_body(&mut self, body: List<StmtId>, interactive: bool) -> Res {
        self.begin_generator()?;
        self.collect_annotations(body)?;
        let rest = if interactive { body } else { self.docstring(body)? };
        self.begin_annotations(ScopeKind::Module)?;
        self.module_annotations()?;
        self.stmts(rest)?;
        self.finish_none()?;
        self.end_generator()
    }

    /// `return None` at the end of a body that can be reached.
    pub fn finish_none(&mut self) -> Res {
        if self.unit.reachable {
            // A body without instructions has the line it begins at.
            let implied = if self.unit.here() == 0 {
                self.unit.pos = Gen::line_only(self.unit.first_line);
                0
            } else {
                IMPLIED
            };
            self.emit(Op::ReturnNone, 0, 0, 0, implied)?;
            self.unit.reachable = false;
        }
        Ok(())
    }

    /// The docstring of a module or class body, stored; the other statements.
    pub fn docstring(&mut self, body: List<StmtId>) -> Res<List<StmtId>> {
        let Some((doc, range)) = self.docstring_of(body)? else { return Ok(body) };
        if self.options.optimize < 2 {
            self.at(range);
            let register = self.unit.temp()?;
            self.load_const(register, doc)?;
            self.at(Range { end_line: range.line, column: 0, end_column: 0, ..range });
            let name = self.name(self.scopes.names.doc)?;
            self.emit_name(Op::StoreName, register, 0, name, 2)?;
            self.unit.next_temp -= 1;
        }
        Ok(body.skip(1))
    }

    /// The cleaned docstring that a body begins with.
    pub fn docstring_of(&mut self, body: List<StmtId>) -> Res<Option<(Const, Range)>> {
        let Some(&first) = self.tree[body].first() else { return Ok(None) };
        let StmtKind::Expr { value } = self.tree[first].kind else { return Ok(None) };
        let Expr { kind: ExprKind::Constant(Constant::Str { text, .. }), range } = self.tree[value] else {
            return Ok(None);
        };
        let clean = clean_doc(self.meter, self.tree.text(text))?;
        let doc = super::constants::string(self.meter, &clean)?;
        Ok(Some((doc, range)))
    }

    /// `a = b = value`
    fn assign(&mut self, targets: List<ExprId>, value: ExprId) -> Res {
        if let [only] = self.tree[targets] {
            return self.assign_one(only, value);
        }
        let mut held = self.expr_early(value)?;
        let simple = self.tree[targets].iter().all(|&id| matches!(self.tree[id].kind, ExprKind::Name { .. }));
        if !held.temp && !simple {
            held = self.owned(held)?;
        }
        let last = targets.len().saturating_sub(1);
        for at in 0..targets.len() {
            let target = self.tree[targets][at];
            self.store(target, if at == last { held } else { held.kept() })?;
        }
        Ok(())
    }

    fn return_stmt(&mut self, value: Option<ExprId>, range: Range) -> Res {
        if !self.unit.kind.is_function_like() {
            return self.error(range, &["'return' outside function"]);
        }
        self.warn_leaving_finally(range, "return")?;
        if value.is_some() && self.unit.flags & flags::ASYNC_GENERATOR != 0 {
            return self.error(range, &["'return' with value in async generator"]);
        }
        // A constant's own place, where it is on the line of the statement.
        let constant = match value {
            Some(id) if self.folded(id)?.is_some() => Some(self.tree[id].range),
            _ => None,
        };
        let range = constant.filter(|at| at.line == range.line).unwrap_or(range);
        if self.unit.blocks.iter().any(|block| matches!(block.kind, BlockKind::StarHandler)) {
            return self.star_error(range);
        }
        let pos = Unit::position(range);
        let none = match value {
            None => true,
            Some(id) => matches!(self.folded(id)?, Some(Const::None)),
        };
        let value = match value {
            Some(id) if !none => {
                let value = self.expr(id)?;
                Some(if self.leaving_runs_code() { self.owned(value)? } else { value })
            }
            _ => None,
        };
        if (none || constant.is_some()) && self.leaving_runs_code() {
            self.silent(range)?;
        }
        self.leave_all(value, pos)
    }

    fn raise_stmt(&mut self, exc: Option<ExprId>, cause: Option<ExprId>, range: Range) -> Res {
        let mut parts = [Val::local(0); 2];
        let mut count = 0u8;
        for (place, id) in parts.iter_mut().zip([exc, cause]) {
            if let Some(id) = id {
                *place = self.expr_early(id)?;
                count += 1;
            }
        }
        self.at(range);
        let taken = parts[0].first() | parts[1].second();
        self.emit(Op::Raise, parts[0].reg, parts[1].reg, 0, count << 4 | taken)?;
        self.unit.reachable = false;
        Ok(())
    }
}

/// A docstring without the indentation that its lines have in common (`inspect.cleandoc` without its
/// stripping of blank lines).
fn clean_doc(meter: &mut crate::room::Meter, doc: &[u8]) -> Res<crate::room::Buf<u8>> {
    let mut out = crate::room::Buf::default();
    let mut lines = doc.split(|&b| b == b'\n');
    let margin = lines
        .clone()
        .skip(1)
        .filter_map(|line| {
            let indent = line.iter().take_while(|&&b| b == b' ' || b == b'\t').count();
            (indent < line.len()).then_some(indent)
        })
        .min()
        .unwrap_or(0);
    let first = lines.next().unwrap_or_default();
    let start = first.iter().take_while(|&&b| b == b' ').count();
    out.extend(meter, &first[start..])?;
    for line in lines {
        out.push(meter, b'\n')?;
        let skip = line.iter().take_while(|&&b| b == b' ' || b == b'\t').count().min(margin);
        out.extend(meter, &line[skip..])?;
    }
    Ok(out)
}
