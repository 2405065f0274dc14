//! Constant folding, as far as CPython 3.14's goes, in one pass over all expressions of a tree.
//!
//! Invariant: an expression's children come before it in the tree's array, so each is looked at once and
//! nothing recurses. Folding never makes anything larger than CPython's limits ([`MOST_BITS`] …).
#![expect(clippy::disallowed_types, reason = "charged to the budget before it grows")]

use std::sync::Arc;

use pitviper_number::float;

use crate::ast::{Context, ExprId, ExprKind, List, Operator, Tree, UnaryOp};
use crate::code::Const;
use crate::codegen::constants::{bytes_of, copy, int, literal};
use crate::fault::Res;
use crate::room::{Buf, Meter};

/// Largest int that multiplication, power and shifts may give, in bits.
const MOST_BITS: u32 = 126;
/// Longest tuple that repetition and concatenation may give.
const MOST_ITEMS: usize = 256;
/// Longest string or bytes that repetition and concatenation may give.
const MOST_TEXT: usize = 4096;

/// Not folded.
const NONE: u32 = u32::MAX;

/// The constants that compound expressions are.
#[derive(Debug)]
pub(crate) struct Folds {
    index: Buf<u32>,
    values: Buf<Const>,
    debug: Option<crate::ast::Symbol>,
    is_debug: bool,
}

impl Folds {
    /// Folds everything in `tree`.
    pub fn new(tree: &Tree, optimize: u8, meter: &mut Meter) -> Res<Folds> {
        let debug = tree.find_symbol("__debug__");
        let mut folds = Folds { index: Buf::default(), values: Buf::default(), debug, is_debug: optimize == 0 };
        folds.index.resize(meter, tree.expr_count(), NONE)?;
        for at in 0..tree.expr_count() {
            let id = ExprId::from_index(at);
            if let Some(value) = folds.fold(tree, meter, id)? {
                let place = folds.values.push(meter, value)? as u32;
                folds.index[at] = place;
            }
        }
        Ok(folds)
    }

    /// The constant that an expression is.
    pub fn get(&self, tree: &Tree, meter: &mut Meter, id: ExprId) -> Res<Option<Const>> {
        match tree[id].kind {
            ExprKind::Constant(constant) => literal(tree, meter, constant).map(Some),
            _ => match self.index.get(id.index()) {
                Some(&at) if at != NONE => copy(meter, &self.values[at as usize]).map(Some),
                _ => Ok(None),
            },
        }
    }

    /// Whether an expression is a constant.
    pub fn is_constant(&self, tree: &Tree, id: ExprId) -> bool {
        matches!(tree[id].kind, ExprKind::Constant(_)) || self.index.get(id.index()).is_some_and(|&at| at != NONE)
    }

    /// The tuple of expressions that are all constants.
    pub fn tuple_of(&self, tree: &Tree, meter: &mut Meter, elts: List<ExprId>) -> Res<Option<Const>> {
        if !tree[elts].iter().all(|&elt| self.is_constant(tree, elt)) {
            return Ok(None);
        }
        let mut items = Buf::default();
        items.reserve(meter, elts.len())?;
        for &elt in &tree[elts] {
            if let Some(item) = self.get(tree, meter, elt)? {
                items.push(meter, item)?;
            }
        }
        let items = std::mem::take(&mut items).into_box(meter)?;
        Ok(Some(Const::Tuple(items)))
    }

    /// What stands behind `in` or is iterated over: a list of constants as a tuple, a set as a frozenset.
    pub fn container(&self, tree: &Tree, meter: &mut Meter, id: ExprId) -> Res<Option<Const>> {
        match tree[id].kind {
            ExprKind::List { elts, ctx: Context::Load } => self.tuple_of(tree, meter, elts),
            ExprKind::Set { elts } => Ok(match self.tuple_of(tree, meter, elts)? {
                Some(Const::Tuple(items)) => Some(Const::FrozenSet(items)),
                _ => None,
            }),
            _ => Ok(None),
        }
    }

    /// See [`Folds::container`].
    pub fn iterable(&self, tree: &Tree, meter: &mut Meter, id: ExprId) -> Res<Option<Const>> {
        self.container(tree, meter, id)
    }

    fn fold(&self, tree: &Tree, meter: &mut Meter, id: ExprId) -> Res<Option<Const>> {
        match tree[id].kind {
            ExprKind::Name { id: name, ctx: Context::Load } if Some(name) == self.debug => {
                Ok(Some(Const::Bool(self.is_debug)))
            }
            ExprKind::UnaryOp { op, operand } if self.is_constant(tree, operand) => {
                match self.get(tree, meter, operand)? {
                    Some(value) => unary(meter, op, &value),
                    None => Ok(None),
                }
            }
            ExprKind::BinOp { left, op, right } if self.is_constant(tree, left) && self.is_constant(tree, right) => {
                let (left, right) = (self.get(tree, meter, left)?, self.get(tree, meter, right)?);
                match (left, right) {
                    (Some(left), Some(right)) => binary(meter, op, &left, &right),
                    _ => Ok(None),
                }
            }
            ExprKind::Tuple { elts, ctx: Context::Load } => self.tuple_of(tree, meter, elts),
            ExprKind::Slice { lower, upper, step } => {
                let mut parts = [Const::None, Const::None, Const::None];
                for (part, id) in parts.iter_mut().zip([lower, upper, step]) {
                    let Some(id) = id else { continue };
                    if !self.is_constant(tree, id) {
                        return Ok(None);
                    }
                    if let Some(value) = self.get(tree, meter, id)? {
                        *part = value;
                    }
                }
                meter.charge(size_of::<[Const; 3]>())?;
                Ok(Some(Const::Slice(Box::new(parts))))
            }
            ExprKind::Subscript { value, slice, ctx: Context::Load }
                if self.is_constant(tree, value) && self.is_constant(tree, slice) =>
            {
                let (value, index) = (self.get(tree, meter, value)?, self.get(tree, meter, slice)?);
                match (value, index) {
                    (Some(value), Some(Const::Int(index))) => item(meter, &value, index),
                    _ => Ok(None),
                }
            }
            _ => Ok(None),
        }
    }
}

/// `value[index]`
fn item(meter: &mut Meter, value: &Const, index: i64) -> Res<Option<Const>> {
    let place = |len: usize| {
        let index = if index < 0 { index.checked_add(len as i64)? } else { index };
        usize::try_from(index).ok().filter(|&at| at < len)
    };
    match value {
        Const::Tuple(items) => match place(items.len()) {
            Some(at) => copy(meter, &items[at]).map(Some),
            None => Ok(None),
        },
        Const::Bytes(bytes) => Ok(place(bytes.len()).map(|at| Const::Int(bytes[at].into()))),
        Const::Str(text) if text.is_ascii() => match place(text.len()) {
            Some(at) => crate::codegen::constants::string(meter, &text[at..=at]).map(Some),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// The value of an int constant, unless it is very large.
fn int_of(value: &Const) -> Option<i128> {
    match value {
        Const::Int(n) => Some((*n).into()),
        Const::BigInt(negative, limbs) => {
            let size = match **limbs {
                [a] => u128::from(a),
                [a, b] => u128::from(a) | u128::from(b) << 64,
                _ => return None,
            };
            let size = i128::try_from(size).ok().filter(|n| n.unsigned_abs().ilog2() < MOST_BITS)?;
            Some(if *negative { -size } else { size })
        }
        _ => None,
    }
}

/// A real number constant that is exactly a float.
fn real_of(value: &Const) -> Option<f64> {
    match value {
        Const::Float(x) => Some(*x),
        Const::Int(n) if n.unsigned_abs() <= 1 << 53 => Some(*n as f64),
        _ => None,
    }
}

fn unary(meter: &mut Meter, op: UnaryOp, value: &Const) -> Res<Option<Const>> {
    if op == UnaryOp::Not {
        return Ok(Some(Const::Bool(!crate::codegen::truth(value))));
    }
    if let Const::BigInt(negative, limbs) = value {
        return Ok(match op {
            UnaryOp::USub => {
                meter.charge(bytes_of(value))?;
                Some(Const::BigInt(!negative, limbs.clone()))
            }
            UnaryOp::UAdd => Some(copy(meter, value)?),
            _ => None,
        });
    }
    Ok(match (op, value) {
        (UnaryOp::USub, Const::Int(n)) => Some(int(meter, -i128::from(*n))?),
        (UnaryOp::Invert, Const::Int(n)) => Some(int(meter, !i128::from(*n))?),
        (UnaryOp::UAdd, Const::Int(_) | Const::Float(_) | Const::Complex(..)) => Some(value.clone()),
        (UnaryOp::USub, Const::Float(x)) => Some(Const::Float(-x)),
        (UnaryOp::USub, Const::Complex(x, y)) => Some(Const::Complex(-x, -y)),
        _ => None,
    })
}

fn bits(value: i128) -> u32 {
    value.unsigned_abs().checked_ilog2().map_or(0, |n| n + 1)
}

fn binary(meter: &mut Meter, op: Operator, left: &Const, right: &Const) -> Res<Option<Const>> {
    if let (Some(a), Some(b)) = (int_of(left), int_of(right)) {
        return ints(meter, op, a, b);
    }
    match (left, right) {
        (Const::Str(a), Const::Str(b)) if op == Operator::Add => Ok(joined(meter, a, b)?.map(Const::Str)),
        (Const::Bytes(a), Const::Bytes(b)) if op == Operator::Add => Ok(joined(meter, a, b)?.map(Const::Bytes)),
        (Const::Tuple(a), Const::Tuple(b)) if op == Operator::Add && a.len() + b.len() <= MOST_ITEMS => {
            let mut items = Buf::default();
            for item in a.iter().chain(b.iter()) {
                let item = copy(meter, item)?;
                items.push(meter, item)?;
            }
            Ok(Some(Const::Tuple(items.into_box(meter)?)))
        }
        (Const::Str(_) | Const::Bytes(_) | Const::Tuple(_), Const::Int(n)) if op == Operator::Mult => {
            repeated(meter, left, *n)
        }
        (Const::Int(n), Const::Str(_) | Const::Bytes(_) | Const::Tuple(_)) if op == Operator::Mult => {
            repeated(meter, right, *n)
        }
        (Const::Complex(..), _) | (_, Const::Complex(..)) => Ok(complex(op, left, right)),
        _ => match (real_of(left), real_of(right)) {
            (Some(a), Some(b)) => Ok(floats(op, a, b)),
            _ => Ok(None),
        },
    }
}

fn joined(meter: &mut Meter, a: &[u8], b: &[u8]) -> Res<Option<Arc<[u8]>>> {
    if a.len() + b.len() > MOST_TEXT || ends_high(a) && begins_low(b) {
        return Ok(None);
    }
    let mut text = Buf::default();
    text.extend(meter, a)?;
    text.extend(meter, b)?;
    meter.charge(text.len() + 2 * size_of::<usize>())?;
    Ok(Some(Arc::from(&*text)))
}

/// Whether WTF-8 ends in a high surrogate.
fn ends_high(text: &[u8]) -> bool {
    matches!(text, [.., 0xed, 0xa0..=0xaf, _])
}

/// Whether WTF-8 begins with a low surrogate.
fn begins_low(text: &[u8]) -> bool {
    matches!(text, [0xed, 0xb0..=0xbf, ..])
}

fn repeated(meter: &mut Meter, value: &Const, count: i64) -> Res<Option<Const>> {
    let Ok(count) = usize::try_from(count) else { return Ok(None) };
    match value {
        Const::Str(text) | Const::Bytes(text) => {
            if text.len().saturating_mul(count) > MOST_TEXT || ends_high(text) {
                return Ok(None);
            }
            let mut out = Buf::default();
            for _ in 0..if text.is_empty() { 0 } else { count } {
                out.extend(meter, text)?;
            }
            meter.charge(out.len() + 2 * size_of::<usize>())?;
            let out = Arc::from(&*out);
            Ok(Some(if matches!(value, Const::Str(_)) { Const::Str(out) } else { Const::Bytes(out) }))
        }
        Const::Tuple(items) if items.len().saturating_mul(count) <= MOST_ITEMS => {
            let mut out = Buf::default();
            for _ in 0..if items.is_empty() { 0 } else { count } {
                for item in items.iter() {
                    let item = copy(meter, item)?;
                    out.push(meter, item)?;
                }
            }
            if out.iter().map(bytes_of).sum::<usize>() > MOST_TEXT * 4 {
                return Ok(None);
            }
            Ok(Some(Const::Tuple(out.into_box(meter)?)))
        }
        _ => Ok(None),
    }
}

fn ints(meter: &mut Meter, op: Operator, a: i128, b: i128) -> Res<Option<Const>> {
    let value = match op {
        Operator::Add => a.checked_add(b),
        Operator::Sub => a.checked_sub(b),
        Operator::Mult if bits(a) + bits(b) <= MOST_BITS => a.checked_mul(b),
        Operator::FloorDiv if b != 0 => {
            Some(a.wrapping_div(b) - i128::from(a.wrapping_rem(b) != 0 && (a < 0) != (b < 0)))
        }
        Operator::Mod if b != 0 => {
            let rest = a.wrapping_rem(b);
            Some(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })
        }
        Operator::Pow => return power(meter, a, b),
        Operator::LShift if (0..=i128::from(MOST_BITS)).contains(&b) && bits(a) + b as u32 <= MOST_BITS => Some(a << b),
        Operator::RShift if b >= 0 => Some(a >> b.min(127)),
        Operator::BitOr => Some(a | b),
        Operator::BitXor => Some(a ^ b),
        Operator::BitAnd => Some(a & b),
        Operator::Div if b != 0 && bits(a) <= 53 && bits(b) <= 53 => {
            return Ok(Some(Const::Float(a as f64 / b as f64)));
        }
        _ => None,
    };
    match value {
        Some(value) if bits(value) <= MOST_BITS => int(meter, value).map(Some),
        _ => Ok(None),
    }
}

fn power(meter: &mut Meter, a: i128, b: i128) -> Res<Option<Const>> {
    if b < 0 {
        return Ok(if bits(a) <= 53 && bits(b) <= 53 { floats(Operator::Pow, a as f64, b as f64) } else { None });
    }
    let Ok(exponent) = u32::try_from(b) else { return Ok(None) };
    if u64::from(bits(a)) * u64::from(exponent) > u64::from(MOST_BITS) {
        return Ok(None);
    }
    match a.checked_pow(exponent) {
        Some(value) => int(meter, value).map(Some),
        None => Ok(None),
    }
}

fn floats(op: Operator, a: f64, b: f64) -> Option<Const> {
    let value = match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        Operator::FloorDiv => float::floor_div(a, b).ok()?,
        Operator::Mod => float::modulo(a, b).ok()?,
        Operator::Pow if a > 0.0 || a != 0.0 && b.fract() == 0.0 => float::power(a, b).ok()?,
        _ => return None,
    };
    Some(Const::Float(value))
}

/// Sums and differences with an imaginary part.
fn complex(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    let sign = match op {
        Operator::Add => 1.0,
        Operator::Sub => -1.0,
        _ => return None,
    };
    match (left, right) {
        (Const::Complex(a, b), Const::Complex(c, d)) => {
            Some(if sign > 0.0 { Const::Complex(a + c, b + d) } else { Const::Complex(a - c, b - d) })
        }
        (Const::Complex(a, b), _) => real_of(right).map(|c| Const::Complex(a + sign * c, *b)),
        (_, Const::Complex(c, d)) => real_of(left).map(|a| Const::Complex(a + sign * c, sign * d)),
        _ => None,
    }
}
