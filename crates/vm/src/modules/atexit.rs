//! `atexit`: functions that are called when the program ends.

use pitviper_object::{Obj, Value};

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::tuple::Tuple;

/// The registered calls: tuples of function, values and names.
fn calls(vm: &mut Vm) -> PyResult<Obj<List>> {
    if let Some(calls) = &vm.exit_calls {
        return Ok(calls.clone());
    }
    let calls = vm.new_list()?;
    vm.exit_calls = Some(calls.clone());
    Ok(calls)
}

fn register(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(function) = args.positional().first() else {
        return Err(vm.type_error(format_args!("register() takes at least 1 argument (0 given)")));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error(format_args!("the first argument must be callable")));
    }
    let values = vm.new_tuple(&args.values[1..])?;
    let names = vm.new_tuple(args.names.map_or(&[], Tuple::items))?;
    let call = vm.new_tuple_from([function.clone(), values, names])?;
    let calls = calls(vm)?;
    vm.list_push(&calls, call)?;
    Ok(function.clone())
}

fn unregister(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let calls = calls(vm)?;
    let mut index = 0;
    while let Some(call) = calls.get(index) {
        let function = call.downcast::<Tuple>().and_then(|call| call.items().first().cloned());
        let same = match function {
            Some(function) => vm.eq(&function, &args.values[0])?,
            None => false,
        };
        if same && index < calls.len() {
            drop(calls.remove(index));
        } else {
            index += 1;
        }
    }
    Ok(Value::none())
}

impl Vm {
    /// Calls what was registered, the last first. Exceptions are shown, and the next is called.
    pub fn run_exit_calls(&mut self) {
        let Some(calls) = self.exit_calls.clone() else { return };
        while let Some(call) = calls.pop() {
            let Some([function, values, names]) = call.downcast::<Tuple>().map(Tuple::items) else { continue };
            let names = names.downcast::<Tuple>().filter(|names| !names.is_empty());
            let values = values.downcast::<Tuple>().map_or(&[][..], Tuple::items);
            if let Err(raised) = self.call_args(function, Args { values, names }) {
                let message = "Exception ignored in atexit callback";
                crate::core::finalize::unraisable(self, raised, message, Some(function));
            }
            self.settle();
        }
    }
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "atexit",
    doc: "allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n",
    functions: &[
        Method::keywords("register", register)
            .doc("register($module, func, /, *args, **kwargs)\n--\n\nRegister a function to be executed upon normal program termination."),
        Method::new("unregister", unregister, 1, 1)
            .doc("unregister($module, func, /)\n--\n\nUnregister an exit function which was previously registered using\natexit.register"),
        Method::new(
            "_run_exitfuncs",
            |vm, _| {
                vm.run_exit_calls();
                Ok(Value::none())
            },
            0,
            0,
        )
        .doc("_run_exitfuncs($module, /)\n--\n\nRun all registered exit functions."),
        Method::new(
            "_clear",
            |vm, _| {
                vm.exit_calls = None;
                Ok(Value::none())
            },
            0,
            0,
        )
        .doc("_clear($module, /)\n--\n\nClear the list of previously registered exit functions."),
        Method::new(
            "_ncallbacks",
            |vm, _| {
                let count = vm.exit_calls.as_ref().map_or(0, |calls| calls.len());
                vm.new_usize(count)
            },
            0,
            0,
        )
        .doc("_ncallbacks($module, /)\n--\n\nReturn the number of registered exit functions."),
    ],
    types: &[],
    init: None,
};
