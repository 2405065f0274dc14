//! `_collections`: what the library's `collections` takes from native code.

mod count;
mod default_dict;
mod deque;
mod iterators;
mod ordered;
mod ring;
mod tuple_getter;

use pitviper_object::Obj;

pub(crate) use ring::Deque;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Method, TypeSpec};
use crate::core::vm::Vm;
use crate::types::module::Module;

/// Kinds of the types here.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const DEQUE: u8 = FIRST + 32;
    pub const DEQUE_ITERATOR: u8 = FIRST + 33;
    pub const DEQUE_REVERSE_ITERATOR: u8 = FIRST + 34;
    pub const TUPLE_GETTER: u8 = FIRST + 35;
    pub const ORDERED_ITERATOR: u8 = FIRST + 60;
}

/// The types that the module shows.
static TYPES: &[&TypeSpec] = &[&deque::DEQUE, &iterators::FORWARD, &iterators::BACKWARD, &tuple_getter::TUPLE_GETTER];

/// All types.
pub static SPECS: &[&TypeSpec] =
    &[&deque::DEQUE, &iterators::FORWARD, &iterators::BACKWARD, &tuple_getter::TUPLE_GETTER, &ordered::ITERATOR];

fn init(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    let class = default_dict::create(vm)?;
    let name = vm.intern("defaultdict")?;
    vm.dict_set_str(&module.dict, &name, class)?;
    let class = ordered::create(vm)?;
    let name = vm.intern("OrderedDict")?;
    vm.dict_set_str(&module.dict, &name, class)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_collections",
    doc: "High performance data structures.\n- deque:        ordered collection accessible from endpoints only\n- defaultdict:  dict subclass with a default value factory\n- OrderedDict:  dict subclass with an order that can be changed\n",
    functions: &[Method::new("_count_elements", count::count_elements, 2, 2)
        .doc("_count_elements($module, mapping, iterable, /)\n--\n\nAdd the counts of the items of an iterable to a mapping.")],
    types: TYPES,
    init: Some(init),
};
