# What computed attributes are, as `help` shows it.
import collections
import functools
import io
import pydoc
import re


class Plain:
    "A class."

    def method(self):
        "A method."


class Slotted(Plain):
    __slots__ = ("a",)


class Both:
    __slots__ = ("__dict__", "__weakref__")


for cls in Plain, Slotted, Both:
    print(pydoc.plain(pydoc.render_doc(cls)))
for cls in Plain, Slotted, Both, BaseException, type, type(print), type(lambda: 0):
    for name in "__dict__", "__weakref__":
        print(cls.__name__, name, vars(cls)[name].__doc__ if name in vars(cls) else "-")
for descriptor in io.FileIO.closed, io.BytesIO.closed, float.real, int.imag, int.numerator, object.__dict__["__class__"]:
    print(descriptor.__doc__)
documented = [
    memoryview.obj, memoryview.shape, collections.deque.maxlen, functools.partial.func, re.Pattern.groupindex,
    re.Match.lastgroup, vars(type((i for i in ())))["__name__"], vars(type(lambda: 0))["__annotate__"],
]
print([bool(getattr(descriptor, "__doc__", None)) for descriptor in documented])
