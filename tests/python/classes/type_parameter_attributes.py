# Type parameters take attributes, but show no __dict__.
import typing


def f[T, *Ts, **P]():
    pass


for param in f.__type_params__ + (typing.TypeVar("A"), typing.TypeVarTuple("B"), typing.ParamSpec("C")):
    try:
        param.note
    except AttributeError as error:
        print(error)
    param.note = [param]
    print(param.note[0] is param, hasattr(param, "__dict__"))
    del param.note
    print(hasattr(param, "note"))
    param.__bound__x = 1
