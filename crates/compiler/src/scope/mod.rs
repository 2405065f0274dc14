//! Scopes: which variable each name of a program means (CPython's `symtable`).
//!
//! [`analyse`] walks the tree once ([`build`]), then decides for every name of every scope what it is
//! ([`resolve`]). Comprehensions that are inlined (PEP 709) keep a scope of their own, whose `unit` is the
//! scope that they are compiled into: nothing is merged, a variable is a cell exactly when a scope of
//! another unit uses it.
//!
//! Invariant: parents come before their children in `scopes`; all symbols here are mangled.

mod build;
mod expr;
mod resolve;
mod stmt;

use crate::ast::{ArgumentsId, Budget, ExprId, List, OutOfMemory, Range, StmtId, Symbol, Tree, TypeParam};
use crate::fault::Res;
use crate::room::{Buf, Map, Meter};

/// Names a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScopeId(pub u32);

impl ScopeId {
    /// The module's.
    pub const ROOT: ScopeId = ScopeId(0);

    /// Its place.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a scope is the scope of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// A file, a statement of a session, or an expression for `eval`.
    Module,
    /// The body of `class`.
    Class,
    /// The body of `def`.
    Function,
    /// The body of `async def`.
    AsyncFunction,
    /// The body of `lambda`.
    Lambda,
    /// `[… for …]`.
    ListComp,
    /// `{… for …}`.
    SetComp,
    /// `{…: … for …}`.
    DictComp,
    /// `(… for …)`.
    GeneratorExp,
    /// `__annotate__` (PEP 649).
    Annotations,
    /// The type parameters of a generic (PEP 695).
    TypeParams,
    /// The value of `type`.
    TypeAlias,
    /// Bound, constraints or default of a type parameter.
    TypeVariable,
}

impl ScopeKind {
    /// Any comprehension or generator expression.
    #[must_use]
    pub fn is_comprehension(self) -> bool {
        matches!(self, Self::ListComp | Self::SetComp | Self::DictComp | Self::GeneratorExp)
    }

    /// Variables live in registers.
    #[must_use]
    pub fn is_function_like(self) -> bool {
        !matches!(self, Self::Module | Self::Class)
    }

    /// PEP 649 and 695 scopes.
    #[must_use]
    pub fn is_annotation_like(self) -> bool {
        matches!(self, Self::Annotations | Self::TypeParams | Self::TypeAlias | Self::TypeVariable)
    }
}

/// What is known of a name in a scope: bits.
pub mod known {
    /// `global`.
    pub const GLOBAL: u16 = 1;
    /// Assigned.
    pub const LOCAL: u16 = 2;
    /// A parameter.
    pub const PARAM: u16 = 4;
    /// `nonlocal`, or a walrus in a comprehension.
    pub const NONLOCAL: u16 = 8;
    /// Read.
    pub const USE: u16 = 16;
    /// Annotated.
    pub const ANNOTATED: u16 = 32;
    /// Target of a `for` of a comprehension.
    pub const ITERATION: u16 = 64;
    /// A type parameter.
    pub const TYPE_PARAM: u16 = 128;
    /// Target of a walrus: may change in the middle of an expression.
    pub const WALRUS: u16 = 256;
    /// Unbound somewhere: by `del`, or at the end of an `except` clause.
    pub const DELETED: u16 = 512;
    /// Bound in this scope.
    pub const BOUND: u16 = LOCAL | PARAM;
}

/// What a name means in a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Not decided yet, or never to be (scopes that are not evaluated).
    Unknown,
    /// Declared `global`.
    GlobalExplicit,
    /// Bound nowhere else.
    GlobalImplicit,
    /// A variable of this scope; `captured`: a scope of another unit uses it.
    Local {
        /// Lives in a cell.
        captured: bool,
    },
    /// A variable of the scope `owner`, further out.
    Outer {
        /// The scope that binds it.
        owner: ScopeId,
    },
}

/// A name in a scope.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The name, mangled.
    pub symbol: Symbol,
    /// See [`known`].
    pub known: u16,
    /// What it means.
    pub meaning: Meaning,
    /// The next one of its scope.
    next: u32,
    /// Register of a local, given by the code generator.
    pub register: u16,
    /// Where a `global` or `nonlocal` that concerns it stands.
    directive: Range,
}

/// A scope.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// What it is.
    pub kind: ScopeKind,
    /// Function, class, alias or type parameter name.
    pub name: Symbol,
    /// The enclosing scope; the root's is itself.
    pub parent: ScopeId,
    /// The scope whose code it is compiled into: itself unless it is an inlined comprehension.
    pub unit: ScopeId,
    /// Inlined comprehensions around it in the same unit, itself included.
    pub inline_depth: u16,
    /// `yield` occurs.
    pub generator: bool,
    /// `await` or its like occurs, or it is `async def`.
    pub coroutine: bool,
    /// A function uses the `__class__` of this class.
    pub needs_class_cell: bool,
    /// An annotation scope reads the names of this class.
    pub needs_classdict: bool,
    /// An annotation scope directly in a class: sees its names.
    pub sees_class: bool,
    /// Some annotation of this module or class is evaluated only when its statement ran.
    pub conditional_annotations: bool,
    /// The scope of this module's or class's annotations.
    pub annotations: Option<ScopeId>,
    /// Annotated names occur (`SETUP_ANNOTATIONS` under the future import).
    pub has_annotations: bool,
    /// Nested in a function.
    pub nested: bool,
    /// The class that private names belong to.
    pub private: Option<Symbol>,
    /// If present, only these are mangled.
    pub only_mangle: Option<List<TypeParam>>,
    /// What the error messages call a `TypeVariable` scope.
    pub what: &'static str,
    /// Its code is never made (annotations in functions).
    dead: bool,
    conditional_block: bool,
    in_iteration_target: bool,
    in_iterable: u32,
    first: u32,
    last: u32,
    free_first: u32,
    free_count: u16,
    hidden_first: u32,
    hidden_count: u16,
}

/// A free variable of a unit, or a hidden register of it.
#[derive(Clone, Copy, Debug)]
struct Link {
    symbol: Symbol,
    captured: bool,
    number: u16,
    next: u32,
}

const NONE: u32 = u32::MAX;

/// Names that the compiler itself uses.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// `.0`
    pub dot_zero: Symbol,
    /// `.type_params`
    pub dot_type_params: Symbol,
    /// `.generic_base`
    pub dot_generic_base: Symbol,
    /// `.defaults`
    pub dot_defaults: Symbol,
    /// `.kwdefaults`
    pub dot_kwdefaults: Symbol,
    /// `.format`
    pub dot_format: Symbol,
    /// `format`
    pub format: Symbol,
    /// `__class__`
    pub class: Symbol,
    /// `__classdict__`
    pub classdict: Symbol,
    /// `__conditional_annotations__`
    pub conditional_annotations: Symbol,
    /// `__type_params__`
    pub type_params: Symbol,
    /// `__annotate__`
    pub annotate: Symbol,
    /// `__annotate_func__`
    pub annotate_func: Symbol,
    /// `__annotations__`
    pub annotations: Symbol,
    /// `__doc__`
    pub doc: Symbol,
    /// `__module__`
    pub module: Symbol,
    /// `__name__`
    pub name: Symbol,
    /// `__qualname__`
    pub qualname: Symbol,
    /// `__firstlineno__`
    pub firstlineno: Symbol,
    /// `__static_attributes__`
    pub static_attributes: Symbol,
    /// `__classdictcell__`
    pub classdictcell: Symbol,
    /// `__classcell__`
    pub classcell: Symbol,
    /// `super`
    pub super_: Symbol,
    /// `self`
    pub self_: Symbol,
    /// `__debug__`
    pub debug: Symbol,
    /// `__future__`
    pub future: Symbol,
    /// `<module>`
    pub top: Symbol,
    /// `<lambda>`
    pub lambda: Symbol,
    /// `<listcomp>`
    pub listcomp: Symbol,
    /// `<setcomp>`
    pub setcomp: Symbol,
    /// `<dictcomp>`
    pub dictcomp: Symbol,
    /// `<genexpr>`
    pub genexpr: Symbol,
    /// `return`
    pub return_: Symbol,
    /// `join`
    pub join: Symbol,
    /// `*`
    pub star: Symbol,
    /// The empty name, for `from . import`.
    pub empty: Symbol,
}

impl Names {
    fn new(tree: &mut Tree, budget: &mut dyn Budget) -> Result<Names, OutOfMemory> {
        let mut name = |text: &str| tree.intern(budget, text);
        Ok(Names {
            dot_zero: name(".0")?,
            dot_type_params: name(".type_params")?,
            dot_generic_base: name(".generic_base")?,
            dot_defaults: name(".defaults")?,
            dot_kwdefaults: name(".kwdefaults")?,
            dot_format: name(".format")?,
            format: name("format")?,
            class: name("__class__")?,
            classdict: name("__classdict__")?,
            conditional_annotations: name("__conditional_annotations__")?,
            type_params: name("__type_params__")?,
            annotate: name("__annotate__")?,
            annotate_func: name("__annotate_func__")?,
            annotations: name("__annotations__")?,
            doc: name("__doc__")?,
            module: name("__module__")?,
            name: name("__name__")?,
            qualname: name("__qualname__")?,
            firstlineno: name("__firstlineno__")?,
            static_attributes: name("__static_attributes__")?,
            classdictcell: name("__classdictcell__")?,
            classcell: name("__classcell__")?,
            super_: name("super")?,
            self_: name("self")?,
            debug: name("__debug__")?,
            future: name("__future__")?,
            top: name("<module>")?,
            lambda: name("<lambda>")?,
            listcomp: name("<listcomp>")?,
            setcomp: name("<setcomp>")?,
            dictcomp: name("<dictcomp>")?,
            genexpr: name("<genexpr>")?,
            return_: name("return")?,
            join: name("join")?,
            star: name("*")?,
            empty: name("")?,
        })
    }
}

/// The node that a scope belongs to.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// Body of a function or class.
    Body(StmtId),
    /// Type parameters of a statement.
    TypeParams(StmtId),
    /// A lambda or comprehension.
    Expr(ExprId),
    /// Annotations of parameters.
    Annotations(ArgumentsId),
    /// Value of a type alias.
    TypeAlias(StmtId),
    /// Bound of type parameter number so-and-so.
    Bound(StmtId, usize),
    /// Default of type parameter number so-and-so.
    Default(StmtId, usize),
}

impl Node {
    fn key(self) -> u64 {
        let key = |tag: u64, number: usize, index: usize| tag << 60 | (number as u64) << 32 | index as u64;
        match self {
            Node::Body(s) => key(1, 0, s.index()),
            Node::TypeParams(s) => key(2, 0, s.index()),
            Node::Expr(e) => key(3, 0, e.index()),
            Node::Annotations(a) => key(4, 0, a.index()),
            Node::TypeAlias(s) => key(5, 0, s.index()),
            Node::Bound(s, i) => key(6, i, s.index()),
            Node::Default(s, i) => key(7, i, s.index()),
        }
    }
}

/// All scopes of a program.
#[derive(Debug)]
pub struct Scopes {
    scopes: Buf<Scope>,
    entries: Buf<Entry>,
    by_name: Map,
    by_node: Map,
    mangled: Map,
    links: Buf<Link>,
    free_by_name: Map,
    /// Names that the compiler uses.
    pub names: Names,
}

fn pair(scope: ScopeId, symbol: Symbol) -> u64 {
    u64::from(scope.0) << 32 | symbol.index() as u64
}

impl std::ops::Index<ScopeId> for Scopes {
    type Output = Scope;
    fn index(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }
}

impl Scopes {
    /// The scope of a node.
    #[must_use]
    pub fn of(&self, node: Node) -> Option<ScopeId> {
        self.by_node.get(node.key()).map(ScopeId)
    }

    /// What is known of a (mangled) name in a scope.
    #[must_use]
    pub fn entry(&self, scope: ScopeId, symbol: Symbol) -> Option<&Entry> {
        self.by_name.get(pair(scope, symbol)).map(|at| &self.entries[at as usize])
    }

    /// Gives a local its register.
    pub fn set_register(&mut self, scope: ScopeId, symbol: Symbol, register: u16) {
        if let Some(at) = self.by_name.get(pair(scope, symbol)) {
            self.entries[at as usize].register = register;
        }
    }

    /// The names of a scope, in the order of their first mention (parameters first).
    pub fn entries(&self, scope: ScopeId) -> impl Iterator<Item = &Entry> {
        let mut at = self[scope].first;
        std::iter::from_fn(move || {
            let entry = self.entries.get(at as usize)?;
            at = entry.next;
            Some(entry)
        })
    }

    /// The free variables of a unit with their numbers, not in order.
    pub fn free(&self, unit: ScopeId) -> impl Iterator<Item = (Symbol, u16)> {
        self.chain(self[unit].free_first).map(|link| (link.symbol, link.number))
    }

    /// Number of free variables of a unit.
    #[must_use]
    pub fn free_count(&self, unit: ScopeId) -> u16 {
        self[unit].free_count
    }

    /// The number of a free variable of a unit.
    #[must_use]
    pub fn free_number(&self, unit: ScopeId, symbol: Symbol) -> Option<u16> {
        self.free_by_name.get(pair(unit, symbol)).map(|at| self.links[at as usize].number)
    }

    /// The variables of comprehensions inlined into a unit: name, number among them, whether a cell.
    pub fn hidden(&self, unit: ScopeId) -> impl Iterator<Item = (Symbol, u16, bool)> {
        self.chain(self[unit].hidden_first).map(|link| (link.symbol, link.number, link.captured))
    }

    /// Number of registers for the variables of comprehensions inlined into a unit.
    #[must_use]
    pub fn hidden_count(&self, unit: ScopeId) -> u16 {
        self[unit].hidden_count
    }

    fn chain(&self, first: u32) -> impl Iterator<Item = &Link> {
        let mut at = first;
        std::iter::from_fn(move || {
            let link = self.links.get(at as usize)?;
            at = link.next;
            Some(link)
        })
    }

    /// The name that `symbol` is in `scope` once private names are mangled.
    #[must_use]
    pub fn mangle(&self, tree: &Tree, scope: ScopeId, symbol: Symbol) -> Symbol {
        let Scope { private: Some(class), only_mangle, .. } = self[scope] else { return symbol };
        if only_mangle.is_some_and(|list| !tree[list].iter().any(|param| param.name == symbol)) {
            return symbol;
        }
        let key = (class.index() as u64) << 32 | symbol.index() as u64;
        match self.mangled.get(key).and_then(|at| self.links.get(at as usize)) {
            Some(link) => link.symbol,
            None => symbol,
        }
    }
}

/// What the caller of the compiler decides.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScopeOptions {
    /// Annotations are strings.
    pub future_annotations: bool,
    /// `await` outside functions.
    pub top_level_await: bool,
}

/// Makes the scopes of `tree`. Recurses as deep as the tree is.
///
/// # Errors
/// A `SyntaxError` in CPython's words, or the budget's refusal.
pub fn analyse(tree: &mut Tree, options: ScopeOptions, meter: &mut Meter) -> Res<Scopes> {
    let names = Names::new(tree, meter.budget())?;
    let mut builder = build::Builder::new(tree, options, names, meter);
    builder.root()?;
    let mut scopes = builder.scopes;
    resolve::resolve(&mut scopes, tree, meter)?;
    Ok(scopes)
}
