//! `max` and `min`.

use std::cell::Cell;

use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::{Args, CmpOp, Method};
use crate::core::vm::Vm;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::keywords("max", max)
        .doc("With an iterable, return its biggest item (or the default when it is empty); else the biggest argument."),
    Method::keywords("min", min).doc(
        "With an iterable, return its smallest item (or the default when it is empty); else the smallest argument.",
    ),
];

fn max(vm: &mut Vm, args: Args<'_>) -> PyResult {
    extreme(vm, args, "max", CmpOp::Gt)
}

fn min(vm: &mut Vm, args: Args<'_>) -> PyResult {
    extreme(vm, args, "min", CmpOp::Lt)
}

/// The first item for which `item op best` holds against all others before it.
fn extreme(vm: &mut Vm, args: Args<'_>, function: &'static str, op: CmpOp) -> PyResult {
    let positional = args.positional();
    if let ([first, rest @ ..], None) = (positional, args.names)
        && !rest.is_empty()
    {
        let mut best = first;
        for item in rest {
            if vm.compare_bool(item, best, op)? {
                best = item;
            }
        }
        return Ok(best.clone());
    }
    if positional.is_empty() {
        return Err(vm.type_error(format_args!("{function} expected at least 1 argument, got 0")));
    }
    let named = Args { values: &args.values[positional.len()..], names: args.names };
    let [key, default] = Params::new(function, ["key", "default"]).keyword_only(2).bind(vm, named)?;
    let key = key.filter(|key| !key.is_none());
    if positional.len() > 1 && default.is_some() {
        return Err(
            vm.type_error(format_args!("Cannot specify a default for {function}() with multiple positional arguments"))
        );
    }
    let best: Cell<Option<(Value, Value)>> = Cell::new(None);
    let consider = |vm: &mut Vm, item: Value| {
        let rank = match key {
            Some(key) => vm.call(key, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let better = match best.take() {
            None => true,
            Some((best_item, best_rank)) => {
                let better = vm.compare_bool(&rank, &best_rank, op)?;
                if !better {
                    best.set(Some((best_item, best_rank)));
                }
                better
            }
        };
        if better {
            best.set(Some((item, rank)));
        }
        PyResult::Ok(())
    };
    if let [iterable] = positional {
        let iterator = vm.iter(iterable)?;
        while let Some(item) = vm.next(&iterator)? {
            consider(vm, item)?;
        }
    } else {
        for item in positional {
            consider(vm, item.clone())?;
        }
    }
    match (best.take(), default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(vm.value_error(format_args!("{function}() iterable argument is empty"))),
    }
}
