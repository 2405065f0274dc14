//! `MultibyteCodec`: a codec as Python has it.

use std::cell::Cell;

use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::codec::Codec;
use super::coding::Running;
use super::kind;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{Bytes, BytesBuilder, buffer_argument};
use crate::types::iterators::receiver;
use crate::types::str::{Str, StrBuilder, bad_argument};

/// A codec.
#[repr(C)]
pub struct MultibyteCodec {
    /// Count, shape, flags.
    pub header: Header,
    /// What it runs.
    pub codec: &'static Codec,
}

object!(MultibyteCodec, kind::CODEC);

fn this(value: &Value) -> &'static Codec {
    // SAFETY: a receiver.
    unsafe { receiver::<MultibyteCodec>(value) }.codec
}

/// `getcodec(name)` of a module.
pub(super) fn get_codec(vm: &mut Vm, module: &str, name: &Value) -> PyResult {
    let Some(name) = name.downcast::<Str>() else {
        return Err(vm.type_error(format_args!("encoding name must be a string.")));
    };
    let Some(codec) = name.as_ascii().and_then(|name| Codec::find(module, name)) else {
        return Err(vm.raise(Exc::LookupError, format_args!("no such codec is supported.")));
    };
    let made = MultibyteCodec { header: Header::new(u32::from(kind::CODEC), 0), codec };
    Ok(Obj::create(&mut vm.heap, PageKind::Leaf, made)?.into_value())
}

/// The arguments of `encode` and `decode`.
fn arguments<'a>(vm: &mut Vm, args: Args<'a>, function: &str) -> PyResult<(&'a Value, Option<&'a Str>)> {
    let [input, errors] = args.behind_receiver().parse(vm, function, ["input", "errors"], 1, 0)?;
    let errors = match errors.filter(|errors| !errors.is_none()) {
        Some(value) => match value.downcast::<Str>() {
            Some(errors) => Some(errors),
            None => return Err(bad_argument(vm, function, "argument 'errors'", "str or None", value)),
        },
        None => None,
    };
    Ok((input.unwrap_or(&args.values[0]), errors))
}

/// The text of an argument that need not be text.
pub(super) fn as_text(vm: &mut Vm, input: &Value) -> PyResult {
    if input.downcast::<Str>().is_some() { Ok(input.clone()) } else { vm.str(input) }
}

/// The bytes of an argument as an object that no one changes.
pub(super) fn as_bytes(vm: &mut Vm, input: &Value) -> PyResult {
    let data = buffer_argument(vm, input)?;
    if input.exact::<Bytes>().is_some() { Ok(input.clone()) } else { vm.new_bytes(data) }
}

fn result(vm: &mut Vm, made: Value, used: usize) -> PyResult {
    let used = vm.new_usize(used)?;
    vm.new_tuple_from([made, used])
}

fn encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let codec = this(&args.values[0]);
    let (input, errors) = arguments(vm, args, "encode")?;
    let text = as_text(vm, input)?;
    let state = Cell::new(codec.encoding());
    let running = Running { codec, state: &state, errors, last: true };
    let mut out = BytesBuilder::new(vm);
    running.encode(vm, &text, &mut out)?;
    running.finish(&mut out)?;
    let made = out.finish()?;
    result(vm, made, text.downcast::<Str>().map_or(0, Str::len))
}

fn decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let codec = this(&args.values[0]);
    let (input, errors) = arguments(vm, args, "decode")?;
    let source = as_bytes(vm, input)?;
    let state = Cell::new(codec.decoding());
    let mut out = StrBuilder::new(vm);
    Running { codec, state: &state, errors, last: true }.decode(vm, &source, None, &mut out)?;
    let made = out.finish()?;
    result(vm, made, crate::types::bytes::borrow(&source).map_or(0, <[u8]>::len))
}

/// The type.
pub static CODEC: TypeSpec = TypeSpec {
    name: "MultibyteCodec",
    module: "_multibytecodec",
    kind: kind::CODEC,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &[
        Method::keywords("encode", encode).doc(
            "encode($self, /, input, errors=None)\n--\n\nThe bytes of a text, and how many characters they are for.",
        ),
        Method::keywords("decode", decode)
            .doc("decode($self, /, input, errors=None)\n--\n\nThe text of bytes, and how many bytes it is for."),
    ],
    getset: &[],
    page: PageKind::Leaf,
    slot: <MultibyteCodec as Traverse>::slot,
    finish: None,
    size: fixed_size::<MultibyteCodec>,
};
