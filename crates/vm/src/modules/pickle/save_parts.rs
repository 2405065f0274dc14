//! Writing containers.

use pitviper_object::Value;

use super::save::Session;
use super::{BATCH, Noted, Place, opcode};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::set::any_set;
use crate::types::tuple::Tuple;

#[cold]
fn changed(vm: &mut Vm, what: &str) -> Raised {
    vm.raise(Exc::RuntimeError, format_args!("{what} changed size during iteration"))
}

/// The next pair of a dict's items.
fn next_pair(vm: &mut Vm, items: &Value) -> PyResult<Option<Value>> {
    let Some(pair) = vm.next(items)? else { return Ok(None) };
    if pair.downcast::<Tuple>().is_none_or(|pair| pair.len() != 2) {
        return Err(vm.type_error(format_args!("dict items iterator must return 2-tuples")));
    }
    Ok(Some(pair))
}

impl Session {
    pub(super) fn save_tuple(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        let items = object.downcast::<Tuple>().map_or(&[][..], Tuple::items);
        if items.is_empty() {
            return if self.binary { self.op(opcode::EMPTY_TUPLE) } else { self.out.push(b"(t") };
        }
        let short = self.protocol >= 2 && items.len() <= 3;
        if !short {
            self.op(opcode::MARK)?;
        }
        for (index, item) in items.iter().enumerate() {
            self.save(vm, item).noted(vm, object, Place::Index(index))?;
        }
        // A tuple that is within itself has been written by now: what was written for it here goes away again.
        if let Some(number) = self.memo.get(vm, object)? {
            if short || !self.binary {
                for _ in 0..items.len() + usize::from(!short) {
                    self.op(opcode::POP)?;
                }
            } else {
                self.op(opcode::POP_MARK)?;
            }
            return self.refer(number);
        }
        self.op(match (short, items.len()) {
            (true, 1) => opcode::TUPLE1,
            (true, 2) => opcode::TUPLE2,
            (true, _) => opcode::TUPLE3,
            (false, _) => opcode::TUPLE,
        })?;
        self.memoize(vm, object)
    }

    pub(super) fn save_list(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        let Some(list) = object.downcast::<List>() else { return Ok(()) };
        if self.binary {
            self.op(opcode::EMPTY_LIST)?
        } else {
            self.out.push(b"(l")?
        }
        self.memoize(vm, object)?;
        if list.is_empty() {
            return Ok(());
        }
        if self.protocol == 0 {
            let items = vm.iter(object)?;
            return self.append_each(vm, &items, object);
        }
        if list.len() == 1 {
            let Some(item) = list.get(0) else { return Ok(()) };
            self.save(vm, &item).noted(vm, object, Place::Index(0))?;
            return self.op(opcode::APPEND);
        }
        let mut index = 0;
        loop {
            self.op(opcode::MARK)?;
            let start = index;
            while index - start < BATCH
                && let Some(item) = list.get(index)
            {
                self.save(vm, &item).noted(vm, object, Place::Index(index))?;
                index += 1;
            }
            self.op(opcode::APPENDS)?;
            if index >= list.len() {
                return Ok(());
            }
        }
    }

    /// Adds what an iterator gives to the list, or what is like one, that was written last.
    pub(super) fn append_each(&mut self, vm: &mut Vm, items: &Value, object: &Value) -> PyResult<()> {
        let mut index = 0;
        if self.protocol == 0 {
            while let Some(item) = vm.next(items)? {
                self.save(vm, &item).noted(vm, object, Place::Index(index))?;
                self.op(opcode::APPEND)?;
                index += 1;
            }
            return Ok(());
        }
        loop {
            let Some(first) = vm.next(items)? else { return Ok(()) };
            let mut next = vm.next(items)?;
            if next.is_some() {
                self.op(opcode::MARK)?;
            }
            self.save(vm, &first).noted(vm, object, Place::Index(index))?;
            index += 1;
            if next.is_none() {
                return self.op(opcode::APPEND);
            }
            let mut count = 1;
            while let Some(item) = next {
                self.save(vm, &item).noted(vm, object, Place::Index(index))?;
                index += 1;
                count += 1;
                if count == BATCH {
                    break;
                }
                next = vm.next(items)?;
            }
            self.op(opcode::APPENDS)?;
            if count < BATCH {
                return Ok(());
            }
        }
    }

    pub(super) fn save_dict(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        let Some(dict) = object.downcast::<Dict>() else { return Ok(()) };
        if self.binary {
            self.op(opcode::EMPTY_DICT)?
        } else {
            self.out.push(b"(d")?
        }
        self.memoize(vm, object)?;
        if dict.is_empty() {
            return Ok(());
        }
        if self.protocol == 0 {
            let items = vm.call_method(object, &vm.names().items.clone(), &[])?;
            let items = vm.iter(&items)?;
            return self.set_each(vm, &items, object);
        }
        let (len, mut position) = (dict.len(), 0);
        if len == 1 {
            let Some((key, value)) = dict.next_entry(&mut position) else { return Ok(()) };
            self.save_item(vm, object, &key, &value)?;
            return self.op(opcode::SETITEM);
        }
        loop {
            let mut count = 0;
            self.op(opcode::MARK)?;
            while count < BATCH
                && let Some((key, value)) = dict.next_entry(&mut position)
            {
                self.save_item(vm, object, &key, &value)?;
                count += 1;
            }
            self.op(opcode::SETITEMS)?;
            if dict.len() != len {
                return Err(changed(vm, "dictionary"));
            }
            if count < BATCH {
                return Ok(());
            }
        }
    }

    fn save_item(&mut self, vm: &mut Vm, object: &Value, key: &Value, value: &Value) -> PyResult<()> {
        self.save(vm, key)?;
        self.save(vm, value).noted(vm, object, Place::Key(key))
    }

    fn save_pair(&mut self, vm: &mut Vm, object: &Value, pair: &Value) -> PyResult<()> {
        match pair.downcast::<Tuple>().map(Tuple::items) {
            Some([key, value]) => self.save_item(vm, object, key, value),
            _ => Ok(()),
        }
    }

    /// Sets the items that an iterator gives in the dict, or what is like one, that was written last.
    pub(super) fn set_each(&mut self, vm: &mut Vm, items: &Value, object: &Value) -> PyResult<()> {
        if self.protocol == 0 {
            while let Some(pair) = next_pair(vm, items)? {
                self.save_pair(vm, object, &pair)?;
                self.op(opcode::SETITEM)?;
            }
            return Ok(());
        }
        loop {
            let Some(first) = next_pair(vm, items)? else { return Ok(()) };
            let mut next = vm.next(items)?;
            if next.is_some() {
                self.op(opcode::MARK)?;
            }
            self.save_pair(vm, object, &first)?;
            if next.is_none() {
                return self.op(opcode::SETITEM);
            }
            let mut count = 1;
            while let Some(pair) = next {
                if pair.downcast::<Tuple>().is_none_or(|pair| pair.len() != 2) {
                    return Err(vm.type_error(format_args!("dict items iterator must return 2-tuples")));
                }
                self.save_pair(vm, object, &pair)?;
                count += 1;
                if count == BATCH {
                    break;
                }
                next = vm.next(items)?;
            }
            self.op(opcode::SETITEMS)?;
            if count < BATCH {
                return Ok(());
            }
        }
    }

    /// Writes a set or frozenset as a call of its class with a list, as older forms have to.
    fn save_set_call(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        let items = vm.list_from(object)?.into_value();
        let args = vm.new_tuple_from([items])?;
        let class = vm.type_of(object).to_value();
        self.save_reduce(vm, &[class, args], object)
    }

    pub(super) fn save_set(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        if self.protocol < 4 {
            return self.save_set_call(vm, object);
        }
        let Some(table) = any_set(object) else { return Ok(()) };
        self.op(opcode::EMPTY_SET)?;
        self.memoize(vm, object)?;
        let (len, mut position) = (table.len(), 0);
        if len == 0 {
            return Ok(());
        }
        loop {
            let mut count = 0;
            self.op(opcode::MARK)?;
            while count < BATCH
                && let Some(item) = table.next(&mut position).and_then(|index| table.element(index))
            {
                self.save(vm, &item).noted(vm, object, Place::Part("element"))?;
                count += 1;
            }
            self.op(opcode::ADDITEMS)?;
            if table.len() != len {
                return Err(changed(vm, "set"));
            }
            if count < BATCH {
                return Ok(());
            }
        }
    }

    pub(super) fn save_frozenset(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        if self.protocol < 4 {
            return self.save_set_call(vm, object);
        }
        self.op(opcode::MARK)?;
        let items = vm.iter(object)?;
        while let Some(item) = vm.next(&items)? {
            self.save(vm, &item).noted(vm, object, Place::Part("element"))?;
        }
        // See `save_tuple`.
        if let Some(number) = self.memo.get(vm, object)? {
            self.op(opcode::POP_MARK)?;
            return self.refer(number);
        }
        self.op(opcode::FROZENSET)?;
        self.memoize(vm, object)
    }
}
