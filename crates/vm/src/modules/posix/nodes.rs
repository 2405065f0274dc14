//! Pipes and devices in the file system; owners, rights and folders by descriptor.

use pitviper_object::Value;

use super::identity::identity;
use super::path::{check, file_number, no_folder, path, small};
use super::system::{self, checked};
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::int;

/// A device's number, -1 for none.
fn device(vm: &mut Vm, value: &Value) -> PyResult<u64> {
    let index = vm.to_index(value)?;
    match int::to_i64(&index) {
        Some(number) => Ok(number as u64),
        None => Err(vm.raise(
            crate::core::error::Exc::OverflowError,
            format_args!("Python int too large to convert to C unsigned long"),
        )),
    }
}

fn mkfifo(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given, mode, from] =
        Params::new("mkfifo", ["path", "mode", "dir_fd"]).required(1).keyword_only(1).bind(vm, args)?;
    no_folder(vm, from)?;
    let path = path(vm, "mkfifo", "path", given.unwrap_or(&Value::none()))?;
    let mode = mode.map_or(Ok(0o666), |mode| small(vm, mode))?;
    // SAFETY: a path that ends with a zero.
    let made = checked(unsafe { libc::mkfifo(path.as_c().as_ptr(), mode as u32) });
    check(vm, made)?;
    Ok(Value::none())
}

fn mknod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["path", "mode", "device", "dir_fd"];
    let [given, mode, number, from] = Params::new("mknod", names).required(1).keyword_only(1).bind(vm, args)?;
    no_folder(vm, from)?;
    let path = path(vm, "mknod", "path", given.unwrap_or(&Value::none()))?;
    let mode = mode.map_or(Ok(0o600), |mode| small(vm, mode))?;
    let number = number.map_or(Ok(0), |number| device(vm, number))?;
    // SAFETY: a path that ends with a zero.
    let made = checked(unsafe { libc::mknod(path.as_c().as_ptr(), mode as u32, number) });
    check(vm, made)?;
    Ok(Value::none())
}

fn major(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let device = device(vm, &args.values[0])?;
    vm.new_u64(u64::from(libc::major(device)))
}

fn minor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let device = device(vm, &args.values[0])?;
    vm.new_u64(u64::from(libc::minor(device)))
}

fn makedev(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (major, minor) = (device(vm, &args.values[0])?, device(vm, &args.values[1])?);
    vm.new_u64(libc::makedev(major as u32, minor as u32))
}

fn fchdir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd] = args.parse(vm, "fchdir", ["fd"], 1, 0)?;
    let fd = file_number(vm, fd.unwrap_or(&Value::none()))?;
    check(vm, system::change_to(fd))?;
    Ok(Value::none())
}

fn fchmod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd, mode] = args.parse(vm, "fchmod", ["fd", "mode"], 2, 0)?;
    let fd = small(vm, fd.unwrap_or(&Value::none()))?;
    let mode = small(vm, mode.unwrap_or(&Value::none()))?;
    check(vm, system::chmod_file(fd, mode as u32))?;
    Ok(Value::none())
}

fn fchown(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd, user, group] = args.parse(vm, "fchown", ["fd", "uid", "gid"], 3, 0)?;
    let fd = small(vm, fd.unwrap_or(&Value::none()))?;
    let user = identity(vm, "uid", user.unwrap_or(&Value::none()))?;
    let group = identity(vm, "gid", group.unwrap_or(&Value::none()))?;
    check(vm, system::chown_file(fd, user, group))?;
    Ok(Value::none())
}

fn lchown(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given, user, group] = args.parse(vm, "lchown", ["path", "uid", "gid"], 3, 0)?;
    let path = path(vm, "lchown", "path", given.unwrap_or(&Value::none()))?;
    let user = identity(vm, "uid", user.unwrap_or(&Value::none()))?;
    let group = identity(vm, "gid", group.unwrap_or(&Value::none()))?;
    let done = system::chown(path.as_c(), user, group, false);
    path.check(vm, done)?;
    Ok(Value::none())
}

fn chroot(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given] = args.parse(vm, "chroot", ["path"], 1, 0)?;
    let path = path(vm, "chroot", "path", given.unwrap_or(&Value::none()))?;
    // SAFETY: a path that ends with a zero.
    let done = checked(unsafe { libc::chroot(path.as_c().as_ptr()) });
    path.check(vm, done)?;
    Ok(Value::none())
}

pub(super) static FUNCTIONS: &[Method] = &[
    Method::keywords("mkfifo", mkfifo)
        .doc("mkfifo($module, /, path, mode=438, *, dir_fd=None)\n--\n\nMake a pipe with a name."),
    Method::keywords("mknod", mknod)
        .doc("mknod($module, /, path, mode=384, device=0, *, dir_fd=None)\n--\n\nMake a file, pipe or device."),
    Method::new("major", major, 1, 1).doc("major($module, device, /)\n--\n\nThe major number of a device."),
    Method::new("minor", minor, 1, 1).doc("minor($module, device, /)\n--\n\nThe minor number of a device."),
    Method::new("makedev", makedev, 2, 2).doc("makedev($module, major, minor, /)\n--\n\nThe number of a device."),
    Method::keywords("fchdir", fchdir).doc("fchdir($module, /, fd)\n--\n\nChange to an open folder."),
    Method::keywords("fchmod", fchmod)
        .doc("fchmod($module, /, fd, mode)\n--\n\nChange who may do what with an open file."),
    Method::keywords("fchown", fchown).doc("fchown($module, /, fd, uid, gid)\n--\n\nChange the owner of an open file."),
    Method::keywords("lchown", lchown)
        .doc("lchown($module, /, path, uid, gid)\n--\n\nChange the owner of a file or link."),
    Method::keywords("chroot", chroot).doc("chroot($module, /, path)\n--\n\nChange the root of the file system."),
];
