//! What the system can do and how much of it: `sysconf`, `confstr`, `pathconf`.

use std::ffi::c_int;
use std::io;

use pitviper_object::{Obj, Value};

use super::configuration_names::{PATHS, SYSTEM, TEXTS};
use super::path::{Target, check, check_file, decoded, file_number, small, target};
use super::system::errno;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::bytes::BytesBuilder;
use crate::types::module::Module;
use crate::types::slice::has_index;
use crate::types::str::Str;

type Names = &'static [(&'static str, i32)];

/// The number that a name or number means.
fn number(vm: &mut Vm, names: Names, value: &Value) -> PyResult<c_int> {
    if let Some(given) = value.downcast::<Str>() {
        let given = given.as_ascii().unwrap_or("");
        return match names.iter().find(|(name, _)| *name == given) {
            Some((_, number)) => Ok(*number),
            None => Err(vm.value_error(format_args!("unrecognized configuration name"))),
        };
    }
    if has_index(vm, value) {
        return small(vm, value);
    }
    Err(vm.type_error(format_args!("configuration names must be strings or integers")))
}

/// A call whose -1 is an error only with an error number.
fn limit(call: impl FnOnce() -> i64) -> io::Result<i64> {
    // SAFETY: the thread's own place.
    let (result, error) = unsafe {
        *errno() = 0;
        (call(), *errno())
    };
    if result == -1 && error != 0 { Err(io::Error::from_raw_os_error(error)) } else { Ok(result) }
}

fn sysconf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = number(vm, SYSTEM, &args.values[0])?;
    // SAFETY: a number.
    let value = check(vm, limit(|| unsafe { libc::sysconf(name) }))?;
    vm.new_int(value)
}

fn confstr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = number(vm, TEXTS, &args.values[0])?;
    let length = check(
        vm,
        limit(|| {
            // SAFETY: no memory is given.
            match unsafe { libc::confstr(name, std::ptr::null_mut(), 0) } {
                0 => -1,
                length => length as i64,
            }
        }),
    )?;
    let Ok(length) = usize::try_from(length) else { return Ok(Value::none()) };
    let mut out = BytesBuilder::new(vm);
    out.push_repeated(0, length)?;
    // SAFETY: room for `length` bytes.
    unsafe { libc::confstr(name, out.data_mut().as_mut_ptr().cast(), length) };
    let text = out.data().split(|byte| *byte == 0).next().unwrap_or(&[]);
    decoded(vm, text, false)
}

fn pathconf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [given, name] = args.parse(vm, "pathconf", ["path", "name"], 2, 0)?;
    let target = target(vm, "pathconf", given.unwrap_or(&Value::none()))?;
    let name = number(vm, PATHS, name.unwrap_or(&Value::none()))?;
    let value = match &target {
        Target::Path(path) => {
            // SAFETY: a path that ends with a zero.
            let value = limit(|| unsafe { libc::pathconf(path.as_c().as_ptr(), name) });
            path.check(vm, value)?
        }
        // SAFETY: numbers.
        Target::File(fd) => check_file(vm, *fd, limit(|| unsafe { libc::fpathconf(*fd, name) }))?,
    };
    vm.new_int(value)
}

fn fpathconf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let fd = file_number(vm, &args.values[0])?;
    let name = number(vm, PATHS, &args.values[1])?;
    // SAFETY: numbers.
    let value = check(vm, limit(|| unsafe { libc::fpathconf(fd, name) }))?;
    vm.new_int(value)
}

/// The tables of names.
pub(super) fn fill(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    for (table, names) in [("sysconf_names", SYSTEM), ("confstr_names", TEXTS), ("pathconf_names", PATHS)] {
        let dict = vm.new_dict()?;
        for (name, number) in names {
            let name = vm.intern(name)?;
            vm.dict_set(&dict, name, Value::small(i64::from(*number)))?;
        }
        super::put(vm, module, table, dict.into_value())?;
    }
    Ok(())
}

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("sysconf", sysconf, 1, 1)
        .doc("sysconf($module, name, /)\n--\n\nA number that the system tells of itself."),
    Method::new("confstr", confstr, 1, 1)
        .doc("confstr($module, name, /)\n--\n\nA text that the system tells of itself."),
    Method::keywords("pathconf", pathconf)
        .doc("pathconf($module, /, path, name)\n--\n\nA limit that holds for a file."),
    Method::new("fpathconf", fpathconf, 2, 2)
        .doc("fpathconf($module, fd, name, /)\n--\n\nA limit that holds for an open file."),
];
