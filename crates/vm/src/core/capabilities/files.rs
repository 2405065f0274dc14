//! Opening files in a sandbox, and asking what they are.

use std::ffi::{CString, c_int};
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use super::{Need, Node, Place, Sandbox};

/// Flags of `open` that programs may give.
const FLAGS: c_int = libc::O_ACCMODE
    | libc::O_APPEND
    | libc::O_CLOEXEC
    | libc::O_CREAT
    | libc::O_DIRECTORY
    | libc::O_DSYNC
    | libc::O_EXCL
    | libc::O_NOCTTY
    | libc::O_NOFOLLOW
    | libc::O_NONBLOCK
    | libc::O_SYNC
    | libc::O_TRUNC;

fn error(number: c_int) -> io::Error {
    io::Error::from_raw_os_error(number)
}

fn stat_of(folder: RawFd, name: &std::ffi::CStr, flags: c_int) -> io::Result<libc::stat> {
    let mut data = std::mem::MaybeUninit::uninit();
    // SAFETY: the name ends with a zero; the data is written when the call succeeds.
    unsafe {
        match libc::fstatat(folder, name.as_ptr(), data.as_mut_ptr(), flags) {
            0 => Ok(data.assume_init()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

impl Sandbox {
    /// What is at a path, with links followed.
    ///
    /// # Errors
    /// What the system says, EACCES.
    pub fn stat_path(&self, path: &[u8]) -> io::Result<libc::stat> {
        let path = CString::new(path).map_err(|_| error(libc::EINVAL))?;
        let place = self.locate(libc::AT_FDCWD, path.as_bytes(), Need::Look, true)?;
        if let Place::Tree(node) = &place {
            return Ok(node.stat());
        }
        let (folder, name, follow) = place.for_system(&path, true)?;
        stat_of(folder, name, if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW })
    }

    /// Opens what is at a path; the program's number for it. Opening never waits, for the other end of a pipe for instance.
    ///
    /// # Errors
    /// What the system says, EACCES, EISDIR for folders unless `folders`.
    pub fn open_file(&self, start: RawFd, path: &[u8], flags: c_int, mode: u32, folders: bool) -> io::Result<RawFd> {
        if flags & !FLAGS != 0 {
            return Err(error(libc::EINVAL));
        }
        let creates = flags & (libc::O_CREAT | libc::O_EXCL) == libc::O_CREAT | libc::O_EXCL;
        let follow = flags & libc::O_NOFOLLOW == 0 && !creates;
        let place = self.locate(start, path, Need::of_flags(flags), follow)?;
        match &place {
            Place::Tree(node @ Node::Folder(_)) if folders => return self.open_node(node.clone()),
            Place::Tree(Node::Folder(_)) => return Err(error(libc::EISDIR)),
            Place::Tree(Node::File(_)) if flags & libc::O_DIRECTORY != 0 => return Err(error(libc::ENOTDIR)),
            Place::Tree(node) => return self.open_node(node.clone()),
            Place::Given(_) | Place::Walked(_) => {}
        }
        let (folder, name, _) = place.for_system(c"", false)?;
        let safe = libc::O_NOFOLLOW | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY;
        // SAFETY: the name ends with a zero; a descriptor that is new has no other owner.
        let file = unsafe {
            match libc::openat(folder, name.as_ptr(), flags | safe, self.new_mode(mode)) {
                -1 => return Err(io::Error::last_os_error()),
                fd => OwnedFd::from_raw_fd(fd),
            }
        };
        let kind = stat_of_file(&file)?.st_mode & libc::S_IFMT;
        if kind != libc::S_IFREG && flags & libc::O_NONBLOCK == 0 {
            // SAFETY: numbers.
            unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETFL, flags & libc::O_APPEND) };
        }
        match kind {
            libc::S_IFDIR if folders => self.adopt_folder(file, start, path),
            libc::S_IFDIR => Err(error(libc::EISDIR)),
            _ => self.adopt_owned(file),
        }
    }
}

fn stat_of_file(file: &OwnedFd) -> io::Result<libc::stat> {
    let mut data = std::mem::MaybeUninit::uninit();
    // SAFETY: the data is written when the call succeeds.
    unsafe {
        match libc::fstat(file.as_raw_fd(), data.as_mut_ptr()) {
            0 => Ok(data.assume_init()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}
