//! The cycle collector: finds what only cycles keep alive, and lets it die as CPython does.
//!
//! Counting frees everything else, so a collection asks one question of each *candidate* (a tracked container of the
//! generations collected): is there a reference to it from anything but candidates? [`trial`] answers it in place on
//! the counts: subtract every reference between candidates; what stays above zero is held from outside, and everything
//! it reaches gets its subtracted references back; the rest is garbage. There is no list of containers: candidates
//! are found by walking the pages of containers, for young collections only those that allocation touched. A full
//! collection first [`mark`]s what frames and globals reach, and asks the question only of the others.
//!
//! It never needs memory to find garbage and free it: the stack of objects to visit is fixed, and what does not fit
//! is found again by walking the page it lies in.
//!
//! Soundness rests on one rule: each edge that [`edges`] shows owns one count. A reference that it does not show
//! counts as one from outside: its object lives longer than it must, and is never freed too early.

pub mod edges;
mod garbage;
pub mod inspect;
mod mark;
mod scan;
pub mod schedule;
mod trial;

use std::ptr::NonNull;

use pitviper_heap::Heap;

use crate::destroy::Destructor;
use crate::header::Header;
use crate::object::World;
use crate::value::Value;

pub use schedule::Schedule;

/// Generations of containers.
pub const GENERATIONS: usize = 3;
/// The generation of what `gc.freeze` set aside.
pub const FROZEN: u32 = 3;

/// What a collection asks of the interpreter.
pub trait Host: Destructor {
    /// Calls `visit` with the values that frames and globals own: a part of them will do.
    fn visit_roots(&self, visit: &mut dyn FnMut(&Value));

    /// Whether [`Destructor::finalize`] has Python to run for this object.
    fn has_finalizer(&self, object: NonNull<Header>) -> bool;

    /// A number that grows with each object made, of objects whose finalizers and weak references come in that order.
    fn order(&self, object: NonNull<Header>) -> u64;

    /// Clears the weak references to an object that is garbage, and keeps those whose callbacks are to be called:
    /// the ones that are not garbage themselves (see [`is_garbage`]). Runs no Python.
    fn detach_weak_references(&mut self, object: NonNull<Header>);

    /// Clears the weak references to an object that is garbage for good, without callbacks: finalizers made them.
    fn forget_weak_references(&mut self, object: NonNull<Header>);

    /// Calls the callbacks kept; how many references died after theirs. CPython counts them as collected.
    fn call_weak_callbacks(&mut self) -> u64;

    /// How many of CPython's containers the object stands for.
    fn weight(&self, object: NonNull<Header>) -> u64;

    /// Keeps a garbage object instead of letting it die (`gc.DEBUG_SAVEALL`), or tells of it.
    fn found(&mut self, object: NonNull<Header>) -> Fate;

    /// Takes a class that is garbage out of what knows of it. Runs no Python.
    fn retire_class(&mut self, class: NonNull<Header>);

    /// The kind of classes.
    fn class_kind(&self) -> u8;

    /// Whether the collection should be given up, as far as that is possible: while it marks what is reached, which is most
    /// of the work of a full one where most is alive.
    fn is_hurried(&self) -> bool;

    /// Whether [`Host::found`] wants to hear of garbage.
    fn watches_garbage(&self) -> bool;
}

/// What becomes of garbage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It dies.
    Dies,
    /// It was kept.
    Kept,
}

/// What is done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Mark what frames and globals reach (full collections).
    Mark,
    /// Subtract the references between candidates from their counts.
    Subtract,
    /// Give what is held from outside, and all it reaches, its references back.
    Restore,
    /// Survivors grow older; garbage is marked, its counts made right.
    Sort,
    /// Weak references to garbage are cleared, then their callbacks called.
    WeakReferences,
    /// Finalizers run.
    Finalize,
    /// What the finalizers made reachable again survives.
    Resurrect,
    /// Garbage gives up its references, and dies.
    Clear,
    /// Done.
    Done,
}

/// Why a collection runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A threshold was passed, or the program asked.
    Due,
    /// Memory is out, in the middle of native code: no Python may run, so what has finalizers or weak references stays,
    /// and so do the generations.
    Emergency,
}

/// What came of a collection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Containers looked at.
    pub candidates: u64,
    /// Garbage found, in CPython's containers.
    pub collected: u64,
    /// Candidates that stay.
    pub survivors: u64,
}

/// Whether a collection under way has found this object to be garbage.
#[must_use]
pub fn is_garbage(object: &Header) -> bool {
    scan::GARBAGE.holds_for(object)
}

/// A collection under way.
struct Collection<'w> {
    heap: NonNull<Heap>,
    world: &'w World,
    generation: u32,
    reason: Reason,
    /// Where candidates are looked for.
    scope: scan::Scope,
    /// Whether garbage has finalizers or weak references, and the host can be asked to run them.
    needs_python: bool,
    /// Garbage found.
    garbage: u64,
    outcome: Outcome,
}

/// Collects the generations up to `generation` (0 to 2).
///
/// # Safety
/// The heap is the host's and has a world; no object is half made, and no slot is borrowed (`Reason::Due`), or what is
/// borrowed is reachable from outside the containers (`Reason::Emergency`). No collection is under way.
pub unsafe fn collect<H: Host>(heap: NonNull<Heap>, host: &mut H, generation: u32, reason: Reason) -> Outcome {
    // SAFETY: the world lives as long as the heap.
    let world = unsafe { &*(*heap.as_ptr()).client.cast::<World>() };
    let mut run = Collection {
        heap,
        world,
        generation: generation.min(GENERATIONS as u32 - 1),
        reason,
        scope: scan::Scope::of(generation),
        needs_python: false,
        garbage: 0,
        outcome: Outcome::default(),
    };
    let full = run.generation == 2 && reason == Reason::Due;
    let mut phase = if full { Phase::Mark } else { Phase::Subtract };
    while phase != Phase::Done {
        // SAFETY: the caller's promises; the phases follow each other in this order only.
        phase = unsafe {
            match phase {
                Phase::Mark => run.mark(host),
                Phase::Subtract => run.subtract(),
                Phase::Restore => run.restore(),
                Phase::Sort => run.sort(host),
                Phase::WeakReferences => run.clear_weak_references(host),
                Phase::Finalize => run.finalize(host),
                Phase::Resurrect => run.resurrect(),
                Phase::Clear => run.clear(host),
                Phase::Done => Phase::Done,
            }
        };
    }
    run.outcome
}
