//! The tree: pools, ids into them, and the ways to add to it.
//!
//! Invariant: an id handed out stays valid for the life of the tree; nothing is ever removed.

use std::ops::Index;

use super::comments::{TypeComment, TypeIgnore};
use super::nodes::*;
use super::pool::{Budget, Item, List, OutOfMemory, Pool};
use super::symbols::{Symbol, Symbols};

/// What a tree is the tree of.
#[derive(Clone, Copy, Debug)]
pub enum Root {
    /// A file: `exec`.
    Module(List<StmtId>),
    /// One statement of a session: `single`.
    Interactive(List<StmtId>),
    /// An expression: `eval`.
    Expression(ExprId),
}

/// Bytes kept in a tree (strings and bytes literals).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    start: u32,
    len: u32,
}

impl Text {
    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// Limbs of an int kept in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limbs {
    start: u32,
    len: u32,
}

/// A `SyntaxWarning` found while reading: an invalid escape or a number that runs into a keyword.
#[derive(Clone, Copy, Debug)]
pub struct Warning {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 0, in bytes.
    pub column: u32,
    pub(crate) message: Text,
}

/// A syntax tree. Its memory is charged to the budget it was built with: who drops it calls [`Tree::free`],
/// or releases [`Tree::bytes`] itself.
#[derive(Debug)]
pub struct Tree {
    /// Where to start.
    pub root: Root,
    /// `from __future__ import annotations` was seen.
    pub future_annotations: bool,
    /// Line of the last statement `from __future__ import …` that stands where such may stand; 0: none. Any
    /// other is the error `from __future__ imports must occur at the beginning of the file`.
    pub future_line: u32,
    depth: u32,
    exprs: Pool<Expr>,
    stmts: Pool<Stmt>,
    patterns: Pool<Pattern>,
    arguments: Pool<Arguments>,
    expr_lists: Pool<ExprId>,
    optional_lists: Pool<Option<ExprId>>,
    stmt_lists: Pool<StmtId>,
    pattern_lists: Pool<PatternId>,
    symbol_lists: Pool<Symbol>,
    cmpops: Pool<CmpOp>,
    args: Pool<Arg>,
    keywords: Pool<Keyword>,
    aliases: Pool<Alias>,
    with_items: Pool<WithItem>,
    comprehensions: Pool<Comprehension>,
    handlers: Pool<ExceptHandler>,
    cases: Pool<MatchCase>,
    type_params: Pool<TypeParam>,
    warnings: Pool<Warning>,
    warning_text: Pool<u8>,
    pub(super) type_comments: Pool<TypeComment>,
    pub(super) type_ignores: Pool<TypeIgnore>,
    text: Pool<u8>,
    limbs: Pool<u64>,
    symbols: Symbols,
}

/// Does something with each pool of a tree.
macro_rules! each_pool {
    ($tree:expr, $pool:ident => $do:expr) => {{
        let tree = $tree;
        {
            let $pool = &mut tree.exprs;
            $do;
        }
        {
            let $pool = &mut tree.stmts;
            $do;
        }
        {
            let $pool = &mut tree.patterns;
            $do;
        }
        {
            let $pool = &mut tree.arguments;
            $do;
        }
        {
            let $pool = &mut tree.expr_lists;
            $do;
        }
        {
            let $pool = &mut tree.optional_lists;
            $do;
        }
        {
            let $pool = &mut tree.stmt_lists;
            $do;
        }
        {
            let $pool = &mut tree.pattern_lists;
            $do;
        }
        {
            let $pool = &mut tree.symbol_lists;
            $do;
        }
        {
            let $pool = &mut tree.cmpops;
            $do;
        }
        {
            let $pool = &mut tree.args;
            $do;
        }
        {
            let $pool = &mut tree.keywords;
            $do;
        }
        {
            let $pool = &mut tree.aliases;
            $do;
        }
        {
            let $pool = &mut tree.with_items;
            $do;
        }
        {
            let $pool = &mut tree.comprehensions;
            $do;
        }
        {
            let $pool = &mut tree.handlers;
            $do;
        }
        {
            let $pool = &mut tree.cases;
            $do;
        }
        {
            let $pool = &mut tree.type_params;
            $do;
        }
        {
            let $pool = &mut tree.warnings;
            $do;
        }
        {
            let $pool = &mut tree.warning_text;
            $do;
        }
        {
            let $pool = &mut tree.type_comments;
            $do;
        }
        {
            let $pool = &mut tree.type_ignores;
            $do;
        }
        {
            let $pool = &mut tree.text;
            $do;
        }
        {
            let $pool = &mut tree.limbs;
            $do;
        }
    }};
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}

impl Tree {
    /// An empty module. Allocates nothing.
    #[must_use]
    pub fn new() -> Self {
        Self {
            root: Root::Module(List::EMPTY),
            future_annotations: false,
            future_line: 0,
            depth: 0,
            exprs: Pool::default(),
            stmts: Pool::default(),
            patterns: Pool::default(),
            arguments: Pool::default(),
            expr_lists: Pool::default(),
            optional_lists: Pool::default(),
            stmt_lists: Pool::default(),
            pattern_lists: Pool::default(),
            symbol_lists: Pool::default(),
            cmpops: Pool::default(),
            args: Pool::default(),
            keywords: Pool::default(),
            aliases: Pool::default(),
            with_items: Pool::default(),
            comprehensions: Pool::default(),
            handlers: Pool::default(),
            cases: Pool::default(),
            type_params: Pool::default(),
            warnings: Pool::default(),
            warning_text: Pool::default(),
            type_comments: Pool::default(),
            type_ignores: Pool::default(),
            text: Pool::default(),
            limbs: Pool::default(),
            symbols: Symbols::default(),
        }
    }

    /// Bytes held, all of them charged to the budget the tree was built with.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.exprs.bytes()
            + self.stmts.bytes()
            + self.patterns.bytes()
            + self.arguments.bytes()
            + self.expr_lists.bytes()
            + self.optional_lists.bytes()
            + self.stmt_lists.bytes()
            + self.pattern_lists.bytes()
            + self.symbol_lists.bytes()
            + self.cmpops.bytes()
            + self.args.bytes()
            + self.keywords.bytes()
            + self.aliases.bytes()
            + self.with_items.bytes()
            + self.comprehensions.bytes()
            + self.handlers.bytes()
            + self.cases.bytes()
            + self.type_params.bytes()
            + self.warnings.bytes()
            + self.warning_text.bytes()
            + self.type_comments.bytes()
            + self.type_ignores.bytes()
            + self.text.bytes()
            + self.limbs.bytes()
            + self.symbols.bytes()
    }

    /// Frees the tree and gives its bytes back.
    pub fn free(mut self, budget: &mut dyn Budget) {
        each_pool!(&mut self, pool => pool.free(budget));
        self.symbols.free(budget);
    }

    /// Greatest number of nodes on a way from the root to a leaf (statements, expressions and patterns each
    /// count one; an `elif` chain counts one for all its links).
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// Notes that a node lies `depth` levels deep.
    pub fn note_depth(&mut self, depth: u32) {
        self.depth = self.depth.max(depth);
    }

    /// Number of expressions: their ids' indices are below it.
    #[must_use]
    pub fn expr_count(&self) -> usize {
        self.exprs.len()
    }

    /// Number of statements.
    #[must_use]
    pub fn stmt_count(&self) -> usize {
        self.stmts.len()
    }

    /// All expressions, parts before what they are part of.
    pub fn expr_ids(&self) -> impl Iterator<Item = ExprId> + use<> {
        (0..self.exprs.len()).map(ExprId::from_index)
    }

    /// All patterns, parts before what they are part of.
    pub fn pattern_ids(&self) -> impl Iterator<Item = PatternId> + use<> {
        (0..self.patterns.len()).map(PatternId::from_index)
    }

    /// All statements, those of blocks before what the blocks are part of.
    pub fn stmt_ids(&self) -> impl Iterator<Item = StmtId> + use<> {
        (0..self.stmts.len()).map(StmtId::from_index)
    }

    /// Parameters of all functions.
    pub fn arguments_ids(&self) -> impl Iterator<Item = ArgumentsId> + use<> {
        (0..self.arguments.len()).map(ArgumentsId::from_index)
    }

    /// The parameters of a function, in the order of `posonlyargs`, `args`, `vararg`, `kwonlyargs`, `kwarg`.
    pub fn all_args(&self, id: ArgumentsId) -> impl Iterator<Item = Arg> + '_ {
        let args = self[id];
        let (posonly, plain, kwonly) = (&self[args.posonlyargs], &self[args.args], &self[args.kwonlyargs]);
        let positional = posonly.iter().chain(plain).copied();
        positional.chain(args.vararg).chain(kwonly.iter().copied()).chain(args.kwarg)
    }

    /// Number of distinct names.
    #[must_use]
    pub fn symbol_count(&self) -> usize {
        self.symbols.len()
    }

    /// The text of a name.
    #[must_use]
    pub fn str(&self, symbol: Symbol) -> &str {
        self.symbols.text(symbol)
    }

    /// The symbol of `name`, when it occurs in the tree.
    #[must_use]
    pub fn find_symbol(&self, name: &str) -> Option<Symbol> {
        self.symbols.find(name)
    }

    /// The bytes of a literal (WTF-8 for strings).
    #[must_use]
    pub fn text(&self, text: Text) -> &[u8] {
        &self.text.as_slice()[text.start as usize..][..text.len as usize]
    }

    /// The limbs of a large int.
    #[must_use]
    pub fn limbs(&self, limbs: Limbs) -> &[u64] {
        &self.limbs.as_slice()[limbs.start as usize..][..limbs.len as usize]
    }

    /// The warnings, in source order.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.warnings.as_slice()
    }

    /// The message of a warning.
    #[must_use]
    pub fn warning_message(&self, warning: &Warning) -> &str {
        let Text { start, len } = warning.message;
        let bytes = &self.warning_text.as_slice()[start as usize..][..len as usize];
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// Interns a name.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn intern(&mut self, budget: &mut dyn Budget, name: &str) -> Result<Symbol, OutOfMemory> {
        self.symbols.intern(budget, name)
    }

    /// Adds an expression.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_expr(&mut self, budget: &mut dyn Budget, kind: ExprKind, range: Range) -> Result<ExprId, OutOfMemory> {
        self.exprs.push(budget, Expr { kind, range }).map(ExprId::from_index)
    }

    /// Adds a statement.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_stmt(&mut self, budget: &mut dyn Budget, kind: StmtKind, range: Range) -> Result<StmtId, OutOfMemory> {
        self.stmts.push(budget, Stmt { kind, range }).map(StmtId::from_index)
    }

    /// Adds a pattern.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_pattern(
        &mut self,
        budget: &mut dyn Budget,
        kind: PatternKind,
        range: Range,
    ) -> Result<PatternId, OutOfMemory> {
        self.patterns.push(budget, Pattern { kind, range }).map(PatternId::from_index)
    }

    /// Adds parameters.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_arguments(&mut self, budget: &mut dyn Budget, arguments: Arguments) -> Result<ArgumentsId, OutOfMemory> {
        self.arguments.push(budget, arguments).map(ArgumentsId::from_index)
    }

    /// Adds a list.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_list<T: Item>(&mut self, budget: &mut dyn Budget, items: &[T]) -> Result<List<T>, OutOfMemory> {
        let start = T::pool_mut(self).extend(budget, items)?;
        Ok(Pool::list(start, items.len()))
    }

    /// Adds the bytes of a literal.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_text(&mut self, budget: &mut dyn Budget, bytes: &[u8]) -> Result<Text, OutOfMemory> {
        let start = self.text.extend(budget, bytes)?;
        Ok(Text { start: start as u32, len: bytes.len() as u32 })
    }

    /// Begins the text of a literal that is written piece by piece with [`Tree::append_text`]; nothing else may
    /// add text until [`Tree::end_text`].
    pub(crate) fn begin_text(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn append_text(&mut self, budget: &mut dyn Budget, bytes: &[u8]) -> Result<(), OutOfMemory> {
        self.text.extend(budget, bytes).map(drop)
    }

    pub(crate) fn end_text(&self, start: usize) -> Text {
        Text { start: start as u32, len: (self.text.len() - start) as u32 }
    }

    /// Puts the warnings in source order.
    pub(crate) fn sort_warnings(&mut self) {
        self.warnings.as_mut_slice().sort_unstable_by_key(|warning| (warning.line, warning.column));
    }

    /// Adds the limbs of an int.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_limbs(&mut self, budget: &mut dyn Budget, limbs: &[u64]) -> Result<Limbs, OutOfMemory> {
        let start = self.limbs.extend(budget, limbs)?;
        Ok(Limbs { start: start as u32, len: limbs.len() as u32 })
    }

    /// Adds a warning.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_warning(
        &mut self,
        budget: &mut dyn Budget,
        line: u32,
        column: u32,
        message: &str,
    ) -> Result<(), OutOfMemory> {
        let start = self.warning_text.extend(budget, message.as_bytes())? as u32;
        let message = Text { start, len: message.len() as u32 };
        self.warnings.push(budget, Warning { line, column, message }).map(drop)
    }
}

impl Index<ExprId> for Tree {
    type Output = Expr;
    fn index(&self, id: ExprId) -> &Expr {
        &self.exprs.as_slice()[id.index()]
    }
}

impl Index<StmtId> for Tree {
    type Output = Stmt;
    fn index(&self, id: StmtId) -> &Stmt {
        &self.stmts.as_slice()[id.index()]
    }
}

impl Index<PatternId> for Tree {
    type Output = Pattern;
    fn index(&self, id: PatternId) -> &Pattern {
        &self.patterns.as_slice()[id.index()]
    }
}

impl Index<ArgumentsId> for Tree {
    type Output = Arguments;
    fn index(&self, id: ArgumentsId) -> &Arguments {
        &self.arguments.as_slice()[id.index()]
    }
}

impl<T: Item> Index<List<T>> for Tree {
    type Output = [T];
    fn index(&self, list: List<T>) -> &[T] {
        T::pool(self).slice(list)
    }
}

macro_rules! items {
    ($($item:ty => $pool:ident),* $(,)?) => {$(
        impl Item for $item {
            fn pool(tree: &Tree) -> &Pool<Self> {
                &tree.$pool
            }
            fn pool_mut(tree: &mut Tree) -> &mut Pool<Self> {
                &mut tree.$pool
            }
        }
    )*};
}

items! {
    ExprId => expr_lists,
    Option<ExprId> => optional_lists,
    StmtId => stmt_lists,
    PatternId => pattern_lists,
    Symbol => symbol_lists,
    CmpOp => cmpops,
    Arg => args,
    Keyword => keywords,
    Alias => aliases,
    WithItem => with_items,
    Comprehension => comprehensions,
    ExceptHandler => handlers,
    MatchCase => cases,
    TypeParam => type_params,
}
