//! Allowed folders, and the walk from one of them along a path.
//!
//! Invariant: a walk only ever opens a single name inside a folder that it has open, and never lets the system follow a
//! link: it reads links itself and starts again with what they say. So whatever changes meanwhile, what is found is
//! inside the allowed folder, or was moved out of it after the walk had entered it.
#![expect(
    clippy::disallowed_types,
    reason = "paths, no longer than the system takes, and as many folders as a path has"
)]

use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

use super::tree::normalized;

/// A granted right: to read.
pub(super) const READ: u8 = 1;
/// A granted right: to write.
pub(super) const WRITE: u8 = 2;

/// Most bytes of a path.
pub(super) const LONGEST: usize = libc::PATH_MAX as usize;

/// Most folders that a path may go down.
const DEEPEST: usize = 128;

/// How a folder is opened that one only walks through.
#[cfg(target_os = "linux")]
const THROUGH: libc::c_int = libc::O_PATH | libc::O_DIRECTORY | libc::O_CLOEXEC | libc::O_NOFOLLOW;
#[cfg(not(target_os = "linux"))]
const THROUGH: libc::c_int = libc::O_RDONLY | libc::O_DIRECTORY | libc::O_CLOEXEC | libc::O_NOFOLLOW;

/// A folder, or a single file, that programs may use; open since it was granted.
#[derive(Clone, Debug)]
pub struct Folder {
    root: Arc<Root>,
    rights: u8,
}

/// What programs call a folder, and the folder.
#[derive(Debug)]
pub(super) struct Root {
    /// As granted, and with all links followed.
    names: [Vec<u8>; 2],
    /// The folder, or the one that the file is in; or why it could not be opened.
    opened: Result<OwnedFd, i32>,
    /// The file's name, when it is one.
    file: Option<CString>,
}

/// Most bytes of a name.
const LONGEST_NAME: usize = 255;

/// A name in a folder as the system takes it.
fn name_of(name: &[u8]) -> io::Result<CString> {
    if name.len() > LONGEST_NAME {
        return Err(io::Error::from_raw_os_error(libc::ENAMETOOLONG));
    }
    CString::new(name).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
}

fn open_in(folder: RawFd, name: &CStr, flags: libc::c_int) -> io::Result<OwnedFd> {
    // SAFETY: the name ends with a zero; a descriptor that is new has no other owner.
    unsafe {
        match libc::openat(folder, name.as_ptr(), flags) {
            -1 => Err(io::Error::last_os_error()),
            fd => Ok(OwnedFd::from_raw_fd(fd)),
        }
    }
}

/// What a link says; nothing when it is none.
fn link_in(folder: RawFd, name: &CStr) -> io::Result<Option<Vec<u8>>> {
    let mut text = vec![0u8; LONGEST];
    // SAFETY: the name ends with a zero; the memory is the vector's.
    let length = unsafe { libc::readlinkat(folder, name.as_ptr(), text.as_mut_ptr().cast(), text.len()) };
    match usize::try_from(length) {
        Ok(length) => {
            text.truncate(length);
            Ok(Some(text))
        }
        Err(_) => match io::Error::last_os_error() {
            error if matches!(error.raw_os_error(), Some(libc::EINVAL | libc::ENOENT)) => Ok(None),
            error => Err(error),
        },
    }
}

impl Folder {
    /// Grants what is at a path. That it cannot be opened is told to programs that use it.
    #[must_use]
    pub fn new(path: &Path, read: bool, write: bool) -> Folder {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let real = path.canonicalize().unwrap_or_else(|_| absolute.clone());
        let file = !real.is_dir() && real.exists();
        let folder = if file { real.parent().unwrap_or(&real) } else { &real };
        let opened = CString::new(folder.as_os_str().as_bytes())
            .map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
            .and_then(|folder| open_in(libc::AT_FDCWD, &folder, THROUGH & !libc::O_NOFOLLOW))
            .map_err(|error| error.raw_os_error().unwrap_or(libc::EIO));
        let name = real.file_name().filter(|_| file).and_then(|name| name_of(name.as_bytes()).ok());
        let names = [absolute.as_os_str().as_bytes().to_vec(), real.as_os_str().as_bytes().to_vec()];
        let rights = if read { READ } else { 0 } | if write { WRITE } else { 0 };
        Folder { root: Arc::new(Root { names, opened, file: name }), rights }
    }
}

/// The rest of a path behind the names of a folder's, if it begins with them.
fn behind<'a>(folder: &[u8], mut path: &'a [u8]) -> Option<&'a [u8]> {
    for name in folder.split(|byte| *byte == b'/').filter(|name| !name.is_empty()) {
        let (next, rest) = first_name(path)?;
        if next != name {
            return None;
        }
        path = rest;
    }
    Some(path)
}

/// The first name of a path, `.` left out, and what is behind it.
fn first_name(path: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut rest = path;
    loop {
        let start = rest.iter().position(|byte| *byte != b'/')?;
        rest = &rest[start..];
        let end = rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        if name != b"." {
            return Some((name, behind));
        }
        rest = behind;
    }
}

/// The allowed folder closest around a path, the rest of the path, and all rights that are granted there.
fn around<'f, 'p>(folders: &'f [Folder], path: &'p [u8]) -> Option<(&'f Root, &'f [u8], &'p [u8], u8)> {
    let mut best: Option<(&Root, &[u8], &[u8])> = None;
    let mut rights = 0;
    for folder in folders {
        let root = &*folder.root;
        let Some((name, rest)) = root.names.iter().find_map(|name| Some((name, behind(name, path)?))) else { continue };
        if root.file.is_some() && first_name(rest).is_some() {
            continue;
        }
        rights |= folder.rights;
        if best.is_none_or(|(_, _, shortest)| rest.len() < shortest.len()) {
            best = Some((root, name, rest));
        }
    }
    best.map(|(root, name, rest)| (root, name, rest, rights))
}

/// A name in an open folder, neither of which is a link.
#[derive(Debug)]
pub struct Walked {
    folder: Held,
    name: CString,
}

/// An open folder.
#[derive(Debug)]
enum Held {
    Root(Arc<Root>),
    Own(OwnedFd),
}

impl Walked {
    pub(super) fn folder(&self) -> RawFd {
        match &self.folder {
            Held::Root(root) => root.opened.as_ref().map_or(-1, AsRawFd::as_raw_fd),
            Held::Own(fd) => fd.as_raw_fd(),
        }
    }

    pub(super) fn name(&self) -> &CStr {
        &self.name
    }
}

/// How far a walk came.
pub(super) enum Walk {
    /// To its end.
    There(Walked),
    /// To a link or out of the folder: this is the path to go on with.
    Again(Vec<u8>),
}

/// The path `start/first/rest`, or without `start` when `first` is absolute.
fn joined(start: &[u8], first: &[u8], rest: &[u8]) -> io::Result<Vec<u8>> {
    let mut path = if first.starts_with(b"/") { Vec::new() } else { start.to_vec() };
    for part in [first, rest] {
        path.push(b'/');
        path.extend_from_slice(part);
    }
    if path.len() > 2 * LONGEST { Err(io::Error::from_raw_os_error(libc::ENAMETOOLONG)) } else { Ok(path) }
}

fn denied() -> io::Error {
    io::Error::from_raw_os_error(libc::EACCES)
}

/// Walks along an absolute path. `follow`: its last name is followed too, should it be a link. `met` says whether rights are
/// enough.
pub(super) fn walk(folders: &[Folder], path: &[u8], follow: bool, met: impl Fn(u8) -> bool) -> io::Result<Walk> {
    let normal;
    let found = around(folders, path).filter(|(.., rights)| met(*rights));
    let (root, name, rest) = match found {
        Some((root, name, rest, _)) => (root, name, rest),
        None => {
            normal = normalized(path);
            match around(folders, &normal) {
                Some((root, name, rest, rights)) if met(rights) => (root, name, rest),
                _ => return Err(denied()),
            }
        }
    };
    let base = match &root.opened {
        Ok(fd) => fd.as_raw_fd(),
        Err(error) => return Err(io::Error::from_raw_os_error(*error)),
    };
    // The file's own name may stand for another by now.
    if let Some(file) = &root.file {
        return match link_in(base, file)? {
            Some(_) => Err(denied()),
            None => end(folders, root, Vec::new(), file.clone()),
        };
    }
    let mut held: Vec<OwnedFd> = Vec::new();
    let mut here = name.to_vec();
    let mut rest = rest;
    while let Some((name, behind)) = first_name(rest) {
        rest = behind;
        if name == b".." {
            if held.pop().is_none() {
                return joined(&here, b"..", rest).map(|path| Walk::Again(normalized(&path)));
            }
            here.truncate(here.iter().rposition(|byte| *byte == b'/').unwrap_or(0));
            continue;
        }
        let name = name_of(name)?;
        let folder = held.last().map_or(base, AsRawFd::as_raw_fd);
        let is_last = first_name(rest).is_none();
        let follows = !is_last || follow || rest.starts_with(b"/");
        if follows && let Some(target) = link_in(folder, &name)? {
            return joined(&here, &target, rest).map(Walk::Again);
        }
        if is_last {
            return end(folders, root, held, name);
        }
        if held.len() == DEEPEST {
            return Err(io::Error::from_raw_os_error(libc::ENAMETOOLONG));
        }
        held.push(open_in(folder, &name, THROUGH)?);
        here.push(b'/');
        here.extend_from_slice(name.to_bytes());
    }
    end(folders, root, held, c".".to_owned())
}

fn end(folders: &[Folder], root: &Root, mut held: Vec<OwnedFd>, name: CString) -> io::Result<Walk> {
    let folder = match held.pop() {
        Some(folder) => Held::Own(folder),
        None => match folders.iter().find(|folder| std::ptr::eq(&*folder.root, root)) {
            Some(folder) => Held::Root(folder.root.clone()),
            None => return Err(denied()),
        },
    };
    Ok(Walk::There(Walked { folder, name }))
}

#[cfg(test)]
mod tests {
    use super::{behind, first_name};

    #[test]
    fn names_are_compared_whole() {
        assert_eq!(behind(b"/a/b", b"//a/./b/c"), Some(&b"/c"[..]));
        assert_eq!(behind(b"/a/b", b"/a/b"), Some(&b""[..]));
        assert_eq!(behind(b"/", b"/x"), Some(&b"/x"[..]));
        for other in ["/a/bc", "/a", "/a/../b", "/a/b2/../b"] {
            assert_eq!(behind(b"/a/b", other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn dots_are_no_names() {
        assert_eq!(first_name(b"/././a/b"), Some((&b"a"[..], &b"/b"[..])));
        assert_eq!(first_name(b"/./"), None);
        assert_eq!(first_name(b".."), Some((&b".."[..], &b""[..])));
    }
}
