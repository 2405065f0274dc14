//! Where a program stands, in words of the host's.
#![expect(clippy::disallowed_types, reason = "names of bounded length")]

use crate::core::vm::Vm;
use crate::eval::stack::Frame;
use crate::types::exception;
use crate::types::traceback::Traceback;

/// Longest name of a file or function that is told, in bytes.
const LONGEST: usize = 200;

/// A line of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The line; 0: none.
    pub line: u32,
    /// The function.
    pub function: String,
}

impl Vm {
    /// Where the innermost running function stands.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        // SAFETY: frames on the stack are complete, and nothing runs while this looks.
        unsafe { place_of(self.stack.frame) }
    }

    /// Where an exception was raised.
    #[must_use]
    pub fn place_of_exception(&self, exception: &pitviper_object::Value) -> Option<Place> {
        let mut entry = exception::traceback_of(exception)?;
        while let Some(next) = entry.downcast::<Traceback>()?.next.get() {
            entry = next;
        }
        let entry = entry.downcast::<Traceback>()?;
        let frame = entry.frame()?;
        let code = &frame.code().code;
        Some(Place { file: short(&code.filename), line: entry.line(), function: short(&code.qualname) })
    }
}

/// # Safety
/// `frame` is on the stack, or null.
unsafe fn place_of(frame: *const Frame) -> Option<Place> {
    // SAFETY: the caller's promise.
    let frame = unsafe { frame.as_ref() }?;
    let code = frame.code();
    // Before its first instruction a function stands at its first line.
    let offset = (frame.pc.cast_const() >= code.start().cast_const()).then(|| code.offset(frame.pc));
    let code = &code.code;
    let line = offset.map_or(code.first_line, |offset| code.position(offset).line);
    Some(Place { file: short(&code.filename), line, function: short(&code.qualname) })
}

fn short(name: &str) -> String {
    cut(name).to_owned()
}

/// The beginning of a name that may be long.
pub(super) fn cut(name: &str) -> &str {
    &name[..name.floor_char_boundary(LONGEST)]
}
