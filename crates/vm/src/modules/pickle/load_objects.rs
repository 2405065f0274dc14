//! Reading what has a name, and instances.

use pitviper_object::Value;
use pitviper_text::Chars;

use super::input::truncated;
use super::load::Loader;
use super::{Named, call_with, library, look_up, opcode, unpickling_error};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::str::{Str, codec};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// Decodes a name in a line.
fn name(vm: &mut Vm, line: &[u8], encoding: &str) -> PyResult {
    let (bytes, encoding) = (vm.new_bytes(line)?, vm.intern(encoding)?);
    let text = codec::decode(vm, &bytes, encoding.downcast::<Str>(), None)?;
    vm.intern_value(text)
}

impl Loader {
    fn line_name(&mut self, vm: &mut Vm, encoding: &str) -> PyResult {
        let line = self.unpickler.clone().line(vm)?;
        if line.line().is_empty() {
            return Err(truncated(vm));
        }
        name(vm, line.line(), encoding)
    }

    /// What is found by its name or its code.
    pub(super) fn global(&mut self, vm: &mut Vm, op: u8) -> PyResult {
        let input = self.unpickler.clone();
        let code = match op {
            opcode::GLOBAL => {
                let module = self.line_name(vm, "utf-8")?;
                let name = self.line_name(vm, "utf-8")?;
                return self.find_class(vm, &module, &name);
            }
            opcode::STACK_GLOBAL => {
                let (name, module) = (self.pop(vm)?, self.pop(vm)?);
                if name.exact::<Str>().is_none() || module.exact::<Str>().is_none() {
                    return Err(unpickling_error(vm, format_args!("STACK_GLOBAL requires str")));
                }
                return self.find_class(vm, &module, &name);
            }
            opcode::EXT1 => input.byte(vm)?.into(),
            opcode::EXT2 => u16::from_le_bytes(input.array(vm)?).into(),
            _ => i32::from_le_bytes(input.array(vm)?),
        };
        self.extension(vm, code)
    }

    /// What somebody registered a code for.
    fn extension(&mut self, vm: &mut Vm, code: i32) -> PyResult {
        if code <= 0 {
            return Err(unpickling_error(vm, format_args!("EXT specifies code <= 0")));
        }
        let key = Value::small(code.into());
        if let Some(found) = look_up(vm, "copyreg", "_extension_cache", &key)? {
            return Ok(found);
        }
        let Some(pair) = look_up(vm, "copyreg", "_inverted_registry", &key)? else {
            return Err(vm.value_error(format_args!("unregistered extension code {code}")));
        };
        let found = match pair.downcast::<Tuple>().map(Tuple::items) {
            Some([module, name]) if module.downcast::<Str>().is_some() && name.downcast::<Str>().is_some() => {
                self.find_class(vm, module, name)?
            }
            _ => {
                let message = format_args!("_inverted_registry[{code}] isn't a 2-tuple of strings");
                return Err(vm.value_error(message));
            }
        };
        let cache = library(vm, "copyreg", "_extension_cache")?;
        vm.set_item(&cache, &key, found.clone())?;
        Ok(found)
    }

    /// What a persistent id stands for.
    pub(super) fn persistent(&mut self, vm: &mut Vm, op: u8) -> PyResult {
        let id = if op == opcode::BINPERSID {
            self.pop(vm)?
        } else {
            let line = self.unpickler.clone().line(vm)?;
            if !line.line().is_ascii() {
                let message = format_args!("persistent IDs in protocol 0 must be ASCII strings");
                return Err(unpickling_error(vm, message));
            }
            vm.new_str_chars(Chars::One(line.line()))?
        };
        let method = vm.intern("persistent_load")?;
        let unpickler = self.unpickler.as_value().clone();
        let function = vm.get_attr(&unpickler, &method)?;
        vm.call(&function, &[id])
    }

    /// The result of a call.
    pub(super) fn object(&mut self, vm: &mut Vm, op: u8) -> PyResult {
        match op {
            opcode::REDUCE => {
                let (args, function) = (self.pop(vm)?, self.pop(vm)?);
                match args.downcast::<Tuple>() {
                    Some(args) => vm.call(&function, args.items()),
                    None => Err(vm.type_error(format_args!("argument list must be a tuple"))),
                }
            }
            opcode::NEWOBJ => {
                let (args, class) = (self.pop(vm)?, self.pop(vm)?);
                self.instance(vm, "NEWOBJ", &class, &args, None)
            }
            opcode::NEWOBJ_EX => {
                let (keywords, args, class) = (self.pop(vm)?, self.pop(vm)?, self.pop(vm)?);
                self.instance(vm, "NEWOBJ_EX", &class, &args, Some(&keywords))
            }
            opcode::OBJ => {
                let start = self.mark(vm)?;
                if self.len() <= start {
                    return Err(self.underflow(vm));
                }
                let args = self.take_tuple(vm, start + 1)?;
                let class = self.pop(vm)?;
                old_instance(vm, &class, &args)
            }
            _ => {
                let start = self.mark(vm)?;
                let module = self.line_name(vm, "ascii")?;
                let name = self.line_name(vm, "ascii")?;
                let class = self.find_class(vm, &module, &name)?;
                let args = self.take_tuple(vm, start)?;
                old_instance(vm, &class, &args)
            }
        }
    }

    /// `class.__new__(class, *args, **keywords)`.
    fn instance(&mut self, vm: &mut Vm, op: &str, class: &Value, args: &Value, keywords: Option<&Value>) -> PyResult {
        if class.downcast::<Type>().is_none() {
            return Err(wrong(vm, op, "class argument must be a type", class));
        }
        let Some(positional) = args.downcast::<Tuple>() else {
            return Err(wrong(vm, op, "args argument must be a tuple", args));
        };
        let named = match keywords {
            Some(keywords) => match keywords.downcast::<Dict>() {
                Some(dict) => Some(dict),
                None => return Err(wrong(vm, op, "kwargs argument must be a dict", keywords)),
            },
            None => None,
        };
        let new = vm.get_attr(class, &vm.names().__new__.clone())?;
        call_with(vm, &new, std::slice::from_ref(class), positional.items(), named)
    }

    /// Gives the object below its state.
    pub(super) fn build(&mut self, vm: &mut Vm) -> PyResult<()> {
        self.need(vm, 2)?;
        let state = self.pop(vm)?;
        let object = self.top(vm)?;
        let name = vm.intern("__setstate__")?;
        if let Some(method) = vm.get_attr_opt(&object, &name)? {
            return vm.call(&method, &[state]).map(drop);
        }
        let (state, slots) = match state.downcast::<Tuple>().map(Tuple::items) {
            Some([state, slots]) => (state.clone(), slots.clone()),
            _ => (state, Value::none()),
        };
        if !state.is_none() {
            let Some(attributes) = state.downcast::<Dict>() else {
                return Err(unpickling_error(vm, format_args!("state is not a dictionary")));
            };
            let own = vm.get_attr(&object, &vm.names().__dict__.clone())?;
            let mut position = 0;
            while let Some((key, value)) = attributes.next_entry(&mut position) {
                vm.work_at(position as usize)?;
                let key = vm.intern_value(key)?;
                vm.set_item(&own, &key, value)?;
            }
        }
        if !slots.is_none() {
            let Some(attributes) = slots.downcast::<Dict>() else {
                return Err(unpickling_error(vm, format_args!("slot state is not a dictionary")));
            };
            let mut position = 0;
            while let Some((key, value)) = attributes.next_entry(&mut position) {
                vm.work_at(position as usize)?;
                vm.set_attr(&object, &key, value)?;
            }
        }
        Ok(())
    }
}

#[cold]
fn wrong(vm: &mut Vm, op: &str, what: &str, given: &Value) -> Raised {
    match Named::of(vm, given) {
        Ok(kind) => unpickling_error(vm, format_args!("{op} {what}, not {kind}")),
        Err(raised) => raised,
    }
}

/// An instance as the oldest forms make one.
fn old_instance(vm: &mut Vm, class: &Value, args: &Value) -> PyResult {
    let Some(positional) = args.downcast::<Tuple>() else {
        return Err(vm.raise(Exc::SystemError, format_args!("arguments must be a tuple")));
    };
    if positional.is_empty() && class.downcast::<Type>().is_some() {
        let name = vm.intern("__getinitargs__")?;
        if vm.get_attr_opt(class, &name)?.is_none() {
            return vm.call_method(class, &vm.names().__new__.clone(), std::slice::from_ref(class));
        }
    }
    vm.call(class, positional.items())
}
