# Cycles through objects of the library.
import gc
import weakref

gc.disable()
log = []


class Sentinel:
    def __del__(self):
        log.append("del")


def check(name, make, exact=True):
    """Builds sentinel -> what make returns -> sentinel, drops it, and collects."""
    gc.collect()
    sentinel = Sentinel()
    reference = weakref.ref(sentinel, lambda _: log.append("callback"))
    sentinel.own = make(sentinel)
    del sentinel
    early = reference() is None
    found = gc.collect()
    print(name, found if exact else "", *log, "early" if early else "", "" if reference() is None else "ALIVE")
    log.clear()


import array
import collections
import contextlib
import contextvars
import copy
import io
import json
import random
import re
import string
import struct

deque = collections.deque


def bounded(s):
    d = deque(maxlen=2)
    for _ in range(5):
        d.append(s)
    return d


def rotated(s):
    d = deque([s, 1, 2])
    d.rotate()
    return d


check("deque", lambda s: deque([s]))
check("long deque", lambda s: deque([s] * 1000))
check("bounded deque", bounded)
check("rotated deque", rotated)
check("deque iterator", lambda s: iter(deque([s])))
check("deque reversed", lambda s: reversed(deque([s])))
check("defaultdict", lambda s: collections.defaultdict(list, a=s))
check("defaultdict factory", lambda s: collections.defaultdict(lambda: s))
check("OrderedDict", lambda s: collections.OrderedDict(a=s), exact=False)
check("OrderedDict key", lambda s: collections.OrderedDict([(s, 1)]), exact=False)
check("OrderedDict iterator", lambda s: iter(collections.OrderedDict([(s, 1)])), exact=False)
check("Counter", lambda s: collections.Counter([s]))
check("ChainMap", lambda s: collections.ChainMap({1: s}, {2: s}))
check("UserDict", lambda s: collections.UserDict(a=s))
check("UserList", lambda s: collections.UserList([s]))
check("context variable", lambda s: contextvars.ContextVar("v", default=s))


def context(s):
    variable = contextvars.ContextVar("v")
    inside = contextvars.copy_context()
    inside.run(variable.set, s)
    return inside


def token(s):
    variable = contextvars.ContextVar("v")
    return contextvars.copy_context().run(variable.set, s)


check("context", context)
check("token", token)
check("weak reference", lambda s: weakref.ref(s))
check("weak reference kept", lambda s: [weakref.ref(s), s])
check("weak callback", lambda s: weakref.ref(Sentinel, lambda _: s))
check("proxy", lambda s: weakref.proxy(s))
check("WeakValueDictionary", lambda s: weakref.WeakValueDictionary({1: s}))
check("WeakKeyDictionary", lambda s: weakref.WeakKeyDictionary({s: 1}))
check("WeakKeyDictionary value", lambda s: weakref.WeakKeyDictionary({Sentinel: s}))
check("WeakSet", lambda s: weakref.WeakSet([s]))
check("StringIO", lambda s: setattr(f := io.StringIO("x"), "s", s) or f)
check("BytesIO", lambda s: setattr(f := io.BytesIO(b"x"), "s", s) or f, exact=False)


class Raw(io.RawIOBase):
    def readable(self):
        return True


check("raw", lambda s: setattr(f := Raw(), "s", s) or f, exact=False)
check("buffered", lambda s: io.BufferedReader(setattr(f := Raw(), "s", s) or f), exact=False)
check("text wrapper", lambda s: io.TextIOWrapper(setattr(f := io.BytesIO(), "s", s) or f), exact=False)


class Array(array.array):
    pass


check("array subclass", lambda s: setattr(a := Array("i", [1]), "s", s) or a)


class Buffer(bytearray):
    pass


check("memoryview", lambda s: memoryview(setattr(b := Buffer(b"xyz"), "s", s) or b), exact=False)
check("memoryview slice", lambda s: memoryview(setattr(b := Buffer(b"xyz"), "s", s) or b)[1:], exact=False)
check("memoryview cast", lambda s: memoryview(setattr(b := Buffer(b"xyz"), "s", s) or b).cast("b"), exact=False)


class Struct(struct.Struct):
    pass


check("struct", lambda s: setattr(x := Struct("i"), "s", s) or x)
check("iter_unpack", lambda s: struct.iter_unpack("b", setattr(b := Buffer(b"xyz"), "s", s) or b), exact=False)


class Random(random.Random):
    pass


check("random", lambda s: setattr(x := Random(1), "s", s) or x)


class Text(str):
    pass


def text(s):
    x = Text("aaa")
    x.s = s
    return x


check("match", lambda s: re.match("a", text(s)))
check("template", lambda s: t"{s}")
check("interpolation", lambda s: t"{s}".interpolations[0])
check("formatter", lambda s: setattr(f := string.Formatter(), "s", s) or f)
check("context manager", lambda s: contextlib.closing(s))
check("nullcontext", lambda s: contextlib.nullcontext(s))


def exit_stack(s):
    stack = contextlib.ExitStack()
    stack.callback(lambda: s)
    stack.push(s)
    return stack.pop_all()


Sentinel.__exit__ = lambda self, *problem: None
check("exit stack", exit_stack)
check("copy", lambda s: copy.copy([s]))
check("deep copy", lambda s: copy.deepcopy({"a": [1]}) and s)
check("decoder", lambda s: json.JSONDecoder(object_hook=lambda d: s))
check("encoder", lambda s: json.JSONEncoder(default=lambda d: s))


def lock(s):
    import threading

    condition = threading.Condition()
    condition.s = s
    event = threading.Event()
    event.c = condition
    return event


check("condition", lock, exact=False)


def local(s):
    import threading

    values = threading.local()
    values.s = s
    return values


check("thread local", local, exact=False)


def simple_queue(s):
    import queue

    q = queue.SimpleQueue()
    q.put(s)
    return q


check("simple queue", simple_queue, exact=False)


def a_queue(s):
    import queue

    q = queue.Queue()
    q.put(s)
    return q


check("queue", a_queue, exact=False)


def fraction(s):
    import fractions

    class F(fractions.Fraction):
        pass

    f = F(1, 2)
    f.s = s
    return f


check("fraction", fraction, exact=False)


def decimal_(s):
    import decimal

    class D(decimal.Decimal):
        pass

    d = D("1.5")
    d.s = s
    return d


check("decimal", decimal_)


def path(s):
    import pathlib

    class P(pathlib.PurePosixPath):
        pass

    p = P("/a")
    p.s = s
    return p


check("path", path)


def pickler(s):
    import pickle

    p = pickle.Pickler(io.BytesIO())
    p.persistent_id = lambda x: s
    p.memo.clear()
    return p


check("pickler", pickler, exact=False)


def csv_(s):
    import csv

    return csv.reader(iter([s]))


check("csv reader", csv_, exact=False)
