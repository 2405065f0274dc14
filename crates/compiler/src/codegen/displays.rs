//! Displays, subscripts, slices and formatted strings.

use super::Gen;
use super::constants::string;
use super::names::Home;
use super::unit::Val;
use crate::ast::{Constant, Conversion, Expr, ExprId, ExprKind, List, Range};
use crate::code::Const;
use crate::fault::Res;
use crate::opcode::Op;
use crate::room::Buf;

/// Longer displays are built piece by piece.
const MOST_ITEMS: usize = 128;

impl Gen<'_, '_, '_> {
    /// `[…]`
    pub fn list(&mut self, elts: List<ExprId>, range: Range, dst: u16) -> Res {
        if elts.len() > 2
            && let Some(items) = self.folds.tuple_of(self.tree, self.meter, elts)?
        {
            let list = self.scratch(dst)?;
            self.at(range);
            self.emit(Op::BuildList, list, 0, 0, 0)?;
            let items = self.const_temp(items)?;
            self.emit(Op::ListExtend, list, items.reg, 0, items.second())?;
            return self.move_to(dst, Val::temp(list));
        }
        self.sequence(elts, &[], None, range, dst)
    }

    /// A register to build something in that ends in `dst`.
    pub fn scratch(&mut self, dst: u16) -> Res<u16> {
        if self.unit.is_temp(dst) { Ok(dst) } else { self.unit.temp() }
    }

    fn is_starred(&self, id: ExprId) -> Option<ExprId> {
        match self.tree[id].kind {
            ExprKind::Starred { value, .. } => Some(value),
            _ => None,
        }
    }

    /// A list of what is in `before` (temporaries at the top), `elts`, and `after`.
    pub fn sequence(&mut self, elts: List<ExprId>, before: &[u16], after: Option<Home>, range: Range, dst: u16) -> Res {
        let mut first = before.first().copied();
        let head = self.plain_head(elts);
        let mut run = before.len();
        for at in 0..head {
            let elt = self.tree[elts][at];
            let value = self.expr_temp(elt)?;
            first = first.or(Some(value.reg));
            run += 1;
        }
        let whole = head == elts.len();
        if let (true, Some(home)) = (whole, after) {
            let register = self.unit.temp()?;
            self.load_home(home, register, range)?;
            first = first.or(Some(register));
            run += 1;
        }
        let list = if whole { dst } else { self.scratch(dst)? };
        self.at(range);
        self.emit(Op::BuildList, list, first.unwrap_or(0), run as u16, 0)?;
        if whole {
            return Ok(());
        }
        for at in head..elts.len() {
            let elt = self.tree[elts][at];
            let mark = self.unit.next_temp;
            if let Some(value) = self.is_starred(elt) {
                let value = self.expr(value)?;
                self.at(range);
                self.emit(Op::ListExtend, list, value.reg, 0, value.second())?;
            } else {
                let value = self.expr_temp(elt)?;
                self.at(range);
                self.emit(Op::ListAppend, list, value.reg, 0, 0)?;
            }
            self.unit.next_temp = mark;
        }
        if let Some(home) = after {
            let register = self.unit.temp()?;
            self.load_home(home, register, range)?;
            self.emit(Op::ListAppend, list, register, 0, 0)?;
        }
        self.move_to(dst, Val::temp(list))
    }

    /// How many items from the start are put into registers.
    fn plain_head(&self, elts: List<ExprId>) -> usize {
        self.tree[elts].iter().take(MOST_ITEMS).take_while(|&&elt| self.is_starred(elt).is_none()).count()
    }

    /// `(…)`
    pub fn tuple(&mut self, elts: List<ExprId>, range: Range, dst: u16) -> Res {
        if self.plain_head(elts) == elts.len() {
            let first = self.unit.next_temp;
            for at in 0..elts.len() {
                let elt = self.tree[elts][at];
                self.expr_temp(elt)?;
            }
            self.at(range);
            return self.emit(Op::BuildTuple, dst, first, elts.len() as u16, 0);
        }
        let list = self.scratch(dst)?;
        self.sequence(elts, &[], None, range, list)?;
        self.at(range);
        self.emit(Op::ListToTuple, dst, list, 0, 0)
    }

    /// `{a, b}`
    pub fn set(&mut self, elts: List<ExprId>, range: Range, dst: u16) -> Res {
        if elts.len() > 2
            && let Some(Const::Tuple(items)) = self.folds.tuple_of(self.tree, self.meter, elts)?
        {
            let set = self.scratch(dst)?;
            self.at(range);
            self.emit(Op::BuildSet, set, 0, 0, 0)?;
            let items = self.const_temp(Const::FrozenSet(items))?;
            self.emit(Op::SetUpdate, set, items.reg, 0, items.second())?;
            return self.move_to(dst, Val::temp(set));
        }
        let head = self.plain_head(elts);
        let first = self.unit.next_temp;
        for at in 0..head {
            let elt = self.tree[elts][at];
            self.expr_temp(elt)?;
        }
        let whole = head == elts.len();
        let set = if whole { dst } else { self.scratch(dst)? };
        self.at(range);
        self.emit(Op::BuildSet, set, first, head as u16, 0)?;
        if whole {
            return Ok(());
        }
        for at in head..elts.len() {
            let elt = self.tree[elts][at];
            let mark = self.unit.next_temp;
            if let Some(value) = self.is_starred(elt) {
                let value = self.expr(value)?;
                self.at(range);
                self.emit(Op::SetUpdate, set, value.reg, 0, value.second())?;
            } else {
                let value = self.expr_temp(elt)?;
                self.at(range);
                self.emit(Op::SetAdd, set, value.reg, 0, 0)?;
            }
            self.unit.next_temp = mark;
        }
        self.move_to(dst, Val::temp(set))
    }

    /// `{k: v, **m}`
    pub fn dict(&mut self, keys: List<Option<ExprId>>, values: List<ExprId>, range: Range, dst: u16) -> Res {
        let count = keys.len().min(values.len());
        let head = self.tree[keys].iter().take(count.min(MOST_ITEMS / 2)).take_while(|key| key.is_some()).count();
        let first = self.unit.next_temp;
        for at in 0..head {
            let (key, value) = (self.tree[keys][at], self.tree[values][at]);
            if let Some(key) = key {
                self.expr_temp(key)?;
            }
            self.expr_temp(value)?;
        }
        let whole = head == count;
        let dict = if whole { dst } else { self.scratch(dst)? };
        self.at(range);
        self.emit(Op::BuildDict, dict, first, head as u16, 0)?;
        if whole {
            return Ok(());
        }
        for at in head..count {
            let (key, value) = (self.tree[keys][at], self.tree[values][at]);
            let mark = self.unit.next_temp;
            if let Some(key) = key {
                let key = self.expr_temp(key)?;
                let value = self.expr_temp(value)?;
                self.at(range);
                self.emit(Op::DictSet, dict, key.reg, value.reg, 0)?;
            } else {
                let value = self.expr(value)?;
                self.at(range);
                self.emit(Op::DictUpdate, dict, value.reg, 0, value.second())?;
            }
            self.unit.next_temp = mark;
        }
        self.move_to(dst, Val::temp(dict))
    }

    /// Start and stop of a slice without step that is not constant, in a row of new temporaries.
    pub fn slice_pair(&mut self, slice: ExprId) -> Res<Option<u16>> {
        let Expr { kind: ExprKind::Slice { lower, upper, step: None }, range } = self.tree[slice] else {
            return Ok(None);
        };
        if self.folded(slice)?.is_some() {
            return Ok(None);
        }
        let base = self.unit.temps(2)?;
        self.slice_parts(base, [lower, upper], range)?;
        Ok(Some(base))
    }

    fn slice_parts<const N: usize>(&mut self, base: u16, parts: [Option<ExprId>; N], range: Range) -> Res {
        for (at, part) in (base..).zip(parts) {
            match part {
                Some(part) => self.expr_into(part, at)?,
                None => {
                    self.at(range);
                    self.load_const(at, Const::None)?;
                }
            }
        }
        Ok(())
    }

    /// `lower:upper:step` as an object.
    pub fn slice_object(
        &mut self,
        lower: Option<ExprId>,
        upper: Option<ExprId>,
        step: Option<ExprId>,
        range: Range,
        dst: u16,
    ) -> Res {
        let count = if step.is_some() { 3 } else { 2 };
        let base = self.unit.temps(count)?;
        self.slice_parts(base, [lower, upper], range)?;
        if let Some(step) = step {
            self.expr_into(step, base + 2)?;
        }
        self.at(range);
        self.emit(Op::BuildSlice, dst, base, 0, count as u8)
    }

    /// `value[slice]`
    pub fn subscript(&mut self, value: ExprId, slice: ExprId, range: Range, dst: u16) -> Res {
        self.warn_subscript(value, slice)?;
        let scratch = self.unit.is_temp(dst).then_some(dst);
        let object = self.expr_with(value, scratch, true)?;
        if let Some(pair) = self.slice_pair(slice)? {
            self.at(range);
            let taken = if object.reg == dst { 0 } else { object.first() };
            return self.emit(Op::GetSlice, dst, object.reg, pair, taken);
        }
        if let Some(index) = self.folded16(slice)? {
            self.at(range);
            let taken = if object.reg == dst { 0 } else { object.first() };
            return self.emit(Op::GetItemK, dst, object.reg, index, taken);
        }
        let scratch = scratch.filter(|&s| object.reg != s);
        let key = self.expr_with(slice, scratch, false)?;
        self.at(range);
        self.operands(Op::GetItem, dst, object, key, 0)
    }

    /// An f-string.
    pub fn joined_str(&mut self, values: List<ExprId>, range: Range, dst: u16) -> Res {
        if values.is_empty() {
            let empty = self.str_const("")?;
            self.at(range);
            return self.load_const(dst, empty);
        }
        if values.len() == 1 {
            let only = self.tree[values][0];
            return self.expr_into(only, dst);
        }
        if values.len() > MOST_ITEMS {
            return self.long_joined_str(values, range, dst);
        }
        let first = self.unit.next_temp;
        for at in 0..values.len() {
            let piece = self.tree[values][at];
            self.expr_temp(piece)?;
        }
        self.at(range);
        self.emit(Op::BuildString, dst, first, values.len() as u16, 0)
    }

    fn long_joined_str(&mut self, values: List<ExprId>, range: Range, dst: u16) -> Res {
        let base = self.call_base(dst)?;
        let empty = self.str_const("")?;
        self.at(range);
        self.load_const(base, empty)?;
        let join = self.name(self.scopes.names.join)?;
        self.emit_name(Op::LoadMethod, base, base, join, 2)?;
        let list = self.unit.temp()?;
        self.sequence(values, &[], None, range, list)?;
        self.at(range);
        self.emit(Op::Call, dst, base, 1, 0)
    }

    /// A replacement field.
    pub fn formatted_value(&mut self, id: ExprId, dst: u16) -> Res {
        let Expr { kind: ExprKind::FormattedValue { value, conversion, format_spec }, range } = self.tree[id] else {
            return Ok(());
        };
        let scratch = self.unit.is_temp(dst).then_some(dst);
        let value = self.expr_with(value, scratch, format_spec.is_some())?;
        let mut x = match conversion {
            Conversion::None => 0,
            Conversion::Str => 1 << 4,
            Conversion::Repr => 2 << 4,
            Conversion::Ascii => 3 << 4,
        };
        let mut spec = Val::local(0);
        if let Some(format_spec) = format_spec {
            spec = self.expr_temp(format_spec)?;
            x |= 1;
        }
        self.at(range);
        let first = if value.reg == dst { 0 } else { value.first() };
        self.emit(Op::FormatValue, dst, value.reg, spec.reg, x | first | spec.second())
    }

    /// An interpolation in a new temporary.
    pub fn interpolation(&mut self, id: ExprId) -> Res<u16> {
        let base = self.unit.temps(3)?;
        let Expr { kind: ExprKind::Interpolation { value, str, conversion, format_spec }, range } = self.tree[id]
        else {
            return Ok(base);
        };
        self.expr_into(value, base)?;
        let text = string(self.meter, self.tree.text(str))?;
        self.at(range);
        self.load_const(base + 1, text)?;
        let mut x = match conversion {
            Conversion::None => 0,
            Conversion::Str => 1,
            Conversion::Repr => 2,
            Conversion::Ascii => 3,
        };
        if let Some(spec) = format_spec {
            self.expr_into(spec, base + 2)?;
            x |= 4;
        }
        self.at(range);
        self.emit(Op::BuildInterpolation, base, base, 0, x)?;
        self.unit.next_temp = base + 1;
        Ok(base)
    }

    /// A t-string.
    pub fn template_str(&mut self, values: List<ExprId>, range: Range, dst: u16) -> Res {
        let strings = self.unit.temp()?;
        let parts = self.unit.temp()?;
        let mut texts: Buf<Const> = Buf::default();
        let mut pending = None;
        let first = self.unit.next_temp;
        let mut count = 0usize;
        let long = values.len() > MOST_ITEMS;
        if long {
            self.at(range);
            self.emit(Op::BuildList, parts, 0, 0, 0)?;
        }
        for at in 0..values.len() {
            let id = self.tree[values][at];
            if let ExprKind::Constant(Constant::Str { text, .. }) = self.tree[id].kind {
                pending = Some(string(self.meter, self.tree.text(text))?);
                continue;
            }
            let text = match pending.take() {
                Some(text) => text,
                None => self.str_const("")?,
            };
            texts.push(self.meter, text)?;
            let part = self.interpolation(id)?;
            count += 1;
            if long {
                self.at(range);
                self.emit(Op::ListAppend, parts, part, 0, 0)?;
                self.unit.next_temp = part;
            }
        }
        let text = match pending {
            Some(text) => text,
            None => self.str_const("")?,
        };
        texts.push(self.meter, text)?;
        self.at(range);
        if long {
            self.emit(Op::ListToTuple, parts, parts, 0, 0)?;
        } else {
            self.emit(Op::BuildTuple, parts, first, count as u16, 0)?;
        }
        let texts = Const::Tuple(texts.into_box(self.meter)?);
        self.load_const(strings, texts)?;
        self.emit(Op::BuildTemplate, dst, strings, parts, 0)
    }
}
