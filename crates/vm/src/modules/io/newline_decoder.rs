//! `IncrementalNewlineDecoder`: what another decoder gives, with line ends that become `\n` and are remembered.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::decode::translated;
use super::foreign::call;
use super::newline::Seen;
use crate::core::args::Params;
use crate::core::cell::ValueCell;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, receiver};
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// The decoder.
#[repr(C)]
pub struct NewlineDecoder {
    /// Count, shape, flags.
    pub header: Header,
    /// The decoder below, or None when text comes in; empty before `__init__`.
    decoder: ValueCell,
    translate: Cell<bool>,
    /// A `\r` was held back, since a `\n` may follow.
    held: Cell<bool>,
    seen: Cell<Seen>,
}

object!(NewlineDecoder, kinds::NEWLINE_DECODER, decoder);

fn this(value: &Value) -> &NewlineDecoder {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

impl NewlineDecoder {
    fn decoder(&self, vm: &mut Vm) -> PyResult {
        match self.decoder.get() {
            Some(decoder) => Ok(decoder),
            None => Err(vm.value_error(format_args!("IncrementalNewlineDecoder.__init__() not called"))),
        }
    }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = NewlineDecoder {
        header: Header::new(u32::from(kinds::NEWLINE_DECODER), TRACKED),
        decoder: ValueCell::default(),
        translate: Cell::new(false),
        held: Cell::new(false),
        seen: Cell::default(),
    };
    instance(vm, args, PageKind::Container, made)
}

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let params = Params::new("IncrementalNewlineDecoder", ["decoder", "translate", "errors"]).required(2);
    let [decoder, translate, _] = params.bind(vm, args.behind_receiver())?;
    let own = this(&args.values[0]);
    if let Some(translate) = translate {
        own.translate.set(vm.truth(translate)?);
    }
    own.decoder.set(decoder.cloned());
    own.held.set(false);
    own.seen.set(Seen::default());
    Ok(())
}

#[cold]
fn not_text(vm: &mut Vm, value: &Value) -> Raised {
    let kind = vm.type_name(value);
    vm.type_error(format_args!("decoder should return a string result, not '{kind}'"))
}

fn decode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let params = Params::new("decode", ["input", "final"]).required(1);
    let [input, last] = params.bind(vm, args.behind_receiver())?;
    let Some(input) = input else { return Ok(Value::none()) };
    let last = match last {
        Some(last) => vm.truth(last)?,
        None => false,
    };
    let own = this(&args.values[0]);
    let decoder = own.decoder(vm)?;
    let mut output = match decoder.is_none() {
        true => input.clone(),
        false => call(vm, &decoder, "decode", &[input.clone(), Value::bool(last)])?,
    };
    let Some(text) = output.downcast::<Str>() else { return Err(not_text(vm, &output)) };
    let ends_in_cr = text.len().checked_sub(1).and_then(|at| text.chars().get(at)) == Some(13);
    let held = own.held.get() && (!text.is_empty() || last);
    let hold = ends_in_cr && !last;
    if held || hold {
        let mut builder = StrBuilder::new(vm);
        if held {
            builder.push_char(13)?;
        }
        builder.push_chars(text.chars().slice(0..text.len() - usize::from(hold)))?;
        output = builder.finish()?;
        own.held.set(hold);
    }
    let Some(text) = output.downcast::<Str>() else { return Ok(output) };
    let mut seen = own.seen.get();
    let chars = text.chars();
    vm.each_item(chars.len(), |part| chars.slice(part).iter().for_each(|ch| seen.note(ch)))?;
    seen.finish();
    own.seen.set(seen);
    if own.translate.get() { translated(vm, text) } else { Ok(output) }
}

fn get_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let decoder = own.decoder(vm)?;
    let held = i64::from(own.held.get());
    if decoder.is_none() {
        let state = [vm.new_bytes(&[])?, Value::small(held)];
        return vm.new_tuple_from(state);
    }
    let state = call(vm, &decoder, "getstate", &[])?;
    let Some([buffered, flag]) = state.downcast::<Tuple>().map(Tuple::items) else {
        return Err(vm.type_error(format_args!("illegal decoder state")));
    };
    let flag = vm.binary(crate::core::native::BinOp::LShift, flag, &Value::small(1))?;
    let flag = vm.binary(crate::core::native::BinOp::Or, &flag, &Value::small(held))?;
    vm.new_tuple_from([buffered.clone(), flag])
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let decoder = own.decoder(vm)?;
    let Some(state) = args.values[1].downcast::<Tuple>() else {
        return Err(vm.type_error(format_args!("state argument must be a tuple")));
    };
    let [buffered, flag] = state.items() else {
        return Err(vm.type_error(format_args!("setstate(): illegal state argument")));
    };
    let held = vm.binary(crate::core::native::BinOp::And, flag, &Value::small(1))?;
    own.held.set(vm.truth(&held)?);
    if decoder.is_none() {
        return Ok(Value::none());
    }
    let flag = vm.binary(crate::core::native::BinOp::RShift, flag, &Value::small(1))?;
    let state = vm.new_tuple_from([buffered.clone(), flag])?;
    call(vm, &decoder, "setstate", &[state])
}

fn reset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let decoder = own.decoder(vm)?;
    own.seen.set(Seen::default());
    own.held.set(false);
    if decoder.is_none() { Ok(Value::none()) } else { call(vm, &decoder, "reset", &[]) }
}

static METHODS: [Method; 4] = [
    Method::keywords("decode", decode),
    Method::new("getstate", get_state, 0, 0),
    Method::new("setstate", set_state, 1, 1),
    Method::new("reset", reset, 0, 0),
];

static GETSET: [GetSet; 1] = [GetSet {
    name: "newlines",
    get: |vm, value| {
        this(value).decoder(vm)?;
        this(value).seen.get().value(vm)
    },
    set: None,
}];

/// `_io.IncrementalNewlineDecoder`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "IncrementalNewlineDecoder",
    module: "_io",
    kind: kinds::NEWLINE_DECODER,
    base: kinds::OBJECT,
    doc: "Turns the line ends that another decoder gives into \\n.",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: &METHODS,
    getset: &GETSET,
    page: PageKind::Container,
    slot: <NewlineDecoder as Traverse>::slot,
    finish: None,
    size: fixed_size::<NewlineDecoder>,
};
