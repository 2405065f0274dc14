//! What computed attributes of builtin types are, for `__doc__` and `help`.

/// Type, attribute, text.
static DOCS: &[(&str, &[(&str, &str)])] = &[
    (
        "memoryview",
        &[
            ("obj", "The object whose memory it is."),
            ("nbytes", "The bytes that the items take."),
            ("readonly", "Whether the memory cannot be written to."),
            ("itemsize", "The bytes of an item."),
            ("format", "The format of an item, in the style of the struct module."),
            ("ndim", "The number of dimensions."),
            ("shape", "The length of each dimension, as a tuple."),
            ("strides", "The bytes from one item to the next in each dimension, as a tuple."),
            ("suboffsets", "An empty tuple."),
            ("c_contiguous", "Whether the memory is C contiguous."),
            ("f_contiguous", "Whether the memory is Fortran contiguous."),
            ("contiguous", "Whether the memory is contiguous."),
        ],
    ),
    ("complex", &[("real", REAL), ("imag", IMAG)]),
    ("float", &[("real", REAL), ("imag", IMAG)]),
    (
        "int",
        &[
            ("real", REAL),
            ("imag", IMAG),
            ("numerator", "the numerator of a rational number in lowest terms"),
            ("denominator", "the denominator of a rational number in lowest terms"),
        ],
    ),
    ("object", &[("__class__", "the object's class")]),
    (
        "super",
        &[
            ("__thisclass__", "the class that super() was called with"),
            ("__self__", "the instance that super() was called with, or None"),
            ("__self_class__", "the type of that instance, or None"),
        ],
    ),
    (
        "async_generator",
        &[
            ("__name__", "name of the async generator"),
            ("__qualname__", "qualified name of the async generator"),
            ("ag_await", "what it waits for, or None"),
        ],
    ),
    (
        "coroutine",
        &[
            ("__name__", "name of the coroutine"),
            ("__qualname__", "qualified name of the coroutine"),
            ("cr_await", "what it waits for, or None"),
        ],
    ),
    (
        "generator",
        &[
            ("__name__", "name of the generator"),
            ("__qualname__", "qualified name of the generator"),
            ("gi_yieldfrom", "what it delegates to by yield from, or None"),
        ],
    ),
    (
        "frame",
        &[
            ("f_locals", "The variables of the frame, as a mapping."),
            ("f_lineno", "The line at which the frame stands."),
            ("f_trace", "The function that is told what the frame does, or None."),
            ("f_lasti", "The offset of the instruction at which the frame stands."),
            ("f_globals", "The global variables that the frame sees."),
            ("f_builtins", "The built-in names that the frame sees."),
            ("f_code", "The code that the frame runs."),
            ("f_trace_opcodes", "Whether the function is told of each instruction."),
            ("f_generator", "The generator or coroutine whose frame it is, or None."),
        ],
    ),
    (
        "function",
        &[
            ("__annotations__", "The annotations of parameters and result, as a dict."),
            ("__annotate__", "The function that computes the annotations, or None."),
            ("__type_params__", "The type parameters, as a tuple."),
        ],
    ),
    (
        "method",
        &[
            ("__func__", "the function that implements the method"),
            ("__self__", "the instance to which the method is bound"),
        ],
    ),
    ("GenericAlias", &[("__parameters__", "The type variables in it.")]),
    (
        "FileIO",
        &[
            ("closed", "True if the file is closed"),
            ("closefd", "Whether close() closes the file descriptor."),
            ("mode", "The mode of the file."),
        ],
    ),
    ("BytesIO", &[("closed", "True if the file is closed.")]),
    ("deque", &[("maxlen", "the most items there may be, or None")]),
    ("defaultdict", &[("default_factory", "what makes the values of missing keys")]),
    (
        "partial",
        &[
            ("func", "the function that is called"),
            ("args", "the first arguments that it gets"),
            ("keywords", "the keyword arguments that it gets"),
        ],
    ),
    ("array", &[("typecode", "the character that says what the items are"), ("itemsize", "the bytes of an item")]),
    (
        "Pattern",
        &[
            ("pattern", "The text of the pattern."),
            ("flags", "The flags that it matches with."),
            ("groups", "The number of groups."),
            ("groupindex", "The numbers of the groups that have names."),
        ],
    ),
    (
        "Match",
        &[
            ("string", "The string that was searched."),
            ("re", "The pattern."),
            ("pos", "Where the search began."),
            ("endpos", "Where the search had to end."),
            ("lastindex", "The number of the group that matched last."),
            ("lastgroup", "The name of the group that matched last."),
        ],
    ),
    ("Struct", &[("format", "the format"), ("size", "the bytes that the values take")]),
];

const REAL: &str = "the real part of a complex number";
const IMAG: &str = "the imaginary part of a complex number";

/// What an attribute of a builtin type is, where that is known.
pub(super) fn of_builtin(owner: &str, attribute: &str) -> Option<&'static str> {
    let (_, attributes) = DOCS.iter().find(|(name, _)| *name == owner)?;
    attributes.iter().find(|(name, _)| *name == attribute).map(|(_, text)| *text)
}

/// What an attribute is that instances of Python classes have.
pub(super) fn of_instances(attribute: &str) -> Option<&'static str> {
    match attribute {
        "__dict__" => Some("dictionary for instance variables"),
        "__weakref__" => Some("list of weak references to the object"),
        _ => None,
    }
}
