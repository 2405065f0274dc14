//! `xmlparser` as Python sees it: attributes.

use pitviper_object::Value;

use super::events::Handler;
use super::parser::{Phase, XmlParser, this};
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::native::GetSet;
use crate::core::vm::Vm;
use crate::types::int::is_int;
use crate::types::iterators::read_only;

#[cold]
fn undeletable(vm: &mut Vm) -> Raised {
    vm.raise(Exc::RuntimeError, format_args!("Cannot delete attribute"))
}

fn set_handler(vm: &mut Vm, parser: &XmlParser, handler: Handler, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else { return Err(undeletable(vm)) };
    let is_text = handler == Handler::CharacterData;
    if is_text {
        parser.flush(vm)?;
        parser.swallows_text.set(value.is_none() && parser.in_handler.get());
    }
    parser.install(handler, if value.is_none() { None } else { Some(value) });
    Ok(())
}

macro_rules! handler {
    ($name:literal, $handler:ident) => {
        GetSet {
            name: $name,
            get: |_, value| Ok(this(value).handler(Handler::$handler).unwrap_or_else(Value::none)),
            set: Some(|vm, value, new| set_handler(vm, this(value), Handler::$handler, new)),
        }
    };
}

macro_rules! flag {
    ($name:literal, $field:ident) => {
        GetSet {
            name: $name,
            get: |_, value| Ok(Value::bool(this(value).$field.get())),
            set: Some(|vm, value, new| {
                let Some(new) = new else { return Err(undeletable(vm)) };
                let new = vm.truth(&new)?;
                this(value).$field.set(new);
                Ok(())
            }),
        }
    };
}

macro_rules! number {
    ($name:literal, $number:expr) => {
        GetSet {
            name: $name,
            get: |vm, value| {
                let number: fn(&XmlParser) -> i64 = $number;
                vm.new_int(number(this(value)))
            },
            set: None,
        }
    };
}

fn set_buffers(vm: &mut Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(undeletable(vm)) };
    let parser = this(value);
    if vm.truth(&new)? {
        parser.buffers_text.set(true);
    } else if parser.buffers_text.get() {
        parser.flush(vm)?;
        parser.buffers_text.set(false);
    }
    Ok(())
}

fn set_size(vm: &mut Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(undeletable(vm)) };
    if !is_int(&new) {
        return Err(vm.type_error(format_args!("buffer_size must be an integer")));
    }
    let size = match new.as_small() {
        Some(size) => size,
        None => i64::try_from(vm.index_isize(&new).map_err(|_| too_large(vm))?).unwrap_or(i64::MAX),
    };
    if size < 1 {
        return Err(vm.value_error(format_args!("buffer_size must be greater than zero")));
    }
    let most = i64::from(i32::MAX);
    if size > most {
        return Err(vm.value_error(format_args!("buffer_size must not be greater than {most}")));
    }
    let parser = this(value);
    let size = size as usize;
    if size != parser.text_limit.get() {
        parser.flush(vm)?;
        parser.text_limit.set(size);
    }
    Ok(())
}

#[cold]
fn too_large(vm: &mut Vm) -> Raised {
    vm.raise(Exc::OverflowError, format_args!("Python int too large to convert to C long"))
}

fn set_prefixes(vm: &mut Vm, value: &Value, new: Option<Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(undeletable(vm)) };
    let new = vm.truth(&new)?;
    if this(value).phase.get() != Phase::Parsing {
        this(value).gives_prefixes.set(new);
    }
    Ok(())
}

/// The attributes.
pub(super) const ATTRIBUTES: &[GetSet] = &[
    GetSet {
        name: "intern",
        get: |_, value| Ok(this(value).intern.get().unwrap_or_else(Value::none)),
        set: Some(read_only),
    },
    GetSet {
        name: "buffer_text",
        get: |_, value| Ok(Value::bool(this(value).buffers_text.get())),
        set: Some(set_buffers),
    },
    GetSet {
        name: "buffer_size",
        get: |_, value| Ok(Value::small(this(value).text_limit.get() as i64)),
        set: Some(set_size),
    },
    number!("buffer_used", |parser| parser.text.borrow().len() as i64),
    GetSet {
        name: "namespace_prefixes",
        get: |_, value| Ok(Value::bool(this(value).gives_prefixes.get())),
        set: Some(set_prefixes),
    },
    flag!("ordered_attributes", orders_attributes),
    flag!("specified_attributes", only_specified),
    number!("ErrorCode", |parser| parser.fault.get() as i64),
    number!("ErrorLineNumber", |parser| parser.line_and_column().0 as i64),
    number!("ErrorColumnNumber", |parser| parser.line_and_column().1 as i64),
    number!("ErrorByteIndex", XmlParser::byte_index),
    number!("CurrentLineNumber", |parser| parser.line_and_column().0 as i64),
    number!("CurrentColumnNumber", |parser| parser.line_and_column().1 as i64),
    number!("CurrentByteIndex", XmlParser::byte_index),
    handler!("StartElementHandler", StartElement),
    handler!("EndElementHandler", EndElement),
    handler!("ProcessingInstructionHandler", ProcessingInstruction),
    handler!("CharacterDataHandler", CharacterData),
    handler!("UnparsedEntityDeclHandler", UnparsedEntityDecl),
    handler!("NotationDeclHandler", NotationDecl),
    handler!("StartNamespaceDeclHandler", StartNamespaceDecl),
    handler!("EndNamespaceDeclHandler", EndNamespaceDecl),
    handler!("CommentHandler", Comment),
    handler!("StartCdataSectionHandler", StartCdataSection),
    handler!("EndCdataSectionHandler", EndCdataSection),
    handler!("DefaultHandler", Default),
    handler!("DefaultHandlerExpand", DefaultExpand),
    handler!("NotStandaloneHandler", NotStandalone),
    handler!("ExternalEntityRefHandler", ExternalEntityRef),
    handler!("StartDoctypeDeclHandler", StartDoctypeDecl),
    handler!("EndDoctypeDeclHandler", EndDoctypeDecl),
    handler!("EntityDeclHandler", EntityDecl),
    handler!("XmlDeclHandler", XmlDecl),
    handler!("ElementDeclHandler", ElementDecl),
    handler!("AttlistDeclHandler", AttlistDecl),
    handler!("SkippedEntityHandler", SkippedEntity),
];
