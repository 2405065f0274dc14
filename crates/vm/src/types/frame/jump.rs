//! Setting `f_lineno`: control goes to the beginning of another line.
//!
//! A function of `sys.settrace` or `sys.monitoring` can send the frame it is told of to each line whose instructions find in the registers
//! what they need there. What that is, the ways through the code say ([`Ways`]): temporaries must hold at the target what
//! they hold here, by kind, or nothing. So a loop's body can be left, and entered from another loop on the same level
//! only; a handler can be left (what was handled before is handled again) but not entered; a `with` block can be left
//! (without `__exit__`). Variables without value get `None`: at the target they may be known to have one. Of several
//! places that belong to a line (copies of a `finally` block), the one that keeps the most is taken.
//!
//! Rules and messages are CPython's. Where it would go on with what is not there (a frame in the middle of a call), this
//! is refused as well. Operands that are variables need no temporaries, so that the middle of an expression may be a
//! target here; and the line of `for` always begins the loop, from inside it too, where CPython ends it.

use std::ptr::NonNull;
use std::sync::Arc;

use pitviper_compiler::code::{Code, LocalKind};
use pitviper_compiler::opcode::Op;
use pitviper_compiler::verify::{self, Holds, Registers, Ways};
use pitviper_object::Value;

use super::FrameObject;
use crate::core::error::{Exc, PyResult, Raised};
use crate::core::vm::Vm;
use crate::eval::generator;
use crate::eval::stack::Frame;
use crate::eval::tracing::{Jump, events};
use crate::types::code_spec::line_of_start;
use crate::types::int;

/// Where to go.
struct Target {
    word: u32,
    registers: Registers,
    /// Temporaries that keep what they hold.
    kept: usize,
}

/// Sets the line at which a frame goes on.
pub(super) fn set_line(vm: &mut Vm, frame: &FrameObject, value: Option<Value>) -> PyResult<()> {
    let Some(value) = value else {
        let message = format_args!("attribute 'f_lineno' of 'frame' objects cannot be deleted");
        return Err(vm.raise(Exc::AttributeError, message));
    };
    if !int::is_exact(&value) {
        return Err(vm.value_error(format_args!("lineno must be an integer")));
    }
    let (record, start) = start(vm, frame)?;
    let Some(line) = int::to_i64(&value).and_then(|line| i32::try_from(line).ok()) else {
        return Err(vm.value_error(format_args!("lineno out of range")));
    };
    let code = frame.code().code.clone();
    let line = existing_line(vm, &code, line)?;
    let cost = verify::cost(&code);
    vm.heap.charge(cost)?;
    vm.worked(code.instructions.len());
    let found = find(&code, start, line);
    vm.heap.uncharge(cost);
    let (from, target) = match found {
        Ok(found) => found,
        Err(message) => return Err(vm.value_error(format_args!("{message}"))),
    };
    // SAFETY: the record is that of the frame that tools are told of, and its registers are those of the code.
    unsafe {
        fill_variables(vm, record, &code)?;
        drop_temporaries(vm, record, &code, &from, &target.registers);
        go(vm, frame, record, target.word, line);
    }
    Ok(())
}

/// The record of the frame, and the word where it stands, when it may be sent elsewhere.
fn start(vm: &mut Vm, frame: &FrameObject) -> PyResult<(*mut Frame, u32)> {
    let message = match vm.tracing.thread.what.map(usize::from) {
        None => "f_lineno can only be set in a trace function",
        Some(events::PY_START) => "can't jump from the 'call' trace event of a new frame",
        Some(events::CALL | events::C_RETURN) => "can't jump during a call",
        Some(
            events::LINE
            | events::JUMP
            | events::PY_RESUME
            | events::PY_YIELD
            | events::BRANCH_LEFT
            | events::BRANCH_RIGHT,
        ) => {
            let told = vm.tracing.thread.told;
            let record = frame.record(vm).filter(|record| told.is_some() && told == NonNull::new(*record));
            match (record, vm.tracing.thread.next.filter(|(next, _)| told == Some(*next))) {
                (Some(record), Some((_, word))) => return Ok((record, word)),
                (Some(record), None) => return Ok((record, frame.position(vm).unwrap_or(0))),
                _ => "can't jump during a call",
            }
        }
        Some(_) => "can only jump from a 'line' trace event",
    };
    Err(vm.value_error(format_args!("{message}")))
}

/// Where lines begin: word and line. A function's first one is that of `def`, behind the making of cells.
fn beginnings(code: &Code) -> impl Iterator<Item = (u32, u32)> {
    let entry = code.instructions.iter().take_while(|instr| instr.op == Op::MakeCell as u8).count() as u32;
    let mut last = line_of_start(code) as u32;
    let definition = (last != 0).then_some((entry, last));
    let lines = code.positions.iter().filter_map(move |(word, place)| {
        let begins = place.line != 0 && place.line != last;
        if begins {
            last = place.line;
        }
        begins.then_some((word, place.line))
    });
    definition.into_iter().chain(lines)
}

/// The first line with code that is not before `line`.
fn existing_line(vm: &mut Vm, code: &Code, line: i32) -> PyResult<u32> {
    let wrong = |vm: &mut Vm, place: &str| -> Raised {
        vm.value_error(format_args!("line {line} comes {place} the current code block"))
    };
    let Some(least) = u32::try_from(line).ok().filter(|line| *line >= code.first_line) else {
        return Err(wrong(vm, "before"));
    };
    match beginnings(code).map(|beginning| beginning.1).filter(|line| *line >= least).min() {
        Some(line) => Ok(line),
        None => Err(wrong(vm, "after")),
    }
}

/// What the registers hold at `start`, and the best place that belongs to a line; or why there is none.
fn find(code: &Arc<Code>, start: u32, line: u32) -> Result<(Registers, Target), &'static str> {
    let Some(ways) = Ways::of(code) else { return Err("stack is too deep to analyze") };
    let Some(from) = ways.at(start) else { return Err("can't jump from unreachable code") };
    let mut best: Option<Target> = None;
    let mut message = None;
    for (word, _) in beginnings(code).filter(|beginning| beginning.1 == line) {
        let registers = match ways.at(word) {
            Some(registers) if fits(code, &from, &registers) => registers,
            Some(registers) => {
                message.get_or_insert(misfit(code, &registers));
                continue;
            }
            None => {
                message.get_or_insert("can't jump into an exception handler, or code may be unreachable");
                continue;
            }
        };
        let kept = temporaries(code).filter(|&register| registers.get(register) != Holds::Nothing).count();
        if best.as_ref().is_none_or(|best| kept > best.kept) {
            best = Some(Target { word, registers, kept });
        }
    }
    match best {
        Some(best) => Ok((from, best)),
        None => Err(message.unwrap_or("cannot find bytecode for specified line")),
    }
}

fn temporaries(code: &Code) -> std::ops::Range<usize> {
    code.locals.len()..usize::from(code.registers)
}

/// Whether each register holds what is needed at the target.
fn fits(code: &Code, from: &Registers, to: &Registers) -> bool {
    let variables = code.locals.iter().enumerate().all(|(register, (_, kind))| {
        let (from, to) = (from.get(register), to.get(register));
        match kind {
            LocalKind::Plain => true,
            LocalKind::Cell => from == to,
            // A comprehension's own variable can be left behind.
            LocalKind::Hidden => to == Holds::Nothing || from == to,
        }
    });
    variables
        && temporaries(code).all(|register| match (from.get(register), to.get(register)) {
            (_, Holds::Nothing) => true,
            (_, Holds::Mixed) | (Holds::Mixed, _) => false,
            (from, Holds::MaybeValue) => from != Holds::Former,
            (Holds::Iterator | Holds::List | Holds::Dict, Holds::Value) => true,
            (from, to) => from == to,
        })
}

/// Why a place cannot be gone to: what its innermost temporary is.
fn misfit(code: &Code, registers: &Registers) -> &'static str {
    let mut temporaries = temporaries(code).rev().map(|register| registers.get(register));
    match temporaries.find(|holds| *holds != Holds::Nothing) {
        Some(Holds::Former) => "can't jump into an 'except' block as there's no exception",
        Some(Holds::Iterator) => "can't jump into the body of a for loop",
        _ => "incompatible stacks",
    }
}

/// Gives variables without value `None`.
///
/// # Safety
/// The record runs this code.
unsafe fn fill_variables(vm: &mut Vm, record: *mut Frame, code: &Code) -> PyResult<()> {
    // SAFETY: variables are the first registers.
    let is_unbound = |register: usize| unsafe { (*(*record).registers.add(register)).is_none() };
    let unbound = (0..code.locals.len()).filter(|&register| is_unbound(register)).count();
    if unbound == 0 {
        return Ok(());
    }
    let s = if unbound == 1 { "" } else { "s" };
    vm.warn(Exc::RuntimeWarning, 1, format_args!("assigning None to {unbound} unbound local{s}"))?;
    for (register, (_, kind)) in code.locals.iter().enumerate() {
        if kind == LocalKind::Plain && is_unbound(register) {
            // SAFETY: as above.
            unsafe { *(*record).registers.add(register) = Some(Value::none()) };
        }
    }
    Ok(())
}

/// Empties what is not needed at the target, innermost first; handlers are left so.
///
/// # Safety
/// The record runs this code.
unsafe fn drop_temporaries(vm: &mut Vm, record: *mut Frame, code: &Code, from: &Registers, to: &Registers) {
    let hidden = code.locals.iter().enumerate().filter(|(_, (_, kind))| *kind == LocalKind::Hidden);
    for register in temporaries(code).rev().chain(hidden.map(|(register, _)| register)) {
        if to.get(register) != Holds::Nothing {
            continue;
        }
        // SAFETY: within the code's registers.
        let mut value = unsafe { (*(*record).registers.add(register)).take() };
        if from.get(register) == Holds::Former {
            // SAFETY: a generator's frame runs.
            unsafe {
                if (*record).is_generator {
                    value = generator::unmark_inherited(record, value);
                }
            }
            value = std::mem::replace(&mut vm.handled, value);
        }
        drop(value);
        vm.settle();
    }
}

/// Lets the frame go on at a word, as the beginning of `line`.
///
/// # Safety
/// The record is that of the frame, and an instruction begins at the word.
unsafe fn go(vm: &mut Vm, frame: &FrameObject, record: *mut Frame, word: u32, line: u32) {
    let next = vm.tracing.thread.next.take_if(|(next, _)| next.as_ptr() == record);
    if next.is_none() && frame.line(vm) == line && frame.position(vm) == Some(word) {
        return;
    }
    // SAFETY: the caller's promise.
    unsafe { (*record).pc = frame.code().start().add(word as usize) };
    frame.last.set((0, 0));
    frame.told_line.set(if frame.code().code.position(word).line == line { 0 } else { line });
    vm.tracing.thread.jump = Some(Jump { word, line });
}
