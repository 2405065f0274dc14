//! The nodes: one variant or struct for each constructor of `Python.asdl` (CPython 3.14).
//!
//! Invariant: everything here is `Copy`, holds no pointers, and is meaningful only with its [`Tree`].
//!
//! [`Tree`]: super::Tree

use super::pool::{List, id_type};
use super::symbols::Symbol;
use super::tree::{Limbs, Text};

id_type!(
    /// Names an expression.
    ExprId
);
id_type!(
    /// Names a statement.
    StmtId
);
id_type!(
    /// Names a pattern of a `case`.
    PatternId
);
id_type!(
    /// Names the parameters of a function or lambda.
    ArgumentsId
);

/// Where a node stands. Lines count from 1, columns from 0 in UTF-8 bytes; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// `lineno`.
    pub line: u32,
    /// `col_offset`.
    pub column: u32,
    /// `end_lineno`.
    pub end_line: u32,
    /// `end_col_offset`.
    pub end_column: u32,
}

/// An expression.
#[derive(Clone, Copy, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it is.
    pub range: Range,
}

/// A statement.
#[derive(Clone, Copy, Debug)]
pub struct Stmt {
    /// What it is.
    pub kind: StmtKind,
    /// Where it is. Decorated functions and classes start at `def` or `class` (as in CPython).
    pub range: Range,
}

/// A pattern.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// What it is.
    pub kind: PatternKind,
    /// Where it is.
    pub range: Range,
}

/// What a name, attribute, item, star, list or tuple is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Read.
    Load,
    /// Assigned to.
    Store,
    /// Deleted.
    Del,
}

/// `boolop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoolOp {
    /// `and`
    And,
    /// `or`
    Or,
}

/// `operator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mult,
    /// `@`
    MatMult,
    /// `/`
    Div,
    /// `%`
    Mod,
    /// `**`
    Pow,
    /// `<<`
    LShift,
    /// `>>`
    RShift,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `&`
    BitAnd,
    /// `//`
    FloorDiv,
}

/// `unaryop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `~`
    Invert,
    /// `not`
    Not,
    /// `+`
    UAdd,
    /// `-`
    USub,
}

/// `cmpop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CmpOp {
    /// `==`
    Eq,
    /// `!=`
    NotEq,
    /// `<`
    Lt,
    /// `<=`
    LtE,
    /// `>`
    Gt,
    /// `>=`
    GtE,
    /// `is`
    Is,
    /// `is not`
    IsNot,
    /// `in`
    In,
    /// `not in`
    NotIn,
}

/// The value of a literal.
#[derive(Clone, Copy, Debug)]
pub enum Constant {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An int in `0..=i64::MAX` (negative only in trees not made by the parser).
    Int(i64),
    /// A larger int: whether it is negative (only in trees not made by the parser), and its magnitude, little-endian
    /// limbs in base 2^64, the last one not zero.
    BigInt(bool, Limbs),
    /// A float.
    Float(f64),
    /// A complex number (a real part only in trees not made by the parser).
    Complex(f64, f64),
    /// A string, WTF-8.
    Str {
        /// The code points, as WTF-8.
        text: Text,
        /// Whether the (first) literal had the prefix `u` (`Constant.kind`).
        u: bool,
    },
    /// Bytes.
    Bytes(Text),
    /// A tuple of constants (only in trees not made by the parser).
    Tuple(List<ExprId>),
    /// A frozenset of constants (only in trees not made by the parser).
    FrozenSet(List<ExprId>),
}

/// The conversion of an interpolation: `!s`, `!r`, `!a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// None given.
    None,
    /// `!s`
    Str,
    /// `!r`
    Repr,
    /// `!a`
    Ascii,
}

impl Conversion {
    /// The number that `FormattedValue.conversion` holds.
    #[must_use]
    pub fn code(self) -> i32 {
        match self {
            Self::None => -1,
            Self::Str => i32::from(b's'),
            Self::Repr => i32::from(b'r'),
            Self::Ascii => i32::from(b'a'),
        }
    }
}

/// `expr`.
#[derive(Clone, Copy, Debug)]
pub enum ExprKind {
    /// `a and b and c`: two or more values.
    BoolOp {
        /// The operator.
        op: BoolOp,
        /// The operands.
        values: List<ExprId>,
    },
    /// `target := value`.
    NamedExpr {
        /// A `Name`.
        target: ExprId,
        /// The value.
        value: ExprId,
    },
    /// `left op right`.
    BinOp {
        /// Left operand.
        left: ExprId,
        /// The operator.
        op: Operator,
        /// Right operand.
        right: ExprId,
    },
    /// `op operand`.
    UnaryOp {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        operand: ExprId,
    },
    /// `lambda args: body`.
    Lambda {
        /// Parameters.
        args: ArgumentsId,
        /// The body.
        body: ExprId,
    },
    /// `body if test else orelse`.
    IfExp {
        /// The condition.
        test: ExprId,
        /// When true.
        body: ExprId,
        /// When false.
        orelse: ExprId,
    },
    /// `{k: v, **m}`; a key of `None` means `**value`.
    Dict {
        /// Keys.
        keys: List<Option<ExprId>>,
        /// Values, as many as keys.
        values: List<ExprId>,
    },
    /// `{a, b}`.
    Set {
        /// Items.
        elts: List<ExprId>,
    },
    /// `[elt for …]`.
    ListComp {
        /// The item.
        elt: ExprId,
        /// One or more `for` clauses.
        generators: List<Comprehension>,
    },
    /// `{elt for …}`.
    SetComp {
        /// The item.
        elt: ExprId,
        /// One or more `for` clauses.
        generators: List<Comprehension>,
    },
    /// `{key: value for …}`.
    DictComp {
        /// The key.
        key: ExprId,
        /// The value.
        value: ExprId,
        /// One or more `for` clauses.
        generators: List<Comprehension>,
    },
    /// `(elt for …)`.
    GeneratorExp {
        /// The item.
        elt: ExprId,
        /// One or more `for` clauses.
        generators: List<Comprehension>,
    },
    /// `await value`.
    Await {
        /// What is awaited.
        value: ExprId,
    },
    /// `yield value`.
    Yield {
        /// What is yielded.
        value: Option<ExprId>,
    },
    /// `yield from value`.
    YieldFrom {
        /// The iterable.
        value: ExprId,
    },
    /// `left op1 c1 op2 c2 …`.
    Compare {
        /// The first operand.
        left: ExprId,
        /// Operators.
        ops: List<CmpOp>,
        /// The other operands, as many as operators.
        comparators: List<ExprId>,
    },
    /// `func(args, keywords)`; `*x` is a `Starred` among `args`, `**x` a keyword without name.
    Call {
        /// What is called.
        func: ExprId,
        /// Positional arguments.
        args: List<ExprId>,
        /// Keyword arguments.
        keywords: List<Keyword>,
    },
    /// A replacement field of an f-string.
    FormattedValue {
        /// The value.
        value: ExprId,
        /// `!r` and the like.
        conversion: Conversion,
        /// A `JoinedStr`.
        format_spec: Option<ExprId>,
    },
    /// A replacement field of a t-string.
    Interpolation {
        /// The value.
        value: ExprId,
        /// The source of the expression (`Interpolation.str`).
        str: Text,
        /// `!r` and the like.
        conversion: Conversion,
        /// A `JoinedStr`.
        format_spec: Option<ExprId>,
    },
    /// An f-string: `Constant` strings and `FormattedValue`s; no two constants adjoin, none is empty.
    JoinedStr {
        /// The pieces.
        values: List<ExprId>,
    },
    /// A t-string: `Constant` strings and `Interpolation`s.
    TemplateStr {
        /// The pieces.
        values: List<ExprId>,
    },
    /// A literal.
    Constant(Constant),
    /// `value.attr`.
    Attribute {
        /// The object.
        value: ExprId,
        /// The name, not mangled.
        attr: Symbol,
        /// Its use.
        ctx: Context,
    },
    /// `value[slice]`.
    Subscript {
        /// The container.
        value: ExprId,
        /// The key; a `Slice` or a `Tuple` of them among others.
        slice: ExprId,
        /// Its use.
        ctx: Context,
    },
    /// `*value`.
    Starred {
        /// What is unpacked.
        value: ExprId,
        /// Its use.
        ctx: Context,
    },
    /// A name.
    Name {
        /// The name, not mangled.
        id: Symbol,
        /// Its use.
        ctx: Context,
    },
    /// `[a, b]`.
    List {
        /// Items.
        elts: List<ExprId>,
        /// Its use.
        ctx: Context,
    },
    /// `(a, b)`.
    Tuple {
        /// Items.
        elts: List<ExprId>,
        /// Its use.
        ctx: Context,
    },
    /// `lower:upper:step`; only as (an item of) the `slice` of a `Subscript`.
    Slice {
        /// Start.
        lower: Option<ExprId>,
        /// Stop.
        upper: Option<ExprId>,
        /// Step.
        step: Option<ExprId>,
    },
}

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

const _: () = assert!(size_of::<Expr>() <= 40);
const _: () = assert!(size_of::<Stmt>() <= 68);
