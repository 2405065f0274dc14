//! Type comments of a tree, kept beside its nodes because hardly any tree has them.

use super::nodes::{ArgumentsId, StmtId};
use super::pool::{Budget, OutOfMemory};
use super::tree::{Text, Tree};

/// What a type comment belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A statement.
    Stmt(StmtId),
    /// A parameter, by its number in [`Tree::all_args`].
    Arg(ArgumentsId, u32),
}

/// A type comment (`# type: int`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypeComment {
    owner: Owner,
    text: Text,
}

/// `# type: ignore`.
#[derive(Clone, Copy, Debug)]
pub struct TypeIgnore {
    /// The line, from 1.
    pub line: u32,
    /// What follows `ignore`.
    pub tag: Text,
}

impl Tree {
    /// The `# type: ignore` comments, in source order.
    #[must_use]
    pub fn type_ignores(&self) -> &[TypeIgnore] {
        self.type_ignores.as_slice()
    }

    /// What the type comment of a node says.
    #[must_use]
    pub fn type_comment(&self, owner: Owner) -> Option<Text> {
        let comments = self.type_comments.as_slice();
        let at = comments.binary_search_by_key(&owner, |comment| comment.owner).ok()?;
        comments.get(at).map(|comment| comment.text)
    }

    /// Adds a type comment; [`Tree::sort_type_comments`] must follow the last one.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_type_comment(&mut self, budget: &mut dyn Budget, owner: Owner, text: Text) -> Result<(), OutOfMemory> {
        self.type_comments.push(budget, TypeComment { owner, text }).map(drop)
    }

    /// Puts the type comments in the order of their owners.
    pub fn sort_type_comments(&mut self) {
        self.type_comments.as_mut_slice().sort_unstable_by_key(|comment| comment.owner);
    }

    /// Adds a comment `# type: ignore`.
    ///
    /// # Errors
    /// [`OutOfMemory`]
    pub fn add_type_ignore(&mut self, budget: &mut dyn Budget, line: u32, tag: Text) -> Result<(), OutOfMemory> {
        self.type_ignores.push(budget, TypeIgnore { line, tag }).map(drop)
    }
}
