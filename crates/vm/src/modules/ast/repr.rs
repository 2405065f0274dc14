//! `repr` of nodes: three levels deep, lists by their first and last item.

use pitviper_object::{Obj, Value};

use super::is_node;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// Levels of nodes shown.
const DEPTH: u32 = 3;

pub(super) fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let mut text = StrBuilder::new(vm);
    node(vm, &mut text, value, DEPTH)?;
    text.finish()
}

fn node(vm: &mut Vm, text: &mut StrBuilder, value: &Value, depth: u32) -> PyResult<()> {
    let class = vm.type_of(value).to_value();
    let kind = vm.type_name(value);
    text.write_fmt(format_args!("{kind}"))?;
    if depth == 0 || !vm.repr_enter(value)? {
        return text.push_text("(...)");
    }
    let shown = fields(vm, text, value, &class, depth - 1);
    vm.repr_leave(value);
    shown
}

fn fields(vm: &mut Vm, text: &mut StrBuilder, value: &Value, class: &Value, depth: u32) -> PyResult<()> {
    let names = vm.intern("_fields")?;
    let names = match vm.get_attr_opt(class, &names)? {
        Some(names) => vm.tuple_from(&names)?,
        None => vm.new_tuple(&[])?,
    };
    text.push_text("(")?;
    for (index, name) in names.downcast::<Tuple>().map_or(&[][..], Tuple::items).iter().enumerate() {
        let field = vm.get_attr(value, name)?;
        if index > 0 {
            text.push_text(", ")?;
        }
        if let Some(name) = name.downcast::<Str>() {
            text.push_str(name)?;
        }
        text.push_text("=")?;
        if field.exact::<List>().is_some() || field.exact::<Tuple>().is_some() {
            items(vm, text, &field, depth)?;
        } else {
            item(vm, text, &field, depth)?;
        }
    }
    text.push_text(")")
}

fn item(vm: &mut Vm, text: &mut StrBuilder, value: &Value, depth: u32) -> PyResult<()> {
    if is_node(value) {
        return node(vm, text, value, depth);
    }
    let shown = vm.repr(value)?;
    match shown.downcast::<Str>() {
        Some(shown) => text.push_str(shown),
        None => Ok(()),
    }
}

/// A list or tuple: `[first, ..., last]`.
fn items(vm: &mut Vm, text: &mut StrBuilder, value: &Value, depth: u32) -> PyResult<()> {
    let (open, close) = if value.exact::<List>().is_some() { ("[", "]") } else { ("(", ")") };
    let all = vm.tuple_from(value)?;
    let Ok(all) = Obj::<Tuple>::try_from_value(all) else { return Ok(()) };
    text.push_text(open)?;
    if let Some(first) = all.items().first() {
        item(vm, text, first, depth)?;
    }
    if all.len() > 2 {
        text.push_text(", ...")?;
    }
    if let [_, .., last] = all.items() {
        text.push_text(", ")?;
        item(vm, text, last, depth)?;
    }
    text.push_text(close)
}
