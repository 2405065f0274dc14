//! Whether and how the terminal is coloured.
#![expect(clippy::disallowed_types, reason = "short texts for the terminal")]

use std::env;
use std::io::IsTerminal;

/// What the environment says of colours: `PYTHON_COLORS`, `NO_COLOR`, `FORCE_COLOR` and a terminal that can do nothing
/// decide before the terminal itself does.
pub fn told(ignore_python: bool) -> Option<bool> {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    match env::var("PYTHON_COLORS").as_deref().map(|value| (value, ignore_python)) {
        Ok(("0", false)) => return Some(false),
        Ok(("1", false)) => return Some(true),
        _ => {}
    }
    if set("NO_COLOR") {
        return Some(false);
    }
    if set("FORCE_COLOR") {
        return Some(true);
    }
    env::var_os("TERM").is_some_and(|term| term == "dumb").then_some(false)
}

/// A prompt, coloured if that is allowed.
pub fn prompt(prompt: &str) -> String {
    if told(false).unwrap_or_else(|| std::io::stdout().is_terminal()) {
        format!("\x1b[1;35m{prompt}\x1b[0m")
    } else {
        prompt.to_owned()
    }
}
