//! `yield`, `await`, `async for`, and what surrounds the code of generators.

use super::Gen;
use super::blocks::BlockKind;
use super::names::Home;
use super::unit::{Label, Region, Val};
use crate::ast::{ExprId, ExprKind, Range};
use crate::code::{Const, flags};
use crate::fault::Res;
use crate::opcode::{Intrinsic, Op};
use crate::scope::ScopeKind;

/// Flags of code that can be suspended.
const SUSPENDS: u32 = flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR;

impl Gen<'_, '_, '_> {
    /// Opens the region around the body of a generator, if the unit is one.
    pub fn begin_generator(&mut self) -> Res {
        if self.unit.flags & SUSPENDS != 0 {
            let handler = self.label()?;
            let register = self.unit.first_temp;
            let open = super::blocks::Open {
                start: self.unit.here(),
                target: handler,
                keep: register,
                register,
                covers: false,
            };
            self.unit.generator_region = Some(open);
            self.unit.registers = self.unit.registers.max(register + 1);
        }
        Ok(())
    }

    /// Closes it: a StopIteration that leaves the body becomes a RuntimeError.
    pub fn end_generator(&mut self) -> Res {
        let Some(open) = self.unit.generator_region else { return Ok(()) };
        let end = self.unit.here();
        if end <= open.start {
            return Ok(());
        }
        let region = Region { start: open.start, end, target: open.target, keep: open.keep, register: open.register };
        self.unit.regions.push(self.meter, region)?;
        let state = self.unit.bound.copy(self.meter)?;
        self.unit.bind_handler(self.meter, open.target, state, true);
        self.unit.pos = crate::code::Position::default();
        self.emit(Op::CallIntrinsic, open.register, open.register, 0, Intrinsic::StopIterationError as u8)?;
        self.emit(Op::Reraise, open.register, 0, 0, 0)?;
        self.unit.reachable = false;
        Ok(())
    }

    /// Hands the value in temporary `register` out; what is sent comes back in `dst`.
    pub fn yield_value(&mut self, register: u16, dst: u16) -> Res {
        if self.unit.flags & flags::ASYNC_GENERATOR != 0 {
            self.emit(Op::CallIntrinsic, register, register, 0, Intrinsic::AsyncGenWrap as u8)?;
        }
        self.emit(Op::Yield, dst, register, 0, 0)
    }

    /// `yield value`
    pub fn yield_expr(&mut self, value: Option<ExprId>, range: Range, dst: u16) -> Res {
        if !self.unit.kind.is_function_like() {
            return self.error(range, &["'yield' outside function"]);
        }
        let register = self.scratch(dst)?;
        match value {
            Some(value) => self.expr_into(value, register)?,
            None => {
                self.at(range);
                self.load_const(register, Const::None)?;
            }
        }
        self.at(range);
        self.yield_value(register, dst)
    }

    /// `yield from value`
    pub fn yield_from(&mut self, value: ExprId, range: Range, dst: u16) -> Res {
        if !self.unit.kind.is_function_like() {
            return self.error(range, &["'yield from' outside function"]);
        }
        if self.unit.kind == ScopeKind::AsyncFunction {
            return self.error(range, &["'yield from' inside async function"]);
        }
        let iterator = self.unit.temp()?;
        let value = self.expr_with(value, Some(iterator), false)?;
        self.at(range);
        self.unary(Op::GetYieldFromIter, iterator, value, 0)?;
        self.await_loop(iterator, dst)
    }

    /// `await value`
    pub fn await_expr(&mut self, value: ExprId, range: Range, dst: u16) -> Res {
        let iterator = self.unit.temp()?;
        let value = self.expr_with(value, Some(iterator), false)?;
        self.at(range);
        self.unary(Op::GetAwaitable, iterator, value, 0)?;
        self.await_loop(iterator, dst)
    }

    /// Delegates to what is in temporary `iterator` until it returns; the result goes to `dst`.
    pub fn await_loop(&mut self, iterator: u16, dst: u16) -> Res {
        let mark = self.unit.next_temp;
        let yielded = self.unit.temp()?;
        let sent = self.unit.temp()?;
        self.load_const(sent, Const::None)?;
        let (again, done, handler) = (self.label()?, self.label()?, self.label()?);
        self.unit.bind_loop(again);
        self.unit.meet(self.meter, done)?;
        self.emit_wide(Op::Send, yielded, iterator, sent, 0, done.0)?;
        let start = self.unit.here();
        self.emit(Op::Yield, sent, yielded, iterator, 1)?;
        let end = self.unit.here();
        if start < end {
            let region = Region { start, end, target: handler, keep: iterator, register: iterator };
            self.unit.regions.push(self.meter, region)?;
        }
        let state = self.unit.bound.copy(self.meter)?;
        self.goto(again)?;
        self.unit.bind_handler(self.meter, handler, state, start < end);
        self.jump(Op::CleanupThrow, iterator, yielded, 0, done)?;
        self.unit.reachable = false;
        self.bind(done);
        self.unit.next_temp = mark;
        if iterator != dst {
            self.clear(iterator)?;
        }
        self.move_to(dst, Val::temp(yielded))
    }

    /// The next item of an async iterator, assigned to `target`; at the end goes to `exit`.
    pub fn async_step(&mut self, iterator: u16, target: ExprId, exit: Label, range: Range) -> Res {
        let mark = self.unit.next_temp;
        let handler = self.label()?;
        let item = self.unit.temp()?;
        self.at(range);
        let state = self.push_region_plain(handler, item, item)?;
        self.emit(Op::GetANext, item, iterator, 0, 0)?;
        self.await_loop(item, item)?;
        let raises = self.pop_block()?;
        let past = self.label()?;
        self.goto(past)?;
        self.unit.bind_handler(self.meter, handler, state, raises);
        self.jump(Op::EndAsyncFor, item, iterator, 0, exit)?;
        self.unit.reachable = false;
        self.bind(past);
        self.store(target, Val::temp(item))?;
        self.unit.next_temp = mark;
        Ok(())
    }

    /// Opens a region that does not count as a nested block.
    pub fn push_region_plain(&mut self, target: Label, keep: u16, register: u16) -> Res<super::unit::Bits> {
        let open = super::blocks::Open { start: self.unit.here(), target, keep, register, covers: false };
        let block = super::blocks::Block { kind: BlockKind::Plain, region: Some(open) };
        self.unit.blocks.push(self.meter, block)?;
        self.unit.bound.copy(self.meter)
    }

    /// The next item of an iterator, assigned to `target`; at the end goes to `exit`.
    pub fn step(&mut self, iterator: u16, target: ExprId, exit: Label, range: Range) -> Res {
        self.at(range);
        if let ExprKind::Name { id, .. } = self.tree[target].kind
            && let (Home::Register(register), _) = self.home(id)
        {
            self.jump(Op::ForIter, register, iterator, 0, exit)?;
            self.unit.bound.insert(register);
            return Ok(());
        }
        let mark = self.unit.next_temp;
        let item = self.unit.temp()?;
        self.jump(Op::ForIter, item, iterator, 0, exit)?;
        self.store(target, Val::temp(item))?;
        self.unit.next_temp = mark;
        Ok(())
    }
}
