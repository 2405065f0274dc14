//! Bound methods: a callable and the object that it gets as first argument.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Method as NativeMethod, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::native::read_only;
use crate::types::str::Str;

/// A bound method.
#[repr(C)]
pub struct Method {
    /// Count, shape, flags.
    pub header: Header,
    function: Value,
    receiver: Value,
}

pitviper_object::object!(Method, kinds::METHOD, function, receiver);

impl Method {
    /// `__func__`.
    #[inline]
    #[must_use]
    pub fn function(&self) -> Value {
        self.function.clone()
    }

    /// `__self__`.
    #[inline]
    #[must_use]
    pub fn receiver(&self) -> Value {
        self.receiver.clone()
    }
}

impl Vm {
    /// A bound method.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn new_method(&mut self, function: Value, receiver: Value) -> PyResult {
        let header = Header::new(u32::from(kinds::METHOD), TRACKED);
        Ok(Obj::create(&mut self.heap, PageKind::Container, Method { header, function, receiver })?.into_value())
    }
}

fn view(value: &Value) -> &Method {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.behind_receiver().check_count(vm, "method", 2, 2)?;
    let (function, receiver) = (&args.values[1], &args.values[2]);
    if !vm.is_callable(function) {
        return Err(vm.type_error(format_args!("first argument must be callable")));
    }
    if receiver.is_none() {
        return Err(vm.type_error(format_args!("instance must not be None")));
    }
    vm.new_method(function.clone(), receiver.clone())
}

fn call(vm: &mut Vm, method: &Value, args: Args<'_>) -> PyResult {
    let (function, receiver) = (view(method).function(), view(method).receiver());
    vm.with_first(&receiver, args, |vm, args| vm.call_args(&function, args))
}

fn repr(vm: &mut Vm, method: &Value) -> PyResult {
    let (function, receiver) = (view(method).function(), view(method).receiver());
    let names = vm.names();
    let name = match vm.get_attr_opt(&function, &names.__qualname__)? {
        Some(name) => Some(name),
        None => vm.get_attr_opt(&function, &names.__name__)?,
    };
    let receiver = vm.repr(&receiver)?;
    let Some(receiver) = receiver.downcast::<Str>() else { return Ok(receiver) };
    match name.as_ref().and_then(Value::downcast::<Str>) {
        Some(name) => vm.new_str_fmt(format_args!("<bound method {name} of {receiver}>")),
        None => vm.new_str_fmt(format_args!("<bound method ? of {receiver}>")),
    }
}

fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<Method>(), b.downcast::<Method>()) else {
        return Ok(Value::not_implemented());
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let same = vm.eq(&x.function(), &y.function())? && x.receiver.is(&y.receiver);
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}

fn hash(vm: &mut Vm, method: &Value) -> PyResult<i64> {
    let this = view(method);
    let function = vm.hash(&this.function())?;
    Ok(vm.identity_hash(&this.receiver) ^ function)
}

/// What a bound method does not have itself, its function has.
fn get_attr(vm: &mut Vm, method: &Value, name: &Value) -> PyResult {
    let class = vm.type_of(method);
    if let Some(found) = vm.lookup(class, name) {
        return vm.bind(&found, Some(method), class);
    }
    let function = view(method).function();
    vm.get_attr(&function, name)
}

/// For `copy` and `pickle`: `getattr(self, name)`.
fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (function, receiver) = (view(&args.values[0]).function(), view(&args.values[0]).receiver());
    let names = vm.names();
    let name = vm.get_attr(&function, &names.__name__)?;
    let getattr = vm.builtins.as_ref().and_then(|builtins| builtins.get_str(vm, &names.getattr));
    let rest = vm.new_tuple_from([receiver, name])?;
    vm.new_tuple_from([getattr.unwrap_or_else(Value::none), rest])
}

/// A method is not bound again.
fn descr_get(_: &mut Vm, method: &Value, _: Option<&Value>, _: &Value) -> PyResult {
    Ok(method.clone())
}

static SLOTS: Slots = Slots {
    new: Some(new),
    call: Some(call),
    repr: Some(repr),
    compare: Some(compare),
    hash: Some(hash),
    get_attr: Some(get_attr),
    descr_get: Some(descr_get),
    ..Slots::EMPTY
};

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "method",
    module: "builtins",
    kind: kinds::METHOD,
    base: kinds::OBJECT,
    doc: "Create a bound instance method object.",
    flags: 0,
    slots: &SLOTS,
    methods: &[NativeMethod::new("__reduce__", reduce, 0, 0)],
    getset: &[
        GetSet { name: "__func__", get: |_, m| Ok(view(m).function()), set: Some(read_only) },
        GetSet { name: "__self__", get: |_, m| Ok(view(m).receiver()), set: Some(read_only) },
        GetSet {
            name: "__doc__",
            get: |vm, m| {
                let function = view(m).function();
                vm.get_attr(&function, &vm.names().__doc__)
            },
            set: None,
        },
    ],
    page: PageKind::Container,
    slot: <Method as Traverse>::slot,
    finish: None,
    size: fixed_size::<Method>,
};
