//! Format strings: which items lie where.

use pitviper_object::{Heap, PageKind, Value};

use crate::core::error::{PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::bytes::Bytes;
use crate::types::memoryview::item::{Class, native};
use crate::types::str::Str;

use std::ptr::NonNull;

/// What is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A number, truth value or byte.
    Number(Class),
    /// Two floats.
    Complex,
    /// A string of bytes, as long as the item.
    Text,
    /// A string of bytes behind a byte that says how many count.
    Pascal,
}

/// Items of one kind, one behind the other.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// What they are.
    pub what: What,
    /// The format character.
    pub code: u8,
    /// Where the first is.
    pub offset: usize,
    /// Bytes of one.
    pub size: usize,
    /// How many there are.
    pub count: usize,
}

/// A format that was read. Its runs are in a raw buffer.
pub struct Layout {
    runs: Option<NonNull<Run>>,
    len: usize,
    room: usize,
    /// Whether bytes are in little-endian order.
    pub little: bool,
    /// Bytes of all items and of what is between them.
    pub size: usize,
    /// Values that are packed and unpacked.
    pub values: usize,
}

impl Drop for Layout {
    fn drop(&mut self) {
        if let Some(runs) = self.runs {
            // SAFETY: the buffer is the layout's own.
            unsafe { Heap::free(runs.cast()) }
        }
    }
}

/// `struct.error`.
#[cold]
pub(super) fn error(vm: &mut Vm, message: std::fmt::Arguments<'_>) -> Raised {
    let made = vm.module_exception("struct", "error").and_then(|class| {
        let message = vm.new_str_fmt(message)?;
        vm.call(&class, &[message])
    });
    match made {
        Ok(exception) => vm.raise_value(exception),
        Err(raised) => raised,
    }
}

/// How sizes and places are chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// As the machine does it, with gaps.
    Native,
    /// Fixed sizes without gaps.
    Standard,
}

/// Bytes of an item, and what it is.
fn item(code: u8, mode: Mode) -> Option<(usize, What)> {
    Some(match (code, mode) {
        (b's', _) => (1, What::Text),
        (b'p', _) => (1, What::Pascal),
        (b'F', _) => (8, What::Complex),
        (b'D', _) => (16, What::Complex),
        (b'l', Mode::Standard) => (4, What::Number(Class::Signed)),
        (b'L', Mode::Standard) => (4, What::Number(Class::Unsigned)),
        (b'n' | b'N' | b'P', Mode::Standard) => return None,
        _ => {
            let (size, class) = native(code)?;
            (size, What::Number(class))
        }
    })
}

impl Layout {
    fn new(little: bool) -> Layout {
        Layout { runs: None, len: 0, room: 0, little, size: 0, values: 0 }
    }

    /// Nothing at all.
    pub(super) fn empty() -> Layout {
        Layout::new(true)
    }

    /// The runs in order.
    pub(super) fn runs(&self) -> &[Run] {
        match self.runs {
            // SAFETY: `len` runs were written.
            Some(runs) => unsafe { std::slice::from_raw_parts(runs.as_ptr(), self.len) },
            None => &[],
        }
    }

    fn push(&mut self, vm: &mut Vm, run: Run) -> PyResult<()> {
        if self.len == self.room {
            let room = (self.room * 2).max(4);
            let bytes = room * size_of::<Run>();
            let block = match self.runs {
                None => vm.heap.alloc(PageKind::Raw, bytes)?,
                // SAFETY: the buffer is the layout's own with `room` runs.
                Some(old) => unsafe {
                    vm.heap.realloc(old.cast(), PageKind::Raw, self.room * size_of::<Run>(), bytes)?
                },
            };
            self.runs = Some(block.cast());
            self.room = room;
        }
        if let Some(runs) = self.runs {
            // SAFETY: there is room behind the last run.
            unsafe { runs.add(self.len).write(run) };
            self.len += 1;
        }
        Ok(())
    }

    /// Reads a format.
    ///
    /// # Errors
    /// `struct.error`, `MemoryError`.
    pub(super) fn parse(vm: &mut Vm, text: &[u8]) -> PyResult<Layout> {
        let (mode, little, text) = match text {
            [b'@', rest @ ..] => (Mode::Native, cfg!(target_endian = "little"), rest),
            [b'=', rest @ ..] => (Mode::Standard, cfg!(target_endian = "little"), rest),
            [b'<', rest @ ..] => (Mode::Standard, true, rest),
            [b'>' | b'!', rest @ ..] => (Mode::Standard, false, rest),
            text => (Mode::Native, cfg!(target_endian = "little"), text),
        };
        if text.contains(&0) {
            return Err(error(vm, format_args!("embedded null character")));
        }
        let mut layout = Layout::new(little);
        let mut at = 0;
        while let Some(&code) = text.get(at) {
            vm.work_at(at)?;
            at += 1;
            if code.is_ascii_whitespace() || code == 0x0B {
                continue;
            }
            let mut count = None;
            let mut code = code;
            if code.is_ascii_digit() {
                let mut number = usize::from(code - b'0');
                loop {
                    let Some(&next) = text.get(at) else {
                        return Err(error(vm, format_args!("repeat count given without format specifier")));
                    };
                    at += 1;
                    if !next.is_ascii_digit() {
                        code = next;
                        break;
                    }
                    number = match number.checked_mul(10).and_then(|n| n.checked_add(usize::from(next - b'0'))) {
                        Some(number) if number <= isize::MAX as usize => number,
                        _ => return Err(too_long(vm)),
                    };
                }
                count = Some(number);
            }
            layout.add(vm, mode, code, count.unwrap_or(1))?;
        }
        Ok(layout)
    }

    /// Adds `count` items.
    fn add(&mut self, vm: &mut Vm, mode: Mode, code: u8, count: usize) -> PyResult<()> {
        let (size, what) = if code == b'x' {
            (1, None)
        } else {
            match item(code, mode) {
                Some((size, what)) => (size, Some(what)),
                None => return Err(error(vm, format_args!("bad char in struct format"))),
            }
        };
        if mode == Mode::Native {
            let align = match what {
                Some(What::Number(_)) => size,
                Some(What::Complex) => size / 2,
                _ => 1,
            };
            self.size = match self.size.checked_next_multiple_of(align) {
                Some(size) => size,
                None => return Err(too_long(vm)),
            };
        }
        let offset = self.size;
        self.size = match count.checked_mul(size).and_then(|bytes| bytes.checked_add(self.size)) {
            Some(size) if size <= isize::MAX as usize => size,
            _ => return Err(too_long(vm)),
        };
        match what {
            None => Ok(()),
            Some(what @ (What::Text | What::Pascal)) => {
                self.values += 1;
                self.push(vm, Run { what, code, offset, size: count, count: 1 })
            }
            Some(_) if count == 0 => Ok(()),
            Some(what) => {
                self.values += count;
                self.push(vm, Run { what, code, offset, size, count })
            }
        }
    }
}

#[cold]
fn too_long(vm: &mut Vm) -> Raised {
    error(vm, format_args!("total struct size too long"))
}

/// The text of a format argument, as bytes.
pub(super) fn argument(vm: &mut Vm, value: &Value) -> PyResult<Value> {
    if value.downcast::<Bytes>().is_some() {
        return Ok(value.clone());
    }
    if value.downcast::<Str>().is_none() {
        let kind = vm.argument_kind(value);
        return Err(vm.type_error(format_args!("Struct() argument 1 must be a str or bytes object, not {kind}")));
    }
    let ascii = vm.new_str("ascii")?;
    crate::types::str::codec::encode(vm, value, ascii.downcast::<Str>(), None)
}
