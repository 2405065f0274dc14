//! The program to run: is there a file, and what do `sys.argv[0]` and `sys.path[0]` say.
#![expect(clippy::disallowed_types, reason = "the command line is sized by its caller, before any program runs")]

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use pitviper::Program;

use crate::options::{self, Options};

/// A program whose file is known to be there.
#[derive(Debug)]
pub enum Located {
    /// A file.
    File {
        /// Absolute.
        path: String,
        /// As it was given.
        shown: String,
        /// For `sys.path`.
        folder: String,
    },
    /// `-c`.
    Command(String),
    /// `-m`.
    Module(String),
    /// Standard input.
    Input {
        /// By `-`.
        named: bool,
    },
}

impl Located {
    /// As the interpreter takes it.
    pub fn view(&self, skip_first_line: bool) -> Program<'_> {
        match self {
            Located::File { path, .. } => Program::File { path, skip_first_line },
            Located::Command(text) => Program::Command(text),
            Located::Module(name) => Program::Module(name),
            Located::Input { .. } => Program::Input,
        }
    }

    /// The absolute path of its file.
    pub fn path(&self) -> Option<&str> {
        match self {
            Located::File { path, .. } => Some(path),
            _ => None,
        }
    }

    /// `sys.argv[0]` and `sys.path[0]`.
    pub fn names(&self) -> (String, String) {
        let current = || env::current_dir().map_or_else(|_| String::new(), |at| at.to_string_lossy().into_owned());
        match self {
            Located::File { shown, folder, .. } => (shown.clone(), folder.clone()),
            Located::Command(_) => ("-c".to_owned(), String::new()),
            Located::Module(_) => ("-m".to_owned(), current()),
            Located::Input { named } => (if *named { "-" } else { "" }.to_owned(), String::new()),
        }
    }
}

/// The program that the command line names.
///
/// # Errors
/// Message and exit status when there is none.
pub fn located(options: &Options) -> Result<Located, (String, u8)> {
    match &options.program {
        Some(options::Program::Command(text)) => Ok(Located::Command(format!("{}\n", text.to_string_lossy()))),
        Some(options::Program::Module(name)) => Ok(Located::Module(name.to_string_lossy().into_owned())),
        Some(options::Program::Input { named }) => Ok(Located::Input { named: *named }),
        None => Ok(Located::Input { named: false }),
        Some(options::Program::File(name)) => file(name),
    }
}

fn file(name: &OsStr) -> Result<Located, (String, u8)> {
    let absolute = std::path::absolute(name).unwrap_or_else(|_| PathBuf::from(name));
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let (path, shown) = (text(&absolute), name.to_string_lossy().into_owned());
    if absolute.is_dir() {
        for main in ["__main__.py", "__main__.pyc"] {
            let main = absolute.join(main);
            if main.is_file() {
                return Ok(Located::File { path: text(&main), shown, folder: path });
            }
        }
        return Err((format!("pitviper: can't find '__main__' module in '{path}'"), 1));
    }
    if let Err(error) = std::fs::File::open(&absolute) {
        let number = error.raw_os_error().unwrap_or(2);
        let words = error.to_string();
        let words = words.split(" (os error").next().unwrap_or("No such file or directory");
        return Err((format!("pitviper: can't open file '{path}': [Errno {number}] {words}"), 2));
    }
    let real = absolute.canonicalize().unwrap_or(absolute);
    Ok(Located::File { path, shown, folder: text(real.parent().unwrap_or(Path::new("/"))) })
}
