//! What rules match, as far as messages ask for it.

use crate::ast::OutOfMemory;
use crate::error::Part;

use super::core::Parser;

/// What was matched. Members and operands are in [`Parser::links`], the last one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Attribute,
    Subscript,
    /// The value.
    Starred(Members),
    Name,
    List(Members),
    Tuple(Members),
    Lambda,
    Call,
    /// `and`, `or`, binary and unary operators.
    Operation,
    Generator,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    FString,
    TString,
    /// Numbers, strings, bytes.
    Literal,
    True,
    False,
    None,
    Ellipsis,
    /// The first operand, when the first operator is `in`; otherwise empty.
    Compare(Members),
    Conditional,
    Named,
    /// Not an expression.
    Other,
}

/// The last member of a container, plus one; 0: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Members(u32);

/// A member, and the one before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    node: Node,
    before: Members,
}

/// A match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Node {
    /// How messages call it.
    pub(super) fn name(self) -> Part {
        Part::Str(match self.kind {
            Kind::Attribute => "attribute",
            Kind::Subscript => "subscript",
            Kind::Starred(_) => "starred",
            Kind::Name => "name",
            Kind::List(_) => "list",
            Kind::Tuple(_) => "tuple",
            Kind::Lambda => "lambda",
            Kind::Call => "function call",
            Kind::Operation => "expression",
            Kind::Generator => "generator expression",
            Kind::Yield => "yield expression",
            Kind::Await => "await expression",
            Kind::ListComp => "list comprehension",
            Kind::SetComp => "set comprehension",
            Kind::DictComp => "dict comprehension",
            Kind::Dict => "dict literal",
            Kind::Set => "set display",
            Kind::FString => "f-string expression",
            Kind::TString => "t-string expression",
            Kind::Literal | Kind::Other => "literal",
            Kind::True => "True",
            Kind::False => "False",
            Kind::None => "None",
            Kind::Ellipsis => "ellipsis",
            Kind::Compare(_) => "comparison",
            Kind::Conditional => "conditional expression",
            Kind::Named => "named expression",
        })
    }
}

/// What a target is for: which expressions are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Assign,
    Delete,
    For,
}

impl Parser<'_, '_> {
    /// Adds a member behind `before`.
    pub(super) fn member(&mut self, before: Members, node: Node) -> Result<Members, OutOfMemory> {
        let place = self.links.push(self.budget, Link { node, before })?;
        Ok(Members(place as u32 + 1))
    }

    fn link(&self, members: Members) -> Option<Link> {
        (members.0 as usize).checked_sub(1).and_then(|at| self.links.as_slice().get(at)).copied()
    }

    /// The first part of an expression that cannot be a target.
    pub(super) fn invalid_target(&self, node: Node, purpose: Purpose) -> Option<Node> {
        match node.kind {
            Kind::Name | Kind::Subscript | Kind::Attribute => None,
            Kind::Starred(_) if purpose == Purpose::Delete => Some(node),
            Kind::Compare(Members(0)) if purpose == Purpose::For => None,
            Kind::Compare(_) if purpose != Purpose::For => Some(node),
            Kind::List(mut members)
            | Kind::Tuple(mut members)
            | Kind::Starred(mut members)
            | Kind::Compare(mut members) => {
                let mut found = None;
                while let Some(link) = self.link(members) {
                    found = self.invalid_target(link.node, purpose).or(found);
                    members = link.before;
                }
                found
            }
            _ => Some(node),
        }
    }
}
