//! `_lsprof.Profiler`.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Object, PageKind, Slot, Traverse, Value};

use super::profile::Profile;
use super::{KIND, stats};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::finalize::unraisable;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::eval::tracing::events;
use crate::types::float::as_f64;
use crate::types::int;
use crate::types::iterators::{instance, receiver};
use crate::types::module::Module;
use crate::types::native::{BuiltinFunction, MethodDescriptor};
use crate::types::str::Str;

/// The number of the tool.
const TOOL: usize = 2;

/// Which method is told of which event.
const CALLBACKS: &[(usize, &str)] = &[
    (events::PY_START, "_pystart_callback"),
    (events::PY_RESUME, "_pystart_callback"),
    (events::PY_THROW, "_pythrow_callback"),
    (events::PY_RETURN, "_pyreturn_callback"),
    (events::PY_YIELD, "_pyreturn_callback"),
    (events::PY_UNWIND, "_pyreturn_callback"),
    (events::CALL, "_ccall_callback"),
    (events::C_RETURN, "_creturn_callback"),
    (events::C_RAISE, "_creturn_callback"),
];

/// A profiler.
#[repr(C)]
pub struct Profiler {
    /// Count, shape, flags.
    pub header: Header,
    timer: ValueCell,
    profile: Profile,
    /// Seconds in a unit of the timer; 0: it tells seconds.
    unit: Cell<f64>,
    subcalls: Cell<bool>,
    builtins: Cell<bool>,
    enabled: Cell<bool>,
    /// Its timer is being asked.
    asking: Cell<bool>,
    /// Calls went uncounted.
    exhausted: Cell<bool>,
}

// SAFETY: the timer and what the entries own have one count each.
unsafe impl Traverse for Profiler {
    unsafe fn slot(this: *mut Header, index: u32) -> *mut Slot {
        // SAFETY: the caller says that it is a profiler.
        let profiler = unsafe { &*this.cast::<Profiler>() };
        match index.checked_sub(1) {
            None => (&raw const profiler.timer).cast_mut().cast(),
            Some(entry) => profiler.profile.slot(entry),
        }
    }
}

// SAFETY: repr(C), header first; the kind is made here only (and by the instance maker with zeroed payload).
unsafe impl Object for Profiler {
    const KIND: u8 = KIND;
}

unsafe fn finish(object: *mut Header) {
    // SAFETY: the signature's promise: a dying profiler, whose slots are empty.
    unsafe { (*object.cast::<Profiler>()).profile.free() };
}

fn this(value: &Value) -> &Profiler {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let profiler = Profiler {
        header: Header::new(u32::from(KIND), TRACKED),
        timer: ValueCell::default(),
        profile: Profile::new(),
        unit: Cell::new(0.0),
        subcalls: Cell::new(true),
        builtins: Cell::new(true),
        enabled: Cell::new(false),
        asking: Cell::new(false),
        exhausted: Cell::new(false),
    };
    instance(vm, args, PageKind::Container, profiler)
}

/// A switch as an argument.
fn switch(vm: &mut Vm, given: Option<&Value>) -> PyResult<bool> {
    given.map_or(Ok(true), |given| vm.truth(given))
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let names = ["timer", "timeunit", "subcalls", "builtins"];
    let [timer, unit, subcalls, builtins] = args.behind_receiver().parse(vm, "Profiler", names, 0, 0)?;
    let profiler = this(&args.values[0]);
    let unit = unit.map_or(Ok(0.0), |unit| as_f64(vm, unit))?;
    let (subcalls, builtins) = (switch(vm, subcalls)?, switch(vm, builtins)?);
    profiler.unit.set(unit);
    profiler.subcalls.set(subcalls);
    profiler.builtins.set(builtins);
    profiler.timer.set(timer.filter(|timer| !timer.is_none()).cloned());
    Ok(())
}

impl Profiler {
    /// The time by the profiler's clock. What its timer raises is reported, and counts as 0.
    fn time(&self, vm: &mut Vm) -> i64 {
        let Some(timer) = self.timer.get() else {
            return match crate::modules::time::monotonic_nanoseconds(vm) {
                Ok(time) => time,
                Err(raised) => {
                    unraisable(vm, raised, "Exception ignored while reading the clock", None);
                    0
                }
            };
        };
        self.asking.set(true);
        let answer = vm.call(&timer, &[]);
        self.asking.set(false);
        let time = answer.and_then(|answer| match self.unit.get() > 0.0 {
            true => whole(vm, &answer),
            false => crate::modules::time::nanoseconds_below(vm, &answer),
        });
        match time {
            Ok(time) => time,
            Err(raised) => {
                unraisable(vm, raised, "Exception ignored while calling _lsprof timer", Some(&timer));
                0
            }
        }
    }

    /// Notes that there was no memory to count a call; anything else is raised.
    fn note(&self, vm: &mut Vm, result: PyResult<()>) -> PyResult {
        match result {
            Ok(()) => Ok(Value::none()),
            Err(raised) if vm.raised_is(&raised, Exc::MemoryError) => {
                drop(vm.take_raised(raised));
                self.exhausted.set(true);
                Ok(Value::none())
            }
            Err(raised) => Err(raised),
        }
    }

    /// A call of a function begins; `name` tells what a new entry is to keep.
    fn enter(&self, vm: &mut Vm, key: u64, name: impl FnOnce(&mut Vm) -> PyResult) -> PyResult {
        let result = match self.profile.find(key) {
            Some(entry) => Ok(entry),
            // Making the name may run Python, and so may have made the entry.
            None => name(vm).and_then(|function| match self.profile.find(key) {
                Some(entry) => Ok(entry),
                None => Ok(self.profile.add(&mut vm.heap, key, function)?),
            }),
        };
        let result = result.and_then(|entry| Ok(self.profile.enter(&mut vm.heap, entry, self.subcalls.get())?));
        if result.is_ok() {
            let time = self.time(vm);
            self.profile.start(time);
        }
        self.note(vm, result)
    }

    /// The innermost call ends, as one of the function with this key.
    fn leave(&self, vm: &mut Vm, key: u64) -> PyResult {
        if self.profile.innermost().is_some() {
            let entry = self.profile.find(key);
            let time = if entry.is_some() { self.time(vm) } else { 0 };
            self.profile.leave(entry, time, self.subcalls.get());
        }
        Ok(Value::none())
    }

    /// Ends all calls that go on.
    fn end_all(&self, vm: &mut Vm) {
        while let Some(entry) = self.profile.innermost() {
            let time = self.time(vm);
            self.profile.leave(Some(entry), time, self.subcalls.get());
        }
    }
}

/// A timer's answer in its own units.
fn whole(vm: &mut Vm, answer: &Value) -> PyResult<i64> {
    if !int::is_int(answer) {
        let kind = vm.type_name(answer);
        return Err(vm.type_error(format_args!("expect int, got {kind}")));
    }
    match int::to_i64(answer) {
        Some(time) => Ok(time),
        None => Err(vm.raise(Exc::OverflowError, format_args!("timestamp out of range for C PyTime_t"))),
    }
}

/// What tells the function of a code object from others.
fn code_key(code: &Value) -> u64 {
    code.bits()
}

/// What tells a native function from others: `None` for any other callable.
fn native_key(vm: &Vm, callable: &Value, receiver: &Value) -> Option<u64> {
    let method: &'static Method = match callable.exact::<BuiltinFunction>() {
        Some(function) => function.method,
        None => {
            let bound = !vm.tracing.missing.as_ref().is_some_and(|missing| missing.is(receiver));
            callable.exact::<MethodDescriptor>().filter(|_| bound)?.method
        }
    };
    Some(std::ptr::from_ref(method) as u64)
}

/// What a native function is called: the `repr` of what its receiver's class has under its name, or its module and name.
fn native_name(vm: &mut Vm, callable: &Value, receiver: &Value) -> PyResult {
    let (name, owner, module) = match callable.exact::<BuiltinFunction>() {
        Some(function) => (function.method.name, function.receiver.clone(), function.module.clone()),
        None => {
            let name = callable.exact::<MethodDescriptor>().map_or("", |descriptor| descriptor.method.name);
            (name, Some(receiver.clone()), None)
        }
    };
    let key = vm.intern(name)?;
    let found = owner.filter(|owner| owner.downcast::<Module>().is_none()).and_then(|owner| {
        let class = vm.type_of(&owner);
        vm.lookup(class, &key)
    });
    if let Some(found) = found {
        match vm.repr(&found) {
            Ok(text) => return Ok(text),
            Err(raised) => drop(vm.take_raised(raised)),
        }
    }
    match module.as_ref().and_then(|module| module.downcast::<Str>()) {
        Some(module) => vm.new_str_fmt(format_args!("<built-in method {module}.{name}>")),
        None => vm.new_str_fmt(format_args!("<built-in method {name}>")),
    }
}

fn start_callback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let code = &args.values[1];
    this(&args.values[0]).enter(vm, code_key(code), |_| Ok(code.clone()))
}

fn return_callback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).leave(vm, code_key(&args.values[1]))
}

fn native_call_callback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let profiler = this(&args.values[0]);
    let (callable, receiver) = (&args.values[3], &args.values[4]);
    match native_key(vm, callable, receiver).filter(|_| profiler.builtins.get()) {
        Some(key) => profiler.enter(vm, key, |vm| native_name(vm, callable, receiver)),
        None => Ok(Value::none()),
    }
}

fn native_return_callback(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let profiler = this(&args.values[0]);
    match native_key(vm, &args.values[3], &args.values[4]).filter(|_| profiler.builtins.get()) {
        Some(key) => profiler.leave(vm, key),
        None => Ok(Value::none()),
    }
}

fn enable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [subcalls, builtins] = args.behind_receiver().parse(vm, "enable", ["subcalls", "builtins"], 0, 0)?;
    let profiler = this(&args.values[0]);
    let (subcalls, builtins) = (switch(vm, subcalls)?, switch(vm, builtins)?);
    profiler.subcalls.set(subcalls);
    profiler.builtins.set(builtins);
    if vm.tracing.tool(TOOL).is_some() {
        return Err(vm.value_error(format_args!("tool {TOOL} is already in use")));
    }
    let name = vm.new_str("cProfile")?;
    vm.tracing.name_tool(TOOL, Some(name));
    if let Err(raised) = listen(vm, &args.values[0]) {
        let exception = vm.take_raised(raised);
        let freed = free_tool(vm);
        let raised = vm.reraise(exception);
        return freed.and(Err(raised));
    }
    profiler.enabled.set(true);
    Ok(Value::none())
}

/// Has the profiler's methods called for the events they are for.
fn listen(vm: &mut Vm, profiler: &Value) -> PyResult<()> {
    let mut wanted = 0;
    for (event, callback) in CALLBACKS {
        let callback = vm.intern(callback)?;
        let callback = vm.get_attr(profiler, &callback)?;
        vm.audit("sys.monitoring.register_callback", std::slice::from_ref(&callback))?;
        drop(vm.tracing.set_callback(TOOL, *event, Some(callback)));
        wanted |= 1 << event;
    }
    vm.set_global_events(TOOL, wanted)
}

/// Gives the tool back.
fn free_tool(vm: &mut Vm) -> PyResult<()> {
    vm.clear_tool(TOOL)?;
    vm.tracing.name_tool(TOOL, None);
    Ok(())
}

#[cold]
fn within_timer(vm: &mut Vm, what: &str) -> Raised {
    vm.raise(Exc::RuntimeError, format_args!("cannot {what} profiler in external timer"))
}

fn disable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let profiler = this(&args.values[0]);
    if profiler.asking.get() {
        return Err(within_timer(vm, "disable"));
    }
    if profiler.enabled.get() {
        for (event, _) in CALLBACKS {
            vm.audit("sys.monitoring.register_callback", &[Value::none()])?;
            drop(vm.tracing.set_callback(TOOL, *event, None));
        }
        free_tool(vm)?;
        profiler.enabled.set(false);
        profiler.end_all(vm);
    }
    if profiler.exhausted.replace(false) {
        return Err(vm.raise(Exc::MemoryError, format_args!("memory was exhausted while profiling")));
    }
    Ok(Value::none())
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let profiler = this(&args.values[0]);
    if profiler.asking.get() {
        return Err(within_timer(vm, "clear"));
    }
    profiler.profile.clear();
    Ok(Value::none())
}

fn get_stats(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let profiler = this(&args.values[0]);
    if profiler.exhausted.replace(false) {
        return Err(vm.raise(Exc::MemoryError, format_args!("memory was exhausted while profiling")));
    }
    let unit = profiler.unit.get();
    let unit = if profiler.timer.is_none() || unit == 0.0 { 1e-9 } else { unit };
    stats::collect(vm, &profiler.profile, unit)
}

/// The type.
pub(super) static PROFILER: TypeSpec = TypeSpec {
    name: "Profiler",
    module: "_lsprof",
    kind: KIND,
    base: kinds::OBJECT,
    doc: "Profiler(timer=None, timeunit=0.0, subcalls=True, builtins=True)\n--\n\nCount calls and their times. A timer's answers are seconds, or ints in units of 'timeunit' seconds.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &[
        Method::new("getstats", get_stats, 0, 0)
            .doc("getstats($self, /)\n--\n\nReturn what was counted: a list of profiler_entry objects."),
        Method::keywords("enable", enable)
            .doc("enable($self, /, subcalls=True, builtins=True)\n--\n\nStart counting: calls by caller too, calls of built-in functions too."),
        Method::new("disable", disable, 0, 0).doc("disable($self, /)\n--\n\nStop counting."),
        Method::new("clear", clear, 0, 0).doc("clear($self, /)\n--\n\nForget what was counted."),
        Method::new("_pystart_callback", start_callback, 2, 2).doc("_pystart_callback($self, code, instruction_offset, /)\n--\n\n"),
        Method::new("_pythrow_callback", start_callback, 3, 3)
            .doc("_pythrow_callback($self, code, instruction_offset, exception, /)\n--\n\n"),
        Method::new("_pyreturn_callback", return_callback, 3, 3)
            .doc("_pyreturn_callback($self, code, instruction_offset, retval, /)\n--\n\n"),
        Method::new("_ccall_callback", native_call_callback, 4, 4)
            .doc("_ccall_callback($self, code, instruction_offset, callable, self_arg, /)\n--\n\n"),
        Method::new("_creturn_callback", native_return_callback, 4, 4)
            .doc("_creturn_callback($self, code, instruction_offset, callable, self_arg,\n                  /)\n--\n\n"),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Profiler as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Profiler>,
};
