//! The shared part of a code object: there once it is loaded.

use std::cell::OnceCell;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use pitviper_compiler::code::{Code, Positions};

/// The shared part. Code that runs has it, and so has code after [`crate::core::vm::Vm::load_code`]; without it, it reads
/// as code with nothing in it.
#[derive(Default)]
pub struct Shared(OnceCell<Arc<Code>>);

impl Shared {
    /// Code that is there.
    pub(super) fn new(code: Arc<Code>) -> Self {
        Self(OnceCell::from(code))
    }

    /// The code, if it is there.
    #[must_use]
    pub fn loaded(&self) -> Option<&Arc<Code>> {
        self.0.get()
    }

    /// The code, which is `code` if there was none.
    pub(super) fn loaded_as(&self, code: Arc<Code>) -> &Arc<Code> {
        self.0.get_or_init(|| code)
    }
}

impl Deref for Shared {
    type Target = Arc<Code>;

    #[inline]
    fn deref(&self) -> &Arc<Code> {
        match self.0.get() {
            Some(code) => code,
            None => blank(),
        }
    }
}

#[cold]
fn blank() -> &'static Arc<Code> {
    static BLANK: LazyLock<Arc<Code>> = LazyLock::new(|| {
        let none: Arc<str> = Arc::from("");
        Arc::new(Code {
            name: none.clone(),
            qualname: none.clone(),
            filename: none,
            first_line: 0,
            flags: 0,
            arg_count: 0,
            posonly_count: 0,
            kwonly_count: 0,
            registers: 0,
            locals: Default::default(),
            free: Default::default(),
            captures: Default::default(),
            names: Default::default(),
            constants: Default::default(),
            instructions: Default::default(),
            handlers: Default::default(),
            positions: Positions::default(),
            bytes: 0,
        })
    });
    debug_assert!(false, "code is looked at before it is loaded");
    &BLANK
}
