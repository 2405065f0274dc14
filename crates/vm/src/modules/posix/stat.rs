//! What the system knows about files, and changing it.

use std::io;

use pitviper_object::{Obj, Value};

use super::identity::identity;
use super::path::{Path, Target, check, check_file, flag, no_folder, small, start_folder, target};
use super::system;
use crate::core::args::Params;
use crate::core::capabilities::{Grant, Need, Opened, Place};
use crate::core::error::PyResult;
use crate::core::native::{Args, BinOp};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;
use crate::types::{float, int};

/// `os.stat_result`.
pub(super) fn class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    super::class(
        vm,
        "stat_result",
        &Definition {
            name: "stat_result",
            module: "os",
            doc: "stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a tuple of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.",
            fields: &[
                "st_mode",
                "st_ino",
                "st_dev",
                "st_nlink",
                "st_uid",
                "st_gid",
                "st_size",
                "st_atime_seconds",
                "st_mtime_seconds",
                "st_ctime_seconds",
                "st_atime",
                "st_mtime",
                "st_ctime",
                "st_atime_ns",
                "st_mtime_ns",
                "st_ctime_ns",
                "st_blksize",
                "st_blocks",
                "st_rdev",
            ],
            in_sequence: 10,
            callable: true,
        },
    )
}

/// A `stat_result`.
pub(super) fn result(vm: &mut Vm, data: &libc::stat) -> PyResult {
    let class = class(vm)?;
    let times =
        [(data.st_atime, data.st_atime_nsec), (data.st_mtime, data.st_mtime_nsec), (data.st_ctime, data.st_ctime_nsec)];
    let values = vm.new_list()?;
    let numbers = [
        i128::from(data.st_mode),
        data.st_ino.into(),
        data.st_dev.into(),
        data.st_nlink.into(),
        data.st_uid.into(),
        data.st_gid.into(),
        data.st_size.into(),
        times[0].0.into(),
        times[1].0.into(),
        times[2].0.into(),
    ];
    for number in numbers {
        let number = vm.new_i128(number)?;
        vm.list_push(&values, number)?;
    }
    for (seconds, nanoseconds) in times {
        let seconds = vm.new_float(seconds as f64 + 1e-9 * nanoseconds as f64)?;
        vm.list_push(&values, seconds)?;
    }
    let ns = times.map(|(seconds, ns)| i128::from(seconds) * 1_000_000_000 + i128::from(ns));
    for number in ns.into_iter().chain([data.st_blksize.into(), data.st_blocks.into(), data.st_rdev.into()]) {
        let number = vm.new_i128(number)?;
        vm.list_push(&values, number)?;
    }
    // SAFETY: nobody else has the list.
    struct_sequence::create(vm, &class, unsafe { values.items_unchecked() })
}

/// What is at a path.
pub(super) fn data_at(vm: &Vm, folder: i32, path: &Path, follow: bool) -> io::Result<libc::stat> {
    match vm.sandbox.locate(folder, path.bytes(), Need::Look, follow)? {
        Place::Tree(node) => Ok(node.stat()),
        place => {
            let (folder, name, follow) = place.for_system(path.as_c(), follow)?;
            system::stat_in(folder, name, follow)
        }
    }
}

/// What is open under a number of the program's.
fn data_of(vm: &Vm, number: i32) -> io::Result<libc::stat> {
    match vm.sandbox.opened(number)? {
        Opened::System(fd, _keep) => system::stat_file(fd),
        Opened::Own(entry) => Ok(entry.stat()),
    }
}

/// The `stat_result` of a path.
fn of_path(vm: &mut Vm, folder: i32, path: &Path, follow: bool) -> PyResult {
    let data = data_at(vm, folder, path, follow);
    let data = path.check(vm, data)?;
    result(vm, &data)
}

pub(super) fn stat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["path", "dir_fd", "follow_symlinks"];
    let [given, from, follow] = Params::new("stat", names).required(1).keyword_only(2).bind(vm, args)?;
    let folder = start_folder(vm, from)?;
    let follow = flag(vm, follow, true)?;
    match target(vm, "stat", given.unwrap_or(&Value::none()))? {
        Target::Path(path) => of_path(vm, folder, &path, follow),
        Target::File(_) if folder != libc::AT_FDCWD => {
            Err(vm.value_error(format_args!("stat: can't specify dir_fd without matching path")))
        }
        Target::File(_) if !follow => {
            Err(vm.value_error(format_args!("stat: cannot use fd and follow_symlinks together")))
        }
        Target::File(fd) => {
            let data = data_of(vm, fd);
            let data = check_file(vm, fd, data)?;
            result(vm, &data)
        }
    }
}

pub(super) fn lstat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given, from] = Params::new("lstat", ["path", "dir_fd"]).required(1).keyword_only(1).bind(vm, args)?;
    let folder = start_folder(vm, from)?;
    let path = super::path::path(vm, "lstat", "path", given.unwrap_or(&Value::none()))?;
    of_path(vm, folder, &path, false)
}

pub(super) fn fstat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [fd] = args.parse(vm, "fstat", ["fd"], 1, 0)?;
    let fd = small(vm, fd.unwrap_or(&Value::none()))?;
    let data = data_of(vm, fd);
    let data = check(vm, data)?;
    result(vm, &data)
}

pub(super) fn access(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["path", "mode", "dir_fd", "effective_ids", "follow_symlinks"];
    let [given, mode, from, _, follow] = Params::new("access", names).required(2).keyword_only(3).bind(vm, args)?;
    no_folder(vm, from)?;
    flag(vm, follow, true)?;
    let path = super::path::path(vm, "access", "path", given.unwrap_or(&Value::none()))?;
    let mode = small(vm, mode.unwrap_or(&Value::none()))?;
    let need = match (mode & libc::R_OK != 0, mode & libc::W_OK != 0) {
        (true, true) => Need::ReadWrite,
        (false, true) => Need::Write,
        (true, false) => Need::Read,
        (false, false) => Need::Look,
    };
    let place = vm.sandbox.locate(libc::AT_FDCWD, path.bytes(), need, true);
    let possible = place.and_then(|place| match &place {
        Place::Tree(_) => Ok(()),
        _ => {
            let (folder, name, follow) = place.for_system(path.as_c(), true)?;
            system::access(folder, name, mode, follow)
        }
    });
    Ok(Value::bool(possible.is_ok()))
}

pub(super) fn chmod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["path", "mode", "dir_fd", "follow_symlinks"];
    let [given, mode, from, follow] = Params::new("chmod", names).required(2).keyword_only(2).bind(vm, args)?;
    no_folder(vm, from)?;
    flag(vm, follow, true)?;
    let mode = small(vm, mode.unwrap_or(&Value::none()))?;
    match target(vm, "chmod", given.unwrap_or(&Value::none()))? {
        Target::Path(path) => {
            let mode = vm.sandbox.allowed_mode(mode as u32);
            path.call(vm, (libc::AT_FDCWD, Need::Write, true), |folder, name, follow| {
                system::chmod(folder, name, mode, follow)
            })?;
        }
        Target::File(number) => {
            vm.require(Grant::Everything, "chmod of a descriptor")?;
            check_file(vm, number, system::chmod_file(number, mode as u32))?;
        }
    }
    Ok(Value::none())
}

pub(super) fn chown(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["path", "uid", "gid", "dir_fd", "follow_symlinks"];
    let [given, user, group, from, follow] = Params::new("chown", names).required(3).keyword_only(2).bind(vm, args)?;
    no_folder(vm, from)?;
    let follow = flag(vm, follow, true)?;
    let target = target(vm, "chown", given.unwrap_or(&Value::none()))?;
    let user = identity(vm, "uid", user.unwrap_or(&Value::none()))?;
    let group = identity(vm, "gid", group.unwrap_or(&Value::none()))?;
    match target {
        Target::Path(path) => {
            let done = system::chown(path.as_c(), user, group, follow);
            path.check(vm, done)?;
        }
        Target::File(_) if !follow => {
            return Err(vm.value_error(format_args!("chown: cannot use fd and follow_symlinks together")));
        }
        Target::File(fd) => check_file(vm, fd, system::chown_file(fd, user, group))?,
    }
    Ok(Value::none())
}

/// Seconds as whole seconds and nanoseconds.
fn moment(vm: &mut Vm, value: &Value) -> PyResult<(i64, i64)> {
    if let Some(seconds) = float::value_of(value) {
        let whole = seconds.floor();
        return Ok((whole as i64, ((seconds - whole) * 1e9) as i64));
    }
    Ok((vm.index_isize(value)? as i64, 0))
}

/// Nanoseconds as whole seconds and nanoseconds.
fn exact_moment(vm: &mut Vm, value: &Value) -> PyResult<(i64, i64)> {
    let billion = Value::small(1_000_000_000);
    let (whole, rest) = (vm.binary(BinOp::FloorDiv, value, &billion)?, vm.binary(BinOp::Mod, value, &billion)?);
    Ok((int::to_i64(&whole).unwrap_or(i64::MAX), int::to_i64(&rest).unwrap_or(0)))
}

pub(super) fn utime(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["path", "times", "ns", "dir_fd", "follow_symlinks"];
    let [given, times, ns, from, follow] = Params::new("utime", names).required(1).keyword_only(3).bind(vm, args)?;
    no_folder(vm, from)?;
    let follow = flag(vm, follow, true)?;
    let times = times.filter(|times| !times.is_none());
    let pair = |value: &Value| value.downcast::<Tuple>().filter(|pair| pair.len() == 2).map(Obj::from_ref);
    let times = match (times, ns) {
        (Some(_), Some(_)) => {
            return Err(vm.value_error(format_args!("utime: you may specify either 'times' or 'ns' but not both")));
        }
        (Some(times), None) => match pair(times) {
            Some(pair) => Some([moment(vm, &pair.items()[0])?, moment(vm, &pair.items()[1])?]),
            None => {
                let message = format_args!("utime: 'times' must be either a tuple of two ints or None");
                return Err(vm.type_error(message));
            }
        },
        (None, Some(ns)) => match pair(ns) {
            Some(pair) => Some([exact_moment(vm, &pair.items()[0])?, exact_moment(vm, &pair.items()[1])?]),
            None => return Err(vm.type_error(format_args!("utime: 'ns' must be a tuple of two ints"))),
        },
        (None, None) => None,
    };
    match target(vm, "utime", given.unwrap_or(&Value::none()))? {
        Target::Path(path) => {
            path.call(vm, (libc::AT_FDCWD, Need::Write, follow), |folder, name, follow| {
                system::set_times(folder, name, times, follow)
            })?;
        }
        Target::File(number) => {
            vm.require(Grant::Everything, "utime of a descriptor")?;
            check_file(vm, number, system::set_file_times(number, times))?;
        }
    }
    Ok(Value::none())
}
