//! Files that a host gives to programs without there being any: read-only, at absolute paths.
#![expect(clippy::disallowed_types, reason = "given by the host")]

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The folder of the modules that a host gives, which is on `sys.path` when there are some.
pub const MODULES: &str = "/modules";

/// The files, by path without `.`, `..` and doubled slashes.
#[derive(Clone, Default)]
pub struct Tree(BTreeMap<Vec<u8>, Arc<[u8]>>);

/// Something in the tree.
#[derive(Clone)]
pub enum Node {
    /// A file's contents.
    File(Arc<[u8]>),
    /// A folder's path.
    Folder(Vec<u8>),
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys().map(|path| String::from_utf8_lossy(path))).finish()
    }
}

/// A path without `.`, `..` and doubled slashes, taken as if there were no links; `/` for the root.
pub(super) fn normalized(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len() + 1);
    for name in path.split(|byte| *byte == b'/').filter(|name| !name.is_empty() && *name != b".") {
        if name == b".." {
            out.truncate(out.iter().rposition(|byte| *byte == b'/').unwrap_or(0));
        } else {
            out.push(b'/');
            out.extend_from_slice(name);
        }
    }
    if out.is_empty() {
        out.push(b'/');
    }
    out
}

impl Tree {
    /// Adds a file, or replaces one.
    pub fn add(&mut self, path: &[u8], contents: Arc<[u8]>) {
        self.0.insert(normalized(path), contents);
    }

    /// Whether there are modules in [`MODULES`].
    #[must_use]
    pub fn has_modules(&self) -> bool {
        self.has_folder(MODULES.as_bytes())
    }

    fn has_folder(&self, path: &[u8]) -> bool {
        self.inside(path).next().is_some()
    }

    /// What is inside a folder at any depth: the rest of its path behind the folder's, and its contents.
    fn inside<'a>(&'a self, folder: &[u8]) -> impl Iterator<Item = (&'a [u8], &'a Arc<[u8]>)> {
        let mut start = folder.to_vec();
        if !start.ends_with(b"/") {
            start.push(b'/');
        }
        let all = self.0.range(start.clone()..);
        all.map_while(move |(path, contents)| Some((path.strip_prefix(start.as_slice())?, contents)))
    }

    /// What is at a path that is normal.
    pub(super) fn find(&self, path: &[u8]) -> Option<Node> {
        if let Some(contents) = self.0.get(path) {
            return Some(Node::File(contents.clone()));
        }
        self.has_folder(path).then(|| Node::Folder(path.to_vec()))
    }

    /// Names in a folder, and whether they are folders, in order and each once.
    pub fn names<'a>(&'a self, folder: &[u8]) -> impl Iterator<Item = (&'a [u8], bool)> {
        let mut last: Option<&[u8]> = None;
        self.inside(folder).filter_map(move |(rest, _)| {
            let end = rest.iter().position(|byte| *byte == b'/');
            let name = &rest[..end.unwrap_or(rest.len())];
            (last.replace(name) != Some(name)).then_some((name, end.is_some()))
        })
    }
}

impl Node {
    /// What `stat` says of it: only to be read, of no time.
    #[must_use]
    pub fn stat(&self) -> libc::stat {
        // SAFETY: numbers only, for which zero is valid.
        let mut data: libc::stat = unsafe { std::mem::zeroed() };
        match self {
            Node::File(contents) => {
                data.st_mode = libc::S_IFREG | 0o444;
                data.st_size = contents.len() as i64;
                data.st_ino = contents.as_ptr() as usize as _;
            }
            Node::Folder(_) => data.st_mode = libc::S_IFDIR | 0o555,
        }
        data.st_nlink = 1;
        data.st_blksize = 4096;
        data
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, Tree, normalized};

    #[test]
    fn paths_are_normalized() {
        for (path, normal) in [("/", "/"), ("//a/./b/", "/a/b"), ("/a/../../b", "/b"), ("/..", "/"), ("/a/b/..", "/a")]
        {
            assert_eq!(normalized(path.as_bytes()), normal.as_bytes(), "{path}");
        }
    }

    #[test]
    fn folders_come_with_their_files() {
        let mut tree = Tree::default();
        for path in ["/data/a/x", "/data/a/y", "/data/b", "/database"] {
            tree.add(path.as_bytes(), [].into());
        }
        assert!(matches!(tree.find(b"/data"), Some(Node::Folder(_))));
        assert!(matches!(tree.find(b"/data/b"), Some(Node::File(_))));
        assert!(tree.find(b"/dat").is_none());
        let names: Vec<_> = tree.names(b"/data").collect();
        assert_eq!(names, [(&b"a"[..], true), (&b"b"[..], false)]);
        let names: Vec<_> = tree.names(b"/").collect();
        assert_eq!(names, [(&b"data"[..], true), (&b"database"[..], false)]);
    }
}
