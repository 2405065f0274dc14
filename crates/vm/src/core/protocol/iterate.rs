//! Iteration: `iter`, `next`, and what takes all items.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

impl Vm {
    /// `iter(v)`.
    ///
    /// # Errors
    /// TypeError, or what `__iter__` raises.
    pub fn iter(&mut self, value: &Value) -> PyResult {
        let class = self.type_of(value);
        if class.has(Type::HEAP)
            && let Some(method) = self.python_special(class, &self.names().__iter__)
        {
            if method.is_none() {
                let kind = class.name();
                return Err(self.type_error(format_args!("'{kind}' object is not iterable")));
            }
            let iterator = self.call_bound(&method, value, &[])?;
            if !self.is_iterator(&iterator) {
                let kind = self.type_name(&iterator);
                return Err(self.type_error(format_args!("iter() returned non-iterator of type '{kind}'")));
            }
            return Ok(iterator);
        }
        if let Some(iter) = class.native_slots().iter {
            return iter(self, value);
        }
        if self.python_special(class, &self.names().__getitem__).is_some() {
            return crate::types::iterators::sequence_iterator(self, value.clone());
        }
        let kind = class.name();
        Err(self.type_error(format_args!("'{kind}' object is not iterable")))
    }

    /// Whether `next()` works on it.
    #[must_use]
    pub fn is_iterator(&self, value: &Value) -> bool {
        let class = self.type_of(value);
        class.native_slots().next.is_some() || self.python_special(class, &self.names().__next__).is_some()
    }

    /// `next(it)`, `None` when exhausted.
    ///
    /// # Errors
    /// What `__next__` raises, StopIteration aside.
    #[inline]
    pub fn next(&mut self, iterator: &Value) -> PyResult<Option<Value>> {
        if self.pace.step() {
            self.run_checks()?;
        }
        // Exact builtin types' shapes are their kinds.
        let shape = iterator.shape();
        if shape < pitviper_object::header::BUILTIN_SHAPES
            && let Some(next) = crate::core::registry::SLOTS[shape as usize].next
        {
            return match next(self, iterator) {
                Err(raised) => self.end_of_iteration(raised),
                item => item,
            };
        }
        match self.next_python(iterator) {
            Err(raised) => self.end_of_iteration(raised),
            item => item,
        }
    }

    /// `next(it)`, `None` when exhausted; a StopIteration that was raised is an error.
    ///
    /// # Errors
    /// What `__next__` raises.
    #[inline]
    pub fn next_or_stop(&mut self, iterator: &Value) -> PyResult<Option<Value>> {
        if self.pace.step() {
            self.run_checks()?;
        }
        let shape = iterator.shape();
        if shape < pitviper_object::header::BUILTIN_SHAPES
            && let Some(next) = crate::core::registry::SLOTS[shape as usize].next
        {
            return next(self, iterator);
        }
        self.next_python(iterator)
    }

    /// A StopIteration (a generator's with a value) is the end.
    #[cold]
    fn end_of_iteration(&mut self, raised: Raised) -> PyResult<Option<Value>> {
        if self.raised_is(&raised, Exc::StopIteration) {
            drop(self.take_raised(raised));
            return Ok(None);
        }
        Err(raised)
    }

    /// `it.__next__()`: the end is a StopIteration, with the value that a generator returned.
    ///
    /// # Errors
    /// What `__next__` raises.
    pub fn next_raising(&mut self, iterator: &Value) -> PyResult {
        let class = self.type_of(iterator);
        if let Some(method) = self.python_special(class, &self.names().__next__) {
            return self.call_bound(&method, iterator, &[]);
        }
        match class.native_slots().next {
            Some(next) => match next(self, iterator)? {
                Some(item) => Ok(item),
                None => Err(self.raise_bare(Exc::StopIteration)),
            },
            None => {
                let kind = class.name();
                Err(self.type_error(format_args!("'{kind}' object is not an iterator")))
            }
        }
    }

    fn next_python(&mut self, iterator: &Value) -> PyResult<Option<Value>> {
        let class = self.type_of(iterator);
        if let Some(method) = self.python_special(class, &self.names().__next__) {
            return self.call_bound(&method, iterator, &[]).map(Some);
        }
        match class.native_slots().next {
            Some(next) => next(self, iterator),
            None => {
                let kind = class.name();
                Err(self.type_error(format_args!("'{kind}' object is not an iterator")))
            }
        }
    }

    /// Calls `each` with every item.
    ///
    /// # Errors
    /// What iteration or `each` raises.
    pub fn for_each(&mut self, iterable: &Value, mut each: impl FnMut(&mut Vm, Value) -> PyResult<()>) -> PyResult<()> {
        if let Some(tuple) = iterable.exact::<Tuple>() {
            for (index, item) in tuple.items().iter().enumerate() {
                each(self, item.clone())?;
                self.work_at(index)?;
            }
            return Ok(());
        }
        if let Some(list) = iterable.exact::<List>() {
            let mut index = 0;
            while let Some(item) = list.get(index) {
                each(self, item)?;
                self.work_at(index)?;
                index += 1;
            }
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        while let Some(item) = self.next(&iterator)? {
            each(self, item)?;
            self.settle();
        }
        Ok(())
    }

    /// `list(iterable)`.
    ///
    /// # Errors
    /// What iteration raises.
    pub fn list_from(&mut self, iterable: &Value) -> PyResult<Obj<List>> {
        let list = self.new_list()?;
        if let Some(tuple) = iterable.exact::<Tuple>() {
            list.reserve_exact(&mut self.heap, tuple.len())?;
        } else if let Some(other) = iterable.exact::<List>() {
            list.reserve_exact(&mut self.heap, other.len())?;
        } else if self.type_of(iterable).native_slots().len.is_some() {
            let hint = self.len_hint(iterable, 0)?.min(1 << 20);
            list.reserve_exact(&mut self.heap, hint)?;
        }
        self.for_each(iterable, |vm, item| vm.list_push(&list, item))?;
        Ok(list)
    }

    /// `tuple(iterable)`.
    ///
    /// # Errors
    /// What iteration raises.
    pub fn tuple_from(&mut self, iterable: &Value) -> PyResult {
        if iterable.exact::<Tuple>().is_some() {
            return Ok(iterable.clone());
        }
        let list = self.list_from(iterable)?;
        // SAFETY: nobody else has the list, and making the tuple runs no Python.
        self.new_tuple(unsafe { list.items_unchecked() })
    }
}
