//! What surrounds the statement being compiled: loops, handlers, `finally`, `with`; and the ways out of them.

use super::Gen;
use super::unit::{Bits, Label, Region, Val};
use crate::ast::{List, Range, StmtId, Symbol};
use crate::code::Position;
use crate::fault::Res;
use crate::opcode::Op;

/// A block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub kind: BlockKind,
    /// The exception region that the block is, while it is open.
    pub region: Option<Open>,
}

/// An open region.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub start: u32,
    pub target: Label,
    pub keep: u16,
    pub register: u16,
    /// Whether any code was covered so far.
    pub covers: bool,
}

/// What a block is.
#[derive(Clone, Copy, Debug)]
pub(super) enum BlockKind {
    /// `while`.
    While { again: Label, exit: Label },
    /// `for`: the iterator's register.
    For { again: Label, exit: Label, iterator: u16 },
    /// A region that nothing needs to be done for on leaving (`try` with `except`).
    Plain,
    /// The body of `try … finally`.
    Finally { body: List<StmtId> },
    /// The `finally` block that runs because the body ended.
    FinallyBody,
    /// The `finally` block that runs because of an exception: what was handled before, and the exception.
    FinallyEnd { former: u16 },
    /// An `except` clause.
    Handler { former: u16, name: Option<Symbol> },
    /// An `except*` clause.
    StarHandler,
    /// The body of `with`: registers of `__exit__` and its receiver.
    With { exit: u16, is_async: bool, pos: Position },
}

/// The `SyntaxError` of deep nesting comes at this many blocks.
const MOST_BLOCKS: usize = 20;

impl Gen<'_, '_, '_> {
    /// Opens a block without a region.
    pub fn push_block(&mut self, kind: BlockKind) -> Res {
        self.check_nesting()?;
        self.unit.blocks.push(self.meter, Block { kind, region: None })?;
        Ok(())
    }

    fn check_nesting(&mut self) -> Res {
        if self.unit.blocks.len() >= MOST_BLOCKS {
            let p = self.unit.pos;
            let range = Range { line: p.line, column: p.column, end_line: p.end_line, end_column: p.end_column };
            return self.error(range, &["too many statically nested blocks"]);
        }
        Ok(())
    }

    /// Opens a block that is an exception region; gives what is bound at its start.
    pub fn push_region(&mut self, kind: BlockKind, target: Label, keep: u16, register: u16) -> Res<Bits> {
        self.check_nesting()?;
        let open = Open { start: self.unit.here(), target, keep, register, covers: false };
        self.unit.registers = self.unit.registers.max(register.saturating_add(1));
        self.unit.blocks.push(self.meter, Block { kind, region: Some(open) })?;
        self.unit.bound.copy(self.meter)
    }

    /// Closes the innermost block; whether its region covered any code.
    pub fn pop_block(&mut self) -> Res<bool> {
        let Some(mut block) = self.unit.blocks.pop() else { return Ok(false) };
        self.suspend(&mut block)?;
        Ok(block.region.is_some_and(|open| open.covers))
    }

    /// Ends the open part of a block's region here.
    fn suspend(&mut self, block: &mut Block) -> Res {
        let end = self.unit.here();
        if let Some(open) = &mut block.region
            && open.start < end
        {
            open.covers = true;
            let region =
                Region { start: open.start, end, target: open.target, keep: open.keep, register: open.register };
            self.unit.regions.push(self.meter, region)?;
        }
        Ok(())
    }

    /// Goes on with a block's region here.
    fn resume(&mut self, block: &mut Block) -> Res {
        let here = self.unit.here();
        if let Some(open) = &mut block.region {
            open.start = here;
        }
        self.unit.blocks.push(self.meter, *block)?;
        Ok(())
    }

    /// Whether leaving all blocks (or those inside the innermost loop) runs any code.
    pub fn leaving_runs_code(&self) -> bool {
        self.unit.blocks.iter().any(|block| {
            !matches!(
                block.kind,
                BlockKind::While { .. } | BlockKind::For { .. } | BlockKind::Plain | BlockKind::FinallyBody
            )
        })
    }

    /// Emits what `return` does: leaves every block, then returns `value`.
    pub fn leave_all(&mut self, value: Option<Val>, pos: Position) -> Res {
        let Some(mut block) = self.unit.blocks.pop() else {
            self.unit.pos = pos;
            self.emit_return(value)?;
            return Ok(());
        };
        self.suspend(&mut block)?;
        if let BlockKind::For { iterator, .. } = block.kind
            && self.leaving_runs_code()
        {
            self.clear(iterator)?;
        }
        self.leave_block(&block, pos)?;
        // What comes behind other statements is no more on the line of this one.
        let ran = matches!(block.kind, BlockKind::Finally { .. } | BlockKind::With { .. });
        self.leave_all(value, if ran { Position::default() } else { pos })?;
        self.resume(&mut block)
    }

    fn emit_return(&mut self, value: Option<Val>) -> Res {
        match value {
            Some(value) => self.emit(Op::Return, value.reg, 0, 0, 0)?,
            None => self.emit(Op::ReturnNone, 0, 0, 0, 0)?,
        }
        self.unit.reachable = false;
        Ok(())
    }

    /// Emits `break` or `continue`.
    pub fn leave_loop(&mut self, is_break: bool, range: Range) -> Res {
        let pos = super::unit::Unit::position(range);
        let Some(mut block) = self.unit.blocks.pop() else {
            let text = if is_break { "'break' outside loop" } else { "'continue' not properly in loop" };
            return self.error(range, &[text]);
        };
        match block.kind {
            BlockKind::While { again, exit } | BlockKind::For { again, exit, .. } => {
                self.unit.pos = pos;
                if is_break && let BlockKind::For { iterator, .. } = block.kind {
                    self.clear(iterator)?;
                }
                self.goto(if is_break { exit } else { again })?;
                self.unit.blocks.push(self.meter, block)?;
                return Ok(());
            }
            BlockKind::StarHandler => return self.star_error(range),
            _ => {}
        }
        self.suspend(&mut block)?;
        self.leave_block(&block, pos)?;
        self.leave_loop(is_break, range)?;
        self.resume(&mut block)
    }

    /// Leaving an `except*` clause is not allowed.
    pub fn star_error(&mut self, range: Range) -> Res {
        self.error(range, &["'break', 'continue' and 'return' cannot appear in an except* block"])
    }

    /// What leaving one block takes.
    fn leave_block(&mut self, block: &Block, pos: Position) -> Res {
        self.unit.pos = pos;
        match block.kind {
            BlockKind::While { .. }
            | BlockKind::For { .. }
            | BlockKind::Plain
            | BlockKind::FinallyBody
            | BlockKind::StarHandler => Ok(()),
            BlockKind::Finally { body } => {
                self.in_iteration += 1;
                self.stmts(body)?;
                self.in_iteration -= 1;
                self.unit.pos = pos;
                Ok(())
            }
            BlockKind::FinallyEnd { former } => {
                self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
                self.clear(former - 1)
            }
            BlockKind::Handler { former, name } => {
                self.emit(Op::LeaveHandler, former, 0, 0, 0)?;
                self.unbind_handler_name(name)
            }
            BlockKind::With { exit, is_async, pos: at } => {
                self.unit.pos = at;
                self.call_exit_normally(exit, is_async)?;
                self.unit.pos = pos;
                Ok(())
            }
        }
    }
}
