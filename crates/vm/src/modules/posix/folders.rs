//! Folders, and names in them.

use pitviper_object::Value;

use super::path::{Path, Target, check, decoded, flag, folder, no_folder, path, small};
use super::system::{self, Folder};
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;

/// Opens the folder that an argument means. What was given is for errors.
pub(super) fn open_folder(vm: &mut Vm, target: &Target) -> PyResult<Folder> {
    match target {
        Target::Path(path) => {
            let opened = Folder::open(path.as_c());
            path.check(vm, opened)
        }
        Target::File(_) => Err(vm.raise(
            crate::core::error::Exc::NotImplementedError,
            format_args!("listing an open folder is not available"),
        )),
    }
}

pub(super) fn listdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given] = args.parse(vm, "listdir", ["path"], 0, 0)?;
    let target = folder(vm, "listdir", given)?;
    let as_bytes = matches!(&target, Target::Path(path) if path.as_bytes);
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
    no_folder(vm, from)?;
    let path = path(vm, "mkdir", "path", target.unwrap_or(&Value::none()))?;
    let mode = mode.map_or(Ok(0o777), |mode| small(vm, mode))?;
    let made = system::mkdir(path.as_c(), mode as u32);
    path.check(vm, made)?;
    Ok(Value::none())
}

/// A function of one path and `dir_fd`.
fn one(vm: &mut Vm, args: Args<'_>, name: &str, call: fn(&std::ffi::CStr) -> std::io::Result<()>) -> PyResult {
    let [target, from] = Params::new(name, ["path", "dir_fd"]).required(1).keyword_only(1).bind(vm, args)?;
    no_folder(vm, from)?;
    let path = path(vm, name, "path", target.unwrap_or(&Value::none()))?;
    let done = call(path.as_c());
    path.check(vm, done)?;
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

type TwoPaths = unsafe extern "C" fn(*const libc::c_char, *const libc::c_char) -> libc::c_int;

/// A function of two paths, both of which its errors tell.
fn two(vm: &mut Vm, from: &Path, to: &Path, call: TwoPaths) -> PyResult {
    match system::with_two(call, from.as_c(), to.as_c()) {
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
    two(vm, &from, &to, libc::rename)
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
    two(vm, &from, &to, libc::link)
}

pub(super) fn symlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["src", "dst", "target_is_directory", "dir_fd"];
    let [from, to, _, from_folder] = Params::new("symlink", names).required(2).keyword_only(1).bind(vm, args)?;
    no_folder(vm, from_folder)?;
    let from = path(vm, "symlink", "src", from.unwrap_or(&Value::none()))?;
    let to = path(vm, "symlink", "dst", to.unwrap_or(&Value::none()))?;
    two(vm, &from, &to, libc::symlink)
}

pub(super) fn readlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [target, from] = Params::new("readlink", ["path", "dir_fd"]).required(1).keyword_only(1).bind(vm, args)?;
    no_folder(vm, from)?;
    let path = path(vm, "readlink", "path", target.unwrap_or(&Value::none()))?;
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, libc::PATH_MAX as usize + 1)?;
    let length = system::read_link(path.as_c(), out.data_mut());
    let length = path.check(vm, length)?;
    decoded(vm, out.data().get(..length).unwrap_or(&[]), path.as_bytes)
}

pub(super) fn chdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given] = args.parse(vm, "chdir", ["path"], 1, 0)?;
    match super::path::target(vm, "chdir", given.unwrap_or(&Value::none()))? {
        Target::Path(path) => {
            let done = system::chdir(path.as_c());
            path.check(vm, done)?;
        }
        Target::File(fd) => check(vm, system::change_to(fd))?,
    }
    Ok(Value::none())
}

fn working_folder(vm: &mut Vm, as_bytes: bool) -> PyResult {
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
