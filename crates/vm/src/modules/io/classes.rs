//! The module `_io`: the classes of files, made of the two kinds, and those that programs derive from.

use pitviper_object::{Obj, Value};
use pitviper_text::codecs::{Codec, Encoding, Handler, native_order};

use super::binary::BinaryFile;
use super::newline::Newline;
use super::text::{Format, TextFile};
use super::{bases, binary_tables, text_methods};
use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, GetSet, Method, TypeSpec};
use crate::core::vm::Vm;
use crate::modules::builtins::put;
use crate::types::module::Module;
use crate::types::str::Str;
use crate::types::typ::Type;
use crate::types::typ::builtin::{add_getset, add_methods, add_specials, new_builtin_class};
use crate::types::typ::layout::owned;

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
pub(super) const DEFAULT_BUFFER_SIZE: i64 = 128 << 10;

static FUNCTIONS: &[Method] = &[
    super::open::OPEN_TABLE[0],
    Method::new("open_code", bases::open_code, 1, 1),
    Method::new("text_encoding", bases::text_encoding, 1, 2),
];

/// The module.
pub static MODULE: ModuleSpec =
    ModuleSpec { name: "_io", doc: "Files of bytes and of text.", functions: FUNCTIONS, types: &[], init: Some(fill) };

/// Makes the classes; `vm.io` holds them from the start on.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm) -> PyResult<()> {
    let space = vm.new_dict()?;
    vm.io = Some(space.clone());
    let object = owned(vm.type_of_kind(kinds::OBJECT));
    let io = base(vm, "_IOBase", &object, bases::IO, bases::IO_ATTRIBUTES)?;
    let raw = base(vm, "_RawIOBase", &io, bases::RAW, &[])?;
    let buffered = base(vm, "_BufferedIOBase", &io, bases::BUFFERED, &[])?;
    let text = base(vm, "_TextIOBase", &io, bases::TEXT, bases::TEXT_ATTRIBUTES)?;
    let attributes = binary_tables::BUFFERED_ATTRIBUTES;
    let binary = &super::BINARY_FILE;
    native(vm, FILE_IO, &raw, binary, binary_tables::FILE_IO, binary_tables::FILE_IO_ATTRIBUTES)?;
    native(vm, READER, &buffered, binary, binary_tables::READER, attributes)?;
    native(vm, WRITER, &buffered, binary, binary_tables::WRITER, attributes)?;
    native(vm, RANDOM, &buffered, binary, binary_tables::RANDOM, attributes)?;
    native(vm, BYTES_IO, &buffered, binary, binary_tables::BYTES_IO, binary_tables::BYTES_IO_ATTRIBUTES)?;
    let in_memory = text_methods::STRING_IO;
    native(vm, STRING_IO, &text, &super::TEXT_FILE, in_memory, text_methods::STRING_IO_ATTRIBUTES)?;
    let decoder = owned(vm.type_of_kind(kinds::NEWLINE_DECODER));
    put(vm, &space, "IncrementalNewlineDecoder", decoder.to_value())?;
    for (kind, name, parent) in
        [(kinds::TEXT_FILE, "TextIOWrapper", &text), (kinds::FILE_PAIR, "BufferedRWPair", &buffered)]
    {
        let class = owned(vm.type_of_kind(kind));
        put(vm, &space, name, class.to_value())?;
        derive(vm, &class, parent)?;
    }
    vm.step_epoch();
    Ok(())
}

/// A class whose instances are plain objects.
fn base(
    vm: &mut Vm,
    name: &str,
    parent: &Obj<Type>,
    methods: &'static [Method],
    getset: &'static [GetSet],
) -> PyResult<Obj<Type>> {
    let flags = Type::HEAP | Type::SUBCLASSABLE | Type::IMMUTABLE;
    let class = new_builtin_class(vm, name, "_io", parent, kinds::OBJECT, flags, &[])?;
    add_methods(vm, &class, methods)?;
    add_getset(vm, &class, getset)?;
    remember(vm, name, &class)?;
    Ok(class)
}

/// A class of one of the two kinds of files.
fn native(
    vm: &mut Vm,
    name: &str,
    parent: &Obj<Type>,
    spec: &'static TypeSpec,
    methods: &'static [Method],
    attributes: &'static [GetSet],
) -> PyResult<()> {
    let flags = Type::SUBCLASSABLE | Type::IMMUTABLE;
    let class = new_builtin_class(vm, name, "_io", parent, spec.kind, flags, &[])?;
    let new = vm.new_native_new(&class)?;
    vm.dict_set_str(&class.dict, &vm.names().__new__, new)?;
    add_specials(vm, &class, spec)?;
    add_methods(vm, &class, methods)?;
    add_getset(vm, &class, attributes)?;
    remember(vm, name, &class)
}

fn remember(vm: &mut Vm, name: &str, class: &Obj<Type>) -> PyResult<()> {
    match vm.io.clone() {
        Some(space) => put(vm, &space, name, class.to_value()),
        None => Ok(()),
    }
}

/// Gives a builtin type that was made below `object` another parent.
fn derive(vm: &mut Vm, class: &Obj<Type>, parent: &Obj<Type>) -> PyResult<()> {
    let order = vm.new_list_of(&[class.to_value()])?;
    for ancestor in parent.mro() {
        vm.list_push(&order, ancestor.clone())?;
    }
    // SAFETY: nobody else has the list.
    let order = vm.new_tuple(unsafe { order.items_unchecked() })?;
    let bases = vm.new_tuple(&[parent.to_value()])?;
    class.mro.set(Some(order));
    class.bases.set(Some(bases));
    class.base.set(Some(parent.to_value()));
    crate::types::typ::create::add_subclass(vm, parent, class)
}

/// Fills the module when it is imported.
fn fill(vm: &mut Vm, module: &Obj<Module>) -> PyResult<()> {
    super::errors::unsupported_class(vm)?;
    let Some(space) = vm.io.clone() else { return Ok(()) };
    let mut position = 0;
    while let Some((name, value)) = space.next_entry(&mut position) {
        vm.dict_set_str(&module.dict, &name, value)?;
    }
    let blocking = vm.exc_type(crate::core::error::Exc::BlockingIOError).to_value();
    put(vm, &module.dict, "BlockingIOError", blocking)?;
    put(vm, &module.dict, "DEFAULT_BUFFER_SIZE", Value::small(DEFAULT_BUFFER_SIZE))
}

/// One of the classes by name; the general one of bytes when it does not exist.
pub fn class(vm: &Vm, name: &str) -> Obj<Type> {
    find(vm, name).unwrap_or_else(|| owned(vm.type_of_kind(kinds::BINARY_FILE)))
}

/// One of the classes by name. Needs no memory.
fn find(vm: &Vm, name: &str) -> Option<Obj<Type>> {
    let mut position = 0;
    let mut entries = std::iter::from_fn(|| vm.io.as_ref()?.next_entry(&mut position));
    let is = |key: &Value| key.downcast::<Str>().is_some_and(|key| key.eq_str(name));
    entries.find_map(|(key, class)| is(&key).then_some(class)).and_then(|class| Obj::try_from_value(class).ok())
}

/// The classes of files that nothing frees, whose instances' shapes go last.
pub fn immortal(vm: &mut Vm) -> [Option<Obj<Type>>; 6] {
    [FILE_IO, READER, WRITER, RANDOM, BYTES_IO, STRING_IO]
        .map(|name| find(vm, name).filter(|class| class.header.is_immortal()))
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
