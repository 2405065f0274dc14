//! Folders, and names in them.

use pitviper_object::Value;

use super::path::{
    Path, Target, check, check_file, decoded, flag, folder, no_folder, path, small, start_folder, told_folder,
};
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
        Target::File(fd) => match Folder::of_file(*fd) {
            Err(error) if error.raw_os_error() == Some(libc::EBADF) => check(vm, Err(error)),
            opened => check_file(vm, *fd, opened),
        },
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
    let made = system::mkdir(folder, path.as_c(), mode as u32);
    path.check(vm, made)?;
    Ok(Value::none())
}

/// A function of one path and `dir_fd`.
fn one(vm: &mut Vm, args: Args<'_>, name: &str, call: fn(i32, &std::ffi::CStr) -> std::io::Result<()>) -> PyResult {
    let [target, from] = Params::new(name, ["path", "dir_fd"]).required(1).keyword_only(1).bind(vm, args)?;
    let folder = start_folder(vm, from)?;
    let path = path(vm, name, "path", target.unwrap_or(&Value::none()))?;
    let event = if name == "rmdir" { "os.rmdir" } else { "os.remove" };
    vm.audit(event, &[path.given.clone(), told_folder(folder)])?;
    let done = call(folder, path.as_c());
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
    let nowhere = Value::small(-1);
    vm.audit("os.rename", &[from.given.clone(), to.given.clone(), nowhere.clone(), nowhere])?;
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
    let nowhere = Value::small(-1);
    vm.audit("os.link", &[from.given.clone(), to.given.clone(), nowhere.clone(), nowhere])?;
    two(vm, &from, &to, libc::link)
}

pub(super) fn symlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["src", "dst", "target_is_directory", "dir_fd"];
    let [from, to, _, from_folder] = Params::new("symlink", names).required(2).keyword_only(1).bind(vm, args)?;
    no_folder(vm, from_folder)?;
    let from = path(vm, "symlink", "src", from.unwrap_or(&Value::none()))?;
    let to = path(vm, "symlink", "dst", to.unwrap_or(&Value::none()))?;
    vm.audit("os.symlink", &[from.given.clone(), to.given.clone(), Value::small(-1)])?;
    two(vm, &from, &to, libc::symlink)
}

pub(super) fn readlink(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [target, from] = Params::new("readlink", ["path", "dir_fd"]).required(1).keyword_only(1).bind(vm, args)?;
    let folder = start_folder(vm, from)?;
    let path = path(vm, "readlink", "path", target.unwrap_or(&Value::none()))?;
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, libc::PATH_MAX as usize + 1)?;
    let length = system::read_link(folder, path.as_c(), out.data_mut());
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
        Target::File(fd) => check_file(vm, fd, system::change_to(fd))?,
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
