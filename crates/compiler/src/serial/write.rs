//! Code to bytes.

use pitviper_text::hash::siphash13_128;

use super::bytes::Writer;
use super::{CHECKSUM_KEY, DEEPEST, format_id, tag};
use crate::ast::{Budget, OutOfMemory};
use crate::code::{Capture, Code, Const, LocalKind};
use crate::opcode::{Instr, Op};
use crate::room::{Buf, Map, Meter};

/// Why code cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// The budget or `out` refused.
    OutOfMemory,
    /// Nested beyond [`DEEPEST`].
    TooDeep,
}

impl From<OutOfMemory> for Unwritable {
    fn from(_: OutOfMemory) -> Self {
        Unwritable::OutOfMemory
    }
}

type Res<T = ()> = Result<T, Unwritable>;

/// Writes code to `out`, in a few pieces.
///
/// # Errors
/// [`Unwritable`]
pub fn write(
    code: &Code,
    budget: &mut dyn Budget,
    out: &mut dyn FnMut(&[u8]) -> Result<(), OutOfMemory>,
) -> Result<(), Unwritable> {
    let mut meter = Meter::new(budget);
    let mut codes =
        Codes { meter: &mut meter, names: Table::default(), data: Table::default(), out: Writer::default() };
    codes.code(code, 0)?;
    let filename = codes.names.index(codes.meter, code.filename.as_bytes())?;
    let Codes { names, data, out: codes, .. } = codes;
    let mut head = Writer::default();
    let meter = &mut meter;
    for table in [&names, &data] {
        head.count(meter, table.items.len())?;
        for text in table.items.iter() {
            head.count(meter, text.len())?;
        }
        for text in table.items.iter() {
            head.bytes.extend(meter, text)?;
        }
    }
    head.number(meter, filename.into())?;
    head.bytes.extend(meter, &codes.bytes)?;
    out(&format_id().to_le_bytes())?;
    out(&siphash13_128(CHECKSUM_KEY, &head.bytes).to_le_bytes())?;
    out(&head.bytes)?;
    Ok(())
}

/// Different texts, numbered.
#[derive(Default)]
struct Table<'c> {
    items: Buf<&'c [u8]>,
    index: Map,
}

impl<'c> Table<'c> {
    fn index(&mut self, meter: &mut Meter, text: &'c [u8]) -> Result<u32, OutOfMemory> {
        let mut key = siphash13_128(0, text) as u64;
        while let Some(at) = self.index.get(key) {
            if self.items[at as usize] == text {
                return Ok(at);
            }
            key = key.wrapping_add(0x9e37_79b9);
        }
        let at = self.items.push(meter, text)? as u32;
        self.index.insert(meter, key, at)?;
        Ok(at)
    }
}

struct Codes<'c, 'm, 'b> {
    meter: &'m mut Meter<'b>,
    names: Table<'c>,
    data: Table<'c>,
    out: Writer,
}

impl<'c> Codes<'c, '_, '_> {
    fn number(&mut self, number: impl Into<u64>) -> Res {
        Ok(self.out.number(self.meter, number.into())?)
    }

    fn signed(&mut self, number: i64) -> Res {
        Ok(self.out.signed(self.meter, number)?)
    }

    fn count(&mut self, count: usize) -> Res {
        Ok(self.out.count(self.meter, count)?)
    }

    fn byte(&mut self, byte: u8) -> Res {
        Ok(self.out.byte(self.meter, byte)?)
    }

    fn name(&mut self, text: &'c str) -> Res {
        let index = self.names.index(self.meter, text.as_bytes())?;
        self.number(index)
    }

    fn data(&mut self, tag: u8, bytes: &'c [u8]) -> Res {
        let index = self.data.index(self.meter, bytes)?;
        self.byte(tag)?;
        self.number(index)
    }

    /// The code objects nested in `code`, then itself.
    fn code(&mut self, code: &'c Code, depth: usize) -> Res {
        if depth > DEEPEST {
            return Err(Unwritable::TooDeep);
        }
        for constant in &code.constants {
            if let Const::Code(inner) = constant {
                self.code(inner, depth + 1)?;
            }
        }
        self.name(&code.name)?;
        self.name(&code.qualname)?;
        self.number(code.first_line)?;
        self.number(code.flags)?;
        for number in [code.arg_count, code.posonly_count, code.kwonly_count, code.registers] {
            self.number(number)?;
        }
        self.tables(code)?;
        self.count(code.constants.len())?;
        for constant in &code.constants {
            self.constant(constant)?;
        }
        self.instructions(code)?;
        self.count(code.handlers.len())?;
        for handler in &code.handlers {
            for number in [handler.start, handler.end, handler.target, handler.keep.into(), handler.register.into()] {
                self.number(number)?;
            }
        }
        self.positions(code)
    }

    fn tables(&mut self, code: &'c Code) -> Res {
        self.count(code.locals.len())?;
        for (name, kind) in &code.locals {
            self.name(name)?;
            self.byte(match kind {
                LocalKind::Plain => 0,
                LocalKind::Cell => 1,
                LocalKind::Hidden => 2,
            })?;
        }
        self.count(code.free.len())?;
        for (name, capture) in code.free.iter().zip(&code.captures) {
            self.name(name)?;
            self.number(match *capture {
                Capture::Register(register) => u32::from(register) << 1,
                Capture::Free(free) => u32::from(free) << 1 | 1,
            })?;
        }
        for names in [&code.names, &code.static_attributes] {
            self.count(names.len())?;
            for name in names {
                self.name(name)?;
            }
        }
        Ok(())
    }

    fn constant(&mut self, constant: &'c Const) -> Res {
        match constant {
            Const::None => self.byte(tag::NONE),
            Const::Bool(truth) => self.byte(if *truth { tag::TRUE } else { tag::FALSE }),
            Const::Ellipsis => self.byte(tag::ELLIPSIS),
            Const::Int(int) => {
                self.byte(tag::INT)?;
                self.signed(*int)
            }
            Const::BigInt(negative, limbs) => {
                self.byte(if *negative { tag::NEGATIVE_BIG_INT } else { tag::BIG_INT })?;
                self.count(limbs.len())?;
                limbs.iter().try_for_each(|limb| self.raw(*limb))
            }
            Const::Float(float) => {
                self.byte(tag::FLOAT)?;
                self.raw(float.to_bits())
            }
            Const::Complex(real, imag) => {
                self.byte(tag::COMPLEX)?;
                self.raw(real.to_bits())?;
                self.raw(imag.to_bits())
            }
            Const::Str(text) => self.data(tag::STR, text),
            Const::Bytes(bytes) => self.data(tag::BYTES, bytes),
            Const::Tuple(items) => self.items(tag::TUPLE, items),
            Const::FrozenSet(items) => self.items(tag::FROZEN_SET, items),
            Const::Slice(items) => {
                self.byte(tag::SLICE)?;
                items.iter().try_for_each(|item| self.constant(item))
            }
            Const::Code(_) => self.byte(tag::CODE),
        }
    }

    fn items(&mut self, tag: u8, items: &'c [Const]) -> Res {
        self.byte(tag)?;
        self.count(items.len())?;
        items.iter().try_for_each(|item| self.constant(item))
    }

    fn raw(&mut self, word: u64) -> Res {
        Ok(self.out.bytes.extend(self.meter, &word.to_le_bytes())?)
    }

    /// Each instruction without its words for caches.
    fn instructions(&mut self, code: &Code) -> Res {
        self.count(code.instructions.len())?;
        let mut pc = 0;
        while let Some(&Instr { op, x, a, b, c }) = code.instructions.get(pc) {
            let words = Op::from_u8(op).map_or(1, |op| op.info().words);
            self.byte(op)?;
            self.byte(x)?;
            for operand in [a, b, c] {
                self.number(operand)?;
            }
            if words > 1 {
                self.signed(code.instructions.get(pc + 1).map_or(0, |word| word.as_wide()).into())?;
            }
            pc += usize::from(words);
        }
        Ok(())
    }

    /// Each place as its difference from the one before.
    fn positions(&mut self, code: &Code) -> Res {
        self.count(code.positions.len())?;
        let (mut last_pc, mut last_line) = (0, code.first_line);
        for &(pc, at) in &code.positions {
            self.number(pc - last_pc)?;
            self.signed(i64::from(at.line) - i64::from(last_line))?;
            self.signed(i64::from(at.end_line) - i64::from(at.line))?;
            self.number(at.column)?;
            self.signed(i64::from(at.end_column) - i64::from(at.column))?;
            (last_pc, last_line) = (pc, at.line);
        }
        Ok(())
    }
}
