//! `scandir` and the entries that it gives. The folder is read at once.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::folders::open_folder;
use super::path::{Path, Target, check, decoded, flag, folder, path};
use super::{kind, stat};
use crate::core::args::Params;
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, MANY, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{itself, receiver};
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::typing::class_getitem;

/// One thing in a folder.
#[repr(C)]
pub struct DirEntry {
    /// Count, shape, flags.
    pub header: Header,
    name: Value,
    path: Value,
    /// What it is, once asked for.
    stat: ValueCell,
    /// What it or the link is, once asked for.
    lstat: ValueCell,
    inode: u64,
    /// The open folder that it is in, if that was given.
    folder: Option<i32>,
    kind: u8,
}

object!(DirEntry, kind::DIR_ENTRY, name, path, stat, lstat);

/// An iterator over a folder's entries.
#[repr(C)]
pub struct ScandirIterator {
    /// Count, shape, flags.
    pub header: Header,
    entries: ValueCell,
    index: Cell<usize>,
}

object!(ScandirIterator, kind::SCANDIR, entries);

fn entry(value: &Value) -> &DirEntry {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn scan(value: &Value) -> &ScandirIterator {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// A folder's path and a name in it.
fn joined(vm: &mut Vm, folder: &[u8], name: &[u8], as_bytes: bool) -> PyResult {
    let mut all = crate::types::bytes::BytesBuilder::new(vm);
    all.push(folder)?;
    if !folder.is_empty() && !folder.ends_with(b"/") {
        all.push_byte(b'/')?;
    }
    all.push(name)?;
    decoded(vm, all.data(), as_bytes)
}

pub(super) fn scandir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given] = args.parse(vm, "scandir", ["path"], 0, 0)?;
    let target = folder(vm, "scandir", given)?;
    vm.audit("os.scandir", &[given.cloned().unwrap_or_else(Value::none)])?;
    let mut open = open_folder(vm, &target)?;
    let (folder, start, as_bytes) = match &target {
        Target::Path(path) => (None, path.bytes(), path.as_bytes),
        Target::File(fd) => (Some(*fd), &[][..], false),
    };
    let entries = vm.new_list()?;
    loop {
        let found = match open.next() {
            Ok(Some(found)) => found,
            Ok(None) => break,
            Err(error) => return check(vm, Err(error)),
        };
        let made = DirEntry {
            header: Header::new(u32::from(kind::DIR_ENTRY), TRACKED),
            name: decoded(vm, found.name, as_bytes)?,
            path: joined(vm, start, found.name, as_bytes)?,
            stat: ValueCell::default(),
            lstat: ValueCell::default(),
            inode: found.inode,
            folder,
            kind: found.kind,
        };
        let made = Obj::create(&mut vm.heap, PageKind::Container, made)?.into_value();
        vm.list_push(&entries, made)?;
    }
    let iterator = ScandirIterator {
        header: Header::new(u32::from(kind::SCANDIR), TRACKED),
        entries: entries.into_value().into(),
        index: Cell::new(0),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, iterator)?.into_value())
}

fn next(_: &mut Vm, value: &Value) -> PyResult<Option<Value>> {
    let scan = scan(value);
    let Some(entries) = scan.entries.get_obj::<List>() else { return Ok(None) };
    let index = scan.index.get();
    scan.index.set(index + 1);
    let next = entries.get(index);
    if next.is_none() {
        scan.entries.set(None);
    }
    Ok(next)
}

fn close(_: &mut Vm, args: Args<'_>) -> PyResult {
    scan(&args.values[0]).entries.set(None);
    Ok(Value::none())
}

fn follow_argument(vm: &mut Vm, function: &str, args: Args<'_>) -> PyResult<bool> {
    let [follow] = Params::new(function, ["follow_symlinks"]).keyword_only(1).bind(vm, args.behind_receiver())?;
    flag(vm, follow, true)
}

fn data_of(vm: &Vm, entry: &DirEntry, path: &Path, follow: bool) -> std::io::Result<libc::stat> {
    stat::data_at(vm, entry.folder.unwrap_or(libc::AT_FDCWD), path, follow)
}

/// The `stat_result` of an entry, asked for once.
fn stat_of(vm: &mut Vm, entry: &DirEntry, follow: bool) -> PyResult {
    let follow = follow && matches!(entry.kind, libc::DT_LNK | libc::DT_UNKNOWN);
    let cell = if follow { &entry.stat } else { &entry.lstat };
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let path = path(vm, "stat", "path", &entry.path)?;
    let data = data_of(vm, entry, &path, follow);
    let data = path.check(vm, data)?;
    let made = stat::result(vm, &data)?;
    cell.set(Some(made.clone()));
    Ok(made)
}

fn stat_method(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let follow = follow_argument(vm, "stat", args)?;
    stat_of(vm, entry(&args.values[0]), follow)
}

/// Whether an entry is of the kind that `mode` has in its file type.
fn is_kind(vm: &mut Vm, value: &Value, follow: bool, kind: u8, mode: u32) -> PyResult<bool> {
    let entry = entry(value);
    if entry.kind != libc::DT_UNKNOWN && !(follow && entry.kind == libc::DT_LNK) {
        return Ok(entry.kind == kind);
    }
    let path = path(vm, "stat", "path", &entry.path)?;
    match data_of(vm, entry, &path, follow) {
        Ok(data) => Ok(data.st_mode & libc::S_IFMT == mode),
        Err(error) if error.raw_os_error() == Some(libc::ENOENT) => Ok(false),
        Err(error) => path.check(vm, Err(error)),
    }
}

fn is_dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let follow = follow_argument(vm, "is_dir", args)?;
    Ok(Value::bool(is_kind(vm, &args.values[0], follow, libc::DT_DIR, libc::S_IFDIR)?))
}

fn is_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let follow = follow_argument(vm, "is_file", args)?;
    Ok(Value::bool(is_kind(vm, &args.values[0], follow, libc::DT_REG, libc::S_IFREG)?))
}

fn is_symlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(is_kind(vm, &args.values[0], false, libc::DT_LNK, libc::S_IFLNK)?))
}

fn fspath(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(entry(&args.values[0]).path.clone())
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let name = vm.repr(&entry(value).name)?;
    match name.downcast::<Str>() {
        Some(name) => vm.new_str_fmt(format_args!("<DirEntry {name}>")),
        None => Err(vm.raise(Exc::RuntimeError, format_args!("a name without repr"))),
    }
}

/// The type of entries.
pub static DIR_ENTRY: TypeSpec = TypeSpec {
    name: "DirEntry",
    module: "posix",
    kind: kind::DIR_ENTRY,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: &[
        Method::keywords("is_dir", is_dir)
            .doc("is_dir($self, /, *, follow_symlinks=True)\n--\n\nWhether it is a folder."),
        Method::keywords("is_file", is_file)
            .doc("is_file($self, /, *, follow_symlinks=True)\n--\n\nWhether it is a file."),
        Method::new("is_symlink", is_symlink, 0, 0).doc("is_symlink($self, /)\n--\n\nWhether it is a symbolic link."),
        Method::new("is_junction", |_, _| Ok(Value::bool(false)), 0, 0)
            .doc("is_junction($self, /)\n--\n\nFalse: only Windows has junctions."),
        Method::keywords("stat", stat_method)
            .doc("stat($self, /, *, follow_symlinks=True)\n--\n\nWhat the system knows about it, asked for once."),
        Method::new("inode", |vm, args| vm.new_u64(entry(&args.values[0]).inode), 0, 0)
            .doc("inode($self, /)\n--\n\nIts number in the file system."),
        Method::new("__fspath__", fspath, 0, 0).doc("__fspath__($self, /)\n--\n\nThe path."),
        Method::new("__class_getitem__", class_getitem, 1, 1).class().doc("See PEP 585"),
    ],
    getset: &[
        GetSet { name: "name", get: |_, value| Ok(entry(value).name.clone()), set: None },
        GetSet { name: "path", get: |_, value| Ok(entry(value).path.clone()), set: None },
    ],
    page: PageKind::Container,
    slot: <DirEntry as Traverse>::slot,
    finish: None,
    size: fixed_size::<DirEntry>,
};

/// The type of `scandir()`.
pub static SCANDIR: TypeSpec = TypeSpec {
    name: "ScandirIterator",
    module: "posix",
    kind: kind::SCANDIR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &[
        Method::new("close", close, 0, 0),
        Method::new("__enter__", |_, args| Ok(args.values[0].clone()), 0, 0),
        Method::new("__exit__", close, 0, MANY),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <ScandirIterator as Traverse>::slot,
    finish: None,
    size: fixed_size::<ScandirIterator>,
};
