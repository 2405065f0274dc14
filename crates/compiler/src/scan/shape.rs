//! Bounds on what parsing will cost, from the tokens alone.
//!
//! [`Shape`] counts, for every bracket that is open, the operators of the expression that is being read, and
//! keeps the greatest sum. That bounds the depth of the tree from above: each level of a tree is a bracket, a
//! block or an operator. Operators that make a parser recurse (`not`, unary ones, `**`, `lambda`, the `else`
//! of a conditional) are counted apart: CPython's parser has a limit for those, and refuses beyond it.

use super::{MAX_BRACKETS, Tok, Token};

/// Depth of recursion at which CPython's parser gives up.
pub const MAX_RECURSION: u32 = 6000;

/// Counts for the expression being read inside one bracket.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// Operators and keywords since the last comma, each a level of a tree at worst, also of one that ruff makes of
    /// nonsense.
    chain: u32,
    /// `lambda` bodies and `else` branches that last to the next comma.
    low: u32,
    /// What encloses the parameters of an open `lambda` (lasts until they end), and `yield`s.
    held: u32,
    /// `lambda`s whose parameters have not ended.
    parameters: u32,
    /// `not`s since the last `and` or `or`.
    not: u32,
    /// Unary operators and `**` since the last other binary operator.
    unary: u32,
}

impl Counts {
    fn recursion(self) -> u32 {
        self.held + self.low + self.not + self.unary
    }

    fn depth(self) -> u32 {
        self.recursion() + self.chain
    }

    /// What goes before the next item of a list is over, unless it holds the parameters being read.
    fn next_item(&mut self) {
        *self = Self { held: self.held, parameters: self.parameters, low: 2 * self.parameters, ..Self::default() };
    }
}

/// What a source will cost to parse.
#[derive(Debug)]
pub struct Shape {
    /// Tokens read.
    pub tokens: usize,
    /// Bound on the depth of the tree.
    pub depth: u32,
    /// Bound on the recursion of a parser, apart from nesting.
    pub recursion: u32,
    /// Brackets and blocks around each other.
    pub nesting: u32,
    /// Names side by side.
    pub names: u32,
    run: u32,
    open: [Counts; MAX_BRACKETS + 1],
    level: usize,
    below: Counts,
    blocks: u32,
    after_operand: bool,
    after_is: bool,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            tokens: 0,
            depth: 0,
            recursion: 0,
            nesting: 0,
            names: 0,
            run: 0,
            open: [Counts::default(); MAX_BRACKETS + 1],
            level: 0,
            below: Counts::default(),
            blocks: 0,
            after_operand: false,
            after_is: false,
        }
    }
}

impl Shape {
    /// Whether CPython's parser would give up.
    #[must_use]
    pub fn is_too_complex(&self) -> bool {
        self.recursion > MAX_RECURSION
    }

    /// Counts one token.
    pub fn add(&mut self, token: Token) {
        self.tokens += 1;
        self.run = if token.kind == Tok::Name { self.run + 1 } else { 0 };
        self.names = self.names.max(self.run);
        let after_operand = self.after_operand;
        self.after_operand = ends_operand(token.kind);
        let after_is = std::mem::replace(&mut self.after_is, token.kind == Tok::Is);
        let counts = &mut self.open[self.level];
        match token.kind {
            Tok::Indent => self.blocks += 1,
            Tok::Dedent => self.blocks = self.blocks.saturating_sub(1),
            Tok::Newline | Tok::Semi => *counts = Counts::default(),
            Tok::Comma => counts.next_item(),
            Tok::LPar | Tok::LSqb | Tok::LBrace => {
                counts.chain += 1;
                self.push();
            }
            Tok::RPar | Tok::RSqb | Tok::RBrace => self.pop(),
            Tok::Lambda => {
                counts.held += counts.depth() - counts.held - counts.low.min(2 * counts.parameters);
                counts.parameters += 1;
                counts.low = 2 * counts.parameters;
                (counts.chain, counts.not, counts.unary) = (0, 0, 0);
            }
            Tok::Colon if counts.parameters > 0 => {
                counts.parameters -= 1;
                if counts.parameters == 0 {
                    counts.low += counts.held;
                    counts.held = 0;
                }
            }
            Tok::Else => {
                counts.low += 1;
                (counts.not, counts.unary) = (0, 0);
            }
            Tok::Not if after_is => {}
            Tok::Not if !after_operand => counts.not += 1,
            Tok::And | Tok::Or => {
                counts.chain += 1;
                (counts.not, counts.unary) = (0, 0);
            }
            Tok::DoubleStar => {
                counts.chain += 1;
                counts.unary += 2;
            }
            Tok::Plus | Tok::Minus | Tok::Tilde | Tok::Star | Tok::Await if !after_operand => counts.unary += 1,
            // Ruff takes `yield a, yield b, …` for one in the other, before it rejects it.
            Tok::Yield => counts.held += 1,
            kind if is_binary(kind) => {
                counts.chain += 1;
                counts.unary = 0;
            }
            kind if !ends_operand(kind) => counts.chain += 1,
            _ => {}
        }
        self.note();
    }

    fn push(&mut self) {
        let counts = self.open[self.level];
        self.below.chain += counts.chain;
        self.below.low += counts.recursion();
        if self.level < MAX_BRACKETS {
            self.level += 1;
            self.open[self.level] = Counts::default();
        }
    }

    fn pop(&mut self) {
        if self.level > 0 {
            self.level -= 1;
            let counts = self.open[self.level];
            self.below.chain -= counts.chain;
            self.below.low -= counts.recursion();
        }
    }

    fn note(&mut self) {
        let counts = self.open[self.level];
        self.recursion = self.recursion.max(self.below.low + counts.recursion());
        self.nesting = self.nesting.max(self.level as u32 + self.blocks);
        let depth = self.below.depth() + counts.depth() + self.level as u32 + self.blocks;
        self.depth = self.depth.max(depth);
    }
}

fn ends_operand(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::Name
            | Tok::Number
            | Tok::String
            | Tok::FStringEnd
            | Tok::TStringEnd
            | Tok::RPar
            | Tok::RSqb
            | Tok::RBrace
            | Tok::Ellipsis
            | Tok::None
            | Tok::True
            | Tok::False
    )
}

fn is_binary(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::Plus
            | Tok::Minus
            | Tok::Star
            | Tok::Slash
            | Tok::DoubleSlash
            | Tok::Percent
            | Tok::At
            | Tok::VBar
            | Tok::Amper
            | Tok::Circumflex
            | Tok::LeftShift
            | Tok::RightShift
            | Tok::Less
            | Tok::Greater
            | Tok::LessEqual
            | Tok::GreaterEqual
            | Tok::EqEqual
            | Tok::NotEqual
            | Tok::In
            | Tok::Is
    )
}
