//! What incremental coders and streams have in common: a codec, its state, and what waits for the rest.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Value, object};

use super::codec::{Codec, State};
use super::coding::Running;
use super::kind;
use super::object::{MultibyteCodec, as_text};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::native::{Args, GetSet};
use crate::core::vm::Vm;
use crate::types::bytes::{self, BytesBuilder};
use crate::types::exception;
use crate::types::iterators::{instance, read_only};
use crate::types::str::{Str, StrBuilder};

/// The most bytes that wait.
const BYTES: usize = 8;
/// The most characters that wait.
const CHARS: usize = 2;

/// An object of one of four types, which differ in what they use of it.
#[repr(C)]
pub struct Coder {
    /// Count, shape, flags.
    pub header: Header,
    /// The name of the error handler.
    pub errors: ValueCell,
    /// Text or bytes at the end of the last input.
    pub pending: ValueCell,
    /// Of readers and writers.
    pub stream: ValueCell,
    /// The codec.
    pub codec: &'static Codec,
    /// Its state.
    pub state: Cell<State>,
}

object!(Coder, kind::ENCODER, errors, pending, stream);

/// The receiver of a method of one of the four types.
pub fn this(value: &Value) -> &Coder {
    // SAFETY: objects of these types are `Coder`s; the tables of a type promise that receivers are of its kind.
    unsafe { value.cast_unchecked() }
}

/// Makes an object. Encoders begin in the state of encoding.
pub fn new(vm: &mut Vm, args: Args<'_>, kind: u8, encoding: bool) -> PyResult {
    let streams = kind == super::kind::READER || kind == super::kind::WRITER;
    let function = match kind {
        super::kind::ENCODER => "IncrementalEncoder",
        super::kind::DECODER => "IncrementalDecoder",
        super::kind::READER => "StreamReader",
        _ => "StreamWriter",
    };
    let (stream, errors) = if streams {
        let [stream, errors] = args.behind_receiver().parse(vm, function, ["stream", "errors"], 1, 0)?;
        (stream.cloned(), errors)
    } else {
        let [errors] = args.behind_receiver().parse(vm, function, ["errors"], 0, 0)?;
        (None, errors)
    };
    let errors = match errors {
        None => vm.new_str("strict")?,
        Some(errors) if errors.downcast::<Str>().is_some() => errors.clone(),
        Some(errors) => {
            let place = if streams { "argument 2" } else { "argument 1" };
            return Err(crate::types::str::bad_argument(vm, function, place, "str", errors));
        }
    };
    let name = vm.intern("codec")?;
    let codec = vm.get_attr(&args.values[0], &name)?;
    let Some(codec) = codec.exact::<MultibyteCodec>().map(|codec| codec.codec) else {
        return Err(vm.type_error(format_args!("codec is unexpected type")));
    };
    let made = Coder {
        header: Header::new(u32::from(kind), TRACKED),
        errors: ValueCell::default(),
        pending: ValueCell::default(),
        stream: ValueCell::default(),
        codec,
        state: Cell::new(if encoding { codec.encoding() } else { codec.decoding() }),
    };
    made.errors.set(Some(errors));
    made.stream.set(stream);
    instance(vm, args, PageKind::Container, made)
}

fn set_errors(vm: &mut Vm, value: &Value, errors: Option<Value>) -> PyResult<()> {
    let Some(errors) = errors else {
        return Err(vm.raise(Exc::AttributeError, format_args!("cannot delete attribute")));
    };
    if errors.downcast::<Str>().is_none() {
        return Err(vm.type_error(format_args!("errors must be a string")));
    }
    this(value).errors.set(Some(errors));
    Ok(())
}

/// `errors`.
pub const ERRORS: GetSet = GetSet {
    name: "errors",
    get: |_, value| Ok(this(value).errors.get().unwrap_or_else(Value::none)),
    set: Some(set_errors),
};
/// `stream`.
pub const STREAM: GetSet = GetSet {
    name: "stream",
    get: |_, value| Ok(this(value).stream.get().unwrap_or_else(Value::none)),
    set: Some(read_only),
};

/// Two strings as one.
fn joined_text(vm: &mut Vm, first: &Value, second: &Value) -> PyResult {
    let mut out = StrBuilder::new(vm);
    for part in [first, second] {
        if let Some(part) = part.downcast::<Str>() {
            out.push_str(part)?;
        }
    }
    out.finish()
}

/// Two runs of bytes as one.
fn joined_bytes(vm: &mut Vm, first: &Value, second: &Value) -> PyResult {
    let mut out = BytesBuilder::new(vm);
    for part in [first, second] {
        out.push(bytes::borrow(part).unwrap_or(&[]))?;
    }
    out.finish()
}

impl Coder {
    /// Encodes what waits and `input`; bytes.
    pub fn encode(&self, vm: &mut Vm, input: &Value, last: bool) -> PyResult {
        let input = as_text(vm, input)?;
        let before = self.pending.take();
        let text = match &before {
            Some(before) => joined_text(vm, before, &input)?,
            None => input,
        };
        let errors = self.errors.get();
        let errors = errors.as_ref().and_then(|errors| errors.downcast::<Str>());
        let running = Running { codec: self.codec, state: &self.state, errors, last };
        let mut out = BytesBuilder::new(vm);
        let run = match running.encode(vm, &text, &mut out) {
            Ok(used) if last => running.finish(&mut out).map(|()| used),
            run => run,
        };
        let used = match run {
            Ok(used) => used,
            Err(raised) => {
                self.pending.set(before);
                return Err(raised);
            }
        };
        let chars = text.downcast::<Str>().map(|text| text.chars());
        if let Some(rest) = chars.filter(|chars| used < chars.len()).map(|chars| chars.slice(used..chars.len())) {
            if rest.len() > CHARS {
                return Err(vm.raise(Exc::UnicodeError, format_args!("pending buffer overflow")));
            }
            self.pending.set(Some(vm.new_str_chars(rest)?));
        }
        out.finish()
    }

    /// What is left to be written when encoding ends.
    pub fn finish(&self, vm: &mut Vm) -> PyResult {
        let empty = vm.new_str("")?;
        self.encode(vm, &empty, true)
    }

    /// Decodes what waits and `input`, which is `bytes`; onto `out`.
    pub fn decode(&self, vm: &mut Vm, input: &Value, last: bool, out: &mut StrBuilder) -> PyResult<()> {
        let before = self.pending.take();
        let source = match &before {
            Some(before) => joined_bytes(vm, before, input)?,
            None => input.clone(),
        };
        let errors = self.errors.get();
        let errors = errors.as_ref().and_then(|errors| errors.downcast::<Str>());
        let tail = Cell::new(false);
        let running = Running { codec: self.codec, state: &self.state, errors, last };
        let used = match running.decode(vm, &source, Some(&tail), out) {
            Ok(used) => used,
            Err(raised) => {
                if tail.get() {
                    self.pending.set(before);
                }
                return Err(raised);
            }
        };
        self.wait(vm, &source, used, "pending buffer overflow")
    }

    /// Keeps the bytes of `source` from `from` on for the next call.
    pub fn wait(&self, vm: &mut Vm, source: &Value, from: usize, reason: &str) -> PyResult<()> {
        let data = bytes::borrow(source).unwrap_or(&[]);
        let rest = data.get(from..).unwrap_or(&[]);
        if rest.len() <= BYTES {
            let rest = if rest.is_empty() { None } else { Some(vm.new_bytes(rest)?) };
            self.pending.set(rest);
            return Ok(());
        }
        let (encoding, reason) = (vm.new_str(self.codec.name)?, vm.new_str(reason)?);
        let (start, end) = (vm.new_usize(0)?, vm.new_usize(data.len())?);
        let args = [encoding, source.clone(), start, end, reason];
        let error = exception::new_with_args(vm, Exc::UnicodeDecodeError, &args)?;
        Err(vm.raise_value(error))
    }

    /// A decoder begins anew.
    pub fn reset_decoding(&self) {
        let mut state = self.state.get();
        self.codec.reset_decoding(&mut state);
        self.state.set(state);
        self.pending.set(None);
    }
}
