//! Constants: equality by type and value, hashing, and the tables of a unit.
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use std::fmt::Write as _;
use std::sync::Arc;

use super::Gen;
use super::unit::{NOWHERE, Val};
use crate::ast::{Constant, ExprId, ExprKind, List, Symbol, Tree};
use crate::code::{Code, Const};
use crate::fault::{Fault, Res};
use crate::opcode::{Instr, Op};
use crate::room::{Buf, Meter};

/// Whether two constants may be one: equal, and of equal types all the way down.
pub(crate) fn same(a: &Const, b: &Const) -> bool {
    match (a, b) {
        (Const::None, Const::None) | (Const::Ellipsis, Const::Ellipsis) => true,
        (Const::Bool(a), Const::Bool(b)) => a == b,
        (Const::Int(a), Const::Int(b)) => a == b,
        (Const::BigInt(s, a), Const::BigInt(t, b)) => s == t && a == b,
        (Const::Float(a), Const::Float(b)) => a.to_bits() == b.to_bits(),
        (Const::Complex(a, b), Const::Complex(c, d)) => a.to_bits() == c.to_bits() && b.to_bits() == d.to_bits(),
        (Const::Str(a), Const::Str(b)) | (Const::Bytes(a), Const::Bytes(b)) => a == b,
        (Const::Tuple(a), Const::Tuple(b)) | (Const::FrozenSet(a), Const::FrozenSet(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b))
        }
        (Const::Slice(a), Const::Slice(b)) => a.iter().zip(b.iter()).all(|(a, b)| same(a, b)),
        (Const::Code(a), Const::Code(b)) => Arc::ptr_eq(a, b) || same_code(a, b),
        _ => false,
    }
}

/// Whether two constants of literals are equal in the language.
pub(crate) fn equal(a: &Const, b: &Const) -> bool {
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a == b,
        _ => same(a, b),
    }
}

/// The value of a number as far as floats can tell.
fn number(constant: &Const) -> Option<(f64, f64)> {
    match constant {
        Const::Bool(b) => Some((f64::from(u8::from(*b)), 0.0)),
        Const::Int(n) if n.unsigned_abs() <= 1 << 53 => Some((*n as f64, 0.0)),
        Const::Float(x) => Some((*x, 0.0)),
        Const::Complex(x, y) => Some((*x, *y)),
        _ => None,
    }
}

/// The `repr` of a small constant.
pub(crate) fn repr(meter: &mut Meter, constant: &Const) -> Res<Buf<u8>> {
    struct Text<'m, 'b>(&'m mut Meter<'b>, Buf<u8>);
    impl std::fmt::Write for Text<'_, '_> {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.1.extend(self.0, text.as_bytes()).map_err(|_| std::fmt::Error)
        }
    }
    let mut text = Text(meter, Buf::default());
    write!(text, "{}", crate::dis::Shown(constant)).map_err(|_| Fault::Memory)?;
    Ok(text.1)
}

/// Whether two codes are the same in all that counts: what is compiled twice (`finally` blocks, conditions of
/// loops) makes one constant.
fn same_code(a: &Code, b: &Code) -> bool {
    a.first_line == b.first_line
        && a.qualname == b.qualname
        && a.flags == b.flags
        && a.instructions == b.instructions
        && a.positions == b.positions
        && a.handlers == b.handlers
        && a.captures == b.captures
        && a.names == b.names
        && a.locals == b.locals
        && a.constants.len() == b.constants.len()
        && a.constants.iter().zip(b.constants.iter()).all(|(a, b)| same(a, b))
}

fn mix(hash: u64, word: u64) -> u64 {
    let product = (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    // Floats differ in their high bits, tables look at the low ones.
    product ^ product >> 32
}

fn hash_bytes(tag: u64, bytes: &[u8]) -> u64 {
    let mut hash = mix(tag, bytes.len() as u64);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = mix(hash, u64::from_le_bytes(word));
    }
    hash
}

fn hash(constant: &Const) -> u64 {
    match constant {
        Const::None => 1,
        Const::Ellipsis => 2,
        Const::Bool(b) => mix(3, u64::from(*b)),
        Const::Int(n) => mix(4, *n as u64),
        Const::BigInt(sign, limbs) => limbs.iter().fold(mix(5, u64::from(*sign)), |h, &limb| mix(h, limb)),
        Const::Float(x) => mix(6, x.to_bits()),
        Const::Complex(x, y) => mix(mix(7, x.to_bits()), y.to_bits()),
        Const::Str(text) => hash_bytes(8, text),
        Const::Bytes(text) => hash_bytes(9, text),
        Const::Tuple(items) => items.iter().fold(10, |h, item| mix(h, hash(item))),
        Const::FrozenSet(items) => items.iter().fold(11, |h, item| mix(h, hash(item))),
        Const::Slice(items) => items.iter().fold(12, |h, item| mix(h, hash(item))),
        Const::Code(code) => mix(mix(13, code.first_line.into()), code.instructions.len() as u64),
        Const::Packed(at) => mix(14, u64::from(*at)),
    }
}

/// Bytes that a constant holds beside its own slot.
pub(crate) fn bytes_of(constant: &Const) -> usize {
    match constant {
        Const::BigInt(_, limbs) => size_of_val::<[u64]>(limbs),
        Const::Str(text) | Const::Bytes(text) => text.len() + 2 * size_of::<usize>(),
        Const::Tuple(items) | Const::FrozenSet(items) => {
            size_of_val::<[Const]>(items) + items.iter().map(bytes_of).sum::<usize>()
        }
        Const::Slice(items) => size_of::<[Const; 3]>() + items.iter().map(bytes_of).sum::<usize>(),
        Const::Code(code) => code.bytes,
        _ => 0,
    }
}

/// A copy, charged.
pub(crate) fn copy(meter: &mut Meter, constant: &Const) -> Res<Const> {
    if matches!(constant, Const::Tuple(_) | Const::FrozenSet(_) | Const::Slice(_) | Const::BigInt(..)) {
        meter.charge(bytes_of(constant))?;
    }
    Ok(constant.clone())
}

/// A string constant.
pub(crate) fn string(meter: &mut Meter, text: &[u8]) -> Res<Const> {
    meter.charge(text.len() + 2 * size_of::<usize>())?;
    Ok(Const::Str(Arc::from(text)))
}

/// Ints beyond this have limbs: 62 bits with the sign.
const SMALL: i64 = 1 << 61;

/// An int constant.
pub(crate) fn int(meter: &mut Meter, value: i128) -> Res<Const> {
    if let Ok(small) = i64::try_from(value)
        && (-SMALL..SMALL).contains(&small)
    {
        return Ok(Const::Int(small));
    }
    let size = value.unsigned_abs();
    meter.charge(2 * size_of::<u64>())?;
    let limbs = [size as u64, (size >> 64) as u64];
    let len = if limbs[1] == 0 { 1 } else { 2 };
    Ok(Const::BigInt(value < 0, Box::from(&limbs[..len])))
}

/// The constant that a literal is.
pub(crate) fn literal(tree: &Tree, meter: &mut Meter, constant: Constant) -> Res<Const> {
    Ok(match constant {
        Constant::None => Const::None,
        Constant::True => Const::Bool(true),
        Constant::False => Const::Bool(false),
        Constant::Ellipsis => Const::Ellipsis,
        Constant::Int(n) => return int(meter, n.into()),
        Constant::BigInt(negative, limbs) => {
            let limbs = tree.limbs(limbs);
            meter.charge(size_of_val(limbs))?;
            Const::BigInt(negative, Box::from(limbs))
        }
        Constant::Float(x) => Const::Float(x),
        Constant::Complex(x, y) => Const::Complex(x, y),
        Constant::Str { text, .. } => return string(meter, tree.text(text)),
        Constant::Bytes(text) => {
            let bytes = tree.text(text);
            meter.charge(bytes.len() + 2 * size_of::<usize>())?;
            Const::Bytes(Arc::from(bytes))
        }
        Constant::Tuple(items) => Const::Tuple(literals(tree, meter, items)?),
        Constant::FrozenSet(items) => Const::FrozenSet(literals(tree, meter, items)?),
    })
}

/// The constants that expressions are.
fn literals(tree: &Tree, meter: &mut Meter, items: List<ExprId>) -> Res<Box<[Const]>> {
    let mut constants = Buf::default();
    for &item in &tree[items] {
        if let ExprKind::Constant(constant) = tree[item].kind {
            let constant = literal(tree, meter, constant)?;
            constants.push(meter, constant)?;
        }
    }
    Ok(constants.into_box(meter)?)
}

impl Gen<'_, '_, '_> {
    /// The index of a constant among the unit's (any, where control cannot come).
    pub fn constant(&mut self, constant: Const) -> Res<u32> {
        let unit = &mut self.unit;
        if !unit.reachable {
            return Ok(0);
        }
        let mut key = hash(&constant);
        while let Some(at) = unit.constant_index.get(key) {
            if same(&unit.constants[at as usize], &constant) {
                return Ok(at);
            }
            key = key.wrapping_add(0x9e37_79b9);
        }
        let at = unit.constants.push(self.meter, constant)? as u32;
        if at == NOWHERE {
            return Err(Fault::TooComplex("too many constants"));
        }
        unit.constant_index.insert(self.meter, key, at)?;
        Ok(at)
    }

    /// The index of a constant where the instruction has but 16 bits.
    pub fn constant16(&mut self, constant: Const) -> Res<u16> {
        let at = self.constant(constant)?;
        u16::try_from(at).map_err(|_| Fault::TooComplex("too many constants"))
    }

    /// The constant that an expression is, if it is one.
    pub fn folded(&mut self, id: ExprId) -> Res<Option<Const>> {
        self.folds.get(self.tree, self.meter, id)
    }

    /// The index of the constant that an expression is, where 16 bits suffice for it.
    pub fn folded16(&mut self, id: ExprId) -> Res<Option<u16>> {
        let Some(constant) = self.folded(id)? else { return Ok(None) };
        let at = self.constant(constant)?;
        Ok(u16::try_from(at).ok())
    }

    /// Loads a constant into a register.
    pub fn load_const(&mut self, register: u16, constant: Const) -> Res {
        let at = self.constant(constant)?;
        match u16::try_from(at) {
            Ok(at) => self.emit(Op::LoadConst, register, 0, at, 0),
            Err(_) => self.emit_wide(Op::LoadConstWide, register, 0, 0, 0, at),
        }
    }

    /// Loads a constant into a new temporary.
    pub fn const_temp(&mut self, constant: Const) -> Res<Val> {
        let register = self.unit.temp()?;
        self.load_const(register, constant)?;
        Ok(Val::temp(register))
    }

    /// The string constant of a name.
    pub fn name_const(&mut self, symbol: Symbol) -> Res<Const> {
        string(self.meter, self.tree.str(symbol).as_bytes())
    }

    /// The string constant of a text.
    pub fn str_const(&mut self, text: &str) -> Res<Const> {
        string(self.meter, text.as_bytes())
    }

    /// A tuple of names.
    pub fn names_const(&mut self, names: &[Symbol]) -> Res<Const> {
        let mut items = Buf::default();
        for &name in names {
            let item = self.name_const(name)?;
            items.push(self.meter, item)?;
        }
        Ok(Const::Tuple(items.into_box(self.meter)?))
    }

    /// The index of a name among the unit's (any, where control cannot come).
    pub fn name(&mut self, symbol: Symbol) -> Res<u32> {
        if !self.unit.reachable {
            return Ok(0);
        }
        let key = symbol.index() as u64;
        if let Some(at) = self.unit.name_index.get(key) {
            return Ok(at);
        }
        let at = self.unit.names.push(self.meter, symbol)?;
        let number = u32::try_from(at).ok().filter(|&at| at <= Instr::MOST_INDEX);
        let number = number.ok_or(Fault::TooComplex("too many names"))?;
        self.unit.name_index.insert(self.meter, key, number)?;
        Ok(number)
    }
}
