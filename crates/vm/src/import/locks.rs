//! A module is loaded by one thread; others that want it wait until it is there.
//!
//! Names of modules that are being loaded are kept with the number of the thread that does so. Threads that would
//! wait for each other in a circle go on with what there is of the module, as one thread does in a circular import.

use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::vm::Vm;

/// Whether modules are being loaded while there are several threads.
pub(super) fn are_busy(vm: &Vm) -> bool {
    vm.threads.are_several() && vm.threads.imports.as_ref().is_some_and(|imports| !imports.is_empty())
}

/// The number of the other thread that loads a module.
fn other_loader(vm: &mut Vm, name: &Value) -> PyResult<Option<i64>> {
    let Some(imports) = vm.threads.imports.clone() else { return Ok(None) };
    let ident = vm.dict_get(&imports, name)?.and_then(|ident| ident.as_small());
    Ok(ident.filter(|ident| *ident != vm.thread_ident()))
}

/// Whether the thread with this number waits, perhaps through others, for a module that the running one loads.
fn waits_for_this_one(vm: &mut Vm, mut ident: i64) -> PyResult<bool> {
    loop {
        if ident == vm.thread_ident() {
            return Ok(true);
        }
        let awaited = vm.threads.find(ident).and_then(|thread| thread.awaited.get());
        let Some(awaited) = awaited else { return Ok(false) };
        let Some(imports) = vm.threads.imports.clone() else { return Ok(false) };
        match vm.dict_get(&imports, &awaited)?.and_then(|ident| ident.as_small()) {
            Some(next) => ident = next,
            None => return Ok(false),
        }
    }
}

/// Waits while another thread loads the module; whether it had to.
///
/// # Errors
/// What functions of signals raise, KeyboardInterrupt.
pub(super) fn wait(vm: &mut Vm, name: &Value) -> PyResult<bool> {
    if !are_busy(vm) {
        return Ok(false);
    }
    let mut waited = false;
    while let Some(ident) = other_loader(vm, name)? {
        if waits_for_this_one(vm, ident)? {
            return Ok(false);
        }
        vm.threads.current().awaited.set(Some(name.clone()));
        let result = vm.wait_for_import();
        vm.threads.current().awaited.set(None);
        result?;
        waited = true;
    }
    Ok(waited)
}

/// The running thread loads a module from now on; whether it did not do so before.
///
/// # Errors
/// `MemoryError`.
pub(super) fn begin(vm: &mut Vm, name: &Value) -> PyResult<bool> {
    let imports = match &vm.threads.imports {
        Some(imports) => imports.clone(),
        None => {
            let imports = vm.new_dict()?;
            vm.threads.imports = Some(imports.clone());
            imports
        }
    };
    if vm.dict_get(&imports, name)?.is_some() {
        return Ok(false);
    }
    vm.dict_set(&imports, name.clone(), Value::small(vm.thread_ident()))?;
    Ok(true)
}

/// It has done so, or failed.
pub(super) fn end(vm: &mut Vm, name: &Value) {
    let Some(imports) = vm.threads.imports.clone() else { return };
    let waiting = vm.raised.take();
    if let Err(raised) = vm.dict_remove(&imports, name) {
        drop(vm.take_raised(raised));
    }
    vm.raised = waiting;
    vm.threads.import_ended.wake_all();
}
