//! `globals` and `locals`: the namespaces of the innermost frame.

use pitviper_compiler::code::{LocalKind, flags};
use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::dict::Dict;
use crate::types::function::CellObject;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("globals", globals_function, 0, 0)
        .doc("globals($module, /)\n--\n\nReturn the dictionary of the current module's global variables."),
    Method::new("locals", locals_function, 0, 0)
        .doc("locals($module, /)\n--\n\nReturn the current scope's local variables; a snapshot in functions."),
];

fn globals_function(vm: &mut Vm, _: Args<'_>) -> PyResult {
    globals(vm).map(Obj::into_value)
}

fn locals_function(vm: &mut Vm, _: Args<'_>) -> PyResult {
    locals(vm)
}

/// Global variables of the innermost frame.
///
/// # Errors
/// SystemError when no Python code runs.
pub fn globals(vm: &mut Vm) -> PyResult<Obj<Dict>> {
    let frame = vm.stack.frame;
    if frame.is_null() {
        return Err(vm.raise(Exc::SystemError, format_args!("globals do not exist")));
    }
    // SAFETY: the innermost frame is alive, and its globals with it.
    Ok(unsafe { Obj::from_ref(&*(*frame).globals) })
}

/// Local variables of the innermost frame: the namespace itself in modules and classes, a new dictionary in
/// functions.
///
/// # Errors
/// SystemError when no Python code runs, `MemoryError`.
pub fn locals(vm: &mut Vm) -> PyResult {
    let frame = vm.stack.frame;
    if frame.is_null() {
        return Err(vm.raise(Exc::SystemError, format_args!("frame does not exist")));
    }
    // SAFETY: the innermost frame is alive.
    unsafe { locals_of(vm, frame) }
}

/// See [`locals`].
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// `MemoryError`.
pub unsafe fn locals_of(vm: &mut Vm, frame: *mut Frame) -> PyResult {
    // SAFETY: the caller's promise; nothing below runs Python, so the frame does not change meanwhile.
    unsafe {
        if let Some(namespace) = &(*frame).locals {
            return Ok(namespace.clone());
        }
        let code = (*frame).code();
        if !code.has(flags::OPTIMIZED) {
            return Ok(Obj::from_ref(&*(*frame).globals).into_value());
        }
        let shared = code.code.clone();
        let dict = vm.new_dict()?;
        for (index, (name, kind)) in shared.locals.iter().enumerate() {
            if *kind == LocalKind::Hidden {
                continue;
            }
            let value = (*(*frame).register(index as u16)).as_ref();
            store(vm, &dict, name, value.cloned())?;
        }
        for (index, name) in shared.free.iter().enumerate() {
            let cell = Obj::from_ref((*frame).function().cell(index as u16));
            store(vm, &dict, name, Some(cell.into_value()))?;
        }
        Ok(dict.into_value())
    }
}

/// Stores a variable, looking into its cell; nothing when it has no value.
fn store(vm: &mut Vm, dict: &Obj<Dict>, name: &str, value: Option<Value>) -> PyResult<()> {
    let value = match value {
        None => return Ok(()),
        Some(value) => match value.exact::<CellObject>() {
            None => value,
            Some(cell) => match cell.value.get() {
                None => return Ok(()),
                Some(value) => value,
            },
        },
    };
    let name = vm.intern(name)?;
    vm.dict_set_str(dict, &name, value)
}
