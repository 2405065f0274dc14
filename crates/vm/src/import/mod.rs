//! The import system: names to modules, from native modules and source files.
//!
//! [`import_name`], [`import_from`] and [`import_star`] are what the import statements do; [`import_module_level`] is
//! `__import__`. [`find`] looks for a module, [`load`] makes it.

pub mod cache;
pub mod compile;
pub mod find;
pub mod finders;
mod fromlist;
pub mod library;
pub mod load;
mod locks;
pub mod main;
pub mod paths;
mod relative;
pub mod shadow;
pub mod spec;
mod star;
pub mod trace;

pub use fromlist::import_from;
pub use library::Library;
pub use star::import_star;

use pitviper_object::{Obj, Value};

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::{Args, TypeSpec};
use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::native::BuiltinFunction;
use crate::types::str::Str;

/// `import name`, `from name import …`: calls `__import__`, or does what it would when it is the builtin one.
///
/// # Safety
/// `frame` is live.
///
/// # Errors
/// ImportError, or what the module raises.
pub unsafe fn import_name(vm: &mut Vm, frame: *mut Frame, name: &Value, level: &Value, fromlist: &Value) -> PyResult {
    // SAFETY: the caller's promise; the frame keeps its globals alive.
    let (globals, function, locals, asks) = unsafe {
        let asks = by_program(vm, (*frame).code());
        let function = (*(*frame).builtins).get_str(vm, &vm.names().__import__);
        (Obj::<Dict>::from_ref(&*(*frame).globals), function, (*frame).locals.clone(), asks)
    };
    let Some(function) = function else {
        return Err(vm.raise(Exc::ImportError, format_args!("__import__ not found")));
    };
    if is_builtin_import(&function) {
        let level = level.as_small().unwrap_or(0);
        return import_checked(vm, (name, level), Some(&globals), fromlist, asks);
    }
    let locals = locals.unwrap_or_else(Value::none);
    let values = [name.clone(), globals.into_value(), locals, fromlist.clone(), level.clone()];
    vm.call_args(&function, Args::of(&values))
}

/// Kinds of the types here.
pub(crate) mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const SPEC: u8 = FIRST + 110;
    pub const BUILTIN_IMPORTER: u8 = FIRST + 111;
    pub const PATH_FINDER: u8 = FIRST + 112;
    pub const LIBRARY_FINDER: u8 = FIRST + 113;
}

/// The types.
pub static SPECS: &[&TypeSpec] =
    &[&spec::SPEC, &finders::BUILTIN_IMPORTER, &finders::PATH_FINDER, &finders::LIBRARY_FINDER];

/// Calls a function of the library's `importlib._pitviper`, which does what is seldom needed and easier in Python.
///
/// # Errors
/// What it raises.
pub(crate) fn helper(vm: &mut Vm, function: &str, args: &[Value]) -> PyResult {
    let name = vm.intern("importlib._pitviper")?;
    let module = import_absolute(vm, &name)?;
    let function = vm.intern(function)?;
    vm.call_method(&module, &function, args)
}

/// What is before the last dot of a name; nothing when it has none.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn front_of(vm: &mut Vm, name: &Value) -> PyResult {
    let Some(text) = name.downcast::<Str>() else { return vm.new_str("") };
    let chars = text.chars();
    let dot = (0..chars.len()).rev().find(|at| chars.get(*at) == Some(u32::from(b'.')));
    vm.new_str_chars(chars.slice(0..dot.unwrap_or(0)))
}

/// By name: tables of methods may exist more than once, so that their addresses say nothing.
fn is_builtin_import(function: &Value) -> bool {
    function.exact::<BuiltinFunction>().is_some_and(|function| function.method.name == "__import__")
}

/// `__import__(name, globals, None, fromlist, level)`.
///
/// # Errors
/// ImportError, TypeError, ValueError, or what the module raises.
pub fn import_module_level(
    vm: &mut Vm,
    name: &Value,
    globals: Option<&Obj<Dict>>,
    fromlist: &Value,
    level: i64,
) -> PyResult {
    import_checked(vm, (name, level), globals, fromlist, true)
}

/// Whether an import statement in some code may only name what the host allows: not the library's own. With `-O` the library
/// is compiled when it is imported, and known by the name of its file.
fn by_program(vm: &Vm, code: &CodeObject) -> bool {
    if vm.sandbox.granted.imports.are_free() || code.is_embedded() {
        return false;
    }
    vm.options.optimize == 0 || !code.code.filename.starts_with(library::ROOT)
}

/// ModuleNotFoundError for a module that the host does not allow.
pub(crate) fn check_allowed(vm: &mut Vm, full: &Value) -> PyResult<()> {
    let imports = &vm.sandbox.granted.imports;
    if imports.are_free()
        || full.downcast::<Str>().and_then(Str::as_ascii).is_some_and(|name| imports.allow_module(name))
    {
        return Ok(());
    }
    let shown = vm.repr(full)?;
    let Some(shown) = shown.downcast::<Str>() else { return Err(vm.raise_bare(Exc::ModuleNotFoundError)) };
    let raised =
        vm.raise(Exc::ModuleNotFoundError, format_args!("No module named {shown}: importing it is not granted"));
    Err(annotate(vm, raised, Some(full), None))
}

/// What [`import_module_level`] does; `asks`: for a program, which may not name every module.
fn import_checked(
    vm: &mut Vm,
    (name, level): (&Value, i64),
    globals: Option<&Obj<Dict>>,
    fromlist: &Value,
    asks: bool,
) -> PyResult {
    let Some(text) = name.downcast::<Str>() else {
        return Err(vm.type_error(format_args!("module name must be a string")));
    };
    if level < 0 {
        return Err(vm.value_error(format_args!("level must be >= 0")));
    }
    let full = if level > 0 {
        relative::resolve(vm, name, globals, level)?
    } else if text.is_empty() {
        return Err(vm.value_error(format_args!("Empty module name")));
    } else {
        vm.attr_name(name)?
    };
    if asks {
        check_allowed(vm, &full)?;
    }
    let module = import_absolute(vm, &full)?;
    let wants_parts = !fromlist.is_none() && vm.truth(fromlist)?;
    if wants_parts {
        return fromlist::load_parts(vm, module, fromlist, asks);
    }
    let Some(dot) = first_dot(text) else {
        return Ok(module);
    };
    if level == 0 {
        let front = vm.new_str_chars(text.chars().slice(0..dot))?;
        let front = vm.intern_value(front)?;
        return import_absolute(vm, &front);
    }
    // `from . import` forms have a fromlist; this is `__import__("a.b", level=1)`: the module called `a`.
    let Some(whole) = full.downcast::<Str>() else { return Ok(module) };
    let front = vm.new_str_chars(whole.chars().slice(0..whole.len() - (text.len() - dot)))?;
    match existing(vm, &front)? {
        Some(module) => Ok(module),
        None => {
            let front = vm.repr(&front)?;
            let message = front.downcast::<Str>();
            Err(match message {
                Some(front) => vm.raise(Exc::KeyError, format_args!("{front} not in sys.modules as expected")),
                None => vm.raise_bare(Exc::KeyError),
            })
        }
    }
}

fn first_dot(text: &Str) -> Option<usize> {
    text.chars().iter().position(|ch| ch == u32::from(b'.'))
}

/// The module in `sys.modules`.
///
/// # Errors
/// `MemoryError`.
pub fn existing(vm: &mut Vm, name: &Value) -> PyResult<Option<Value>> {
    match vm.modules.clone() {
        Some(modules) => vm.dict_get(&modules, name),
        None => Ok(None),
    }
}

/// The module of a full name, loaded with the packages around it when it is not there yet.
///
/// # Errors
/// ImportError, or what the modules raise.
pub fn import_absolute(vm: &mut Vm, full: &Value) -> PyResult {
    if let Some(module) = existing(vm, full)?.filter(|module| !module.is_none())
        && !locks::are_busy(vm)
    {
        return Ok(module);
    }
    vm.check_native_stack()?;
    let Some(text) = full.downcast::<Str>() else { return Err(vm.raise_bare(Exc::ImportError)) };
    let mut parent: Option<(Value, Value)> = None;
    let mut start = 0;
    loop {
        let chars = text.chars();
        let rest = chars.slice(start..chars.len());
        let end = rest.iter().position(|ch| ch == u32::from(b'.')).map_or(chars.len(), |at| start + at);
        let name = vm.new_str_chars(chars.slice(0..end))?;
        let name = vm.intern_value(name)?;
        let child = vm.new_str_chars(chars.slice(start..end))?;
        let child = vm.intern_value(child)?;
        let module = step(vm, &name, &child, parent.as_ref())?;
        if end == chars.len() {
            return Ok(module);
        }
        parent = Some((name, module));
        start = end + 1;
    }
}

/// Loads one module whose package is loaded.
fn step(vm: &mut Vm, name: &Value, child: &Value, parent: Option<&(Value, Value)>) -> PyResult {
    let mut found = existing(vm, name)?;
    while locks::wait(vm, name)? {
        found = existing(vm, name)?;
    }
    match found {
        Some(module) if !module.is_none() => return Ok(module),
        Some(_) => {
            let Some(text) = name.downcast::<Str>() else { return Err(vm.raise_bare(Exc::ImportError)) };
            let message = format_args!("import of {text} halted; None in sys.modules");
            let raised = vm.raise(Exc::ModuleNotFoundError, message);
            return Err(annotate(vm, raised, Some(name), None));
        }
        None => {}
    }
    let path = match parent {
        None => None,
        Some((parent_name, parent)) => match vm.get_attr_opt(parent, &vm.names().__path__)? {
            Some(path) => Some(path),
            None => return Err(not_found(vm, name, Some(parent_name))),
        },
    };
    let begun = locks::begin(vm, name)?;
    let made = trace::traced(vm, name, |vm| load::load(vm, name, path.as_ref()));
    if begun {
        locks::end(vm, name);
    }
    let made = made?;
    let Some(module) = made else { return Err(not_found(vm, name, None)) };
    if let Some((_, parent)) = parent {
        match vm.set_attr(parent, child, module.clone()) {
            Err(raised) if vm.raised_is(&raised, Exc::AttributeError) => drop(vm.take_raised(raised)),
            done => done?,
        }
    }
    Ok(module)
}

/// ModuleNotFoundError.
#[cold]
fn not_found(vm: &mut Vm, name: &Value, parent: Option<&Value>) -> Raised {
    let made = vm.repr(name).and_then(|shown| match parent {
        None => Ok((shown, None)),
        Some(parent) => vm.repr(parent).map(|parent| (shown, Some(parent))),
    });
    let (shown, parent) = match made {
        Ok(made) => made,
        Err(raised) => return raised,
    };
    let Some(shown) = shown.downcast::<Str>() else { return vm.raise_bare(Exc::ModuleNotFoundError) };
    let raised = match parent.as_ref().and_then(Value::downcast::<Str>) {
        None => vm.raise(Exc::ModuleNotFoundError, format_args!("No module named {shown}")),
        Some(parent) => {
            vm.raise(Exc::ModuleNotFoundError, format_args!("No module named {shown}; {parent} is not a package"))
        }
    };
    annotate(vm, raised, Some(name), None)
}

/// Sets `name` and `path` of a waiting ImportError.
#[cold]
fn annotate(vm: &mut Vm, raised: Raised, name: Option<&Value>, path: Option<&Value>) -> Raised {
    let exception = vm.take_raised(raised);
    let names = vm.names();
    for (attribute, value) in [(&names.name, name), (&names.path, path)] {
        if let Some(value) = value
            && let Err(raised) = vm.set_attr(&exception, attribute, value.clone())
        {
            drop(vm.take_raised(raised));
        }
    }
    vm.reraise(exception)
}
