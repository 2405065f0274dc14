//! `feature_version`: what source written for an older Python may not have.

use pitviper_compiler::ast::{Expr, ExprKind, List as Items, Operator, Range, Stmt, StmtKind, Tree, TypeParam};
use pitviper_object::Value;

use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::import::compile::Request;
use crate::types::exception::new_with_args;

/// What a node needs: the minor version, and what to say.
type Need = Option<(u8, &'static str)>;

/// Refuses a tree with something that Python 3.`minor` does not have.
///
/// # Errors
/// SyntaxError, `MemoryError`.
pub(super) fn check(vm: &mut Vm, tree: &Tree, minor: u8, request: &Request<'_>) -> PyResult<()> {
    let lacks = |need: Need| need.filter(|(since, _)| *since > minor);
    for id in tree.expr_ids() {
        if let Some(need) = lacks(of_expr(tree, tree[id], minor)) {
            return Err(refuse(vm, need, tree[id].range, request));
        }
    }
    for id in tree.stmt_ids() {
        if let Some(need) = lacks(of_stmt(tree, tree[id], minor)) {
            return Err(refuse(vm, need, tree[id].range, request));
        }
    }
    Ok(())
}

fn refuse(vm: &mut Vm, (since, what): (u8, &str), range: Range, request: &Request<'_>) -> Raised {
    let exception = (|| {
        let message = vm.new_str_fmt(format_args!("{what} only supported in Python 3.{since} and greater"))?;
        let [line, offset, end_line, end_offset] =
            [range.line, range.column + 1, range.end_line, range.end_column + 1].map(|n| Value::small(n.into()));
        let place = [request.filename.clone(), line, offset, Value::none(), end_line, end_offset];
        let place = vm.new_tuple_from(place)?;
        new_with_args(vm, Exc::SyntaxError, &[message, place])
    })();
    match exception {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

fn of_expr(tree: &Tree, expr: Expr, minor: u8) -> Need {
    match expr.kind {
        ExprKind::NamedExpr { .. } => Some((8, "Assignment expressions are")),
        ExprKind::TemplateStr { .. } => Some((14, "t-strings are")),
        ExprKind::Lambda { args, .. } if !tree[args].posonlyargs.is_empty() => POSITIONAL,
        ExprKind::Await { .. } => Some((5, "Await expressions are")),
        ExprKind::BinOp { op: Operator::MatMult, .. } => MATRIX,
        ExprKind::ListComp { generators, .. }
        | ExprKind::SetComp { generators, .. }
        | ExprKind::DictComp { generators, .. }
        | ExprKind::GeneratorExp { generators, .. }
            if minor < 6 && tree[generators].iter().any(|clause| clause.is_async) =>
        {
            Some((6, "Async comprehensions are"))
        }
        _ => None,
    }
}

const POSITIONAL: Need = Some((8, "Positional-only parameters are"));
const MATRIX: Need = Some((5, "The '@' operator is"));

fn of_stmt(tree: &Tree, stmt: Stmt, minor: u8) -> Need {
    match stmt.kind {
        StmtKind::FunctionDef { is_async, args, type_params, .. } => {
            let own = if is_async { Some((5, "Async functions are")) } else { None };
            let positional = if tree[args].posonlyargs.is_empty() { None } else { POSITIONAL };
            [of_type_params(tree, type_params), positional, own].into_iter().flatten().find(|(since, _)| *since > minor)
        }
        StmtKind::ClassDef { type_params, .. } => of_type_params(tree, type_params),
        StmtKind::TypeAlias { type_params, .. } => {
            of_type_params(tree, type_params).or(Some((12, "Type statement is")))
        }
        StmtKind::For { is_async: true, .. } => Some((5, "Async for loops are")),
        StmtKind::With { is_async: true, .. } => Some((5, "Async with statements are")),
        StmtKind::Match { .. } => Some((10, "Pattern matching is")),
        StmtKind::AnnAssign { .. } => Some((6, "Variable annotation syntax is")),
        StmtKind::AugAssign { op: Operator::MatMult, .. } => MATRIX,
        StmtKind::Try { is_star, handlers, .. } => {
            let bare = tree[handlers].iter().any(|handler| match handler.typ.map(|typ| tree[typ]) {
                Some(Expr { kind: ExprKind::Tuple { elts, .. }, range }) => tree[elts].first().is_some_and(|&first| {
                    let first = tree[first].range;
                    (first.line, first.column) == (range.line, range.column)
                }),
                _ => false,
            });
            match (bare, is_star) {
                (true, _) => Some((14, "except expressions without parentheses are")),
                (false, true) => Some((11, "Exception groups are")),
                _ => None,
            }
        }
        _ => None,
    }
}

fn of_type_params(tree: &Tree, params: Items<TypeParam>) -> Need {
    if tree[params].iter().any(|param| param.default.is_some()) {
        Some((13, "Type parameter defaults are"))
    } else if params.is_empty() {
        None
    } else {
        Some((12, "Type parameter lists are"))
    }
}
