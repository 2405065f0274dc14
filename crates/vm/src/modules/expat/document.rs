//! Documents piece by piece: what comes is put behind what was not read, and given to what reads next.

use pitviper_object::{Obj, Value};

use super::cursor::Token;
use super::dtd::Entity;
use super::errors::{Fail, Fault, Parsed};
use super::events::Source;
use super::input::{self, Encoding};
use super::namespaces::XML;
use super::parser::{Phase, Processor, XmlParser};
use super::scan_prolog::prolog;
use super::{scan, values};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes::{self, Bytes};
use crate::types::list::List;
use crate::types::str::Str;

/// Bytes that are taken at once.
const PIECE: usize = 1 << 20;

/// Bytes of a byte order mark as it is read.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

impl XmlParser {
    /// Takes data, `is_final` when it is the last. What is wrong with it.
    pub(super) fn feed(&self, vm: &mut Vm, data: &[u8], is_final: bool) -> PyResult<Result<(), Fault>> {
        let mut left = data;
        while left.len() > PIECE {
            let (piece, rest) = left.split_at(PIECE);
            left = rest;
            if let Err(fault) = self.feed_piece(vm, piece, false)? {
                return Ok(Err(fault));
            }
        }
        self.feed_piece(vm, left, is_final)
    }

    fn feed_piece(&self, vm: &mut Vm, data: &[u8], is_final: bool) -> PyResult<Result<(), Fault>> {
        let fault = match self.take(vm, data, is_final) {
            Ok(()) => return Ok(Ok(())),
            Err(Fail::Fault(fault)) => fault,
            Err(Fail::Raised(raised)) => {
                self.settle(None);
                self.fail(Fault::NoMemory);
                return Err(raised);
            }
        };
        self.settle(None);
        self.fail(fault);
        Ok(Err(fault))
    }

    fn fail(&self, fault: Fault) {
        self.fault.set(fault);
        if fault != Fault::Finished {
            self.processor.set(Processor::Failed);
        }
    }

    fn take(&self, vm: &mut Vm, data: &[u8], is_final: bool) -> Parsed {
        match self.phase.get() {
            Phase::Finished => return Err(Fault::Finished.into()),
            Phase::Fresh if self.has_namespaces.get() && !self.is_child() => {
                let xml = vm.new_str(XML)?;
                self.bind(vm, b"xml", &xml, None)?;
            }
            _ => {}
        }
        self.phase.set(Phase::Parsing);
        if self.processor.get() == Processor::Failed {
            return Err(self.fault.get().into());
        }
        self.is_final.set(is_final);
        let mut pending = self.pending.take();
        input::convert(vm, self, data, &mut pending)?;
        if is_final {
            input::convert_end(vm, self, &mut pending)?;
        }
        let mut room = self.room.get();
        if room.add(data.len()) {
            self.event_index.set(None);
        }
        self.room.set(room);
        if self.defers.get() && !is_final && !room.is_enough() {
            self.pending.replace(pending);
            return Ok(());
        }
        let text = Bytes::create(&mut vm.heap, pending.data())?;
        pending.truncate(0);
        self.pending.replace(pending);
        self.current.set(Some(text));
        let mut position = self.position.get();
        position.at = 0;
        self.position.set(position);
        self.event.set(0);
        let read = self.read(vm)?;
        let current = self.current.get();
        let rest = current.as_ref().and_then(bytes::borrow).and_then(|text| text.get(read..)).unwrap_or(&[]);
        let mut pending = self.pending.take();
        pending.push(&mut vm.heap, rest)?;
        self.pending.replace(pending);
        if is_final {
            self.settle(None);
            self.phase.set(Phase::Finished);
            return Ok(());
        }
        self.settle(Some(read));
        let mut room = self.room.get();
        room.read((self.position.get().index - position.index) as usize);
        self.room.set(room);
        Ok(())
    }

    /// Forgets the text; what is known of the place is that of the event, or that of `read`.
    fn settle(&self, read: Option<usize>) {
        if self.current.is_none() {
            return;
        }
        self.event_index.set(u64::try_from(self.byte_index()).ok());
        self.advance(read.unwrap_or(self.event.get()));
        self.current.set(None);
    }

    /// Has the text read, by one reader after the other. How far that came.
    fn read(&self, vm: &mut Vm) -> Parsed<usize> {
        let mut at = 0;
        loop {
            self.reenters.set(false);
            let current = self.current.get();
            let text = current.as_ref().and_then(bytes::borrow).unwrap_or(&[]);
            let source = Source { text, is_outer: true, has_more: !self.is_final.get(), is_direct: true };
            at = self.read_part(vm, source, at)?;
            if self.was_switched.replace(false) {
                at = 0;
            }
            if !self.reenters.get() {
                return Ok(at);
            }
        }
    }

    fn read_part(&self, vm: &mut Vm, source: Source<'_>, at: usize) -> Parsed<usize> {
        match self.processor.get() {
            Processor::Begin | Processor::ExternalBegin | Processor::ParameterBegin => self.begin(vm, source, at),
            Processor::Prolog | Processor::Parameter => self.prolog(vm, source, at, true),
            Processor::Content => self.content(vm, source, at, usize::from(self.is_child())),
            Processor::ExternalText => self.external_text(vm, source, at),
            Processor::ExternalContent => self.content(vm, Source { is_direct: false, ..source }, at, 1),
            Processor::Cdata => {
                let (next, closed) = self.cdata(vm, source, at)?;
                if closed {
                    let next = if self.is_child() { Processor::ExternalContent } else { Processor::Content };
                    self.processor.set(next);
                    self.reenters.set(true);
                }
                Ok(next)
            }
            Processor::Ignored => {
                let (next, closed) = self.ignored(vm, source, at)?;
                if closed {
                    self.processor.set(Processor::Prolog);
                    self.reenters.set(true);
                }
                Ok(next)
            }
            Processor::Epilog => self.epilog(vm, source, at),
            Processor::Internal => self.internal(vm).map(|()| at),
            Processor::ValueBegin => self.value_begin(vm, source, at),
            Processor::Value => self.value(vm, source, at),
            Processor::Failed => Err(self.fault.get().into()),
        }
    }

    /// The first bytes: finds the encoding out.
    fn begin(&self, vm: &mut Vm, source: Source<'_>, at: usize) -> Parsed<usize> {
        let is_content = self.processor.get() == Processor::ExternalBegin;
        let mut asked = None;
        if let Some(name) = self.encoding_name.get()
            && let Some(text) = name.downcast::<Str>()
        {
            asked = text.as_ascii().and_then(|text| Encoding::named(text.as_bytes()));
            if asked.is_none() {
                if let Err(fail) = input::look_up(vm, self, &name) {
                    // No event has a place yet.
                    self.current.set(None);
                    return Err(fail);
                }
                asked = Some(Encoding::Mapped);
            }
        }
        let found = match input::detect(source.text, asked, is_content) {
            _ if asked == Some(Encoding::Mapped) => Encoding::Mapped,
            Some(found) => found,
            None if source.has_more => return Ok(at),
            None if source.text.is_empty() => asked.unwrap_or(Encoding::Utf8),
            None => return Err(Fault::UnclosedToken.into()),
        };
        self.processor.set(match self.processor.get() {
            Processor::ExternalBegin => Processor::ExternalText,
            Processor::ParameterBegin => {
                let dtd = self.tables(vm)?;
                dtd.was_read.set(true);
                if self.in_entity_value.get() { Processor::ValueBegin } else { Processor::Parameter }
            }
            _ => Processor::Prolog,
        });
        self.reenters.set(true);
        if found != Encoding::Utf8 {
            input::switch(vm, self, 0, found)?;
            self.was_switched.set(false);
        }
        let current = self.current.get();
        let text = current.as_ref().and_then(bytes::borrow).unwrap_or(&[]);
        let keeps_mark = found == Encoding::Mapped || asked == Some(Encoding::Latin1) && is_content;
        let marked = text.starts_with(MARK) && !keeps_mark;
        if !marked {
            return Ok(0);
        }
        self.count(Token::Space, 0, MARK.len(), true)?;
        if self.processor.get() == Processor::ExternalText && text.len() == MARK.len() && source.has_more {
            self.reenters.set(false);
        }
        Ok(MARK.len())
    }

    /// The beginning of an external general entity, behind a byte order mark.
    fn external_text(&self, vm: &mut Vm, source: Source<'_>, at: usize) -> Parsed<usize> {
        source.event(self, at);
        let scan = scan::content(vm, source.text, at, self.mode(source))?;
        let mut next = at;
        match scan.token {
            Token::Nothing if source.has_more => return Ok(at),
            Token::Partial | Token::PartialChar if source.has_more => return Ok(at),
            Token::Partial => return Err(Fault::UnclosedToken.into()),
            Token::PartialChar => return Err(Fault::PartialChar.into()),
            Token::XmlDeclaration => {
                self.xml_declaration(vm, super::prolog::Piece { source, at, next: scan.next }, true)?;
                next = scan.next;
            }
            _ => {}
        }
        self.processor.set(Processor::ExternalContent);
        self.reenters.set(true);
        Ok(next)
    }

    /// The text of the innermost open entity.
    fn internal(&self, vm: &mut Vm) -> Parsed {
        let open: Obj<List> = self.list(vm, &self.open)?;
        let top = open.get(open.len().wrapping_sub(1));
        let Some(entity) = top.as_ref().and_then(Value::downcast::<Entity>) else {
            return Err(Fault::UnexpectedState.into());
        };
        if !entity.has_more.get() {
            entity.is_open.set(false);
            drop(open.pop());
            if open.is_empty() {
                self.processor.set(match entity.is_parameter.get() {
                    true => Processor::Prolog,
                    false => Processor::Content,
                });
            }
            self.reenters.set(true);
            return Ok(());
        }
        let text = entity.text.get();
        let text = text.as_ref().and_then(bytes::borrow).unwrap_or(&[]);
        let source = Source { text, is_outer: false, has_more: false, is_direct: false };
        let from = entity.read.get();
        let next = if entity.is_parameter.get() {
            self.prolog(vm, source, from, false)?
        } else {
            self.content(vm, source, from, entity.level.get())?
        };
        if next < text.len() && self.reenters.get() {
            entity.read.set(next);
            return Ok(());
        }
        entity.has_more.set(false);
        if !entity.is_parameter.get() && entity.level.get() != self.level(vm)? {
            return Err(Fault::AsyncEntity.into());
        }
        self.reenters.set(true);
        Ok(())
    }

    /// Whether the innermost open entity was referred to between declarations.
    pub(super) fn is_between_declarations(&self) -> bool {
        let Some(open) = self.open.get() else { return false };
        let Some(open) = open.downcast::<List>() else { return false };
        let top = open.get(open.len().wrapping_sub(1));
        top.as_ref().and_then(Value::downcast::<Entity>).is_some_and(|entity| entity.is_between.get())
    }

    /// The beginning of an external parameter entity that stands in an entity's value.
    fn value_begin(&self, vm: &mut Vm, source: Source<'_>, from: usize) -> Parsed<usize> {
        let mut at = from;
        loop {
            source.event(self, at);
            let scan = prolog(vm, source.text, at, self.mode(source))?;
            match scan.token {
                Token::XmlDeclaration => {
                    // expat reads it as that of a document.
                    self.xml_declaration(vm, super::prolog::Piece { source, at, next: scan.next }, false)?;
                    self.processor.set(Processor::Value);
                    self.reenters.set(true);
                    return Ok(scan.next);
                }
                Token::InstanceStart => return Err(Fault::Syntax.into()),
                _ if scan.ended || is_end(scan.token) => return self.end_value(vm, source, from, scan.token),
                _ => at = scan.next,
            }
        }
    }

    fn value(&self, vm: &mut Vm, source: Source<'_>, from: usize) -> Parsed<usize> {
        let mut at = from;
        loop {
            let scan = prolog(vm, source.text, at, self.mode(source))?;
            match scan.token {
                Token::InstanceStart => return Err(Fault::Syntax.into()),
                _ if scan.ended || is_end(scan.token) => return self.end_value(vm, source, from, scan.token),
                _ => at = scan.next,
            }
        }
    }

    fn end_value(&self, vm: &mut Vm, source: Source<'_>, from: usize, token: Token) -> Parsed<usize> {
        match token {
            Token::Invalid => Err(Fault::InvalidToken.into()),
            _ if source.has_more => Ok(from),
            Token::Partial => Err(Fault::UnclosedToken.into()),
            Token::PartialChar => Err(Fault::PartialChar.into()),
            _ => {
                values::entity(vm, self, source, (from, source.text.len()), true)?;
                Ok(source.text.len())
            }
        }
    }
}

fn is_end(token: Token) -> bool {
    matches!(token, Token::Invalid | Token::Partial | Token::PartialChar | Token::Nothing)
}
