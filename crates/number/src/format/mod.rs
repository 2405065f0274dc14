//! Python's format mini-language (`format(x, spec)`, PEP 3101 and successors, 3.14's fraction
//! grouping included) and `%` formatting of numbers.
//!
//! A caller parses the specification once ([`Spec::parse`]), makes an integer's digits itself where
//! they need memory, and hands over what is to be laid out; text goes to a [`Sink`](crate::Sink) in
//! few pieces. Nothing is gathered: paddings and endless zeros are counted, then filled.
//! The locale is C's: `n` groups nothing.

mod complex;
mod error;
mod float;
mod int;
mod layout;
mod printf;
mod spec;
mod text;
mod writer;

pub use complex::format_complex;
pub use error::{ErrorKind, Failure, FormatError};
pub use float::format_float;
pub use int::{IntCode, format_char, format_digits, format_small_int};
pub use printf::Conversion;
pub use spec::{Align, Grouping, Sign, Spec, ascii_decimal};
pub use text::TextPadding;

/// The largest precision of a float, as CPython's.
pub const MAX_FLOAT_PRECISION: usize = i32::MAX as usize - 1024;
