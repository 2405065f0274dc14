//! `from __future__ import …` (CPython's `future.c`).
//!
//! Such statements may stand only behind the docstring and each other. Those that do are noted in the tree;
//! any other is left to the code generator, which knows it by its line ([`Tree::future_line`]).

use crate::ast::{Alias, Constant, ExprKind, Root, StmtKind, Tree};
use crate::error::{Fault, Place, message};
use crate::fault;
use crate::room::Meter;
use crate::source::Source;

/// Features that are part of the language by now, and two that never will be.
const MANDATORY: [&str; 9] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
];

/// A name that is no feature.
#[derive(Clone, Copy)]
pub(crate) struct Unknown(Alias);

impl Unknown {
    /// The error in source.
    pub(crate) fn fault(self, tree: &Tree, source: &Source<'_>) -> Fault {
        let (name, range) = (tree.str(self.0.name), self.0.range);
        let start = source.line_start(range.line) + range.column;
        let end = source.line_start(range.end_line) + range.end_column;
        let place = Place::Span(start, end);
        if name == "braces" {
            return Fault::syntax(message!("not a chance"), place).by_compiler();
        }
        let part = crate::error::Part::Source(start, start + name.len() as u32);
        Fault::syntax(message!("future feature ", part, " is not defined"), place).by_compiler()
    }

    /// The error in a tree without source.
    pub(crate) fn in_tree(self, tree: &Tree, meter: &mut Meter) -> fault::Fault {
        let name = tree.str(self.0.name);
        let named = ["future feature ", name, " is not defined"];
        fault::syntax(meter, self.0.range, if name == "braces" { &["not a chance"] } else { &named })
    }
}

/// Reads the future statements of a module.
pub(crate) fn note(tree: &mut Tree) -> Result<(), Unknown> {
    let (Root::Module(body) | Root::Interactive(body)) = tree.root else { return Ok(()) };
    for index in 0..tree[body].len() {
        let stmt = tree[tree[body][index]];
        match stmt.kind {
            StmtKind::ImportFrom { module: Some(module), names, level: 0 } if tree.str(module) == "__future__" => {
                for at in 0..tree[names].len() {
                    let alias = tree[names][at];
                    if feature(tree, alias)? {
                        tree.future_annotations = true;
                    }
                }
                tree.future_line = stmt.range.line;
            }
            StmtKind::Expr { value } if index == 0 => {
                if !matches!(tree[value].kind, ExprKind::Constant(Constant::Str { .. })) {
                    break;
                }
            }
            _ => break,
        }
    }
    Ok(())
}

/// Whether the feature is `annotations`; an error when there is no such feature.
fn feature(tree: &Tree, alias: Alias) -> Result<bool, Unknown> {
    let name = tree.str(alias.name);
    if name == "annotations" {
        Ok(true)
    } else if MANDATORY.contains(&name) {
        Ok(false)
    } else {
        Err(Unknown(alias))
    }
}
