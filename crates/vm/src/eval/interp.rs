//! The loop: fetch, match, do. Fast paths are here; whatever can fail or run Python is a function elsewhere.
//!
//! Invariants: every register is null or owned; `(*frame).pc` is saved before anything that can raise, run
//! Python or look at frames; the instruction's destination is written last.

use std::hint::cold_path;

use pitviper_compiler::opcode::{Instr, Op};
use pitviper_object::value::decode_f64;
use pitviper_object::{Header, Slot, Value};

use crate::core::error::{PyResult, Raised};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, Method};
use crate::core::vm::Vm;
use crate::eval::calls::Called;
use crate::eval::generator::Resumed;
use crate::eval::stack::Entry;
use crate::eval::tracing::step::Step;
use crate::eval::{generator, lookup, names, operation, operators, patterns, special, tracing, unwind};
use crate::types::bytearray::ByteArray;
use crate::types::dict::Dict;
use crate::types::function::{CellObject, Function};
use crate::types::iterators::RangeIterator;
use crate::types::list::List;
use crate::types::method::Method as BoundMethod;
use crate::types::module::Module;
use crate::types::native::{BuiltinFunction, MethodDescriptor};
use crate::types::tuple::Tuple;

/// Runs the innermost frame until it returns to native code.
///
/// # Errors
/// What the frame raises; it is off the stack then.
pub fn run(vm: &mut Vm) -> PyResult {
    // SAFETY: the stack's innermost frame is complete, and the code was made by the compiler, whose operands
    // are in range.
    unsafe {
        if vm.is_stopping() {
            let raised = vm.stop_again();
            return unwind::unwind(vm, raised).map(|()| Value::none());
        }
        let registers = vm.stack.registers;
        let result = run_frames(vm);
        vm.stack.registers = registers;
        result
    }
}

/// Most items of a list that are unpacked without a list between.
const UNPACKED_AT_ONCE: usize = 16;

/// Nulls registers whose values have moved. Few, so a loop and no call.
#[inline(always)]
unsafe fn empty_registers(base: *mut Slot, count: usize) {
    for index in 0..count {
        // SAFETY: the registers are the running frame's, says the caller.
        unsafe { *base.cast::<u64>().add(index) = 0 };
    }
}

/// Moves arguments into the callee's registers, first to last. Few, so a loop that stays one (volatile): unrolled, its
/// entry costs more.
#[inline(always)]
unsafe fn move_arguments(mut from: *mut u64, mut to: *mut u64, count: usize) {
    // SAFETY: both have `count` registers, says the caller.
    unsafe {
        let end = from.add(count);
        while from != end {
            to.write_volatile(from.read_volatile());
            from.write_volatile(0);
            from = from.add(1);
            to = to.add(1);
        }
    }
}

/// Nothing; keeps two tests two branches. Most words of registers are numbers, for which one test is enough; merged by
/// the optimiser, both tests cost six instructions on every write of a register.
#[inline(always)]
fn apart() {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    // SAFETY: no instruction.
    unsafe {
        std::arch::asm!("", options(nomem, nostack, preserves_flags));
    }
}

/// An opcode as a word. Where it sees that this is one byte, LLVM keeps it as one, and widens it at each dispatch.
#[inline(always)]
fn opaque(op: u8) -> usize {
    let mut word = usize::from(op);
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    // SAFETY: no instruction; the word stays what it is.
    unsafe {
        std::arch::asm!("/* {0} */", inout(reg) word, options(pure, nomem, nostack, preserves_flags));
    }
    word
}

/// The word behind an instruction as 64 bits.
#[inline(always)]
unsafe fn word(pc: *const Instr, index: usize) -> u64 {
    // SAFETY: the instruction has that many words, says the caller.
    unsafe { pc.add(index).cast::<u64>().read() }
}

#[inline(always)]
unsafe fn distance(pc: *const Instr) -> isize {
    // SAFETY: the instruction is a jump, says the caller: its second word holds a distance within the code.
    unsafe { pc.add(1).cast::<i32>().read() as isize }
}

#[inline(always)]
unsafe fn jump(pc: *mut Instr, words: usize) -> *mut Instr {
    // SAFETY: the distance ends within the code.
    unsafe { pc.add(words).offset(distance(pc)) }
}

/// The instruction at an address, its fields read when they are wanted: decoding all of them up front costs nine
/// instructions a dispatch.
#[derive(Clone, Copy)]
struct At(*const Instr);

impl At {
    #[inline(always)]
    fn op(self) -> u8 {
        // SAFETY: made of the running frame's pc.
        unsafe { (*self.0).op }
    }

    #[inline(always)]
    fn x(self) -> u8 {
        // SAFETY: as above.
        unsafe { (*self.0).x }
    }

    #[inline(always)]
    fn a(self) -> u16 {
        // SAFETY: as above.
        unsafe { (*self.0).a }
    }

    #[inline(always)]
    fn b(self) -> u16 {
        // SAFETY: as above.
        unsafe { (*self.0).b }
    }

    #[inline(always)]
    fn c(self) -> u16 {
        // SAFETY: as above.
        unsafe { (*self.0).c }
    }

    #[inline(always)]
    fn instr(self) -> Instr {
        // SAFETY: as above.
        unsafe { *self.0 }
    }
}

#[allow(clippy::cognitive_complexity, reason = "one arm per opcode")]
unsafe fn run_frames(vm: &mut Vm) -> PyResult {
    // SAFETY: for the whole body: registers, names and constants are in range because the compiler made the
    // code; frames are live while on the stack; operands are non-null where the opcode list says so.
    unsafe {
        // Two values live in machine registers, `vm` and `pc`; frame and registers are read through `vm`: as variables they
        // would be spilled, which costs as much, and a store at every call besides.
        let mut pc: *mut Instr = (*vm.stack.frame).pc;
        vm.stack.registers = (*vm.stack.frame).registers;

        'next: loop {
            // Runs the frame that is innermost now.
            macro_rules! reload {
                () => {{
                    pc = (*vm.stack.frame).pc;
                    vm.stack.registers = (*vm.stack.frame).registers;
                    continue 'next;
                }};
            }
            // The value of an operation of the frame that is innermost now goes to its destination.
            macro_rules! deliver {
                ($value:expr, $words:expr) => {{
                    let frame = vm.stack.frame;
                    pc = (*frame).pc;
                    vm.stack.registers = (*frame).registers;
                    set!(At(pc).a(), $value);
                    pc = pc.add($words);
                    continue 'next;
                }};
            }
            macro_rules! slot {
                ($i:expr) => {
                    vm.stack.registers.add($i as usize)
                };
            }
            macro_rules! val {
                ($i:expr) => {
                    (*vm.stack.registers.add($i as usize)).as_ref().unwrap_unchecked()
                };
            }
            macro_rules! bits {
                ($i:expr) => {
                    *vm.stack.registers.add($i as usize).cast::<u64>()
                };
            }
            macro_rules! drop_word {
                ($word:expr) => {
                    let word = $word;
                    if word & 3 == 0 {
                        apart();
                        if word != 0 {
                            drop_pointer!(word);
                        }
                    }
                };
            }
            macro_rules! drop_pointer {
                ($word:expr) => {
                    if (*($word as *const Header)).decrement() {
                        cold_path();
                        (*vm.stack.frame).pc = pc;
                        vm.release_dead($word as *mut Header);
                    }
                };
            }
            macro_rules! set_bits {
                ($a:expr, $bits:expr) => {
                    let place = vm.stack.registers.add($a as usize).cast::<u64>();
                    let old = place.replace($bits);
                    drop_word!(old);
                };
            }
            macro_rules! set {
                ($a:expr, $value:expr) => {
                    let new = Value::into_bits($value);
                    set_bits!($a, new);
                };
            }
            macro_rules! clear {
                ($a:expr) => {
                    set_bits!($a, 0);
                };
            }
            // After a call began: the innermost frame may be the callee's by now, whose pc stays.
            macro_rules! clear_operands {
                ($first:expr, $count:expr) => {
                    let top = vm.stack.frame;
                    let start = (*top).pc;
                    let (first, end) = ($first, $first + $count);
                    let mut register = first;
                    while register < end {
                        clear!(register);
                        register += 1;
                    }
                    (*top).pc = start;
                };
            }
            macro_rules! raise {
                ($raised:expr) => {{
                    (*vm.stack.frame).pc = pc;
                    match unwind::unwind(vm, $raised) {
                        Ok(()) => reload!(),
                        Err(raised) => return Err(raised),
                    }
                }};
            }
            // An exception that has this frame's traceback entry already.
            macro_rules! reraise {
                ($exception:expr) => {{
                    let raised = vm.reraise($exception);
                    (*vm.stack.frame).pc = pc;
                    match unwind::unwind_reraised(vm, raised) {
                        Ok(()) => reload!(),
                        Err(raised) => return Err(raised),
                    }
                }};
            }
            // An operation that can raise and run Python.
            macro_rules! slow {
                (|$frame:ident| $result:expr) => {{
                    let $frame = vm.stack.frame;
                    slow!($result)
                }};
                ($result:expr) => {{
                    (*vm.stack.frame).pc = pc;
                    let result = $result;
                    vm.settle();
                    match result {
                        Ok(value) => value,
                        Err(raised) => raise!(raised),
                    }
                }};
            }
            // Runs the frame that was pushed just now.
            macro_rules! enter {
                () => {{
                    pc = (*vm.stack.frame).pc;
                    vm.stack.registers = (*vm.stack.frame).registers;
                    poll!();
                    continue 'next;
                }};
            }
            // An operation whose special method may be written in Python: its frame runs then.
            macro_rules! operate {
                ($result:expr) => {{
                    (*vm.stack.frame).pc = pc;
                    match $result {
                        Ok(Called::Value(value)) => {
                            vm.settle();
                            value
                        }
                        Ok(Called::Frame) => enter!(),
                        Err(raised) => {
                            vm.settle();
                            raise!(raised)
                        }
                    }
                }};
            }
            // A safe point.
            macro_rules! poll {
                () => {
                    if vm.pace.step() {
                        slow!(vm.run_checks());
                    }
                };
            }
            // The call of an instruction of three words gave its result, or its frame runs now.
            macro_rules! finish_call {
                ($i:expr, $called:expr) => {
                    match $called {
                        Called::Value(value) => {
                            vm.settle();
                            set!($i.a(), value);
                            poll!();
                            pc = pc.add(3);
                        }
                        Called::Frame => reload!(),
                    }
                };
            }
            macro_rules! take_flags {
                ($i:expr, $first:expr, $second:expr) => {
                    if $i.x() & 2 != 0 && $first != $i.a() {
                        clear!($first);
                    }
                    if $i.x() & 4 != 0 && $second != $i.a() {
                        clear!($second);
                    }
                };
            }
            macro_rules! take1 {
                ($i:expr, $first:expr) => {
                    if $i.x() & 2 != 0 {
                        clear!($first);
                    }
                };
            }
            // Result of an operation with up to two operands taken.
            macro_rules! finish_binary {
                ($i:expr, $value:expr, $second:expr) => {{
                    let value = $value;
                    set!($i.a(), value);
                    take_flags!($i, $i.b(), $second);
                }};
            }
            // The same for comparisons, which let go of the right operand first.
            macro_rules! finish_test {
                ($i:expr, $value:expr, $second:expr) => {{
                    let value = $value;
                    if $i.x() & 4 != 0 && $second != $i.a() {
                        clear!($second);
                    }
                    set!($i.a(), value);
                    if $i.x() & 2 != 0 && $i.b() != $i.a() {
                        clear!($i.b());
                    }
                }};
            }
            macro_rules! binary {
                ($i:expr, $op:expr, $form:expr, $y:expr, $second:expr, |$p:ident, $q:ident| $int:expr, |$f:ident, $g:ident| $float:expr) => {{
                    let (x, y) = (bits!($i.b()), $y);
                    if x & y & 3 == 3 {
                        let ($p, $q) = (x as i64, y as i64);
                        let result: Option<i64> = $int;
                        if let Some(result) = result {
                            set_bits!($i.a(), result as u64);
                            pc = pc.add(2);
                            continue 'next;
                        }
                    } else if x.wrapping_add(1) & y.wrapping_add(1) & 2 != 0 {
                        let ($f, $g) = (decode_f64(x), decode_f64(y));
                        let result: Option<f64> = $float;
                        if let Some(result) = result
                            && let Some(result) = Value::from_f64(result)
                        {
                            vm.specialise(pc, $form);
                            set_bits!($i.a(), result.into_bits());
                            pc = pc.add(2);
                            continue 'next;
                        }
                    }
                    (*vm.stack.frame).pc = pc;
                    let right = std::mem::ManuallyDrop::new(Value::from_bits(y).unwrap_unchecked());
                    // `s += t` on a local that alone holds its string: nobody sees that the string changes.
                    if matches!($op, BinOp::Add)
                        && $i.a() == $i.b()
                        && slow!(operators::append_text(vm, slot!($i.b()), &right))
                    {
                        take_flags!($i, $i.b(), $second);
                        pc = pc.add(2);
                        continue 'next;
                    }
                    let value = slow!(operators::binary(vm, $op, $i.x() & 1 != 0, val!($i.b()), &right));
                    finish_binary!($i, value, $second);
                    pc = pc.add(2);
                }};
            }
            // The form that an operation takes which has seen floats.
            macro_rules! float_binary {
                ($i:expr, $generic:expr, $y:expr, |$f:ident, $g:ident| $float:expr) => {{
                    let (x, y) = (bits!($i.b()), $y);
                    if x.wrapping_add(1) & y.wrapping_add(1) & 2 != 0 {
                        let ($f, $g) = (decode_f64(x), decode_f64(y));
                        if let Some(result) = Value::from_f64($float) {
                            set_bits!($i.a(), result.into_bits());
                            pc = pc.add(2);
                            continue 'next;
                        }
                    }
                    become_op!($generic);
                }};
            }
            macro_rules! int_only {
                ($i:expr, $op:expr, $y:expr, $second:expr, |$p:ident, $q:ident| $int:expr) => {{
                    let (x, y) = (bits!($i.b()), $y);
                    if x & y & 3 == 3 {
                        let ($p, $q) = (x, y);
                        let result: Option<u64> = $int;
                        if let Some(result) = result {
                            set_bits!($i.a(), result);
                            pc = pc.add(2);
                            continue 'next;
                        }
                    }
                    let right = std::mem::ManuallyDrop::new(Value::from_bits(y).unwrap_unchecked());
                    let value = slow!(operators::binary(vm, $op, $i.x() & 1 != 0, val!($i.b()), &right));
                    finish_binary!($i, value, $second);
                    pc = pc.add(2);
                }};
            }
            macro_rules! any_binary {
                ($i:expr, $op:expr, $y:expr, $second:expr) => {{
                    let right = std::mem::ManuallyDrop::new(Value::from_bits($y).unwrap_unchecked());
                    let value = slow!(operators::binary(vm, $op, $i.x() & 1 != 0, val!($i.b()), &right));
                    finish_binary!($i, value, $second);
                    pc = pc.add(2);
                }};
            }
            macro_rules! constant_bits {
                ($c:expr) => {
                    *(*(*vm.stack.frame).code).constants.get().add($c as usize).cast::<u64>()
                };
            }
            macro_rules! compare {
                ($i:expr, $op:expr, |$p:ident, $q:ident| $int:expr, |$f:ident, $g:ident| $float:expr) => {{
                    let (x, y) = (bits!($i.b()), bits!($i.c()));
                    if x & y & 3 == 3 {
                        let ($p, $q) = (x as i64, y as i64);
                        set!($i.a(), Value::bool($int));
                    } else if x.wrapping_add(1) & y.wrapping_add(1) & 2 != 0 {
                        let ($f, $g) = (decode_f64(x), decode_f64(y));
                        set!($i.a(), Value::bool($float));
                    } else {
                        let value = slow!(operators::compare(vm, $op, val!($i.b()), val!($i.c())));
                        finish_test!($i, value, $i.c());
                    }
                    pc = pc.add(2);
                }};
            }
            macro_rules! go_if {
                ($truth:expr, $wanted:expr) => {{
                    if ($truth) == ($wanted) {
                        let distance = distance(pc);
                        pc = pc.offset(distance + 2);
                        if distance < 0 && vm.pace.step() {
                            slow!(vm.run_checks());
                        }
                    } else {
                        pc = pc.add(2);
                    }
                }};
            }
            macro_rules! go {
                ($i:expr, $truth:expr) => {
                    go_if!($truth, $i.x() & 1 != 0)
                };
            }
            macro_rules! compare_jump {
                ($i:expr, $op:expr, $y:expr, $constant:expr, |$p:ident, $q:ident| $int:expr, |$f:ident, $g:ident| $float:expr) => {{
                    let (x, y) = (bits!($i.a()), $y);
                    if x & y & 3 == 3 {
                        let ($p, $q) = (x as i64, y as i64);
                        go!($i, $int);
                    } else if x.wrapping_add(1) & y.wrapping_add(1) & 2 != 0 {
                        let ($f, $g) = (decode_f64(x), decode_f64(y));
                        go!($i, $float);
                    } else {
                        let right = std::mem::ManuallyDrop::new(Value::from_bits(y).unwrap_unchecked());
                        let truth = slow!(operators::compare_truth(vm, $op, val!($i.a()), &right));
                        if !$constant && $i.x() & 4 != 0 {
                            clear!($i.b());
                        }
                        if $i.x() & 2 != 0 {
                            clear!($i.a());
                        }
                        go!($i, truth);
                    }
                }};
            }
            macro_rules! load_attr_slot {
                ($i:expr, $take:expr) => {{
                    let object = bits!($i.b());
                    if object & 3 == 0 && cache_holds!(object) {
                        let word = *((object as *const u8).add(word(pc, 2) as usize).cast::<u64>());
                        if word & 3 == 0 {
                            if word == 0 {
                                let value = slow!(|frame| lookup::load_attr(vm, frame, pc, val!($i.b())));
                                set!($i.a(), value);
                                take_flags!($i, $i.b(), $i.a());
                                pc = pc.add(4);
                                continue 'next;
                            }
                            (*(word as *const Header)).increment();
                        }
                        set_bits!($i.a(), word);
                        $take;
                        pc = pc.add(4);
                    } else {
                        let value = slow!(|frame| lookup::load_attr(vm, frame, pc, val!($i.b())));
                        set!($i.a(), value);
                        take_flags!($i, $i.b(), $i.a());
                        pc = pc.add(4);
                    }
                }};
            }
            // Whether shape and epoch are those of the instruction's cache.
            macro_rules! cache_holds {
                ($object:expr) => {
                    (*($object as *const Header)).shape() == pc.add(1).cast::<u32>().read()
                        && vm.epoch() == pc.add(1).cast::<u32>().add(1).read()
                };
            }
            macro_rules! do_return {
                ($value:expr) => {{
                    let mut value: Value = $value;
                    let done = vm.stack.frame;
                    if (*done).is_simple_call() && ((*done).extra.is_none() || value.is_none()) {
                        // Finalizers run in the caller, and make no object of a frame that has ended.
                        vm.stack.frame = (*done).previous;
                        // Registers last to first, as CPython drops locals.
                        let mut index = (*(*done).code).registers as usize;
                        while index > 0 {
                            index -= 1;
                            let place = vm.stack.registers.add(index).cast::<u64>();
                            let word = *place;
                            if word & 3 == 0 {
                                apart();
                                if word != 0 {
                                    *place = 0;
                                    if (*(word as *const Header)).decrement() {
                                        cold_path();
                                        vm.release_dead(word as *mut Header);
                                    }
                                }
                            }
                        }
                        if let Some(instance) = (*done).extra.take() {
                            value = instance;
                        }
                        let entry = (*done).entry;
                        let function = (*done).function.take().unwrap_unchecked().into_bits();
                        vm.stack.depth -= 1;
                        vm.stack.pop(done);
                        if (*(function as *const Header)).decrement() {
                            cold_path();
                            vm.release_dead(function as *mut Header);
                        }
                        if entry as u8 > Entry::Init as u8 {
                            match operation::finish(vm, entry, value) {
                                Ok(()) => reload!(),
                                Err(raised) => return Err(raised),
                            }
                        }
                        deliver!(value, 3);
                    }
                    (*vm.stack.frame).pc = pc;
                    match leave_frame(vm, value) {
                        Some(result) => return result,
                        None => reload!(),
                    }
                }};
            }

            let i = At(pc);
            let mut opcode = opaque(i.op());
            // The instruction gets another opcode and runs as that.
            macro_rules! become_op {
                ($op:expr) => {{
                    vm.specialise(pc, $op);
                    opcode = $op as usize;
                    continue;
                }};
            }
            // Once, but for instructions that turn out to be others.
            loop {
                std::hint::assert_unchecked(opcode <= usize::from(u8::MAX));
                let op = std::mem::transmute::<u8, Op>(opcode as u8);
                match op {
                    Op::Instrumented => {
                        (*vm.stack.frame).pc = pc;
                        match tracing::step::step(vm) {
                            Ok(Step::Run(original)) => {
                                opcode = original as usize;
                                continue;
                            }
                            Ok(Step::Go) => reload!(),
                            Err(raised) => raise!(raised),
                        }
                    }
                    Op::Nop => pc = pc.add(1),
                    Op::Move => {
                        set!(i.a(), val!(i.b()).clone());
                        pc = pc.add(1);
                    }
                    Op::Take => {
                        let word = bits!(i.b());
                        bits!(i.b()) = 0;
                        set_bits!(i.a(), word);
                        pc = pc.add(1);
                    }
                    Op::LoadConst => {
                        set!(i.a(), (*(*vm.stack.frame).code).constant(i.c()).clone());
                        pc = pc.add(1);
                    }
                    Op::LoadConstWide => {
                        let index = (*pc.add(1)).as_wide() as usize;
                        let value = (*(*(*vm.stack.frame).code).constants.get().add(index)).clone().unwrap_unchecked();
                        set!(i.a(), value);
                        pc = pc.add(2);
                    }
                    Op::Clear => {
                        clear!(i.a());
                        pc = pc.add(1);
                    }
                    Op::DeleteLocal => {
                        if bits!(i.a()) == 0 {
                            slow!(names::unbound_local(vm, &*vm.stack.frame, i.a()));
                        }
                        clear!(i.a());
                        pc = pc.add(1);
                    }
                    Op::CheckLocal => {
                        if bits!(i.a()) == 0 {
                            slow!(names::unbound_local(vm, &*vm.stack.frame, i.a()));
                        }
                        pc = pc.add(1);
                    }
                    Op::LoadGlobal => {
                        let value = slow!(|frame| names::load_global(vm, frame, pc));
                        set!(i.a(), value);
                        pc = pc.add(3);
                    }
                    Op::LoadGlobalModule => {
                        let globals = &*(*vm.stack.frame).globals;
                        let cache = word(pc, 1);
                        if globals.peek_version() == cache as u32 {
                            // The block is another only under another version.
                            let place = word(pc, 2) as *const Slot;
                            let value = (*place).as_ref().unwrap_unchecked().clone();
                            set!(i.a(), value);
                        } else {
                            let value = slow!(|frame| names::load_global(vm, frame, pc));
                            set!(i.a(), value);
                        }
                        pc = pc.add(3);
                    }
                    Op::LoadGlobalBuiltin => {
                        let cache = word(pc, 1);
                        let builtins = &*(*vm.stack.frame).builtins;
                        if (*(*vm.stack.frame).globals).peek_version() == cache as u32
                            && builtins.peek_version() == (cache >> 32) as u32
                        {
                            let place = word(pc, 2) as *const Slot;
                            let value = (*place).as_ref().unwrap_unchecked().clone();
                            set!(i.a(), value);
                        } else {
                            let value = slow!(|frame| names::load_global(vm, frame, pc));
                            set!(i.a(), value);
                        }
                        pc = pc.add(3);
                    }
                    Op::StoreGlobal => {
                        slow!(|frame| names::store_global(vm, frame, i.instr(), val!(i.a()).clone()));
                        take1!(i, i.a());
                        pc = pc.add(3);
                    }
                    Op::DeleteGlobal => {
                        slow!(|frame| names::delete_global(vm, frame, i.instr()));
                        pc = pc.add(1);
                    }
                    Op::LoadName => {
                        let value = slow!(|frame| names::load_name(vm, frame, pc));
                        set!(i.a(), value);
                        pc = pc.add(3);
                    }
                    Op::StoreName => {
                        slow!(|frame| names::store_name(vm, frame, i.instr(), val!(i.a()).clone()));
                        take1!(i, i.a());
                        pc = pc.add(3);
                    }
                    Op::DeleteName => {
                        slow!(|frame| names::delete_name(vm, frame, i.instr()));
                        pc = pc.add(1);
                    }
                    Op::MakeCell => {
                        let value = Value::from_bits(std::mem::replace(&mut bits!(i.a()), 0));
                        let cell = slow!(vm.new_cell(value));
                        set!(i.a(), cell.into_value());
                        pc = pc.add(1);
                    }
                    Op::LoadCell => {
                        let cell = val!(i.b()).cast_unchecked::<CellObject>();
                        match cell.value.get() {
                            Some(value) => {
                                set!(i.a(), value);
                            }
                            None => {
                                slow!(names::unbound_local(vm, &*vm.stack.frame, i.b()));
                            }
                        }
                        pc = pc.add(1);
                    }
                    Op::StoreCell => {
                        let old = val!(i.a()).cast_unchecked::<CellObject>().value.replace(Some(val!(i.b()).clone()));
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        drop(old);
                        (*vm.stack.frame).pc = pc;
                        vm.settle();
                        pc = pc.add(1);
                    }
                    Op::DeleteCell => {
                        let old = val!(i.a()).cast_unchecked::<CellObject>().value.take();
                        if old.is_none() {
                            slow!(names::unbound_local(vm, &*vm.stack.frame, i.a()));
                        }
                        drop(old);
                        (*vm.stack.frame).pc = pc;
                        vm.settle();
                        pc = pc.add(1);
                    }
                    Op::LoadFree => {
                        match (*vm.stack.frame).function().cell(i.c()).value.get() {
                            Some(value) => {
                                set!(i.a(), value);
                            }
                            None => {
                                slow!(names::unbound_free(vm, &*vm.stack.frame, i.c()));
                            }
                        }
                        pc = pc.add(1);
                    }
                    Op::StoreFree => {
                        let old = (*vm.stack.frame).function().cell(i.c()).value.replace(Some(val!(i.a()).clone()));
                        take1!(i, i.a());
                        drop(old);
                        (*vm.stack.frame).pc = pc;
                        vm.settle();
                        pc = pc.add(1);
                    }
                    Op::DeleteFree => {
                        let old = (*vm.stack.frame).function().cell(i.c()).value.take();
                        if old.is_none() {
                            slow!(names::unbound_free(vm, &*vm.stack.frame, i.c()));
                        }
                        drop(old);
                        (*vm.stack.frame).pc = pc;
                        vm.settle();
                        pc = pc.add(1);
                    }
                    Op::LoadClassFree => {
                        let value = slow!(|frame| names::load_class_free(vm, frame, i.c()));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::LoadFromDictOrGlobals => {
                        let value = slow!(|frame| names::load_from_dict_or_globals(vm, frame, val!(i.b()), i.instr()));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::LoadFromDictOrFree => {
                        let value = slow!(|frame| names::load_from_dict_or_free(vm, frame, val!(i.b()), i.c()));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::LoadLocals => {
                        let value = slow!(|frame| names::load_locals(vm, frame));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::LoadBuildClass => {
                        let value = slow!(|frame| names::load_build_class(vm, frame));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }

                    Op::LoadAttr => {
                        let value = slow!(|frame| lookup::load_attr(vm, frame, pc, val!(i.b())));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(4);
                    }
                    Op::LoadAttrBound | Op::LoadAttrProperty => {
                        let value = operate!(lookup::load_computed(vm, vm.stack.frame, pc, val!(i.b())));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(4);
                    }
                    Op::LoadAttrSlot => load_attr_slot!(i, {}),
                    Op::LoadAttrSlotTake => load_attr_slot!(i, take_flags!(i, i.b(), i.a())),
                    Op::LoadAttrClass => {
                        let cache = word(pc, 1);
                        let value = if val!(i.b()).shape() == cache as u32 && vm.epoch() == (cache >> 32) as u32 {
                            (*(word(pc, 2) as *const Slot)).as_ref().unwrap_unchecked().clone()
                        } else {
                            slow!(|frame| lookup::load_attr(vm, frame, pc, val!(i.b())))
                        };
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(4);
                    }
                    Op::LoadAttrModule => {
                        let object = val!(i.b());
                        let mut value = None;
                        if object.shape() == u32::from(kinds::MODULE) {
                            let dict = &object.cast_unchecked::<Module>().dict;
                            if dict.peek_version() == word(pc, 1) as u32 {
                                value = (*dict.value_slot(word(pc, 2) as u32)).clone();
                            }
                        }
                        let value = match value {
                            Some(value) => value,
                            None => slow!(|frame| lookup::load_attr(vm, frame, pc, val!(i.b()))),
                        };
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(4);
                    }
                    Op::LoadAttrType => {
                        let value = if bits!(i.b()) == word(pc, 1) && u64::from(vm.epoch()) == word(pc, 3) {
                            (*(word(pc, 2) as *const Slot)).as_ref().unwrap_unchecked().clone()
                        } else {
                            slow!(|frame| lookup::load_attr(vm, frame, pc, val!(i.b())))
                        };
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(4);
                    }
                    Op::StoreAttrSlot => {
                        let object = bits!(i.a());
                        let cache = word(pc, 1);
                        if object & 3 == 0
                            && (*(object as *const Header)).shape() == cache as u32
                            && vm.epoch() == (cache >> 32) as u32
                        {
                            let place = (object as *mut u8).add(word(pc, 2) as usize).cast::<u64>();
                            let new = if i.x() & 4 != 0 {
                                std::mem::replace(&mut bits!(i.b()), 0)
                            } else {
                                val!(i.b()).clone().into_bits()
                            };
                            let old = place.replace(new);
                            drop_word!(old);
                        } else {
                            slow!(|frame| lookup::store_attr(vm, frame, pc, val!(i.a()), val!(i.b()).clone()));
                            if i.x() & 4 != 0 {
                                clear!(i.b());
                            }
                        }
                        if i.x() & 2 != 0 {
                            clear!(i.a());
                        }
                        pc = pc.add(4);
                    }
                    Op::StoreAttrAdd => {
                        let object = bits!(i.a());
                        let cache = word(pc, 1);
                        if object & 3 == 0
                            && (*(object as *const Header)).shape() == cache as u32
                            && vm.epoch() == (cache >> 32) as u32
                        {
                            let data = word(pc, 2);
                            let place = (object as *mut u8).add(data as u32 as usize).cast::<u64>();
                            let new = if i.x() & 4 != 0 {
                                std::mem::replace(&mut bits!(i.b()), 0)
                            } else {
                                val!(i.b()).clone().into_bits()
                            };
                            place.write(new);
                            (*(object as *const Header)).set_shape((data >> 32) as u32);
                        } else {
                            slow!(|frame| lookup::store_attr(vm, frame, pc, val!(i.a()), val!(i.b()).clone()));
                            if i.x() & 4 != 0 {
                                clear!(i.b());
                            }
                        }
                        if i.x() & 2 != 0 {
                            clear!(i.a());
                        }
                        pc = pc.add(4);
                    }
                    Op::StoreAttr => {
                        slow!(|frame| lookup::store_attr(vm, frame, pc, val!(i.a()), val!(i.b()).clone()));
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        if i.x() & 2 != 0 {
                            clear!(i.a());
                        }
                        pc = pc.add(4);
                    }
                    Op::DeleteAttr => {
                        let name = (*(*vm.stack.frame).code).name(i.instr());
                        slow!(vm.del_attr(val!(i.a()), name));
                        take1!(i, i.a());
                        pc = pc.add(1);
                    }
                    Op::LoadMethod | Op::LoadMethodClass | Op::LoadMethodModule | Op::LoadMethodType => {
                        let object = bits!(i.b());
                        let cache = word(pc, 1);
                        let mut found = None;
                        let mut unbound = false;
                        if op == Op::LoadMethodClass {
                            if object & 3 == 0
                                && (*(object as *const Header)).shape() == cache as u32
                                && vm.epoch() == (cache >> 32) as u32
                            {
                                found = (*(word(pc, 2) as *const Slot)).clone();
                                unbound = true;
                            }
                        } else if op == Op::LoadMethodModule {
                            if val!(i.b()).shape() == u32::from(kinds::MODULE) {
                                let dict = &val!(i.b()).cast_unchecked::<Module>().dict;
                                if dict.peek_version() == cache as u32 {
                                    found = (*dict.value_slot(word(pc, 2) as u32)).clone();
                                }
                            }
                        } else if op == Op::LoadMethodType && object == cache && u64::from(vm.epoch()) == word(pc, 3) {
                            found = (*(word(pc, 2) as *const Slot)).clone();
                        }
                        let method = match found {
                            Some(method) => method,
                            None => {
                                let (method, takes) = slow!(|frame| lookup::load_method(vm, frame, pc, val!(i.b())));
                                unbound = takes;
                                method
                            }
                        };
                        // `b` may be one of the two destinations.
                        let receiver = if unbound {
                            if i.x() & 2 != 0 {
                                std::mem::replace(&mut bits!(i.b()), 0)
                            } else {
                                val!(i.b()).clone().into_bits()
                            }
                        } else {
                            if i.x() & 2 != 0 && i.b() != i.a() && i.b() != i.a() + 1 {
                                clear!(i.b());
                            }
                            0
                        };
                        set!(i.a(), method);
                        set_bits!(i.a() + 1, receiver);
                        pc = pc.add(4);
                    }
                    Op::LoadSuperAttr => {
                        let (value, receiver) =
                            slow!(|frame| lookup::load_super_attr(vm, frame, i.instr(), slot!(i.b())));
                        set!(i.a(), value);
                        if i.x() & 1 != 0 {
                            set_bits!(i.a() + 1, receiver.map_or(0, Value::into_bits));
                        }
                        pc = pc.add(4);
                    }
                    Op::LoadSpecial => {
                        let (method, takes) = slow!(special::load_special(vm, val!(i.b()), i.c()));
                        let receiver = if takes { val!(i.b()).clone().into_bits() } else { 0 };
                        if i.x() & 2 != 0 && i.b() != i.a() && i.b() != i.a() + 1 {
                            clear!(i.b());
                        }
                        set!(i.a(), method);
                        set_bits!(i.a() + 1, receiver);
                        pc = pc.add(1);
                    }

                    Op::GetItem => {
                        let (object, key) = (bits!(i.b()), bits!(i.c()));
                        if object & 3 == 0 && key & 3 == 3 {
                            let shape = (*(object as *const Header)).shape();
                            let index = key as i64 >> 2;
                            if shape == u32::from(kinds::LIST) {
                                let list = val!(i.b()).cast_unchecked::<List>();
                                let index = if index < 0 { index + list.len() as i64 } else { index };
                                if let Some(value) = list.get(index as usize) {
                                    set!(i.a(), value);
                                    take_flags!(i, i.b(), i.c());
                                    pc = pc.add(2);
                                    continue 'next;
                                }
                            } else if shape == u32::from(kinds::TUPLE) {
                                let items = val!(i.b()).cast_unchecked::<Tuple>().items();
                                let index = if index < 0 { index + items.len() as i64 } else { index };
                                if let Some(value) = items.get(index as usize) {
                                    let value = value.clone();
                                    set!(i.a(), value);
                                    take_flags!(i, i.b(), i.c());
                                    pc = pc.add(2);
                                    continue 'next;
                                }
                            }
                        }
                        let value = operate!(operation::get_item(vm, val!(i.b()), val!(i.c())));
                        finish_binary!(i, value, i.c());
                        pc = pc.add(2);
                    }
                    Op::GetItemK => {
                        let (object, key) = (bits!(i.b()), constant_bits!(i.c()));
                        if object & 3 == 0 {
                            let shape = (*(object as *const Header)).shape();
                            let index = key as i64 >> 2;
                            if shape == u32::from(kinds::LIST) && key & 3 == 3 {
                                let list = val!(i.b()).cast_unchecked::<List>();
                                let index = if index < 0 { index + list.len() as i64 } else { index };
                                if let Some(value) = list.get(index as usize) {
                                    set!(i.a(), value);
                                    take_flags!(i, i.b(), i.a());
                                    pc = pc.add(2);
                                    continue 'next;
                                }
                            } else if shape == u32::from(kinds::TUPLE) && key & 3 == 3 {
                                let items = val!(i.b()).cast_unchecked::<Tuple>().items();
                                let index = if index < 0 { index + items.len() as i64 } else { index };
                                if let Some(value) = items.get(index as usize) {
                                    let value = value.clone();
                                    set!(i.a(), value);
                                    take_flags!(i, i.b(), i.a());
                                    pc = pc.add(2);
                                    continue 'next;
                                }
                            } else if shape == u32::from(kinds::DICT) && key & 3 == 0 {
                                let dict = val!(i.b()).cast_unchecked::<Dict>();
                                let key = (*(*vm.stack.frame).code).constant(i.c());
                                if key.shape() == u32::from(kinds::STR)
                                    && let Some(value) = dict.get_str(vm, key)
                                {
                                    set!(i.a(), value);
                                    take_flags!(i, i.b(), i.a());
                                    pc = pc.add(2);
                                    continue 'next;
                                }
                            }
                        }
                        let key = (*(*vm.stack.frame).code).constant(i.c());
                        let value = operate!(operation::get_item(vm, val!(i.b()), key));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(2);
                    }
                    Op::SetItem => {
                        let (object, key) = (bits!(i.a()), bits!(i.b()));
                        let mut done = false;
                        if object & 3 == 0
                            && key & 3 == 3
                            && (*(object as *const Header)).shape() == u32::from(kinds::LIST)
                        {
                            let list = val!(i.a()).cast_unchecked::<List>();
                            let index = key as i64 >> 2;
                            let index = if index < 0 { index + list.len() as i64 } else { index };
                            if (index as u64) < list.len() as u64 {
                                let new = if i.x() & 8 != 0 {
                                    Value::from_bits(std::mem::replace(&mut bits!(i.c()), 0)).unwrap_unchecked()
                                } else {
                                    val!(i.c()).clone()
                                };
                                let old = list.replace(index as usize, new).into_bits();
                                drop_word!(old);
                                done = true;
                            }
                        }
                        if !done
                            && object & 3 == 0
                            && (*(object as *const Header)).shape() == u32::from(kinds::BYTEARRAY)
                            && ByteArray::put(val!(i.a()).cast_unchecked(), key, bits!(i.c()))
                        {
                            if i.x() & 8 != 0 {
                                bits!(i.c()) = 0;
                            }
                            done = true;
                        }
                        if !done {
                            operate!(operation::set_item(vm, val!(i.a()), val!(i.b()), val!(i.c())));
                            if i.x() & 8 != 0 {
                                clear!(i.c());
                            }
                        }
                        if i.x() & 2 != 0 {
                            clear!(i.a());
                        }
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        pc = pc.add(2);
                    }
                    Op::DeleteItem => {
                        slow!(vm.del_item(val!(i.a()), val!(i.b())));
                        if i.x() & 2 != 0 {
                            clear!(i.a());
                        }
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        pc = pc.add(1);
                    }
                    Op::GetSlice => {
                        let value = slow!(operators::get_slice(vm, val!(i.b()), val!(i.c()), val!(i.c() + 1)));
                        clear!(i.c());
                        clear!(i.c() + 1);
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::SetSlice => {
                        slow!(operators::set_slice(vm, val!(i.a()), val!(i.c()), val!(i.c() + 1), val!(i.b()).clone()));
                        clear!(i.c());
                        clear!(i.c() + 1);
                        if i.x() & 2 != 0 {
                            clear!(i.a());
                        }
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        pc = pc.add(1);
                    }

                    Op::Neg => {
                        let x = bits!(i.b());
                        if x.wrapping_add(1) & 2 != 0 {
                            match Value::from_f64(-decode_f64(x)) {
                                Some(value) => {
                                    set!(i.a(), value);
                                }
                                None => {
                                    let value = slow!(vm.neg(val!(i.b())));
                                    set!(i.a(), value);
                                }
                            }
                        } else if x & 3 == 3
                            && let Some(value) = Value::from_i64(-(x as i64 >> 2))
                        {
                            set!(i.a(), value);
                        } else {
                            let value = slow!(vm.neg(val!(i.b())));
                            set!(i.a(), value);
                            take_flags!(i, i.b(), i.a());
                        }
                        pc = pc.add(1);
                    }
                    Op::Pos => {
                        let value = slow!(vm.pos(val!(i.b())));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::Invert => {
                        let value = slow!(operators::invert(vm, val!(i.b())));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::Not => {
                        let truth = operate!(operation::truth(vm, val!(i.b()))).is_true();
                        set!(i.a(), Value::bool(!truth));
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }

                    Op::Add => {
                        binary!(
                            i,
                            BinOp::Add,
                            Op::AddFloat,
                            bits!(i.c()),
                            i.c(),
                            |p, q| p.checked_add(q - 3),
                            |f, g| Some(f + g)
                        )
                    }
                    Op::AddK => {
                        binary!(
                            i,
                            BinOp::Add,
                            Op::AddFloatK,
                            constant_bits!(i.c()),
                            i.a(),
                            |p, q| p.checked_add(q - 3),
                            |f, g| Some(f + g)
                        )
                    }
                    Op::Sub => {
                        binary!(
                            i,
                            BinOp::Sub,
                            Op::SubFloat,
                            bits!(i.c()),
                            i.c(),
                            |p, q| p.checked_sub(q - 3),
                            |f, g| Some(f - g)
                        )
                    }
                    Op::SubK => {
                        binary!(
                            i,
                            BinOp::Sub,
                            Op::SubFloatK,
                            constant_bits!(i.c()),
                            i.a(),
                            |p, q| p.checked_sub(q - 3),
                            |f, g| Some(f - g)
                        )
                    }
                    Op::Mul => binary!(
                        i,
                        BinOp::Mul,
                        Op::MulFloat,
                        bits!(i.c()),
                        i.c(),
                        |p, q| (p >> 2).checked_mul(q - 3).map(|r| r | 3),
                        |f, g| Some(f * g)
                    ),
                    Op::MulK => binary!(
                        i,
                        BinOp::Mul,
                        Op::MulFloatK,
                        constant_bits!(i.c()),
                        i.a(),
                        |p, q| (p >> 2).checked_mul(q - 3).map(|r| r | 3),
                        |f, g| Some(f * g)
                    ),
                    Op::TrueDiv => {
                        binary!(
                            i,
                            BinOp::TrueDiv,
                            Op::TrueDiv,
                            bits!(i.c()),
                            i.c(),
                            |_p, _q| None,
                            |f, g| if g != 0.0 { Some(f / g) } else { None }
                        )
                    }
                    Op::TrueDivK => {
                        binary!(i, BinOp::TrueDiv, Op::TrueDivK, constant_bits!(i.c()), i.a(), |_p, _q| None, |f, g| {
                            if g != 0.0 { Some(f / g) } else { None }
                        })
                    }
                    Op::AddFloat => float_binary!(i, Op::Add, bits!(i.c()), |f, g| f + g),
                    Op::AddFloatK => float_binary!(i, Op::AddK, constant_bits!(i.c()), |f, g| f + g),
                    Op::SubFloat => float_binary!(i, Op::Sub, bits!(i.c()), |f, g| f - g),
                    Op::SubFloatK => float_binary!(i, Op::SubK, constant_bits!(i.c()), |f, g| f - g),
                    Op::MulFloat => float_binary!(i, Op::Mul, bits!(i.c()), |f, g| f * g),
                    Op::MulFloatK => float_binary!(i, Op::MulK, constant_bits!(i.c()), |f, g| f * g),
                    Op::FloorDiv => {
                        int_only!(i, BinOp::FloorDiv, bits!(i.c()), i.c(), |p, q| operators::floor_div(p, q))
                    }
                    Op::FloorDivK => {
                        int_only!(i, BinOp::FloorDiv, constant_bits!(i.c()), i.a(), |p, q| operators::floor_div(p, q))
                    }
                    Op::Mod => int_only!(i, BinOp::Mod, bits!(i.c()), i.c(), |p, q| operators::modulo(p, q)),
                    Op::ModK => int_only!(i, BinOp::Mod, constant_bits!(i.c()), i.a(), |p, q| operators::modulo(p, q)),
                    Op::Pow => any_binary!(i, BinOp::Pow, bits!(i.c()), i.c()),
                    Op::PowK => any_binary!(i, BinOp::Pow, constant_bits!(i.c()), i.a()),
                    Op::MatMul => any_binary!(i, BinOp::MatMul, bits!(i.c()), i.c()),
                    Op::LShift => int_only!(i, BinOp::LShift, bits!(i.c()), i.c(), |p, q| operators::shift_left(p, q)),
                    Op::LShiftK => {
                        int_only!(i, BinOp::LShift, constant_bits!(i.c()), i.a(), |p, q| operators::shift_left(p, q))
                    }
                    Op::RShift => int_only!(i, BinOp::RShift, bits!(i.c()), i.c(), |p, q| operators::shift_right(p, q)),
                    Op::RShiftK => {
                        int_only!(i, BinOp::RShift, constant_bits!(i.c()), i.a(), |p, q| operators::shift_right(p, q))
                    }
                    Op::And => int_only!(i, BinOp::And, bits!(i.c()), i.c(), |p, q| Some(p & q)),
                    Op::AndK => int_only!(i, BinOp::And, constant_bits!(i.c()), i.a(), |p, q| Some(p & q)),
                    Op::Or => int_only!(i, BinOp::Or, bits!(i.c()), i.c(), |p, q| Some(p | q)),
                    Op::OrK => int_only!(i, BinOp::Or, constant_bits!(i.c()), i.a(), |p, q| Some(p | q)),
                    Op::Xor => int_only!(i, BinOp::Xor, bits!(i.c()), i.c(), |p, q| Some((p ^ q) | 3)),
                    Op::XorK => int_only!(i, BinOp::Xor, constant_bits!(i.c()), i.a(), |p, q| Some((p ^ q) | 3)),

                    Op::Lt => compare!(i, CmpOp::Lt, |p, q| p < q, |f, g| f < g),
                    Op::Le => compare!(i, CmpOp::Le, |p, q| p <= q, |f, g| f <= g),
                    Op::Eq => compare!(i, CmpOp::Eq, |p, q| p == q, |f, g| f == g),
                    Op::Ne => compare!(i, CmpOp::Ne, |p, q| p != q, |f, g| f != g),
                    Op::Gt => compare!(i, CmpOp::Gt, |p, q| p > q, |f, g| f > g),
                    Op::Ge => compare!(i, CmpOp::Ge, |p, q| p >= q, |f, g| f >= g),
                    Op::Is => {
                        let truth = (bits!(i.b()) == bits!(i.c())) != (i.x() & 1 != 0);
                        finish_test!(i, Value::bool(truth), i.c());
                        pc = pc.add(1);
                    }
                    Op::In => {
                        let truth = operate!(operation::contains(vm, val!(i.c()), val!(i.b()))).is_true();
                        finish_test!(i, Value::bool(truth != (i.x() & 1 != 0)), i.c());
                        pc = pc.add(1);
                    }

                    Op::Jump => pc = jump(pc, 2),
                    Op::JumpBack => {
                        pc = jump(pc, 2);
                        poll!();
                    }
                    Op::JumpIfTrue => {
                        let value = val!(i.a());
                        let truth = match value.as_bool() {
                            Some(truth) => truth,
                            None => {
                                let truth = operate!(operation::truth(vm, value)).is_true();
                                take1!(i, i.a());
                                truth
                            }
                        };
                        go_if!(truth, true);
                    }
                    Op::JumpIfFalse => {
                        let value = val!(i.a());
                        let truth = match value.as_bool() {
                            Some(truth) => truth,
                            None => {
                                let truth = operate!(operation::truth(vm, value)).is_true();
                                take1!(i, i.a());
                                truth
                            }
                        };
                        go_if!(truth, false);
                    }
                    Op::JumpIfNone => {
                        let truth = val!(i.a()).is_none();
                        take1!(i, i.a());
                        go_if!(truth, true);
                    }
                    Op::JumpIfNotNone => {
                        let truth = val!(i.a()).is_none();
                        take1!(i, i.a());
                        go_if!(truth, false);
                    }
                    Op::JumpIfIs => {
                        let truth = bits!(i.a()) == bits!(i.b());
                        if i.x() & 2 != 0 {
                            clear!(i.a());
                        }
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        go!(i, truth);
                    }
                    Op::JumpIfLt => compare_jump!(i, CmpOp::Lt, bits!(i.b()), false, |p, q| p < q, |f, g| f < g),
                    Op::JumpIfLe => compare_jump!(i, CmpOp::Le, bits!(i.b()), false, |p, q| p <= q, |f, g| f <= g),
                    Op::JumpIfEq => compare_jump!(i, CmpOp::Eq, bits!(i.b()), false, |p, q| p == q, |f, g| f == g),
                    Op::JumpIfNe => compare_jump!(i, CmpOp::Ne, bits!(i.b()), false, |p, q| p != q, |f, g| f != g),
                    Op::JumpIfGt => compare_jump!(i, CmpOp::Gt, bits!(i.b()), false, |p, q| p > q, |f, g| f > g),
                    Op::JumpIfGe => compare_jump!(i, CmpOp::Ge, bits!(i.b()), false, |p, q| p >= q, |f, g| f >= g),
                    Op::JumpIfLtK => {
                        compare_jump!(i, CmpOp::Lt, constant_bits!(i.b()), true, |p, q| p < q, |f, g| f < g)
                    }
                    Op::JumpIfLeK => {
                        compare_jump!(i, CmpOp::Le, constant_bits!(i.b()), true, |p, q| p <= q, |f, g| f <= g)
                    }
                    Op::JumpIfEqK => {
                        compare_jump!(i, CmpOp::Eq, constant_bits!(i.b()), true, |p, q| p == q, |f, g| f == g)
                    }
                    Op::JumpIfNeK => {
                        compare_jump!(i, CmpOp::Ne, constant_bits!(i.b()), true, |p, q| p != q, |f, g| f != g)
                    }
                    Op::JumpIfGtK => {
                        compare_jump!(i, CmpOp::Gt, constant_bits!(i.b()), true, |p, q| p > q, |f, g| f > g)
                    }
                    Op::JumpIfGeK => {
                        compare_jump!(i, CmpOp::Ge, constant_bits!(i.b()), true, |p, q| p >= q, |f, g| f >= g)
                    }

                    Op::GetIter => {
                        let value = slow!(vm.iter(val!(i.b())));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::ForIterRange => {
                        let iterator = val!(i.b());
                        if iterator.shape() == u32::from(kinds::RANGE_ITERATOR) {
                            let range = iterator.cast_unchecked::<RangeIterator>();
                            let remaining = range.remaining.get();
                            if remaining > 0 {
                                let current = range.current.get();
                                range.remaining.set(remaining - 1);
                                range.current.set(current.wrapping_add(range.step.get()));
                                set_bits!(i.a(), (current << 2 | 3) as u64);
                                pc = pc.add(2);
                            } else {
                                clear!(i.b());
                                pc = jump(pc, 2);
                            }
                        } else {
                            become_op!(Op::ForIter);
                        }
                    }
                    Op::ForIterList => {
                        let iterator = val!(i.b());
                        if iterator.shape() == u32::from(kinds::LIST_ITERATOR) {
                            match crate::types::iterators::step_list(iterator.cast_unchecked()) {
                                Some(value) => {
                                    set!(i.a(), value);
                                    pc = pc.add(2);
                                }
                                None => {
                                    clear!(i.b());
                                    pc = jump(pc, 2);
                                }
                            }
                        } else {
                            become_op!(Op::ForIter);
                        }
                    }
                    Op::ForIterGenerator => {
                        if val!(i.b()).shape() == u32::from(kinds::GENERATOR) {
                            (*vm.stack.frame).pc = pc;
                            match generator::push(vm, val!(i.b()), Value::none(), Entry::Generator) {
                                Ok(true) => reload!(),
                                Ok(false) => {
                                    clear!(i.b());
                                    pc = jump(pc, 2);
                                }
                                Err(raised) => raise!(raised),
                            }
                        } else {
                            become_op!(Op::ForIter);
                        }
                    }
                    Op::ForIter => {
                        let shape = val!(i.b()).shape();
                        if shape == u32::from(kinds::RANGE_ITERATOR) {
                            become_op!(Op::ForIterRange);
                        }
                        if shape == u32::from(kinds::LIST_ITERATOR) {
                            become_op!(Op::ForIterList);
                        }
                        if shape == u32::from(kinds::GENERATOR) {
                            become_op!(Op::ForIterGenerator);
                        }
                        match slow!(operation::next(vm, val!(i.b()))) {
                            Some(Called::Value(value)) => {
                                set!(i.a(), value);
                                pc = pc.add(2);
                            }
                            Some(Called::Frame) => enter!(),
                            None => {
                                clear!(i.b());
                                pc = jump(pc, 2);
                            }
                        }
                    }
                    Op::GetYieldFromIter => {
                        let value = slow!(generator::yield_from_iter(vm, val!(i.b()), &*vm.stack.frame));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::Yield => {
                        let value = Value::from_bits(std::mem::replace(&mut bits!(i.b()), 0)).unwrap_unchecked();
                        let entry = (*vm.stack.frame).entry;
                        (*vm.stack.frame).pc = pc;
                        generator::suspend(vm);
                        match entry {
                            Entry::Native => return Ok(value),
                            _ => deliver!(value, 2),
                        }
                    }
                    Op::Send => {
                        let sent = Value::from_bits(std::mem::replace(&mut bits!(i.c()), 0)).unwrap_unchecked();
                        let shape = val!(i.b()).shape();
                        if shape == u32::from(kinds::GENERATOR) || shape == u32::from(kinds::COROUTINE) {
                            (*vm.stack.frame).pc = pc;
                            match generator::push(vm, val!(i.b()), sent, Entry::Generator) {
                                Ok(true) => reload!(),
                                Ok(false) => {
                                    set!(i.a(), Value::none());
                                    pc = jump(pc, 2);
                                }
                                Err(raised) => raise!(raised),
                            }
                            continue 'next;
                        }
                        match slow!(generator::send_any(vm, val!(i.b()), sent)) {
                            Resumed::Yielded(value) => {
                                set!(i.a(), value);
                                pc = pc.add(2);
                            }
                            Resumed::Returned(value) => {
                                set!(i.a(), value);
                                pc = jump(pc, 2);
                            }
                        }
                    }
                    Op::GetAwaitable => {
                        let value = slow!(generator::awaitable(vm, val!(i.b()), i.x() >> 4));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::GetAIter => {
                        let value = slow!(generator::aiter(vm, val!(i.b())));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::GetANext => {
                        let value = slow!(generator::anext(vm, val!(i.b())));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::EndAsyncFor => {
                        if vm.is_instance_of_exc(val!(i.a()), crate::core::error::Exc::StopAsyncIteration) {
                            clear!(i.a());
                            clear!(i.b());
                            pc = jump(pc, 2);
                        } else {
                            let exception =
                                Value::from_bits(std::mem::replace(&mut bits!(i.a()), 0)).unwrap_unchecked();
                            reraise!(exception);
                        }
                    }
                    Op::CleanupThrow => {
                        let exception = Value::from_bits(std::mem::replace(&mut bits!(i.a()), 0)).unwrap_unchecked();
                        if vm.is_instance_of_exc(&exception, crate::core::error::Exc::StopIteration) {
                            let value = slow!(vm.get_attr(&exception, &vm.names().value));
                            set!(i.b(), value);
                            drop(exception);
                            vm.settle();
                            pc = jump(pc, 2);
                        } else {
                            reraise!(exception);
                        }
                    }

                    Op::Call => {
                        let base = slot!(i.b());
                        let callable = (*base).as_ref().unwrap_unchecked();
                        let receiver = (*base.add(1)).is_some();
                        let (first, count) =
                            if receiver { (base.add(1), i.c() as usize + 1) } else { (base.add(2), i.c() as usize) };
                        let shape = callable.shape();
                        if shape == u32::from(kinds::FUNCTION) {
                            let code = callable.cast_unchecked::<Function>().code();
                            if code.exact_count as usize == count {
                                (*vm.stack.frame).pc = pc;
                                poll!();
                                let function = (*base).take().unwrap_unchecked();
                                match vm.push_function_frame(function, Entry::Inline, count) {
                                    Ok(new) => {
                                        let to = (*new).registers.cast::<u64>();
                                        let from = first.cast::<u64>();
                                        move_arguments(from, to, count);
                                        reload!();
                                    }
                                    Err(raised) => raise!(raised),
                                }
                            }
                        }
                        (*vm.stack.frame).pc = pc;
                        if shape == u32::from(kinds::TYPE)
                            && !receiver
                            && let Some(init) = vm.simple_init(callable.cast_unchecked(), count + 1)
                        {
                            let class = (*base).take().unwrap_unchecked();
                            let made = match vm.new_plain_instance(class.cast_unchecked()) {
                                Ok(instance) => {
                                    vm.push_function_frame(init, Entry::Init, count + 1).map(|new| (new, instance))
                                }
                                Err(raised) => Err(raised),
                            };
                            match made {
                                Ok((new, instance)) => {
                                    let to = (*new).registers.cast::<u64>();
                                    let from = first.cast::<u64>();
                                    to.write(instance.clone().into_bits());
                                    move_arguments(from, to.add(1), count);
                                    (*new).extra = Some(instance);
                                    // The instance counts its class.
                                    drop(class);
                                    pc = (*new).pc;
                                    vm.stack.registers = (*new).registers;
                                    // The instance may be what makes a collection due.
                                    poll!();
                                    continue 'next;
                                }
                                Err(raised) => raise!(raised),
                            }
                        }
                        if shape == u32::from(kinds::METHOD) && !receiver {
                            // A bound method: its function and its receiver take the places kept for them.
                            let method = callable.cast_unchecked::<BoundMethod>();
                            let (function, receiver) = (method.function(), method.receiver());
                            base.add(1).write(Some(receiver));
                            set!(i.b(), function);
                            continue 'next;
                        }
                        let args =
                            Args { values: std::slice::from_raw_parts(first.cast::<Value>(), count), names: None };
                        if shape == u32::from(kinds::BUILTIN_FUNCTION) || shape == u32::from(kinds::METHOD_DESCRIPTOR) {
                            let result = if shape == u32::from(kinds::METHOD_DESCRIPTOR) {
                                callable.cast_unchecked::<MethodDescriptor>().call(vm, args)
                            } else {
                                let function = callable.cast_unchecked::<BuiltinFunction>();
                                match function.bound_receiver() {
                                    Some(bound) if !receiver => {
                                        let place = base.add(1);
                                        place.write(Some(bound.clone()));
                                        let values = std::slice::from_raw_parts(place.cast::<Value>(), count + 1);
                                        function.call_behind_receiver(vm, Args { values, names: None })
                                    }
                                    _ if function.method.flags & Method::LENGTH != 0 && count == 1 => {
                                        match operation::len(vm, &args.values[0]) {
                                            Ok(Called::Value(value)) => Ok(value),
                                            Ok(Called::Frame) => enter!(),
                                            Err(raised) => Err(raised),
                                        }
                                    }
                                    _ => function.call(vm, args),
                                }
                            };
                            match result {
                                Ok(value) => {
                                    let end = i.b() as usize + i.c() as usize + 2;
                                    let mut register = i.b() as usize;
                                    while register < end {
                                        clear!(register);
                                        register += 1;
                                    }
                                    vm.settle();
                                    set!(i.a(), value);
                                    poll!();
                                    pc = pc.add(3);
                                    continue 'next;
                                }
                                Err(raised) => {
                                    vm.settle();
                                    raise!(raised)
                                }
                            }
                        }
                        let called = vm.begin_call(callable, args, Entry::Inline);
                        let called = match called {
                            Ok(called) => called,
                            Err(raised) => {
                                vm.settle();
                                raise!(raised)
                            }
                        };
                        // The callable and its arguments are the callee's now, or done with.
                        clear_operands!(i.b(), i.c() + 2);
                        finish_call!(i, called);
                    }
                    Op::CallKw => {
                        (*vm.stack.frame).pc = pc;
                        let base = slot!(i.b());
                        let receiver = (*base.add(1)).is_some();
                        let (first, count) =
                            if receiver { (base.add(1), i.c() as usize + 1) } else { (base.add(2), i.c() as usize) };
                        let names = (*(*(*vm.stack.frame).code).constants.get().add((*pc.add(1)).as_wide() as usize))
                            .as_ref()
                            .unwrap_unchecked()
                            .cast_unchecked::<Tuple>();
                        let args = Args {
                            values: std::slice::from_raw_parts(first.cast::<Value>(), count),
                            names: Some(names),
                        };
                        let called = match vm.begin_call((*base).as_ref().unwrap_unchecked(), args, Entry::Inline) {
                            Ok(called) => called,
                            Err(raised) => {
                                vm.settle();
                                raise!(raised)
                            }
                        };
                        clear_operands!(i.b(), i.c() + 2);
                        finish_call!(i, called);
                    }
                    Op::CallEx => {
                        (*vm.stack.frame).pc = pc;
                        let called = match special::call_ex(vm, slot!(i.b()), Entry::Inline) {
                            Ok(called) => called,
                            Err(raised) => {
                                vm.settle();
                                raise!(raised)
                            }
                        };
                        clear_operands!(i.b(), 4);
                        finish_call!(i, called);
                    }
                    Op::Return => {
                        let value = Value::from_bits(std::mem::replace(&mut bits!(i.a()), 0)).unwrap_unchecked();
                        do_return!(value);
                    }
                    Op::ReturnNone => do_return!(Value::none()),
                    Op::MakeFunction => {
                        let value = slow!(|frame| special::make_function(vm, frame, i.instr(), slot!(i.c())));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }

                    Op::BuildTuple => {
                        let base = slot!(i.b());
                        let count = i.c() as usize;
                        if count == 0 {
                            set!(i.a(), crate::core::registry::empty_tuple(vm));
                        } else {
                            let value = match Tuple::take(&mut vm.heap, base.cast::<Value>(), count) {
                                Ok(value) => value,
                                Err(error) => raise!(Raised::from(error)),
                            };
                            empty_registers(base, count);
                            set!(i.a(), value);
                        }
                        pc = pc.add(1);
                    }
                    Op::BuildList => {
                        let count = i.c() as usize;
                        let list = match List::create(&mut vm.heap) {
                            Ok(list) => list,
                            Err(error) => raise!(Raised::from(error)),
                        };
                        if count > 0 {
                            if let Err(error) = list.reserve_exact(&mut vm.heap, count) {
                                raise!(Raised::from(error));
                            }
                            let base = slot!(i.b());
                            let to = list.raw().0.cast::<u64>();
                            for index in 0..count {
                                *to.add(index) = *base.cast::<u64>().add(index);
                            }
                            empty_registers(base, count);
                            list.set_len_unchecked(count);
                        }
                        set!(i.a(), list.into_value());
                        pc = pc.add(1);
                    }
                    Op::BuildSet => {
                        let value = slow!(special::build_set(vm, slot!(i.b()), i.c()));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::BuildDict => {
                        let value = slow!(special::build_dict(vm, slot!(i.b()), i.c()));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::BuildSlice => {
                        let base = slot!(i.b());
                        let start = (*base).take().unwrap_unchecked();
                        let stop = (*base.add(1)).take().unwrap_unchecked();
                        let step = if i.x() == 3 { (*base.add(2)).take().unwrap_unchecked() } else { Value::none() };
                        let value = slow!(crate::types::slice::create(vm, start, stop, step));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::BuildString => {
                        let value = slow!(special::build_string(vm, slot!(i.b()), i.c()));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::ListAppend => {
                        let item = Value::from_bits(std::mem::replace(&mut bits!(i.b()), 0)).unwrap_unchecked();
                        if let Err(error) = val!(i.a()).cast_unchecked::<List>().push(&mut vm.heap, item) {
                            raise!(Raised::from(error));
                        }
                        pc = pc.add(1);
                    }
                    Op::ListExtend => {
                        slow!(special::list_extend(vm, val!(i.a()), val!(i.b())));
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        pc = pc.add(1);
                    }
                    Op::SetAdd => {
                        let item = Value::from_bits(std::mem::replace(&mut bits!(i.b()), 0)).unwrap_unchecked();
                        slow!(special::set_add(vm, val!(i.a()), item));
                        pc = pc.add(1);
                    }
                    Op::SetUpdate => {
                        slow!(special::set_update(vm, val!(i.a()), val!(i.b())));
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        pc = pc.add(1);
                    }
                    Op::DictSet => {
                        let key = Value::from_bits(std::mem::replace(&mut bits!(i.b()), 0)).unwrap_unchecked();
                        let value = Value::from_bits(std::mem::replace(&mut bits!(i.c()), 0)).unwrap_unchecked();
                        slow!(vm.dict_set(val!(i.a()).cast_unchecked::<Dict>(), key, value));
                        pc = pc.add(1);
                    }
                    Op::DictUpdate => {
                        slow!(special::dict_update(vm, val!(i.a()), val!(i.b())));
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        pc = pc.add(1);
                    }
                    Op::DictMerge => {
                        slow!(special::dict_merge(vm, val!(i.a()), val!(i.b()), val!(i.c())));
                        if i.x() & 4 != 0 {
                            clear!(i.b());
                        }
                        pc = pc.add(1);
                    }
                    Op::ListToTuple => {
                        let list = Value::from_bits(std::mem::replace(&mut bits!(i.b()), 0)).unwrap_unchecked();
                        let value = slow!(vm.tuple_from(&list));
                        drop(list);
                        vm.settle();
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::FormatValue => {
                        let spec = if i.x() & 1 != 0 { Some(val!(i.c())) } else { None };
                        let value = slow!(special::format_value(vm, val!(i.b()), i.x() >> 4, spec));
                        set!(i.a(), value);
                        if i.x() & 2 != 0 && i.b() != i.a() {
                            clear!(i.b());
                        }
                        if i.x() & 4 != 0 && i.x() & 1 != 0 && i.c() != i.a() {
                            clear!(i.c());
                        }
                        pc = pc.add(1);
                    }
                    Op::BuildInterpolation => {
                        let value = slow!(special::build_interpolation(vm, slot!(i.b()), i.x()));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::BuildTemplate => {
                        let strings = Value::from_bits(std::mem::replace(&mut bits!(i.b()), 0)).unwrap_unchecked();
                        let parts = Value::from_bits(std::mem::replace(&mut bits!(i.c()), 0)).unwrap_unchecked();
                        let value = slow!(crate::types::template::create(vm, strings, parts));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }

                    Op::UnpackSequence => {
                        let count = i.c() as usize;
                        let source = val!(i.a());
                        if source.shape() == u32::from(kinds::TUPLE) && source.cast_unchecked::<Tuple>().len() == count
                        {
                            let source = source.clone();
                            let items = source.cast_unchecked::<Tuple>().items();
                            if i.x() & 2 != 0 {
                                clear!(i.a());
                            }
                            for (index, item) in items.iter().enumerate() {
                                set!(i.b() as usize + index, item.clone());
                            }
                            let word = source.into_bits();
                            drop_word!(word);
                        } else if source.shape() == u32::from(kinds::LIST)
                            && source.cast_unchecked::<List>().len() == count
                            && count <= UNPACKED_AT_ONCE
                        {
                            // What a register held may change the list when it is dropped, so all items are taken first.
                            let mut items = [0; UNPACKED_AT_ONCE];
                            let list = source.cast_unchecked::<List>();
                            for (index, item) in items.iter_mut().enumerate().take(count) {
                                *item = list.get(index).map_or(0, Value::into_bits);
                            }
                            take1!(i, i.a());
                            for (index, item) in items.iter().enumerate().take(count) {
                                set_bits!(i.b() as usize + index, *item);
                            }
                        } else {
                            let list = slow!(special::unpack(vm, val!(i.a()), count));
                            take1!(i, i.a());
                            for index in 0..count {
                                let item = list.get(index).unwrap_unchecked();
                                set!(i.b() as usize + index, item);
                            }
                            drop(list);
                            vm.settle();
                        }
                        pc = pc.add(2);
                    }
                    Op::UnpackEx => {
                        let after = (*pc.add(1)).as_wide() as usize;
                        let list = slow!(special::unpack_ex(vm, val!(i.a()), i.c() as usize, after));
                        take1!(i, i.a());
                        for index in 0..i.c() as usize + 1 + after {
                            let item = list.get(index).unwrap_unchecked();
                            set!(i.b() as usize + index, item);
                        }
                        drop(list);
                        vm.settle();
                        pc = pc.add(2);
                    }

                    Op::EnterHandler => {
                        let mut former = vm.handled.replace(val!(i.a()).clone());
                        if (*vm.stack.frame).is_generator {
                            former = generator::mark_inherited(vm.stack.frame, former);
                        }
                        set_bits!(i.b(), former.map_or(0, Value::into_bits));
                        take1!(i, i.a());
                        pc = pc.add(1);
                    }
                    Op::LeaveHandler => {
                        let mut former = Value::from_bits(std::mem::replace(&mut bits!(i.a()), 0));
                        if (*vm.stack.frame).is_generator {
                            former = generator::unmark_inherited(vm.stack.frame, former);
                        }
                        let handled = std::mem::replace(&mut vm.handled, former);
                        if let Some(handled) = handled {
                            let word = handled.into_bits();
                            drop_word!(word);
                        }
                        pc = pc.add(1);
                    }
                    Op::MatchException => {
                        let truth = slow!(unwind::matches(vm, val!(i.b()), val!(i.c())));
                        finish_binary!(i, Value::bool(truth), i.c());
                        pc = pc.add(1);
                    }
                    Op::MatchExceptionGroup => {
                        let (matched, rest) =
                            slow!(crate::types::exception::groups::split_for_handler(vm, val!(i.b()), val!(i.c())));
                        if i.x() & 2 != 0 && i.b() != i.a() && i.b() != i.a() + 1 {
                            clear!(i.b());
                        }
                        if i.x() & 4 != 0 && i.c() != i.a() && i.c() != i.a() + 1 {
                            clear!(i.c());
                        }
                        set!(i.a(), matched);
                        set!(i.a() + 1, rest);
                        pc = pc.add(1);
                    }
                    Op::PrepareReraiseStar => {
                        let value =
                            slow!(crate::types::exception::groups::prepare_reraise(vm, val!(i.b()), val!(i.c())));
                        finish_binary!(i, value, i.c());
                        pc = pc.add(1);
                    }
                    Op::ExceptionTriple => {
                        let exception = val!(i.b()).clone();
                        let class = vm.type_of(&exception).to_value();
                        let traceback = crate::types::exception::traceback_of(&exception).unwrap_or_else(Value::none);
                        if i.x() & 2 != 0 && !(i.a()..i.a() + 3).contains(&i.b()) {
                            clear!(i.b());
                        }
                        set!(i.a(), class);
                        set!(i.a() + 1, exception);
                        set!(i.a() + 2, traceback);
                        pc = pc.add(1);
                    }
                    Op::Raise => {
                        (*vm.stack.frame).pc = pc;
                        if i.x() >> 4 == 0 && vm.handled.is_some() {
                            // Alone, `raise` adds no traceback entry.
                            let raised = unwind::raise_again(vm);
                            match unwind::unwind_reraised(vm, raised) {
                                Ok(()) => reload!(),
                                Err(raised) => return Err(raised),
                            }
                        }
                        let raised = match i.x() >> 4 {
                            0 => unwind::raise_again(vm),
                            1 => unwind::raise(vm, val!(i.a()), None),
                            _ => unwind::raise(vm, val!(i.a()), Some(val!(i.b()))),
                        };
                        vm.settle();
                        raise!(raised);
                    }
                    Op::Reraise => {
                        let exception = Value::from_bits(std::mem::replace(&mut bits!(i.a()), 0)).unwrap_unchecked();
                        reraise!(exception);
                    }
                    Op::LoadAssertionError => {
                        set!(i.a(), vm.exc_type(crate::core::error::Exc::AssertionError).to_value());
                        pc = pc.add(1);
                    }
                    Op::LoadNotImplementedError => {
                        set!(i.a(), vm.exc_type(crate::core::error::Exc::NotImplementedError).to_value());
                        pc = pc.add(1);
                    }

                    Op::ImportName => {
                        let base = slot!(i.b());
                        let level = (*base).take().unwrap_unchecked();
                        let fromlist = (*base.add(1)).take().unwrap_unchecked();
                        let name = (*(*vm.stack.frame).code).name(i.instr());
                        let value = slow!(|frame| crate::import::import_name(vm, frame, name, &level, &fromlist));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::ImportFrom => {
                        let name = (*(*vm.stack.frame).code).name(i.instr());
                        let value = slow!(crate::import::import_from(vm, val!(i.b()), name));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::ImportStar => {
                        let locals = slow!(|frame| names::load_locals(vm, frame));
                        slow!(crate::import::import_star(vm, val!(i.a()), &locals));
                        take1!(i, i.a());
                        pc = pc.add(1);
                    }

                    Op::MatchSequence => {
                        let truth = patterns::is_sequence(vm, val!(i.b()));
                        set!(i.a(), Value::bool(truth));
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::MatchMapping => {
                        let truth = patterns::is_mapping(vm, val!(i.b()));
                        set!(i.a(), Value::bool(truth));
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::MatchKeys => {
                        let value = slow!(patterns::match_keys(vm, val!(i.b()), val!(i.c())));
                        finish_binary!(i, value, i.c());
                        pc = pc.add(1);
                    }
                    Op::MatchClass => {
                        let positional = (*pc.add(1)).as_wide() as usize;
                        let value =
                            slow!(patterns::match_class(vm, val!(i.b()), val!(i.c()), val!(i.c() + 1), positional));
                        clear!(i.c());
                        clear!(i.c() + 1);
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(2);
                    }
                    Op::GetLen => {
                        let len = slow!(vm.len(val!(i.b())));
                        let value = slow!(vm.new_usize(len));
                        set!(i.a(), value);
                        take_flags!(i, i.b(), i.a());
                        pc = pc.add(1);
                    }
                    Op::DictWithout => {
                        let value = slow!(patterns::dict_without(vm, val!(i.b()), val!(i.c())));
                        finish_binary!(i, value, i.c());
                        pc = pc.add(1);
                    }

                    Op::CallIntrinsic => {
                        let value = slow!(|frame| special::intrinsic(vm, frame, i.x(), slot!(i.b())));
                        set!(i.a(), value);
                        pc = pc.add(1);
                    }
                    Op::SetupAnnotations => {
                        slow!(|frame| names::setup_annotations(vm, frame));
                        pc = pc.add(1);
                    }
                }
                continue 'next;
            }
        }
    }
}

/// Ends a frame that is more than a plain call's: a generator's, one that somebody looked at, one called by native code.
/// `Some` is the result of [`run`]; with `None` the frame that is innermost now goes on.
#[inline(never)]
unsafe fn leave_frame(vm: &mut Vm, value: Value) -> Option<PyResult> {
    // SAFETY: as in `run_frames`; the frame's pc is saved.
    unsafe {
        let entry = (*vm.stack.frame).entry;
        if (*vm.stack.frame).is_generator {
            generator::finish(vm);
            vm.settle();
            if entry == Entry::Native {
                vm.generator_result = Some(value);
                return Some(Err(Raised::finished()));
            }
            // The instruction that resumed the generator: a loop ends, a delegation gets its result.
            let frame = vm.stack.frame;
            let pc = (*frame).pc;
            let old = if (*frame).code().op_at(pc) == Op::Send {
                if vm.tracing.wants(tracing::events::STOP_ITERATION)
                    && let Err(raised) = tracing::unwinding::tell_end(vm, frame, &value)
                {
                    return unwind::unwind(vm, raised).err().map(Err);
                }
                (*(*frame).register((*pc).a)).replace(value)
            } else {
                if !value.is_none() && vm.tracing.wants(tracing::events::RAISE) {
                    tracing::unwinding::tell_unused(vm, frame, &value);
                }
                drop(value);
                (*(*frame).register((*pc).b)).take()
            };
            drop(old);
            vm.settle();
            (*frame).pc = jump(pc, 2);
            return None;
        }
        let instance = if entry == Entry::Init { (*vm.stack.frame).extra.take() } else { None };
        vm.pop_frame();
        match entry {
            Entry::Native => return Some(Ok(value)),
            Entry::Operation | Entry::Length => return operation::finish(vm, entry, value).err().map(Err),
            _ => {}
        }
        if instance.is_some()
            && let Err(raised) = vm.check_init_result(&value)
        {
            drop(instance);
            vm.settle();
            return unwind::unwind(vm, raised).err().map(Err);
        }
        let frame = vm.stack.frame;
        let pc = (*frame).pc;
        drop((*(*frame).register((*pc).a)).replace(instance.unwrap_or(value)));
        vm.settle();
        (*frame).pc = pc.add(3);
        None
    }
}

impl Vm {
    /// The last reference to a non-plain or plain object is gone, between instructions' reads: destroys it now.
    #[cold]
    #[inline(never)]
    pub(crate) fn release_dead(&mut self, object: *mut Header) {
        let heap = std::ptr::NonNull::from(&mut *self.heap);
        // SAFETY: the caller's decrement brought the count to zero; no slot is borrowed between instructions.
        unsafe { pitviper_object::destroy::release(heap, std::ptr::NonNull::new_unchecked(object), self) };
    }

    /// What inline caches compare.
    #[inline(always)]
    pub(crate) fn epoch(&self) -> u32 {
        self.shapes().epoch.get()
    }
}
