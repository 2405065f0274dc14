# Which objects the collector looks at.
import gc


class N:
    pass


class S:
    __slots__ = ()


class S1:
    __slots__ = ("a",)


class I(int):
    pass


class T(tuple):
    pass


def show(*pairs):
    for name in pairs:
        print(name, gc.is_tracked(eval(name)))


show("()", "([], 1)", "tuple([])", "tuple([1, 2])", "tuple([[]])", "{}", "{'a': 1}", "{'a': []}", "[]", "[1]")
show("1.0", "1", "1 << 100", "'text'", "b''", "None", "True", "...", "1j", "range(3)", "bytearray()")
show("set()", "{1}", "frozenset()", "frozenset([1])")
show("N()", "N", "S()", "S1()", "I(3)", "T()", "T((1, 2))", "object()", "int", "type", "print", "len", "''.join")
show("(lambda: 0)", "(x for x in ())", "iter([])", "iter(())", "iter('')", "iter({})", "iter(set())", "iter(range(3))")
show("enumerate([])", "zip()", "map(len, [])", "filter(None, [])", "reversed([])", "slice(1)", "memoryview(b'')")
show("property()", "classmethod(len)", "staticmethod(len)", "super", "N().__init__", "N.__init__", "gc", "Exception()")
show("{}.keys()", "{}.values()", "{}.items()", "type(N.__dict__)", "N.__dict__", "gc.__dict__", "(lambda: 0).__code__")
