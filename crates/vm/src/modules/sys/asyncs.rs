//! What event loops set: hooks of asynchronous generators, and how much coroutines remember of where they came from.

use pitviper_object::{Obj, Value};

use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;
use crate::types::tuple::struct_sequence::{self, Definition};
use crate::types::typ::Type;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("get_asyncgen_hooks", get_asyncgen_hooks, 0, 0).doc(
        "get_asyncgen_hooks($module, /)\n--\n\nReturn the installed hooks of asynchronous generators: (firstiter, finalizer).",
    ),
    Method::keywords("set_asyncgen_hooks", set_asyncgen_hooks)
        .doc("set_asyncgen_hooks([firstiter] [, finalizer])\n\nSet what is called when an asynchronous generator begins and when it is dropped."),
    Method::new("get_coroutine_origin_tracking_depth", |vm, _| vm.new_int(i64::from(vm.origin_depth)), 0, 0)
        .doc("get_coroutine_origin_tracking_depth($module, /)\n--\n\nHow many frames coroutines are to remember."),
    Method::keywords("set_coroutine_origin_tracking_depth", set_origin_depth).doc(
        "set_coroutine_origin_tracking_depth($module, /, depth)\n--\n\nSet how many frames coroutines are to remember.",
    ),
];

/// A hook: 0 for the first iteration, 1 for the end.
pub(crate) fn hook(vm: &Vm, which: usize) -> Option<Value> {
    let hooks = vm.asyncgen_hooks.as_ref()?.downcast::<Tuple>()?;
    hooks.items().get(which).filter(|hook| !hook.is_none()).cloned()
}

fn get_asyncgen_hooks(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let class = vm.module_class("sys", "asyncgen_hooks", |vm| {
        let definition = Definition {
            name: "asyncgen_hooks",
            module: "builtins",
            doc: "Hooks of asynchronous generators.",
            fields: &["firstiter", "finalizer"],
            in_sequence: 2,
            callable: false,
        };
        struct_sequence::define(vm, &definition).map(Obj::into_value)
    })?;
    let Ok(class) = Obj::<Type>::try_from_value(class) else { return Err(vm.no_memory()) };
    let hooks = [0, 1].map(|which| hook(vm, which).unwrap_or_else(Value::none));
    struct_sequence::create(vm, &class, &hooks)
}

fn set_asyncgen_hooks(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["firstiter", "finalizer"];
    let given = Params::new("set_asyncgen_hooks", names).bind(vm, args)?;
    for (name, hook) in names.iter().zip(given) {
        if let Some(hook) = hook
            && !hook.is_none()
            && !vm.is_callable(hook)
        {
            let kind = vm.type_name(hook);
            return Err(vm.type_error(format_args!("callable {name} expected, got {kind}")));
        }
    }
    let [first, last] = [0, 1].map(|which| match given[which] {
        Some(hook) => hook.clone(),
        None => hook(vm, which).unwrap_or_else(Value::none),
    });
    let hooks = vm.new_tuple_from([first, last])?;
    vm.asyncgen_hooks = Some(hooks);
    Ok(Value::none())
}

fn set_origin_depth(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [depth] = Params::new("set_coroutine_origin_tracking_depth", ["depth"]).required(1).bind(vm, args)?;
    let Some(depth) = depth else { return Ok(Value::none()) };
    let depth = super::settings::c_int(vm, depth)?;
    match u32::try_from(depth) {
        Ok(depth) => vm.origin_depth = depth,
        Err(_) => return Err(vm.value_error(format_args!("depth must be >= 0"))),
    }
    Ok(Value::none())
}

/// What `cr_origin` gives: file, line and name of as many frames as are asked for, from where a coroutine is made.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn origin(vm: &mut Vm) -> PyResult {
    let places = vm.new_list()?;
    let mut frame = vm.stack.frame;
    for _ in 0..vm.origin_depth {
        if frame.is_null() {
            break;
        }
        // SAFETY: frames on the stack are complete.
        let code = unsafe { (*frame).code() };
        // SAFETY: as above.
        let line = unsafe { code.code.position(code.offset((*frame).pc)).line };
        let shared = code.code.clone();
        let (file, name) = (vm.new_str(&shared.filename)?, vm.intern(&shared.name)?);
        let place = vm.new_tuple_from([file, Value::small(i64::from(line)), name])?;
        vm.list_push(&places, place)?;
        // SAFETY: as above.
        frame = unsafe { (*frame).previous };
    }
    // SAFETY: nobody else has the list.
    vm.new_tuple(unsafe { places.items_unchecked() })
}
