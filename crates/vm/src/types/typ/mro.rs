//! The method resolution order: C3, and what a metaclass's `mro()` gives instead.

use pitviper_object::{Obj, Value};

use super::Type;
use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::vm::Vm;
use crate::types::list::List;
use crate::types::str::{Str, StrBuilder};
use crate::types::tuple::Tuple;

/// Computes and sets the MRO of a class whose bases are set. False: a metaclass's `mro()` led to another one being set,
/// which stays.
///
/// # Errors
/// TypeError when there is none, or what a metaclass's `mro()` raises.
pub(crate) fn set_mro(vm: &mut Vm, class: &Type) -> PyResult<bool> {
    let value = class.to_value();
    let meta = vm.type_of(&value);
    let order = if meta.has(Type::HEAP)
        && let Some(method) = vm.lookup(meta, &vm.names().mro)
        && method.kind() != kinds::METHOD_DESCRIPTOR
    {
        let before = class.mro.get();
        let custom = vm.call_bound(&method, &value, &[])?;
        let custom = vm.tuple_from(&custom)?;
        check_custom(vm, class, &custom)?;
        let is_before = |now: &Value| before.as_ref().is_some_and(|before| before.is(now));
        if class.mro.get().is_some_and(|now| !is_before(&now)) {
            return Ok(false);
        }
        custom
    } else {
        compute(vm, class)?
    };
    class.mro.set(Some(order));
    Ok(true)
}

fn check_custom(vm: &mut Vm, class: &Type, order: &Value) -> PyResult<()> {
    let Some(order) = order.downcast::<Tuple>() else { return Ok(()) };
    for item in order.items() {
        let Some(other) = item.downcast::<Type>() else {
            let kind = vm.type_name(item);
            return Err(vm.type_error(format_args!("mro() returned a non-class ('{kind}')")));
        };
        if other.kind != class.kind && !vm.is_subtype(vm.type_of_kind(class.kind), vm.type_of_kind(other.kind)) {
            let name = other.name();
            return Err(vm.type_error(format_args!("mro() returned base with unsuitable layout ('{name}')")));
        }
    }
    Ok(())
}

/// The C3 linearisation: a tuple.
///
/// # Errors
/// TypeError as CPython words it.
pub(crate) fn compute(vm: &mut Vm, class: &Type) -> PyResult {
    let bases = class.bases.get().unwrap_or_else(Value::none);
    let Some(bases) = bases.downcast::<Tuple>() else { return Err(vm.no_memory()) };
    let incomplete = bases.items().iter().filter_map(Value::downcast::<Type>).find(|base| base.mro.is_none());
    if let Some(base) = incomplete {
        let name = base.name();
        return Err(vm.type_error(format_args!("Cannot extend an incomplete type '{name}'")));
    }
    let order = vm.new_list_of(&[class.to_value()])?;
    if let [base] = bases.items()
        && let Some(base) = base.downcast::<Type>()
    {
        for item in base.mro() {
            vm.list_push(&order, item.clone())?;
        }
        return vm.tuple_from(order.as_value());
    }
    check_duplicates(vm, bases)?;
    let sources = vm.new_list()?;
    let positions = vm.new_list()?;
    for base in bases.items() {
        if let Some(base) = base.downcast::<Type>()
            && let Some(mro) = base.mro.get()
        {
            vm.list_push(&sources, mro)?;
            vm.list_push(&positions, Value::small(0))?;
        }
    }
    vm.list_push(&sources, Obj::from_ref(bases).into_value())?;
    vm.list_push(&positions, Value::small(0))?;
    merge(vm, &order, &sources, &positions)?;
    vm.tuple_from(order.as_value())
}

fn check_duplicates(vm: &mut Vm, bases: &Tuple) -> PyResult<()> {
    for (index, base) in bases.items().iter().enumerate() {
        if bases.items()[..index].iter().any(|other| other.is(base))
            && let Some(class) = base.downcast::<Type>()
        {
            let name = class.name();
            return Err(vm.type_error(format_args!("duplicate base class {name}")));
        }
    }
    Ok(())
}

/// The first class of a source that is not yet in the order.
fn head(sources: &List, positions: &List, index: usize) -> Option<Value> {
    let source = sources.get(index)?;
    let position = positions.get(index)?.as_small()? as usize;
    source.downcast::<Tuple>()?.items().get(position).cloned()
}

/// Whether `class` comes later in some source.
fn is_in_a_tail(sources: &List, positions: &List, class: &Value) -> bool {
    (0..sources.len()).any(|index| {
        let (Some(source), Some(position)) = (sources.get(index), positions.get(index).and_then(|p| p.as_small()))
        else {
            return false;
        };
        source
            .downcast::<Tuple>()
            .is_some_and(|tuple| tuple.items().iter().skip(position as usize + 1).any(|other| other.is(class)))
    })
}

fn merge(vm: &mut Vm, order: &List, sources: &List, positions: &List) -> PyResult<()> {
    'next: loop {
        let mut left = false;
        let mut refused: Option<Value> = None;
        for index in 0..sources.len() {
            let Some(candidate) = head(sources, positions, index) else { continue };
            left = true;
            if refused.as_ref().is_some_and(|refused| refused.is(&candidate)) {
                continue;
            }
            vm.work(1 + sources.len() as u32 / 16)?;
            if is_in_a_tail(sources, positions, &candidate) {
                refused = Some(candidate);
                continue;
            }
            vm.list_push(order, candidate.clone())?;
            for other in 0..sources.len() {
                if head(sources, positions, other).is_some_and(|head| head.is(&candidate)) {
                    let position = positions.get(other).and_then(|p| p.as_small()).unwrap_or(0);
                    drop(positions.replace(other, Value::small(position + 1)));
                }
            }
            continue 'next;
        }
        if !left {
            return Ok(());
        }
        return Err(inconsistent(vm, sources, positions));
    }
}

#[cold]
fn inconsistent(vm: &mut Vm, sources: &List, positions: &List) -> Raised {
    match heads_text(vm, sources, positions) {
        Ok(text) => match text.downcast::<Str>() {
            Some(names) => vm
                .type_error(format_args!("Cannot create a consistent method resolution order (MRO) for bases {names}")),
            None => vm.no_memory(),
        },
        Err(raised) => raised,
    }
}

fn heads_text(vm: &mut Vm, sources: &List, positions: &List) -> PyResult {
    let mut builder = StrBuilder::new(vm);
    let mut first = true;
    for index in 0..sources.len() {
        let Some(class) = head(sources, positions, index) else { continue };
        if (0..index).any(|earlier| head(sources, positions, earlier).is_some_and(|other| other.is(&class))) {
            continue;
        }
        if !first {
            builder.push_text(", ")?;
        }
        first = false;
        if let Some(class) = class.downcast::<Type>() {
            builder.push_str(class.name())?;
        }
    }
    builder.finish()
}
