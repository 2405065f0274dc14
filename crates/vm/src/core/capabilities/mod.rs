//! Capabilities: what a program may reach outside its heap, which is nothing but what its host grants.
//!
//! [`Capabilities`] is what the host says; [`Sandbox`] is one interpreter's side of it: its working folder, its table of
//! descriptors, its clock. With everything granted each check is one test of [`Sandbox::everything`]. Otherwise
//!
//! - paths go through [`Sandbox::locate`], which walks them from an allowed folder, one name at a time, itself;
//! - descriptors are numbers of the interpreter's own table ([`descriptors`]), never the system's;
//! - native functions are offered as [`needs`] says; one that is not listed there is refused.
//!
//! Rejected: `openat2` with `RESOLVE_BENEATH`, which only Linux has, some containers forbid, and which cannot follow a link
//! from one allowed folder to another; and checking canonical paths before use, between which a link can be put.
#![expect(clippy::disallowed_types, reason = "what the host grants, sized by it")]

mod clock;
pub mod descriptors;
mod files;
mod imports;
pub mod needs;
mod place;
mod refusal;
mod streams;
mod tree;
mod walk;

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use pitviper_text::hash::{Key, siphash13};

pub use descriptors::{Entry, Opened};
pub use imports::Imports;
pub use place::{Need, Place};
pub use streams::{Sink, Source, Stream};
pub use tree::{MODULES, Node, Tree};
pub use walk::Folder;

/// Something that a host grants as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// Needs no grant, or the function itself asks for what it needs.
    Free,
    /// The time, and waiting for it.
    Clock,
    /// Bytes that nobody can foresee.
    Random,
    /// Starting, signalling and asking about processes.
    Process,
    /// Sockets.
    Network,
    /// Starting threads.
    Threads,
    /// All of them: what touches the whole process.
    Everything,
}

/// Which variables of the environment programs see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Environment {
    /// None.
    #[default]
    Nothing,
    /// Those of these names.
    Named(Vec<String>),
    /// All.
    All,
}

impl Environment {
    /// Whether programs see a variable.
    #[must_use]
    pub fn shows(&self, name: &[u8]) -> bool {
        match self {
            Environment::Nothing => false,
            Environment::Named(names) => names.iter().any(|shown| shown.as_bytes() == name),
            Environment::All => true,
        }
    }
}

/// What a host grants. The default is nothing.
#[derive(Clone, Debug, Default)]
pub struct Capabilities {
    /// Everything, whatever the rest says.
    pub everything: bool,
    /// See [`Grant::Clock`].
    pub clock: bool,
    /// See [`Grant::Random`].
    pub random: bool,
    /// See [`Grant::Process`].
    pub process: bool,
    /// See [`Grant::Network`].
    pub network: bool,
    /// See [`Grant::Threads`].
    pub threads: bool,
    /// The environment's variables.
    pub environment: Environment,
    /// Folders and files of the system.
    pub folders: Vec<Folder>,
    /// Files that only the program sees.
    pub files: Arc<Tree>,
    /// Standard input, output and error.
    pub streams: [Stream; 3],
    /// Modules that may be imported.
    pub imports: Imports,
    /// The working folder at the start, an absolute path; `/` when empty.
    pub working_folder: Vec<u8>,
}

impl Capabilities {
    /// Whether a grant was given.
    #[must_use]
    pub fn grants(&self, grant: Grant) -> bool {
        self.everything
            || match grant {
                Grant::Free => true,
                Grant::Clock => self.clock,
                Grant::Random => self.random,
                Grant::Process => self.process,
                Grant::Network => self.network,
                Grant::Threads => self.threads,
                Grant::Everything => false,
            }
    }
}

/// One interpreter's view of what is outside.
#[derive(Debug)]
pub struct Sandbox {
    /// Whether everything is granted, so that nothing here is asked.
    pub everything: bool,
    /// What was granted.
    pub granted: Capabilities,
    working_folder: RefCell<Vec<u8>>,
    umask: Cell<u32>,
    table: RefCell<descriptors::Table>,
    clock: clock::VirtualClock,
    seeds: Cell<u64>,
}

impl Sandbox {
    /// For a new interpreter.
    #[must_use]
    pub fn new(granted: Capabilities) -> Sandbox {
        let mut working_folder = granted.working_folder.clone();
        if !working_folder.starts_with(b"/") {
            working_folder.insert(0, b'/');
        }
        Sandbox {
            everything: granted.everything,
            working_folder: RefCell::new(working_folder),
            umask: Cell::new(0o022),
            table: RefCell::new(descriptors::Table::new(&granted.streams)),
            clock: clock::VirtualClock::default(),
            seeds: Cell::new(0),
            granted,
        }
    }

    /// Whether a grant was given.
    #[inline]
    #[must_use]
    pub fn grants(&self, grant: Grant) -> bool {
        self.everything || self.granted.grants(grant)
    }

    /// Fills memory with bytes that follow from the interpreter's key and from how often this was asked for.
    pub fn fill_repeatable(&self, key: &Key, out: &mut [u8]) {
        for part in out.chunks_mut(8) {
            let number = self.seeds.get();
            self.seeds.set(number.wrapping_add(1));
            let bytes = siphash13(*key, &number.to_le_bytes()).to_le_bytes();
            part.copy_from_slice(&bytes[..part.len()]);
        }
    }

    /// Sets which rights new files do not get; the old setting.
    pub fn set_umask(&self, mask: u32) -> u32 {
        self.umask.replace(mask & 0o777)
    }

    /// The rights that a file may get: in a sandbox no more than reading, writing and running.
    #[must_use]
    pub fn allowed_mode(&self, mode: u32) -> u32 {
        if self.everything { mode } else { mode & 0o777 }
    }

    /// The rights of a new file, without what the program's mask takes.
    #[must_use]
    pub fn new_mode(&self, mode: u32) -> u32 {
        if self.everything { mode } else { mode & 0o777 & !self.umask.get() }
    }
}
