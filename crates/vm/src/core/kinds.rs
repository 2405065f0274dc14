//! Kinds by number: which Rust struct an object is, and the shape of exact instances of builtin types.
//!
//! Numbers below 5 are fixed in `pitviper_object::singletons`. Adding a builtin type: one line here, one
//! `TypeSpec` beside its code, one line in `core::registry`.

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $number:literal;)*) => {
        $($(#[$doc])* pub const $name: u8 = $number;)*
        /// Names of the kinds, for reports.
        pub static NAMES: &[(u8, &str)] = &[$(($number, stringify!($name)),)*];
    };
}

kinds! {
    /// `None`.
    NONE = 1;
    /// `True`, `False`.
    BOOL = 2;
    /// `...`.
    ELLIPSIS = 3;
    /// `NotImplemented`.
    NOT_IMPLEMENTED = 4;
    /// Exact `object()`, and instances of classes whose builtin base is `object`.
    OBJECT = 5;
    /// Classes.
    TYPE = 6;
    /// Ints beyond 62 bits; also the type of inline ints.
    INT = 7;
    /// Boxed floats; also the type of inline floats.
    FLOAT = 8;
    /// Complex numbers.
    COMPLEX = 9;
    /// Strings.
    STR = 10;
    /// Bytes.
    BYTES = 11;
    /// Byte arrays.
    BYTEARRAY = 12;
    /// Lists.
    LIST = 13;
    /// Tuples.
    TUPLE = 14;
    /// Dictionaries.
    DICT = 15;
    /// Sets.
    SET = 16;
    /// Frozen sets.
    FROZENSET = 17;
    /// `range`.
    RANGE = 18;
    /// `slice`.
    SLICE = 19;
    /// Python functions.
    FUNCTION = 20;
    /// Builtin functions and bound builtin methods.
    BUILTIN_FUNCTION = 21;
    /// Bound methods.
    METHOD = 22;
    /// Closure cells.
    CELL = 23;
    /// Code.
    CODE = 24;
    /// Frames.
    FRAME = 25;
    /// Traceback entries.
    TRACEBACK = 26;
    /// Generators.
    GENERATOR = 27;
    /// Coroutines.
    COROUTINE = 28;
    /// Async generators.
    ASYNC_GENERATOR = 29;
    /// Modules.
    MODULE = 30;
    /// `property`.
    PROPERTY = 31;
    /// `classmethod`.
    CLASSMETHOD = 32;
    /// `staticmethod`.
    STATICMETHOD = 33;
    /// `super`.
    SUPER = 34;
    /// `__slots__` places (`member_descriptor`).
    MEMBER = 35;
    /// Computed attributes of builtin types (`getset_descriptor`).
    GETSET = 36;
    /// Methods of builtin types (`method_descriptor`).
    METHOD_DESCRIPTOR = 37;
    /// Special methods of builtin types (`wrapper_descriptor`).
    SLOT_WRAPPER = 38;
    /// Bound special methods (`method-wrapper`).
    METHOD_WRAPPER = 39;
    /// Class methods of builtin types (`classmethod_descriptor`).
    CLASSMETHOD_DESCRIPTOR = 40;
    /// `mappingproxy`.
    MAPPING_PROXY = 41;
    /// All exceptions.
    EXCEPTION = 42;
    /// `list_iterator`.
    LIST_ITERATOR = 43;
    /// `list_reverseiterator`.
    LIST_REVERSE_ITERATOR = 44;
    /// `tuple_iterator`.
    TUPLE_ITERATOR = 45;
    /// `str_iterator`: over strings with characters beyond ASCII.
    STR_ITERATOR = 46;
    /// `bytes_iterator`.
    BYTES_ITERATOR = 47;
    /// `bytearray_iterator`.
    BYTEARRAY_ITERATOR = 48;
    /// `range_iterator`.
    RANGE_ITERATOR = 49;
    /// `longrange_iterator`.
    LONG_RANGE_ITERATOR = 50;
    /// `dict_keys`.
    DICT_KEYS = 51;
    /// `dict_values`.
    DICT_VALUES = 52;
    /// `dict_items`.
    DICT_ITEMS = 53;
    /// `dict_keyiterator`.
    DICT_KEY_ITERATOR = 54;
    /// `dict_valueiterator`.
    DICT_VALUE_ITERATOR = 55;
    /// `dict_itemiterator`.
    DICT_ITEM_ITERATOR = 56;
    /// `dict_reversekeyiterator`, and the two below.
    DICT_REVERSE_KEY_ITERATOR = 57;
    /// `dict_reversevalueiterator`.
    DICT_REVERSE_VALUE_ITERATOR = 58;
    /// `dict_reverseitemiterator`.
    DICT_REVERSE_ITEM_ITERATOR = 59;
    /// `set_iterator`.
    SET_ITERATOR = 60;
    /// `iterator` (over `__getitem__`).
    SEQUENCE_ITERATOR = 61;
    /// `callable_iterator`.
    CALLABLE_ITERATOR = 62;
    /// `enumerate`.
    ENUMERATE = 63;
    /// `zip`.
    ZIP = 64;
    /// `map`.
    MAP = 65;
    /// `filter`.
    FILTER = 66;
    /// `reversed`.
    REVERSED = 67;
    /// `async_generator_asend`, `…_athrow`, `anext_awaitable`, `coroutine_wrapper`.
    ASYNC_GENERATOR_SEND = 68;
    /// `async_generator_athrow`.
    ASYNC_GENERATOR_THROW = 69;
    /// `coroutine_wrapper`.
    COROUTINE_WRAPPER = 70;
    /// `anext_awaitable`.
    ANEXT_AWAITABLE = 71;
    /// `types.SimpleNamespace` (`sys.implementation`).
    NAMESPACE = 72;
    /// `types.GenericAlias`.
    GENERIC_ALIAS = 73;
    /// `typing.Union`.
    UNION = 74;
    /// `typing.TypeVar`.
    TYPE_VAR = 75;
    /// `typing.ParamSpec`.
    PARAM_SPEC = 76;
    /// `typing.TypeVarTuple`.
    TYPE_VAR_TUPLE = 77;
    /// `typing.TypeAliasType`.
    TYPE_ALIAS = 78;
    /// `string.templatelib.Template`.
    TEMPLATE = 79;
    /// `string.templatelib.Interpolation`.
    INTERPOLATION = 80;
    /// Fields of structure sequences (`sys.version_info`, `time.struct_time`), which are tuples.
    STRUCT_SEQUENCE = 81;
    /// `_io` files, text layer.
    TEXT_FILE = 82;
    /// `_io` files, bytes layer.
    BINARY_FILE = 83;
    /// `memoryview`.
    MEMORY_VIEW = 84;
    /// `frame.f_locals` of a function.
    FRAME_LOCALS_PROXY = 85;
    /// `typing.ParamSpecArgs`.
    PARAM_SPEC_PART = 86;
    /// `weakref.ReferenceType`.
    WEAK_REF = 87;
    /// `weakref.ProxyType`.
    WEAK_PROXY = 88;
    /// `weakref.CallableProxyType`.
    WEAK_CALLABLE_PROXY = 89;
    /// `memory_iterator`.
    MEMORY_ITERATOR = 90;
    /// `typing.NoDefault`.
    NO_DEFAULT = 91;
    /// `typing.ParamSpecKwargs`.
    PARAM_SPEC_KWARGS = 92;
    /// Functions of the host.
    HOST_FUNCTION = 95;
    /// Objects of the host.
    HOST_OBJECT = 96;
    /// `str_ascii_iterator`.
    STR_ASCII_ITERATOR = 127;
    /// `_io.IncrementalNewlineDecoder`.
    NEWLINE_DECODER = 93;
    /// `_io.BufferedRWPair`.
    FILE_PAIR = 94;
    /// First kind of the native modules' own types (itertools and others), see `core::registry`.
    MODULE_KINDS = 128;
}
