//! One code object of its head and body.
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use std::sync::Arc;

use super::bytes::{CUT, Reader};
use super::form::{Form, Head, Refusal, Res, Trust};
use super::{DEEPEST, tag};
use crate::ast::Budget;
use crate::code::{Code, Const, Handler, LocalKind, Locals, Names, Positions};
use crate::codegen::constants::bytes_of;
use crate::opcode::{Instr, Op};
use crate::room::Meter;
use crate::verify;

/// The code of the head at `at`; code nested in it stays packed. Who keeps it charges [`Code::bytes`]; nothing is
/// charged for it any more.
///
/// # Errors
/// [`Refusal`]
pub fn read_body(form: Form<'_>, at: u32, filename: &Arc<str>, budget: &mut dyn Budget) -> Result<Code, Refusal> {
    take_body(form, at, filename, &mut Meter::new(budget)).map(|(code, _)| code)
}

/// The same, and where the body ends. What the code takes stays charged to the meter.
pub(super) fn take_body(form: Form<'_>, at: u32, filename: &Arc<str>, meter: &mut Meter<'_>) -> Res<(Code, u32)> {
    let head = Head::read(form, at)?;
    if head.body <= at {
        return Err(Refusal::Damaged("code comes before the code around it"));
    }
    let mut body = Body { meter, form, reader: form.reader(head.body)? };
    let code = body.code(head, filename)?;
    let end = form.place(&body.reader);
    if form.trust() == Trust::Nobody {
        let cost = verify::cost(&code);
        body.meter.charge(cost)?;
        verify::verify_wholly(&code, form).map_err(|_| Refusal::Damaged("it breaks the rules of bytecode"))?;
        body.meter.release(cost);
    }
    Ok((code, end))
}

/// `count` items in a box of their size.
fn boxed<T>(meter: &mut Meter, count: usize, mut make: impl FnMut(&mut Meter) -> Res<T>) -> Res<Box<[T]>> {
    if count == 0 {
        return Ok(Box::default());
    }
    let mut items = Vec::new();
    meter.charge(count.saturating_mul(size_of::<T>()))?;
    items.try_reserve_exact(count).map_err(|_| Refusal::OutOfMemory)?;
    for _ in 0..count {
        items.push(make(meter)?);
    }
    Ok(items.into_boxed_slice())
}

/// Bytes that a shared text takes.
fn shared<T: ?Sized + AsRef<[u8]>>(meter: &mut Meter, text: &T) -> Res {
    Ok(meter.charge(text.as_ref().len() + 2 * size_of::<usize>())?)
}

struct Body<'a, 'm, 'b> {
    meter: &'m mut Meter<'b>,
    form: Form<'a>,
    reader: Reader<'a>,
}

impl Body<'_, '_, '_> {
    fn name(&mut self) -> Res<Arc<str>> {
        let name = self.form.name(self.reader.number()?)?;
        shared(self.meter, name)?;
        Ok(Arc::from(name))
    }

    fn names(&mut self, count: usize) -> Res<Names> {
        let (start, form, reader) = (self.reader.clone(), self.form, &mut self.reader);
        Names::pack(self.meter, |give| {
            *reader = start.clone();
            for _ in 0..count {
                give(form.name(reader.number()?)?);
            }
            Ok(())
        })
    }

    fn code(&mut self, head: Head, filename: &Arc<str>) -> Res<Code> {
        let (name, qualname) = (self.name()?, self.name()?);
        let (first_line, posonly_count) = (self.reader.u32()?, self.reader.u16()?);
        let locals = self.locals()?;
        let free = self.names(head.free.into())?;
        let mut captures = head.captures(self.form);
        let captures = boxed(self.meter, head.free.into(), |_| captures.next().ok_or(CUT))?;
        let count = self.reader.count(1)?;
        let names = self.names(count)?;
        let constants = self.constants()?;
        let instructions = self.instructions()?;
        let handlers = self.handlers()?;
        let positions = self.positions()?;
        let mut code = Code {
            name,
            qualname,
            filename: filename.clone(),
            first_line,
            flags: head.flags,
            arg_count: head.arg_count,
            posonly_count,
            kwonly_count: head.kwonly_count,
            registers: head.registers,
            locals,
            free,
            captures,
            names,
            constants,
            instructions,
            handlers,
            positions,
            bytes: 0,
        };
        code.bytes = size(&code);
        self.meter.charge(size_of::<Code>())?;
        Ok(code)
    }

    fn locals(&mut self) -> Res<Locals> {
        let count = self.reader.count(2)?;
        let names = self.names(count)?;
        let kinds = boxed(self.meter, count, |_| match self.reader.byte()? {
            0 => Ok(LocalKind::Plain),
            1 => Ok(LocalKind::Cell),
            2 => Ok(LocalKind::Hidden),
            _ => Err(Refusal::Damaged("there is no such kind of variable")),
        })?;
        Ok(Locals::new(names, kinds))
    }

    fn constants(&mut self) -> Res<Box<[Const]>> {
        let count = self.reader.count(1)?;
        let mut values = Values { reader: &mut self.reader, form: self.form };
        boxed(self.meter, count, |meter| values.constant(meter, 0))
    }

    fn instructions(&mut self) -> Res<Box<[Instr]>> {
        let reader = &mut self.reader;
        let count = reader.count(1)?;
        let (mut left, mut wide) = (0, 0);
        let code = boxed(self.meter, count, |_| {
            if left > 0 {
                left -= 1;
                return Ok(Instr::wide(std::mem::take(&mut wide)));
            }
            let (op, x) = (reader.byte()?, reader.byte()?);
            let (a, b, c) = (reader.u16()?, reader.u16()?, reader.u16()?);
            left = Op::from_u8(op).map_or(1, |op| op.info().words) - 1;
            if left > 0 {
                wide = i32::try_from(reader.signed()?).map_err(|_| Refusal::Damaged("an operand is out of range"))?;
            }
            Ok(Instr { op, x, a, b, c })
        })?;
        if left == 0 { Ok(code) } else { Err(Refusal::Damaged("the last instruction is cut off")) }
    }

    fn handlers(&mut self) -> Res<Box<[Handler]>> {
        let reader = &mut self.reader;
        let count = reader.count(5)?;
        boxed(self.meter, count, |_| {
            let [start, end, target] = [reader.u32()?, reader.u32()?, reader.u32()?];
            Ok(Handler { start, end, target, keep: reader.u16()?, register: reader.u16()? })
        })
    }

    fn positions(&mut self) -> Res<Positions> {
        let length = self.reader.count(1)?;
        let bytes = self.reader.take(length)?;
        self.meter.charge(length)?;
        Ok(Positions::of(Box::from(bytes)))
    }
}

/// Makes constants.
struct Values<'r, 'a> {
    reader: &'r mut Reader<'a>,
    form: Form<'a>,
}

impl Values<'_, '_> {
    fn word(&mut self) -> Res<u64> {
        let bytes = self.reader.take(8)?;
        Ok(u64::from_le_bytes(bytes.try_into().map_err(|_| CUT)?))
    }

    fn constant(&mut self, meter: &mut Meter, depth: usize) -> Res<Const> {
        if depth > DEEPEST {
            return Err(Refusal::Damaged("constants are nested too deeply"));
        }
        Ok(match self.reader.byte()? {
            tag::NONE => Const::None,
            tag::FALSE => Const::Bool(false),
            tag::TRUE => Const::Bool(true),
            tag::ELLIPSIS => Const::Ellipsis,
            tag::INT => Const::Int(self.reader.signed()?),
            sign @ (tag::BIG_INT | tag::NEGATIVE_BIG_INT) => {
                let count = self.reader.count(8)?;
                let limbs = boxed(meter, count, |_| self.word())?;
                if limbs.last().is_none_or(|limb| *limb == 0) {
                    return Err(Refusal::Damaged("an int has leading zeros"));
                }
                Const::BigInt(sign == tag::NEGATIVE_BIG_INT, limbs)
            }
            tag::FLOAT => Const::Float(f64::from_bits(self.word()?)),
            tag::COMPLEX => Const::Complex(f64::from_bits(self.word()?), f64::from_bits(self.word()?)),
            tag::STR => {
                let text = self.form.text(self.reader.number()?)?;
                if !is_text(text) {
                    return Err(Refusal::Damaged("a string is no text"));
                }
                shared(meter, text)?;
                Const::Str(Arc::from(text))
            }
            tag::BYTES => {
                let bytes = self.form.text(self.reader.number()?)?;
                shared(meter, bytes)?;
                Const::Bytes(Arc::from(bytes))
            }
            tag::TUPLE => Const::Tuple(self.items(meter, depth)?),
            tag::FROZEN_SET => Const::FrozenSet(self.items(meter, depth)?),
            tag::SLICE => {
                meter.charge(size_of::<[Const; 3]>())?;
                let mut part = || self.constant(meter, depth + 1);
                Const::Slice(Box::new([part()?, part()?, part()?]))
            }
            tag::CODE if depth == 0 => {
                let at = self.form.place(self.reader);
                Head::take(self.form, self.reader)?;
                Const::Packed(at)
            }
            _ => return Err(Refusal::Damaged("there is no such constant")),
        })
    }

    fn items(&mut self, meter: &mut Meter, depth: usize) -> Res<Box<[Const]>> {
        let count = self.reader.count(1)?;
        boxed(meter, count, |meter| self.constant(meter, depth + 1))
    }
}

/// UTF-8, or that with lone surrogates encoded like other code points.
fn is_text(mut bytes: &[u8]) -> bool {
    while let Err(error) = std::str::from_utf8(bytes) {
        match bytes.get(error.valid_up_to()..) {
            Some([0xED, 0xA0..=0xBF, 0x80..=0xBF, rest @ ..]) => bytes = rest,
            _ => return false,
        }
    }
    true
}

/// [`Code::bytes`] as code generation counts them.
fn size(code: &Code) -> usize {
    size_of::<Code>()
        + code.names.bytes()
        + code.free.bytes()
        + code.locals.bytes()
        + code.constants.iter().map(bytes_of).sum::<usize>()
        + size_of_val(&*code.constants)
        + size_of_val(&*code.instructions)
        + size_of_val(code.positions.bytes())
        + size_of_val(&*code.handlers)
        + size_of_val(&*code.captures)
}
