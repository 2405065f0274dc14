//! `_io`: files of bytes and of text over the operating system's, and the same in memory.
//!
//! [`BinaryFile`] is every file of bytes (`FileIO`, `BufferedReader`, `BufferedWriter`, `BufferedRandom`, `BytesIO`
//! are classes of it); [`TextFile`] is text over one. Text in UTF-8, Latin-1 and ASCII is decoded straight out of the
//! binary file's buffer, line by line, so that nothing decoded waits anywhere and a position in text is a position in
//! bytes; all else is decoded piece by piece (`text_pieces`).

mod bases;
mod binary;
mod binary_methods;
mod binary_tables;
mod buffered;
mod classes;
mod decode;
mod device;
pub mod errors;
pub(crate) mod fifo;
mod foreign;
mod newline;
mod newline_decoder;
mod open;
mod pair;
pub mod scratch;
pub mod standard;
mod state;
mod text;
mod text_methods;
mod text_pieces;
mod text_read;

pub use binary::BinaryFile;
pub use classes::{MODULE, create as create_classes, immortal as immortal_classes};
pub use decode::decode as decode_bytes;
pub(crate) use device::{Reader, room_in, wait_for_system, wait_writable};
pub use device::{is_file, is_folder, is_terminal, read_all, read_whole_file};
pub use newline_decoder::SPEC as NEWLINE_DECODER;
pub use open::{OPEN, path_argument};
pub use pair::SPEC as FILE_PAIR;
pub use text::TextFile;

use pitviper_object::{PageKind, Traverse};

use crate::core::kinds;
use crate::core::native::{Slots, TypeSpec, fixed_size};

/// `_io.TextIOWrapper`.
pub static TEXT_FILE: TypeSpec = TypeSpec {
    name: "TextIOWrapper",
    module: "_io",
    kind: kinds::TEXT_FILE,
    base: kinds::OBJECT,
    doc: "Text over a file of bytes.",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::INSTANCE_DICT,
    slots: &Slots {
        repr: Some(text_methods::repr),
        iter: Some(text_methods::iter),
        next: Some(text_methods::next),
        new: Some(text_methods::new),
        init: Some(text_methods::init),
        ..Slots::EMPTY
    },
    methods: text_methods::METHODS,
    getset: text_methods::GETSET,
    page: PageKind::Container,
    slot: <TextFile as Traverse>::slot,
    finish: None,
    size: fixed_size::<TextFile>,
};

/// The kind of all files of bytes; their classes are made in `classes`.
pub static BINARY_FILE: TypeSpec = TypeSpec {
    name: "_BinaryFile",
    module: "_io",
    kind: kinds::BINARY_FILE,
    base: kinds::OBJECT,
    doc: "A file of bytes.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots {
        repr: Some(binary_methods::repr),
        iter: Some(binary_methods::iter),
        next: Some(binary_methods::next),
        new: Some(binary_methods::new),
        init: Some(binary_methods::init),
        ..Slots::EMPTY
    },
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <BinaryFile as Traverse>::slot,
    finish: Some(binary::finish),
    size: fixed_size::<BinaryFile>,
};
