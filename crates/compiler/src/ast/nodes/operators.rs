//! Operators, contexts, constants: what the fields of nodes choose from.

use super::ExprId;
use crate::ast::pool::List;
use crate::ast::tree::{Limbs, Text};

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
