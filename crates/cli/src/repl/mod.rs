//! The prompt: on a terminal with an editor ([`editor`]), elsewhere line by line ([`plain`]).
#![expect(clippy::disallowed_types, reason = "what somebody types, and the command line")]

mod editor;
mod plain;

use std::cell::RefCell;
use std::env;
use std::io::IsTerminal;

use pitviper::{Interpreter, Status};

use crate::options::Options;

/// Whether the standard streams are a terminal that an editor can work on.
fn is_capable() -> bool {
    let plain = env::var_os("TERM").is_some_and(|term| term == "dumb")
        || env::var_os("PYTHON_BASIC_REPL").is_some_and(|value| !value.is_empty());
    !plain && std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// What a session is to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Beginning {
    /// Says which Python it is.
    pub banner: bool,
    /// Runs the file that `PYTHONSTARTUP` names.
    pub startup: bool,
}

/// Runs a session until it ends.
pub fn run(mut python: Interpreter, options: &Options, beginning: Beginning) -> (Interpreter, Status) {
    if beginning.banner && !options.quiet {
        eprintln!("Pitviper {}, Python 3.14.0 on {}", env!("CARGO_PKG_VERSION"), env::consts::OS);
        eprintln!("Type \"help\", \"copyright\", \"credits\" or \"license\" for more information.");
    }
    if beginning.startup
        && !options.ignore_environment
        && let Ok(file) = env::var("PYTHONSTARTUP")
        && !file.is_empty()
        && let Some(status) = python.run_startup(&file)
    {
        return (python, status);
    }
    python.begin_session(!options.no_site);
    let python = RefCell::new(python);
    let status = if is_capable() { editor::run(&python) } else { plain::run(&python) };
    (python.into_inner(), status)
}

/// White space that the line after `text` begins with.
fn indentation(text: &str) -> String {
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let own = &last[..last.len() - last.trim_start().len()];
    let code = last.split(" #").next().unwrap_or_default().trim();
    let first = code.split(|ch: char| !ch.is_alphanumeric()).next().unwrap_or_default();
    if code.ends_with(':') {
        format!("{own}    ")
    } else if matches!(first, "return" | "pass" | "break" | "continue" | "raise") {
        own.get(4..).unwrap_or_default().to_owned()
    } else {
        own.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::indentation;

    #[test]
    fn lines_are_indented_like_code() {
        assert_eq!(indentation("def f():"), "    ");
        assert_eq!(indentation("if x:  # why"), "    ");
        assert_eq!(indentation("def f():\n    x = 1"), "    ");
        assert_eq!(indentation("def f():\n    if x:\n        return 1"), "    ");
        assert_eq!(indentation("def f():\n    returned = 1"), "    ");
        assert_eq!(indentation("x = (1,"), "");
    }
}
