//! `str(object)`, `str(bytes, encoding, errors)`.

use pitviper_object::Value;

use super::{Str, codec, instance_of};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::typ::Type;

pub(super) fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    // `str(object)`, by far the most frequent.
    if let ([class, object], None) = (args.values, args.names)
        && class.downcast::<Type>().is_some_and(|class| class.root.get() == 0)
    {
        return vm.str(object);
    }
    let holder = args.values[0].clone();
    let class = holder.downcast::<Type>().unwrap_or_else(|| vm.type_of_kind(kinds::STR));
    let exact = class.root.get() == 0;
    let args = args.behind_receiver();
    if exact && args.names.is_none() && args.values.len() > 3 {
        let given = args.values.len();
        return Err(vm.type_error(format_args!("str expected at most 3 arguments, got {given}")));
    }
    let [object, encoding, errors] = args.parse(vm, "str", ["object", "encoding", "errors"], 0, 0)?;
    for (name, value) in [("encoding", encoding), ("errors", errors)] {
        if value.is_some_and(Value::is_none) {
            return Err(vm.type_error(format_args!("str() argument '{name}' must be str, not NoneType")));
        }
    }
    let encoding = codec::name_argument(vm, "str", "argument 'encoding'", encoding)?;
    let errors = codec::name_argument(vm, "str", "argument 'errors'", errors)?;
    let text = match object {
        None => vm.new_str("")?,
        Some(object) if encoding.is_none() && errors.is_none() => vm.str(object)?,
        Some(object) => decoded(vm, object, encoding, errors)?,
    };
    if exact {
        return Ok(text);
    }
    match text.downcast::<Str>() {
        Some(string) => instance_of(vm, class, string.chars()),
        None => Ok(text),
    }
}

fn decoded(vm: &mut Vm, object: &Value, encoding: Option<&Str>, errors: Option<&Str>) -> PyResult {
    if object.downcast::<Str>().is_some() {
        return Err(vm.type_error(format_args!("decoding str is not supported")));
    }
    if bytes::borrow(object).is_none() {
        let kind = vm.type_name(object);
        return Err(vm.type_error(format_args!("decoding to str: need a bytes-like object, {kind} found")));
    }
    codec::decode(vm, object, encoding, errors)
}
