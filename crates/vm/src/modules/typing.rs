//! `_typing`: what the library's `typing` takes from native code.

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::typing;

fn identity(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(args.values[0].clone())
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_typing",
    doc: "Primitives and accelerators for the typing module.\n",
    functions: &[Method::new("_idfunc", identity, 1, 1).doc("_idfunc($module, x, /)\n--\n\n")],
    types: &[
        &typing::TYPE_VAR,
        &typing::PARAM_SPEC,
        &typing::TYPE_VAR_TUPLE,
        &typing::PARAM_SPEC_ARGS,
        &typing::PARAM_SPEC_KWARGS,
        &typing::TYPE_ALIAS,
    ],
    init: Some(|vm, module| {
        let entries = [
            ("Generic", typing::generic::class(vm)?),
            ("Union", vm.type_of_kind(kinds::UNION).to_value()),
            ("NoDefault", typing::no_default(vm)?),
        ];
        for (name, value) in entries {
            let name = vm.intern(name)?;
            vm.dict_set_str(&module.dict, &name, value)?;
        }
        Ok(())
    }),
};
