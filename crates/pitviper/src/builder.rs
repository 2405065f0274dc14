//! What an interpreter is made with.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use pitviper_observe::Meter;
use pitviper_vm::core::vm::{Collections, Options, Vm};
use pitviper_vm::modules::sys::config::{Config, configure};
use pitviper_vm::{HashKey, OutOfMemory};

use crate::library::Embedded;
use crate::run::Interpreter;

/// Settings of an interpreter to be.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    options: Options,
    config: Config,
    report: bool,
}

impl Builder {
    /// Most bytes that programs may cause to exist. At the limit they get a `MemoryError`.
    #[must_use]
    pub fn memory_limit(mut self, bytes: usize) -> Builder {
        self.options.memory_limit = Some(bytes);
        self
    }

    /// Seed of string hashing; the same seed gives the same run. 0 by default.
    #[must_use]
    pub fn hash_seed(mut self, seed: u32) -> Builder {
        self.options.hash_key = HashKey::from_seed(seed);
        self.config.hash_randomization = seed != 0;
        self
    }

    /// A key of string hashing that nobody can guess.
    #[must_use]
    pub fn hash_key(mut self, bytes: [u8; 16]) -> Builder {
        self.options.hash_key = HashKey::from_bytes(bytes);
        self.config.hash_randomization = true;
        self
    }

    /// `-O`: 1 leaves out `assert`, 2 docstrings as well.
    #[must_use]
    pub fn optimize(mut self, level: u8) -> Builder {
        self.options.optimize = level.min(2);
        self
    }

    /// Bytes of native stack that may be used below the point where the interpreter is entered (4 MiB by default).
    #[must_use]
    pub fn native_stack(mut self, bytes: usize) -> Builder {
        self.options.native_stack = bytes;
        self
    }

    /// When cycles are collected.
    #[must_use]
    pub fn collections(mut self, collections: Collections) -> Builder {
        self.options.collections = collections;
        self
    }

    /// What programs see in `sys`: arguments, search path, flags, streams.
    #[must_use]
    pub fn config(mut self, config: Config) -> Builder {
        self.config = config;
        self
    }

    /// Makes the allocation behind `n` fail.
    pub(crate) fn fail_after(mut self, n: u64) -> Builder {
        self.options.fail_after = Some(n);
        self
    }

    /// Follows every allocation, for [`crate::Ending::report`].
    #[must_use]
    pub fn report(mut self, on: bool) -> Builder {
        self.report = on;
        self
    }

    /// Makes the interpreter.
    ///
    /// # Errors
    /// When the memory limit is too small even for it.
    pub fn build(self) -> Result<Interpreter, OutOfMemory> {
        let mut vm = Vm::new(self.options, &[])?;
        vm.library = Some(&Embedded);
        let meter = if self.report { Some(Meter::start(&mut vm)) } else { None };
        configure(&mut vm, &self.config).map_err(|_| OutOfMemory)?;
        Ok(Interpreter { vm, meter })
    }
}

impl Interpreter {
    /// The word by which another thread interrupts: see [`Interpreter::interrupt_flag`].
    pub(crate) fn check(&self) -> Arc<AtomicU32> {
        self.vm.check.clone()
    }
}
