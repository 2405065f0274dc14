//! `odict_keys`, `odict_values` and `odict_items`: the views of `dict` with iterators that watch the order.

use pitviper_object::{Obj, Value};

use super::iterator::{self, Part};
use super::{dict, known_class};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::dict::{create_view, dict_of_view};
use crate::types::typ::Type;
use crate::types::typ::builtin::{add_methods, new_builtin_class};

pub(super) fn keys(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = known_class(vm, vm.names().odict_keys.clone())?;
    create_view::<{ kinds::DICT_KEYS }>(vm, &class, Obj::from_ref(dict(&args.values[0])))
}

pub(super) fn values(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = known_class(vm, vm.names().odict_values.clone())?;
    create_view::<{ kinds::DICT_VALUES }>(vm, &class, Obj::from_ref(dict(&args.values[0])))
}

pub(super) fn items(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = known_class(vm, vm.names().odict_items.clone())?;
    create_view::<{ kinds::DICT_ITEMS }>(vm, &class, Obj::from_ref(dict(&args.values[0])))
}

/// An iterator over what a view shows.
fn iterate(vm: &mut Vm, view: &Value, backward: bool) -> PyResult {
    let part = match view.kind() {
        kinds::DICT_KEYS => Part::Keys,
        kinds::DICT_VALUES => Part::Values,
        _ => Part::Items,
    };
    match dict_of_view(view) {
        Some(dict) => iterator::create(vm, dict, part, backward),
        None => Err(vm.type_error(format_args!("a view is needed"))),
    }
}

static METHODS: [Method; 2] = [
    Method::new("__iter__", |vm, args| iterate(vm, &args.values[0], false), 0, 0)
        .doc("__iter__($self, /)\n--\n\nImplement iter(self)."),
    Method::new("__reversed__", |vm, args| iterate(vm, &args.values[0], true), 0, 0),
];

/// Makes the classes, by name.
pub(super) fn create(vm: &mut Vm) -> PyResult<[(Value, Value); 3]> {
    let names = vm.names();
    let all = [
        (names.odict_keys.clone(), "odict_keys", kinds::DICT_KEYS),
        (names.odict_values.clone(), "odict_values", kinds::DICT_VALUES),
        (names.odict_items.clone(), "odict_items", kinds::DICT_ITEMS),
    ];
    let mut made = [const { (Value::small(0), Value::small(0)) }; 3];
    for (place, (key, name, kind)) in made.iter_mut().zip(all) {
        let base: Obj<Type> = Obj::from_ref(vm.type_of_kind(kind));
        let flags = Type::HEAP | Type::IMMUTABLE | Type::NO_DICT | Type::NO_NEW;
        let class = new_builtin_class(vm, name, "builtins", &base, kind, flags, &[])?;
        crate::types::typ::layout::set_root(vm, &class, 0, 0, true)?;
        add_methods(vm, &class, &METHODS)?;
        *place = (key, class.to_value());
    }
    Ok(made)
}
