//! Rust closures as Python functions.
#![expect(clippy::disallowed_types, reason = "closures, arguments and messages of the host")]

use std::any::Any;
use std::fmt::Display;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use pitviper_vm::PyResult;
use pitviper_vm::core::host::function::{HostCode, Naming};
use pitviper_vm::core::host::object::{StateMut, StateRef};
use pitviper_vm::core::native::Args;
use pitviper_vm::core::vm::Vm;

use crate::arguments::Argument;
use crate::call::{Call, Signature};
use crate::context::{Context, Object};
use crate::convert::ToPython;
use crate::error::Error;
use crate::exclusive::Mut;

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
/// Arguments of type `Option` at the end may be left out; [`Rest`](crate::Rest) and [`Named`](crate::Named) take any
/// number. A closure that changes what it owns goes into a [`Mut`](crate::Mut). `M` only tells the kinds of closures apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be called from Python",
    note = "a closure needs argument types that implement `FromPython` (written out: `|n: i64| …`), a result that \
            implements `ToPython` or is a `Result` of one, and may only own what is `Send` and `Sync`; one that changes \
            what it owns has to be in `Mut::new(…)`"
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
        impl<F, R, $($name),*> Function<Plain<($($name,)*), R>> for F
        where
            F: Fn($($name),*) -> R + Send + Sync + 'static,
            R: Returned,
            $($name: Argument,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                $(let $value = $name::of_call(call, python)?;)*
                call.end()?;
                self($($value),*).returned(python)
            }
        }

        impl<F, R, $($name),*> Function<Calling<($($name,)*), R>> for F
        where
            F: Fn(&mut Context<'_>, $($name),*) -> R + Send + Sync + 'static,
            R: Returned,
            $($name: Argument,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                $(let $value = $name::of_call(call, python)?;)*
                call.end()?;
                self(python, $($value),*).returned(python)
            }
        }

        impl<F, R, $($name),*> Function<Plain<($($name,)*), R>> for Mut<F>
        where
            F: FnMut($($name),*) -> R + Send + 'static,
            R: Returned,
            $($name: Argument,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                $(let $value = $name::of_call(call, python)?;)*
                call.end()?;
                let result = self.run(python, call.name(), |closure, _| closure($($value),*))?;
                result.returned(python)
            }
        }

        impl<F, R, $($name),*> Function<Calling<($($name,)*), R>> for Mut<F>
        where
            F: FnMut(&mut Context<'_>, $($name),*) -> R + Send + 'static,
            R: Returned,
            $($name: Argument,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                $(let $value = $name::of_call(call, python)?;)*
                call.end()?;
                let result = self.run(python, call.name(), |closure, python| closure(python, $($value),*))?;
                result.returned(python)
            }
        }

        impl<T, F, R, S, $($name),*> Constructor<T, Plain<($($name,)*), R>, S> for F
        where
            F: Fn($($name),*) -> R + Send + Sync + 'static,
            R: Made<T, S>,
            $($name: Argument,)*
        {
            fn construct(&self, python: &mut Context<'_>, call: &mut Call<'_>) -> Result<T, Error> {
                $(let $value = $name::of_call(call, python)?;)*
                call.end()?;
                let _ = python;
                self($($value),*).made()
            }
        }

        impl<T, F, R, S, $($name),*> Constructor<T, Calling<($($name,)*), R>, S> for F
        where
            F: Fn(&mut Context<'_>, $($name),*) -> R + Send + Sync + 'static,
            R: Made<T, S>,
            $($name: Argument,)*
        {
            fn construct(&self, python: &mut Context<'_>, call: &mut Call<'_>) -> Result<T, Error> {
                $(let $value = $name::of_call(call, python)?;)*
                call.end()?;
                self(python, $($value),*).made()
            }
        }

        impl<T, F, R, $($name),*> Method<T, Plain<(Shared, $($name,)*), R>> for F
        where
            T: Send + Sync + 'static,
            F: Fn(&T, $($name),*) -> R + Send + Sync + 'static,
            R: Returned,
            $($name: Argument,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                let receiver = call.receiver()?;
                $(let $value = $name::of_call(call, python)?;)*
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
            $($name: Argument,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                let receiver = call.receiver()?;
                $(let $value = $name::of_call(call, python)?;)*
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
            $($name: Argument,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                let receiver = call.receiver()?;
                $(let $value = $name::of_call(call, python)?;)*
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
            $($name: Argument,)*
        {
            fn invoke<'py>(&self, python: &mut Context<'py>, call: &mut Call<'_>) -> Result<Object<'py>, Error> {
                let receiver = call.receiver()?;
                $(let $value = $name::of_call(call, python)?;)*
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
