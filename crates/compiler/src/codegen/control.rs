//! `if`, `while`, `for`, `assert`.

use super::Gen;
use super::blocks::BlockKind;
use super::unit::Val;
use crate::ast::{ExprId, List, Range, StmtId, StmtKind};
use crate::fault::Res;
use crate::opcode::Op;

impl Gen<'_, '_, '_> {
    /// `if` and its `elif`s, by a loop.
    pub fn if_stmt(&mut self, mut kind: StmtKind) -> Res {
        let end = self.label()?;
        while let StmtKind::If { test, body, orelse } = kind {
            let next = self.label()?;
            let here = self.unit.here();
            self.cond(test, false, next)?;
            if here == self.unit.here() {
                self.silent(self.tree[test].range)?;
            }
            self.stmts(body)?;
            if orelse.is_empty() {
                self.bind(next);
                break;
            }
            self.goto(end)?;
            self.bind(next);
            let only = if orelse.len() == 1 { Some(self.tree[orelse][0]) } else { None };
            match only.map(|id| self.tree[id].kind) {
                Some(link @ StmtKind::If { .. }) => kind = link,
                _ => {
                    self.stmts(orelse)?;
                    break;
                }
            }
        }
        self.bind(end);
        Ok(())
    }

    /// `while`: the condition stands before the loop and again at its end.
    pub fn while_stmt(&mut self, test: ExprId, body: List<StmtId>, orelse: List<StmtId>, range: Range) -> Res {
        let (top, again, otherwise, exit) = (self.label()?, self.label()?, self.label()?, self.label()?);
        self.at(range);
        let here = self.unit.here();
        self.cond(test, false, otherwise)?;
        if here == self.unit.here() {
            self.silent(self.tree[test].range)?;
        }
        self.unit.bind_loop(top);
        self.push_block(BlockKind::While { again, exit })?;
        self.stmts(body)?;
        self.bind(again);
        self.in_iteration += 1;
        self.at(self.tree[test].range);
        self.cond(test, true, top)?;
        self.in_iteration -= 1;
        self.pop_block()?;
        self.bind(otherwise);
        self.stmts(orelse)?;
        self.bind(exit);
        Ok(())
    }

    /// The value of an iterable: displays are constants where they can be.
    pub fn iterable(&mut self, id: ExprId, scratch: Option<u16>) -> Res<Val> {
        if let Some(constant) = self.folds.iterable(self.tree, self.meter, id)? {
            let register = match scratch {
                Some(register) => register,
                None => self.unit.temp()?,
            };
            self.at(self.tree[id].range);
            self.load_const(register, constant)?;
            return Ok(Val::temp(register));
        }
        self.expr_with(id, scratch, false)
    }

    /// `for`, `async for`.
    pub fn for_stmt(&mut self, kind: StmtKind, range: Range) -> Res {
        let StmtKind::For { is_async, target, iter, body, orelse } = kind else { return Ok(()) };
        if is_async && !self.may_suspend() {
            return self.error(range, &["'async for' outside async function"]);
        }
        let mark = self.unit.next_temp;
        let iterator = self.unit.temp()?;
        let value = match is_async {
            true => self.expr_with(iter, Some(iterator), false)?,
            false => self.iterable(iter, Some(iterator))?,
        };
        let at = self.tree[iter].range;
        self.at(at);
        self.unary(if is_async { Op::GetAIter } else { Op::GetIter }, iterator, value, 0)?;
        let (again, otherwise, exit) = (self.label()?, self.label()?, self.label()?);
        self.unit.bind_loop(again);
        if is_async {
            self.async_step(iterator, target, otherwise, range)?;
        } else {
            self.step(iterator, target, otherwise, at)?;
        }
        self.push_block(BlockKind::For { again, exit, iterator })?;
        self.stmts(body)?;
        self.goto(again)?;
        self.pop_block()?;
        self.bind(otherwise);
        self.unit.next_temp = mark;
        self.stmts(orelse)?;
        self.bind(exit);
        Ok(())
    }

    /// `assert test, msg`
    pub fn assert_stmt(&mut self, test: ExprId, msg: Option<ExprId>, range: Range) -> Res {
        self.warn_assert(test)?;
        if self.options.optimize > 0 {
            return Ok(());
        }
        let end = self.label()?;
        self.cond(test, true, end)?;
        self.at(range);
        let mark = self.unit.next_temp;
        let base = self.unit.temps(2)?;
        self.emit(Op::LoadAssertionError, base, 0, 0, 0)?;
        if let Some(msg) = msg {
            self.expr_temp(msg)?;
            self.at(range);
            self.plain_call(base, 1, base)?;
        }
        self.at(self.tree[test].range);
        self.emit(Op::Raise, base, 0, 0, 1 << 4 | 2)?;
        self.unit.reachable = false;
        self.unit.next_temp = mark;
        self.bind(end);
        Ok(())
    }
}
