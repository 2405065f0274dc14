//! What host functions are called with, and what Python functions are.
#![expect(clippy::disallowed_types, reason = "arguments of the host")]

use pitviper_vm::Value;

use crate::call::Call;
use crate::context::Context;
use crate::convert::{FromPython, ToPython};
use crate::error::Error;

/// An argument of a host function: any type that implements [`FromPython`], [`Rest`] or [`Named`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no argument of a host function",
    note = "implement `FromPython`, or ask for `Serde<{Self}>` when it has `serde::Deserialize`"
)]
pub trait Argument: Sized {
    #[doc(hidden)]
    fn of_call(call: &mut Call<'_>, python: &mut Context<'_>) -> Result<Self, Error>;
}

impl<T: FromPython> Argument for T {
    fn of_call(call: &mut Call<'_>, python: &mut Context<'_>) -> Result<Self, Error> {
        call.argument(python)
    }
}

/// All further positional arguments of a host function: Python's `*args`. What comes behind it can only be given by name, where
/// arguments have names. [`Handle`](crate::Handle)s take values of any type.
///
/// It also calls Python functions with a number of arguments that is not known before.
///
/// ```
/// # use pitviper::{Interpreter, Rest};
/// let mut python = Interpreter::builder().build()?;
/// python.define("join", |separator: String, Rest(parts): Rest<String>| parts.join(&separator))?;
/// assert_eq!(python.eval::<String>("join('-', 'a', 'b', *'cd')")?, "a-b-c-d");
/// assert_eq!(python.call::<i64>("max", Rest(vec![3, 7, 5]))?, 7);
/// # Ok::<(), pitviper::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rest<T>(pub Vec<T>);

impl<T: FromPython> Argument for Rest<T> {
    fn of_call(call: &mut Call<'_>, python: &mut Context<'_>) -> Result<Self, Error> {
        call.rest(python).map(Rest)
    }
}

/// All further keyword arguments of a host function, in the order they were given: Python's `**kwargs`.
/// To be the last argument.
///
/// ```
/// # use pitviper::{Interpreter, Named};
/// let mut python = Interpreter::builder().build()?;
/// python.define("tag", |name: String, Named(attributes): Named<String>| {
///     let attributes = attributes.iter().map(|(key, value)| format!(" {key}={value:?}"));
///     format!("<{name}{}>", attributes.collect::<String>())
/// })?;
/// assert_eq!(python.eval::<String>("tag('a', href='/', rel='me')")?, "<a href=\"/\" rel=\"me\">");
/// # Ok::<(), pitviper::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T: FromPython> Argument for Named<T> {
    fn of_call(call: &mut Call<'_>, python: &mut Context<'_>) -> Result<Self, Error> {
        call.others(python).map(Named)
    }
}

/// Arguments for a Python function: a tuple of up to eight values, `()` for none, or a [`Rest`]. The last in the tuple
/// may be a [`Named`], so may be that alone.
///
/// ```
/// # use pitviper::{Interpreter, Named, Rest};
/// let mut python = Interpreter::builder().build()?;
/// let named = Named(vec![("base".to_owned(), 16)]);
/// assert_eq!(python.call::<i64>("int", ("ff", named.clone()))?, 255);
/// assert_eq!(python.call::<i64>("int", (Rest(vec!["10"]), named))?, 16);
/// # Ok::<(), pitviper::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the arguments of a Python function",
    note = "arguments are a tuple of up to eight values that implement `ToPython`: `(value,)` for one"
)]
pub trait Arguments {
    #[doc(hidden)]
    fn given(self, python: &mut Context<'_>) -> Result<Given, Error>;
}

/// Arguments as Python values: those with a name are the last.
#[derive(Default)]
pub struct Given {
    pub(crate) values: Vec<Value>,
    pub(crate) names: Vec<Value>,
}

impl Given {
    fn add(&mut self, named: Given) {
        self.values.extend(named.values);
        self.names.extend(named.names);
    }

    fn push(&mut self, python: &mut Context<'_>, value: impl ToPython) -> Result<(), Error> {
        self.values.push(python.object(value)?.value);
        Ok(())
    }
}

impl<T: ToPython> Arguments for Rest<T> {
    fn given(self, python: &mut Context<'_>) -> Result<Given, Error> {
        let mut given = Given::default();
        self.0.into_iter().try_for_each(|value| given.push(python, value))?;
        Ok(given)
    }
}

impl<T: ToPython> Arguments for Named<T> {
    fn given(self, python: &mut Context<'_>) -> Result<Given, Error> {
        let mut given = Given::default();
        for (name, value) in self.0 {
            given.names.push(python.name(&name)?);
            given.push(python, value)?;
        }
        Ok(given)
    }
}

impl<T: ToPython, N: ToPython> Arguments for (Rest<T>, Named<N>) {
    fn given(self, python: &mut Context<'_>) -> Result<Given, Error> {
        let mut given = self.0.given(python)?;
        given.add(self.1.given(python)?);
        Ok(given)
    }
}

macro_rules! tuples {
    ($($($name:ident $value:ident)*;)*) => {$(
        impl<$($name: ToPython),*> Arguments for ($($name,)*) {
            fn given(self, python: &mut Context<'_>) -> Result<Given, Error> {
                let ($($value,)*) = self;
                let values = vec![$(python.object($value)?.value),*];
                let _ = python;
                Ok(Given { values, names: Vec::new() })
            }
        }
    )*};
}

macro_rules! tuples_with_names {
    ($($($name:ident $value:ident)*;)*) => {$(
        impl<$($name: ToPython,)* Names: ToPython> Arguments for ($($name,)* Named<Names>) {
            fn given(self, python: &mut Context<'_>) -> Result<Given, Error> {
                let ($($value,)* named) = self;
                let mut given = ($($value,)*).given(python)?;
                given.add(named.given(python)?);
                Ok(given)
            }
        }
    )*};
}

tuples_with_names! {
    A a;
    A a B b;
    A a B b C c;
    A a B b C c D d;
    A a B b C c D d E e;
    A a B b C c D d E e F f;
    A a B b C c D d E e F f G g;
}

tuples! {
    ;
    A a;
    A a B b;
    A a B b C c;
    A a B b C c D d;
    A a B b C c D d E e;
    A a B b C c D d E e F f;
    A a B b C c D d E e F f G g;
    A a B b C c D d E e F f G g H h;
}
