//! The meter behind `--memory-report`: listens to the heap from the start, tells at the end.
//!
//! An allocation is reported before its owner has written a header, so the meter keeps the newest block in mind
//! and looks at it when the next event comes. Costs a call per allocation and free while it runs, nothing otherwise.
#![expect(clippy::disallowed_types, reason = "one box of fixed size per meter")]

use std::fmt;
use std::ptr::NonNull;

use pitviper_heap::{HeapStats, Kind, Kinds, Watch};
use pitviper_object::Header;
use pitviper_object::object::World;
use pitviper_vm::core::vm::Vm;

use crate::table::{Table, Tally};

/// Live and peak of one part of the heap.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    live: usize,
    peak: usize,
    blocks: u64,
}

impl Part {
    fn add(&mut self, bytes: usize) {
        self.live += bytes;
        self.blocks += 1;
        self.peak = self.peak.max(self.live);
    }

    fn remove(&mut self, bytes: usize) {
        self.live = self.live.saturating_sub(bytes);
        self.blocks = self.blocks.saturating_sub(1);
    }
}

struct State {
    world: &'static World,
    /// The newest object, whose header may not be written yet.
    pending: Option<(NonNull<u8>, usize)>,
    types: Table,
    objects: Part,
    buffers: Part,
}

impl State {
    fn settle(&mut self) {
        if let Some((block, bytes)) = self.pending.take() {
            self.tally(block).add(bytes);
        }
    }

    fn tally(&mut self, block: NonNull<u8>) -> &mut Tally {
        let object = block.cast::<Header>().as_ptr();
        // SAFETY: an allocated object block has its header by the time of the next event; on a free it still has.
        let label = unsafe { pitviper_vm::core::census::label(self.world, object) };
        self.types.get(label.key(), |write| label.write_name(write))
    }
}

/// Listens to one interpreter's heap. Stop it with [`Meter::report`] before the interpreter goes.
pub struct Meter {
    state: Box<State>,
}

// SAFETY: it points at the interpreter that it listens to, which calls it and moves between threads together with it.
unsafe impl Send for Meter {}

impl Meter {
    /// Begins with what is alive now.
    #[must_use]
    pub fn start(vm: &mut Vm) -> Meter {
        let mut state = Box::new(State {
            world: vm.world(),
            pending: None,
            types: Table::new(),
            objects: Part::default(),
            buffers: Part::default(),
        });
        vm.heap.visit_blocks(Kinds::OBJECTS, &mut |block| {
            state.objects.add(block.size);
            state.tally(block.address).add(block.size);
        });
        let raw = vm.heap.stats();
        let raw = raw.kind(Kind::Raw);
        state.buffers = Part { live: raw.live_bytes, peak: raw.live_bytes, blocks: raw.live_blocks };
        vm.heap.watch(Some(Watch { context: (&raw mut *state).cast(), allocated, freed }));
        Meter { state }
    }

    /// Stops and tells.
    #[must_use]
    pub fn report(mut self, vm: &mut Vm) -> Report {
        vm.heap.watch(None);
        self.state.settle();
        let stats = vm.heap.stats();
        let code = pitviper_vm::core::census::code_bytes(vm);
        let (stack, stack_peak) = (vm.stack.bytes(), vm.stack.peak_bytes());
        Report { state: self.state, stats, code, stack, stack_peak }
    }
}

fn allocated(context: *mut (), block: NonNull<u8>, kind: Kind, bytes: usize) {
    // SAFETY: the context is the meter's state, which outlives the watch.
    let state = unsafe { &mut *context.cast::<State>() };
    state.settle();
    if kind == Kind::Raw {
        state.buffers.add(bytes);
    } else {
        state.objects.add(bytes);
        state.pending = Some((block, bytes));
    }
}

fn freed(context: *mut (), block: NonNull<u8>, kind: Kind, bytes: usize) {
    // SAFETY: as above.
    let state = unsafe { &mut *context.cast::<State>() };
    if kind == Kind::Raw {
        state.settle();
        state.buffers.remove(bytes);
        return;
    }
    state.objects.remove(bytes);
    if state.pending.is_some_and(|(pending, _)| pending == block) {
        // Given back unused, or at once: its header may never have been written.
        state.pending = None;
        return;
    }
    state.settle();
    state.tally(block).remove(bytes);
}

/// What the heap did.
pub struct Report {
    state: Box<State>,
    stats: HeapStats,
    code: usize,
    stack: usize,
    stack_peak: usize,
}

/// Types shown.
const SHOWN: usize = 20;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let State { objects, buffers, types, .. } = &*self.state;
        let stats = &self.stats;
        let (allocations, frees) =
            stats.kinds.iter().fold((0, 0), |(a, b), kind| (a + kind.allocations, b + kind.frees));
        writeln!(f, "memory report")?;
        write!(f, "  heap: {} bytes at exit, {} at most", Bytes(stats.used), Bytes(stats.peak))?;
        match stats.limit {
            Some(limit) => writeln!(f, ", limit {}", Bytes(limit))?,
            None => writeln!(f, ", no limit")?,
        }
        let pages = stats.pages;
        writeln!(
            f,
            "  {} allocations, {} frees; {} pages and {} large blocks in {} arenas",
            Bytes(allocations as usize),
            Bytes(frees as usize),
            Bytes(pages as usize),
            Bytes(stats.large_blocks as usize),
            Bytes(stats.arenas as usize)
        )?;
        writeln!(f, "\n  {:<26} {:>14} {:>14} {:>12}", "part", "live bytes", "peak bytes", "live blocks")?;
        let mut line = |name: &str, live: usize, peak: usize, blocks: Option<u64>| match blocks {
            Some(blocks) => {
                writeln!(f, "  {name:<26} {:>14} {:>14} {:>12}", Bytes(live), Bytes(peak), Bytes(blocks as usize))
            }
            None => writeln!(f, "  {name:<26} {:>14} {:>14}", Bytes(live), Bytes(peak)),
        };
        line("objects", objects.live, objects.peak, Some(objects.blocks))?;
        let other = buffers.live.saturating_sub(self.stack);
        line("buffers", other, buffers.peak.saturating_sub(self.stack), Some(buffers.blocks))?;
        line("stack", self.stack, self.stack_peak, None)?;
        line("code", self.code, self.code, None)?;
        writeln!(
            f,
            "\n  {:<26} {:>14} {:>14} {:>12} {:>12} {:>12}",
            "type", "live bytes", "peak bytes", "live", "peak", "made"
        )?;
        let mut after: Option<(usize, usize)> = None;
        let count = types.all().count();
        for _ in 0..SHOWN.min(count) {
            // The next largest peak below the last one shown; no list, so no memory.
            let next = types
                .all()
                .enumerate()
                .filter(|(index, tally)| {
                    after
                        .is_none_or(|(peak, last)| tally.peak_bytes < peak || tally.peak_bytes == peak && *index > last)
                })
                .max_by(|(i, a), (j, b)| a.peak_bytes.cmp(&b.peak_bytes).then(j.cmp(i)));
            let Some((index, tally)) = next else { break };
            after = Some((tally.peak_bytes, index));
            writeln!(
                f,
                "  {:<26} {:>14} {:>14} {:>12} {:>12} {:>12}",
                tally.name(),
                Bytes(tally.live_bytes),
                Bytes(tally.peak_bytes),
                Bytes(tally.live as usize),
                Bytes(tally.peak as usize),
                Bytes(tally.made as usize)
            )?;
        }
        if count > SHOWN {
            writeln!(f, "  ({} more types)", count - SHOWN)?;
        }
        Ok(())
    }
}

/// A number with its thousands apart.
struct Bytes(usize);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 27];
        let (mut left, mut at, mut written) = (self.0, digits.len(), 0);
        loop {
            if written > 0 && written % 3 == 0 {
                at -= 1;
                digits[at] = b',';
            }
            at -= 1;
            digits[at] = b'0' + (left % 10) as u8;
            written += 1;
            left /= 10;
            if left == 0 {
                break;
            }
        }
        f.pad_integral(true, "", std::str::from_utf8(&digits[at..]).unwrap_or("?"))
    }
}
