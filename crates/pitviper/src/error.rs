//! What can go wrong, in one enum.
#![expect(clippy::disallowed_types, reason = "text for the host; what comes from programs is cut to a fixed length")]

use std::borrow::Cow;
use std::fmt;

use pitviper_vm::OutOfMemory;
use pitviper_vm::core::evaluation::Stop;
pub use pitviper_vm::core::host::holders::Holder;
pub use pitviper_vm::core::host::place::Place;

use crate::handle::Handle;

/// Why the host did not get what it asked for.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The program raised an exception and did not catch it.
    Exception(Box<Exception>),
    /// The memory limit: a `MemoryError` that the program did not catch, or
    /// [`Builder::memory_limit_is_terminal`](crate::Builder::memory_limit_is_terminal).
    MemoryLimit(Box<Limit>),
    /// The step budget is used up.
    StepLimit(Box<Limit>),
    /// The time is up.
    TimeLimit(Box<Limit>),
    /// [`Canceller::cancel`](crate::Canceller::cancel) was called.
    Cancelled(Box<Limit>),
    /// A value is not of the type that was asked for, or is too large or too deep for it.
    Conversion(Conversion),
    /// Paused work waits: [`resume`](crate::Interpreter::resume) or [`abandon`](crate::Interpreter::abandon) it first.
    Busy,
    /// There is no paused work.
    NotPaused,
    /// The handle belongs to another interpreter.
    OtherInterpreter,
    /// The paused work has host functions on its stack, so that only the thread that began it can go on with it.
    OtherThread,
    /// Pitviper panicked while it worked for this interpreter, which is a bug of its own. The interpreter does nothing any
    /// more; the host and other interpreters go on.
    Broken,
}

/// What [`Error::Exception`] tells. Names and texts are cut where programs made them very long.
#[derive(Debug, Default)]
pub struct Exception {
    /// The class: `ValueError`, `json.decoder.JSONDecodeError`.
    pub type_name: String,
    /// `str()` of the exception.
    pub message: String,
    /// The traceback as Python prints it, with the exception as its last line. Empty for one that never was raised.
    pub traceback: String,
    /// Where it was raised.
    pub place: Option<Place>,
    /// The exception itself, where host functions get it: given on, it is raised again as it is.
    pub(crate) object: Option<Handle>,
}

/// Where a limit struck, and what memory was used for then.
#[derive(Clone, Debug, Default)]
pub struct Limit {
    /// The line that ran.
    pub place: Option<Place>,
    /// The types that held the most memory, the biggest first.
    pub holders: Vec<Holder>,
}

/// Why a value could not become one of the type that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// The class of the exception that a program gets which gave the value.
    pub(crate) class: &'static str,
    /// What is wrong.
    pub message: Cow<'static, str>,
}

impl fmt::Display for Conversion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error {
    /// An exception that a host function wants raised, by the name of a builtin class.
    ///
    /// ```
    /// # use pitviper::{Error, Interpreter};
    /// let mut python = Interpreter::builder().build()?;
    /// python.define("root", |n: f64| match n {
    ///     n if n < 0.0 => Err(Error::raise("ValueError", "a number from 0 on is needed")),
    ///     n => Ok(n.sqrt()),
    /// })?;
    /// python.exec("
    /// try:
    ///     root(-1)
    /// except ValueError as error:
    ///     message = str(error)
    /// ")?;
    /// assert_eq!(python.get::<String>("message")?, "a number from 0 on is needed");
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn raise(class: &str, message: impl fmt::Display) -> Error {
        Error::Exception(Box::new(Exception {
            type_name: class.to_owned(),
            message: message.to_string(),
            ..Exception::default()
        }))
    }

    /// A value is not of the type that was asked for: `TypeError` in Python.
    #[must_use]
    pub fn conversion(message: impl Into<Cow<'static, str>>) -> Error {
        Error::Conversion(Conversion { class: "TypeError", message: message.into() })
    }

    /// A value is out of range: `OverflowError` in Python.
    pub(crate) fn out_of_range(message: impl Into<Cow<'static, str>>) -> Error {
        Error::Conversion(Conversion { class: "OverflowError", message: message.into() })
    }

    pub(crate) fn stopped(stop: Stop, limit: Limit) -> Error {
        let limit = Box::new(limit);
        match stop {
            Stop::Memory => Error::MemoryLimit(limit),
            Stop::Steps => Error::StepLimit(limit),
            Stop::Time => Error::TimeLimit(limit),
            Stop::Cancelled => Error::Cancelled(limit),
            Stop::Broken => Error::Broken,
        }
    }

    /// What is known of the limit that struck, if it was one.
    #[must_use]
    pub fn limit(&self) -> Option<&Limit> {
        match self {
            Error::MemoryLimit(limit) | Error::StepLimit(limit) | Error::TimeLimit(limit) | Error::Cancelled(limit) => {
                Some(limit)
            }
            _ => None,
        }
    }

    /// What is known of the exception, if it was one.
    #[must_use]
    pub fn exception(&self) -> Option<&Exception> {
        match self {
            Error::Exception(exception) => Some(exception),
            _ => None,
        }
    }
}

impl From<OutOfMemory> for Error {
    fn from(_: OutOfMemory) -> Error {
        Error::MemoryLimit(Box::default())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Exception(exception) => exception.fmt(f),
            Error::MemoryLimit(limit) => write!(f, "memory limit reached{limit}"),
            Error::StepLimit(limit) => write!(f, "step limit reached{limit}"),
            Error::TimeLimit(limit) => write!(f, "time limit reached{limit}"),
            Error::Cancelled(limit) => write!(f, "cancelled{limit}"),
            Error::Conversion(conversion) => conversion.fmt(f),
            Error::Busy => f.write_str("the interpreter has paused work"),
            Error::NotPaused => f.write_str("the interpreter has no paused work"),
            Error::OtherInterpreter => f.write_str("the handle belongs to another interpreter"),
            Error::Broken => f.write_str("the interpreter is broken: Pitviper panicked"),
            Error::OtherThread => f.write_str("the paused work can only go on in the thread that began it"),
        }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.type_name)?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        match &self.place {
            Some(place) => write!(f, " ({}, line {})", place.file, place.line),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, " at {}, line {}, in {}", place.file, place.line, place.function)?;
        }
        for (index, holder) in self.holders.iter().take(3).enumerate() {
            f.write_str(if index == 0 { "; most memory: " } else { ", " })?;
            write!(f, "{} {} ({} bytes)", holder.objects, holder.type_name, holder.bytes)?;
        }
        Ok(())
    }
}
