//! `split`, `subgroup` and `except*`: dividing trees of exceptions.

use pitviper_object::{Obj, Value};

use super::groups::{exceptions_of, is_group, subset};
use super::view;
use crate::core::error::{Exc, PyResult};
use crate::core::vm::Vm;
use crate::eval::unwind;
use crate::types::list::List;
use crate::types::tuple::Tuple;
use crate::types::typ::Type;

/// What decides which exceptions belong to the first part.
pub enum Matcher {
    /// An exception class or a tuple of these.
    Class(Value),
    /// A function that says so.
    Predicate(Value),
    /// The exceptions in a list, by identity.
    Members(Obj<List>),
}

impl Matcher {
    /// For the argument of `split` and `subgroup`.
    ///
    /// # Errors
    /// TypeError.
    pub fn new(vm: &mut Vm, condition: &Value) -> PyResult<Matcher> {
        let is_exception = |value: &Value| value.downcast::<Type>().is_some_and(|class| class.has(Type::EXCEPTION));
        if is_exception(condition) {
            return Ok(Matcher::Class(condition.clone()));
        }
        if let Some(classes) = condition.downcast::<Tuple>()
            && classes.items().iter().all(is_exception)
        {
            return Ok(Matcher::Class(condition.clone()));
        }
        if condition.downcast::<Type>().is_none() && vm.is_callable(condition) {
            return Ok(Matcher::Predicate(condition.clone()));
        }
        Err(vm.type_error(format_args!(
            "expected an exception type, a tuple of exception types, or a callable (other than a class)"
        )))
    }

    fn matches(&self, vm: &mut Vm, exception: &Value) -> PyResult<bool> {
        match self {
            Matcher::Class(class) => unwind::matches(vm, exception, class),
            Matcher::Predicate(function) => {
                let answer = vm.call(function, std::slice::from_ref(exception))?;
                vm.truth(&answer)
            }
            Matcher::Members(list) => {
                if is_group(vm, exception) {
                    return Ok(false);
                }
                Ok((0..list.len()).any(|index| list.get(index).is_some_and(|member| member.is(exception))))
            }
        }
    }
}

/// The parts of an exception, group or not, that match and that do not; the second only when `with_rest`.
///
/// # Errors
/// What the matcher and `derive` raise.
pub fn split(
    vm: &mut Vm,
    exception: &Value,
    matcher: &Matcher,
    with_rest: bool,
) -> PyResult<(Option<Value>, Option<Value>)> {
    vm.check_native_stack()?;
    if matcher.matches(vm, exception)? {
        return Ok((Some(exception.clone()), None));
    }
    if !is_group(vm, exception) {
        return Ok((None, Some(exception.clone()).filter(|_| with_rest)));
    }
    let members = exceptions_of(vm, exception);
    let (matched, rest) = (vm.new_list()?, vm.new_list()?);
    for member in members.items() {
        let (yes, no) = split(vm, member, matcher, with_rest)?;
        if let Some(yes) = yes {
            vm.list_push(&matched, yes)?;
        }
        if let Some(no) = no {
            vm.list_push(&rest, no)?;
        }
    }
    let matched = subset(vm, exception, &matched)?;
    let rest = subset(vm, exception, &rest)?;
    Ok((matched, rest))
}

fn check_star_class(vm: &mut Vm, class: &Value) -> PyResult<()> {
    let Some(class) = class.downcast::<Type>().filter(|class| class.has(Type::EXCEPTION)) else {
        return Err(
            vm.type_error(format_args!("catching classes that do not inherit from BaseException is not allowed"))
        );
    };
    if vm.is_subtype(class, vm.exc_type(Exc::BaseExceptionGroup)) {
        return Err(
            vm.type_error(format_args!("catching ExceptionGroup with except* is not allowed. Use except instead."))
        );
    }
    Ok(())
}

/// `except* class`: what of `exception` the clause handles, and what is left; None for nothing.
///
/// # Errors
/// TypeError when `class` cannot stand there, or what `split` raises.
pub fn split_for_handler(vm: &mut Vm, exception: &Value, class: &Value) -> PyResult<(Value, Value)> {
    let (exception, class) = (exception.clone(), class.clone());
    match class.downcast::<Tuple>() {
        Some(classes) => {
            for class in classes.items() {
                check_star_class(vm, class)?;
            }
        }
        None => check_star_class(vm, &class)?,
    }
    if exception.is_none() {
        return Ok((Value::none(), Value::none()));
    }
    if unwind::matches(vm, &exception, &class)? {
        if is_group(vm, &exception) {
            return Ok((exception, Value::none()));
        }
        // A naked exception is wrapped, so that handlers always see a group.
        let message = crate::core::registry::empty_str(vm);
        let members = vm.new_tuple(std::slice::from_ref(&exception))?;
        let group = super::new_with_args(vm, Exc::BaseExceptionGroup, &[message, members])?;
        let frame = vm.stack.frame;
        if !frame.is_null() {
            // SAFETY: the frame that runs the `except*`, its pc saved.
            unsafe { crate::types::traceback::add_entry(vm, frame, &group)? };
        }
        return Ok((group, Value::none()));
    }
    if !is_group(vm, &exception) {
        return Ok((Value::none(), exception));
    }
    let name = vm.intern("split")?;
    let pair = vm.call_method(&exception, &name, std::slice::from_ref(&class))?;
    let kind = vm.type_name(&exception);
    let Some(parts) = pair.downcast::<Tuple>() else {
        let got = vm.type_name(&pair);
        return Err(vm.type_error(format_args!("{kind}.split must return a tuple, not {got}")));
    };
    match parts.items() {
        [matched, rest, ..] => Ok((matched.clone(), rest.clone())),
        short => {
            let size = short.len();
            Err(vm.type_error(format_args!("{kind}.split must return a 2-tuple, got tuple of size {size}")))
        }
    }
}

/// Whether both were raised at once: same traceback, cause and context.
fn same_origin(a: &Value, b: &Value) -> bool {
    let same = |a: Option<Value>, b: Option<Value>| match (a, b) {
        (Some(a), Some(b)) => a.is(&b),
        (a, b) => a.is_none() && b.is_none(),
    };
    match (view(a), view(b)) {
        (Some(a), Some(b)) => {
            same(a.traceback.get(), b.traceback.get())
                && same(a.cause.get(), b.cause.get())
                && same(a.context.get(), b.context.get())
        }
        _ => false,
    }
}

/// Collects the exceptions of a tree that are no groups.
fn collect_leaves(vm: &mut Vm, exception: &Value, leaves: &List) -> PyResult<()> {
    vm.check_native_stack()?;
    if !is_group(vm, exception) {
        return vm.list_push(leaves, exception.clone());
    }
    for member in exceptions_of(vm, exception).items() {
        collect_leaves(vm, member, leaves)?;
    }
    Ok(())
}

/// What is to be raised after all `except*` clauses: `results` lists what they raised, and what none handled. None
/// when everything was handled.
///
/// # Errors
/// What `derive` raises.
pub fn prepare_reraise(vm: &mut Vm, original: &Value, results: &Value) -> PyResult {
    let original = original.clone();
    let Ok(results) = Obj::<List>::try_from_value(results.clone()) else { return Ok(Value::none()) };
    if results.is_empty() {
        return Ok(Value::none());
    }
    if !is_group(vm, &original) {
        // It was wrapped; only one clause can have run.
        return Ok(results.get(0).unwrap_or_else(Value::none));
    }
    let raised = vm.new_list()?;
    let leaves = vm.new_list()?;
    let mut index = 0;
    while let Some(result) = results.get(index) {
        index += 1;
        if result.is_none() {
            continue;
        }
        if is_group(vm, &result) && same_origin(&result, &original) {
            collect_leaves(vm, &result, &leaves)?;
        } else {
            vm.list_push(&raised, result)?;
        }
    }
    let reraised = if leaves.is_empty() { None } else { split(vm, &original, &Matcher::Members(leaves), false)?.0 };
    match (raised.len(), reraised) {
        (0, reraised) => Ok(reraised.unwrap_or_else(Value::none)),
        (1, None) => Ok(raised.get(0).unwrap_or_else(Value::none)),
        (_, reraised) => {
            if let Some(reraised) = reraised {
                vm.list_push(&raised, reraised)?;
            }
            let message = crate::core::registry::empty_str(vm);
            super::new_with_args(vm, Exc::BaseExceptionGroup, &[message, raised.into_value()])
        }
    }
}
