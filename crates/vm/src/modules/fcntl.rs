//! `fcntl`: what the system can do with open files.

use std::ffi::c_int;
use std::io;
use std::time::{Duration, Instant};

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::modules::io::errors;
use crate::types::bytes::borrow;
use crate::types::memoryview;

/// Most bytes of an argument.
const ROOM: usize = 1024;

/// A descriptor: an int, or what `fileno()` gives.
fn descriptor(vm: &mut Vm, value: &Value) -> PyResult<c_int> {
    let number = match crate::types::slice::has_index(vm, value) {
        true => value.clone(),
        false => {
            let name = vm.names().fileno.clone();
            match vm.get_attr_opt(value, &name)? {
                Some(fileno) => vm.call(&fileno, &[])?,
                None => {
                    return Err(vm.type_error(format_args!("argument must be an int, or have a fileno() method")));
                }
            }
        }
    };
    let number = vm.index_isize(&number)?;
    match c_int::try_from(number) {
        Ok(fd) if fd >= 0 => Ok(fd),
        _ => Err(vm.value_error(format_args!("file descriptor cannot be a negative integer ({number})"))),
    }
}

fn checked(vm: &mut Vm, result: io::Result<c_int>) -> PyResult {
    match result {
        Ok(number) => Ok(Value::small(i64::from(number))),
        Err(error) => Err(errors::os_error(vm, &error, None)),
    }
}

/// What the system answered.
fn answer(result: c_int) -> io::Result<c_int> {
    if result >= 0 { Ok(result) } else { Err(io::Error::last_os_error()) }
}

/// The longest time between two attempts at a lock.
const NAP: Duration = Duration::from_millis(2);

/// Tries to take a lock; as long as another has it, if one waits for that. (In slices, which the system's own way of
/// waiting is not; that two programs wait for each other it would have seen.)
///
/// # Errors
/// A stop; what functions of signals raise, KeyboardInterrupt.
pub(crate) fn lock_patiently(
    vm: &mut Vm,
    waits: bool,
    mut attempt: impl FnMut() -> c_int,
) -> PyResult<io::Result<c_int>> {
    let mut nap = Duration::from_micros(50);
    loop {
        match answer(vm.unlocked(&mut attempt)) {
            Err(error) if waits && error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return Ok(result),
        }
        vm.sleep_until(Instant::now() + nap)?;
        nap = (2 * nap).min(NAP);
    }
}

fn number(vm: &mut Vm, value: Option<&Value>) -> PyResult<i64> {
    match value {
        Some(value) => Ok(vm.index_isize(value)? as i64),
        None => Ok(0),
    }
}

/// Calls the system with an int, or with a copy of bytes, which is given back as it is then.
fn control(
    vm: &mut Vm,
    args: Args<'_>,
    call: impl Fn(&mut Vm, c_int, u64, usize) -> PyResult<io::Result<c_int>>,
) -> PyResult {
    let fd = descriptor(vm, &args.values[0])?;
    let command = number(vm, Some(&args.values[1]))? as u64;
    let Some(data) = args.values.get(2).and_then(borrow) else {
        let argument = number(vm, args.values.get(2))?;
        let result = call(vm, fd, command, argument as usize)?;
        return checked(vm, result);
    };
    let mut room = [0; ROOM];
    let len = data.len();
    match room.get_mut(..len) {
        Some(room) => room.copy_from_slice(data),
        None => return Err(vm.value_error(format_args!("argument is too long"))),
    }
    let result = call(vm, fd, command, room.as_mut_ptr() as usize)?;
    let result = checked(vm, result)?;
    let changed = room.get(..len).unwrap_or(&[]);
    let keep = match args.values.get(3) {
        Some(flag) => vm.truth(flag)?,
        None => true,
    };
    if keep && memoryview::is_writable(&args.values[2]) {
        memoryview::write_bytes(&args.values[2], 0, changed);
        return Ok(result);
    }
    vm.new_bytes(changed)
}

fn fcntl(vm: &mut Vm, args: Args<'_>) -> PyResult {
    control(vm, args, |vm, fd, command, argument| {
        let (attempt, waits) = match command as c_int {
            libc::F_SETLKW => (libc::F_SETLK, true),
            #[cfg(target_os = "linux")]
            libc::F_OFD_SETLKW => (libc::F_OFD_SETLK, true),
            command => (command, false),
        };
        // SAFETY: numbers, or the address of memory that holds any command's data.
        lock_patiently(vm, waits, || unsafe { libc::fcntl(fd, attempt, argument) })
    })
}

fn ioctl(vm: &mut Vm, args: Args<'_>) -> PyResult {
    control(vm, args, |vm, fd, request, argument| {
        // SAFETY: as above.
        Ok(answer(vm.unlocked(|| unsafe { libc::ioctl(fd, request as libc::c_ulong, argument) })))
    })
}

fn flock(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, operation) = (descriptor(vm, &args.values[0])?, number(vm, Some(&args.values[1]))?);
    let (operation, waits) = (operation as c_int, operation as c_int & libc::LOCK_NB == 0);
    // SAFETY: numbers.
    let result = lock_patiently(vm, waits, || unsafe { libc::flock(fd, operation | libc::LOCK_NB) })?;
    checked(vm, result).map(|_| Value::none())
}

fn lockf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fd, operation) = (descriptor(vm, &args.values[0])?, number(vm, Some(&args.values[1]))? as c_int);
    let kind = match operation {
        _ if operation & libc::LOCK_UN != 0 => libc::F_UNLCK,
        _ if operation & libc::LOCK_SH != 0 => libc::F_RDLCK,
        _ if operation & libc::LOCK_EX != 0 => libc::F_WRLCK,
        _ => return Err(vm.value_error(format_args!("unrecognized lockf argument"))),
    };
    let lock = libc::flock {
        l_type: kind as i16,
        l_whence: number(vm, args.values.get(4))? as i16,
        l_start: number(vm, args.values.get(3))?,
        l_len: number(vm, args.values.get(2))?,
        l_pid: 0,
    };
    let waits = operation & libc::LOCK_NB == 0;
    // SAFETY: a lock that lives during the call.
    let result = lock_patiently(vm, waits, || unsafe { libc::fcntl(fd, libc::F_SETLK, &raw const lock) })?;
    checked(vm, result).map(|_| Value::none())
}

static NUMBERS: &[(&str, i64)] = &[
    ("LOCK_SH", libc::LOCK_SH as i64),
    ("LOCK_EX", libc::LOCK_EX as i64),
    ("LOCK_NB", libc::LOCK_NB as i64),
    ("LOCK_UN", libc::LOCK_UN as i64),
    ("F_DUPFD", libc::F_DUPFD as i64),
    ("F_DUPFD_CLOEXEC", libc::F_DUPFD_CLOEXEC as i64),
    ("F_GETFD", libc::F_GETFD as i64),
    ("F_SETFD", libc::F_SETFD as i64),
    ("F_GETFL", libc::F_GETFL as i64),
    ("F_SETFL", libc::F_SETFL as i64),
    ("F_GETLK", libc::F_GETLK as i64),
    ("F_SETLK", libc::F_SETLK as i64),
    ("F_SETLKW", libc::F_SETLKW as i64),
    ("F_GETOWN", libc::F_GETOWN as i64),
    ("F_SETOWN", libc::F_SETOWN as i64),
    ("F_RDLCK", libc::F_RDLCK as i64),
    ("F_WRLCK", libc::F_WRLCK as i64),
    ("F_UNLCK", libc::F_UNLCK as i64),
    ("F_GETPIPE_SZ", libc::F_GETPIPE_SZ as i64),
    ("F_SETPIPE_SZ", libc::F_SETPIPE_SZ as i64),
    ("FD_CLOEXEC", libc::FD_CLOEXEC as i64),
    ("FASYNC", libc::O_ASYNC as i64),
];

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "fcntl",
    doc: "This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket object.",
    functions: &[
        Method::new("fcntl", fcntl, 2, 3)
            .doc("fcntl($module, fd, cmd, arg=0, /)\n--\n\nPerform the operation `cmd` on file descriptor fd."),
        Method::new("ioctl", ioctl, 2, 4)
            .doc("ioctl($module, fd, request, arg=0, mutate_flag=True, /)\n--\n\nPerform the operation request on file descriptor fd."),
        Method::new("flock", flock, 2, 2)
            .doc("flock($module, fd, operation, /)\n--\n\nPerform the lock operation `operation` on file descriptor `fd`."),
        Method::new("lockf", lockf, 2, 5)
            .doc("lockf($module, fd, cmd, len=0, start=0, whence=0, /)\n--\n\nA wrapper around the fcntl() locking calls."),
    ],
    types: &[],
    init: Some(|vm, module| {
        NUMBERS.iter().try_for_each(|(name, number)| put(vm, &module.dict, name, Value::small(*number)))
    }),
};
