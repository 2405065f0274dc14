//! What the program that embeds an interpreter puts into it and keeps of it: functions, objects, handles.
//!
//! | part | what it is |
//! |---|---|
//! | [`function`] | a Python function whose code is the host's |
//! | [`object`] | a Python object whose state is a value of the host's |
//! | [`handles`] | values that the host keeps alive |
//! | [`place`], [`holders`] | where a program stands, and who holds its memory |
//! | [`source`] | source that it gives |
//! | [`run`] | work that is never paused, and may borrow from the host |
//! | [`owned`] | an interpreter that moves between threads |
#![expect(clippy::disallowed_types, reason = "a list of the host's own classes, a record of fixed size")]

pub mod function;
pub mod handles;
pub mod holders;
pub mod object;
pub mod owned;
pub mod place;
pub mod run;
pub mod source;

use std::any::TypeId;
use std::cell::Cell;
use std::thread::ThreadId;

use pitviper_object::Value;

use crate::core::error::Raised;
use crate::core::evaluation::Stop;
use crate::core::vm::Vm;

use handles::Handles;
use holders::Holders;
use place::Place;

/// The host's part of an interpreter.
#[derive(Default)]
pub struct Host {
    /// What it keeps alive.
    pub(crate) handles: Handles,
    /// How many of its functions are running, paused ones included.
    pub(crate) running: u32,
    /// Most bytes that a conversion may give it.
    conversion_limit: Option<usize>,
    /// The classes of its objects, by the type of their state.
    classes: Vec<(TypeId, Value)>,
    /// The thread that paused work belongs to, when its functions are on the stack of that.
    thread: Option<ThreadId>,
    /// Whether another thread may cancel evaluations.
    cancellable: Cell<bool>,
    /// Where everything was stopped, and who held the memory then.
    stopped: Option<Box<Stopped>>,
}

/// What is known of a stop.
#[derive(Clone, Default)]
pub struct Stopped {
    /// Where it was.
    pub place: Option<Place>,
    /// Who held the most.
    pub holders: Holders,
}

impl Host {
    /// Work is paused.
    pub(crate) fn pauses_here(&mut self) {
        self.thread = (self.running > 0).then(|| std::thread::current().id());
    }

    /// Whether the running thread may go on with paused work: functions of the host can have on their stack what must not
    /// change threads.
    #[must_use]
    pub(crate) fn may_go_on(&self) -> bool {
        self.thread.is_none_or(|thread| thread == std::thread::current().id())
    }

    /// Lets go of everything: the interpreter ends.
    pub(crate) fn clear(&mut self) {
        self.handles.clear();
        self.classes.clear();
    }

    /// Calls `visit` with every value that the host owns.
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.handles.visit(visit);
        self.classes.iter().for_each(|(_, class)| visit(class));
    }
}

impl Vm {
    /// Whether the running thread may resume paused work, and drop it.
    #[must_use]
    pub fn may_resume_here(&self) -> bool {
        self.host.may_go_on()
    }

    /// From now on another thread may cancel evaluations.
    pub fn set_cancellable(&self) {
        self.host.cancellable.set(true);
    }

    /// Whether what runs may be stopped by the time or by another thread, so that what waits has to look up.
    #[must_use]
    pub(crate) fn may_be_stopped(&self) -> bool {
        self.host.cancellable.get() || self.pace.deadline().is_some()
    }

    /// Notes where everything is being stopped.
    #[cold]
    pub(crate) fn note_stop(&mut self) {
        let memory = matches!(self.stopping(), Some(Stop::Memory));
        let holders = if memory { self.holders() } else { self.holders_soon() };
        let stopped = Stopped { place: self.place(), holders };
        self.host.stopped = Some(Box::new(stopped));
    }

    /// Why everything is to end, while it does.
    #[must_use]
    pub fn stopping(&self) -> Option<Stop> {
        self.pace.stopping()
    }

    /// The failure of native code that runs while everything is to end.
    pub fn fail_stopped(&mut self) -> Raised {
        self.stop_again()
    }

    /// Most bytes that a conversion may give the host.
    #[must_use]
    pub fn conversion_limit(&self) -> usize {
        self.host.conversion_limit.unwrap_or(usize::MAX)
    }

    /// Sets that.
    pub fn set_conversion_limit(&mut self, bytes: Option<usize>) {
        self.host.conversion_limit = bytes;
    }

    /// Remembers the class whose instances have states of this type.
    pub fn set_host_class(&mut self, state: TypeId, class: Value) {
        self.host.classes.retain(|known| known.0 != state);
        self.host.classes.push((state, class));
    }

    /// The class whose instances have states of this type.
    #[must_use]
    pub fn host_class(&self, state: TypeId) -> Option<Value> {
        self.host.classes.iter().find(|known| known.0 == state).map(|known| known.1.clone())
    }

    /// What is known of the stop, while everything ends.
    #[must_use]
    pub fn stop_known(&self) -> Option<Stopped> {
        self.host.stopped.as_deref().cloned()
    }

    /// What is known of the last stop.
    pub fn take_stopped(&mut self) -> Option<Stopped> {
        self.host.stopped.take().map(|stopped| *stopped)
    }
}
