//! "Did you mean 'for'?" behind "invalid syntax": tries keywords for the names in the line, and takes the first that
//! makes it valid.

use pitviper_compiler::ast::Budget;
use pitviper_compiler::error::CompileError;
use pitviper_compiler::parse::parse_module;

use super::buffer::Buffer;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::import::compile::HeapBudget;
use crate::types::exception::suggest;

/// Python's reserved words, sorted.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Longer code is not tried.
const MAX_CODE: usize = 1024;
/// Names that are tried.
const MAX_NAMES: usize = 10;
/// Keywords that are tried for each name.
const MAX_MATCHES: usize = 3;
/// How alike a keyword must be: the share of letters in common.
const CUTOFF: f64 = 0.5;

/// A misspelt keyword: characters `start..end` of the line without its indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typo {
    /// First character.
    pub start: usize,
    /// Character behind the last.
    pub end: usize,
    /// What it should be.
    pub keyword: &'static str,
}

/// The misspelt keyword that makes a line invalid, if there is one. `line` has no indentation.
pub fn find(vm: &mut Vm, line: &str) -> Option<Typo> {
    if line.chars().count() > MAX_CODE {
        return None;
    }
    let mut code = Buffer::new(vm);
    for (start, end) in names(line).filter(|&(start, end)| !KEYWORDS.contains(&&line[start..end])).take(MAX_NAMES) {
        for keyword in candidates(&line[start..end]).into_iter().flatten() {
            code.clear();
            match replaced(&mut code, line, start, end, keyword) {
                Ok(()) if is_valid(vm, code.as_str()) => {
                    let characters = |bytes: usize| line[..bytes].chars().count();
                    return Some(Typo { start: characters(start), end: characters(end), keyword });
                }
                Ok(()) => {}
                Err(raised) => {
                    drop(vm.take_raised(raised));
                    return None;
                }
            }
        }
    }
    None
}

fn replaced(code: &mut Buffer, line: &str, start: usize, end: usize, keyword: &str) -> PyResult<()> {
    code.push(&line[..start])?;
    code.push(keyword)?;
    code.push(&line[end..])?;
    code.push("\n")
}

/// Whether code is valid, or would be if more followed.
fn is_valid(vm: &mut Vm, code: &str) -> bool {
    let mut budget = HeapBudget(&mut vm.heap);
    match parse_module(code, &mut budget) {
        Ok(tree) => {
            tree.free(&mut budget);
            true
        }
        Err(CompileError::Syntax(error)) => {
            budget.release(error.bytes());
            error.incomplete || error.message().starts_with("expected an indented block")
        }
        Err(CompileError::OutOfMemory | CompileError::TooComplex) => false,
    }
}

/// The names in a line, as byte ranges: what stands outside strings, numbers and comments.
fn names(line: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = line.get(at..)?;
            let first = rest.chars().next()?;
            let is_part = |ch: char| ch.is_alphanumeric() || ch == '_';
            let start = at;
            if first == '#' {
                return None;
            }
            if first == '"' || first == '\'' {
                at += string_length(rest, first);
            } else if is_part(first) {
                at += rest.find(|ch| !is_part(ch)).unwrap_or(rest.len());
                // A prefix belongs to its string.
                let is_prefix = line[at..].starts_with(['"', '\'']);
                if !first.is_numeric() && !is_prefix {
                    return Some((start, at));
                }
            } else {
                at += first.len_utf8();
            }
        }
    })
}

/// Bytes of a string literal, to the end of the line when it is not closed.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, ch) in text.char_indices().skip(1) {
        match ch {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if ch == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The keywords to try for a name, best first.
fn candidates(name: &str) -> [Option<&'static str>; MAX_MATCHES] {
    let mut found = [None; MAX_MATCHES];
    let mut alike = [(0.0, ""); MAX_MATCHES];
    for keyword in KEYWORDS {
        let ratio = likeness(keyword.as_bytes(), name.as_bytes());
        // Among equals the later one in the alphabet goes first.
        if ratio >= CUTOFF
            && let Some(place) = alike.iter().position(|&(other, word)| (ratio, keyword) > (other, word))
        {
            alike[place..].rotate_right(1);
            alike[place] = (ratio, keyword);
        }
    }
    let nearest = suggest::closest(name, KEYWORDS);
    let matches = nearest.into_iter().chain(alike.into_iter().map(|(_, word)| word).filter(|word| !word.is_empty()));
    for (place, word) in found.iter_mut().zip(matches) {
        *place = Some(word);
    }
    found
}

/// Twice the letters in common over all letters: Ratcliff and Obershelp's measure.
fn likeness(a: &[u8], b: &[u8]) -> f64 {
    let total = a.len() + b.len();
    // Not even all of the shorter would do.
    if a.len().min(b.len()) * 4 < total {
        return 0.0;
    }
    2.0 * common(a, b) as f64 / total as f64
}

/// Letters in the longest common run and, on both sides of it, again.
fn common(a: &[u8], b: &[u8]) -> usize {
    let (mut at_a, mut at_b, mut size) = (0, 0, 0);
    for i in 0..a.len() {
        for j in 0..b.len() {
            let run = a[i..].iter().zip(&b[j..]).take_while(|(x, y)| x == y).count();
            if run > size {
                (at_a, at_b, size) = (i, j, run);
            }
        }
    }
    if size == 0 { 0 } else { common(&a[..at_a], &b[..at_b]) + size + common(&a[at_a + size..], &b[at_b + size..]) }
}

#[cfg(test)]
mod tests {
    use super::{candidates, names};

    #[test]
    fn finds_names_outside_strings() {
        let line = "fro x in f'a b' 'c' + 1e5: # d";
        let found: [Option<&str>; 4] = {
            let mut all = names(line).map(|(start, end)| &line[start..end]);
            std::array::from_fn(|_| all.next())
        };
        assert_eq!(found, [Some("fro"), Some("x"), Some("in"), None]);
    }

    #[test]
    fn tries_the_likest_keywords() {
        assert_eq!(candidates("whille")[0], Some("while"));
        assert_eq!(candidates("xyz"), [None; 3]);
        assert!(candidates("fro").contains(&Some("for")));
    }
}
