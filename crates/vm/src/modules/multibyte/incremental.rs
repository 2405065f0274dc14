//! `MultibyteIncrementalEncoder` and `MultibyteIncrementalDecoder`.

use pitviper_number::bytes::{self as number, Endian};
use pitviper_object::{PageKind, Traverse, Value};
use pitviper_text::codecs::{Codec, Tail};

use super::codec::State;
use super::coder::{self, Coder, this};
use super::kind;
use super::object::as_bytes;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes, BytesBuilder};
use crate::types::int;
use crate::types::str::{StrBuilder, bad_argument};
use crate::types::tuple::Tuple;

/// The most bytes of text that an encoder's state holds.
const PENDING: usize = 8;
/// Bytes of an encoder's state: a count, text, the codec's state.
const ALL: usize = 1 + PENDING + size_of::<State>();

/// An int of little-endian bytes, and back.
fn to_int(vm: &mut Vm, data: &[u8; ALL]) -> PyResult {
    let mut limbs = [0; ALL.div_ceil(8)];
    for (limb, part) in limbs.iter_mut().zip(data.chunks(8)) {
        let mut whole = [0; 8];
        whole[..part.len()].copy_from_slice(part);
        *limb = u64::from_le_bytes(whole);
    }
    int::from_limbs(vm, false, &limbs)
}

fn from_int(vm: &mut Vm, value: &Value, out: &mut [u8]) -> PyResult<()> {
    let Some(view) = int::view(value) else { return Ok(()) };
    match number::to_bytes(view.int(), out, Endian::Little, false) {
        Ok(()) => Ok(()),
        Err(error) => Err(vm.raise(Exc::OverflowError, format_args!("{}", error.message()))),
    }
}

/// The arguments `input` and `final`.
fn arguments<'a>(vm: &mut Vm, args: Args<'a>, function: &str) -> PyResult<(&'a Value, bool)> {
    let [input, last] = args.behind_receiver().parse(vm, function, ["input", "final"], 1, 0)?;
    let last = last.map_or(Ok(false), |last| vm.truth(last))?;
    Ok((input.unwrap_or(&args.values[0]), last))
}

fn encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (input, last) = arguments(vm, args, "encode")?;
    this(&args.values[0]).encode(vm, input, last)
}

fn encoder_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let mut pending = BytesBuilder::new(vm);
    if let Some(text) = own.pending.get() {
        crate::modules::codecs::native::encode_into(
            vm,
            &text,
            pitviper_text::codecs::Encoding { codec: Codec::Utf8, mark: false },
            None,
            &mut pending,
        )?;
    }
    let text = pending.data();
    if text.len() > PENDING {
        return Err(vm.raise(Exc::UnicodeError, format_args!("pending buffer too large")));
    }
    let mut data = [0; ALL];
    data[0] = text.len() as u8;
    data[1..=text.len()].copy_from_slice(text);
    data[1 + text.len()..][..size_of::<State>()].copy_from_slice(&own.state.get());
    to_int(vm, &data)
}

fn set_encoder_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let state = &args.values[1];
    if !int::is_int(state) {
        return Err(bad_argument(vm, "setstate", "argument", "int", state));
    }
    let mut data = [0; ALL];
    from_int(vm, state, &mut data)?;
    let len = usize::from(data[0]);
    if len > PENDING {
        return Err(vm.raise(Exc::UnicodeError, format_args!("pending buffer too large")));
    }
    let source = vm.new_bytes(&data[1..=len])?;
    let mut text = StrBuilder::new(vm);
    crate::modules::codecs::native::decode_into(vm, &source, Codec::Utf8, None, Tail::Final, 0, &mut text)?;
    let text = text.finish()?;
    let own = this(&args.values[0]);
    own.pending.set(Some(text).filter(|_| len > 0));
    let mut state = State::default();
    state.copy_from_slice(&data[1 + len..][..size_of::<State>()]);
    own.state.set(state);
    Ok(Value::none())
}

fn reset_encoder(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let mut state = own.state.get();
    own.codec.finish_encoding(&mut state, &mut BytesBuilder::new(vm))?;
    own.state.set(state);
    own.pending.set(None);
    Ok(Value::none())
}

fn decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (input, last) = arguments(vm, args, "decode")?;
    let source = as_bytes(vm, input)?;
    let mut out = StrBuilder::new(vm);
    this(&args.values[0]).decode(vm, &source, last, &mut out)?;
    out.finish()
}

fn decoder_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let pending = match own.pending.get() {
        Some(pending) => pending,
        None => vm.new_bytes(&[])?,
    };
    let mut data = [0; ALL];
    data[..size_of::<State>()].copy_from_slice(&own.state.get());
    let state = to_int(vm, &data)?;
    vm.new_tuple_from([pending, state])
}

fn set_decoder_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(given) = args.values[1].downcast::<Tuple>() else {
        return Err(bad_argument(vm, "setstate", "argument", "tuple", &args.values[1]));
    };
    let (pending, state) = match given.items() {
        [pending, state] if pending.downcast::<Bytes>().is_some() && int::is_int(state) => (pending, state),
        _ => return Err(vm.type_error(format_args!("setstate(): illegal state argument"))),
    };
    let mut data = State::default();
    from_int(vm, state, &mut data)?;
    let own = this(&args.values[0]);
    let pending = vm.new_bytes(bytes::borrow(pending).unwrap_or(&[]))?;
    own.wait(vm, &pending, 0, "pending buffer too large")?;
    own.state.set(data);
    Ok(Value::none())
}

fn reset_decoder(_: &mut Vm, args: Args<'_>) -> PyResult {
    this(&args.values[0]).reset_decoding();
    Ok(Value::none())
}

/// `MultibyteIncrementalEncoder`.
pub static ENCODER: TypeSpec = TypeSpec {
    name: "MultibyteIncrementalEncoder",
    module: "_multibytecodec",
    kind: kind::ENCODER,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots {
        new: Some(|vm, args| coder::new(vm, args, kind::ENCODER, true)),
        init: Some(|_, _| Ok(())),
        ..Slots::EMPTY
    },
    methods: &[
        Method::keywords("encode", encode).doc("encode($self, /, input, final=False)\n--\n\n"),
        Method::new("getstate", encoder_state, 0, 0).doc("getstate($self, /)\n--\n\n"),
        Method::new("setstate", set_encoder_state, 1, 1).doc("setstate($self, statelong, /)\n--\n\n"),
        Method::new("reset", reset_encoder, 0, 0).doc("reset($self, /)\n--\n\n"),
    ],
    getset: &[coder::ERRORS],
    page: PageKind::Container,
    slot: <Coder as Traverse>::slot,
    finish: None,
    size: fixed_size::<Coder>,
};

/// `MultibyteIncrementalDecoder`.
pub static DECODER: TypeSpec = TypeSpec {
    name: "MultibyteIncrementalDecoder",
    module: "_multibytecodec",
    kind: kind::DECODER,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots {
        new: Some(|vm, args| coder::new(vm, args, kind::DECODER, false)),
        init: Some(|_, _| Ok(())),
        ..Slots::EMPTY
    },
    methods: &[
        Method::keywords("decode", decode).doc("decode($self, /, input, final=False)\n--\n\n"),
        Method::new("getstate", decoder_state, 0, 0).doc("getstate($self, /)\n--\n\n"),
        Method::new("setstate", set_decoder_state, 1, 1).doc("setstate($self, state, /)\n--\n\n"),
        Method::new("reset", reset_decoder, 0, 0).doc("reset($self, /)\n--\n\n"),
    ],
    getset: &[coder::ERRORS],
    page: PageKind::Container,
    slot: <Coder as Traverse>::slot,
    finish: None,
    size: fixed_size::<Coder>,
};
