"""typing: parameters, aliases, generics, protocols, named tuples, hints."""
from typing import (
    Annotated,
    Any,
    AnyStr,
    Callable,
    ClassVar,
    Concatenate,
    ContextManager,
    DefaultDict,
    Deque,
    Dict,
    Final,
    ForwardRef,
    Generic,
    Iterable,
    List,
    Literal,
    Mapping,
    NamedTuple,
    Never,
    NewType,
    NoDefault,
    NoReturn,
    Optional,
    ParamSpec,
    Protocol,
    Required,
    Self,
    Sequence,
    SupportsInt,
    TYPE_CHECKING,
    Tuple,
    Type,
    TypeVar,
    TypeVarTuple,
    TypedDict,
    Union,
    Unpack,
    assert_never,
    cast,
    final,
    get_args,
    get_origin,
    get_overloads,
    get_type_hints,
    is_typeddict,
    overload,
    runtime_checkable,
)
import typing


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


T=TypeVar('T'); K=TypeVar('K', int, str); B=TypeVar('B', bound=int); Co=TypeVar('Co', covariant=True); Cn=TypeVar('Cn', contravariant=True); I=TypeVar('I', infer_variance=True); D=TypeVar('D', default=int)
P=ParamSpec('P'); Ts=TypeVarTuple('Ts')
print(T,K,B,Co,Cn,I,D,P,Ts, K.__constraints__, B.__bound__, D.__default__, T.__default__, T.has_default(), D.has_default(), T.__module__, T.__name__, Co.__covariant__, Cn.__contravariant__, I.__infer_variance__)
t(lambda: TypeVar())
t(lambda: TypeVar(1))
t(lambda: TypeVar('T', int))
t(lambda: TypeVar('T', int, str, bound=int))
t(lambda: TypeVar('T', covariant=True, contravariant=True))
t(lambda: TypeVar('T', covariant=True, infer_variance=True))
t(lambda: TypeVar('T', bound=1))
t(lambda: TypeVar('T', x=1))
t(lambda: ParamSpec(1))
t(lambda: TypeVarTuple(1))
t(lambda: ParamSpec('P', int))
t(lambda: type('X',(T,),{}))
t(lambda: type('X',(P,),{}))
t(lambda: type('X',(Ts,),{}))
t(lambda: P.args)
t(lambda: P.kwargs)
t(lambda: (type(P.args), type(P.kwargs), P.args==P.args, P.args==P.kwargs, P.args.__origin__ is P))
t(lambda: list(Ts))
t(lambda: Ts.__typing_subst__(1))
t(lambda: T.__typing_subst__(int))
print(List[int], Dict[str, List[T]], Optional[int], Union[int,str], Union[int,None], Callable[[int],str], Callable[..., T], Tuple[int,...], Type[int], Any, ClassVar[int], Final[int], Literal['a',1], Annotated[int,'x'], NoReturn, Never, Self)
t(lambda: List[T][int])
t(lambda: Dict[T,K][str,int])
t(lambda: Callable[P,T][[int,str],bool])
t(lambda: Tuple[Unpack[Ts]][int,str])
t(lambda: T|int)
t(lambda: Optional[T][int])
class Box(Generic[T]):
    def __init__(self, x: T): self.x=x
t(lambda: (Box[int], Box[int](5).x, Box.__parameters__, Box.__orig_bases__, Box[int].__args__, Box[int].__origin__, Box[int](5).__orig_class__))
t(lambda: Box[int,str])
t(lambda: Generic[int])
t(lambda: Generic[T,T])
t(lambda: Box[T][str])
class Pair(Box[K], Generic[K,T]): pass
t(lambda: (Pair.__parameters__, Pair[int,str], Pair.__mro__))
class N(NamedTuple):
    a: int
    b: str = 'x'
t(lambda: (N(1), N._fields, N.__annotations__, N._field_defaults))
NT=NamedTuple('NT',[('x',int)]); t(lambda: NT(3))
class TD(TypedDict, total=False):
    k: int
    r: Required[str]
t(lambda: (TD(k=1), TD.__total__, TD.__required_keys__, TD.__optional_keys__, TD.__annotations__))
class Pr(Protocol):
    def m(self) -> int: ...
@runtime_checkable
class PR(Protocol):
    def m(self) -> int: ...
class HasM:
    def m(self): return 1
t(lambda: isinstance(HasM(), PR))
t(lambda: isinstance(1, Pr))
t(lambda: Pr())
t(lambda: issubclass(HasM,PR))
def f(a: int, b: 'str'=..., *c: T) -> Optional[int]: ...
t(lambda: get_type_hints(f))
t(lambda: get_origin(List[int]))
t(lambda: get_args(Dict[str,int]))
t(lambda: cast(int,'a'))
@overload
def g(x:int)->int: ...
@overload
def g(x:str)->str: ...
def g(x): return x
t(lambda: g(3))
t(lambda: len(get_overloads(g)))
UserId=NewType('UserId',int)
t(lambda: (UserId(5), UserId))
t(lambda: assert_never(1))
t(lambda: TYPE_CHECKING)
t(lambda: is_typeddict(TD))
class A[X, *Y, **Z]:
    pass
t(lambda: (A.__type_params__, A.__parameters__, A.__orig_bases__, A[int, str, [int]], A.__mro__))
type Al[X] = list[X]
t(lambda: (Al, Al.__value__, Al[int], Al.__type_params__, typing.TypeAliasType('Q', int).__value__, type(Al)))
t(lambda: isinstance([], List))
t(lambda: isinstance([], List[int]))
t(lambda: issubclass(dict, Mapping))
t(lambda: NoDefault)
t(lambda: type(NoDefault))
t(lambda: type(NoDefault)() is NoDefault)
t(lambda: typing._idfunc(3))
t(lambda: T.__reduce__())
import copy
t(lambda: copy.copy(T) is T)
t(lambda: copy.deepcopy(List[T]))
t(lambda: Iterable[int])
t(lambda: Sequence)
t(lambda: AnyStr)
t(lambda: SupportsInt)
t(lambda: isinstance(3, SupportsInt))
t(lambda: final(HasM) is HasM)
t(lambda: Deque[int])
t(lambda: DefaultDict[str,int]())
t(lambda: ContextManager[int])
t(lambda: Concatenate[int,P])
t(lambda: Callable[Concatenate[int,P],T][[str],int])
t(lambda: ForwardRef('x'))
t(lambda: TypeVar('T').__class__)
t(lambda: hash(List[int])==hash(List[int]))
t(lambda: List[int]==List[int])
t(lambda: Union[int,str]==Union[str,int])
