//! The module `_io` (also imported as `io`): the classes of files, made of the two kinds.

use pitviper_object::{Obj, Value};
use pitviper_text::codecs::{Codec, Encoding, Handler, native_order};

use super::binary::BinaryFile;
use super::newline::Newline;
use super::text::{Format, TextFile};
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::module::Module;
use crate::types::str::Str;
use crate::types::typ::Type;
use crate::types::typ::builtin::new_builtin_class;

/// Files without a buffer.
pub const FILE_IO: &str = "FileIO";
/// Buffered files for reading.
pub const READER: &str = "BufferedReader";
/// Buffered files for writing.
pub const WRITER: &str = "BufferedWriter";
/// Buffered files for both.
pub const RANDOM: &str = "BufferedRandom";
/// Bytes in memory.
pub const BYTES_IO: &str = "BytesIO";
/// Text in memory.
pub const STRING_IO: &str = "StringIO";

/// Bytes that `io.DEFAULT_BUFFER_SIZE` says, CPython's.
const DEFAULT_BUFFER_SIZE: i64 = 128 << 10;

/// `_io`, and `io` as long as there is no module of that name in the library.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_io",
    doc: "Files of bytes and of text.",
    functions: super::OPEN,
    types: &[],
    init: Some(fill),
};

/// Makes the classes; `vm.io` holds them from the start on.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm) -> PyResult<()> {
    let space = vm.new_dict()?;
    vm.io = Some(space.clone());
    for name in [FILE_IO, READER, WRITER, RANDOM, BYTES_IO] {
        let base = Obj::from_ref(vm.type_of_kind(kinds::BINARY_FILE));
        let flags = Type::HEAP | Type::IMMUTABLE;
        let class = new_builtin_class(vm, name, "_io", &base, kinds::BINARY_FILE, flags, &[])?;
        put(vm, &space, name, class.into_value())?;
    }
    let base = Obj::from_ref(vm.type_of_kind(kinds::TEXT_FILE));
    let class = new_builtin_class(vm, STRING_IO, "_io", &base, kinds::TEXT_FILE, Type::HEAP | Type::IMMUTABLE, &[])?;
    put(vm, &space, STRING_IO, class.into_value())?;
    for (name, kind) in [("TextIOWrapper", kinds::TEXT_FILE), ("BufferedIOBase", kinds::BINARY_FILE)] {
        let class = vm.type_of_kind(kind).to_value();
        put(vm, &space, name, class)?;
    }
    vm.step_epoch();
    Ok(())
}

/// Fills the module when it is imported.
fn fill(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    super::errors::unsupported_class(vm)?;
    let Some(space) = vm.io.clone() else { return Ok(()) };
    let mut position = 0;
    while let Some((name, value)) = space.next_entry(&mut position) {
        vm.dict_set_str(&module.dict, &name, value)?;
    }
    for (name, kind) in [
        ("TextIOBase", kinds::TEXT_FILE),
        ("RawIOBase", kinds::BINARY_FILE),
        ("IOBase", kinds::OBJECT),
        ("_IOBase", kinds::OBJECT),
        ("_TextIOBase", kinds::TEXT_FILE),
        ("_BufferedIOBase", kinds::BINARY_FILE),
    ] {
        let class = vm.type_of_kind(kind).to_value();
        put(vm, &module.dict, name, class)?;
    }
    let blocking = vm.exc_type(crate::core::error::Exc::BlockingIOError).to_value();
    put(vm, &module.dict, "BlockingIOError", blocking)?;
    for (name, number) in
        [("DEFAULT_BUFFER_SIZE", DEFAULT_BUFFER_SIZE), ("SEEK_SET", 0), ("SEEK_CUR", 1), ("SEEK_END", 2)]
    {
        put(vm, &module.dict, name, Value::small(number))?;
    }
    Ok(())
}

/// One of the classes by name; the general one of bytes when it does not exist.
pub fn class(vm: &mut Vm, name: &str) -> Obj<Type> {
    let found = vm.intern(name).ok().and_then(|name| vm.io.clone()?.get_str(vm, &name));
    let fallback = || crate::types::typ::layout::owned(vm.type_of_kind(kinds::BINARY_FILE));
    found.and_then(|class| Obj::try_from_value(class).ok()).unwrap_or_else(fallback)
}

/// `StringIO(initial_value='', newline='\n')`: four bytes per character, so that positions count characters.
pub fn new_string_io(vm: &mut Vm, class_wanted: &Type, args: Args<'_>) -> PyResult {
    let [initial, newline] = Params::new("StringIO", ["initial_value", "newline"]).bind(vm, args)?;
    let mut format = Format::parse(vm, "StringIO", None, None, newline)?;
    if newline.is_none() {
        format.newline = Newline::Lf;
    }
    format.encoding = Encoding { codec: Codec::Utf32(native_order()), mark: false };
    format.handler = Handler::SurrogatePass;
    let bytes_io = class(vm, BYTES_IO);
    let bytes = BinaryFile::in_memory(vm, &bytes_io)?;
    let file = TextFile::over(vm, class_wanted, bytes, format)?;
    file.encoding_name.set(None);
    file.errors_name.set(None);
    let Some(initial) = initial.filter(|initial| !initial.is_none()) else { return Ok(file.into_value()) };
    let Some(text) = initial.downcast::<Str>() else {
        let kind = vm.type_name(initial);
        return Err(vm.type_error(format_args!("initial_value must be str or None, not {kind}")));
    };
    file.write(vm, text)?;
    file.seek(vm, std::io::SeekFrom::Start(0))?;
    Ok(file.into_value())
}
