//! What a document type declares: entities, attributes of elements, and the namespaces in force.

use std::cell::{Cell, RefCell};

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::buffer::Buffer;
use super::kind;
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::typed;

/// The tables of a parser. One for parsers of external parameter entities belongs to the parent too.
#[repr(C)]
pub struct Dtd {
    /// Count, shape, flags.
    pub header: Header,
    /// General entities by name.
    pub(super) general: ValueCell,
    /// Parameter entities by name; the external subset is `#`.
    pub(super) parameter: ValueCell,
    /// By the name of an element: a dict from names of attributes to the default and whether the type is CDATA.
    pub(super) elements: ValueCell,
    /// Namespaces by prefix, the default one's being empty; `None` where it was taken back.
    pub(super) prefixes: ValueCell,
    /// The value of the entity that is being declared.
    pub(super) value: RefCell<Buffer>,
    /// Whether there was a reference to a parameter entity, or an external subset.
    pub(super) has_references: Cell<bool>,
    pub(super) standalone: Cell<bool>,
    /// Whether declarations still count: not behind a parameter entity that was not read.
    pub(super) keeps: Cell<bool>,
    /// Whether the parameter entity that was asked for was read.
    pub(super) was_read: Cell<bool>,
}

object!(Dtd, kind::DTD, general, parameter, elements, prefixes);

/// `KindInfo::finish`.
///
/// # Safety
/// `object` is a dying `Dtd`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: what is left behind owns nothing.
    unsafe { drop((*object.cast::<Dtd>()).value.take()) }
}

/// An entity.
#[repr(C)]
pub struct Entity {
    /// Count, shape, flags.
    pub header: Header,
    pub(super) name: ValueCell,
    /// The replacement text, as bytes of UTF-8; nothing for external entities.
    pub(super) text: ValueCell,
    pub(super) base: ValueCell,
    pub(super) system: ValueCell,
    pub(super) public: ValueCell,
    pub(super) notation: ValueCell,
    pub(super) is_open: Cell<bool>,
    pub(super) is_parameter: Cell<bool>,
    /// Whether it was declared in the document itself.
    pub(super) is_internal: Cell<bool>,
    /// How far the text was read, while it is open.
    pub(super) read: Cell<usize>,
    pub(super) has_more: Cell<bool>,
    /// How deep elements were open when it was opened.
    pub(super) level: Cell<usize>,
    /// Whether it was referred to between declarations.
    pub(super) is_between: Cell<bool>,
}

object!(Entity, kind::ENTITY, name, text, base, system, public, notation);

impl Dtd {
    /// Empty tables.
    pub(super) fn create(vm: &mut Vm) -> PyResult<Obj<Dtd>> {
        let mut table = || Ok::<_, crate::core::error::Raised>(ValueCell::from(vm.new_dict()?.into_value()));
        let dtd = Dtd {
            header: Header::new(u32::from(kind::DTD), TRACKED),
            general: table()?,
            parameter: table()?,
            elements: table()?,
            prefixes: table()?,
            value: RefCell::new(Buffer::new()),
            has_references: Cell::new(false),
            standalone: Cell::new(false),
            keeps: Cell::new(true),
            was_read: Cell::new(false),
        };
        Ok(Obj::create(&mut vm.heap, PageKind::Container, dtd)?)
    }

    /// Tables of their own with what these declare, for the parser of an external general entity.
    pub(super) fn copy(&self, vm: &mut Vm) -> PyResult<Obj<Dtd>> {
        let copy = Dtd::create(vm)?;
        for (from, to) in [(&self.general, &copy.general), (&self.parameter, &copy.parameter)] {
            let (from, to) = (table(vm, from)?, table(vm, to)?);
            let mut position = 0;
            while let Some((name, entity)) = from.next_entry(&mut position) {
                vm.work_plain(4)?;
                if let Some(entity) = entity.downcast::<Entity>() {
                    let entity = entity.copy(vm)?;
                    vm.dict_set_str(&to, &name, entity.into_value())?;
                }
            }
        }
        let (from, to) = (table(vm, &self.elements)?, table(vm, &copy.elements)?);
        let mut position = 0;
        while let Some((name, attributes)) = from.next_entry(&mut position) {
            vm.work_plain(4)?;
            if let Some(attributes) = attributes.downcast::<Dict>() {
                let attributes = vm.dict_copy(attributes)?;
                vm.dict_set_str(&to, &name, attributes.into_value())?;
            }
        }
        copy.has_references.set(self.has_references.get());
        copy.standalone.set(self.standalone.get());
        copy.keeps.set(self.keeps.get());
        copy.was_read.set(self.was_read.get());
        Ok(copy)
    }
}

/// One of the tables.
pub(super) fn table(vm: &mut Vm, cell: &ValueCell) -> PyResult<Obj<Dict>> {
    typed(vm, cell.get().unwrap_or_else(Value::none))
}

/// The entity of a name.
pub(super) fn find(vm: &mut Vm, cell: &ValueCell, name: &Value) -> PyResult<Option<Obj<Entity>>> {
    let table = table(vm, cell)?;
    Ok(vm.dict_get(&table, name)?.and_then(|entity| Obj::try_from_value(entity).ok()))
}

/// A new entity of a name; nothing when there is one already.
pub(super) fn declare(vm: &mut Vm, cell: &ValueCell, name: &Value) -> PyResult<Option<Obj<Entity>>> {
    let table = table(vm, cell)?;
    if vm.dict_get(&table, name)?.is_some() {
        return Ok(None);
    }
    let entity = Entity::create(vm, name)?;
    vm.dict_set_str(&table, name, entity.clone().into_value())?;
    Ok(Some(entity))
}

impl Entity {
    fn create(vm: &mut Vm, name: &Value) -> PyResult<Obj<Entity>> {
        let entity = Entity {
            header: Header::new(u32::from(kind::ENTITY), TRACKED),
            name: name.clone().into(),
            text: ValueCell::new(None),
            base: ValueCell::new(None),
            system: ValueCell::new(None),
            public: ValueCell::new(None),
            notation: ValueCell::new(None),
            is_open: Cell::new(false),
            is_parameter: Cell::new(false),
            is_internal: Cell::new(false),
            read: Cell::new(0),
            has_more: Cell::new(false),
            level: Cell::new(0),
            is_between: Cell::new(false),
        };
        Ok(Obj::create(&mut vm.heap, PageKind::Container, entity)?)
    }

    fn copy(&self, vm: &mut Vm) -> PyResult<Obj<Entity>> {
        let name = self.name.get().unwrap_or_else(Value::none);
        let copy = Entity::create(vm, &name)?;
        copy.text.set(self.text.get());
        copy.base.set(self.base.get());
        copy.system.set(self.system.get());
        copy.public.set(self.public.get());
        copy.notation.set(self.notation.get());
        copy.is_parameter.set(self.is_parameter.get());
        copy.is_internal.set(self.is_internal.get());
        Ok(copy)
    }

    /// Begins to be read.
    pub(super) fn open(&self, level: usize, is_between: bool) {
        self.is_open.set(true);
        self.has_more.set(true);
        self.read.set(0);
        self.level.set(level);
        self.is_between.set(is_between);
    }
}

/// The type of the tables.
pub static DTD: TypeSpec = TypeSpec {
    name: "_DocumentType",
    module: "pyexpat",
    kind: kind::DTD,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <Dtd as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Dtd>,
};

/// The type of entities.
pub static ENTITY: TypeSpec = TypeSpec {
    name: "_Entity",
    module: "pyexpat",
    kind: kind::ENTITY,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &Slots::EMPTY,
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <Entity as Traverse>::slot,
    finish: None,
    size: fixed_size::<Entity>,
};
