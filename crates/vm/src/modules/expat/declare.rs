//! Declarations of attributes and of elements.

use pitviper_object::{Obj, Value};

use super::buffer::Buffer;
use super::dtd::{Dtd, table};
use super::errors::{Fault, Parsed};
use super::events::{Handler, or_none, string};
use super::grammar::{Quantity, Role};
use super::parser::XmlParser;
use super::prolog::{Done, Piece};
use super::values::{self, Normalizing};
use crate::core::error::Exc;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::fresh::from_list;

/// Types of content models, as `pyexpat.model` numbers them.
mod content {
    pub const EMPTY: i64 = 1;
    pub const ANY: i64 = 2;
    pub const MIXED: i64 = 3;
    pub const NAME: i64 = 4;
    pub const CHOICE: i64 = 5;
    pub const SEQUENCE: i64 = 6;
}

/// How deep a content model may be for CPython, which needs its stack for it.
const DEEPEST: usize = 170_000;

impl XmlParser {
    pub(super) fn attribute_declaration(&self, vm: &mut Vm, dtd: &Dtd, piece: Piece<'_>, role: Role) -> Parsed<Done> {
        let tells = dtd.keeps.get() && self.has(Handler::AttlistDecl);
        match role {
            Role::AttlistElement => self.element.set(Some(string(vm, piece.text())?)),
            Role::AttributeName => {
                self.attribute.set(Some(string(vm, piece.text())?));
                self.attribute_is_cdata.set(false);
                self.attribute_type.set(None);
            }
            Role::AttributeType(name) => {
                self.attribute_is_cdata.set(name == "CDATA");
                self.attribute_type.set(Some(vm.new_str(name)?));
            }
            Role::EnumValue | Role::NotationValue => {
                if tells {
                    let before = self.attribute_type.take();
                    let mut text = StrBuilder::new(vm);
                    match before.as_ref().and_then(Value::downcast::<Str>) {
                        Some(before) => {
                            text.push_str(before)?;
                            text.push_text("|")?;
                        }
                        None => text.push_text(if role == Role::NotationValue { "NOTATION(" } else { "(" })?,
                    }
                    let item = string(vm, piece.text())?;
                    if let Some(item) = item.downcast::<Str>() {
                        text.push_str(item)?;
                    }
                    self.attribute_type.set(Some(text.finish()?));
                }
            }
            _ if !dtd.keeps.get() => {}
            Role::Implied | Role::Required => {
                self.define_attribute(vm, dtd, None)?;
                return self.report_attribute(vm, None, role == Role::Required);
            }
            _ => {
                let mut out = Buffer::new();
                let is_cdata = self.attribute_is_cdata.get();
                let how = Normalizing { is_cdata, in_declaration: true, counts: false };
                let place = (piece.at + 1, piece.next - 1);
                values::attribute(vm, self, piece.source, place, how, &mut out)?;
                let value = string(vm, out.data())?;
                self.define_attribute(vm, dtd, Some(value.clone()))?;
                return self.report_attribute(vm, Some(value), role == Role::Fixed);
            }
        }
        Ok(Done::reported_if(tells))
    }

    /// Keeps the first declaration of an attribute.
    fn define_attribute(&self, vm: &mut Vm, dtd: &Dtd, default: Option<Value>) -> Parsed {
        let (Some(element), Some(name)) = (self.element.get(), self.attribute.get()) else { return Ok(()) };
        let elements = table(vm, &dtd.elements)?;
        let known: Option<Obj<Dict>> = match vm.dict_get(&elements, &element)? {
            Some(known) => Obj::try_from_value(known).ok(),
            None => None,
        };
        let attributes = match known {
            Some(attributes) => attributes,
            None => {
                let attributes = vm.new_dict()?;
                vm.dict_set_str(&elements, &element, attributes.clone().into_value())?;
                attributes
            }
        };
        if vm.dict_get(&attributes, &name)?.is_none() {
            let is_cdata = Value::bool(self.attribute_is_cdata.get());
            let declared = vm.new_tuple_from([or_none(default), is_cdata])?;
            vm.dict_set_str(&attributes, &name, declared)?;
            self.hold(0)?;
        }
        Ok(())
    }

    fn report_attribute(&self, vm: &mut Vm, default: Option<Value>, is_required: bool) -> Parsed<Done> {
        let Some(kind) = self.attribute_type.take() else { return Ok(Done::Unreported) };
        if !self.has(Handler::AttlistDecl) {
            return Ok(Done::Unreported);
        }
        let is_list = kind.downcast::<Str>().and_then(|text| text.chars().get(0)) == Some(u32::from('('))
            || kind.downcast::<Str>().and_then(Str::as_ascii).is_some_and(|text| text.starts_with("NOTATION("))
            || kind.downcast::<Str>().is_some_and(|text| text.chars().get(1) == Some(u32::from('O')));
        let kind = match kind.downcast::<Str>() {
            Some(text) if is_list => {
                let mut out = StrBuilder::new(vm);
                out.push_str(text)?;
                out.push_text(")")?;
                out.finish()?
            }
            _ => kind.clone(),
        };
        let element = self.interned_or_none(vm, self.element.get())?;
        let name = self.interned_or_none(vm, self.attribute.get())?;
        let is_required = Value::small(i64::from(is_required));
        self.call(vm, Handler::AttlistDecl, &[element, name, kind, or_none(default), is_required])?;
        Ok(Done::Reported)
    }

    pub(super) fn element_declaration(&self, vm: &mut Vm, piece: Piece<'_>, role: Role) -> Parsed<Done> {
        let tells = self.has(Handler::ElementDecl);
        let declares = self.in_element_declaration.get();
        let model = self.list(vm, &self.model)?;
        match role {
            Role::ElementName => {
                if tells {
                    self.element.set(Some(string(vm, piece.text())?));
                    while model.pop().is_some() {}
                    self.in_element_declaration.set(true);
                }
                return Ok(Done::reported_if(tells));
            }
            Role::ContentAny | Role::ContentEmpty => {
                self.in_element_declaration.set(false);
                if !declares || !tells {
                    return Ok(Done::Unreported);
                }
                let kind = if role == Role::ContentAny { content::ANY } else { content::EMPTY };
                let none = vm.new_tuple(&[])?;
                let made = part(vm, kind, Quantity::Once, Value::none(), none)?;
                return self.report_model(vm, made);
            }
            Role::ContentPcdata if declares => set_kind(&model, content::MIXED),
            Role::ContentElement(quantity) if declares => {
                let marks = usize::from(quantity != Quantity::Once);
                let name = string(vm, piece.source.part(piece.at, piece.next - marks))?;
                let none = vm.new_tuple(&[])?;
                let name = self.interned(vm, name)?;
                let made = part(vm, content::NAME, quantity, name, none)?;
                add_part(vm, &model, made)?;
            }
            Role::GroupOpen => {
                self.open_group(vm)?;
                if declares {
                    if self.grammar.get().level > DEEPEST {
                        let message = format_args!("Stack overflow in conv_content_model");
                        return Err(vm.raise(Exc::RecursionError, message).into());
                    }
                    vm.list_push(&model, Value::small(content::SEQUENCE))?;
                    let parts = vm.new_list()?.into_value();
                    vm.list_push(&model, parts)?;
                }
            }
            Role::GroupSequence => {
                if self.connector() == b'|' {
                    return Err(Fault::Syntax.into());
                }
                self.set_connector(b',');
            }
            Role::GroupChoice => {
                let connector = self.connector();
                if connector == b',' {
                    return Err(Fault::Syntax.into());
                }
                self.set_connector(b'|');
                let first = connector == 0 && kind_of(&model) != Some(content::MIXED);
                if declares && first {
                    set_kind(&model, content::CHOICE);
                }
                return Ok(Done::reported_if(declares && first && tells));
            }
            Role::GroupClose(quantity) if declares => return self.close_group(vm, &model, quantity),
            _ => {}
        }
        Ok(Done::reported_if(declares && tells))
    }

    fn close_group(&self, vm: &mut Vm, model: &List, quantity: Quantity) -> Parsed<Done> {
        let tells = self.has(Handler::ElementDecl);
        let (parts, kind) = (model.pop(), model.pop());
        let parts = match parts.as_ref().and_then(Value::downcast::<List>) {
            Some(parts) => from_list(vm, parts)?,
            None => vm.new_tuple(&[])?,
        };
        let kind = kind.and_then(|kind| kind.as_small()).unwrap_or(content::SEQUENCE);
        let made = part(vm, kind, quantity, Value::none(), parts)?;
        if !model.is_empty() {
            add_part(vm, model, made)?;
            return Ok(Done::reported_if(tells));
        }
        self.in_element_declaration.set(false);
        if tells { self.report_model(vm, made) } else { Ok(Done::Unreported) }
    }

    fn report_model(&self, vm: &mut Vm, model: Value) -> Parsed<Done> {
        let name = self.interned_or_none(vm, self.element.get())?;
        self.call(vm, Handler::ElementDecl, &[name, model])?;
        Ok(Done::Reported)
    }

    /// Begins a group of a content model.
    fn open_group(&self, vm: &mut Vm) -> Parsed {
        let level = self.grammar.get().level;
        let mut connectors = self.connectors.borrow_mut();
        connectors.truncate(level);
        while connectors.len() <= level {
            connectors.push(&mut vm.heap, &[0])?;
        }
        Ok(())
    }

    /// What connects the parts of the innermost group.
    fn connector(&self) -> u8 {
        self.connectors.borrow().data().get(self.grammar.get().level).copied().unwrap_or(0)
    }

    fn set_connector(&self, connector: u8) {
        self.connectors.borrow_mut().set(self.grammar.get().level, connector);
    }
}

/// A part of a content model.
fn part(vm: &mut Vm, kind: i64, quantity: Quantity, name: Value, parts: Value) -> Parsed<Value> {
    Ok(vm.new_tuple_from([Value::small(kind), Value::small(quantity as i64), name, parts])?)
}

/// Adds a part to the innermost group.
fn add_part(vm: &mut Vm, model: &List, part: Value) -> Parsed {
    if let Some(parts) = model.get(model.len().wrapping_sub(1))
        && let Some(parts) = parts.downcast::<List>()
    {
        vm.list_push(parts, part)?;
    }
    Ok(())
}

/// The type of the innermost group.
fn kind_of(model: &List) -> Option<i64> {
    model.get(model.len().wrapping_sub(2))?.as_small()
}

fn set_kind(model: &List, kind: i64) {
    if let Some(index) = model.len().checked_sub(2) {
        drop(model.replace(index, Value::small(kind)));
    }
}
