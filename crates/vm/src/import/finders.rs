//! What is in `sys.meta_path` at the start: the three places that native code looks for modules in. The import system
//! recognises the classes and does the work itself; their methods are for programs that ask them.

use pitviper_object::{Header, Object, PageKind, Slot, Traverse, Value};

use super::find::{self, Found};
use super::spec::{self, Facts};
use super::{kind, load, paths};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::iterators::instance;
use crate::types::str::Str;
use crate::types::typ::Type;

/// An instance of a finder, which is nothing but that.
#[repr(C)]
struct Finder<const KIND: u8> {
    header: Header,
}

// SAFETY: no slots.
unsafe impl<const KIND: u8> Traverse for Finder<KIND> {
    unsafe fn slot(_: *mut Header, _: u32) -> *mut Slot {
        std::ptr::null_mut()
    }
}

// SAFETY: repr(C), the header first; each kind is that of one finder.
unsafe impl<const KIND: u8> Object for Finder<KIND> {
    const KIND: u8 = KIND;
}

/// `__new__`, without arguments.
fn new<const KIND: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.values.first().and_then(Value::downcast::<Type>);
    let initialized = class
        .and_then(|class| vm.lookup(class, &vm.names().__init__))
        .is_some_and(|init| init.kind() == kinds::FUNCTION);
    if args.values.len() > 1 && !initialized {
        let class = class.unwrap_or(vm.type_of_kind(KIND)).short_name();
        return Err(vm.type_error(format_args!("{class}() takes no arguments")));
    }
    instance(vm, args, PageKind::Leaf, Finder::<KIND> { header: Header::new(u32::from(KIND), 0) })
}

unsafe fn no_slot(_: *mut Header, _: u32) -> *mut Slot {
    std::ptr::null_mut()
}

/// Sets `sys.meta_path` and `sys.path_hooks`.
///
/// # Errors
/// `MemoryError`.
pub fn install(vm: &mut Vm) -> PyResult<()> {
    let Some(sys) = vm.sys.clone() else { return Ok(()) };
    let finders = [kind::BUILTIN_IMPORTER, kind::PATH_FINDER, kind::LIBRARY_FINDER];
    let finders = finders.map(|kind| vm.type_of_kind(kind).to_value());
    let finders = vm.new_list_of(&finders)?.into_value();
    put(vm, &sys, "meta_path", finders)?;
    let hook = vm.new_builtin_function(&HOOK, None, None, crate::types::native::Role::Plain)?;
    let hooks = vm.new_list_of(&[hook])?.into_value();
    put(vm, &sys, "path_hooks", hooks)
}

static HOOK: Method = Method::new("path_hook_for_FileFinder", path_hook, 1, 1);

fn path_hook(vm: &mut Vm, args: Args<'_>) -> PyResult {
    super::helper(vm, "path_hook", args.values)
}

/// Whether `sys.path_hooks` is what [`install`] made it.
pub(super) fn hooks_are_ours(vm: &mut Vm) -> PyResult<bool> {
    let Some(hooks) = vm.sys.as_ref().and_then(|sys| sys.get_str(vm, &vm.names().path_hooks)) else { return Ok(true) };
    let Some(hooks) = hooks.downcast::<crate::types::list::List>() else { return Ok(false) };
    let hook = hooks.get(0);
    let hook = hook.as_ref().and_then(|hook| hook.exact::<crate::types::native::BuiltinFunction>());
    Ok(hooks.len() == 1 && hook.is_some_and(|hook| hook.method.name == HOOK.name))
}

/// The spec of a native module.
fn builtin_spec(vm: &mut Vm, name: &Value) -> PyResult {
    let origin = vm.intern("built-in")?;
    let loader = vm.type_of_kind(kind::BUILTIN_IMPORTER).to_value();
    let facts = Facts { name, loader: Some(loader), origin: &origin, folders: None, has_location: false };
    Ok(spec::create(vm, facts)?.into_value())
}

fn is_native(vm: &mut Vm, name: &Value) -> PyResult<bool> {
    let Some(text) = name.downcast::<Str>() else { return Ok(false) };
    Ok(text.as_ascii().is_some_and(|name| name == "sys" || name == "builtins" || find::native(vm, name).is_some()))
}

fn find_builtin(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [name, ..] = args.behind_receiver().parse(vm, "find_spec", ["fullname", "path", "target"], 1, 0)?;
    let name = name.cloned().unwrap_or_else(Value::none);
    if is_native(vm, &name)? && is_allowed(vm, &name) { builtin_spec(vm, &name) } else { Ok(Value::none()) }
}

/// Whether programs may import a module of that name.
fn is_allowed(vm: &Vm, name: &Value) -> bool {
    let name = name.downcast::<Str>().and_then(Str::as_ascii);
    name.is_some_and(|name| vm.sandbox.granted.imports.allow_module(name))
}

fn not_builtin(vm: &mut Vm, name: &Value) -> crate::core::error::Raised {
    match vm.repr(name) {
        Ok(shown) => match shown.downcast::<Str>() {
            Some(shown) => vm.raise(Exc::ImportError, format_args!("{shown} is not a built-in module")),
            None => vm.raise_bare(Exc::ImportError),
        },
        Err(raised) => raised,
    }
}

fn create_builtin(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = vm.names().name.clone();
    let name = vm.get_attr(&args.values[1], &name)?;
    super::check_allowed(vm, &name)?;
    match load::create_native(vm, &name)? {
        Some(module) => Ok(module),
        None => Err(not_builtin(vm, &name)),
    }
}

fn load_builtin(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = &args.values[1];
    if !is_native(vm, name)? {
        return Err(not_builtin(vm, name));
    }
    super::check_allowed(vm, name)?;
    super::import_absolute(vm, name)
}

/// `get_code` and `get_source`: there is none.
fn none_of_builtin(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if is_native(vm, &args.values[1])? { Ok(Value::none()) } else { Err(not_builtin(vm, &args.values[1])) }
}

fn builtin_is_package(vm: &mut Vm, args: Args<'_>) -> PyResult {
    none_of_builtin(vm, args).map(|_| Value::bool(false))
}

fn find_on_path(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.behind_receiver();
    let [name, path, target] = given.parse(vm, "find_spec", ["fullname", "path", "target"], 1, 0)?;
    let [name, path, target] = [name, path, target].map(|value| value.cloned().unwrap_or_else(Value::none));
    path_spec(vm, &name, &path, &target)
}

/// What `PathFinder.find_spec` gives.
///
/// # Errors
/// What hooks and finders raise, `MemoryError`.
pub(super) fn path_spec(vm: &mut Vm, name: &Value, path: &Value, target: &Value) -> PyResult {
    let Some(text) = name.downcast::<Str>() else { return Ok(Value::none()) };
    if !hooks_are_ours(vm)? {
        return super::helper(vm, "find_on_path", &[name.clone(), path.clone(), target.clone()]);
    }
    let path = if path.is_none() { None } else { Some(path) };
    let found = find::find_file(vm, text, path)?;
    let facts = match found {
        None | Some(Found::Native(_)) => return Ok(Value::none()),
        Some(Found::Source { file, folder }) => {
            let folders = match folder {
                Some(folder) => {
                    let folder = paths::decode(vm, &folder)?;
                    Some(paths::list_of(vm, folder)?)
                }
                None => None,
            };
            (paths::decode(vm, &file)?, folders, true)
        }
        Some(Found::Namespace(folders)) => (Value::none(), Some(folders.into_value()), false),
    };
    let (origin, folders, has_location) = facts;
    Ok(spec::create(vm, Facts { name, loader: None, origin: &origin, folders, has_location })?.into_value())
}

fn invalidate(vm: &mut Vm, _: Args<'_>) -> PyResult {
    super::helper(vm, "invalidate_path_caches", &[])
}

fn distributions(vm: &mut Vm, args: Args<'_>) -> PyResult {
    super::helper(vm, "find_distributions", &args.values[1..])
}

fn find_in_library(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [name, ..] = args.behind_receiver().parse(vm, "find_spec", ["fullname", "path", "target"], 1, 0)?;
    let name = name.cloned().unwrap_or_else(Value::none);
    match super::library::find(vm, &name)? {
        Some(found) => {
            let (origin, folders) = (found.filename, found.folders);
            let facts = Facts { name: &name, loader: None, origin: &origin, folders, has_location: true };
            Ok(spec::create(vm, facts)?.into_value())
        }
        None => Ok(Value::none()),
    }
}

const FIND_DOC: &str = "The spec of a module that is found here, or None.";

const fn finder<const KIND: u8>(
    name: &'static str,
    module: &'static str,
    doc: &'static str,
    methods: &'static [Method],
) -> TypeSpec {
    TypeSpec {
        name,
        module,
        kind: KIND,
        base: kinds::OBJECT,
        doc,
        flags: TypeSpec::SUBCLASSABLE | TypeSpec::WEAK,
        slots: const { &Slots { new: Some(new::<KIND>), ..Slots::EMPTY } },
        methods,
        getset: &[],
        page: PageKind::Leaf,
        slot: no_slot,
        finish: None,
        size: fixed_size::<Header>,
    }
}

/// Native modules.
pub static BUILTIN_IMPORTER: TypeSpec = finder::<{ kind::BUILTIN_IMPORTER }>(
    "BuiltinImporter",
    "_frozen_importlib",
    "Meta path import for built-in modules.\n\nAll methods are either class or static methods to avoid the need to\ninstantiate the class.\n\n",
    &[
        Method::keywords("find_spec", find_builtin).class().doc(FIND_DOC),
        Method::new("create_module", create_builtin, 1, 1).class().doc("Create a built-in module"),
        Method::new("exec_module", |_, _| Ok(Value::none()), 1, 1).class().doc("Exec a built-in module"),
        Method::new("load_module", load_builtin, 1, 1).class().doc("Load a built-in module"),
        Method::new("get_code", none_of_builtin, 1, 1)
            .class()
            .doc("Return None as built-in modules do not have code objects."),
        Method::new("get_source", none_of_builtin, 1, 1)
            .class()
            .doc("Return None as built-in modules do not have source code."),
        Method::new("is_package", builtin_is_package, 1, 1)
            .class()
            .doc("Return False as built-in modules are never packages."),
    ],
);

/// Files along `sys.path`.
pub static PATH_FINDER: TypeSpec = finder::<{ kind::PATH_FINDER }>(
    "PathFinder",
    "_frozen_importlib_external",
    "Meta path finder for sys.path and package __path__ attributes.",
    &[
        Method::keywords("find_spec", find_on_path).class().doc(FIND_DOC),
        Method::new("invalidate_caches", invalidate, 0, 0)
            .class()
            .doc("Forget what sys.path_importer_cache remembers of folders."),
        Method::new("find_distributions", distributions, 0, 1)
            .class()
            .doc("The installed distributions that fit a context."),
    ],
);

/// Modules in the binary.
pub static LIBRARY_FINDER: TypeSpec = finder::<{ kind::LIBRARY_FINDER }>(
    "LibraryFinder",
    "_frozen_importlib_external",
    "Meta path finder for the modules that are part of the pitviper binary.",
    &[Method::keywords("find_spec", find_in_library).class().doc(FIND_DOC)],
);
