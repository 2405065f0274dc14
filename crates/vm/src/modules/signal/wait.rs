//! Timers, masks, and waiting for signals.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use pitviper_object::{Obj, Value};

use super::{NSIG, check, number, run_pending, system};
use crate::core::error::{Exc, PyResult};
use crate::core::native::Args;
use crate::core::vm::{INTERRUPT, SIGNALS, Vm};
use crate::modules::builtins::put;
use crate::types::module::Module;
use crate::types::tuple::struct_sequence::{self, Definition, define};
use crate::types::typ::Type;
use crate::types::{float, int};

/// How long one waits before one looks up.
const SLICE: Duration = Duration::from_millis(5);

pub(super) fn alarm(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let seconds = vm.to_index(&args.values[0])?;
    match int::to_i64(&seconds) {
        Some(seconds) if i32::try_from(seconds).is_ok() => Ok(Value::small(i64::from(system::alarm(seconds as u32)))),
        _ => Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C int"))),
    }
}

fn pair(vm: &mut Vm, times: (f64, f64)) -> PyResult {
    let (first, again) = (vm.new_float(times.0)?, vm.new_float(times.1)?);
    vm.new_tuple_from([first, again])
}

fn timer(vm: &mut Vm, which: &Value, new: Option<(f64, f64)>) -> PyResult {
    let which = vm.index_isize(which)? as i32;
    let result = system::timer(which, new);
    let old = check(vm, result)?;
    pair(vm, old)
}

pub(super) fn setitimer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut times = [0.0; 2];
    for (place, value) in times.iter_mut().zip(&args.values[1..]) {
        *place = float::as_f64(vm, value)?;
    }
    timer(vm, &args.values[0], Some((times[0], times[1])))
}

pub(super) fn getitimer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    timer(vm, &args.values[0], None)
}

pub(super) fn pause(vm: &mut Vm, _: Args<'_>) -> PyResult {
    while vm.check.load(Ordering::Relaxed) & (SIGNALS | INTERRUPT) == 0 {
        if let Some(stop) = vm.due_stop() {
            return Err(stop);
        }
        if vm.unlocked(|| system::pause(SLICE)) {
            break;
        }
    }
    run_pending(vm)?;
    vm.check_interrupt()?;
    Ok(Value::none())
}

/// A Python set of the signals in `bits`.
fn set_of(vm: &mut Vm, bits: u128) -> PyResult {
    let numbers = vm.new_list()?;
    for number in (1..NSIG).filter(|number| bits >> number & 1 == 1) {
        vm.list_push(&numbers, Value::small(number as i64))?;
    }
    let class = vm.type_of_kind(crate::core::kinds::SET).to_value();
    vm.call(&class, &[numbers.into_value()])
}

/// The signals in an iterable, as bits.
fn bits_of(vm: &mut Vm, numbers: &Value) -> PyResult<u128> {
    let mut bits = 0;
    let numbers = vm.iter(numbers)?;
    while let Some(value) = vm.next(&numbers)? {
        bits |= 1 << number(vm, &value)?;
    }
    Ok(bits)
}

pub(super) fn sigmask(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let how = vm.index_isize(&args.values[0])? as i32;
    let bits = bits_of(vm, &args.values[1])?;
    let result = system::mask(how, bits);
    let old = check(vm, result)?;
    run_pending(vm)?;
    set_of(vm, old)
}

/// Waits for one of some signals while other threads run; functions of others run in between.
fn wait_for(vm: &mut Vm, numbers: &Value, seconds: Option<f64>) -> PyResult<Option<system::Info>> {
    let bits = bits_of(vm, numbers)?;
    let end = seconds.and_then(crate::core::threads::deadline);
    loop {
        let left = end.map(|end| end.saturating_duration_since(Instant::now()));
        let slice = left.map_or(SLICE, |left| left.min(SLICE));
        match vm.unlocked(|| system::wait_for(bits, slice)) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Ok(None) if left != Some(slice) => {}
            result => return check(vm, result),
        }
        vm.check_interrupt()?;
    }
}

pub(super) fn sigwait(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let info = wait_for(vm, &args.values[0], None)?;
    Ok(Value::small(info.map_or(0, |info| info[0])))
}

fn structure(vm: &mut Vm, info: system::Info) -> PyResult {
    let class = siginfo_class(vm)?;
    let Some(class) = class.downcast::<Type>().map(Obj::from_ref) else { return Err(vm.no_memory()) };
    struct_sequence::create(vm, &class, &info.map(Value::small))
}

pub(super) fn sigwaitinfo(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match wait_for(vm, &args.values[0], None)? {
        Some(info) => structure(vm, info),
        None => Ok(Value::none()),
    }
}

pub(super) fn sigtimedwait(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let seconds = float::as_f64(vm, &args.values[1])?;
    if seconds < 0.0 {
        return Err(vm.value_error(format_args!("timeout must be non-negative")));
    }
    match wait_for(vm, &args.values[0], Some(seconds))? {
        Some(info) => structure(vm, info),
        None => Ok(Value::none()),
    }
}

pub(super) fn sigpending(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let result = system::pending();
    let bits = check(vm, result)?;
    set_of(vm, bits)
}

pub(super) fn valid_signals(vm: &mut Vm, _: Args<'_>) -> PyResult {
    // The C library keeps 32 and 33 to itself.
    let bits = ((1u128 << NSIG) - 2) & !(0b11 << 32);
    set_of(vm, bits)
}

pub(super) fn thread_kill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let ident = vm.index_isize(&args.values[0])? as i64;
    let signal = vm.index_isize(&args.values[1])? as i32;
    let native = vm.threads.find(ident).map_or(0, crate::core::threads::Thread::native);
    let result = system::kill_thread(native, signal);
    check(vm, result)?;
    run_pending(vm)?;
    Ok(Value::none())
}

/// `struct_siginfo`, made when it is first asked for.
fn siginfo_class(vm: &mut Vm) -> PyResult {
    vm.module_class("signal", "struct_siginfo", |vm| {
        let definition = Definition {
            name: "struct_siginfo",
            module: "signal",
            doc: "struct_siginfo: Result from sigwaitinfo or sigtimedwait.",
            fields: &["si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"],
            in_sequence: 7,
            callable: true,
        };
        Ok(define(vm, &definition)?.to_value())
    })
}

pub(super) fn add_classes(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let class = siginfo_class(vm)?;
    put(vm, &module.dict, "struct_siginfo", class)
}
