//! From objects to the compiler's tree, with the checks that CPython makes of trees that programs build.
//!
//! What the compiler relies on is established here: no empty bodies, contexts that fit, operands as many as operators,
//! places that are in order. Parts are added before what they are part of.

mod constant;
mod expr;
mod params;
mod pattern;
mod places;
mod stmt;

use pitviper_compiler::ast::{Budget, Context, ExprId, Item, List as Items, Owner, Root, StmtId, Symbol, Text, Tree};
use pitviper_compiler::parse::Mode;
use pitviper_object::Value;
use pitviper_text::codecs::{Codec, Encoding, Handler};

use super::classes::Classes;
use super::grammar::{Group, Node};
use super::simple::Simple;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::import::compile::HeapBudget;
use crate::modules::io::scratch::{Scratch, encode};
use crate::types::list::List;
use crate::types::str::Str;

/// An object and the class of node that it is read as.
#[derive(Clone, Copy)]
struct Source<'v> {
    object: &'v Value,
    node: Node,
}

/// The state of reading.
struct Read<'a> {
    vm: &'a mut Vm,
    classes: Classes,
    tree: Tree,
    /// Its pools are the stacks on which lists gather.
    scratch: Tree,
    depth: u32,
}

/// The tree that objects describe. Its memory is charged to the heap.
///
/// # Errors
/// TypeError and ValueError as CPython's, `MemoryError`, or what reading attributes raises.
pub(super) fn read(vm: &mut Vm, object: &Value, mode: Mode) -> PyResult<Tree> {
    let classes = Classes::get(vm)?;
    let mut read = Read { vm, classes, tree: Tree::new(), scratch: Tree::new(), depth: 0 };
    let done = read.root(object, mode);
    let Read { vm, mut tree, scratch, .. } = read;
    scratch.free(&mut HeapBudget(&mut vm.heap));
    match done {
        Ok(()) => {
            tree.sort_type_comments();
            Ok(tree)
        }
        Err(raised) => {
            tree.free(&mut HeapBudget(&mut vm.heap));
            Err(raised)
        }
    }
}

/// Checks that a tree is of a class.
///
/// # Errors
/// TypeError, `MemoryError`.
pub(super) fn check_root(vm: &mut Vm, object: &Value, wanted: Node) -> PyResult<()> {
    if Classes::get(vm)?.node_of(vm, object) != Some(wanted) {
        let kind = vm.type_name(object);
        return Err(vm.type_error(format_args!("expected {} node, got {kind}", wanted.name())));
    }
    Ok(())
}

/// The class of the trees of a mode.
pub(super) fn root_of(mode: Mode) -> Node {
    match mode {
        Mode::Module => Node::Module,
        Mode::Interactive => Node::Interactive,
        Mode::Expression => Node::Expression,
    }
}

impl Read<'_> {
    fn root(&mut self, object: &Value, mode: Mode) -> PyResult<()> {
        let node = root_of(mode);
        check_root(self.vm, object, node)?;
        let source = Source { object, node };
        self.tree.root = match mode {
            Mode::Module => {
                let body = self.stmts(source, 0)?;
                self.ignores(source)?;
                Root::Module(body)
            }
            Mode::Interactive => Root::Interactive(self.stmts(source, 0)?),
            Mode::Expression => Root::Expression(self.expr(source, 0, Context::Load)?),
        };
        Ok(())
    }

    /// The `# type: ignore` comments.
    fn ignores(&mut self, source: Source<'_>) -> PyResult<()> {
        let Some(value) = self.field(source, 1)? else { return Ok(()) };
        let Some(list) = value.downcast::<List>() else {
            let given = self.vm.type_name(&value);
            return Err(self
                .vm
                .type_error(format_args!("Module field \"type_ignores\" must be a list, not a {given}")));
        };
        let mut index = 0;
        while let Some(object) = list.get(index) {
            index += 1;
            let node = self.member(&object, Group::Ignore)?;
            let ignore = Source { object: &object, node };
            let line = u32::try_from(self.integer(ignore, 0)?).unwrap_or(0);
            let tag = self.required(ignore, 1)?;
            let Some(tag) = tag.downcast::<Str>() else {
                return Err(self.vm.type_error(format_args!("AST string must be of type str")));
            };
            let tag = self.text(tag)?;
            self.add(|tree, budget| tree.add_type_ignore(budget, line, tag))?;
        }
        Ok(())
    }

    /// Keeps the type comment of a node.
    fn type_comment(&mut self, owner: Owner, comment: Option<Value>) -> PyResult<()> {
        let Some(comment) = comment.as_ref().and_then(Value::downcast::<Str>) else { return Ok(()) };
        let text = self.text(comment)?;
        self.add(|tree, budget| tree.add_type_comment(budget, owner, text))
    }

    /// Goes one level down.
    fn enter(&mut self) -> PyResult<()> {
        self.vm.check_native_stack()?;
        self.depth += 1;
        self.tree.note_depth(self.depth);
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    fn value_error(&mut self, message: std::fmt::Arguments<'_>) -> Raised {
        self.vm.value_error(message)
    }

    /// Adds to the tree.
    fn add<T>(
        &mut self,
        add: impl FnOnce(&mut Tree, &mut dyn Budget) -> Result<T, pitviper_compiler::ast::OutOfMemory>,
    ) -> PyResult<T> {
        match add(&mut self.tree, &mut HeapBudget(&mut self.vm.heap)) {
            Ok(added) => Ok(added),
            Err(_) => Err(self.vm.no_memory()),
        }
    }

    /// The class of node of a group that an object is an instance of.
    fn member(&mut self, value: &Value, group: Group) -> PyResult<Node> {
        match self.classes.node_of(self.vm, value).filter(|node| node.spec().group == Some(group)) {
            Some(node) => Ok(node),
            None => {
                self.check_first_place(value, group)?;
                let shown = self.vm.repr(value)?;
                let Some(shown) = shown.downcast::<Str>() else { return Err(self.vm.raise_bare(Exc::TypeError)) };
                let family = group.spec().name;
                Err(self.vm.type_error(format_args!("expected some sort of {family}, but got {shown}")))
            }
        }
    }

    /// A field; none when it is missing or None.
    fn field(&mut self, source: Source<'_>, index: usize) -> PyResult<Option<Value>> {
        let Some(name) = self.classes.fields(source.node).get(index) else { return Ok(None) };
        Ok(self.vm.get_attr_opt(source.object, name)?.filter(|value| !value.is_none()))
    }

    /// A field that must be there, None or not.
    fn given(&mut self, source: Source<'_>, index: usize) -> PyResult {
        let name = self.classes.fields(source.node).get(index).cloned().unwrap_or_else(Value::none);
        match self.vm.get_attr_opt(source.object, &name)? {
            Some(value) => Ok(value),
            None => self.required(source, index),
        }
    }

    /// A field that must be there.
    fn required(&mut self, source: Source<'_>, index: usize) -> PyResult {
        let Some(name) = self.classes.fields(source.node).get(index) else { return Ok(Value::none()) };
        let found = self.vm.get_attr_opt(source.object, name)?;
        let (Some(text), kind) = (name.downcast::<Str>(), source.node.name()) else { return Ok(Value::none()) };
        match found {
            Some(value) if !value.is_none() => Ok(value),
            Some(_) => Err(self.vm.value_error(format_args!("field '{text}' is required for {kind}"))),
            None => Err(self.vm.type_error(format_args!("required field \"{text}\" missing from {kind}"))),
        }
    }

    /// The items of a field that is a list; a missing one is empty.
    fn list<T: Item>(
        &mut self,
        source: Source<'_>,
        index: usize,
        mut each: impl FnMut(&mut Self, &Value) -> PyResult<T>,
    ) -> PyResult<Items<T>> {
        let Some(name) = self.classes.fields(source.node).get(index).cloned() else { return Ok(Items::EMPTY) };
        let Some(value) = self.vm.get_attr_opt(source.object, &name)? else { return Ok(Items::EMPTY) };
        let (Some(name), kind) = (name.downcast::<Str>(), source.node.name()) else { return Ok(Items::EMPTY) };
        let Some(list) = value.downcast::<List>() else {
            let given = self.vm.type_name(&value);
            return Err(self.vm.type_error(format_args!("{kind} field \"{name}\" must be a list, not a {given}")));
        };
        let (base, len) = (T::pool(&self.scratch).len(), list.len());
        for at in 0..len {
            let Some(item) = list.get(at) else { break };
            let item = each(self, &item)?;
            if list.len() != len {
                let message = format_args!("{kind} field \"{name}\" changed size during iteration");
                return Err(self.vm.raise(Exc::RuntimeError, message));
            }
            if T::pool_mut(&mut self.scratch).push(&mut HeapBudget(&mut self.vm.heap), item).is_err() {
                return Err(self.vm.no_memory());
            }
        }
        let items = T::pool(&self.scratch).as_slice().get(base..).unwrap_or_default();
        let Ok(items) = self.tree.add_list(&mut HeapBudget(&mut self.vm.heap), items) else {
            return Err(self.vm.no_memory());
        };
        T::pool_mut(&mut self.scratch).truncate(base);
        Ok(items)
    }

    /// A list that must have items: `what` of the node.
    fn some<T: Item>(&mut self, source: Source<'_>, items: Items<T>, what: &str) -> PyResult<Items<T>> {
        if items.is_empty() {
            let kind = source.node.name();
            return Err(self.value_error(format_args!("empty {what} on {kind}")));
        }
        Ok(items)
    }

    fn expr(&mut self, source: Source<'_>, index: usize, context: Context) -> PyResult<ExprId> {
        let value = self.required(source, index)?;
        self.read_expr(&value, context)
    }

    fn optional(&mut self, source: Source<'_>, index: usize) -> PyResult<Option<ExprId>> {
        match self.field(source, index)? {
            Some(value) => self.read_expr(&value, Context::Load).map(Some),
            None => Ok(None),
        }
    }

    fn exprs(&mut self, source: Source<'_>, index: usize, context: Context) -> PyResult<Items<ExprId>> {
        self.list(source, index, |read, value| {
            if value.is_none() {
                return Err(read.value_error(format_args!("None disallowed in expression list")));
            }
            read.read_expr(value, context)
        })
    }

    /// Expressions, None among them.
    fn optionals(&mut self, source: Source<'_>, index: usize) -> PyResult<Items<Option<ExprId>>> {
        self.list(source, index, |read, value| {
            if value.is_none() { Ok(None) } else { read.read_expr(value, Context::Load).map(Some) }
        })
    }

    fn stmts(&mut self, source: Source<'_>, index: usize) -> PyResult<Items<StmtId>> {
        self.list(source, index, |read, value| {
            if value.is_none() {
                return Err(read.value_error(format_args!("None disallowed in statement list")));
            }
            read.read_stmt(value)
        })
    }

    /// A block.
    fn body(&mut self, source: Source<'_>, index: usize) -> PyResult<Items<StmtId>> {
        let body = self.stmts(source, index)?;
        self.some(source, body, "body")
    }

    fn simple<T: Simple>(&mut self, source: Source<'_>, index: usize) -> PyResult<T> {
        let value = self.given(source, index)?;
        self.read_simple(&value)
    }

    fn read_simple<T: Simple>(&mut self, value: &Value) -> PyResult<T> {
        let node = self.member(value, T::GROUP)?;
        match T::of(node) {
            Some(simple) => Ok(simple),
            None => Err(self.vm.raise_bare(Exc::TypeError)),
        }
    }

    fn symbol(&mut self, source: Source<'_>, index: usize) -> PyResult<Symbol> {
        let value = self.required(source, index)?;
        self.read_symbol(&value)
    }

    fn optional_symbol(&mut self, source: Source<'_>, index: usize) -> PyResult<Option<Symbol>> {
        match self.field(source, index)? {
            Some(value) => self.read_symbol(&value).map(Some),
            None => Ok(None),
        }
    }

    fn read_symbol(&mut self, value: &Value) -> PyResult<Symbol> {
        let Some(text) = value.exact::<Str>() else {
            return Err(self.vm.type_error(format_args!("AST identifier must be of type str")));
        };
        let bytes = self.encoded(text, Handler::Strict)?;
        self.add(|tree, budget| tree.intern(budget, std::str::from_utf8(&bytes).unwrap_or_default()))
    }

    /// The name of something that is bound: not a constant's.
    fn bound(&mut self, source: Source<'_>, index: usize) -> PyResult<Symbol> {
        let name = self.symbol(source, index)?;
        self.checked_name(name)
    }

    fn optional_bound(&mut self, source: Source<'_>, index: usize) -> PyResult<Option<Symbol>> {
        match self.optional_symbol(source, index)? {
            Some(name) => self.checked_name(name).map(Some),
            None => Ok(None),
        }
    }

    /// Refuses names of constants.
    fn checked_name(&mut self, symbol: Symbol) -> PyResult<Symbol> {
        for constant in ["None", "True", "False"] {
            if self.tree.str(symbol) == constant {
                let message = format_args!("identifier field can't represent '{constant}' constant");
                return Err(self.value_error(message));
            }
        }
        Ok(symbol)
    }

    fn encoded(&mut self, text: &Str, handler: Handler) -> PyResult<Scratch> {
        encode(self.vm, text, Encoding { codec: Codec::Utf8, mark: false }, handler)
    }

    fn text(&mut self, text: &Str) -> PyResult<Text> {
        let bytes = self.encoded(text, Handler::SurrogatePass)?;
        self.add(|tree, budget| tree.add_text(budget, &bytes))
    }

    /// A field that is a string or None, which only type checkers read.
    fn check_string(&mut self, source: Source<'_>, index: usize) -> PyResult<Option<Value>> {
        let value = self.field(source, index)?;
        if value
            .as_ref()
            .is_some_and(|value| !matches!(value.kind(), crate::core::kinds::STR | crate::core::kinds::BYTES))
        {
            return Err(self.vm.type_error(format_args!("AST string must be of type str")));
        }
        Ok(value)
    }

    /// An int that fits 32 bits.
    fn number(&mut self, value: &Value) -> PyResult<i32> {
        if !crate::types::int::is_int(value) {
            let shown = self.vm.repr(value)?;
            let Some(shown) = shown.downcast::<Str>() else { return Err(self.vm.raise_bare(Exc::ValueError)) };
            return Err(self.vm.value_error(format_args!("invalid integer value: {shown}")));
        }
        let number = value.as_bool().map(i64::from).or_else(|| crate::types::int::to_i64(value));
        match number.and_then(|number| i32::try_from(number).ok()) {
            Some(number) => Ok(number),
            None => {
                let message = format_args!("Python int too large to convert to C int");
                Err(self.vm.raise(Exc::OverflowError, message))
            }
        }
    }

    fn integer(&mut self, source: Source<'_>, index: usize) -> PyResult<i32> {
        let value = self.given(source, index)?;
        self.number(&value)
    }
}
