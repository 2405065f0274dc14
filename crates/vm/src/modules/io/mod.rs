//! `_io`: files.
use pitviper_object::{Header, PageKind, Traverse};
use crate::core::cell::ValueCell;
use crate::core::kinds;
use crate::core::native::{Slots, TypeSpec, fixed_size};
/// A text file.
#[repr(C)]
pub struct TextFile { /// Header.
pub header: Header, /// Bytes below.
pub buffer: ValueCell }
pitviper_object::object!(TextFile, kinds::TEXT_FILE, buffer);
/// A binary file.
#[repr(C)]
pub struct BinaryFile { /// Header.
pub header: Header, /// Name.
pub name: ValueCell }
pitviper_object::object!(BinaryFile, kinds::BINARY_FILE, name);
/// `_io.TextIOWrapper`.
pub static TEXT_FILE: TypeSpec = TypeSpec {
    name: "TextIOWrapper", module: "_io", kind: kinds::TEXT_FILE, base: kinds::OBJECT, doc: "", flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <TextFile as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<TextFile>,
};
/// Binary files.
pub static BINARY_FILE: TypeSpec = TypeSpec {
    name: "BufferedRandom", module: "_io", kind: kinds::BINARY_FILE, base: kinds::OBJECT, doc: "", flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots::EMPTY, methods: &[], getset: &[], page: PageKind::Container,
    slot: <BinaryFile as Traverse>::slot, finish: pitviper_object::destroy::no_buffers, size: fixed_size::<BinaryFile>,
};
