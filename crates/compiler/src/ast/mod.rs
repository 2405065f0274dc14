//! The syntax tree of Python 3.14: the nodes of `Python.asdl`, in a fallible arena.
//!
//! A [`Tree`] owns everything. Nodes are small `Copy` values that name each other by typed 32-bit ids, so
//! dropping a tree is freeing a dozen arrays and never recurses, whatever the depth of the program.
//!
//! How to read one:
//!
//! ```ignore
//! match tree.root {
//!     Root::Module(body) | Root::Interactive(body) => {
//!         for &id in &tree[body] {               // List<StmtId> -> [StmtId]
//!             let stmt: &Stmt = &tree[id];       // StmtId -> Stmt { kind, range }
//!             match stmt.kind {                  // kinds are Copy: no borrow of the tree is held
//!                 StmtKind::Return { value } => …,
//!                 StmtKind::FunctionDef { name, args, .. } => {
//!                     let name: &str = tree.str(name);               // Symbol -> str
//!                     let args: &Arguments = &tree[args];            // ArgumentsId
//!                     for arg in &tree[args.posonlyargs] { … }       // List<Arg> -> [Arg]
//!                 }
//!                 …
//!             }
//!         }
//!     }
//!     Root::Expression(expr) => …,
//! }
//! ```
//!
//! * Every id and every [`List`] indexes the tree; lists of small structs (`Alias`, `Keyword`, …) hold the
//!   structs themselves. `Option<Id>` is four bytes.
//! * [`Symbol`]s are equal exactly when their names are: compare them, not the text. They are NFKC-normalised
//!   and not mangled.
//! * [`Constant::Str`] and `Bytes` name bytes in the tree: `tree.text(t)`. Strings are WTF-8 (UTF-8 in which
//!   lone surrogates are encoded as three bytes).
//! * A pass that recurses must bound itself by [`Tree::depth`], most simply by running under
//!   [`crate::stack::on_sized_stack`]. `depth` counts every level, left-deep chains (`a+a+a…`, `a.b.c…`)
//!   included, with one exception: **`elif` chains count as one level**, so they must be walked by a loop
//!   (an `elif` is, as in CPython, an `If` alone in the `orelse` list of another).
//!
//! The compiler's and the VM's own trees (`compile(ast_object)`) are built through the `add_*` methods.

mod comments;
mod names;
mod nodes;
mod pool;
mod symbols;
mod tree;

pub mod dump;

pub use comments::{Owner, TypeIgnore};
pub use nodes::*;
pub use pool::{Budget, Item, List, OutOfMemory, Pool, Unlimited};
pub use symbols::Symbol;
pub use tree::{Limbs, Root, Text, Tree, Warning};
