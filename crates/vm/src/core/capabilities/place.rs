//! Where a path leads.
#![expect(clippy::disallowed_types, reason = "paths, no longer than the system takes")]

use std::ffi::CStr;
use std::io;
use std::os::fd::RawFd;

use super::Sandbox;
use super::tree::{Node, normalized};
use super::walk::{LONGEST, READ, WRITE, Walk, Walked, walk};

/// What somebody wants to do with what is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// See that it is there, and of what kind.
    Look,
    /// Read it.
    Read,
    /// Change it, make it or remove it.
    Write,
    /// Both.
    ReadWrite,
}

impl Need {
    fn met(self, rights: u8) -> bool {
        match self {
            Need::Look => rights != 0,
            Need::Read => rights & READ != 0,
            Need::Write => rights & WRITE != 0,
            Need::ReadWrite => rights & (READ | WRITE) == READ | WRITE,
        }
    }

    /// What opening with these flags needs.
    #[must_use]
    pub fn of_flags(flags: libc::c_int) -> Need {
        match flags & libc::O_ACCMODE {
            libc::O_RDONLY if flags & (libc::O_CREAT | libc::O_TRUNC) == 0 => Need::Read,
            libc::O_WRONLY => Need::Write,
            _ => Need::ReadWrite,
        }
    }
}

/// Where a path leads.
#[derive(Debug)]
pub enum Place {
    /// Where the system finds it, starting from this folder: everything is granted.
    Given(RawFd),
    /// In an allowed folder; its last name is no link that is to be followed.
    Walked(Walked),
    /// In the tree that the host gave.
    Tree(Node),
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if matches!(self, Node::File(_)) { "File" } else { "Folder" })
    }
}

impl Place {
    /// The folder that calls of the system start from, the name they are given there, and whether they may follow it. `path`
    /// is what the place was asked for.
    ///
    /// # Errors
    /// EROFS for what is in the host's tree: it can be neither changed nor removed.
    pub fn for_system<'a>(&'a self, path: &'a CStr, follow: bool) -> io::Result<(RawFd, &'a CStr, bool)> {
        match self {
            Place::Given(folder) => Ok((*folder, path, follow)),
            Place::Walked(walked) => Ok((walked.folder(), walked.name(), false)),
            Place::Tree(_) => Err(io::Error::from_raw_os_error(libc::EROFS)),
        }
    }
}

impl Sandbox {
    /// Where a path leads, from a folder of the program's table or (`AT_FDCWD`) the working folder.
    ///
    /// # Errors
    /// EACCES for what was not granted; what the system says while walking.
    #[inline]
    pub fn locate(&self, folder: RawFd, path: &[u8], need: Need, follow: bool) -> io::Result<Place> {
        if self.everything {
            return Ok(Place::Given(folder));
        }
        self.locate_granted(folder, path, need, follow)
    }

    #[cold]
    fn locate_granted(&self, folder: RawFd, path: &[u8], need: Need, follow: bool) -> io::Result<Place> {
        if path.is_empty() {
            return Err(io::Error::from_raw_os_error(libc::ENOENT));
        }
        let path = self.absolute(folder, path)?;
        let node = self.granted.files.find(&normalized(&path));
        // The host's files hide others; its folders do not.
        let walked = match node {
            Some(Node::File(_)) => Err(io::Error::from_raw_os_error(libc::EACCES)),
            _ => self.walk(path, need, follow),
        };
        match (walked, node) {
            (Err(_), Some(node)) => match need {
                Need::Look | Need::Read => Ok(Place::Tree(node)),
                Need::Write | Need::ReadWrite => Err(io::Error::from_raw_os_error(libc::EROFS)),
            },
            (walked, _) => walked.map(Place::Walked),
        }
    }

    fn walk(&self, mut path: Vec<u8>, need: Need, follow: bool) -> io::Result<Walked> {
        for _ in 0..40 {
            match walk(&self.granted.folders, &path, follow, |rights| need.met(rights))? {
                Walk::There(walked) => return Ok(walked),
                Walk::Again(next) => path = next,
            }
        }
        Err(io::Error::from_raw_os_error(libc::ELOOP))
    }

    /// The absolute path of a path from a folder.
    pub(super) fn absolute(&self, folder: RawFd, path: &[u8]) -> io::Result<Vec<u8>> {
        if path.len() >= LONGEST {
            return Err(io::Error::from_raw_os_error(libc::ENAMETOOLONG));
        }
        if path.starts_with(b"/") {
            return Ok(path.to_vec());
        }
        let mut absolute = match folder {
            libc::AT_FDCWD => self.working_folder.borrow().clone(),
            number => self.folder_path(number)?,
        };
        absolute.push(b'/');
        absolute.extend_from_slice(path);
        if absolute.len() >= LONGEST { Err(io::Error::from_raw_os_error(libc::ENAMETOOLONG)) } else { Ok(absolute) }
    }

    /// Whether a file may be moved: not from where it cannot be read to where it can.
    ///
    /// # Errors
    /// EACCES.
    pub fn may_move(&self, from: &[u8], to: &[u8]) -> io::Result<()> {
        let readable = |path| self.locate(libc::AT_FDCWD, path, Need::ReadWrite, false).is_ok();
        match self.everything || !readable(to) || readable(from) {
            true => Ok(()),
            false => Err(io::Error::from_raw_os_error(libc::EACCES)),
        }
    }

    /// Whether a link at `path` may say `target`: what that leads to must be granted, there or not.
    ///
    /// # Errors
    /// EACCES.
    pub fn may_link(&self, path: &[u8], target: &[u8]) -> io::Result<()> {
        if self.everything {
            return Ok(());
        }
        let mut meant = self.absolute(libc::AT_FDCWD, path)?;
        if target.starts_with(b"/") {
            meant.clear();
        } else {
            meant.extend_from_slice(b"/../");
        }
        meant.extend_from_slice(target);
        match self.locate(libc::AT_FDCWD, &normalized(&meant), Need::Look, true) {
            Err(error) if error.raw_os_error() != Some(libc::ENOENT) => Err(error),
            _ => Ok(()),
        }
    }

    /// Makes the folder at a path the working folder.
    ///
    /// # Errors
    /// What the system says, ENOTDIR, EACCES.
    pub fn change_folder(&self, path: &[u8]) -> io::Result<()> {
        let data = self.stat_path(path)?;
        if data.st_mode & libc::S_IFMT != libc::S_IFDIR {
            return Err(io::Error::from_raw_os_error(libc::ENOTDIR));
        }
        self.set_working_folder(libc::AT_FDCWD, path)
    }

    /// The path of the working folder.
    #[must_use]
    pub fn working_folder(&self) -> Vec<u8> {
        self.working_folder.borrow().clone()
    }

    /// Changes the working folder to one that was located by this path.
    ///
    /// # Errors
    /// When the path is too long.
    pub fn set_working_folder(&self, folder: RawFd, path: &[u8]) -> io::Result<()> {
        let path = normalized(&self.absolute(folder, path)?);
        *self.working_folder.borrow_mut() = path;
        Ok(())
    }
}
