//! An interpreter for one input, with limits, and what must hold when it ends.

use std::panic;
use std::process::abort;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use pitviper_vm::core::vm::{INTERRUPT, Options, Vm};
use pitviper_vm::import::{Library, main};
use pitviper_vm::modules::sys::config::{Config, configure};
use pitviper_vm::{PyResult, Value};

/// The longest that an input may run before it is interrupted.
const LONGEST: Duration = Duration::from_millis(1500);

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
struct Embedded;

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

/// What interrupts an interpreter that runs too long.
struct Watch {
    watched: Mutex<Option<(Instant, Arc<AtomicU32>)>>,
}

fn watch() -> &'static Watch {
    static WATCH: OnceLock<&'static Watch> = OnceLock::new();
    WATCH.get_or_init(|| {
        let watch: &'static Watch = Box::leak(Box::new(Watch { watched: Mutex::new(None) }));
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_millis(50));
                let watched = watch.watched.lock().expect("nobody panics with it");
                if let Some((deadline, check)) = &*watched
                    && Instant::now() > *deadline
                {
                    check.fetch_or(INTERRUPT, Ordering::SeqCst);
                }
            }
        });
        watch
    })
}

/// An interpreter for one input.
pub struct Host {
    vm: Box<Vm>,
}

impl Host {
    /// One whose programs get so many bytes beyond what it starts with.
    pub fn new(bytes: usize) -> Host {
        let options = Options { memory_limit: Some((1 << 20) + bytes), ..Options::default() };
        let mut vm = Vm::new(options, &[]).expect("enough to start with");
        vm.library = Some(&Embedded);
        if configure(&mut vm, &Config::default()).is_err() {
            panic!("enough to start with");
        }
        Host { vm }
    }

    /// Does something in it, interrupted when that takes long. What it raises is dropped, but told.
    pub fn perform(&mut self, work: impl FnOnce(&mut Vm) -> PyResult<()>) -> bool {
        let vm = &mut *self.vm;
        *watch().watched.lock().expect("nobody panics with it") = Some((Instant::now() + LONGEST, vm.check.clone()));
        vm.enter_host_stack();
        let result = work(vm);
        *watch().watched.lock().expect("nobody panics with it") = None;
        vm.check.fetch_and(!INTERRUPT, Ordering::SeqCst);
        match result {
            Ok(()) => true,
            Err(raised) => {
                drop(vm.take_raised(raised));
                vm.handled = None;
                vm.settle();
                false
            }
        }
    }

    /// Runs source as `__main__`.
    pub fn run(&mut self, source: &str) -> bool {
        self.perform(|vm| main::run_source(vm, source.as_bytes(), "<fuzz>"))
    }

    /// Checks the heap, ends Python, and checks that nothing is left.
    pub fn end(mut self) {
        self.verify();
        let vm = &mut *self.vm;
        *watch().watched.lock().expect("nobody panics with it") = Some((Instant::now() + LONGEST, vm.check.clone()));
        vm.enter_host_stack();
        vm.join_threads();
        vm.end_python();
        *watch().watched.lock().expect("nobody panics with it") = None;
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
