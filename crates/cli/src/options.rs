//! The command line: options as `python3.14` has them, and Pitviper's own.
#![expect(clippy::disallowed_types, reason = "the command line is sized by its caller, before any program runs")]

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

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
#[derive(Debug)]
pub struct Options {
    /// What to run.
    pub program: Program,
    /// `sys.argv[1:]`.
    pub arguments: Vec<OsString>,
    /// `-O`: 0, 1 or 2.
    pub optimize: u8,
    /// `-E` or `-I`.
    pub ignore_environment: bool,
    /// `-P` or `-I`.
    pub safe_path: bool,
    /// `-I`.
    pub isolated: bool,
    /// `-B`.
    pub dont_write_bytecode: bool,
    /// `-s`.
    pub no_user_site: bool,
    /// `-S`.
    pub no_site: bool,
    /// `-q`.
    pub quiet: bool,
    /// `-v`, how often.
    pub verbose: u8,
    /// `-u`.
    pub unbuffered: bool,
    /// `--memory-limit`, in bytes.
    pub memory_limit: Option<usize>,
    /// `--memory-report`.
    pub memory_report: bool,
    /// `--verify-heap`.
    pub verify_heap: bool,
}

/// Why no program runs.
#[derive(Debug, PartialEq, Eq)]
pub enum Stop {
    /// `-h`.
    Help,
    /// `-V`, given this often.
    Version,
    /// Exit status 2 and this.
    Usage(String),
}

/// Reads the command line without the program's own name.
///
/// # Errors
/// [`Stop`]
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Options, Stop> {
    let mut rest = arguments.into_iter();
    let mut options = Options {
        program: Program::Input { named: false },
        arguments: Vec::new(),
        optimize: 0,
        ignore_environment: false,
        safe_path: false,
        isolated: false,
        dont_write_bytecode: false,
        no_user_site: false,
        no_site: false,
        quiet: false,
        verbose: 0,
        unbuffered: false,
        memory_limit: None,
        memory_report: false,
        verify_heap: false,
    };
    while let Some(argument) = rest.next() {
        let bytes = argument.as_bytes();
        if bytes == b"-" {
            options.program = Program::Input { named: true };
        } else if let Some(name) = bytes.strip_prefix(b"--") {
            let text = String::from_utf8_lossy(name).into_owned();
            long(&mut options, &text, &mut rest)?;
            continue;
        } else if let Some(letters) = bytes.strip_prefix(b"-") {
            match short(&mut options, letters, &mut rest)? {
                Some(program) => options.program = program,
                None => continue,
            }
        } else {
            options.program = Program::File(argument);
        }
        options.arguments = rest.collect();
        break;
    }
    Ok(options)
}

fn long(options: &mut Options, text: &str, rest: &mut dyn Iterator<Item = OsString>) -> Result<(), Stop> {
    match text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value.to_owned()))) {
        ("help" | "help-all", None) => Err(Stop::Help),
        ("version", None) => Err(Stop::Version),
        ("memory-report", None) => {
            options.memory_report = true;
            Ok(())
        }
        ("verify-heap", None) => {
            options.verify_heap = true;
            Ok(())
        }
        ("memory-limit", value) => {
            let value = match value {
                Some(value) => value,
                None => rest.next().ok_or_else(|| expected("--memory-limit"))?.to_string_lossy().into_owned(),
            };
            let problem = "--memory-limit wants bytes, or a number with K, M or G behind it, not";
            let bytes = size(&value).ok_or_else(|| Stop::Usage(format!("{problem} '{value}'")))?;
            options.memory_limit = Some(bytes);
            Ok(())
        }
        _ => Err(Stop::Usage(format!("Unknown option: --{text}"))),
    }
}

/// One argument of letters. `Some`: it named the program.
fn short(
    options: &mut Options,
    letters: &[u8],
    rest: &mut dyn Iterator<Item = OsString>,
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
            b'W' | b'X' => {
                value(if letter == b'W' { "-W" } else { "-X" })?;
                return Ok(None);
            }
            b'O' => options.optimize = (options.optimize + 1).min(2),
            b'E' => options.ignore_environment = true,
            b'I' => (options.ignore_environment, options.safe_path, options.isolated) = (true, true, true),
            b'P' => options.safe_path = true,
            b'u' => options.unbuffered = true,
            b'B' => options.dont_write_bytecode = true,
            b'q' => options.quiet = true,
            b's' => options.no_user_site = true,
            b'S' => options.no_site = true,
            b'v' => options.verbose = options.verbose.saturating_add(1),
            b'b' | b'd' | b'x' | b'R' => {}
            b'h' | b'?' => return Err(Stop::Help),
            b'V' => return Err(Stop::Version),
            b'i' => return Err(Stop::Usage("Option -i needs the interactive prompt, which is not there yet".into())),
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
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables
-h     : print this help message and exit (also -? or --help)
-I     : isolate from the user's environment (implies -E and -P)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements
-OO    : do -O changes and also discard docstrings
-P     : don't prepend the script's folder to sys.path
-u     : write standard output and error without buffering
-V     : print the Python version number and exit (also --version)
-b -B -d -q -s -S -v -W arg -X opt: accepted, without effect
--memory-limit SIZE
       : most bytes that the program may cause to exist; K, M and G are understood.
         At the limit MemoryError is raised; it can be caught.
--memory-report
       : at exit, write to standard error what the heap did
--verify-heap
       : at exit, check the heap, all counts, and that nothing is left alive (status 70 if not)
file   : program read from script file
-      : program read from stdin (default)
arg ...: arguments passed to program in sys.argv[1:]
Environment: PYTHONPATH, PYTHONHASHSEED
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
        assert_eq!(options.program, Program::File("file.py".into()));
        assert_eq!(options.arguments, ["-c", "--memory-limit"]);
        assert_eq!((options.optimize, options.unbuffered), (1, true));
    }

    #[test]
    fn letters_may_be_joined() {
        let options = read("-Ecpass x").expect("a program");
        assert_eq!(options.program, Program::Command("pass".into()));
        assert!(options.ignore_environment);
    }

    #[test]
    fn sizes() {
        assert_eq!(read("--memory-limit 32M -").expect("a program").memory_limit, Some(32 << 20));
        assert_eq!(read("--memory-limit=1G -").expect("a program").memory_limit, Some(1 << 30));
        assert!(matches!(read("--memory-limit=many -"), Err(Stop::Usage(_))));
        assert!(matches!(read("--memory-limit"), Err(Stop::Usage(_))));
    }
}
