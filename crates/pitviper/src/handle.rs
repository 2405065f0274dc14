//! Handles: Python values that the host keeps.

use std::fmt;
use std::sync::Arc;

use pitviper_vm::core::host::handles::Row;

/// Keeps a Python value alive.
///
/// It belongs to the interpreter that it came from; with another one it is an [`Error`](crate::Error). It may be cloned,
/// sent to other threads and dropped there, in any order, also after the interpreter: the value is let go of when the
/// interpreter runs next.
///
/// ```
/// # use pitviper::{Handle, Interpreter};
/// let mut python = Interpreter::builder().build()?;
/// let square: Handle = python.eval("lambda n: n * n")?;
/// assert_eq!(python.call_object::<i64>(&square, (7,))?, 49);
/// # Ok::<(), pitviper::Error>(())
/// ```
#[derive(Clone)]
pub struct Handle(pub(crate) Arc<Row>);

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle")
    }
}
