//! The nodes: one variant or struct for each constructor of `Python.asdl` (CPython 3.14).
//!
//! Invariant: everything here is `Copy`, holds no pointers, and is meaningful only with its [`Tree`].
//!
//! [`Tree`]: super::Tree

mod expressions;
mod operators;
mod parts;
mod statements;

pub use expressions::ExprKind;
pub use operators::{BoolOp, CmpOp, Constant, Context, Conversion, Operator, UnaryOp};
pub use parts::*;
pub use statements::StmtKind;

use super::pool::id_type;

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

const _: () = assert!(size_of::<Expr>() <= 40);
const _: () = assert!(size_of::<Stmt>() <= 68);
