//! t-strings (PEP 750): templates and their interpolations.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// `string.templatelib.Template`.
#[repr(C)]
pub struct Template {
    /// Count, shape, flags.
    pub header: Header,
    strings: ValueCell,
    interpolations: ValueCell,
}

pitviper_object::object!(Template, kinds::TEMPLATE, strings, interpolations);

/// `string.templatelib.Interpolation`.
#[repr(C)]
pub struct Interpolation {
    /// Count, shape, flags.
    pub header: Header,
    value: ValueCell,
    expression: ValueCell,
    conversion: ValueCell,
    format_spec: ValueCell,
}

pitviper_object::object!(Interpolation, kinds::INTERPOLATION, value, expression, conversion, format_spec);

/// A template of a tuple of strings and a tuple of interpolations, one fewer.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm, strings: Value, interpolations: Value) -> PyResult {
    let template = Template {
        header: Header::new(u32::from(kinds::TEMPLATE), TRACKED),
        strings: ValueCell::new(Some(strings)),
        interpolations: ValueCell::new(Some(interpolations)),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, template)?.into_value())
}

/// One interpolation.
///
/// # Errors
/// `MemoryError`.
pub fn interpolation(vm: &mut Vm, value: Value, expression: Value, conversion: Value, format_spec: Value) -> PyResult {
    let interpolation = Interpolation {
        header: Header::new(u32::from(kinds::INTERPOLATION), TRACKED),
        value: ValueCell::new(Some(value)),
        expression: ValueCell::new(Some(expression)),
        conversion: ValueCell::new(Some(conversion)),
        format_spec: ValueCell::new(Some(format_spec)),
    };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, interpolation)?.into_value())
}

fn template(value: &Value) -> &Template {
    // SAFETY: special methods and attributes of the type are only asked of its instances.
    unsafe { value.cast_unchecked() }
}

fn part(value: &Value) -> &Interpolation {
    // SAFETY: as above.
    unsafe { value.cast_unchecked() }
}

fn content(cell: &ValueCell) -> PyResult {
    Ok(cell.get().unwrap_or_else(Value::none))
}

fn tuple(vm: &mut Vm, cell: &ValueCell) -> PyResult<Obj<Tuple>> {
    match cell.get_obj() {
        Some(tuple) => Ok(tuple),
        None => vm.new_tuple_obj(&[]),
    }
}

fn push_repr(vm: &mut Vm, builder: &mut StrBuilder, value: &Value) -> PyResult<()> {
    let text = vm.repr(value)?;
    match text.downcast::<Str>() {
        Some(text) => builder.push_str(text),
        None => Ok(()),
    }
}

fn template_repr(vm: &mut Vm, value: &Value) -> PyResult {
    let mut builder = StrBuilder::new(vm);
    builder.push_text("Template(strings=")?;
    push_repr(vm, &mut builder, &content(&template(value).strings)?)?;
    builder.push_text(", interpolations=")?;
    push_repr(vm, &mut builder, &content(&template(value).interpolations)?)?;
    builder.push_text(")")?;
    builder.finish()
}

fn interpolation_repr(vm: &mut Vm, value: &Value) -> PyResult {
    let part = part(value);
    let mut builder = StrBuilder::new(vm);
    builder.push_text("Interpolation(")?;
    for (index, cell) in [&part.value, &part.expression, &part.conversion, &part.format_spec].into_iter().enumerate() {
        if index > 0 {
            builder.push_text(", ")?;
        }
        push_repr(vm, &mut builder, &content(cell)?)?;
    }
    builder.push_text(")")?;
    builder.finish()
}

/// `Template(*args)`: strings and interpolations in any order, neighbouring strings joined.
fn new_template(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.names.is_some_and(|names| !names.is_empty()) {
        return Err(vm.type_error(format_args!("Template.__new__ only accepts *args arguments")));
    }
    let (strings, parts) = (vm.new_list()?, vm.new_list()?);
    let mut text: Option<Value> = None;
    for arg in &args.values[1..] {
        if arg.downcast::<Str>().is_some() {
            text = Some(match text {
                Some(before) => vm.binary(BinOp::Add, &before, arg)?,
                None => arg.clone(),
            });
        } else if arg.downcast::<Interpolation>().is_some() {
            let before = text.take().unwrap_or_else(|| crate::core::registry::empty_str(vm));
            vm.list_push(&strings, before)?;
            vm.list_push(&parts, arg.clone())?;
        } else {
            let kind = vm.type_name(arg);
            return Err(vm.type_error(format_args!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {kind}"
            )));
        }
    }
    let last = text.unwrap_or_else(|| crate::core::registry::empty_str(vm));
    vm.list_push(&strings, last)?;
    let strings = vm.tuple_from(strings.as_value())?;
    let parts = vm.tuple_from(parts.as_value())?;
    create(vm, strings, parts)
}

fn new_interpolation(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [value, expression, conversion, spec] = args.behind_receiver().parse(
        vm,
        "Interpolation",
        ["value", "expression", "conversion", "format_spec"],
        1,
        0,
    )?;
    let value = value.cloned().unwrap_or_else(Value::none);
    let expression = expression.cloned().unwrap_or_else(|| crate::core::registry::empty_str(vm));
    let conversion = conversion.cloned().unwrap_or_else(Value::none);
    if !conversion.is_none()
        && !conversion.downcast::<Str>().is_some_and(|c| ["a", "r", "s"].iter().any(|k| c.eq_str(k)))
    {
        return Err(
            vm.value_error(format_args!("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"))
        );
    }
    let spec = spec.cloned().unwrap_or_else(|| crate::core::registry::empty_str(vm));
    interpolation(vm, value, expression, conversion, spec)
}

/// Strings that are not empty, and interpolations, in the order of the source.
fn template_iter(vm: &mut Vm, value: &Value) -> PyResult {
    let (strings, parts) = (tuple(vm, &template(value).strings)?, tuple(vm, &template(value).interpolations)?);
    let items = vm.new_list()?;
    for (index, string) in strings.items().iter().enumerate() {
        if vm.truth(string)? {
            vm.list_push(&items, string.clone())?;
        }
        if let Some(part) = parts.items().get(index) {
            vm.list_push(&items, part.clone())?;
        }
    }
    vm.iter(items.as_value())
}

fn template_values(vm: &mut Vm, value: &Value) -> PyResult {
    let parts = tuple(vm, &template(value).interpolations)?;
    let values = vm.new_list()?;
    for item in parts.items() {
        let inner = content(&part(item).value)?;
        vm.list_push(&values, inner)?;
    }
    vm.tuple_from(values.as_value())
}

/// `template + template`.
fn template_binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    if op != BinOp::Add {
        return Ok(Value::not_implemented());
    }
    let (Some(x), Some(y)) = (a.downcast::<Template>(), b.downcast::<Template>()) else {
        if a.downcast::<Template>().is_some() {
            let kind = vm.type_name(b);
            return Err(vm.type_error(format_args!(
                "can only concatenate string.templatelib.Template (not \"{kind}\") to string.templatelib.Template"
            )));
        }
        return Ok(Value::not_implemented());
    };
    let (left, right) = (tuple(vm, &x.strings)?, tuple(vm, &y.strings)?);
    let strings = vm.list_from(left.as_value())?;
    let last = strings.pop().unwrap_or_else(|| crate::core::registry::empty_str(vm));
    if let Some(first) = right.items().first() {
        let joined = vm.binary(BinOp::Add, &last, first)?;
        vm.list_push(&strings, joined)?;
        for string in &right.items()[1..] {
            vm.list_push(&strings, string.clone())?;
        }
    }
    let strings = vm.tuple_from(strings.as_value())?;
    let (left, right) = (content(&x.interpolations)?, content(&y.interpolations)?);
    let parts = vm.binary(BinOp::Add, &left, &right)?;
    create(vm, strings, parts)
}

/// `string.templatelib.Template`.
pub static TEMPLATE: TypeSpec = TypeSpec {
    name: "Template",
    module: "string.templatelib",
    kind: kinds::TEMPLATE,
    base: kinds::OBJECT,
    doc: "Template object",
    flags: 0,
    slots: &Slots {
        repr: Some(template_repr),
        iter: Some(template_iter),
        new: Some(new_template),
        binary: Some(template_binary),
        binary_ops: BinOp::Add.bit(),
        ..Slots::EMPTY
    },
    methods: &[],
    getset: &[
        GetSet { name: "strings", get: |_, value| content(&template(value).strings), set: None },
        GetSet { name: "interpolations", get: |_, value| content(&template(value).interpolations), set: None },
        GetSet { name: "values", get: template_values, set: None },
    ],
    page: PageKind::Container,
    slot: Template::slot,
    finish: None,
    size: fixed_size::<Template>,
};

/// `string.templatelib.Interpolation`.
pub static INTERPOLATION: TypeSpec = TypeSpec {
    name: "Interpolation",
    module: "string.templatelib",
    kind: kinds::INTERPOLATION,
    base: kinds::OBJECT,
    doc: "Interpolation object",
    flags: 0,
    slots: &Slots { repr: Some(interpolation_repr), new: Some(new_interpolation), ..Slots::EMPTY },
    methods: &[],
    getset: &[
        GetSet { name: "value", get: |_, value| content(&part(value).value), set: None },
        GetSet { name: "expression", get: |_, value| content(&part(value).expression), set: None },
        GetSet { name: "conversion", get: |_, value| content(&part(value).conversion), set: None },
        GetSet { name: "format_spec", get: |_, value| content(&part(value).format_spec), set: None },
        GetSet { name: "__match_args__", get: match_args, set: None },
    ],
    page: PageKind::Container,
    slot: Interpolation::slot,
    finish: None,
    size: fixed_size::<Interpolation>,
};

fn match_args(vm: &mut Vm, _: &Value) -> PyResult {
    let names = [vm.intern("value")?, vm.intern("expression")?, vm.intern("conversion")?, vm.intern("format_spec")?];
    vm.new_tuple_from(names)
}
