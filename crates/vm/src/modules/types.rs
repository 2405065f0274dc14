//! `_types`: the classes of the interpreter's own objects, by the names that `types` gives them.

use pitviper_object::Obj;

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::vm::Vm;
use crate::types::module::Module;

static NAMES: &[(&str, u8)] = &[
    ("AsyncGeneratorType", kinds::ASYNC_GENERATOR),
    ("BuiltinFunctionType", kinds::BUILTIN_FUNCTION),
    ("BuiltinMethodType", kinds::BUILTIN_FUNCTION),
    ("CellType", kinds::CELL),
    ("ClassMethodDescriptorType", kinds::CLASSMETHOD_DESCRIPTOR),
    ("CodeType", kinds::CODE),
    ("CoroutineType", kinds::COROUTINE),
    ("EllipsisType", kinds::ELLIPSIS),
    ("FrameLocalsProxyType", kinds::FRAME_LOCALS_PROXY),
    ("FrameType", kinds::FRAME),
    ("FunctionType", kinds::FUNCTION),
    ("GeneratorType", kinds::GENERATOR),
    ("GenericAlias", kinds::GENERIC_ALIAS),
    ("GetSetDescriptorType", kinds::GETSET),
    ("LambdaType", kinds::FUNCTION),
    ("MappingProxyType", kinds::MAPPING_PROXY),
    ("MemberDescriptorType", kinds::MEMBER),
    ("MethodDescriptorType", kinds::METHOD_DESCRIPTOR),
    ("MethodType", kinds::METHOD),
    ("MethodWrapperType", kinds::METHOD_WRAPPER),
    ("ModuleType", kinds::MODULE),
    ("NoneType", kinds::NONE),
    ("NotImplementedType", kinds::NOT_IMPLEMENTED),
    ("SimpleNamespace", kinds::NAMESPACE),
    ("TracebackType", kinds::TRACEBACK),
    ("UnionType", kinds::UNION),
    ("WrapperDescriptorType", kinds::SLOT_WRAPPER),
];

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    for &(name, kind) in NAMES {
        let class = vm.type_of_kind(kind).to_value();
        let name = vm.intern(name)?;
        vm.dict_set_str(&module.dict, &name, class)?;
    }
    Ok(())
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_types",
    doc: "Define names for built-in types.",
    functions: &[],
    types: &[],
    init: Some(init),
};
