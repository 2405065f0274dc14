//! Numbers and characters: `abs`, `bin`, `chr`, `divmod`, `hex`, `oct`, `ord`, `pow`, `round`, `sum`.

use pitviper_number::int_text::Base;
use pitviper_object::Value;

use crate::core::args::Params;
use crate::core::error::PyResult;
use crate::core::native::{Args, BinOp, Method};
use crate::core::vm::Vm;
use crate::types::bytearray::ByteArray;
use crate::types::bytes::Bytes;
use crate::types::str::Str;

pub(super) static FUNCTIONS: &[Method] = &[
    Method::new("abs", abs, 1, 1).doc("abs($module, number, /)\n--\n\nReturn the absolute value of the argument."),
    Method::new("bin", bin, 1, 1)
        .doc("bin($module, integer, /)\n--\n\nReturn the binary representation of an integer."),
    Method::new("chr", chr, 1, 1)
        .doc("chr($module, i, /)\n--\n\nReturn the one-character string with this code point."),
    Method::new("divmod", divmod, 2, 2).doc("divmod($module, x, y, /)\n--\n\nReturn the tuple (x//y, x%y)."),
    Method::new("hex", hex, 1, 1)
        .doc("hex($module, integer, /)\n--\n\nReturn the hexadecimal representation of an integer."),
    Method::new("oct", oct, 1, 1).doc("oct($module, integer, /)\n--\n\nReturn the octal representation of an integer."),
    Method::new("ord", ord, 1, 1)
        .doc("ord($module, character, /)\n--\n\nReturn the code point of a one-character string."),
    Method::keywords("pow", pow)
        .doc("pow($module, /, base, exp, mod=None)\n--\n\nReturn base**exp, or base**exp % mod, computed efficiently."),
    Method::keywords("round", round)
        .doc("round($module, /, number, ndigits=None)\n--\n\nRound a number to a precision in decimal digits."),
    Method::keywords("sum", super::sum::sum)
        .doc("sum($module, iterable, /, start=0)\n--\n\nReturn start plus the items of an iterable of numbers."),
];

fn abs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.abs(&args.values[0])
}

fn in_base(vm: &mut Vm, value: &Value, base: Base) -> PyResult {
    let index = vm.to_index(value)?;
    crate::types::int::text::in_base(vm, &index, base)
}

fn bin(vm: &mut Vm, args: Args<'_>) -> PyResult {
    in_base(vm, &args.values[0], Base::Binary)
}

fn hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    in_base(vm, &args.values[0], Base::Hex)
}

fn oct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    in_base(vm, &args.values[0], Base::Octal)
}

fn chr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = vm.index_clamped(&args.values[0])?;
    match u32::try_from(index) {
        Ok(ch) if ch <= 0x10_FFFF => vm.new_char(ch),
        _ => Err(vm.value_error(format_args!("chr() arg not in range(0x110000)"))),
    }
}

fn ord(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let value = &args.values[0];
    let (len, first) = if let Some(text) = value.downcast::<Str>() {
        (text.len(), text.chars().first())
    } else if let Some(bytes) = value.downcast::<Bytes>() {
        (bytes.as_slice().len(), bytes.as_slice().first().copied().map(u32::from))
    } else if let Some(bytes) = value.downcast::<ByteArray>() {
        (bytes.as_slice().len(), bytes.as_slice().first().copied().map(u32::from))
    } else {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("ord() expected string of length 1, but {kind} found")));
    };
    match first {
        Some(ch) if len == 1 => vm.new_int(i64::from(ch)),
        _ => Err(vm.type_error(format_args!("ord() expected a character, but string of length {len} found"))),
    }
}

fn divmod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.binary(BinOp::DivMod, &args.values[0], &args.values[1])
}

fn pow(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [base, exp, modulus] = Params::new("pow", ["base", "exp", "mod"]).required(2).bind(vm, args)?;
    let (Some(base), Some(exp)) = (base, exp) else { return Err(vm.no_memory()) };
    vm.power(base, exp, modulus.filter(|modulus| !modulus.is_none()))
}

fn round(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let [number, digits] = Params::new("round", ["number", "ndigits"]).required(1).bind(vm, args)?;
    let Some(number) = number else { return Err(vm.no_memory()) };
    let class = vm.type_of(number);
    let Some(method) = vm.lookup(class, &vm.names().__round__) else {
        let kind = class.name();
        return Err(vm.type_error(format_args!("type {kind} doesn't define __round__ method")));
    };
    match digits.filter(|digits| !digits.is_none()) {
        Some(digits) => vm.call_bound(&method, number, std::slice::from_ref(digits)),
        None => vm.call_bound(&method, number, &[]),
    }
}
