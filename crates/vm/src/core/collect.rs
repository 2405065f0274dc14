//! The interpreter's side of the cycle collector: when it runs, and what it asks.

use std::ptr::NonNull;
use std::sync::atomic::Ordering;
use std::time::Instant;

use pitviper_object::collector::{self, Fate, Host, Outcome, Reason, Schedule};
use pitviper_object::header::{BUILTIN_SHAPES, FINALIZE, WEAKLY_REFERENCED};
use pitviper_object::object::{World, kind_of};
use pitviper_object::{Header, Heap, Obj, Value, destroy};

use crate::core::kinds;
use crate::core::vm::{COLLECT, Collections, Vm};
use crate::types::dict::Dict;
use crate::types::frame::FrameObject;
use crate::types::function::Function;
use crate::types::list::List;
use crate::types::typ::Type;
use crate::types::weakref::Detached;

/// What the interpreter keeps for the collector.
#[derive(Default)]
pub(crate) struct Collector {
    /// Thresholds, counts and statistics.
    pub schedule: Schedule,
    /// `gc.set_debug`.
    pub debug: i32,
    /// `gc.callbacks`.
    pub callbacks: Option<Obj<List>>,
    /// `gc.garbage`.
    pub garbage: Option<Obj<List>>,
    /// Weak references to garbage whose callbacks are to be called.
    pub detached: Detached,
    /// Number of the next object with a finalizer.
    next_order: u64,
    /// Whether every safe point collects.
    pub stress: bool,
    /// Whether the next safe point collects everything, since memory is short.
    pressed: bool,
    /// Shortages since the last collection that one of them caused, and how many of them cause the next one.
    shortages: u32,
    patience: u32,
}

impl Collector {
    /// Most shortages that pass before one causes a collection.
    const MOST_PATIENCE: u32 = 1 << 12;

    /// Counts a shortage of memory; whether the next safe point should collect. The more such collections have found nothing, the
    /// rarer they are.
    fn count_shortage(&mut self) -> bool {
        self.shortages += 1;
        if self.shortages > self.patience {
            self.shortages = 0;
            self.pressed = true;
        }
        self.pressed
    }
}

/// `gc.DEBUG_STATS` and the others.
pub(crate) mod debug {
    pub const STATS: i32 = 1;
    pub const COLLECTABLE: i32 = 2;
    pub const UNCOLLECTABLE: i32 = 4;
    pub const SAVEALL: i32 = 32;
    pub const LEAK: i32 = COLLECTABLE | UNCOLLECTABLE | SAVEALL;
}

fn due(heap: &mut Heap) {
    // SAFETY: the heap's world is that of an interpreter, which is alive; the word is shared.
    unsafe {
        let vm = (*heap.client.cast::<World>()).host.get().cast::<Vm>();
        (*vm).check.fetch_or(COLLECT, Ordering::Relaxed);
        (*vm).pace.hurry();
    }
}

/// Memory is short: what an emergency cannot free, since Python has to run, dies at the next safe point.
fn short(heap: &mut Heap) {
    // SAFETY: as in `due`.
    unsafe {
        let vm = (*heap.client.cast::<World>()).host.get().cast::<Vm>();
        if (*vm).collector.count_shortage() {
            due(heap);
        }
    }
}

/// Bytes of a large block that count as a step.
const BYTES_PER_STEP: usize = 64;

/// Counts steps for what will be written to a large block.
fn large(heap: &mut Heap, bytes: usize) {
    // SAFETY: as in `due`.
    unsafe {
        let vm = (*heap.client.cast::<World>()).host.get().cast::<Vm>();
        (*vm).worked(bytes / BYTES_PER_STEP);
    }
}

/// Whether a stop is due.
fn hurried(heap: &mut Heap) -> bool {
    // SAFETY: as in `due`.
    unsafe { (*(*heap.client.cast::<World>()).host.get().cast::<Vm>()).is_stop_due() }
}

/// Counts a step for a charge of a pass of the compiler; whether the pass should give up since a stop is due.
pub(crate) fn count_charge(heap: &mut Heap) -> bool {
    // SAFETY: as in `due`.
    let vm = unsafe { &mut *(*heap.client.cast::<World>()).host.get().cast::<Vm>() };
    vm.worked(1);
    vm.pace.is_over() && vm.is_stop_due()
}

/// Bytes of the heap that a collection of everything looks at for a step.
const SCANNED_PER_STEP: usize = 1024;

/// Frees garbage in the middle of native code that needs memory.
fn reclaim(heap: &mut Heap) -> bool {
    let heap = NonNull::from(heap);
    // SAFETY: the host is the interpreter whose heap this is. What native code holds it owns, or it is reachable from
    // what it owns; only memory nobody reaches is freed, no Python runs, and of the interpreter nothing but the
    // collector's own state is written.
    unsafe {
        let vm = (*(*heap.as_ptr()).client.cast::<World>()).host.get().cast::<Vm>();
        if (*vm).collector.schedule.collecting {
            return false;
        }
        (*vm).collector.schedule.collecting = true;
        if !(*vm).is_stop_due() {
            // What an earlier evaluation left.
            destroy::go_on_without_python(heap);
        }
        let outcome = collector::collect(heap, &mut *vm, 2, Reason::Emergency);
        (*vm).worked((*vm).heap.used() / SCANNED_PER_STEP);
        (*vm).collector.schedule.collecting = false;
        if (*vm).options.collections != Collections::EveryAllocation {
            short(&mut *heap.as_ptr());
        }
        outcome.collected > 0
    }
}

impl Vm {
    /// Lets collections begin.
    pub(crate) fn start_collector(&mut self) {
        self.heap.set_reclaim(Some(reclaim));
        self.heap.set_large(large);
        self.heap.set_hurried(Some(hurried));
        self.heap.set_mark_passed(short);
        self.collector.schedule.enabled = self.options.collections != Collections::Never;
        self.collector.stress = self.options.collections == Collections::Always;
        self.heap.stress_reclaim(self.options.collections == Collections::EveryAllocation);
        self.arm_collector(0);
    }

    /// Counts new containers from `count` on, up to the threshold.
    fn arm_collector(&mut self, count: i32) {
        let threshold = match self.collector.schedule.young_threshold() {
            _ if self.collector.schedule.collecting => i32::MAX,
            Some(_) if self.collector.stress => 0,
            Some(threshold) => threshold,
            None => i32::MAX,
        };
        self.heap.count_young(count, threshold, due);
    }

    /// To be called when thresholds or `enabled` changed.
    pub(crate) fn rearm_collector(&mut self) {
        self.arm_collector(self.heap.young_count());
    }

    /// Collects everything if memory is short: at a safe point.
    #[inline]
    pub(crate) fn collect_if_short(&mut self) {
        if self.collector.pressed {
            self.collect_since_short();
        }
    }

    #[cold]
    #[inline(never)]
    fn collect_since_short(&mut self) {
        if self.collector.schedule.collecting || self.options.collections == Collections::Never {
            return;
        }
        self.collector.pressed = false;
        let found = self.collect(2).collected > 0;
        let patience = self.collector.patience;
        self.collector.patience = if found { 0 } else { (2 * patience + 1).min(Collector::MOST_PATIENCE) };
    }

    /// Collects what is due: at a safe point.
    pub(crate) fn collect_due(&mut self) {
        if self.collector.schedule.collecting {
            return;
        }
        if self.collector.pressed {
            return self.collect_since_short();
        }
        let young = self.heap.young_count();
        let due = self.collector.schedule.due(young);
        let stress = self.collector.stress && self.collector.schedule.enabled;
        if let Some(generation) = due.or(stress.then(|| self.stress_generation())) {
            self.collect(generation);
        } else {
            self.rearm_collector();
        }
    }

    /// Mostly young collections, a few of the others.
    fn stress_generation(&self) -> u32 {
        match self.collector.schedule.stats[0].collections {
            count if count % 512 == 511 => 2,
            count if count % 8 == 7 => 1,
            _ => 0,
        }
    }

    /// Collects the generations up to `generation`; what was found, 0 while a collection is under way. No exception is
    /// in flight.
    pub(crate) fn collect(&mut self, generation: u32) -> Outcome {
        if self.collector.schedule.collecting {
            return Outcome::default();
        }
        self.settle();
        self.collector.schedule.begin(generation);
        self.tell_callbacks("start", generation, Outcome::default());
        let begin = Instant::now();
        self.report_start(generation);
        self.arm_collector(0);
        let heap = NonNull::from(&mut *self.heap);
        // SAFETY: at a safe point no slot is borrowed, and `collecting` keeps a second collection away.
        let outcome = unsafe { collector::collect(heap, self, generation, Reason::Due) };
        if generation == 2 {
            self.worked(self.heap.used() / SCANNED_PER_STEP);
        }
        let elapsed = begin.elapsed();
        self.collector.schedule.end(generation, outcome, elapsed.as_nanos() as u64);
        self.report_end(outcome, elapsed);
        // What the callbacks make starts no collection, which would call them again.
        self.collector.schedule.collecting = true;
        self.tell_callbacks("stop", generation, outcome);
        self.collector.schedule.collecting = false;
        self.rearm_collector();
        if self.collector.stress && cfg!(debug_assertions) {
            self.verify_now_and_then();
        }
        outcome
    }

    /// Calls what is in `gc.callbacks`.
    fn tell_callbacks(&mut self, phase: &str, generation: u32, outcome: Outcome) {
        let Some(callbacks) = self.collector.callbacks.clone() else { return };
        if callbacks.is_empty() {
            return;
        }
        let told = self.call_gc_callbacks(&callbacks, phase, generation, outcome);
        if let Err(raised) = told {
            crate::core::finalize::unraisable(self, raised, "Exception ignored while invoking gc callbacks", None);
        }
    }

    fn call_gc_callbacks(
        &mut self,
        callbacks: &Obj<List>,
        phase: &str,
        generation: u32,
        outcome: Outcome,
    ) -> crate::core::error::PyResult<()> {
        let info: Obj<Dict> = self.new_dict()?;
        let numbers =
            [("generation", i64::from(generation)), ("collected", outcome.collected as i64), ("uncollectable", 0)];
        for (name, number) in numbers {
            let name = self.intern(name)?;
            self.dict_set_str(&info, &name, Value::small(number))?;
        }
        let arguments = [self.new_str(phase)?, info.into_value()];
        let mut index = 0;
        while let Some(callback) = callbacks.get(index) {
            if let Err(raised) = self.call(&callback, &arguments) {
                let message = "Exception ignored while calling GC callback";
                crate::core::finalize::unraisable(self, raised, message, Some(&callback));
            }
            self.settle();
            index += 1;
        }
        Ok(())
    }

    fn report_start(&mut self, generation: u32) {
        if self.collector.debug & debug::STATS == 0 {
            return;
        }
        let [young, middle, old, frozen] = self.count_generations();
        let text = format_args!(
            "gc: collecting generation {generation}...\ngc: objects in each generation: {young} {middle} {old}\n\
             gc: objects in permanent generation: {frozen}\n"
        );
        self.write_report(text);
    }

    fn report_end(&mut self, outcome: Outcome, elapsed: std::time::Duration) {
        if self.collector.debug & debug::STATS != 0 {
            let (found, seconds) = (outcome.collected, elapsed.as_secs_f64());
            self.write_report(format_args!("gc: done, {found} unreachable, 0 uncollectable, {seconds:.4}s elapsed\n"));
        }
    }

    fn write_report(&mut self, text: std::fmt::Arguments<'_>) {
        match self.new_str_fmt(text) {
            Ok(text) => crate::modules::sys::write_stderr_value(self, &text),
            Err(raised) => drop(self.take_raised(raised)),
        }
    }

    /// Tracked containers by generation, the frozen ones last.
    pub(crate) fn count_generations(&self) -> [u64; 4] {
        let mut counts = [0; 4];
        collector::inspect::each_container(&self.heap, |object| counts[object.generation() as usize & 3] += 1);
        counts
    }

    /// Whether `__del__` of a class's class is to be called for a class that dies.
    fn class_has_finalizer(&self, class: NonNull<Header>) -> bool {
        // SAFETY: the object is alive.
        let shape = unsafe { class.as_ref() }.shape();
        shape >= BUILTIN_SHAPES && {
            // SAFETY: the class of an instance lives as long as it.
            let meta = unsafe { &*self.shapes().get(shape).class.get().cast::<Type>() };
            // SAFETY: the caller's object is a class.
            meta.has(Type::FINALIZE) && !unsafe { class.cast::<Type>().as_ref() }.has(Type::FINALIZED)
        }
    }

    /// The number of an object with a finalizer that is being made, to be kept in the last word of its block, or of an
    /// object's first weak reference.
    pub(crate) fn take_order(&mut self) -> u64 {
        self.collector.next_order += 1;
        self.collector.next_order
    }

    /// Debug builds under stress, after one of a hundred collections: counts are at least the references that exist.
    fn verify_now_and_then(&mut self) {
        if !self.world().unfinished.is_empty() {
            return;
        }
        if !self.collector.schedule.stats.iter().map(|stats| stats.collections).sum::<u64>().is_multiple_of(100) {
            return;
        }
        let mut wrong = None;
        let this: &Vm = self;
        let _ =
            pitviper_object::verify::verify_counts(&this.heap, &mut |visit| this.visit_roots(visit), |_, mismatch| {
                if mismatch.count < mismatch.references {
                    wrong = wrong.or(Some(mismatch));
                }
            });
        debug_assert!(wrong.is_none(), "after a collection: {wrong:?}");
    }
}

impl Host for Vm {
    fn visit_roots(&self, visit: &mut dyn FnMut(&Value)) {
        Vm::visit_roots(self, visit);
    }

    fn is_hurried(&self) -> bool {
        self.is_stop_due()
    }

    fn has_finalizer(&self, object: NonNull<Header>) -> bool {
        // SAFETY: the object is alive.
        unsafe {
            object.as_ref().has(FINALIZE)
                && (kind_of(object.as_ptr()) != kinds::TYPE || self.class_has_finalizer(object))
        }
    }

    fn order(&self, object: NonNull<Header>) -> u64 {
        // SAFETY: the object is alive; instances whose class has a finalizer end with their number.
        unsafe {
            let shape = object.as_ref().shape();
            if shape >= BUILTIN_SHAPES && (*self.shapes().get(shape).class.get().cast::<Type>()).has(Type::FINALIZE) {
                let last = Heap::usable_size(object.cast()) / 8 - 1;
                return object.cast::<u64>().add(last).read();
            }
            if object.as_ref().has(WEAKLY_REFERENCED)
                && let Some(order) = self.weak_references.order(object.as_ptr())
            {
                return u64::from(order);
            }
            1 << 48 | u64::from(Heap::compress(object.cast()))
        }
    }

    fn detach_weak_references(&mut self, object: NonNull<Header>) {
        self.weak_references.detach(object, &mut self.collector.detached);
    }

    fn forget_weak_references(&mut self, object: NonNull<Header>) {
        self.weak_references.forget(object);
    }

    fn call_weak_callbacks(&mut self) -> u64 {
        self.call_detached()
    }

    fn weight(&self, object: NonNull<Header>) -> u64 {
        // SAFETY: the object is alive.
        unsafe {
            match kind_of(object.as_ptr()) {
                // The tuple of its cells.
                kinds::FUNCTION => 1 + u64::from(object.cast::<Function>().as_ref().has_cells()),
                // CPython's collector does not know of the frame of a generator that waits.
                kinds::FRAME => u64::from(!object.cast::<FrameObject>().as_ref().unseen.get()),
                _ => 1,
            }
        }
    }

    fn found(&mut self, object: NonNull<Header>) -> Fate {
        // SAFETY: the object is alive and stays so while it is looked at.
        let value = unsafe { Value::from_borrowed(object) };
        if self.collector.debug & debug::COLLECTABLE != 0 {
            let name = self.type_name(&value);
            let address = self.id(&value);
            self.write_report(format_args!("gc: collectable <{name} {address:#x}>\n"));
        }
        if self.collector.debug & debug::SAVEALL != 0
            && let Some(garbage) = self.collector.garbage.clone()
            && garbage.push(&mut self.heap, value).is_ok()
        {
            return Fate::Kept;
        }
        Fate::Dies
    }

    fn watches_garbage(&self) -> bool {
        self.collector.debug & (debug::COLLECTABLE | debug::SAVEALL) != 0
    }

    fn retire_class(&mut self, class: NonNull<Header>) {
        // SAFETY: the object is a class, and alive.
        let class = unsafe { class.cast::<Type>().as_ref() };
        if class.header.has(FINALIZE) {
            crate::types::typ::create::retire(self, class);
        }
    }

    fn class_kind(&self) -> u8 {
        kinds::TYPE
    }
}
