//! The machinery of the second parser: tokens on demand, backtracking, memory of results, failing.
//!
//! Invariant: a rule that does not match leaves `mark` where it was (see [`Parser::attempt`]); tokens are read
//! only when a rule asks for them, since the last one read is where a generic error is reported.

use crate::ast::{Budget, OutOfMemory, Pool};
use crate::error::Fault;
use crate::parse::Mode;
use crate::scan::{Scanner, Tok, Token};
use crate::source::Source;

use super::node::{Link, Node};
use super::raise::is_layout;

/// Why parsing stops at once: not because a rule does not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Halt {
    /// [`Parser::raised`] says why.
    Raised,
    /// The budget refused.
    Memory,
    /// The stack is used up.
    TooComplex,
}

impl From<OutOfMemory> for Halt {
    fn from(_: OutOfMemory) -> Self {
        Self::Memory
    }
}

/// What a rule yields: a match, none, or an end to it all.
pub(super) type Parsed<T = Node> = Result<Option<T>, Halt>;

/// The match of a rule, or no match of the rule that is being written.
macro_rules! want {
    ($parsed:expr) => {
        match $parsed? {
            Some(found) => found,
            None => return Ok(None),
        }
    };
}
pub(super) use want;

/// Ends the rule that is being written with the match of another, if there is one.
macro_rules! either {
    ($parsed:expr) => {
        if let Some(found) = $parsed? {
            return Ok(Some(found));
        }
    };
}
pub(super) use either;

/// Bytes of stack that must be left when a rule begins.
const LEAST_STACK: usize = 64 << 10;

/// Rules whose results are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Rule {
    SimpleStmt,
    Block,
    ClosedPattern,
    StarPattern,
    TypeParam,
    Expression,
    StarExpression,
    InvalidNamedExpression,
    Disjunction,
    Conjunction,
    Inversion,
    BitOr,
    Sum,
    Term,
    Factor,
    AwaitPrimary,
    Primary,
    Strings,
    Arguments,
    StarTarget,
    TargetWithStarAtom,
    TPrimary,
    DelTarget,
}

/// A token with the number of brackets open behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leveled {
    pub(super) token: Token,
    pub(super) level: u16,
    /// The last result remembered here, plus one.
    memo: u32,
}

/// A remembered result.
#[derive(Clone, Copy, Debug)]
struct Memo {
    rule: Rule,
    /// The next result of the same token, plus one.
    next: u32,
    /// Where the match ends.
    mark: u32,
    node: Option<Node>,
}

/// A parser that follows CPython's grammar, without making a tree.
pub(super) struct Parser<'a, 's> {
    pub(super) source: &'a Source<'s>,
    pub(super) budget: &'a mut dyn Budget,
    pub(super) mode: Mode,
    /// The source is a signature.
    pub(super) of_signature: bool,
    scanner: Scanner<'s>,
    /// A token has been read since the last end.
    started: bool,
    pub(super) tokens: Pool<Leveled>,
    memos: Pool<Memo>,
    /// Tokens from here on remember nothing.
    remembering: usize,
    /// Members of containers and operands of comparisons.
    pub(super) links: Pool<Link>,
    /// The next token to be looked at.
    pub(super) mark: usize,
    /// Rules for mistakes are tried too: the second pass.
    pub(super) invalid: bool,
    /// What was raised.
    pub(super) raised: Option<Fault>,
    /// The scanner raised it.
    pub(super) by_scanner: bool,
    /// The first pass failed at the end of the source: more of it could mend it.
    pub(super) incomplete: bool,
    /// What CPython's compiler, not its parser, will object to.
    pub(super) late: Option<Fault>,
    /// First byte, plus one, of the compound statement that begins last among those that were complete in the
    /// second pass, functions excepted.
    pub(super) last_statement: u32,
}

impl<'a, 's> Parser<'a, 's> {
    pub(super) fn new(source: &'a Source<'s>, mode: Mode, budget: &'a mut dyn Budget) -> Self {
        Self {
            source,
            budget,
            mode,
            of_signature: false,
            scanner: Scanner::new(source.text, mode == Mode::Module),
            started: false,
            tokens: Pool::default(),
            memos: Pool::default(),
            remembering: 0,
            links: Pool::default(),
            mark: 0,
            invalid: false,
            raised: None,
            by_scanner: false,
            incomplete: false,
            late: None,
            last_statement: 0,
        }
    }

    pub(super) fn free(mut self) {
        self.tokens.free(self.budget);
        self.memos.free(self.budget);
        self.links.free(self.budget);
    }

    /// Begins the second pass.
    pub(super) fn start_over(&mut self) {
        self.forget(0, 0, 0);
        self.remembering = 0;
        self.mark = 0;
        self.invalid = true;
    }

    /// What [`Parser::forget`] wants, to forget what comes from now on.
    pub(super) fn remembered(&self) -> (usize, usize, usize) {
        (self.mark, self.memos.len(), self.links.len())
    }

    /// Forgets results: of the tokens from `mark` on, and all but the first `memos` and `links`.
    pub(super) fn forget(&mut self, mark: usize, memos: usize, links: usize) {
        let end = self.remembering.min(self.tokens.len());
        if let Some(tokens) = self.tokens.as_mut_slice().get_mut(mark..end) {
            tokens.iter_mut().for_each(|token| token.memo = 0);
        }
        self.memos.truncate(memos);
        self.links.truncate(links);
    }

    /// Reads on until there is a token at `mark`.
    fn fill(&mut self) -> Result<Leveled, Halt> {
        while self.tokens.len() <= self.mark {
            match self.scanner.next_token() {
                Ok(token) if token.kind == Tok::End && self.scanner.open_bracket().is_some() => {
                    let open = self.scanner.open_bracket().unwrap_or_default();
                    self.by_scanner = true;
                    self.raised = Some(crate::scan::never_closed(open));
                    return Err(Halt::Raised);
                }
                Ok(mut token) => {
                    if token.kind == Tok::End && self.mode == Mode::Interactive && self.started {
                        // A session's statement ends with a line of its own.
                        self.started = false;
                        token.kind = Tok::Newline;
                    } else {
                        self.started = true;
                    }
                    let level = self.scanner.bracket_level() as u16;
                    self.tokens.push(self.budget, Leveled { token, level, memo: 0 })?;
                }
                Err(fault) => {
                    // The end of the source behind a backslash, in brackets: those are to blame.
                    let open = self.scanner.open_bracket().filter(|_| fault.soft && fault.incomplete);
                    self.by_scanner = true;
                    self.raised = Some(open.map_or(fault, crate::scan::never_closed));
                    return Err(Halt::Raised);
                }
            }
        }
        Ok(self.tokens.as_slice()[self.mark])
    }

    /// The token at the mark.
    pub(super) fn current(&mut self) -> Result<Token, Halt> {
        Ok(self.fill()?.token)
    }

    /// Whether a token of this kind comes next.
    pub(super) fn sees(&mut self, kind: Tok) -> Result<bool, Halt> {
        Ok(self.current()?.kind == kind)
    }

    /// Whether a token of one of these kinds comes next.
    pub(super) fn sees_any(&mut self, kinds: &[Tok]) -> Result<bool, Halt> {
        let kind = self.current()?.kind;
        Ok(kinds.contains(&kind))
    }

    /// Takes a token of this kind.
    pub(super) fn eat(&mut self, kind: Tok) -> Parsed<Token> {
        let token = self.current()?;
        if token.kind != kind {
            return Ok(None);
        }
        self.mark += 1;
        Ok(Some(token))
    }

    /// Takes a token of one of these kinds.
    pub(super) fn eat_any(&mut self, kinds: &[Tok]) -> Parsed<Token> {
        let token = self.current()?;
        if !kinds.contains(&token.kind) {
            return Ok(None);
        }
        self.mark += 1;
        Ok(Some(token))
    }

    /// Takes a token of this kind if there is one.
    pub(super) fn opt(&mut self, kind: Tok) -> Result<Option<Token>, Halt> {
        self.eat(kind)
    }

    /// Takes a name that reads `word`.
    pub(super) fn eat_soft(&mut self, word: &str) -> Parsed<Token> {
        let token = self.current()?;
        if token.kind != Tok::Name || self.text(token) != word {
            return Ok(None);
        }
        self.mark += 1;
        Ok(Some(token))
    }

    /// The source of a token.
    pub(super) fn text(&self, token: Token) -> &'s str {
        self.source.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// Tries a rule: when it does not match, the mark goes back.
    pub(super) fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let mark = self.mark;
        let found = rule(self)?;
        if found.is_none() {
            self.mark = mark;
        }
        Ok(found)
    }

    /// Tries a rule for a mistake, in the second pass. Such rules end by raising or do not match.
    pub(super) fn mistake<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Result<(), Halt> {
        if self.invalid {
            let mark = self.mark;
            rule(self)?;
            self.mark = mark;
        }
        Ok(())
    }

    /// Whether a rule would match here.
    pub(super) fn ahead<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Result<bool, Halt> {
        let mark = self.mark;
        let found = rule(self)?.is_some();
        self.mark = mark;
        Ok(found)
    }

    /// `None` if `kind` comes next, otherwise a match.
    pub(super) fn not(&mut self, kind: Tok) -> Parsed<()> {
        Ok((!self.sees(kind)?).then_some(()))
    }

    /// `None` unless one of `kinds` comes next.
    pub(super) fn lookahead(&mut self, kinds: &[Tok]) -> Parsed<()> {
        Ok(self.sees_any(kinds)?.then_some(()))
    }

    /// One or more matches with `separator` between them. Returns the first and the last.
    pub(super) fn separated<T: Copy>(
        &mut self,
        separator: Tok,
        mut rule: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<(T, T)> {
        let first = want!(self.attempt(&mut rule));
        let mut last = first;
        while let Some(next) = self.attempt(|p| {
            want!(p.eat(separator));
            rule(p)
        })? {
            last = next;
        }
        Ok(Some((first, last)))
    }

    /// Any number of matches, also none. Returns how many.
    pub(super) fn many<T>(&mut self, mut rule: impl FnMut(&mut Self) -> Parsed<T>) -> Result<usize, Halt> {
        let mut count = 0;
        while self.attempt(&mut rule)?.is_some() {
            count += 1;
        }
        Ok(count)
    }

    /// Remembers what `rule` yields here, or answers from memory.
    pub(super) fn memo(&mut self, rule: Rule, parse: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if stacker::remaining_stack().is_some_and(|left| left < LEAST_STACK) {
            return Err(Halt::TooComplex);
        }
        let start = self.mark;
        let mut next = self.fill()?.memo;
        while let Some(memo) = (next as usize).checked_sub(1).and_then(|at| self.memos.as_slice().get(at)) {
            if memo.rule == rule {
                self.mark = memo.mark as usize;
                return Ok(memo.node);
            }
            next = memo.next;
        }
        let node = self.attempt(parse)?;
        let mark = self.mark as u32;
        let next = self.tokens.as_slice()[start].memo;
        let place = self.memos.push(self.budget, Memo { rule, next, mark, node })?;
        self.tokens.as_mut_slice()[start].memo = place as u32 + 1;
        self.remembering = self.remembering.max(start + 1);
        Ok(node)
    }

    /// Where the match that began at `start` ends: behind its last token that is visible.
    pub(super) fn end_of(&self, start: usize) -> u32 {
        let tokens = &self.tokens.as_slice()[start.min(self.mark)..self.mark];
        let visible = tokens.iter().rev().find(|t| !matches!(t.token.kind, Tok::Newline | Tok::Indent | Tok::Dedent));
        visible.map_or(0, |t| t.token.end)
    }

    /// First byte of the token at `mark`, which has been read.
    pub(super) fn start_of(&self, mark: usize) -> u32 {
        self.tokens.as_slice().get(mark).map_or(0, |t| t.token.start)
    }

    /// Whether the end of the source has been read.
    pub(super) fn is_at_end(&self) -> bool {
        self.last_read().is_some_and(|last| is_layout(last.token) && last.token.end as usize >= self.source.text.len())
    }

    /// The last token that was read.
    pub(super) fn last_read(&self) -> Option<Leveled> {
        self.tokens.as_slice().last().copied()
    }

    /// The token before the mark.
    pub(super) fn before(&self) -> Option<Leveled> {
        self.mark.checked_sub(1).and_then(|at| self.tokens.as_slice().get(at)).copied()
    }

    /// Whether no bracket is open behind the token before the mark.
    pub(super) fn outside_brackets(&self) -> bool {
        self.before().is_none_or(|t| t.level == 0)
    }

    /// The scanner, to read the rest of the source for its faults.
    pub(super) fn scanner(&mut self) -> &mut Scanner<'s> {
        &mut self.scanner
    }
}
