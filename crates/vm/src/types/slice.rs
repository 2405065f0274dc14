//! `slice`: three values, and the arithmetic that every sequence type asks of them.
//!
//! Reading the three values may run `__index__`, which may change the sequence: take the length after
//! [`unpack`], then [`Bounds::clamp`] (or [`resolve`], for sequences whose length cannot change).

use pitviper_object::header::TRACKED;
use pitviper_object::{Header, Obj, PageKind, Value, object};

use crate::core::error::{Exc, PyResult};
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, GetSet, Method, Slots, TypeSpec, fixed_size};
use crate::core::vm::Vm;
use crate::types::iterators::{arity, as_i64, read_only, reject_keywords};
use crate::types::str::StrBuilder;
use crate::types::tuple::methods::TupleHash;

/// A slice object.
#[repr(C)]
pub struct Slice {
    /// Count, shape, flags.
    pub header: Header,
    /// First index, or `None`.
    pub start: Value,
    /// End, or `None`.
    pub stop: Value,
    /// Stride, or `None`.
    pub step: Value,
}

object!(Slice, kinds::SLICE, step, start, stop);

/// What a slice says, before it is known how long the sequence is.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// First index.
    pub start: isize,
    /// End, exclusive.
    pub stop: isize,
    /// Stride, never 0 and never `isize::MIN`.
    pub step: isize,
}

impl Bounds {
    /// Start, stop, step and number of items for a sequence of `len` items.
    #[inline]
    #[must_use]
    pub fn clamp(self, len: usize) -> (isize, isize, isize, usize) {
        let len = len as isize;
        let (low, high) = if self.step < 0 { (-1, len - 1) } else { (0, len) };
        let limit = |index: isize| {
            if index < 0 { (index + len).max(low) } else { index.min(high) }
        };
        let (start, stop) = (limit(self.start), limit(self.stop));
        let count = if self.step < 0 {
            if stop < start { (start - stop - 1) as usize / self.step.unsigned_abs() + 1 } else { 0 }
        } else if start < stop {
            (stop - start - 1) as usize / self.step as usize + 1
        } else {
            0
        };
        (start, stop, self.step, count)
    }
}

/// One index of a slice, saturated.
fn slice_index(vm: &mut Vm, value: &Value) -> PyResult<isize> {
    if let Some(index) = value.as_small() {
        return Ok(index as isize);
    }
    if !has_index(vm, value) {
        let message = format_args!("slice indices must be integers or None or have an __index__ method");
        return Err(vm.type_error(message));
    }
    vm.index_clamped(value)
}

/// Whether the value is an int or has `__index__`.
pub(crate) fn has_index(vm: &mut Vm, value: &Value) -> bool {
    if value.is_small_int() {
        return true;
    }
    let name = &vm.names().__index__;
    vm.lookup_special(value, name).is_some()
}

/// An optional index argument of `index` methods (`list.index(x, start, stop)`), saturated.
///
/// # Errors
/// `TypeError` when it has no `__index__`.
pub fn index_argument(vm: &mut Vm, value: &Value) -> PyResult<isize> {
    if let Some(index) = value.as_small() {
        return Ok(index as isize);
    }
    if !has_index(vm, value) {
        return Err(vm.type_error(format_args!("slice indices must be integers or have an __index__ method")));
    }
    vm.index_clamped(value)
}

/// Reads the three values as machine integers, saturated. May run Python.
///
/// # Errors
/// `TypeError` for what is no index, `ValueError` for a step of zero.
#[inline]
pub fn unpack(vm: &mut Vm, slice: &Slice) -> PyResult<Bounds> {
    let step = if slice.step.is_none() {
        1
    } else {
        let step = slice_index(vm, &slice.step)?;
        if step == 0 {
            return Err(vm.value_error(format_args!("slice step cannot be zero")));
        }
        step.max(-isize::MAX)
    };
    let start =
        if slice.start.is_none() { if step < 0 { isize::MAX } else { 0 } } else { slice_index(vm, &slice.start)? };
    let stop = if slice.stop.is_none() {
        if step < 0 { isize::MIN } else { isize::MAX }
    } else {
        slice_index(vm, &slice.stop)?
    };
    Ok(Bounds { start, stop, step })
}

/// Start, stop, step and number of items for a sequence of fixed length `len`.
///
/// # Errors
/// As [`unpack`].
#[inline]
pub fn resolve(vm: &mut Vm, slice: &Slice, len: usize) -> PyResult<(isize, isize, isize, usize)> {
    Ok(unpack(vm, slice)?.clamp(len))
}

/// `slice(start, stop, step)`.
///
/// # Errors
/// `MemoryError`.
pub fn create(vm: &mut Vm, start: Value, stop: Value, step: Value) -> PyResult {
    let header = Header::new(u32::from(kinds::SLICE), TRACKED);
    let slice = Slice { header, start, stop, step };
    Ok(Obj::create(&mut vm.heap, PageKind::Container, slice)?.into_value())
}

fn this(value: &Value) -> &Slice {
    debug_assert!(value.downcast::<Slice>().is_some());
    // SAFETY: the functions in this file's tables are only called with slices.
    unsafe { value.cast_unchecked() }
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reject_keywords(vm, "slice", args)?;
    let given = &args.values[1..];
    arity(vm, "slice", given.len(), 1, 3)?;
    match given {
        [stop] => create(vm, Value::none(), stop.clone(), Value::none()),
        [start, stop] => create(vm, start.clone(), stop.clone(), Value::none()),
        [start, stop, step, ..] => create(vm, start.clone(), stop.clone(), step.clone()),
        [] => Ok(Value::none()),
    }
}

fn repr(vm: &mut Vm, value: &Value) -> PyResult {
    vm.check_native_stack()?;
    let slice = this(value);
    let mut text = StrBuilder::new(vm);
    for (before, part) in [("slice(", &slice.start), (", ", &slice.stop), (", ", &slice.step)] {
        text.push_text(before)?;
        let part = vm.repr(part)?;
        if let Some(part) = part.downcast() {
            text.push_str(part)?;
        }
    }
    text.push_text(")")?;
    text.finish()
}

fn hash(vm: &mut Vm, value: &Value) -> PyResult<i64> {
    let slice = this(value);
    let mut hash = TupleHash::new();
    for part in [&slice.start, &slice.stop, &slice.step] {
        hash.add(vm.hash(part)?);
    }
    Ok(hash.finish_bare())
}

fn compare(vm: &mut Vm, left: &Value, right: &Value, op: CmpOp) -> PyResult {
    let (Some(a), Some(b)) = (left.downcast::<Slice>(), right.downcast::<Slice>()) else {
        return Ok(Value::not_implemented());
    };
    if left.is(right) {
        return Ok(Value::bool(matches!(op, CmpOp::Eq | CmpOp::Le | CmpOp::Ge)));
    }
    for (x, y) in [(&a.start, &b.start), (&a.stop, &b.stop), (&a.step, &b.step)] {
        if !vm.eq(x, y)? {
            return match op {
                CmpOp::Eq => Ok(Value::bool(false)),
                CmpOp::Ne => Ok(Value::bool(true)),
                op => vm.compare(x, y, op),
            };
        }
    }
    Ok(Value::bool(op.holds(std::cmp::Ordering::Equal)))
}

/// One of the three as an int value, for [`indices`].
fn int_part(vm: &mut Vm, value: &Value) -> PyResult {
    if !has_index(vm, value) {
        let message = format_args!("slice indices must be integers or None or have an __index__ method");
        return Err(vm.type_error(message));
    }
    vm.to_index(value)
}

/// Start, stop and step as int values of any size for a sequence of `len` (a nonnegative int) items.
///
/// # Errors
/// As [`unpack`].
pub fn indices_of(vm: &mut Vm, slice: &Slice, len: &Value) -> PyResult<[Value; 3]> {
    let zero = Value::small(0);
    let step = if slice.step.is_none() { Value::small(1) } else { int_part(vm, &slice.step)? };
    let backwards = vm.compare_bool(&step, &zero, CmpOp::Lt)?;
    if !backwards && vm.eq(&step, &zero)? {
        return Err(vm.value_error(format_args!("slice step cannot be zero")));
    }
    let (low, high) = if backwards {
        (Value::small(-1), vm.binary(BinOp::Sub, len, &Value::small(1))?)
    } else {
        (zero.clone(), len.clone())
    };
    let limit = |vm: &mut Vm, part: &Value, default: &Value| -> PyResult {
        if part.is_none() {
            return Ok(default.clone());
        }
        let index = int_part(vm, part)?;
        if vm.compare_bool(&index, &zero, CmpOp::Lt)? {
            let index = vm.binary(BinOp::Add, &index, len)?;
            return Ok(if vm.compare_bool(&index, &low, CmpOp::Lt)? { low.clone() } else { index });
        }
        Ok(if vm.compare_bool(&index, &high, CmpOp::Gt)? { high.clone() } else { index })
    };
    let (first, last) = if backwards { (&high, &low) } else { (&low, &high) };
    let start = limit(vm, &slice.start, first)?;
    let stop = limit(vm, &slice.stop, last)?;
    Ok([start, stop, step])
}

fn indices(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let slice = this(&args.values[0]);
    let len = vm.to_index(&args.values[1])?;
    if let Some(len) = as_i64(&len).filter(|len| *len >= 0)
        && [&slice.start, &slice.stop, &slice.step].iter().all(|part| part.is_none() || part.is_small_int())
    {
        let (start, stop, step, _) = resolve(vm, slice, len as usize)?;
        let parts = [vm.new_int(start as i64)?, vm.new_int(stop as i64)?, vm.new_int(step as i64)?];
        return vm.new_tuple_from(parts);
    }
    if vm.compare_bool(&len, &Value::small(0), CmpOp::Lt)? {
        return Err(vm.raise(Exc::ValueError, format_args!("length should not be negative")));
    }
    let parts = indices_of(vm, slice, &len)?;
    vm.new_tuple_from(parts)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let slice = this(&args.values[0]);
    let class = vm.type_of_kind(kinds::SLICE).to_value();
    let parts = vm.new_tuple_from([slice.start.clone(), slice.stop.clone(), slice.step.clone()])?;
    vm.new_tuple_from([class, parts])
}

static SLOTS: Slots =
    Slots { new: Some(new), repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::EMPTY };

/// The type.
pub static SPEC: TypeSpec = TypeSpec {
    name: "slice",
    module: "builtins",
    kind: kinds::SLICE,
    base: kinds::OBJECT,
    doc: "slice(stop)\nslice(start, stop[, step])\n\nWhat extended slicing asks for, as in a[0:10:2].",
    flags: 0,
    slots: &SLOTS,
    methods: &[
        Method::new("indices", indices, 1, 1)
            .doc("Start, stop and step that the slice means for a sequence of the given length."),
        Method::new("__reduce__", reduce, 0, 0).doc("What pickling needs."),
    ],
    getset: &[
        GetSet { name: "start", get: |_, value| Ok(this(value).start.clone()), set: Some(read_only) },
        GetSet { name: "stop", get: |_, value| Ok(this(value).stop.clone()), set: Some(read_only) },
        GetSet { name: "step", get: |_, value| Ok(this(value).step.clone()), set: Some(read_only) },
    ],
    page: PageKind::Container,
    slot: <Slice as pitviper_object::Traverse>::slot,
    finish: None,
    size: fixed_size::<Slice>,
};
