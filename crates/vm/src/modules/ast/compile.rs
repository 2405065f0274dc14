//! What `compile` does with trees.

use pitviper_compiler::ast::Tree;
use pitviper_object::{Obj, Value};

use super::{build, read};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::import::compile::{HeapBudget, Request, compile_tree, parse_input, with_input};
use crate::types::code::CodeObject;

/// Source as a tree of objects, optimised if so asked.
///
/// # Errors
/// SyntaxError, `MemoryError`.
pub fn parse(vm: &mut Vm, source: &Value, request: &Request<'_>, optimized: bool) -> PyResult {
    let tree = with_input(vm, source, request, |vm, input| parse_input(vm, input, request))?;
    built(vm, tree, request, optimized)
}

/// A tree of objects as it is, or optimised.
///
/// # Errors
/// TypeError and ValueError for what is no tree, `MemoryError`.
pub fn parse_node(vm: &mut Vm, node: &Value, request: &Request<'_>, optimized: bool) -> PyResult {
    if !optimized {
        read::check_root(vm, node, request.mode)?;
        return Ok(node.clone());
    }
    let tree = read::read(vm, node, request.mode)?;
    built(vm, tree, request, true)
}

fn built(vm: &mut Vm, tree: Tree, request: &Request<'_>, optimized: bool) -> PyResult {
    let built = build::build(vm, &tree, optimized.then_some(request.optimize));
    tree.free(&mut HeapBudget(&mut vm.heap));
    built
}

/// Code of a tree of objects.
///
/// # Errors
/// TypeError and ValueError for what is no tree, SyntaxError, `MemoryError`.
pub fn compile_node(vm: &mut Vm, node: &Value, request: &Request<'_>) -> PyResult<Obj<CodeObject>> {
    let tree = read::read(vm, node, request.mode)?;
    compile_tree(vm, tree, request)
}
