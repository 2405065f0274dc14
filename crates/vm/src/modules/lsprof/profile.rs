//! What a profiler counts: entries, entries of callees by caller, and the calls that are going on.

use pitviper_object::{Heap, OutOfMemory, Slot, Value};

use super::buffer::{Buffer, Table};

/// Counts and times of a function, or of a function when called by another one. Times are in the timer's units.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    /// Time in it, with what it called; of nested calls the outermost counts.
    pub total: i64,
    /// Time in it alone.
    pub inline: i64,
    /// Calls that have ended.
    pub calls: i64,
    /// Those within another one.
    pub recursive: i64,
    /// Calls that go on.
    level: i64,
}

impl Tally {
    fn end(&mut self, total: i64, inline: i64) {
        self.level = self.level.wrapping_sub(1);
        if self.level == 0 {
            self.total = self.total.wrapping_add(total);
        } else {
            self.recursive += 1;
        }
        self.inline = self.inline.wrapping_add(inline);
        self.calls += 1;
    }
}

/// A function.
pub(super) struct Entry {
    /// The code, or what a native function is called.
    pub function: Slot,
    pub tally: Tally,
    /// Its first and last callee, and one more; 0: none.
    first: u32,
    last: u32,
}

/// A function as called by another one.
#[derive(Clone, Copy)]
pub(super) struct Callee {
    /// The function's entry.
    pub entry: u32,
    pub tally: Tally,
    /// The next callee of the same caller, and one more; 0: none.
    next: u32,
}

/// A call that goes on.
struct Context {
    entry: u32,
    /// When it began.
    start: i64,
    /// Time in what it called.
    below: i64,
}

/// See the module. All-zero is an empty one.
pub(super) struct Profile {
    /// Functions by what identifies them: where the code object or the native function's description lies.
    entries: Table<Entry>,
    /// By the entries of caller and callee.
    callees: Table<Callee>,
    contexts: Buffer<Context>,
}

fn pair(caller: u32, callee: u32) -> u64 {
    u64::from(caller) << 32 | u64::from(callee)
}

impl Profile {
    /// An empty one.
    pub(super) const fn new() -> Profile {
        Profile { entries: Table::new(), callees: Table::new(), contexts: Buffer::new() }
    }

    /// The entry of a function.
    pub(super) fn find(&self, key: u64) -> Option<u32> {
        self.entries.find(key)
    }

    /// Adds the entry of a function that has none.
    pub(super) fn add(&self, heap: &mut Heap, key: u64, function: Value) -> Result<u32, OutOfMemory> {
        let entry = Entry { function: Some(function), tally: Tally::default(), first: 0, last: 0 };
        self.entries.add(heap, key, entry)
    }

    /// Number of entries.
    pub(super) fn len(&self) -> u32 {
        self.entries.len()
    }

    /// What `read` makes of an entry.
    pub(super) fn entry<R>(&self, index: u32, read: impl FnOnce(&mut Entry) -> R) -> Option<R> {
        self.entries.with(index, read)
    }

    /// Where the value that entry `index` owns is; null beyond the last.
    pub(super) fn slot(&self, index: u32) -> *mut Slot {
        let entry = self.entries.at(index);
        // SAFETY: an entry.
        if entry.is_null() { std::ptr::null_mut() } else { unsafe { &raw mut (*entry).function } }
    }

    /// The callees of entry `index`, in the order of their first calls.
    pub(super) fn callees_of(&self, index: u32) -> impl Iterator<Item = Callee> {
        let mut next = self.entries.with(index, |entry| entry.first).unwrap_or(0);
        std::iter::from_fn(move || {
            let callee = self.callees.with(next.checked_sub(1)?, |callee| *callee)?;
            next = callee.next;
            Some(callee)
        })
    }

    /// A call of an entry begins; `by_caller`: it is counted for its caller too.
    pub(super) fn enter(&self, heap: &mut Heap, entry: u32, by_caller: bool) -> Result<(), OutOfMemory> {
        let callee = match self.innermost().filter(|_| by_caller) {
            Some(caller) => match self.callees.find(pair(caller, entry)) {
                Some(callee) => Some(callee),
                None => Some(self.add_callee(heap, caller, entry)?),
            },
            None => None,
        };
        self.contexts.push(heap, Context { entry, start: 0, below: 0 })?;
        self.entries.with(entry, |entry| entry.tally.level += 1);
        if let Some(callee) = callee {
            self.callees.with(callee, |callee| callee.tally.level += 1);
        }
        Ok(())
    }

    fn add_callee(&self, heap: &mut Heap, caller: u32, entry: u32) -> Result<u32, OutOfMemory> {
        let callee = Callee { entry, tally: Tally::default(), next: 0 };
        let index = self.callees.add(heap, pair(caller, entry), callee)?;
        let before = self.entries.with(caller, |caller| {
            if caller.first == 0 {
                caller.first = index + 1;
            }
            std::mem::replace(&mut caller.last, index + 1)
        });
        if let Some(before) = before.and_then(|before| before.checked_sub(1)) {
            self.callees.with(before, |before| before.next = index + 1);
        }
        Ok(index)
    }

    /// The time at which the innermost call begins.
    pub(super) fn start(&self, time: i64) {
        self.contexts.with(self.contexts.len().wrapping_sub(1), |context| context.start = time);
    }

    /// The entry of the innermost call.
    pub(super) fn innermost(&self) -> Option<u32> {
        self.contexts.with(self.contexts.len().wrapping_sub(1), |context| context.entry)
    }

    /// The innermost call ends, by the clock at `time`, as one of `entry`; without one it is not counted.
    pub(super) fn leave(&self, entry: Option<u32>, time: i64, by_caller: bool) {
        let Some(context) = self.contexts.pop() else { return };
        let Some(entry) = entry else { return };
        let total = time.wrapping_sub(context.start);
        let inline = total.wrapping_sub(context.below);
        let outer = self.contexts.len().wrapping_sub(1);
        self.contexts.with(outer, |outer| outer.below = outer.below.wrapping_add(total));
        self.entries.with(entry, |entry| entry.tally.end(total, inline));
        if let Some(caller) = self.innermost().filter(|_| by_caller)
            && let Some(callee) = self.callees.find(pair(caller, entry))
        {
            self.callees.with(callee, |callee| callee.tally.end(total, inline));
        }
    }

    /// Forgets everything; what the entries own is dropped.
    pub(super) fn clear(&self) {
        self.contexts.free();
        self.callees.free();
        let entries = self.entries.take();
        for index in 0..entries.len() {
            drop(entries.with(index, |entry| entry.function.take()));
        }
        entries.free();
    }

    /// Gives the blocks back; the entries own nothing any more.
    pub(super) fn free(&self) {
        self.contexts.free();
        self.callees.free();
        self.entries.free();
    }
}
