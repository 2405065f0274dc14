//! From source to a syntax tree.
//!
//! Source is decoded, scanned for limits and cost, parsed by ruff and lowered into a [`Tree`]; what ruff
//! rejects is explained by [`crate::diagnose`]. Invariants: ruff runs only on source whose tokens the scanner has
//! passed, on a stack sized for it, with its memory charged; it and its tree are gone when a function here
//! returns; on failure nothing stays charged but the error's texts.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ruff_python_ast::{self as ruff, PythonVersion};
use ruff_python_parser::{LexicalErrorType, Mode as RuffMode, ParseErrorType, ParseOptions, Parsed, parse_unchecked};

use crate::ast::{Budget, ExprKind, OutOfMemory, Root, Tree};
use crate::diagnose;
use crate::error::{CompileError, Fault, Place, message};
use crate::future;
use crate::literal::{self, Stop};
use crate::lower::lower;
use crate::scan::{Scanner, Shape, Tok};
use crate::source::{Decoded, Input, Source, decode};
use crate::stack::on_sized_stack;

/// What the source is to be: the third argument of `compile`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `exec`: a file.
    Module,
    /// `single`: one statement of a session.
    Interactive,
    /// `eval`: an expression.
    Expression,
}

/// Bytes that ruff allocates for a token at most: its own tokens and the tree, growing by doubling.
const BYTES_PER_TOKEN: usize = 200;

/// Bytes of stack for one level of depth: dropping ruff's tree.
const DROP_FRAME: usize = 512;

/// Bytes of stack for one level of a parser's recursion: ruff's parser, lowering, explaining.
const PARSE_FRAME: usize = 4096;

/// Parses a file.
///
/// # Errors
/// [`CompileError`]
pub fn parse_module<'a>(source: impl Into<Input<'a>>, budget: &mut dyn Budget) -> Result<Tree, CompileError> {
    parse(source.into(), Mode::Module, budget)
}

/// Parses an expression. White space before it is an error, as in `compile`; `eval` takes it off.
///
/// # Errors
/// [`CompileError`]
pub fn parse_expression<'a>(source: impl Into<Input<'a>>, budget: &mut dyn Budget) -> Result<Tree, CompileError> {
    parse(source.into(), Mode::Expression, budget)
}

/// Parses one statement of a session. When [`crate::error::SyntaxError::incomplete`] is set, more lines could
/// mend it.
///
/// # Errors
/// [`CompileError`]
pub fn parse_interactive<'a>(source: impl Into<Input<'a>>, budget: &mut dyn Budget) -> Result<Tree, CompileError> {
    parse(source.into(), Mode::Interactive, budget)
}

/// Parses source.
///
/// # Errors
/// [`CompileError`]
pub fn parse(input: Input<'_>, mode: Mode, budget: &mut dyn Budget) -> Result<Tree, CompileError> {
    let decoded = decode(budget, input)?;
    let result = parse_decoded(&decoded, mode, budget);
    decoded.free(budget);
    result
}

fn parse_decoded(decoded: &Decoded<'_>, mode: Mode, budget: &mut dyn Budget) -> Result<Tree, CompileError> {
    let source = Source::new(budget, decoded.text())?;
    let mut tree = Tree::new();
    let built = build(&source, mode, budget, &mut tree);
    let result = match built {
        Ok(()) => Ok(tree),
        Err(problem) => {
            tree.free(budget);
            Err(match problem {
                Problem::Fault(fault) => fault.into_error(budget, &source),
                Problem::Memory => CompileError::OutOfMemory,
                Problem::TooComplex => CompileError::TooComplex,
            })
        }
    };
    source.free(budget);
    result
}

/// Why there is no tree.
enum Problem {
    Fault(Fault),
    Memory,
    TooComplex,
}

impl From<Stop> for Problem {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Memory => Self::Memory,
            Stop::Fault(fault) => Self::Fault(fault),
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<OutOfMemory> for Problem {
    fn from(_: OutOfMemory) -> Self {
        Self::Memory
    }
}

fn build(source: &Source<'_>, mode: Mode, budget: &mut dyn Budget, tree: &mut Tree) -> Result<(), Problem> {
    let (shape, closed) = scan(source, budget, tree)?;
    let levels = shape.depth as usize * DROP_FRAME + (shape.recursion as usize + 64) * PARSE_FRAME;
    let work = shape.tokens.saturating_mul(BYTES_PER_TOKEN).saturating_add(source.text.len());
    budget.charge(work)?;
    let built = on_sized_stack(budget, levels, 1, |budget| {
        let parsed = if closed { run_ruff(source.text, mode) } else { None };
        match parsed {
            Some(parsed) if is_accepted(&parsed) => Ok(lower(tree, budget, source, parsed.syntax())?),
            parsed => explain(source, mode, budget, tree, parsed.as_ref()),
        }
    });
    budget.release(work);
    match built {
        Ok(built) => built?,
        Err(OutOfMemory) => return Err(Problem::Memory),
    }
    tree.sort_warnings();
    check_mode(source, mode, budget, tree)?;
    Ok(future::note(tree, source)?)
}

/// Scans all tokens: faults, warnings and cost. Also whether all brackets were closed.
fn scan(source: &Source<'_>, budget: &mut dyn Budget, tree: &mut Tree) -> Result<(Shape, bool), Problem> {
    let mut scanner = Scanner::new(source.text);
    let mut shape = Shape::default();
    loop {
        let token = scanner.next_token()?;
        shape.add(token);
        if shape.is_too_complex() {
            return Err(Problem::TooComplex);
        }
        if let Some((at, kind)) = scanner.warning.take() {
            literal::add_warning(tree, budget, source, at, &message!(kind.invalid()))?;
        }
        if token.kind == Tok::End {
            return Ok((shape, scanner.open_bracket().is_none()));
        }
    }
}

/// Runs ruff's parser; `None` if it panicked.
fn run_ruff(text: &str, mode: Mode) -> Option<Parsed<ruff::Mod>> {
    let mode = match mode {
        Mode::Module | Mode::Interactive => RuffMode::Module,
        Mode::Expression => RuffMode::Expression,
    };
    let options = ParseOptions::from(mode).with_target_version(PythonVersion::PY314);
    catch_unwind(AssertUnwindSafe(|| parse_unchecked(text, options))).ok()
}

/// Whether ruff found nothing wrong but perhaps the contents of strings, which are read again.
fn is_accepted(parsed: &Parsed<ruff::Mod>) -> bool {
    parsed.unsupported_syntax_errors().is_empty() && parsed.errors().iter().all(|error| is_about_strings(&error.error))
}

fn is_about_strings(error: &ParseErrorType) -> bool {
    matches!(
        error,
        ParseErrorType::Lexical(
            LexicalErrorType::UnicodeError
                | LexicalErrorType::MissingUnicodeLbrace
                | LexicalErrorType::MissingUnicodeRbrace
                | LexicalErrorType::InvalidByteLiteral
        )
    )
}

/// Ruff rejects the source. When CPython's grammar rejects it too, says so in CPython's words; otherwise
/// CPython complains later, if at all, and ruff's tree is as good as any.
fn explain(
    source: &Source<'_>,
    mode: Mode,
    budget: &mut dyn Budget,
    tree: &mut Tree,
    parsed: Option<&Parsed<ruff::Mod>>,
) -> Result<(), Problem> {
    diagnose::check(source, mode, budget)?;
    match parsed {
        Some(parsed) if parsed.errors().iter().all(|error| is_for_later(&error.error)) => {
            Ok(lower(tree, budget, source, parsed.syntax())?)
        }
        parsed => {
            let first = parsed.and_then(|parsed| parsed.errors().first());
            let span = first.map_or((0, 0), |error| (error.location.start().to_u32(), error.location.end().to_u32()));
            Err(Fault::syntax(message!("invalid syntax"), Place::Span(span.0, span.1)).into())
        }
    }
}

/// What CPython's parser accepts and its compiler refuses.
fn is_for_later(error: &ParseErrorType) -> bool {
    is_about_strings(error) || matches!(error, ParseErrorType::InvalidStarredExpressionUsage)
}

/// What the mode demands beyond the grammar.
fn check_mode(source: &Source<'_>, mode: Mode, budget: &mut dyn Budget, tree: &mut Tree) -> Result<(), Problem> {
    match (mode, tree.root) {
        (Mode::Interactive, Root::Module(body)) => {
            tree.root = Root::Interactive(body);
            Ok(diagnose::check_single(source, budget, tree[body].len())?)
        }
        (Mode::Expression, Root::Expression(root)) => {
            let starred = |kind: &ExprKind| matches!(kind, ExprKind::Starred { .. } | ExprKind::Yield { .. });
            let suspicious = match tree[root].kind {
                ExprKind::Tuple { elts, .. } => tree[elts].iter().any(|&item| starred(&tree[item].kind)),
                kind => starred(&kind) || matches!(kind, ExprKind::YieldFrom { .. }),
            };
            if suspicious { Ok(diagnose::check(source, mode, budget)?) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}
