# ExceptionGroup: construction, split, subgroup, derive, nesting.
g = ExceptionGroup("message", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [ValueError(2), OSError("o")])])
print(g, repr(g), g.message, len(g.exceptions), type(g.exceptions).__name__)
match, rest = g.split(ValueError)
print(repr(match))
print(repr(rest))
print(repr(g.subgroup(OSError)), g.subgroup(KeyError), repr(g.split(lambda e: isinstance(e, TypeError))[0]))
print(repr(g.subgroup((TypeError, OSError))), g.subgroup(ExceptionGroup) is g)
b = BaseExceptionGroup("b", [KeyboardInterrupt()])
print(repr(b), type(b).__name__, type(BaseExceptionGroup("all plain", [ValueError()])).__name__)
for args in (("m", []), ("m", 5), ("m",), (5, [ValueError()]), ("m", [5]), ("m", [KeyboardInterrupt()]), ("m", [ValueError]), ()):
    try:
        ExceptionGroup(*args)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class MyGroup(ExceptionGroup):
    def __new__(cls, message, excs, code=0):
        self = super().__new__(cls, message, excs)
        self.code = code
        return self

    def derive(self, excs):
        return MyGroup(self.message, excs, self.code)


m = MyGroup("mine", [ValueError(1), KeyError("k")], 7)
part, other = m.split(KeyError)
print(type(part).__name__, part.code, repr(other), m.derive([OSError()]).code)


class NoDerive(ExceptionGroup):
    pass


print(type(NoDerive("n", [ValueError(), KeyError()]).subgroup(KeyError)).__name__)
excs = [ValueError(1)]
g = ExceptionGroup("copy", excs)
excs.append(5)
print(g.exceptions, issubclass(ExceptionGroup, Exception), issubclass(BaseExceptionGroup, Exception), ExceptionGroup.__mro__[1:3])
print(ExceptionGroup("one", [ValueError()]), ExceptionGroup("two", [ValueError(), KeyError()]), ExceptionGroup[ValueError])
try:
    raise ExceptionGroup("raised", [ValueError("x")])
except ExceptionGroup as e:
    inner, = e.exceptions
    print(repr(inner), e.__traceback__ is not None, inner.__traceback__)
try:
    g.message = "no"
except AttributeError as e:
    print(e)
deep = ValueError("deepest")
for i in range(20):
    deep = ExceptionGroup(f"level {i}", [deep])
count = 0
while isinstance(deep, ExceptionGroup):
    deep, count = deep.exceptions[0], count + 1
print(count, repr(deep))
print(g.split(ValueError)[1], repr(ExceptionGroup("t", (ValueError(1),))), g.subgroup(lambda e: True) is g)
try:
    g.split(5)
except TypeError as e:
    print(e)
