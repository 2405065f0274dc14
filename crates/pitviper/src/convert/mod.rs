//! Conversion between Rust and Python.
//!
//! | Rust | Python | from Python also |
//! |---|---|---|
//! | `i8` … `i128`, `u8` … `u128`, `isize`, `usize` | `int` | `bool` |
//! | `f64`, `f32` | `float` | `int` |
//! | `bool` | `bool` | |
//! | `String`, `&str`, `char` | `str` | |
//! | [`Bytes`] | `bytes` | `bytearray` and other bytes-like objects |
//! | `Option<T>` | `None`, or as `T` | |
//! | `()` | `None` | |
//! | `Vec<T>`, `[T; N]`, `&[T]` | `list` | `tuple`, `bytes` |
//! | `(A, B, …)` | `tuple` | `list` |
//! | `HashMap`, `BTreeMap` | `dict` | |
//! | `HashSet`, `BTreeSet` | `set` | `frozenset` |
//! | [`Handle`] | the value itself | anything |
//! | [`Serde<T>`](crate::Serde) | see there | |
//! | [`Instance<T>`](crate::Instance) | an object of the host's | |
//!
//! Conversion from Python looks at what values are, and calls no methods that a program could have written, except to
//! iterate over instances of subclasses of `set`. What the host gets
//! is bounded by [`Builder::conversion_limit`](crate::Builder::conversion_limit): lengths are counted before anything
//! is allocated. Values nested more than 256 deep, and those that contain themselves, are errors.

mod collections;
mod numbers;
mod text;
mod tuples;

use pitviper_vm::Value;

use crate::context::{Context, Object};
use crate::error::Error;
use crate::handle::Handle;

pub(crate) use collections::{ItemAt, items};
pub(crate) use numbers::{Number, number};
pub use text::Bytes;

/// What can become a Python value.
///
/// ```
/// # use pitviper::{Context, Error, Interpreter, Object, ToPython};
/// struct Point { x: f64, y: f64 }
///
/// impl ToPython for Point {
///     fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
///         python.object((self.x, self.y))
///     }
/// }
/// # let mut python = Interpreter::builder().build()?;
/// python.set("point", Point { x: 1.5, y: 2.0 })?;
/// assert_eq!(python.eval::<f64>("sum(point)")?, 3.5);
/// # Ok::<(), Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not become a Python value",
    note = "implement `ToPython`, or wrap it: `Serde(value)` for types with `serde::Serialize`, `Instance(value)` for host objects"
)]
pub trait ToPython {
    /// Makes the value.
    ///
    /// # Errors
    /// [`Error::MemoryLimit`], or what the implementation finds.
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error>;
}

/// What a Python value can become.
///
/// ```
/// # use pitviper::{Context, Error, FromPython, Interpreter, Object};
/// struct Point { x: f64, y: f64 }
///
/// impl FromPython for Point {
///     fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
///         let (x, y) = python.extract(value)?;
///         Ok(Point { x, y })
///     }
/// }
/// # let mut python = Interpreter::builder().build()?;
/// let point: Point = python.eval("(1, 2.5)")?;
/// assert_eq!(point.x + point.y, 3.5);
/// # Ok::<(), Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "no Python value becomes a `{Self}`",
    note = "implement `FromPython`, or ask for `Serde<{Self}>` when it has `serde::Deserialize`"
)]
pub trait FromPython: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// [`Error::Conversion`] when it is of another type.
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error>;

    /// What an argument is that a call leaves out; nothing when it is needed.
    #[must_use]
    fn missing() -> Option<Self> {
        None
    }
}

/// The error for a value of a wrong type.
pub(crate) fn expected(what: &str, value: &Object<'_>, python: &Context<'_>) -> Error {
    let kind = python.vm.type_name(&value.value);
    Error::conversion(format!("{what} expected, not {kind}"))
}

impl ToPython for Handle {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.value_of(&self)
    }
}

impl ToPython for &Handle {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        python.value_of(self)
    }
}

impl FromPython for Handle {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        python.handle(value)
    }
}

impl ToPython for () {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        Ok(python.none())
    }
}

impl FromPython for () {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        if value.is_none() { Ok(()) } else { Err(expected("None", value, python)) }
    }
}

impl<T: ToPython> ToPython for Option<T> {
    fn to_python<'py>(self, python: &mut Context<'py>) -> Result<Object<'py>, Error> {
        match self {
            Some(value) => python.object(value),
            None => Ok(python.none()),
        }
    }
}

impl<T: FromPython> FromPython for Option<T> {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        if value.is_none() { Ok(None) } else { T::from_python(value, python).map(Some) }
    }

    fn missing() -> Option<Self> {
        Some(None)
    }
}

impl ToPython for bool {
    fn to_python<'py>(self, _: &mut Context<'py>) -> Result<Object<'py>, Error> {
        Ok(Object::new(Value::bool(self)))
    }
}

impl FromPython for bool {
    fn from_python<'py>(value: &Object<'py>, python: &mut Context<'py>) -> Result<Self, Error> {
        value.value.as_bool().ok_or_else(|| expected("bool", value, python))
    }
}
