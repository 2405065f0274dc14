//! Bytes to code.
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use std::sync::Arc;

use pitviper_text::hash::siphash13_128;

use super::bytes::{CUT, Reader};
use super::{CHECKSUM_KEY, DEEPEST, HEAD, format_id, tag};
use crate::ast::{Budget, OutOfMemory};
use crate::code::{Capture, Code, Const, Handler, LocalKind, Position};
use crate::codegen::constants::bytes_of;
use crate::opcode::{Instr, Op};
use crate::room::Meter;
use crate::verify;

/// Why bytes are no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The budget refused.
    OutOfMemory,
    /// Written by another version, or something else altogether.
    Foreign,
    /// What is wrong.
    Damaged(&'static str),
}

impl From<OutOfMemory> for Refusal {
    fn from(_: OutOfMemory) -> Self {
        Refusal::OutOfMemory
    }
}

/// Where bytes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// From a file, or anywhere: everything is checked.
    Nobody,
    /// From this program's own binary: only the form is checked.
    Own,
}

type Res<T = ()> = Result<T, Refusal>;
type Table<T> = Box<[T]>;

/// Code of bytes; with `filename`, that becomes its file name in place of the stored one. Who keeps the code
/// charges [`Code::bytes`]; nothing is charged for it any more.
///
/// # Errors
/// [`Refusal`]
pub fn read(bytes: &[u8], trust: Trust, filename: Option<&str>, budget: &mut dyn Budget) -> Result<Arc<Code>, Refusal> {
    let (head, payload) = bytes.split_at_checked(HEAD).ok_or(CUT)?;
    if head[..8] != format_id().to_le_bytes() {
        return Err(Refusal::Foreign);
    }
    if trust == Trust::Nobody && head[8..] != siphash13_128(CHECKSUM_KEY, payload).to_le_bytes() {
        return Err(Refusal::Damaged("its checksum is wrong"));
    }
    let mut meter = Meter::new(budget);
    let mut reader = Reader { rest: payload };
    let names = table(&mut reader, &mut meter, |text| std::str::from_utf8(text).ok().map(Arc::from))?;
    let data = table(&mut reader, &mut meter, |bytes| Some(Arc::from(bytes)))?;
    let stored = reader.number()?;
    let filename = match filename {
        Some(filename) => Arc::from(filename),
        None => pick(&names, stored)?,
    };
    let mut codes = Codes { meter: &mut meter, reader, names: &names, data: &data, filename, done: Vec::new(), trust };
    while !codes.reader.rest.is_empty() {
        let code = codes.code()?;
        codes.meter.charge(size_of::<Done>())?;
        codes.done.push(code);
    }
    match codes.done.pop() {
        Some(done) if codes.done.is_empty() => Ok(done.code),
        _ => Err(Refusal::Damaged("not one code object")),
    }
}

/// Texts with their lengths before them.
fn table<T>(reader: &mut Reader<'_>, meter: &mut Meter, make: impl Fn(&[u8]) -> Option<Arc<T>>) -> Res<Box<[Arc<T>]>>
where
    T: ?Sized,
{
    let count = reader.count(1)?;
    let mut lengths = Reader { rest: reader.rest };
    for _ in 0..count {
        reader.number()?;
    }
    boxed(meter, count, |meter| {
        let length = usize::try_from(lengths.number()?).map_err(|_| CUT)?;
        let text = reader.take(length)?;
        meter.charge(text.len() + 2 * size_of::<usize>())?;
        make(text).ok_or(Refusal::Damaged("a name is no text"))
    })
}

/// `count` items in a box of their size.
fn boxed<T>(meter: &mut Meter, count: usize, mut make: impl FnMut(&mut Meter) -> Res<T>) -> Res<Box<[T]>> {
    let mut items = Vec::new();
    meter.charge(count.saturating_mul(size_of::<T>()))?;
    items.try_reserve_exact(count).map_err(|_| Refusal::OutOfMemory)?;
    for _ in 0..count {
        items.push(make(meter)?);
    }
    Ok(items.into_boxed_slice())
}

fn pick<T: ?Sized>(table: &[Arc<T>], index: u64) -> Res<Arc<T>> {
    let item = usize::try_from(index).ok().and_then(|index| table.get(index));
    item.cloned().ok_or(Refusal::Damaged("an index is out of range"))
}

/// Code whose holder has not come yet.
struct Done {
    code: Arc<Code>,
    /// How deep code is nested in it.
    depth: usize,
}

struct Codes<'a, 'm, 'b> {
    meter: &'m mut Meter<'b>,
    reader: Reader<'a>,
    names: &'a [Arc<str>],
    data: &'a [Arc<[u8]>],
    filename: Arc<str>,
    done: Vec<Done>,
    trust: Trust,
}

impl Codes<'_, '_, '_> {
    fn name(&mut self) -> Res<Arc<str>> {
        pick(self.names, self.reader.number()?)
    }

    fn names(&mut self) -> Res<Box<[Arc<str>]>> {
        let (reader, table) = (&mut self.reader, self.names);
        let count = reader.count(1)?;
        boxed(self.meter, count, |_| pick(table, reader.number()?))
    }

    fn code(&mut self) -> Res<Done> {
        let (name, qualname) = (self.name()?, self.name()?);
        let (first_line, flags) = (self.reader.u32()?, self.reader.u32()?);
        let [arg_count, posonly_count, kwonly_count, registers] =
            [self.reader.u16()?, self.reader.u16()?, self.reader.u16()?, self.reader.u16()?];
        let locals = self.locals()?;
        let (free, captures) = self.free()?;
        let (names, static_attributes) = (self.names()?, self.names()?);
        let (constants, depth) = self.constants()?;
        let instructions = self.instructions()?;
        let handlers = self.handlers()?;
        let positions = self.positions(first_line)?;
        let mut code = Code {
            name,
            qualname,
            filename: self.filename.clone(),
            first_line,
            flags,
            arg_count,
            posonly_count,
            kwonly_count,
            registers,
            locals,
            free,
            captures,
            names,
            constants,
            instructions,
            handlers,
            positions,
            static_attributes,
            bytes: 0,
        };
        code.bytes = size(&code);
        if self.trust == Trust::Nobody {
            let cost = verify::cost(&code);
            self.meter.charge(cost)?;
            verify::verify_wholly(&code).map_err(|_| Refusal::Damaged("it breaks the rules of bytecode"))?;
            self.meter.release(cost);
        }
        self.meter.charge(size_of::<Code>())?;
        Ok(Done { code: Arc::new(code), depth })
    }

    fn locals(&mut self) -> Res<Table<(Arc<str>, LocalKind)>> {
        let (reader, table) = (&mut self.reader, self.names);
        let count = reader.count(2)?;
        boxed(self.meter, count, |_| {
            let name = pick(table, reader.number()?)?;
            let kind = match reader.byte()? {
                0 => LocalKind::Plain,
                1 => LocalKind::Cell,
                2 => LocalKind::Hidden,
                _ => return Err(Refusal::Damaged("there is no such kind of variable")),
            };
            Ok((name, kind))
        })
    }

    fn free(&mut self) -> Res<(Table<Arc<str>>, Table<Capture>)> {
        let count = self.reader.count(2)?;
        let start = self.reader.rest;
        let (reader, table) = (&mut self.reader, self.names);
        let free = boxed(self.meter, count, |_| {
            let name = pick(table, reader.number()?)?;
            reader.number()?;
            Ok(name)
        })?;
        let mut again = Reader { rest: start };
        let captures = boxed(self.meter, count, |_| {
            again.number()?;
            let number = again.u32()?;
            let index = u16::try_from(number >> 1).map_err(|_| Refusal::Damaged("a capture is out of range"))?;
            Ok(if number & 1 == 0 { Capture::Register(index) } else { Capture::Free(index) })
        })?;
        Ok((free, captures))
    }

    /// The constants, and how deep code is nested in them.
    fn constants(&mut self) -> Res<(Box<[Const]>, usize)> {
        let count = self.reader.count(1)?;
        let nested = {
            let mut ahead = Scan { reader: Reader { rest: self.reader.rest }, codes: 0 };
            for _ in 0..count {
                ahead.skip(0)?;
            }
            ahead.codes
        };
        let first = self.done.len().checked_sub(nested).ok_or(Refusal::Damaged("nested code is missing"))?;
        let depth = self.done[first..].iter().map(|done| done.depth + 1).max().unwrap_or(0);
        if depth > DEEPEST {
            return Err(Refusal::Damaged("code is nested too deeply"));
        }
        let inner = self.done.drain(first..);
        let mut values = Values { reader: &mut self.reader, data: self.data, inner };
        let constants = boxed(self.meter, count, |meter| values.constant(meter))?;
        Ok((constants, depth))
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

    fn positions(&mut self, first_line: u32) -> Res<Box<[(u32, Position)]>> {
        let reader = &mut self.reader;
        let count = reader.count(5)?;
        let (mut pc, mut line) = (0u32, first_line);
        boxed(self.meter, count, |_| {
            pc = pc.checked_add(reader.u32()?).ok_or(Refusal::Damaged("a place is out of range"))?;
            line = reader.near(line)?;
            let end_line = reader.near(line)?;
            let column = reader.u32()?;
            let end_column = reader.near(column)?;
            Ok((pc, Position { line, end_line, column, end_column }))
        })
    }
}

/// Looks ahead over constants.
struct Scan<'a> {
    reader: Reader<'a>,
    /// Code objects among them.
    codes: usize,
}

impl Scan<'_> {
    fn skip(&mut self, depth: usize) -> Res {
        if depth > DEEPEST {
            return Err(Refusal::Damaged("constants are nested too deeply"));
        }
        let reader = &mut self.reader;
        match reader.byte()? {
            tag::NONE | tag::FALSE | tag::TRUE | tag::ELLIPSIS => Ok(()),
            tag::INT | tag::STR | tag::BYTES => reader.number().map(drop),
            tag::BIG_INT | tag::NEGATIVE_BIG_INT => {
                let count = reader.count(8)?;
                reader.take(count * 8).map(drop)
            }
            tag::FLOAT => reader.take(8).map(drop),
            tag::COMPLEX => reader.take(16).map(drop),
            tag::TUPLE | tag::FROZEN_SET => {
                let count = reader.count(1)?;
                (0..count).try_for_each(|_| self.skip(depth + 1))
            }
            tag::SLICE => (0..3).try_for_each(|_| self.skip(depth + 1)),
            tag::CODE if depth == 0 => {
                self.codes += 1;
                Ok(())
            }
            _ => Err(Refusal::Damaged("there is no such constant")),
        }
    }
}

/// Makes constants that [`Scan`] has gone over.
struct Values<'r, 'a, 'd> {
    reader: &'r mut Reader<'a>,
    data: &'d [Arc<[u8]>],
    inner: std::vec::Drain<'r, Done>,
}

impl Values<'_, '_, '_> {
    fn word(&mut self) -> Res<u64> {
        let bytes = self.reader.take(8)?;
        Ok(u64::from_le_bytes(bytes.try_into().map_err(|_| CUT)?))
    }

    fn constant(&mut self, meter: &mut Meter) -> Res<Const> {
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
                let text = pick(self.data, self.reader.number()?)?;
                if !is_text(&text) {
                    return Err(Refusal::Damaged("a string is no text"));
                }
                Const::Str(text)
            }
            tag::BYTES => Const::Bytes(pick(self.data, self.reader.number()?)?),
            tag::TUPLE => Const::Tuple(self.items(meter)?),
            tag::FROZEN_SET => Const::FrozenSet(self.items(meter)?),
            tag::SLICE => {
                meter.charge(size_of::<[Const; 3]>())?;
                Const::Slice(Box::new([self.constant(meter)?, self.constant(meter)?, self.constant(meter)?]))
            }
            tag::CODE => match self.inner.next() {
                Some(done) => Const::Code(done.code),
                None => return Err(Refusal::Damaged("nested code is missing")),
            },
            _ => return Err(Refusal::Damaged("there is no such constant")),
        })
    }

    fn items(&mut self, meter: &mut Meter) -> Res<Box<[Const]>> {
        let count = self.reader.count(1)?;
        boxed(meter, count, |meter| self.constant(meter))
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
    let names = code.names.iter().chain(&code.free).chain(code.locals.iter().map(|local| &local.0));
    size_of::<Code>()
        + names.map(|name| name.len()).sum::<usize>()
        + code.constants.iter().map(bytes_of).sum::<usize>()
        + (code.names.len() + code.free.len() + code.static_attributes.len()) * size_of::<Arc<str>>()
        + size_of_val(&*code.locals)
        + size_of_val(&*code.constants)
        + size_of_val(&*code.instructions)
        + size_of_val(&*code.positions)
        + size_of_val(&*code.handlers)
        + size_of_val(&*code.captures)
}
