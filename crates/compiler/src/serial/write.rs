//! Code to bytes.

use pitviper_text::hash::siphash13_128;

use super::bytes::Writer;
use super::{CHECKSUM_KEY, DEEPEST, HEAD, format_id, runs_at_once, tag};
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
    /// Code nested in it is still packed: [`super::whole`] comes first.
    Packed,
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
    let meter = &mut meter;
    let mut codes = Codes { meter, texts: Texts::default(), out: Writer::default(), waiting: Default::default() };
    let filename = codes.texts.place(codes.meter, code.filename.as_bytes())?;
    codes.number(filename)?;
    codes.head(code, 0)?;
    let mut done = [0; 2];
    while let Some((queue, next)) = codes.next(done) {
        done[queue] += 1;
        codes.body(next)?;
    }
    let Codes { texts, out: mut codes, waiting, .. } = codes;
    let mut head = Writer::default();
    let length = u32::try_from(texts.out.bytes.len()).map_err(|_| Unwritable::OutOfMemory)?;
    head.bytes.extend(meter, &length.to_le_bytes())?;
    head.bytes.extend(meter, &texts.out.bytes)?;
    let before = HEAD + head.bytes.len();
    for head in waiting.iter().flat_map(|queue| queue.iter()) {
        let body = u32::try_from(before + head.body).map_err(|_| Unwritable::OutOfMemory)?;
        codes.bytes[head.patch..head.patch + 4].copy_from_slice(&body.to_le_bytes());
    }
    head.bytes.extend(meter, &codes.bytes)?;
    out(&format_id().to_le_bytes())?;
    out(&siphash13_128(CHECKSUM_KEY, &head.bytes).to_le_bytes())?;
    out(&head.bytes)?;
    Ok(())
}

/// Different texts, each after its length.
#[derive(Default)]
struct Texts<'c> {
    items: Buf<(&'c [u8], u32)>,
    index: Map,
    out: Writer,
}

impl<'c> Texts<'c> {
    /// Where a text is.
    fn place(&mut self, meter: &mut Meter, text: &'c [u8]) -> Result<u32, OutOfMemory> {
        let mut key = siphash13_128(0, text) as u64;
        while let Some(at) = self.index.get(key) {
            let (other, place) = self.items[at as usize];
            if other == text {
                return Ok(place);
            }
            key = key.wrapping_add(0x9e37_79b9);
        }
        let place = u32::try_from(self.out.bytes.len()).map_err(|_| OutOfMemory)?;
        let at = self.items.push(meter, (text, place))? as u32;
        self.index.insert(meter, key, at)?;
        self.out.count(meter, text.len())?;
        self.out.bytes.extend(meter, text)?;
        Ok(place)
    }
}

/// Code whose head is written, and whose body will be.
struct Waiting<'c> {
    code: &'c Code,
    depth: usize,
    /// Where the head wants the place of the body.
    patch: usize,
    /// Where the body is, once it is written.
    body: usize,
}

struct Codes<'c, 'm, 'b> {
    meter: &'m mut Meter<'b>,
    texts: Texts<'c>,
    /// Heads and bodies.
    out: Writer,
    /// What runs at once, and functions.
    waiting: [Buf<Waiting<'c>>; 2],
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
        let place = self.texts.place(self.meter, text.as_bytes())?;
        self.number(place)
    }

    fn data(&mut self, tag: u8, bytes: &'c [u8]) -> Res {
        let place = self.texts.place(self.meter, bytes)?;
        self.byte(tag)?;
        self.number(place)
    }

    /// Whose body comes next, when `done` of each queue are written.
    fn next(&mut self, done: [usize; 2]) -> Option<(usize, (&'c Code, usize))> {
        let body = self.out.bytes.len();
        let queue = (0..2).find(|&queue| done[queue] < self.waiting[queue].len())?;
        let next = self.waiting[queue].get_mut(done[queue])?;
        next.body = body;
        Some((queue, (next.code, next.depth)))
    }

    fn head(&mut self, code: &'c Code, depth: usize) -> Res {
        if depth > DEEPEST {
            return Err(Unwritable::TooDeep);
        }
        let patch = self.out.bytes.len();
        self.out.bytes.extend(self.meter, &[0; 4])?;
        self.number(code.flags)?;
        let free = u16::try_from(code.free.len()).map_err(|_| Unwritable::OutOfMemory)?;
        for number in [code.registers, code.arg_count, code.kwonly_count, free] {
            self.number(number)?;
        }
        for capture in &code.captures {
            self.number(match *capture {
                Capture::Register(register) => u32::from(register) << 1,
                Capture::Free(free) => u32::from(free) << 1 | 1,
            })?;
        }
        let queue = &mut self.waiting[usize::from(!runs_at_once(code.flags))];
        queue.push(self.meter, Waiting { code, depth, patch, body: 0 })?;
        Ok(())
    }

    fn body(&mut self, (code, depth): (&'c Code, usize)) -> Res {
        self.name(&code.name)?;
        self.name(&code.qualname)?;
        self.number(code.first_line)?;
        self.number(code.posonly_count)?;
        self.tables(code)?;
        self.count(code.constants.len())?;
        for constant in &code.constants {
            self.constant(constant, depth)?;
        }
        self.instructions(code)?;
        self.count(code.handlers.len())?;
        for handler in &code.handlers {
            for number in [handler.start, handler.end, handler.target, handler.keep.into(), handler.register.into()] {
                self.number(number)?;
            }
        }
        let positions = code.positions.bytes();
        self.count(positions.len())?;
        Ok(self.out.bytes.extend(self.meter, positions)?)
    }

    fn tables(&mut self, code: &'c Code) -> Res {
        self.count(code.locals.len())?;
        for name in code.locals.names.iter() {
            self.name(name)?;
        }
        for (_, kind) in code.locals.iter() {
            self.byte(match kind {
                LocalKind::Plain => 0,
                LocalKind::Cell => 1,
                LocalKind::Hidden => 2,
            })?;
        }
        for name in code.free.iter() {
            self.name(name)?;
        }
        self.count(code.names.len())?;
        for name in code.names.iter() {
            self.name(name)?;
        }
        Ok(())
    }

    fn constant(&mut self, constant: &'c Const, depth: usize) -> Res {
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
            Const::Tuple(items) => self.items(tag::TUPLE, items, depth),
            Const::FrozenSet(items) => self.items(tag::FROZEN_SET, items, depth),
            Const::Slice(items) => {
                self.byte(tag::SLICE)?;
                items.iter().try_for_each(|item| self.constant(item, depth))
            }
            Const::Code(code) => {
                self.byte(tag::CODE)?;
                self.head(code, depth + 1)
            }
            Const::Packed(_) => Err(Unwritable::Packed),
        }
    }

    fn items(&mut self, tag: u8, items: &'c [Const], depth: usize) -> Res {
        self.byte(tag)?;
        self.count(items.len())?;
        items.iter().try_for_each(|item| self.constant(item, depth))
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
}
