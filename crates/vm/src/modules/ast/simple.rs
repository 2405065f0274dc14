//! Operators and contexts: the compiler's and their classes.

use pitviper_compiler::ast::{BoolOp, CmpOp, Context, Operator, UnaryOp};

use super::grammar::{Group, Node};

/// What stands for a class without fields.
pub(super) trait Simple: Copy + PartialEq + 'static {
    /// The classes.
    const GROUP: Group;
    /// All of them with their classes.
    const TABLE: &'static [(Self, Node)];

    /// The class.
    fn node(self) -> Node {
        Self::TABLE.iter().find(|(own, _)| *own == self).map_or(Node::Pass, |(_, node)| *node)
    }

    /// What a class stands for.
    fn of(node: Node) -> Option<Self> {
        Self::TABLE.iter().find(|(_, own)| *own == node).map(|(own, _)| *own)
    }
}

macro_rules! simple {
    ($kind:ident in $group:ident: $($name:ident)*) => {
        impl Simple for $kind {
            const GROUP: Group = Group::$group;
            const TABLE: &'static [(Self, Node)] = &[$(($kind::$name, Node::$name),)*];
        }
    };
}

simple!(Context in ExprContext: Load Store Del);
simple!(BoolOp in BoolOperator: And Or);
simple!(UnaryOp in UnaryOperator: Invert Not UAdd USub);
simple!(Operator in Operator: Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv);
simple!(CmpOp in Comparison: Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn);
