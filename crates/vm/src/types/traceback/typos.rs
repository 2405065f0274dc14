//! "Did you mean 'for'?" behind "invalid syntax": tries keywords for the names in the code from the last complete
//! compound statement to the error, and takes the first that makes it valid.

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

/// A misspelt keyword.
pub struct Typo {
    /// Its line, as far as it was looked at: without the indentation that all lines have.
    pub line: Buffer,
    /// First character.
    pub start: usize,
    /// Character behind the last.
    pub end: usize,
    /// What it should be.
    pub keyword: &'static str,
}

/// The misspelt keyword that makes code invalid, if there is one, among the names of its last line or of all.
/// `code` has no indentation that all its lines share.
///
/// # Errors
/// `MemoryError`.
pub fn find(vm: &mut Vm, code: &str, last_line_only: bool) -> PyResult<Option<Typo>> {
    if code.chars().count() > MAX_CODE {
        return Ok(None);
    }
    let mut tried = Buffer::new(vm);
    let last_line = code.rfind('\n').map_or(0, |end| end + 1);
    let is_tried = |&(start, end): &(usize, usize)| {
        (!last_line_only || start >= last_line) && !KEYWORDS.contains(&&code[start..end])
    };
    for (start, end) in names(code).filter(is_tried).take(MAX_NAMES) {
        for keyword in candidates(&code[start..end]).into_iter().flatten() {
            tried.clear();
            replaced(&mut tried, code, start, end, keyword)?;
            if !is_valid(vm, tried.as_str()) {
                continue;
            }
            let from = code[..start].rfind('\n').map_or(0, |end| end + 1);
            let to = code[end..].find('\n').map_or(code.len(), |length| end + length);
            let mut line = Buffer::new(vm);
            line.push(&code[from..to])?;
            let characters = |at: usize| code[from..at].chars().count();
            return Ok(Some(Typo { line, start: characters(start), end: characters(end), keyword }));
        }
    }
    Ok(None)
}

/// Takes the indentation that all lines share off them.
///
/// # Errors
/// `MemoryError`.
pub fn dedented(vm: &mut Vm, code: &str) -> PyResult<Buffer> {
    let indentation = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut filled = code.split('\n').filter(|line| !line.trim().is_empty());
    let first = filled.next().unwrap_or_default();
    let mut margin = &first[..indentation(first)];
    for line in filled {
        let common = line.bytes().zip(margin.bytes()).take_while(|(a, b)| a == b).count();
        margin = &margin[..common];
    }
    let mut out = Buffer::new(vm);
    for (index, line) in code.split('\n').enumerate() {
        if index > 0 {
            out.push("\n")?;
        }
        out.push(line.strip_prefix(margin).unwrap_or_default())?;
    }
    Ok(out)
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

/// The names in code, as byte ranges: what stands outside strings, numbers and comments.
fn names(code: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = code.get(at..)?;
            let first = rest.chars().next()?;
            let is_part = |ch: char| ch.is_alphanumeric() || ch == '_';
            let start = at;
            if first == '#' {
                at += rest.find('\n')?;
                continue;
            }
            if first == '"' || first == '\'' {
                at += string_length(rest, first);
            } else if is_part(first) {
                at += rest.find(|ch| !is_part(ch)).unwrap_or(rest.len());
                // A prefix belongs to its string.
                let is_prefix = code[at..].starts_with(['"', '\'']);
                if !first.is_numeric() && !is_prefix {
                    return Some((start, at));
                }
            } else {
                at += first.len_utf8();
            }
        }
    })
}

/// Bytes of a string literal, to the end of the line (of the code, in triple quotes) when it is not closed.
fn string_length(text: &str, quote: char) -> usize {
    let triple = if quote == '"' { "\"\"\"" } else { "\'\'\'" };
    if let Some(rest) = text.strip_prefix(triple) {
        return rest.find(triple).map_or(text.len(), |end| end + 6);
    }
    let mut escaped = false;
    for (at, ch) in text.char_indices().skip(1) {
        match ch {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if ch == quote || ch == '\n' => return at + 1,
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
