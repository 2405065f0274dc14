//! `ModuleSpec`: what the import system knows of a module.
//!
//! Modules that native code finds get a spec without a loader object; the loader is made, by Python code of the
//! library, when somebody asks for it.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::kind;
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::dict::Dict;
use crate::types::iterators::instance;
use crate::types::str::{Str, StrBuilder};

/// A module's spec: attributes.
#[repr(C)]
pub struct Spec {
    /// Count, shape, flags.
    pub header: Header,
    /// Attributes.
    pub dict: Obj<Dict>,
}

pitviper_object::object!(Spec, kind::SPEC, dict);

/// What a new spec says.
pub struct Facts<'a> {
    /// Full name.
    pub name: &'a Value,
    /// The loader, when it is there already.
    pub loader: Option<Value>,
    /// Where the module comes from, or `None`.
    pub origin: &'a Value,
    /// A package's `__path__`.
    pub folders: Option<Value>,
    /// Whether the origin is a place that can be read.
    pub has_location: bool,
}

/// A spec.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm, facts: Facts<'_>) -> PyResult<Obj<Spec>> {
    let header = Header::new(u32::from(kind::SPEC), TRACKED);
    let dict = vm.new_dict()?;
    let spec = Obj::create(&mut vm.heap, PageKind::Container, Spec { header, dict })?;
    put(vm, &spec.dict, "name", facts.name.clone())?;
    if let Some(loader) = facts.loader {
        put(vm, &spec.dict, "loader", loader)?;
    }
    put(vm, &spec.dict, "origin", facts.origin.clone())?;
    put(vm, &spec.dict, "loader_state", Value::none())?;
    put(vm, &spec.dict, "submodule_search_locations", facts.folders.unwrap_or_else(Value::none))?;
    put(vm, &spec.dict, "_set_fileattr", Value::bool(facts.has_location))?;
    put(vm, &spec.dict, "_cached", Value::none())?;
    Ok(spec)
}

impl Spec {
    /// Where the module comes from, when that is known.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn origin(&self, vm: &mut Vm) -> PyResult<Option<Value>> {
        let origin = vm.intern("origin")?;
        Ok(self.dict.get_str(vm, &origin).filter(|origin| !origin.is_none()))
    }

    /// Whether it is a package without a file of its own.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn is_namespace(&self, vm: &mut Vm) -> PyResult<bool> {
        let (origin, folders) = (vm.intern("origin")?, vm.intern("submodule_search_locations")?);
        let given = |vm: &Vm, key: &Value| self.dict.get_str(vm, key).is_some_and(|value| !value.is_none());
        Ok(given(vm, &folders) && !given(vm, &origin))
    }
}

fn view(value: &Value) -> &Spec {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

/// An attribute that is in the dictionary.
fn stored(vm: &mut Vm, spec: &Value, name: &str) -> PyResult<Option<Value>> {
    let name = vm.intern(name)?;
    let dict = view(spec).dict.clone();
    Ok(dict.get_str(vm, &name))
}

fn store(vm: &mut Vm, spec: &Value, name: &str, value: Option<Value>) -> PyResult<()> {
    let name = vm.intern(name)?;
    let dict = view(spec).dict.clone();
    match value {
        Some(value) => vm.dict_set_str(&dict, &name, value),
        None => vm.dict_remove(&dict, &name).map(drop),
    }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dict = vm.new_dict()?;
    let header = Header::new(u32::from(kind::SPEC), TRACKED);
    instance(vm, args, PageKind::Container, Spec { header, dict })
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let parameters = ["name", "loader", "origin", "loader_state", "is_package"];
    let [name, loader, origin, state, is_package] =
        Params::new("ModuleSpec", parameters).required(2).keyword_only(3).bind(vm, args.behind_receiver())?;
    let dict = view(&args.values[0]).dict.clone();
    let is_package = match is_package {
        Some(flag) => vm.truth(flag)?,
        None => false,
    };
    let folders = if is_package { vm.new_list()?.into_value() } else { Value::none() };
    let given = |value: Option<&Value>| value.cloned().unwrap_or_else(Value::none);
    put(vm, &dict, "name", given(name))?;
    put(vm, &dict, "loader", given(loader))?;
    put(vm, &dict, "origin", given(origin))?;
    put(vm, &dict, "loader_state", given(state))?;
    put(vm, &dict, "submodule_search_locations", folders)?;
    let pending = vm.new_list()?.into_value();
    put(vm, &dict, "_uninitialized_submodules", pending)?;
    put(vm, &dict, "_set_fileattr", Value::bool(false))?;
    put(vm, &dict, "_cached", Value::none())
}

/// The loader; native imports leave it to be made here.
fn loader(vm: &mut Vm, spec: &Value) -> PyResult {
    if let Some(loader) = stored(vm, spec, "loader")? {
        return Ok(loader);
    }
    let loader = super::helper(vm, "loader_of", std::slice::from_ref(spec))?;
    store(vm, spec, "loader", Some(loader.clone()))?;
    Ok(loader)
}

/// The package around the module, which a package is itself.
fn parent(vm: &mut Vm, spec: &Value) -> PyResult {
    let name = stored(vm, spec, "name")?.unwrap_or_else(Value::none);
    if stored(vm, spec, "submodule_search_locations")?.is_some_and(|folders| !folders.is_none()) {
        return Ok(name);
    }
    super::front_of(vm, &name)
}

fn cached(vm: &mut Vm, spec: &Value) -> PyResult {
    if let Some(cached) = stored(vm, spec, "_cached")?.filter(|cached| !cached.is_none()) {
        return Ok(cached);
    }
    let origin = stored(vm, spec, "origin")?.filter(|origin| !origin.is_none());
    let (Some(origin), true) = (origin, has_location(vm, spec)?) else { return Ok(Value::none()) };
    if origin.downcast::<Str>().and_then(Str::as_ascii).is_some_and(|text| text.starts_with(super::library::ROOT)) {
        return Ok(Value::none());
    }
    let cached = super::helper(vm, "cached_of", std::slice::from_ref(&origin))?;
    store(vm, spec, "_cached", Some(cached.clone()))?;
    Ok(cached)
}

fn has_location(vm: &mut Vm, spec: &Value) -> PyResult<bool> {
    Ok(stored(vm, spec, "_set_fileattr")?.is_some_and(|flag| flag.is_true()))
}

fn repr(vm: &mut Vm, spec: &Value) -> PyResult {
    let mut out = StrBuilder::new(vm);
    out.push_str(vm.type_of(spec).short_name())?;
    let mut before = "(";
    for name in ["name", "loader", "origin", "submodule_search_locations"] {
        let value = match name {
            "loader" => Some(loader(vm, spec)?),
            _ => stored(vm, spec, name)?,
        };
        let value = value.unwrap_or_else(Value::none);
        if value.is_none() && matches!(name, "origin" | "submodule_search_locations") {
            continue;
        }
        out.push_text(before)?;
        out.push_text(name)?;
        out.push_text("=")?;
        let text = vm.repr(&value)?;
        if let Some(text) = text.downcast::<Str>() {
            out.push_str(text)?;
        }
        before = ", ";
    }
    out.push_text(")")?;
    out.finish()
}

fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let equal = match (a.downcast::<Spec>(), b.downcast::<Spec>(), op) {
        (Some(_), Some(_), CmpOp::Eq | CmpOp::Ne) => {
            let mut equal = true;
            for name in ["name", "loader", "origin", "submodule_search_locations", "cached", "has_location"] {
                let name = vm.intern(name)?;
                let (x, y) = (vm.get_attr(a, &name)?, vm.get_attr(b, &name)?);
                equal = equal && vm.eq(&x, &y)?;
            }
            equal
        }
        _ => return Ok(Value::not_implemented()),
    };
    Ok(Value::bool(equal == (op == CmpOp::Eq)))
}

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "ModuleSpec",
    module: "_frozen_importlib",
    kind: kind::SPEC,
    base: kinds::OBJECT,
    doc: "ModuleSpec(name, loader, *, origin=None, loader_state=None, is_package=None)\n--\n\nWhat is known of a module: where it comes from and what loads it.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::WEAK,
    slots: &Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        compare: Some(compare),
        unhashable: true,
        ..Slots::EMPTY
    },
    methods: &[],
    getset: &[
        GetSet { name: "__dict__", get: |_, spec| Ok(view(spec).dict.clone().into_value()), set: None },
        GetSet { name: "loader", get: loader, set: Some(|vm, spec, value| store(vm, spec, "loader", value)) },
        GetSet { name: "parent", get: parent, set: None },
        GetSet { name: "cached", get: cached, set: Some(|vm, spec, value| store(vm, spec, "_cached", value)) },
        GetSet {
            name: "has_location",
            get: |vm, spec| has_location(vm, spec).map(Value::bool),
            set: Some(|vm, spec, value| {
                let value = value.unwrap_or_else(Value::none);
                let flag = vm.truth(&value)?;
                store(vm, spec, "_set_fileattr", Some(Value::bool(flag)))
            }),
        },
    ],
    page: PageKind::Container,
    slot: <Spec as Traverse>::slot,
    finish: None,
    size: fixed_size::<Spec>,
};
