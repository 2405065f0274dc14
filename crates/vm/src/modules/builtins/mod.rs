//! `builtins`: its functions, its constants, and the types and exceptions that live there.

mod asking;
mod attributes;
mod exits;
mod extremes;
mod input;
mod iteration;
pub mod namespaces;
mod numbers;
mod print;
mod running;
mod sum;

use pitviper_object::{Obj, Value, singletons};

use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::Method;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::module::add_functions;

/// Functions by topic.
static TABLES: &[&[Method]] = &[
    numbers::FUNCTIONS,
    iteration::FUNCTIONS,
    extremes::FUNCTIONS,
    asking::FUNCTIONS,
    attributes::FUNCTIONS,
    namespaces::FUNCTIONS,
    print::FUNCTIONS,
    input::FUNCTIONS,
    running::FUNCTIONS,
    exits::FUNCTIONS,
    crate::modules::io::OPEN,
];

/// Types that programs find here.
static TYPES: &[(&str, u8)] = &[
    ("bool", kinds::BOOL),
    ("bytearray", kinds::BYTEARRAY),
    ("bytes", kinds::BYTES),
    ("classmethod", kinds::CLASSMETHOD),
    ("complex", kinds::COMPLEX),
    ("dict", kinds::DICT),
    ("enumerate", kinds::ENUMERATE),
    ("filter", kinds::FILTER),
    ("float", kinds::FLOAT),
    ("frozenset", kinds::FROZENSET),
    ("int", kinds::INT),
    ("list", kinds::LIST),
    ("map", kinds::MAP),
    ("memoryview", kinds::MEMORY_VIEW),
    ("object", kinds::OBJECT),
    ("property", kinds::PROPERTY),
    ("range", kinds::RANGE),
    ("reversed", kinds::REVERSED),
    ("set", kinds::SET),
    ("slice", kinds::SLICE),
    ("staticmethod", kinds::STATICMETHOD),
    ("str", kinds::STR),
    ("super", kinds::SUPER),
    ("tuple", kinds::TUPLE),
    ("type", kinds::TYPE),
    ("zip", kinds::ZIP),
];

/// Makes the module and puts it into `sys.modules`.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm) -> PyResult<()> {
    let doc = "Functions, types, exceptions and constants that every module sees.";
    let module = vm.new_module("builtins", Some(doc))?;
    let dict = module.dict.clone();
    for table in TABLES {
        add_functions(vm, &module, table)?;
    }
    let debug = vm.options.optimize == 0;
    for (name, value) in [
        ("None", Value::none()),
        ("Ellipsis", singletons::ELLIPSIS.value()),
        ("NotImplemented", Value::not_implemented()),
        ("False", Value::bool(false)),
        ("True", Value::bool(true)),
        ("__debug__", Value::bool(debug)),
    ] {
        put(vm, &dict, name, value)?;
    }
    for (name, kind) in TYPES {
        let class = vm.type_of_kind(*kind).to_value();
        put(vm, &dict, name, class)?;
    }
    for (class, name, ..) in Exc::ALL {
        let class = vm.exc_type(*class).to_value();
        put(vm, &dict, name, class)?;
    }
    for name in ["EnvironmentError", "IOError"] {
        let class = vm.exc_type(Exc::OSError).to_value();
        put(vm, &dict, name, class)?;
    }
    vm.builtins = Some(dict);
    crate::modules::sys::register_module(vm, "builtins", module.into_value())
}

/// Stores a value under a name.
pub(crate) fn put(vm: &mut Vm, dict: &Obj<Dict>, name: &str, value: Value) -> PyResult<()> {
    let name = vm.intern(name)?;
    vm.dict_set_str(dict, &name, value)
}
