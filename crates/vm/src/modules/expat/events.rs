//! Handlers: what they are called, when they are called, and what comes of it when they raise.

use pitviper_object::{Obj, Value};

use super::dtd::Entity;
use super::errors::Parsed;
use super::parser::{Phase, XmlParser};
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::from_wtf8;

/// Handlers, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Handler {
    StartElement,
    EndElement,
    ProcessingInstruction,
    CharacterData,
    UnparsedEntityDecl,
    NotationDecl,
    StartNamespaceDecl,
    EndNamespaceDecl,
    Comment,
    StartCdataSection,
    EndCdataSection,
    Default,
    DefaultExpand,
    NotStandalone,
    ExternalEntityRef,
    StartDoctypeDecl,
    EndDoctypeDecl,
    EntityDecl,
    XmlDecl,
    ElementDecl,
    AttlistDecl,
    SkippedEntity,
}

/// All of them.
pub(super) const HANDLERS: [Handler; 22] = [
    Handler::StartElement,
    Handler::EndElement,
    Handler::ProcessingInstruction,
    Handler::CharacterData,
    Handler::UnparsedEntityDecl,
    Handler::NotationDecl,
    Handler::StartNamespaceDecl,
    Handler::EndNamespaceDecl,
    Handler::Comment,
    Handler::StartCdataSection,
    Handler::EndCdataSection,
    Handler::Default,
    Handler::DefaultExpand,
    Handler::NotStandalone,
    Handler::ExternalEntityRef,
    Handler::StartDoctypeDecl,
    Handler::EndDoctypeDecl,
    Handler::EntityDecl,
    Handler::XmlDecl,
    Handler::ElementDecl,
    Handler::AttlistDecl,
    Handler::SkippedEntity,
];

/// Bytes of text that a handler is given at once where the document is not UTF-8.
const PIECE: usize = 1024;

/// A string of UTF-8.
pub(super) fn string(vm: &mut Vm, text: &[u8]) -> PyResult {
    from_wtf8(vm, text)
}

/// A value or `None`.
pub(super) fn or_none(value: Option<Value>) -> Value {
    value.unwrap_or_else(Value::none)
}

impl XmlParser {
    /// Whether a handler is set.
    pub(super) fn has(&self, handler: Handler) -> bool {
        self.installed.get() & (1 << handler as u8) != 0
    }

    /// What was set.
    pub(super) fn handler(&self, handler: Handler) -> Option<Value> {
        let handlers = self.handlers.get()?;
        handlers.downcast::<List>()?.get(handler as usize).filter(|value| !value.is_none())
    }

    /// Sets a handler.
    pub(super) fn install(&self, handler: Handler, value: Option<Value>) {
        let bit = 1 << handler as u8;
        let installed = self.installed.get();
        self.installed.set(if value.is_some() { installed | bit } else { installed & !bit });
        if matches!(handler, Handler::Default | Handler::DefaultExpand) {
            self.default.set(value.is_some().then_some(handler as u8));
            self.expands.set(handler == Handler::DefaultExpand);
        }
        if let Some(handlers) = self.handlers.get()
            && let Some(handlers) = handlers.downcast::<List>()
            && (handler as usize) < handlers.len()
        {
            drop(handlers.replace(handler as usize, or_none(value)));
        }
    }

    /// Takes all handlers away and stops parsing: one has raised.
    fn silence(&self) {
        for handler in HANDLERS {
            self.install(handler, None);
        }
        self.swallows_text.set(false);
        self.is_stopped.set(true);
        self.phase.set(Phase::Finished);
    }

    /// The one string for equal names, when names are kept.
    pub(super) fn interned(&self, vm: &mut Vm, name: Value) -> PyResult {
        let Some(table) = self.intern.get() else { return Ok(name) };
        let Some(table) = table.downcast::<Dict>() else { return Ok(name) };
        if let Some(known) = vm.dict_get(table, &name)? {
            return Ok(known);
        }
        vm.dict_set(table, name.clone(), name.clone())?;
        Ok(name)
    }

    /// As [`XmlParser::interned`], `None` for nothing.
    pub(super) fn interned_or_none(&self, vm: &mut Vm, name: Option<Value>) -> PyResult {
        match name {
            Some(name) if !name.is_none() => self.interned(vm, name),
            _ => Ok(Value::none()),
        }
    }

    /// Calls a handler if it is set. What it raises is kept for the end, and no other handler is called until then.
    pub(super) fn call(&self, vm: &mut Vm, handler: Handler, args: &[Value]) -> PyResult<Option<Value>> {
        self.flush(vm)?;
        self.call_bare(vm, handler, args)
    }

    fn call_bare(&self, vm: &mut Vm, handler: Handler, args: &[Value]) -> PyResult<Option<Value>> {
        let Some(callable) = self.handler(handler) else { return Ok(None) };
        self.in_handler.set(true);
        let answer = vm.call(&callable, args);
        self.in_handler.set(false);
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(raised) if vm.is_stopping() => Err(raised),
            Err(raised) => {
                let exception = vm.take_raised(raised);
                if self.raised.is_none() {
                    self.raised.set(Some(exception));
                }
                self.silence();
                Ok(None)
            }
        }
    }

    /// Calls a handler that says yes or no; yes where there is none.
    pub(super) fn ask(&self, vm: &mut Vm, handler: Handler, args: &[Value]) -> PyResult<bool> {
        let Some(answer) = self.call(vm, handler, args)? else { return Ok(!self.is_stopped.get()) };
        match vm.index_clamped(&answer) {
            Ok(answer) => Ok(answer != 0),
            Err(raised) if vm.is_stopping() => Err(raised),
            Err(raised) => {
                let exception = vm.take_raised(raised);
                self.raised.set(Some(exception));
                self.silence();
                Ok(true)
            }
        }
    }

    /// Gives the handler the characters that wait.
    pub(super) fn flush(&self, vm: &mut Vm) -> PyResult<()> {
        if self.text.borrow().is_empty() {
            return Ok(());
        }
        let text = string(vm, self.text.borrow().data())?;
        self.text.borrow_mut().truncate(0);
        self.call_bare(vm, Handler::CharacterData, &[text])?;
        Ok(())
    }

    /// Reports characters of the document.
    pub(super) fn text(&self, vm: &mut Vm, text: &[u8]) -> PyResult<()> {
        if !self.buffers_text.get() {
            let text = string(vm, text)?;
            self.call_bare(vm, Handler::CharacterData, &[text])?;
            return Ok(());
        }
        let waiting = self.text.borrow().len();
        if waiting + text.len() > self.text_limit.get() {
            self.flush(vm)?;
            if !self.has(Handler::CharacterData) {
                return Ok(());
            }
        }
        if text.len() > self.text_limit.get() {
            let text = string(vm, text)?;
            self.call_bare(vm, Handler::CharacterData, &[text])?;
            return Ok(());
        }
        self.text.borrow_mut().push(&mut vm.heap, text)?;
        Ok(())
    }

    /// Whether anyone wants characters.
    pub(super) fn wants_text(&self) -> bool {
        self.has(Handler::CharacterData)
    }

    /// Reports markup as it is written to the default handler.
    pub(super) fn report_default(&self, vm: &mut Vm, source: Source<'_>, from: usize, to: usize) -> PyResult<()> {
        if self.default.get().is_none() {
            return Ok(());
        }
        source.pieces(self, vm, from, to, |parser, vm, piece| parser.call_default(vm, piece))?;
        if !self.encoding.get().is_utf8() {
            // As expat has it, where it converts.
            source.event(self, to);
        }
        Ok(())
    }

    fn call_default(&self, vm: &mut Vm, text: &[u8]) -> PyResult<()> {
        let handler = match self.default.get() {
            Some(number) if number == Handler::Default as u8 => Handler::Default,
            Some(_) => Handler::DefaultExpand,
            None => return Ok(()),
        };
        let text = string(vm, text)?;
        self.call(vm, handler, &[text])?;
        Ok(())
    }

    /// Reports characters, or gives them to the default handler.
    pub(super) fn report_text(&self, vm: &mut Vm, source: Source<'_>, from: usize, to: usize) -> PyResult<()> {
        if self.wants_text() {
            return source.pieces(self, vm, from, to, |parser, vm, piece| parser.text(vm, piece));
        }
        if self.swallows_text.get() { Ok(()) } else { self.report_default(vm, source, from, to) }
    }

    /// Reports characters that something else stands for in the document.
    pub(super) fn report_meant(
        &self,
        vm: &mut Vm,
        source: Source<'_>,
        (from, to): (usize, usize),
        meant: &[u8],
    ) -> PyResult<()> {
        if self.wants_text() {
            return self.text(vm, meant);
        }
        if self.swallows_text.get() { Ok(()) } else { self.report_default(vm, source, from, to) }
    }

    /// Asks for the text of an external entity. Whether it was read.
    pub(super) fn ask_external(&self, vm: &mut Vm, context: Value, entity: &Obj<Entity>) -> Parsed<bool> {
        if self.is_stopped.get() {
            return Ok(false);
        }
        let base = self.interned_or_none(vm, entity.base.get())?;
        let system = self.interned_or_none(vm, entity.system.get())?;
        let public = self.interned_or_none(vm, entity.public.get())?;
        Ok(self.ask(vm, Handler::ExternalEntityRef, &[context, base, system, public])?)
    }
}

/// A text that is being read: the document, or an internal entity.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    pub text: &'t [u8],
    /// Whether it is the document itself or an external entity: events have their place in it.
    pub is_outer: bool,
    /// Whether more text can follow.
    pub has_more: bool,
    /// Whether its bytes count as the document's own.
    pub is_direct: bool,
}

impl<'t> Source<'t> {
    /// A stretch of it.
    pub(super) fn part(&self, from: usize, to: usize) -> &'t [u8] {
        self.text.get(from..to).unwrap_or(&[])
    }

    /// An event begins here.
    pub(super) fn event(&self, parser: &XmlParser, at: usize) {
        if self.is_outer {
            parser.event.set(at);
        }
    }

    /// Gives a stretch away, in pieces where it was converted.
    fn pieces(
        &self,
        parser: &XmlParser,
        vm: &mut Vm,
        from: usize,
        to: usize,
        mut give: impl FnMut(&XmlParser, &mut Vm, &[u8]) -> PyResult<()>,
    ) -> PyResult<()> {
        let mut left = self.part(from, to);
        if !self.is_outer || parser.encoding.get().is_utf8() {
            return give(parser, vm, left);
        }
        let mut at = from;
        while !left.is_empty() {
            let mut len = left.len().min(PIECE);
            while len > 0 && left.get(len).is_some_and(|byte| byte & 0xC0 == 0x80) {
                len -= 1;
            }
            let (piece, rest) = left.split_at(len.max(1).min(left.len()));
            give(parser, vm, piece)?;
            at += piece.len();
            left = rest;
            if !left.is_empty() {
                self.event(parser, at);
            }
        }
        Ok(())
    }
}
