//! Start and end tags: attributes, defaults, and what handlers are told of them.

use pitviper_object::{Obj, Value};

use super::buffer::Buffer;
use super::cursor::is_space;
use super::dtd::table;
use super::errors::{Fault, Parsed};
use super::events::{Handler, Source, string};
use super::namespaces::{bound_prefix, divide};
use super::parser::XmlParser;
use super::values::{self, Normalizing};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// Where attributes of a start tag lie in the text.
struct Attributes<'t> {
    text: &'t [u8],
    at: usize,
}

/// Where one attribute lies.
struct Place {
    name: (usize, usize),
    value: (usize, usize),
}

/// Where a name ends that the tokenizer has read.
pub(super) fn name_end(text: &[u8], from: usize) -> usize {
    let is_end = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>' | b'=' | b'?');
    text.get(from..).and_then(|rest| rest.iter().position(is_end)).map_or(text.len(), |len| from + len)
}

impl Iterator for Attributes<'_> {
    type Item = Place;

    fn next(&mut self) -> Option<Place> {
        while is_space(*self.text.get(self.at)?) {
            self.at += 1;
        }
        if matches!(self.text.get(self.at)?, b'/' | b'>') {
            return None;
        }
        let name = (self.at, name_end(self.text, self.at));
        let quote_at = name.1 + self.text.get(name.1..)?.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
        let quote = *self.text.get(quote_at)?;
        let rest = self.text.get(quote_at + 1..)?;
        let value = (quote_at + 1, quote_at + 1 + rest.iter().position(|byte| *byte == quote)?);
        self.at = value.1 + 1;
        Some(Place { name, value })
    }
}

/// A start tag that was read.
pub(super) struct Tag {
    /// The name in full.
    pub name: Value,
    /// Names, as written, and values.
    attributes: Option<Obj<List>>,
    /// How many items of them the tag itself has.
    specified: usize,
}

/// Items of attributes that are compared one by one.
const FEW: usize = 16;

/// Names of the attributes that a tag has.
#[derive(Default)]
struct Seen {
    names: Option<Obj<List>>,
    table: Option<Obj<Dict>>,
}

impl Seen {
    /// Adds a name; whether it was there.
    fn add(&mut self, vm: &mut Vm, name: &Value) -> Parsed<bool> {
        if self.has(vm, name)? {
            return Ok(true);
        }
        let names = list_in(vm, &mut self.names)?;
        vm.list_push(&names, name.clone())?;
        if let Some(table) = &self.table {
            vm.dict_set_str(table, name, Value::none())?;
        } else if names.len() > FEW {
            let table = vm.new_dict()?;
            for index in 0..names.len() {
                if let Some(name) = names.get(index) {
                    vm.dict_set_str(&table, &name, Value::none())?;
                }
            }
            self.table = Some(table);
        }
        Ok(false)
    }

    fn has(&self, vm: &mut Vm, name: &Value) -> Parsed<bool> {
        if let Some(table) = &self.table {
            return Ok(vm.dict_get(table, name)?.is_some());
        }
        let (Some(name), Some(names)) = (name.downcast::<Str>(), &self.names) else { return Ok(false) };
        for index in 0..names.len() {
            if let Some(other) = names.get(index)
                && let Some(other) = other.downcast::<Str>()
                && vm.same_text(name, other)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl XmlParser {
    /// Reads the start tag at `at`. `counts` says whether the bytes of values are still to be counted; `bindings` gets
    /// what is to be bound again at the element's end.
    pub(super) fn start_tag(
        &self,
        vm: &mut Vm,
        source: Source<'_>,
        at: usize,
        counts: bool,
        bindings: &mut Option<Obj<List>>,
    ) -> Parsed<Tag> {
        let written = source.part(at + 1, name_end(source.text, at + 1));
        let declared = self.declared_attributes(vm, written)?;
        let mut seen = Seen::default();
        let mut attributes = None;
        let places = Attributes { text: source.text, at: at + 1 + written.len() };
        for place in places {
            vm.work_plain(2)?;
            let written = source.part(place.name.0, place.name.1);
            let name = string(vm, written)?;
            if seen.add(vm, &name)? {
                source.event(self, place.name.0);
                return Err(Fault::DuplicateAttribute.into());
            }
            let is_cdata = match &declared {
                Some(declared) => vm.dict_get(declared, &name)?.is_none_or(|known| is_cdata(&known)),
                None => true,
            };
            let value = self.attribute_value(vm, source, place.value, is_cdata, counts)?;
            self.add_attribute(vm, written, name, value, &mut attributes, bindings)?;
        }
        let specified = attributes.as_deref().map_or(0, List::len);
        if let Some(declared) = declared {
            let mut position = 0;
            while let Some((name, default)) = declared.next_entry(&mut position) {
                vm.work_plain(2)?;
                if let Some(value) = default_of(&default)
                    && !seen.has(vm, &name)?
                {
                    let written = utf8(vm, &name)?;
                    self.add_attribute(vm, written.data(), name, value, &mut attributes, bindings)?;
                }
            }
        }
        if self.has_namespaces.get()
            && let Some(attributes) = &attributes
        {
            self.expand_names(vm, attributes)?;
        }
        let name = self.element_name(vm, written)?;
        Ok(Tag { name, attributes, specified })
    }

    /// What is declared for an element's attributes.
    fn declared_attributes(&self, vm: &mut Vm, element: &[u8]) -> Parsed<Option<Obj<Dict>>> {
        let dtd = self.tables(vm)?;
        let elements = table(vm, &dtd.elements)?;
        if elements.is_empty() {
            return Ok(None);
        }
        let name = string(vm, element)?;
        Ok(vm.dict_get(&elements, &name)?.and_then(|declared| Obj::try_from_value(declared).ok()))
    }

    fn attribute_value(
        &self,
        vm: &mut Vm,
        source: Source<'_>,
        (from, to): (usize, usize),
        is_cdata: bool,
        counts: bool,
    ) -> Parsed<Value> {
        let text = source.part(from, to);
        let is_plain = |text: &[u8]| !text.iter().any(|byte| matches!(byte, b'&' | b'\t' | b'\r' | b'\n' | b'<'));
        if is_cdata && is_plain(text) {
            vm.work_plain((text.len() / 64) as u32)?;
            return Ok(string(vm, text)?);
        }
        let mut out = Buffer::new();
        let how = Normalizing { is_cdata, in_declaration: false, counts };
        values::attribute(vm, self, source, (from, to), how, &mut out)?;
        Ok(string(vm, out.data())?)
    }

    /// Adds an attribute, or the binding that it is.
    fn add_attribute(
        &self,
        vm: &mut Vm,
        written: &[u8],
        name: Value,
        value: Value,
        attributes: &mut Option<Obj<List>>,
        bindings: &mut Option<Obj<List>>,
    ) -> Parsed {
        if self.has_namespaces.get()
            && let Some(prefix) = bound_prefix(written)
        {
            let list = list_in(vm, bindings)?;
            return self.bind(vm, prefix, &value, Some(&list));
        }
        let attributes = list_in(vm, attributes)?;
        vm.list_push(&attributes, name)?;
        vm.list_push(&attributes, value)?;
        Ok(())
    }

    /// Writes names of attributes that have a prefix out in full.
    fn expand_names(&self, vm: &mut Vm, attributes: &List) -> Parsed {
        let mut seen = Seen::default();
        for index in (0..attributes.len()).step_by(2) {
            let Some(name) = attributes.get(index) else { continue };
            let written = utf8(vm, &name)?;
            let Some((prefix, local)) = divide(written.data()) else { continue };
            let Some(uri) = self.namespace(vm, prefix)? else { return Err(Fault::UnboundPrefix.into()) };
            let full = self.joined(vm, &uri, local, None)?;
            if seen.add(vm, &full)? {
                return Err(Fault::DuplicateAttribute.into());
            }
            let full = if self.gives_prefixes.get() { self.joined(vm, &uri, local, Some(prefix))? } else { full };
            drop(attributes.replace(index, full));
        }
        Ok(())
    }

    /// Tells the handler of a start tag.
    pub(super) fn report_start(&self, vm: &mut Vm, tag: &Tag) -> Parsed {
        self.flush(vm)?;
        let attributes = tag.attributes.as_deref();
        let count = if self.only_specified.get() { tag.specified } else { attributes.map_or(0, List::len) };
        let item = |index| attributes.and_then(|attributes| attributes.get(index));
        let container = if self.orders_attributes.get() {
            let list = vm.new_list()?;
            for index in 0..count {
                if let Some(item) = item(index) {
                    let item = if index % 2 == 0 { self.interned(vm, item)? } else { item };
                    vm.list_push(&list, item)?;
                }
            }
            list.into_value()
        } else {
            let dict = vm.new_dict()?;
            for index in (0..count).step_by(2) {
                if let (Some(name), Some(value)) = (item(index), item(index + 1)) {
                    let name = self.interned(vm, name)?;
                    vm.dict_set(&dict, name, value)?;
                }
            }
            dict.into_value()
        };
        let name = self.interned(vm, tag.name.clone())?;
        self.call(vm, Handler::StartElement, &[name, container])?;
        Ok(())
    }

    /// Tells the handler of the end of an element.
    pub(super) fn report_end(&self, vm: &mut Vm, name: &Value) -> Parsed {
        let name = self.interned(vm, name.clone())?;
        self.call(vm, Handler::EndElement, &[name])?;
        Ok(())
    }

    /// Opens an element.
    pub(super) fn push_tag(&self, vm: &mut Vm, written: &[u8], name: Value, bindings: Option<Obj<List>>) -> Parsed {
        let tags = self.list(vm, &self.tags)?;
        let written = if self.has_namespaces.get() { string(vm, written)? } else { name.clone() };
        vm.list_push(&tags, written)?;
        vm.list_push(&tags, name)?;
        vm.list_push(&tags, bindings.map_or_else(Value::none, Obj::into_value))?;
        Ok(())
    }
}

/// A list that is made when it is needed.
fn list_in(vm: &mut Vm, place: &mut Option<Obj<List>>) -> Parsed<Obj<List>> {
    if let Some(list) = place {
        return Ok(list.clone());
    }
    let list = vm.new_list()?;
    *place = Some(list.clone());
    Ok(list)
}

/// A name as UTF-8.
pub(super) fn utf8(vm: &mut Vm, name: &Value) -> Parsed<Buffer> {
    let mut out = Buffer::new();
    if let Some(text) = name.downcast::<Str>() {
        if let Some(text) = text.as_ascii() {
            out.push(&mut vm.heap, text.as_bytes())?;
            return Ok(out);
        }
        for (index, ch) in text.chars().iter().enumerate() {
            vm.work_at(index)?;
            out.push_char(&mut vm.heap, char::from_u32(ch).unwrap_or('\u{FFFD}'))?;
        }
    }
    Ok(out)
}

/// What a declaration of an attribute says: whether the type is CDATA.
fn is_cdata(declared: &Value) -> bool {
    declared.downcast::<Tuple>().and_then(|pair| pair.items().get(1).cloned()).is_none_or(|flag| flag.is_true())
}

/// What a declaration of an attribute says: the default.
fn default_of(declared: &Value) -> Option<Value> {
    declared.downcast::<Tuple>()?.items().first().filter(|value| !value.is_none()).cloned()
}
