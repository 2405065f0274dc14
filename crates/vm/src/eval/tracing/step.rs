//! An instrumented instruction: what tools are told before it runs.

use std::ptr::NonNull;

use pitviper_compiler::opcode::{Instr, Op};
use pitviper_object::{Slot, Value};

use super::events::{
    C_RAISE, C_RETURN, CALL, INSTRUCTION, JUMP, LINE, PY_RESUME, PY_RETURN, PY_START, PY_YIELD, TRACE,
};
use super::sites::Site;
use super::{branch, lines};
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::Args;
use crate::core::vm::Vm;
use crate::eval::calls::Called;
use crate::eval::stack::{Entry, Frame};
use crate::eval::{interp, special};
use crate::types::code::{CodeObject, byte_offset};
use crate::types::frame::{self, FrameObject};
use crate::types::method::Method;
use crate::types::tuple::Tuple;

/// What the eval loop is to do.
pub enum Step {
    /// Run the instruction, which is this one.
    Run(Op),
    /// Go on where the innermost frame's `pc` says.
    Go,
}

/// Tells tools of the instruction that the innermost frame stands at.
///
/// # Safety
/// The innermost frame's `pc` is saved and at an instrumented word.
///
/// # Errors
/// What a tool raises.
#[cold]
#[inline(never)]
pub unsafe fn step(vm: &mut Vm) -> PyResult<Step> {
    // SAFETY: the caller's promise; the frame keeps its code alive.
    unsafe {
        let frame = vm.stack.frame;
        let pc = (*frame).pc;
        let code = &*(*frame).code;
        vm.refresh(code)?;
        if pc.addr() < code.start().addr() {
            begin(vm, frame, code)?;
            (*frame).pc = code.start();
            return Ok(Step::Go);
        }
        if vm.tracing.thread.depth == 0 {
            tell(vm, frame, code, pc)?;
            if (*frame).pc != pc {
                return Ok(Step::Go);
            }
            let op = code.op_at(pc);
            if matches!(op, Op::Call | Op::CallKw | Op::CallEx) && tell_call(vm, frame, code, pc, op)? {
                return Ok(Step::Go);
            }
            if branch::is_branch(op) && branch::tell(vm, frame, code, pc, op)? {
                return Ok(Step::Go);
            }
        }
        Ok(Step::Run(code.op_at(pc)))
    }
}

/// Tools that want to hear of an event.
pub(super) fn tools(code: &CodeObject, event: usize, word: u32) -> u8 {
    code.monitor().map_or(0, |monitor| monitor.tools(event, word))
}

/// Tells of a function, or a generator that begins.
unsafe fn begin(vm: &mut Vm, frame: *mut Frame, code: &CodeObject) -> PyResult<()> {
    if vm.tracing.thread.depth > 0 {
        return Ok(());
    }
    // SAFETY: the caller's promise.
    unsafe {
        if (*frame).is_generator && tools(code, PY_RESUME, 0) != 0 {
            set_entered(vm, frame, true)?;
        }
        match tools(code, PY_START, 0) {
            0 => Ok(()),
            tools => vm.tell_tools(frame, PY_START, tools, 0, &[]),
        }
    }
}

/// Notes whether tools were told that a generator runs.
unsafe fn set_entered(vm: &mut Vm, frame: *mut Frame, entered: bool) -> PyResult<()> {
    // SAFETY: on the stack, says the caller.
    let object = unsafe { frame::object_of(vm, frame)? };
    if let Some(this) = object.downcast::<FrameObject>() {
        this.entered.set(entered);
    }
    Ok(())
}

unsafe fn object<'f>(frame: *mut Frame) -> Option<&'f FrameObject> {
    // SAFETY: on the stack, says the caller.
    unsafe { (*frame).object.as_ref().and_then(|object| object.downcast::<FrameObject>()) }
}

/// Tells of everything but calls.
unsafe fn tell(vm: &mut Vm, frame: *mut Frame, code: &CodeObject, pc: *mut Instr) -> PyResult<()> {
    // SAFETY: the caller's promise; registers are those the instruction names.
    unsafe {
        let word = code.offset(pc);
        let flags = code.monitor().map_or(0, |monitor| monitor.flags(word));
        if flags & Site::RESUME != 0 && (*frame).is_generator && !object(frame).is_some_and(|this| this.entered.get()) {
            let told = tools(code, PY_RESUME, word - 1);
            if told != 0 {
                set_entered(vm, frame, true)?;
                // Its line is that of the `yield`.
                (*frame).pc = pc.sub(1);
                let next = NonNull::new(frame).map(|frame| (frame, word));
                let before = std::mem::replace(&mut vm.tracing.thread.next, next);
                let result = vm.tell_tools(frame, PY_RESUME, told, word - 1, &[]);
                if std::mem::replace(&mut vm.tracing.thread.next, before).is_none() {
                    return result;
                }
                (*frame).pc = pc;
                result?;
            }
        }
        if flags & (Site::LINE_START | Site::SILENT) != 0 {
            tell_line(vm, frame, code, word, flags)?;
            if (*frame).pc != pc {
                return Ok(());
            }
        }
        match tools(code, INSTRUCTION, word) {
            0 => {}
            tools => vm.tell_tools(frame, INSTRUCTION, tools, word, &[])?,
        }
        let event = match code.op_at(pc) {
            Op::Return | Op::ReturnNone => PY_RETURN,
            Op::Yield => PY_YIELD,
            Op::JumpBack => JUMP,
            _ => return Ok(()),
        };
        let told = tools(code, event, word);
        if event == PY_YIELD
            && let Some(this) = object(frame)
        {
            this.entered.set(false);
        }
        if told == 0 {
            return Ok(());
        }
        let about = match code.op_at(pc) {
            Op::Return => register(frame, (*pc).a),
            Op::Yield => register(frame, (*pc).b),
            Op::ReturnNone => Value::none(),
            op => Value::small(byte_offset(lines::target(&code.code, word, op).unwrap_or(word))),
        };
        // The end of a body belongs to the line that ran last.
        let implied = code.op_at(pc) == Op::ReturnNone && (*pc).x != 0;
        let last = object(frame).filter(|_| implied).map_or(0, |this| this.last.get().0);
        set_told_line(frame, last);
        let result = vm.tell_tools(frame, event, told, word, &[about]);
        set_told_line(frame, 0);
        if (*frame).pc != pc
            && let Some(this) = object(frame)
        {
            // It was sent elsewhere instead of yielding.
            this.entered.set(true);
        }
        result
    }
}

/// The line that `f_lineno` gives while tools are told; 0: that of the instruction.
unsafe fn set_told_line(frame: *mut Frame, line: u32) {
    // SAFETY: on the stack, says the caller.
    if let Some(this) = unsafe { object(frame) } {
        this.told_line.set(line);
    }
}

unsafe fn register(frame: *mut Frame, index: u16) -> Value {
    // SAFETY: one of the frame's, says the caller.
    unsafe { (*(*frame).register(index)).clone().unwrap_or_else(Value::none) }
}

/// Tells of a line: when it is another than that of the last such place, or control came back to it.
unsafe fn tell_line(vm: &mut Vm, frame: *mut Frame, code: &CodeObject, word: u32, flags: u8) -> PyResult<()> {
    let told = tools(code, LINE, word);
    // SAFETY: on the stack, says the caller.
    unsafe {
        // Without `f_trace` nobody hears.
        if told == 0 || told == 1 << TRACE && object(frame).is_none_or(|this| this.trace.get().is_none()) {
            return Ok(());
        }
        let object = frame::object_of(vm, frame)?;
        let Some(this) = object.downcast::<FrameObject>() else { return Ok(()) };
        tell_lines(vm, frame, this, code, word, flags, told)?;
        // Sent to another of the lines that begin here.
        while vm.tracing.thread.jump.is_some_and(|jump| jump.word == word) && code.offset((*frame).pc) == word {
            tell_lines(vm, frame, this, code, word, flags, tools(code, LINE, word))?;
        }
        Ok(())
    }
}

/// Tells of the lines that begin at a word. Who sent the frame to one of them is told of those behind it only.
unsafe fn tell_lines(
    vm: &mut Vm,
    frame: *mut Frame,
    this: &FrameObject,
    code: &CodeObject,
    word: u32,
    flags: u8,
    told: u8,
) -> PyResult<()> {
    let mut sent = vm.tracing.thread.jump.take_if(|jump| jump.word == word).map_or(0, |jump| jump.line);
    // SAFETY: on the stack, says the caller.
    unsafe {
        let (mut last, from) = this.last.get();
        let mut silent = false;
        if flags & Site::SILENT != 0 {
            let shared = code.code.clone();
            for line in lines::silent(&shared, word) {
                if sent != 0 && line != sent || line == last && (silent || word > from) {
                    continue;
                }
                (last, silent) = (line, true);
                this.last.set((line, word));
                if std::mem::take(&mut sent) == line {
                    continue;
                }
                this.told_line.set(line);
                // Nothing can be disabled for such a line alone.
                let told = vm.tell_tools(frame, LINE, told, u32::MAX, &[Value::small(i64::from(line))]);
                this.told_line.set(0);
                told?;
                if code.offset((*frame).pc) != word || vm.tracing.thread.jump.is_some() {
                    return Ok(());
                }
            }
        }
        let line = code.code.position(word).line;
        if line == 0 || flags & Site::LINE_START == 0 {
            return Ok(());
        }
        this.last.set((line, word));
        if line == sent || line == last && (silent || word > from) {
            return Ok(());
        }
        vm.tell_tools(frame, LINE, told, word, &[Value::small(i64::from(line))])
    }
}

/// What a call is told with.
struct Callee {
    callable: Value,
    /// The first argument, or `MISSING`.
    first: Value,
}

/// What is called and with what first.
unsafe fn callee(vm: &mut Vm, base: *mut Slot, op: Op, count: u16) -> Callee {
    // SAFETY: registers of a call instruction, says the caller.
    unsafe {
        let callable = (*base).clone().unwrap_or_else(Value::none);
        let receiver = (*base.add(1)).clone();
        // With `*args` CPython tells of the method as it is.
        if receiver.is_none()
            && op != Op::CallEx
            && let Some(bound) = callable.exact::<Method>()
        {
            return Callee { callable: bound.function().clone(), first: bound.receiver().clone() };
        }
        let given = match op {
            Op::CallEx => {
                let args = (*base.add(2)).as_ref().and_then(|args| args.exact::<Tuple>());
                args.and_then(|args| args.items().first().cloned())
            }
            _ if count > 0 => (*base.add(2)).clone(),
            _ => None,
        };
        let missing = vm.tracing.missing.clone().unwrap_or_else(Value::none);
        Callee { callable, first: receiver.or(given).unwrap_or(missing) }
    }
}

/// Tells of a call. True: the callee is no Python function and somebody wants to hear what comes of it, so it was called
/// here and the instruction is done.
unsafe fn tell_call(vm: &mut Vm, frame: *mut Frame, code: &CodeObject, pc: *mut Instr, op: Op) -> PyResult<bool> {
    // SAFETY: the caller's promise.
    unsafe {
        let word = code.offset(pc);
        let told = tools(code, CALL, word);
        if told == 0 {
            return Ok(false);
        }
        let base = (*frame).register((*pc).b);
        let Callee { callable, first } = callee(vm, base, op, (*pc).c);
        let about = [callable, first];
        vm.tell_tools(frame, CALL, told, word, &about)?;
        if !vm.tracing.hears_results(told) || about[0].shape() == u32::from(kinds::FUNCTION) {
            return Ok(false);
        }
        let result = call(vm, code, pc, base, op);
        // It may have changed what tools want.
        vm.refresh(code)?;
        let told = tools(code, CALL, word);
        let value = match result {
            Ok(value) => {
                vm.tell_tools(frame, C_RETURN, told, word, &about)?;
                value
            }
            Err(raised) => {
                let exception = vm.take_raised(raised);
                vm.tell_tools(frame, C_RAISE, told, word, &about)?;
                return Err(vm.reraise(exception));
            }
        };
        let operands = if op == Op::CallEx { 4 } else { (*pc).c as usize + 2 };
        for index in 0..operands {
            drop((*base.add(index)).take());
            vm.settle();
        }
        drop(about);
        vm.settle();
        drop((*(*frame).register((*pc).a)).replace(value));
        vm.settle();
        (*frame).pc = pc.add(usize::from(op.info().words));
        Ok(true)
    }
}

/// Does what the call instruction does, in a frame of native code.
unsafe fn call(vm: &mut Vm, code: &CodeObject, pc: *mut Instr, base: *mut Slot, op: Op) -> PyResult {
    // SAFETY: the caller's promise: the registers are the instruction's.
    unsafe {
        vm.check_native_stack()?;
        let called = if op == Op::CallEx {
            special::call_ex(vm, base, Entry::Native)?
        } else {
            let receiver = usize::from((*base.add(1)).is_some());
            let (first, count) = (base.add(2 - receiver), (*pc).c as usize + receiver);
            let names = match op {
                Op::CallKw => {
                    let index = (*pc.add(1)).as_wide() as usize;
                    (*code.constants.get().add(index)).as_ref().map(|names| names.cast_unchecked::<Tuple>())
                }
                _ => None,
            };
            let args = Args { values: std::slice::from_raw_parts(first.cast::<Value>(), count), names };
            vm.begin_call((*base).as_ref().unwrap_unchecked(), args, Entry::Native)?
        };
        let result = match called {
            Called::Value(value) => Ok(value),
            Called::Frame => interp::run(vm),
        };
        vm.settle();
        result
    }
}
