//! STUB
use pitviper_object::{Header, PageKind, Traverse, Obj, Slot, Value};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method as NativeMethod, Slots, TypeSpec, GetSet, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::typ::Type;

/// Object.
#[repr(C)]
pub struct Module {
    /// Count, shape, flags.
    pub header: Header,
    /// f
    pub dict: Obj<Dict>,
}
pitviper_object::object!(Module, kinds::MODULE, dict);

/// Object.
#[repr(C)]
pub struct Namespace {
    /// Count, shape, flags.
    pub header: Header,
    /// f
    pub dict: Obj<Dict>,
}
pitviper_object::object!(Namespace, kinds::NAMESPACE, dict);

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "module", module: "builtins", kind: kinds::MODULE, base: kinds::OBJECT, doc: "", flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <Module as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Module>,
};

/// The type.
pub static NAMESPACE: TypeSpec = TypeSpec {
    name: "SimpleNamespace", module: "types", kind: kinds::NAMESPACE, base: kinds::OBJECT, doc: "", flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <Namespace as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<Namespace>,
};

impl Vm {
    /// A module with `__name__`, `__doc__`, `__package__`, `__loader__`, `__spec__`.
    pub fn new_module(&mut self, name: &str, doc: Option<&str>) -> PyResult<Obj<Module>> { todo!() }
    /// A `types.SimpleNamespace`.
    pub fn new_namespace(&mut self) -> PyResult<Obj<Namespace>> { todo!() }
}
/// Adds native functions to a module.
pub fn add_functions(vm: &mut Vm, module: &Obj<Module>, functions: &'static [NativeMethod]) -> PyResult<()> { todo!() }
/// Makes a native module: functions, types, then its `init`.
pub fn from_spec(vm: &mut Vm, spec: &'static crate::core::module::ModuleSpec) -> PyResult<Obj<Module>> { todo!() }
