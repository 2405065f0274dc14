//! `_local`: attributes that each thread has its own of.
//!
//! The object owns a dictionary of dictionaries by the threads' numbers, so that cycles through it are the collector's
//! business like any others. All such objects are linked, so that a thread that ends can take its dictionaries out.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::{instance, receiver};
use crate::types::typ::Type;

/// Thread-local data.
#[repr(C)]
pub struct Local {
    /// Count, shape, flags.
    pub header: Header,
    by_thread: Obj<Dict>,
    /// A tuple: what `__init__` is called with in each thread.
    args: ValueCell,
    /// The keyword arguments' dictionary.
    keywords: ValueCell,
    next: Cell<*const Local>,
    /// The pointer that points here.
    link: Cell<*const Cell<*const Local>>,
}

object!(Local, kind::LOCAL, by_thread, args, keywords);

fn this(value: &Value) -> &Local {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

/// `KindInfo::finish`: it is unlinked.
///
/// # Safety
/// `object` is a dying `Local`.
unsafe fn finish(object: *mut Header) {
    // SAFETY: what is linked is alive, and the head is as long as the interpreter.
    unsafe {
        let this = &*object.cast::<Local>();
        let next = this.next.get();
        if let Some(link) = this.link.get().as_ref() {
            link.set(next);
        }
        if let Some(next) = next.as_ref() {
            next.link.set(this.link.get());
        }
    }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.behind_receiver();
    if !given.values.is_empty() {
        let class = args.values[0].downcast::<Type>();
        let own_init = class.and_then(|class| vm.python_special(class, &vm.names().__init__));
        if own_init.is_none() {
            return Err(vm.type_error(format_args!("Initialization arguments are not supported")));
        }
    }
    let keywords = vm.new_dict()?;
    for (name, value) in given.keywords() {
        vm.dict_set(&keywords, name.clone(), value.clone())?;
    }
    let payload = Local {
        header: Header::new(u32::from(kind::LOCAL), TRACKED),
        by_thread: vm.new_dict()?,
        args: ValueCell::new(Some(vm.new_tuple(given.positional())?)),
        keywords: ValueCell::new(Some(keywords.into_value())),
        next: Cell::new(std::ptr::null()),
        link: Cell::new(std::ptr::null()),
    };
    let object = instance(vm, args, PageKind::Container, payload)?;
    let local = this(&object);
    let head = &vm.threads.locals;
    local.next.set(head.get());
    local.link.set(head);
    // SAFETY: what is linked is alive.
    if let Some(next) = unsafe { head.get().as_ref() } {
        next.link.set(&local.next);
    }
    head.set(local);
    // The thread that makes it calls `__init__` anyway.
    let attributes = vm.new_dict()?.into_value();
    vm.dict_set(&local.by_thread, Value::small(vm.thread_ident()), attributes)?;
    Ok(object)
}

/// The running thread's attributes; where they are new, `__init__` is called.
fn attributes(vm: &mut Vm, object: &Value) -> PyResult<Obj<Dict>> {
    let local = this(object);
    let key = Value::small(vm.thread_ident());
    if let Some(dict) = vm.dict_get(&local.by_thread, &key)?
        && let Ok(dict) = Obj::try_from_value(dict)
    {
        return Ok(dict);
    }
    let dict = vm.new_dict()?;
    vm.dict_set(&local.by_thread, key.clone(), dict.clone().into_value())?;
    let class = vm.type_of(object);
    if let Some(init) = vm.python_special(class, &vm.names().__init__)
        && let Err(raised) = initialize(vm, object, &init)
    {
        let exception = vm.take_raised(raised);
        drop(vm.dict_remove(&local.by_thread, &key)?);
        return Err(vm.reraise(exception));
    }
    Ok(dict)
}

fn initialize(vm: &mut Vm, object: &Value, init: &Value) -> PyResult<()> {
    let local = this(object);
    let class = vm.type_of(object);
    let bound = vm.bind(init, Some(object), class)?;
    let args = local.args.get().unwrap_or_else(Value::none);
    let keywords = local.keywords.get();
    vm.call_with_tuple(&bound, &args, keywords.as_ref()).map(drop)
}

fn get_attr(vm: &mut Vm, object: &Value, name: &Value) -> PyResult {
    let attributes = attributes(vm, object)?;
    if name.is(&vm.names().__dict__) {
        return Ok(attributes.into_value());
    }
    let class = vm.type_of(object);
    let found = vm.lookup(class, name);
    if let Some(descriptor) = &found
        && vm.is_data_descriptor(descriptor)
        && vm.has_get(descriptor)
    {
        return vm.bind(descriptor, Some(object), class);
    }
    if let Some(value) = vm.dict_get(&attributes, name)? {
        return Ok(value);
    }
    match found {
        Some(descriptor) => vm.bind(&descriptor, Some(object), class),
        None => Err(vm.no_attribute(object, name)),
    }
}

fn set_attr(vm: &mut Vm, object: &Value, name: &Value, value: Option<Value>) -> PyResult<()> {
    let attributes = attributes(vm, object)?;
    let class = vm.type_of(object);
    if name.is(&vm.names().__dict__) {
        let kind = class.name();
        let message = format_args!("'{kind}' object attribute '__dict__' is read-only");
        return Err(vm.raise(Exc::AttributeError, message));
    }
    if let Some(descriptor) = vm.lookup(class, name)
        && vm.is_data_descriptor(&descriptor)
    {
        return vm.generic_set_attr(object, name, value);
    }
    match value {
        Some(value) => vm.dict_set(&attributes, name.clone(), value),
        None => match vm.dict_remove(&attributes, name)? {
            Some(_) => Ok(()),
            None => Err(vm.no_attribute(object, name)),
        },
    }
}

/// A thread ends: its attributes go.
pub(crate) fn forget_all(vm: &mut Vm, ident: i64) {
    let key = Value::small(ident);
    let mut local = vm.threads.locals.get();
    // What is taken out dies when the interpreter settles, so the list stays as it is meanwhile.
    // SAFETY: what is linked is alive.
    while let Some(this) = unsafe { local.as_ref() } {
        local = this.next.get();
        if let Err(raised) = vm.dict_remove(&this.by_thread, &key) {
            drop(vm.take_raised(raised));
        }
    }
    vm.settle();
}

/// The type.
pub static LOCAL: TypeSpec = TypeSpec {
    name: "_local",
    module: "_thread",
    kind: kind::LOCAL,
    base: kinds::OBJECT,
    doc: "_local()\n--\n\nThread-local data",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::WEAK,
    slots: &Slots { new: Some(new), get_attr: Some(get_attr), set_attr: Some(set_attr), ..Slots::EMPTY },
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <Local as Traverse>::slot,
    finish: Some(finish),
    size: fixed_size::<Local>,
};
