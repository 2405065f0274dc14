//! `from __future__ import …` (CPython's `future.c`).
//!
//! Such statements may stand only behind the docstring and each other. Those that do are noted in the tree;
//! any other is left to the code generator, which knows it by its line ([`Tree::future_line`]).

use crate::ast::{Alias, Constant, ExprKind, Root, StmtKind, Tree};
use crate::error::{Fault, Place, message};
use crate::literal::Stop;
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

/// Reads the future statements of a module.
pub(crate) fn note(tree: &mut Tree, source: &Source<'_>) -> Result<(), Stop> {
    let (Root::Module(body) | Root::Interactive(body)) = tree.root else { return Ok(()) };
    for index in 0..tree[body].len() {
        let stmt = tree[tree[body][index]];
        match stmt.kind {
            StmtKind::ImportFrom { module: Some(module), names, level: 0 } if tree.str(module) == "__future__" => {
                for at in 0..tree[names].len() {
                    let alias = tree[names][at];
                    if feature(tree, source, alias)? {
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
fn feature(tree: &Tree, source: &Source<'_>, alias: Alias) -> Result<bool, Stop> {
    let name = tree.str(alias.name);
    if name == "annotations" {
        return Ok(true);
    }
    if MANDATORY.contains(&name) {
        return Ok(false);
    }
    let start = source.line_start(alias.range.line) + alias.range.column;
    let end = source.line_start(alias.range.end_line) + alias.range.end_column;
    let place = Place::Span(start, end);
    if name == "braces" {
        return Err(Fault::syntax(message!("not a chance"), place).by_compiler().into());
    }
    let part = crate::error::Part::Source(start, start + name.len() as u32);
    Err(Fault::syntax(message!("future feature ", part, " is not defined"), place).by_compiler().into())
}
