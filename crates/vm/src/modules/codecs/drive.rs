//! Coding with error handlers: runs of a codec, and between them what the handler says.
//!
//! The built-in handlers are the kernel's and make no exception unless they raise it. Others are called with one
//! exception object for all faults of a call, as CPython does.

use pitviper_object::Value;
use pitviper_text::Chars;
use pitviper_text::codecs::{Codec, Fault, Handler, Recovery, Run};

use super::{handlers, registry};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes, BytesBuilder};
use crate::types::exception;
use crate::types::exception::unicode::OBJECT;
use crate::types::int;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// What is done about faults.
enum Errors {
    /// A handler of the kernel's.
    Builtin(Handler),
    /// `\N{…}`.
    NameReplace,
    /// One that a program registered, or nobody.
    Registered,
}

fn named(errors: Option<&Str>) -> Errors {
    let Some(name) = errors else { return Errors::Builtin(Handler::Strict) };
    match name.as_ascii() {
        Some("namereplace") => Errors::NameReplace,
        Some(name) => Handler::named(name.as_bytes()).map_or(Errors::Registered, Errors::Builtin),
        None => Errors::Registered,
    }
}

#[cold]
fn unsupported(vm: &mut Vm, class: &str) -> Raised {
    vm.type_error(format_args!("don't know how to handle {class} in error callback"))
}

#[cold]
fn outside(vm: &mut Vm, place: isize) -> Raised {
    vm.raise(Exc::IndexError, format_args!("position {place} from error handler out of bounds"))
}

/// What the handlers of programs may answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// A position that is an index; OverflowError when it is far out of bounds.
    Index,
    /// A position that is an int, as the multibyte codecs want it; IndexError.
    Int,
}

/// One call of a codec.
struct Call<'a> {
    /// The encoding that exceptions name.
    encoding: &'a str,
    errors: Option<&'a Str>,
    class: Exc,
    answers: Answers,
    /// The first fault, which the exception's `args` tell.
    first: Option<Fault>,
    /// Made at the first fault that needs it.
    exception: Option<Value>,
}

impl Call<'_> {
    /// The exception, saying what `fault` is.
    fn exception(&mut self, vm: &mut Vm, object: &Value, fault: Fault) -> PyResult {
        if let Some(exception) = &self.exception {
            handlers::set_fault(vm, exception, fault)?;
            return Ok(exception.clone());
        }
        let first = self.first.unwrap_or(fault);
        let encoding = vm.new_str(self.encoding)?;
        let (start, end) = (vm.new_usize(first.start)?, vm.new_usize(first.end)?);
        let reason = vm.new_str(first.reason)?;
        let exception = exception::new_with_args(vm, self.class, &[encoding, object.clone(), start, end, reason])?;
        if first != fault {
            handlers::set_fault(vm, &exception, fault)?;
        }
        self.exception = Some(exception.clone());
        Ok(exception)
    }

    /// Raises the fault.
    #[cold]
    fn raise(&mut self, vm: &mut Vm, object: &Value, fault: Fault) -> Raised {
        match self.exception(vm, object, fault) {
            Ok(exception) => vm.raise_value(exception),
            Err(raised) => raised,
        }
    }

    /// Calls a handler that a program registered: the replacement and the position it gave.
    fn ask(&mut self, vm: &mut Vm, object: &Value, fault: Fault) -> PyResult<(Value, isize)> {
        let Some(name) = self.errors else { return Err(self.raise(vm, object, fault)) };
        let handler = registry::handler(vm, name)?;
        let exception = self.exception(vm, object, fault)?;
        let answer = vm.call(&handler, &[exception])?;
        let decoding = self.class == Exc::UnicodeDecodeError;
        if let Some([replacement, position]) = answer.downcast::<Tuple>().map(Tuple::items) {
            let text = replacement.kind() == crate::core::kinds::STR;
            let int = self.answers == Answers::Index || int::is_int(position);
            if int && (text || !decoding) {
                let position = match (self.answers, int::to_i64(position)) {
                    (Answers::Int, None) => return Err(outside(vm, -1)),
                    _ => vm.index_isize(position)?,
                };
                if text || replacement.kind() == crate::core::kinds::BYTES {
                    return Ok((replacement.clone(), position));
                }
            }
        }
        Err(match decoding {
            true => vm.type_error(format_args!("decoding error handler must return (str, int) tuple")),
            false if self.answers == Answers::Int => {
                vm.type_error(format_args!("encoding error handler must return (str, int) tuple"))
            }
            false => vm.type_error(format_args!("encoding error handler must return (str/bytes, int) tuple")),
        })
    }

    /// A position out of a handler's answer, counted from the end when it is negative.
    fn place(vm: &mut Vm, position: isize, len: usize) -> PyResult<usize> {
        let place = if position < 0 { position.saturating_add_unsigned(len) } else { position };
        match usize::try_from(place).ok().filter(|place| *place <= len) {
            Some(place) => Ok(place),
            None => Err(outside(vm, place)),
        }
    }
}

/// Decodes `source` from byte `from` on. `step` runs the codec up to a fault; how far it got comes out. For the
/// kernel's handlers `codec` says what kind of bytes these are.
///
/// # Errors
/// `UnicodeDecodeError`, LookupError, or what the handler raises.
pub fn decode(
    vm: &mut Vm,
    source: &Value,
    (encoding, codec): (&str, Codec),
    errors: Option<&Str>,
    from: usize,
    out: &mut StrBuilder,
    step: impl FnMut(&mut Vm, &Value, usize, &mut StrBuilder) -> PyResult<Run>,
) -> PyResult<usize> {
    decode_answered(vm, source, (encoding, codec, Answers::Index), errors, from, out, step)
}

/// [`decode`], with what handlers may answer.
///
/// # Errors
/// As there.
pub fn decode_answered(
    vm: &mut Vm,
    source: &Value,
    (encoding, codec, answers): (&str, Codec, Answers),
    errors: Option<&Str>,
    mut from: usize,
    out: &mut StrBuilder,
    mut step: impl FnMut(&mut Vm, &Value, usize, &mut StrBuilder) -> PyResult<Run>,
) -> PyResult<usize> {
    let mut source = source.clone();
    let mut call = Call { encoding, errors, class: Exc::UnicodeDecodeError, answers, first: None, exception: None };
    for faults in 0usize.. {
        vm.work_at(faults)?;
        let run = step(vm, &source, from, out)?;
        let Some(fault) = run.fault else { return Ok(run.next) };
        let data = bytes::borrow(&source).unwrap_or(&[]);
        let recovery = match named(errors) {
            Errors::Builtin(Handler::Strict) => Recovery::Raise,
            Errors::Builtin(handler) => {
                call.first.get_or_insert(fault);
                handler.recover_decode(codec, data, fault, out)?
            }
            Errors::NameReplace => Recovery::Unsupported,
            Errors::Registered => {
                let object = immutable(vm, &source)?;
                let (replacement, position) = call.ask(vm, &object, fault)?;
                source = changed(vm, &call, object)?;
                let len = bytes::borrow(&source).map_or(0, <[u8]>::len);
                if let Some(text) = replacement.downcast::<Str>() {
                    out.push_str(text)?;
                }
                Recovery::Resume(Call::place(vm, position, len)?)
            }
        };
        from = match recovery {
            Recovery::Resume(next) => next,
            Recovery::Raise => {
                let object = immutable(vm, &source)?;
                return Err(call.raise(vm, &object, fault));
            }
            Recovery::Unsupported => return Err(unsupported(vm, "UnicodeDecodeError")),
        };
    }
    Ok(from)
}

/// The bytes as an object that exceptions can hold.
fn immutable(vm: &mut Vm, source: &Value) -> PyResult {
    if source.exact::<Bytes>().is_some() {
        return Ok(source.clone());
    }
    vm.new_bytes(bytes::borrow(source).unwrap_or(&[]))
}

/// The bytes to go on with: a handler may have given the exception others.
fn changed(vm: &mut Vm, call: &Call<'_>, object: Value) -> PyResult {
    let Some(exception) = &call.exception else { return Ok(object) };
    let now = exception::fields::get(vm, exception, OBJECT).unwrap_or(object);
    if now.downcast::<Bytes>().is_some() {
        return Ok(now);
    }
    Err(vm.type_error(format_args!("UnicodeError 'object' attribute must be a bytes")))
}

/// Encodes a string. `step` runs the codec up to a fault. `native` is given for the kernel's codecs, whose handlers
/// write replacements themselves; for others, and for replacements that handlers of programs give, `place` writes.
///
/// # Errors
/// `UnicodeEncodeError`, LookupError, or what the handler raises.
pub fn encode(
    vm: &mut Vm,
    text: &Value,
    (encoding, native): (&str, Option<Codec>),
    errors: Option<&Str>,
    out: &mut BytesBuilder,
    step: impl FnMut(&mut Vm, &Value, usize, &mut BytesBuilder) -> PyResult<Run>,
    place: impl FnMut(&mut Vm, &Value, &mut BytesBuilder) -> PyResult<bool>,
) -> PyResult<()> {
    encode_answered(vm, text, (encoding, native, Answers::Index), errors, out, step, place)
}

/// [`encode`], with what handlers may answer.
///
/// # Errors
/// As there.
pub fn encode_answered(
    vm: &mut Vm,
    text: &Value,
    (encoding, native, answers): (&str, Option<Codec>, Answers),
    errors: Option<&Str>,
    out: &mut BytesBuilder,
    mut step: impl FnMut(&mut Vm, &Value, usize, &mut BytesBuilder) -> PyResult<Run>,
    mut place: impl FnMut(&mut Vm, &Value, &mut BytesBuilder) -> PyResult<bool>,
) -> PyResult<()> {
    let mut call = Call { encoding, errors, class: Exc::UnicodeEncodeError, answers, first: None, exception: None };
    let chars = text.downcast::<Str>().map_or(Chars::One(&[]), Str::chars);
    let mut from = 0;
    for faults in 0usize.. {
        vm.work_at(faults)?;
        let run = step(vm, text, from, out)?;
        let Some(fault) = run.fault else { return Ok(()) };
        let mut replacement = None;
        let recovery = match (named(errors), native) {
            (Errors::Builtin(Handler::Strict), _) => Recovery::Raise,
            (Errors::Builtin(Handler::Ignore), _) => Recovery::Resume(fault.end),
            (Errors::Builtin(handler), Some(codec)) => handler.recover_encode(codec, chars, fault, out)?,
            (Errors::Builtin(handler @ (Handler::SurrogateEscape | Handler::SurrogatePass)), None) => {
                let mut bytes = BytesBuilder::new(vm);
                let codec = if handler == Handler::SurrogateEscape { Codec::Latin1 } else { Codec::Ascii };
                let recovery = handler.recover_encode(codec, chars, fault, &mut bytes)?;
                if recovery == Recovery::Resume(fault.end) {
                    replacement = Some(bytes.finish()?);
                    recovery
                } else {
                    Recovery::Raise
                }
            }
            (Errors::Builtin(handler), None) => {
                let mut text = StrBuilder::new(vm);
                handlers::push_replacement(handler, chars.slice(fault.start..fault.end), &mut text)?;
                replacement = Some(text.finish()?);
                Recovery::Resume(fault.end)
            }
            (Errors::NameReplace, _) => {
                let mut text = StrBuilder::new(vm);
                handlers::push_names(chars.slice(fault.start..fault.end), &mut text)?;
                replacement = Some(text.finish()?);
                Recovery::Resume(fault.end)
            }
            (Errors::Registered, _) => {
                let (given, position) = call.ask(vm, text, fault)?;
                let next = Call::place(vm, position, chars.len())?;
                replacement = Some(given);
                Recovery::Resume(next)
            }
        };
        if let Some(replacement) = replacement
            && !place(vm, &replacement, out)?
        {
            return Err(call.raise(vm, text, fault));
        }
        from = match recovery {
            Recovery::Resume(next) => next,
            Recovery::Raise => return Err(call.raise(vm, text, fault)),
            Recovery::Unsupported => return Err(unsupported(vm, "UnicodeEncodeError")),
        };
    }
    Ok(())
}
