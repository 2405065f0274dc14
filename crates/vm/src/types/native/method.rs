//! `method_descriptor` and `classmethod_descriptor`: methods of builtin types as their namespaces hold them.

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::arity::invoke;
use super::function::Role;
use super::{doc_of, qualname, signature_of};
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::typ::Type;

/// A method of a builtin type.
#[repr(C)]
pub struct MethodDescriptor {
    /// Count, shape, flags.
    pub header: Header,
    /// The code.
    pub method: &'static Method,
    /// `__objclass__`.
    pub owner: Obj<Type>,
}

pitviper_object::object!(MethodDescriptor, kinds::METHOD_DESCRIPTOR, owner);

impl MethodDescriptor {
    /// Calls it; the receiver is `values[0]`.
    ///
    /// # Errors
    /// TypeError for wrong arguments, or what the code raises.
    #[inline(always)]
    pub fn call(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        if let Some(receiver) = args.values.first()
            && let class = vm.type_of(receiver)
            && (std::ptr::eq(class, &raw const *self.owner) || vm.is_subtype(class, &self.owner))
        {
            let method = self.method;
            if method.flags & Method::KEYWORDS != 0
                || args.names.is_none() && crate::core::args::count_fits(args.values.len() - 1, method.min, method.max)
            {
                return (method.function)(vm, args);
            }
        }
        self.call_checked(vm, args)
    }

    /// The same with every complaint.
    #[cold]
    #[inline(never)]
    fn call_checked(&self, vm: &mut Vm, args: Args<'_>) -> PyResult {
        let name = self.method.name;
        let Some(receiver) = args.positional().first() else {
            let owner = self.owner.name();
            return Err(vm.type_error(format_args!("unbound method {owner}.{name}() needs an argument")));
        };
        if !vm.is_subtype(vm.type_of(receiver), &self.owner) {
            return Err(wrong_receiver(vm, name, &self.owner, receiver));
        }
        invoke(vm, self.method, args, 1, || self.owner.qualname.get())
    }
}

/// "descriptor 'append' for 'list' objects doesn't apply to a 'int' object".
#[cold]
pub(super) fn wrong_receiver(vm: &mut Vm, name: &str, owner: &Type, receiver: &Value) -> Raised {
    let (owner, kind) = (owner.name(), vm.type_name(receiver));
    vm.type_error(format_args!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{kind}' object"))
}

/// A class method of a builtin type.
#[repr(C)]
pub struct ClassMethodDescriptor {
    /// Count, shape, flags.
    pub header: Header,
    /// The code; it gets the class as first argument.
    pub method: &'static Method,
    /// `__objclass__`.
    pub owner: Obj<Type>,
}

pitviper_object::object!(ClassMethodDescriptor, kinds::CLASSMETHOD_DESCRIPTOR, owner);

impl Vm {
    /// What the namespace of a builtin type holds for a table entry.
    ///
    /// # Errors
    /// `MemoryError`.
    pub(crate) fn new_method_descriptor(&mut self, method: &'static Method, owner: &Type) -> PyResult {
        if method.flags & Method::STATIC != 0 {
            let function = self.new_builtin_function(method, Some(owner.to_value()), None, Role::Plain)?;
            return self.new_staticmethod(function);
        }
        let owner = Obj::from_ref(owner);
        if method.flags & Method::CLASS != 0 {
            let header = Header::new(u32::from(kinds::CLASSMETHOD_DESCRIPTOR), TRACKED);
            let descriptor = ClassMethodDescriptor { header, method, owner };
            return Ok(Obj::create(&mut self.heap, PageKind::Container, descriptor)?.into_value());
        }
        let header = Header::new(u32::from(kinds::METHOD_DESCRIPTOR), TRACKED);
        let descriptor = MethodDescriptor { header, method, owner };
        Ok(Obj::create(&mut self.heap, PageKind::Container, descriptor)?.into_value())
    }
}

fn view(value: &Value) -> &MethodDescriptor {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn class_view(value: &Value) -> &ClassMethodDescriptor {
    // SAFETY: called with receivers of this type only.
    unsafe { value.cast_unchecked() }
}

fn descr_get(vm: &mut Vm, descriptor: &Value, object: Option<&Value>, _: &Value) -> PyResult {
    let Some(object) = object else { return Ok(descriptor.clone()) };
    let this = view(descriptor);
    if !vm.is_subtype(vm.type_of(object), &this.owner) {
        return Err(wrong_receiver(vm, this.method.name, &this.owner, object));
    }
    vm.new_builtin_function(this.method, Some(object.clone()), None, Role::Bound)
}

fn class_descr_get(vm: &mut Vm, descriptor: &Value, object: Option<&Value>, owner: &Value) -> PyResult {
    let this = class_view(descriptor);
    let (name, own) = (this.method.name, this.owner.name());
    let class = if owner.is_none() {
        match object {
            Some(object) => vm.type_of(object).to_value(),
            None => {
                return Err(vm.type_error(format_args!(
                    "descriptor '{name}' for type '{own}' needs either an object or a type"
                )));
            }
        }
    } else {
        owner.clone()
    };
    let Some(class_object) = class.downcast::<Type>() else {
        let kind = vm.type_name(&class);
        return Err(
            vm.type_error(format_args!("descriptor '{name}' for type '{own}' needs a type, not a '{kind}' as arg 2"))
        );
    };
    if !vm.is_subtype(class_object, &this.owner) {
        let other = class_object.name();
        return Err(
            vm.type_error(format_args!("descriptor '{name}' requires a subtype of '{own}' but received '{other}'"))
        );
    }
    vm.new_builtin_function(this.method, Some(class), None, Role::Bound)
}

fn class_call(vm: &mut Vm, descriptor: &Value, args: Args<'_>) -> PyResult {
    let this = class_view(descriptor);
    let (name, own) = (this.method.name, this.owner.name());
    let Some(first) = args.positional().first() else {
        return Err(vm.type_error(format_args!("unbound method {own}.{name}() needs an argument")));
    };
    let bound = class_descr_get(vm, descriptor, None, first)?;
    vm.call_args(&bound, args.behind_receiver())
}

fn repr(vm: &mut Vm, descriptor: &Value) -> PyResult {
    let (name, owner) = match descriptor.kind() {
        kinds::CLASSMETHOD_DESCRIPTOR => (class_view(descriptor).method.name, &class_view(descriptor).owner),
        _ => (view(descriptor).method.name, &view(descriptor).owner),
    };
    let owner = owner.name();
    vm.new_str_fmt(format_args!("<method '{name}' of '{owner}' objects>"))
}

/// For `copy` and `pickle`: `getattr(objclass, name)`.
pub(super) fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reduce_from(vm, args, &vm.names().__objclass__)
}

/// For `copy` and `pickle`: `getattr(self, name)`.
pub(super) fn reduce_bound(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reduce_from(vm, args, &vm.names().__self__)
}

fn reduce_from(vm: &mut Vm, args: Args<'_>, owner: &Value) -> PyResult {
    let names = vm.names();
    let owner = vm.get_attr(&args.values[0], owner)?;
    let name = vm.get_attr(&args.values[0], &names.__name__)?;
    let getattr = vm.builtins.as_ref().and_then(|builtins| builtins.get_str(vm, &names.getattr));
    let rest = vm.new_tuple_from([owner, name])?;
    vm.new_tuple_from([getattr.unwrap_or_else(Value::none), rest])
}

static METHOD_SLOTS: Slots = Slots {
    call: Some(|vm, descriptor, args| view(descriptor).call(vm, args)),
    repr: Some(repr),
    descr_get: Some(descr_get),
    ..Slots::EMPTY
};

static CLASS_SLOTS: Slots =
    Slots { call: Some(class_call), repr: Some(repr), descr_get: Some(class_descr_get), ..Slots::EMPTY };

/// The type.
pub static METHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    name: "method_descriptor",
    module: "builtins",
    kind: kinds::METHOD_DESCRIPTOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW | TypeSpec::METHOD_LIKE,
    slots: &METHOD_SLOTS,
    methods: &[Method::new("__reduce__", reduce, 0, 0)],
    getset: &[
        GetSet { name: "__name__", get: |vm, d| vm.new_str(view(d).method.name), set: None },
        GetSet { name: "__qualname__", get: |vm, d| qualname(vm, &view(d).owner, view(d).method.name), set: None },
        GetSet { name: "__objclass__", get: |_, d| Ok(view(d).owner.to_value()), set: None },
        GetSet { name: "__doc__", get: |vm, d| doc_of(vm, view(d).method.doc), set: None },
        GetSet { name: "__text_signature__", get: |vm, d| signature_of(vm, view(d).method.doc), set: None },
    ],
    page: PageKind::Container,
    slot: <MethodDescriptor as Traverse>::slot,
    finish: None,
    size: fixed_size::<MethodDescriptor>,
};

/// The type.
pub static CLASSMETHOD_DESCRIPTOR: TypeSpec = TypeSpec {
    name: "classmethod_descriptor",
    module: "builtins",
    kind: kinds::CLASSMETHOD_DESCRIPTOR,
    base: kinds::OBJECT,
    doc: "",
    flags: TypeSpec::NO_NEW,
    slots: &CLASS_SLOTS,
    methods: &[],
    getset: &[
        GetSet { name: "__name__", get: |vm, d| vm.new_str(class_view(d).method.name), set: None },
        GetSet {
            name: "__qualname__",
            get: |vm, d| qualname(vm, &class_view(d).owner, class_view(d).method.name),
            set: None,
        },
        GetSet { name: "__objclass__", get: |_, d| Ok(class_view(d).owner.to_value()), set: None },
        GetSet { name: "__doc__", get: |vm, d| doc_of(vm, class_view(d).method.doc), set: None },
        GetSet { name: "__text_signature__", get: |vm, d| signature_of(vm, class_view(d).method.doc), set: None },
    ],
    page: PageKind::Container,
    slot: <ClassMethodDescriptor as Traverse>::slot,
    finish: None,
    size: fixed_size::<ClassMethodDescriptor>,
};
