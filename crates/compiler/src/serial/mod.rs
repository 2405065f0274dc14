//! Compiled code as bytes: what `.pyc` files, `marshal` and the embedded library hold.
//!
//! ```text
//! format_id 8 | checksum 16 | length of the texts 4 | texts | file name | head of the outermost code | bodies
//! ```
//! The form is Pitviper's own: [`format_id`] changes with the list of opcodes; the checksum of all that follows it is
//! SipHash-1-3 of 128 bits. Texts (names, strings, bytes) are named by their place among the texts, each after its length.
//! Numbers are little-endian base-128 varints; signed ones are folded (`zigzag`). No file name is stored but the outermost
//! code's: nested code has the same.
//!
//! Code is a [`Head`], which is all that making a function of it needs, and a body. The heads of nested code stand among
//! the constants of the code around it, so that most code need not be read before it is called ([`read_body`]); its
//! constant is [`crate::code::Const::Packed`] until then. Bodies follow each other in the order of their heads, those of
//! modules and classes, which run when they are imported, before those of functions: what an import touches is together.
//!
//! A reader trusts nothing: lengths are bounded by the bytes that are left, nested code comes behind the code around it,
//! and the result passes [`crate::verify`]. The checksum finds accidents, the verifier what was made on purpose. Who reads
//! all code at once ([`read`], [`whole`]) also checks that each body belongs to one holder and bounds the depth.
//!
//! Rejected: CPython's `marshal` form of code objects (it has no place for registers, captures and handlers), an aligned
//! form to be used in place (instructions hold caches, so they are copied anyway), and a table of names (a reader had to
//! make all names of a module for the few that its import uses).

mod body;
pub(crate) mod bytes;
mod form;
mod read;
mod write;

pub use body::read_body;
pub use form::{Form, Head, Refusal, Trust};
pub use read::{read, whole};
pub use write::{Unwritable, write};

use pitviper_text::hash::siphash13_128;

use crate::code::flags;
use crate::opcode::{INFO, Operand};

/// Changes with the form of code, where the opcode list does not show it: meanings of operands, flags, constants.
pub const VERSION: u8 = 5;

/// Code nested deeper is neither written nor read.
pub const DEEPEST: usize = 200;

/// Names this form of code: version and opcode list, hashed.
#[must_use]
pub fn format_id() -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    mix(VERSION);
    for info in INFO {
        info.name.bytes().for_each(&mut mix);
        mix(info.words);
        mix(info.jumps.into());
        for operand in [info.a, info.b, info.c, info.x] {
            mix(operand as u8);
        }
    }
    mix(Operand::Imm as u8);
    hash
}

/// The first four bytes of a `.pyc` file: 16 bits of [`format_id`], then CPython's `\r\n`.
#[must_use]
pub fn magic() -> [u8; 4] {
    let id = format_id();
    let [low, high] = ((id ^ id >> 16 ^ id >> 32 ^ id >> 48) as u16).to_le_bytes();
    [low, high, b'\r', b'\n']
}

/// The 8-byte hash of a source that `.pyc` files hold which are checked by it (PEP 552).
#[must_use]
pub fn source_hash(key: u64, source: &[u8]) -> [u8; 8] {
    (siphash13_128(key, source) as u64).to_le_bytes()
}

/// Bytes before what the checksum covers.
const HEAD: usize = 24;
/// Key of the checksum.
const CHECKSUM_KEY: u64 = 0x5069_7476_6970_6572;

/// Whether code runs when the code around it does: that of modules and classes.
fn runs_at_once(code_flags: u32) -> bool {
    code_flags & flags::OPTIMIZED == 0
}

/// What a constant is, by its first byte.
mod tag {
    pub const NONE: u8 = 0;
    pub const FALSE: u8 = 1;
    pub const TRUE: u8 = 2;
    pub const ELLIPSIS: u8 = 3;
    pub const INT: u8 = 4;
    pub const BIG_INT: u8 = 5;
    pub const NEGATIVE_BIG_INT: u8 = 6;
    pub const FLOAT: u8 = 7;
    pub const COMPLEX: u8 = 8;
    pub const STR: u8 = 9;
    pub const BYTES: u8 = 10;
    pub const TUPLE: u8 = 11;
    pub const FROZEN_SET: u8 = 12;
    pub const SLICE: u8 = 13;
    pub const CODE: u8 = 14;
}

/// Makes the checksum right again, for tests of what the verifier finds: the bytes are at least a head.
pub fn seal(bytes: &mut [u8]) {
    if let Some((head, payload)) = bytes.split_at_mut_checked(HEAD) {
        head[8..].copy_from_slice(&siphash13_128(CHECKSUM_KEY, payload).to_le_bytes());
    }
}
