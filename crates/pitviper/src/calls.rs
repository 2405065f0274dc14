//! What host functions do while they run: call Python, count their work, wait.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use pitviper_vm::Value;
use pitviper_vm::core::native::Args;
use pitviper_vm::types::tuple::Tuple;

use crate::arguments::{Arguments, Given};
use crate::context::{Context, Object};
use crate::error::Error;

impl<'py> Context<'py> {
    /// Calls a callable.
    ///
    /// # Errors
    /// What it raises, or what converting the arguments finds.
    pub fn call(&mut self, callable: &Object<'py>, arguments: impl Arguments) -> Result<Object<'py>, Error> {
        let given = arguments.given(self)?;
        self.call_given(&callable.value, &given)
    }

    /// Runs what waits for something outside, while other threads of the interpreter run Python. No limit ends it: what
    /// can wait long should do so in slices, with [`Context::work`] between them.
    ///
    /// ```
    /// # use pitviper::{Context, Interpreter};
    /// # use std::sync::{Mutex, mpsc};
    /// let (sender, receiver) = mpsc::channel();
    /// let receiver = Mutex::new(receiver);
    /// let mut python = Interpreter::builder().allow_threads().build()?;
    /// python.define("send", move |n: i64| sender.send(n).is_ok())?;
    /// python.define("receive", move |python: &mut Context| {
    ///     python.wait(|| receiver.lock().ok().and_then(|receiver| receiver.recv().ok()))
    /// })?;
    /// python.exec("
    /// import threading
    /// thread = threading.Thread(target=lambda: send(7))
    /// thread.start()
    /// received = receive()
    /// ")?;
    /// assert_eq!(python.get::<i64>("received")?, 7);
    /// # Ok::<(), pitviper::Error>(())
    /// ```
    pub fn wait<R: Send>(&mut self, wait: impl FnOnce() -> R + Send) -> R {
        // A panic goes on when the interpreter's lock is held again.
        let result = self.vm.unlocked(|| catch_unwind(AssertUnwindSafe(wait)));
        result.unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Calls a method.
    ///
    /// # Errors
    /// What it raises, or what converting the arguments finds.
    pub fn call_method(
        &mut self,
        object: &Object<'py>,
        name: &str,
        arguments: impl Arguments,
    ) -> Result<Object<'py>, Error> {
        let given = arguments.given(self)?;
        let name = self.name(name)?;
        if given.names.is_empty() {
            let result = self.vm.call_method(&object.value, &name, &given.values);
            return self.wrap(result);
        }
        let method = self.vm.get_attr(&object.value, &name);
        let method = self.check(method)?;
        self.call_given(&method, &given)
    }

    fn call_given(&mut self, callable: &Value, given: &Given) -> Result<Object<'py>, Error> {
        let result = if given.names.is_empty() {
            self.vm.call(callable, &given.values)
        } else {
            let names = self.vm.new_tuple(&given.names);
            let names = self.check(names)?;
            self.vm.call_args(callable, Args { values: &given.values, names: names.downcast::<Tuple>() })
        };
        self.wrap(result)
    }

    /// Counts work of the host's own, so that the limits hold for it: to be called every 10 µs or so in functions whose time a
    /// script decides, with about one step for each 16 elements or 64 bytes done. Work that was begun to be paused may
    /// be paused here.
    ///
    /// ```
    /// # use pitviper::{Context, Error, Interpreter};
    /// let mut python = Interpreter::builder().step_limit(100_000).build()?;
    /// python.define("collatz", |python: &mut Context, mut n: u64| {
    ///     let mut length = 0;
    ///     while n != 1 {
    ///         n = if n % 2 == 0 { n / 2 } else { n.wrapping_mul(3).wrapping_add(1) };
    ///         length += 1;
    ///         if length % 1024 == 0 {
    ///             python.work(64)?;
    ///         }
    ///     }
    ///     Ok::<u64, Error>(length)
    /// })?;
    /// assert_eq!(python.eval::<u64>("collatz(27)")?, 111);
    /// assert!(matches!(python.eval::<u64>("collatz(0)"), Err(Error::StepLimit(_))));
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// The limit that was reached, to be given on; what functions of signals raise.
    pub fn work(&mut self, steps: u32) -> Result<(), Error> {
        let worked = self.vm.work(steps);
        self.check(worked)
    }
}
