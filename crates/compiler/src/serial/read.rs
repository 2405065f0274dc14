//! All code at once.

use std::sync::Arc;

use super::body::take_body;
use super::form::{Form, Head, Refusal, Res, Trust};
use super::{DEEPEST, runs_at_once};
use crate::ast::Budget;
use crate::code::{Code, Const};
use crate::room::{Buf, Meter};

/// Code of bytes, with all that is nested in it; with `filename`, that becomes its file name in place of the stored one.
/// Who keeps the code charges [`Code::bytes`]; nothing is charged for it any more.
///
/// # Errors
/// [`Refusal`]
pub fn read(bytes: &[u8], trust: Trust, filename: Option<&str>, budget: &mut dyn Budget) -> Result<Arc<Code>, Refusal> {
    let form = Form::open(bytes, trust)?;
    let (stored, at) = form.root()?;
    let (code, end) = take_all(form, at, &Arc::from(filename.unwrap_or(stored)), budget)?;
    if end.bodies_adjoin && end.at as usize == bytes.len() {
        Ok(code)
    } else {
        Err(Refusal::Damaged("not one code object"))
    }
}

/// The code of the head at `at`, with all that is nested in it.
///
/// # Errors
/// [`Refusal`]
pub fn whole(form: Form<'_>, at: u32, filename: &Arc<str>, budget: &mut dyn Budget) -> Result<Arc<Code>, Refusal> {
    take_all(form, at, filename, budget).map(|(code, _)| code)
}

/// Code that is to be read.
#[derive(Clone, Copy)]
struct Wanted {
    /// Where its head is.
    at: u32,
    /// Which code around it has it, as which constant.
    holder: (u32, u32),
    /// How deep it is nested.
    depth: usize,
}

/// Code whose holder does not have it yet.
struct Taken {
    code: Code,
    holder: (u32, u32),
}

/// Where reading ended.
struct End {
    at: u32,
    /// Whether each body began where the one before ended, the first one behind the outermost head.
    bodies_adjoin: bool,
}

/// Reads bodies in the order in which they were written, each once: the way back is not taken.
fn take_all(form: Form<'_>, at: u32, filename: &Arc<str>, budget: &mut dyn Budget) -> Res<(Arc<Code>, End)> {
    let meter = &mut Meter::new(budget);
    let mut queues = [Queue::default(), Queue::default()];
    let mut taken: Buf<Taken> = Buf::default();
    let mut end = End { at: Head::end(form, at)?, bodies_adjoin: true };
    let mut next = Some(Wanted { at, holder: (0, 0), depth: 0 });
    while let Some(Wanted { at, holder, depth }) = next {
        let start = Head::read(form, at)?.body;
        if depth > DEEPEST {
            return Err(Refusal::Damaged("code is nested too deeply"));
        }
        if start < end.at {
            return Err(Refusal::Damaged("code belongs to more than one code object"));
        }
        end.bodies_adjoin &= start == end.at;
        let (code, behind) = take_body(form, at, filename, meter)?;
        end.at = behind;
        let place = taken.len() as u32;
        for (index, constant) in code.constants.iter().enumerate() {
            if let &Const::Packed(at) = constant {
                let queue = &mut queues[usize::from(!runs_at_once(Head::read(form, at)?.flags))];
                queue.items.push(meter, Wanted { at, holder: (place, index as u32), depth: depth + 1 })?;
            }
        }
        taken.push(meter, Taken { code, holder })?;
        let [first, second] = &mut queues;
        next = first.take().or_else(|| second.take());
    }
    assemble(taken).map(|code| (code, end)).ok_or(Refusal::Damaged("not one code object"))
}

/// Gives each holder what it holds: holders come first.
fn assemble(mut taken: Buf<Taken>) -> Option<Arc<Code>> {
    while let Some(Taken { code, holder: (place, index) }) = taken.pop() {
        match taken.get_mut(place as usize) {
            Some(holder) => {
                holder.code.bytes += code.bytes;
                *holder.code.constants.get_mut(index as usize)? = Const::Code(Arc::new(code));
            }
            None => return taken.is_empty().then(|| Arc::new(code)),
        }
    }
    None
}

/// First in, first out.
#[derive(Default)]
struct Queue {
    items: Buf<Wanted>,
    done: usize,
}

impl Queue {
    fn take(&mut self) -> Option<Wanted> {
        let item = self.items.get(self.done).copied()?;
        self.done += 1;
        Some(item)
    }
}
