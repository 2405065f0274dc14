//! What the embedding program decides: arguments, paths, flags, streams.
#![expect(clippy::disallowed_types, reason = "given by the embedding program, before any Python runs")]

use pitviper_object::{Obj, Value};

use super::info::{Item, sequence};
use crate::core::capabilities::MODULES;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::modules::io::standard;
use crate::types::dict::Dict;
use crate::types::list::List;

/// Settings of an interpreter that programs see in `sys`.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// `sys.orig_argv`.
    pub orig_argv: Vec<String>,
    /// `sys.executable`.
    pub executable: String,
    /// `sys.prefix` and relatives.
    pub prefix: String,
    /// `sys.path`.
    pub path: Vec<String>,
    /// Whether the process's standard streams are the program's.
    pub streams: bool,
    /// Whether tracebacks are coloured; nothing: if standard error is a terminal.
    pub colors: Option<bool>,
    /// Error handler of standard input and output.
    pub stream_errors: String,
    /// Encoding of the standard streams; UTF-8 if none is given.
    pub stream_encoding: Option<String>,
    /// `-u`.
    pub unbuffered: bool,
    /// `-I`.
    pub isolated: bool,
    /// `-E`.
    pub ignore_environment: bool,
    /// `-S`.
    pub no_site: bool,
    /// `-s`.
    pub no_user_site: bool,
    /// `-B`.
    pub dont_write_bytecode: bool,
    /// `-P`.
    pub safe_path: bool,
    /// `-q`.
    pub quiet: bool,
    /// `-i`, or what asks for a prompt after the program.
    pub inspect: bool,
    /// `-i`.
    pub interactive: bool,
    /// `-d`, how often.
    pub debug: u8,
    /// `-b`, how often.
    pub bytes_warning: u8,
    /// `-X dev`.
    pub dev_mode: bool,
    /// `-X utf8`, or a locale that says nothing of encodings.
    pub utf8_mode: bool,
    /// `-X warn_default_encoding`.
    pub warn_default_encoding: bool,
    /// `-X importtime`.
    pub import_time: bool,
    /// `-X int_max_str_digits`.
    pub int_max_str_digits: Option<usize>,
    /// `-X pycache_prefix`.
    pub pycache_prefix: Option<String>,
    /// `sys.warnoptions`.
    pub warnoptions: Vec<String>,
    /// `sys._xoptions`: names, and values where there are any.
    pub xoptions: Vec<(String, Option<String>)>,
    /// `-v`, how often.
    pub verbose: u8,
    /// Whether other processes of the program may have this one run files (`sys.remote_exec`).
    pub remote_debug: bool,
    /// Whether the hash seed was left to chance.
    pub hash_randomization: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            argv: vec![String::new()],
            orig_argv: Vec::new(),
            executable: String::new(),
            prefix: String::new(),
            path: Vec::new(),
            streams: false,
            colors: Some(false),
            stream_errors: "strict".to_owned(),
            stream_encoding: None,
            unbuffered: false,
            isolated: false,
            ignore_environment: false,
            no_site: false,
            no_user_site: false,
            dont_write_bytecode: true,
            safe_path: false,
            quiet: false,
            inspect: false,
            interactive: false,
            debug: 0,
            bytes_warning: 0,
            dev_mode: false,
            utf8_mode: false,
            warn_default_encoding: false,
            import_time: false,
            int_max_str_digits: None,
            pycache_prefix: None,
            warnoptions: Vec::new(),
            xoptions: Vec::new(),
            verbose: 0,
            remote_debug: false,
            hash_randomization: false,
        }
    }
}

/// Sets what `config` says.
///
/// # Errors
/// `MemoryError`.
pub fn configure(vm: &mut Vm, config: &Config) -> PyResult<()> {
    let Some(dict) = vm.sys.clone() else { return Ok(()) };
    for (name, texts) in [
        ("argv", &config.argv),
        ("orig_argv", &config.orig_argv),
        ("path", &config.path),
        ("warnoptions", &config.warnoptions),
    ] {
        let list = text_list(vm, texts)?;
        put(vm, &dict, name, list)?;
    }
    host_modules(vm, &dict)?;
    let executable = vm.new_str(&config.executable)?;
    for name in ["executable", "_base_executable"] {
        put(vm, &dict, name, executable.clone())?;
    }
    let prefix = vm.new_str(&config.prefix)?;
    for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"] {
        put(vm, &dict, name, prefix.clone())?;
    }
    crate::import::finders::install(vm)?;
    let cache = vm.new_dict()?;
    put(vm, &dict, "path_importer_cache", cache.into_value())?;
    let options = vm.new_dict()?;
    for (name, value) in &config.xoptions {
        let value = match value {
            Some(value) => vm.new_str(value)?,
            None => Value::bool(true),
        };
        put(vm, &options, name, value)?;
    }
    put(vm, &dict, "_xoptions", options.into_value())?;
    if config.remote_debug {
        super::remote::enable(vm);
    }
    vm.options.colors = config.colors;
    vm.bytes_warning = config.bytes_warning > 0;
    (vm.trace.times, vm.trace.modules) = (config.import_time, config.verbose > 0);
    if let Some(limit) = config.int_max_str_digits {
        vm.int_max_str_digits = u32::try_from(limit).unwrap_or(u32::MAX);
    }
    put(vm, &dict, "dont_write_bytecode", Value::bool(config.dont_write_bytecode))?;
    let prefix = match &config.pycache_prefix {
        Some(prefix) => vm.new_str(prefix)?,
        None => Value::none(),
    };
    put(vm, &dict, "pycache_prefix", prefix)?;
    let flags = flags(vm, config)?;
    put(vm, &dict, "flags", flags)?;
    streams(vm, &dict, config)
}

/// Puts the folder of the host's modules on `sys.path`, first, when there are some.
fn host_modules(vm: &mut Vm, dict: &Obj<Dict>) -> PyResult<()> {
    if vm.sandbox.everything || !vm.sandbox.granted.files.has_modules() {
        return Ok(());
    }
    let path = dict.get_str(vm, &vm.names().path);
    let Some(path) = path.as_ref().and_then(Value::downcast::<List>) else { return Ok(()) };
    let folder = vm.new_str(MODULES)?;
    Ok(path.insert(&mut vm.heap, 0, folder)?)
}

fn text_list(vm: &mut Vm, texts: &[String]) -> PyResult {
    let list = vm.new_list()?;
    for text in texts {
        let text = vm.new_str(text)?;
        vm.list_push(&list, text)?;
    }
    Ok(list.into_value())
}

fn streams(vm: &mut Vm, dict: &Obj<Dict>, config: &Config) -> PyResult<()> {
    for (fd, name, original) in [(0, "stdin", "__stdin__"), (1, "stdout", "__stdout__"), (2, "stderr", "__stderr__")] {
        // A sandbox's streams are what its table says.
        let stream = if config.streams || !vm.sandbox.everything {
            {
                let encoding = config.stream_encoding.as_deref();
                let stream = standard::stream(vm, fd, config.unbuffered, encoding, &config.stream_errors)?;
                if let Some(encoding) = encoding {
                    use_library_codec(vm, &stream, fd, encoding, &config.stream_errors)?;
                }
                stream
            }
        } else {
            Value::none()
        };
        put(vm, dict, original, stream.clone())?;
        put(vm, dict, name, stream)?;
    }
    Ok(())
}

/// Has a stream use a codec that is the library's. One that is not there changes nothing.
fn use_library_codec(vm: &mut Vm, stream: &Value, fd: i32, encoding: &str, errors: &str) -> PyResult<()> {
    if stream.is_none() {
        return Ok(());
    }
    let name = vm.intern("encoding")?;
    let present = vm.get_attr(stream, &name)?;
    if present.downcast::<crate::types::str::Str>().is_some_and(|present| present.eq_str(encoding)) {
        return Ok(());
    }
    let name = vm.intern("reconfigure")?;
    let reconfigure = vm.get_attr(stream, &name)?;
    let errors = if fd == 2 { "backslashreplace" } else { errors };
    let values = [vm.new_str(encoding)?, vm.new_str(errors)?];
    let names = [vm.intern("encoding")?, vm.intern("errors")?];
    let names = vm.new_tuple_obj(&names)?;
    if let Err(raised) = vm.call_args(&reconfigure, crate::core::native::Args { values: &values, names: Some(&names) })
    {
        drop(vm.take_raised(raised));
    }
    Ok(())
}

fn flags(vm: &mut Vm, config: &Config) -> PyResult {
    let bit = |flag: bool| Item::Int(i64::from(flag));
    let fields = [
        ("debug", Item::Int(i64::from(config.debug))),
        ("inspect", bit(config.inspect)),
        ("interactive", bit(config.interactive)),
        ("optimize", Item::Int(i64::from(vm.options.optimize))),
        ("dont_write_bytecode", bit(config.dont_write_bytecode)),
        ("no_user_site", bit(config.no_user_site)),
        ("no_site", bit(config.no_site)),
        ("ignore_environment", bit(config.ignore_environment)),
        ("verbose", Item::Int(i64::from(config.verbose))),
        ("bytes_warning", Item::Int(i64::from(config.bytes_warning))),
        ("quiet", bit(config.quiet)),
        ("hash_randomization", bit(config.hash_randomization)),
        ("isolated", bit(config.isolated)),
        ("dev_mode", Item::Bool(config.dev_mode)),
        ("utf8_mode", bit(config.utf8_mode)),
        ("warn_default_encoding", bit(config.warn_default_encoding)),
        ("safe_path", Item::Bool(config.safe_path)),
        ("int_max_str_digits", Item::Int(i64::from(vm.int_max_str_digits))),
        ("gil", Item::Int(1)),
        ("thread_inherit_context", Item::Int(0)),
        ("context_aware_warnings", Item::Int(0)),
    ];
    sequence(
        vm,
        "flags",
        "sys.flags\n\nFlags provided through command line arguments or environment vars.",
        &fields,
        18,
    )
}
