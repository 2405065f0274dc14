//! Values of constants.

use pitviper_compiler::ast::{Constant, ExprId, ExprKind, Item, List as Items, Range};
use pitviper_object::Value;

use super::Read;
use crate::core::error::PyResult;
use crate::import::compile::HeapBudget;
use crate::types::bytes::Bytes;
use crate::types::set::FrozenSet;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::{complex, float, int};

impl Read<'_> {
    /// The value of a constant; those in tuples and frozensets are put at `range`.
    pub(super) fn constant(&mut self, value: &Value, range: Range) -> PyResult<Constant> {
        if value.is_none() {
            return Ok(Constant::None);
        }
        if let Some(truth) = value.as_bool() {
            return Ok(if truth { Constant::True } else { Constant::False });
        }
        if value.is(&pitviper_object::singletons::ELLIPSIS.value()) {
            return Ok(Constant::Ellipsis);
        }
        if let Some(small) = value.as_small() {
            return Ok(Constant::Int(small));
        }
        if let Some(float) = float::exact_value(value) {
            return Ok(Constant::Float(float));
        }
        if let Some((real, imaginary)) = complex::exact_value(value) {
            return Ok(Constant::Complex(real, imaginary));
        }
        if let Some(text) = value.exact::<Str>() {
            return Ok(Constant::Str { text: self.text(text)?, u: false });
        }
        if let Some(bytes) = value.exact::<Bytes>() {
            return Ok(Constant::Bytes(self.add(|tree, budget| tree.add_text(budget, bytes.as_slice()))?));
        }
        if int::is_exact(value)
            && let Some(view) = int::view(value)
        {
            let int = view.int();
            let limbs = self.add(|tree, budget| tree.add_limbs(budget, int.magnitude))?;
            return Ok(Constant::BigInt(int.negative, limbs));
        }
        if let Some(tuple) = value.exact::<Tuple>() {
            return Ok(Constant::Tuple(self.constants(tuple.items(), range)?));
        }
        if value.exact::<FrozenSet>().is_some() {
            let items = self.vm.tuple_from(value)?;
            let items = items.downcast::<Tuple>().map_or(&[][..], Tuple::items);
            return Ok(Constant::FrozenSet(self.constants(items, range)?));
        }
        let class = self.vm.type_of(value).to_value();
        let name = self.vm.get_attr(&class, &self.vm.names().__name__)?;
        let Some(name) = name.downcast::<Str>() else {
            return Err(self.vm.type_error(format_args!("got an invalid type in Constant")));
        };
        Err(self.vm.type_error(format_args!("got an invalid type in Constant: {name}")))
    }

    fn constants(&mut self, items: &[Value], range: Range) -> PyResult<Items<ExprId>> {
        self.enter()?;
        let base = ExprId::pool(&self.scratch).len();
        for item in items {
            let constant = self.constant(item, range)?;
            let id = self.add(|tree, budget| tree.add_expr(budget, ExprKind::Constant(constant), range))?;
            let pool = ExprId::pool_mut(&mut self.scratch);
            if pool.push(&mut HeapBudget(&mut self.vm.heap), id).is_err() {
                return Err(self.vm.no_memory());
            }
        }
        let ids = ExprId::pool(&self.scratch).as_slice().get(base..).unwrap_or_default();
        let Ok(list) = self.tree.add_list(&mut HeapBudget(&mut self.vm.heap), ids) else {
            return Err(self.vm.no_memory());
        };
        ExprId::pool_mut(&mut self.scratch).truncate(base);
        self.leave();
        Ok(list)
    }
}
