//! `_csvcore`: reading and writing of rows. Dialects, and the functions that take them, are the library's `_csv`.

mod reader;
mod writer;

use pitviper_object::Value;

use crate::core::error::{PyResult, Raised};
use crate::core::module::ModuleSpec;
use crate::core::native::TypeSpec;
use crate::core::vm::Vm;
use crate::types::str::Str;

/// Kinds of the types here.
mod kind {
    use crate::core::kinds::MODULE_KINDS as FIRST;

    pub const READER: u8 = FIRST + 116;
    pub const WRITER: u8 = FIRST + 117;
}

/// The types.
pub static SPECS: &[&TypeSpec] = &[&reader::READER, &writer::WRITER];

/// When fields are quoted.
mod quoting {
    pub const ALL: i64 = 1;
    pub const NON_NUMERIC: i64 = 2;
    pub const NONE: i64 = 3;
    pub const STRINGS: i64 = 4;
    pub const NOT_NULL: i64 = 5;
}

/// What a dialect says.
#[derive(Clone, Copy)]
struct Rules {
    delimiter: Option<u32>,
    quote: Option<u32>,
    escape: Option<u32>,
    double_quote: bool,
    skip_blanks: bool,
    strict: bool,
    quoting: i64,
}

impl Rules {
    /// Reads a dialect's attributes.
    fn of(vm: &mut Vm, dialect: &Value) -> PyResult<Rules> {
        let mut get = |name: &str| {
            let name = vm.intern(name)?;
            vm.get_attr(dialect, &name)
        };
        let character = |value: Value| value.downcast::<Str>().and_then(|text| text.chars().first());
        Ok(Rules {
            delimiter: character(get("delimiter")?),
            quote: character(get("quotechar")?),
            escape: character(get("escapechar")?),
            double_quote: get("doublequote")?.is_true(),
            skip_blanks: get("skipinitialspace")?.is_true(),
            strict: get("strict")?.is_true(),
            quoting: get("quoting")?.as_small().unwrap_or(0),
        })
    }
}

/// `_csv.Error`.
#[cold]
fn error(vm: &mut Vm, message: std::fmt::Arguments<'_>) -> Raised {
    let made = (|| {
        let class = vm.module_exception("_csv", "Error")?;
        let message = vm.new_str_fmt(message)?;
        vm.call(&class, &[message])
    })();
    match made {
        Ok(error) => vm.raise_value(error),
        Err(raised) => raised,
    }
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_csvcore",
    doc: "Rows of comma-separated values.",
    functions: &[],
    types: &[&reader::READER, &writer::WRITER],
    init: Some(|vm, module| {
        let class = vm.module_exception("_csv", "Error")?;
        crate::modules::builtins::put(vm, &module.dict, "Error", class)
    }),
};
