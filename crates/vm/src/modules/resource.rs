//! `resource`: limits of the process, and what it used.

use std::ffi::c_int;
use std::io;

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::modules::io::errors;
use crate::types::module::Module;
use crate::types::tuple::Tuple;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;

const NUMBERS: &[(&str, i64)] = &[
    ("RLIMIT_CPU", libc::RLIMIT_CPU as i64),
    ("RLIMIT_FSIZE", libc::RLIMIT_FSIZE as i64),
    ("RLIMIT_DATA", libc::RLIMIT_DATA as i64),
    ("RLIMIT_STACK", libc::RLIMIT_STACK as i64),
    ("RLIMIT_CORE", libc::RLIMIT_CORE as i64),
    ("RLIMIT_NOFILE", libc::RLIMIT_NOFILE as i64),
    ("RLIMIT_OFILE", libc::RLIMIT_NOFILE as i64),
    ("RLIMIT_AS", libc::RLIMIT_AS as i64),
    ("RLIMIT_RSS", libc::RLIMIT_RSS as i64),
    ("RLIMIT_NPROC", libc::RLIMIT_NPROC as i64),
    ("RLIMIT_MEMLOCK", libc::RLIMIT_MEMLOCK as i64),
    #[cfg(target_os = "linux")]
    ("RLIMIT_SIGPENDING", libc::RLIMIT_SIGPENDING as i64),
    #[cfg(target_os = "linux")]
    ("RLIMIT_MSGQUEUE", libc::RLIMIT_MSGQUEUE as i64),
    #[cfg(target_os = "linux")]
    ("RLIMIT_NICE", libc::RLIMIT_NICE as i64),
    #[cfg(target_os = "linux")]
    ("RLIMIT_RTPRIO", libc::RLIMIT_RTPRIO as i64),
    #[cfg(target_os = "linux")]
    ("RLIMIT_RTTIME", libc::RLIMIT_RTTIME as i64),
    ("RUSAGE_SELF", libc::RUSAGE_SELF as i64),
    ("RUSAGE_CHILDREN", libc::RUSAGE_CHILDREN as i64),
    #[cfg(target_os = "linux")]
    ("RUSAGE_THREAD", libc::RUSAGE_THREAD as i64),
    ("RLIM_INFINITY", libc::RLIM_INFINITY as i64),
];

/// A C `int`.
fn int(vm: &mut Vm, value: &Value) -> PyResult<c_int> {
    let value = vm.to_index(value)?;
    match crate::types::int::to_i64(&value).map(c_int::try_from) {
        Some(Ok(value)) => Ok(value),
        _ => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
    }
}

/// A limit; -1 is none.
fn limit(vm: &mut Vm, value: &Value) -> PyResult<libc::rlim_t> {
    let value = vm.to_index(value)?;
    match crate::types::int::to_i64(&value) {
        Some(value) => Ok(value as libc::rlim_t),
        None => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C rlim_t"))),
    }
}

/// A pair of limits out of any two items.
fn limits(vm: &mut Vm, value: &Value) -> PyResult<libc::rlimit> {
    let pair = vm.tuple_from(value)?;
    match pair.downcast::<Tuple>().map(Tuple::items) {
        Some([current, max]) => Ok(libc::rlimit { rlim_cur: limit(vm, current)?, rlim_max: limit(vm, max)? }),
        _ => Err(vm.value_error(format_args!("expected a tuple of 2 integers"))),
    }
}

fn pair(vm: &mut Vm, limits: &libc::rlimit) -> PyResult {
    let (current, max) = (vm.new_int(limits.rlim_cur as i64)?, vm.new_int(limits.rlim_max as i64)?);
    vm.new_tuple_from([current, max])
}

/// What the last call failed of.
fn failure(vm: &mut Vm) -> crate::core::error::Raised {
    let error = io::Error::last_os_error();
    match error.raw_os_error() {
        Some(libc::EINVAL) => vm.value_error(format_args!("current limit exceeds maximum limit")),
        Some(libc::EPERM) => vm.value_error(format_args!("not allowed to raise maximum limit")),
        _ => errors::os_error(vm, &error, None),
    }
}

/// The limits as they are.
fn current(vm: &mut Vm, resource: c_int) -> PyResult<libc::rlimit> {
    let mut limits = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the place is ours; the system refuses numbers it does not know.
    let result = if resource < 0 { -1 } else { unsafe { libc::getrlimit(resource as _, &raw mut limits) } };
    if result == 0 { Ok(limits) } else { Err(vm.value_error(format_args!("invalid resource specified"))) }
}

fn getrlimit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let resource = int(vm, &args.values[0])?;
    let limits = current(vm, resource)?;
    pair(vm, &limits)
}

fn setrlimit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let resource = int(vm, &args.values[0])?;
    current(vm, resource)?;
    let limits = limits(vm, &args.values[1])?;
    // SAFETY: reads the limits only.
    if unsafe { libc::setrlimit(resource as _, &raw const limits) } != 0 {
        return Err(failure(vm));
    }
    Ok(Value::none())
}

#[cfg(target_os = "linux")]
fn prlimit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (process, resource) = (int(vm, &args.values[0])?, int(vm, &args.values[1])?);
    current(vm, resource)?;
    let new = match args.values.get(2).filter(|new| !new.is_none()) {
        Some(new) => Some(limits(vm, new)?),
        None => None,
    };
    let new = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    let mut old = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: reads and writes our own places.
    if unsafe { libc::prlimit(process, resource as _, new, &raw mut old) } != 0 {
        return Err(failure(vm));
    }
    pair(vm, &old)
}

fn rusage_class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    let class = vm.module_class("resource", "struct_rusage", |vm| {
        struct_sequence::define(
            vm,
            &Definition {
                name: "struct_rusage",
                module: "resource",
                doc: "struct_rusage: what getrusage() gives, a tuple whose items are attributes as well.",
                fields: &[
                    "ru_utime",
                    "ru_stime",
                    "ru_maxrss",
                    "ru_ixrss",
                    "ru_idrss",
                    "ru_isrss",
                    "ru_minflt",
                    "ru_majflt",
                    "ru_nswap",
                    "ru_inblock",
                    "ru_oublock",
                    "ru_msgsnd",
                    "ru_msgrcv",
                    "ru_nsignals",
                    "ru_nvcsw",
                    "ru_nivcsw",
                ],
                in_sequence: 16,
                callable: true,
            },
        )
        .map(Obj::into_value)
    })?;
    Obj::<Type>::try_from_value(class).map_err(|_| vm.no_memory())
}

fn getrusage(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let who = int(vm, &args.values[0])?;
    // SAFETY: plain numbers, for which zero is a value.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the place is ours; the system refuses numbers it does not know.
    if unsafe { libc::getrusage(who, &raw mut usage) } != 0 {
        return Err(vm.value_error(format_args!("invalid who parameter")));
    }
    let class = rusage_class(vm)?;
    let mut values = [const { Value::small(0) }; 16];
    for (place, time) in values.iter_mut().zip([usage.ru_utime, usage.ru_stime]) {
        *place = vm.new_float(time.tv_sec as f64 + time.tv_usec as f64 * 1e-6)?;
    }
    let counts = [
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ];
    for (place, count) in values.iter_mut().skip(2).zip(counts) {
        *place = vm.new_int(count)?;
    }
    struct_sequence::create(vm, &class, &values)
}

fn getpagesize(vm: &mut Vm, _: Args<'_>) -> PyResult {
    // SAFETY: asks for a number.
    vm.new_int(unsafe { libc::sysconf(libc::_SC_PAGESIZE) })
}

fn fill(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    for (name, number) in NUMBERS {
        put(vm, &module.dict, name, Value::small(*number))?;
    }
    let class = rusage_class(vm)?.into_value();
    put(vm, &module.dict, "struct_rusage", class)?;
    let error = vm.exc_type(Exc::OSError).to_value();
    put(vm, &module.dict, "error", error)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "resource",
    doc: "",
    functions: &[
        Method::new("getrlimit", getrlimit, 1, 1).doc("getrlimit($module, resource, /)\n--\n\n"),
        Method::new("setrlimit", setrlimit, 2, 2).doc("setrlimit($module, resource, limits, /)\n--\n\n"),
        #[cfg(target_os = "linux")]
        Method::new("prlimit", prlimit, 2, 3).doc("prlimit($module, pid, resource, limits=None, /)\n--\n\n"),
        Method::new("getrusage", getrusage, 1, 1).doc("getrusage($module, who, /)\n--\n\n"),
        Method::new("getpagesize", getpagesize, 0, 0).doc("getpagesize($module, /)\n--\n\n"),
    ],
    types: &[],
    init: Some(fill),
};
