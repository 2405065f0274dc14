//! `methodcaller`.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value, object};

use super::getters::only;
use super::kind;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::receiver;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// A method's name and arguments.
#[repr(C)]
pub struct MethodCaller {
    /// Count, shape, flags.
    pub header: Header,
    name: Value,
    /// Positional arguments, then values of keyword arguments.
    values: Obj<Tuple>,
    /// Names of the keyword arguments.
    names: Obj<Tuple>,
}

object!(MethodCaller, kind::METHOD_CALLER, name, values, names);

fn this(value: &Value) -> &MethodCaller {
    // SAFETY: a receiver.
    unsafe { receiver(value) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let args = args.behind_receiver();
    let Some((name, _)) = args.positional().split_first() else {
        return Err(vm.type_error(format_args!("methodcaller needs at least one argument, the method name")));
    };
    if name.downcast::<Str>().is_none() {
        return Err(vm.type_error(format_args!("method name must be a string")));
    }
    let name = vm.intern_value(name.clone())?;
    let values = vm.new_tuple_obj(&args.values[1..])?;
    let names = vm.new_tuple_obj(args.names.map_or(&[], Tuple::items))?;
    let header = Header::new(u32::from(kind::METHOD_CALLER), TRACKED);
    Ok(Obj::create(&mut vm.heap, PageKind::Container, MethodCaller { header, name, values, names })?.into_value())
}

fn call(vm: &mut Vm, value: &Value, args: Args<'_>) -> PyResult {
    let object = only(vm, "methodcaller", args)?;
    let own = this(value);
    let (name, values, names) = (own.name.clone(), own.values.clone(), own.names.clone());
    let arguments = Args { values: values.items(), names: Some(&*names).filter(|names| !names.is_empty()) };
    let (method, unbound) = vm.get_method(object, &name)?;
    if unbound {
        return vm.with_first(object, arguments, |vm, arguments| vm.call_args(&method, arguments));
    }
    vm.call_args(&method, arguments)
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    if !vm.repr_enter(value)? {
        return vm.new_str("operator.methodcaller(...)");
    }
    let text = repr_parts(vm, value);
    vm.repr_leave(value);
    text
}

fn push_repr(vm: &mut Vm, text: &mut StrBuilder, value: &Value) -> PyResult<()> {
    let part = vm.repr(value)?;
    match part.downcast::<Str>() {
        Some(part) => text.push_str(part),
        None => Ok(()),
    }
}

fn repr_parts(vm: &mut Vm, value: &Value) -> PyResult {
    let own = this(value);
    let (values, names) = (own.values.clone(), own.names.clone());
    let mut text = StrBuilder::new(vm);
    text.push_text("operator.methodcaller(")?;
    push_repr(vm, &mut text, &own.name)?;
    let positional = values.len() - names.len().min(values.len());
    for (index, value) in values.items().iter().enumerate() {
        text.push_text(", ")?;
        if let Some(name) = index.checked_sub(positional).and_then(|at| names.items().get(at)?.downcast::<Str>()) {
            text.push_str(name)?;
            text.push_text("=")?;
        }
        push_repr(vm, &mut text, value)?;
    }
    text.push_text(")")?;
    text.finish()
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let own = this(&args.values[0]);
    let class = vm.type_of(&args.values[0]).to_value();
    let positional = own.values.len() - own.names.len().min(own.values.len());
    let arguments = vm.new_list_of(std::slice::from_ref(&own.name))?;
    for value in &own.values.items()[..positional] {
        vm.list_push(&arguments, value.clone())?;
    }
    if own.names.is_empty() {
        let arguments = crate::types::tuple::fresh::from_list(vm, &arguments)?;
        return vm.new_tuple_from([class, arguments]);
    }
    // Keyword arguments go by a partial call of the class.
    let partial = vm.intern("partial")?;
    let module = vm.intern("functools")?;
    let module = crate::import::import_absolute(vm, &module)?;
    let partial = vm.get_attr(&module, &partial)?;
    let all = vm.new_list_of(&[class, own.name.clone()])?;
    for value in &own.values.items()[positional..] {
        vm.list_push(&all, value.clone())?;
    }
    // SAFETY: nobody else has the list.
    let partial = vm.call_args(&partial, Args { values: unsafe { all.items_unchecked() }, names: Some(&own.names) })?;
    let rest = vm.new_tuple(&own.values.items()[..positional])?;
    vm.new_tuple_from([partial, rest])
}

/// `operator.methodcaller`.
pub static METHOD_CALLER: TypeSpec = TypeSpec {
    name: "methodcaller",
    module: "operator",
    kind: kind::METHOD_CALLER,
    base: kinds::OBJECT,
    doc: "methodcaller(name, /, *args, **kwargs)\n--\n\nReturn a callable object that calls the given method on its operand.\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    flags: 0,
    slots: &Slots { new: Some(new), call: Some(call), repr: Some(repr), ..Slots::EMPTY },
    methods: &[Method::new("__reduce__", reduce, 0, 0).doc("Return state information for pickling")],
    getset: &[],
    page: PageKind::Container,
    slot: <MethodCaller as Traverse>::slot,
    finish: None,
    size: fixed_size::<MethodCaller>,
};
