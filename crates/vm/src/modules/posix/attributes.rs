//! Extended attributes of files.

use std::io;

use pitviper_object::Value;

use super::path::{Path, Target, check_file, decoded, flag, folder, path, small, target};
use super::system::{checked, counted};
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::bytes::{BytesBuilder, buffer_argument};

/// Fails when links of a descriptor are not to be followed.
fn followed(vm: &mut Vm, function: &str, target: &Target, follow: Option<&Value>) -> PyResult<bool> {
    let follow = flag(vm, follow, true)?;
    if !follow && matches!(target, Target::File(_)) {
        return Err(vm.value_error(format_args!("{function}: cannot use fd and follow_symlinks together")));
    }
    Ok(follow)
}

fn finish<T>(vm: &mut Vm, target: &Target, result: io::Result<T>) -> PyResult<T> {
    match target {
        Target::Path(path) => path.check(vm, result),
        Target::File(fd) => check_file(vm, *fd, result),
    }
}

/// Extended attributes are as if no file system had any, in a sandbox.
fn supported(vm: &mut Vm) -> PyResult<()> {
    let supported = vm.sandbox.everything;
    super::path::check(vm, if supported { Ok(()) } else { Err(io::Error::from_raw_os_error(libc::ENOTSUP)) })
}

/// Most bytes of a value or of a list of names.
const MOST: usize = 65_536;

fn get(target: &Target, name: &Path, follow: bool, out: &mut [u8]) -> io::Result<usize> {
    let (name, place, size) = (name.as_c().as_ptr(), out.as_mut_ptr().cast(), out.len());
    // SAFETY: strings that end with zeros; the memory is the slice's.
    counted(unsafe {
        match target {
            Target::File(fd) => libc::fgetxattr(*fd, name, place, size),
            Target::Path(path) if follow => libc::getxattr(path.as_c().as_ptr(), name, place, size),
            Target::Path(path) => libc::lgetxattr(path.as_c().as_ptr(), name, place, size),
        }
    })
}

fn getxattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    supported(vm)?;
    let names = ["path", "attribute", "follow_symlinks"];
    let [given, name, follow] = Params::new("getxattr", names).required(2).keyword_only(1).bind(vm, args)?;
    let target = target(vm, "getxattr", given.unwrap_or(&Value::none()))?;
    let name = path(vm, "getxattr", "attribute", name.unwrap_or(&Value::none()))?;
    let follow = followed(vm, "getxattr", &target, follow)?;
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, MOST)?;
    let length = get(&target, &name, follow, out.data_mut());
    let length = finish(vm, &target, length)?;
    vm.new_bytes(out.data().get(..length).unwrap_or(&[]))
}

fn setxattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    supported(vm)?;
    let names = ["path", "attribute", "value", "flags", "follow_symlinks"];
    let [given, name, value, flags, follow] =
        Params::new("setxattr", names).required(3).keyword_only(1).bind(vm, args)?;
    let none = Value::none();
    let target = target(vm, "setxattr", given.unwrap_or(&none))?;
    let name = path(vm, "setxattr", "attribute", name.unwrap_or(&none))?;
    let value = buffer_argument(vm, value.unwrap_or(&none))?;
    let flags = flags.map_or(Ok(0), |flags| small(vm, flags))?;
    let follow = followed(vm, "setxattr", &target, follow)?;
    let (name, data, size) = (name.as_c().as_ptr(), value.as_ptr().cast(), value.len());
    // SAFETY: strings that end with zeros; the memory is the slice's.
    let done = checked(unsafe {
        match &target {
            Target::File(fd) => libc::fsetxattr(*fd, name, data, size, flags),
            Target::Path(path) if follow => libc::setxattr(path.as_c().as_ptr(), name, data, size, flags),
            Target::Path(path) => libc::lsetxattr(path.as_c().as_ptr(), name, data, size, flags),
        }
    });
    finish(vm, &target, done)?;
    Ok(Value::none())
}

fn removexattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    supported(vm)?;
    let names = ["path", "attribute", "follow_symlinks"];
    let [given, name, follow] = Params::new("removexattr", names).required(2).keyword_only(1).bind(vm, args)?;
    let target = target(vm, "removexattr", given.unwrap_or(&Value::none()))?;
    let name = path(vm, "removexattr", "attribute", name.unwrap_or(&Value::none()))?;
    let follow = followed(vm, "removexattr", &target, follow)?;
    let name = name.as_c().as_ptr();
    // SAFETY: strings that end with zeros.
    let done = checked(unsafe {
        match &target {
            Target::File(fd) => libc::fremovexattr(*fd, name),
            Target::Path(path) if follow => libc::removexattr(path.as_c().as_ptr(), name),
            Target::Path(path) => libc::lremovexattr(path.as_c().as_ptr(), name),
        }
    });
    finish(vm, &target, done)?;
    Ok(Value::none())
}

fn listxattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    supported(vm)?;
    let [given, follow] = Params::new("listxattr", ["path", "follow_symlinks"]).keyword_only(1).bind(vm, args)?;
    let target = folder(vm, "listxattr", given)?;
    let follow = followed(vm, "listxattr", &target, follow)?;
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, MOST)?;
    let (place, size) = (out.data_mut().as_mut_ptr().cast(), MOST);
    // SAFETY: strings that end with zeros; the memory is the builder's.
    let length = counted(unsafe {
        match &target {
            Target::File(fd) => libc::flistxattr(*fd, place, size),
            Target::Path(path) if follow => libc::listxattr(path.as_c().as_ptr(), place, size),
            Target::Path(path) => libc::llistxattr(path.as_c().as_ptr(), place, size),
        }
    });
    let length = finish(vm, &target, length)?;
    let list = vm.new_list()?;
    for name in out.data().get(..length).unwrap_or(&[]).split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let name = decoded(vm, name, false)?;
        vm.list_push(&list, name)?;
    }
    Ok(list.into_value())
}

pub(super) static FUNCTIONS: &[Method] = &[
    Method::keywords("getxattr", getxattr)
        .doc("getxattr($module, /, path, attribute, *, follow_symlinks=True)\n--\n\nAn extended attribute of a file."),
    Method::keywords("setxattr", setxattr)
        .doc("setxattr($module, /, path, attribute, value, flags=0, *,\n         follow_symlinks=True)\n--\n\nSet an extended attribute of a file."),
    Method::keywords("removexattr", removexattr)
        .doc("removexattr($module, /, path, attribute, *, follow_symlinks=True)\n--\n\nRemove an extended attribute of a file."),
    Method::keywords("listxattr", listxattr)
        .doc("listxattr($module, /, path=None, *, follow_symlinks=True)\n--\n\nThe names of a file's extended attributes."),
];
