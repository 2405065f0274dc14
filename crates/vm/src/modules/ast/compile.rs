//! What `compile` does with trees.

use pitviper_object::{Obj, Value};

use super::grammar::Node;
use super::{build, features, flag, function_type, read};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::import::compile::{HeapBudget, Request, compile_tree, parse_input, with_input};
use crate::types::code::CodeObject;

/// Source as a tree of objects. `flags` are `compile`'s; `minor` is the version of Python whose features it may use.
///
/// # Errors
/// SyntaxError, `MemoryError`.
pub fn parse(vm: &mut Vm, source: &Value, request: &Request<'_>, flags: i64, minor: Option<u8>) -> PyResult {
    let type_comments = flags & flag::TYPE_COMMENTS != 0;
    let tree = with_input(vm, source, request, |vm, input| parse_input(vm, input, request, type_comments))?;
    let checked = match minor {
        Some(minor) => features::check(vm, &tree, minor, request),
        None => Ok(()),
    };
    let built = checked.and_then(|()| build::build(vm, &tree, level(request, flags)));
    tree.free(&mut HeapBudget(&mut vm.heap));
    built
}

/// A signature (`func_type`) as a tree of objects.
///
/// # Errors
/// SyntaxError, `MemoryError`.
pub fn parse_signature(vm: &mut Vm, source: &Value, request: &Request<'_>) -> PyResult {
    let tree = with_input(vm, source, request, |vm, input| function_type::parse(vm, input, request))?;
    let built = function_type::signature(vm, &tree).and_then(|parts| build::build_signature(vm, &tree, parts));
    tree.free(&mut HeapBudget(&mut vm.heap));
    built
}

/// The level to optimise for.
fn level(request: &Request<'_>, flags: i64) -> Option<u8> {
    (flags & flag::OPTIMIZED != 0).then_some(request.optimize)
}

/// A tree of objects anew, checked and perhaps optimised; a signature is given back as it is.
///
/// # Errors
/// TypeError and ValueError for what is no tree, `MemoryError`.
pub fn parse_node(vm: &mut Vm, node: &Value, request: &Request<'_>, flags: i64, is_signature: bool) -> PyResult {
    if is_signature {
        read::check_root(vm, node, Node::FunctionType)?;
        return Ok(node.clone());
    }
    let tree = read::read(vm, node, request.mode)?;
    let built = build::build(vm, &tree, level(request, flags));
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
