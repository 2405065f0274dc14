//! An interpreter for one input, with limits, and what must hold when it ends.

use std::fs::OpenOptions;
use std::io::Write;
use std::panic;
use std::process::abort;
use std::time::{Duration, Instant};

use pitviper_vm::core::evaluation::{Progress, Stop};
use pitviper_vm::core::vm::{Options, Vm};
use pitviper_vm::import::{Library, main};
use pitviper_vm::modules::sys::config::{Config, configure};
use pitviper_vm::{PyResult, Value};

/// Steps that an input gets.
const STEPS: u64 = 3_000_000;

/// The longest that an input may run, should its steps take long.
const LONGEST: Duration = Duration::from_secs(20);

/// A panic is a finding, except those of ruff's parser, which are caught and are syntax errors.
pub fn abort_on_panic() {
    panic::set_hook(Box::new(|info| {
        if info.location().is_some_and(|place| place.file().contains("ruff_python_parser")) {
            return;
        }
        eprintln!("{info}\n{}", std::backtrace::Backtrace::force_capture());
        abort();
    }));
}

/// The embedded library.
pub struct Embedded;

impl Library for Embedded {
    fn find(&self, name: &str) -> Option<bool> {
        pitviper_stdlib::find(name).map(|module| module.package)
    }

    fn size(&self, name: &str) -> usize {
        pitviper_stdlib::find(name).map_or(0, |module| module.source.len)
    }

    fn read(&self, name: &str, out: &mut [u8]) -> bool {
        pitviper_stdlib::find(name).is_some_and(|module| module.source.read(out))
    }

    fn code(&self, name: &str) -> Option<&'static [u8]> {
        pitviper_stdlib::find(name)?.code.as_ref()?.stored()
    }

    fn forget_pages(&self) {}

    fn name(&self, index: usize) -> Option<&'static str> {
        pitviper_stdlib::all().get(index).map(|module| module.name)
    }
}

/// An interpreter for one input. It is granted nothing.
pub struct Host {
    vm: Box<Vm>,
    /// Steps until work is paused.
    slice: u64,
    /// How often paused work goes on; after that it is dropped.
    slices: u32,
}

impl Host {
    /// One whose programs get so many bytes beyond what it starts with.
    pub fn new(bytes: usize) -> Host {
        Host::with(bytes, false)
    }

    /// One whose memory limit may end what it does, without a `MemoryError` that could be caught.
    pub fn with(bytes: usize, terminal_memory: bool) -> Host {
        let options = Options { memory_limit: Some((1 << 20) + bytes), terminal_memory, ..Options::default() };
        let mut vm = Vm::new(options, &[]).expect("enough to start with");
        vm.library = Some(&Embedded);
        if configure(&mut vm, &Config::default()).is_err() {
            panic!("enough to start with");
        }
        Host { vm, slice: STEPS, slices: 0 }
    }

    /// Pauses after every so many steps, and goes on so often.
    pub fn pausing(mut self, slice: u64, slices: u32) -> Host {
        (self.slice, self.slices) = (slice, slices);
        self
    }

    /// Does something in it, with so many steps and so much time as it has; whether it ended well.
    pub fn perform(&mut self, work: impl FnOnce(&mut Vm) -> PyResult<()> + 'static) -> bool {
        let vm = &mut *self.vm;
        vm.set_steps(Some(self.slice));
        vm.set_deadline(Instant::now().checked_add(LONGEST));
        let mut progress = vm.begin_work(move |vm| {
            let result = work(vm).map(|()| Value::none());
            vm.settle();
            result
        });
        for _ in 0..self.slices {
            if !matches!(progress, Ok(Progress::Paused)) {
                break;
            }
            vm.set_steps(Some(self.slice));
            progress = Ok(vm.resume_work().expect("it is paused"));
        }
        let well = match progress {
            Ok(Progress::Paused) => {
                vm.abandon_work();
                false
            }
            Ok(Progress::Done(Ok(_))) => true,
            Ok(Progress::Done(Err(raised))) | Err(raised) => {
                drop(vm.take_raised(raised));
                false
            }
        };
        assert_ne!(vm.stopped(), Some(Stop::Broken), "Pitviper panicked");
        vm.handled = None;
        vm.settle();
        vm.set_steps(None);
        vm.set_deadline(None);
        well
    }

    /// Runs source as `__main__`.
    pub fn run(&mut self, source: &str) -> bool {
        let source = source.to_owned();
        self.perform(move |vm| main::run_source(vm, source.as_bytes(), "<fuzz>"))
    }

    /// Writes an input to the file that `PITVIPER_FUZZ_SESSION` names, behind those before it unless it is the first of its
    /// interpreter: what fails may need them all. See [`super::session`].
    pub fn note(&self, input: &[u8], first: bool) {
        let Some(file) = std::env::var_os("PITVIPER_FUZZ_SESSION") else { return };
        let file = OpenOptions::new().create(true).write(true).append(!first).truncate(first).open(file);
        if let Ok(mut file) = file {
            let length = u32::try_from(input.len()).unwrap_or(0).to_le_bytes();
            drop(file.write_all(&[&length, input].concat()));
        }
    }

    /// Checks the heap, ends Python, and checks that nothing is left.
    pub fn end(mut self) {
        self.verify();
        let vm = &mut *self.vm;
        vm.enter_host_stack();
        vm.set_steps(Some(STEPS));
        vm.set_deadline(Instant::now().checked_add(LONGEST));
        vm.join_threads();
        vm.end_python();
        vm.free_everything();
        let (objects, bytes) = vm.leftovers();
        assert_eq!((objects, bytes), (0, 0), "objects and bytes left behind");
    }

    /// Checks the heap.
    pub fn verify(&mut self) {
        let sound = self.vm.verify_heap(|kind, mismatch| eprintln!("{kind}: {mismatch}"));
        assert_eq!(sound, Ok(()), "the heap is not sound");
    }

    /// The interpreter itself.
    pub fn vm(&mut self) -> &mut Vm {
        &mut self.vm
    }
}

/// An attribute of a module, which is imported if need be.
pub fn import(vm: &mut Vm, module: &str, name: &str) -> PyResult<Value> {
    let module = vm.new_str(module)?;
    let module = pitviper_vm::import::import_absolute(vm, &module)?;
    let name = vm.new_str(name)?;
    vm.get_attr(&module, &name)
}
