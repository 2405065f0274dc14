//! Declarations of entities and notations.

use pitviper_object::Value;

use super::buffer::Buffer;
use super::cursor::is_space;
use super::dtd::{Dtd, Entity, declare};
use super::errors::{Fault, Parsed};
use super::events::{Handler, string};
use super::grammar::Role;
use super::parser::XmlParser;
use super::prolog::{Done, Piece};
use super::values;
use crate::core::vm::Vm;

impl XmlParser {
    /// Checks the characters of a public identifier.
    pub(super) fn check_public(&self, piece: Piece<'_>) -> Parsed {
        let is_public = |byte: u8| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b' ' | b'\r' | b'\n')
                || b"-'()+,./:=?;!*#@$_%".contains(&byte)
        };
        match piece.literal().iter().position(|byte| !is_public(*byte)) {
            None => Ok(()),
            Some(index) => {
                piece.source.event(self, piece.at + 1 + index);
                Err(Fault::PublicId.into())
            }
        }
    }

    pub(super) fn notation_declaration(&self, vm: &mut Vm, piece: Piece<'_>, role: Role) -> Parsed<Done> {
        let tells = self.has(Handler::NotationDecl);
        match role {
            Role::NotationName => {
                self.notation_public.set(None);
                self.notation.set(if tells { Some(string(vm, piece.text())?) } else { None });
                return Ok(Done::reported_if(tells));
            }
            Role::NotationPublic => {
                self.check_public(piece)?;
                if self.notation.is_none() {
                    return Ok(Done::Unreported);
                }
                self.notation_public.set(Some(public_id(vm, piece.literal())?));
                return Ok(Done::Reported);
            }
            _ => {}
        }
        let (name, public) = (self.notation.take(), self.notation_public.take());
        let has_system = role == Role::NotationSystem;
        if !tells || name.is_none() || !has_system && public.is_none() {
            return Ok(Done::Unreported);
        }
        let system = if has_system { Some(string(vm, piece.literal())?) } else { None };
        let name = self.interned_or_none(vm, name)?;
        let base = self.interned_or_none(vm, self.base.get())?;
        let system = self.interned_or_none(vm, system)?;
        let public = self.interned_or_none(vm, public)?;
        self.call(vm, Handler::NotationDecl, &[name, base, system, public])?;
        Ok(Done::Reported)
    }

    pub(super) fn entity_declaration(&self, vm: &mut Vm, dtd: &Dtd, piece: Piece<'_>, role: Role) -> Parsed<Done> {
        let keeps = dtd.keeps.get();
        let tells = self.has(Handler::EntityDecl);
        match role {
            Role::GeneralName if values::predefined(piece.text()).is_some() => {
                self.entity.set(None);
                return Ok(Done::Unreported);
            }
            Role::GeneralName | Role::ParameterName => {
                self.entity.set(None);
                if !keeps {
                    return Ok(Done::Unreported);
                }
                let is_parameter = role == Role::ParameterName;
                let cell = if is_parameter { &dtd.parameter } else { &dtd.general };
                let name = string(vm, piece.text())?;
                let Some(entity) = declare(vm, cell, &name)? else { return Ok(Done::Unreported) };
                self.hold(piece.text().len())?;
                entity.is_parameter.set(is_parameter);
                entity.is_internal.set(!(self.is_child() || self.has_open_entities()));
                self.entity.set(Some(entity.into_value()));
                return Ok(Done::reported_if(tells));
            }
            Role::EntityPublic => self.check_public(piece)?,
            _ => {}
        }
        if !keeps {
            return Ok(Done::Unreported);
        }
        if role == Role::EntityValue {
            let stored = values::entity(vm, self, piece.source, (piece.at + 1, piece.next - 1), false);
            let value = dtd.value.take();
            let Some(entity) = self.entity.get_obj::<Entity>() else {
                return stored.map(|()| Done::Unreported);
            };
            let text = vm.new_bytes(value.data())?;
            entity.text.set(Some(text));
            self.hold(value.len())?;
            if tells {
                let text = string(vm, value.data())?;
                self.report_entity(vm, &entity, text)?;
            }
            return stored.map(|()| Done::reported_if(tells));
        }
        let Some(entity) = self.entity.get_obj::<Entity>() else { return Ok(Done::Unreported) };
        match role {
            Role::EntityPublic => {
                entity.public.set(Some(public_id(vm, piece.literal())?));
                Ok(Done::reported_if(tells))
            }
            Role::EntitySystem => {
                entity.system.set(Some(string(vm, piece.literal())?));
                entity.base.set(self.base.get());
                Ok(Done::reported_if(tells))
            }
            Role::EntityComplete => {
                if tells {
                    self.report_entity(vm, &entity, Value::none())?;
                }
                Ok(Done::reported_if(tells))
            }
            _ => {
                entity.notation.set(Some(string(vm, piece.text())?));
                if self.has(Handler::UnparsedEntityDecl) {
                    let mut args = [const { Value::small(0) }; 5];
                    let cells = [&entity.name, &entity.base, &entity.system, &entity.public, &entity.notation];
                    for (place, cell) in args.iter_mut().zip(cells) {
                        *place = self.interned_or_none(vm, cell.get())?;
                    }
                    self.call(vm, Handler::UnparsedEntityDecl, &args)?;
                    return Ok(Done::Reported);
                }
                if tells {
                    self.report_entity(vm, &entity, Value::none())?;
                }
                Ok(Done::reported_if(tells))
            }
        }
    }

    fn report_entity(&self, vm: &mut Vm, entity: &Entity, text: Value) -> Parsed {
        let is_internal = !text.is_none();
        let name = self.interned_or_none(vm, entity.name.get())?;
        let base = self.interned_or_none(vm, if is_internal { self.base.get() } else { entity.base.get() })?;
        let system = self.interned_or_none(vm, entity.system.get())?;
        let public = self.interned_or_none(vm, entity.public.get())?;
        let notation = self.interned_or_none(vm, entity.notation.get())?;
        let is_parameter = Value::small(i64::from(entity.is_parameter.get()));
        self.call(vm, Handler::EntityDecl, &[name, is_parameter, text, base, system, public, notation])?;
        Ok(())
    }
}

/// A public identifier with its space normalized.
pub(super) fn public_id(vm: &mut Vm, literal: &[u8]) -> Parsed<Value> {
    let mut out = Buffer::new();
    for (index, byte) in literal.iter().enumerate() {
        vm.work_at(index)?;
        if !is_space(*byte) {
            out.push(&mut vm.heap, &[*byte])?;
        } else if !matches!(out.data().last(), None | Some(b' ')) {
            out.push(&mut vm.heap, b" ")?;
        }
    }
    if out.data().last() == Some(&b' ') {
        out.truncate(out.len() - 1);
    }
    Ok(string(vm, out.data())?)
}
