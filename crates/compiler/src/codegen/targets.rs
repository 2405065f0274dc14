//! Assignment and deletion.

use super::Gen;
use super::names::Home;
use super::unit::Val;
use crate::ast::{Expr, ExprId, ExprKind, List, Operator, Range};
use crate::fault::Res;
use crate::opcode::Op;

impl Gen<'_, '_, '_> {
    /// `target = value`
    pub fn assign_one(&mut self, target: ExprId, value: ExprId) -> Res {
        let mark = self.unit.next_temp;
        let Expr { kind, range } = self.tree[target];
        match kind {
            ExprKind::Name { id, .. } => {
                if let (Home::Register(register), _) = self.home(id) {
                    self.expr_into(value, register)?;
                    self.unit.bound.insert(register);
                } else {
                    let value = self.expr(value)?;
                    self.store_name(id, value, range)?;
                }
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => {
                if !self.assign_pairwise(elts, value)? {
                    let value = self.expr_early(value)?;
                    self.store(target, value)?;
                }
            }
            _ => {
                let value = self.expr_early(value)?;
                self.store(target, value)?;
            }
        }
        self.unit.next_temp = mark;
        Ok(())
    }

    /// `a, b = x, y` without a tuple, when both sides are as long and nothing is unpacked.
    fn assign_pairwise(&mut self, targets: List<ExprId>, value: ExprId) -> Res<bool> {
        let ExprKind::Tuple { elts: values, .. } = self.tree[value].kind else { return Ok(false) };
        let starred = |&id: &ExprId| matches!(self.tree[id].kind, ExprKind::Starred { .. });
        let count = targets.len();
        let fits = (1..=16).contains(&count)
            && count == values.len()
            && !self.tree[targets].iter().any(starred)
            && !self.tree[values].iter().any(starred);
        if !fits {
            return Ok(false);
        }
        let mut held = [Val::local(0); 16];
        for (at, place) in held.iter_mut().enumerate().take(count) {
            let id = self.tree[values][at];
            let value = self.expr_early(id)?;
            *place =
                if !value.temp && self.is_stored_before(targets, at, value.reg) { self.owned(value)? } else { value };
        }
        for (at, &value) in held.iter().enumerate().take(count) {
            let target = self.tree[targets][at];
            self.store(target, value)?;
        }
        Ok(true)
    }

    /// Whether one of the first `count` targets may write variable `register`.
    fn is_stored_before(&self, targets: List<ExprId>, count: usize, register: u16) -> bool {
        self.tree[targets].iter().take(count).any(|&id| match self.tree[id].kind {
            ExprKind::Name { id, .. } => self.home(id).0 == Home::Register(register),
            ExprKind::Attribute { .. } => false,
            _ => true,
        })
    }

    /// Assigns a value to a target.
    pub fn store(&mut self, target: ExprId, value: Val) -> Res {
        let mark = self.unit.next_temp;
        let Expr { kind, range } = self.tree[target];
        match kind {
            ExprKind::Name { id, .. } => self.store_name(id, value, range)?,
            ExprKind::Attribute { value: object, attr, .. } => {
                self.note_static_attribute(object, attr)?;
                let name = self.mangled(attr);
                let name = self.name(name)?;
                let object = self.expr(object)?;
                self.unit.pos = self.attribute_position(range, target);
                self.emit_name(Op::StoreAttr, object.reg, value.reg, name, object.first() | value.second())?;
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                let object = self.expr_early(object)?;
                if let Some(pair) = self.slice_pair(slice)? {
                    self.at(range);
                    self.emit(Op::SetSlice, object.reg, value.reg, pair, object.first() | value.second())?;
                } else {
                    let key = self.expr(slice)?;
                    self.at(range);
                    let taken = object.first() | key.second() | value.third();
                    self.emit(Op::SetItem, object.reg, key.reg, value.reg, taken)?;
                }
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => self.unpack(elts, value, range)?,
            ExprKind::Starred { .. } => {
                return self.error(range, &["starred assignment target must be in a list or tuple"]);
            }
            _ => return self.error(range, &["cannot assign to expression"]),
        }
        self.unit.next_temp = mark;
        Ok(())
    }

    /// Assigns the items of a value to targets.
    fn unpack(&mut self, elts: List<ExprId>, value: Val, range: Range) -> Res {
        let count = elts.len();
        let mut star = None;
        for at in 0..count {
            let elt = self.tree[elts][at];
            if matches!(self.tree[elt].kind, ExprKind::Starred { .. }) {
                if star.is_some() {
                    return self.error(range, &["multiple starred expressions in assignment"]);
                }
                star = Some(at);
            }
        }
        if star.is_some_and(|at| at >= 256) || count > usize::from(u16::MAX) / 2 {
            return self.error(range, &["too many expressions in star-unpacking assignment"]);
        }
        let direct = if star.is_none() { self.consecutive_variables(elts) } else { None };
        if let Some(first) = direct {
            self.at(range);
            self.emit(Op::UnpackSequence, value.reg, first, count as u16, value.first() | 1)?;
            for register in first..first + count as u16 {
                self.unit.bound.insert(register);
            }
            return Ok(());
        }
        let first = self.unit.temps(count)?;
        self.at(range);
        match star {
            None => self.emit(Op::UnpackSequence, value.reg, first, count as u16, value.first())?,
            Some(at) => {
                let after = (count - at - 1) as u32;
                self.emit_wide(Op::UnpackEx, value.reg, first, at as u16, value.first(), after)?;
            }
        }
        for at in 0..count {
            let elt = self.tree[elts][at];
            let target = match self.tree[elt].kind {
                ExprKind::Starred { value, .. } => value,
                _ => elt,
            };
            self.store(target, Val::temp(first + at as u16))?;
        }
        Ok(())
    }

    /// The first of the targets' registers when they are variables in a row.
    fn consecutive_variables(&self, elts: List<ExprId>) -> Option<u16> {
        let mut first = None;
        for (at, &elt) in self.tree[elts].iter().enumerate() {
            let ExprKind::Name { id, .. } = self.tree[elt].kind else { return None };
            let (Home::Register(register), _) = self.home(id) else { return None };
            let start = *first.get_or_insert(register);
            if usize::from(register) != usize::from(start) + at {
                return None;
            }
        }
        first
    }

    /// `target op= value`
    pub fn augmented(&mut self, target: ExprId, op: Operator, value: ExprId, range: Range) -> Res {
        let mark = self.unit.next_temp;
        let Expr { kind, range: at } = self.tree[target];
        match kind {
            ExprKind::Name { id, .. } => {
                let (home, _) = self.home(id);
                let left = self.load_name(id, None, true, at)?;
                if let Home::Register(register) = home {
                    self.operate(op, 1, left, value, None, range, register)?;
                    self.unit.bound.insert(register);
                } else {
                    self.operate(op, 1, left, value, None, range, left.reg)?;
                    self.store_home(home, left, at)?;
                }
            }
            ExprKind::Attribute { value: object, attr, .. } => {
                self.note_static_attribute(object, attr)?;
                let name = self.mangled(attr);
                let name = self.name(name)?;
                let object = self.expr_early(object)?;
                let left = self.unit.temp()?;
                self.unit.pos = self.attribute_position(at, target);
                self.emit_name(Op::LoadAttr, left, object.reg, name, 0)?;
                self.operate(op, 1, Val::temp(left), value, None, range, left)?;
                self.unit.pos = self.attribute_position(at, target);
                self.emit_name(Op::StoreAttr, object.reg, left, name, object.first() | 4)?;
            }
            ExprKind::Subscript { value: object, slice, .. } => {
                let object = self.expr_early(object)?;
                let key = self.expr_early(slice)?;
                let left = self.unit.temp()?;
                self.at(at);
                self.emit(Op::GetItem, left, object.reg, key.reg, 0)?;
                self.operate(op, 1, Val::temp(left), value, None, range, left)?;
                self.at(at);
                self.emit(Op::SetItem, object.reg, key.reg, left, object.first() | key.second() | 8)?;
            }
            _ => return self.error(range, &["illegal expression for augmented assignment"]),
        }
        self.unit.next_temp = mark;
        Ok(())
    }

    /// `del target`
    pub fn delete(&mut self, target: ExprId) -> Res {
        let mark = self.unit.next_temp;
        let Expr { kind, range } = self.tree[target];
        match kind {
            ExprKind::Name { id, .. } => self.delete_name(id, range)?,
            ExprKind::Attribute { value, attr, .. } => {
                let name = self.mangled(attr);
                let name = self.name(name)?;
                let object = self.expr(value)?;
                self.unit.pos = self.attribute_position(range, target);
                self.emit_name(Op::DeleteAttr, object.reg, 0, name, object.first())?;
            }
            ExprKind::Subscript { value, slice, .. } => {
                let object = self.expr_early(value)?;
                let key = self.expr(slice)?;
                self.at(range);
                self.emit(Op::DeleteItem, object.reg, key.reg, 0, object.first() | key.second())?;
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => {
                for at in 0..elts.len() {
                    let elt = self.tree[elts][at];
                    self.delete(elt)?;
                }
            }
            _ => return self.error(range, &["cannot delete expression"]),
        }
        self.unit.next_temp = mark;
        Ok(())
    }

    /// `self.x = …` in a method: `x` belongs to `__static_attributes__` of the class around.
    fn note_static_attribute(&mut self, object: ExprId, attr: crate::ast::Symbol) -> Res {
        let ExprKind::Name { id, .. } = self.tree[object].kind else { return Ok(()) };
        if id != self.scopes.names.self_ {
            return Ok(());
        }
        let class = self.outer.iter_mut().rev().find(|unit| unit.kind == crate::scope::ScopeKind::Class);
        if let Some(class) = class
            && !class.static_attributes.contains(&attr)
        {
            class.static_attributes.push(self.meter, attr)?;
        }
        Ok(())
    }
}
