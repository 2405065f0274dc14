//! Patterns, and the parts of expressions and statements that are nodes of their own.

use super::{Constant, ExprId, PatternId, Range, StmtId};
use crate::ast::pool::List;
use crate::ast::symbols::Symbol;

/// `pattern`.
#[derive(Clone, Copy, Debug)]
pub enum PatternKind {
    /// A literal or dotted name, compared by `==`.
    MatchValue(ExprId),
    /// `None`, `True`, `False`, compared by identity.
    MatchSingleton(Constant),
    /// `[a, b]`.
    MatchSequence(List<PatternId>),
    /// `{k: p, **rest}`.
    MatchMapping {
        /// Keys.
        keys: List<ExprId>,
        /// Patterns, as many as keys.
        patterns: List<PatternId>,
        /// `**rest`.
        rest: Option<Symbol>,
    },
    /// `cls(p, k=p)`.
    MatchClass {
        /// The class.
        cls: ExprId,
        /// Positional patterns.
        patterns: List<PatternId>,
        /// Names of keyword patterns.
        kwd_attrs: List<Symbol>,
        /// Keyword patterns, as many as names.
        kwd_patterns: List<PatternId>,
    },
    /// `*name`, or `*_` without a name.
    MatchStar(Option<Symbol>),
    /// `pattern as name`; `name`; `_` without both.
    MatchAs {
        /// The pattern.
        pattern: Option<PatternId>,
        /// The name.
        name: Option<Symbol>,
    },
    /// `a | b`.
    MatchOr(List<PatternId>),
}

/// `comprehension`: one `for` clause.
#[derive(Clone, Copy, Debug)]
pub struct Comprehension {
    /// The target.
    pub target: ExprId,
    /// The iterable.
    pub iter: ExprId,
    /// Conditions.
    pub ifs: List<ExprId>,
    /// `async for`.
    pub is_async: bool,
}

/// `excepthandler`.
#[derive(Clone, Copy, Debug)]
pub struct ExceptHandler {
    /// The class or classes; none in a bare `except:`.
    pub typ: Option<ExprId>,
    /// `as name`.
    pub name: Option<Symbol>,
    /// The body.
    pub body: List<StmtId>,
    /// Where it is.
    pub range: Range,
}

/// `arguments`: the parameters of a function.
#[derive(Clone, Copy, Debug)]
pub struct Arguments {
    /// Before `/`.
    pub posonlyargs: List<Arg>,
    /// Positional or keyword.
    pub args: List<Arg>,
    /// `*args`.
    pub vararg: Option<Arg>,
    /// After `*`.
    pub kwonlyargs: List<Arg>,
    /// Defaults of `kwonlyargs`, as many as those; `None`: required.
    pub kw_defaults: List<Option<ExprId>>,
    /// `**kwargs`.
    pub kwarg: Option<Arg>,
    /// Defaults of the last ones of `posonlyargs` and `args`.
    pub defaults: List<ExprId>,
}

/// `arg`: one parameter.
#[derive(Clone, Copy, Debug)]
pub struct Arg {
    /// The name, not mangled.
    pub arg: Symbol,
    /// The annotation.
    pub annotation: Option<ExprId>,
    /// Where it is (annotation included).
    pub range: Range,
}

/// `keyword`: a keyword argument.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// The name; none for `**value`.
    pub arg: Option<Symbol>,
    /// The value.
    pub value: ExprId,
    /// Where it is.
    pub range: Range,
}

/// `alias`: one name of an import.
#[derive(Clone, Copy, Debug)]
pub struct Alias {
    /// The name, dotted in `import a.b`, `*` in `from m import *`.
    pub name: Symbol,
    /// `as asname`.
    pub asname: Option<Symbol>,
    /// Where it is.
    pub range: Range,
}

/// `withitem`.
#[derive(Clone, Copy, Debug)]
pub struct WithItem {
    /// The context manager.
    pub context_expr: ExprId,
    /// `as target`.
    pub optional_vars: Option<ExprId>,
}

/// `match_case`.
#[derive(Clone, Copy, Debug)]
pub struct MatchCase {
    /// The pattern.
    pub pattern: PatternId,
    /// `if guard`.
    pub guard: Option<ExprId>,
    /// The body.
    pub body: List<StmtId>,
}

/// `type_param`.
#[derive(Clone, Copy, Debug)]
pub struct TypeParam {
    /// Which of the three.
    pub kind: TypeParamKind,
    /// The name, not mangled.
    pub name: Symbol,
    /// `= default`.
    pub default: Option<ExprId>,
    /// Where it is.
    pub range: Range,
}

/// The kinds of `type_param`.
#[derive(Clone, Copy, Debug)]
pub enum TypeParamKind {
    /// `T: bound`.
    TypeVar {
        /// The bound (a `Tuple`: constraints).
        bound: Option<ExprId>,
    },
    /// `*Ts`.
    TypeVarTuple,
    /// `**P`.
    ParamSpec,
}
