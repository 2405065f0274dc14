//! The `pitviper` command.
#![expect(clippy::disallowed_types, reason = "the command line and the environment are sized by whoever starts it")]

mod colors;
mod locate;
mod options;
mod relocations;
mod repl;
mod sandbox;
mod seed;
mod settings;
mod signals;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::{env, io, thread};

use locate::Located;
use options::{HELP, Options, Stop};
use pitviper::{Collections, Config, Interpreter, Status};
use repl::Beginning;
use settings::Settings;

/// Bytes of the stack that programs run on, and what of it the interpreter may use.
const STACK: usize = 64 << 20;
const USABLE_STACK: usize = STACK - (1 << 20);

/// What the heap's checks found wrong.
const UNSOUND: u8 = 70;

fn main() -> ExitCode {
    relocations::forget();
    let options = match options::parse(env::args_os().skip(1)) {
        Ok(options) => options,
        Err(stop) => return stopped(&stop),
    };
    // Python's recursion may need more stack than a process's first thread has.
    let program = thread::Builder::new().stack_size(STACK).spawn(move || run(&options));
    signals::leave_signals_to_others();
    match program.map(thread::JoinHandle::join) {
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
        Stop::Version { long: false } => println!("Python 3.14.0 (Pitviper {})", env!("CARGO_PKG_VERSION")),
        Stop::Version { long: true } => println!("Python 3.14.0 (Pitviper {}) [Rust]", env!("CARGO_PKG_VERSION")),
        Stop::Usage(message) => {
            eprintln!("{message}");
            eprintln!("usage: pitviper [option] ... [-c cmd | -m mod | file | -] [arg] ...");
            eprintln!("Try `pitviper -h' for more information.");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Runs what was asked for; the status to end with.
fn run(options: &Options) -> u8 {
    match prepared(options) {
        Ok((python, program, settings)) => {
            let interrupted = signals::interrupt_on_ctrl_c(python.interrupt_flag());
            let (python, status) = play(python, &program, options, &settings);
            let code = end(python, options, status.code);
            if status.interrupted {
                interrupted.die();
            }
            code
        }
        Err((message, status)) => {
            eprintln!("{message}");
            status
        }
    }
}

/// The program, then the prompt if that is wanted.
fn play(mut python: Interpreter, program: &Located, options: &Options, settings: &Settings) -> (Interpreter, Status) {
    let typed = matches!(program, Located::Input { .. });
    if typed && (options.interactive || io::stdin().is_terminal()) {
        return repl::run(python, options, Beginning { banner: true, startup: true });
    }
    let program = program.view(options.skip_first_line);
    if settings.inspect && (options.interactive || io::stdin().is_terminal()) {
        python.run_before_session(&program);
        return repl::run(python, options, Beginning { banner: false, startup: false });
    }
    let status = python.run(&program);
    (python, status)
}

/// An interpreter as the command line and the environment want it, and what to run.
fn prepared(options: &Options) -> Result<(Interpreter, Located, Settings), (String, u8)> {
    let settings = Settings::new(options).map_err(|message| (message, 1))?;
    let program = locate::located(options)?;
    let mut builder = Interpreter::builder()
        .optimize(settings.optimize)
        .native_stack(USABLE_STACK)
        .report(options.memory_report)
        .config(config(options, &settings, &program));
    builder = match &options.sandbox {
        Some(grants) => sandbox::granted(builder, grants, &program)?,
        None => builder.grant_all(),
    };
    if let Some(limit) = options.memory_limit {
        builder = builder.memory_limit(limit);
    }
    if let Some(limit) = options.step_limit {
        builder = builder.step_limit(limit);
    }
    if let Some(limit) = options.time_limit {
        builder = builder.time_limit(limit);
    }
    builder = match seed::seed(options.ignore_environment) {
        Ok(seed::Seed::Number(seed)) => builder.hash_seed(seed),
        Ok(seed::Seed::Random(key)) => builder.hash_key(key),
        Err(message) => return Err((message.to_owned(), 1)),
    };
    if let Some(name) = env::var_os("PITVIPER_COLLECT") {
        let Some(collections) = name.to_str().and_then(Collections::from_name) else {
            let known = "usual, never, always, allocation";
            return Err((format!("pitviper: PITVIPER_COLLECT is {}, none of {known}", name.display()), 2));
        };
        builder = builder.collections(collections);
    }
    match builder.build() {
        Ok(python) => Ok((python, program, settings)),
        Err(_) => Err(("pitviper: the memory limit is too small to start with".to_owned(), 1)),
    }
}

/// `sys` as the command line and the environment have it.
fn config(options: &Options, settings: &Settings, program: &Located) -> Config {
    let text = |text: &OsString| text.to_string_lossy().into_owned();
    let (name, first) = program.names();
    let mut path = if settings.safe_path { Vec::new() } else { vec![first] };
    if !options.ignore_environment
        && let Some(more) = env::var_os("PYTHONPATH").filter(|more| !more.is_empty())
    {
        path.extend(env::split_paths(&more).map(|folder| folder.to_string_lossy().into_owned()));
    }
    // Part of the library, so it is searched by isolated interpreters too.
    if let Some(library) = env::var_os("PITVIPER_LIBRARY").filter(|library| !library.is_empty()) {
        path.extend(env::split_paths(&library).map(|folder| folder.to_string_lossy().into_owned()));
    }
    Config {
        argv: std::iter::once(name).chain(options.arguments.iter().map(text)).collect(),
        orig_argv: env::args_os().map(|argument| text(&argument)).collect(),
        executable: env::current_exe().map_or_else(|_| String::new(), |path| path.to_string_lossy().into_owned()),
        path,
        streams: true,
        colors: colors::told(options.ignore_environment),
        unbuffered: settings.unbuffered,
        isolated: options.isolated,
        dont_write_bytecode: settings.dont_write_bytecode,
        no_user_site: settings.no_user_site,
        no_site: options.no_site,
        quiet: options.quiet,
        verbose: settings.verbose,
        stream_encoding: settings.stream_encoding.clone(),
        stream_errors: settings.stream_errors.clone(),
        ignore_environment: options.ignore_environment,
        safe_path: settings.safe_path,
        inspect: settings.inspect,
        interactive: options.interactive,
        debug: settings.debug,
        bytes_warning: options.bytes_warning,
        dev_mode: settings.dev_mode,
        remote_debug: settings.remote_debug && options.sandbox.is_none(),
        utf8_mode: settings.utf8_mode,
        warn_default_encoding: settings.warn_default_encoding,
        import_time: settings.import_time,
        int_max_str_digits: settings.int_max_str_digits,
        pycache_prefix: settings.pycache_prefix.clone(),
        warnoptions: settings.warnings.clone(),
        xoptions: settings.extra.clone(),
        ..Config::default()
    }
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
