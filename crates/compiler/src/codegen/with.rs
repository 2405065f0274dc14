//! `with` and `async with`.

use super::Gen;
use super::blocks::BlockKind;
use super::unit::{Unit, Val};
use crate::ast::{List, Range, StmtId, WithItem};
use crate::code::Const;
use crate::fault::Res;
use crate::opcode::{Op, Special};

impl Gen<'_, '_, '_> {
    /// A `with` statement; its items nest.
    pub fn with_stmt(&mut self, is_async: bool, items: List<WithItem>, body: List<StmtId>, range: Range) -> Res {
        if is_async && !self.may_suspend() {
            return self.error(range, &["'async with' outside async function"]);
        }
        self.with_item(is_async, items, 0, body)
    }

    fn with_item(&mut self, is_async: bool, items: List<WithItem>, index: usize, body: List<StmtId>) -> Res {
        let Some(&item) = self.tree[items].get(index) else { return self.stmts(body) };
        let mark = self.unit.next_temp;
        let at = self.tree[item.context_expr].range;
        let exit = self.unit.temps(2)?;
        let enter = self.unit.temps(2)?;
        let manager = self.unit.temp()?;
        let value = self.expr_with(item.context_expr, Some(manager), false)?;
        self.at(at);
        let (enter_name, exit_name) =
            if is_async { (Special::AEnter, Special::AExit) } else { (Special::Enter, Special::Exit) };
        self.emit(Op::LoadSpecial, exit, value.reg, exit_name as u16, 0)?;
        self.emit(Op::LoadSpecial, enter, value.reg, enter_name as u16, value.first())?;
        self.emit(Op::Call, enter, enter, 0, 0)?;
        if is_async {
            self.emit(Op::GetAwaitable, enter, enter, 0, 1 << 4)?;
            self.await_loop(enter, enter)?;
        }
        self.unit.next_temp = enter + 1;
        let (handler, end) = (self.label()?, self.label()?);
        let kind = BlockKind::With { exit, is_async, pos: Unit::position(at) };
        let state = self.push_region(kind, handler, enter, enter)?;
        match item.optional_vars {
            Some(target) => self.store(target, Val::temp(enter))?,
            None => self.clear(enter)?,
        }
        self.with_item(is_async, items, index + 1, body)?;
        let raises = self.pop_block()?;
        self.at(at);
        self.call_exit_normally(exit, is_async)?;
        self.goto(end)?;
        self.unit.bind_handler(self.meter, handler, state, raises);
        self.at(at);
        self.exit_for_exception(exit, enter, is_async)?;
        self.unit.next_temp = mark;
        self.bind(end);
        Ok(())
    }

    /// `__exit__(None, None, None)`; method and receiver are in `exit` and behind it.
    pub fn call_exit_normally(&mut self, exit: u16, is_async: bool) -> Res {
        let mark = self.unit.next_temp;
        let base = self.unit.temps(5)?;
        self.emit(Op::Take, base, exit, 0, 0)?;
        self.emit(Op::Take, base + 1, exit + 1, 0, 0)?;
        for register in base + 2..base + 5 {
            self.load_const(register, Const::None)?;
        }
        self.emit(Op::Call, base, base, 3, 0)?;
        if is_async {
            self.emit(Op::GetAwaitable, base, base, 0, 2 << 4)?;
            self.await_loop(base, base)?;
        }
        self.clear(base)?;
        self.unit.next_temp = mark;
        Ok(())
    }

    /// `__exit__(type, value, traceback)`; goes on behind this when that says so.
    fn exit_for_exception(&mut self, exit: u16, exception: u16, is_async: bool) -> Res {
        let former = self.enter_handler(exception)?;
        let cleanup = self.label()?;
        let state = self.push_region_plain(cleanup, former + 1, former + 1)?;
        let base = self.unit.temps(5)?;
        self.emit(Op::Take, base, exit, 0, 0)?;
        self.emit(Op::Take, base + 1, exit + 1, 0, 0)?;
        self.emit(Op::ExceptionTriple, base + 2, exception, 0, 0)?;
        self.emit(Op::Call, base, base, 3, 0)?;
        if is_async {
            self.emit(Op::GetAwaitable, base, base, 0, 2 << 4)?;
            self.await_loop(base, base)?;
        }
        let suppressed = self.label()?;
        self.jump_on(Val::temp(base), true, suppressed)?;
        let raises = self.pop_block()?;
        self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
        self.emit(Op::Reraise, exception, 0, 0, 0)?;
        self.unit.reachable = false;
        self.unit.bind_handler(self.meter, cleanup, state, raises);
        self.unit.next_temp = former + 2;
        self.reraise_from_cleanup(former)?;
        self.bind(suppressed);
        self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
        self.clear(exception)
    }
}
