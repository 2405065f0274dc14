//! Code as text: one line per instruction with offset, line, name and operands.
//!
//! For people and tests; what a program's size decides goes through `fmt::Write`, so the caller bounds it.

use std::fmt::{self, Write};

use crate::code::{Code, Const};
use crate::opcode::{Instr, Op, Operand};

/// Writes one code object, and those nested in it behind it if `nested`.
///
/// # Errors
/// Those of the writer.
pub fn write(code: &Code, nested: bool, out: &mut dyn Write) -> fmt::Result {
    writeln!(out, "{} ({} registers)", code.qualname, code.registers)?;
    let mut pc = 0;
    let mut line = u32::MAX;
    while let Some(&ins) = code.instructions.get(pc) {
        let Some(op) = Op::from_u8(ins.op) else { return writeln!(out, "{pc:5}  ?{}", ins.op) };
        let here = code.position(pc as u32).line;
        if here == line {
            write!(out, "{pc:5}      ")?
        } else {
            write!(out, "{pc:5} {here:4} ")?
        }
        line = here;
        instruction(code, pc, op, ins, out)?;
        writeln!(out)?;
        pc += usize::from(op.info().words);
    }
    for handler in &code.handlers {
        writeln!(
            out,
            "      {}..{} -> {} keep {} exception {}",
            handler.start,
            handler.end,
            handler.target,
            handler.keep,
            Register(code, handler.register)
        )?;
    }
    if nested {
        for constant in &code.constants {
            if let Const::Code(inner) = constant {
                writeln!(out)?;
                write(inner, true, out)?;
            }
        }
    }
    Ok(())
}

/// A register as text: the variable's name or a number.
struct Register<'c>(&'c Code, u16);

impl fmt::Display for Register<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.locals.get(usize::from(self.1)) {
            Some((name, _)) => write!(f, "{name}"),
            None => write!(f, "${}", usize::from(self.1) - self.0.locals.len()),
        }
    }
}

/// A constant as text, near to its `repr`.
pub(crate) struct Shown<'c>(pub(crate) &'c Const);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, open: &str, items: &[Const], close: &str| {
            f.write_str(open)?;
            for (at, item) in items.iter().enumerate() {
                write!(f, "{}{}", if at > 0 { ", " } else { "" }, Shown(item))?;
            }
            f.write_str(close)
        };
        match self.0 {
            Const::None => f.write_str("None"),
            Const::Bool(b) => f.write_str(if *b { "True" } else { "False" }),
            Const::Ellipsis => f.write_str("..."),
            Const::Int(n) => write!(f, "{n}"),
            Const::BigInt(negative, limbs) => {
                f.write_str(if *negative { "-0x" } else { "0x" })?;
                for (at, limb) in limbs.iter().rev().enumerate() {
                    if at == 0 { write!(f, "{limb:x}")? } else { write!(f, "{limb:016x}")? }
                }
                Ok(())
            }
            Const::Float(x) => f.write_str(pitviper_number::float::repr(*x).as_str()),
            Const::Complex(x, y) => f.write_str(pitviper_number::float::repr_complex(*x, *y).as_str()),
            Const::Str(text) => write!(f, "'{}'", text.escape_ascii()),
            Const::Bytes(text) => write!(f, "b'{}'", text.escape_ascii()),
            Const::Tuple(items) => list(f, "(", items, if items.len() == 1 { ",)" } else { ")" }),
            Const::FrozenSet(items) => list(f, "frozenset({", items, "})"),
            Const::Slice(items) => list(f, "slice(", &items[..], ")"),
            Const::Code(code) => write!(f, "<code {}>", code.name),
            Const::Packed(_) => f.write_str("<code>"),
        }
    }
}

fn instruction(code: &Code, pc: usize, op: Op, ins: Instr, out: &mut dyn Write) -> fmt::Result {
    write!(out, "{:<18}", op.info().name)?;
    described(code, pc, op, ins, out)
}

/// Writes what the operands of the instruction at `pc` mean.
///
/// # Errors
/// Those of the writer.
pub fn operands(code: &Code, pc: usize, out: &mut dyn Write) -> fmt::Result {
    match code.instructions.get(pc) {
        Some(&ins) => match Op::from_u8(ins.op) {
            Some(op) => described(code, pc, op, ins, out),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// The word that the instruction at `pc` jumps to.
#[must_use]
pub fn jump_target(code: &Code, pc: usize) -> Option<usize> {
    let info = Op::from_u8(code.instructions.get(pc)?.op)?.info();
    let wide = code.instructions.get(pc + 1)?.as_wide();
    if info.jumps { usize::try_from(pc as i64 + i64::from(info.words) + i64::from(wide)).ok() } else { None }
}

fn described(code: &Code, pc: usize, op: Op, ins: Instr, out: &mut dyn Write) -> fmt::Result {
    let info = op.info();
    let mut taken = 2;
    let named = [info.a, info.b, info.c].contains(&Operand::Name) || op == Op::MakeFunction;
    let number = |low| if named { ins.index(low) } else { usize::from(low) };
    let mut comma = " ";
    for (kind, field) in [(info.a, ins.a), (info.b, ins.b), (info.c, ins.c)] {
        if kind == Operand::None {
            continue;
        }
        write!(out, "{comma}")?;
        comma = ", ";
        match kind {
            Operand::Dst => write!(out, "{} =", Register(code, field))?,
            Operand::Reg => {
                write!(out, "{}{}", Register(code, field), if ins.x & taken != 0 { "!" } else { "" })?;
                taken <<= 1;
            }
            Operand::Take => write!(out, "{}!", Register(code, field))?,
            Operand::Base => write!(out, "{}..", Register(code, field))?,
            Operand::Const => match code.constants.get(number(field)) {
                Some(constant) => write!(out, "{}", Shown(constant))?,
                None => write!(out, "constant {field}?")?,
            },
            Operand::Name => match code.names.get(ins.index(field)) {
                Some(name) => write!(out, "{name}")?,
                None => write!(out, "name {field}?")?,
            },
            Operand::Free => match code.free.get(usize::from(field)) {
                Some(name) => write!(out, "free {name}")?,
                None => write!(out, "free {field}?")?,
            },
            Operand::Imm | Operand::None => write!(out, "{field}")?,
        }
        if kind == Operand::Dst {
            comma = " ";
        }
    }
    let own = if named { ins.x & 15 } else { ins.x };
    let flags = if taken == 2 { own } else { own & !((taken - 1) & !1) };
    // Whether a return is implied matters to tools alone.
    if flags != 0 && op != Op::ReturnNone {
        write!(out, " x={flags}")?;
    }
    let wide = code.instructions.get(pc + 1).map_or(0, |word| word.as_wide());
    if info.jumps {
        write!(out, " -> {}", pc as i64 + i64::from(info.words) + i64::from(wide))?;
    } else if matches!(op, Op::CallKw | Op::LoadConstWide) {
        match usize::try_from(wide).ok().and_then(|at| code.constants.get(at)) {
            Some(constant) => write!(out, " {}", Shown(constant))?,
            None => write!(out, " constant {wide}?")?,
        }
    } else if matches!(op, Op::UnpackEx | Op::MatchClass) {
        write!(out, " {wide}")?;
    }
    Ok(())
}
