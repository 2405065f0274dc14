//! Host modules: functions, values and classes that programs import.
#![expect(clippy::disallowed_types, reason = "names and functions that the host defines")]

use std::sync::Arc;

use crate::call::Signature;
use crate::class::{Class, Parts};
use crate::context::{Context, Object};
use crate::convert::ToPython;
use crate::error::Error;
use crate::function::{Definition, Function};

/// A module of the host's. It is made once, and may be given to any number of interpreters.
///
/// [`#[pitviper::module]`](macro@crate::module) makes one of a Rust module.
///
/// ```
/// use pitviper::{Interpreter, Module};
///
/// let tax = Module::new("tax")
///     .value("RATE", 0.19)
///     .function("gross", |net: f64| net * 1.19);
///
/// let mut python = Interpreter::builder().build()?;
/// python.define_module(&tax)?;
/// python.exec("
/// import tax
/// price = tax.gross(100)
/// ")?;
/// assert_eq!(python.get::<f64>("price")?, 119.0);
/// # Ok::<(), pitviper::Error>(())
/// ```
#[derive(Clone)]
pub struct Module {
    pub(crate) name: String,
    doc: Option<String>,
    members: Vec<(String, Member)>,
}

#[derive(Clone)]
enum Member {
    Function(Definition),
    Value(Arc<dyn Value>),
    Class(Parts),
}

/// A value that can be made in any interpreter.
trait Value: Send + Sync {
    fn make<'py>(&self, python: &mut Context<'py>) -> Result<Object<'py>, Error>;
}

impl<T: ToPython + Clone + Send + Sync> Value for T {
    fn make<'py>(&self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.object(self.clone())
    }
}

impl Module {
    /// An empty module.
    #[must_use]
    pub fn new(name: &str) -> Module {
        Module { name: name.to_owned(), doc: None, members: Vec::new() }
    }

    /// Its `__doc__`.
    #[must_use]
    pub fn doc(mut self, text: &str) -> Module {
        self.doc = Some(text.to_owned());
        self
    }

    /// Adds a function.
    #[must_use]
    pub fn function<M: 'static>(self, name: &str, function: impl Function<M>) -> Module {
        self.function_with(name, &[], None, function)
    }

    /// Adds a function, with names for its arguments and a docstring. The name of a [`Rest`](crate::Rest) begins with a star,
    /// that of a [`Named`](crate::Named) with two.
    #[must_use]
    pub fn function_with<M: 'static>(
        mut self,
        name: &str,
        parameters: &'static [&'static str],
        doc: Option<&str>,
        function: impl Function<M>,
    ) -> Module {
        let signature = Signature { name: name.to_owned(), parameters, doc: doc.map(str::to_owned) };
        self.members.push((name.to_owned(), Member::Function(Definition::function(signature, function))));
        self
    }

    /// Adds a value.
    #[must_use]
    pub fn value(mut self, name: &str, value: impl ToPython + Clone + Send + Sync + 'static) -> Module {
        self.members.push((name.to_owned(), Member::Value(Arc::new(value))));
        self
    }

    /// Adds a class.
    #[must_use]
    pub fn class<T: Send + Sync + 'static>(mut self, class: Class<T>) -> Module {
        self.members.push((class.parts.name.clone(), Member::Class(class.parts)));
        self
    }

    /// Makes the module, and puts it where `import` looks first.
    pub(crate) fn make<'py>(&self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.vm.sandbox.granted.imports.add_own(self.name.clone());
        let module = python.vm.new_module(&self.name, self.doc.as_deref());
        let module = python.check(module)?;
        for (name, member) in &self.members {
            let value = match member {
                Member::Function(function) => {
                    let function = function.make(python.vm, None, Some(&self.name));
                    python.check(function)?
                }
                Member::Value(value) => value.make(python)?.value,
                Member::Class(class) => class.make(python, &self.name)?.value,
            };
            let name = python.name(name)?;
            let set = python.vm.dict_set_str(&module.dict, &name, value);
            python.check(set)?;
        }
        let module = module.into_value();
        let name = python.name(&self.name)?;
        if let Some(modules) = python.vm.modules.clone() {
            let set = python.vm.dict_set(&modules, name, module.clone());
            python.check(set)?;
        }
        Ok(Object::new(module))
    }
}
