//! `_json`: texts to values and back. What `json` does in Python when this is not there, with the same results.

mod encode;
mod escape;
mod scan;
mod scanner;
mod strings;

use pitviper_object::Value;

use crate::core::error::{PyResult, Raised};
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method, TypeSpec};
use crate::core::vm::Vm;
use crate::types::str::Str;

/// Kinds of the types here.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const SCANNER: u8 = FIRST + 114;
    pub const ENCODER: u8 = FIRST + 115;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&scanner::SCANNER, &encode::ENCODER];

/// A `json.decoder.JSONDecodeError` about a place of a document.
#[cold]
fn decode_error(vm: &mut Vm, message: &str, document: &Value, at: isize) -> Raised {
    let made = (|| {
        let module = vm.intern("json.decoder")?;
        let module = crate::import::import_absolute(vm, &module)?;
        let class = vm.intern("JSONDecodeError")?;
        let class = vm.get_attr(&module, &class)?;
        let (message, at) = (vm.new_str(message)?, Value::small(at as i64));
        vm.call(&class, &[message, document.clone(), at])
    })();
    match made {
        Ok(error) => vm.raise_value(error),
        Err(raised) => raised,
    }
}

fn text_argument<'a>(vm: &mut Vm, value: &'a Value, what: &str) -> PyResult<&'a Str> {
    match value.downcast::<Str>() {
        Some(text) => Ok(text),
        None => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("first argument must be a string, not {kind}{what}")))
        }
    }
}

fn scanstring(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = text_argument(vm, &args.values[0], "")?;
    let begin = vm.index_isize(&args.values[1])?;
    let strict = match args.values.get(2) {
        Some(strict) => vm.truth(strict)?,
        None => true,
    };
    let begin = match usize::try_from(begin) {
        Ok(begin) if begin <= text.len() => begin,
        _ => return Err(vm.value_error(format_args!("end is out of bounds"))),
    };
    let (string, end) = strings::scan(vm, &args.values[0], text.chars(), begin, strict)?;
    let end = vm.new_usize(end)?;
    vm.new_tuple_from([string, end])
}

fn encode_basestring<const ASCII: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = text_argument(vm, &args.values[0], "")?;
    let mut out = crate::types::str::StrBuilder::new(vm);
    escape::push(&mut out, text.chars(), ASCII)?;
    out.finish()
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_json",
    doc: "json speedups\n",
    functions: &[
        Method::new("encode_basestring_ascii", encode_basestring::<true>, 1, 1)
            .doc("encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string"),
        Method::new("encode_basestring", encode_basestring::<false>, 1, 1)
            .doc("encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string"),
        Method::new("scanstring", scanstring, 2, 3)
            .doc("scanstring(string, end, strict=True) -> (string, end)\n\nScan the string s for a JSON string. End is the index of the\ncharacter in s after the quote that started the JSON string."),
    ],
    types: &[],
    init: Some(|vm, module| {
        for (name, kind) in [("make_scanner", kind::SCANNER), ("make_encoder", kind::ENCODER)] {
            let class = vm.type_of_kind(kind).to_value();
            crate::modules::builtins::put(vm, &module.dict, name, class)?;
        }
        Ok(())
    }),
};
