//! The operators.

use pitviper_object::Value;

use crate::core::error::{PyResult, Raised};
use crate::core::native::{Args, BinOp, CmpOp, Method};
use crate::core::vm::Vm;
use crate::types::bytes;
use crate::types::slice::has_index;
use crate::types::str::Str;

macro_rules! binary {
    ($name:literal, $op:ident, $symbol:literal) => {
        Method::new($name, |vm, args| vm.binary(BinOp::$op, &args.values[0], &args.values[1]), 2, 2).doc(concat!(
            $name,
            "($module, a, b, /)\n--\n\nSame as a ",
            $symbol,
            " b."
        ))
    };
}

macro_rules! in_place {
    ($name:literal, $op:ident, $symbol:literal) => {
        Method::new($name, |vm, args| vm.in_place(BinOp::$op, &args.values[0], &args.values[1]), 2, 2).doc(concat!(
            $name,
            "($module, a, b, /)\n--\n\nSame as a ",
            $symbol,
            " b."
        ))
    };
}

macro_rules! compare {
    ($name:literal, $op:ident, $symbol:literal) => {
        Method::new($name, |vm, args| vm.compare(&args.values[0], &args.values[1], CmpOp::$op), 2, 2).doc(concat!(
            $name,
            "($module, a, b, /)\n--\n\nSame as a ",
            $symbol,
            " b."
        ))
    };
}

macro_rules! unary {
    ($name:literal, $function:expr, $text:literal) => {
        Method::new($name, $function, 1, 1).doc(concat!($name, "($module, a, /)\n--\n\nSame as ", $text, "."))
    };
}

fn invert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.invert(&args.values[0])
}

fn get_item(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.get_item(&args.values[0], &args.values[1])
}

fn set_item(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.set_item(&args.values[0], &args.values[1], args.values[2].clone())?;
    Ok(Value::none())
}

fn delete_item(vm: &mut Vm, args: Args<'_>) -> PyResult {
    vm.del_item(&args.values[0], &args.values[1])?;
    Ok(Value::none())
}

fn contains(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Value::bool(vm.contains(&args.values[0], &args.values[1])?))
}

/// The iterator over a container in which something is looked for.
fn container(vm: &mut Vm, value: &Value) -> PyResult {
    if !vm.is_iterable(value) {
        let kind = vm.type_name(value);
        return Err(vm.type_error(format_args!("argument of type '{kind}' is not iterable")));
    }
    vm.iter(value)
}

fn count_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = container(vm, &args.values[0])?;
    let mut count = 0usize;
    while let Some(item) = vm.next(&iterator)? {
        count += usize::from(vm.eq(&item, &args.values[1])?);
        vm.settle();
    }
    vm.new_usize(count)
}

fn index_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = container(vm, &args.values[0])?;
    let mut index = 0usize;
    while let Some(item) = vm.next(&iterator)? {
        if vm.eq(&item, &args.values[1])? {
            return vm.new_usize(index);
        }
        index += 1;
        vm.settle();
    }
    Err(vm.value_error(format_args!("sequence.index(x): x not in sequence")))
}

#[cold]
fn no_sequence(vm: &mut Vm, value: &Value) -> Raised {
    let kind = vm.type_name(value);
    vm.type_error(format_args!("'{kind}' object can't be concatenated"))
}

/// Fails unless `+` of the operands is concatenation.
fn check_concat(vm: &mut Vm, args: Args<'_>) -> PyResult<()> {
    let get_item = &vm.names().__getitem__;
    if vm.lookup_special(&args.values[0], get_item).is_none() {
        return Err(no_sequence(vm, &args.values[0]));
    }
    Ok(())
}

fn concat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_concat(vm, args)?;
    vm.binary(BinOp::Add, &args.values[0], &args.values[1])
}

fn concat_in_place(vm: &mut Vm, args: Args<'_>) -> PyResult {
    check_concat(vm, args)?;
    vm.in_place(BinOp::Add, &args.values[0], &args.values[1])
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let default = match args.values.get(1) {
        Some(default) => vm.index_isize(default)?,
        None => 0,
    };
    let Ok(default) = usize::try_from(default) else { return vm.new_int(default as i64) };
    let hint = vm.len_hint(&args.values[0], default)?;
    vm.new_usize(hint)
}

fn call(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some((function, _)) = args.positional().split_first() else {
        return Err(vm.type_error(format_args!("call expected at least 1 argument, got 0")));
    };
    vm.call_args(function, args.behind_receiver())
}

/// Equality in a time that does not depend on where the values differ.
fn compare_digest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (a, b) = (&args.values[0], &args.values[1]);
    if let (Some(a), Some(b)) = (a.downcast::<Str>(), b.downcast::<Str>()) {
        return match (a.as_ascii(), b.as_ascii()) {
            (Some(a), Some(b)) => Ok(Value::bool(same(a.as_bytes(), b.as_bytes()))),
            _ => Err(vm.type_error(format_args!("comparing strings with non-ASCII characters is not supported"))),
        };
    }
    match (bytes::borrow(a), bytes::borrow(b)) {
        (Some(a), Some(b)) => Ok(Value::bool(same(a, b))),
        _ => {
            let (a, b) = (vm.type_name(a), vm.type_name(b));
            Err(vm.type_error(format_args!("unsupported operand types(s) or combination of types: '{a}' and '{b}'")))
        }
    }
}

fn same(a: &[u8], b: &[u8]) -> bool {
    let differences = a.iter().zip(b).fold(0u8, |all, (x, y)| std::hint::black_box(all | (x ^ y)));
    a.len() == b.len() && differences == 0
}

fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if !has_index(vm, &args.values[0]) {
        let kind = vm.type_name(&args.values[0]);
        return Err(vm.type_error(format_args!("'{kind}' object cannot be interpreted as an integer")));
    }
    vm.to_index(&args.values[0])
}

/// The functions.
pub(super) static FUNCTIONS: &[Method] = &[
    binary!("add", Add, "+"),
    binary!("sub", Sub, "-"),
    binary!("mul", Mul, "*"),
    binary!("matmul", MatMul, "@"),
    binary!("floordiv", FloorDiv, "//"),
    binary!("truediv", TrueDiv, "/"),
    binary!("mod", Mod, "%"),
    binary!("lshift", LShift, "<<"),
    binary!("rshift", RShift, ">>"),
    binary!("and_", And, "&"),
    binary!("xor", Xor, "^"),
    binary!("or_", Or, "|"),
    binary!("pow", Pow, "**"),
    in_place!("iadd", Add, "+="),
    in_place!("isub", Sub, "-="),
    in_place!("imul", Mul, "*="),
    in_place!("imatmul", MatMul, "@="),
    in_place!("ifloordiv", FloorDiv, "//="),
    in_place!("itruediv", TrueDiv, "/="),
    in_place!("imod", Mod, "%="),
    in_place!("ilshift", LShift, "<<="),
    in_place!("irshift", RShift, ">>="),
    in_place!("iand", And, "&="),
    in_place!("ixor", Xor, "^="),
    in_place!("ior", Or, "|="),
    in_place!("ipow", Pow, "**="),
    compare!("lt", Lt, "<"),
    compare!("le", Le, "<="),
    compare!("eq", Eq, "=="),
    compare!("ne", Ne, "!="),
    compare!("gt", Gt, ">"),
    compare!("ge", Ge, ">="),
    unary!("neg", |vm, args| vm.neg(&args.values[0]), "-a"),
    unary!("pos", |vm, args| vm.pos(&args.values[0]), "+a"),
    unary!("abs", |vm, args| vm.abs(&args.values[0]), "abs(a)"),
    unary!("inv", invert, "~a"),
    unary!("invert", invert, "~a"),
    unary!("index", index, "a.__index__()"),
    unary!("truth", |vm, args| Ok(Value::bool(vm.truth(&args.values[0])?)), "bool(a)"),
    unary!("not_", |vm, args| Ok(Value::bool(!vm.truth(&args.values[0])?)), "not a"),
    unary!("is_none", |_, args| Ok(Value::bool(args.values[0].is_none())), "a is None"),
    unary!("is_not_none", |_, args| Ok(Value::bool(!args.values[0].is_none())), "a is not None"),
    Method::new("is_", |_, args| Ok(Value::bool(args.values[0].is(&args.values[1]))), 2, 2)
        .doc("is_($module, a, b, /)\n--\n\nSame as a is b."),
    Method::new("is_not", |_, args| Ok(Value::bool(!args.values[0].is(&args.values[1]))), 2, 2)
        .doc("is_not($module, a, b, /)\n--\n\nSame as a is not b."),
    Method::new("getitem", get_item, 2, 2).doc("getitem($module, a, b, /)\n--\n\nSame as a[b]."),
    Method::new("setitem", set_item, 3, 3).doc("setitem($module, a, b, c, /)\n--\n\nSame as a[b] = c."),
    Method::new("delitem", delete_item, 2, 2).doc("delitem($module, a, b, /)\n--\n\nSame as del a[b]."),
    Method::new("contains", contains, 2, 2)
        .doc("contains($module, a, b, /)\n--\n\nSame as b in a (note reversed operands)."),
    Method::new("countOf", count_of, 2, 2)
        .doc("countOf($module, a, b, /)\n--\n\nReturn the number of items in a which are, or which equal, b."),
    Method::new("indexOf", index_of, 2, 2).doc("indexOf($module, a, b, /)\n--\n\nReturn the first index of b in a."),
    Method::new("concat", concat, 2, 2).doc("concat($module, a, b, /)\n--\n\nSame as a + b, for a and b sequences."),
    Method::new("iconcat", concat_in_place, 2, 2)
        .doc("iconcat($module, a, b, /)\n--\n\nSame as a += b, for a and b sequences."),
    Method::new("length_hint", length_hint, 1, 2)
        .doc("length_hint($module, obj, default=0, /)\n--\n\nReturn an estimate of the number of items in obj."),
    Method::keywords("call", call).doc("call($module, obj, /, *args, **kwargs)\n--\n\nSame as obj(*args, **kwargs)."),
    Method::new("_compare_digest", compare_digest, 2, 2)
        .doc("_compare_digest($module, a, b, /)\n--\n\nReturn 'a == b', taking the same time wherever they differ."),
];
