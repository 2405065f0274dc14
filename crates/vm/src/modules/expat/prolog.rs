//! The prolog, declarations and the epilog.

use pitviper_object::Value;

use super::cursor::Token;
use super::dtd::{Dtd, declare, find};
use super::entities::public_id;
use super::errors::{Fault, Parsed};
use super::events::{Handler, Source, string};
use super::grammar::{Grammar, Role};
use super::parser::{Processor, XmlParser};
use super::scan;
use super::scan_prolog::prolog;
use super::values::normalized_lines;
use crate::core::vm::Vm;

/// What is left to do with a token.
pub(super) enum Done {
    /// Nothing: a handler has it.
    Reported,
    /// The default handler is to have it.
    Unreported,
}

impl Done {
    pub(super) fn reported_if(reported: bool) -> Done {
        if reported { Done::Reported } else { Done::Unreported }
    }
}

/// A token of the prolog: the text that it is in, and where it begins and ends.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    pub source: Source<'t>,
    pub at: usize,
    pub next: usize,
}

impl<'t> Piece<'t> {
    /// What it is made of.
    pub(super) fn text(&self) -> &'t [u8] {
        self.source.part(self.at, self.next)
    }

    /// A literal without its quotes.
    pub(super) fn literal(&self) -> &'t [u8] {
        self.source.part(self.at + 1, self.next.saturating_sub(1))
    }
}

/// The name of the external subset among parameter entities.
const EXTERNAL_SUBSET: &[u8] = b"#";

impl XmlParser {
    /// Takes a step in the grammar.
    fn step(&self, token: Token, text: &[u8]) -> Role {
        let mut grammar: Grammar = self.grammar.get();
        let role = grammar.step(token, text);
        self.grammar.set(grammar);
        role
    }

    /// Reads declarations from `from` on. Where that ends.
    pub(super) fn prolog(&self, vm: &mut Vm, source: Source<'_>, from: usize, may_close: bool) -> Parsed<usize> {
        let dtd = self.tables(vm)?;
        let mut at = from;
        loop {
            source.event(self, at);
            let scan = prolog(vm, source.text, at, self.mode(source))?;
            let mut next = scan.next;
            let cut = scan.ended || matches!(scan.token, Token::Nothing | Token::Partial | Token::PartialChar);
            if cut && source.has_more && scan.token != Token::Invalid {
                return Ok(at);
            }
            match scan.token {
                Token::Invalid => {
                    source.event(self, next);
                    return Err(Fault::InvalidToken.into());
                }
                Token::Partial => return Err(Fault::UnclosedToken.into()),
                Token::PartialChar => return Err(Fault::PartialChar.into()),
                Token::Nothing if self.is_cut(source) => return Err(Fault::UnclosedToken.into()),
                Token::Nothing => {
                    self.end_of_declarations(source)?;
                    return Ok(at);
                }
                _ if scan.ended => next = source.text.len(),
                _ => {}
            }
            let piece = Piece { source, at, next };
            let role = self.step(scan.token, piece.text());
            if !matches!(role, Role::InstanceStart | Role::XmlDeclaration | Role::TextDeclaration) {
                self.count(scan.token, at, next, source.is_direct)?;
            }
            let done = match role {
                Role::InstanceStart => {
                    self.read_foreign(vm, &dtd)?;
                    self.processor.set(Processor::Content);
                    self.reenters.set(true);
                    return Ok(at);
                }
                Role::XmlDeclaration | Role::TextDeclaration => {
                    self.xml_declaration(vm, piece, role == Role::TextDeclaration)?;
                    if self.was_switched.get() {
                        self.reenters.set(true);
                        return Ok(next);
                    }
                    Done::Reported
                }
                Role::Error => {
                    return Err(match scan.token {
                        Token::ParameterRef => Fault::ParameterRef.into(),
                        Token::XmlDeclaration => Fault::MisplacedDeclaration.into(),
                        _ => Fault::Syntax.into(),
                    });
                }
                Role::IgnoreSection => {
                    self.report_default(vm, source, at, next)?;
                    let (end, closed) = self.ignored(vm, source, next)?;
                    if !closed {
                        self.processor.set(Processor::Ignored);
                        return Ok(end);
                    }
                    next = end;
                    Done::Reported
                }
                Role::Instruction => {
                    self.report_instruction(vm, source, at, next)?;
                    Done::Reported
                }
                Role::Comment => {
                    self.report_comment(vm, source, at, next)?;
                    Done::Reported
                }
                Role::DoctypeClose if !may_close => return Err(Fault::InvalidToken.into()),
                role => self.declaration(vm, &dtd, piece, role)?,
            };
            if matches!(done, Done::Unreported) {
                self.report_default(vm, source, at, next)?;
            }
            if self.is_stopped.get() {
                return Err(Fault::Aborted.into());
            }
            if self.reenters.get() {
                return Ok(next);
            }
            at = next;
        }
    }

    /// The text has ended: whether declarations may.
    fn end_of_declarations(&self, source: Source<'_>) -> Parsed {
        if !source.is_outer && !self.is_between_declarations() {
            return Ok(());
        }
        if self.is_parameter.get() || !source.is_outer {
            return if self.step(Token::Nothing, b"") == Role::Error {
                Err(Fault::IncompleteParameter.into())
            } else {
                Ok(())
            };
        }
        Err(Fault::NoElements.into())
    }

    fn declaration(&self, vm: &mut Vm, dtd: &Dtd, piece: Piece<'_>, role: Role) -> Parsed<Done> {
        let keeps = dtd.keeps.get();
        match role {
            Role::DoctypeName
            | Role::DoctypeSubset
            | Role::DoctypePublic
            | Role::DoctypeSystem
            | Role::DoctypeClose => self.doctype(vm, dtd, piece, role),
            Role::DoctypeNone => Ok(Done::reported_if(self.has(Handler::StartDoctypeDecl))),
            Role::EntityNone => Ok(Done::reported_if(keeps && self.has(Handler::EntityDecl))),
            Role::NotationNone => Ok(Done::reported_if(self.has(Handler::NotationDecl))),
            Role::AttlistNone => Ok(Done::reported_if(keeps && self.has(Handler::AttlistDecl))),
            Role::ElementNone => Ok(Done::reported_if(self.has(Handler::ElementDecl))),
            Role::GeneralName
            | Role::ParameterName
            | Role::EntityValue
            | Role::EntityPublic
            | Role::EntitySystem
            | Role::EntityComplete
            | Role::EntityNotation => self.entity_declaration(vm, dtd, piece, role),
            Role::NotationName | Role::NotationPublic | Role::NotationSystem | Role::NotationNoSystem => {
                self.notation_declaration(vm, piece, role)
            }
            Role::AttlistElement
            | Role::AttributeName
            | Role::AttributeType(_)
            | Role::EnumValue
            | Role::NotationValue
            | Role::Implied
            | Role::Required
            | Role::Default
            | Role::Fixed => self.attribute_declaration(vm, dtd, piece, role),
            Role::ElementName
            | Role::ContentAny
            | Role::ContentEmpty
            | Role::ContentPcdata
            | Role::ContentElement(_)
            | Role::GroupOpen
            | Role::GroupClose(_)
            | Role::GroupSequence
            | Role::GroupChoice => self.element_declaration(vm, piece, role),
            Role::ParameterRef | Role::InnerParameterRef => {
                self.parameter_reference(vm, dtd, piece, role == Role::ParameterRef)
            }
            _ => Ok(Done::Unreported),
        }
    }

    fn doctype(&self, vm: &mut Vm, dtd: &Dtd, piece: Piece<'_>, role: Role) -> Parsed<Done> {
        let tells = self.has(Handler::StartDoctypeDecl);
        match role {
            Role::DoctypeName => {
                if tells {
                    self.doctype_name.set(Some(string(vm, piece.text())?));
                    self.doctype_public.set(None);
                }
                self.doctype_system.set(None);
                Ok(Done::reported_if(tells))
            }
            Role::DoctypeSubset => {
                if tells {
                    self.report_doctype(vm, true)?;
                }
                Ok(Done::reported_if(tells))
            }
            Role::DoctypePublic => {
                self.foreign_dtd.set(false);
                let name = string(vm, EXTERNAL_SUBSET)?;
                declare(vm, &dtd.parameter, &name)?;
                let subset = find(vm, &dtd.parameter, &name)?;
                self.entity.set(subset.clone().map(pitviper_object::Obj::into_value));
                dtd.has_references.set(true);
                self.check_public(piece)?;
                let public = public_id(vm, piece.literal())?;
                if tells {
                    self.doctype_public.set(Some(public.clone()));
                }
                if dtd.keeps.get()
                    && let Some(subset) = subset
                {
                    subset.public.set(Some(public));
                }
                Ok(Done::reported_if(tells))
            }
            Role::DoctypeSystem => {
                self.foreign_dtd.set(false);
                dtd.has_references.set(true);
                let system = string(vm, piece.literal())?;
                self.doctype_system.set(Some(system.clone()));
                if !dtd.standalone.get()
                    && self.parameter_parsing.get() == 0
                    && self.has(Handler::NotStandalone)
                    && !self.ask(vm, Handler::NotStandalone, &[])?
                {
                    return Err(Fault::NotStandalone.into());
                }
                let name = string(vm, EXTERNAL_SUBSET)?;
                declare(vm, &dtd.parameter, &name)?;
                if let Some(subset) = find(vm, &dtd.parameter, &name)?
                    && dtd.keeps.get()
                {
                    subset.system.set(Some(system));
                    subset.base.set(self.base.get());
                    self.entity.set(Some(subset.into_value()));
                }
                Ok(Done::reported_if(tells))
            }
            _ => {
                let mut done = Done::Unreported;
                if !self.doctype_name.is_none() {
                    self.report_doctype(vm, false)?;
                    done = Done::Reported;
                }
                if !self.doctype_system.is_none() || self.foreign_dtd.get() {
                    self.read_subset(vm, dtd, self.doctype_system.is_none())?;
                    self.foreign_dtd.set(false);
                }
                if self.has(Handler::EndDoctypeDecl) {
                    self.call(vm, Handler::EndDoctypeDecl, &[])?;
                    done = Done::Reported;
                }
                Ok(done)
            }
        }
    }

    fn report_doctype(&self, vm: &mut Vm, has_subset: bool) -> Parsed {
        let name = self.doctype_name.take();
        let name = self.interned_or_none(vm, name)?;
        let system = self.interned_or_none(vm, self.doctype_system.get())?;
        let public = self.interned_or_none(vm, self.doctype_public.get())?;
        let has_subset = Value::small(i64::from(has_subset));
        self.call(vm, Handler::StartDoctypeDecl, &[name, system, public, has_subset])?;
        Ok(())
    }

    /// Has the external subset read; `is_foreign` when the document names none.
    fn read_subset(&self, vm: &mut Vm, dtd: &Dtd, is_foreign: bool) -> Parsed {
        let had_references = dtd.has_references.replace(true);
        if self.parameter_parsing.get() == 0 || !self.has(Handler::ExternalEntityRef) {
            return Ok(());
        }
        let name = string(vm, EXTERNAL_SUBSET)?;
        declare(vm, &dtd.parameter, &name)?;
        let Some(subset) = find(vm, &dtd.parameter, &name)? else { return Err(Fault::NoMemory.into()) };
        if self.foreign_dtd.get() {
            subset.base.set(self.base.get());
        }
        dtd.was_read.set(false);
        if !self.ask_external(vm, Value::none(), &subset)? {
            return Err(Fault::ExternalHandling.into());
        }
        if dtd.was_read.get() {
            if !dtd.standalone.get()
                && self.has(Handler::NotStandalone)
                && !self.ask(vm, Handler::NotStandalone, &[])?
            {
                return Err(Fault::NotStandalone.into());
            }
        } else if is_foreign {
            dtd.has_references.set(had_references);
        }
        Ok(())
    }

    /// The document has no doctype: the last chance for a subset from elsewhere.
    fn read_foreign(&self, vm: &mut Vm, dtd: &Dtd) -> Parsed {
        if self.foreign_dtd.get() { self.read_subset(vm, dtd, true) } else { Ok(()) }
    }

    fn parameter_reference(&self, vm: &mut Vm, dtd: &Dtd, piece: Piece<'_>, is_between: bool) -> Parsed<Done> {
        dtd.has_references.set(true);
        let mut done = Done::Unreported;
        if self.parameter_parsing.get() == 0 {
            dtd.keeps.set(dtd.standalone.get());
        } else {
            let name = string(vm, piece.literal())?;
            let entity = find(vm, &dtd.parameter, &name)?;
            let must_be_declared = self.grammar.get().is_document && dtd.standalone.get() && !self.has_open_entities();
            let Some(entity) = entity else {
                if must_be_declared {
                    return Err(Fault::UndefinedEntity.into());
                }
                dtd.keeps.set(dtd.standalone.get());
                if is_between && self.has(Handler::SkippedEntity) {
                    let name = self.interned(vm, name)?;
                    self.call(vm, Handler::SkippedEntity, &[name, Value::small(1)])?;
                    done = Done::Reported;
                }
                return Ok(done);
            };
            if must_be_declared && !entity.is_internal.get() {
                return Err(Fault::DeclaredInParameter.into());
            }
            if entity.is_open.get() {
                return Err(Fault::RecursiveEntity.into());
            }
            if !entity.text.is_none() {
                self.open_entity(vm, &entity, is_between)?;
                return Ok(Done::Reported);
            }
            if !self.has(Handler::ExternalEntityRef) {
                dtd.keeps.set(dtd.standalone.get());
                return Ok(done);
            }
            dtd.was_read.set(false);
            entity.is_open.set(true);
            let answer = self.ask_external(vm, Value::none(), &entity);
            entity.is_open.set(false);
            if !answer? {
                return Err(Fault::ExternalHandling.into());
            }
            done = Done::Reported;
            if !dtd.was_read.get() {
                dtd.keeps.set(dtd.standalone.get());
                return Ok(done);
            }
        }
        if !dtd.standalone.get() && self.has(Handler::NotStandalone) && !self.ask(vm, Handler::NotStandalone, &[])? {
            return Err(Fault::NotStandalone.into());
        }
        Ok(done)
    }

    /// Reads the rest of an ignored section; where that ends, and whether the section does.
    pub(super) fn ignored(&self, vm: &mut Vm, source: Source<'_>, from: usize) -> Parsed<(usize, bool)> {
        source.event(self, from);
        let scan = scan::ignored(vm, source.text, from, self.mode(source))?;
        self.count(scan.token, from, scan.next, true)?;
        match scan.token {
            Token::Ignored => {
                self.report_default(vm, source, from, scan.next)?;
                Ok((scan.next, true))
            }
            Token::Invalid => {
                source.event(self, scan.next);
                Err(Fault::InvalidToken.into())
            }
            _ if source.has_more => Ok((from, false)),
            Token::PartialChar => Err(Fault::PartialChar.into()),
            _ => Err(Fault::Syntax.into()),
        }
    }

    /// Reads what follows the document's element. Where that ends.
    pub(super) fn epilog(&self, vm: &mut Vm, source: Source<'_>, from: usize) -> Parsed<usize> {
        let mut at = from;
        loop {
            source.event(self, at);
            let scan = prolog(vm, source.text, at, self.mode(source))?;
            let next = scan.next;
            if !scan.ended || scan.token == Token::Space {
                self.count(scan.token, at, next, source.is_direct)?;
            }
            match scan.token {
                Token::Space => {
                    self.report_default(vm, source, at, next)?;
                    if scan.ended && !self.is_stopped.get() {
                        return Ok(next);
                    }
                }
                Token::Nothing if self.is_cut(source) => return Err(Fault::UnclosedToken.into()),
                Token::Nothing => return Ok(at),
                Token::Instruction => self.report_instruction(vm, source, at, next)?,
                Token::Comment => self.report_comment(vm, source, at, next)?,
                Token::Invalid => {
                    source.event(self, next);
                    return Err(Fault::InvalidToken.into());
                }
                Token::Partial | Token::PartialChar if source.has_more => return Ok(at),
                Token::Partial => return Err(Fault::UnclosedToken.into()),
                Token::PartialChar => return Err(Fault::PartialChar.into()),
                _ => return Err(Fault::JunkAfterDocument.into()),
            }
            if self.is_stopped.get() {
                source.event(self, next);
                return Err(Fault::Aborted.into());
            }
            at = next;
        }
    }

    /// Reports `<?target data?>`.
    pub(super) fn report_instruction(&self, vm: &mut Vm, source: Source<'_>, at: usize, next: usize) -> Parsed {
        if !self.has(Handler::ProcessingInstruction) {
            return Ok(self.report_default(vm, source, at, next)?);
        }
        let target_end = super::element::name_end(source.text, at + 2);
        let mut from = target_end;
        while source.text.get(from).is_some_and(|byte| super::cursor::is_space(*byte)) {
            from += 1;
        }
        let target = string(vm, source.part(at + 2, target_end))?;
        let target = self.interned(vm, target)?;
        let data = normalized_lines(vm, source.part(from, next - 2))?;
        self.call(vm, Handler::ProcessingInstruction, &[target, data])?;
        Ok(())
    }

    /// Reports a comment.
    pub(super) fn report_comment(&self, vm: &mut Vm, source: Source<'_>, at: usize, next: usize) -> Parsed {
        if !self.has(Handler::Comment) {
            return Ok(self.report_default(vm, source, at, next)?);
        }
        let data = normalized_lines(vm, source.part(at + 4, next - 3))?;
        self.call(vm, Handler::Comment, &[data])?;
        Ok(())
    }
}
