//! Content of elements.

use pitviper_object::{Obj, Value};

use super::cursor::Token;
use super::dtd::{Entity, find, table};
use super::element::name_end;
use super::errors::{Fault, Parsed};
use super::events::{Handler, Source, string};
use super::parser::{Processor, XmlParser};
use super::scan;
use super::values::{character, predefined};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};

/// Divides the parts of a context.
const CONTEXT_SEPARATOR: u32 = 0x0C;

impl XmlParser {
    /// Reads content from `from` on; `first_level` is how deep elements were open where this text began. Where it ends.
    pub(super) fn content(&self, vm: &mut Vm, source: Source<'_>, from: usize, first_level: usize) -> Parsed<usize> {
        let mut at = from;
        source.event(self, at);
        loop {
            let scan = scan::content(vm, source.text, at, self.mode(source))?;
            let end = source.text.len();
            let counted = match scan.token {
                Token::TrailingBracket | Token::TrailingReturn if source.has_more => at,
                Token::TrailingBracket | Token::TrailingReturn => end,
                _ => scan.next,
            };
            self.count(scan.token, at, counted, source.is_direct)?;
            let next = scan.next;
            match scan.token {
                Token::TrailingReturn | Token::TrailingBracket => {
                    if source.has_more {
                        return Ok(at);
                    }
                    let meant = if scan.token == Token::TrailingReturn { b"\n" } else { source.part(at, end) };
                    self.report_meant(vm, source, (at, end), meant)?;
                    if scan.token == Token::TrailingBracket {
                        source.event(self, end);
                    }
                    return self.end_of_content(vm, first_level).map(|()| end);
                }
                Token::Nothing if self.is_cut(source) => return Err(Fault::UnclosedToken.into()),
                Token::Nothing => {
                    if !source.has_more {
                        self.end_of_content(vm, first_level)?;
                    }
                    return Ok(at);
                }
                Token::Invalid => {
                    source.event(self, next);
                    return Err(Fault::InvalidToken.into());
                }
                Token::Partial | Token::PartialChar => {
                    if source.has_more {
                        return Ok(at);
                    }
                    let fault = if scan.token == Token::Partial { Fault::UnclosedToken } else { Fault::PartialChar };
                    return Err(fault.into());
                }
                Token::EntityRef => self.entity_reference(vm, source, at, next)?,
                Token::StartTag => {
                    let mut bindings = None;
                    let tag = self.start_tag(vm, source, at, true, &mut bindings)?;
                    if self.has(Handler::StartElement) {
                        self.report_start(vm, &tag)?;
                    } else {
                        self.report_default(vm, source, at, next)?;
                    }
                    self.push_tag(vm, source.part(at + 1, name_end(source.text, at + 1)), tag.name, bindings)?;
                }
                Token::EmptyElement => {
                    let mut bindings = None;
                    let tag = match self.start_tag(vm, source, at, false, &mut bindings) {
                        Ok(tag) => tag,
                        Err(fail) => {
                            self.unbind(vm, bindings.as_deref())?;
                            return Err(fail);
                        }
                    };
                    let (starts, ends) = (self.has(Handler::StartElement), self.has(Handler::EndElement));
                    if starts {
                        self.report_start(vm, &tag)?;
                    }
                    if self.has(Handler::EndElement) {
                        if self.has(Handler::StartElement) {
                            source.event(self, next);
                        }
                        self.report_end(vm, &tag.name)?;
                    }
                    if !starts && !ends {
                        self.report_default(vm, source, at, next)?;
                    }
                    self.unbind(vm, bindings.as_deref())?;
                    if self.level(vm)? == 0 && !self.is_stopped.get() {
                        return Ok(self.begin_epilog(next));
                    }
                }
                Token::EndTag => {
                    self.end_tag(vm, source, (at, next), first_level)?;
                    if self.level(vm)? == 0 && !self.is_stopped.get() {
                        return Ok(self.begin_epilog(next));
                    }
                }
                Token::CharRef => {
                    let Some(ch) = character(source.part(at, next)) else { return Err(Fault::BadCharRef.into()) };
                    self.report_meant(vm, source, (at, next), ch.encode_utf8(&mut [0; 4]).as_bytes())?;
                }
                Token::XmlDeclaration => return Err(Fault::MisplacedDeclaration.into()),
                Token::Newline => self.report_meant(vm, source, (at, next), b"\n")?,
                Token::CdataOpen => {
                    if self.has(Handler::StartCdataSection) {
                        self.call(vm, Handler::StartCdataSection, &[])?;
                    } else {
                        self.report_default(vm, source, at, next)?;
                    }
                    let (end, closed) = self.cdata(vm, source, next)?;
                    if !closed {
                        self.processor.set(Processor::Cdata);
                        return Ok(end);
                    }
                    at = end;
                    source.event(self, at);
                    continue;
                }
                Token::Data => self.report_text(vm, source, at, next)?,
                Token::Instruction => self.report_instruction(vm, source, at, next)?,
                Token::Comment => self.report_comment(vm, source, at, next)?,
                _ => self.report_default(vm, source, at, next)?,
            }
            if self.is_stopped.get() {
                source.event(self, next);
                return Err(Fault::Aborted.into());
            }
            if self.reenters.get() {
                return Ok(next);
            }
            at = next;
            source.event(self, at);
        }
    }

    /// The text has ended: whether elements may be open.
    fn end_of_content(&self, vm: &mut Vm, first_level: usize) -> Parsed {
        if first_level == 0 {
            return Err(Fault::NoElements.into());
        }
        if self.level(vm)? == first_level { Ok(()) } else { Err(Fault::AsyncEntity.into()) }
    }

    fn begin_epilog(&self, next: usize) -> usize {
        self.processor.set(Processor::Epilog);
        self.reenters.set(true);
        next
    }

    fn end_tag(&self, vm: &mut Vm, source: Source<'_>, (at, next): (usize, usize), first_level: usize) -> Parsed {
        if self.level(vm)? == first_level {
            return Err(Fault::AsyncEntity.into());
        }
        let tags = self.list(vm, &self.tags)?;
        let written = source.part(at + 2, name_end(source.text, at + 2));
        let matches = tags.get(tags.len().wrapping_sub(3)).is_some_and(|open| is_written(&open, written));
        if !matches {
            source.event(self, at + 2);
            return Err(Fault::TagMismatch.into());
        }
        let (bindings, name) = (tags.pop(), tags.pop());
        drop(tags.pop());
        if self.has(Handler::EndElement) {
            self.report_end(vm, &name.unwrap_or_else(Value::none))?;
        } else {
            self.report_default(vm, source, at, next)?;
        }
        self.unbind(vm, bindings.as_ref().and_then(Value::downcast::<List>))
    }

    fn entity_reference(&self, vm: &mut Vm, source: Source<'_>, at: usize, next: usize) -> Parsed {
        let name = source.part(at + 1, next - 1);
        if let Some(ch) = predefined(name) {
            self.count_free(1)?;
            return Ok(self.report_meant(vm, source, (at, next), &[ch])?);
        }
        let dtd = self.tables(vm)?;
        let name = string(vm, name)?;
        let entity = find(vm, &dtd.general, &name)?;
        let must_be_declared = !dtd.has_references.get() || dtd.standalone.get();
        let Some(entity) = entity else {
            if must_be_declared {
                return Err(Fault::UndefinedEntity.into());
            }
            return self.skip_entity(vm, source, (at, next), name);
        };
        if must_be_declared && !entity.is_internal.get() {
            return Err(Fault::DeclaredInParameter.into());
        }
        if entity.is_open.get() {
            return Err(Fault::RecursiveEntity.into());
        }
        if !entity.notation.is_none() {
            return Err(Fault::BinaryEntity.into());
        }
        if !entity.text.is_none() {
            if !self.expands.get() {
                return self.skip_entity(vm, source, (at, next), name);
            }
            return self.open_entity(vm, &entity, false);
        }
        if self.has(Handler::ExternalEntityRef) {
            entity.is_open.set(true);
            let context = self.context(vm);
            entity.is_open.set(false);
            if !self.ask_external(vm, context?, &entity)? {
                return Err(Fault::ExternalHandling.into());
            }
            return Ok(());
        }
        Ok(self.report_default(vm, source, at, next)?)
    }

    fn skip_entity(&self, vm: &mut Vm, source: Source<'_>, (at, next): (usize, usize), name: Value) -> Parsed {
        if self.has(Handler::SkippedEntity) {
            let name = self.interned(vm, name)?;
            self.call(vm, Handler::SkippedEntity, &[name, Value::small(0)])?;
            return Ok(());
        }
        Ok(self.report_default(vm, source, at, next)?)
    }

    /// Has an internal entity's text read next.
    pub(super) fn open_entity(&self, vm: &mut Vm, entity: &Obj<Entity>, is_between: bool) -> Parsed {
        let open = self.list(vm, &self.open)?;
        vm.list_push(&open, entity.clone().into_value())?;
        entity.open(self.level(vm)?, is_between);
        self.processor.set(Processor::Internal);
        self.reenters.set(true);
        Ok(())
    }

    /// Reads a CDATA section; where that ends, and whether the section does.
    pub(super) fn cdata(&self, vm: &mut Vm, source: Source<'_>, from: usize) -> Parsed<(usize, bool)> {
        let mut at = from;
        source.event(self, at);
        loop {
            let scan = scan::cdata(vm, source.text, at, self.mode(source))?;
            self.count(scan.token, at, scan.next, source.is_direct)?;
            match scan.token {
                Token::CdataClose => {
                    if self.has(Handler::EndCdataSection) {
                        self.call(vm, Handler::EndCdataSection, &[])?;
                    } else {
                        self.report_default(vm, source, at, scan.next)?;
                    }
                    return if self.is_stopped.get() { Err(Fault::Aborted.into()) } else { Ok((scan.next, true)) };
                }
                Token::Newline => self.report_meant(vm, source, (at, scan.next), b"\n")?,
                Token::Data => self.report_text(vm, source, at, scan.next)?,
                Token::Invalid => {
                    source.event(self, scan.next);
                    return Err(Fault::InvalidToken.into());
                }
                _ if source.has_more => return Ok((at, false)),
                Token::PartialChar => return Err(Fault::PartialChar.into()),
                _ => return Err(Fault::UnclosedCdata.into()),
            }
            at = scan.next;
            source.event(self, at);
            if self.is_stopped.get() {
                return Err(Fault::Aborted.into());
            }
        }
    }

    /// What an external entity's parser has to know: bindings in force, and entities that are open.
    fn context(&self, vm: &mut Vm) -> Parsed<Value> {
        let dtd = self.tables(vm)?;
        let (prefixes, general) = (table(vm, &dtd.prefixes)?, table(vm, &dtd.general)?);
        let mut out = StrBuilder::new(vm);
        let mut position = 0;
        while let Some((prefix, uri)) = prefixes.next_entry(&mut position) {
            vm.work_plain(1)?;
            if let (Some(prefix), Some(uri)) = (prefix.downcast::<Str>(), uri.downcast::<Str>()) {
                separate(&mut out)?;
                out.push_str(prefix)?;
                out.push_text("=")?;
                out.push_str(uri)?;
            }
        }
        let mut position = 0;
        while let Some((name, entity)) = general.next_entry(&mut position) {
            vm.work_plain(1)?;
            if let (Some(name), Some(entity)) = (name.downcast::<Str>(), entity.downcast::<Entity>())
                && entity.is_open.get()
            {
                separate(&mut out)?;
                out.push_str(name)?;
            }
        }
        Ok(out.finish()?)
    }

    /// Takes over what [`XmlParser::context`] says.
    pub(super) fn set_context(&self, vm: &mut Vm, context: &Str) -> Parsed {
        let dtd = self.tables(vm)?;
        let general: Obj<Dict> = table(vm, &dtd.general)?;
        let chars = context.chars();
        let mut from = 0;
        while from < chars.len() {
            vm.work_plain(1)?;
            let rest = chars.slice(from..chars.len());
            let len = rest.iter().position(|ch| ch == CONTEXT_SEPARATOR).unwrap_or(rest.len());
            let part = rest.slice(0..len);
            match part.iter().position(|ch| ch == u32::from('=')) {
                Some(equals) => {
                    let prefix = vm.new_str_chars(part.slice(0..equals))?;
                    let uri = vm.new_str_chars(part.slice(equals + 1..len))?;
                    let prefix = super::element::utf8(vm, &prefix)?;
                    self.bind(vm, prefix.data(), &uri, None)?;
                }
                None => {
                    let name = vm.new_str_chars(part)?;
                    if let Some(entity) = vm.dict_get(&general, &name)?
                        && let Some(entity) = entity.downcast::<Entity>()
                    {
                        entity.is_open.set(true);
                    }
                }
            }
            from += len + 1;
        }
        Ok(())
    }
}

fn separate(out: &mut StrBuilder) -> Parsed {
    if !out.is_empty() {
        out.push_char(CONTEXT_SEPARATOR)?;
    }
    Ok(())
}

/// Whether an open element's name was written like this.
fn is_written(open: &Value, written: &[u8]) -> bool {
    let Some(open) = open.downcast::<Str>() else { return false };
    match (open.as_ascii(), std::str::from_utf8(written)) {
        (Some(open), _) => open.as_bytes() == written,
        (None, Ok(written)) => open.eq_str(written),
        (None, Err(_)) => false,
    }
}
