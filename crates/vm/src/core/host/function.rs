//! `host_function`: a function whose code is the host's. Bound to the object that it is looked up on, as Python
//! functions are.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

/// Code of the host.
pub trait HostCode: Send + Sync {
    /// Runs it. It does not panic.
    ///
    /// # Errors
    /// What it raises.
    fn call(&self, vm: &mut Vm, args: Args<'_>) -> PyResult;
}

/// A function of the host's.
#[repr(C)]
pub struct HostFunction {
    /// Count, shape, flags.
    pub header: Header,
    code: std::mem::ManuallyDrop<Code>,
    name: ValueCell,
    qualname: ValueCell,
    module: ValueCell,
    doc: ValueCell,
}

type Code = std::sync::Arc<dyn HostCode>;

object!(HostFunction, kinds::HOST_FUNCTION, name, qualname, module, doc);

/// What a host function is called in Python.
#[derive(Clone, Copy, Debug, Default)]
pub struct Naming<'a> {
    /// `__name__`.
    pub name: &'a str,
    /// The class that it is a method of.
    pub class: Option<&'a str>,
    /// `__module__`.
    pub module: Option<&'a str>,
    /// `__doc__`.
    pub doc: Option<&'a str>,
}

/// Gives the code back.
///
/// # Safety
/// `object` is a dying `HostFunction`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: dropped once, and not used again.
    let code = unsafe { std::mem::ManuallyDrop::take(&mut (*object.cast::<HostFunction>()).code) };
    super::object::drop_quietly(code);
}

impl Vm {
    /// A function whose code is the host's.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_host_function(&mut self, naming: &Naming<'_>, code: Code) -> PyResult {
        let name = self.intern(naming.name)?;
        let qualname = match naming.class {
            Some(class) => self.new_str_fmt(format_args!("{class}.{}", naming.name))?,
            None => name.clone(),
        };
        let module = naming.module.map(|module| self.intern(module)).transpose()?;
        let doc = naming.doc.map(|doc| self.new_str(doc)).transpose()?;
        let block = self.heap.alloc(PageKind::Container, size_of::<HostFunction>())?;
        self.heap.container_made();
        let function = HostFunction {
            header: Header::new(u32::from(kinds::HOST_FUNCTION), TRACKED),
            code: std::mem::ManuallyDrop::new(code),
            name: name.into(),
            qualname: qualname.into(),
            module: ValueCell::new(module),
            doc: ValueCell::new(doc),
        };
        // SAFETY: the block is fresh and big enough; its one count goes to the value.
        unsafe {
            block.cast::<HostFunction>().write(function);
            Ok(Value::from_owned(block.cast()))
        }
    }
}

fn view(value: &Value) -> &HostFunction {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn call(vm: &mut Vm, function: &Value, args: Args<'_>) -> PyResult {
    vm.check_native_stack()?;
    // Its object may die while it runs.
    let code = Code::clone(&view(function).code);
    vm.host.running += 1;
    let result = code.call(vm, args);
    vm.host.running -= 1;
    result
}

fn repr(vm: &mut Vm, function: &Value) -> PyResult {
    let name = part(&view(function).qualname);
    let id = vm.id(function);
    match name.downcast::<crate::types::str::Str>() {
        Some(name) => vm.new_str_fmt(format_args!("<host function {name} at {id:#x}>")),
        None => vm.new_str("<host function>"),
    }
}

fn descr_get(vm: &mut Vm, function: &Value, object: Option<&Value>, _owner: &Value) -> PyResult {
    match object {
        Some(object) => vm.new_method(function.clone(), object.clone()),
        None => Ok(function.clone()),
    }
}

fn part(cell: &ValueCell) -> Value {
    cell.get().unwrap_or_else(Value::none)
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "host_function",
    module: "builtins",
    kind: kinds::HOST_FUNCTION,
    base: kinds::OBJECT,
    doc: "A function of the program that embeds Python.",
    flags: TypeSpec::NO_NEW | TypeSpec::METHOD_LIKE | TypeSpec::WEAK,
    slots: &Slots { call: Some(call), repr: Some(repr), descr_get: Some(descr_get), ..Slots::EMPTY },
    methods: &[],
    getset: &[
        GetSet { name: "__name__", get: |_, f| Ok(part(&view(f).name)), set: None },
        GetSet { name: "__qualname__", get: |_, f| Ok(part(&view(f).qualname)), set: None },
        GetSet { name: "__module__", get: |_, f| Ok(part(&view(f).module)), set: None },
        GetSet { name: "__doc__", get: |_, f| Ok(part(&view(f).doc)), set: None },
    ],
    page: PageKind::Container,
    slot: <HostFunction as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<HostFunction>,
};

/// The object behind a value, if it is a host function.
#[must_use]
pub fn is_host_function(value: &Value) -> bool {
    value.exact::<HostFunction>().is_some()
}

impl HostFunction {
    /// As a value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Obj::from_ref(self).into_value()
    }
}
