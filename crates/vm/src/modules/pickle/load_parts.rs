//! Reading what containers hold.

use pitviper_object::Value;

use super::load::Loader;
use super::{opcode, unpickling_error};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::list::methods::extend;
use crate::types::set::Set;

impl Loader {
    /// A container of what is above the last mark.
    pub(super) fn marked(&mut self, vm: &mut Vm, op: u8) -> PyResult<()> {
        let start = self.mark(vm)?;
        let made = match op {
            opcode::TUPLE => self.take_tuple(vm, start)?,
            opcode::LIST => self.take_list(vm, start)?.into_value(),
            opcode::FROZENSET => {
                let items = self.take_list(vm, start)?;
                // SAFETY: nobody else has the list.
                vm.new_frozenset_of(unsafe { items.items_unchecked() })?
            }
            _ => {
                if !(self.len() - start).is_multiple_of(2) {
                    return Err(unpickling_error(vm, format_args!("odd number of items for DICT")));
                }
                let dict = vm.new_dict()?;
                self.set_in_dict(vm, &dict, start)?;
                self.cut(start);
                dict.into_value()
            }
        };
        self.push(vm, made)
    }

    fn set_in_dict(&mut self, vm: &mut Vm, dict: &Dict, start: usize) -> PyResult<()> {
        let mut index = start;
        while let (Some(key), Some(value)) = (self.at(index), self.at(index + 1)) {
            vm.work_at(index)?;
            vm.dict_set(dict, key, value)?;
            index += 2;
        }
        Ok(())
    }

    /// The object below a place of the stack that what is above goes into; nothing when there is nothing above.
    fn target(&mut self, vm: &mut Vm, start: usize) -> PyResult<Option<Value>> {
        let len = self.len();
        if start > len || len - start + 1 > len {
            return Err(self.underflow(vm));
        }
        self.need(vm, len - start + 1)?;
        Ok(self.at(start - 1).filter(|_| start < len))
    }

    /// Appends what is above a place of the stack to the list below.
    pub(super) fn append_from(&mut self, vm: &mut Vm, start: usize) -> PyResult<()> {
        let Some(list) = self.target(vm, start)? else { return Ok(()) };
        if let Some(list) = list.exact::<List>() {
            if start + 1 == self.len() {
                let item = self.pop(vm)?;
                return vm.list_push(list, item);
            }
            let items = self.take_list(vm, start)?;
            return extend(vm, list, items.as_value());
        }
        if let Some(method) = vm.get_attr_opt(&list, &vm.names().extend.clone())? {
            let items = self.take_list(vm, start)?.into_value();
            return vm.call(&method, &[items]).map(drop);
        }
        let append = vm.get_attr(&list, &vm.names().append.clone())?;
        let items = self.take_list(vm, start)?;
        let mut index = 0;
        while let Some(item) = items.get(index) {
            vm.work(1)?;
            vm.call(&append, &[item])?;
            index += 1;
        }
        Ok(())
    }

    /// Sets the pairs above a place of the stack in the dict below.
    pub(super) fn set_from(&mut self, vm: &mut Vm, start: usize) -> PyResult<()> {
        let Some(dict) = self.target(vm, start)? else { return Ok(()) };
        if !(self.len() - start).is_multiple_of(2) {
            return Err(unpickling_error(vm, format_args!("odd number of items for SETITEMS")));
        }
        if let Some(dict) = dict.exact::<Dict>() {
            self.set_in_dict(vm, dict, start)?;
        } else {
            let mut index = start;
            while let (Some(key), Some(value)) = (self.at(index), self.at(index + 1)) {
                vm.work(1)?;
                vm.set_item(&dict, &key, value)?;
                index += 2;
            }
        }
        self.cut(start);
        Ok(())
    }

    /// Adds what is above the last mark to the set below.
    pub(super) fn add_items(&mut self, vm: &mut Vm) -> PyResult<()> {
        let start = self.mark(vm)?;
        let Some(set) = self.target(vm, start)? else { return Ok(()) };
        let items = self.take_list(vm, start)?;
        if let Some(set) = set.downcast::<Set>() {
            return vm.set_update(set, items.as_value());
        }
        let name = vm.intern("add")?;
        let add = vm.get_attr(&set, &name)?;
        let mut index = 0;
        while let Some(item) = items.get(index) {
            vm.work(1)?;
            vm.call(&add, &[item])?;
            index += 1;
        }
        Ok(())
    }
}
