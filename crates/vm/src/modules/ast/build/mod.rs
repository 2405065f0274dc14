//! From the compiler's tree to objects.
//!
//! A node's children come before it in the tree's arrays, so that each array is gone through once, from its start to
//! its end, and nothing recurses however deep the tree is.

mod expr;
mod optimize;
mod pattern;
mod stmt;

use pitviper_compiler::ast::{
    ExprId, ExprKind, Item, List as Items, Owner, PatternId, Range, Root, StmtId, Symbol, Text, Tree,
};
use pitviper_object::{Obj, PageKind, Value};

use super::classes::Classes;
use super::function_type::Signature;
use super::grammar::Node;
use super::node;
use super::simple::Simple;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::list::List;

/// The state of building.
struct Build<'a> {
    vm: &'a mut Vm,
    tree: &'a Tree,
    classes: Classes,
    /// The level, when the tree is to be optimised.
    optimize: Option<u8>,
    exprs: Obj<List>,
    patterns: Obj<List>,
    stmts: Obj<List>,
}

/// The objects of a tree, optimised when a level is given.
///
/// # Errors
/// `MemoryError`.
pub(super) fn build(vm: &mut Vm, tree: &Tree, optimize: Option<u8>) -> PyResult {
    parts(vm, tree, optimize)?.root()
}

/// The objects of a tree that is a signature.
///
/// # Errors
/// `MemoryError`.
pub(super) fn build_signature(vm: &mut Vm, tree: &Tree, signature: Signature) -> PyResult {
    let mut build = parts(vm, tree, None)?;
    let params = build.list(signature.params, |build, param| match build.tree[param].kind {
        ExprKind::Starred { value, .. } => Ok(build.expr(value)),
        _ => Ok(build.expr(param)),
    })?;
    let returns = build.expr(signature.returns);
    build.node(Node::FunctionType, &[params, returns])
}

/// The objects of all nodes.
fn parts<'a>(vm: &'a mut Vm, tree: &'a Tree, optimize: Option<u8>) -> PyResult<Build<'a>> {
    let classes = Classes::get(vm)?;
    let (exprs, patterns, stmts) = (vm.new_list()?, vm.new_list()?, vm.new_list()?);
    exprs.reserve_exact(&mut vm.heap, tree.expr_count())?;
    stmts.reserve_exact(&mut vm.heap, tree.stmt_count())?;
    let mut build = Build { vm, tree, classes, optimize, exprs, patterns, stmts };
    for id in tree.expr_ids() {
        let value = build.make_expr(id)?;
        build.vm.list_push(&build.exprs, value)?;
    }
    for id in tree.pattern_ids() {
        let value = build.make_pattern(id)?;
        build.vm.list_push(&build.patterns, value)?;
    }
    for id in tree.stmt_ids() {
        let value = build.make_stmt(id)?;
        build.vm.list_push(&build.stmts, value)?;
    }
    Ok(build)
}

impl Build<'_> {
    fn root(&mut self) -> PyResult {
        match self.tree.root {
            Root::Module(body) => {
                let body = self.block(body)?;
                let ignores = self.ignores()?;
                self.node(Node::Module, &[body, ignores])
            }
            Root::Interactive(body) => {
                let body = self.stmts(body)?;
                self.node(Node::Interactive, &[body])
            }
            Root::Expression(body) => {
                let body = self.expr(body);
                self.node(Node::Expression, &[body])
            }
        }
    }

    /// The `# type: ignore` comments.
    fn ignores(&mut self) -> PyResult {
        let list = self.vm.new_list()?;
        for ignore in self.tree.type_ignores() {
            let tag = self.text(ignore.tag)?;
            let ignore = self.node(Node::TypeIgnore, &[Value::small(i64::from(ignore.line)), tag])?;
            self.vm.list_push(&list, ignore)?;
        }
        Ok(list.into_value())
    }

    /// The type comment of a node.
    fn type_comment(&mut self, owner: Owner) -> PyResult {
        match self.tree.type_comment(owner) {
            Some(text) => self.text(text),
            None => Ok(Value::none()),
        }
    }

    /// A node with values for all its fields.
    fn node(&mut self, node: Node, values: &[Value]) -> PyResult {
        let Some(class) = self.classes.class(node) else { return Err(self.vm.no_memory()) };
        let object = self.vm.new_instance_of(class, PageKind::Container, node::payload())?.into_value();
        for (name, value) in self.classes.fields(node).iter().zip(values) {
            self.vm.set_instance_attr(&object, name, value.clone())?;
        }
        Ok(object)
    }

    /// A node that knows where it is.
    fn placed(&mut self, node: Node, values: &[Value], range: Range) -> PyResult {
        let object = self.node(node, values)?;
        let places = [range.line, range.column, range.end_line, range.end_column];
        for (name, place) in self.classes.places().iter().zip(places) {
            self.vm.set_instance_attr(&object, name, Value::small(i64::from(place)))?;
        }
        Ok(object)
    }

    /// The node, of which there is one, of an operator or context.
    fn simple(&self, simple: impl Simple) -> Value {
        self.classes.single(simple.node())
    }

    fn expr(&self, id: ExprId) -> Value {
        self.exprs.get(id.index()).unwrap_or_else(Value::none)
    }

    fn optional(&self, id: Option<ExprId>) -> Value {
        id.map_or_else(Value::none, |id| self.expr(id))
    }

    fn pattern(&self, id: PatternId) -> Value {
        self.patterns.get(id.index()).unwrap_or_else(Value::none)
    }

    fn stmt(&self, id: StmtId) -> Value {
        self.stmts.get(id.index()).unwrap_or_else(Value::none)
    }

    /// A list of what `each` makes of items.
    fn list<T: Item>(&mut self, items: Items<T>, mut each: impl FnMut(&mut Self, T) -> PyResult) -> PyResult {
        let list = self.vm.new_list()?;
        list.reserve_exact(&mut self.vm.heap, items.len())?;
        let tree = self.tree;
        for &item in &tree[items] {
            let value = each(self, item)?;
            self.vm.list_push(&list, value)?;
        }
        Ok(list.into_value())
    }

    fn exprs(&mut self, items: Items<ExprId>) -> PyResult {
        self.list(items, |build, id| Ok(build.expr(id)))
    }

    fn stmts(&mut self, items: Items<StmtId>) -> PyResult {
        self.list(items, |build, id| Ok(build.stmt(id)))
    }

    fn symbol(&mut self, symbol: Symbol) -> PyResult {
        self.vm.intern(self.tree.str(symbol))
    }

    fn optional_symbol(&mut self, symbol: Option<Symbol>) -> PyResult {
        symbol.map_or_else(|| Ok(Value::none()), |symbol| self.symbol(symbol))
    }

    fn symbols(&mut self, items: Items<Symbol>) -> PyResult {
        self.list(items, Self::symbol)
    }

    fn text(&mut self, text: Text) -> PyResult {
        crate::types::str::from_wtf8(self.vm, self.tree.text(text))
    }
}
