//! `make_scanner`: a callable that reads one value of a document.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value, object};

use super::kind;
use super::scan::{Hooks, Scan, stop};
use crate::core::cell::ValueCell;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{instance, receiver};

/// A scanner: what to do with what it reads.
#[repr(C)]
pub struct Scanner {
    /// Count, shape, flags.
    pub header: Header,
    strict: Cell<bool>,
    object_hook: ValueCell,
    pairs_hook: ValueCell,
    parse_float: ValueCell,
    parse_int: ValueCell,
    parse_constant: ValueCell,
}

object!(Scanner, kind::SCANNER, object_hook, pairs_hook, parse_float, parse_int, parse_constant);

fn this(value: &Value) -> &Scanner {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [context] = args.behind_receiver().parse(vm, "make_scanner", ["context"], 1, 0)?;
    let context = context.cloned().unwrap_or_else(Value::none);
    let strict = vm.intern("strict")?;
    let strict = vm.get_attr(&context, &strict)?;
    let strict = vm.truth(&strict)?;
    let mut hooks = [const { None }; 5];
    let names = ["object_hook", "object_pairs_hook", "parse_float", "parse_int", "parse_constant"];
    for (hook, name) in hooks.iter_mut().zip(names) {
        let name = vm.intern(name)?;
        *hook = Some(vm.get_attr(&context, &name)?);
    }
    let [object_hook, pairs_hook, parse_float, parse_int, parse_constant] = hooks.map(|hook| {
        let cell = ValueCell::default();
        cell.set(hook);
        cell
    });
    let made = Scanner {
        header: Header::new(u32::from(kind::SCANNER), TRACKED),
        strict: Cell::new(strict),
        object_hook,
        pairs_hook,
        parse_float,
        parse_int,
        parse_constant,
    };
    instance(vm, args, PageKind::Container, made)
}

/// A hook unless it is `None`, or the class of a kind.
fn hook(vm: &Vm, cell: &ValueCell, unless: Option<u8>) -> Option<Value> {
    let plain = unless.map(|kind| vm.type_of_kind(kind).to_value());
    cell.get().filter(|hook| !hook.is_none() && plain.as_ref().is_none_or(|plain| !plain.is(hook)))
}

fn call(vm: &mut Vm, scanner: &Value, args: Args<'_>) -> PyResult {
    let [document, at] = args.parse(vm, "scan_once", ["string", "idx"], 2, 0)?;
    let (Some(document), Some(at)) = (document, at) else { return Ok(Value::none()) };
    let text = super::text_argument(vm, document, "")?;
    let Ok(at) = usize::try_from(vm.index_isize(at)?) else {
        return Err(vm.value_error(format_args!("idx cannot be negative")));
    };
    if at >= text.len() {
        return Err(stop(vm, at));
    }
    let own = this(scanner);
    let hooks = Hooks {
        strict: own.strict.get(),
        object: hook(vm, &own.object_hook, None),
        pairs: hook(vm, &own.pairs_hook, None),
        float: hook(vm, &own.parse_float, Some(kinds::FLOAT)),
        int: hook(vm, &own.parse_int, Some(kinds::INT)),
        constant: own.parse_constant.get().unwrap_or_else(Value::none),
    };
    let keys = vm.new_dict()?;
    let (value, end) = Scan { document, text: text.chars(), hooks: &hooks, keys }.value(vm, at)?;
    let end = vm.new_usize(end)?;
    vm.new_tuple_from([value, end])
}

macro_rules! member {
    ($name:literal, $field:ident) => {
        GetSet { name: $name, get: |_, value| Ok(this(value).$field.get().unwrap_or_else(Value::none)), set: None }
    };
}

/// The type.
pub static SCANNER: TypeSpec = TypeSpec {
    name: "Scanner",
    module: "_json",
    kind: kind::SCANNER,
    base: kinds::OBJECT,
    doc: "JSON scanner object",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
    methods: &[],
    getset: &[
        GetSet { name: "strict", get: |_, value| Ok(Value::bool(this(value).strict.get())), set: None },
        member!("object_hook", object_hook),
        member!("object_pairs_hook", pairs_hook),
        member!("parse_float", parse_float),
        member!("parse_int", parse_int),
        member!("parse_constant", parse_constant),
    ],
    page: PageKind::Container,
    slot: <Scanner as Traverse>::slot,
    finish: None,
    size: fixed_size::<Scanner>,
};
