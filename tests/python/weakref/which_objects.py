# Which objects can be referred to weakly.
import array
import collections
import contextvars
import csv
import enum
import functools
import io
import itertools
import json
import operator
import queue
import random
import re
import struct
import sys
import threading
import types
import typing
import weakref
import zlib


def generate():
    yield


async def coroutine():
    pass


async def generate_async():
    yield


class C:
    def method(self):
        pass

    @property
    def computed(self):
        pass


class Slots:
    __slots__ = ("a",)


never_run = coroutine()
never_run.close()
objects = {
    "int": 1, "float": 1.5, "str": "a", "bytes": b"a", "bytearray": bytearray(), "list": [], "dict": {}, "tuple": (),
    "set": set(), "frozenset": frozenset([1]), "memoryview": memoryview(b"a"), "range": range(3), "slice": slice(1),
    "function": generate, "builtin": len, "bound builtin": [].append, "method": C().method, "class": C,
    "instance": C(), "slots": Slots(), "generator": generate(), "coroutine": never_run, "async": generate_async(),
    "code": generate.__code__, "module": re, "None": None, "Ellipsis": ..., "exception": ValueError(),
    "deque": collections.deque(), "defaultdict": collections.defaultdict(), "ordered": collections.OrderedDict(),
    "array": array.array("i"), "pattern": re.compile("a"), "match": re.match("a", "a"),
    "partial": functools.partial(generate), "cache": functools.lru_cache(generate), "text": io.StringIO(),
    "binary": io.BytesIO(), "lock": threading.Lock(), "rlock": threading.RLock(), "local": threading.local(),
    "itemgetter": operator.itemgetter(1), "context": contextvars.copy_context(),
    "variable": contextvars.ContextVar("x"), "struct": struct.Struct("i"), "random": random.Random(),
    "compress": zlib.compressobj(), "property": C.__dict__["computed"], "classmethod": classmethod(generate),
    "staticmethod": staticmethod(generate), "mappingproxy": C.__dict__, "getset": types.FunctionType.__code__,
    "wrapper": object.__str__, "bound wrapper": object().__str__, "super": super(C, C()),
    "namespace": types.SimpleNamespace(), "frame": sys._getframe(), "zip": zip(), "map": map(generate, []),
    "chain": itertools.chain(), "count": itertools.count(), "iterator": iter([]), "tee": itertools.tee([])[0],
    "alias": list[int], "union": int | str, "type variable": typing.TypeVar("T"), "parameters": typing.ParamSpec("P"),
    "variadic": typing.TypeVarTuple("Ts"), "type alias": typing.TypeAliasType("A", int), "reference": weakref.ref(C),
    "proxy": weakref.proxy(generate), "enum": enum.Enum("E", "a").a, "simple queue": queue.SimpleQueue(),
    "csv": csv.reader([]), "keys": {}.keys(), "object": object(), "template": t"a", "flags": sys.flags,
    "scanner": json.JSONDecoder().scan_once, "named": collections.namedtuple("N", "a")(1),
}
for name, value in objects.items():
    try:
        print(name, weakref.ref(value)() is value)
    except TypeError as error:
        print(name, error)
