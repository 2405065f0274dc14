//! `_weakref`.

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::module::Module;
use crate::types::weakref::{CALLABLE_PROXY, PROXY, SPEC, view};

fn proxy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let object = &args.values[0];
    let kind = if vm.is_callable(object) { kinds::WEAK_CALLABLE_PROXY } else { kinds::WEAK_PROXY };
    vm.new_weak_reference(kind, None, object, args.values.get(1).cloned())
}

fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut count = 0;
    vm.visit_weak_references(&args.values[0], &mut |_| count += 1);
    vm.new_usize(count)
}

fn all(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut count = 0;
    vm.visit_weak_references(&args.values[0], &mut |_| count += 1);
    let list = vm.new_list()?;
    list.reserve_exact(&mut vm.heap, count)?;
    let mut index = 0;
    loop {
        // One at a time: pushing may allocate, and the table must not be walked meanwhile.
        let (mut at, mut found) = (0, None);
        vm.visit_weak_references(&args.values[0], &mut |reference| {
            if at == index {
                found = Some(reference);
            }
            at += 1;
        });
        let Some(reference) = found else { return Ok(list.into_value()) };
        vm.list_push(&list, reference)?;
        index += 1;
    }
}

/// Removes `key` from a dict when the reference that is its value is dead.
fn remove_dead(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(dict) = args.values[0].downcast::<Dict>() else {
        let kind = vm.argument_kind(&args.values[0]);
        return Err(vm.type_error(format_args!("_remove_dead_weakref() argument 1 must be dict, not {kind}")));
    };
    let dict = Obj::from_ref(dict);
    let Some(reference) = vm.dict_get(&dict, &args.values[1])? else { return Ok(Value::none()) };
    match view(&reference) {
        Some(reference) if reference.get().is_none() => drop(vm.dict_remove(&dict, &args.values[1])?),
        Some(_) => {}
        None => return Err(vm.type_error(format_args!("not a weakref"))),
    }
    Ok(Value::none())
}

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let names = [
        ("ref", kinds::WEAK_REF),
        ("ReferenceType", kinds::WEAK_REF),
        ("ProxyType", kinds::WEAK_PROXY),
        ("CallableProxyType", kinds::WEAK_CALLABLE_PROXY),
    ];
    for (name, kind) in names {
        let name = vm.intern(name)?;
        let class = vm.type_of_kind(kind).to_value();
        vm.dict_set_str(&module.dict, &name, class)?;
    }
    Ok(())
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_weakref",
    doc: "Weak-reference support module.",
    functions: &[
        Method::new("proxy", proxy, 1, 2).doc("Create a proxy object that weakly references 'object'."),
        Method::new("getweakrefcount", count, 1, 1).doc("Return the number of weak references to 'object'."),
        Method::new("getweakrefs", all, 1, 1).doc("Return a list of all weak reference objects pointing to 'object'."),
        Method::new("_remove_dead_weakref", remove_dead, 2, 2)
            .doc("Atomically remove key from dict if it points to a dead weakref."),
    ],
    types: &[&SPEC, &PROXY, &CALLABLE_PROXY],
    init: Some(init),
};
