//! Expressions: the dispatch, and the simple ones.

use super::Gen;
use super::unit::{Unit, Val};
use crate::ast::{Context, Expr, ExprId, ExprKind, Range, Symbol, UnaryOp};
use crate::code::Position;
use crate::fault::Res;
use crate::opcode::Op;

impl Gen<'_, '_, '_> {
    /// The value of an expression, wherever it is; it is read before other code of the program runs.
    pub fn expr(&mut self, id: ExprId) -> Res<Val> {
        self.expr_with(id, None, false)
    }

    /// The value of an expression that is read only after others are evaluated.
    pub fn expr_early(&mut self, id: ExprId) -> Res<Val> {
        self.expr_with(id, None, true)
    }

    /// The value of an expression: a variable in place, else in `scratch` or a new temporary.
    pub fn expr_with(&mut self, id: ExprId, scratch: Option<u16>, early: bool) -> Res<Val> {
        let Expr { kind, range } = self.tree[id];
        match kind {
            ExprKind::Name { id: name, .. } if !self.is_debug(name) => {
                return self.load_name(name, scratch, early, range);
            }
            ExprKind::NamedExpr { target, value } => return self.walrus(target, value, scratch, early),
            _ => {}
        }
        let register = match scratch {
            Some(register) => register,
            None => self.unit.temp()?,
        };
        let mark = self.unit.next_temp;
        self.expr_into(id, register)?;
        self.unit.next_temp = mark;
        Ok(Val::temp(register))
    }

    /// The value of an expression as a new temporary at the top.
    pub fn expr_temp(&mut self, id: ExprId) -> Res<Val> {
        let register = self.unit.temp()?;
        self.expr_into(id, register)?;
        Ok(Val::temp(register))
    }

    /// `__debug__` is a constant.
    pub fn is_debug(&self, name: Symbol) -> bool {
        name == self.scopes.names.debug
    }

    /// Evaluates for the effects alone.
    pub fn effect(&mut self, id: ExprId) -> Res {
        let mark = self.unit.next_temp;
        if self.folded(id)?.is_none() {
            let value = self.expr(id)?;
            self.discard(value)?;
        }
        self.unit.next_temp = mark;
        Ok(())
    }

    /// The value of an expression in `dst`; temporaries used on the way are free again afterwards.
    pub fn expr_into(&mut self, id: ExprId, dst: u16) -> Res {
        self.check_stack()?;
        let mark = self.unit.next_temp;
        if let Some(constant) = self.folded(id)? {
            self.at(self.tree[id].range);
            self.load_const(dst, constant)?;
        } else {
            self.composite_into(id, dst)?;
        }
        self.unit.next_temp = mark;
        Ok(())
    }

    fn composite_into(&mut self, id: ExprId, dst: u16) -> Res {
        let Expr { kind, range } = self.tree[id];
        let scratch = self.unit.is_temp(dst).then_some(dst);
        match kind {
            ExprKind::Name { id, .. } => self.load_name_into(id, dst, range),
            ExprKind::Constant(constant) => {
                let constant = super::constants::literal(self.tree, self.meter, constant)?;
                self.at(range);
                self.load_const(dst, constant)
            }
            ExprKind::NamedExpr { target, value } => {
                let value = self.walrus(target, value, scratch, false)?;
                self.move_to(dst, value)
            }
            ExprKind::BinOp { left, op, right } => self.binary(left, op, right, range, dst),
            ExprKind::UnaryOp { op, operand } => {
                let value = self.expr_with(operand, scratch, false)?;
                self.at(range);
                let op = match op {
                    UnaryOp::Invert => Op::Invert,
                    UnaryOp::Not => Op::Not,
                    UnaryOp::UAdd => Op::Pos,
                    UnaryOp::USub => Op::Neg,
                };
                self.unary(op, dst, value, 0)
            }
            ExprKind::BoolOp { op, values } => self.bool_op(op, values, dst),
            ExprKind::Compare { left, ops, comparators } => self.compare(left, ops, comparators, range, dst),
            ExprKind::IfExp { test, body, orelse } => self.if_expr(test, body, orelse, dst),
            ExprKind::Lambda { args, body } => self.lambda(id, args, body, range, dst),
            ExprKind::Dict { keys, values } => self.dict(keys, values, range, dst),
            ExprKind::Set { elts } => self.set(elts, range, dst),
            ExprKind::List { elts, .. } => self.list(elts, range, dst),
            ExprKind::Tuple { elts, .. } => self.tuple(elts, range, dst),
            ExprKind::ListComp { generators, .. }
            | ExprKind::SetComp { generators, .. }
            | ExprKind::DictComp { generators, .. }
            | ExprKind::GeneratorExp { generators, .. } => self.comprehension(id, generators, range, dst),
            ExprKind::Await { value } => self.await_expr(value, range, dst),
            ExprKind::Yield { value } => self.yield_expr(value, range, dst),
            ExprKind::YieldFrom { value } => self.yield_from(value, range, dst),
            ExprKind::Call { func, args, keywords } => self.call(func, args, keywords, range, dst),
            ExprKind::JoinedStr { values } => self.joined_str(values, range, dst),
            ExprKind::TemplateStr { values } => self.template_str(values, range, dst),
            ExprKind::FormattedValue { .. } => self.formatted_value(id, dst),
            ExprKind::Interpolation { .. } => {
                let base = self.interpolation(id)?;
                self.move_to(dst, Val::temp(base))
            }
            ExprKind::Attribute { value, attr, .. } => self.attribute(id, value, attr, range, dst),
            ExprKind::Subscript { value, slice, .. } => self.subscript(value, slice, range, dst),
            ExprKind::Slice { lower, upper, step } => self.slice_object(lower, upper, step, range, dst),
            ExprKind::Starred { ctx: Context::Load, .. } => self.error(range, &["can't use starred expression here"]),
            ExprKind::Starred { .. } => self.error(range, &["starred assignment target must be in a list or tuple"]),
        }
    }

    /// Emits an instruction with destination and one operand.
    pub fn unary(&mut self, op: Op, dst: u16, value: Val, x: u8) -> Res {
        let taken = if value.reg == dst { 0 } else { value.first() };
        self.emit(op, dst, value.reg, 0, taken | x)
    }

    fn walrus(&mut self, target: ExprId, value: ExprId, scratch: Option<u16>, early: bool) -> Res<Val> {
        let Expr { kind, range } = self.tree[target];
        let ExprKind::Name { id: name, .. } = kind else { return self.expr_with(value, scratch, early) };
        if let (super::names::Home::Register(register), _) = self.home(name) {
            self.expr_into(value, register)?;
            self.unit.bound.insert(register);
            if !early {
                return Ok(Val::local(register));
            }
            let copy = match scratch {
                Some(register) => register,
                None => self.unit.temp()?,
            };
            self.move_to(copy, Val::local(register))?;
            return Ok(Val::temp(copy));
        }
        let value = self.expr_with(value, scratch, true)?;
        self.store_name(name, value.kept(), range)?;
        Ok(value)
    }

    fn if_expr(&mut self, test: ExprId, body: ExprId, orelse: ExprId, dst: u16) -> Res {
        let (other, end) = (self.label()?, self.label()?);
        self.cond(test, false, other)?;
        self.expr_into(body, dst)?;
        self.goto(end)?;
        self.bind(other);
        self.expr_into(orelse, dst)?;
        self.bind(end);
        Ok(())
    }

    /// Where an attribute access stands: its name alone when that is not on the first line.
    pub fn attribute_position(&self, whole: Range, attribute: ExprId) -> Position {
        let mut pos = Unit::position(whole);
        let at = self.tree[attribute].range;
        let ExprKind::Attribute { attr, .. } = self.tree[attribute].kind else { return pos };
        if pos.line != at.end_line {
            pos.line = at.end_line;
            let len = self.tree.str(attr).chars().count() as u32;
            if len <= at.end_column {
                pos.column = at.end_column - len;
                pos.end_column = at.end_column;
                pos.end_line = at.end_line;
            } else {
                pos = Gen::line_only(at.end_line);
            }
        }
        pos
    }

    fn attribute(&mut self, id: ExprId, value: ExprId, attr: Symbol, range: Range, dst: u16) -> Res {
        let name = self.mangled(attr);
        let name = self.name(name)?;
        if let Some(base) = self.super_arguments(value)? {
            let two = self.written_super_arguments(value);
            self.unit.pos = self.attribute_position(range, id);
            return self.emit_name(Op::LoadSuperAttr, dst, base, name, two);
        }
        let scratch = self.unit.is_temp(dst).then_some(dst);
        let object = self.expr_with(value, scratch, false)?;
        self.unit.pos = self.attribute_position(range, id);
        let taken = if object.reg == dst { 0 } else { object.first() };
        self.emit_name(Op::LoadAttr, dst, object.reg, name, taken)
    }
}
