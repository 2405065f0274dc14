//! Names that are not registers: globals, builtins, class and module namespaces, free variables.

use pitviper_compiler::opcode::{Instr, Op};
use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::dict::Dict;
use crate::types::str::Str;

/// NameError with `name` set.
#[cold]
pub fn name_error(vm: &mut Vm, class: Exc, name: &Value, message: std::fmt::Arguments<'_>) -> Raised {
    let raised = vm.raise(class, message);
    let exception = vm.take_raised(raised);
    if let Err(raised) = vm.set_attr(&exception, &vm.names().name, name.clone()) {
        drop(vm.take_raised(raised));
    }
    vm.reraise(exception)
}

/// The local variable of register `register` has no value.
///
/// # Errors
/// Always: UnboundLocalError (NameError in class bodies).
#[cold]
pub fn unbound_local(vm: &mut Vm, frame: &Frame, register: u16) -> PyResult<()> {
    let shared = frame.code().code.clone();
    let text: &str = shared.locals.get(register as usize).map_or("?", |(name, _)| name);
    let message = format_args!("cannot access local variable '{text}' where it is not associated with a value");
    Err(vm.raise(Exc::UnboundLocalError, message))
}

/// The free variable has no value.
///
/// # Errors
/// Always: NameError.
#[cold]
pub fn unbound_free(vm: &mut Vm, frame: &Frame, index: u16) -> PyResult<()> {
    let shared = frame.code().code.clone();
    let text: &str = shared.free.get(index as usize).unwrap_or("?");
    let name = vm.intern(text)?;
    Err(name_error(
        vm,
        Exc::NameError,
        &name,
        format_args!("cannot access free variable '{text}' where it is not associated with a value in enclosing scope"),
    ))
}

#[cold]
fn undefined(vm: &mut Vm, name: &Value) -> Raised {
    match name.downcast::<Str>() {
        Some(text) => name_error(vm, Exc::NameError, name, format_args!("name '{text}' is not defined")),
        None => vm.raise(Exc::NameError, format_args!("name is not defined")),
    }
}

/// A global or builtin name; the instruction remembers where it was.
///
/// # Safety
/// `frame` is live and `pc` at a `LoadGlobal`, `LoadName` or a specialised form of these in its code.
///
/// # Errors
/// NameError.
#[inline(never)]
pub unsafe fn load_global(vm: &mut Vm, frame: *mut Frame, pc: *mut Instr) -> PyResult {
    // SAFETY: the caller's promise; cache words belong to the instruction.
    unsafe {
        let name = (*frame).code().name(*pc);
        let globals = &*(*frame).globals;
        let cache = pc.add(1).cast::<u64>();
        if let Some(index) = globals.entry_index(vm, name) {
            let version = globals.version(vm);
            cache.write(u64::from(version));
            cache.add(1).write(globals.value_slot(index) as u64);
            vm.specialise(pc, Op::LoadGlobalModule);
            return Ok((*globals.value_slot(index)).clone().unwrap_or_else(Value::none));
        }
        let builtins = &*(*frame).builtins;
        if let Some(index) = builtins.entry_index(vm, name) {
            let (first, second) = (globals.version(vm), builtins.version(vm));
            cache.write(u64::from(first) | u64::from(second) << 32);
            cache.add(1).write(builtins.value_slot(index) as u64);
            vm.specialise(pc, Op::LoadGlobalBuiltin);
            return Ok((*builtins.value_slot(index)).clone().unwrap_or_else(Value::none));
        }
        // Keys that are not plain strings are found by the full lookup.
        let name = name.clone();
        if let Some(value) = vm.dict_get(globals, &name)? {
            return Ok(value);
        }
        if let Some(value) = from_subclass(vm, globals, &name)? {
            return Ok(value);
        }
        if let Some(value) = vm.dict_get(&*(*frame).builtins, &name)? {
            return Ok(value);
        }
        Err(undefined(vm, &name))
    }
}

/// What globals that are of a subclass of `dict` give for a name that is not among their entries.
fn from_subclass(vm: &mut Vm, globals: &Dict, name: &Value) -> PyResult<Option<Value>> {
    let globals = Obj::from_ref(globals).into_value();
    if globals.exact::<Dict>().is_some() {
        return Ok(None);
    }
    match vm.get_item(&globals, name) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if vm.raised_is(&raised, Exc::KeyError) => {
            drop(vm.take_raised(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// `globals[name] = value`.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// `MemoryError`.
pub unsafe fn store_global(vm: &mut Vm, frame: *mut Frame, i: Instr, value: Value) -> PyResult<()> {
    // SAFETY: the caller's promise.
    unsafe {
        let name = (*frame).code().name(i);
        vm.dict_set_str(&*(*frame).globals, name, value)
    }
}

/// `del globals[name]`.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// NameError.
pub unsafe fn delete_global(vm: &mut Vm, frame: *mut Frame, i: Instr) -> PyResult<()> {
    // SAFETY: the caller's promise.
    unsafe {
        let name = (*frame).code().name(i).clone();
        match vm.dict_remove(&*(*frame).globals, &name)? {
            Some(_) => Ok(()),
            None => Err(undefined(vm, &name)),
        }
    }
}

/// Looks a name up in a namespace: an exact dict or any mapping.
fn in_namespace(vm: &mut Vm, namespace: &Value, name: &Value) -> PyResult<Option<Value>> {
    if let Some(dict) = namespace.exact::<Dict>() {
        return vm.dict_get(dict, name);
    }
    match vm.get_item(namespace, name) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if vm.raised_is(&raised, Exc::KeyError) => {
            drop(vm.take_raised(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// A name in a class or module body.
///
/// # Safety
/// `frame` is live and `pc` at a `LoadName`.
///
/// # Errors
/// NameError, or what the namespace raises.
pub unsafe fn load_name(vm: &mut Vm, frame: *mut Frame, pc: *mut Instr) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe {
        match (*frame).locals.clone() {
            None => load_global(vm, frame, pc),
            Some(namespace) => {
                let name = (*frame).code().name(*pc).clone();
                if let Some(value) = in_namespace(vm, &namespace, &name)? {
                    return Ok(value);
                }
                global_or_builtin(vm, frame, &name)
            }
        }
    }
}

/// A global or builtin name, not remembered.
unsafe fn global_or_builtin(vm: &mut Vm, frame: *mut Frame, name: &Value) -> PyResult {
    // SAFETY: the frame is live.
    unsafe {
        if let Some(value) = vm.dict_get(&*(*frame).globals, name)? {
            return Ok(value);
        }
        if let Some(value) = from_subclass(vm, &*(*frame).globals, name)? {
            return Ok(value);
        }
        match vm.dict_get(&*(*frame).builtins, name)? {
            Some(value) => Ok(value),
            None => Err(undefined(vm, name)),
        }
    }
}

/// `locals[name] = value`.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// What the namespace raises.
pub unsafe fn store_name(vm: &mut Vm, frame: *mut Frame, i: Instr, value: Value) -> PyResult<()> {
    // SAFETY: the caller's promise.
    unsafe {
        match (*frame).locals.clone() {
            None => store_global(vm, frame, i, value),
            Some(namespace) => {
                let name = (*frame).code().name(i).clone();
                match namespace.exact::<Dict>() {
                    Some(dict) => vm.dict_set_str(dict, &name, value),
                    None => vm.set_item(&namespace, &name, value),
                }
            }
        }
    }
}

/// `del locals[name]`.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// NameError.
pub unsafe fn delete_name(vm: &mut Vm, frame: *mut Frame, i: Instr) -> PyResult<()> {
    // SAFETY: the caller's promise.
    unsafe {
        match (*frame).locals.clone() {
            None => delete_global(vm, frame, i),
            Some(namespace) => {
                let name = (*frame).code().name(i).clone();
                match vm.del_item(&namespace, &name) {
                    Err(raised) if vm.raised_is(&raised, Exc::KeyError) => {
                        drop(vm.take_raised(raised));
                        Err(undefined(vm, &name))
                    }
                    result => result,
                }
            }
        }
    }
}

/// A free variable that a class body may have bound itself.
///
/// # Safety
/// `frame` is live and a class body's.
///
/// # Errors
/// NameError.
pub unsafe fn load_class_free(vm: &mut Vm, frame: *mut Frame, index: u16) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe {
        if let Some(namespace) = (*frame).locals.clone() {
            return load_from_dict_or_free(vm, frame, &namespace, index);
        }
        free_value(vm, frame, index)
    }
}

unsafe fn free_value(vm: &mut Vm, frame: *mut Frame, index: u16) -> PyResult {
    // SAFETY: the frame is live and a function's.
    unsafe {
        match (*frame).function().cell(index).value.get() {
            Some(value) => Ok(value),
            None => {
                unbound_free(vm, &*frame, index)?;
                Ok(Value::none())
            }
        }
    }
}

/// See the opcode.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// NameError, or what the mapping raises.
pub unsafe fn load_from_dict_or_free(vm: &mut Vm, frame: *mut Frame, mapping: &Value, index: u16) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe {
        let shared = (*frame).code().code.clone();
        let name = vm.intern(shared.free.get(index as usize).unwrap_or_default())?;
        let mapping = mapping.clone();
        if let Some(value) = in_namespace(vm, &mapping, &name)? {
            return Ok(value);
        }
        free_value(vm, frame, index)
    }
}

/// See the opcode.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// NameError, or what the mapping raises.
pub unsafe fn load_from_dict_or_globals(vm: &mut Vm, frame: *mut Frame, mapping: &Value, i: Instr) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe {
        let name = (*frame).code().name(i).clone();
        let mapping = mapping.clone();
        if let Some(value) = in_namespace(vm, &mapping, &name)? {
            return Ok(value);
        }
        global_or_builtin(vm, frame, &name)
    }
}

/// The namespace of a class or module body.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// `MemoryError`.
pub unsafe fn load_locals(vm: &mut Vm, frame: *mut Frame) -> PyResult {
    // SAFETY: the caller's promise; globals are kept alive by the frame's function.
    unsafe {
        let _ = vm;
        Ok((*frame).locals.clone().unwrap_or_else(|| Obj::from_ref(&*(*frame).globals).into_value()))
    }
}

/// `__build_class__` out of the builtins.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// NameError.
pub unsafe fn load_build_class(vm: &mut Vm, frame: *mut Frame) -> PyResult {
    // SAFETY: the caller's promise.
    unsafe {
        match (*(*frame).builtins).get_str(vm, &vm.names().__build_class__) {
            Some(function) => Ok(function),
            None => Err(vm.raise(Exc::NameError, format_args!("__build_class__ not found"))),
        }
    }
}

/// Makes sure that `__annotations__` exists.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// What the namespace raises.
pub unsafe fn setup_annotations(vm: &mut Vm, frame: *mut Frame) -> PyResult<()> {
    // SAFETY: the caller's promise.
    unsafe {
        let namespace = load_locals(vm, frame)?;
        let name = &vm.names().__annotations__;
        if in_namespace(vm, &namespace, name)?.is_none() {
            let dict = vm.new_dict()?;
            vm.set_item(&namespace, name, dict.into_value())?;
        }
        Ok(())
    }
}

impl Vm {
    /// `__name__` of the globals of the innermost frame.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn current_module_name(&mut self) -> PyResult<Option<Value>> {
        let frame = self.stack.frame;
        if frame.is_null() {
            return Ok(None);
        }
        // SAFETY: the innermost frame is alive, and so are its globals.
        let globals = unsafe { Obj::from_ref(&*(*frame).globals) };
        Ok(globals.get_str(self, &self.names().__name__))
    }
}
