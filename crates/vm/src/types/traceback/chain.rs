//! The order of a chain of exceptions: causes and contexts first, the members of groups below them.
//!
//! First a plan is made (each exception is shown as a cause or context only where it is met first, so cycles end),
//! then it is printed. A node of the plan is a list: exception, node to print before it, whether that is its
//! cause, list of member nodes.

use pitviper_object::{Obj, Value};

use super::excerpt::decimal;
use super::frames::print_frames;
use super::last_line::print_last_line;
use super::print::Printer;
use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::exception::{self, groups};
use crate::types::list::List;

/// Deeper groups are not shown.
const MAX_DEPTH: usize = 10;
/// Further members are not shown.
const MAX_WIDTH: usize = 15;

const EXCEPTION: usize = 0;
const BEFORE: usize = 1;
const IS_CAUSE: usize = 2;
const MEMBERS: usize = 3;

/// Prints an exception with everything that belongs to it. Without memory for a plan: the exception alone.
pub fn print_chain(vm: &mut Vm, exception: &Value, printer: &mut Printer<'_>) {
    match plan(vm, exception) {
        Ok(node) => print_node(vm, &node, printer),
        Err(raised) => {
            drop(vm.take_raised(raised));
            print_frames(vm, exception::traceback_of(exception), false, printer);
            print_last_line(vm, exception, printer);
        }
    }
}

fn node(vm: &mut Vm, seen: &List, exception: &Value) -> PyResult<Obj<List>> {
    vm.list_push(seen, exception.clone())?;
    vm.new_list_of(&[exception.clone(), Value::none(), Value::bool(false), Value::none()])
}

fn is_seen(seen: &List, exception: &Value) -> bool {
    (0..seen.len()).any(|index| seen.get(index).is_some_and(|other| other.is(exception)))
}

fn plan(vm: &mut Vm, exception: &Value) -> PyResult<Obj<List>> {
    let seen = vm.new_list()?;
    let root = node(vm, &seen, exception)?;
    let queue = vm.new_list_of(&[root.as_value().clone()])?;
    while let Some(value) = queue.pop() {
        let Ok(place) = Obj::<List>::try_from_value(value) else { break };
        let Some(exception) = place.get(EXCEPTION) else { break };
        let Some(object) = exception::view(&exception) else { continue };
        let cause = object.cause.get().filter(|cause| !is_seen(&seen, cause));
        let before = match &cause {
            Some(cause) => Some(cause.clone()),
            None if object.suppress_context.get() => None,
            None => object.context.get().filter(|context| !is_seen(&seen, context)),
        };
        if let Some(before) = before {
            let before = node(vm, &seen, &before)?;
            place.replace(BEFORE, before.as_value().clone());
            place.replace(IS_CAUSE, Value::bool(cause.is_some()));
            vm.list_push(&queue, before.into_value())?;
        }
        if groups::is_group(vm, &exception) {
            let members = vm.new_list()?;
            for member in groups::exceptions_of(vm, &exception).items() {
                let member = node(vm, &seen, member)?.into_value();
                vm.list_push(&members, member.clone())?;
                vm.list_push(&queue, member)?;
            }
            place.replace(MEMBERS, members.into_value());
        }
    }
    Ok(root)
}

fn child(node: &List, index: usize) -> Option<Obj<List>> {
    Obj::try_from_value(node.get(index)?).ok()
}

fn print_node(vm: &mut Vm, node: &Obj<List>, printer: &mut Printer<'_>) {
    // How many come before: printed from the far end, each found by walking, so that nothing need be allocated.
    let mut length = 1;
    let mut at = node.clone();
    while let Some(before) = child(&at, BEFORE) {
        at = before;
        length += 1;
    }
    for steps in (0..length).rev() {
        let mut at = node.clone();
        for _ in 0..steps {
            match child(&at, BEFORE) {
                Some(before) => at = before,
                None => break,
            }
        }
        if child(&at, BEFORE).is_some() {
            let is_cause = at.get(IS_CAUSE).is_some_and(|value| value.is(&Value::bool(true)));
            printer.text(
                vm,
                if is_cause {
                    "\nThe above exception was the direct cause of the following exception:\n\n"
                } else {
                    "\nDuring handling of the above exception, another exception occurred:\n\n"
                },
            );
        }
        print_one(vm, &at, printer);
    }
}

fn print_one(vm: &mut Vm, node: &List, printer: &mut Printer<'_>) {
    let Some(exception) = node.get(EXCEPTION) else { return };
    let traceback = exception::traceback_of(&exception);
    let Some(members) = child(node, MEMBERS) else {
        print_frames(vm, traceback, false, printer);
        print_last_line(vm, &exception, printer);
        return;
    };
    if printer.depth > MAX_DEPTH {
        printer.text(vm, "... (max_group_depth is ");
        printer.text(vm, decimal(MAX_DEPTH, &mut [0; 20]));
        printer.text(vm, ")\n");
        return;
    }
    let is_top = printer.depth == 0;
    if is_top {
        printer.depth = 1;
    }
    print_frames(vm, traceback, true, printer);
    print_last_line(vm, &exception, printer);
    let count = members.len();
    let shown = count.min(MAX_WIDTH + 1);
    printer.need_close = false;
    for index in 0..shown {
        let is_last = index + 1 == shown;
        if is_last {
            printer.need_close = true;
        }
        let truncated = index >= MAX_WIDTH;
        let mut digits = [0; 20];
        printer.separator(vm, index == 0, if truncated { "..." } else { decimal(index + 1, &mut digits) });
        printer.depth += 1;
        if truncated {
            let left = count - MAX_WIDTH;
            printer.text(vm, "and ");
            printer.text(vm, decimal(left, &mut [0; 20]));
            printer.text(vm, if left == 1 { " more exception\n" } else { " more exceptions\n" });
        } else if let Some(member) = child(&members, index) {
            print_node(vm, &member, printer);
        }
        if is_last && printer.need_close {
            printer.close(vm);
            printer.need_close = false;
        }
        printer.depth -= 1;
    }
    if is_top {
        printer.depth = 0;
    }
}
