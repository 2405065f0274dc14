//! From source to a syntax tree.
//!
//! Source is decoded, scanned for limits and cost, parsed by ruff and lowered into a [`Tree`]; what ruff
//! rejects is explained by [`crate::diagnose`]. Invariants: ruff runs only on source whose tokens the scanner has
//! passed, on a stack sized for it, with its memory charged; it and its tree are gone when a function here
//! returns; on failure nothing stays charged but the error's texts.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ruff_python_ast::{self as ruff, PythonVersion};
use ruff_python_parser::{
    LexicalErrorType, Mode as RuffMode, ParseError, ParseErrorType, ParseOptions, Parsed, parse_unchecked,
};

use crate::apart::Apart;
use crate::ast::{Budget, ExprKind, OutOfMemory, Root, Tree};
use crate::diagnose;
use crate::error::{CompileError, Fault, Place, message};
use crate::future;
use crate::literal::{self, Stop};
use crate::lower::{comments, lower};
use crate::scan::{MAX_RECURSION, Scanner, Shape, Tok, never_closed};
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

/// Tokens scanned between two looks at whether that should end.
const LOOK: usize = 1 << 12;

/// Tokens of a source that takes long: 5 ms or so.
const LONG: usize = 1 << 16;

/// How much larger frames are in code that is not optimised.
const UNOPTIMISED: usize = if cfg!(debug_assertions) { 4 } else { 1 };

/// Bytes of stack for one level of depth: dropping ruff's tree.
const DROP_FRAME: usize = 512 * UNOPTIMISED;

/// Bytes of stack for one level of a parser's recursion: ruff's parser, lowering.
const PARSE_FRAME: usize = 4096 * UNOPTIMISED;

/// Bytes of stack for one level of operators when explaining an error.
const EXPLAIN_FRAME: usize = 4096 * UNOPTIMISED;

/// Names side by side up to which an error is explained; CPython gives up at about as many.
const MOST_NAMES: u32 = 1500;

/// Bytes of stack for one bracket or block when explaining an error: some thirty rules deep.
const EXPLAIN_NESTED: usize = (16 << 10) * UNOPTIMISED;

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
    parse_with(input, Wanted { mode, type_comments: false }, budget)
}

/// What is wanted of source.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// What it is to be.
    pub mode: Mode,
    /// Type comments are looked for.
    pub type_comments: bool,
}

/// Parses source, perhaps with its type comments.
///
/// # Errors
/// [`CompileError`]
pub fn parse_with(input: Input<'_>, wanted: Wanted, budget: &mut dyn Budget) -> Result<Tree, CompileError> {
    let decoded = decode(budget, input)?;
    let result = parse_decoded(&decoded, wanted, budget);
    decoded.free(budget);
    result
}

/// Fails as CPython does when the source is no signature (`mode='func_type'`).
///
/// # Errors
/// [`CompileError`]
pub fn check_signature(input: Input<'_>, budget: &mut dyn Budget) -> Result<(), CompileError> {
    let decoded = decode(budget, input)?;
    let checked = Source::new(budget, decoded.text(), false).map_err(CompileError::from).and_then(|source| {
        let mut tree = Tree::new();
        let checked = scan(&source, Mode::Expression, budget, &mut tree).and_then(|(shape, _)| {
            tree.free(budget);
            explain_by(budget, &shape, |budget| diagnose::check_signature(&source, budget))
        });
        let checked = checked.map_err(|problem| problem.into_error(budget, &source));
        source.free(budget);
        checked
    });
    decoded.free(budget);
    checked
}

fn parse_decoded(decoded: &Decoded<'_>, wanted: Wanted, budget: &mut dyn Budget) -> Result<Tree, CompileError> {
    let mode = wanted.mode;
    let source = Source::new(budget, decoded.text(), mode == Mode::Module)?;
    let mut tree = Tree::new();
    let built = build(&source, wanted, budget, &mut tree).and_then(|()| match future::note(&mut tree) {
        Err(unknown) => Err(unknown.fault(&tree, &source).into()),
        Ok(()) => Ok(()),
    });
    let result = match built {
        Ok(()) => Ok(tree),
        Err(problem) => {
            tree.free(budget);
            Err(problem.into_error(budget, &source))
        }
    };
    source.free(budget);
    result
}

/// Why there is no tree.
#[expect(clippy::large_enum_variant, reason = "a fault is parts on the stack: failing must allocate nothing")]
enum Problem {
    Fault(Fault),
    Memory,
    TooComplex,
}

impl Problem {
    fn into_error(self, budget: &mut dyn Budget, source: &Source<'_>) -> CompileError {
        match self {
            Problem::Fault(fault) => fault.into_error(budget, source),
            Problem::Memory => CompileError::OutOfMemory,
            Problem::TooComplex => CompileError::TooComplex,
        }
    }
}

impl From<Stop> for Problem {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Memory => Self::Memory,
            Stop::TooComplex => Self::TooComplex,
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

fn build(source: &Source<'_>, wanted: Wanted, budget: &mut dyn Budget, tree: &mut Tree) -> Result<(), Problem> {
    let mode = wanted.mode;
    let (shape, fault) = scan(source, mode, budget, tree)?;
    if mode == Mode::Interactive || fault.is_some() || shape.is_too_complex() {
        explain(source, mode, budget, &shape)?;
    }
    if let Some(fault) = fault {
        return Err(Fault { read: u32::MAX, ..fault }.into());
    }
    if shape.is_too_complex() {
        return Err(Problem::TooComplex);
    }
    let recursion = (shape.recursion + shape.nesting) as usize + 64;
    let levels = shape.depth as usize * DROP_FRAME + recursion * PARSE_FRAME;
    let work = shape.tokens.saturating_mul(BYTES_PER_TOKEN).saturating_add(source.text.len());
    let mut use_parsed = |budget: &mut dyn Budget, parsed: Option<&Parsed<ruff::Mod>>| match parsed {
        Some(parsed) if is_accepted(parsed) => {
            if lower(tree, budget, source, parsed.syntax())? {
                explain(source, mode, budget, &shape)?;
            }
            if wanted.type_comments {
                comments::collect(tree, budget, source, parsed.tokens().iter())?;
            }
            Ok(())
        }
        parsed => {
            explain(source, mode, budget, &shape)?;
            match parsed {
                Some(parsed) if parsed.errors().iter().all(|error| is_for_later(source.text, error)) => {
                    lower(tree, budget, source, parsed.syntax())?;
                    Ok(())
                }
                parsed => Err(unexplained(parsed).into()),
            }
        }
    };
    let built = match begin_apart(source, mode, &shape, levels, work, budget)? {
        Some((apart, bytes)) => apart
            .finish(budget, bytes, |budget, parsed| {
                on_sized_stack(budget, levels, 1, |budget| use_parsed(budget, parsed.as_ref()))
            })
            .flatten(),
        None => {
            budget.charge(work)?;
            let built =
                on_sized_stack(budget, levels, 1, |budget| use_parsed(budget, run_ruff(source.text, mode).as_ref()));
            budget.release(work);
            built
        }
    };
    match built {
        Ok(Err(Problem::Fault(fault))) => {
            // Something wrong in a literal. Something else may be wrong before it.
            explain(source, mode, budget, &shape)?;
            return Err(fault.into());
        }
        Ok(built) => built?,
        Err(OutOfMemory) => return Err(Problem::Memory),
    }
    tree.sort_warnings();
    check_mode(source, mode, budget, &shape, tree)
}

/// Scans all tokens: warnings and cost; also the first fault. It may not be the one to report: CPython reads
/// tokens only as its parser gets to them.
fn scan(
    source: &Source<'_>,
    mode: Mode,
    budget: &mut dyn Budget,
    tree: &mut Tree,
) -> Result<(Shape, Option<Fault>), Problem> {
    let mut scanner = Scanner::new(source.text, mode == Mode::Module);
    let mut shape = Shape::default();
    loop {
        if shape.tokens % LOOK == LOOK - 1 && budget.is_stopped() {
            return Err(Problem::Memory);
        }
        let token = match scanner.next_token() {
            Ok(token) => token,
            Err(fault) => return Ok((shape, Some(fault))),
        };
        shape.add(token);
        if let Some((at, kind)) = scanner.warning.take() {
            literal::add_warning(tree, budget, source, at, &message!(kind.invalid()))?;
        }
        if token.kind == Tok::End && scanner.is_at_end() {
            return Ok((shape, scanner.open_bracket().map(never_closed)));
        }
    }
}

/// What ruff gives; nothing if it panicked.
type Ruff = Option<Parsed<ruff::Mod>>;

/// Begins to parse a long source apart; gives what was charged for that as well.
fn begin_apart(
    source: &Source<'_>,
    mode: Mode,
    shape: &Shape,
    levels: usize,
    work: usize,
    budget: &mut dyn Budget,
) -> Result<Option<(Apart<Ruff>, usize)>, Problem> {
    if shape.tokens < LONG {
        return Ok(None);
    }
    budget.await_others()?;
    let bytes = work.saturating_add(levels).saturating_add(source.text.len());
    budget.charge(bytes)?;
    let parse: fn(&str) -> _ = match mode {
        Mode::Module | Mode::Interactive => |text| run_ruff(text, Mode::Module),
        Mode::Expression => |text| run_ruff(text, Mode::Expression),
    };
    let apart = Apart::begin(source.text, levels, parse);
    if apart.is_none() {
        budget.release(bytes);
    }
    Ok(apart.map(|apart| (apart, bytes)))
}

/// Runs ruff's parser.
fn run_ruff(text: &str, mode: Mode) -> Ruff {
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

/// When CPython's grammar rejects the source, says so in CPython's words.
fn explain(source: &Source<'_>, mode: Mode, budget: &mut dyn Budget, shape: &Shape) -> Result<(), Problem> {
    explain_by(budget, shape, |budget| diagnose::check(source, mode, budget))
}

/// Runs the second parser, with as much stack as it can need.
fn explain_by(
    budget: &mut dyn Budget,
    shape: &Shape,
    check: impl FnOnce(&mut dyn Budget) -> Result<(), Stop>,
) -> Result<(), Problem> {
    let recursion = shape.recursion.min(MAX_RECURSION) + shape.names.min(MOST_NAMES) + 64;
    let levels = shape.nesting as usize * EXPLAIN_NESTED + recursion as usize * EXPLAIN_FRAME;
    match on_sized_stack(budget, levels, 1, check) {
        Ok(explained) => Ok(explained?),
        Err(OutOfMemory) => Err(Problem::Memory),
    }
}

/// Ruff rejects what CPython's grammar accepts: a mistake of ours. The first place that ruff names is reported.
fn unexplained(parsed: Option<&Parsed<ruff::Mod>>) -> Fault {
    let first = parsed.and_then(|parsed| parsed.errors().first());
    let (start, end) = first.map_or((0, 0), |error| (error.location.start().to_u32(), error.location.end().to_u32()));
    Fault::syntax(message!("invalid syntax"), Place::Span(start, end))
}

/// What CPython's parser accepts, and perhaps its compiler refuses.
fn is_for_later(text: &str, error: &ParseError) -> bool {
    match error.error {
        ParseErrorType::InvalidStarredExpressionUsage => true,
        // Ruff wants an expression in `raise;`.
        ParseErrorType::ExpectedExpression => {
            let (before, after) = text.split_at(error.location.start().to_usize());
            after.starts_with(';') && before.trim_end().ends_with("raise")
        }
        ref error => is_about_strings(error),
    }
}

/// What the mode demands beyond the grammar.
fn check_mode(
    source: &Source<'_>,
    mode: Mode,
    budget: &mut dyn Budget,
    shape: &Shape,
    tree: &mut Tree,
) -> Result<(), Problem> {
    match (mode, tree.root) {
        (Mode::Interactive, Root::Module(body)) => {
            tree.root = Root::Interactive(body);
            Ok(())
        }
        (Mode::Expression, Root::Expression(root)) => {
            let starred = |kind: &ExprKind| matches!(kind, ExprKind::Starred { .. } | ExprKind::Yield { .. });
            let suspicious = match tree[root].kind {
                ExprKind::Tuple { elts, .. } => tree[elts].iter().any(|&item| starred(&tree[item].kind)),
                kind => starred(&kind) || matches!(kind, ExprKind::YieldFrom { .. }),
            };
            // Blanks on the last line are an indentation.
            if suspicious || source.text.ends_with([' ', '\t']) { explain(source, mode, budget, shape) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}
