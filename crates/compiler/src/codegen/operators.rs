//! Operators, comparisons, `and`, `or`, and conditions as jumps.

use super::Gen;
use super::unit::{Label, Val};
use crate::ast::{BoolOp, CmpOp, Expr, ExprId, ExprKind, List, Operator, Range, UnaryOp};
use crate::code::Const;
use crate::fault::Res;
use crate::opcode::Op;

/// The opcode of an operator, and the form with a constant.
fn binary_ops(op: Operator) -> (Op, Option<Op>) {
    match op {
        Operator::Add => (Op::Add, Some(Op::AddK)),
        Operator::Sub => (Op::Sub, Some(Op::SubK)),
        Operator::Mult => (Op::Mul, Some(Op::MulK)),
        Operator::MatMult => (Op::MatMul, None),
        Operator::Div => (Op::TrueDiv, Some(Op::TrueDivK)),
        Operator::Mod => (Op::Mod, Some(Op::ModK)),
        Operator::Pow => (Op::Pow, Some(Op::PowK)),
        Operator::LShift => (Op::LShift, Some(Op::LShiftK)),
        Operator::RShift => (Op::RShift, Some(Op::RShiftK)),
        Operator::BitOr => (Op::Or, Some(Op::OrK)),
        Operator::BitXor => (Op::Xor, Some(Op::XorK)),
        Operator::BitAnd => (Op::And, Some(Op::AndK)),
        Operator::FloorDiv => (Op::FloorDiv, Some(Op::FloorDivK)),
    }
}

/// The opcodes of an ordering or equality: value, jump, jump with a constant.
fn compare_ops(op: CmpOp) -> Option<(Op, Op, Op)> {
    Some(match op {
        CmpOp::Eq => (Op::Eq, Op::JumpIfEq, Op::JumpIfEqK),
        CmpOp::NotEq => (Op::Ne, Op::JumpIfNe, Op::JumpIfNeK),
        CmpOp::Lt => (Op::Lt, Op::JumpIfLt, Op::JumpIfLtK),
        CmpOp::LtE => (Op::Le, Op::JumpIfLe, Op::JumpIfLeK),
        CmpOp::Gt => (Op::Gt, Op::JumpIfGt, Op::JumpIfGtK),
        CmpOp::GtE => (Op::Ge, Op::JumpIfGe, Op::JumpIfGeK),
        CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => return None,
    })
}

/// The truth of a constant.
pub(crate) fn truth(constant: &Const) -> bool {
    match constant {
        Const::None => false,
        Const::Bool(b) => *b,
        Const::Ellipsis | Const::BigInt(..) | Const::Slice(_) | Const::Code(_) | Const::Packed(_) => true,
        Const::Int(n) => *n != 0,
        Const::Float(x) => *x != 0.0,
        Const::Complex(x, y) => *x != 0.0 || *y != 0.0,
        Const::Str(text) | Const::Bytes(text) => !text.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}

impl Gen<'_, '_, '_> {
    /// `left op right` into `dst`.
    pub fn binary(&mut self, left: ExprId, op: Operator, right: ExprId, range: Range, dst: u16) -> Res {
        let scratch = self.unit.is_temp(dst).then_some(dst);
        let left = self.expr_with(left, scratch, true)?;
        let scratch = scratch.filter(|&s| left.reg != s);
        self.operate(op, 0, left, right, scratch, range, dst)
    }

    /// `dst = left op right`; `x` is 1 for the in-place form.
    #[expect(clippy::too_many_arguments, reason = "an instruction has that many parts")]
    pub fn operate(
        &mut self,
        op: Operator,
        x: u8,
        left: Val,
        right: ExprId,
        scratch: Option<u16>,
        range: Range,
        dst: u16,
    ) -> Res {
        let (plain, with_const) = binary_ops(op);
        if let Some(with_const) = with_const
            && let Some(constant) = self.folded16(right)?
        {
            self.at(range);
            let taken = if left.reg == dst { 0 } else { left.first() };
            return self.emit(with_const, dst, left.reg, constant, x | taken);
        }
        let right = self.expr_with(right, scratch, false)?;
        self.at(range);
        self.operands(plain, dst, left, right, x)
    }

    /// Emits an instruction with destination and two operands.
    pub fn operands(&mut self, op: Op, dst: u16, left: Val, right: Val, x: u8) -> Res {
        let first = if left.reg == dst { 0 } else { left.first() };
        let second = if right.reg == dst { 0 } else { right.second() };
        self.emit(op, dst, left.reg, right.reg, x | first | second)
    }

    /// One comparison as a value.
    fn compare_one(&mut self, op: CmpOp, left: Val, right: Val, dst: u16) -> Res {
        match (compare_ops(op), op) {
            (Some((plain, ..)), _) => self.operands(plain, dst, left, right, 0),
            (None, CmpOp::Is) => self.operands(Op::Is, dst, left, right, 0),
            (None, CmpOp::IsNot) => self.operands(Op::Is, dst, left, right, 1),
            (None, CmpOp::NotIn) => self.operands(Op::In, dst, left, right, 1),
            (None, _) => self.operands(Op::In, dst, left, right, 0),
        }
    }

    /// The right operand of the last comparison of a chain: displays behind `in` are constants where they can be. (One
    /// in the middle is the left operand of the next comparison too, which sees what it is.)
    fn right_operand(&mut self, op: CmpOp, id: ExprId, scratch: Option<u16>, early: bool) -> Res<Val> {
        if matches!(op, CmpOp::In | CmpOp::NotIn)
            && let Some(constant) = self.folds.container(self.tree, self.meter, id)?
        {
            let register = match scratch {
                Some(register) => register,
                None => self.unit.temp()?,
            };
            self.at(self.tree[id].range);
            self.load_const(register, constant)?;
            return Ok(Val::temp(register));
        }
        self.expr_with(id, scratch, early)
    }

    /// A comparison, perhaps a chain, as a value.
    pub fn compare(
        &mut self,
        left: ExprId,
        ops: List<CmpOp>,
        comparators: List<ExprId>,
        range: Range,
        dst: u16,
    ) -> Res {
        self.warn_comparisons(left, ops, comparators, range)?;
        let scratch = self.unit.is_temp(dst).then_some(dst);
        let count = ops.len().min(comparators.len());
        if count == 1 {
            let (op, right) = (self.tree[ops][0], self.tree[comparators][0]);
            let left = self.expr_with(left, scratch, true)?;
            let scratch = scratch.filter(|&s| left.reg != s);
            let right = self.right_operand(op, right, scratch, false)?;
            self.at(range);
            return self.compare_one(op, left, right, dst);
        }
        let result = match scratch {
            Some(register) => register,
            None => self.unit.temp()?,
        };
        let middles = [self.unit.temp()?, self.unit.temp()?];
        let (clean, end) = (self.label()?, self.label()?);
        let mut left = self.expr_early(left)?;
        let mut used = [false; 2];
        for at in 0..count {
            let (op, right) = (self.tree[ops][at], self.tree[comparators][at]);
            let last = at + 1 == count;
            let place = at % 2;
            let right = if last {
                self.right_operand(op, right, Some(middles[place]), false)?
            } else {
                self.expr_with(right, Some(middles[place]), true)?
            };
            self.at(range);
            if last {
                self.compare_one(op, left, right, dst)?;
            } else {
                used[place] |= right.temp;
                self.compare_one(op, left, right.kept(), result)?;
                self.jump(Op::JumpIfFalse, result, 0, 0, clean)?;
                left = right;
            }
        }
        if result == dst && used == [false; 2] {
            self.bind(clean);
        } else {
            self.goto(end)?;
            self.bind(clean);
            for (register, used) in middles.into_iter().zip(used) {
                if used {
                    self.clear(register)?;
                }
            }
            self.move_to(dst, Val::temp(result))?;
        }
        self.bind(end);
        Ok(())
    }

    /// `and`, `or` as a value.
    pub fn bool_op(&mut self, op: BoolOp, values: List<ExprId>, dst: u16) -> Res {
        let stop = if op == BoolOp::And { Op::JumpIfFalse } else { Op::JumpIfTrue };
        let go_on = if op == BoolOp::And { Op::JumpIfTrue } else { Op::JumpIfFalse };
        let own = self.unit.is_temp(dst);
        let scratch = if own { dst } else { self.unit.temp()? };
        let (end, stub) = (self.label()?, self.label()?);
        let last = values.len().saturating_sub(1);
        for at in 0..last {
            let id = self.tree[values][at];
            let value = self.expr_with(id, Some(scratch), false)?;
            self.at(self.tree[id].range);
            if value.temp {
                self.jump(stop, value.reg, 0, 0, if own { end } else { stub })?;
                self.clear(value.reg)?;
            } else if value.reg == dst {
                self.jump(stop, value.reg, 0, 0, end)?;
            } else {
                let next = self.label()?;
                self.jump(go_on, value.reg, 0, 0, next)?;
                self.move_to(dst, value)?;
                self.goto(end)?;
                self.bind(next);
            }
        }
        if let Some(&id) = self.tree[values].get(last) {
            self.expr_into(id, dst)?;
        }
        if self.unit.is_met(stub) {
            self.goto(end)?;
            self.bind(stub);
            self.move_to(dst, Val::temp(scratch))?;
        }
        self.bind(end);
        Ok(())
    }

    /// Jumps to `target` when the truth of an expression is `sense`.
    pub fn cond(&mut self, id: ExprId, sense: bool, target: Label) -> Res {
        let mark = self.unit.next_temp;
        self.cond_inner(id, sense, target)?;
        self.unit.next_temp = mark;
        Ok(())
    }

    fn cond_inner(&mut self, id: ExprId, sense: bool, target: Label) -> Res {
        self.check_stack()?;
        let Expr { kind, range } = self.tree[id];
        if let Some(constant) = self.folded(id)? {
            if truth(&constant) != sense {
                return Ok(());
            }
            self.silent(range)?;
            return self.goto(target);
        }
        match kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => self.cond(operand, !sense, target),
            ExprKind::BoolOp { op, values } => self.cond_bool_op(op, values, sense, target),
            ExprKind::IfExp { test, body, orelse } => {
                let (other, end) = (self.label()?, self.label()?);
                self.cond(test, false, other)?;
                self.cond(body, sense, target)?;
                self.goto(end)?;
                self.bind(other);
                self.cond(orelse, sense, target)?;
                self.bind(end);
                Ok(())
            }
            ExprKind::Compare { left, ops, comparators } => {
                self.warn_comparisons(left, ops, comparators, range)?;
                self.cond_compare(left, ops, comparators, range, sense, target)
            }
            _ => {
                let value = self.expr(id)?;
                self.at(range);
                self.jump_on(value, sense, target)
            }
        }
    }

    /// Jumps when the truth of a value is `sense`.
    pub fn jump_on(&mut self, value: Val, sense: bool, target: Label) -> Res {
        let op = if sense { Op::JumpIfTrue } else { Op::JumpIfFalse };
        self.jump(op, value.reg, 0, value.first(), target)
    }

    fn cond_bool_op(&mut self, op: BoolOp, values: List<ExprId>, sense: bool, target: Label) -> Res {
        let last = values.len().saturating_sub(1);
        // The truth that decides the whole at once.
        let decisive = op == BoolOp::Or;
        let past = self.label()?;
        for at in 0..last {
            let id = self.tree[values][at];
            self.cond(id, decisive, if decisive == sense { target } else { past })?;
        }
        if let Some(&id) = self.tree[values].get(last) {
            self.cond(id, sense, target)?;
        }
        self.bind(past);
        Ok(())
    }

    fn cond_compare(
        &mut self,
        left: ExprId,
        ops: List<CmpOp>,
        comparators: List<ExprId>,
        range: Range,
        sense: bool,
        target: Label,
    ) -> Res {
        let count = ops.len().min(comparators.len());
        let mut left = self.expr_with(left, None, true)?;
        if count == 1 {
            let (op, right) = (self.tree[ops][0], self.tree[comparators][0]);
            return self.fused(op, left, right, None, range, sense, target);
        }
        let middles = [self.unit.temp()?, self.unit.temp()?];
        let mut used = [false; 2];
        let (failed, past) = (self.label()?, self.label()?);
        for at in 0..count {
            let (op, right) = (self.tree[ops][at], self.tree[comparators][at]);
            let place = at % 2;
            if at + 1 == count {
                self.fused(op, left, right, Some(middles[place]), range, sense, target)?;
            } else {
                let right = self.expr_with(right, Some(middles[place]), true)?;
                used[place] |= right.temp;
                self.at(range);
                self.fused_values(op, left, right.kept(), false, failed)?;
                left = right;
            }
        }
        if self.unit.is_met(failed) {
            if used != [false; 2] || !sense {
                self.goto(past)?;
            }
            self.bind(failed);
            for (register, used) in middles.into_iter().zip(used) {
                if used {
                    self.clear(register)?;
                }
            }
            if !sense {
                self.goto(target)?;
            }
        }
        self.bind(past);
        Ok(())
    }

    /// One comparison as a jump.
    #[expect(clippy::too_many_arguments, reason = "an instruction has that many parts")]
    pub fn fused(
        &mut self,
        op: CmpOp,
        left: Val,
        right: ExprId,
        scratch: Option<u16>,
        range: Range,
        sense: bool,
        target: Label,
    ) -> Res {
        if let Some(constant) = self.folded(right)? {
            if matches!(constant, Const::None) && matches!(op, CmpOp::Is | CmpOp::IsNot) {
                self.at(range);
                let op = if (op == CmpOp::Is) == sense { Op::JumpIfNone } else { Op::JumpIfNotNone };
                return self.jump(op, left.reg, 0, left.first(), target);
            }
            if let Some((.., with_const)) = compare_ops(op)
                && let Ok(index) = u16::try_from(self.constant(constant)?)
            {
                self.at(range);
                return self.jump(with_const, left.reg, index, left.first() | u8::from(sense), target);
            }
        }
        let right = self.right_operand(op, right, scratch, false)?;
        self.at(range);
        self.fused_values(op, left, right, sense, target)
    }

    fn fused_values(&mut self, op: CmpOp, left: Val, right: Val, sense: bool, target: Label) -> Res {
        let taken = left.first() | right.second();
        match (compare_ops(op), op) {
            (Some((_, jump, _)), _) => self.jump(jump, left.reg, right.reg, taken | u8::from(sense), target),
            (None, CmpOp::Is) => self.jump(Op::JumpIfIs, left.reg, right.reg, taken | u8::from(sense), target),
            (None, CmpOp::IsNot) => self.jump(Op::JumpIfIs, left.reg, right.reg, taken | u8::from(!sense), target),
            (None, _) => {
                let mark = self.unit.next_temp;
                let result = self.unit.temp()?;
                self.operands(Op::In, result, left, right, u8::from(op == CmpOp::NotIn))?;
                self.jump_on(Val::temp(result), sense, target)?;
                self.unit.next_temp = mark;
                Ok(())
            }
        }
    }
}
