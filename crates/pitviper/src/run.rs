//! Running programs, and the end of an interpreter.

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use pitviper_observe::{Meter, Report};
use pitviper_vm::PyResult;
use pitviper_vm::core::host::owned::OwnedVm;
use pitviper_vm::core::vm::{INTERRUPT, Vm};
use pitviper_vm::import::main;
use pitviper_vm::modules::sys;

use crate::builder::Builder;
use crate::evaluate::{Begun, Limits};

/// A program.
#[derive(Clone, Copy, Debug)]
pub enum Program<'a> {
    /// A source file, or a `.pyc` file.
    File {
        /// Where it is.
        path: &'a str,
        /// Its first line is no Python (`-x`).
        skip_first_line: bool,
    },
    /// Source, as `-c` takes it.
    Command(&'a str),
    /// A module of `sys.path`, as `-m` takes it.
    Module(&'a str),
    /// All of standard input.
    Input,
}

/// An interpreter: a heap, its modules, and what runs on it. It can be sent to other threads, but not shared by them:
///
/// ```
/// fn send<T: Send>() {}
/// send::<pitviper::Interpreter>();
/// ```
///
/// ```compile_fail
/// fn sync<T: Sync>() {}
/// sync::<pitviper::Interpreter>();
/// ```
pub struct Interpreter {
    pub(crate) vm: OwnedVm,
    pub(crate) meter: Option<Meter>,
    pub(crate) limits: Limits,
    pub(crate) begun: Begun,
    /// Whether a limit ended the program: no Python runs any more.
    pub(crate) stopped: bool,
    pub(crate) unshared: PhantomData<Cell<()>>,
}

/// Makes the interpreter raise `KeyboardInterrupt`; may be kept in another thread or a signal handler.
#[derive(Clone, Debug)]
pub struct Interrupt(Arc<AtomicU32>);

impl Interrupt {
    /// Raises `KeyboardInterrupt` at the next call or loop step.
    pub fn interrupt(&self) {
        self.0.fetch_or(INTERRUPT, Ordering::SeqCst);
    }
}

/// How a program ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The exit status of a process that ends so.
    pub code: u8,
    /// It was a `KeyboardInterrupt` that nobody caught.
    pub interrupted: bool,
}

/// Exit status of a program that reached a limit: that of `timeout`.
const STOPPED: u8 = 124;

/// Exit status after a panic of Pitviper's own.
const BROKEN: u8 = 70;

/// What an interpreter left behind.
pub struct Ending {
    /// What the heap did, when that was asked for.
    pub report: Option<Report>,
    /// Whether the heap was sound before the end.
    pub sound: Result<(), &'static str>,
    /// Objects still alive though nothing may be, and their bytes.
    pub left: (u64, u64),
}

impl Interpreter {
    /// Settings for a new one.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// By which it can be interrupted.
    #[must_use]
    pub fn interrupt_flag(&self) -> Interrupt {
        Interrupt(self.check())
    }

    /// Runs a program as `__main__`; how it ended. What it raises goes to its standard error.
    ///
    /// With a limit of steps or time the program runs as an evaluation does, and a limit that it reaches is told on the
    /// process's standard error.
    pub fn run(&mut self, program: &Program<'_>) -> Status {
        if !self.limits.any() {
            self.vm.enter_host_stack();
            let status = run_to_end(&mut self.vm, program);
            // Without limits nothing else stops a program than a thread that panicked.
            self.stopped = self.vm.is_stopping();
            return if self.stopped { Status { code: BROKEN, interrupted: false } } else { status };
        }
        let mut status = Status::default();
        let ended = self.run_inside(|python| {
            status = run_to_end(python.vm, program);
            Ok(())
        });
        match ended {
            Ok(()) => status,
            Err(error) => {
                self.stopped = true;
                eprintln!("pitviper: {error}");
                Status { code: STOPPED, interrupted: false }
            }
        }
    }

    /// Does a part of the end within the limits of an evaluation; what is stopped there is left undone.
    fn limited(&mut self, work: impl FnOnce(&mut Vm)) {
        if self.stopped {
            return;
        }
        if self.limits.any() {
            let _ = self.run_inside(|python| {
                work(python.vm);
                Ok(())
            });
        } else {
            self.vm.enter_host_stack();
            work(&mut self.vm);
        }
    }

    /// Ends Python: modules go, finalizers run; then everything else is freed. With `verify` the heap is checked before and
    /// `wrong` hears of each object whose count is not right.
    pub fn end(mut self, verify: bool, mut wrong: impl FnMut(&str)) -> Ending {
        self.limited(Vm::join_threads);
        let vm = &mut *self.vm;
        let sound =
            if verify { vm.verify_heap(|kind, mismatch| wrong(&format!("{kind}: {mismatch}"))) } else { Ok(()) };
        let report = self.meter.take().map(|meter| meter.report(vm));
        self.limited(|vm| {
            vm.end_python();
            sys::run::flush(vm, 0);
            vm.end_sys();
        });
        let vm = &mut *self.vm;
        vm.free_everything();
        Ending { report, sound, left: vm.leftovers() }
    }
}

/// Runs a program and shows what it raises.
fn run_to_end(vm: &mut Vm, program: &Program<'_>) -> Status {
    let result = start(vm, program);
    if vm.is_stopping() {
        result.unwrap_or_else(|raised| drop(vm.take_raised(raised)));
        return Status::default();
    }
    let (code, interrupted) = sys::run::status_of(vm, result);
    Status { code: sys::run::flush(vm, code), interrupted }
}

pub(crate) fn start(vm: &mut Vm, program: &Program<'_>) -> PyResult<()> {
    match *program {
        Program::File { path, skip_first_line } => {
            let path = vm.new_str(path)?;
            main::run_file(vm, &path, skip_first_line)
        }
        Program::Command(source) => main::run_source(vm, source.as_bytes(), "<string>"),
        Program::Module(name) => {
            let name = vm.new_str(name)?;
            main::run_module(vm, &name)
        }
        Program::Input => {
            let source = sys::run::read_input(vm)?;
            main::run_source(vm, pitviper_vm::types::bytes::borrow(&source).unwrap_or_default(), "<stdin>")
        }
    }
}
