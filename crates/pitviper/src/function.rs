//! Rust closures as Python functions.
#![expect(clippy::disallowed_types, reason = "closures, arguments and messages of the host")]

use std::any::Any;
use std::fmt::Display;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use pitviper_vm::core::host::function::{HostCode, Naming};
use pitviper_vm::core::host::object::{StateMut, StateRef};
use pitviper_vm::core::native::Args;
use pitviper_vm::core::vm::Vm;
use pitviper_vm::types::str::Str;
use pitviper_vm::{PyResult, Value};

use crate::context::{Context, Object};
use crate::convert::{FromPython, ToPython};
use crate::error::{Conversion, Error};

/// Arguments for a Python function: a tuple of up to eight values, `()` for none.
pub trait Arguments {
    #[doc(hidden)]
    fn values(self, python: &mut Context<'_>) -> Result<Vec<Value>, Error>;
}

/// What a host function may return: anything that becomes a Python value, or a `Result` of that. An error that is not a
/// [`pitviper::Error`](Error) becomes a `RuntimeError` with its text.
pub trait Returned {
    #[doc(hidden)]
    fn returned<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error>;
}

impl<T: ToPython> Returned for T {
    fn returned<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.object(self)
    }
}

impl<T: ToPython, E: Display + 'static> Returned for Result<T, E> {
    fn returned<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        match self {
            Ok(value) => python.object(value),
            Err(error) => Err(own_error(error)),
        }
    }
}

/// An error of any type as this crate's.
fn own_error<E: Display + 'static>(error: E) -> Error {
    let mut error = Some(error);
    let any: &mut dyn Any = &mut error;
    if let Some(error) = any.downcast_mut::<Option<Error>>().and_then(Option::take) {
        return error;
    }
    match error {
        Some(error) => Error::raise("RuntimeError", error),
        None => Error::raise("RuntimeError", ""),
    }
}

/// A Rust function or closure that can be called from Python: with up to eight arguments, in front of them
/// `&mut Context` where it wants to call Python back.
///
/// Arguments of type `Option` at the end may be left out. `M` only tells the kinds of closures apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be called from Python",
    note = "a closure needs argument types that implement `FromPython` (written out: `|n: i64| …`), a result that \
            implements `ToPython` or is a `Result` of one, and may only own what is `Send` and `Sync`"
)]
pub trait Function<M>: Send + Sync + 'static {
    #[doc(hidden)]
    fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error>;
}

/// A Rust function or closure that is a method of host objects: the first argument is `&T` or `&mut T`, then
/// `&mut Context` where it wants to call Python back, then up to seven others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no method of `{T}`",
    note = "the first argument has to be `&{T}` or `&mut {T}`, written out: `|this: &mut {T}, n: i64| …`"
)]
pub trait Method<T, M>: Send + Sync + 'static {
    #[doc(hidden)]
    fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error>;
}

/// A closure that makes the states of host objects: it returns a `T` or a `Result` of one, and takes arguments as any
/// [`Function`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not make a `{T}`",
    note = "a constructor returns a `{T}` or a `Result<{T}, _>`; the types of its arguments have to be written out"
)]
pub trait Constructor<T, M, S>: Send + Sync + 'static {
    #[doc(hidden)]
    fn construct(&self, python: &mut Context<'_>, call: &mut Call<'_>) -> Result<T, Error>;
}

/// What a constructor returns.
pub trait Made<T, S> {
    #[doc(hidden)]
    fn made(self) -> Result<T, Error>;
}

impl<T> Made<T, Shared> for T {
    fn made(self) -> Result<T, Error> {
        Ok(self)
    }
}

impl<T, E: Display + 'static> Made<T, Exclusive> for Result<T, E> {
    fn made(self) -> Result<T, Error> {
        self.map_err(own_error)
    }
}

/// What Python calls a function, and the names of its arguments where they may be given by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signature {
    pub(crate) name: String,
    pub(crate) parameters: &'static [&'static str],
    pub(crate) doc: Option<String>,
}

/// A call of a host function: its arguments, taken one after the other.
pub struct Call<'a> {
    signature: &'a Signature,
    args: Args<'a>,
    /// Whether the first value is the object whose method is called.
    method: bool,
    next: usize,
    /// Keyword arguments taken.
    named: usize,
}

impl<'a> Call<'a> {
    fn new(signature: &'a Signature, args: Args<'a>, method: bool) -> Call<'a> {
        Call { signature, args, method, next: 0, named: 0 }
    }

    /// The object whose method is called.
    fn receiver<'py>(&mut self) -> Result<Object<'py>, Error> {
        let name = &self.signature.name;
        let receiver = self.args.positional().first().cloned();
        self.next = 1;
        receiver.map(Object::new).ok_or_else(|| Error::conversion(format!("{name}() needs an object")))
    }

    /// The value of the next argument.
    fn take(&mut self) -> Result<Option<Value>, Error> {
        let index = self.next;
        self.next += 1;
        let parameter = self.signature.parameters.get(index - usize::from(self.method));
        let named = parameter.and_then(|parameter| {
            let mut keywords = self.args.keywords();
            keywords.find(|(name, _)| name.downcast::<Str>().is_some_and(|name| name.eq_str(parameter)))
        });
        match (self.args.positional().get(index), named) {
            (Some(value), None) => Ok(Some(value.clone())),
            (None, Some((_, value))) => {
                self.named += 1;
                Ok(Some(value.clone()))
            }
            (None, None) => Ok(None),
            (Some(_), Some(_)) => {
                let (name, parameter) = (&self.signature.name, parameter.copied().unwrap_or_default());
                Err(Error::conversion(format!("{name}() got multiple values for argument '{parameter}'")))
            }
        }
    }

    /// The next argument.
    fn argument<T: FromPython>(&mut self, python: &mut Context<'_>) -> Result<T, Error> {
        let position = self.next + usize::from(!self.method);
        let Some(value) = self.take()? else { return T::missing().ok_or_else(|| self.missing(position)) };
        python.extract(&Object::new(value)).map_err(|error| match error {
            Error::Conversion(Conversion { class, message }) => {
                let message = format!("{}() argument {position}: {message}", self.signature.name);
                Error::Conversion(Conversion { class, message: message.into() })
            }
            error => error,
        })
    }

    #[cold]
    fn missing(&self, position: usize) -> Error {
        let name = &self.signature.name;
        Error::conversion(match self.signature.parameters.get(position - 1) {
            Some(parameter) => format!("{name}() missing required argument '{parameter}' (pos {position})"),
            None => format!("{name}() missing required argument {position}"),
        })
    }

    /// Fails when there are arguments that nobody took.
    fn end(&self) -> Result<(), Error> {
        let name = &self.signature.name;
        let own = usize::from(self.method);
        let given = self.args.positional_count();
        if given > self.next {
            let (takes, given) = (self.next - own, given - own);
            let verb = if given == 1 { "was" } else { "were" };
            let plural = if takes == 1 { "" } else { "s" };
            return Err(Error::conversion(format!(
                "{name}() takes {takes} positional argument{plural} but {given} {verb} given"
            )));
        }
        if self.args.keyword_count() > self.named {
            let unknown = self.args.keywords().find_map(|(keyword, _)| {
                let keyword = keyword.downcast::<Str>()?;
                let known = self.signature.parameters.iter().any(|parameter| keyword.eq_str(parameter));
                (!known).then(|| keyword.to_string())
            });
            return Err(Error::conversion(match unknown {
                Some(keyword) if !self.signature.parameters.is_empty() => {
                    format!("{name}() got an unexpected keyword argument '{keyword}'")
                }
                _ => format!("{name}() takes no keyword arguments"),
            }));
        }
        Ok(())
    }
}

/// Marks closures that take arguments only.
pub struct Plain<A, R>(PhantomData<fn(A) -> R>);

/// Marks closures that take a context in front of their arguments.
pub struct Calling<A, R>(PhantomData<fn(A) -> R>);

/// Marks methods that look at their object.
pub struct Shared;

/// Marks methods that change their object.
pub struct Exclusive;

macro_rules! functions {
    ($($($name:ident $value:ident)*;)*) => {$(
        impl<$($name: ToPython),*> Arguments for ($($name,)*) {
            fn values(self, python: &mut Context<'_>) -> Result<Vec<Value>, Error> {
                let ($($value,)*) = self;
                let _ = &python;
                Ok(vec![$(python.object($value)?.value),*])
            }
        }

        impl<F, R, $($name),*> Function<Plain<($($name,)*), R>> for F
        where
            F: Fn($($name),*) -> R + Send + Sync + 'static,
            R: Returned,
            $($name: FromPython,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                $(let $value = call.argument::<$name>(python)?;)*
                call.end()?;
                self($($value),*).returned(python)
            }
        }

        impl<F, R, $($name),*> Function<Calling<($($name,)*), R>> for F
        where
            F: Fn(&mut Context<'_>, $($name),*) -> R + Send + Sync + 'static,
            R: Returned,
            $($name: FromPython,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                $(let $value = call.argument::<$name>(python)?;)*
                call.end()?;
                self(python, $($value),*).returned(python)
            }
        }

        impl<T, F, R, S, $($name),*> Constructor<T, Plain<($($name,)*), R>, S> for F
        where
            F: Fn($($name),*) -> R + Send + Sync + 'static,
            R: Made<T, S>,
            $($name: FromPython,)*
        {
            fn construct(&self, python: &mut Context<'_>, call: &mut Call<'_>) -> Result<T, Error> {
                $(let $value = call.argument::<$name>(python)?;)*
                call.end()?;
                let _ = python;
                self($($value),*).made()
            }
        }

        impl<T, F, R, S, $($name),*> Constructor<T, Calling<($($name,)*), R>, S> for F
        where
            F: Fn(&mut Context<'_>, $($name),*) -> R + Send + Sync + 'static,
            R: Made<T, S>,
            $($name: FromPython,)*
        {
            fn construct(&self, python: &mut Context<'_>, call: &mut Call<'_>) -> Result<T, Error> {
                $(let $value = call.argument::<$name>(python)?;)*
                call.end()?;
                self(python, $($value),*).made()
            }
        }

        impl<T, F, R, $($name),*> Method<T, Plain<(Shared, $($name,)*), R>> for F
        where
            T: Send + Sync + 'static,
            F: Fn(&T, $($name),*) -> R + Send + Sync + 'static,
            R: Returned,
            $($name: FromPython,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                let receiver = call.receiver()?;
                $(let $value = call.argument::<$name>(python)?;)*
                call.end()?;
                let state = StateRef::new(&receiver.value).map_err(|why| python.unavailable::<T>(&receiver, why))?;
                let result = self(&state, $($value),*);
                drop(state);
                result.returned(python)
            }
        }

        impl<T, F, R, $($name),*> Method<T, Plain<(Exclusive, $($name,)*), R>> for F
        where
            T: Send + Sync + 'static,
            F: Fn(&mut T, $($name),*) -> R + Send + Sync + 'static,
            R: Returned,
            $($name: FromPython,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                let receiver = call.receiver()?;
                $(let $value = call.argument::<$name>(python)?;)*
                call.end()?;
                let mut state = StateMut::new(&receiver.value).map_err(|why| python.unavailable::<T>(&receiver, why))?;
                let result = self(&mut state, $($value),*);
                drop(state);
                result.returned(python)
            }
        }

        impl<T, F, R, $($name),*> Method<T, Calling<(Shared, $($name,)*), R>> for F
        where
            T: Send + Sync + 'static,
            F: Fn(&T, &mut Context<'_>, $($name),*) -> R + Send + Sync + 'static,
            R: Returned,
            $($name: FromPython,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                let receiver = call.receiver()?;
                $(let $value = call.argument::<$name>(python)?;)*
                call.end()?;
                let state = StateRef::new(&receiver.value).map_err(|why| python.unavailable::<T>(&receiver, why))?;
                let result = self(&state, python, $($value),*);
                drop(state);
                result.returned(python)
            }
        }

        impl<T, F, R, $($name),*> Method<T, Calling<(Exclusive, $($name,)*), R>> for F
        where
            T: Send + Sync + 'static,
            F: Fn(&mut T, &mut Context<'_>, $($name),*) -> R + Send + Sync + 'static,
            R: Returned,
            $($name: FromPython,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                let receiver = call.receiver()?;
                $(let $value = call.argument::<$name>(python)?;)*
                call.end()?;
                let mut state = StateMut::new(&receiver.value).map_err(|why| python.unavailable::<T>(&receiver, why))?;
                let result = self(&mut state, python, $($value),*);
                drop(state);
                result.returned(python)
            }
        }
    )*};
}

functions! {
    ;
    A a;
    A a B b;
    A a B b C c;
    A a B b C c D d;
    A a B b C c D d E e;
    A a B b C c D d E e G g;
    A a B b C c D d E e G g H h;
    A a B b C c D d E e G g H h I i;
}

/// A function that Python can be given: shared by all interpreters that have it.
#[derive(Clone)]
pub(crate) struct Definition {
    pub(crate) signature: Arc<Signature>,
    code: Arc<dyn HostCode>,
}

/// Code of a function or method, its signature and closure.
struct Code<F, K> {
    signature: Arc<Signature>,
    closure: F,
    kind: PhantomData<fn() -> K>,
}

/// Marks code of functions, and of methods.
struct OfFunction<M>(PhantomData<M>);
struct OfMethod<T, M>(PhantomData<(T, M)>);
struct OfConstructor<T, M, S>(PhantomData<(T, M, S)>);

impl Definition {
    pub(crate) fn function<M: 'static>(signature: Signature, closure: impl Function<M>) -> Definition {
        let signature = Arc::new(signature);
        let code = Code { signature: signature.clone(), closure, kind: PhantomData::<fn() -> OfFunction<M>> };
        Definition { signature, code: Arc::new(code) }
    }

    pub(crate) fn method<T: 'static, M: 'static>(signature: Signature, closure: impl Method<T, M>) -> Definition {
        let signature = Arc::new(signature);
        let code = Code { signature: signature.clone(), closure, kind: PhantomData::<fn() -> OfMethod<T, M>> };
        Definition { signature, code: Arc::new(code) }
    }

    pub(crate) fn constructor<T: Send + Sync + 'static, M: 'static, S: 'static>(
        signature: Signature,
        closure: impl Constructor<T, M, S>,
    ) -> Definition {
        let signature = Arc::new(signature);
        let code = Code { signature: signature.clone(), closure, kind: PhantomData::<fn() -> OfConstructor<T, M, S>> };
        Definition { signature, code: Arc::new(code) }
    }

    /// Makes the function object.
    pub(crate) fn make(&self, vm: &mut Vm, class: Option<&str>, module: Option<&str>) -> PyResult {
        let naming = Naming { name: &self.signature.name, class, module, doc: self.signature.doc.as_deref() };
        vm.new_host_function(&naming, self.code.clone())
    }
}

impl<F: Function<M>, M: 'static> HostCode for Code<F, OfFunction<M>> {
    fn call(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        guarded(vm, |python| self.closure.invoke(python, &mut Call::new(&self.signature, args, false)))
    }
}

impl<T: 'static, F: Method<T, M>, M: 'static> HostCode for Code<F, OfMethod<T, M>> {
    fn call(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        guarded(vm, |python| self.closure.invoke(python, &mut Call::new(&self.signature, args, true)))
    }
}

impl<T: Send + Sync + 'static, F: Constructor<T, M, S>, M: 'static, S: 'static> HostCode
    for Code<F, OfConstructor<T, M, S>>
{
    fn call(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        guarded(vm, |python| {
            let mut call = Call::new(&self.signature, args, true);
            let class = call.receiver()?;
            let state = self.closure.construct(python, &mut call)?;
            let object = python.vm.new_host_object(&class.value, Box::new(state));
            python.wrap(object)
        })
    }
}

/// Runs code of the host: its errors become exceptions, its panics too.
pub(crate) fn guarded(
    vm: &mut Vm,
    run: impl for<'py> FnOnce(&mut Context<'py>) -> Result<Object<'py>, Error>,
) -> PyResult {
    let mut python = Context::new(vm);
    // What the closure had borrowed of the interpreter is given back by unwinding, as by an error.
    let result = catch_unwind(AssertUnwindSafe(|| run(&mut python)));
    match result {
        Ok(Ok(object)) => match python.vm.stopping() {
            None => Ok(object.value),
            Some(_) => Err(python.vm.fail_stopped()),
        },
        Ok(Err(error)) => Err(python.raise(error)),
        Err(payload) => {
            let message = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
                (Some(text), _) => Error::raise("RuntimeError", format_args!("host function panicked: {text}")),
                (None, Some(text)) => Error::raise("RuntimeError", format_args!("host function panicked: {text}")),
                (None, None) => Error::raise("RuntimeError", "host function panicked"),
            };
            // A payload may panic when it is dropped.
            if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
                std::mem::forget(second);
            }
            Err(python.raise(message))
        }
    }
}
