//! What a program can read and set on a frame object.

use pitviper_compiler::code::flags;
use pitviper_object::{Obj, Value};

use super::{FrameObject, back_of, jump, locals, proxy};
use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::GetSet;
use crate::core::vm::Vm;

fn with<R>(vm: &mut Vm, frame: &Value, read: impl FnOnce(&mut Vm, &FrameObject) -> PyResult<R>) -> PyResult<R> {
    match Obj::<FrameObject>::try_from_value(frame.clone()) {
        Ok(frame) => read(vm, &frame),
        Err(_) => Err(vm.type_error(format_args!("a frame is needed"))),
    }
}

fn get_back(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |vm, frame| Ok(back_of(vm, frame)?.unwrap_or_else(Value::none)))
}

fn get_code(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |_, frame| Ok(Obj::from_ref(frame.code()).into_value()))
}

fn get_globals(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |_, frame| Ok(frame.globals().map_or_else(Value::none, Obj::into_value)))
}

fn get_builtins(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |vm, frame| {
        if let Some(record) = frame.record(vm) {
            // SAFETY: a record on the stack is complete, and its builtins are alive.
            return Ok(unsafe { Obj::from_ref(&*(*record).builtins) }.into_value());
        }
        Ok(vm.builtins.clone().map_or_else(Value::none, Obj::into_value))
    })
}

fn get_lineno(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |vm, frame| match frame.line(vm) {
        0 if frame.position(vm).is_some() => Ok(Value::none()),
        line => vm.new_int(i64::from(line)),
    })
}

fn set_lineno(vm: &mut Vm, frame: &Value, value: Option<Value>) -> PyResult<()> {
    with(vm, frame, |vm, frame| jump::set_line(vm, frame, value))
}

fn get_lasti(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |vm, frame| vm.new_int(frame.last_byte(vm)))
}

fn get_locals(vm: &mut Vm, frame: &Value) -> PyResult {
    let holder = frame.clone();
    with(vm, frame, |vm, frame| {
        if frame.code().has(flags::OPTIMIZED) {
            return proxy::create(vm, holder);
        }
        Ok(locals::namespace(frame).unwrap_or_else(Value::none))
    })
}

fn get_trace(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |_, frame| Ok(frame.trace.get().unwrap_or_else(Value::none)))
}

fn set_trace(vm: &mut Vm, frame: &Value, value: Option<Value>) -> PyResult<()> {
    with(vm, frame, |vm, frame| {
        if frame.trace.is_none()
            && let Some(word) = frame.position(vm)
        {
            frame.last.set((frame.line(vm), word));
        }
        frame.trace.set(value.filter(|value| !value.is_none()));
        Ok(())
    })
}

/// A switch that is set to a bool.
fn switch(vm: &mut Vm, value: Option<Value>) -> PyResult<bool> {
    match value {
        Some(value) if value.kind() == kinds::BOOL => vm.truth(&value),
        Some(_) => Err(vm.type_error(format_args!("attribute value type must be bool"))),
        None => Err(vm.type_error(format_args!("can't delete numeric/char attribute"))),
    }
}

fn set_trace_lines(vm: &mut Vm, frame: &Value, value: Option<Value>) -> PyResult<()> {
    let on = switch(vm, value)?;
    with(vm, frame, |_, frame| {
        frame.trace_lines.set(on);
        Ok(())
    })
}

fn set_trace_opcodes(vm: &mut Vm, frame: &Value, value: Option<Value>) -> PyResult<()> {
    if value.is_none() {
        let message = format_args!("attribute 'f_trace_opcodes' of 'frame' objects cannot be deleted");
        return Err(vm.raise(Exc::AttributeError, message));
    }
    let on = switch(vm, value)?;
    with(vm, frame, |vm, frame| {
        frame.trace_opcodes.set(on);
        if on { vm.trace_opcodes() } else { Ok(()) }
    })
}

fn get_trace_lines(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |_, frame| Ok(Value::bool(frame.trace_lines.get())))
}

fn get_trace_opcodes(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |_, frame| Ok(Value::bool(frame.trace_opcodes.get())))
}

fn get_generator(vm: &mut Vm, frame: &Value) -> PyResult {
    with(vm, frame, |_, frame| Ok(frame.generator().map_or_else(Value::none, |g| Obj::from_ref(g).into_value())))
}

const fn read_only(name: &'static str, get: fn(&mut Vm, &Value) -> PyResult) -> GetSet {
    GetSet { name, get, set: None }
}

/// The attributes.
pub const GETSET: &[GetSet] = &[
    read_only("f_back", get_back),
    read_only("f_builtins", get_builtins),
    read_only("f_code", get_code),
    read_only("f_generator", get_generator),
    read_only("f_globals", get_globals),
    read_only("f_lasti", get_lasti),
    GetSet { name: "f_lineno", get: get_lineno, set: Some(set_lineno) },
    read_only("f_locals", get_locals),
    GetSet { name: "f_trace", get: get_trace, set: Some(set_trace) },
    GetSet { name: "f_trace_lines", get: get_trace_lines, set: Some(set_trace_lines) },
    GetSet { name: "f_trace_opcodes", get: get_trace_opcodes, set: Some(set_trace_opcodes) },
];
