//! Host objects: Python objects whose state is a Rust value.
#![expect(clippy::disallowed_types, reason = "names and functions that the host defines")]

use std::any::TypeId;
use std::marker::PhantomData;

use pitviper_vm::Value;

use crate::call::Signature;
use crate::context::{Context, Object};
use crate::convert::ToPython;
use crate::error::Error;
use crate::function::{Constructor, Definition, Function, Method};

/// A class whose instances have a `T` as their state: made with the class by Python, or by the host with
/// [`Instance`]. The state is dropped when its object dies.
///
/// Methods borrow the state: many at a time may look at it, one alone may change it; what
/// does not fit is a `RuntimeError` in Python. Special methods are methods like others (`__len__`, `__add__`). Python
/// classes can inherit from it.
///
/// ```
/// use pitviper::{Class, Interpreter};
///
/// struct Counter { total: i64 }
///
/// let class = Class::<Counter>::new("Counter")
///     .constructor(|total: i64| Counter { total })
///     .method("add", |counter: &mut Counter, n: i64| counter.total += n)
///     .getter("total", |counter: &Counter| counter.total);
///
/// let mut python = Interpreter::builder().build()?;
/// python.define_class(&class)?;
/// python.exec("
/// counter = Counter(40)
/// counter.add(2)
/// ")?;
/// assert_eq!(python.eval::<i64>("counter.total")?, 42);
/// # Ok::<(), pitviper::Error>(())
/// ```
pub struct Class<T> {
    pub(crate) parts: Parts,
    state: PhantomData<fn() -> T>,
}

/// A class without its type.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) name: String,
    doc: Option<String>,
    state: TypeId,
    constructor: Option<Definition>,
    members: Vec<(String, Member)>,
}

#[derive(Clone)]
enum Member {
    Method(Definition),
    Static(Definition),
    Property { get: Definition, set: Option<Definition> },
}

impl<T> Clone for Class<T> {
    fn clone(&self) -> Self {
        Class { parts: self.parts.clone(), state: PhantomData }
    }
}

impl<T: Send + Sync + 'static> Class<T> {
    /// A class without methods, whose instances only the host makes.
    #[must_use]
    pub fn new(name: &str) -> Class<T> {
        let parts = Parts {
            name: name.to_owned(),
            doc: None,
            state: TypeId::of::<T>(),
            constructor: None,
            members: Vec::new(),
        };
        Class { parts, state: PhantomData }
    }

    /// Its `__doc__`.
    #[must_use]
    pub fn doc(mut self, text: &str) -> Class<T> {
        self.parts.doc = Some(text.to_owned());
        self
    }

    /// What calling the class does: makes a state, or fails.
    #[must_use]
    pub fn constructor<M: 'static, S: 'static>(self, make: impl Constructor<T, M, S>) -> Class<T> {
        self.constructor_with(&[], make)
    }

    /// The same with names for the arguments.
    #[must_use]
    pub fn constructor_with<M: 'static, S: 'static>(
        mut self,
        parameters: &'static [&'static str],
        make: impl Constructor<T, M, S>,
    ) -> Class<T> {
        let signature = Signature { name: self.parts.name.clone(), parameters, doc: None };
        self.parts.constructor = Some(Definition::constructor(signature, make));
        self
    }

    /// A method: `|this: &T, …|` or `|this: &mut T, …|`.
    #[must_use]
    pub fn method<M: 'static>(self, name: &str, method: impl Method<T, M>) -> Class<T> {
        self.method_with(name, &[], None, method)
    }

    /// The same with names for the arguments, and a docstring.
    #[must_use]
    pub fn method_with<M: 'static>(
        mut self,
        name: &str,
        parameters: &'static [&'static str],
        doc: Option<&str>,
        method: impl Method<T, M>,
    ) -> Class<T> {
        let signature = Signature { name: name.to_owned(), parameters, doc: doc.map(str::to_owned) };
        self.parts.members.push((name.to_owned(), Member::Method(Definition::method(signature, method))));
        self
    }

    /// A function that belongs to the class: a static method.
    #[must_use]
    pub fn function<M: 'static>(self, name: &str, function: impl Function<M>) -> Class<T> {
        self.function_with(name, &[], None, function)
    }

    /// The same with names for the arguments, and a docstring.
    #[must_use]
    pub fn function_with<M: 'static>(
        mut self,
        name: &str,
        parameters: &'static [&'static str],
        doc: Option<&str>,
        function: impl Function<M>,
    ) -> Class<T> {
        let signature = Signature { name: name.to_owned(), parameters, doc: doc.map(str::to_owned) };
        self.parts.members.push((name.to_owned(), Member::Static(Definition::function(signature, function))));
        self
    }

    /// An attribute that is computed when it is read.
    #[must_use]
    pub fn getter<M: 'static>(mut self, name: &str, get: impl Method<T, M>) -> Class<T> {
        let signature = Signature { name: name.to_owned(), ..Signature::default() };
        let get = Definition::method(signature, get);
        self.parts.members.push((name.to_owned(), Member::Property { get, set: None }));
        self
    }

    /// An attribute that is computed when it is read, and can be set.
    #[must_use]
    pub fn property<M: 'static, N: 'static>(
        mut self,
        name: &str,
        get: impl Method<T, M>,
        set: impl Method<T, N>,
    ) -> Class<T> {
        let signature = Signature { name: name.to_owned(), ..Signature::default() };
        let get = Definition::method(signature.clone(), get);
        let set = Some(Definition::method(signature, set));
        self.parts.members.push((name.to_owned(), Member::Property { get, set }));
        self
    }
}

/// A state as an object of its class, which was defined before.
///
/// ```
/// # use pitviper::{Class, Instance, Interpreter};
/// struct Door { open: bool }
///
/// let mut python = Interpreter::builder().build()?;
/// python.define_class(&Class::<Door>::new("Door").getter("open", |door: &Door| door.open))?;
/// python.set("door", Instance(Door { open: true }))?;
/// assert!(python.eval::<bool>("door.open")?);
/// # Ok::<(), pitviper::Error>(())
/// ```
pub struct Instance<T>(pub T);

impl<T: Send + Sync + 'static> ToPython for Instance<T> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        let Some(class) = python.vm.host_class(TypeId::of::<T>()) else {
            let name = std::any::type_name::<T>();
            return Err(Error::conversion(format!("no class was defined for {name}")));
        };
        let object = python.vm.new_host_object(&class, Box::new(self.0));
        python.wrap(object)
    }
}

impl Parts {
    /// Makes the class.
    pub(crate) fn make<'py>(&self, python: &mut Context<'py>, module: &str) -> Result<Object<'py>, Error> {
        let mut attributes: Vec<(Value, Value)> = Vec::new();
        let (key, name) = (python.name("__module__")?, python.name(module)?);
        attributes.push((key, name));
        if let Some(doc) = &self.doc {
            let (key, text) = (python.name("__doc__")?, python.object(doc.as_str())?);
            attributes.push((key, text.value));
        }
        if let Some(constructor) = &self.constructor {
            let function = self.function(python, constructor, module)?;
            let function = self.wrap(python, "staticmethod", &[function])?;
            attributes.push((python.name("__new__")?, function));
        }
        for (name, member) in &self.members {
            let value = match member {
                Member::Method(method) => self.function(python, method, module)?,
                Member::Static(function) => {
                    let function = self.function(python, function, module)?;
                    self.wrap(python, "staticmethod", &[function])?
                }
                Member::Property { get, set } => {
                    let get = self.function(python, get, module)?;
                    match set {
                        Some(set) => {
                            let set = self.function(python, set, module)?;
                            self.wrap(python, "property", &[get, set])?
                        }
                        None => self.wrap(python, "property", &[get])?,
                    }
                }
            };
            attributes.push((python.name(name)?, value));
        }
        let class = python.vm.new_host_class(&self.name, &attributes);
        let class = python.wrap(class)?;
        python.vm.set_host_class(self.state, class.value.clone());
        Ok(class)
    }

    fn function(&self, python: &mut Context<'_>, definition: &Definition, module: &str) -> Result<Value, Error> {
        let function = definition.make(python.vm, Some(&self.name), Some(module));
        python.check(function)
    }

    /// A call of a builtin class.
    fn wrap(&self, python: &mut Context<'_>, class: &str, values: &[Value]) -> Result<Value, Error> {
        let key = python.name(class)?;
        let class = python.vm.builtins.clone().and_then(|builtins| builtins.get_str(python.vm, &key));
        let class = class.ok_or_else(|| Error::raise("NameError", "a builtin class is gone"))?;
        let object = python.vm.call(&class, values);
        python.check(object)
    }
}
