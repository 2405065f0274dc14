//! Writing what `__reduce__` and its kin give: a call that makes the object, and its state.

use pitviper_object::Value;

use super::save::Session;
use super::{Named, Noted, Place, call_with, library, opcode, pickling_error};
use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::is_name;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// The place `index` of a reduced value, unless it is None.
fn part(parts: &[Value], index: usize) -> Option<&Value> {
    parts.get(index).filter(|part| !part.is_none())
}

#[cold]
fn wrong(vm: &mut Vm, which: &str, what: &str, given: &Value) -> Raised {
    match Named::of(vm, given) {
        Ok(kind) => {
            let message = format_args!("{which} item of the tuple returned by __reduce__ must be {what}, not {kind}");
            pickling_error(vm, message)
        }
        Err(raised) => raised,
    }
}

#[cold]
fn wrong_argument(vm: &mut Vm, which: &str, function: &str, what: &str, given: &Value) -> Raised {
    match Named::of(vm, given) {
        Ok(kind) => pickling_error(vm, format_args!("{which} argument to {function}() must be a {what}, not {kind}")),
        Err(raised) => raised,
    }
}

impl Session {
    /// Writes what makes `object`: a function, its arguments, state, list items, dict items, a function for the state.
    pub(super) fn save_reduce(&mut self, vm: &mut Vm, parts: &[Value], object: &Value) -> PyResult<()> {
        let (2..=6, [function, args, ..]) = (parts.len(), parts) else {
            let message = "tuple returned by __reduce__ must contain 2 through 6 elements";
            return Err(pickling_error(vm, format_args!("{message}")));
        };
        if !vm.is_callable(function) {
            return Err(wrong(vm, "first", "callable", function));
        }
        let Some(arguments) = args.downcast::<Tuple>() else { return Err(wrong(vm, "second", "a tuple", args)) };
        for (index, which) in [(3, "fourth"), (4, "fifth")] {
            if let Some(items) = part(parts, index)
                && !vm.is_iterator(items)
            {
                return Err(wrong(vm, which, "an iterator", items));
            }
        }
        let setter = part(parts, 5);
        if let Some(setter) = setter
            && !vm.is_callable(setter)
        {
            return Err(wrong(vm, "sixth", "callable", setter));
        }
        self.save_call(vm, function, args, arguments, object)?;
        // Writing the arguments may have written the object.
        match self.memo.get(vm, object)? {
            Some(number) => {
                self.op(opcode::POP)?;
                return self.refer(number);
            }
            None => self.memoize(vm, object)?,
        }
        if let Some(items) = part(parts, 3) {
            self.append_each(vm, items, object)?;
        }
        if let Some(items) = part(parts, 4) {
            self.set_each(vm, items, object)?;
        }
        match (part(parts, 2), setter) {
            (Some(state), None) => {
                self.save(vm, state).noted(vm, object, Place::Part("state"))?;
                self.op(opcode::BUILD)
            }
            (Some(state), Some(setter)) => {
                self.save(vm, setter).noted(vm, object, Place::Part("state setter"))?;
                self.save(vm, object)?;
                self.save(vm, state).noted(vm, object, Place::Part("state"))?;
                self.out.push(&[opcode::TUPLE2, opcode::REDUCE, opcode::POP])
            }
            (None, _) => Ok(()),
        }
    }

    /// Writes the call that makes an object.
    fn save_call(
        &mut self,
        vm: &mut Vm,
        function: &Value,
        args: &Value,
        arguments: &Tuple,
        object: &Value,
    ) -> PyResult<()> {
        if self.protocol >= 2
            && let Some(name) = vm.get_attr_opt(function, &vm.names().__name__.clone())?
        {
            if is_name(&name, "__newobj_ex__") {
                return self.save_new_with_keywords(vm, arguments, object);
            }
            if is_name(&name, "__newobj__") {
                return self.save_new(vm, arguments, object);
            }
        }
        self.save(vm, function).noted(vm, object, Place::Part("reconstructor"))?;
        self.save(vm, args).noted(vm, object, Place::Part("reconstructor arguments"))?;
        self.op(opcode::REDUCE)
    }

    /// `copyreg.__newobj__(class, *args)`.
    fn save_new(&mut self, vm: &mut Vm, arguments: &Tuple, object: &Value) -> PyResult<()> {
        let Some((class, rest)) = arguments.items().split_first() else {
            return Err(pickling_error(vm, format_args!("__newobj__ expected at least 1 argument, got 0")));
        };
        if class.downcast::<Type>().is_none() {
            return Err(wrong_argument(vm, "first", "__newobj__", "class", class));
        }
        let own = vm.get_attr(object, &vm.names().__class__.clone())?;
        if !own.is(class) {
            let (own, class) = (Named::repr(vm, &own)?, Named::repr(vm, class)?);
            return Err(pickling_error(vm, format_args!("first argument to __newobj__() must be {own}, not {class}")));
        }
        self.save(vm, class).noted(vm, object, Place::Part("class"))?;
        let rest = vm.new_tuple(rest)?;
        self.save(vm, &rest).noted(vm, object, Place::Part("__new__ arguments"))?;
        self.op(opcode::NEWOBJ)
    }

    /// `copyreg.__newobj_ex__(class, args, kwargs)`.
    fn save_new_with_keywords(&mut self, vm: &mut Vm, arguments: &Tuple, object: &Value) -> PyResult<()> {
        let [class, args, keywords] = arguments.items() else {
            let given = arguments.len();
            return Err(pickling_error(vm, format_args!("__newobj_ex__ expected 3 arguments, got {given}")));
        };
        if class.downcast::<Type>().is_none() {
            return Err(wrong_argument(vm, "first", "__newobj_ex__", "class", class));
        }
        let Some(positional) = args.downcast::<Tuple>() else {
            return Err(wrong_argument(vm, "second", "__newobj_ex__", "tuple", args));
        };
        let Some(named) = keywords.downcast::<Dict>() else {
            return Err(wrong_argument(vm, "third", "__newobj_ex__", "dict", keywords));
        };
        if self.protocol >= 4 {
            self.save(vm, class).noted(vm, object, Place::Part("class"))?;
            self.save(vm, args).noted(vm, object, Place::Part("__new__ arguments"))?;
            self.save(vm, keywords).noted(vm, object, Place::Part("__new__ arguments"))?;
            return self.op(opcode::NEWOBJ_EX);
        }
        // Older forms have no instruction with keywords: a `partial` holds them.
        let partial = library(vm, "functools", "partial")?;
        let new = vm.get_attr(class, &vm.names().__new__.clone())?;
        let made = call_with(vm, &partial, &[new, class.clone()], positional.items(), Some(named))?;
        self.save(vm, &made).noted(vm, object, Place::Part("reconstructor"))?;
        let empty = vm.new_tuple(&[])?;
        self.save(vm, &empty).noted(vm, object, Place::Part("reconstructor arguments"))?;
        self.op(opcode::REDUCE)
    }
}
