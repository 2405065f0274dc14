//! `types.GenericAlias`: `list[int]`.

use std::cell::Cell;

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Traverse, Value};

use super::{argument, as_args, parameters_of, substitute};
use crate::core::cell::ValueCell;
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// An alias.
#[repr(C)]
pub struct GenericAlias {
    /// Count, shape, flags.
    pub header: Header,
    origin: ValueCell,
    args: ValueCell,
    /// Made when first asked for.
    parameters: ValueCell,
    /// `*tuple[int, str]`.
    starred: Cell<bool>,
}

pitviper_object::object!(GenericAlias, kinds::GENERIC_ALIAS, origin, args, parameters);

impl GenericAlias {
    fn origin(&self) -> Value {
        self.origin.get().unwrap_or_else(Value::none)
    }

    fn args(&self, vm: &mut Vm) -> PyResult<Obj<Tuple>> {
        match self.args.get_obj() {
            Some(args) => Ok(args),
            None => vm.new_tuple_obj(&[]),
        }
    }

    fn parameters(&self, vm: &mut Vm) -> PyResult<Obj<Tuple>> {
        if let Some(parameters) = self.parameters.get_obj() {
            return Ok(parameters);
        }
        let args = self.args(vm)?;
        let parameters = parameters_of(vm, &args)?;
        self.parameters.set(Some(parameters.clone().into_value()));
        Ok(parameters)
    }
}

fn this(value: &Value) -> &GenericAlias {
    // SAFETY: special methods and methods of the type are only called with its instances.
    unsafe { value.cast_unchecked() }
}

/// `origin[args]`.
///
/// # Errors
/// `MemoryError`.
pub fn new_generic_alias(vm: &mut Vm, origin: Value, args: Obj<Tuple>, starred: bool) -> PyResult {
    let alias = alias_of(origin, args, starred);
    Ok(Obj::create(&mut vm.heap, PageKind::Container, alias)?.into_value())
}

fn alias_of(origin: Value, args: Obj<Tuple>, starred: bool) -> GenericAlias {
    GenericAlias {
        header: Header::new(u32::from(kinds::GENERIC_ALIAS), TRACKED),
        origin: ValueCell::new(Some(origin)),
        args: ValueCell::new(Some(args.into_value())),
        parameters: ValueCell::default(),
        starred: Cell::new(starred),
    }
}

/// `__class_getitem__` of builtin types.
///
/// # Errors
/// `MemoryError`.
pub fn class_getitem(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let items = as_args(vm, argument(args))?;
    new_generic_alias(vm, args.values[0].clone(), items, false)
}

/// Writes one type argument as `repr` of an alias or union shows it.
pub(super) fn push_type(vm: &mut Vm, builder: &mut StrBuilder, item: &Value) -> PyResult<()> {
    if item.is_ellipsis() {
        return builder.push_text("...");
    }
    if item.is(&vm.type_of_kind(kinds::NONE).to_value()) {
        return builder.push_text("None");
    }
    if let Some(list) = item.exact::<crate::types::list::List>() {
        builder.push_text("[")?;
        let mut index = 0;
        while let Some(inner) = list.get(index) {
            if index > 0 {
                builder.push_text(", ")?;
            }
            push_type(vm, builder, &inner)?;
            index += 1;
        }
        return builder.push_text("]");
    }
    let names = vm.names();
    let is_class = item.kind() != kinds::GENERIC_ALIAS
        && vm.get_attr_opt(item, &names.__origin__)?.is_none()
        && item.downcast::<Type>().is_some();
    if is_class {
        let name = vm.get_attr(item, &names.__qualname__)?;
        let module = vm.get_attr_opt(item, &names.__module__)?;
        if let Some(module) = module.as_ref().and_then(Value::downcast::<Str>)
            && !module.eq_str("builtins")
        {
            builder.push_str(module)?;
            builder.push_text(".")?;
        }
        if let Some(name) = name.downcast::<Str>() {
            builder.push_str(name)?;
        }
        return Ok(());
    }
    let text = vm.repr(item)?;
    match text.downcast::<Str>() {
        Some(text) => builder.push_str(text),
        None => Ok(()),
    }
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    let alias = this(value);
    let mut builder = StrBuilder::new(vm);
    if alias.starred.get() {
        builder.push_text("*")?;
    }
    push_type(vm, &mut builder, &alias.origin())?;
    builder.push_text("[")?;
    let args = alias.args(vm)?;
    if args.is_empty() {
        builder.push_text("()")?;
    }
    for (index, arg) in args.items().iter().enumerate() {
        if index > 0 {
            builder.push_text(", ")?;
        }
        push_type(vm, &mut builder, arg)?;
    }
    builder.push_text("]")?;
    builder.finish()
}

fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let alias = this(value);
    let args = alias.args(vm)?;
    let own = vm.hash(&alias.origin())?;
    Ok(own ^ vm.hash(args.as_value())?)
}

fn compare(vm: &mut Vm, a: &Value, b: &Value, op: CmpOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast::<GenericAlias>(), b.downcast::<GenericAlias>()) else {
        return Ok(Value::not_implemented());
    };
    if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
        return Ok(Value::not_implemented());
    }
    let mut same = x.starred.get() == y.starred.get() && vm.eq(&x.origin(), &y.origin())?;
    if same {
        let (left, right) = (x.args(vm)?, y.args(vm)?);
        same = vm.eq(left.as_value(), right.as_value())?;
    }
    Ok(Value::bool(same == (op == CmpOp::Eq)))
}

fn get_item(vm: &mut Vm, value: &Value, item: &Value) -> PyResult {
    let alias = this(value);
    let (args, parameters) = (alias.args(vm)?, alias.parameters(vm)?);
    let args = substitute(vm, value, &args, &parameters, item)?;
    new_generic_alias(vm, alias.origin(), args, alias.starred.get())
}

fn call(vm: &mut Vm, value: &Value, args: Args<'_>) -> PyResult {
    let origin = this(value).origin();
    let object = vm.call_args(&origin, args)?;
    match vm.set_attr(&object, &vm.names().__orig_class__, value.clone()) {
        Err(raised) if !vm.raised_is(&raised, Exc::AttributeError) && !vm.raised_is(&raised, Exc::TypeError) => {
            Err(raised)
        }
        Err(raised) => {
            drop(vm.take_raised(raised));
            Ok(object)
        }
        Ok(()) => Ok(object),
    }
}

/// Attributes that are the alias's own; all others are the origin's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__copy__",
    "__deepcopy__",
    "__instancecheck__",
    "__subclasscheck__",
];

fn get_attr(vm: &mut Vm, value: &Value, name: &Value) -> PyResult {
    if let Some(text) = name.downcast::<Str>()
        && !OWN.iter().any(|own| text.eq_str(own))
    {
        let origin = this(value).origin();
        return vm.get_attr(&origin, name);
    }
    vm.generic_get_attr(value, name)
}

fn iter(vm: &mut Vm, value: &Value) -> PyResult {
    let alias = this(value);
    let args = alias.args(vm)?;
    let starred = new_generic_alias(vm, alias.origin(), args, true)?;
    let once = vm.new_tuple_from([starred])?;
    vm.iter(&once)
}

fn binary(vm: &mut Vm, op: BinOp, a: &Value, b: &Value) -> PyResult {
    if op == BinOp::Or { super::make_union(vm, a, b) } else { Ok(Value::not_implemented()) }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.behind_receiver().check_count(vm, "GenericAlias", 2, 2)?;
    let Some(class) = args.values[0].downcast::<Type>() else { return Err(vm.no_memory()) };
    let items = as_args(vm, &args.values[2])?;
    let alias = alias_of(args.values[1].clone(), items, false);
    Ok(vm.new_instance_of(class, PageKind::Container, alias)?.into_value())
}

fn mro_entries(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.new_tuple_from([this(&args.values[0]).origin()])
}

fn no_check(vm: &mut Vm, what: &str) -> PyResult {
    Err(vm.type_error(format_args!("{what}() argument 2 cannot be a parameterized generic")))
}

/// `types.GenericAlias`.
pub static SPEC: TypeSpec = TypeSpec {
    name: "GenericAlias",
    module: "types",
    kind: kinds::GENERIC_ALIAS,
    base: kinds::OBJECT,
    doc: "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    flags: TypeSpec::SUBCLASSABLE,
    slots: &Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        get_item: Some(get_item),
        call: Some(call),
        get_attr: Some(get_attr),
        iter: Some(iter),
        new: Some(new),
        binary: Some(binary),
        binary_ops: BinOp::Or.bit(),
        reflected_ops: BinOp::Or.bit(),
        ..Slots::EMPTY
    },
    methods: &[
        Method::new("__mro_entries__", mro_entries, 1, 1),
        Method::new("__instancecheck__", |vm, _| no_check(vm, "isinstance"), 1, 1),
        Method::new("__subclasscheck__", |vm, _| no_check(vm, "issubclass"), 1, 1),
    ],
    getset: &[
        GetSet { name: "__origin__", get: |_, value| Ok(this(value).origin()), set: None },
        GetSet { name: "__args__", get: |vm, value| Ok(this(value).args(vm)?.into_value()), set: None },
        GetSet { name: "__parameters__", get: |vm, value| Ok(this(value).parameters(vm)?.into_value()), set: None },
        GetSet { name: "__unpacked__", get: |_, value| Ok(Value::bool(this(value).starred.get())), set: None },
        GetSet { name: "__typing_unpacked_tuple_args__", get: unpacked_args, set: None },
    ],
    page: PageKind::Container,
    slot: GenericAlias::slot,
    finish: None,
    size: fixed_size::<GenericAlias>,
};

fn unpacked_args(vm: &mut Vm, value: &Value) -> PyResult {
    let alias = this(value);
    if alias.starred.get() && alias.origin().is(&vm.type_of_kind(kinds::TUPLE).to_value()) {
        return Ok(alias.args(vm)?.into_value());
    }
    Ok(Value::none())
}
