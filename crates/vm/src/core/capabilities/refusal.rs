//! What programs are told when something was not granted.

use std::io;
use std::os::fd::RawFd;

use pitviper_object::Value;

use super::{Grant, Opened};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::{Args, MANY, Method};
use crate::core::vm::Vm;
use crate::modules::io::errors;
use crate::types::str::Str;

impl Grant {
    /// In messages.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Grant::Free => "it is",
            Grant::Clock => "the clock is",
            Grant::Random => "randomness is",
            Grant::Process => "processes are",
            Grant::Network => "the network is",
            Grant::Threads => "threads are",
            Grant::Everything => "the whole process is",
        }
    }

    /// The function that stands where one is that needs this.
    pub(crate) fn refusing(self) -> &'static Method {
        const fn refuse(function: crate::core::native::Native) -> Method {
            Method { name: "not_granted", function, min: 0, max: MANY, flags: Method::KEYWORDS, doc: "" }
        }
        static CLOCK: Method = refuse(|vm, args| refuse_call(vm, args, Grant::Clock));
        static RANDOM: Method = refuse(|vm, args| refuse_call(vm, args, Grant::Random));
        static PROCESS: Method = refuse(|vm, args| refuse_call(vm, args, Grant::Process));
        static NETWORK: Method = refuse(|vm, args| refuse_call(vm, args, Grant::Network));
        static THREADS: Method = refuse(|vm, args| refuse_call(vm, args, Grant::Threads));
        static EVERYTHING: Method = refuse(|vm, args| refuse_call(vm, args, Grant::Everything));
        match self {
            Grant::Clock => &CLOCK,
            Grant::Random => &RANDOM,
            Grant::Process => &PROCESS,
            Grant::Network => &NETWORK,
            Grant::Threads => &THREADS,
            Grant::Free | Grant::Everything => &EVERYTHING,
        }
    }
}

/// The receiver is the name of the function that was refused.
fn refuse_call(vm: &mut Vm, args: Args<'_>, grant: Grant) -> PyResult {
    let name = args.values.first().cloned().unwrap_or_else(Value::none);
    let name = name.downcast::<Str>().and_then(Str::as_ascii).unwrap_or("it");
    Err(vm.refuse(grant, name))
}

impl Vm {
    /// The exception for what was not granted: `RuntimeError` for threads, as where there are none, else `PermissionError`.
    #[cold]
    pub fn refuse(&mut self, grant: Grant, what: &str) -> Raised {
        let words = grant.words();
        if grant == Grant::Threads {
            return self.raise(Exc::RuntimeError, format_args!("can't start new thread: {words} not granted"));
        }
        let class = self.exc_type(Exc::PermissionError).to_value();
        let made = self.new_str_fmt(format_args!("{what}: {words} not granted")).and_then(|text| {
            let number = Value::small(i64::from(libc::EPERM));
            self.call(&class, &[number, text])
        });
        match made {
            Ok(exception) => self.raise_value(exception),
            Err(raised) => raised,
        }
    }

    /// Fails unless something was granted.
    ///
    /// # Errors
    /// See [`Vm::refuse`].
    #[inline]
    pub fn require(&mut self, grant: Grant, what: &str) -> PyResult<()> {
        if self.sandbox.grants(grant) { Ok(()) } else { Err(self.refuse(grant, what)) }
    }

    /// What one of the program's descriptors stands for.
    ///
    /// # Errors
    /// OSError.
    #[inline]
    pub fn opened(&mut self, number: RawFd) -> PyResult<Opened> {
        match self.sandbox.opened(number) {
            Ok(opened) => Ok(opened),
            Err(error) => Err(errors::os_error(self, &error, None)),
        }
    }

    /// The result of a call of the system or of the sandbox.
    ///
    /// # Errors
    /// OSError.
    #[inline]
    pub fn system_result<T>(&mut self, result: io::Result<T>) -> PyResult<T> {
        result.map_err(|error| errors::os_error(self, &error, None))
    }
}
