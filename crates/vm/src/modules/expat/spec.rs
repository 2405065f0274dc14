//! `xmlparser` as Python sees it: methods.

use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::attributes::ATTRIBUTES;
use super::dtd::Dtd;
use super::errors::{self, Fault};
use super::events::string;
use super::grammar::Grammar;
use super::input;
use super::kind;
use super::parser::{Phase, Processor, XmlParser, finish, this};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::bytes::{self, buffer_argument};
use crate::types::dict::Dict;
use crate::types::float::as_f64;
use crate::types::list::List;
use crate::types::str::{Str, codec};

/// Bytes that `ParseFile` reads at once.
const FILE_PIECE: usize = 2048;

/// A parameter that is a string or `None`.
fn text_or_none<'a>(vm: &mut Vm, value: Option<&'a Value>, function: &str, what: &str) -> PyResult<Option<&'a Value>> {
    match value {
        Some(value) if value.is_none() => Ok(None),
        Some(value) if value.downcast::<Str>().is_none() => {
            let kind = vm.type_name(value);
            Err(vm.type_error(format_args!("{function}() {what} must be str or None, not {kind}")))
        }
        value => Ok(value),
    }
}

/// `ParserCreate(encoding=None, namespace_separator=None, intern={})`.
pub(super) fn create(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let names = ["encoding", "namespace_separator", "intern"];
    let [encoding, separator, intern] = args.parse(vm, "ParserCreate", names, 0, 0)?;
    let encoding = text_or_none(vm, encoding, "ParserCreate", "argument 'encoding'")?;
    let separator = text_or_none(vm, separator, "ParserCreate", "argument 'namespace_separator'")?;
    let separator = match separator.and_then(Value::downcast::<Str>) {
        Some(text) if text.len() > 1 => {
            let message = "namespace_separator must be at most one character, omitted, or None";
            return Err(vm.value_error(format_args!("{message}")));
        }
        Some(text) => Some(text.chars().get(0).and_then(char::from_u32)),
        None => None,
    };
    let intern = match intern {
        Some(none) if none.is_none() => None,
        Some(dict) if dict.downcast::<Dict>().is_some() => Some(dict.clone()),
        Some(_) => return Err(vm.type_error(format_args!("intern must be a dictionary"))),
        None => Some(vm.new_dict()?.into_value()),
    };
    let dtd = Dtd::create(vm)?;
    let parser = XmlParser::create(vm, dtd, separator)?;
    parser.intern.set(intern);
    parser.encoding_name.set(encoding.cloned());
    Ok(parser.into_value())
}

/// Refuses calls from inside of a handler.
fn check_idle(vm: &mut Vm, parser: &XmlParser, function: &str) -> PyResult<()> {
    if parser.in_handler.get() || parser.is_busy.get() {
        let message = format_args!("cannot call {function}() from within a handler");
        return Err(vm.raise(Exc::RuntimeError, message));
    }
    Ok(())
}

/// Feeds a parser, and raises what came of it.
fn feed(vm: &mut Vm, parser: &XmlParser, data: &[u8], is_final: bool) -> PyResult {
    check_idle(vm, parser, "Parse")?;
    parser.is_busy.set(true);
    let answer = parser.feed(vm, data, is_final);
    parser.is_busy.set(false);
    if let Some(exception) = parser.raised.take() {
        return match answer {
            Err(raised) if vm.is_stopping() => Err(raised),
            _ => Err(vm.reraise(exception)),
        };
    }
    if let Err(fault) = answer? {
        return Err(errors::raise(vm, parser, fault));
    }
    parser.flush(vm)?;
    match parser.raised.take() {
        Some(exception) => Err(vm.reraise(exception)),
        None => Ok(Value::small(1)),
    }
}

fn parse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [data, flag] = args.behind_receiver().parse(vm, "Parse", ["", ""], 1, 2)?;
    let Some(data) = data else { return Ok(Value::none()) };
    let parser = this(&args.values[0]);
    let is_final = match flag {
        Some(flag) => vm.truth(flag)?,
        None => false,
    };
    if let Some(text) = data.downcast::<Str>() {
        if parser.phase.get() != Phase::Parsing && !parser.is_busy.get() {
            let utf8 = vm.new_str("utf-8")?;
            parser.encoding_name.set(Some(utf8));
        }
        if let Some(text) = text.as_ascii() {
            return feed(vm, parser, text.as_bytes(), is_final);
        }
        let encoded = codec::encode(vm, data, None, None)?;
        return feed(vm, parser, bytes::borrow(&encoded).unwrap_or(&[]), is_final);
    }
    // A handler may change or shrink what it was given: it is read from a copy unless it cannot.
    if data.kind() == kinds::BYTES {
        let data = buffer_argument(vm, data)?;
        return feed(vm, parser, data, is_final);
    }
    let copy = buffer_argument(vm, data)?;
    let copy = vm.new_bytes(copy)?;
    feed(vm, parser, bytes::borrow(&copy).unwrap_or(&[]), is_final)
}

fn parse_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [file] = args.behind_receiver().parse(vm, "ParseFile", [""], 1, 1)?;
    let Some(file) = file else { return Ok(Value::none()) };
    let parser = this(&args.values[0]);
    check_idle(vm, parser, "ParseFile")?;
    let read = vm.intern("read")?;
    let Some(read) = vm.get_attr_opt(file, &read)? else {
        return Err(vm.type_error(format_args!("argument must have 'read' attribute")));
    };
    loop {
        let data = vm.call(&read, &[Value::small(FILE_PIECE as i64)])?;
        let Some(piece) = bytes::borrow(&data).filter(|_| matches!(data.kind(), kinds::BYTES | kinds::BYTEARRAY))
        else {
            let kind = vm.type_name(&data);
            return Err(vm.type_error(format_args!("read() did not return a bytes object (type={kind})")));
        };
        if piece.len() > FILE_PIECE {
            let len = piece.len();
            return Err(vm.value_error(format_args!(
                "read() returned too much data: {FILE_PIECE} bytes requested, {len} returned"
            )));
        }
        let copy = vm.new_bytes(piece)?;
        let piece = bytes::borrow(&copy).unwrap_or(&[]);
        let answer = feed(vm, parser, piece, piece.is_empty())?;
        if piece.is_empty() {
            return Ok(answer);
        }
    }
}

fn set_base(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [receiver, base, ..] = args.values else { return Ok(Value::none()) };
    if base.downcast::<Str>().is_none() {
        let kind = vm.type_name(base);
        return Err(vm.type_error(format_args!("SetBase() argument must be str, not {kind}")));
    }
    this(receiver).base.set(Some(base.clone()));
    Ok(Value::none())
}

fn get_base(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(this(&args.values[0]).base.get().unwrap_or_else(Value::none))
}

fn input_context(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parser = this(&args.values[0]);
    let (true, Some(current)) = (parser.in_handler.get(), parser.current.get()) else { return Ok(Value::none()) };
    let text = bytes::borrow(&current).and_then(|text| text.get(parser.event.get()..)).unwrap_or(&[]);
    input::convert_back(vm, parser, text)
}

fn external_create(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [context, encoding] = args.behind_receiver().parse(vm, "ExternalEntityParserCreate", ["", ""], 1, 2)?;
    let parent = this(&args.values[0]);
    let context = text_or_none(vm, context, "ExternalEntityParserCreate", "argument 1")?;
    if let Some(encoding) = encoding
        && encoding.downcast::<Str>().is_none()
    {
        let kind = vm.type_name(encoding);
        let message = "ExternalEntityParserCreate() argument 2 must be str, not";
        return Err(vm.type_error(format_args!("{message} {kind}")));
    }
    let dtd: Obj<Dtd> = parent.tables(vm)?;
    let dtd = if context.is_some() { dtd.copy(vm)? } else { dtd };
    let separator = parent.has_namespaces.get().then(|| parent.separator.get());
    let child = XmlParser::create(vm, dtd, separator)?;
    child.intern.set(parent.intern.get());
    child.parent.set(Some(args.values[0].clone()));
    child.encoding_name.set(encoding.cloned());
    if let Some(handlers) = parent.handlers.get()
        && let Some(handlers) = handlers.downcast::<List>()
    {
        let own = child.list(vm, &child.handlers)?;
        for index in 0..handlers.len().min(own.len()) {
            if let Some(handler) = handlers.get(index) {
                drop(own.replace(index, handler));
            }
        }
    }
    child.installed.set(parent.installed.get());
    child.default.set(parent.default.get());
    child.expands.set(parent.expands.get());
    child.element.set(parent.element.get());
    child.gives_prefixes.set(parent.gives_prefixes.get());
    child.defers.set(parent.defers.get());
    child.parameter_parsing.set(parent.parameter_parsing.get());
    child.in_entity_value.set(parent.in_entity_value.get());
    child.buffers_text.set(parent.buffers_text.get());
    child.text_limit.set(parent.text_limit.get());
    child.orders_attributes.set(parent.orders_attributes.get());
    child.only_specified.set(parent.only_specified.get());
    match context.and_then(Value::downcast::<Str>) {
        Some(context) => {
            child.processor.set(Processor::ExternalBegin);
            match child.set_context(vm, context) {
                Ok(()) => {}
                Err(errors::Fail::Raised(raised)) => return Err(raised),
                Err(errors::Fail::Fault(_)) => return Err(vm.no_memory()),
            }
        }
        None => {
            child.is_parameter.set(true);
            child.grammar.set(Grammar::external());
            child.processor.set(Processor::ParameterBegin);
        }
    }
    Ok(child.into_value())
}

fn set_parameter_parsing(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parser = this(&args.values[0]);
    let flag = vm.index_isize(&args.values[1])?;
    if parser.phase.get() == Phase::Parsing {
        return Ok(Value::small(0));
    }
    parser.parameter_parsing.set(u8::try_from(flag).unwrap_or(u8::MAX));
    Ok(Value::small(1))
}

fn use_foreign_dtd(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [flag] = args.behind_receiver().parse(vm, "UseForeignDTD", [""], 0, 1)?;
    let parser = this(&args.values[0]);
    let flag = match flag {
        Some(flag) => vm.truth(flag)?,
        None => true,
    };
    if parser.phase.get() == Phase::Parsing {
        return Err(errors::raise(vm, parser, Fault::TooLate));
    }
    parser.foreign_dtd.set(flag);
    Ok(Value::none())
}

fn set_deferral(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flag = vm.truth(&args.values[1])?;
    this(&args.values[0]).defers.set(flag);
    Ok(Value::none())
}

fn get_deferral(_: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(this(&args.values[0]).defers.get()))
}

/// Reads a threshold in bytes.
fn threshold(vm: &mut Vm, value: &Value) -> PyResult<u64> {
    let int = vm.to_index(value)?;
    if vm.less(&int, &Value::small(0))? {
        return Err(vm.value_error(format_args!("Cannot convert negative int")));
    }
    let high = vm.binary(crate::core::native::BinOp::RShift, &int, &Value::small(32))?;
    let low = vm.binary(crate::core::native::BinOp::And, &int, &Value::small(0xFFFF_FFFF))?;
    match (high.as_small().and_then(|high| u32::try_from(high).ok()), low.as_small()) {
        (Some(high), Some(low)) => Ok(u64::from(high) << 32 | low as u64),
        _ => {
            let message = "Python int too large for C unsigned long long";
            Err(vm.raise(Exc::OverflowError, format_args!("{message}")))
        }
    }
}

/// Reads a factor, and checks that the parser is one of a document.
fn factor(vm: &mut Vm, parser: &XmlParser, value: &Value) -> PyResult<f32> {
    let factor = as_f64(vm, value)? as f32;
    if parser.is_child() {
        return Err(not_root(vm, parser));
    }
    if factor >= 1.0 {
        return Ok(factor);
    }
    let message = format_args!("'max_factor' must be at least 1.0");
    Err(errors::raise_with(vm, parser, Fault::InvalidArgument, message))
}

#[cold]
fn not_root(vm: &mut Vm, parser: &XmlParser) -> crate::core::error::Raised {
    let message = format_args!("parser must be a root parser");
    errors::raise_with(vm, parser, Fault::InvalidArgument, message)
}

fn set_laughs_threshold(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parser = this(&args.values[0]);
    let threshold = threshold(vm, &args.values[1])?;
    if parser.is_child() {
        return Err(not_root(vm, parser));
    }
    parser.account.set(super::parser::Account { threshold, ..parser.account.get() });
    Ok(Value::none())
}

fn set_laughs_factor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parser = this(&args.values[0]);
    let factor = factor(vm, parser, &args.values[1])?;
    parser.account.set(super::parser::Account { factor, ..parser.account.get() });
    Ok(Value::none())
}

/// What declarations may hold, that is: memory as a whole has a limit of its own.
fn set_memory_threshold(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parser = this(&args.values[0]);
    let held_threshold = threshold(vm, &args.values[1])?;
    if parser.is_child() {
        return Err(not_root(vm, parser));
    }
    parser.account.set(super::parser::Account { held_threshold, ..parser.account.get() });
    Ok(Value::none())
}

/// As [`set_memory_threshold`].
fn set_memory_factor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let parser = this(&args.values[0]);
    let held_factor = factor(vm, parser, &args.values[1])?;
    parser.account.set(super::parser::Account { held_factor, ..parser.account.get() });
    Ok(Value::none())
}

/// `ErrorString(code)`.
pub(super) fn error_string(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let code = vm.to_index(&args.values[0])?;
    let Some(code) = code.as_small() else {
        return Err(vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C long")));
    };
    match usize::try_from(code).ok().and_then(errors::message) {
        Some(message) => string(vm, message.as_bytes()),
        None => Ok(Value::none()),
    }
}

const METHODS: &[Method] = &[
    Method::keywords("Parse", parse)
        .doc("Parse($self, data, isfinal=False, /)\n--\n\nParse XML data: a string, or bytes in the encoding that they declare."),
    Method::keywords("ParseFile", parse_file)
        .doc("ParseFile($self, file, /)\n--\n\nParse XML data from a binary file-like object."),
    Method::new("SetBase", set_base, 1, 1)
        .doc("SetBase($self, base, /)\n--\n\nSet the base URL for the parser."),
    Method::new("GetBase", get_base, 0, 0)
        .doc("GetBase($self, /)\n--\n\nReturn the base URL of the parser."),
    Method::new("GetInputContext", input_context, 0, 0)
        .doc("GetInputContext($self, /)\n--\n\nReturn the input from the current event on, as bytes."),
    Method::keywords("ExternalEntityParserCreate", external_create).doc(
        "ExternalEntityParserCreate($self, context, encoding=<unrepresentable>,\n                           /)\n--\n\nCreate a parser for an external entity.",
    ),
    Method::new("SetParamEntityParsing", set_parameter_parsing, 1, 1)
        .doc("SetParamEntityParsing($self, flag, /)\n--\n\nSay whether parameter entities are read."),
    Method::keywords("UseForeignDTD", use_foreign_dtd)
        .doc("UseForeignDTD($self, flag=True, /)\n--\n\nLet the application give an external subset that the document does not name."),
    Method::new("GetReparseDeferralEnabled", get_deferral, 0, 0)
        .doc("GetReparseDeferralEnabled($self, /)\n--\n\nWhether a token that was cut waits for more data."),
    Method::new("SetReparseDeferralEnabled", set_deferral, 1, 1)
        .doc("SetReparseDeferralEnabled($self, enabled, /)\n--\n\nSay whether a token that was cut waits for more data."),
    Method::new("SetBillionLaughsAttackProtectionActivationThreshold", set_laughs_threshold, 1, 1).doc(
        "SetBillionLaughsAttackProtectionActivationThreshold($self, threshold, /)\n--\n\nSet how many bytes entities may make before they are compared with the document.",
    ),
    Method::new("SetBillionLaughsAttackProtectionMaximumAmplification", set_laughs_factor, 1, 1).doc(
        "SetBillionLaughsAttackProtectionMaximumAmplification($self, max_factor,\n                                                     /)\n--\n\nSet how many times as long as the document entities may make it.",
    ),
    Method::new("SetAllocTrackerActivationThreshold", set_memory_threshold, 1, 1)
        .doc("SetAllocTrackerActivationThreshold($self, threshold, /)\n--\n\nSet how many bytes declarations may hold before they are compared with the document."),
    Method::new("SetAllocTrackerMaximumAmplification", set_memory_factor, 1, 1)
        .doc("SetAllocTrackerMaximumAmplification($self, max_factor, /)\n--\n\nSet how many times as many bytes as the document has its declarations may hold."),
];

/// The type.
pub static PARSER: TypeSpec = TypeSpec {
    name: "xmlparser",
    module: "pyexpat",
    kind: kind::PARSER,
    base: kinds::OBJECT,
    doc: "XML parser",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: METHODS,
    getset: ATTRIBUTES,
    page: PageKind::Container,
    slot: <XmlParser as Traverse>::slot,
    finish: Some(finish as unsafe fn(*mut Header)),
    size: fixed_size::<XmlParser>,
};
