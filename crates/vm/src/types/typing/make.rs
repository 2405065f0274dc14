//! Type parameters made by calls (`TypeVar('T')`), and what substitution asks of them.

use pitviper_object::{Obj, Value};

use super::param::{Variance, default, new_param, this};
use super::{call_typing, no_default};
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::str::Str;
use crate::types::tuple::Tuple;

/// The keyword arguments of a constructor.
#[derive(Default)]
struct Options<'a> {
    name: Option<&'a Value>,
    bound: Option<&'a Value>,
    default: Option<&'a Value>,
    covariant: bool,
    contravariant: bool,
    infer: bool,
}

impl<'a> Options<'a> {
    /// Reads the arguments behind the class; positional ones behind the name are the caller's.
    fn read(vm: &mut Vm, function: &str, args: Args<'a>, tuple: bool) -> PyResult<Options<'a>> {
        let mut options = Options { name: args.positional().first(), ..Options::default() };
        for (key, value) in args.keywords() {
            let Some(text) = key.downcast::<Str>() else { continue };
            match text.as_ascii() {
                Some("name") if options.name.is_none() => options.name = Some(value),
                Some("default") => options.default = Some(value),
                Some("bound") if !tuple => options.bound = Some(value),
                Some("covariant") if !tuple => options.covariant = vm.truth(value)?,
                Some("contravariant") if !tuple => options.contravariant = vm.truth(value)?,
                Some("infer_variance") if !tuple => options.infer = vm.truth(value)?,
                _ => {
                    return Err(vm.type_error(format_args!("{function}() got an unexpected keyword argument '{text}'")));
                }
            }
        }
        match options.name {
            Some(name) if name.downcast::<Str>().is_some() => Ok(options),
            Some(name) => {
                let kind = vm.argument_kind(name);
                Err(vm.type_error(format_args!("{function}() argument 'name' must be str, not {kind}")))
            }
            None => Err(vm.type_error(format_args!("{function}() missing required argument 'name' (pos 1)"))),
        }
    }

    fn variance(&self, vm: &mut Vm) -> PyResult<Variance> {
        match (self.covariant, self.contravariant, self.infer) {
            (true, true, _) => Err(vm.value_error(format_args!("Bivariant types are not supported."))),
            (true, _, true) | (_, true, true) => {
                Err(vm.value_error(format_args!("Variance cannot be specified with infer_variance.")))
            }
            (true, ..) => Ok(Variance::Covariant),
            (_, true, _) => Ok(Variance::Contravariant),
            (.., true) => Ok(Variance::Inferred),
            _ => Ok(Variance::Invariant),
        }
    }

    fn bound(&self, vm: &mut Vm) -> PyResult<Option<Value>> {
        let Some(bound) = self.bound.filter(|bound| !bound.is_none()) else { return Ok(None) };
        let message = vm.new_str("Bound must be a type.")?;
        call_typing(vm, "_type_check", &[bound.clone(), message]).map(Some)
    }

    /// Makes the parameter.
    fn make(&self, vm: &mut Vm, kind: u8) -> PyResult {
        let name = self.name.cloned().unwrap_or_else(Value::none);
        let param = new_param(vm, kind, name)?;
        if let Some(given) = self.default
            && !given.is(&no_default(vm)?)
        {
            this(&param).default.set(Some(given.clone()));
        }
        Ok(param)
    }
}

/// `TypeVar(name, *constraints, bound=None, default=NoDefault, covariant=False, …)`.
pub(super) fn type_var(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let args = args.behind_receiver();
    let options = Options::read(vm, "typevar", args, false)?;
    let constraints = args.positional().get(1..).unwrap_or(&[]);
    let variance = options.variance(vm)?;
    let bound = options.bound(vm)?;
    match constraints {
        [_] => return Err(vm.type_error(format_args!("A single constraint is not allowed"))),
        [_, ..] if bound.is_some() => {
            return Err(vm.type_error(format_args!("Constraints cannot be combined with bound=...")));
        }
        _ => {}
    }
    let param = options.make(vm, kinds::TYPE_VAR)?;
    this(&param).variance.set(variance);
    this(&param).bound.set(bound);
    if !constraints.is_empty() {
        let constraints = vm.new_tuple(constraints)?;
        this(&param).constraints.set(Some(constraints));
    }
    Ok(param)
}

#[cold]
fn only_the_name(vm: &mut Vm, function: &str, given: usize) -> Raised {
    vm.type_error(format_args!("{function}() takes exactly 1 positional argument ({given} given)"))
}

/// `ParamSpec(name, *, bound=None, default=NoDefault, covariant=False, …)`.
pub(super) fn param_spec(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let args = args.behind_receiver();
    if args.positional_count() > 1 {
        return Err(only_the_name(vm, "paramspec", args.positional_count()));
    }
    let options = Options::read(vm, "paramspec", args, false)?;
    let variance = options.variance(vm)?;
    let bound = options.bound(vm)?;
    let param = options.make(vm, kinds::PARAM_SPEC)?;
    this(&param).variance.set(variance);
    this(&param).bound.set(bound);
    Ok(param)
}

/// `TypeVarTuple(name, *, default=NoDefault)`.
pub(super) fn type_var_tuple(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let args = args.behind_receiver();
    if args.positional_count() > 1 {
        return Err(only_the_name(vm, "typevartuple", args.positional_count()));
    }
    Options::read(vm, "typevartuple", args, true)?.make(vm, kinds::TYPE_VAR_TUPLE)
}

/// `*Ts`: an iterator that gives `Unpack[Ts]`.
pub(super) fn iter_type_var_tuple(vm: &mut Vm, value: &Value) -> PyResult {
    let unpacked = unpacked(vm, value)?;
    let once = vm.new_tuple_from([unpacked])?;
    vm.iter(&once)
}

/// `typing.Unpack[Ts]`.
pub(super) fn unpacked(vm: &mut Vm, value: &Value) -> PyResult {
    let unpack = super::typing_attribute(vm, "Unpack")?;
    vm.get_item(&unpack, value)
}

/// The error of a bare `Ts` that is to be substituted.
pub(super) fn bare_tuple(vm: &mut Vm) -> PyResult {
    Err(vm.type_error(format_args!("Substitution of bare TypeVarTuple is not supported")))
}

/// The error of a type parameter as a base class.
pub(super) fn no_base(vm: &mut Vm, name: &str) -> PyResult {
    Err(vm.type_error(format_args!("Cannot subclass an instance of {name}")))
}

/// `TypeVar.__typing_prepare_subst__(alias, args)`: adds the default when the argument is missing.
pub(super) fn prepare_type_var(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (param, alias, given) = (&args.values[0], &args.values[1], &args.values[2]);
    let parameters = vm.get_attr(alias, &vm.names().__parameters__)?;
    let parameters: Obj<Tuple> = crate::types::iterators::typed(vm, parameters)?;
    let count = vm.len(given)?;
    let place = parameters.items().iter().position(|own| own.is(param)).unwrap_or(0);
    if place < count {
        return Ok(given.clone());
    }
    let default = default(vm, param)?;
    if place > count || default.is(&no_default(vm)?) {
        let text = vm.str(alias)?;
        let Some(text) = text.downcast::<Str>() else { return Err(vm.no_memory()) };
        return Err(vm.type_error(format_args!("Too few arguments for {text}")));
    }
    let more = vm.new_tuple_from([default])?;
    vm.binary(crate::core::native::BinOp::Add, given, &more)
}
