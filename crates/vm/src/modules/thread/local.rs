//! `_local`: attributes of the thread, which with one thread are attributes of the object.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, object};

use super::kind;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::instance;
use crate::types::typ::Type;

/// Thread-local data: only attributes.
#[repr(C)]
pub struct Local {
    /// Count, shape, flags.
    pub header: Header,
}

object!(Local, kind::LOCAL);

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values.len() > 1 {
        let class = args.values[0].downcast::<Type>();
        let own_init = class.and_then(|class| vm.python_special(class, &vm.names().__init__));
        if own_init.is_none() {
            return Err(vm.type_error(format_args!("Initialization arguments are not supported")));
        }
    }
    instance(vm, args, PageKind::Container, Local { header: Header::new(u32::from(kind::LOCAL), TRACKED) })
}

/// The type.
pub static LOCAL: TypeSpec = TypeSpec {
    name: "_local",
    module: "_thread",
    kind: kind::LOCAL,
    base: kinds::OBJECT,
    doc: "_local()\n--\n\nThread-local data",
    flags: TypeSpec::SUBCLASSABLE | TypeSpec::INSTANCE_DICT | TypeSpec::WEAK,
    slots: &Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[],
    getset: &[],
    page: PageKind::Container,
    slot: <Local as Traverse>::slot,
    finish: pitviper_object::destroy::no_buffers,
    size: fixed_size::<Local>,
};
