//! `try` with `except`, `except*`, `else` and `finally`.

use super::Gen;
use super::blocks::BlockKind;
use super::unit::{Label, Val};
use crate::ast::{ExceptHandler, List, Range, StmtId, StmtKind};
use crate::fault::Res;
use crate::opcode::Op;

impl Gen<'_, '_, '_> {
    /// A `try` statement.
    pub fn try_stmt(&mut self, kind: StmtKind, range: Range) -> Res {
        let StmtKind::Try { is_star, body, handlers, orelse, finalbody } = kind else { return Ok(()) };
        self.at(range);
        self.silent(Range { end_line: range.line, end_column: range.column + 4, ..range })?;
        if finalbody.is_empty() {
            return self.try_except(is_star, body, handlers, orelse);
        }
        let mark = self.unit.next_temp;
        let (handler, end) = (self.label()?, self.label()?);
        let state = self.push_region(BlockKind::Finally { body: finalbody }, handler, mark, mark)?;
        if handlers.is_empty() {
            self.stmts(body)?;
        } else {
            self.try_except(is_star, body, handlers, orelse)?;
        }
        let raises = self.pop_block()?;
        self.push_block(BlockKind::FinallyBody)?;
        self.stmts(finalbody)?;
        self.pop_block()?;
        self.goto(end)?;
        let pos = std::mem::take(&mut self.unit.pos);
        self.unit.bind_handler(self.meter, handler, state, raises);
        self.in_iteration += 1;
        self.finally_for_exception(mark, finalbody)?;
        self.in_iteration -= 1;
        self.unit.pos = pos;
        self.unit.next_temp = mark;
        self.bind(end);
        Ok(())
    }

    /// The `finally` block behind its handler's label; the exception is in `exception`.
    fn finally_for_exception(&mut self, exception: u16, body: List<StmtId>) -> Res {
        let former = self.enter_handler(exception)?;
        let cleanup = self.label()?;
        let state = self.push_region(BlockKind::FinallyEnd { former }, cleanup, former + 1, former + 1)?;
        self.stmts(body)?;
        let raises = self.pop_block()?;
        self.unit.pos = crate::code::Position::default();
        self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
        self.emit(Op::Reraise, exception, 0, 0, 0)?;
        self.unit.reachable = false;
        self.unit.bind_handler(self.meter, cleanup, state, raises);
        self.reraise_from_cleanup(former)
    }

    /// Makes the exception in `exception` (the next temporary) the handled one; what was handled before goes
    /// to the register behind it, which is returned.
    pub fn enter_handler(&mut self, exception: u16) -> Res<u16> {
        self.unit.next_temp = exception;
        let former = self.unit.temps(2)? + 1;
        self.emit(Op::EnterHandler, exception, former, 0, 0)?;
        Ok(former)
    }

    /// An exception left a handler: it is in the register behind `former`.
    pub fn reraise_from_cleanup(&mut self, former: u16) -> Res {
        self.unit.pos = crate::code::Position::default();
        self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
        self.emit(Op::Reraise, former + 1, 0, 0, 0)?;
        self.unit.reachable = false;
        Ok(())
    }

    fn try_except(
        &mut self,
        is_star: bool,
        body: List<StmtId>,
        handlers: List<ExceptHandler>,
        orelse: List<StmtId>,
    ) -> Res {
        let mark = self.unit.next_temp;
        let (handler, end) = (self.label()?, self.label()?);
        let state = self.push_region(BlockKind::Plain, handler, mark, mark)?;
        self.stmts(body)?;
        let raises = self.pop_block()?;
        self.stmts(orelse)?;
        self.goto(end)?;
        let pos = std::mem::take(&mut self.unit.pos);
        self.unit.bind_handler(self.meter, handler, state, raises);
        let former = self.enter_handler(mark)?;
        if is_star {
            self.star_handlers(mark, former, handlers, end)?;
        } else {
            self.plain_handlers(mark, former, handlers, end)?;
        }
        self.unit.pos = pos;
        self.unit.next_temp = mark;
        self.bind(end);
        Ok(())
    }

    fn plain_handlers(&mut self, exception: u16, former: u16, handlers: List<ExceptHandler>, end: Label) -> Res {
        let cleanup = self.label()?;
        let mut covered = None;
        for at in 0..handlers.len() {
            let handler = self.tree[handlers][at];
            if handler.typ.is_none() && at + 1 < handlers.len() {
                return self.error(handler.range, &["default 'except:' must be last"]);
            }
            let next = self.label()?;
            let open = self.push_region(BlockKind::Plain, cleanup, former + 1, former + 1)?;
            covered.get_or_insert(open);
            self.at(handler.range);
            if let Some(typ) = handler.typ {
                let mark = self.unit.next_temp;
                let result = self.unit.temp()?;
                let class = self.expr_with(typ, Some(result), false)?;
                self.at(handler.range);
                self.operands(Op::MatchException, result, Val::local(exception), class, 0)?;
                self.jump_on(Val::temp(result), false, next)?;
                self.unit.next_temp = mark;
            } else {
                self.silent(Range {
                    end_line: handler.range.line,
                    end_column: handler.range.column + 6,
                    ..handler.range
                })?;
            }
            self.bind_exception(handler, Val::temp(exception))?;
            self.pop_block()?;
            self.handler_body(former, handler, cleanup)?;
            self.goto(end)?;
            self.bind(next);
        }
        self.unit.pos = crate::code::Position::default();
        self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
        self.emit(Op::Reraise, exception, 0, 0, 0)?;
        self.unit.reachable = false;
        if let Some(state) = covered {
            let used = self.unit.regions.iter().any(|region| region.target == cleanup);
            self.unit.bind_handler(self.meter, cleanup, state, used);
            self.reraise_from_cleanup(former)?;
        }
        Ok(())
    }

    /// `as name`
    fn bind_exception(&mut self, handler: ExceptHandler, exception: Val) -> Res {
        match handler.name {
            Some(name) => self.store_name(name, exception, handler.range),
            None => self.discard(exception),
        }
    }

    /// The body of a clause, up to where it was left normally.
    fn handler_body(&mut self, former: u16, handler: ExceptHandler, cleanup: Label) -> Res {
        let register = former + 1;
        let kind = BlockKind::Handler { former, name: handler.name };
        if handler.name.is_none() {
            self.push_region(kind, cleanup, register, register)?;
            self.stmts(handler.body)?;
            self.pop_block()?;
            return self.emit(Op::LeaveHandler, former, 0, 0, 0);
        }
        let unbind = self.label()?;
        let state = self.push_region(kind, unbind, register, register)?;
        self.stmts(handler.body)?;
        let raises = self.pop_block()?;
        self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
        self.unbind_handler_name(handler.name)?;
        let past = self.label()?;
        self.goto(past)?;
        // An exception: the name goes, then the handled exception, then on with it.
        self.unit.bind_handler(self.meter, unbind, state, raises);
        self.unit.pos = crate::code::Position::default();
        let mark = self.unit.next_temp;
        self.unit.next_temp = register;
        self.unit.temp()?;
        self.unbind_handler_name(handler.name)?;
        self.unit.next_temp = mark;
        self.reraise_from_cleanup(former)?;
        self.bind(past);
        Ok(())
    }

    /// The clauses of `except*`. Behind `former`: the list of what they raise, the part not yet matched, the
    /// part that matches.
    fn star_handlers(&mut self, exception: u16, former: u16, handlers: List<ExceptHandler>, end: Label) -> Res {
        let cleanup = self.label()?;
        let list = self.unit.temps(2)?;
        let rest = list + 1;
        let state = self.push_region(BlockKind::Plain, cleanup, list, list)?;
        self.emit(Op::BuildList, list, 0, 0, 0)?;
        self.emit(Op::Move, rest, exception, 0, 0)?;
        for at in 0..handlers.len() {
            let handler = self.tree[handlers][at];
            self.star_handler(handler, list, rest)?;
        }
        self.unit.pos = crate::code::Position::default();
        let none = self.label()?;
        self.jump(Op::JumpIfNone, rest, 0, 0, none)?;
        self.emit(Op::ListAppend, list, rest, 0, 0)?;
        self.bind(none);
        self.clear(rest)?;
        self.operands(Op::PrepareReraiseStar, exception, Val::local(exception), Val::temp(list), 0)?;
        let raises = self.pop_block()?;
        let over = self.label()?;
        self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
        self.jump(Op::JumpIfNone, exception, 0, 0, over)?;
        self.emit(Op::Reraise, exception, 0, 0, 0)?;
        self.unit.reachable = false;
        self.bind(over);
        self.clear(exception)?;
        self.goto(end)?;
        self.unit.bind_handler(self.meter, cleanup, state, raises);
        self.unit.next_temp = list;
        self.reraise_from_cleanup(former)
    }

    fn star_handler(&mut self, handler: ExceptHandler, list: u16, rest: u16) -> Res {
        let Some(typ) = handler.typ else { return Ok(()) };
        let mark = self.unit.next_temp;
        let (skip, next, failed) = (self.label()?, self.label()?, self.label()?);
        self.at(handler.range);
        let matched = self.unit.temps(2)?;
        let class = self.expr_with(typ, Some(matched + 1), false)?;
        self.at(handler.range);
        let taken = if class.temp { 4 } else { 0 };
        self.emit(Op::MatchExceptionGroup, matched, rest, class.reg, 2 | taken)?;
        self.emit(Op::Take, rest, matched + 1, 0, 0)?;
        self.jump(Op::JumpIfNone, matched, 0, 0, skip)?;
        // While the clause runs, the matching part is the handled exception.
        let former = matched + 1;
        self.emit(Op::EnterHandler, matched, former, 0, 0)?;
        self.bind_exception(handler, Val::temp(matched))?;
        let state = self.push_region(BlockKind::StarHandler, failed, former + 1, former + 1)?;
        self.stmts(handler.body)?;
        let raises = self.pop_block()?;
        self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
        self.unbind_handler_name(handler.name)?;
        self.goto(next)?;
        self.unit.bind_handler(self.meter, failed, state, raises);
        self.unit.pos = crate::code::Position::default();
        let exception = self.unit.temp()?;
        self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
        self.unbind_handler_name(handler.name)?;
        self.emit(Op::ListAppend, list, exception, 0, 0)?;
        self.goto(next)?;
        self.bind(skip);
        self.clear(matched)?;
        self.bind(next);
        self.unit.next_temp = mark;
        Ok(())
    }
}
