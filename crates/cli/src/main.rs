//! The `pitviper` command.
#![expect(clippy::disallowed_types, reason = "the command line and the environment are sized by whoever starts it")]

mod options;
mod seed;
mod signals;

use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, io, thread};

use options::{HELP, Options, Stop};
use pitviper::{Config, Interpreter, Program};

/// Bytes of the stack that programs run on, and what of it the interpreter may use.
const STACK: usize = 64 << 20;
const USABLE_STACK: usize = STACK - (1 << 20);

/// What the heap's checks found wrong.
const UNSOUND: u8 = 70;

fn main() -> ExitCode {
    let options = match options::parse(env::args_os().skip(1)) {
        Ok(options) => options,
        Err(stop) => return stopped(&stop),
    };
    // Python's recursion may need more stack than a process's first thread has.
    match thread::Builder::new().stack_size(STACK).spawn(move || run(&options)).map(thread::JoinHandle::join) {
        Ok(Ok(status)) => ExitCode::from(status),
        Ok(Err(_)) => ExitCode::from(101),
        Err(error) => {
            eprintln!("pitviper: no thread to run on: {error}");
            ExitCode::from(2)
        }
    }
}

fn stopped(stop: &Stop) -> ExitCode {
    match stop {
        Stop::Help => print!("{HELP}"),
        Stop::Version => println!("Python 3.14.0 (Pitviper {})", env!("CARGO_PKG_VERSION")),
        Stop::Usage(message) => {
            eprintln!("{message}");
            eprintln!("usage: pitviper [option] ... [-c cmd | -m mod | file | -] [arg] ...");
            eprintln!("Try `pitviper -h' for more information.");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn run(options: &Options) -> u8 {
    let program = match located(&options.program) {
        Ok(program) => program,
        Err((message, status)) => {
            eprintln!("{message}");
            return status;
        }
    };
    let mut builder = Interpreter::builder()
        .optimize(options.optimize)
        .native_stack(USABLE_STACK)
        .report(options.memory_report)
        .config(config(options, &program));
    if let Some(limit) = options.memory_limit {
        builder = builder.memory_limit(limit);
    }
    builder = match seed::seed(options.ignore_environment) {
        Ok(seed::Seed::Number(seed)) => builder.hash_seed(seed),
        Ok(seed::Seed::Random(key)) => builder.hash_key(key),
        Err(message) => {
            eprintln!("{message}");
            return 1;
        }
    };
    let Ok(mut python) = builder.build() else {
        eprintln!("pitviper: the memory limit is too small to start with");
        return 1;
    };
    signals::interrupt_on_ctrl_c(python.interrupt_flag());
    let status = python.run(&program.view());
    end(python, options, status)
}

/// Ends Python and tells what was asked for.
fn end(python: Interpreter, options: &Options, status: u8) -> u8 {
    if !options.verify_heap && !options.memory_report {
        drop(python.end(false, |_| {}));
        return status;
    }
    let mut errors = io::stderr().lock();
    let ending = python.end(options.verify_heap, |line| drop(writeln!(errors, "pitviper: {line}")));
    let mut unsound = false;
    if let Some(report) = &ending.report {
        drop(write!(errors, "{report}"));
        let (objects, bytes) = ending.left;
        let left = if objects == 0 { "nothing".to_owned() } else { format!("{objects} objects, {bytes} bytes") };
        drop(writeln!(errors, "\n  left alive after the end: {left}"));
    }
    if options.verify_heap {
        if let Err(problem) = ending.sound {
            drop(writeln!(errors, "pitviper: the heap is not sound: {problem}"));
            unsound = true;
        }
        if ending.left.0 != 0 {
            drop(writeln!(errors, "pitviper: {} objects are left alive", ending.left.0));
            unsound = true;
        }
    }
    if unsound { UNSOUND } else { status }
}

/// A program whose file is known to be there.
enum Located {
    File { path: String, shown: String, folder: String },
    Command(String),
    Module(String),
    Input { named: bool },
}

impl Located {
    fn view(&self) -> Program<'_> {
        match self {
            Located::File { path, .. } => Program::File(path),
            Located::Command(text) => Program::Command(text),
            Located::Module(name) => Program::Module(name),
            Located::Input { .. } => Program::Input,
        }
    }
}

fn located(program: &options::Program) -> Result<Located, (String, u8)> {
    match program {
        options::Program::Command(text) => Ok(Located::Command(format!("{}\n", text.to_string_lossy()))),
        options::Program::Module(name) => Ok(Located::Module(name.to_string_lossy().into_owned())),
        options::Program::Input { .. } if io::stdin().is_terminal() => {
            Err(("pitviper: there is no interactive prompt yet; give a file, -c or -m".to_owned(), 2))
        }
        options::Program::Input { named } => Ok(Located::Input { named: *named }),
        options::Program::File(name) => file(name),
    }
}

fn file(name: &OsStr) -> Result<Located, (String, u8)> {
    let absolute = std::path::absolute(name).unwrap_or_else(|_| PathBuf::from(name));
    let shown = absolute.to_string_lossy().into_owned();
    if absolute.is_dir() {
        let main = absolute.join("__main__.py");
        if !main.is_file() {
            return Err((format!("pitviper: can't find '__main__' module in '{shown}'"), 1));
        }
        let path = main.to_string_lossy().into_owned();
        return Ok(Located::File { path, shown: name.to_string_lossy().into_owned(), folder: shown });
    }
    if let Err(error) = std::fs::File::open(&absolute) {
        let number = error.raw_os_error().unwrap_or(2);
        let text = error.to_string();
        let text = text.split(" (os error").next().unwrap_or("No such file or directory");
        return Err((format!("pitviper: can't open file '{shown}': [Errno {number}] {text}"), 2));
    }
    let real = absolute.canonicalize().unwrap_or_else(|_| absolute.clone());
    let folder = real.parent().unwrap_or(Path::new("/")).to_string_lossy().into_owned();
    Ok(Located::File { path: shown, shown: name.to_string_lossy().into_owned(), folder })
}

/// `sys` as the command line and the environment have it.
fn config(options: &Options, program: &Located) -> Config {
    let current = || env::current_dir().map_or_else(|_| String::new(), |folder| folder.to_string_lossy().into_owned());
    let (name, first) = match program {
        Located::File { shown, folder, .. } => (shown.clone(), folder.clone()),
        Located::Command(_) => ("-c".to_owned(), String::new()),
        Located::Module(_) => ("-m".to_owned(), current()),
        Located::Input { named } => (if *named { "-" } else { "" }.to_owned(), String::new()),
    };
    let text = |text: &OsString| text.to_string_lossy().into_owned();
    let mut path = if options.safe_path { Vec::new() } else { vec![first] };
    if !options.ignore_environment
        && let Some(more) = env::var_os("PYTHONPATH").filter(|more| !more.is_empty())
    {
        path.extend(env::split_paths(&more).map(|folder| folder.to_string_lossy().into_owned()));
    }
    Config {
        argv: std::iter::once(name).chain(options.arguments.iter().map(text)).collect(),
        orig_argv: env::args_os().map(|argument| text(&argument)).collect(),
        executable: env::current_exe().map_or_else(|_| String::new(), |path| path.to_string_lossy().into_owned()),
        path,
        streams: true,
        unbuffered: options.unbuffered || is_set(options, "PYTHONUNBUFFERED"),
        isolated: options.isolated,
        dont_write_bytecode: true,
        no_user_site: options.no_user_site || options.isolated,
        no_site: options.no_site,
        quiet: options.quiet,
        verbose: options.verbose,
        stream_errors: stream_errors(),
        ignore_environment: options.ignore_environment,
        safe_path: options.safe_path,
        ..Config::default()
    }
}

/// Whether a variable of the environment is in force and not empty.
fn is_set(options: &Options, name: &str) -> bool {
    !options.ignore_environment && env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// The error handler of the standard streams: as CPython, undecodable bytes pass through in the locales `C` and
/// `POSIX`, which promise nothing about encodings.
fn stream_errors() -> &'static str {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    match locale.as_deref() {
        None | Some("C" | "POSIX" | "C.UTF-8" | "C.utf8") => "surrogateescape",
        Some(_) => "strict",
    }
}
