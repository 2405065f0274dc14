//! `builtin_function_or_method`: functions of native modules, bound native methods, `__new__` of builtin types.

use pitviper_object::Obj;
use pitviper_object::header::TRACKED;
use pitviper_object::{Header, PageKind, Traverse, Value};

use super::arity::invoke;
use super::{doc_of, qualname, signature_of};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::typ::Type;

/// What a native function does with `receiver`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Nothing: it is only `__self__`.
    Plain,
    /// Gets it as first argument.
    Bound,
    /// It is the `__new__` of the type `receiver`.
    New,
}

/// A native function.
#[repr(C)]
pub struct BuiltinFunction {
    /// Count, shape, flags.
    pub header: Header,
    /// The code.
    pub method: &'static Method,
    /// `__self__`.
    pub receiver: Option<Value>,
    /// `__module__`: a string.
    pub module: Option<Value>,
    /// What `receiver` is for.
    pub role: Role,
}

pitviper_object::object!(BuiltinFunction, kinds::BUILTIN_FUNCTION, receiver, module);

/// The entry of every `__new__`; its code is the type's own.
static NEW: Method = Method {
    name: "__new__",
    function: |_, _| Ok(Value::none()),
    min: 0,
    max: crate::core::native::MANY,
    flags: Method::KEYWORDS,
    doc: "__new__($type, *args, **kwargs)\n--\n\nCreate and return a new object.  See help(type) for accurate signature.",
};

impl BuiltinFunction {
    /// Calls it.
    ///
    /// # Errors
    /// TypeError for wrong arguments, or what the code raises.
    #[inline]
    pub fn call(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        match self.role {
            Role::Plain => invoke(vm, self.method, args, 0, || self.prefix()),
            Role::Bound => self.call_bound(vm, args),
            Role::New => self.call_new(vm, args),
        }
    }

    /// The module or class that messages name.
    #[inline]
    fn prefix(&self) -> Option<Value> {
        if let Some(class) = self.receiver.as_ref().and_then(Value::downcast::<Type>) {
            return class.qualname.get();
        }
        let module = self.module.as_ref()?;
        if module.downcast::<Str>()?.eq_str("builtins") { None } else { Some(module.clone()) }
    }

    fn call_bound(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        let Some(receiver) = &self.receiver else { return invoke(vm, self.method, args, 0, || None) };
        let receiver = receiver.clone();
        vm.with_first(&receiver, args, |vm, args| self.call_behind_receiver(vm, args))
    }

    /// What a bound method has in front of its arguments.
    #[inline]
    #[must_use]
    pub(crate) fn bound_receiver(&self) -> Option<&Value> {
        if self.role == Role::Bound { self.receiver.as_ref() } else { None }
    }

    /// Calls a bound method; the receiver is in front of the arguments already.
    ///
    /// # Errors
    /// As [`BuiltinFunction::call`].
    #[inline]
    pub(crate) fn call_behind_receiver(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        let method = self.method;
        let receiver = &args.values[0];
        let class = vm.type_of(receiver);
        invoke(vm, method, args, 1, || match receiver.downcast::<Type>() {
            Some(class) if method.flags & Method::CLASS != 0 => class.qualname.get(),
            _ => class.qualname.get(),
        })
    }

    /// `T.__new__(C, …)`.
    fn call_new(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        let Some(owner) = self.receiver.as_ref().and_then(Value::downcast::<Type>) else { return Err(vm.no_memory()) };
        let name = owner.name();
        let Some(first) = args.positional().first() else {
            return Err(vm.type_error(format_args!("{name}.__new__(): not enough arguments")));
        };
        let Some(class) = first.downcast::<Type>() else {
            let kind = vm.type_name(first);
            return Err(vm.type_error(format_args!("{name}.__new__(X): X is not a type object ({kind})")));
        };
        if !vm.is_subtype(class, owner) {
            let (class, base) = (class.name(), owner.name());
            return Err(vm.type_error(format_args!("{name}.__new__({class}): {class} is not a subtype of {base}")));
        }
        if class.kind != owner.kind {
            let class_name = class.name();
            let safe = vm.type_of_kind(class.kind).name();
            return Err(vm.type_error(format_args!("{name}.__new__({class_name}) is not safe, use {safe}.__new__()")));
        }
        match owner.native_slots().new {
            Some(new) if !class.has(Type::NO_NEW) => new(vm, args),
            _ => Err(crate::types::typ::spec::cannot_create(vm, class)),
        }
    }
}

impl Vm {
    /// A function of a native module whose name is `module`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_native_function(&mut self, method: &'static Method, module: Option<Value>) -> PyResult {
        self.new_builtin_function(method, None, module, Role::Plain)
    }

    /// A native method bound to `receiver`, which it gets as `values[0]`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_bound_native(&mut self, method: &'static Method, receiver: Value) -> PyResult {
        self.new_builtin_function(method, Some(receiver), None, Role::Bound)
    }

    /// The `__new__` of a builtin type.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn new_native_new(&mut self, class: &Type) -> PyResult {
        self.new_builtin_function(&NEW, Some(class.to_value()), None, Role::New)
    }

    /// Any native function.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn new_builtin_function(
        &mut self,
        method: &'static Method,
        receiver: Option<Value>,
        module: Option<Value>,
        role: Role,
    ) -> PyResult {
        let header = Header::new(u32::from(kinds::BUILTIN_FUNCTION), TRACKED);
        let function = BuiltinFunction { header, method, receiver, module, role };
        Ok(Obj::create(&mut self.heap, PageKind::Container, function)?.into_value())
    }
}

/// The function behind a value of this kind.
fn view(value: &Value) -> &BuiltinFunction {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn call(vm: &mut Vm, function: &Value, args: Args<'_>) -> PyResult {
    view(function).call(vm, args)
}

fn repr(vm: &mut Vm, function: &Value) -> PyResult {
    let this = view(function);
    let name = this.method.name;
    match &this.receiver {
        Some(receiver) if receiver.kind() != kinds::MODULE => {
            let id = vm.id(receiver);
            let kind = vm.type_name(receiver);
            vm.new_str_fmt(format_args!("<built-in method {name} of {kind} object at {id:#x}>"))
        }
        _ => vm.new_str_fmt(format_args!("<built-in function {name}>")),
    }
}

fn compare(_: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<BuiltinFunction>(), b.downcast::<BuiltinFunction>()) else {
        return Ok(Value::not_implemented());
    };
    let same_receiver = match (&x.receiver, &y.receiver) {
        (Some(x), Some(y)) => x.is(y),
        (None, None) => true,
        _ => false,
    };
    let same = a.is(b) || x.role == Role::Bound && same_receiver && std::ptr::eq(x.method, y.method);
    match op {
        CmpOp::Eq => Ok(Value::bool(same)),
        CmpOp::Ne => Ok(Value::bool(!same)),
        _ => Ok(Value::not_implemented()),
    }
}

fn hash(vm: &mut Vm, function: &Value) -> PyResult<i64> {
    let this = view(function);
    let code = (std::ptr::from_ref(this.method) as usize).wrapping_sub(std::ptr::from_ref(&NEW) as usize);
    Ok(match &this.receiver {
        Some(receiver) => vm.identity_hash(receiver) ^ code.rotate_right(7).cast_signed() as i64,
        None => vm.identity_hash(function),
    })
}

fn get_qualname(vm: &mut Vm, function: &Value) -> PyResult {
    let this = view(function);
    let name = this.method.name;
    match &this.receiver {
        Some(receiver) => match receiver.downcast::<Type>() {
            Some(class) => qualname(vm, class, name),
            None if this.role != Role::Plain => qualname(vm, vm.type_of(receiver), name),
            None => vm.new_str(name),
        },
        None => vm.new_str(name),
    }
}

/// For `copy` and `pickle`: found again by name.
fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = view(&args.values[0]);
    let name = vm.new_str(this.method.name)?;
    match &this.receiver {
        Some(receiver) if this.role != Role::Plain || receiver.downcast::<Type>().is_some() => {
            let getattr = match &vm.builtins {
                Some(builtins) => builtins.get_str(vm, &vm.names().getattr),
                None => None,
            };
            let rest = vm.new_tuple_from([receiver.clone(), name])?;
            vm.new_tuple_from([getattr.unwrap_or_else(Value::none), rest])
        }
        _ => Ok(name),
    }
}

static SLOTS: Slots =
    Slots { call: Some(call), repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::EMPTY };

/// The type.
pub static BUILTIN_FUNCTION: TypeSpec = TypeSpec {
    name: "builtin_function_or_method",
    module: "builtins",
    kind: kinds::BUILTIN_FUNCTION,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &SLOTS,
    methods: &[Method::new("__reduce__", reduce, 0, 0)],
    getset: &[
        GetSet { name: "__name__", get: |vm, f| vm.new_str(view(f).method.name), set: None },
        GetSet { name: "__qualname__", get: get_qualname, set: None },
        GetSet { name: "__doc__", get: |vm, f| doc_of(vm, view(f).method.doc), set: None },
        GetSet { name: "__text_signature__", get: |vm, f| signature_of(vm, view(f).method.doc), set: None },
        GetSet { name: "__self__", get: |_, f| Ok(view(f).receiver.clone().unwrap_or_else(Value::none)), set: None },
        GetSet { name: "__module__", get: |_, f| Ok(view(f).module.clone().unwrap_or_else(Value::none)), set: None },
    ],
    page: PageKind::Container,
    slot: <BuiltinFunction as Traverse>::slot,
    finish: None,
    size: fixed_size::<BuiltinFunction>,
};
