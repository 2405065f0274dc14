//! The class `typing.Generic`. A class with type parameters needs it without the module `typing`, which is large:
//! until that is imported, aliases of such classes are plain ones; afterwards its functions make them.

use pitviper_object::{Obj, Value};

use super::{argument, as_args, call_typing, make, new_generic_alias, parameters_of};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;
use crate::types::tuple::fresh::from_list;
use crate::types::typ::Type;

/// Whether the module `typing` is there.
fn is_typing_loaded(vm: &mut Vm) -> PyResult<bool> {
    let name = vm.intern("typing")?;
    Ok(crate::import::existing(vm, &name)?.is_some_and(|module| !module.is_none()))
}

/// `Generic[params]`, the base of a generic class.
///
/// # Errors
/// What `typing` raises.
pub fn subscript_generic(vm: &mut Vm, params: Value) -> PyResult {
    let generic = class(vm)?;
    let params = as_args(vm, &params)?;
    if is_typing_loaded(vm)? {
        let all = vm.new_list()?;
        for item in params.items() {
            let item = if item.kind() == kinds::TYPE_VAR_TUPLE { make::unpacked(vm, item)? } else { item.clone() };
            vm.list_push(&all, item)?;
        }
        let all = from_list(vm, &all)?;
        return call_typing(vm, "_GenericAlias", &[generic, all]);
    }
    new_generic_alias(vm, generic, params, false)
}

/// The class, made when it is first asked for.
///
/// # Errors
/// `MemoryError`.
pub fn class(vm: &mut Vm) -> PyResult {
    if let Some(generic) = &vm.generic {
        return Ok(generic.clone());
    }
    let generic = make_class(vm)?;
    vm.generic = Some(generic.clone());
    Ok(generic)
}

fn make_class(vm: &mut Vm) -> PyResult {
    static METHODS: [Method; 2] = [
        Method::keywords("__class_getitem__", class_getitem).doc("Parameterizes a generic class."),
        Method::keywords("__init_subclass__", init_subclass).doc("Function to initialize subclasses."),
    ];
    let dict = vm.new_dict()?;
    let module = vm.intern("typing")?;
    vm.dict_set_str(&dict, &vm.names().__module__, module)?;
    let slots = vm.new_tuple(&[])?;
    vm.dict_set_str(&dict, &vm.names().__slots__, slots)?;
    let doc = vm.new_str("Abstract base class for generic types.")?;
    vm.dict_set_str(&dict, &vm.names().__doc__, doc)?;
    for method in &METHODS {
        let function = vm.new_native_function(method, None)?;
        let classmethod = vm.type_of_kind(kinds::CLASSMETHOD).to_value();
        let function = vm.call(&classmethod, &[function])?;
        let name = vm.intern(method.name)?;
        vm.dict_set_str(&dict, &name, function)?;
    }
    let class = vm.type_of_kind(kinds::TYPE).to_value();
    let name = vm.intern("Generic")?;
    let bases = vm.new_tuple(&[])?;
    vm.call(&class, &[name, bases, dict.into_value()])
}

/// `C[args]`.
fn class_getitem(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.check_count(vm, "__class_getitem__", 2, 2)?;
    if is_typing_loaded(vm)? {
        return call_typing(vm, "_generic_class_getitem", args.values);
    }
    let items = as_args(vm, argument(args))?;
    new_generic_alias(vm, args.values[0].clone(), items, false)
}

/// Finds the parameters of a new generic class.
fn init_subclass(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.values.first().and_then(Value::downcast::<Type>) else { return Ok(Value::none()) };
    if is_typing_loaded(vm)? {
        let function = super::typing_attribute(vm, "_generic_init_subclass")?;
        return vm.call_args(&function, args);
    }
    if args.keyword_count() > 0 {
        let name = class.short_name();
        return Err(vm.type_error(format_args!("{name}.__init_subclass__() takes no keyword arguments")));
    }
    let names = vm.names();
    let Some(bases) = class.dict.get_str(vm, &names.__orig_bases__) else { return Ok(Value::none()) };
    if let Ok(bases) = Obj::<Tuple>::try_from_value(bases) {
        let parameters = parameters_of(vm, &bases)?;
        vm.set_attr(&args.values[0], &names.__parameters__, parameters.into_value())?;
    }
    Ok(Value::none())
}
