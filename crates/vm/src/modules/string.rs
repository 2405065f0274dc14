//! `_string`: the parts of format strings, for `string.Formatter`.

use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::fields::format::{First, Path, Step, Template};

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::Str;

fn text<'a>(vm: &mut Vm, value: &'a Value) -> PyResult<Chars<'a>> {
    match value.downcast::<Str>() {
        Some(text) => Ok(text.chars()),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("expected str, got {kind}")))
        }
    }
}

/// Tuples of literal text, field name, format specification and conversion.
fn parser(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = text(vm, &args.values[0])?;
    let parts = vm.new_list()?;
    for part in Template::new(text) {
        let part = match part {
            Ok(part) => part,
            Err(error) => return Err(vm.value_error(format_args!("{}", error.message()))),
        };
        let literal = vm.new_str_chars(text.slice(part.literal))?;
        let tuple = match part.field {
            Some(field) => {
                let name = vm.new_str_chars(text.slice(field.name))?;
                let spec = vm.new_str_chars(text.slice(field.spec))?;
                let conversion = match field.conversion {
                    Some(conversion) => vm.new_char(conversion)?,
                    None => Value::none(),
                };
                vm.new_tuple_from([literal, name, spec, conversion])?
            }
            None => vm.new_tuple_from([literal, Value::none(), Value::none(), Value::none()])?,
        };
        vm.list_push(&parts, tuple)?;
    }
    vm.iter(parts.as_value())
}

/// The first part of a field name, and pairs of what is an attribute and its name or index.
fn name_split(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = text(vm, &args.values[0])?;
    let (first, path) = match Path::new(text, 0..text.len()) {
        Ok(parts) => parts,
        Err(error) => return Err(vm.value_error(format_args!("{}", error.message()))),
    };
    let first = match first {
        First::Auto => vm.new_str("")?,
        First::Index(index) => vm.new_usize(index)?,
        First::Name(name) => vm.new_str_chars(text.slice(name))?,
    };
    let steps = vm.new_list()?;
    for step in path {
        let (attribute, name) = match step {
            Ok(Step::Attribute(name)) => (true, vm.new_str_chars(text.slice(name))?),
            Ok(Step::Key(key)) => (false, vm.new_str_chars(text.slice(key))?),
            Ok(Step::Index(index)) => (false, vm.new_usize(index)?),
            Err(error) => return Err(vm.value_error(format_args!("{}", error.message()))),
        };
        let pair = vm.new_tuple_from([Value::bool(attribute), name])?;
        vm.list_push(&steps, pair)?;
    }
    let steps = vm.iter(steps.as_value())?;
    vm.new_tuple_from([first, steps])
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_string",
    doc: "string helper module",
    functions: &[
        Method::new("formatter_field_name_split", name_split, 1, 1).doc("split the argument as a field name"),
        Method::new("formatter_parser", parser, 1, 1).doc("parse the argument as a format string"),
    ],
    types: &[],
    init: None,
};
