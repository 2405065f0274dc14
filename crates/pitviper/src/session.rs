//! Sessions: statements typed one after the other, run in `__main__`.
#![expect(clippy::disallowed_types, reason = "text of whoever types, and names shown to them")]

use pitviper_compiler::ast::Unlimited;
use pitviper_compiler::error::CompileError;
use pitviper_compiler::parse::Mode;
use pitviper_compiler::source::Input;
use pitviper_compiler::{Options, compile};
use pitviper_vm::core::vm::Vm;
use pitviper_vm::import::main::{self, Cell};
use pitviper_vm::modules::sys;
use pitviper_vm::types::list::List;
use pitviper_vm::types::module::Module;
use pitviper_vm::types::str::Str;
use pitviper_vm::{PyResult, Value};

use crate::run::{Interpreter, Program, Status, start};

/// What can be said of text as a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It can be run (and may be wrong).
    Complete,
    /// More lines belong to it.
    Incomplete,
}

/// Words that begin statements which end with a blank line.
const COMPOUND: &[&str] = &["async", "class", "def", "for", "if", "match", "try", "while", "with", "@"];

/// Whether a session should run this or ask for another line. Compound statements end with a blank line.
#[must_use]
pub fn reading(text: &str) -> Reading {
    if text.lines().all(|line| matches!(line.trim_start().chars().next(), None | Some('#'))) {
        return Reading::Complete;
    }
    let blank_end = text.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
    let options = Options { mode: Mode::Interactive, ..Options::default() };
    let source = format!("{}\n", text.trim_end_matches([' ', '\t', '\n']));
    match compile(Input::Text(&source), "<stdin>", options, &mut Unlimited) {
        Err(CompileError::Syntax(error)) if error.incomplete => Reading::Incomplete,
        Err(_) => Reading::Complete,
        Ok(_) if blank_end => Reading::Complete,
        Ok(_) => {
            let first = text.trim_start();
            let compound = COMPOUND.iter().any(|word| {
                first
                    .strip_prefix(word)
                    .is_some_and(|rest| *word == "@" || !rest.starts_with(|ch: char| ch.is_alphanumeric() || ch == '_'))
            });
            let soft = first.starts_with("match") && !text.contains('\n');
            if compound && !soft { Reading::Incomplete } else { Reading::Complete }
        }
    }
}

/// The session goes on in spite of `SystemExit`.
const STAY: bool = true;

impl Interpreter {
    /// Runs a program after which a session follows: whatever it raises is shown, `SystemExit` too.
    pub fn run_before_session(&mut self, program: &Program<'_>) {
        let vm = &mut *self.vm;
        vm.enter_host_stack();
        let result = start(vm, program);
        let _ = sys::run::report(vm, result, STAY);
        let _ = sys::run::flush(vm, 0);
    }

    /// Makes what a session needs: `__main__`, prompts unless the program has set some, and with `site` builtins like
    /// `copyright`.
    pub fn begin_session(&mut self, site: bool) {
        let vm = &mut *self.vm;
        vm.enter_host_stack();
        let result = main::begin_session(vm, site);
        let _ = sys::run::report(vm, result, STAY);
    }

    /// Runs a statement, or several; `name` is what tracebacks call its file. `Some` when it asks to end.
    pub fn run_cell(&mut self, source: &str, name: &str) -> Option<Status> {
        let vm = &mut *self.vm;
        vm.enter_host_stack();
        let result = run_cell(vm, source, name);
        let code = sys::run::report(vm, result, false);
        let flushed = sys::run::flush(vm, 0);
        code.map(|code| Status { code: if flushed == 0 { code } else { flushed }, interrupted: false })
    }

    /// Runs a file in `__main__` before the first prompt.
    pub fn run_startup(&mut self, file: &str) -> Option<Status> {
        let vm = &mut *self.vm;
        vm.enter_host_stack();
        let result = vm.new_str(file).and_then(|file| main::run_in_main(vm, &file));
        sys::run::report(vm, result, false).map(|code| Status { code, interrupted: false })
    }

    /// The end of a session: as that of a program.
    pub fn finish_session(&mut self, code: u8) -> Status {
        let vm = &mut *self.vm;
        vm.enter_host_stack();
        Status { code: sys::run::flush(vm, code), interrupted: false }
    }

    /// `sys.ps1` or, for a continued statement, `sys.ps2`.
    pub fn prompt(&mut self, continued: bool) -> String {
        let vm = &mut *self.vm;
        vm.enter_host_stack();
        let text = main::prompt(vm, continued);
        host_text(vm, text)
    }

    /// A line of `sys.stdin`, its end included; nothing at the end, `Err` when interrupted.
    ///
    /// # Errors
    /// After an exception, which has been shown.
    pub fn read_line(&mut self) -> Result<Option<String>, Status> {
        let vm = &mut *self.vm;
        vm.enter_host_stack();
        match main::read_line(vm) {
            Ok(line) => {
                let line = host_text(vm, Ok(line));
                Ok(Some(line).filter(|line| !line.is_empty()))
            }
            Err(raised) => {
                let code = sys::run::report(vm, Err(raised), false);
                Err(Status { code: code.unwrap_or(1), interrupted: false })
            }
        }
    }

    /// Names that complete `word`, which may have dots.
    pub fn completions(&mut self, word: &str) -> Vec<String> {
        let vm = &mut *self.vm;
        vm.enter_host_stack();
        let mut found = Vec::new();
        if let Err(raised) = complete(vm, word, &mut found) {
            drop(vm.take_raised(raised));
        }
        found.sort();
        found.dedup();
        found
    }
}

/// A string object as the host's; empty when there is none.
fn host_text(vm: &mut Vm, text: PyResult) -> String {
    match text {
        Ok(text) => text.downcast::<Str>().map(ToString::to_string).unwrap_or_default(),
        Err(raised) => {
            drop(vm.take_raised(raised));
            String::new()
        }
    }
}

/// Several statements: all but the last run first, silently, as `exec` does.
fn run_cell(vm: &mut Vm, source: &str, name: &str) -> PyResult<()> {
    match last_statement(source) {
        Some(at) => {
            let lines = source[..at].matches('\n').count();
            main::run_cell(vm, &Cell { source: &source[..at], shown: source, name, mode: Mode::Module })?;
            let last = "\n".repeat(lines) + &source[at..];
            main::run_cell(vm, &Cell { source: &last, shown: source, name, mode: Mode::Interactive })
        }
        None => main::run_cell(vm, &Cell { source, shown: source, name, mode: Mode::Interactive }),
    }
}

/// Where the last of several statements begins.
fn last_statement(source: &str) -> Option<usize> {
    let parses = |text: &str, mode: Mode| {
        let options = Options { mode, ..Options::default() };
        compile(Input::Text(text), "<stdin>", options, &mut Unlimited).is_ok()
    };
    if parses(source, Mode::Interactive) || !parses(source, Mode::Module) {
        return None;
    }
    let starts = source.match_indices('\n').map(|(at, _)| at + 1).rev();
    let begins = |at: &usize| source[*at..].starts_with(|ch: char| !ch.is_whitespace() && ch != '#');
    starts.filter(begins).find(|&at| parses(&source[..at], Mode::Module) && parses(&source[at..], Mode::Interactive))
}

/// Words of the language, for completion.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

fn complete(vm: &mut Vm, word: &str, found: &mut Vec<String>) -> PyResult<()> {
    let module = main::main_of(vm)?;
    let (before, prefix) = match word.rsplit_once('.') {
        Some((before, prefix)) => (Some(before), prefix),
        None => (None, word),
    };
    if let Some(before) = before {
        let mut parts = before.split('.');
        let mut object = variable(vm, &module, parts.next().unwrap_or_default())?;
        for part in parts {
            let name = vm.intern(part)?;
            object = vm.get_attr(&object, &name)?;
        }
        return members(vm, &object, &format!("{before}."), prefix, found);
    }
    let keywords = KEYWORDS.iter().filter(|keyword| keyword.starts_with(prefix));
    found.extend(keywords.map(|keyword| match *keyword {
        "finally" | "try" | "else" => format!("{keyword}:"),
        "False" | "None" | "True" | "break" | "continue" | "pass" => (*keyword).to_owned(),
        _ => format!("{keyword} "),
    }));
    members(vm, &module, "", prefix, found)?;
    if let Some(builtins) = vm.modules.clone().and_then(|modules| modules.get_str(vm, &vm.names().builtins)) {
        members(vm, &builtins, "", prefix, found)?;
    }
    Ok(())
}

/// A variable of `__main__`, or a builtin.
fn variable(vm: &mut Vm, module: &Value, name: &str) -> PyResult {
    let name = vm.intern(name)?;
    if let Some(value) = module.downcast::<Module>().and_then(|module| module.dict.get_str(vm, &name)) {
        return Ok(value);
    }
    let builtins = vm.builtins.clone();
    match builtins.and_then(|builtins| builtins.get_str(vm, &name)) {
        Some(value) => Ok(value),
        None => vm.get_attr(module, &name),
    }
}

/// Attributes of `object` that begin with `prefix`; private ones only when it does. Callables get a bracket.
fn members(vm: &mut Vm, object: &Value, before: &str, prefix: &str, found: &mut Vec<String>) -> PyResult<()> {
    let dir = vm.intern("dir")?;
    let Some(dir) = vm.builtins.clone().and_then(|builtins| builtins.get_str(vm, &dir)) else { return Ok(()) };
    let names = vm.call(&dir, std::slice::from_ref(object))?;
    let names = vm.list_from(&names)?;
    let mut index = 0;
    while let Some(name) = List::get(&names, index) {
        index += 1;
        let Some(text) = name.downcast::<Str>().map(ToString::to_string) else { continue };
        if !text.starts_with(prefix) || prefix.is_empty() && text.starts_with('_') {
            continue;
        }
        let callable = match vm.get_attr_opt(object, &name) {
            Ok(value) => value.is_some_and(|value| vm.is_callable(&value)),
            Err(raised) => {
                drop(vm.take_raised(raised));
                false
            }
        };
        found.push(format!("{before}{text}{}", if callable { "(" } else { "" }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Reading, last_statement, reading};

    #[test]
    fn simple_statements_are_complete() {
        for text in ["1 + 1", "x = [1,\n2]", "pass; pass", "match = 3", "import os", "", "  # nothing", "x ="] {
            assert_eq!(reading(text), Reading::Complete, "{text:?}");
        }
    }

    #[test]
    fn blocks_end_with_a_blank_line() {
        for text in [
            "if x:",
            "def f():\n    pass",
            "@d",
            "@d\ndef f(): pass",
            "x = (1,",
            "'''a",
            "try:\n    pass",
            "for x in y: pass",
        ] {
            assert_eq!(reading(text), Reading::Incomplete, "{text:?}");
        }
        for text in ["if x:\n    pass\n", "def f():\n    pass\n    ", "for x in y: pass\n"] {
            assert_eq!(reading(text), Reading::Complete, "{text:?}");
        }
    }

    #[test]
    fn several_statements_are_told_apart() {
        assert_eq!(last_statement("x = 1\nx"), Some(6));
        assert_eq!(last_statement("def f():\n    return 1\nf()\n"), Some(22));
        assert_eq!(last_statement("if x:\n    pass\nelse:\n    pass\n"), None);
        assert_eq!(last_statement("x = 1"), None);
    }
}
