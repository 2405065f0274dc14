//! `_opcode`: the bytecode, as the library's `dis` and `opcode` show it.

use pitviper_compiler::code::Code;
use pitviper_compiler::dis;
use pitviper_compiler::opcode::{INFO, Instr, Op, Operand};
use pitviper_object::Value;

use crate::core::error::PyResult;
use crate::core::module::ModuleSpec;
use crate::core::native::{Args, Method};
use crate::core::vm::Vm;
use crate::types::code::{CodeObject, byte_offset};
use crate::types::str::StrBuilder;

/// `instructions(code)`: tuples of offset, opcode, name, words, operands, what the operands mean,
/// jump target, and the name among the operands.
fn instructions(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(object) = args.values[0].downcast::<CodeObject>() else {
        let kind = vm.argument_kind(&args.values[0]);
        return Err(vm.type_error(format_args!("instructions() argument must be code, not {kind}")));
    };
    vm.with_whole_code(object, instructions_of)
}

fn instructions_of(vm: &mut Vm, code: &Code) -> PyResult {
    let list = vm.new_list()?;
    let mut pc = 0;
    while let Some(&ins) = code.instructions.get(pc) {
        let Some(op) = Op::from_u8(ins.op) else { break };
        let info = op.info();
        let mut text = StrBuilder::new(vm);
        if dis::operands(code, pc, &mut text).is_err() {
            return Err(vm.no_memory());
        }
        let text = text.finish()?;
        let target = match dis::jump_target(code, pc) {
            Some(target) => Value::small(byte_offset(target as u32)),
            None => Value::none(),
        };
        let name_operand = [(info.a, ins.a), (info.b, ins.b), (info.c, ins.c)]
            .into_iter()
            .find(|(kind, _)| *kind == Operand::Name)
            .and_then(|(_, low)| code.names.get(ins.index(low)));
        let named = match name_operand {
            Some(name) => vm.intern(name)?,
            None => Value::none(),
        };
        let operands = [ins.a, ins.b, ins.c, u16::from(ins.x)].map(|operand| Value::small(i64::from(operand)));
        let operands = vm.new_tuple_from(operands)?;
        let name = vm.intern(info.name)?;
        let offset = Value::small(byte_offset(pc as u32));
        let (number, words) = (Value::small(i64::from(ins.op)), Value::small(i64::from(info.words)));
        let entry = vm.new_tuple_from([offset, number, name, words, operands, text, target, named])?;
        vm.list_push(&list, entry)?;
        pc += usize::from(info.words);
    }
    Ok(list.into_value())
}

/// `handlers(code)`: the exception table as tuples of start, end and target in bytes, and the exception's register.
fn handlers(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let list = vm.new_list()?;
    let Some(object) = args.values[0].downcast::<CodeObject>() else { return Ok(list.into_value()) };
    for handler in &vm.load_code(object)?.handlers {
        let bytes = |word: u32| Value::small(byte_offset(word));
        let entry =
            [bytes(handler.start), bytes(handler.end), bytes(handler.target), Value::small(handler.register.into())];
        let entry = vm.new_tuple_from(entry)?;
        vm.list_push(&list, entry)?;
    }
    Ok(list.into_value())
}

/// `names()`: the names of all opcodes, by number.
fn names(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let list = vm.new_list()?;
    for info in INFO {
        let name = vm.intern(info.name)?;
        vm.list_push(&list, name)?;
    }
    Ok(list.into_value())
}

/// `jumps()`: the numbers of the opcodes that jump.
fn jumps(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let list = vm.new_list()?;
    for (number, _) in INFO.iter().enumerate().filter(|(_, info)| info.jumps) {
        vm.list_push(&list, Value::small(number as i64))?;
    }
    Ok(list.into_value())
}

/// The module.
pub static MODULE: ModuleSpec = ModuleSpec {
    name: "_opcode",
    doc: "Opcode support module.",
    functions: &[
        Method::new("instructions", instructions, 1, 1),
        Method::new("handlers", handlers, 1, 1),
        Method::new("names", names, 0, 0),
        Method::new("jumps", jumps, 0, 0),
    ],
    types: &[],
    init: Some(|vm, module| {
        let size = Value::small(size_of::<Instr>() as i64);
        for name in ["ENABLE_SPECIALIZATION", "ENABLE_SPECIALIZATION_FT"] {
            crate::modules::builtins::put(vm, &module.dict, name, Value::bool(false))?;
        }
        crate::modules::builtins::put(vm, &module.dict, "WORD", size)
    }),
};
