//! What a host asks of an interpreter: run this, call that, give me the value.
#![expect(clippy::disallowed_types, reason = "source and results of the host")]

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pitviper_compiler::parse::Mode;
use pitviper_vm::core::evaluation::{self, Stop};
use pitviper_vm::core::host::place::Place;
use pitviper_vm::core::vm::Vm;
use pitviper_vm::import::main;
use pitviper_vm::modules::io::standard;
use pitviper_vm::types::module::Module;
use pitviper_vm::{PyResult, Value};

use crate::arguments::Arguments;
use crate::call::Signature;
use crate::context::{Context, Object};
use crate::convert::{FromPython, ToPython};
use crate::error::{Error, Limit};
use crate::function::{Definition, Function};
use crate::handle::Handle;
use crate::run::Interpreter;

/// Source text, and what tracebacks call its file. A `&str` is source without a name.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    text: &'a str,
    name: &'a str,
}

impl<'a> Source<'a> {
    /// Source with a name: `Source::named("rules.py", text)`.
    #[must_use]
    pub fn named(name: &'a str, text: &'a str) -> Source<'a> {
        Source { text, name }
    }
}

impl<'a> From<&'a str> for Source<'a> {
    fn from(text: &'a str) -> Source<'a> {
        Source { text, name: "<string>" }
    }
}

impl<'a> From<&'a String> for Source<'a> {
    fn from(text: &'a String) -> Source<'a> {
        Source::from(text.as_str())
    }
}

/// How far work has come.
#[derive(Clone, Debug)]
pub enum Progress {
    /// It ended. The value of the expression that the source was, else `None`.
    Done(Handle),
    /// The steps are used up: [`Interpreter::resume`] goes on, [`Interpreter::abandon`] drops it.
    Paused,
}

/// What work was begun that can be paused.
#[derive(Default)]
pub(crate) struct Begun {
    /// What it gives, once it has ended.
    result: Arc<Mutex<Option<Result<Handle, Error>>>>,
    /// Time that was left when it was paused.
    time: Option<Duration>,
}

/// The limits of each evaluation.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) steps: Option<u64>,
    pub(crate) time: Option<Duration>,
}

impl Limits {
    /// Whether there is one.
    pub(crate) fn any(&self) -> bool {
        self.steps.is_some() || self.time.is_some()
    }
}

impl Interpreter {
    /// Evaluates an expression in `__main__`.
    ///
    /// ```
    /// # use pitviper::Interpreter;
    /// let mut python = Interpreter::builder().build()?;
    /// assert_eq!(python.eval::<i64>("2 ** 40 + 2")?, 1_099_511_627_778);
    /// assert_eq!(python.eval::<Vec<String>>("'a b c'.split()")?, ["a", "b", "c"]);
    /// # Ok::<(), pitviper::Error>(())
    /// ```
    ///
    /// # Errors
    /// What the program raises, a limit, or [`Error::Conversion`] when its value is no `T`.
    pub fn eval<'a, T: FromPython>(&mut self, source: impl Into<Source<'a>>) -> Result<T, Error> {
        let source = source.into();
        self.run_inside(|python| {
            let value = python.run_source(source, Some(Mode::Expression))?;
            python.extract(&value)
        })
    }

    /// Runs statements in `__main__`. What they define stays for the next evaluation.
    ///
    /// # Errors
    /// What the program raises, or a limit.
    pub fn exec<'a>(&mut self, source: impl Into<Source<'a>>) -> Result<(), Error> {
        let source = source.into();
        self.run_inside(|python| python.run_source(source, Some(Mode::Module)).map(drop))
    }

    /// Calls a function of `__main__`, or a builtin one, by name.
    ///
    /// ```
    /// # use pitviper::Interpreter;
    /// let mut python = Interpreter::builder().build()?;
    /// python.exec("
    /// def greet(name, times):
    ///     return ' '.join(['hello', name] * times)
    /// ")?;
    /// let text: String = python.call("greet", ("Ada", 2))?;
    /// assert_eq!(text, "hello Ada hello Ada");
    /// # Ok::<(), pitviper::Error>(())
    /// ```
    ///
    /// # Errors
    /// NameError, what the function raises, a limit, or [`Error::Conversion`].
    pub fn call<T: FromPython>(&mut self, name: &str, arguments: impl Arguments) -> Result<T, Error> {
        self.run_inside(|python| {
            let function = python.global(name)?;
            let result = python.call(&function, arguments)?;
            python.extract(&result)
        })
    }

    /// Calls a callable that the host has a handle of.
    ///
    /// # Errors
    /// As [`Interpreter::call`]; [`Error::OtherInterpreter`].
    pub fn call_object<T: FromPython>(&mut self, callable: &Handle, arguments: impl Arguments) -> Result<T, Error> {
        self.run_inside(|python| {
            let callable = python.value_of(callable)?;
            let result = python.call(&callable, arguments)?;
            python.extract(&result)
        })
    }

    /// Calls a method of an object that the host has a handle of.
    ///
    /// # Errors
    /// As [`Interpreter::call`]; [`Error::OtherInterpreter`].
    pub fn call_method<T: FromPython>(
        &mut self,
        object: &Handle,
        name: &str,
        arguments: impl Arguments,
    ) -> Result<T, Error> {
        self.run_inside(|python| {
            let object = python.value_of(object)?;
            let result = python.call_method(&object, name, arguments)?;
            python.extract(&result)
        })
    }

    /// Defines a function in `__main__`.
    ///
    /// ```
    /// # use pitviper::{Context, Error, Handle, Interpreter};
    /// let mut python = Interpreter::builder().build()?;
    /// python.define("total", |n: i64| n * 10)?;
    /// python.define("parse", |text: String| text.parse::<f64>())?;
    /// python.define("twice", |python: &mut Context, function: Handle| {
    ///     let function = python.value_of(&function)?;
    ///     python.call(&function, ())?;
    ///     let last = python.call(&function, ())?;
    ///     python.extract::<i64>(&last)
    /// })?;
    /// assert_eq!(python.eval::<i64>("total(4) + 2")?, 42);
    /// assert_eq!(python.eval::<i64>("twice(lambda: total(1))")?, 10);
    /// assert!(python.eval::<f64>("parse('seven')").is_err());
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::MemoryLimit`], [`Error::Busy`].
    pub fn define<M: 'static>(&mut self, name: &str, function: impl Function<M>) -> Result<(), Error> {
        let signature = Signature { name: name.to_owned(), ..Signature::default() };
        let definition = Definition::function(signature, function);
        self.run_inside(|python| {
            let function = definition.make(python.vm, None, Some("__main__"));
            let function = python.wrap(function)?;
            python.set_global(name, function)
        })
    }

    /// Defines a class in `__main__`.
    ///
    /// # Errors
    /// [`Error::MemoryLimit`], [`Error::Busy`].
    pub fn define_class<T: Send + Sync + 'static>(&mut self, class: &crate::Class<T>) -> Result<(), Error> {
        self.run_inside(|python| {
            let object = class.parts.make(python, "__main__")?;
            python.set_global(&class.parts.name, object)
        })
    }

    /// Makes a module that programs can import.
    ///
    /// # Errors
    /// [`Error::MemoryLimit`], [`Error::Busy`].
    pub fn define_module(&mut self, module: &crate::Module) -> Result<(), Error> {
        self.run_inside(|python| module.make(python).map(drop))
    }

    /// Reads a variable of `__main__`, or a builtin.
    ///
    /// # Errors
    /// NameError, or [`Error::Conversion`].
    pub fn get<T: FromPython>(&mut self, name: &str) -> Result<T, Error> {
        self.run_inside(|python| {
            let value = python.global(name)?;
            python.extract(&value)
        })
    }

    /// Sets a variable of `__main__`.
    ///
    /// # Errors
    /// [`Error::MemoryLimit`], or what the conversion finds.
    pub fn set(&mut self, name: &str, value: impl ToPython) -> Result<(), Error> {
        self.run_inside(|python| {
            let value = python.object(value)?;
            python.set_global(name, value)
        })
    }

    /// The host's form of the value that a handle keeps.
    ///
    /// # Errors
    /// [`Error::Conversion`], [`Error::OtherInterpreter`].
    pub fn extract<T: FromPython>(&mut self, handle: &Handle) -> Result<T, Error> {
        self.run_inside(|python| {
            let value = python.value_of(handle)?;
            python.extract(&value)
        })
    }

    /// Runs a closure inside the interpreter, as one evaluation: for what takes several steps with values that need not
    /// become the host's.
    ///
    /// ```
    /// # use pitviper::Interpreter;
    /// let mut python = Interpreter::builder().build()?;
    /// let length = python.with(|python| {
    ///     let path = python.import("posixpath")?;
    ///     let joined = python.call_method(&path, "join", ("a", "b"))?;
    ///     python.extract::<String>(&joined)
    /// })?;
    /// assert_eq!(length, "a/b");
    /// # Ok::<(), pitviper::Error>(())
    /// ```
    ///
    /// # Errors
    /// What the closure gives, or a limit.
    pub fn with<R>(&mut self, inside: impl FnOnce(&mut Context<'_>) -> Result<R, Error>) -> Result<R, Error> {
        self.run_inside(inside)
    }

    pub(crate) fn run_inside<R>(
        &mut self,
        inside: impl FnOnce(&mut Context<'_>) -> Result<R, Error>,
    ) -> Result<R, Error> {
        if self.vm.is_paused() {
            return Err(Error::Busy);
        }
        let limits = self.limits;
        let vm = &mut *self.vm;
        prepare(vm, limits.steps, limits.time);
        let mut result = None;
        let ended = vm.run_work(|vm| {
            let mut python = Context::begin(vm);
            result = Some(inside(&mut python));
        });
        finish(vm);
        match ended {
            Ok(Some(stop)) => Err(stopped(vm, stop)),
            Ok(None) => result.unwrap_or(Err(Error::Busy)),
            Err(raised) => {
                drop(vm.take_raised(raised));
                Err(Error::MemoryLimit(Box::new(Limit { place: None, holders: vm.holders() })))
            }
        }
    }

    /// Begins to run source, statements or an expression, that is paused when the step limit is reached.
    ///
    /// ```
    /// # use pitviper::{Interpreter, Progress};
    /// let mut python = Interpreter::builder().step_limit(1_000).build()?;
    /// let mut progress = python.begin("sum(n for n in range(10_000))")?;
    /// let mut pauses = 0;
    /// let sum = loop {
    ///     match progress {
    ///         Progress::Done(sum) => break sum,
    ///         Progress::Paused => pauses += 1,
    ///     }
    ///     progress = python.resume(1_000)?;
    /// };
    /// assert!(pauses >= 9);
    /// assert_eq!(python.extract::<i64>(&sum)?, 49_995_000);
    /// # Ok::<(), pitviper::Error>(())
    /// ```
    ///
    /// # Errors
    /// What the program raises, or a limit other than that of steps; [`Error::Busy`].
    pub fn begin<'a>(&mut self, source: impl Into<Source<'a>>) -> Result<Progress, Error> {
        let source = source.into();
        let (text, name) = (source.text.to_owned(), source.name.to_owned());
        self.begin_inside(move |python| {
            let source = Source { text: &text, name: &name };
            let value = python.run_source(source, None)?;
            python.handle(&value)
        })
    }

    /// Begins to call a function of `__main__`, as [`Interpreter::begin`].
    ///
    /// # Errors
    /// What the function raises, or a limit other than that of steps; [`Error::Busy`].
    pub fn begin_call(&mut self, name: &str, arguments: impl Arguments + 'static) -> Result<Progress, Error> {
        let name = name.to_owned();
        self.begin_inside(move |python| {
            let function = python.global(&name)?;
            let value = python.call(&function, arguments)?;
            python.handle(&value)
        })
    }

    fn begin_inside(
        &mut self,
        inside: impl FnOnce(&mut Context<'_>) -> Result<Handle, Error> + 'static,
    ) -> Result<Progress, Error> {
        if self.vm.is_paused() {
            return Err(Error::Busy);
        }
        let limits = self.limits;
        let vm = &mut *self.vm;
        prepare(vm, limits.steps, limits.time);
        self.begun = Begun { time: limits.time, ..Begun::default() };
        let result = self.begun.result.clone();
        let begun = Instant::now();
        let progress = vm.begin_work(move |vm| {
            let mut python = Context::begin(vm);
            let ended = inside(&mut python);
            *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(ended);
            vm.settle();
            Ok(Value::none())
        });
        self.went(progress, begun)
    }

    /// Goes on with paused work, for so many steps more.
    ///
    /// # Errors
    /// As [`Interpreter::begin`]; [`Error::NotPaused`]; [`Error::OtherThread`] when host functions are on its stack and
    /// another thread began it.
    pub fn resume(&mut self, steps: u64) -> Result<Progress, Error> {
        if !self.vm.is_paused() {
            return Err(Error::NotPaused);
        }
        self.check_thread()?;
        let vm = &mut *self.vm;
        let begun = Instant::now();
        vm.set_steps(Some(vm.steps_left().unwrap_or(0).saturating_add(steps)));
        vm.set_deadline(self.begun.time.and_then(|time| begun.checked_add(time)));
        match vm.resume_work() {
            Some(progress) => self.went(Ok(progress), begun),
            None => Err(Error::NotPaused),
        }
    }

    /// Drops paused work: its frames end, and no Python runs for that; `finally` does not. Finalizers of what it leaves run in
    /// the next evaluation.
    ///
    /// # Errors
    /// [`Error::NotPaused`], [`Error::OtherThread`].
    pub fn abandon(&mut self) -> Result<(), Error> {
        if !self.vm.is_paused() {
            return Err(Error::NotPaused);
        }
        self.check_thread()?;
        self.vm.abandon_work();
        finish(&mut self.vm);
        self.begun = Begun::default();
        Ok(())
    }

    /// Whether paused work waits.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.vm.is_paused()
    }

    /// Where paused work stands.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        if self.vm.is_paused() { self.vm.place() } else { None }
    }

    /// Steps taken since the interpreter was made. The same program with the same input and hash seed takes the same number
    /// on every machine.
    #[must_use]
    pub fn steps_taken(&self) -> u64 {
        self.vm.steps_taken()
    }

    /// Sets the step limit of the evaluations to come.
    pub fn set_step_limit(&mut self, steps: Option<u64>) {
        self.limits.steps = steps;
    }

    /// Sets the time limit of the evaluations to come.
    pub fn set_time_limit(&mut self, time: Option<Duration>) {
        self.limits.time = time;
    }

    fn check_thread(&self) -> Result<(), Error> {
        if self.vm.may_resume_here() { Ok(()) } else { Err(Error::OtherThread) }
    }

    /// What became of work that can be paused.
    fn went(&mut self, progress: PyResult<evaluation::Progress>, begun: Instant) -> Result<Progress, Error> {
        let vm = &mut *self.vm;
        match progress {
            Ok(evaluation::Progress::Paused) => {
                vm.set_deadline(None);
                self.begun.time = self.begun.time.map(|time| time.saturating_sub(begun.elapsed()));
                return Ok(Progress::Paused);
            }
            Ok(evaluation::Progress::Done(Ok(_))) => {}
            Ok(evaluation::Progress::Done(Err(raised))) => drop(vm.take_raised(raised)),
            Err(raised) => {
                drop(vm.take_raised(raised));
                finish(vm);
                return Err(Error::MemoryLimit(Box::new(Limit { place: None, holders: vm.holders() })));
            }
        }
        finish(vm);
        let result = std::mem::take(&mut self.begun).result;
        if let Some(stop) = vm.stopped() {
            return Err(stopped(vm, stop));
        }
        let result = result.lock().unwrap_or_else(PoisonError::into_inner).take();
        result.unwrap_or(Err(Error::NotPaused)).map(Progress::Done)
    }
}

/// Readies an interpreter for an evaluation.
fn prepare(vm: &mut Vm, steps: Option<u64>, time: Option<Duration>) {
    vm.heap.open_reserve_if_full();
    vm.forget_cancelling();
    vm.set_steps(steps);
    vm.set_deadline(time.and_then(|time| Instant::now().checked_add(time)));
}

/// An evaluation has ended.
fn finish(vm: &mut Vm) {
    vm.set_steps(None);
    vm.set_deadline(None);
    // What was printed reaches the host's sink; a sink that fails is the next program's error.
    standard::flush_output(vm);
}

fn stopped(vm: &mut Vm, stop: Stop) -> Error {
    let known = vm.take_stopped().unwrap_or_default();
    Error::stopped(stop, Limit { place: known.place, holders: known.holders })
}

impl<'py> Context<'py> {
    /// A variable of `__main__`, or a builtin.
    ///
    /// # Errors
    /// NameError.
    pub fn global(&mut self, name: &str) -> Result<Object<'py>, Error> {
        let key = self.name(name)?;
        let main = main::main_of(self.vm);
        let main = self.check(main)?;
        let own = main.downcast::<Module>().and_then(|main| main.dict.get_str(self.vm, &key));
        let builtin = || self.vm.builtins.as_ref().and_then(|builtins| builtins.get_str(self.vm, &key));
        match own.or_else(builtin) {
            Some(value) => Ok(Object::new(value)),
            None => Err(Error::raise("NameError", format_args!("name '{name}' is not defined"))),
        }
    }

    /// Sets a variable of `__main__`.
    ///
    /// # Errors
    /// [`Error::MemoryLimit`].
    pub fn set_global(&mut self, name: &str, value: Object<'py>) -> Result<(), Error> {
        let key = self.name(name)?;
        let main = main::main_of(self.vm);
        let main = self.check(main)?;
        if let Some(main) = main.downcast::<Module>() {
            let set = self.vm.dict_set_str(&main.dict, &key, value.value);
            self.check(set)?;
        }
        Ok(())
    }

    /// Evaluates an expression in `__main__`.
    ///
    /// # Errors
    /// What it raises.
    pub fn eval<'a>(&mut self, source: impl Into<Source<'a>>) -> Result<Object<'py>, Error> {
        self.run_source(source.into(), Some(Mode::Expression))
    }

    /// Runs statements in `__main__`.
    ///
    /// # Errors
    /// What they raise.
    pub fn exec<'a>(&mut self, source: impl Into<Source<'a>>) -> Result<(), Error> {
        self.run_source(source.into(), Some(Mode::Module)).map(drop)
    }

    fn run_source(&mut self, source: Source<'_>, mode: Option<Mode>) -> Result<Object<'py>, Error> {
        let code = self.vm.compile_host_source(source.text, source.name, mode);
        let code = self.check(code)?;
        let result = self.vm.run_in_main(&code);
        self.wrap(result)
    }
}
