//! Exceptions: one struct for all classes, what raising needs, and the builtin classes.
//!
//! ```text
//! header 8 | args 8 | traceback 8 | context 8 | cause 8 | suppress_context 8 | fixed attributes … | others …
//! ```
//! Attributes that a builtin class declares ([`Exc::ALL`]) are fixed slots behind the payload ([`fields`]);
//! everything else, `__notes__` too, is an ordinary instance attribute. All classes share one kind, so the special
//! methods of the kind ask [`family`] which class's rules are in force.

pub mod attributes;
pub mod base;
pub mod create;
mod docs;
pub mod family;
pub mod fields;
pub mod groups;
pub mod os_error;
pub mod star;
pub mod suggest;
pub mod syntax;
pub mod unicode;

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::typ::Type;

pub use create::create_classes;

/// An exception object.
#[repr(C)]
pub struct Exception {
    /// Count, shape, flags.
    pub header: Header,
    /// `args`: a tuple.
    pub args: ValueCell,
    /// `__traceback__`, empty for None.
    pub traceback: ValueCell,
    /// `__context__`, empty for None.
    pub context: ValueCell,
    /// `__cause__`, empty for None.
    pub cause: ValueCell,
    /// `__suppress_context__`.
    pub suppress_context: Cell<bool>,
}

pitviper_object::object!(Exception, kinds::EXCEPTION, args, traceback, cause, context);

static SLOTS: Slots = Slots {
    new: Some(base::new),
    init: Some(base::init_slot),
    repr: Some(base::repr_slot),
    str: Some(base::str_slot),
    ..Slots::EMPTY
};

/// `BaseException`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "BaseException",
    module: "builtins",
    kind: kinds::EXCEPTION,
    base: kinds::OBJECT,
    doc: "What every exception derives from.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: base::METHODS,
    getset: base::GETSET,
    page: PageKind::Container,
    slot: Exception::slot,
    finish: None,
    size: fixed_size::<Exception>,
};

/// The struct behind an exception.
#[inline]
#[must_use]
pub fn view(value: &Value) -> Option<&Exception> {
    value.downcast::<Exception>()
}

/// A new object of an exception class with these `args`; attributes of its own are not set yet.
///
/// # Errors
/// `MemoryError`.
pub fn allocate(vm: &mut Vm, class: &Type, args: Value) -> PyResult {
    let payload = Exception {
        header: Header::new(u32::from(kinds::EXCEPTION), TRACKED),
        args: ValueCell::new(Some(args)),
        traceback: ValueCell::default(),
        context: ValueCell::default(),
        cause: ValueCell::default(),
        suppress_context: Cell::new(false),
    };
    Ok(vm.new_instance_of(class, PageKind::Container, payload)?.into_value())
}

/// `class(*args)` for a builtin class.
///
/// # Errors
/// `MemoryError`, or TypeError when the class does not take these arguments.
pub fn new_with_args(vm: &mut Vm, class: Exc, args: &[Value]) -> PyResult {
    if vm.exceptions[class as usize].is_none() {
        return Err(vm.no_memory());
    }
    let class = vm.exc_type(class);
    let family = family::of(vm, class);
    if family == family::Family::Plain || family == family::Family::Key {
        let args = vm.new_tuple(args)?;
        return allocate(vm, class, args);
    }
    let made = base::make(vm, class, family, Args::of(args))?;
    base::init(vm, family, &made, Args::of(args))?;
    Ok(made)
}

/// The exception that is being handled becomes the context of `exception`, which is about to be raised. A chain that
/// would lead back to `exception` is cut there.
pub fn set_context_from_handled(vm: &mut Vm, exception: &Value) {
    let Some(handled) = vm.handled.clone() else { return };
    if handled.is(exception) || vm.is_last_resort(exception) {
        return;
    }
    let Some(object) = view(exception) else { return };
    if object.context.holds(&handled) {
        return;
    }
    let (mut at, mut slow, mut step) = (handled.clone(), handled.clone(), false);
    let mut steps = 0;
    while let Some(next) = view(&at).and_then(|at| at.context.get()) {
        if next.is(exception) {
            if let Some(at) = view(&at) {
                at.context.set(None);
            }
            break;
        }
        at = next;
        if at.is(&slow) {
            // A cycle that does not hold `exception`.
            break;
        }
        if step {
            slow = view(&slow).and_then(|slow| slow.context.get()).unwrap_or(slow);
        }
        step = !step;
        steps += 1;
    }
    vm.worked(steps / 8);
    object.context.set(Some(handled));
}

/// Sets `__cause__`, and with it `__suppress_context__`.
pub fn set_cause(exception: &Value, cause: Option<Value>) {
    if let Some(object) = view(exception) {
        object.suppress_context.set(true);
        object.cause.set(cause);
    }
}

/// Sets `__context__`.
pub fn set_context(exception: &Value, context: Option<Value>) {
    if let Some(object) = view(exception) {
        object.context.set(context);
    }
}

/// `__traceback__`.
#[must_use]
pub fn traceback_of(exception: &Value) -> Option<Value> {
    view(exception)?.traceback.get()
}

/// Sets `__traceback__`.
pub fn set_traceback(exception: &Value, traceback: Option<Value>) {
    if let Some(object) = view(exception) {
        object.traceback.set(traceback);
    }
}

/// What a program that ends with this exception is to end with, when it is a SystemExit: the code, or the object to
/// print before ending with 1.
#[must_use]
pub fn exit_code(vm: &Vm, exception: &Value) -> Option<Result<i64, Value>> {
    if !vm.is_instance_of_exc(exception, Exc::SystemExit) {
        return None;
    }
    let code = fields::get(vm, exception, fields::EXIT_CODE).unwrap_or_else(Value::none);
    Some(if code.is_none() {
        Ok(0)
    } else if let Some(number) = code.as_small() {
        Ok(number)
    } else if code.kind() == kinds::BOOL {
        Ok(i64::from(code.is(&Value::bool(true))))
    } else if code.kind() == kinds::INT {
        Ok(-1)
    } else {
        Err(code)
    })
}
