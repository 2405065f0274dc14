//! Binding arguments to the parameters of a Python function, with CPython's messages.

use pitviper_compiler::code::flags;
use pitviper_object::{Obj, Slot, Value};

use crate::core::error::PyResult;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::types::dict::Dict;
use crate::types::function::Function;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// Fills the parameters' registers (all null before).
///
/// # Safety
/// `registers` are those of a frame of `function`'s code.
///
/// # Errors
/// TypeError as CPython words it; registers may be partly filled.
#[inline(never)]
pub unsafe fn bind(vm: &mut Vm, function: &Function, registers: *mut Slot, args: Args<'_>) -> PyResult<()> {
    let code = &*function.code().code;
    let positional = code.arg_count as usize;
    let keyword_only = code.kwonly_count as usize;
    let keywords = args.names.map_or(0, Tuple::len);
    let given = args.values.len() - keywords;
    let total = positional + keyword_only;
    // SAFETY: parameters are the first registers.
    let slot = |index: usize| unsafe { &mut *registers.add(index) };
    for (index, value) in args.values[..given.min(positional)].iter().enumerate() {
        *slot(index) = Some(value.clone());
    }
    let has_varargs = code.flags & flags::VARARGS != 0;
    let has_varkw = code.flags & flags::VARKEYWORDS != 0;
    if has_varargs {
        let rest = if given > positional { &args.values[positional..given] } else { &[] };
        *slot(total) = Some(vm.new_tuple(rest)?);
    }
    let extra_keywords: Option<Obj<Dict>> = if has_varkw {
        let dict = vm.new_dict()?;
        *slot(total + usize::from(has_varargs)) = Some(dict.clone().into_value());
        Some(dict)
    } else {
        None
    };
    if let Some(names) = args.names {
        for (name, value) in names.items().iter().zip(&args.values[given..]) {
            let index = find_parameter(vm, code, name, code.posonly_count as usize, total);
            match index {
                Some(index) => {
                    if slot(index).is_some() {
                        return Err(multiple_values(vm, function, name));
                    }
                    *slot(index) = Some(value.clone());
                }
                None => match &extra_keywords {
                    Some(dict) => vm.dict_set(dict, name.clone(), value.clone())?,
                    None => return Err(unexpected_keyword(vm, function, code, name, args)),
                },
            }
        }
    }
    if given > positional && !has_varargs {
        return Err(too_many(vm, function, registers, given));
    }
    let defaults = function.extra().and_then(|extra| extra.defaults.get());
    let defaults = defaults.as_ref().and_then(Value::downcast::<Tuple>);
    let count = defaults.map_or(0, Tuple::len).min(positional);
    if given < positional {
        let first_default = positional - count;
        let mut missing = 0;
        for index in 0..positional {
            if slot(index).is_some() {
                continue;
            }
            match defaults {
                Some(defaults) if index >= first_default => {
                    *slot(index) = Some(defaults.items()[defaults.len() - count + index - first_default].clone());
                }
                _ => missing += 1,
            }
        }
        if missing > 0 {
            return Err(missing_arguments(vm, function, registers, 0, first_default, "positional"));
        }
    }
    if keyword_only > 0 {
        let kwdefaults = function.extra().and_then(|extra| extra.kwdefaults.get_obj::<Dict>());
        let mut missing = false;
        for index in positional..total {
            if slot(index).is_some() {
                continue;
            }
            let name = code.locals.name(index);
            match kwdefaults.as_ref().and_then(|dict| default_of(dict, name, index - positional)) {
                Some(value) => *slot(index) = Some(value),
                None => missing = true,
            }
        }
        if missing {
            return Err(missing_arguments(vm, function, registers, positional, total, "keyword-only"));
        }
    }
    Ok(())
}

/// The default of a keyword-only parameter. Defaults stand in the order of the parameters: the entry of that number is
/// looked at first, or one before where parameters without default precede.
fn default_of(defaults: &Dict, name: &str, number: usize) -> Option<Value> {
    let used = defaults.table.used();
    let is = |index: &u32| {
        defaults.table.key(*index).is_some_and(|key| key.downcast::<Str>().is_some_and(|key| key.eq_str(name)))
    };
    let guess = u32::try_from(number).ok()?.min(used);
    let index = (0..=guess).rev().chain(guess + 1..used).filter(|index| *index < used).find(is)?;
    defaults.value(index)
}

fn find_parameter(
    _vm: &Vm,
    code: &pitviper_compiler::code::Code,
    name: &Value,
    from: usize,
    to: usize,
) -> Option<usize> {
    let name = name.downcast::<Str>()?;
    (from..to).find(|&index| name.eq_str(code.locals.name(index)))
}

fn function_name(function: &Function) -> FunctionName<'_> {
    FunctionName(function)
}

/// `__qualname__`, which a program may have changed.
struct FunctionName<'a>(&'a Function);

impl std::fmt::Display for FunctionName<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let own = self.0.extra().and_then(|extra| extra.qualname.get());
        match own.as_ref().and_then(Value::downcast::<Str>) {
            Some(own) => own.fmt(f),
            None => f.write_str(&self.0.code().code.qualname),
        }
    }
}

#[cold]
fn multiple_values(vm: &mut Vm, function: &Function, name: &Value) -> crate::core::error::Raised {
    let Some(name) = name.downcast::<Str>() else { return vm.type_error(format_args!("keywords must be strings")) };
    vm.type_error(format_args!("{}() got multiple values for argument '{name}'", function_name(function)))
}

#[cold]
fn unexpected_keyword(
    vm: &mut Vm,
    function: &Function,
    code: &pitviper_compiler::code::Code,
    name: &Value,
    args: Args<'_>,
) -> crate::core::error::Raised {
    let Some(text) = name.downcast::<Str>() else { return vm.type_error(format_args!("keywords must be strings")) };
    // Positional-only parameters passed by name are reported together.
    let posonly = code.posonly_count as usize;
    let mut passed = StrBuilder::new(vm);
    let mut any = false;
    if let Some(names) = args.names {
        for parameter in code.locals.names.iter().take(posonly) {
            if names.items().iter().any(|n| n.downcast::<Str>().is_some_and(|n| n.eq_str(parameter))) {
                if any && passed.push_text(", ").is_err() {
                    return vm.no_memory();
                }
                any = true;
                if passed.push_text(parameter).is_err() {
                    return vm.no_memory();
                }
            }
        }
    }
    if any {
        return match passed.finish() {
            Ok(list) => match list.downcast::<Str>() {
                Some(list) => vm.type_error(format_args!(
                    "{}() got some positional-only arguments passed as keyword arguments: '{list}'",
                    function_name(function)
                )),
                None => vm.no_memory(),
            },
            Err(raised) => raised,
        };
    }
    let candidates =
        (posonly..code.arg_count as usize + code.kwonly_count as usize).map(|index| code.locals.name(index));
    if let Some(close) = text.as_ascii().and_then(|text| crate::types::exception::suggest::closest(text, candidates)) {
        return vm.type_error(format_args!(
            "{}() got an unexpected keyword argument '{text}'. Did you mean '{close}'?",
            function_name(function)
        ));
    }
    vm.type_error(format_args!("{}() got an unexpected keyword argument '{text}'", function_name(function)))
}

#[cold]
fn too_many(vm: &mut Vm, function: &Function, registers: *mut Slot, given: usize) -> crate::core::error::Raised {
    let code = &*function.code().code;
    let positional = code.arg_count as usize;
    let defaults = function.extra().and_then(|e| e.defaults.get_obj::<Tuple>()).map_or(0, |d| d.len());
    // SAFETY: the registers of `bind`.
    let keyword_given = (positional..positional + code.kwonly_count as usize)
        .filter(|&i| unsafe { (*registers.add(i)).is_some() })
        .count();
    let name = function_name(function);
    let plural = if positional == 1 { "" } else { "s" };
    let verb = if given == 1 && keyword_given == 0 { "was" } else { "were" };
    let takes = positional;
    if keyword_given > 0 {
        let plural_given = if given == 1 { "" } else { "s" };
        let plural_keyword = if keyword_given == 1 { "" } else { "s" };
        if defaults > 0 {
            let least = positional - defaults;
            return vm.type_error(format_args!(
                "{name}() takes from {least} to {takes} positional arguments but {given} positional argument{plural_given} (and {keyword_given} keyword-only argument{plural_keyword}) were given"
            ));
        }
        return vm.type_error(format_args!(
            "{name}() takes {takes} positional argument{plural} but {given} positional argument{plural_given} (and {keyword_given} keyword-only argument{plural_keyword}) were given"
        ));
    }
    if defaults > 0 {
        let least = positional - defaults;
        return vm.type_error(format_args!(
            "{name}() takes from {least} to {takes} positional arguments but {given} {verb} given"
        ));
    }
    vm.type_error(format_args!("{name}() takes {takes} positional argument{plural} but {given} {verb} given"))
}

#[cold]
fn missing_arguments(
    vm: &mut Vm,
    function: &Function,
    registers: *mut Slot,
    from: usize,
    to: usize,
    what: &str,
) -> crate::core::error::Raised {
    let code = &*function.code().code;
    // SAFETY: the registers of `bind`.
    let absent = |i: &usize| unsafe { (*registers.add(*i)).is_none() };
    let count = (from..to).filter(absent).count();
    let mut list = StrBuilder::new(vm);
    for (position, index) in (from..to).filter(absent).enumerate() {
        let separator = match (position, count) {
            (0, _) => "",
            (1, 2) => " and ",
            (p, n) if p == n - 1 => ", and ",
            _ => ", ",
        };
        if list.write_fmt(format_args!("{separator}'{}'", code.locals.name(index))).is_err() {
            return vm.no_memory();
        }
    }
    let plural = if count == 1 { "" } else { "s" };
    let name = function_name(function);
    match list.finish() {
        Ok(list) => match list.downcast::<Str>() {
            Some(list) => {
                vm.type_error(format_args!("{name}() missing {count} required {what} argument{plural}: {list}"))
            }
            None => vm.no_memory(),
        },
        Err(raised) => raised,
    }
}
