//! Who the process is, and what it is entitled to: users, groups, priorities.

use std::ffi::c_int;
use std::io;

use pitviper_object::Value;

use super::path::{check, decoded, path, small};
use super::system::{checked, errno};
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::int;
use crate::types::slice::has_index;

/// A user's or group's number, -1 for none.
pub(super) fn identity(vm: &mut Vm, what: &str, value: &Value) -> PyResult<u32> {
    if !has_index(vm, value) {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("{what} should be integer, not {kind}")));
    }
    let index = vm.to_index(value)?;
    match int::to_i64(&index) {
        Some(-1) => Ok(u32::MAX),
        Some(number) if (0..=i64::from(u32::MAX)).contains(&number) => Ok(number as u32),
        known => {
            // CPython says so of all numbers that a C long holds.
            let is_less = known.is_some() || int::is_negative(&index);
            let bound = if is_less { "less than minimum" } else { "greater than maximum" };
            Err(vm.raise(Exc::OverflowError, format_args!("{what} is {bound}")))
        }
    }
}

/// As [`identity`], one after the other.
fn identities<const N: usize>(vm: &mut Vm, what: &str, args: Args<'_>) -> PyResult<[u32; N]> {
    let mut numbers = [0; N];
    for (number, value) in numbers.iter_mut().zip(args.values) {
        *number = identity(vm, what, value)?;
    }
    Ok(numbers)
}

fn done(vm: &mut Vm, result: c_int) -> PyResult {
    check(vm, checked(result))?;
    Ok(Value::none())
}

fn setuid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [user] = identities(vm, "uid", args)?;
    // SAFETY: a number.
    done(vm, unsafe { libc::setuid(user) })
}

fn seteuid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [user] = identities(vm, "uid", args)?;
    // SAFETY: a number.
    done(vm, unsafe { libc::seteuid(user) })
}

fn setgid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [group] = identities(vm, "gid", args)?;
    // SAFETY: a number.
    done(vm, unsafe { libc::setgid(group) })
}

fn setegid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [group] = identities(vm, "gid", args)?;
    // SAFETY: a number.
    done(vm, unsafe { libc::setegid(group) })
}

fn setreuid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [real, effective] = identities(vm, "uid", args)?;
    // SAFETY: numbers.
    done(vm, unsafe { libc::setreuid(real, effective) })
}

fn setregid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [real, effective] = identities(vm, "gid", args)?;
    // SAFETY: numbers.
    done(vm, unsafe { libc::setregid(real, effective) })
}

fn setresuid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [real, effective, saved] = identities(vm, "uid", args)?;
    // SAFETY: numbers.
    done(vm, unsafe { libc::setresuid(real, effective, saved) })
}

fn setresgid(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [real, effective, saved] = identities(vm, "gid", args)?;
    // SAFETY: numbers.
    done(vm, unsafe { libc::setresgid(real, effective, saved) })
}

type GetThree = unsafe extern "C" fn(*mut u32, *mut u32, *mut u32) -> c_int;

fn three(vm: &mut Vm, get: GetThree) -> PyResult {
    let [mut real, mut effective, mut saved] = [0u32; 3];
    // SAFETY: three out parameters of the right type; the callers pass getresuid and getresgid.
    check(vm, checked(unsafe { get(&raw mut real, &raw mut effective, &raw mut saved) }))?;
    vm.new_tuple_from([real, effective, saved].map(|number| Value::small(i64::from(number))))
}

fn getresuid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    three(vm, libc::getresuid)
}

fn getresgid(vm: &mut Vm, _: Args<'_>) -> PyResult {
    three(vm, libc::getresgid)
}

fn setpgrp(vm: &mut Vm, _: Args<'_>) -> PyResult {
    // SAFETY: numbers.
    done(vm, unsafe { libc::setpgid(0, 0) })
}

/// Room for as many groups as the system gives a process.
const GROUPS: usize = 65_536;

fn setgroups(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let groups = vm.list_from(&args.values[0])?;
    if groups.len() > GROUPS {
        return Err(vm.value_error(format_args!("too many groups")));
    }
    let mut numbers = BytesBuilder::new(vm);
    let mut index = 0;
    while let Some(group) = groups.get(index) {
        index += 1;
        if !int::is_int(&group) {
            return Err(vm.type_error(format_args!("groups must be integers")));
        }
        let group = identity(vm, "gid", &group)?;
        numbers.push(&group.to_ne_bytes())?;
    }
    // SAFETY: `index` numbers of 32 bits; the builder's memory is aligned for words.
    done(vm, unsafe { libc::setgroups(index, numbers.data().as_ptr().cast()) })
}

fn getgrouplist(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let user = path(vm, "getgrouplist", "user", &args.values[0])?;
    let group = identity(vm, "gid", &args.values[1])?;
    let mut numbers = BytesBuilder::new(vm);
    numbers.push_repeated(0, GROUPS * size_of::<libc::gid_t>())?;
    let mut count = GROUPS as c_int;
    let place = numbers.data_mut().as_mut_ptr().cast();
    // SAFETY: a string that ends with a zero, and room for `count` groups.
    check(vm, checked(unsafe { libc::getgrouplist(user.as_c().as_ptr(), group, place, &raw mut count) }))?;
    let list = vm.new_list()?;
    for bytes in numbers.data().chunks_exact(4).take(count as usize) {
        let group = bytes.first_chunk().map_or(0, |bytes| u32::from_ne_bytes(*bytes));
        vm.list_push(&list, Value::small(i64::from(group)))?;
    }
    Ok(list.into_value())
}

fn initgroups(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let user = path(vm, "initgroups", "username", &args.values[0])?;
    let group = identity(vm, "gid", &args.values[1])?;
    // SAFETY: a string that ends with a zero.
    done(vm, unsafe { libc::initgroups(user.as_c().as_ptr(), group) })
}

unsafe extern "C" {
    /// Of the system's C library; the crate `libc` lacks it.
    fn getlogin_r(name: *mut libc::c_char, size: usize) -> c_int;
}

fn getlogin(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let mut name = [0u8; 257];
    // SAFETY: room for as many bytes as it says.
    let error = unsafe { getlogin_r(name.as_mut_ptr().cast(), name.len()) };
    if error != 0 {
        return check(vm, Err(io::Error::from_raw_os_error(error)));
    }
    let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
    decoded(vm, &name[..end], false)
}

/// A call for which -1 is a proper result too.
fn ambiguous(vm: &mut Vm, call: impl FnOnce() -> c_int) -> PyResult<c_int> {
    // SAFETY: the thread's own place.
    let (result, error) = unsafe {
        *errno() = 0;
        (call(), *errno())
    };
    let result = if result == -1 && error != 0 { Err(io::Error::from_raw_os_error(error)) } else { Ok(result) };
    check(vm, result)
}

fn nice(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let by = small(vm, &args.values[0])?;
    // SAFETY: a number.
    let now = ambiguous(vm, || unsafe { libc::nice(by) })?;
    Ok(Value::small(i64::from(now)))
}

fn getpriority(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [which, who] = args.parse(vm, "getpriority", ["which", "who"], 2, 0)?;
    let which = small(vm, which.unwrap_or(&Value::none()))?;
    let who = small(vm, who.unwrap_or(&Value::none()))?;
    // SAFETY: numbers.
    let priority = ambiguous(vm, || unsafe { libc::getpriority(which as _, who as u32) })?;
    Ok(Value::small(i64::from(priority)))
}

fn setpriority(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [which, who, priority] = args.parse(vm, "setpriority", ["which", "who", "priority"], 3, 0)?;
    let which = small(vm, which.unwrap_or(&Value::none()))?;
    let who = small(vm, who.unwrap_or(&Value::none()))?;
    let priority = small(vm, priority.unwrap_or(&Value::none()))?;
    // SAFETY: numbers.
    done(vm, unsafe { libc::setpriority(which as _, who as u32, priority) })
}

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("setuid", setuid, 1, 1).doc("setuid($module, uid, /)\n--\n\nBecome another user."),
    Method::new("seteuid", seteuid, 1, 1).doc("seteuid($module, euid, /)\n--\n\nSet the effective user."),
    Method::new("setgid", setgid, 1, 1).doc("setgid($module, gid, /)\n--\n\nSet the group."),
    Method::new("setegid", setegid, 1, 1).doc("setegid($module, egid, /)\n--\n\nSet the effective group."),
    Method::new("setreuid", setreuid, 2, 2)
        .doc("setreuid($module, ruid, euid, /)\n--\n\nSet the real and effective user."),
    Method::new("setregid", setregid, 2, 2)
        .doc("setregid($module, rgid, egid, /)\n--\n\nSet the real and effective group."),
    Method::new("setresuid", setresuid, 3, 3)
        .doc("setresuid($module, ruid, euid, suid, /)\n--\n\nSet the real, effective and saved user."),
    Method::new("setresgid", setresgid, 3, 3)
        .doc("setresgid($module, rgid, egid, sgid, /)\n--\n\nSet the real, effective and saved group."),
    Method::new("getresuid", getresuid, 0, 0).doc("getresuid($module, /)\n--\n\nThe real, effective and saved user."),
    Method::new("getresgid", getresgid, 0, 0).doc("getresgid($module, /)\n--\n\nThe real, effective and saved group."),
    Method::new("setpgrp", setpgrp, 0, 0).doc("setpgrp($module, /)\n--\n\nMake the process the leader of its group."),
    Method::new("setgroups", setgroups, 1, 1).doc("setgroups($module, groups, /)\n--\n\nSet the supplementary groups."),
    Method::new("getgrouplist", getgrouplist, 2, 2)
        .doc("getgrouplist($module, user, group, /)\n--\n\nThe groups that a user belongs to."),
    Method::new("initgroups", initgroups, 2, 2)
        .doc("initgroups($module, username, gid, /)\n--\n\nSet the groups to those of a user."),
    Method::new("getlogin", getlogin, 0, 0).doc("getlogin($module, /)\n--\n\nThe name that the user logged in with."),
    Method::new("nice", nice, 1, 1)
        .doc("nice($module, increment, /)\n--\n\nLower the priority of the process; the new one."),
    Method::keywords("getpriority", getpriority).doc("getpriority($module, /, which, who)\n--\n\nA priority."),
    Method::keywords("setpriority", setpriority)
        .doc("setpriority($module, /, which, who, priority)\n--\n\nSet a priority."),
];
