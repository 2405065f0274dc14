//! What an interpreter's memory is used for.
#![expect(clippy::disallowed_types, reason = "a list of fixed length for the host")]

use std::fmt;

use pitviper_vm::core::census;
use pitviper_vm::core::host::holders::Holder;
use pitviper_vm::core::vm::Vm;

use crate::context::Context;
use crate::run::Interpreter;

/// Bytes of an interpreter's heap, by what they are used for.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct HeapReport {
    /// What counts against the limit now: all of the below, with what pages have free.
    pub used: usize,
    /// The most that ever did.
    pub peak: usize,
    /// The limit.
    pub limit: Option<usize>,
    /// Live objects: their number.
    pub objects: u64,
    /// Their bytes.
    pub object_bytes: usize,
    /// Buffers of lists, dictionaries and others that grow, with those of code.
    pub buffer_bytes: usize,
    /// The stack of Python's frames.
    pub stack_bytes: usize,
    /// Compiled code.
    pub code_bytes: usize,
    /// Values that the host keeps alive by handles.
    pub handles: usize,
    /// The types whose live objects hold the most, the biggest first; at most 8.
    pub holders: Vec<Holder>,
}

impl fmt::Display for HeapReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes used", self.used)?;
        if let Some(limit) = self.limit {
            write!(f, " of {limit}")?;
        }
        writeln!(f, ", at most {} so far", self.peak)?;
        writeln!(f, "{} objects of {} bytes, buffers of {} bytes", self.objects, self.object_bytes, self.buffer_bytes)?;
        writeln!(f, "{} bytes of stack, {} of code", self.stack_bytes, self.code_bytes)?;
        for holder in &self.holders {
            writeln!(f, "{:>12} bytes in {:>8} {}", holder.bytes, holder.objects, holder.type_name)?;
        }
        Ok(())
    }
}

impl Interpreter {
    /// What its memory is used for. Looks at every object; runs no Python, also while work is paused.
    ///
    /// ```
    /// # use pitviper::Interpreter;
    /// let mut python = Interpreter::builder().memory_limit(32 << 20).build()?;
    /// python.exec("table = {n: str(n) for n in range(10_000)}")?;
    /// let heap = python.heap();
    /// assert!(heap.used <= 32 << 20);
    /// assert!(heap.holders.iter().any(|holder| holder.type_name == "str" && holder.objects >= 10_000));
    /// # Ok::<(), pitviper::Error>(())
    /// ```
    #[must_use]
    pub fn heap(&self) -> HeapReport {
        report(&self.vm)
    }

    /// Changes the memory limit. One below what is in use refuses all memory until enough has been freed.
    pub fn set_memory_limit(&mut self, bytes: Option<usize>) {
        self.vm.heap.set_limit(bytes);
    }

    /// Checks the heap: its structure, and that each object's count equals the references to it that exist. For tests of hosts
    /// with objects of their own, and for doubt.
    ///
    /// # Errors
    /// What is wrong, a line for each object; [`Error::Busy`](crate::Error::Busy) in words while work is paused.
    pub fn verify_heap(&mut self) -> Result<(), String> {
        if self.vm.is_paused() {
            return Err(crate::Error::Busy.to_string());
        }
        let mut wrong = String::new();
        match self.vm.verify_heap(|kind, mismatch| wrong.push_str(&format!("{kind}: {mismatch}\n"))) {
            Ok(()) => Ok(()),
            Err(what) => Err(format!("{what}\n{wrong}")),
        }
    }
}

impl Context<'_> {
    /// What the interpreter's memory is used for.
    #[must_use]
    pub fn heap(&self) -> HeapReport {
        report(self.vm)
    }
}

fn report(vm: &Vm) -> HeapReport {
    let stats = vm.heap.stats();
    let [containers, leaves, buffers] = &stats.kinds;
    HeapReport {
        used: stats.used,
        peak: stats.peak,
        limit: stats.limit,
        objects: containers.live_blocks + leaves.live_blocks,
        object_bytes: containers.live_bytes + leaves.live_bytes,
        buffer_bytes: buffers.live_bytes,
        stack_bytes: vm.stack.bytes(),
        code_bytes: census::code_bytes(vm),
        handles: vm.kept_count(),
        holders: vm.holders(),
    }
}
