//! `Context`: values by variable. One context is entered at any time; nothing is in force before the first is.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::kind;
use super::variable::ContextVar;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::iterators::receiver;
use crate::types::str::Str;

/// A context.
#[repr(C)]
pub struct Context {
    /// Count, shape, flags.
    pub header: Header,
    values: Obj<Dict>,
    entered: Cell<bool>,
}

object!(Context, kind::CONTEXT, values);

fn this(value: &Value) -> &Context {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

impl Context {
    /// The value of a variable.
    pub(super) fn get(&self, vm: &mut Vm, variable: &Value) -> PyResult<Option<Value>> {
        vm.dict_get(&self.values, variable)
    }

    /// Sets the value of a variable, or removes it.
    pub(super) fn set(&self, vm: &mut Vm, variable: &Value, value: Option<Value>) -> PyResult<()> {
        match value {
            Some(value) => vm.dict_set(&self.values, variable.clone(), value),
            None => vm.dict_remove(&self.values, variable).map(drop),
        }
    }
}

fn create(vm: &mut Vm, values: Obj<Dict>) -> PyResult<Obj<Context>> {
    let header = Header::new(u32::from(kind::CONTEXT), TRACKED);
    Ok(Obj::create(&mut vm.heap, PageKind::Container, Context { header, values, entered: Cell::new(false) })?)
}

/// The context in force, made when there is none.
pub(super) fn current(vm: &mut Vm) -> PyResult<Obj<Context>> {
    if let Some(context) = vm.context.clone().and_then(|context| Obj::try_from_value(context).ok()) {
        return Ok(context);
    }
    let values = vm.new_dict()?;
    let context = create(vm, values)?;
    context.entered.set(true);
    vm.context = Some(context.clone().into_value());
    Ok(context)
}

/// `copy_context()`.
pub(super) fn copy_context(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let context = current(vm)?;
    copy_of(vm, &context)
}

fn copy_of(vm: &mut Vm, context: &Context) -> PyResult {
    let values = vm.dict_copy(&context.values)?;
    Ok(create(vm, values)?.into_value())
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if args.values.len() > 1 {
        return Err(vm.type_error(format_args!("Context() does not accept any arguments")));
    }
    let values = vm.new_dict()?;
    Ok(create(vm, values)?.into_value())
}

fn run(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let context = Obj::from_ref(this(&args.values[0]));
    let given = args.behind_receiver();
    let Some(function) = given.positional().first() else {
        return Err(vm.type_error(format_args!("run() missing 1 required positional argument")));
    };
    if context.entered.get() {
        let text = vm.repr(&args.values[0])?;
        let Some(text) = text.downcast::<Str>() else { return Err(vm.no_memory()) };
        return Err(vm.raise(Exc::RuntimeError, format_args!("cannot enter context: {text} is already entered")));
    }
    vm.check_native_stack()?;
    let outer = current(vm)?.into_value();
    context.entered.set(true);
    vm.context = Some(args.values[0].clone());
    let result = vm.call_args(function, given.behind_receiver());
    context.entered.set(false);
    vm.context = Some(outer);
    result
}

/// A key, which must be a variable.
fn variable<'a>(vm: &mut Vm, key: &'a Value) -> PyResult<&'a Value> {
    if key.downcast::<ContextVar>().is_some() {
        return Ok(key);
    }
    let text = vm.repr(key)?;
    let Some(text) = text.downcast::<Str>() else { return Err(vm.no_memory()) };
    Err(vm.type_error(format_args!("a ContextVar key was expected, got {text}")))
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> PyResult {
    let key = variable(vm, key)?;
    match this(value).get(vm, key)? {
        Some(found) => Ok(found),
        None => Err(vm.raise_with(Exc::KeyError, key.clone())),
    }
}

fn contains(vm: &mut Vm, value: &Value, key: &Value) -> PyResult<bool> {
    let key = variable(vm, key)?;
    Ok(this(value).get(vm, key)?.is_some())
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let key = variable(vm, &args.values[1])?;
    let found = this(&args.values[0]).get(vm, key)?;
    Ok(found.or_else(|| args.values.get(2).cloned()).unwrap_or_else(Value::none))
}

fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<Context>(), right.downcast::<Context>()) else {
        return Ok(Value::not_implemented());
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    vm.compare(a.values.as_value(), b.values.as_value(), op)
}

/// What a method of the values' dictionary gives, for views of the values as they are now.
fn view(vm: &mut Vm, value: &Value, method: &str) -> PyResult {
    let copy = vm.dict_copy(&this(value).values)?.into_value();
    let method = vm.intern(method)?;
    vm.call_method(&copy, &method, &[])
}

/// The type.
pub static CONTEXT: TypeSpec = TypeSpec {
    name: "Context",
    module: "_contextvars",
    kind: kind::CONTEXT,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::WEAK,
    slots: &Slots {
        new: Some(new),
        compare: Some(compare),
        unhashable: true,
        iter: Some(|vm, value| {
            let keys = view(vm, value, "keys")?;
            vm.iter(&keys)
        }),
        len: Some(|_, value| Ok(this(value).values.len())),
        get_item: Some(get_item),
        contains: Some(contains),
        ..Slots::EMPTY
    },
    methods: &[
        Method::keywords("run", run),
        Method::new("copy", |vm, args| copy_of(vm, this(&args.values[0])), 0, 0)
            .doc("copy($self, /)\n--\n\nReturn a shallow copy of the context object."),
        Method::new("get", get, 1, 2).doc("get($self, key, default=None, /)\n--\n\nReturn the value for `key` if `key` has the value in the context object."),
        Method::new("items", |vm, args| view(vm, &args.values[0], "items"), 0, 0)
            .doc("items($self, /)\n--\n\nReturn all variables and their values in the context object."),
        Method::new("keys", |vm, args| view(vm, &args.values[0], "keys"), 0, 0)
            .doc("keys($self, /)\n--\n\nReturn a list of all variables in the context object."),
        Method::new("values", |vm, args| view(vm, &args.values[0], "values"), 0, 0)
            .doc("values($self, /)\n--\n\nReturn a list of all variables' values in the context object."),
    ],
    getset: &[],
    page: PageKind::Container,
    slot: <Context as Traverse>::slot,
    finish: None,
    size: fixed_size::<Context>,
};
