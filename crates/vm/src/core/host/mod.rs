//! What the program that embeds an interpreter puts into it and keeps of it: functions, objects, handles.
//!
//! | part | what it is |
//! |---|---|
//! | [`function`] | a Python function whose code is the host's |
//! | [`object`] | a Python object whose state is a value of the host's |
//! | [`handles`] | values that the host keeps alive |
//! | [`place`], [`holders`] | where a program stands, and who holds its memory |
//! | [`owned`] | an interpreter that moves between threads |

pub mod function;
pub mod handles;
pub mod holders;
pub mod object;
pub mod owned;
pub mod place;

use pitviper_object::Value;

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
    /// Lets go of everything: the interpreter ends.
    pub(crate) fn clear(&mut self) {
        self.handles.clear();
    }

    /// Calls `visit` with every value that the host owns.
    pub(crate) fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.handles.visit(visit);
    }
}

impl Vm {
    /// How many host functions are running: their frames are on the native stack of what runs, or is paused.
    #[must_use]
    pub fn running_host_functions(&self) -> u32 {
        self.host.running
    }

    /// Notes where everything is being stopped.
    #[cold]
    pub(crate) fn note_stop(&mut self) {
        let stopped = Stopped { place: self.place(), holders: self.holders() };
        self.host.stopped = Some(Box::new(stopped));
    }

    /// What is known of the last stop.
    pub fn take_stopped(&mut self) -> Option<Stopped> {
        self.host.stopped.take().map(|stopped| *stopped)
    }
}
