//! `marshal`: values as bytes, in CPython's format; code objects inside it are in Pitviper's own form
//! ([`pitviper_compiler::serial`]), so that neither can be mistaken for the other's.

mod dump;
mod load;

pub(crate) use load::code_of;

use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::bytes::{borrow, buffer_argument};

/// The newest version of the format.
const VERSION: i64 = 5;
/// Containers nested deeper are neither written nor read.
const DEEPEST: usize = 2000;

/// The bytes that say what follows.
mod tag {
    pub const NULL: u8 = b'0';
    pub const NONE: u8 = b'N';
    pub const FALSE: u8 = b'F';
    pub const TRUE: u8 = b'T';
    pub const STOP_ITERATION: u8 = b'S';
    pub const ELLIPSIS: u8 = b'.';
    /// A machine's integer, which nobody writes any more.
    pub const INT64: u8 = b'I';
    pub const INT: u8 = b'i';
    pub const LONG: u8 = b'l';
    pub const FLOAT_TEXT: u8 = b'f';
    pub const FLOAT: u8 = b'g';
    pub const COMPLEX_TEXT: u8 = b'x';
    pub const COMPLEX: u8 = b'y';
    pub const BYTES: u8 = b's';
    pub const UNICODE: u8 = b'u';
    pub const INTERNED: u8 = b't';
    pub const ASCII: u8 = b'a';
    pub const ASCII_INTERNED: u8 = b'A';
    pub const SHORT_ASCII: u8 = b'z';
    pub const SHORT_ASCII_INTERNED: u8 = b'Z';
    pub const REFERENCE: u8 = b'r';
    pub const TUPLE: u8 = b'(';
    pub const SMALL_TUPLE: u8 = b')';
    pub const LIST: u8 = b'[';
    pub const DICT: u8 = b'{';
    pub const SET: u8 = b'<';
    pub const FROZEN_SET: u8 = b'>';
    pub const SLICE: u8 = b':';
    pub const CODE: u8 = b'c';
    /// Set when later references may mean this value.
    pub const SHARED: u8 = 0x80;
}

/// A code object as bytes.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn code_bytes(vm: &mut Vm, code: &Value) -> PyResult {
    dump::dump(vm, code, VERSION, true)
}

/// The code object that such bytes are.
///
/// # Errors
/// EOFError, ValueError or TypeError for damaged bytes, `MemoryError`.
pub(crate) fn code_of_bytes(vm: &mut Vm, bytes: &Value) -> PyResult {
    let (value, _) = load::load(vm, borrow(bytes).unwrap_or_default(), true, false)?;
    if value.kind() == crate::core::kinds::CODE {
        return Ok(value);
    }
    Err(vm.value_error(format_args!("bad marshal data (not a code object)")))
}

fn allow_code(vm: &mut Vm, given: Option<&Value>) -> PyResult<bool> {
    given.map_or(Ok(true), |given| vm.truth(given))
}

fn version(vm: &mut Vm, given: Option<&Value>) -> PyResult<i64> {
    given.map_or(Ok(VERSION), |given| vm.index_isize(given).map(|version| version as i64))
}

fn dumps(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parameters = Params::new("dumps", ["", "", "allow_code"]).required(1).positional_only(2).keyword_only(1);
    let [value, given, code] = parameters.bind(vm, args)?;
    let Some(value) = value else { return Ok(Value::none()) };
    let (version, code) = (version(vm, given)?, allow_code(vm, code)?);
    dump::dump(vm, value, version, code)
}

fn dump_to_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parameters = Params::new("dump", ["", "", "", "allow_code"]).required(2).positional_only(3).keyword_only(1);
    let [value, file, given, code] = parameters.bind(vm, args)?;
    let (Some(value), Some(file)) = (value, file) else { return Ok(Value::none()) };
    let (version, code) = (version(vm, given)?, allow_code(vm, code)?);
    let bytes = dump::dump(vm, value, version, code)?;
    let write = vm.names().write.clone();
    vm.call_method(file, &write, &[bytes])
}

fn loads(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parameters = Params::new("loads", ["", "allow_code"]).required(1).positional_only(1).keyword_only(1);
    let [bytes, code] = parameters.bind(vm, args)?;
    let Some(bytes) = bytes else { return Ok(Value::none()) };
    let code = allow_code(vm, code)?;
    // A copy, since making objects may run Python, which may change a bytearray.
    let bytes = buffer_argument(vm, bytes)?;
    let copy = vm.new_bytes(bytes)?;
    load::load(vm, borrow(&copy).unwrap_or_default(), code, false).map(|(value, _)| value)
}

/// Reads all that is left of the file, and moves it back to behind what was used.
fn load_from_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parameters = Params::new("load", ["", "allow_code"]).required(1).positional_only(1).keyword_only(1);
    let [file, code] = parameters.bind(vm, args)?;
    let Some(file) = file else { return Ok(Value::none()) };
    let code = allow_code(vm, code)?;
    let [read, seek] = ["read", "seek"].map(|name| vm.intern(name));
    let bytes = vm.call_method(file, &read?, &[])?;
    let Some(text) = borrow(&bytes) else {
        let kind = vm.type_name(&bytes);
        return Err(vm.type_error(format_args!("file.read() returned not bytes but {kind}")));
    };
    let (value, used) = load::load(vm, text, code, true)?;
    let left = text.len() - used;
    if left > 0 {
        let back = vm.new_int(-(left as i64))?;
        vm.call_method(file, &seek?, &[back, Value::small(1)])?;
    }
    Ok(value)
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "marshal",
    doc: "This module contains functions that can read and write Python values in\na binary format. The format is specific to Python, but independent of\nmachine architecture issues. Code objects are in Pitviper's own form.",
    functions: &[
        Method::keywords("dump", dump_to_file).doc(
            "dump($module, value, file, version=version, /, *, allow_code=True)\n--\n\nWrite the value on the open file.",
        ),
        Method::keywords("dumps", dumps).doc(
            "dumps($module, value, version=version, /, *, allow_code=True)\n--\n\nReturn the bytes object that would be written to a file by dump(value, file).",
        ),
        Method::keywords("load", load_from_file).doc(
            "load($module, file, /, *, allow_code=True)\n--\n\nRead one value from the open file and return it.",
        ),
        Method::keywords("loads", loads).doc(
            "loads($module, bytes, /, *, allow_code=True)\n--\n\nConvert the bytes-like object to a value.",
        ),
    ],
    types: &[],
    init: Some(|vm, module| {
        let dict = module.dict.clone();
        put(vm, &dict, "version", Value::small(VERSION))
    }),
};
