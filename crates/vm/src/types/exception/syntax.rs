//! `SyntaxError`: a message and where.

use pitviper_object::Value;

use super::base::init_args;
use super::create::{init_method, str_method};
use super::fields;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// `msg`.
pub const MSG: u32 = 0;
/// `filename`.
pub const FILENAME: u32 = 1;
/// `lineno`.
pub const LINENO: u32 = 2;
/// `offset`.
pub const OFFSET: u32 = 3;
/// `text`.
pub const TEXT: u32 = 4;
/// `end_lineno`.
pub const END_LINENO: u32 = 5;
/// `end_offset`.
pub const END_OFFSET: u32 = 6;
/// `_metadata`: set when the compiler raised it.
pub const METADATA: u32 = 8;

/// `SyntaxError(msg, (filename, lineno, offset, text[, end_lineno, end_offset[, metadata]]))`.
pub fn init(vm: &mut Vm, exception: &Value, args: Args<'_>) -> PyResult<()> {
    init_args(vm, exception, args)?;
    if let Some(message) = args.values.first() {
        fields::set(vm, exception, MSG, Some(message.clone()));
    }
    let [_, info] = args.values else { return Ok(()) };
    let info = vm.tuple_from(info)?;
    let Some(info) = info.downcast::<Tuple>() else { return Ok(()) };
    let given = info.len();
    if given < 4 {
        return Err(vm.type_error(format_args!("function takes at least 4 arguments ({given} given)")));
    }
    if given > 7 {
        return Err(vm.type_error(format_args!("function takes at most 7 arguments ({given} given)")));
    }
    for (index, place) in [FILENAME, LINENO, OFFSET, TEXT, END_LINENO, END_OFFSET, METADATA].into_iter().enumerate() {
        fields::set(vm, exception, place, info.items().get(index).cloned());
    }
    if given == 5 {
        return Err(vm.type_error(format_args!("end_offset must be provided when end_lineno is provided")));
    }
    Ok(())
}

/// `SyntaxError.__str__`: with the file's last name and the line.
pub fn text(vm: &mut Vm, exception: &Value) -> PyResult {
    let message = fields::get(vm, exception, MSG).unwrap_or_else(Value::none);
    let message = vm.str(&message)?;
    let filename = fields::get(vm, exception, FILENAME).filter(|name| name.downcast::<Str>().is_some());
    let line =
        fields::get(vm, exception, LINENO).filter(|line| line.is_small_int() || line.shape() == u32::from(kinds::INT));
    if filename.is_none() && line.is_none() {
        return Ok(message);
    }
    let line = line.map(|line| vm.str(&line)).transpose()?;
    let mut builder = StrBuilder::new(vm);
    let push = |builder: &mut StrBuilder, part: &Value| match part.downcast::<Str>() {
        Some(part) => builder.push_str(part),
        None => Ok(()),
    };
    push(&mut builder, &message)?;
    builder.push_text(" (")?;
    if let Some(name) = filename.as_ref().and_then(Value::downcast::<Str>) {
        let chars = name.chars();
        let start = chars.iter().enumerate().filter(|&(_, ch)| ch == u32::from(b'/')).map(|(at, _)| at + 1).next_back();
        for ch in chars.iter().skip(start.unwrap_or(0)) {
            builder.push_char(ch)?;
        }
        if line.is_some() {
            builder.push_text(", ")?;
        }
    }
    if let Some(line) = &line {
        builder.push_text("line ")?;
        push(&mut builder, line)?;
    }
    builder.push_text(")")?;
    builder.finish()
}

/// Methods of `SyntaxError`.
pub const METHODS: &[Method] = &[init_method!(Syntax), str_method!(Syntax)];
