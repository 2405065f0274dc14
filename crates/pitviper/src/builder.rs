//! What an interpreter is made with.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use pitviper_observe::Meter;
use pitviper_vm::core::host::owned::OwnedVm;
use pitviper_vm::core::vm::{Collections, Options};
use pitviper_vm::modules::sys::config::{Config, configure};
use pitviper_vm::{HashKey, OutOfMemory};

use crate::evaluate::{Begun, Limits};
use crate::library::Embedded;
use crate::run::Interpreter;
use crate::start;

/// Fewest and most bytes beyond the memory limit that handling its errors may take.
const LEAST_RESERVE: usize = 256 << 10;
const MOST_RESERVE: usize = 1 << 20;

/// Settings of an interpreter to be.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    pub(crate) options: Options,
    pub(crate) config: Config,
    limits: Limits,
    conversion_limit: Option<usize>,
    /// Whether the key of string hashing was given.
    keyed: bool,
    report: bool,
}

impl Builder {
    /// Most bytes that programs may cause to exist: objects, buffers, frames, code and what libraries allocate for them. At the
    /// limit garbage is collected; if that does not help, programs get a `MemoryError`, which they can catch, and a
    /// thirty-second of the limit (256 KiB to 1 MiB) more to handle it. The native stack that programs run on counts as
    /// well, see [`native_stack`](Builder::native_stack). No limit by default.
    #[must_use]
    pub fn memory_limit(mut self, bytes: usize) -> Builder {
        self.options.memory_limit = Some(bytes);
        self
    }

    /// Reaching the memory limit ends the evaluation, instead of raising an exception that programs can catch.
    #[must_use]
    pub fn memory_limit_is_terminal(mut self, on: bool) -> Builder {
        self.options.terminal_memory = on;
        self
    }

    /// Most steps of each evaluation: calls, jumps back, and portions of the work of native code. What was
    /// [begun](Interpreter::begin) is paused there, anything else ends with
    /// [`Error::StepLimit`](crate::Error::StepLimit). No limit by default.
    #[must_use]
    pub fn step_limit(mut self, steps: u64) -> Builder {
        self.limits.steps = Some(steps);
        self
    }

    /// Longest time of each evaluation, not counting pauses. No limit by default.
    #[must_use]
    pub fn time_limit(mut self, time: Duration) -> Builder {
        self.limits.time = Some(time);
        self
    }

    /// Most bytes that converting one Python value may give the host. The memory limit by default. (A list that holds one
    /// string a million times is small in Python, and large as a `Vec<String>`.)
    #[must_use]
    pub fn conversion_limit(mut self, bytes: usize) -> Builder {
        self.conversion_limit = Some(bytes);
        self
    }

    /// Seed of string hashing; the same seed gives the same run. By default nobody can guess it, so that nobody can make
    /// strings that all fall into one place of a dictionary; and sets of strings have another order in each process.
    #[must_use]
    pub fn hash_seed(mut self, seed: u32) -> Builder {
        self.keyed = true;
        self.options.hash_key = HashKey::from_seed(seed);
        self.config.hash_randomization = seed != 0;
        self
    }

    /// A key of string hashing that nobody can guess.
    #[must_use]
    pub fn hash_key(mut self, bytes: [u8; 16]) -> Builder {
        self.keyed = true;
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

    /// Bytes of the native stack that programs run on: 1 MiB by default (4 MiB in debug builds), at most an eighth of the
    /// memory limit (a quarter in debug builds), at least 256 KiB (640 KiB). It is mapped when something is first
    /// evaluated, counts towards the memory limit, and is resident only as deep as it was used. What would need more gets a
    /// RecursionError; Python functions that call Python functions need none of it.
    #[must_use]
    pub fn native_stack(mut self, bytes: usize) -> Builder {
        self.options.native_stack = bytes;
        self.options.work_stack = bytes;
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
    pub fn build(mut self) -> Result<Interpreter, OutOfMemory> {
        if !self.keyed {
            self.options.hash_key = start::shared_key();
            self.config.hash_randomization = true;
        }
        let conversion_limit = self.conversion_limit.or(self.options.memory_limit);
        let limit = self.options.memory_limit;
        let mut vm = start::interpreter(self.options, !self.keyed)?;
        if let Some(limit) = limit {
            vm.heap.set_reserve((limit / 32).clamp(LEAST_RESERVE, MOST_RESERVE));
        }
        vm.library = Some(&Embedded);
        let meter = if self.report { Some(Meter::start(&mut vm)) } else { None };
        configure(&mut vm, &self.config).map_err(|_| OutOfMemory)?;
        vm.set_conversion_limit(conversion_limit);
        let (limits, begun) = (self.limits, Begun::default());
        Ok(Interpreter { vm: OwnedVm::new(vm), meter, limits, begun, stopped: false, unshared: PhantomData })
    }
}

impl Interpreter {
    /// The word by which another thread interrupts: see [`Interpreter::interrupt_flag`].
    pub(crate) fn check(&self) -> Arc<AtomicU32> {
        self.vm.check.clone()
    }
}
