//! A session over streams that are no terminal, or one that can do nothing: prompts go to standard error, lines come
//! from `sys.stdin`.
#![expect(clippy::disallowed_types, reason = "what somebody types")]

use std::cell::RefCell;
use std::io::Write;

use pitviper::{Interpreter, Reading, Status, reading};

/// Runs a session until its input ends, or a statement ends it.
pub fn run(python: &RefCell<Interpreter>) -> Status {
    let mut python = python.borrow_mut();
    for number in 0.. {
        match statement(&mut python) {
            Ok(Some(source)) => {
                if let Some(status) = python.run_cell(&source, &format!("<stdin-{number}>")) {
                    return status;
                }
            }
            Ok(None) => break,
            Err(Some(status)) => return status,
            Err(None) => {}
        }
    }
    eprintln!();
    python.finish_session(0)
}

/// The lines of a statement; `None` at the end, an error after an exception (with a status if it ends the session).
fn statement(python: &mut Interpreter) -> Result<Option<String>, Option<Status>> {
    let mut source = String::new();
    loop {
        let prompt = python.prompt(!source.is_empty());
        let _ = write!(std::io::stderr(), "{prompt}");
        let line = match python.read_line() {
            Ok(line) => line,
            Err(status) if status.code == 1 => return Err(None),
            Err(status) => return Err(Some(status)),
        };
        let Some(line) = line else {
            return Ok(Some(source).filter(|source| !source.is_empty()));
        };
        source += &line;
        if reading(source.strip_suffix('\n').unwrap_or(&source)) == Reading::Complete {
            return Ok(Some(source));
        }
    }
}
