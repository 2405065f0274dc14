//! Folders, and names in them.
#![expect(clippy::disallowed_types, reason = "a path of the host's tree")]

use std::sync::Arc;

use pitviper_object::Value;

use super::path::{
    Path, Target, check, check_file, decoded, flag, folder, no_folder, path, small, start_folder, told_folder,
};
use super::system::{self, Entry, Folder};
use crate::core::args::Params;
use crate::core::capabilities::{Need, Node, Opened, Place, Tree};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

/// Opens the folder that an argument means. What was given is for errors.
pub(super) fn open_folder(vm: &mut Vm, target: &Target) -> PyResult<Listing> {
    match target {
        Target::Path(path) => match path.locate(vm, libc::AT_FDCWD, Need::Read, true)? {
            Place::Tree(Node::Folder(path)) => Ok(Listing::of_tree(vm, path)),
            Place::Tree(Node::File(_)) => path.check(vm, Err(std::io::Error::from_raw_os_error(libc::ENOTDIR))),
            place => {
                let start = place.for_system(path.as_c(), true);
                let opened = start.and_then(|(folder, name, follow)| Folder::open(folder, name, follow));
                path.check(vm, opened).map(Listing::System)
            }
        },
        Target::File(number) => {
            let opened = vm.sandbox.opened(*number).and_then(|opened| match &opened {
                Opened::System(fd, _) => Folder::of_file(*fd).map(Listing::System),
                Opened::Own(entry) => match entry.tree_folder() {
                    Some(path) => Ok(Listing::of_tree(vm, path)),
                    None => Err(std::io::Error::from_raw_os_error(libc::ENOTDIR)),
                },
            });
            match opened {
                Err(error) if error.raw_os_error() == Some(libc::EBADF) => check(vm, Err(error)),
                opened => check_file(vm, *number, opened),
            }
        }
    }
}

/// What is in a folder, one after the other.
pub(super) enum Listing {
    System(Folder),
    /// Of the host's tree: the tree, the folder, and how many were told.
    Tree(Arc<Tree>, Vec<u8>, usize),
}

impl Listing {
    fn of_tree(vm: &Vm, folder: Vec<u8>) -> Listing {
        Listing::Tree(vm.sandbox.granted.files.clone(), folder, 0)
    }

    /// The next entry, good until the one after it is asked for.
    pub(super) fn next(&mut self) -> std::io::Result<Option<Entry<'_>>> {
        match self {
            Listing::System(folder) => folder.next(),
            Listing::Tree(tree, folder, told) => {
                let next = tree.names(folder).nth(*told);
                *told += 1;
                let kind = |folder: bool| if folder { libc::DT_DIR } else { libc::DT_REG };
                Ok(next.map(|(name, folder)| Entry { name, inode: 0, kind: kind(folder) }))
            }
        }
    }
}

pub(super) fn listdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given] = args.parse(vm, "listdir", ["path"], 0, 0)?;
    let target = folder(vm, "listdir", given)?;
    let as_bytes = matches!(&target, Target::Path(path) if path.as_bytes);
    vm.audit("os.listdir", &[given.cloned().unwrap_or_else(Value::none)])?;
    let mut open = open_folder(vm, &target)?;
    let list = vm.new_list()?;
    loop {
        let name = match open.next() {
            Ok(Some(entry)) => decoded(vm, entry.name, as_bytes)?,
            Ok(None) => return Ok(list.into_value()),
            Err(error) => return check(vm, Err(error)),
        };
        vm.list_push(&list, name)?;
    }
}

pub(super) fn mkdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [target, mode, from] =
        Params::new("mkdir", ["path", "mode", "dir_fd"]).required(1).keyword_only(1).bind(vm, args)?;
    let folder = start_folder(vm, from)?;
    let path = path(vm, "mkdir", "path", target.unwrap_or(&Value::none()))?;
    let mode = mode.map_or(Ok(0o777), |mode| small(vm, mode))?;
    vm.audit("os.mkdir", &[path.given.clone(), Value::small(i64::from(mode)), told_folder(folder)])?;
    let mode = vm.sandbox.new_mode(mode as u32);
    path.call(vm, (folder, Need::Write, false), |folder, name, _| system::mkdir(folder, name, mode))?;
    Ok(Value::none())
}

/// A function of one path and `dir_fd`.
fn one(vm: &mut Vm, args: Args<'_>, name: &str, call: fn(i32, &std::ffi::CStr) -> std::io::Result<()>) -> PyResult {
    let [target, from] = Params::new(name, ["path", "dir_fd"]).required(1).keyword_only(1).bind(vm, args)?;
    let folder = start_folder(vm, from)?;
    let path = path(vm, name, "path", target.unwrap_or(&Value::none()))?;
    let event = if name == "rmdir" { "os.rmdir" } else { "os.remove" };
    vm.audit(event, &[path.given.clone(), told_folder(folder)])?;
    path.call(vm, (folder, Need::Write, false), |folder, name, _| call(folder, name))?;
    Ok(Value::none())
}

pub(super) fn rmdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    one(vm, args, "rmdir", system::rmdir)
}

pub(super) fn unlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    one(vm, args, "unlink", system::unlink)
}

pub(super) fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    one(vm, args, "remove", system::unlink)
}

/// A function of two paths, both of which its errors tell.
fn two(
    vm: &mut Vm,
    (from, need): (&Path, Need),
    to: &Path,
    call: fn(system::Start<'_>, system::Start<'_>) -> std::io::Result<()>,
) -> PyResult {
    let sandbox = &vm.sandbox;
    let done = sandbox.locate(libc::AT_FDCWD, from.bytes(), need, false).and_then(|start| {
        let end = sandbox.locate(libc::AT_FDCWD, to.bytes(), Need::Write, false)?;
        let (start, end) = (start.for_system(from.as_c(), false)?, end.for_system(to.as_c(), false)?);
        call((start.0, start.1), (end.0, end.1))
    });
    told(vm, from, to, done)
}

/// The result of such a function.
fn told(vm: &mut Vm, from: &Path, to: &Path, done: std::io::Result<()>) -> PyResult {
    match done {
        Ok(()) => Ok(Value::none()),
        Err(error) => {
            let class = vm.exc_type(crate::core::error::Exc::OSError).to_value();
            let number = Value::small(i64::from(error.raw_os_error().unwrap_or(0)));
            let text = super::process::error_text(vm, error.raw_os_error().unwrap_or(0))?;
            let raised = vm.call(&class, &[number, text, from.given.clone(), Value::none(), to.given.clone()])?;
            Err(vm.raise_value(raised))
        }
    }
}

fn moved(vm: &mut Vm, args: Args<'_>, name: &str) -> PyResult {
    let names = ["src", "dst", "src_dir_fd", "dst_dir_fd"];
    let [from, to, from_folder, to_folder] = Params::new(name, names).required(2).keyword_only(2).bind(vm, args)?;
    no_folder(vm, from_folder)?;
    no_folder(vm, to_folder)?;
    let from = path(vm, name, "src", from.unwrap_or(&Value::none()))?;
    let to = path(vm, name, "dst", to.unwrap_or(&Value::none()))?;
    let nowhere = Value::small(-1);
    vm.audit("os.rename", &[from.given.clone(), to.given.clone(), nowhere.clone(), nowhere])?;
    match vm.sandbox.may_move(from.bytes(), to.bytes()) {
        Ok(()) => two(vm, (&from, Need::Write), &to, system::rename),
        refused => told(vm, &from, &to, refused),
    }
}

pub(super) fn rename(vm: &mut Vm, args: Args<'_>) -> PyResult {
    moved(vm, args, "rename")
}

pub(super) fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    moved(vm, args, "replace")
}

pub(super) fn link(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["src", "dst", "src_dir_fd", "dst_dir_fd", "follow_symlinks"];
    let [from, to, from_folder, to_folder, follow] =
        Params::new("link", names).required(2).keyword_only(3).bind(vm, args)?;
    no_folder(vm, from_folder)?;
    no_folder(vm, to_folder)?;
    flag(vm, follow, true)?;
    let from = path(vm, "link", "src", from.unwrap_or(&Value::none()))?;
    let to = path(vm, "link", "dst", to.unwrap_or(&Value::none()))?;
    let nowhere = Value::small(-1);
    vm.audit("os.link", &[from.given.clone(), to.given.clone(), nowhere.clone(), nowhere])?;
    // Who has a second name of a file in a folder may do there what that folder allows.
    two(vm, (&from, Need::ReadWrite), &to, system::link)
}

pub(super) fn symlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["src", "dst", "target_is_directory", "dir_fd"];
    let [from, to, _, from_folder] = Params::new("symlink", names).required(2).keyword_only(1).bind(vm, args)?;
    no_folder(vm, from_folder)?;
    let from = path(vm, "symlink", "src", from.unwrap_or(&Value::none()))?;
    let to = path(vm, "symlink", "dst", to.unwrap_or(&Value::none()))?;
    vm.audit("os.symlink", &[from.given.clone(), to.given.clone(), Value::small(-1)])?;
    let sandbox = &vm.sandbox;
    let done = sandbox.may_link(to.bytes(), from.bytes()).and_then(|()| {
        let end = sandbox.locate(libc::AT_FDCWD, to.bytes(), Need::Write, false)?;
        let (folder, name, _) = end.for_system(to.as_c(), false)?;
        system::symlink(from.as_c(), (folder, name))
    });
    told(vm, &from, &to, done)
}

pub(super) fn readlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [target, from] = Params::new("readlink", ["path", "dir_fd"]).required(1).keyword_only(1).bind(vm, args)?;
    let folder = start_folder(vm, from)?;
    let path = path(vm, "readlink", "path", target.unwrap_or(&Value::none()))?;
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, libc::PATH_MAX as usize + 1)?;
    let place = path.locate(vm, folder, Need::Look, false)?;
    let length = match &place {
        Place::Tree(_) => Err(std::io::Error::from_raw_os_error(libc::EINVAL)),
        _ => place
            .for_system(path.as_c(), false)
            .and_then(|(folder, name, _)| system::read_link(folder, name, out.data_mut())),
    };
    let length = path.check(vm, length)?;
    decoded(vm, out.data().get(..length).unwrap_or(&[]), path.as_bytes)
}

pub(super) fn chdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given] = args.parse(vm, "chdir", ["path"], 1, 0)?;
    match super::path::target(vm, "chdir", given.unwrap_or(&Value::none()))? {
        Target::Path(path) => {
            let done = match vm.sandbox.everything {
                true => system::chdir(path.as_c()),
                false => vm.sandbox.change_folder(path.bytes()),
            };
            path.check(vm, done)?;
        }
        Target::File(number) => {
            let done = match vm.sandbox.everything {
                true => system::change_to(number),
                false => vm.sandbox.set_working_folder(number, b"."),
            };
            check_file(vm, number, done)?;
        }
    }
    Ok(Value::none())
}

fn working_folder(vm: &mut Vm, as_bytes: bool) -> PyResult {
    if !vm.sandbox.everything {
        let folder = vm.sandbox.working_folder();
        return decoded(vm, &folder, as_bytes);
    }
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, libc::PATH_MAX as usize + 1)?;
    let length = check(vm, system::working_folder(out.data_mut()))?;
    decoded(vm, out.data().get(..length).unwrap_or(&[]), as_bytes)
}

pub(super) fn getcwd(vm: &mut Vm, _: Args<'_>) -> PyResult {
    working_folder(vm, false)
}

pub(super) fn getcwdb(vm: &mut Vm, _: Args<'_>) -> PyResult {
    working_folder(vm, true)
}
