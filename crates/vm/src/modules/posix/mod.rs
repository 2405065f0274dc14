//! `posix`: what the library's `os` takes from the operating system.

mod attributes;
mod children;
mod configuration;
mod configuration_names;
mod constants;
mod files;
mod folders;
mod identity;
mod nodes;
pub(crate) mod path;
mod process;
mod programs;
mod scan;
mod schedule;
mod shell;
mod stat;
mod system;
mod terminals;
mod transfer;

pub(crate) use path::fspath;
use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Method, TypeSpec};
use crate::core::vm::Vm;
use crate::types::module::Module;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;

/// Kinds of the types here.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const DIR_ENTRY: u8 = FIRST + 45;
    pub const SCANDIR: u8 = FIRST + 46;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&scan::DIR_ENTRY, &scan::SCANDIR];

/// A class of results, made when it is first asked for.
fn class(vm: &mut Vm, name: &str, definition: &Definition<'_>) -> PyResult<Obj<Type>> {
    let class = vm.module_class("posix", name, |vm| Ok(struct_sequence::define(vm, definition)?.to_value()))?;
    crate::types::iterators::typed(vm, class)
}

/// Fills memory with bytes that nobody can foresee.
///
/// # Errors
/// What the system says.
pub(crate) fn fill_random(out: &mut [u8]) -> std::io::Result<()> {
    system::random(out)
}

static FUNCTIONS: &[Method] = &[
    Method::keywords("access", stat::access).doc("access($module, /, path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)\n--\n\nWhether the process may do that with the file."),
    Method::keywords("chdir", folders::chdir).doc("chdir($module, /, path)\n--\n\nChange the working folder."),
    Method::keywords("chmod", stat::chmod).doc("chmod($module, /, path, mode, *, dir_fd=None, follow_symlinks=True)\n--\n\nChange who may do what with a file."),
    Method::keywords("chown", stat::chown).doc("chown($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)\n--\n\nChange the owner of a file."),
    Method::keywords("close", files::close).doc("close($module, /, fd)\n--\n\nClose a file descriptor."),
    Method::new("closerange", files::close_range, 2, 2).doc("closerange($module, fd_low, fd_high, /)\n--\n\nClose a range of file descriptors."),
    Method::new("cpu_count", process::cpu_count, 0, 0).doc("cpu_count($module, /)\n--\n\nHow many processors there are."),
    Method::new("device_encoding", process::device_encoding, 1, 1).doc("device_encoding($module, /, fd)\n--\n\nThe encoding of a terminal."),
    Method::new("dup", files::dup, 1, 1).doc("dup($module, fd, /)\n--\n\nA second descriptor of an open file."),
    Method::keywords("dup2", files::dup2).doc("dup2($module, /, fd, fd2, inheritable=True)\n--\n\nMake a descriptor stand for an open file."),
    Method::new("fspath", process::fspath, 1, 1).doc("fspath($module, /, path)\n--\n\nThe path as str or bytes."),
    Method::keywords("fstat", stat::fstat).doc("fstat($module, /, fd)\n--\n\nWhat the system knows about an open file."),
    Method::keywords("fsync", files::fsync).doc("fsync($module, /, fd)\n--\n\nWait until a file is on its device."),
    Method::new("ftruncate", files::ftruncate, 2, 2).doc("ftruncate($module, fd, length, /)\n--\n\nSet the length of an open file."),
    Method::new("get_blocking", files::get_blocking, 1, 1).doc("get_blocking($module, fd, /)\n--\n\nWhether reading and writing wait."),
    Method::new("get_inheritable", files::get_inheritable, 1, 1).doc("get_inheritable($module, fd, /)\n--\n\nWhether new processes get the descriptor."),
    Method::new("get_terminal_size", process::terminal_size, 0, 1).doc("Return the size of the terminal window as (columns, lines)."),
    Method::new("getcwd", folders::getcwd, 0, 0).doc("getcwd($module, /)\n--\n\nThe working folder."),
    Method::new("getcwdb", folders::getcwdb, 0, 0).doc("getcwdb($module, /)\n--\n\nThe working folder as bytes."),
    Method::new("getegid", process::getegid, 0, 0).doc("getegid($module, /)\n--\n\nThe effective group."),
    Method::new("geteuid", process::geteuid, 0, 0).doc("geteuid($module, /)\n--\n\nThe effective user."),
    Method::new("getgid", process::getgid, 0, 0).doc("getgid($module, /)\n--\n\nThe group."),
    Method::new("getloadavg", process::load_average, 0, 0).doc("getloadavg($module, /)\n--\n\nHow busy the system was in the last 1, 5 and 15 minutes."),
    Method::new("getpgrp", process::getpgrp, 0, 0).doc("getpgrp($module, /)\n--\n\nThe process group."),
    Method::new("getpid", process::getpid, 0, 0).doc("getpid($module, /)\n--\n\nThe number of the process."),
    Method::new("getppid", process::getppid, 0, 0).doc("getppid($module, /)\n--\n\nThe number of the parent process."),
    Method::new("getuid", process::getuid, 0, 0).doc("getuid($module, /)\n--\n\nThe user."),
    Method::new("isatty", files::isatty, 1, 1).doc("isatty($module, fd, /)\n--\n\nWhether a descriptor is a terminal's."),
    Method::new("kill", process::kill, 2, 2).doc("kill($module, pid, signal, /)\n--\n\nSend a signal to a process."),
    Method::keywords("link", folders::link).doc("link($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=(os.name != 'nt'))\n--\n\nGive a file another name."),
    Method::keywords("listdir", folders::listdir).doc("listdir($module, /, path=None)\n--\n\nThe names in a folder."),
    Method::new("lseek", files::lseek, 3, 3).doc("lseek($module, fd, position, whence, /)\n--\n\nSet the position of an open file."),
    Method::keywords("lstat", stat::lstat).doc("lstat($module, /, path, *, dir_fd=None)\n--\n\nWhat the system knows about a file or link."),
    Method::keywords("mkdir", folders::mkdir).doc("mkdir($module, /, path, mode=511, *, dir_fd=None)\n--\n\nMake a folder."),
    Method::keywords("open", files::open).doc("open($module, /, path, flags, mode=511, *, dir_fd=None)\n--\n\nOpen a file; its descriptor."),
    Method::new("pipe", files::pipe, 0, 0).doc("pipe($module, /)\n--\n\nA pipe: descriptors to read from and to write to."),
    Method::new("putenv", process::putenv, 2, 2).doc("putenv($module, name, value, /)\n--\n\nSet a variable of the environment."),
    Method::new("read", files::read, 2, 2).doc("read($module, fd, length, /)\n--\n\nRead bytes from an open file."),
    Method::keywords("readlink", folders::readlink).doc("readlink($module, /, path, *, dir_fd=None)\n--\n\nWhat a symbolic link leads to."),
    Method::keywords("remove", folders::remove).doc("remove($module, /, path, *, dir_fd=None)\n--\n\nRemove a file."),
    Method::keywords("rename", folders::rename).doc("rename($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or folder."),
    Method::keywords("replace", folders::replace).doc("replace($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)\n--\n\nRename a file or folder over another."),
    Method::keywords("rmdir", folders::rmdir).doc("rmdir($module, /, path, *, dir_fd=None)\n--\n\nRemove a folder, which must be empty."),
    Method::keywords("scandir", scan::scandir).doc("scandir($module, /, path=None)\n--\n\nAn iterator over what is in a folder."),
    Method::new("set_blocking", files::set_blocking, 2, 2).doc("set_blocking($module, fd, blocking, /)\n--\n\nSay whether reading and writing wait."),
    Method::new("set_inheritable", files::set_inheritable, 2, 2).doc("set_inheritable($module, fd, inheritable, /)\n--\n\nSay whether new processes get the descriptor."),
    Method::keywords("stat", stat::stat).doc("stat($module, /, path, *, dir_fd=None, follow_symlinks=True)\n--\n\nWhat the system knows about a file."),
    Method::new("strerror", process::strerror, 1, 1).doc("strerror($module, code, /)\n--\n\nThe system's words for an error number."),
    Method::keywords("symlink", folders::symlink).doc("symlink($module, /, src, dst, target_is_directory=False, *, dir_fd=None)\n--\n\nMake a symbolic link."),
    Method::new("times", process::times, 0, 0).doc("times($module, /)\n--\n\nProcessor time used so far."),
    Method::keywords("truncate", files::truncate).doc("truncate($module, /, path, length)\n--\n\nSet the length of a file."),
    Method::new("umask", process::umask, 1, 1).doc("umask($module, mask, /)\n--\n\nSet which rights new files do not get; the old setting."),
    Method::new("uname", process::uname, 0, 0).doc("uname($module, /)\n--\n\nThe system's name, release, version and machine."),
    Method::keywords("unlink", folders::unlink).doc("unlink($module, /, path, *, dir_fd=None)\n--\n\nRemove a file."),
    Method::new("unsetenv", process::unsetenv, 1, 1).doc("unsetenv($module, name, /)\n--\n\nRemove a variable of the environment."),
    Method::new("urandom", process::urandom, 1, 1).doc("urandom($module, size, /)\n--\n\nBytes that nobody can foresee."),
    Method::keywords("utime", stat::utime).doc("utime($module, /, path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)\n--\n\nSet a file's times of access and change."),
    Method::new("waitstatus_to_exitcode", process::exit_code, 1, 1).doc("waitstatus_to_exitcode($module, /, status)\n--\n\nThe exit code in a wait status."),
    Method::new("write", files::write, 2, 2).doc("write($module, fd, data, /)\n--\n\nWrite bytes to an open file."),
    Method::keywords("_exit", process::exit).doc("_exit($module, /, status)\n--\n\nEnd the process at once."),
    Method::new("abort", process::abort, 0, 0).doc("abort($module, /)\n--\n\nEnd the process as after a fault."),
    Method::new("_create_environ", process::create_environ, 0, 0).doc("_create_environ($module, /)\n--\n\nThe environment of the process."),
];

/// Functions by topic, without those in this file.
pub(crate) static TABLES: &[&[Method]] = &[
    attributes::FUNCTIONS,
    children::FUNCTIONS,
    configuration::FUNCTIONS,
    identity::FUNCTIONS,
    nodes::FUNCTIONS,
    programs::FUNCTIONS,
    schedule::FUNCTIONS,
    terminals::FUNCTIONS,
    transfer::FUNCTIONS,
];

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    for table in TABLES {
        crate::types::module::add_functions(vm, module, table)?;
    }
    configuration::fill(vm, module)?;
    for (name, number) in constants::NUMBERS.iter().chain(constants::LINUX_NUMBERS) {
        put(vm, module, name, Value::small(*number))?;
    }
    let environment = process::environment(vm)?.into_value();
    put(vm, module, "environ", environment)?;
    let error = vm.exc_type(Exc::OSError).to_value();
    put(vm, module, "error", error)?;
    let class = stat::class(vm)?.to_value();
    put(vm, module, "stat_result", class)?;
    let [uname, times, terminal] = process::classes(vm)?;
    put(vm, module, "uname_result", uname)?;
    put(vm, module, "times_result", times)?;
    put(vm, module, "terminal_size", terminal)?;
    let more = [
        ("statvfs_result", children::statvfs_class(vm)?),
        ("waitid_result", programs::wait_class(vm)?),
        ("sched_param", schedule::param_class(vm)?),
    ];
    for (name, class) in more {
        put(vm, module, name, class.to_value())?;
    }
    let entry = vm.type_of_kind(kind::DIR_ENTRY).to_value();
    put(vm, module, "DirEntry", entry)?;
    let features = vm.new_list()?;
    for feature in [
        "HAVE_FSTATAT",
        "HAVE_MKDIRAT",
        "HAVE_OPENAT",
        "HAVE_READLINKAT",
        "HAVE_UNLINKAT",
        "HAVE_FCHDIR",
        "HAVE_FCHMOD",
        "HAVE_FCHOWN",
        "HAVE_FDOPENDIR",
        "HAVE_FEXECVE",
        "HAVE_FPATHCONF",
        "HAVE_FSTATVFS",
        "HAVE_FTRUNCATE",
        "HAVE_FUTIMENS",
        "HAVE_LCHOWN",
        "HAVE_LSTAT",
    ] {
        let feature = vm.new_str(feature)?;
        vm.list_push(&features, feature)?;
    }
    put(vm, module, "_have_functions", features.into_value())
}

fn put(vm: &mut Vm, module: &Obj<Module>, name: &str, value: Value) -> PyResult<()> {
    let name = vm.intern(name)?;
    vm.dict_set_str(&module.dict, &name, value)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "posix",
    doc: "This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard (a thinly\ndisguised Unix interface).  Refer to the library manual and\ncorresponding Unix manual entries for more information on calls.",
    functions: FUNCTIONS,
    types: &[],
    init: Some(init),
};
