//! How native code appears to Python: functions, methods, computed attributes and special methods of builtin
//! types, as const tables.

use pitviper_object::{Header, PageKind, Slot, Value};

use crate::core::error::PyResult;
use crate::core::vm::Vm;
use crate::types::tuple::Tuple;

/// Arguments of a native call: positional ones, then the values of keyword arguments whose names `names` gives.
/// The values stay alive and in place during the call. For methods `values[0]` is the receiver.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    /// All values, keyword arguments' last.
    pub values: &'a [Value],
    /// Names of the last values.
    pub names: Option<&'a Tuple>,
}

/// A native function. Arity was checked against its [`Method`] entry.
pub type Native = fn(&mut Vm, Args<'_>) -> PyResult;

/// One function or method in a table.
#[derive(Clone, Copy)]
pub struct Method {
    /// Name in Python.
    pub name: &'static str,
    /// The code.
    pub function: Native,
    /// Fewest positional arguments, without the receiver.
    pub min: u8,
    /// Most positional arguments, [`MANY`] for any number.
    pub max: u8,
    /// See [`Method::KEYWORDS`] and the others.
    pub flags: u8,
    /// `__doc__`, and `__text_signature__` before a line `--` as in CPython when there is one.
    pub doc: &'static str,
}

/// No upper bound of arguments.
pub const MANY: u8 = 255;

impl Method {
    /// Takes keyword arguments (parses `Args` itself; arity is not checked).
    pub const KEYWORDS: u8 = 1;
    /// A class method.
    pub const CLASS: u8 = 2;
    /// It is `len`, which the call instruction does itself.
    pub const LENGTH: u8 = 8;
    /// A static method.
    pub const STATIC: u8 = 4;
    /// An `__iter__` of dicts that gives the keys in the order that they have in the dict.
    pub const IN_ORDER: u8 = 16;

    /// A method with `min..=max` positional arguments.
    #[must_use]
    pub const fn new(name: &'static str, function: Native, min: u8, max: u8) -> Method {
        Method { name, function, min, max, flags: 0, doc: "" }
    }

    /// A method that parses its own arguments, keywords too.
    #[must_use]
    pub const fn keywords(name: &'static str, function: Native) -> Method {
        Method { name, function, min: 0, max: MANY, flags: Method::KEYWORDS, doc: "" }
    }

    /// The same with a docstring.
    #[must_use]
    pub const fn doc(self, doc: &'static str) -> Method {
        Method { doc, ..self }
    }

    /// The same as a class method.
    #[must_use]
    pub const fn class(self) -> Method {
        Method { flags: self.flags | Method::CLASS, ..self }
    }

    /// With [`Method::LENGTH`].
    #[must_use]
    pub const fn length(self) -> Method {
        Method { flags: self.flags | Method::LENGTH, ..self }
    }

    /// With [`Method::IN_ORDER`].
    #[must_use]
    pub const fn in_order(self) -> Method {
        Method { flags: self.flags | Method::IN_ORDER, ..self }
    }

    /// The same as a static method.
    #[must_use]
    pub const fn statik(self) -> Method {
        Method { flags: self.flags | Method::STATIC, ..self }
    }
}

/// A computed attribute of a builtin type.
#[expect(clippy::type_complexity, reason = "a table of functions, whose signatures are what is to be seen")]
#[derive(Clone, Copy)]
pub struct GetSet {
    /// Name in Python.
    pub name: &'static str,
    /// Reads it.
    pub get: fn(&mut Vm, &Value) -> PyResult,
    /// Writes it, or deletes it for `None`.
    pub set: Option<fn(&mut Vm, &Value, Option<Value>) -> PyResult<()>>,
}

/// Binary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names say it")]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    DivMod,
}

impl BinOp {
    /// All of them, by number.
    pub const ALL: [BinOp; 14] = [
        BinOp::Add,
        BinOp::Sub,
        BinOp::Mul,
        BinOp::TrueDiv,
        BinOp::FloorDiv,
        BinOp::Mod,
        BinOp::Pow,
        BinOp::MatMul,
        BinOp::LShift,
        BinOp::RShift,
        BinOp::And,
        BinOp::Or,
        BinOp::Xor,
        BinOp::DivMod,
    ];

    /// The bit in [`Slots::binary_ops`].
    #[must_use]
    pub const fn bit(self) -> u16 {
        1 << self as u8
    }
}

/// Rich comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "the names say it")]
pub enum CmpOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CmpOp {
    /// The operator of the swapped operands.
    #[must_use]
    pub fn swapped(self) -> CmpOp {
        match self {
            CmpOp::Lt => CmpOp::Gt,
            CmpOp::Le => CmpOp::Ge,
            CmpOp::Gt => CmpOp::Lt,
            CmpOp::Ge => CmpOp::Le,
            same => same,
        }
    }

    /// As written.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            CmpOp::Lt => "<",
            CmpOp::Le => "<=",
            CmpOp::Eq => "==",
            CmpOp::Ne => "!=",
            CmpOp::Gt => ">",
            CmpOp::Ge => ">=",
        }
    }

    /// Whether an ordering satisfies the operator.
    #[must_use]
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CmpOp::Lt => ordering.is_lt(),
            CmpOp::Le => ordering.is_le(),
            CmpOp::Eq => ordering.is_eq(),
            CmpOp::Ne => ordering.is_ne(),
            CmpOp::Gt => ordering.is_gt(),
            CmpOp::Ge => ordering.is_ge(),
        }
    }
}

/// The special methods of a builtin type as functions. What Python sees (`list.__len__`) are wrappers made of
/// the entries present. The receiver is always of the type's kind (possibly an instance of a subclass).
///
/// Binary operators: `binary(vm, op, left, right)` is asked with either operand being of the type, in the
/// order written in the source, and returns `NotImplemented` when it does not know the other.
/// The two-argument `__pow__` is here; `pow(a, b, c)` is `power3`.
#[derive(Clone, Copy)]
#[expect(clippy::type_complexity, reason = "a table of functions, whose signatures are what is to be seen")]
pub struct Slots {
    /// `__repr__`.
    pub repr: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__str__`.
    pub str: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__hash__`. `None` here with `unhashable` set: `__hash__ = None`.
    pub hash: Option<fn(&mut Vm, &Value) -> PyResult<i64>>,
    /// `__hash__ = None`.
    pub unhashable: bool,
    /// `__lt__` and the others; `NotImplemented` when it does not know `other`.
    pub compare: Option<fn(&mut Vm, &Value, &Value, CmpOp) -> PyResult>,
    /// `__iter__`.
    pub iter: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__next__`; `None` when exhausted (no StopIteration is made).
    pub next: Option<fn(&mut Vm, &Value) -> PyResult<Option<Value>>>,
    /// `__len__`.
    pub len: Option<fn(&mut Vm, &Value) -> PyResult<usize>>,
    /// `__bool__`.
    pub truth: Option<fn(&mut Vm, &Value) -> PyResult<bool>>,
    /// `__getitem__`.
    pub get_item: Option<fn(&mut Vm, &Value, &Value) -> PyResult>,
    /// `__setitem__`, and `__delitem__` for `None`.
    pub set_item: Option<fn(&mut Vm, &Value, &Value, Option<Value>) -> PyResult<()>>,
    /// `__contains__`.
    pub contains: Option<fn(&mut Vm, &Value, &Value) -> PyResult<bool>>,
    /// `__call__`; `args` without the receiver.
    pub call: Option<fn(&mut Vm, &Value, Args<'_>) -> PyResult>,
    /// `__getattribute__`, when not the generic one. The name is an exact string.
    pub get_attr: Option<fn(&mut Vm, &Value, &Value) -> PyResult>,
    /// `__setattr__`, and `__delattr__` for `None`, when not the generic one.
    pub set_attr: Option<fn(&mut Vm, &Value, &Value, Option<Value>) -> PyResult<()>>,
    /// `__get__(instance or None, owner)`.
    pub descr_get: Option<fn(&mut Vm, &Value, Option<&Value>, &Value) -> PyResult>,
    /// `__set__`, and `__delete__` for `None`.
    pub descr_set: Option<fn(&mut Vm, &Value, &Value, Option<Value>) -> PyResult<()>>,
    /// `__new__`; `values[0]` is the class asked for (this type or a subclass).
    pub new: Option<Native>,
    /// `__init__`; `values[0]` is the object.
    pub init: Option<fn(&mut Vm, Args<'_>) -> PyResult<()>>,
    /// Binary operators.
    pub binary: Option<fn(&mut Vm, BinOp, &Value, &Value) -> PyResult>,
    /// Which ones have a `__op__`.
    pub binary_ops: u16,
    /// Which ones have a `__rop__`.
    pub reflected_ops: u16,
    /// In-place operators that change the left operand.
    pub in_place: Option<fn(&mut Vm, BinOp, &Value, &Value) -> PyResult>,
    /// Which ones have an `__iop__`.
    pub in_place_ops: u16,
    /// `pow(a, b, c)`.
    pub power3: Option<fn(&mut Vm, &Value, &Value, &Value) -> PyResult>,
    /// `__neg__`.
    pub neg: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__pos__`.
    pub pos: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__abs__`.
    pub abs: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__invert__`.
    pub invert: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__int__`.
    pub int: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__float__`.
    pub float: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__index__`.
    pub index: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__await__`.
    pub await_: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__aiter__`.
    pub aiter: Option<fn(&mut Vm, &Value) -> PyResult>,
    /// `__anext__`.
    pub anext: Option<fn(&mut Vm, &Value) -> PyResult>,
}

impl Slots {
    /// No special methods.
    pub const EMPTY: Slots = Slots {
        repr: None,
        str: None,
        hash: None,
        unhashable: false,
        compare: None,
        iter: None,
        next: None,
        len: None,
        truth: None,
        get_item: None,
        set_item: None,
        contains: None,
        call: None,
        get_attr: None,
        set_attr: None,
        descr_get: None,
        descr_set: None,
        new: None,
        init: None,
        binary: None,
        binary_ops: 0,
        reflected_ops: 0,
        in_place: None,
        in_place_ops: 0,
        power3: None,
        neg: None,
        pos: None,
        abs: None,
        invert: None,
        int: None,
        float: None,
        index: None,
        await_: None,
        aiter: None,
        anext: None,
    };
}

/// A builtin type, as one const.
pub struct TypeSpec {
    /// `__name__`.
    pub name: &'static str,
    /// `__module__`.
    pub module: &'static str,
    /// The kind of its instances; also its place in the registry.
    pub kind: u8,
    /// The kind of its base; `OBJECT` mostly.
    pub base: u8,
    /// `__doc__`.
    pub doc: &'static str,
    /// See [`TypeSpec::SUBCLASSABLE`] and the others.
    pub flags: u32,
    /// Special methods.
    pub slots: &'static Slots,
    /// Methods, class methods, static methods.
    pub methods: &'static [Method],
    /// Computed attributes.
    pub getset: &'static [GetSet],
    /// Page kind of exact instances.
    pub page: PageKind,
    /// See [`pitviper_object::KindInfo`].
    pub slot: unsafe fn(*mut Header, u32) -> *mut Slot,
    /// See [`pitviper_object::KindInfo`].
    pub finish: Option<unsafe fn(*mut Header)>,
    /// See [`pitviper_object::KindInfo`].
    pub size: unsafe fn(*mut Header) -> usize,
}

impl TypeSpec {
    /// Python classes may inherit from it.
    pub const SUBCLASSABLE: u32 = 1;
    /// Matches sequence patterns.
    pub const SEQUENCE: u32 = 2;
    /// Matches mapping patterns.
    pub const MAPPING: u32 = 4;
    /// `C(x)` in a class pattern binds the subject itself.
    pub const MATCH_SELF: u32 = 8;
    /// Instances cannot be made by calling the type ("cannot create 'X' instances").
    pub const NO_NEW: u32 = 16;
    /// Calling an instance method lookups give unbound (`LoadMethod` need not bind): functions and method descriptors.
    pub const METHOD_LIKE: u32 = 32;
    /// Exact instances have a `__dict__`.
    pub const INSTANCE_DICT: u32 = 64;
    /// Instances can be weakly referenced.
    pub const WEAK: u32 = 128;
}

/// `size` of a struct without variable part.
///
/// # Safety
/// None needed; the signature is [`pitviper_object::KindInfo::size`]'s.
pub unsafe fn fixed_size<T>(_object: *mut Header) -> usize {
    size_of::<T>()
}
