//! The parser: what it keeps between two pieces of a document and while a handler runs.

use std::cell::{Cell, RefCell};

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Value, object};

use super::buffer::Buffer;
use super::cursor::Mode;
use super::dtd::Dtd;
use super::errors::Fault;
use super::events::{HANDLERS, Source};
use super::grammar::Grammar;
use super::input::{Encoding, Room};
use super::kind;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::iterators::{receiver, typed};
use crate::types::list::List;

/// What reads the text that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Processor {
    /// The beginning of a document.
    Begin,
    Prolog,
    Content,
    Cdata,
    Ignored,
    Epilog,
    /// The text of an internal entity.
    Internal,
    /// The beginning of an external general entity, before and behind a byte order mark.
    ExternalBegin,
    ExternalText,
    ExternalContent,
    /// The beginning of an external parameter entity.
    ParameterBegin,
    Parameter,
    /// An external parameter entity inside of an entity's value.
    ValueBegin,
    Value,
    Failed,
}

/// Whether parsing has begun and ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Fresh,
    Parsing,
    Finished,
}

/// A place in the text and in the document.
#[derive(Clone, Copy, Default)]
pub(super) struct Position {
    /// In the text that is being read.
    pub at: usize,
    /// In the document, in bytes.
    pub index: u64,
    pub line: u64,
    pub column: u64,
}

/// How much entities may make of a document, and how much they have made.
#[derive(Clone, Copy)]
pub(super) struct Account {
    pub direct: u64,
    pub indirect: u64,
    pub threshold: u64,
    pub factor: f32,
    /// Bytes that declarations hold, and how many they may hold.
    pub held: u64,
    pub held_threshold: u64,
    pub held_factor: f32,
}

impl Account {
    /// The limits that expat has by itself.
    const NEW: Account = Account {
        direct: 0,
        indirect: 0,
        threshold: 8 << 20,
        factor: 100.0,
        held: 0,
        held_threshold: 64 << 20,
        held_factor: 100.0,
    };
}

/// `xmlparser`.
#[repr(C)]
pub struct XmlParser {
    /// Count, shape, flags.
    pub header: Header,
    /// A list of what was set, by number.
    pub(super) handlers: ValueCell,
    pub(super) intern: ValueCell,
    pub(super) base: ValueCell,
    /// The parser that made this one for an external entity.
    pub(super) parent: ValueCell,
    pub(super) dtd: ValueCell,
    /// The text that is being read, as bytes of UTF-8.
    pub(super) current: ValueCell,
    /// Three items for each open element: its name as written, its full name, the bindings that end with it.
    pub(super) tags: ValueCell,
    /// Open internal entities.
    pub(super) open: ValueCell,
    /// What a handler raised.
    pub(super) raised: ValueCell,
    /// The encoding that was asked for.
    pub(super) encoding_name: ValueCell,
    /// Two bytes for each byte of an encoding that Python knows.
    pub(super) map: ValueCell,
    pub(super) doctype_name: ValueCell,
    pub(super) doctype_system: ValueCell,
    pub(super) doctype_public: ValueCell,
    /// The entity that is being declared.
    pub(super) entity: ValueCell,
    /// Names of the element and of the attribute that are being declared.
    pub(super) element: ValueCell,
    pub(super) attribute: ValueCell,
    pub(super) attribute_type: ValueCell,
    pub(super) notation: ValueCell,
    pub(super) notation_public: ValueCell,
    /// Parts of the content model that is being declared: for each open group its type and its parts.
    pub(super) model: ValueCell,
    pub(super) processor: Cell<Processor>,
    pub(super) phase: Cell<Phase>,
    pub(super) grammar: Cell<Grammar>,
    pub(super) fault: Cell<Fault>,
    pub(super) account: Cell<Account>,
    pub(super) position: Cell<Position>,
    /// Where the event began that is being reported; in the text while there is one.
    pub(super) event: Cell<usize>,
    /// The same in the document, behind the last call.
    pub(super) event_index: Cell<Option<u64>>,
    pub(super) encoding: Cell<Encoding>,
    pub(super) room: Cell<Room>,
    /// Text that was not read yet.
    pub(super) pending: RefCell<Buffer>,
    /// Bytes of a character that was cut, and how many.
    pub(super) cut: Cell<([u8; 4], u8)>,
    /// Whether the document ends inside of a unit of two bytes.
    pub(super) ends_in_unit: Cell<bool>,
    /// Characters that wait for the handler.
    pub(super) text: RefCell<Buffer>,
    /// The connector of each open group of a content model.
    pub(super) connectors: RefCell<Buffer>,
    pub(super) text_limit: Cell<usize>,
    pub(super) separator: Cell<Option<char>>,
    /// Bits of the handlers that are set.
    pub(super) installed: Cell<u32>,
    /// The default handler: its number.
    pub(super) default: Cell<Option<u8>>,
    pub(super) in_handler: Cell<bool>,
    pub(super) is_busy: Cell<bool>,
    pub(super) is_final: Cell<bool>,
    /// Whether what reads next is to be asked anew.
    pub(super) reenters: Cell<bool>,
    /// Whether the text was replaced.
    pub(super) was_switched: Cell<bool>,
    pub(super) is_parameter: Cell<bool>,
    pub(super) in_entity_value: Cell<bool>,
    pub(super) attribute_is_cdata: Cell<bool>,
    pub(super) in_element_declaration: Cell<bool>,
    pub(super) foreign_dtd: Cell<bool>,
    pub(super) parameter_parsing: Cell<u8>,
    pub(super) expands: Cell<bool>,
    /// Characters go nowhere, not to the default handler either.
    pub(super) swallows_text: Cell<bool>,
    /// A handler raised.
    pub(super) is_stopped: Cell<bool>,
    pub(super) buffers_text: Cell<bool>,
    pub(super) orders_attributes: Cell<bool>,
    pub(super) only_specified: Cell<bool>,
    pub(super) gives_prefixes: Cell<bool>,
    pub(super) has_namespaces: Cell<bool>,
    pub(super) defers: Cell<bool>,
}

object!(
    XmlParser,
    kind::PARSER,
    handlers,
    intern,
    base,
    parent,
    dtd,
    current,
    tags,
    open,
    raised,
    encoding_name,
    map,
    doctype_name,
    doctype_system,
    doctype_public,
    entity,
    element,
    attribute,
    attribute_type,
    notation,
    notation_public,
    model,
);

/// The parser that is a receiver.
pub(super) fn this(value: &Value) -> &XmlParser {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying parser.
pub(super) unsafe fn finish(object: *mut Header) {
    // SAFETY: what is left behind owns nothing.
    unsafe {
        let parser = object.cast::<XmlParser>();
        drop((*parser).pending.take());
        drop((*parser).text.take());
        drop((*parser).connectors.take());
    }
}

impl XmlParser {
    /// A new parser.
    pub(super) fn create(vm: &mut Vm, dtd: Obj<Dtd>, separator: Option<Option<char>>) -> PyResult<Obj<XmlParser>> {
        let handlers = vm.new_list()?;
        for _ in HANDLERS {
            vm.list_push(&handlers, Value::none())?;
        }
        let empty = || ValueCell::new(None);
        let parser = XmlParser {
            header: Header::new(u32::from(kind::PARSER), TRACKED),
            handlers: handlers.into_value().into(),
            intern: empty(),
            base: empty(),
            parent: empty(),
            dtd: dtd.into_value().into(),
            current: empty(),
            tags: vm.new_list()?.into_value().into(),
            open: vm.new_list()?.into_value().into(),
            raised: empty(),
            encoding_name: empty(),
            map: empty(),
            doctype_name: empty(),
            doctype_system: empty(),
            doctype_public: empty(),
            entity: empty(),
            element: empty(),
            attribute: empty(),
            attribute_type: empty(),
            notation: empty(),
            notation_public: empty(),
            model: vm.new_list()?.into_value().into(),
            processor: Cell::new(Processor::Begin),
            phase: Cell::new(Phase::Fresh),
            grammar: Cell::new(Grammar::document()),
            fault: Cell::new(Fault::None),
            account: Cell::new(Account::NEW),
            position: Cell::new(Position { line: 1, ..Position::default() }),
            event: Cell::new(0),
            event_index: Cell::new(None),
            encoding: Cell::new(Encoding::Utf8),
            room: Cell::new(Room::default()),
            pending: RefCell::new(Buffer::new()),
            cut: Cell::new(([0; 4], 0)),
            ends_in_unit: Cell::new(false),
            text: RefCell::new(Buffer::new()),
            connectors: RefCell::new(Buffer::new()),
            text_limit: Cell::new(8192),
            separator: Cell::new(separator.flatten()),
            installed: Cell::new(0),
            default: Cell::new(None),
            in_handler: Cell::new(false),
            is_busy: Cell::new(false),
            is_final: Cell::new(false),
            reenters: Cell::new(false),
            was_switched: Cell::new(false),
            is_parameter: Cell::new(false),
            in_entity_value: Cell::new(false),
            attribute_is_cdata: Cell::new(false),
            in_element_declaration: Cell::new(false),
            foreign_dtd: Cell::new(false),
            parameter_parsing: Cell::new(0),
            expands: Cell::new(true),
            swallows_text: Cell::new(false),
            is_stopped: Cell::new(false),
            buffers_text: Cell::new(false),
            orders_attributes: Cell::new(false),
            only_specified: Cell::new(false),
            gives_prefixes: Cell::new(false),
            has_namespaces: Cell::new(separator.is_some()),
            defers: Cell::new(true),
        };
        Ok(Obj::create(&mut vm.heap, PageKind::Container, parser)?)
    }

    /// The tables.
    pub(super) fn tables(&self, vm: &mut Vm) -> PyResult<Obj<Dtd>> {
        typed(vm, self.dtd.get().unwrap_or_else(Value::none))
    }

    /// One of the lists.
    pub(super) fn list(&self, vm: &mut Vm, cell: &ValueCell) -> PyResult<Obj<List>> {
        typed(vm, cell.get().unwrap_or_else(Value::none))
    }

    /// How many elements are open.
    pub(super) fn level(&self, vm: &mut Vm) -> PyResult<usize> {
        Ok(self.list(vm, &self.tags)?.len() / 3 + usize::from(self.is_child()))
    }

    /// Whether half of a unit of two bytes follows a text: the document ends inside of a token.
    pub(super) fn is_cut(&self, source: Source<'_>) -> bool {
        source.is_outer && !source.has_more && self.ends_in_unit.get()
    }

    /// How a text is read.
    pub(super) fn mode(&self, source: Source<'_>) -> Mode {
        let encoding = self.encoding.get();
        Mode {
            namespaces: self.has_namespaces.get(),
            returns: source.is_outer,
            latin: source.is_outer && (encoding == Encoding::Latin1 || encoding.is_utf16()),
            mapped: source.is_outer && encoding == Encoding::Mapped,
        }
    }

    /// Whether this parser reads an external entity.
    pub(super) fn is_child(&self) -> bool {
        !self.parent.is_none()
    }

    /// Whether an internal entity is open.
    pub(super) fn has_open_entities(&self) -> bool {
        self.open.get().as_ref().and_then(Value::downcast::<List>).is_some_and(|open| !open.is_empty())
    }

    /// Moves the known position to a place in the text that is being read.
    pub(super) fn advance(&self, to: usize) {
        let mut position = self.position.get();
        let current = self.current.get();
        let text = current.as_ref().and_then(bytes::borrow).unwrap_or(&[]);
        let Some(part) = text.get(position.at..to) else { return };
        let encoding = self.encoding.get();
        let mut left = part;
        while let [byte, rest @ ..] = left {
            left = rest;
            position.index += encoding.bytes_of(*byte);
            match byte {
                b'\n' => {
                    position.line += 1;
                    position.column = 0;
                }
                b'\r' => {
                    position.line += 1;
                    position.column = 0;
                    if let [b'\n', rest @ ..] = left {
                        left = rest;
                        position.index += encoding.bytes_of(b'\n');
                    }
                }
                // The rest of a character.
                0x80..=0xBF => {}
                _ => position.column += 1,
            }
        }
        position.at = to;
        self.position.set(position);
    }

    /// Line, from 1 on, and column, from 0 on, of the current event, or of what was read behind a call.
    pub(super) fn line_and_column(&self) -> (u64, u64) {
        if !self.current.is_none() {
            self.advance(self.event.get());
        }
        let position = self.position.get();
        (position.line, position.column)
    }

    /// Where in the document the current event began.
    pub(super) fn byte_index(&self) -> i64 {
        let Some(current) = self.current.get() else {
            return self.event_index.get().map_or(-1, |index| index as i64);
        };
        let (position, event) = (self.position.get(), self.event.get());
        let text = bytes::borrow(&current).unwrap_or(&[]);
        let encoding = self.encoding.get();
        let width = |range: std::ops::Range<usize>| {
            let part = text.get(range).unwrap_or_default();
            part.iter().map(|byte| encoding.bytes_of(*byte)).sum::<u64>()
        };
        let index = if event >= position.at {
            position.index + width(position.at..event)
        } else {
            position.index.saturating_sub(width(event..position.at))
        };
        index as i64
    }
}
