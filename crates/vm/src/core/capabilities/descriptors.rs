//! A sandbox's table of descriptors. Programs see the numbers of its entries only, so that what else the process has open
//! is out of their reach, and so is a number that was closed and then used again by the host.
#![expect(clippy::disallowed_types, reason = "no more entries than MOST, with paths no longer than the system takes")]

use std::fmt;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Sandbox;
use super::streams::{Sink, Source, Stream};
use super::tree::Node;

/// Most descriptors that are open at once.
const MOST: usize = 256;

/// What a descriptor stands for.
pub enum Entry {
    /// A file of the system, and its path when it is a folder.
    System(OwnedFd, Option<Vec<u8>>),
    /// A standard stream of the process, which stays open.
    Process(RawFd),
    /// A file of the host's tree, and the position in it.
    Tree(Node, AtomicU64),
    /// Output to the host.
    Sink(Sink),
    /// Input from the host.
    Source(Source),
    /// Input that has ended.
    Ended,
    /// Output that is dropped.
    Dropped,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Entry::System(..) => "System",
            Entry::Process(_) => "Process",
            Entry::Tree(..) => "Tree",
            Entry::Sink(_) => "Sink",
            Entry::Source(_) => "Source",
            Entry::Ended => "Ended",
            Entry::Dropped => "Dropped",
        })
    }
}

/// What a descriptor of the program is.
pub enum Opened {
    /// The system's of that number; the entry keeps it open while it is used.
    System(RawFd, Option<Arc<Entry>>),
    /// One that the interpreter makes.
    Own(Arc<Entry>),
}

fn bad() -> io::Error {
    io::Error::from_raw_os_error(libc::EBADF)
}

impl Opened {
    /// The system's number.
    ///
    /// # Errors
    /// EINVAL when it has none.
    pub fn number(&self) -> io::Result<RawFd> {
        match self {
            Opened::System(fd, _) => Ok(*fd),
            Opened::Own(_) => Err(io::Error::from_raw_os_error(libc::EINVAL)),
        }
    }
}

impl Entry {
    /// Reads once.
    ///
    /// # Errors
    /// EBADF for what cannot be read, EISDIR, the host's.
    pub fn read(&self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Entry::Tree(Node::File(contents), at) => {
                let start = usize::try_from(at.load(Ordering::Relaxed)).unwrap_or(usize::MAX).min(contents.len());
                let rest = &contents[start..];
                let count = rest.len().min(out.len());
                out[..count].copy_from_slice(&rest[..count]);
                at.fetch_add(count as u64, Ordering::Relaxed);
                Ok(count)
            }
            Entry::Tree(Node::Folder(_), _) => Err(io::Error::from_raw_os_error(libc::EISDIR)),
            Entry::Source(source) => source.read(out).map(|count| count.min(out.len())),
            Entry::Ended => Ok(0),
            _ => Err(bad()),
        }
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// EBADF for what cannot be written, the host's.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Entry::Sink(sink) => sink.write(bytes).map(|()| bytes.len()),
            Entry::Dropped => Ok(bytes.len()),
            _ => Err(bad()),
        }
    }

    /// Moves the position.
    ///
    /// # Errors
    /// ESPIPE for what has none, EINVAL for places before the start.
    pub fn seek(&self, to: io::SeekFrom) -> io::Result<u64> {
        let Entry::Tree(Node::File(contents), at) = self else {
            return Err(io::Error::from_raw_os_error(libc::ESPIPE));
        };
        let place = match to {
            io::SeekFrom::Start(place) => Some(place),
            io::SeekFrom::Current(offset) => at.load(Ordering::Relaxed).checked_add_signed(offset),
            io::SeekFrom::End(offset) => (contents.len() as u64).checked_add_signed(offset),
        };
        let place = place.filter(|place| i64::try_from(*place).is_ok());
        let place = place.ok_or_else(|| io::Error::from_raw_os_error(libc::EINVAL))?;
        at.store(place, Ordering::Relaxed);
        Ok(place)
    }

    /// The path of a folder of the host's tree.
    #[must_use]
    pub fn tree_folder(&self) -> Option<Vec<u8>> {
        match self {
            Entry::Tree(Node::Folder(path), _) => Some(path.clone()),
            _ => None,
        }
    }

    /// What `fstat` says.
    #[must_use]
    pub fn stat(&self) -> libc::stat {
        if let Entry::Tree(node, _) = self {
            return node.stat();
        }
        let mut data = Node::Folder(Vec::new()).stat();
        data.st_mode = libc::S_IFCHR | 0o600;
        data
    }
}

/// The entries by number.
#[derive(Debug)]
pub(super) struct Table(Vec<Option<Arc<Entry>>>);

impl Table {
    /// With the standard streams.
    pub(super) fn new(streams: &[Stream; 3]) -> Table {
        let numbers: [RawFd; 3] = [0, 1, 2];
        let entries = streams.iter().zip(numbers).map(|(stream, number)| match (stream, number) {
            (Stream::Process, _) => Entry::Process(number),
            (Stream::Source(source), 0) => Entry::Source(source.clone()),
            (Stream::Sink(sink), 1..) => Entry::Sink(sink.clone()),
            (_, 0) => Entry::Ended,
            _ => Entry::Dropped,
        });
        Table(entries.map(|entry| Some(Arc::new(entry))).collect())
    }

    fn place(&mut self, number: RawFd) -> io::Result<&mut Option<Arc<Entry>>> {
        let number = usize::try_from(number).ok().filter(|number| *number < MOST).ok_or_else(bad)?;
        if number >= self.0.len() {
            self.0.resize(number + 1, None);
        }
        self.0.get_mut(number).ok_or_else(bad)
    }
}

impl Sandbox {
    /// What a number stands for.
    ///
    /// # Errors
    /// EBADF when it stands for nothing.
    #[inline]
    pub fn opened(&self, number: RawFd) -> io::Result<Opened> {
        if self.everything {
            return Ok(Opened::System(number, None));
        }
        let entry = self.entry(number)?;
        Ok(match &*entry {
            Entry::System(fd, _) => Opened::System(fd.as_raw_fd(), Some(entry)),
            Entry::Process(fd) => Opened::System(*fd, None),
            _ => Opened::Own(entry),
        })
    }

    fn entry(&self, number: RawFd) -> io::Result<Arc<Entry>> {
        let table = self.table.borrow();
        let found = usize::try_from(number).ok().and_then(|number| table.0.get(number)?.clone());
        found.ok_or_else(bad)
    }

    /// The system's number for one of the program's.
    ///
    /// # Errors
    /// EBADF when it stands for nothing, EINVAL when the system has no such file.
    #[inline]
    pub fn system_number(&self, number: RawFd) -> io::Result<RawFd> {
        if self.everything { Ok(number) } else { self.opened(number)?.number() }
    }

    /// Takes a descriptor of the system that the interpreter opened; the program's number for it.
    ///
    /// # Errors
    /// EMFILE when the table is full; the descriptor is closed then.
    #[inline]
    pub fn adopt(&self, fd: RawFd) -> io::Result<RawFd> {
        if self.everything {
            return Ok(fd);
        }
        // SAFETY: the caller has opened it for the program, and nobody else knows of it.
        self.adopt_owned(unsafe { OwnedFd::from_raw_fd(fd) })
    }

    pub(super) fn adopt_owned(&self, fd: OwnedFd) -> io::Result<RawFd> {
        self.insert(Entry::System(fd, None))
    }

    /// As [`Sandbox::adopt`], of a folder found at this path.
    ///
    /// # Errors
    /// As there.
    pub(super) fn adopt_folder(&self, fd: OwnedFd, from: RawFd, path: &[u8]) -> io::Result<RawFd> {
        let path = self.absolute(from, path)?;
        self.insert(Entry::System(fd, Some(path)))
    }

    /// Opens what is in the host's tree.
    ///
    /// # Errors
    /// EMFILE.
    pub fn open_node(&self, node: Node) -> io::Result<RawFd> {
        self.insert(Entry::Tree(node, AtomicU64::new(0)))
    }

    fn insert(&self, entry: Entry) -> io::Result<RawFd> {
        self.insert_shared(Arc::new(entry))
    }

    fn insert_shared(&self, entry: Arc<Entry>) -> io::Result<RawFd> {
        let mut table = self.table.borrow_mut();
        let free = table.0.iter().position(Option::is_none).unwrap_or(table.0.len());
        let number = RawFd::try_from(free).unwrap_or(RawFd::MAX);
        match table.place(number) {
            Ok(place) => {
                *place = Some(entry);
                Ok(number)
            }
            Err(_) => Err(io::Error::from_raw_os_error(libc::EMFILE)),
        }
    }

    /// A second number for an entry.
    ///
    /// # Errors
    /// EBADF, EMFILE.
    pub fn duplicate(&self, number: RawFd) -> io::Result<RawFd> {
        let entry = self.entry(number)?;
        self.insert_shared(entry)
    }

    /// Makes a number stand for an entry.
    ///
    /// # Errors
    /// EBADF.
    pub fn duplicate_to(&self, number: RawFd, to: RawFd) -> io::Result<RawFd> {
        let entry = self.entry(number)?;
        let before = self.table.borrow_mut().place(to)?.replace(entry);
        drop(before);
        Ok(to)
    }

    /// Forgets a number, and closes what it alone stood for.
    ///
    /// # Errors
    /// EBADF.
    pub fn forget(&self, number: RawFd) -> io::Result<()> {
        self.entry(number)?;
        let entry = self.table.borrow_mut().place(number)?.take();
        drop(entry);
        Ok(())
    }

    /// The path of an open folder.
    pub(super) fn folder_path(&self, number: RawFd) -> io::Result<Vec<u8>> {
        match &*self.entry(number)? {
            Entry::System(_, Some(path)) | Entry::Tree(Node::Folder(path), _) => Ok(path.clone()),
            _ => Err(io::Error::from_raw_os_error(libc::ENOTDIR)),
        }
    }
}
