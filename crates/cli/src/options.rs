//! The command line: options as `python3.14` has them, and Pitviper's own.
#![expect(clippy::disallowed_types, reason = "the command line is sized by its caller, before any program runs")]

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::time::Duration;

/// What is to be run.
#[derive(Debug, PartialEq, Eq)]
pub enum Program {
    /// `-c COMMAND`.
    Command(OsString),
    /// `-m MODULE`.
    Module(OsString),
    /// A file, or a folder with `__main__.py`.
    File(OsString),
    /// Standard input.
    Input {
        /// Asked for by `-`, not by giving no program.
        named: bool,
    },
}

/// A whole command line.
#[derive(Debug, Default)]
pub struct Options {
    /// What to run; standard input if nothing is named.
    pub program: Option<Program>,
    /// `sys.argv[1:]`.
    pub arguments: Vec<OsString>,
    /// `-O`, how often.
    pub optimize: u8,
    /// `-E` or `-I`.
    pub ignore_environment: bool,
    /// `-P` or `-I`.
    pub safe_path: bool,
    /// `-I`.
    pub isolated: bool,
    /// `-B`.
    pub dont_write_bytecode: bool,
    /// `-s` or `-I`.
    pub no_user_site: bool,
    /// `-S`.
    pub no_site: bool,
    /// `-q`.
    pub quiet: bool,
    /// `-v`, how often.
    pub verbose: u8,
    /// `-u`.
    pub unbuffered: bool,
    /// `-i`.
    pub interactive: bool,
    /// `-d`, how often.
    pub debug: u8,
    /// `-b`, how often.
    pub bytes_warning: u8,
    /// `-x`.
    pub skip_first_line: bool,
    /// `-W`, each.
    pub warnings: Vec<OsString>,
    /// `-X`, each.
    pub extra: Vec<OsString>,
    /// `--memory-limit`, in bytes.
    pub memory_limit: Option<usize>,
    /// `--step-limit`.
    pub step_limit: Option<u64>,
    /// `--time-limit`.
    pub time_limit: Option<Duration>,
    /// `--memory-report`.
    pub memory_report: bool,
    /// `--verify-heap`.
    pub verify_heap: bool,
    /// `--sandbox`, and what is granted in it.
    pub sandbox: Option<Grants>,
}

/// What `--allow-…` grant.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Grants {
    /// `--allow-read`, each.
    pub read: Vec<OsString>,
    /// `--allow-write`, each.
    pub write: Vec<OsString>,
    /// `--allow-env`: without names, all.
    pub env: Option<Vec<String>>,
    /// `--allow-import`: modules.
    pub import: Option<Vec<String>>,
    /// `--allow-clock`.
    pub clock: bool,
    /// `--allow-random`.
    pub random: bool,
    /// `--allow-process`.
    pub process: bool,
    /// `--allow-net`.
    pub net: bool,
    /// `--allow-threads`.
    pub threads: bool,
}

/// Why no program runs.
#[derive(Debug, PartialEq, Eq)]
pub enum Stop {
    /// `-h`.
    Help,
    /// `-V`; given twice it says more.
    Version {
        /// `-VV`.
        long: bool,
    },
    /// Exit status 2 and this.
    Usage(String),
}

/// Reads the command line without the program's own name.
///
/// # Errors
/// [`Stop`]
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, Stop> {
    let mut rest = arguments.into_iter();
    let mut options = Options::default();
    let mut versions = 0;
    let mut grants = None;
    let mut allowed = Grants::default();
    while let Some(argument) = rest.next() {
        let bytes = argument.as_bytes();
        if bytes == b"-" {
            options.program = Some(Program::Input { named: true });
        } else if let Some(name) = bytes.strip_prefix(b"--") {
            if let Some(grant) = name.strip_prefix(b"allow-") {
                grants = Some(argument.to_string_lossy().into_owned());
                allow(&mut allowed, grant)?;
                continue;
            }
            let text = String::from_utf8_lossy(name).into_owned();
            long(&mut options, &text, &mut rest, &mut versions)?;
            continue;
        } else if let Some(letters) = bytes.strip_prefix(b"-") {
            match short(&mut options, letters, &mut rest, &mut versions)? {
                Some(program) => options.program = Some(program),
                None => continue,
            }
        } else {
            options.program = Some(Program::File(argument));
        }
        options.arguments = rest.collect();
        break;
    }
    if let Some(given) = grants.filter(|_| options.sandbox.is_none()) {
        return Err(Stop::Usage(format!("{given} goes with --sandbox")));
    }
    if options.sandbox.is_some() {
        options.sandbox = Some(allowed);
    }
    match versions {
        0 => Ok(options),
        given => Err(Stop::Version { long: given > 1 }),
    }
}

/// One `--allow-…`, without that.
fn allow(grants: &mut Grants, grant: &[u8]) -> Result<(), Stop> {
    let equals = grant.iter().position(|byte| *byte == b'=');
    let (name, value) = grant.split_at(equals.unwrap_or(grant.len()));
    let value = equals.map(|_| &value[1..]);
    let names = |value: &[u8]| {
        let text = String::from_utf8_lossy(value).into_owned();
        text.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    match (name, value) {
        (b"read", Some(path)) => grants.read.push(OsString::from_vec(path.to_vec())),
        (b"write", Some(path)) => grants.write.push(OsString::from_vec(path.to_vec())),
        (b"env", None) => grants.env = Some(Vec::new()),
        (b"env", Some(value)) => grants.env.get_or_insert_default().extend(names(value)),
        (b"import", Some(value)) => grants.import.get_or_insert_default().extend(names(value)),
        (b"clock", None) => grants.clock = true,
        (b"random", None) => grants.random = true,
        (b"process", None) => grants.process = true,
        (b"net", None) => grants.net = true,
        (b"threads", None) => grants.threads = true,
        (b"read" | b"write" | b"import", None) => {
            let name = String::from_utf8_lossy(name);
            return Err(Stop::Usage(format!("--allow-{name} wants a value: --allow-{name}=…")));
        }
        _ => return Err(Stop::Usage(format!("Unknown option: --allow-{}", String::from_utf8_lossy(grant)))),
    }
    Ok(())
}

fn long(
    options: &mut Options,
    text: &str,
    rest: &mut dyn Iterator<Item = OsString>,
    versions: &mut u8,
) -> Result<(), Stop> {
    match text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value.to_owned()))) {
        ("help" | "help-all" | "help-env" | "help-xoptions", None) => return Err(Stop::Help),
        ("version", None) => *versions += 1,
        ("memory-report", None) => options.memory_report = true,
        ("sandbox", None) => options.sandbox = Some(Grants::default()),
        ("verify-heap", None) => options.verify_heap = true,
        ("step-limit", value) => {
            let value = valued("--step-limit", value, rest)?;
            let problem = format!("--step-limit wants a number, not '{value}'");
            options.step_limit = Some(value.parse().map_err(|_| Stop::Usage(problem))?);
        }
        ("time-limit", value) => {
            let value = valued("--time-limit", value, rest)?;
            let seconds = value.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            let problem = || Stop::Usage(format!("--time-limit wants seconds, not '{value}'"));
            options.time_limit = Some(seconds.ok_or_else(problem)?);
        }
        ("memory-limit", value) => {
            let value = valued("--memory-limit", value, rest)?;
            let problem = "--memory-limit wants bytes, or a number with K, M or G behind it, not";
            let bytes = size(&value).ok_or_else(|| Stop::Usage(format!("{problem} '{value}'")))?;
            options.memory_limit = Some(bytes);
        }
        ("check-hash-based-pycs", None) => {
            let value = rest.next().ok_or_else(|| expected("--check-hash-based-pycs"))?;
            if !["default", "always", "never"].iter().any(|known| value == *known) {
                let known = "--check-hash-based-pycs must be one of 'default', 'always', or 'never'";
                return Err(Stop::Usage(known.to_owned()));
            }
        }
        _ => return Err(Stop::Usage(format!("Unknown option: --{text}"))),
    }
    Ok(())
}

/// The value of a long option, behind `=` or the next argument.
fn valued(name: &str, value: Option<String>, rest: &mut dyn Iterator<Item = OsString>) -> Result<String, Stop> {
    match value {
        Some(value) => Ok(value),
        None => Ok(rest.next().ok_or_else(|| expected(name))?.to_string_lossy().into_owned()),
    }
}

/// One argument of letters. `Some`: it named the program.
fn short(
    options: &mut Options,
    letters: &[u8],
    rest: &mut dyn Iterator<Item = OsString>,
    versions: &mut u8,
) -> Result<Option<Program>, Stop> {
    for (index, &letter) in letters.iter().enumerate() {
        let attached = &letters[index + 1..];
        let mut value = |name: &str| {
            if attached.is_empty() {
                rest.next().ok_or_else(|| expected(name))
            } else {
                Ok(OsString::from_vec(attached.to_vec()))
            }
        };
        match letter {
            b'c' => return Ok(Some(Program::Command(value("-c")?))),
            b'm' => return Ok(Some(Program::Module(value("-m")?))),
            b'W' => {
                options.warnings.push(value("-W")?);
                return Ok(None);
            }
            b'X' => {
                options.extra.push(value("-X")?);
                return Ok(None);
            }
            b'O' => options.optimize = options.optimize.saturating_add(1),
            b'E' => options.ignore_environment = true,
            b'I' => {
                (options.ignore_environment, options.safe_path) = (true, true);
                (options.isolated, options.no_user_site) = (true, true);
            }
            b'P' => options.safe_path = true,
            b'u' => options.unbuffered = true,
            b'B' => options.dont_write_bytecode = true,
            b'q' => options.quiet = true,
            b's' => options.no_user_site = true,
            b'S' => options.no_site = true,
            b'v' => options.verbose = options.verbose.saturating_add(1),
            b'b' => options.bytes_warning = options.bytes_warning.saturating_add(1),
            b'd' => options.debug = options.debug.saturating_add(1),
            b'i' => options.interactive = true,
            b'x' => options.skip_first_line = true,
            b'R' | b't' => {}
            b'h' | b'?' => return Err(Stop::Help),
            b'V' => *versions += 1,
            _ => return Err(Stop::Usage(format!("Unknown option: -{}", char::from(letter)))),
        }
    }
    Ok(None)
}

fn expected(option: &str) -> Stop {
    Stop::Usage(format!("Argument expected for the {option} option"))
}

/// `32M` and the like; powers of 1024.
fn size(text: &str) -> Option<usize> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" | "KIB" => 1 << 10,
        "M" | "MB" | "MIB" => 1 << 20,
        "G" | "GB" | "GIB" => 1 << 30,
        _ => return None,
    };
    digits.parse::<usize>().ok()?.checked_mul(unit)
}

/// What `-h` prints.
pub const HELP: &str = "\
usage: pitviper [option] ... [-c cmd | -m mod | file | -] [arg] ...
Options:
-b     : flag conversions of bytes and comparisons with them for warnings (-bb: errors)
-B     : don't write .pyc files on import; also PYTHONDONTWRITEBYTECODE=x
-c cmd : program passed in as string (terminates option list)
-d     : accepted; also PYTHONDEBUG=x
-E     : ignore PYTHON* environment variables
-h     : print this help message and exit (also -? or --help)
-i     : prompt after running the program, even if stdin is no terminal;
         also PYTHONINSPECT=x
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements; also PYTHONOPTIMIZE=x
-OO    : do -O changes and also discard docstrings
-P     : don't prepend the script's folder to sys.path; also PYTHONSAFEPATH
-q     : don't print version and copyright messages on interactive startup
-s     : don't add the user's site folder to sys.path; also PYTHONNOUSERSITE=x
-S     : don't imply 'import site' on initialization
-u     : write standard output and error without buffering; also PYTHONUNBUFFERED=x
-v     : trace imports to standard error; also PYTHONVERBOSE=x
-V     : print the Python version number and exit (also --version)
-W arg : warning control; arg is action:message:category:module:lineno;
         also PYTHONWARNINGS=arg
-x     : skip first line of source
-X opt : dev, importtime, int_max_str_digits=number, pycache_prefix=folder, utf8[=0|1],
         warn_default_encoding; others only appear in sys._xoptions
--memory-limit SIZE
       : most bytes that the program may cause to exist; K, M and G are understood.
         At the limit MemoryError is raised; it can be caught.
--step-limit N
       : most steps (calls, jumps back, portions of native work) that the program may take
--time-limit SECONDS
       : longest time that it may take. At both limits it ends at once, whatever it catches:
         no Python runs any more, and the status is 124.
--memory-report
       : at exit, write to standard error what the heap did
--verify-heap
       : at exit, check the heap, all counts, and that nothing is left alive (status 70 if not)
--sandbox
       : the program gets its own file, the standard streams and the library; nothing else but
         what is allowed by these:
--allow-read=DIR, --allow-write=DIR
       : what is in a folder, or a file; may be given several times
--allow-env, --allow-env=NAME,..
       : the environment, or some variables of it
--allow-clock
       : the time, and waiting; without it the clock follows the steps of the program
--allow-random
       : bytes that nobody can foresee
--allow-net, --allow-process, --allow-threads
       : sockets; other processes; threads
--allow-import=NAME,..
       : these modules only, and what they import themselves
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]
Environment: PYTHONPATH, PYTHONHASHSEED, PYTHONSTARTUP, PYTHONPYCACHEPREFIX, PYTHONIOENCODING,
       PYTHONUTF8, PYTHONDEVMODE, PYTHONINTMAXSTRDIGITS, PYTHONPROFILEIMPORTTIME, PYTHON_COLORS,
       PITVIPER_HISTORY (file of the prompt's history), PITVIPER_LIBRARY (folders of modules that extend the
       library, searched last, with -E and -I as well)
";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Options, Stop> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn everything_behind_the_program_is_its_own() {
        let options = read("-O -u file.py -c --memory-limit").expect("a program");
        assert_eq!(options.program, Some(Program::File("file.py".into())));
        assert_eq!(options.arguments, ["-c", "--memory-limit"]);
        assert_eq!((options.optimize, options.unbuffered), (1, true));
    }

    #[test]
    fn letters_may_be_joined() {
        let options = read("-Ebbcpass x").expect("a program");
        assert_eq!(options.program, Some(Program::Command("pass".into())));
        assert!(options.ignore_environment);
        assert_eq!(options.bytes_warning, 2);
    }

    #[test]
    fn warnings_and_extras_are_collected() {
        let options = read("-Werror -W ignore::UserWarning -Xdev -X a=b -").expect("a program");
        assert_eq!(options.warnings, ["error", "ignore::UserWarning"]);
        assert_eq!(options.extra, ["dev", "a=b"]);
        assert_eq!(options.program, Some(Program::Input { named: true }));
    }

    #[test]
    fn versions() {
        assert_eq!(read("-V").err(), Some(Stop::Version { long: false }));
        assert_eq!(read("-VV file.py").err(), Some(Stop::Version { long: true }));
    }

    #[test]
    fn grants() {
        let options =
            read("--sandbox --allow-read=/a --allow-read=b --allow-env=X,Y --allow-clock file.py").expect("a program");
        let grants = options.sandbox.expect("a sandbox");
        assert_eq!(grants.read, ["/a", "b"]);
        assert_eq!(grants.env, Some(vec!["X".to_owned(), "Y".to_owned()]));
        assert!(grants.clock && !grants.net && grants.import.is_none());
        assert_eq!(read("file.py").expect("a program").sandbox, None);
        for wrong in
            ["--allow-clock -", "--sandbox --allow-read -", "--sandbox --allow-all -", "--sandbox --allow-net=x -"]
        {
            assert!(matches!(read(wrong), Err(Stop::Usage(_))), "{wrong}");
        }
    }

    #[test]
    fn sizes() {
        assert_eq!(read("--memory-limit 32M -").expect("a program").memory_limit, Some(32 << 20));
        assert_eq!(read("--memory-limit=1G -").expect("a program").memory_limit, Some(1 << 30));
        assert!(matches!(read("--memory-limit=many -"), Err(Stop::Usage(_))));
        assert!(matches!(read("--memory-limit"), Err(Stop::Usage(_))));
    }
}
