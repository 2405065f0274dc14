//! A session on a terminal: editing, history, completion. Each line of a statement is edited by itself; history keeps
//! the statement whole.
#![expect(clippy::disallowed_types, reason = "what somebody types")]

use std::cell::RefCell;
use std::env;
use std::path::PathBuf;

use pitviper::{Interpreter, Reading, Status, reading};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::indentation;
use crate::colors;

/// Statements that history keeps.
const HISTORY: usize = 2000;

/// Names for the Tab key come from the interpreter.
struct Tools<'p> {
    python: &'p RefCell<Interpreter>,
}

impl Completer for Tools<'_> {
    type Candidate = String;

    fn complete(&self, line: &str, end: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..end).unwrap_or_default();
        if before.trim().is_empty() {
            return Ok((end, vec!["    ".to_owned()]));
        }
        let is_part = |ch: char| ch.is_alphanumeric() || ch == '_' || ch == '.';
        let start = before.char_indices().rev().take_while(|(_, ch)| is_part(*ch)).last().map_or(end, |(at, _)| at);
        if start == end {
            return Ok((end, Vec::new()));
        }
        let names = self.python.try_borrow_mut().map(|mut python| python.completions(&before[start..]));
        Ok((start, names.unwrap_or_default()))
    }
}

impl Hinter for Tools<'_> {
    type Hint = String;
}

impl Highlighter for Tools<'_> {}
impl Validator for Tools<'_> {}
impl Helper for Tools<'_> {}

type LineEditor<'p> = Editor<Tools<'p>, DefaultHistory>;

/// Runs a session until Ctrl-D, or a statement ends it.
pub fn run(python: &RefCell<Interpreter>) -> Status {
    let Some(mut editor) = line_editor(python) else { return super::plain::run(python) };
    let file = history_file();
    if let Some(file) = &file {
        let _ = editor.load_history(file);
    }
    let status = converse(&mut editor, python);
    if let Some(file) = &file {
        let folder = file.parent().map(std::fs::create_dir_all);
        if folder.is_none_or(|made| made.is_ok()) {
            let _ = editor.append_history(file);
        }
    }
    status
}

fn line_editor<'p>(python: &'p RefCell<Interpreter>) -> Option<LineEditor<'p>> {
    let config = Config::builder().max_history_size(HISTORY).ok()?.completion_type(CompletionType::List).build();
    let mut editor = LineEditor::with_config(config).ok()?;
    editor.set_helper(Some(Tools { python }));
    Some(editor)
}

/// `PITVIPER_HISTORY`, or `pitviper/history` in the folder for such things.
fn history_file() -> Option<PathBuf> {
    if let Some(file) = env::var_os("PITVIPER_HISTORY") {
        return Some(PathBuf::from(file)).filter(|file| !file.as_os_str().is_empty());
    }
    let state = env::var_os("XDG_STATE_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let state = state.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".local/state")))?;
    Some(state.join("pitviper/history"))
}

fn converse(editor: &mut LineEditor<'_>, python: &RefCell<Interpreter>) -> Status {
    let mut number = 0;
    loop {
        match statement(editor, python) {
            Ok(source) => {
                if source.trim().is_empty() {
                    continue;
                }
                let _ = editor.add_history_entry(source.trim_end());
                let source = leaving(&source);
                let ended = python.borrow_mut().run_cell(&source, &format!("<python-input-{number}>"));
                if let Some(status) = ended {
                    return status;
                }
                number += 1;
            }
            Err(ReadlineError::Interrupted) => eprintln!("KeyboardInterrupt"),
            Err(_) => return python.borrow_mut().finish_session(0),
        }
    }
}

/// `exit` and its like need no brackets.
fn leaving(source: &str) -> String {
    match source.trim() {
        word @ ("exit" | "quit") => format!("{word}()\n"),
        _ => format!("{source}\n"),
    }
}

/// The lines of a statement.
fn statement(editor: &mut LineEditor<'_>, python: &RefCell<Interpreter>) -> rustyline::Result<String> {
    let mut source = String::new();
    loop {
        let continued = !source.is_empty();
        let prompt = python.borrow_mut().prompt(continued);
        let styled = colors::prompt(&prompt);
        let indent = if continued { indentation(&source) } else { String::new() };
        let line = match editor.readline_with_initial(&(prompt, styled), (&indent, "")) {
            // The end of input ends the statement first.
            Err(ReadlineError::Eof) if continued => return Ok(source),
            line => line?,
        };
        if continued {
            source.push('\n');
        }
        source += &line;
        if reading(&source) == Reading::Complete {
            return Ok(source);
        }
    }
}
