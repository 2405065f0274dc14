//! Type comments (PEP 484), for `PyCF_TYPE_COMMENTS`: found among the tokens, tied to nodes by where these begin or end.
//!
//! As in CPython's grammar they may stand behind the header of `def`, `for` and `with`, on the first line of a
//! function's body, behind parameters and behind assignments; anywhere else they are errors.

use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::Ranged;

use crate::ast::{Budget, Owner, Pool, Stmt, StmtKind, Text, Tree};
use crate::error::{Fault, Place, message};
use crate::literal::Stop;
use crate::source::Source;

/// What a type comment is tied to, before there are nodes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Anchor {
    /// The statement with a header that begins there.
    Header,
    /// The parameter that begins there.
    Param,
    /// The assignment that ends there.
    End,
}

/// A type comment with the line and column of what it is tied to.
#[derive(Clone, Copy)]
struct Found {
    place: (Anchor, u32, u32),
    text: Text,
    start: u32,
    end: u32,
    owner: Option<Owner>,
}

/// Puts the type comments of a source into its tree.
pub(crate) fn collect<'t>(
    tree: &mut Tree,
    budget: &mut dyn Budget,
    source: &Source<'_>,
    tokens: impl Iterator<Item = &'t Token>,
) -> Result<(), Stop> {
    let found = Pool::default();
    let mut finder =
        Finder { tree, budget, source, found, depth: 0, first: None, prev: None, param: None, header: None };
    let mut tokens = tokens.filter(|token| token.kind() != TokenKind::NonLogicalNewline).peekable();
    let mut done = Ok(());
    while let Some(token) = tokens.next()
        && done.is_ok()
    {
        if token.kind() == TokenKind::Comment {
            done = finder.comment(token, tokens.peek().map(|next| next.kind()));
        } else {
            finder.token(token);
        }
    }
    let Finder { tree, budget, mut found, .. } = finder;
    let done = done.and_then(|()| assign(tree, budget, found.as_mut_slice()));
    found.free(budget);
    done
}

/// Gives the comments to their nodes.
fn assign(tree: &mut Tree, budget: &mut dyn Budget, found: &mut [Found]) -> Result<(), Stop> {
    if found.is_empty() {
        return Ok(());
    }
    found.sort_unstable_by_key(|comment| comment.place);
    let mut own = |place: (Anchor, u32, u32), owner: Owner| {
        if let Ok(index) = found.binary_search_by_key(&place, |comment| comment.place)
            && let Some(comment) = found.get_mut(index)
        {
            comment.owner = Some(owner);
        }
    };
    for id in tree.stmt_ids() {
        let Stmt { kind, range } = tree[id];
        let place = match kind {
            StmtKind::FunctionDef { .. } | StmtKind::For { .. } | StmtKind::With { .. } => {
                (Anchor::Header, range.line, range.column)
            }
            StmtKind::Assign { .. } => (Anchor::End, range.end_line, range.end_column),
            _ => continue,
        };
        own(place, Owner::Stmt(id));
    }
    for id in tree.arguments_ids() {
        for (number, arg) in tree.all_args(id).enumerate() {
            own((Anchor::Param, arg.range.line, arg.range.column), Owner::Arg(id, number as u32));
        }
    }
    for comment in &*found {
        if let Some(owner) = comment.owner {
            tree.add_type_comment(budget, owner, comment.text)?;
        }
    }
    tree.sort_type_comments();
    match found.iter().filter(|comment| comment.owner.is_none()).min_by_key(|comment| comment.start) {
        Some(comment) => Err(misplaced(comment.start, comment.end)),
        None => Ok(()),
    }
}

fn misplaced(start: u32, end: u32) -> Stop {
    Fault::syntax(message!("invalid syntax"), Place::Span(start, end)).into()
}

/// What a comment says: its text begins at this byte of it.
enum Kind {
    Type(usize),
    Ignore(usize),
}

/// Whether a comment is a type comment.
fn kind_of(comment: &str) -> Option<Kind> {
    let blanks = [' ', '\t'];
    let body = comment.strip_prefix('#')?.trim_start_matches(blanks).strip_prefix("type:")?;
    let text = body.trim_start_matches(blanks);
    let start = comment.len() - text.len();
    match text.strip_prefix("ignore") {
        Some(tag) if !tag.starts_with(|ch: char| !ch.is_ascii() || ch.is_ascii_alphanumeric()) => {
            Some(Kind::Ignore(start + "ignore".len()))
        }
        _ => Some(Kind::Type(start)),
    }
}

/// Goes through the tokens.
struct Finder<'a> {
    tree: &'a mut Tree,
    budget: &'a mut dyn Budget,
    source: &'a Source<'a>,
    found: Pool<Found>,
    /// Open brackets.
    depth: u32,
    /// What the logical line begins with, and where.
    first: Option<(TokenKind, u32)>,
    /// The token before.
    prev: Option<(TokenKind, u32)>,
    /// Where the last parameter begins.
    param: Option<u32>,
    /// Where the function begins whose header was the line before.
    header: Option<u32>,
}

impl Finder<'_> {
    fn token(&mut self, token: &Token) {
        let (kind, start) = (token.kind(), token.start().to_u32());
        let prev = self.prev.map(|(kind, _)| kind);
        self.prev = Some((kind, token.end().to_u32()));
        match kind {
            TokenKind::Newline => {
                self.header = match self.first {
                    Some((TokenKind::Def, start)) if prev == Some(TokenKind::Colon) => Some(start),
                    _ => None,
                };
                (self.first, self.param) = (None, None);
                return;
            }
            TokenKind::Indent | TokenKind::Dedent => {
                self.header = None;
                return;
            }
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => self.depth += 1,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.first = match self.first {
            None => Some((kind, start)),
            Some((TokenKind::Async, start)) => Some((kind, start)),
            first => first,
        };
        let separates =
            matches!(prev, Some(TokenKind::Lpar | TokenKind::Comma | TokenKind::Star | TokenKind::DoubleStar));
        if kind == TokenKind::Name && self.depth == 1 && self.is_def() && separates {
            self.param = Some(start);
        }
    }

    /// Whether the logical line is a function's header.
    fn is_def(&self) -> bool {
        matches!(self.first, Some((TokenKind::Def, _)))
    }

    fn comment(&mut self, token: &Token, next: Option<TokenKind>) -> Result<(), Stop> {
        let (start, end) = (token.start().to_u32(), token.end().to_u32());
        let source = self.source;
        let text = &source.text[start as usize..end as usize];
        match kind_of(text) {
            None => Ok(()),
            Some(Kind::Ignore(at)) => {
                let line = source.line_of(start);
                let tag = self.tree.begin_text();
                self.tree.append_text(self.budget, &text.as_bytes()[at..])?;
                if self.first.is_none() {
                    // CPython takes the line's end as well when there is nothing else on the line.
                    self.tree.append_text(self.budget, b"\n")?;
                }
                let tag = self.tree.end_text(tag);
                Ok(self.tree.add_type_ignore(self.budget, line, tag)?)
            }
            Some(Kind::Type(at)) => {
                let Some((anchor, place)) = self.anchor(next) else { return Err(misplaced(start, end)) };
                let line = source.line_of(place);
                let column = place - source.line_start(line);
                let place = (anchor, line, column);
                if anchor == Anchor::Header && self.found.as_slice().last().is_some_and(|last| last.place == place) {
                    let message = message!("Cannot have two type comments on def");
                    return Err(Fault::syntax(message, Place::Span(start, end)).into());
                }
                let text = self.tree.add_text(self.budget, &text.as_bytes()[at..])?;
                self.found.push(self.budget, Found { place, text, start, end, owner: None })?;
                Ok(())
            }
        }
    }

    /// What a comment here belongs to.
    fn anchor(&mut self, next: Option<TokenKind>) -> Option<(Anchor, u32)> {
        let Some((first, start)) = self.first else {
            return self.header.map(|start| (Anchor::Header, start));
        };
        let (prev, end) = self.prev?;
        match self.depth {
            0 if prev == TokenKind::Colon && next == Some(TokenKind::Newline) => {
                matches!(first, TokenKind::Def | TokenKind::For | TokenKind::With).then_some((Anchor::Header, start))
            }
            0 => Some((Anchor::End, end)),
            1 if self.is_def() => self.param.take().map(|param| (Anchor::Param, param)),
            _ => None,
        }
    }
}
