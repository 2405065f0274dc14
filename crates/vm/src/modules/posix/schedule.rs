//! When processes run, and on which processors.

use std::mem::MaybeUninit;

use pitviper_object::{Obj, Value};

use super::path::{check, small};
use super::system::checked;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;

/// `sched_param`: unlike other structure sequences it is made of its field.
pub(super) fn param_class(vm: &mut Vm) -> PyResult<Obj<Type>> {
    let class = vm.module_class("posix", "sched_param", |vm| {
        let definition = Definition {
            name: "sched_param",
            module: "posix",
            doc: "Currently has only one field: sched_priority",
            fields: &["sched_priority"],
            in_sequence: 1,
            callable: true,
        };
        let class = struct_sequence::define(vm, &definition)?;
        let new = vm.new_native_function(&NEW, None)?;
        vm.dict_set_str(&class.dict, &vm.names().__new__, new)?;
        vm.step_epoch();
        Ok(class.to_value())
    })?;
    crate::types::iterators::typed(vm, class)
}

static NEW: Method = Method::keywords("__new__", new_param);

fn new_param(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [priority] = args.behind_receiver().parse(vm, "sched_param", ["sched_priority"], 1, 0)?;
    match args.values[0].downcast::<Type>() {
        Some(class) => struct_sequence::create(vm, class, &[priority.cloned().unwrap_or_else(Value::none)]),
        None => Err(vm.type_error(format_args!("sched_param.__new__(X): X is not a type object"))),
    }
}

fn priority(vm: &mut Vm, value: &Value) -> PyResult<libc::sched_param> {
    let class = param_class(vm)?.to_value();
    let found = vm.type_of(value).to_value();
    let field = match value.downcast::<Tuple>() {
        Some(tuple) if class.is(&found) => tuple.items().first().cloned(),
        _ => None,
    };
    let Some(field) = field else {
        return Err(vm.type_error(format_args!("must have a sched_param object")));
    };
    let number = vm.to_index(&field)?;
    match crate::types::int::to_i64(&number).map(i32::try_from) {
        Some(Ok(number)) => Ok(libc::sched_param { sched_priority: number }),
        _ => Err(vm.raise(Exc::OverflowError, format_args!("sched_priority out of range"))),
    }
}

fn get_param(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let process = small(vm, &args.values[0])?;
    let mut param = MaybeUninit::<libc::sched_param>::zeroed();
    // SAFETY: an out parameter of the right type, which is a good value in any case.
    let param = unsafe {
        check(vm, checked(libc::sched_getparam(process, param.as_mut_ptr())))?;
        param.assume_init()
    };
    let class = param_class(vm)?;
    struct_sequence::create(vm, &class, &[Value::small(i64::from(param.sched_priority))])
}

fn set_param(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let process = small(vm, &args.values[0])?;
    let param = priority(vm, &args.values[1])?;
    // SAFETY: a number, and a parameter of the right type.
    check(vm, checked(unsafe { libc::sched_setparam(process, &raw const param) }))?;
    Ok(Value::none())
}

fn get_scheduler(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let process = small(vm, &args.values[0])?;
    // SAFETY: a number.
    let policy = check(vm, checked(unsafe { libc::sched_getscheduler(process) }))?;
    Ok(Value::small(i64::from(policy)))
}

fn set_scheduler(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (process, policy) = (small(vm, &args.values[0])?, small(vm, &args.values[1])?);
    let param = priority(vm, &args.values[2])?;
    // SAFETY: numbers, and a parameter of the right type.
    check(vm, checked(unsafe { libc::sched_setscheduler(process, policy, &raw const param) }))?;
    Ok(Value::none())
}

fn interval(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let process = small(vm, &args.values[0])?;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: an out parameter of the right type.
    check(vm, checked(unsafe { libc::sched_rr_get_interval(process, &raw mut time) }))?;
    vm.new_float(time.tv_sec as f64 + 1e-9 * time.tv_nsec as f64)
}

fn bound(vm: &mut Vm, args: Args<'_>, name: &str, call: unsafe extern "C" fn(i32) -> i32) -> PyResult {
    let [policy] = args.parse(vm, name, ["policy"], 1, 0)?;
    let policy = small(vm, policy.unwrap_or(&Value::none()))?;
    // SAFETY: a number; the callers pass sched_get_priority_min and its like.
    let bound = check(vm, checked(unsafe { call(policy) }))?;
    Ok(Value::small(i64::from(bound)))
}

fn priority_max(vm: &mut Vm, args: Args<'_>) -> PyResult {
    bound(vm, args, "sched_get_priority_max", libc::sched_get_priority_max)
}

fn priority_min(vm: &mut Vm, args: Args<'_>) -> PyResult {
    bound(vm, args, "sched_get_priority_min", libc::sched_get_priority_min)
}

fn give_way(vm: &mut Vm, _: Args<'_>) -> PyResult {
    // SAFETY: no parameters.
    check(vm, checked(unsafe { libc::sched_yield() }))?;
    Ok(Value::none())
}

/// Most processors that a set of them tells.
const PROCESSORS: usize = libc::CPU_SETSIZE as usize;

fn get_affinity(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let process = small(vm, &args.values[0])?;
    let mut processors = MaybeUninit::<libc::cpu_set_t>::zeroed();
    let size = size_of::<libc::cpu_set_t>();
    // SAFETY: an out parameter of the right type, which is a good value in any case.
    let processors = unsafe {
        check(vm, checked(libc::sched_getaffinity(process, size, processors.as_mut_ptr())))?;
        processors.assume_init()
    };
    let set = vm.new_set()?;
    for number in 0..PROCESSORS {
        // SAFETY: below the size of the set.
        if unsafe { libc::CPU_ISSET(number, &processors) } {
            vm.set_add(&set, Value::small(number as i64))?;
        }
    }
    Ok(set.into_value())
}

fn set_affinity(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let process = small(vm, &args.values[0])?;
    // SAFETY: all zeros are an empty set.
    let mut processors: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    let numbers = vm.iter(&args.values[1])?;
    while let Some(number) = vm.next(&numbers)? {
        if number.as_small().is_none() {
            let kind = vm.type_name(&number);
            return Err(
                vm.type_error(format_args!("expected an iterator of ints, but iterator yielded <class '{kind}'>"))
            );
        }
        match usize::try_from(small(vm, &number)?) {
            // SAFETY: below the size of the set.
            Ok(number) if number < PROCESSORS => unsafe { libc::CPU_SET(number, &mut processors) },
            Ok(_) => return check(vm, Err(std::io::Error::from_raw_os_error(libc::EINVAL))),
            Err(_) => return Err(vm.value_error(format_args!("negative CPU number"))),
        }
    }
    let size = size_of::<libc::cpu_set_t>();
    // SAFETY: a set of that size.
    check(vm, checked(unsafe { libc::sched_setaffinity(process, size, &raw const processors) }))?;
    Ok(Value::none())
}

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("sched_getparam", get_param, 1, 1)
        .doc("sched_getparam($module, pid, /)\n--\n\nA process's scheduling parameters."),
    Method::new("sched_setparam", set_param, 2, 2)
        .doc("sched_setparam($module, pid, param, /)\n--\n\nSet a process's scheduling parameters."),
    Method::new("sched_getscheduler", get_scheduler, 1, 1)
        .doc("sched_getscheduler($module, pid, /)\n--\n\nA process's scheduling policy."),
    Method::new("sched_setscheduler", set_scheduler, 3, 3)
        .doc("sched_setscheduler($module, pid, policy, param, /)\n--\n\nSet a process's scheduling policy."),
    Method::new("sched_rr_get_interval", interval, 1, 1)
        .doc("sched_rr_get_interval($module, pid, /)\n--\n\nHow long a process runs in its turn, in seconds."),
    Method::keywords("sched_get_priority_max", priority_max)
        .doc("sched_get_priority_max($module, /, policy)\n--\n\nThe highest priority of a policy."),
    Method::keywords("sched_get_priority_min", priority_min)
        .doc("sched_get_priority_min($module, /, policy)\n--\n\nThe lowest priority of a policy."),
    Method::new("sched_yield", give_way, 0, 0).doc("sched_yield($module, /)\n--\n\nLet others run."),
    Method::new("sched_getaffinity", get_affinity, 1, 1)
        .doc("sched_getaffinity($module, pid, /)\n--\n\nThe processors that a process may run on."),
    Method::new("sched_setaffinity", set_affinity, 2, 2)
        .doc("sched_setaffinity($module, pid, mask, /)\n--\n\nSet the processors that a process may run on."),
];
