//! Modules; and `types.SimpleNamespace` in [`namespace`].

pub mod namespace;

pub use namespace::{NAMESPACE, Namespace};

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use crate::core::capabilities::needs;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::native::Role;
use crate::types::str::Str;
use crate::types::typ::Type;

/// A module.
#[repr(C)]
pub struct Module {
    /// Count, shape, flags.
    pub header: Header,
    /// Namespace.
    pub dict: Obj<Dict>,
}

pitviper_object::object!(Module, kinds::MODULE, dict);

impl Vm {
    /// A module with `__name__`, `__doc__`, `__package__`, `__loader__` and `__spec__`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_module(&mut self, name: &str, doc: Option<&str>) -> PyResult<Obj<Module>> {
        let name = self.intern(name)?;
        let doc = match doc {
            Some(doc) => self.new_str(doc)?,
            None => Value::none(),
        };
        let header = Header::new(u32::from(kinds::MODULE), TRACKED);
        let dict = self.new_dict()?;
        let module = Obj::create(&mut self.heap, PageKind::Container, Module { header, dict })?;
        start(self, &module, name, doc)?;
        Ok(module)
    }
}

/// The names that every module has.
fn start(vm: &mut Vm, module: &Module, name: Value, doc: Value) -> PyResult<()> {
    let names = vm.names();
    let dict = module.dict.clone();
    vm.dict_set_str(&dict, &names.__name__, name)?;
    vm.dict_set_str(&dict, &names.__doc__, doc)?;
    for key in [&names.__package__, &names.__loader__, &names.__spec__] {
        vm.dict_set_str(&dict, key, Value::none())?;
    }
    Ok(())
}

/// Adds native functions to a module.
///
/// # Errors
/// `MemoryError`.
pub fn add_functions(vm: &mut Vm, module: &Obj<Module>, functions: &'static [Method]) -> PyResult<()> {
    let name = module.dict.get_str(vm, &vm.names().__name__);
    for method in functions {
        let key = vm.intern(method.name)?;
        let function = match refusal(vm, name.as_ref(), method) {
            Some(method) => vm.new_builtin_function(method, Some(key.clone()), name.clone(), Role::Bound)?,
            None => {
                let receiver = Some(module.clone().into_value());
                vm.new_builtin_function(method, receiver, name.clone(), Role::Plain)?
            }
        };
        vm.dict_set_str(&module.dict, &key, function)?;
    }
    Ok(())
}

/// What stands for a function whose need was not granted; nothing when it was, and for functions of the host.
fn refusal(vm: &Vm, module: Option<&Value>, method: &'static Method) -> Option<&'static Method> {
    if vm.sandbox.everything {
        return None;
    }
    let module = module.and_then(|name| name.downcast::<Str>()?.as_ascii())?;
    let own = crate::modules::ALL.iter().any(|spec| spec.name == module);
    let need = needs::of(module, method.name);
    (own && !vm.sandbox.grants(need)).then(|| need.refusing())
}

/// Makes a native module: functions, types, then its `init`.
///
/// # Errors
/// `MemoryError`, or what its `init` raises.
pub fn from_spec(vm: &mut Vm, spec: &'static ModuleSpec) -> PyResult<Obj<Module>> {
    let doc = if spec.doc.is_empty() { None } else { Some(spec.doc) };
    let module = vm.new_module(spec.name, doc)?;
    add_functions(vm, &module, spec.functions)?;
    crate::types::typ::builtin::ensure(vm, crate::core::registry::late_types(spec.name))?;
    for description in spec.types {
        let class = vm.type_of_kind(description.kind).to_value();
        let key = vm.intern(description.name)?;
        vm.dict_set_str(&module.dict, &key, class)?;
    }
    if let Some(init) = spec.init {
        init(vm, &module)?;
    }
    Ok(module)
}

fn view(value: &Value) -> &Module {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values[0].downcast::<Type>() else { return Err(vm.no_memory()) };
    let dict = vm.new_dict()?;
    let made = Module { header: Header::new(u32::from(kinds::MODULE), TRACKED), dict };
    Ok(vm.new_instance_of(class, PageKind::Container, made)?.into_value())
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let module = args.values[0].clone();
    let [name, doc] = args.behind_receiver().parse(vm, "module", ["name", "doc"], 1, 0)?;
    let name = name.cloned().unwrap_or_else(Value::none);
    if name.downcast::<Str>().is_none() {
        let kind = vm.argument_kind(&name);
        return Err(vm.type_error(format_args!("module() argument 'name' must be str, not {kind}")));
    }
    start(vm, view(&module), name, doc.cloned().unwrap_or_else(Value::none))
}

/// Attributes of the namespace, then what a module's own `__getattr__` gives.
fn get_attr(vm: &mut Vm, object: &Value, name: &Value) -> PyResult {
    if let Some(value) = vm.generic_get_attr_opt(object, name)? {
        return Ok(value);
    }
    let dict = view(object).dict.clone();
    if name.downcast::<Str>().is_some_and(|name| name.eq_str("__loader__"))
        && let Some(loader) = late_loader(vm, &dict)?
    {
        return Ok(loader);
    }
    if let Some(hook) = dict.get_str(vm, &vm.names().__getattr__) {
        return vm.call(&hook, std::slice::from_ref(name));
    }
    Err(missing(vm, object, name))
}

/// `__loader__` of a module that native code found: its spec makes one.
fn late_loader(vm: &mut Vm, dict: &Obj<Dict>) -> PyResult<Option<Value>> {
    let names = vm.names();
    let spec = dict.get_str(vm, &names.__spec__);
    let Some(spec) = spec.filter(|spec| spec.exact::<crate::import::spec::Spec>().is_some()) else { return Ok(None) };
    let loader = vm.intern("loader")?;
    let loader = vm.get_attr(&spec, &loader)?;
    vm.dict_set_str(dict, &names.__loader__, loader.clone())?;
    Ok(Some(loader))
}

#[cold]
fn missing(vm: &mut Vm, object: &Value, name: &Value) -> Raised {
    let dict = view(object).dict.clone();
    let own = dict.get_str(vm, &vm.names().__name__);
    let Some(text) = name.downcast::<Str>() else { return vm.no_attribute(object, name) };
    let raised = match own.as_ref().and_then(Value::downcast::<Str>) {
        Some(own) => match explain(vm, &dict, own, text) {
            Ok(message) => vm.raise_with(Exc::AttributeError, message),
            Err(raised) => return raised,
        },
        None => vm.raise(Exc::AttributeError, format_args!("module has no attribute '{text}'")),
    };
    vm.annotate_attribute_error(raised, object, name)
}

/// Why the module `own` has no attribute `text`, in CPython's words.
fn explain(vm: &mut Vm, dict: &Dict, own: &Str, text: &Str) -> PyResult {
    use crate::import::shadow::{Shadow, shadow};
    let file = dict.get_str(vm, &vm.names().__file__);
    let name = dict.get_str(vm, &vm.names().__name__);
    let shadow = shadow(vm, name.as_ref(), file.as_ref())?;
    let file = file.as_ref().and_then(Value::downcast::<Str>);
    let plain = |vm: &mut Vm| vm.new_str_fmt(format_args!("module '{own}' has no attribute '{text}'"));
    match (shadow, file) {
        (Shadow::Standard, Some(file)) => vm.new_str_fmt(format_args!(
            "module '{own}' has no attribute '{text}' (consider renaming '{file}' since it has the same name as the standard library module named '{own}' and prevents importing that standard library module)"
        )),
        _ if !is_starting(vm, dict)? => plain(vm),
        (Shadow::Library, Some(file)) => vm.new_str_fmt(format_args!(
            "module '{own}' has no attribute '{text}' (consider renaming '{file}' if it has the same name as a library you intended to import)"
        )),
        (_, Some(file)) => vm.new_str_fmt(format_args!(
            "partially initialized module '{own}' from '{file}' has no attribute '{text}' (most likely due to a circular import)"
        )),
        _ => vm.new_str_fmt(format_args!(
            "partially initialized module '{own}' has no attribute '{text}' (most likely due to a circular import)"
        )),
    }
}

/// Whether the module's code is still running for the first time.
fn is_starting(vm: &mut Vm, dict: &Dict) -> PyResult<bool> {
    let Some(spec) = dict.get_str(vm, &vm.names().__spec__).filter(|spec| !spec.is_none()) else { return Ok(false) };
    let name = vm.intern("_initializing")?;
    match vm.get_attr_opt(&spec, &name)? {
        Some(value) => vm.truth(&value),
        None => Ok(false),
    }
}

fn repr(vm: &mut Vm, object: &Value) -> PyResult {
    let dict = view(object).dict.clone();
    let names = vm.names();
    let name = match dict.get_str(vm, &names.__name__) {
        Some(name) => vm.repr(&name)?,
        None => vm.new_str("'?'")?,
    };
    let Some(name) = name.downcast::<Str>() else { return Ok(name) };
    if let Some(file) = dict.get_str(vm, &names.__file__) {
        let file = vm.repr(&file)?;
        if let Some(file) = file.downcast::<Str>() {
            return vm.new_str_fmt(format_args!("<module {name} from {file}>"));
        }
    }
    if let Some(spec) = dict.get_str(vm, &names.__spec__)
        && let Some(spec) = spec.downcast::<crate::import::spec::Spec>()
    {
        let origin = spec.origin(vm)?;
        return match origin.as_ref().and_then(Value::downcast::<Str>) {
            Some(origin) => vm.new_str_fmt(format_args!("<module {name} ({origin})>")),
            None if spec.is_namespace(vm)? => vm.new_str_fmt(format_args!("<module {name} (namespace)>")),
            None => vm.new_str_fmt(format_args!("<module {name}>")),
        };
    }
    let loader = dict.get_str(vm, &names.__loader__).filter(|loader| !loader.is_none());
    if let Some(loader) = loader {
        let loader = vm.repr(&loader)?;
        if let Some(loader) = loader.downcast::<Str>() {
            return vm.new_str_fmt(format_args!("<module {name} ({loader})>"));
        }
    }
    vm.new_str_fmt(format_args!("<module {name}>"))
}

/// `module.__dir__`: the namespace's names, or what the module's own `__dir__` gives.
fn dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dict = view(&args.values[0]).dict.clone();
    let claimed = vm.get_attr(&args.values[0], &vm.names().__dict__)?;
    if claimed.downcast::<Dict>().is_none() {
        return Err(vm.type_error(format_args!("<module>.__dict__ is not a dictionary")));
    }
    if let Some(hook) = dict.get_str(vm, &vm.names().__dir__) {
        return vm.call(&hook, &[]);
    }
    let all = vm.list_from(dict.as_value())?;
    let names = vm.names();
    if dict.get_str(vm, &names.__loader__).is_none()
        && dict.get_str(vm, &names.__spec__).is_some_and(|spec| spec.exact::<crate::import::spec::Spec>().is_some())
    {
        vm.list_push(&all, names.__loader__.clone())?;
    }
    Ok(all.into_value())
}

/// `__annotations__` of a module, evaluated when asked for, then kept.
fn get_annotations(vm: &mut Vm, object: &Value) -> PyResult {
    let dict = view(object).dict.clone();
    let names = vm.names();
    if let Some(annotations) = dict.get_str(vm, &names.__annotations__) {
        return Ok(annotations);
    }
    let annotate = dict.get_str(vm, &names.__annotate__).filter(|annotate| !annotate.is_none());
    let annotations = match annotate {
        Some(annotate) => {
            let annotations = vm.call(&annotate, &[Value::small(1)])?;
            if annotations.downcast::<Dict>().is_none() {
                let kind = vm.type_name(&annotations);
                return Err(vm.type_error(format_args!("__annotate__ returned non-dict of type '{kind}'")));
            }
            annotations
        }
        None => vm.new_dict()?.into_value(),
    };
    vm.dict_set_str(&dict, &names.__annotations__, annotations.clone())?;
    Ok(annotations)
}

/// Sets or deletes a name of the namespace.
fn store(vm: &mut Vm, object: &Value, name: &Value, value: Option<Value>) -> PyResult<()> {
    let dict = view(object).dict.clone();
    match value {
        Some(value) => vm.dict_set_str(&dict, name, value),
        None => match vm.dict_remove(&dict, name)? {
            Some(_) => Ok(()),
            None => Err(missing(vm, object, name)),
        },
    }
}

static SLOTS: Slots =
    Slots { new: Some(new), init: Some(init), get_attr: Some(get_attr), repr: Some(repr), ..Slots::EMPTY };

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "module",
    module: "builtins",
    kind: kinds::MODULE,
    base: kinds::OBJECT,
    doc: "module(name, doc=None)\n--\n\nA module: a namespace with a name.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &SLOTS,
    methods: &[Method::new("__dir__", dir, 0, 0).doc("__dir__() -> list\nspecialized dir() implementation")],
    getset: &[
        GetSet { name: "__dict__", get: |_, m| Ok(view(m).dict.clone().into_value()), set: None },
        GetSet {
            name: "__annotations__",
            get: get_annotations,
            set: Some(|vm, m, value| store(vm, m, &vm.names().__annotations__, value)),
        },
        GetSet {
            name: "__annotate__",
            get: |vm, m| {
                let dict = view(m).dict.clone();
                Ok(dict.get_str(vm, &vm.names().__annotate__).unwrap_or_else(Value::none))
            },
            set: Some(|vm, m, value| store(vm, m, &vm.names().__annotate__, value)),
        },
    ],
    page: PageKind::Container,
    slot: <Module as Traverse>::slot,
    finish: None,
    size: fixed_size::<Module>,
};
