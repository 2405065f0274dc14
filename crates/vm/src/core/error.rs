//! The Python error channel: one word. The exception itself waits in [`Vm::raised`].
//!
//! A heap that is out of memory needs no object to say so: [`Raised`] without a waiting exception is the
//! preallocated `MemoryError`.

use std::fmt;

use pitviper_object::{OutOfMemory, Value};

use crate::core::vm::Vm;

/// Proof that an exception was raised. Give it on with `?`, or take the exception with [`Vm::take_raised`].
#[derive(Debug)]
#[must_use = "an exception is waiting"]
pub struct Raised(());

/// What everything that can raise returns.
pub type PyResult<T = Value> = Result<T, Raised>;

impl Raised {
    /// Not an error: a generator's frame returned; its result is in `Vm::generator_result`.
    pub(crate) fn finished() -> Raised {
        Raised(())
    }
}

impl From<OutOfMemory> for Raised {
    fn from(_: OutOfMemory) -> Raised {
        Raised(())
    }
}

macro_rules! exceptions {
    ($($name:ident : $base:ident $(= $($field:ident)+)?;)*) => {
        /// The builtin exception classes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the names are Python's")]
        pub enum Exc { $($name,)* }

        impl Exc {
            /// Name, base and attributes (fixed slots) of each, bases first.
            pub const ALL: &'static [(Exc, &'static str, Exc, &'static [&'static str])] =
                &[$((Exc::$name, stringify!($name), Exc::$base, &[$($(stringify!($field),)+)?]),)*];
        }
    };
}

exceptions! {
    BaseException: BaseException;
    Exception: BaseException;
    ArithmeticError: Exception;
    FloatingPointError: ArithmeticError;
    OverflowError: ArithmeticError;
    ZeroDivisionError: ArithmeticError;
    AssertionError: Exception;
    AttributeError: Exception = name obj;
    BufferError: Exception;
    EOFError: Exception;
    ImportError: Exception = msg name path name_from;
    ModuleNotFoundError: ImportError;
    LookupError: Exception;
    IndexError: LookupError;
    KeyError: LookupError;
    MemoryError: Exception;
    NameError: Exception = name;
    UnboundLocalError: NameError;
    OSError: Exception = errno strerror filename filename2 characters_written;
    BlockingIOError: OSError;
    ChildProcessError: OSError;
    ConnectionError: OSError;
    BrokenPipeError: ConnectionError;
    ConnectionAbortedError: ConnectionError;
    ConnectionRefusedError: ConnectionError;
    ConnectionResetError: ConnectionError;
    FileExistsError: OSError;
    FileNotFoundError: OSError;
    InterruptedError: OSError;
    IsADirectoryError: OSError;
    NotADirectoryError: OSError;
    PermissionError: OSError;
    ProcessLookupError: OSError;
    TimeoutError: OSError;
    ReferenceError: Exception;
    RuntimeError: Exception;
    NotImplementedError: RuntimeError;
    RecursionError: RuntimeError;
    PythonFinalizationError: RuntimeError;
    StopAsyncIteration: Exception;
    StopIteration: Exception = value;
    SyntaxError: Exception = msg filename lineno offset text end_lineno end_offset print_file_and_line _metadata;
    IndentationError: SyntaxError;
    TabError: IndentationError;
    _IncompleteInputError: SyntaxError;
    SystemError: Exception;
    TypeError: Exception;
    ValueError: Exception;
    UnicodeError: ValueError;
    UnicodeDecodeError: UnicodeError = encoding object start end reason;
    UnicodeEncodeError: UnicodeError = encoding object start end reason;
    UnicodeTranslateError: UnicodeError = encoding object start end reason;
    Warning: Exception;
    BytesWarning: Warning;
    DeprecationWarning: Warning;
    EncodingWarning: Warning;
    FutureWarning: Warning;
    ImportWarning: Warning;
    PendingDeprecationWarning: Warning;
    ResourceWarning: Warning;
    RuntimeWarning: Warning;
    SyntaxWarning: Warning;
    UnicodeWarning: Warning;
    UserWarning: Warning;
    GeneratorExit: BaseException;
    KeyboardInterrupt: BaseException;
    SystemExit: BaseException = code;
    BaseExceptionGroup: BaseException = message exceptions;
    ExceptionGroup: BaseExceptionGroup;
}

impl Vm {
    /// Raises a new exception of a builtin class with a formatted message.
    #[cold]
    #[inline(never)]
    pub fn raise(&mut self, class: Exc, message: fmt::Arguments<'_>) -> Raised {
        match self.new_str_fmt(message) {
            Ok(text) => self.raise_with(class, text),
            Err(raised) => raised,
        }
    }

    /// Raises `class(argument)`.
    #[cold]
    #[inline(never)]
    pub fn raise_with(&mut self, class: Exc, argument: Value) -> Raised {
        match crate::types::exception::new_with_args(self, class, &[argument]) {
            Ok(exception) => self.raise_value(exception),
            Err(raised) => raised,
        }
    }

    /// Raises `class()`.
    #[cold]
    #[inline(never)]
    pub fn raise_bare(&mut self, class: Exc) -> Raised {
        match crate::types::exception::new_with_args(self, class, &[]) {
            Ok(exception) => self.raise_value(exception),
            Err(raised) => raised,
        }
    }

    /// Raises an exception object; a handled exception becomes its context.
    #[cold]
    pub fn raise_value(&mut self, exception: Value) -> Raised {
        crate::types::exception::set_context_from_handled(self, &exception);
        self.raised = Some(exception);
        Raised(())
    }

    /// Raises an exception object again, as it is.
    #[cold]
    pub fn reraise(&mut self, exception: Value) -> Raised {
        self.raised = Some(exception);
        Raised(())
    }

    /// `TypeError`.
    #[cold]
    #[inline(never)]
    pub fn type_error(&mut self, message: fmt::Arguments<'_>) -> Raised {
        self.raise(Exc::TypeError, message)
    }

    /// `ValueError`.
    #[cold]
    #[inline(never)]
    pub fn value_error(&mut self, message: fmt::Arguments<'_>) -> Raised {
        self.raise(Exc::ValueError, message)
    }

    /// Takes the waiting exception.
    #[cold]
    pub fn take_raised(&mut self, raised: Raised) -> Value {
        let Raised(()) = raised;
        match self.raised.take() {
            Some(exception) => exception,
            None => self.memory_error(),
        }
    }

    /// Whether the waiting exception is an instance of a builtin class. Leaves it waiting.
    #[must_use]
    pub fn raised_is(&self, _raised: &Raised, class: Exc) -> bool {
        match &self.raised {
            Some(exception) => self.is_instance_of_exc(exception, class),
            None => matches!(class, Exc::MemoryError | Exc::Exception | Exc::BaseException),
        }
    }
}
