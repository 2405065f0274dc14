//! The kinds of statements.

use super::{Alias, ArgumentsId, ExceptHandler, ExprId, Keyword, MatchCase, Operator, StmtId, TypeParam, WithItem};
use crate::ast::pool::List;
use crate::ast::symbols::Symbol;

/// `stmt`.
#[derive(Clone, Copy, Debug)]
pub enum StmtKind {
    /// `def` or `async def`.
    FunctionDef {
        /// `async def`.
        is_async: bool,
        /// The name.
        name: Symbol,
        /// Parameters.
        args: ArgumentsId,
        /// One or more statements.
        body: List<StmtId>,
        /// Decorators, outermost first.
        decorator_list: List<ExprId>,
        /// `-> returns`.
        returns: Option<ExprId>,
        /// `def f[T]`.
        type_params: List<TypeParam>,
    },
    /// `class`.
    ClassDef {
        /// The name.
        name: Symbol,
        /// Positional bases.
        bases: List<ExprId>,
        /// `metaclass=…` and others.
        keywords: List<Keyword>,
        /// One or more statements.
        body: List<StmtId>,
        /// Decorators, outermost first.
        decorator_list: List<ExprId>,
        /// `class C[T]`.
        type_params: List<TypeParam>,
    },
    /// `return value`.
    Return {
        /// The value.
        value: Option<ExprId>,
    },
    /// `del targets`.
    Delete {
        /// One or more targets.
        targets: List<ExprId>,
    },
    /// `a = b = value`.
    Assign {
        /// One or more targets, leftmost first.
        targets: List<ExprId>,
        /// The value.
        value: ExprId,
    },
    /// `type name[T] = value`.
    TypeAlias {
        /// A `Name`.
        name: ExprId,
        /// `[T]`.
        type_params: List<TypeParam>,
        /// The value.
        value: ExprId,
    },
    /// `target op= value`.
    AugAssign {
        /// Name, attribute or subscript.
        target: ExprId,
        /// The operator.
        op: Operator,
        /// The value.
        value: ExprId,
    },
    /// `target: annotation = value`.
    AnnAssign {
        /// Name, attribute or subscript.
        target: ExprId,
        /// The annotation.
        annotation: ExprId,
        /// The value.
        value: Option<ExprId>,
        /// The target is a name that is not in parentheses.
        simple: bool,
    },
    /// `for` or `async for`.
    For {
        /// `async for`.
        is_async: bool,
        /// The target.
        target: ExprId,
        /// The iterable.
        iter: ExprId,
        /// The body.
        body: List<StmtId>,
        /// `else:`.
        orelse: List<StmtId>,
    },
    /// `while`.
    While {
        /// The condition.
        test: ExprId,
        /// The body.
        body: List<StmtId>,
        /// `else:`.
        orelse: List<StmtId>,
    },
    /// `if`; an `elif` is an `If` alone in `orelse` (walk such chains by a loop).
    If {
        /// The condition.
        test: ExprId,
        /// The body.
        body: List<StmtId>,
        /// `elif` or `else:`.
        orelse: List<StmtId>,
    },
    /// `with` or `async with`.
    With {
        /// `async with`.
        is_async: bool,
        /// One or more items.
        items: List<WithItem>,
        /// The body.
        body: List<StmtId>,
    },
    /// `match`.
    Match {
        /// The subject.
        subject: ExprId,
        /// One or more cases.
        cases: List<MatchCase>,
    },
    /// `raise exc from cause`.
    Raise {
        /// The exception.
        exc: Option<ExprId>,
        /// The cause.
        cause: Option<ExprId>,
    },
    /// `try`, with `except` (`Try`) or `except*` (`TryStar`).
    Try {
        /// `except*`.
        is_star: bool,
        /// The body.
        body: List<StmtId>,
        /// `except` clauses.
        handlers: List<ExceptHandler>,
        /// `else:`.
        orelse: List<StmtId>,
        /// `finally:`.
        finalbody: List<StmtId>,
    },
    /// `assert test, msg`.
    Assert {
        /// The condition.
        test: ExprId,
        /// The message.
        msg: Option<ExprId>,
    },
    /// `import a.b as c`.
    Import {
        /// One or more names.
        names: List<Alias>,
    },
    /// `from module import names`.
    ImportFrom {
        /// The module; none in `from . import x`.
        module: Option<Symbol>,
        /// One or more names; `*` alone among them.
        names: List<Alias>,
        /// Number of leading dots.
        level: u32,
    },
    /// `global`.
    Global {
        /// Names.
        names: List<Symbol>,
    },
    /// `nonlocal`.
    Nonlocal {
        /// Names.
        names: List<Symbol>,
    },
    /// An expression as a statement.
    Expr {
        /// The expression.
        value: ExprId,
    },
    /// `pass`.
    Pass,
    /// `break`.
    Break,
    /// `continue`.
    Continue,
}
