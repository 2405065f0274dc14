//! `_imp`: what the library's Python code for imports takes from native code.

use pitviper_object::{Obj, Value};
use pitviper_text::hash::{Key, siphash13};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::import::{self, find, kind, library, load};
use crate::modules::builtins::put;
use crate::types::bytes::buffer_argument;
use crate::types::module::Module;
use crate::types::str::Str;

/// A name argument.
fn name_of<'a>(vm: &mut Vm, function: &str, value: &'a Value) -> PyResult<&'a Str> {
    match value.downcast::<Str>() {
        Some(name) => Ok(name),
        None => {
            let kind = vm.argument_kind(value);
            Err(vm.type_error(format_args!("{function}() argument must be str, not {kind}")))
        }
    }
}

fn is_builtin(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = name_of(vm, "is_builtin", &args.values[0])?;
    if name.eq_str("sys") || name.eq_str("builtins") {
        return Ok(Value::small(-1));
    }
    Ok(Value::small(i64::from(find::native_of(vm, name).is_some())))
}

fn create_builtin(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = vm.names().name.clone();
    let name = vm.get_attr(&args.values[0], &name)?;
    import::check_allowed(vm, &name)?;
    Ok(load::create_native(vm, &name)?.unwrap_or_else(Value::none))
}

fn no_frozen(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = vm.repr(&args.values[0])?;
    Err(match name.downcast::<Str>() {
        Some(name) => vm.raise(Exc::ImportError, format_args!("No such frozen object named {name}")),
        None => vm.raise_bare(Exc::ImportError),
    })
}

fn no_extension(vm: &mut Vm, _: Args<'_>) -> PyResult {
    Err(vm.raise(Exc::ImportError, format_args!("pitviper has no extension modules")))
}

/// The hash that pyc files hold of their source: SipHash-1-3 with a zero second half of the key.
fn source_hash(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let key = vm.to_index(&args.values[0])?.as_small().unwrap_or(0) as u64;
    let key = Key::from_bytes(u128::from(key).to_le_bytes());
    let source = buffer_argument(vm, &args.values[1])?;
    let hash = siphash13(key, source);
    vm.new_bytes(&hash.to_le_bytes())
}

fn text<'a>(vm: &mut Vm, value: &'a Value) -> PyResult<&'a str> {
    match value.downcast::<Str>().and_then(Str::as_ascii) {
        Some(name) => Ok(name),
        None => Err(not_embedded(vm, value)),
    }
}

#[cold]
fn not_embedded(vm: &mut Vm, name: &Value) -> Raised {
    match vm.repr(name) {
        Ok(shown) => match shown.downcast::<Str>() {
            Some(shown) => vm.raise(Exc::ImportError, format_args!("no module {shown} in the binary")),
            None => vm.raise_bare(Exc::ImportError),
        },
        Err(raised) => raised,
    }
}

/// `library_source(name)`: the source of an embedded module, as bytes.
fn library_source(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = text(vm, &args.values[0])?;
    match library::source(vm, name)? {
        Some(source) => source.finish(),
        None => Err(not_embedded(vm, &args.values[0])),
    }
}

/// `library_is_package(name)`: `None` when there is no such embedded module.
fn library_is_package(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = text(vm, &args.values[0])?;
    let found = vm.library.and_then(|library| library.find(name));
    Ok(found.map_or_else(Value::none, Value::bool))
}

/// `library_names()`: the dotted names of all embedded modules.
fn library_names(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let names = vm.new_list()?;
    let mut index = 0;
    while let Some(name) = vm.library.and_then(|library| library.name(index)) {
        let name = vm.new_str(name)?;
        vm.list_push(&names, name)?;
        index += 1;
    }
    Ok(names.into_value())
}

fn exec(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::small(0))
}

fn nothing(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::none())
}

fn no(_: &mut Vm, _: Args<'_>) -> PyResult {
    Ok(Value::bool(false))
}

fn acquire_lock(vm: &mut Vm, _: Args<'_>) -> PyResult {
    vm.take_import_lock()?;
    Ok(Value::none())
}

fn release_lock(vm: &mut Vm, _: Args<'_>) -> PyResult {
    if vm.threads.import_lock.release(vm) {
        return Ok(Value::none());
    }
    Err(vm.raise(Exc::RuntimeError, format_args!("not holding the import lock")))
}

fn fill(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let default = vm.new_str("default")?;
    put(vm, &module.dict, "check_hash_based_pycs", default)?;
    let magic = i64::from(u32::from_le_bytes(pitviper_compiler::serial::magic()));
    put(vm, &module.dict, "pyc_magic_number_token", Value::small(magic))?;
    for (name, kind) in [
        ("ModuleSpec", kind::SPEC),
        ("BuiltinImporter", kind::BUILTIN_IMPORTER),
        ("PathFinder", kind::PATH_FINDER),
        ("LibraryFinder", kind::LIBRARY_FINDER),
    ] {
        let class = vm.type_of_kind(kind).to_value();
        put(vm, &module.dict, name, class)?;
    }
    let root = vm.new_str(import::library::ROOT)?;
    put(vm, &module.dict, "library_root", root)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_imp",
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: &[
        Method::new("acquire_lock", acquire_lock, 0, 0)
            .doc("acquire_lock($module, /)\n--\n\nTake the import lock: no other thread forks or takes it meanwhile."),
        Method::new("release_lock", release_lock, 0, 0)
            .doc("release_lock($module, /)\n--\n\nGive the import lock back."),
        Method::new("lock_held", |vm, _| Ok(Value::bool(vm.threads.import_lock.depth() > 0)), 0, 0)
            .doc("lock_held($module, /)\n--\n\nWhether a thread holds the import lock."),
        Method::new("is_builtin", is_builtin, 1, 1)
            .doc("is_builtin($module, name, /)\n--\n\nReturns True if the module name corresponds to a built-in module."),
        Method::new("is_frozen", no, 1, 1)
            .doc("is_frozen($module, name, /)\n--\n\nReturns True if the module name corresponds to a frozen module."),
        Method::new("is_frozen_package", no_frozen, 1, 1)
            .doc("is_frozen_package($module, name, /)\n--\n\nReturns True if the module name is of a frozen package."),
        Method::new("get_frozen_object", no_frozen, 1, 2)
            .doc("get_frozen_object($module, name, data=None, /)\n--\n\nCreate a code object for a frozen module."),
        Method::new("init_frozen", nothing, 1, 1)
            .doc("init_frozen($module, name, /)\n--\n\nInitializes a frozen module."),
        Method::keywords("find_frozen", nothing)
            .doc("find_frozen($module, name, /, *, withdata=False)\n--\n\nReturn info about the corresponding frozen module (if there is one) or None."),
        Method::new("_frozen_module_names", |vm, _| Ok(vm.new_list()?.into_value()), 0, 0)
            .doc("_frozen_module_names($module, /)\n--\n\nReturns the list of available frozen modules."),
        Method::new("_override_frozen_modules_for_tests", nothing, 1, 1),
        Method::new("_override_multi_interp_extensions_check", exec, 1, 1),
        Method::new("create_builtin", create_builtin, 1, 1)
            .doc("create_builtin($module, spec, /)\n--\n\nCreate an extension module."),
        Method::new("exec_builtin", exec, 1, 1)
            .doc("exec_builtin($module, mod, /)\n--\n\nInitialize a built-in module."),
        Method::new("create_dynamic", no_extension, 1, 2)
            .doc("create_dynamic($module, spec, file=None, /)\n--\n\nCreate an extension module."),
        Method::new("exec_dynamic", no_extension, 1, 1)
            .doc("exec_dynamic($module, mod, /)\n--\n\nInitialize an extension module."),
        Method::new("extension_suffixes", |vm, _| Ok(vm.new_list()?.into_value()), 0, 0)
            .doc("extension_suffixes($module, /)\n--\n\nReturns the list of file suffixes used to identify extension modules."),
        Method::new("source_hash", source_hash, 2, 2).doc("source_hash($module, key, source)\n--\n\n"),
        Method::new("_fix_co_filename", nothing, 2, 2)
            .doc("_fix_co_filename($module, code, path, /)\n--\n\nChanges code.co_filename to specify the passed-in path."),
        Method::new("library_source", library_source, 1, 1)
            .doc("library_source($module, name, /)\n--\n\nThe source of a module that is part of the binary, as bytes."),
        Method::new("library_is_package", library_is_package, 1, 1)
            .doc("library_is_package($module, name, /)\n--\n\nWhether a module of the binary is a package; None when there is none of that name."),
        Method::new("library_names", library_names, 0, 0)
            .doc("library_names($module, /)\n--\n\nThe names of all modules that are part of the binary."),
    ],
    types: &[],
    init: Some(fill),
};
