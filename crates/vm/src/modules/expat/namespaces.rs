//! Namespaces: bindings of prefixes, and names written out in full.

use pitviper_object::{Obj, Value};

use super::dtd::table;
use super::errors::{Fault, Parsed};
use super::events::{Handler, string};
use super::parser::XmlParser;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};

/// What `xml:` always means.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The prefix that an attribute binds: empty for the default namespace.
pub(super) fn bound_prefix(name: &[u8]) -> Option<&[u8]> {
    match name {
        b"xmlns" => Some(b""),
        [b'x', b'm', b'l', b'n', b's', b':', prefix @ ..] => Some(prefix),
        _ => None,
    }
}

/// Prefix and local part of a name that has both.
pub(super) fn divide(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = name.iter().position(|byte| *byte == b':')?;
    Some((name.get(..colon)?, name.get(colon + 1..)?))
}

/// Whether RFC 3986 lets it stand in a URI.
fn is_uri_char(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || "%-._~:/?#[]@!$&'()*+,;=".contains(ch)
}

fn is_text(value: &Value, text: &str) -> bool {
    value.downcast::<Str>().is_some_and(|value| value.eq_str(text))
}

impl XmlParser {
    /// Binds a prefix to a namespace. `bindings` gets what is to be restored at the end of the element; without, the
    /// binding is there for good and nobody is told.
    pub(super) fn bind(&self, vm: &mut Vm, prefix: &[u8], uri: &Value, bindings: Option<&Obj<List>>) -> Parsed {
        let is_empty = uri.downcast::<Str>().is_none_or(Str::is_empty);
        if is_empty && !prefix.is_empty() {
            return Err(Fault::UndeclaringPrefix.into());
        }
        if prefix == b"xmlns" {
            return Err(Fault::ReservedXmlns.into());
        }
        if let Some(separator) = self.separator.get()
            && !is_uri_char(separator)
            && let Some(text) = uri.downcast::<Str>()
            && vm.scan_items(text.len(), |part| {
                text.chars().slice(part).iter().any(|ch| ch == u32::from(separator)).then_some(())
            })? == Some(())
        {
            return Err(Fault::Syntax.into());
        }
        match (prefix == b"xml", is_text(uri, XML)) {
            (true, false) => return Err(Fault::ReservedXml.into()),
            (false, true) => return Err(Fault::ReservedUri.into()),
            _ => {}
        }
        if prefix != b"xml" && is_text(uri, XMLNS) {
            return Err(Fault::ReservedUri.into());
        }
        let dtd = self.tables(vm)?;
        let prefixes = table(vm, &dtd.prefixes)?;
        let name = string(vm, prefix)?;
        let before = vm.dict_get(&prefixes, &name)?.unwrap_or_else(Value::none);
        let now = if is_empty { Value::none() } else { uri.clone() };
        vm.dict_set_str(&prefixes, &name, now.clone())?;
        let Some(bindings) = bindings else { return Ok(()) };
        vm.list_push(bindings, name.clone())?;
        vm.list_push(bindings, before)?;
        if self.has(Handler::StartNamespaceDecl) {
            let name = self.prefix_argument(vm, name)?;
            let uri = self.interned_or_none(vm, Some(now))?;
            self.call(vm, Handler::StartNamespaceDecl, &[name, uri])?;
        }
        Ok(())
    }

    /// The prefix as handlers see it: `None` for the default namespace's.
    fn prefix_argument(&self, vm: &mut Vm, prefix: Value) -> PyResult {
        let is_default = prefix.downcast::<Str>().is_none_or(Str::is_empty);
        self.interned_or_none(vm, if is_default { None } else { Some(prefix) })
    }

    /// Takes the bindings of an element back.
    pub(super) fn unbind(&self, vm: &mut Vm, bindings: Option<&List>) -> Parsed {
        let Some(bindings) = bindings else { return Ok(()) };
        let dtd = self.tables(vm)?;
        let prefixes = table(vm, &dtd.prefixes)?;
        while let (Some(before), Some(prefix)) = (bindings.pop(), bindings.pop()) {
            if self.has(Handler::EndNamespaceDecl) {
                let prefix = self.prefix_argument(vm, prefix.clone())?;
                self.call(vm, Handler::EndNamespaceDecl, &[prefix])?;
            }
            vm.dict_set_str(&prefixes, &prefix, before)?;
        }
        Ok(())
    }

    /// The namespace that a prefix is bound to.
    pub(super) fn namespace(&self, vm: &mut Vm, prefix: &[u8]) -> PyResult<Option<Value>> {
        let dtd = self.tables(vm)?;
        let prefixes = table(vm, &dtd.prefixes)?;
        let prefix = string(vm, prefix)?;
        Ok(vm.dict_get(&prefixes, &prefix)?.filter(|uri| !uri.is_none()))
    }

    /// Namespace and local part, joined.
    pub(super) fn joined(&self, vm: &mut Vm, uri: &Value, local: &[u8], prefix: Option<&[u8]>) -> PyResult {
        let mut name = StrBuilder::new(vm);
        if let Some(uri) = uri.downcast::<Str>() {
            name.push_str(uri)?;
        }
        if let Some(separator) = self.separator.get() {
            name.push_char(u32::from(separator))?;
        }
        push(vm, &mut name, local)?;
        if let Some(prefix) = prefix
            && let Some(separator) = self.separator.get()
        {
            name.push_char(u32::from(separator))?;
            push(vm, &mut name, prefix)?;
        }
        name.finish()
    }

    /// An element's name in full.
    pub(super) fn element_name(&self, vm: &mut Vm, name: &[u8]) -> Parsed<Value> {
        if !self.has_namespaces.get() {
            return Ok(string(vm, name)?);
        }
        let (prefix, local) = divide(name).unwrap_or((b"", name));
        match self.namespace(vm, prefix)? {
            Some(uri) => {
                let triplet = (self.gives_prefixes.get() && !prefix.is_empty()).then_some(prefix);
                Ok(self.joined(vm, &uri, local, triplet)?)
            }
            None if prefix.is_empty() => Ok(string(vm, name)?),
            None => Err(Fault::UnboundPrefix.into()),
        }
    }
}

fn push(vm: &mut Vm, out: &mut StrBuilder, text: &[u8]) -> PyResult<()> {
    if text.is_ascii() {
        return out.push_chars(pitviper_text::Chars::One(text));
    }
    let text = string(vm, text)?;
    match text.downcast::<Str>() {
        Some(text) => out.push_str(text),
        None => Ok(()),
    }
}
