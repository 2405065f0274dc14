//! Values of attributes and of entities: references in them are resolved, and space is normalized.

use pitviper_object::{Obj, Value};

use super::buffer::Buffer;
use super::cursor::Token;
use super::dtd::{Dtd, Entity, find};
use super::errors::{Fault, Parsed};
use super::events::{Handler, Source, string};
use super::parser::XmlParser;
use super::scan_prolog::{attribute_value, entity_value};
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::list::List;

/// The character that a reference such as `&#65;` stands for.
pub(super) fn character(reference: &[u8]) -> Option<char> {
    let digits = reference.get(2..reference.len().checked_sub(1)?)?;
    let (digits, radix) = match digits {
        [b'x', digits @ ..] => (digits, 16),
        digits => (digits, 10),
    };
    let mut number = 0_u32;
    for digit in digits {
        number = number * radix + char::from(*digit).to_digit(radix)?;
        if number > 0x10_FFFF {
            return None;
        }
    }
    let ch = char::from_u32(number)?;
    let is_control = number < 0x20 && !matches!(ch, '\t' | '\n' | '\r');
    if is_control || matches!(ch, '\u{FFFE}' | '\u{FFFF}') { None } else { Some(ch) }
}

/// The character that a name of every document stands for.
pub(super) fn predefined(name: &[u8]) -> Option<u8> {
    match name {
        b"lt" => Some(b'<'),
        b"gt" => Some(b'>'),
        b"amp" => Some(b'&'),
        b"quot" => Some(b'"'),
        b"apos" => Some(b'\''),
        _ => None,
    }
}

/// A text with `\n` for all line breaks.
pub(super) fn normalized_lines(vm: &mut Vm, text: &[u8]) -> Parsed<Value> {
    if !text.contains(&b'\r') {
        return Ok(string(vm, text)?);
    }
    let mut out = Buffer::new();
    let mut after_return = false;
    for line in text.split_inclusive(|byte| *byte == b'\r') {
        vm.work_plain(1 + (line.len() / 64) as u32)?;
        let line = if after_return { line.strip_prefix(b"\n").unwrap_or(line) } else { line };
        let body = line.strip_suffix(b"\r");
        out.push(&mut vm.heap, body.unwrap_or(line))?;
        after_return = body.is_some();
        if after_return {
            out.push(&mut vm.heap, b"\n")?;
        }
    }
    Ok(string(vm, out.data())?)
}

/// The text of the innermost of open entities that still has some.
struct Opened {
    entity: Obj<Entity>,
    text: Value,
    from: usize,
}

/// Closes entities that are read; gives the innermost that is not.
fn innermost(open: &List) -> Option<Opened> {
    while let Some(value) = open.get(open.len().wrapping_sub(1)) {
        let entity: Obj<Entity> = Obj::try_from_value(value).ok()?;
        if entity.has_more.get()
            && let Some(text) = entity.text.get()
        {
            let from = entity.read.get();
            return Some(Opened { entity, text, from });
        }
        entity.is_open.set(false);
        drop(open.pop());
    }
    None
}

/// What reading a stretch of a value came to.
enum Read {
    /// The end of the text.
    End,
    /// An entity was opened; the text goes on here behind it.
    Entity(usize),
}

/// How attribute values are normalized.
#[derive(Clone, Copy)]
pub(super) struct Normalizing {
    pub is_cdata: bool,
    /// Whether it is a default in a declaration.
    pub in_declaration: bool,
    /// Whether its bytes are still to be counted.
    pub counts: bool,
}

/// Writes an attribute's value.
pub(super) fn attribute(
    vm: &mut Vm,
    parser: &XmlParser,
    source: Source<'_>,
    (from, to): (usize, usize),
    how: Normalizing,
    out: &mut Buffer,
) -> Parsed {
    let outer = Source { text: source.text.get(..to).unwrap_or(&[]), ..source };
    let open = vm.new_list()?;
    let mut at = Some(from);
    loop {
        if let Some(Opened { entity, text, from }) = innermost(&open) {
            let text = bytes::borrow(&text).unwrap_or(&[]);
            let inner = Source { text, is_outer: false, has_more: false, is_direct: false };
            match attribute_part(vm, parser, inner, from, how, out, (&open, true))? {
                Read::End => entity.has_more.set(false),
                Read::Entity(next) => entity.read.set(next),
            }
            continue;
        }
        let Some(from) = at else { break };
        at = match attribute_part(vm, parser, outer, from, how, out, (&open, how.counts))? {
            Read::End => None,
            Read::Entity(next) => Some(next),
        };
    }
    if !how.is_cdata && out.data().last() == Some(&b' ') {
        out.truncate(out.len() - 1);
    }
    Ok(())
}

fn attribute_part(
    vm: &mut Vm,
    parser: &XmlParser,
    source: Source<'_>,
    from: usize,
    how: Normalizing,
    out: &mut Buffer,
    (open, counts): (&List, bool),
) -> Parsed<Read> {
    let mut at = from;
    loop {
        let scan = attribute_value(vm, source.text, at, parser.mode(source))?;
        if counts {
            parser.count(scan.token, at, scan.next, source.is_direct)?;
        }
        let wants_space = how.is_cdata || !matches!(out.data().last(), None | Some(b' '));
        match scan.token {
            Token::Nothing => return Ok(Read::End),
            Token::CharRef => match character(source.part(at, scan.next)) {
                Some(' ') if !wants_space => {}
                Some(ch) => out.push_char(&mut vm.heap, ch)?,
                None => {
                    source.event(parser, at);
                    return Err(Fault::BadCharRef.into());
                }
            },
            Token::Data => out.push(&mut vm.heap, source.part(at, scan.next))?,
            Token::TrailingReturn | Token::ValueSpace | Token::Newline => {
                if wants_space {
                    out.push(&mut vm.heap, b" ")?;
                }
            }
            Token::EntityRef => {
                let name = source.part(at + 1, scan.next - 1);
                if let Some(ch) = predefined(name) {
                    parser.count_free(1)?;
                    out.push(&mut vm.heap, &[ch])?;
                } else if let Some(entity) = referred(vm, parser, source, at, name, how)? {
                    entity.open(0, false);
                    vm.list_push(open, entity.into_value())?;
                    return Ok(Read::Entity(scan.next));
                }
            }
            Token::Invalid => {
                source.event(parser, scan.next);
                return Err(Fault::InvalidToken.into());
            }
            Token::Partial => {
                source.event(parser, at);
                return Err(Fault::InvalidToken.into());
            }
            _ => {
                source.event(parser, at);
                return Err(Fault::UnexpectedState.into());
            }
        }
        at = scan.next;
    }
}

/// The internal entity that an attribute's value refers to; nothing for one that may be unknown.
fn referred(
    vm: &mut Vm,
    parser: &XmlParser,
    source: Source<'_>,
    at: usize,
    name: &[u8],
    how: Normalizing,
) -> Parsed<Option<Obj<Entity>>> {
    let dtd = parser.tables(vm)?;
    let name = string(vm, name)?;
    let entity = find(vm, &dtd.general, &name)?;
    let must_be_declared = if how.in_declaration {
        parser.grammar.get().is_document
            && if dtd.standalone.get() { !parser.has_open_entities() } else { !dtd.has_references.get() }
    } else {
        !dtd.has_references.get() || dtd.standalone.get()
    };
    let Some(entity) = entity else {
        return if must_be_declared { Err(Fault::UndefinedEntity.into()) } else { Ok(None) };
    };
    if must_be_declared && !entity.is_internal.get() {
        return Err(Fault::DeclaredInParameter.into());
    }
    let fault = if entity.is_open.get() {
        Fault::RecursiveEntity
    } else if !entity.notation.is_none() {
        Fault::BinaryEntity
    } else if entity.text.is_none() {
        Fault::ExternalInAttribute
    } else {
        return Ok(Some(entity));
    };
    source.event(parser, at);
    Err(fault.into())
}

/// Appends to the value of the entity that is being declared. `counts` says whether the bytes are still to be counted.
pub(super) fn entity(
    vm: &mut Vm,
    parser: &XmlParser,
    source: Source<'_>,
    (from, to): (usize, usize),
    counts: bool,
) -> Parsed {
    let outer = Source { text: source.text.get(..to).unwrap_or(&[]), ..source };
    let dtd = parser.tables(vm)?;
    let was_in_value = parser.in_entity_value.replace(true);
    let done = entity_parts(vm, parser, &dtd, outer, from, counts);
    parser.in_entity_value.set(was_in_value);
    done
}

fn entity_parts(vm: &mut Vm, parser: &XmlParser, dtd: &Dtd, outer: Source<'_>, from: usize, counts: bool) -> Parsed {
    let open = vm.new_list()?;
    let mut at = Some(from);
    loop {
        if let Some(Opened { entity, text, from }) = innermost(&open) {
            let text = bytes::borrow(&text).unwrap_or(&[]);
            let inner = Source { text, is_outer: false, has_more: false, is_direct: false };
            match entity_part(vm, parser, dtd, inner, from, (&open, true))? {
                Read::End => entity.has_more.set(false),
                Read::Entity(next) => entity.read.set(next),
            }
            continue;
        }
        let Some(from) = at else { return Ok(()) };
        at = match entity_part(vm, parser, dtd, outer, from, (&open, counts))? {
            Read::End => None,
            Read::Entity(next) => Some(next),
        };
    }
}

fn entity_part(
    vm: &mut Vm,
    parser: &XmlParser,
    dtd: &Dtd,
    source: Source<'_>,
    from: usize,
    (open, counts): (&List, bool),
) -> Parsed<Read> {
    let mut at = from;
    loop {
        let scan = entity_value(vm, source.text, at, parser.mode(source))?;
        if counts {
            parser.count(scan.token, at, scan.next, source.is_direct)?;
        }
        match scan.token {
            Token::Nothing => return Ok(Read::End),
            Token::ParameterRef => {
                if source.is_outer && !parser.is_parameter.get() {
                    source.event(parser, at);
                    return Err(Fault::ParameterRef.into());
                }
                let name = source.part(at + 1, scan.next - 1);
                match parameter(vm, parser, dtd, source, at, name)? {
                    Parameter::Unknown => return Ok(Read::Entity(scan.next)),
                    Parameter::Read => {}
                    Parameter::Text(entity) => {
                        entity.open(0, false);
                        vm.list_push(open, entity.into_value())?;
                        return Ok(Read::Entity(scan.next));
                    }
                }
            }
            Token::EntityRef | Token::Data => {
                dtd.value.borrow_mut().push(&mut vm.heap, source.part(at, scan.next))?;
            }
            Token::TrailingReturn | Token::Newline => dtd.value.borrow_mut().push(&mut vm.heap, b"\n")?,
            Token::CharRef => match character(source.part(at, scan.next)) {
                Some(ch) => dtd.value.borrow_mut().push_char(&mut vm.heap, ch)?,
                None => {
                    source.event(parser, at);
                    return Err(Fault::BadCharRef.into());
                }
            },
            Token::Invalid => {
                source.event(parser, scan.next);
                return Err(Fault::InvalidToken.into());
            }
            Token::Partial => {
                source.event(parser, at);
                return Err(Fault::InvalidToken.into());
            }
            _ => {
                source.event(parser, at);
                return Err(Fault::UnexpectedState.into());
            }
        }
        at = scan.next;
    }
}

/// What a parameter entity in an entity's value is.
enum Parameter {
    Unknown,
    /// An external one, which was read or refused.
    Read,
    Text(Obj<Entity>),
}

fn parameter(
    vm: &mut Vm,
    parser: &XmlParser,
    dtd: &Dtd,
    source: Source<'_>,
    at: usize,
    name: &[u8],
) -> Parsed<Parameter> {
    let name = string(vm, name)?;
    let Some(entity) = find(vm, &dtd.parameter, &name)? else {
        dtd.keeps.set(dtd.standalone.get());
        return Ok(Parameter::Unknown);
    };
    let declared = entity.clone().into_value();
    if entity.is_open.get() || parser.entity.holds(&declared) {
        source.event(parser, at);
        return Err(Fault::RecursiveEntity.into());
    }
    if entity.system.is_none() {
        return Ok(Parameter::Text(entity));
    }
    if !parser.has(Handler::ExternalEntityRef) {
        dtd.keeps.set(dtd.standalone.get());
        return Ok(Parameter::Read);
    }
    dtd.was_read.set(false);
    entity.is_open.set(true);
    let answer = parser.ask_external(vm, Value::none(), &entity);
    entity.is_open.set(false);
    if !answer? {
        return Err(Fault::ExternalHandling.into());
    }
    if !dtd.was_read.get() {
        dtd.keeps.set(dtd.standalone.get());
    }
    Ok(Parameter::Read)
}
