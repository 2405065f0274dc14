"""The classes of syntax trees, made of a table of the grammar.

A line of the table is a class and its fields: `name:type`, with `?` for one that may be None, `*` for a list, `!` for
the context, which is Load() unless given. `[base]` begins the subclasses of a class. `+` says that nodes know where
they are.
"""

PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_ONLY_AST = 0x400
PyCF_OPTIMIZED_AST = 0x8000 | PyCF_ONLY_AST
PyCF_TYPE_COMMENTS = 0x1000

_TABLE = """
[AST]
alias + name:str asname:str?
arg + arg:str annotation:expr? type_comment:str?
arguments posonlyargs:arg* args:arg* vararg:arg? kwonlyargs:arg* kw_defaults:expr* kwarg:arg? defaults:expr*
boolop
cmpop
comprehension target:expr iter:expr ifs:expr* is_async:int
excepthandler +
expr +
expr_context
keyword + arg:str? value:expr
match_case pattern:pattern guard:expr? body:stmt*
mod
operator
pattern +
stmt +
type_ignore
type_param +
unaryop
withitem context_expr:expr optional_vars:expr?
[boolop]
And
Or
[cmpop]
Eq
Gt
GtE
In
Is
IsNot
Lt
LtE
NotEq
NotIn
[excepthandler]
ExceptHandler type:expr? name:str? body:stmt*
[expr]
Attribute value:expr attr:str ctx:expr_context!
Await value:expr
BinOp left:expr op:operator right:expr
BoolOp op:boolop values:expr*
Call func:expr args:expr* keywords:keyword*
Compare left:expr ops:cmpop* comparators:expr*
Constant value:object kind:str?
Dict keys:expr* values:expr*
DictComp key:expr value:expr generators:comprehension*
FormattedValue value:expr conversion:int format_spec:expr?
GeneratorExp elt:expr generators:comprehension*
IfExp test:expr body:expr orelse:expr
Interpolation value:expr str:object conversion:int format_spec:expr?
JoinedStr values:expr*
Lambda args:arguments body:expr
List elts:expr* ctx:expr_context!
ListComp elt:expr generators:comprehension*
Name id:str ctx:expr_context!
NamedExpr target:expr value:expr
Set elts:expr*
SetComp elt:expr generators:comprehension*
Slice lower:expr? upper:expr? step:expr?
Starred value:expr ctx:expr_context!
Subscript value:expr slice:expr ctx:expr_context!
TemplateStr values:expr*
Tuple elts:expr* ctx:expr_context!
UnaryOp op:unaryop operand:expr
Yield value:expr?
YieldFrom value:expr
[expr_context]
Del
Load
Store
[mod]
Expression body:expr
FunctionType argtypes:expr* returns:expr
Interactive body:stmt*
Module body:stmt* type_ignores:type_ignore*
[operator]
Add
BitAnd
BitOr
BitXor
Div
FloorDiv
LShift
MatMult
Mod
Mult
Pow
RShift
Sub
[pattern]
MatchAs pattern:pattern? name:str?
MatchClass cls:expr patterns:pattern* kwd_attrs:str* kwd_patterns:pattern*
MatchMapping keys:expr* patterns:pattern* rest:str?
MatchOr patterns:pattern*
MatchSequence patterns:pattern*
MatchSingleton value:object
MatchStar name:str?
MatchValue value:expr
[stmt]
AnnAssign target:expr annotation:expr value:expr? simple:int
Assert test:expr msg:expr?
Assign targets:expr* value:expr type_comment:str?
AsyncFor target:expr iter:expr body:stmt* orelse:stmt* type_comment:str?
AsyncFunctionDef name:str args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:str? type_params:type_param*
AsyncWith items:withitem* body:stmt* type_comment:str?
AugAssign target:expr op:operator value:expr
Break
ClassDef name:str bases:expr* keywords:keyword* body:stmt* decorator_list:expr* type_params:type_param*
Continue
Delete targets:expr*
Expr value:expr
For target:expr iter:expr body:stmt* orelse:stmt* type_comment:str?
FunctionDef name:str args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:str? type_params:type_param*
Global names:str*
If test:expr body:stmt* orelse:stmt*
Import names:alias*
ImportFrom module:str? names:alias* level:int?
Match subject:expr cases:match_case*
Nonlocal names:str*
Pass
Raise exc:expr? cause:expr?
Return value:expr?
Try body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
TryStar body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
TypeAlias name:expr type_params:type_param* value:expr
While test:expr body:stmt* orelse:stmt*
With items:withitem* body:stmt* type_comment:str?
[type_ignore]
TypeIgnore lineno:int tag:str
[type_param]
ParamSpec name:str default_value:expr?
TypeVar name:str bound:expr? default_value:expr?
TypeVarTuple name:str default_value:expr?
[unaryop]
Invert
Not
UAdd
USub
"""


def _warn(message):
    import warnings

    warnings.warn(message, DeprecationWarning, stacklevel=3)


class AST:
    _attributes = ()
    _fields = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        own = type(self)
        fields = own._fields
        if len(args) > len(fields):
            s = "" if len(fields) == 1 else "s"
            raise TypeError(f"{own.__name__} constructor takes at most {len(fields)} positional argument{s}")
        for name, value in zip(fields, args):
            setattr(self, name, value)
        missing = dict.fromkeys(fields[len(args) :])
        for name, value in kwargs.items():
            if name in missing:
                del missing[name]
            elif name in fields:
                raise TypeError(f"{own.__name__} got multiple values for argument {name!r}")
            elif name not in own._attributes:
                _warn(
                    f"{own.__name__}.__init__ got an unexpected keyword argument {name!r}. Support for arbitrary "
                    "keyword arguments is deprecated and will be removed in Python 3.15."
                )
            setattr(self, name, value)
        defaults = getattr(own, "_field_defaults", {})
        for name in missing:
            default = defaults.get(name)
            if default == "*":
                setattr(self, name, [])
            elif default == "!":
                setattr(self, name, _LOAD)
            elif default != "?" and name in defaults:
                _warn(
                    f"{own.__name__}.__init__ missing 1 required positional argument: {name!r}. "
                    "This will become an error in Python 3.15."
                )

    def __repr__(self):
        return _text(self, 3)

    def __reduce__(self):
        own = type(self)
        return own, (None,) * len([name for name in own._fields if name in self.__dict__]), dict(self.__dict__)

    def __replace__(self, /, **changes):
        own = type(self)
        kept = {name: value for name, value in self.__dict__.items() if name in own._fields + own._attributes}
        for name in changes:
            if name not in own._fields and name not in own._attributes:
                raise TypeError(f"{own.__name__}.__replace__ got an unexpected keyword argument {name!r}.")
        return own(**{**kept, **changes})


def _text(value, depth):
    if isinstance(value, AST):
        if depth < 0:
            return f"{type(value).__name__}(...)"
        fields = (f"{name}={_text(getattr(value, name), depth - 1)}" for name in value._fields)
        return f"{type(value).__name__}({', '.join(fields)})"
    if isinstance(value, list):
        if len(value) > 2:
            return f"[{_text(value[0], depth - 1)}, ..., {_text(value[-1], depth - 1)}]"
        return f"[{', '.join(_text(item, depth - 1) for item in value)}]"
    return repr(value)


def _build():
    base = AST
    places = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    types = {"str": str, "int": int, "object": object}
    pending = []
    for line in _TABLE.split("\n"):
        if not line:
            continue
        if line.startswith("["):
            base = AST if line == "[AST]" else types[line[1:-1]]
            continue
        name, *fields = line.split()
        body = {"__module__": "ast"}
        if "+" in fields:
            fields.remove("+")
            body["_attributes"] = places
            if name not in ("pattern", "type_param"):
                body["end_lineno"] = body["end_col_offset"] = None
        names, marks, kinds = [], {}, {}
        for field in fields:
            field, kind = field.split(":")
            mark = kind[-1] if kind[-1] in "?*!" else ""
            names.append(field)
            marks[field] = mark
            kinds[field] = kind.rstrip("?*!"), mark
            if mark == "?":
                body[field] = None
        body["_fields"] = body["__match_args__"] = tuple(names)
        body["_field_defaults"] = marks
        made = type(name, (base,), body)
        types[name] = globals()[name] = made
        pending.append((made, kinds))
    for made, kinds in pending:
        made._field_types = {}
        for field, (kind, mark) in kinds.items():
            kind = types[kind]
            if mark == "*":
                kind = list[kind]
            elif mark == "?":
                kind = kind | None
            made._field_types[field] = kind


AST.__module__ = "ast"
_build()
_LOAD = Load()
