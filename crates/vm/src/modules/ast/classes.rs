//! The classes, made of the grammar's table when somebody first needs them.
//!
//! They are kept in one tuple: for each node its class, the tuple of its fields' names and its only instance (or
//! None), then the abstract classes, then the names of places.

use pitviper_object::{Obj, PageKind, Value};

use super::grammar::{GROUPS, Group, Node, Places};
use super::{kind, node};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::StrBuilder;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::from_list;
use crate::types::typ::Type;
use crate::types::typing::new_generic_alias;

/// `_attributes` of nodes that know where they are.
const PLACES: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// Entries of the tuple for one node.
const PER_NODE: usize = 3;

/// All classes.
#[derive(Clone)]
pub struct Classes(Obj<Tuple>);

impl Classes {
    /// The interpreter's classes.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn get(vm: &mut Vm) -> PyResult<Classes> {
        let tuple = vm.module_class("_ast", "classes", make)?;
        match Obj::try_from_value(tuple) {
            Ok(tuple) => Ok(Classes(tuple)),
            Err(_) => Err(vm.no_memory()),
        }
    }

    fn item(&self, index: usize) -> Option<&Value> {
        self.0.items().get(index)
    }

    /// The class of a node.
    pub fn class(&self, node: Node) -> Option<&Type> {
        self.item(node as usize * PER_NODE)?.downcast()
    }

    /// The names of its fields.
    pub fn fields(&self, node: Node) -> &[Value] {
        self.item(node as usize * PER_NODE + 1).and_then(Value::downcast::<Tuple>).map_or(&[], Tuple::items)
    }

    /// Its only instance.
    pub fn single(&self, node: Node) -> Value {
        self.item(node as usize * PER_NODE + 2).cloned().unwrap_or_else(Value::none)
    }

    /// An abstract class.
    pub fn group(&self, group: Group) -> Option<&Type> {
        self.item(Node::ALL.len() * PER_NODE + group as usize)?.downcast()
    }

    /// The names of places.
    pub fn places(&self) -> &[Value] {
        self.0.items().last().and_then(Value::downcast::<Tuple>).map_or(&[], Tuple::items)
    }

    /// Every class but `AST`.
    pub fn all(&self) -> impl Iterator<Item = &Value> {
        self.0.items().iter().filter(|item| item.downcast::<Type>().is_some())
    }

    /// The node class that an object belongs to, with its number.
    pub fn node_of(&self, vm: &Vm, value: &Value) -> Option<Node> {
        let class = vm.type_of(value);
        class.mro().iter().find_map(|ancestor| {
            Node::ALL.iter().copied().find(|node| self.item(*node as usize * PER_NODE).is_some_and(|c| c.is(ancestor)))
        })
    }
}

/// What making the classes needs all the time.
struct Maker {
    entries: Obj<List>,
    places: Value,
    none_places: Value,
}

fn make(vm: &mut Vm) -> PyResult {
    let places = names_of(vm, PLACES.into_iter())?;
    let base = Obj::from_ref(vm.type_of_kind(kind::NODE));
    base.flags.set(base.flags.get() & !Type::IMMUTABLE);
    let empty = vm.new_tuple(&[])?;
    for name in ["_fields", "__match_args__", "_attributes"] {
        let name = vm.intern(name)?;
        vm.dict_set_str(&base.dict, &name, empty.clone())?;
    }
    let maker = Maker { entries: vm.new_list()?, places: places.clone(), none_places: empty };
    let groups = vm.new_list()?;
    for group in GROUPS {
        let class = maker.group(vm, group.name, group.places, base.as_value())?;
        vm.list_push(&groups, class)?;
    }
    for node in Node::ALL {
        maker.node(vm, *node, &groups, base.as_value())?;
    }
    for group in 0..Group::count() {
        let class = groups.get(group).unwrap_or_else(Value::none);
        vm.list_push(&maker.entries, class)?;
    }
    vm.list_push(&maker.entries, places)?;
    let classes = from_list(vm, &maker.entries)?;
    if let Ok(tuple) = Obj::try_from_value(classes.clone()) {
        add_types(vm, &Classes(tuple))?;
    }
    vm.step_epoch();
    Ok(classes)
}

/// A tuple of interned names.
fn names_of<'n>(vm: &mut Vm, names: impl Iterator<Item = &'n str>) -> PyResult {
    let list = vm.new_list()?;
    for name in names {
        let name = vm.intern(name)?;
        vm.list_push(&list, name)?;
    }
    from_list(vm, &list)
}

fn set(vm: &mut Vm, dict: &Dict, name: &str, value: Value) -> PyResult<()> {
    let name = vm.intern(name)?;
    vm.dict_set_str(dict, &name, value)
}

/// `type(name, (base,), dict)`.
fn new_class(vm: &mut Vm, name: &str, base: &Value, dict: Obj<Dict>) -> PyResult {
    let name = vm.intern(name)?;
    let bases = vm.new_tuple_from([base.clone()])?;
    let metaclass = vm.type_of_kind(kinds::TYPE).to_value();
    vm.call(&metaclass, &[name, bases, dict.into_value()])
}

impl Maker {
    /// What every class's namespace begins with.
    fn namespace(&self, vm: &mut Vm, fields: &Value, doc: Value) -> PyResult<Obj<Dict>> {
        let dict = vm.new_dict()?;
        set(vm, &dict, "_fields", fields.clone())?;
        set(vm, &dict, "__match_args__", fields.clone())?;
        let module = vm.intern("ast")?;
        vm.dict_set_str(&dict, &vm.names().__module__, module)?;
        vm.dict_set_str(&dict, &vm.names().__doc__, doc)?;
        Ok(dict)
    }

    fn add_places(&self, vm: &mut Vm, dict: &Dict, places: Places) -> PyResult<()> {
        let names = if places == Places::No { &self.none_places } else { &self.places };
        set(vm, dict, "_attributes", names.clone())?;
        if places == Places::Start {
            set(vm, dict, "end_lineno", Value::none())?;
            set(vm, dict, "end_col_offset", Value::none())?;
        }
        Ok(())
    }

    fn group(&self, vm: &mut Vm, name: &str, places: Places, base: &Value) -> PyResult {
        let doc = group_doc(vm, name)?;
        let dict = self.namespace(vm, &self.none_places, doc)?;
        self.add_places(vm, &dict, places)?;
        new_class(vm, name, base, dict)
    }

    fn node(&self, vm: &mut Vm, node: Node, groups: &List, base: &Value) -> PyResult<()> {
        let spec = node.spec();
        let fields = names_of(vm, node.fields().map(|field| field.name))?;
        let doc = if spec.fields.is_empty() {
            vm.new_str(spec.name)?
        } else {
            vm.new_str_fmt(format_args!("{}({})", spec.name, spec.fields))?
        };
        let dict = self.namespace(vm, &fields, doc)?;
        let base = match spec.group {
            Some(group) => groups.get(group as usize).unwrap_or_else(Value::none),
            None => {
                self.add_places(vm, &dict, spec.places)?;
                base.clone()
            }
        };
        for field in node.fields().filter(|field| field.optional) {
            set(vm, &dict, field.name, Value::none())?;
        }
        let class = new_class(vm, spec.name, &base, dict)?;
        let single = match class.downcast::<Type>() {
            Some(class) if node.is_single() => {
                vm.new_instance_of(class, PageKind::Container, node::payload())?.into_value()
            }
            _ => Value::none(),
        };
        for entry in [class, fields, single] {
            vm.list_push(&self.entries, entry)?;
        }
        Ok(())
    }
}

/// `mod = Module(…)`, and the other classes on lines of their own.
fn group_doc(vm: &mut Vm, name: &str) -> PyResult {
    let mut doc = StrBuilder::new(vm);
    doc.push_text(name)?;
    let members = Node::ALL.iter().filter(|node| node.spec().group.is_some_and(|group| group.spec().name == name));
    let simple = members.clone().all(|node| node.spec().fields.is_empty());
    for (index, node) in members.enumerate() {
        match index {
            0 => doc.push_text(" = ")?,
            _ if simple => doc.push_text(" | ")?,
            _ => {
                doc.push_text("\n")?;
                doc.push_repeated(u32::from(b' '), name.len() + 1)?;
                doc.push_text("| ")?;
            }
        }
        doc.push_text(node.name())?;
        if !node.spec().fields.is_empty() {
            doc.write_fmt(format_args!("({})", node.spec().fields))?;
        }
    }
    doc.finish()
}

/// `_field_types` and annotations, which name classes made later.
fn add_types(vm: &mut Vm, classes: &Classes) -> PyResult<()> {
    for node in Node::ALL {
        let types = vm.new_dict()?;
        for field in node.fields() {
            let mut value = type_named(vm, classes, field.kind);
            if field.list {
                let origin = vm.type_of_kind(kinds::LIST).to_value();
                let args = vm.new_tuple_obj(&[value])?;
                value = new_generic_alias(vm, origin, args, false)?;
            } else if field.optional {
                value = crate::types::typing::make_union(vm, &value, &Value::none())?;
            }
            set(vm, &types, field.name, value)?;
        }
        let Some(class) = classes.class(*node) else { continue };
        let copy = vm.dict_copy(&types)?;
        set(vm, &class.dict, "_field_types", types.into_value())?;
        set(vm, &class.dict, "__annotations_cache__", copy.into_value())?;
    }
    Ok(())
}

/// The class that a field's type is.
fn type_named(vm: &Vm, classes: &Classes, name: &str) -> Value {
    let builtin = match name {
        "identifier" | "string" => Some(kinds::STR),
        "int" => Some(kinds::INT),
        "constant" => Some(kinds::OBJECT),
        _ => None,
    };
    if let Some(kind) = builtin {
        return vm.type_of_kind(kind).to_value();
    }
    if let Some(at) = GROUPS.iter().position(|group| group.name == name) {
        return classes.item(Node::ALL.len() * PER_NODE + at).cloned().unwrap_or_else(Value::none);
    }
    let product = Node::ALL.iter().find(|node| node.name() == name);
    product.and_then(|node| classes.item(*node as usize * PER_NODE)).cloned().unwrap_or_else(Value::none)
}
