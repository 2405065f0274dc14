//! The inside of an interpreter, as host functions and conversions see it.
#![expect(clippy::disallowed_types, reason = "text and arguments of the host")]

use std::marker::PhantomData;
use std::sync::Arc;

use pitviper_vm::core::error::{Exc, Raised};
use pitviper_vm::core::host::object::{StateMut, StateRef, Unavailable};
use pitviper_vm::core::vm::Vm;
use pitviper_vm::types::str::Str;
use pitviper_vm::{PyResult, Value};

use crate::convert::{FromPython, ToPython};
use crate::error::{Error, Exception, Limit, Place};
use crate::handle::Handle;

/// Makes lifetimes of contexts and objects invariant: an object goes only where its interpreter goes.
type Brand<'py> = PhantomData<fn(&'py ()) -> &'py ()>;

/// Access to a running interpreter: what a host function gets that asks for it, and what
/// [`Interpreter::with`](crate::Interpreter::with) gives.
///
/// What it runs counts against the limits of the evaluation that it is part of. Once one of them has struck, everything
/// fails until the evaluation has ended.
pub struct Context<'py> {
    pub(crate) vm: &'py mut Vm,
    /// Bytes that the conversion under way may still give the host.
    room: usize,
    /// How deep it is.
    depth: u32,
    brand: Brand<'py>,
}

/// A Python value inside [`Context`]; [`Handle`] is what may leave it.
///
/// ```compile_fail
/// # use pitviper::Interpreter;
/// # let mut python = Interpreter::builder().build().unwrap();
/// let mut kept = None;
/// python.with(|python| {
///     kept = Some(python.none());
///     Ok(())
/// });
/// ```
pub struct Object<'py> {
    pub(crate) value: Value,
    brand: Brand<'py>,
}

impl Clone for Object<'_> {
    fn clone(&self) -> Self {
        Object { value: self.value.clone(), brand: PhantomData }
    }
}

impl Object<'_> {
    pub(crate) fn new(value: Value) -> Self {
        Object { value, brand: PhantomData }
    }

    /// Whether it is `None`.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.value.is_none()
    }

    /// Python's `is`.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.value.is(&other.value)
    }
}

/// Deepest nesting that conversions follow.
const DEEPEST: u32 = 256;

/// Most bytes of a message, and of a traceback, that the host is told.
const MESSAGE: usize = 16 << 10;
const TRACEBACK: usize = 64 << 10;

/// A name that the class of an exception may have.
const CLASS: usize = 200;

impl<'py> Context<'py> {
    pub(crate) fn new(vm: &'py mut Vm) -> Context<'py> {
        Context { vm, room: 0, depth: 0, brand: PhantomData }
    }

    /// At the beginning of an evaluation: first goes what the host let go of.
    pub(crate) fn begin(vm: &'py mut Vm) -> Context<'py> {
        vm.release_handles();
        vm.settle();
        Context::new(vm)
    }

    /// Makes a Python value.
    ///
    /// # Errors
    /// [`Error::MemoryLimit`], or what the conversion finds.
    pub fn object(&mut self, value: impl ToPython) -> Result<Object<'py>, Error> {
        let checked = self.vm.check_native_stack();
        self.check(checked)?;
        value.to_python(self)
    }

    /// The host's form of a value. Nested conversions go through here as well: it bounds their depth and what they give the
    /// host in all.
    ///
    /// # Errors
    /// [`Error::Conversion`] when it is of another type, too large or too deep (or contains itself).
    pub fn extract<T: FromPython>(&mut self, object: &Object<'py>) -> Result<T, Error> {
        self.together(|python| T::from_python(object, python))
    }

    /// Conversions that are bounded together.
    pub(crate) fn together<T>(&mut self, convert: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.enter()?;
        let result = convert(self);
        self.leave();
        result
    }

    pub(crate) fn enter(&mut self) -> Result<(), Error> {
        if self.depth == 0 {
            self.room = self.vm.conversion_limit();
        }
        if self.depth == DEEPEST {
            return Err(Error::conversion("the value is nested too deeply, or contains itself"));
        }
        let checked = self.vm.check_native_stack();
        self.check(checked)?;
        self.depth += 1;
        Ok(())
    }

    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Counts bytes that a conversion is about to give the host. To be called before they are allocated.
    ///
    /// # Errors
    /// [`Error::Conversion`] when they are more than
    /// [`Builder::conversion_limit`](crate::Builder::conversion_limit) allows.
    pub fn reserve(&mut self, bytes: usize) -> Result<(), Error> {
        match self.room.checked_sub(bytes) {
            Some(room) => {
                self.room = room;
                Ok(())
            }
            None => Err(Error::conversion("the value is larger than the host takes")),
        }
    }

    /// Keeps a value alive for the host.
    ///
    /// # Errors
    /// [`Error::MemoryLimit`].
    pub fn handle(&mut self, object: &Object<'py>) -> Result<Handle, Error> {
        let row = self.vm.keep(object.value.clone());
        Ok(Handle(Arc::new(self.check(row)?)))
    }

    /// The value that a handle keeps alive.
    ///
    /// # Errors
    /// [`Error::OtherInterpreter`].
    pub fn value_of(&self, handle: &Handle) -> Result<Object<'py>, Error> {
        self.vm.kept(&handle.0).map(Object::new).ok_or(Error::OtherInterpreter)
    }

    /// Reads an attribute.
    ///
    /// # Errors
    /// What that raises.
    pub fn get_attr(&mut self, object: &Object<'py>, name: &str) -> Result<Object<'py>, Error> {
        let name = self.name(name)?;
        let result = self.vm.get_attr(&object.value, &name);
        self.wrap(result)
    }

    /// Sets an attribute.
    ///
    /// # Errors
    /// What that raises.
    pub fn set_attr(&mut self, object: &Object<'py>, name: &str, value: impl ToPython) -> Result<(), Error> {
        let value = self.object(value)?;
        let name = self.name(name)?;
        let result = self.vm.set_attr(&object.value, &name, value.value);
        self.check(result)
    }

    /// `object[key]`.
    ///
    /// # Errors
    /// What that raises.
    pub fn get_item(&mut self, object: &Object<'py>, key: impl ToPython) -> Result<Object<'py>, Error> {
        let key = self.object(key)?;
        let result = self.vm.get_item(&object.value, &key.value);
        self.wrap(result)
    }

    /// `object[key] = value`.
    ///
    /// # Errors
    /// What that raises.
    pub fn set_item(&mut self, object: &Object<'py>, key: impl ToPython, value: impl ToPython) -> Result<(), Error> {
        let key = self.object(key)?;
        let value = self.object(value)?;
        let result = self.vm.set_item(&object.value, &key.value, value.value);
        self.check(result)
    }

    /// `str(object)`, cut where it is very long.
    ///
    /// # Errors
    /// What that raises.
    pub fn str(&mut self, object: &Object<'py>) -> Result<String, Error> {
        let text = self.vm.str(&object.value);
        let text = self.check(text)?;
        Ok(cut(&text, MESSAGE))
    }

    /// `repr(object)`, cut where it is very long.
    ///
    /// # Errors
    /// What that raises.
    pub fn repr(&mut self, object: &Object<'py>) -> Result<String, Error> {
        let text = self.vm.repr(&object.value);
        let text = self.check(text)?;
        Ok(cut(&text, MESSAGE))
    }

    /// The name of its class.
    #[must_use]
    pub fn type_name(&self, object: &Object<'py>) -> String {
        cut_text(self.vm.type_name(&object.value), CLASS)
    }

    /// `None`.
    #[must_use]
    pub fn none(&self) -> Object<'py> {
        Object::new(Value::none())
    }

    /// Imports a module.
    ///
    /// # Errors
    /// ImportError, or what it raises.
    pub fn import(&mut self, name: &str) -> Result<Object<'py>, Error> {
        let name = self.name(name)?;
        let result = pitviper_vm::import::import_absolute(self.vm, &name);
        self.wrap(result)
    }

    /// Borrows the state of a host object; see [`Class`](crate::Class).
    ///
    /// # Errors
    /// [`Error::Conversion`] when it is not one of this type; RuntimeError while it is mutably borrowed.
    pub fn borrow<T: Send + Sync + 'static>(&mut self, object: &Object<'py>) -> Result<Ref<'py, T>, Error> {
        let state = StateRef::new(&object.value).map_err(|why| self.unavailable::<T>(object, why))?;
        Ok(Ref { state, brand: PhantomData })
    }

    /// Borrows the state of a host object mutably.
    ///
    /// # Errors
    /// [`Error::Conversion`] when it is not one of this type; RuntimeError while it is borrowed.
    pub fn borrow_mut<T: Send + Sync + 'static>(&mut self, object: &Object<'py>) -> Result<RefMut<'py, T>, Error> {
        let state = StateMut::new(&object.value).map_err(|why| self.unavailable::<T>(object, why))?;
        Ok(RefMut { state, brand: PhantomData })
    }

    pub(crate) fn unavailable<T>(&self, object: &Object<'py>, why: Unavailable) -> Error {
        let own = self.type_name(object);
        match why {
            Unavailable::OtherType => {
                let wanted = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
                Error::conversion(format!("{wanted} expected, not {own}"))
            }
            Unavailable::Borrowed => Error::raise("RuntimeError", format_args!("{own} object is in use")),
        }
    }

    /// An interned string.
    pub(crate) fn name(&mut self, name: &str) -> Result<Value, Error> {
        let name = self.vm.intern(name);
        self.check(name)
    }

    pub(crate) fn wrap(&mut self, result: PyResult) -> Result<Object<'py>, Error> {
        self.check(result).map(Object::new)
    }

    /// An exception of Python's as the host's error.
    pub(crate) fn check<T>(&mut self, result: PyResult<T>) -> Result<T, Error> {
        result.map_err(|raised| self.error(raised))
    }

    #[cold]
    fn error(&mut self, raised: Raised) -> Error {
        let exception = self.vm.take_raised(raised);
        if let Some(stop) = self.vm.stopping() {
            return Error::stopped(stop, Limit::default());
        }
        let exception = Object::new(exception);
        if self.vm.is_instance_of_exc(&exception.value, Exc::MemoryError) {
            let place = self.vm.place_of_exception(&exception.value).or_else(|| self.vm.place());
            return Error::MemoryLimit(Box::new(Limit { place, holders: self.vm.holders() }));
        }
        let told = self.tell(&exception);
        if let Some(stop) = self.vm.stopping() {
            return Error::stopped(stop, Limit::default());
        }
        Error::Exception(Box::new(told))
    }

    /// What there is to be said of an exception. Runs its `__str__`.
    fn tell(&mut self, exception: &Object<'py>) -> Exception {
        let place = self.vm.place_of_exception(&exception.value).or_else(|| self.place_of_syntax_error(exception));
        let class = self.vm.type_of(&exception.value);
        let type_name = match self.vm.full_type_name(class) {
            Ok(name) => cut(&name, CLASS),
            Err(raised) => self.forget(raised),
        };
        let message = match self.vm.str(&exception.value) {
            Ok(text) => cut(&text, MESSAGE),
            Err(raised) => self.forget(raised),
        };
        let mut traceback = String::new();
        self.vm.print_exception(&exception.value, &mut |_, text| {
            let room = TRACEBACK - traceback.len();
            traceback.push_str(&text[..text.floor_char_boundary(room)]);
        });
        let row = self.vm.keep(exception.value.clone());
        let object = match row {
            Ok(row) => Some(Handle(Arc::new(row))),
            Err(raised) => {
                self.forget(raised);
                None
            }
        };
        Exception { type_name, message, traceback, place, object }
    }

    /// Where source is wrong that cannot be compiled.
    fn place_of_syntax_error(&mut self, exception: &Object<'py>) -> Option<Place> {
        if !self.vm.is_instance_of_exc(&exception.value, Exc::SyntaxError) {
            return None;
        }
        let line: u32 = self.attribute(exception, "lineno")?;
        let file = self.attribute(exception, "filename")?;
        Some(Place { file, line, function: "<module>".to_owned() })
    }

    /// An attribute, if there is one of that type.
    fn attribute<T: FromPython>(&mut self, object: &Object<'py>, name: &str) -> Option<T> {
        let found = self.vm.intern(name).and_then(|name| self.vm.get_attr_opt(&object.value, &name));
        match found {
            Ok(value) => self.extract(&Object::new(value?)).ok(),
            Err(raised) => {
                self.forget(raised);
                None
            }
        }
    }

    fn forget(&mut self, raised: Raised) -> String {
        drop(self.vm.take_raised(raised));
        String::new()
    }

    /// Raises an error of the host's in Python.
    #[cold]
    pub(crate) fn raise(&mut self, error: Error) -> Raised {
        // What is stopped stays so, whatever a host function makes of it.
        if let Err(raised) = self.vm.check_interrupt() {
            return raised;
        }
        match error {
            Error::Exception(exception) => self.raise_exception(&exception),
            Error::MemoryLimit(_) => self.vm.no_memory(),
            Error::Conversion(conversion) => self.raise_named(conversion.class, &conversion.message),
            error => self.vm.raise(Exc::RuntimeError, format_args!("{error}")),
        }
    }

    fn raise_exception(&mut self, exception: &Exception) -> Raised {
        match exception.object.as_ref().and_then(|handle| self.vm.kept(&handle.0)) {
            Some(object) => self.vm.reraise(object),
            None => self.raise_named(&exception.type_name, &exception.message),
        }
    }

    /// Raises an exception of a builtin class, else RuntimeError.
    fn raise_named(&mut self, class: &str, message: &str) -> Raised {
        match Exc::ALL.iter().find(|known| known.1 == class) {
            Some(known) => self.vm.raise(known.0, format_args!("{message}")),
            None => self.vm.raise(Exc::RuntimeError, format_args!("{class}: {message}")),
        }
    }
}

/// A string object as the host's, up to so many bytes.
fn cut(text: &Value, most: usize) -> String {
    text.downcast::<Str>().map(|text| cut_text(text, most)).unwrap_or_default()
}

fn cut_text(text: &Str, most: usize) -> String {
    let chars = text.chars();
    let mut cut = String::new();
    for index in 0..chars.len() {
        let ch = chars.get(index).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
        if cut.len() + ch.len_utf8() > most {
            break;
        }
        cut.push(ch);
    }
    cut
}

/// The borrowed state of a host object.
pub struct Ref<'py, T: 'static> {
    state: StateRef<T>,
    brand: Brand<'py>,
}

/// The mutably borrowed state of a host object.
pub struct RefMut<'py, T: 'static> {
    state: StateMut<T>,
    brand: Brand<'py>,
}

impl<T> std::ops::Deref for Ref<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.state
    }
}

impl<T> std::ops::Deref for RefMut<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.state
    }
}

impl<T> std::ops::DerefMut for RefMut<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.state
    }
}
