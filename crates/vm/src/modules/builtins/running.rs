//! Running code: `compile`, `eval`, `exec`, `__import__`, `__build_class__`.

use pitviper_compiler::code::flags;
use pitviper_compiler::parse::Mode;
use pitviper_object::{Obj, Value};

use super::namespaces;
use crate::core::args::Params;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::import::compile::{Request, compile_value};
use crate::modules::ast;
use crate::types::code::CodeObject;
use crate::types::dict::Dict;
use crate::types::function::CellObject;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::keywords("__import__", import).doc(
        "__import__($module, /, name, globals=None, locals=None, fromlist=(), level=0)\n--\n\nImport a module: what the import statement calls.",
    ),
    Method::keywords("__build_class__", crate::types::typ::build::build_class)
        .doc("__build_class__(func, name, /, *bases, [metaclass], **kwds) -> class\n\nWhat the class statement calls."),
    Method::keywords("compile", compile).doc(
        "compile($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)\n--\n\nCompile source into a code object for exec() or eval().",
    ),
    Method::keywords("eval", eval).doc(
        "eval($module, source, /, globals=None, locals=None)\n--\n\nEvaluate an expression, or code that compile() made.",
    ),
    Method::keywords("exec", exec).doc(
        "exec($module, source, /, globals=None, locals=None, *, closure=None)\n--\n\nRun statements, or code that compile() made.",
    ),
];

fn import(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["name", "globals", "locals", "fromlist", "level"];
    let [name, globals, _, fromlist, level] = Params::new("__import__", names).required(1).bind(vm, args)?;
    let Some(name) = name else { return Ok(Value::none()) };
    let level = match level {
        Some(level) => vm.index_isize(level)? as i64,
        None => 0,
    };
    let globals = globals.filter(|globals| !globals.is_none());
    let globals = globals.and_then(Value::downcast::<Dict>).map(Obj::from_ref);
    let none = Value::none();
    crate::import::import_module_level(vm, name, globals.as_ref(), fromlist.unwrap_or(&none), level)
}

/// Flags that `compile` knows: `ast.PyCF_*` and the features of `__future__`.
mod known {
    /// `ast.PyCF_ONLY_AST`.
    pub const ONLY_AST: i64 = 0x400;
    /// `ast.PyCF_TYPE_COMMENTS`, `ast.PyCF_ALLOW_INCOMPLETE_INPUT` and other hints that change nothing here.
    pub const HINTS: i64 = 0x1000 | 0x4000 | 0x100 | 0x200 | 0x8000;
    /// `ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`.
    pub const TOP_LEVEL_AWAIT: i64 = 0x2000;
    /// Future features.
    pub const FUTURE: i64 = 0x1FF_0000 | 0x10;
}

fn compile(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["source", "filename", "mode", "flags", "dont_inherit", "optimize", "_feature_version"];
    let params = Params::new("compile", names).required(3).keyword_only(1);
    let [source, filename, mode, flags, dont_inherit, optimize, version] = params.bind(vm, args)?;
    let (Some(source), Some(filename), Some(mode)) = (source, filename, mode) else { return Ok(Value::none()) };
    let filename = filename_argument(vm, filename)?;
    let Some(mode) = mode.downcast::<Str>() else {
        let kind = vm.argument_kind(mode);
        return Err(vm.type_error(format_args!("compile() argument 'mode' must be str, not {kind}")));
    };
    let flags = match flags {
        Some(flags) => vm.index_isize(flags)? as i64,
        None => 0,
    };
    if flags & !(known::ONLY_AST | known::HINTS | known::TOP_LEVEL_AWAIT | known::FUTURE) != 0 {
        return Err(vm.value_error(format_args!("compile(): unrecognised flags")));
    }
    let optimize = match optimize {
        Some(optimize) => vm.index_isize(optimize)?,
        None => -1,
    };
    let optimize = match optimize {
        -1 => vm.options.optimize,
        0..=2 => optimize as u8,
        _ => return Err(vm.value_error(format_args!("compile(): invalid optimize value"))),
    };
    let is_signature = mode.eq_str("func_type");
    let mode = match mode.as_ascii() {
        Some("exec") => Mode::Module,
        Some("eval") => Mode::Expression,
        Some("single") => Mode::Interactive,
        Some("func_type") if flags & known::ONLY_AST != 0 => Mode::Expression,
        Some("func_type") if flags & known::ONLY_AST == 0 => {
            let message = format_args!("compile() mode 'func_type' requires flag PyCF_ONLY_AST");
            return Err(vm.value_error(message));
        }
        _ => return Err(vm.value_error(format_args!("compile() mode must be 'exec', 'eval' or 'single'"))),
    };
    let inherit = match dont_inherit {
        Some(dont) => !vm.truth(dont)?,
        None => true,
    };
    let inherited = if inherit { inherited_flags(vm) } else { 0 };
    let request = Request {
        filename: &filename,
        mode,
        optimize,
        future_flags: (flags & known::FUTURE) as u32 | inherited,
        top_level_await: flags & known::TOP_LEVEL_AWAIT != 0,
        function: "compile",
    };
    if source.downcast::<CodeObject>().is_some() {
        return Err(vm.type_error(format_args!("compile() arg 1 must be a string, bytes or AST object")));
    }
    let only_tree = flags & known::ONLY_AST != 0;
    if ast::is_node(source) {
        return if only_tree {
            ast::compile::parse_node(vm, source, &request, flags, is_signature)
        } else {
            ast::compile::compile_node(vm, source, &request).map(Obj::into_value)
        };
    }
    let compiled = if only_tree {
        let minor = match version {
            Some(version) => u8::try_from(vm.index_isize(version)?).ok(),
            None => None,
        };
        if is_signature {
            ast::compile::parse_signature(vm, source, &request)
        } else {
            ast::compile::parse(vm, source, &request, flags, minor)
        }
    } else {
        compile_value(vm, source, &request).map(Obj::into_value)
    };
    match compiled {
        Err(raised) if flags & ALLOW_INCOMPLETE != 0 && vm.raised_is(&raised, Exc::SyntaxError) => {
            Err(incomplete(vm, raised, source)?)
        }
        Ok(_) if flags & DONT_IMPLY_DEDENT != 0 && request.mode == Mode::Interactive && is_in_block(source) => {
            Err(vm.raise(Exc::_IncompleteInputError, format_args!("incomplete input")))
        }
        result => result,
    }
}

/// The end of the source does not end blocks (`codeop`, sessions): a blank line does.
const DONT_IMPLY_DEDENT: i64 = 0x200;

/// Whether source of one statement ends inside an indented block, without a line end.
fn is_in_block(source: &Value) -> bool {
    const COMPOUND: [&str; 10] = ["if", "for", "while", "def", "class", "with", "try", "async", "match", "@"];
    let Some(text) = source.downcast::<Str>() else { return false };
    let all = text.chars();
    let blank = all.iter().take_while(|ch| matches!(ch, 0x0A | 0x0D)).count();
    let chars = all.slice(blank..all.len());
    let last_start = (0..chars.len()).rev().find(|at| chars.get(*at) == Some(0x0A)).map_or(0, |at| at + 1);
    let compound = COMPOUND.iter().any(|word| chars.starts_with(pitviper_text::Chars::One(word.as_bytes())));
    compound && last_start > 0 && matches!(chars.get(last_start), Some(0x20 | 0x09))
}

/// Asks for another error when the source is wrong only because it ends too early (`codeop`, sessions).
const ALLOW_INCOMPLETE: i64 = 0x4000;

/// The waiting SyntaxError, or `_IncompleteInputError` in its place when the source may go on.
fn incomplete(vm: &mut Vm, raised: Raised, source: &Value) -> PyResult<Raised> {
    let exception = vm.take_raised(raised);
    let (message, line) = (vm.names().msg.clone(), vm.names().lineno.clone());
    let (message, line) = (vm.get_attr(&exception, &message)?, vm.get_attr(&exception, &line)?);
    let message = message.downcast::<Str>().and_then(Str::as_ascii).unwrap_or_default();
    let line = line.as_small().and_then(|line| usize::try_from(line).ok()).unwrap_or(0);
    let open = message.starts_with("unterminated triple-quoted")
        || message.contains("was never closed")
        || message.starts_with("unexpected EOF")
        || message.starts_with("unterminated string") && ends_in_backslash(source);
    let last = source.downcast::<Str>().map_or(0, last_filled_line);
    let decorator = source.downcast::<Str>().is_some_and(|text| text.chars().first() == Some(u32::from(b'@')));
    let at_end = line > last
        || line == last && decorator && last == 1
        || line == last && message.starts_with("expected an indented block");
    if open || at_end {
        return Ok(vm.raise(Exc::_IncompleteInputError, format_args!("incomplete input")));
    }
    Ok(vm.reraise(exception))
}

/// Whether the last line of source is to go on.
fn ends_in_backslash(source: &Value) -> bool {
    source.downcast::<Str>().is_some_and(|text| {
        let chars = text.chars();
        let mut last = (0..chars.len()).rev().filter_map(|at| chars.get(at)).skip_while(|ch| *ch == 0x0A);
        last.next() == Some(u32::from(b'\\'))
    })
}

/// The number of the last line that is not blank.
fn last_filled_line(text: &Str) -> usize {
    let (mut line, mut last) = (1, 0);
    for ch in text.chars().iter() {
        match ch {
            0x0A => line += 1,
            0x20 | 0x09 | 0x0C | 0x0D => {}
            _ => last = line,
        }
    }
    last
}

/// A path as a string.
fn filename_argument(vm: &mut Vm, value: &Value) -> PyResult {
    if value.downcast::<Str>().is_some() {
        return Ok(value.clone());
    }
    let path = crate::modules::io::path_argument(vm, value)?;
    crate::import::paths::decode(vm, &path)
}

/// Future features of the code that asks.
fn inherited_flags(vm: &Vm) -> u32 {
    let frame = vm.stack.frame;
    if frame.is_null() {
        return 0;
    }
    // SAFETY: the innermost frame is alive.
    unsafe { (*frame).code() }.code.flags & flags::FUTURE_ANNOTATIONS
}

/// The namespaces that `eval` and `exec` run in.
struct Spaces {
    globals: Obj<Dict>,
    locals: Option<Value>,
}

fn spaces(vm: &mut Vm, function: &str, globals: Option<&Value>, locals: Option<&Value>) -> PyResult<Spaces> {
    let globals = globals.filter(|globals| !globals.is_none());
    let locals = locals.filter(|locals| !locals.is_none());
    let is_eval = function == "eval";
    if let Some(locals) = locals
        && !is_mapping(vm, locals)
    {
        let kind = vm.type_name(locals);
        return Err(if is_eval {
            vm.type_error(format_args!("locals must be a mapping"))
        } else {
            vm.type_error(format_args!("locals must be a mapping or None, not {kind}"))
        });
    }
    match globals {
        None => {
            let own = namespaces::globals(vm)?;
            let locals = match locals {
                Some(locals) => locals.clone(),
                None => namespaces::locals(vm)?,
            };
            Ok(Spaces { globals: own, locals: Some(locals) })
        }
        Some(globals) => match globals.downcast::<Dict>() {
            Some(dict) => Ok(Spaces { globals: Obj::from_ref(dict), locals: locals.cloned() }),
            None => {
                let kind = vm.type_name(globals);
                Err(if !is_eval {
                    vm.type_error(format_args!("exec() globals must be a dict, not {kind}"))
                } else if is_mapping(vm, globals) {
                    vm.type_error(format_args!("globals must be a real dict; try eval(expr, {{}}, mapping)"))
                } else {
                    vm.type_error(format_args!("globals must be a dict"))
                })
            }
        },
    }
}

/// Whether it has items by key.
fn is_mapping(vm: &Vm, value: &Value) -> bool {
    let class = vm.type_of(value);
    class.native_slots().get_item.is_some() || vm.lookup(class, &vm.names().__getitem__).is_some()
}

/// Makes sure that the globals say where the builtins are.
fn add_builtins(vm: &mut Vm, globals: &Obj<Dict>) -> PyResult<()> {
    let name = &vm.names().__builtins__;
    if globals.get_str(vm, name).is_some() {
        return Ok(());
    }
    let Some(builtins) = vm.builtins.clone() else { return Ok(()) };
    vm.dict_set_str(globals, name, builtins.into_value())
}

/// The code to run: as given, or compiled.
fn code_of(vm: &mut Vm, source: &Value, mode: Mode, function: &'static str) -> PyResult<Obj<CodeObject>> {
    if let Some(code) = source.downcast::<CodeObject>() {
        return Ok(Obj::from_ref(code));
    }
    let filename = vm.intern("<string>")?;
    let request = Request {
        filename: &filename,
        mode,
        optimize: vm.options.optimize,
        future_flags: inherited_flags(vm),
        top_level_await: false,
        function,
    };
    compile_value(vm, source, &request)
}

fn eval(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let params = Params::new("eval", ["source", "globals", "locals"]).required(1).positional_only(1);
    let [source, globals, locals] = params.bind(vm, args)?;
    let Some(source) = source else { return Ok(Value::none()) };
    let spaces = spaces(vm, "eval", globals, locals)?;
    add_builtins(vm, &spaces.globals)?;
    let code = code_of(vm, source, Mode::Expression, "eval")?;
    vm.audit("exec", std::slice::from_ref(code.as_value()))?;
    if code.free > 0 {
        return Err(vm.type_error(format_args!("code object passed to eval() may not contain free variables")));
    }
    vm.run_code(code.as_value(), &spaces.globals, spaces.locals)
}

fn exec(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let params = Params::new("exec", ["source", "globals", "locals", "closure"]);
    let [source, globals, locals, closure] = params.required(1).positional_only(1).keyword_only(1).bind(vm, args)?;
    let Some(source) = source else { return Ok(Value::none()) };
    let spaces = spaces(vm, "exec", globals, locals)?;
    add_builtins(vm, &spaces.globals)?;
    let closure = closure.filter(|closure| !closure.is_none());
    let given = source.downcast::<CodeObject>().is_some();
    let code = code_of(vm, source, Mode::Module, "exec")?;
    vm.audit("exec", std::slice::from_ref(code.as_value()))?;
    let free = usize::from(code.free);
    match closure {
        None if free == 0 => {
            vm.run_code(code.as_value(), &spaces.globals, spaces.locals)?;
        }
        None => return Err(closure_error(vm, free)),
        Some(_) if !given => {
            let message = format_args!("closure can only be used when source is a code object");
            return Err(vm.type_error(message));
        }
        Some(_) if free == 0 => {
            return Err(vm.type_error(format_args!("cannot use a closure with this code object")));
        }
        Some(closure) => run_closure(vm, &code, &spaces.globals, closure)?,
    }
    Ok(Value::none())
}

fn closure_error(vm: &mut Vm, free: usize) -> crate::core::error::Raised {
    vm.type_error(format_args!("code object requires a closure of exactly length {free}"))
}

/// Runs code with free variables in the cells of a tuple.
fn run_closure(vm: &mut Vm, code: &Obj<CodeObject>, globals: &Obj<Dict>, closure: &Value) -> PyResult<()> {
    let free = usize::from(code.free);
    let cells = closure.exact::<Tuple>().map_or(&[][..], Tuple::items);
    if cells.len() != free || cells.iter().any(|cell| cell.exact::<CellObject>().is_none()) {
        return Err(closure_error(vm, free));
    }
    let function = vm.new_function(code.clone(), globals.clone())?;
    for (index, cell) in cells.iter().enumerate() {
        // SAFETY: the function has as many cells as the code has free variables.
        unsafe { *function.cell_slot(index as u16) = Some(cell.clone()) };
    }
    vm.call(function.as_value(), &[]).map(drop)
}
