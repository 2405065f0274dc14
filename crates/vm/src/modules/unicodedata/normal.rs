//! `normalize` and `is_normalized`.

use std::ptr::NonNull;

use pitviper_object::{Heap, OutOfMemory, PageKind, Value};
use pitviper_text::Chars;
use pitviper_text::normalize::{Form, decompose, order, recompose};

use super::{own, version};
use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::portions;
use crate::types::str::{Str, StrBuilder, text_argument};

/// Code points between two looks at the limits.
const LOOK: usize = 1 << 12;

/// Code points in a raw buffer that doubles.
struct Points<'h> {
    heap: &'h mut Heap,
    buffer: Option<NonNull<u32>>,
    len: usize,
    room: usize,
}

impl Points<'_> {
    fn push(&mut self, ch: u32) -> Result<(), OutOfMemory> {
        if self.len % LOOK == LOOK - 1 && self.heap.is_hurried() {
            return Err(OutOfMemory);
        }
        if self.len == self.room {
            let room = (self.room * 2).max(64);
            let bytes = room.checked_mul(4).ok_or(OutOfMemory)?;
            let block = match self.buffer {
                None => self.heap.alloc(PageKind::Raw, bytes)?,
                // SAFETY: the buffer is ours and has `room` words.
                Some(old) => unsafe { self.heap.realloc(old.cast(), PageKind::Raw, self.room * 4, bytes)? },
            };
            self.buffer = Some(block.cast());
            self.room = room;
        }
        if let Some(buffer) = self.buffer {
            // SAFETY: there is room behind the last word.
            unsafe { buffer.add(self.len).write(ch) };
            self.len += 1;
        }
        Ok(())
    }

    /// The heap, and the code points so far.
    fn parts(&mut self) -> (&mut Heap, &mut [u32]) {
        let points = match self.buffer {
            // SAFETY: `len` words were written; the buffer is ours.
            Some(buffer) => unsafe { std::slice::from_raw_parts_mut(buffer.as_ptr(), self.len) },
            None => &mut [],
        };
        (self.heap, points)
    }
}

impl Drop for Points<'_> {
    fn drop(&mut self) {
        if let Some(buffer) = self.buffer {
            // SAFETY: the buffer is ours.
            unsafe { Heap::free(buffer.cast()) }
        }
    }
}

/// The arguments `form` and `unistr`; no form for text that is normal in any.
fn arguments<'a>(vm: &mut Vm, function: &str, values: &'a [Value]) -> PyResult<Option<(Form, &'a Str)>> {
    let [form, text] = values else { return Ok(None) };
    let form = text_argument(vm, function, 1, form)?;
    let text = text_argument(vm, function, 2, text)?;
    if text.is_empty() {
        return Ok(None);
    }
    let Some(form) = form.as_ascii().and_then(|form| Form::named(form.as_bytes())) else {
        return Err(vm.value_error(format_args!("invalid normalization form")));
    };
    let chars = text.chars();
    let other = vm.scan(chars.len(), |part| (chars.slice(part).max_char() >= form.first()).then_some(()))?;
    Ok(other.map(|()| (form, text)))
}

/// Text in a form, handed to `use_it` while its buffer lives.
fn with_normal<R>(
    vm: &mut Vm,
    text: &Str,
    form: Form,
    old: bool,
    use_it: impl FnOnce(&mut Heap, &[u32]) -> PyResult<R>,
) -> PyResult<R> {
    let mut points = Points { heap: &mut vm.heap, buffer: None, len: 0, room: 0 };
    decompose(text.chars(), form, version(old), |ch| points.push(ch))?;
    let (heap, all) = points.parts();
    let mut look = |_| if heap.is_hurried() { Err(OutOfMemory) } else { Ok(()) };
    order(all, &mut look)?;
    let len = if form.composed { recompose(all, &mut look)? } else { all.len() };
    use_it(heap, &all[..len])
}

/// `normalize(form, unistr, /)`.
pub(super) fn normalize<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let values = own(args, OLD);
    let Some((form, text)) = arguments(vm, "normalize", values)? else {
        return match values {
            [_, text] if text.exact::<Str>().is_some() => Ok(text.clone()),
            [_, text] => vm.new_str_chars(text.downcast::<Str>().map_or(Chars::One(&[]), Str::chars)),
            _ => Ok(Value::none()),
        };
    };
    vm.worked(text.len() / 2);
    let mut out = StrBuilder::new(vm);
    with_normal(vm, text, form, OLD, |_, points| out.push_chars(Chars::Four(points)))?;
    out.finish()
}

/// `is_normalized(form, unistr, /)`.
pub(super) fn is_normalized<const OLD: bool>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some((form, text)) = arguments(vm, "is_normalized", own(args, OLD))? else { return Ok(Value::bool(true)) };
    vm.worked(text.len() / 2);
    let own = text.chars();
    with_normal(vm, text, form, OLD, |heap, points| {
        let mut same = points.len() == own.len();
        portions::each(heap, points.len(), portions::ITEMS, |part| {
            same = same && own.slice(part.clone()) == Chars::Four(&points[part]);
        })?;
        Ok(Value::bool(same))
    })
}
