//! The order in which a bounded cache was used: links from the oldest to the newest.
//!
//! The cache's dictionary owns the links; the pointers between them own nothing. A link is taken out of the chain
//! before its reference in the dictionary goes.

use std::cell::Cell;
use std::ptr;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;

/// One cached result.
#[repr(C)]
pub struct Link {
    /// Count, shape, flags.
    pub header: Header,
    /// The key in the dictionary.
    pub key: ValueCell,
    /// What the function returned.
    pub result: ValueCell,
    older: Cell<*const Link>,
    newer: Cell<*const Link>,
}

object!(Link, kind::LRU_LINK, key, result);

impl Link {
    /// A link in no chain.
    pub(super) fn create(vm: &mut Vm, key: Value, result: Value) -> PyResult<Obj<Link>> {
        let link = Link {
            header: Header::new(u32::from(kind::LRU_LINK), TRACKED),
            key: key.into(),
            result: result.into(),
            older: Cell::new(ptr::null()),
            newer: Cell::new(ptr::null()),
        };
        Ok(Obj::create(&mut vm.heap, PageKind::Container, link)?)
    }
}

/// Both ends of a chain.
pub struct Chain {
    oldest: Cell<*const Link>,
    newest: Cell<*const Link>,
}

impl Chain {
    /// Without links.
    pub(super) fn new() -> Chain {
        Chain { oldest: Cell::new(ptr::null()), newest: Cell::new(ptr::null()) }
    }

    /// Forgets all links.
    pub(super) fn clear(&self) {
        self.oldest.set(ptr::null());
        self.newest.set(ptr::null());
    }

    /// The link used longest ago.
    pub(super) fn oldest(&self) -> Option<Obj<Link>> {
        // SAFETY: links in the chain are alive: the dictionary owns them.
        unsafe { self.oldest.get().as_ref() }.map(Obj::from_ref)
    }

    /// Adds a link that is in no chain as the newest.
    pub(super) fn push(&self, link: &Link) {
        let last = self.newest.replace(link);
        link.older.set(last);
        link.newer.set(ptr::null());
        // SAFETY: links in the chain are alive.
        match unsafe { last.as_ref() } {
            Some(last) => last.newer.set(link),
            None => self.oldest.set(link),
        }
    }

    /// Takes a link out.
    pub(super) fn remove(&self, link: &Link) {
        let (older, newer) = (link.older.replace(ptr::null()), link.newer.replace(ptr::null()));
        // SAFETY: links in the chain are alive.
        unsafe {
            match older.as_ref() {
                Some(older) => older.newer.set(newer),
                None if ptr::eq(self.oldest.get(), link) => self.oldest.set(newer),
                None => {}
            }
            match newer.as_ref() {
                Some(newer) => newer.older.set(older),
                None if ptr::eq(self.newest.get(), link) => self.newest.set(older),
                None => {}
            }
        }
    }
}

/// The type.
pub static LINK: TypeSpec = TypeSpec {
    name: "_lru_list_elem",
    module: "functools",
    kind: kind::LRU_LINK,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <Link as Traverse>::slot,
    finish: None,
    size: fixed_size::<Link>,
};
