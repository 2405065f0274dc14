//! Writing what is found by its name: classes and functions.

use pitviper_object::Value;
use pitviper_text::codecs::{Codec, Encoding, Handler};

use super::save::Session;
use super::{Named, find, look_up, opcode, pickling_error, pickling_error_from};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::modules::io::scratch::encode_chars;
use crate::types::int::{is_int, to_i64};
use crate::types::native::BuiltinFunction;
use crate::types::str::Str;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// Whether a name is of the module or of something in it, for messages.
#[derive(Clone, Copy)]
enum Which {
    Module,
    Global,
}

impl Session {
    /// Writes a class. Those of three constants have no names.
    pub(super) fn save_type(&mut self, vm: &mut Vm, object: &Value) -> PyResult<()> {
        let constants = [Value::none(), Value::not_implemented(), pitviper_object::singletons::ELLIPSIS.value()];
        let is_class = |class: &Type| object.is(&class.to_value());
        let Some(constant) = constants.into_iter().find(|constant| is_class(vm.type_of(constant))) else {
            return self.save_global(vm, object, None);
        };
        let class = vm.type_of_kind(kinds::TYPE).to_value();
        let args = vm.new_tuple_from([constant])?;
        self.save_reduce(vm, &[class, args], object)
    }

    /// Writes the name by which an object is found.
    pub(super) fn save_global(&mut self, vm: &mut Vm, object: &Value, name: Option<&Value>) -> PyResult<()> {
        let name = match name {
            Some(name) => name.clone(),
            None => match vm.get_attr_opt(object, &vm.names().__qualname__.clone())? {
                Some(name) => name,
                None => vm.get_attr(object, &vm.names().__name__.clone())?,
            },
        };
        let module = find::module_name(vm, object, &name)?;
        let module = if object.exact::<BuiltinFunction>().is_some() { self.own_name(vm, module)? } else { module };
        let Some(text) = name.downcast::<Str>() else { return Ok(()) };
        find::check(vm, object, &module, text)?;
        if self.protocol >= 2 && self.save_extension(vm, object, &module, &name)? {
            return Ok(());
        }
        if self.protocol >= 4 {
            self.save(vm, &module)?;
            self.save(vm, &name)?;
            self.op(opcode::STACK_GLOBAL)?;
        } else if find::is_dotted(text) {
            self.save_dotted(vm, &module, text)?;
        } else {
            self.save_plain(vm, &module, &name)?;
        }
        self.memoize(vm, object)
    }

    /// The name of a module as native functions have it in CPython: not the string that classes have, so that the two are
    /// not written as the same object.
    fn own_name(&mut self, vm: &mut Vm, name: Value) -> PyResult {
        let Some(text) = name.downcast::<Str>() else { return Ok(name) };
        let names = match &self.function_modules {
            Some(names) => names.clone(),
            None => {
                let made = vm.new_dict()?;
                self.function_modules = Some(made.clone());
                made
            }
        };
        if let Some(own) = vm.dict_get(&names, &name)? {
            return Ok(own);
        }
        let own = vm.new_str_chars(text.chars())?;
        vm.dict_set(&names, name, own.clone())?;
        Ok(own)
    }

    /// Writes the short code that somebody registered for a name.
    fn save_extension(&mut self, vm: &mut Vm, object: &Value, module: &Value, name: &Value) -> PyResult<bool> {
        let key = vm.new_tuple_from([module.clone(), name.clone()])?;
        let Some(code) = look_up(vm, "copyreg", "_extension_registry", &key)? else { return Ok(false) };
        if !is_int(&code) {
            let (object, code) = (Named::repr(vm, object)?, Named::repr(vm, &code)?);
            let message = format_args!("Can't pickle {object}: extension code {code} isn't an integer");
            return Err(pickling_error(vm, message));
        }
        let Some(code) = to_i64(&code).and_then(|code| u32::try_from(code).ok()).filter(|code| *code != 0) else {
            let (object, code) = (Named::repr(vm, object)?, Named::repr(vm, &code)?);
            let message = format_args!("Can't pickle {object}: extension code {code} is out of range");
            return Err(vm.raise(Exc::RuntimeError, message));
        };
        let [a, b, c, d] = code.to_le_bytes();
        match code {
            0..=0xFF => self.out.push(&[opcode::EXT1, a])?,
            0x100..=0xFFFF => self.out.push(&[opcode::EXT2, a, b])?,
            _ => self.out.push(&[opcode::EXT4, a, b, c, d])?,
        }
        Ok(true)
    }

    /// Writes `getattr(getattr(module.a, "b"), "c")`.
    fn save_dotted(&mut self, vm: &mut Vm, module: &Value, name: &Str) -> PyResult<()> {
        let builtins = vm.names().builtins.clone();
        let builtins = find::module(vm, &builtins)?;
        let getattr = vm.get_attr(&builtins, &vm.names().getattr.clone())?;
        let dots = name.chars().iter().filter(|ch| *ch == u32::from(b'.')).count();
        for at in 0..dots {
            vm.work_at(at)?;
            self.save(vm, &getattr)?;
            if self.protocol < 2 {
                self.op(opcode::MARK)?;
            }
        }
        let mut first = true;
        find::each_part(vm, name, |vm, part| {
            if std::mem::take(&mut first) {
                self.save_plain(vm, module, &part)?;
                return Ok(None::<()>);
            }
            self.save(vm, &part)?;
            self.op(if self.protocol < 2 { opcode::TUPLE } else { opcode::TUPLE2 })?;
            self.op(opcode::REDUCE)?;
            Ok(None)
        })?;
        Ok(())
    }

    /// Writes the name of what is in a module itself.
    fn save_plain(&mut self, vm: &mut Vm, module: &Value, name: &Value) -> PyResult<()> {
        let (mut module, mut name) = (module.clone(), name.clone());
        if self.fix_imports {
            let key = vm.new_tuple_from([module.clone(), name.clone()])?;
            if let Some(old) = look_up(vm, "_compat_pickle", "REVERSE_NAME_MAPPING", &key)? {
                let Some([old_module, old_name]) = old.downcast::<Tuple>().map(Tuple::items) else {
                    let message = format_args!("_compat_pickle.REVERSE_NAME_MAPPING values should be 2-tuples");
                    return Err(vm.raise(Exc::RuntimeError, message));
                };
                (module, name) = (old_module.clone(), old_name.clone());
            } else if let Some(old) = look_up(vm, "_compat_pickle", "REVERSE_IMPORT_MAPPING", &module)? {
                module = old;
            }
        }
        self.op(opcode::GLOBAL)?;
        self.push_name(vm, &module, Which::Module)?;
        self.push_name(vm, &name, Which::Global)
    }

    fn push_name(&mut self, vm: &mut Vm, name: &Value, which: Which) -> PyResult<()> {
        let text = name.downcast::<Str>();
        if let Some(ascii) = text.and_then(Str::as_ascii) {
            self.out.push(ascii.as_bytes())?;
            return self.out.push(b"\n");
        }
        let Some(text) = text else { return Err(vm.type_error(format_args!("the name of a global must be a string"))) };
        let codec = if self.protocol >= 3 { Codec::Utf8 } else { Codec::Ascii };
        let cause = match encode_chars(vm, text.chars(), Encoding { codec, mark: false }, Handler::Strict) {
            Ok(encoded) => {
                self.out.push(&encoded)?;
                return self.out.push(b"\n");
            }
            Err(raised) if vm.raised_is(&raised, Exc::UnicodeEncodeError) => vm.take_raised(raised),
            Err(raised) => return Err(raised),
        };
        let (name, protocol) = (Named::repr(vm, name)?, self.protocol);
        let what = match which {
            Which::Module => "module",
            Which::Global => "global",
        };
        let message = format_args!("can't pickle {what} identifier {name} using pickle protocol {protocol}");
        Err(pickling_error_from(vm, cause, message))
    }
}
