//! The kinds of expressions.

use super::{
    ArgumentsId, BoolOp, CmpOp, Comprehension, Constant, Context, Conversion, ExprId, Keyword, Operator, UnaryOp,
};
use crate::ast::pool::List;
use crate::ast::symbols::Symbol;
use crate::ast::tree::Text;

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
