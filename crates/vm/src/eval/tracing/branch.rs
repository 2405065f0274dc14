//! Branches that tools want to hear of: decided here, told, and done.
//!
//! "Left" is where control falls through, "right" where it jumps; at the end of a loop, whose condition our code tests at
//! the bottom, the other way round, so that the body is on the left as in CPython.

use std::ptr::NonNull;

use pitviper_compiler::code::Code;
use pitviper_compiler::opcode::{Instr, Op};
use pitviper_object::Value;

use super::events::{BRANCH_LEFT, BRANCH_RIGHT};
use super::lines;
use super::step::tools;
use crate::core::error::PyResult;
use crate::core::native::CmpOp;
use crate::core::vm::Vm;
use crate::eval::operators;
use crate::eval::stack::Frame;
use crate::types::code::{CodeObject, byte_offset};

/// Whether an instruction is a branch.
pub fn is_branch(op: Op) -> bool {
    let other = matches!(op, Op::Jump | Op::JumpBack | Op::Send | Op::EndAsyncFor | Op::CleanupThrow);
    op.info().jumps && !other
}

/// Where the branch at `word` leads: left and right.
pub fn sides(code: &Code, word: u32, op: Op) -> Option<(u32, u32)> {
    let target = lines::target(code, word, op).filter(|_| is_branch(op))?;
    let next = word + u32::from(op.info().words);
    Some(if target <= word { (target, next) } else { (next, target) })
}

fn comparison(op: Op) -> Option<(CmpOp, bool)> {
    Some(match op {
        Op::JumpIfLt => (CmpOp::Lt, false),
        Op::JumpIfLe => (CmpOp::Le, false),
        Op::JumpIfEq => (CmpOp::Eq, false),
        Op::JumpIfNe => (CmpOp::Ne, false),
        Op::JumpIfGt => (CmpOp::Gt, false),
        Op::JumpIfGe => (CmpOp::Ge, false),
        Op::JumpIfLtK => (CmpOp::Lt, true),
        Op::JumpIfLeK => (CmpOp::Le, true),
        Op::JumpIfEqK => (CmpOp::Eq, true),
        Op::JumpIfNeK => (CmpOp::Ne, true),
        Op::JumpIfGtK => (CmpOp::Gt, true),
        Op::JumpIfGeK => (CmpOp::Ge, true),
        _ => return None,
    })
}

/// Tells of a branch. True: somebody wants to hear of it, so it was decided here and the instruction is done.
///
/// # Safety
/// `frame` is the innermost one and at `pc`, an instruction `op` of its code.
///
/// # Errors
/// What deciding or a tool raises.
pub(super) unsafe fn tell(vm: &mut Vm, frame: *mut Frame, code: &CodeObject, pc: *mut Instr, op: Op) -> PyResult<bool> {
    // SAFETY: the caller's promise.
    unsafe {
        let word = code.offset(pc);
        if tools(code, BRANCH_LEFT, word) | tools(code, BRANCH_RIGHT, word) == 0 {
            return Ok(false);
        }
        let Some((left, right)) = sides(&code.code, word, op) else { return Ok(false) };
        let target = lines::target(&code.code, word, op).unwrap_or(right);
        let jumps = decide(vm, frame, code, pc, op)?;
        vm.settle();
        let to = if jumps == (target == left) { left } else { right };
        let event = if to == left { BRANCH_LEFT } else { BRANCH_RIGHT };
        let before = std::mem::replace(&mut vm.tracing.thread.next, NonNull::new(frame).map(|frame| (frame, to)));
        let result = match tools(code, event, word) {
            0 => Ok(()),
            told => vm.tell_tools(frame, event, told, word, &[Value::small(byte_offset(to))]),
        };
        // Nothing: the frame was sent elsewhere.
        if let Some((_, to)) = std::mem::replace(&mut vm.tracing.thread.next, before) {
            (*frame).pc = code.start().add(to as usize);
        }
        result.map(|()| true)
    }
}

/// Does what a branch does but for the jump: whether it jumps.
unsafe fn decide(vm: &mut Vm, frame: *mut Frame, code: &CodeObject, pc: *mut Instr, op: Op) -> PyResult<bool> {
    // SAFETY: registers are those the instruction names.
    unsafe {
        let Instr { x, a, b, .. } = *pc;
        let register = |index: u16| (*frame).register(index);
        let value = |index: u16| (*register(index)).clone().unwrap_or_else(Value::none);
        let take = |vm: &mut Vm, bit: u8, index: u16| {
            if x & bit != 0 {
                drop((*register(index)).take());
                vm.settle();
            }
        };
        match op {
            Op::JumpIfTrue | Op::JumpIfFalse => {
                let truth = vm.truth(&value(a))?;
                take(vm, 2, a);
                Ok(truth == (op == Op::JumpIfTrue))
            }
            Op::JumpIfNone | Op::JumpIfNotNone => {
                let none = value(a).is_none();
                take(vm, 2, a);
                Ok(none == (op == Op::JumpIfNone))
            }
            Op::JumpIfIs => {
                let same = value(a).is(&value(b));
                take(vm, 2, a);
                take(vm, 4, b);
                Ok(same == (x & 1 != 0))
            }
            Op::ForIter | Op::ForIterRange | Op::ForIterList | Op::ForIterGenerator => {
                let next = vm.next(&value(b))?;
                let ended = next.is_none();
                match next {
                    Some(item) => drop((*register(a)).replace(item)),
                    None => drop((*register(b)).take()),
                }
                Ok(ended)
            }
            _ => {
                let Some((comparison, constant)) = comparison(op) else { return Ok(false) };
                let other = if constant { code.constant(b).clone() } else { value(b) };
                let truth = operators::compare_truth(vm, comparison, &value(a), &other)?;
                take(vm, 2, a);
                if !constant {
                    take(vm, 4, b);
                }
                Ok(truth == (x & 1 != 0))
            }
        }
    }
}
