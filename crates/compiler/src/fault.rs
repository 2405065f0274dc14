//! Why scopes or code generation gave up: the crate's inner error, before it becomes a `CompileError`.
#![expect(clippy::disallowed_types, reason = "messages are charged before they are built")]

use crate::ast::{OutOfMemory, Range};
use crate::room::{Buf, Meter};

/// Why there is no code.
#[derive(Debug)]
pub enum Fault {
    /// The budget refused.
    Memory,
    /// Nested too deeply for the stack.
    TooDeep,
    /// More registers, names or constants than the code's form can express.
    TooComplex(&'static str),
    /// A `SyntaxError`.
    Syntax {
        /// The message.
        message: Box<str>,
        /// The place.
        range: Range,
    },
}

/// What the passes return.
pub type Res<T = ()> = Result<T, Fault>;

impl From<OutOfMemory> for Fault {
    fn from(_: OutOfMemory) -> Self {
        Fault::Memory
    }
}

/// A `SyntaxError` at `range` whose message is the parts in a row.
pub fn syntax(meter: &mut Meter, range: Range, parts: &[&str]) -> Fault {
    match message(meter, parts) {
        Ok(message) => Fault::Syntax { message, range },
        Err(OutOfMemory) => Fault::Memory,
    }
}

/// The parts in a row.
pub fn message(meter: &mut Meter, parts: &[&str]) -> Result<Box<str>, OutOfMemory> {
    let mut text = Buf::default();
    for part in parts {
        text.extend(meter, part.as_bytes())?;
    }
    let text = text.into_box(meter)?;
    Ok(String::from_utf8(text.into_vec()).unwrap_or_default().into_boxed_str())
}
