//! The special methods of builtin types as Python sees them (`list.__len__`): one table for all types. A type
//! has those whose entry in its [`Slots`] is present and not its base's; `object` has the generic ones besides.

use pitviper_object::Value;

use crate::core::args::count_fits;
use crate::core::error::PyResult;
use crate::core::kinds;
use crate::core::native::{Args, BinOp, CmpOp, MANY, Slots};
use crate::core::vm::Vm;
use crate::types::object;

/// One special method.
pub struct Special {
    /// Its name.
    pub name: &'static str,
    /// The address of the entry in a type's slots, to tell own ones from inherited ones.
    pub entry: fn(&Slots) -> Option<usize>,
    /// Calls it: `values[0]` is the receiver; the count of the others is checked.
    pub call: fn(&mut Vm, &'static Slots, Args<'_>) -> PyResult,
    /// Fewest arguments behind the receiver.
    pub min: u8,
    /// Most.
    pub max: u8,
    /// Whether `object` has it although its slots do not.
    pub generic: bool,
    /// `__doc__` with signature.
    pub doc: &'static str,
}

impl Special {
    /// Calls it with any arguments.
    ///
    /// # Errors
    /// TypeError for wrong arguments, or what the method raises.
    pub fn invoke(&self, vm: &mut Vm, kind: u8, args: Args<'_>) -> PyResult {
        let given = args.values.len().saturating_sub(1);
        if !count_fits(given, self.min, self.max) || args.keyword_count() > 0 && self.max != MANY {
            let name = self.name;
            if args.keyword_count() > 0 {
                return Err(vm.type_error(format_args!("wrapper {name}() takes no keyword arguments")));
            }
            let (bound, limit) = match (self.min, self.max) {
                (min, max) if min == max => ("", min),
                (min, _) if given < usize::from(min) => ("at least ", min),
                (_, max) => ("at most ", max),
            };
            if let "__pow__" | "__rpow__" = name {
                return Err(vm.type_error(format_args!("expected 1 or 2 arguments, got {given}")));
            }
            let s = if limit == 1 { "" } else { "s" };
            if let "__setitem__" | "__setattr__" | "__set__" | "__get__" = name {
                return Err(vm.type_error(format_args!("{name} expected {bound}{limit} argument{s}, got {given}")));
            }
            return Err(vm.type_error(format_args!("expected {bound}{limit} argument{s}, got {given}")));
        }
        (self.call)(vm, crate::core::registry::SLOTS[kind as usize], args)
    }
}

/// Not there although the table says so: cannot happen, and is no reason to panic.
fn missing(vm: &mut Vm) -> PyResult {
    let _ = vm;
    Ok(Value::not_implemented())
}

macro_rules! unary {
    ($name:literal, $slot:ident, $doc:literal) => {
        Special {
            name: $name,
            entry: |s| s.$slot.map(|f| f as usize),
            call: |vm, s, args| match s.$slot {
                Some(f) => f(vm, &args.values[0]),
                None => missing(vm),
            },
            min: 0,
            max: 0,
            generic: false,
            doc: concat!($name, "($self, /)\n--\n\n", $doc),
        }
    };
}

macro_rules! compare {
    ($name:literal, $op:ident, $doc:literal) => {
        Special {
            name: $name,
            entry: |s| s.compare.map(|f| f as usize),
            call: |vm, s, args| match s.compare {
                Some(f) => f(vm, &args.values[0], &args.values[1], CmpOp::$op),
                None => object::compare(vm, &args.values[0], &args.values[1], CmpOp::$op),
            },
            min: 1,
            max: 1,
            generic: true,
            doc: concat!($name, "($self, value, /)\n--\n\n", $doc),
        }
    };
}

/// Concatenation and repetition of sequences do not say `NotImplemented`: they raise.
fn sequence_operator(vm: &mut Vm, op: BinOp, args: Args<'_>, result: Value) -> PyResult {
    let (own, other) = (&args.values[0], &args.values[1]);
    let sequence = matches!(own.kind(), kinds::STR | kinds::BYTES | kinds::BYTEARRAY | kinds::LIST | kinds::TUPLE);
    match op {
        BinOp::Add if sequence && result.is_not_implemented() => {
            Err(crate::types::iterators::concat_error(vm, own, other))
        }
        BinOp::Mul if sequence && result.is_not_implemented() => {
            let kind = vm.type_name(other);
            Err(vm.type_error(format_args!("'{kind}' object cannot be interpreted as an integer")))
        }
        _ => Ok(result),
    }
}

macro_rules! binary {
    ($name:literal, $reflected:literal, $op:ident, $symbol:literal) => {
        [
            Special {
                name: $name,
                entry: |s| if s.binary_ops & BinOp::$op.bit() != 0 { s.binary.map(|f| f as usize) } else { None },
                call: |vm, s, args| match s.binary {
                    Some(f) => {
                        let result = f(vm, BinOp::$op, &args.values[0], &args.values[1])?;
                        sequence_operator(vm, BinOp::$op, args, result)
                    }
                    None => missing(vm),
                },
                min: 1,
                max: 1,
                generic: false,
                doc: concat!($name, "($self, value, /)\n--\n\nReturn self", $symbol, "value."),
            },
            Special {
                name: $reflected,
                entry: |s| if s.reflected_ops & BinOp::$op.bit() != 0 { s.binary.map(|f| f as usize) } else { None },
                call: |vm, s, args| match s.binary {
                    Some(f) => {
                        let result = f(vm, BinOp::$op, &args.values[1], &args.values[0])?;
                        sequence_operator(vm, BinOp::$op, args, result)
                    }
                    None => missing(vm),
                },
                min: 1,
                max: 1,
                generic: false,
                doc: concat!($reflected, "($self, value, /)\n--\n\nReturn value", $symbol, "self."),
            },
        ]
    };
}

macro_rules! in_place {
    ($name:literal, $op:ident, $symbol:literal) => {
        Special {
            name: $name,
            entry: |s| if s.in_place_ops & BinOp::$op.bit() != 0 { s.in_place.map(|f| f as usize) } else { None },
            call: |vm, s, args| match s.in_place {
                Some(f) => {
                    let result = f(vm, BinOp::$op, &args.values[0], &args.values[1])?;
                    sequence_operator(vm, BinOp::$op, args, result)
                }
                None => missing(vm),
            },
            min: 1,
            max: 1,
            generic: false,
            doc: concat!($name, "($self, value, /)\n--\n\nReturn self", $symbol, "value."),
        }
    };
}

/// Everything but binary operators.
pub static SPECIALS: &[Special] = &[
    Special {
        name: "__repr__",
        entry: |s| s.repr.map(|f| f as usize),
        call: |vm, s, args| match s.repr {
            Some(f) => f(vm, &args.values[0]),
            None => object::default_repr(vm, &args.values[0]),
        },
        min: 0,
        max: 0,
        generic: true,
        doc: "__repr__($self, /)\n--\n\nReturn repr(self).",
    },
    Special {
        name: "__hash__",
        entry: |s| s.hash.map(|f| f as usize),
        call: |vm, s, args| {
            let hash = match s.hash {
                Some(f) => f(vm, &args.values[0])?,
                None => vm.identity_hash(&args.values[0]),
            };
            vm.new_int(hash)
        },
        min: 0,
        max: 0,
        generic: true,
        doc: "__hash__($self, /)\n--\n\nReturn hash(self).",
    },
    Special {
        name: "__str__",
        entry: |s| s.str.map(|f| f as usize),
        call: |vm, s, args| match s.str {
            Some(f) => f(vm, &args.values[0]),
            None => vm.repr(&args.values[0]),
        },
        min: 0,
        max: 0,
        generic: true,
        doc: "__str__($self, /)\n--\n\nReturn str(self).",
    },
    Special {
        name: "__getattribute__",
        entry: |s| s.get_attr.map(|f| f as usize),
        call: |vm, s, args| {
            let name = vm.attr_name(&args.values[1])?;
            match s.get_attr {
                Some(f) => f(vm, &args.values[0], &name),
                None => vm.generic_get_attr(&args.values[0], &name),
            }
        },
        min: 1,
        max: 1,
        generic: true,
        doc: "__getattribute__($self, name, /)\n--\n\nReturn getattr(self, name).",
    },
    Special {
        name: "__setattr__",
        entry: |s| s.set_attr.map(|f| f as usize),
        call: |vm, s, args| set_attr(vm, s, &args.values[0], &args.values[1], Some(args.values[2].clone())),
        min: 2,
        max: 2,
        generic: true,
        doc: "__setattr__($self, name, value, /)\n--\n\nImplement setattr(self, name, value).",
    },
    Special {
        name: "__delattr__",
        entry: |s| s.set_attr.map(|f| f as usize),
        call: |vm, s, args| set_attr(vm, s, &args.values[0], &args.values[1], None),
        min: 1,
        max: 1,
        generic: true,
        doc: "__delattr__($self, name, /)\n--\n\nImplement delattr(self, name).",
    },
    Special {
        name: "__init__",
        entry: |s| s.init.map(|f| f as usize),
        call: |vm, s, args| {
            match s.init {
                Some(f) => f(vm, args)?,
                None => object::default_init(vm, args)?,
            }
            Ok(Value::none())
        },
        min: 0,
        max: MANY,
        generic: true,
        doc: "__init__($self, /, *args, **kwargs)\n--\n\nInitialize self.  See help(type(self)) for accurate signature.",
    },
    compare!("__lt__", Lt, "Return self<value."),
    compare!("__le__", Le, "Return self<=value."),
    compare!("__eq__", Eq, "Return self==value."),
    compare!("__ne__", Ne, "Return self!=value."),
    compare!("__gt__", Gt, "Return self>value."),
    compare!("__ge__", Ge, "Return self>=value."),
    unary!("__iter__", iter, "Implement iter(self)."),
    Special {
        name: "__next__",
        entry: |s| s.next.map(|f| f as usize),
        call: |vm, s, args| match s.next {
            Some(f) => match f(vm, &args.values[0])? {
                Some(item) => Ok(item),
                None => Err(vm.raise_bare(crate::core::error::Exc::StopIteration)),
            },
            None => missing(vm),
        },
        min: 0,
        max: 0,
        generic: false,
        doc: "__next__($self, /)\n--\n\nImplement next(self).",
    },
    Special {
        name: "__len__",
        entry: |s| s.len.map(|f| f as usize),
        call: |vm, s, args| match s.len {
            Some(f) => {
                let length = f(vm, &args.values[0])?;
                vm.new_int(length as i64)
            }
            None => missing(vm),
        },
        min: 0,
        max: 0,
        generic: false,
        doc: "__len__($self, /)\n--\n\nReturn len(self).",
    },
    Special {
        name: "__bool__",
        entry: |s| s.truth.map(|f| f as usize),
        call: |vm, s, args| match s.truth {
            Some(f) => Ok(Value::bool(f(vm, &args.values[0])?)),
            None => missing(vm),
        },
        min: 0,
        max: 0,
        generic: false,
        doc: "__bool__($self, /)\n--\n\nTrue if self else False",
    },
    Special {
        name: "__getitem__",
        entry: |s| s.get_item.map(|f| f as usize),
        call: |vm, s, args| match s.get_item {
            Some(f) => f(vm, &args.values[0], &args.values[1]),
            None => missing(vm),
        },
        min: 1,
        max: 1,
        generic: false,
        doc: "__getitem__($self, key, /)\n--\n\nReturn self[key].",
    },
    Special {
        name: "__setitem__",
        entry: |s| s.set_item.map(|f| f as usize),
        call: |vm, s, args| match s.set_item {
            Some(f) => {
                f(vm, &args.values[0], &args.values[1], Some(args.values[2].clone()))?;
                Ok(Value::none())
            }
            None => missing(vm),
        },
        min: 2,
        max: 2,
        generic: false,
        doc: "__setitem__($self, key, value, /)\n--\n\nSet self[key] to value.",
    },
    Special {
        name: "__delitem__",
        entry: |s| s.set_item.map(|f| f as usize),
        call: |vm, s, args| match s.set_item {
            Some(f) => {
                f(vm, &args.values[0], &args.values[1], None)?;
                Ok(Value::none())
            }
            None => missing(vm),
        },
        min: 1,
        max: 1,
        generic: false,
        doc: "__delitem__($self, key, /)\n--\n\nDelete self[key].",
    },
    Special {
        name: "__contains__",
        entry: |s| s.contains.map(|f| f as usize),
        call: |vm, s, args| match s.contains {
            Some(f) => Ok(Value::bool(f(vm, &args.values[0], &args.values[1])?)),
            None => missing(vm),
        },
        min: 1,
        max: 1,
        generic: false,
        doc: "__contains__($self, key, /)\n--\n\nReturn bool(key in self).",
    },
    Special {
        name: "__call__",
        entry: |s| s.call.map(|f| f as usize),
        call: |vm, s, args| match s.call {
            Some(f) => f(vm, &args.values[0], args.behind_receiver()),
            None => missing(vm),
        },
        min: 0,
        max: MANY,
        generic: false,
        doc: "__call__($self, /, *args, **kwargs)\n--\n\nCall self as a function.",
    },
    Special {
        name: "__get__",
        entry: |s| s.descr_get.map(|f| f as usize),
        call: |vm, s, args| {
            let object = args.values.get(1).filter(|object| !object.is_none());
            let owner = args.values.get(2).cloned().unwrap_or_else(Value::none);
            if object.is_none() && owner.is_none() {
                return Err(vm.type_error(format_args!("__get__(None, None) is invalid")));
            }
            match s.descr_get {
                Some(f) => f(vm, &args.values[0], object, &owner),
                None => missing(vm),
            }
        },
        min: 1,
        max: 2,
        generic: false,
        doc: "__get__($self, instance, owner=None, /)\n--\n\nReturn an attribute of instance, which is of type owner.",
    },
    Special {
        name: "__set__",
        entry: |s| s.descr_set.map(|f| f as usize),
        call: |vm, s, args| match s.descr_set {
            Some(f) => {
                f(vm, &args.values[0], &args.values[1], Some(args.values[2].clone()))?;
                Ok(Value::none())
            }
            None => missing(vm),
        },
        min: 2,
        max: 2,
        generic: false,
        doc: "__set__($self, instance, value, /)\n--\n\nSet an attribute of instance to value.",
    },
    Special {
        name: "__delete__",
        entry: |s| s.descr_set.map(|f| f as usize),
        call: |vm, s, args| match s.descr_set {
            Some(f) => {
                f(vm, &args.values[0], &args.values[1], None)?;
                Ok(Value::none())
            }
            None => missing(vm),
        },
        min: 1,
        max: 1,
        generic: false,
        doc: "__delete__($self, instance, /)\n--\n\nDelete an attribute of instance.",
    },
    unary!("__neg__", neg, "-self"),
    unary!("__pos__", pos, "+self"),
    unary!("__abs__", abs, "abs(self)"),
    unary!("__invert__", invert, "~self"),
    unary!("__int__", int, "int(self)"),
    unary!("__float__", float, "float(self)"),
    unary!(
        "__index__",
        index,
        "Return self converted to an integer, if self is suitable for use as an index into a list."
    ),
    unary!("__await__", await_, "Return an iterator to be used in await expression."),
    unary!("__aiter__", aiter, "Return an awaitable, that resolves in asynchronous iterator."),
    unary!("__anext__", anext, "Return a value or raise StopAsyncIteration."),
    in_place!("__iadd__", Add, "+="),
    in_place!("__isub__", Sub, "-="),
    in_place!("__imul__", Mul, "*="),
    in_place!("__itruediv__", TrueDiv, "/="),
    in_place!("__ifloordiv__", FloorDiv, "//="),
    in_place!("__imod__", Mod, "%="),
    in_place!("__ipow__", Pow, "**="),
    in_place!("__imatmul__", MatMul, "@="),
    in_place!("__ilshift__", LShift, "<<="),
    in_place!("__irshift__", RShift, ">>="),
    in_place!("__iand__", And, "&="),
    in_place!("__ior__", Or, "|="),
    in_place!("__ixor__", Xor, "^="),
    Special {
        name: "__pow__",
        entry: |s| if s.binary_ops & BinOp::Pow.bit() != 0 { s.binary.map(|f| f as usize) } else { None },
        call: |vm, s, args| power(vm, s, &args.values[0], &args.values[1], args.values.get(2)),
        min: 1,
        max: 2,
        generic: false,
        doc: "__pow__($self, value, mod=None, /)\n--\n\nReturn pow(self, value, mod).",
    },
    Special {
        name: "__rpow__",
        entry: |s| if s.reflected_ops & BinOp::Pow.bit() != 0 { s.binary.map(|f| f as usize) } else { None },
        call: |vm, s, args| power(vm, s, &args.values[1], &args.values[0], args.values.get(2)),
        min: 1,
        max: 2,
        generic: false,
        doc: "__rpow__($self, value, mod=None, /)\n--\n\nReturn pow(value, self, mod).",
    },
];

/// Binary operators: forward and reflected.
pub static BINARY: [[Special; 2]; 13] = [
    binary!("__add__", "__radd__", Add, "+"),
    binary!("__sub__", "__rsub__", Sub, "-"),
    binary!("__mul__", "__rmul__", Mul, "*"),
    binary!("__truediv__", "__rtruediv__", TrueDiv, "/"),
    binary!("__floordiv__", "__rfloordiv__", FloorDiv, "//"),
    binary!("__mod__", "__rmod__", Mod, "%"),
    binary!("__divmod__", "__rdivmod__", DivMod, ", "),
    binary!("__matmul__", "__rmatmul__", MatMul, "@"),
    binary!("__lshift__", "__rlshift__", LShift, "<<"),
    binary!("__rshift__", "__rrshift__", RShift, ">>"),
    binary!("__and__", "__rand__", And, "&"),
    binary!("__or__", "__ror__", Or, "|"),
    binary!("__xor__", "__rxor__", Xor, "^"),
];

/// All special methods.
pub fn all() -> impl Iterator<Item = &'static Special> {
    SPECIALS.iter().chain(BINARY.as_flattened())
}

fn power(vm: &mut Vm, slots: &Slots, base: &Value, exponent: &Value, modulus: Option<&Value>) -> PyResult {
    match (modulus.filter(|modulus| !modulus.is_none()), slots.power3, slots.binary) {
        (Some(modulus), Some(power), _) => power(vm, base, exponent, modulus),
        (None, _, Some(binary)) => binary(vm, BinOp::Pow, base, exponent),
        _ => Ok(Value::not_implemented()),
    }
}

/// `object.__setattr__` must not reach behind a builtin type's own.
fn set_attr(vm: &mut Vm, slots: &Slots, object: &Value, name: &Value, value: Option<Value>) -> PyResult {
    let name = vm.attr_name(name)?;
    let class = vm.type_of(object);
    let own = class.native_slots().set_attr;
    if class.kind == kinds::TYPE && slots.set_attr.is_none() {
        let what = if value.is_some() { "__setattr__" } else { "__delattr__" };
        let kind = class.name();
        return Err(vm.type_error(format_args!("can't apply this {what} to {kind} object")));
    }
    match own {
        Some(set) => set(vm, object, &name, value)?,
        None => vm.generic_set_attr(object, &name, value)?,
    }
    Ok(Value::none())
}
