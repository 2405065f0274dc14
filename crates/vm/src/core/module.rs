//! What a native module is made of.

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Method, TypeSpec};
use crate::core::vm::Vm;
use crate::types::module::Module;

/// A native module, as one const.
#[expect(clippy::type_complexity, reason = "a table of functions, whose signatures are what is to be seen")]
pub struct ModuleSpec {
    /// Its name in `import`.
    pub name: &'static str,
    /// `__doc__`.
    pub doc: &'static str,
    /// Functions (no receiver).
    pub functions: &'static [Method],
    /// Types to put into it, by kind.
    pub types: &'static [&'static TypeSpec],
    /// Adds what else it holds.
    pub init: Option<fn(&mut Vm, &Obj<Module>) -> PyResult<()>>,
}

impl Vm {
    /// The class `module.name` of a native module, made by `make` when it is first asked for.
    ///
    /// # Errors
    /// What making it raises.
    pub(crate) fn module_class(
        &mut self,
        module: &str,
        name: &str,
        make: impl FnOnce(&mut Vm) -> PyResult,
    ) -> PyResult<Value> {
        let key = self.new_str_fmt(format_args!("{module}.{name}"))?;
        let key = self.intern_value(key)?;
        let classes = match &self.module_classes {
            Some(classes) => classes.clone(),
            None => {
                let classes = self.new_dict()?;
                self.module_classes = Some(classes.clone());
                classes
            }
        };
        if let Some(class) = classes.get_str(self, &key) {
            return Ok(class);
        }
        let class = make(self)?;
        self.dict_set_str(&classes, &key, class.clone())?;
        Ok(class)
    }

    /// The exception class `module.name`, a Python class below `Exception`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn module_exception(&mut self, module: &str, name: &str) -> PyResult<Value> {
        self.module_class(module, name, |vm| {
            let bases = vm.new_tuple_from([vm.exc_type(Exc::Exception).to_value()])?;
            let body = vm.new_dict()?;
            let text = vm.intern(module)?;
            vm.dict_set_str(&body, &vm.names().__module__, text)?;
            let name = vm.intern(name)?;
            let metaclass = vm.type_of_kind(kinds::TYPE).to_value();
            vm.call(&metaclass, &[name, bases, body.into_value()])
        })
    }
}
