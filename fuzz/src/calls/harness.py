# What the calls of `calls` target need: values of every kind, awkward ones among them, and what is called with them.
import _bisect, _codecs, _collections, _csv, _functools, _heapq, _io, _json, _operator, _random, _string, _struct
import _warnings, array, binascii, builtins, cmath, itertools, marshal, math, time, unicodedata, zlib



def reset():
    """What the values share is as at the start."""
    global shared, table, buffer
    shared = [1, "two", 3.0]
    table = {"a": 1, 2: "b"}
    buffer = bytearray(b"buffer of some bytes")


class Awkward:
    """Changes what is being worked on, whenever it is asked something."""

    def __init__(self, how):
        self.how = how

    def disturb(self):
        how = self.how % 8
        if how == 0:
            shared.clear()
        elif how == 1:
            shared.extend(range(50))
        elif how == 2:
            table.clear()
        elif how == 3:
            table.update(dict.fromkeys(range(40)))
        elif how == 4:
            try:
                buffer.clear()
            except BufferError:
                buffer[:1] = b"x"
        elif how == 5:
            raise KeyError("awkward")
        elif how == 6:
            self.how += 1
            shared[:] = [self]
        return self.how

    def __index__(self):
        return self.disturb() % 5

    def __len__(self):
        return self.disturb() % 7

    def __eq__(self, other):
        return self.disturb() % 2 == 0

    def __lt__(self, other):
        return self.disturb() % 2 == 0

    def __hash__(self):
        return self.disturb() % 3

    def __iter__(self):
        self.disturb()
        yield self
        shared.append(1)
        yield "x"

    def __bool__(self):
        return self.disturb() % 2 == 1

    def __repr__(self):
        self.disturb()
        return "Awkward()"

    def __getitem__(self, index):
        if self.disturb() > 100 or index == 9:
            raise IndexError
        return index

    def __float__(self):
        return self.disturb() * 0.5

    def __call__(self, *args, **named):
        self.disturb()
        return args[0] if args else self

    def __add__(self, other):
        return self.disturb()

    def __radd__(self, other):
        return self.disturb()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *rest):
        return self.disturb() % 2

    def write(self, text):
        return self.disturb()

    def read(self, size=-1):
        self.disturb()
        return b"data" if self.how % 3 else "data"

    def readline(self, size=-1):
        return self.read()

    def keys(self):
        self.disturb()
        return ["a", "b"]

    def __del__(self):
        shared.append(0)


class Text(str):
    def __str__(self):
        shared.clear()
        return self

    def __hash__(self):
        return 1


class Number(int):
    def __index__(self):
        table.clear()
        return 3


class Items(list):
    def __iter__(self):
        shared.reverse()
        return super().__iter__()


def numbers(n):
    while n > 0:
        yield n
        n -= 1


TYPES = [
    int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, slice, memoryview, object, bool,
    property, type, staticmethod, classmethod, super, enumerate, zip, map, filter, reversed, BaseException, ExceptionGroup,
    OSError, UnicodeDecodeError, ImportError, SyntaxError, type(None), type(...), type(numbers), type(numbers(1)), type(len),
    type([].append), type(Awkward.__init__), type(math), type(type.__dict__), type({}.keys()), type({}.items()),
    type({}.values()), type(iter([])), type(iter({})), type(iter(())), type(iter("")), type(int | str), type(list[int]),
    array.array, itertools.chain, itertools.islice, itertools.product, itertools.permutations, itertools.groupby,
    itertools.combinations, itertools.zip_longest, itertools.accumulate, itertools.tee, itertools.batched,
    itertools.pairwise, itertools.starmap, itertools.compress, itertools.takewhile, _collections.deque,
    _collections.defaultdict, _functools.partial, _io.StringIO, _io.BytesIO, _struct.Struct,
    _random.Random, _operator.itemgetter, _operator.attrgetter, _operator.methodcaller, _io.TextIOWrapper,
    _io.BufferedReader, _io.BufferedWriter, _io.BufferedRandom, _io.IncrementalNewlineDecoder, _json.make_scanner,
    _json.make_encoder,
]
MODULES = [
    _bisect, _codecs, _collections, _csv, _functools, _heapq, _json, _operator, _string, _struct, _warnings, array, binascii,
    builtins, cmath, itertools, marshal, math, unicodedata, zlib,
]
LEFT_OUT = {
    "open", "exec", "eval", "input", "breakpoint", "__import__", "print", "exit", "quit", "help", "__build_class__",
    "copyright", "credits", "license", "register", "unregister_error", "register_error", "_remove_dead_weakref",
    "open_code", "globals", "delattr", "setattr", "__setattr__", "__delattr__", "__subclasses__",
}
CALLED = [t for t in TYPES]
for owner in TYPES + MODULES:
    for name in sorted(getattr(owner, "__dict__", ())):
        if name not in LEFT_OUT and (called := getattr(owner, name, None)) is not None and callable(called):
            if called not in CALLED or owner in TYPES:
                CALLED.append(called)


def value(take, text, data, depth=0):
    """A value that the next bytes mean."""
    kind = take() % 44
    if kind < 4:
        return take() - 100
    if kind == 4:
        return [2**31, -(2**63), 2**64, 10**50, -1, 2**62, sys_maxsize, -sys_maxsize - 1][take() % 8]
    if kind == 5:
        return [0.0, -0.0, 1.5, 1e308, 5e-324, float("inf"), float("nan"), -2.5][take() % 8]
    if kind < 9:
        return text[: take()]
    if kind < 12:
        return data[: take()]
    if kind == 12:
        return bytearray(data[: take()])
    if kind == 13:
        return memoryview(data)[take() % 9 :]
    if kind == 14:
        return memoryview(buffer)
    if kind == 15:
        return shared
    if kind == 16:
        return table
    if kind == 17:
        return buffer
    if kind < 20:
        return Awkward(take())
    if kind == 20:
        return None
    if kind == 21:
        return True
    if kind == 22:
        return range(take() % 9, take() % 20, take() % 4 - 2 or 1)
    if kind == 23:
        return slice(take() % 9, take() % 20 - 10, take() % 4 - 2 or None)
    if kind == 24:
        return Text(text[:9])
    if kind == 25:
        return Number(take())
    if kind == 26:
        return Items([take(), "x"])
    if kind == 27:
        return numbers(take() % 5)
    if kind == 28:
        return iter(shared)
    if kind == 29:
        return iter(table)
    if kind == 30:
        return TYPES[take() % len(TYPES)]
    if kind == 31:
        return CALLED[(take() * 256 + take()) % len(CALLED)]
    if kind == 32:
        return complex(take(), take())
    if kind == 33:
        return array.array("ibdqHw"[take() % 6], [1, 2, 3] if take() % 2 else [])
    if kind == 34:
        return ["utf-8", "ascii", "latin-1", "utf-16", "utf-7", "idna", "unicode_escape", "raw_unicode_escape"][take() % 8]
    if kind == 35:
        return ["strict", "ignore", "replace", "surrogateescape", "surrogatepass", "namereplace"][take() % 6]
    if kind == 36:
        return ["<i", "q", "3s2x", "P", "@bhq", ">e", "5p", "?", "d"][take() % 9]
    if kind == 37:
        return _io.BytesIO(data)
    if kind == 38:
        return _io.StringIO(text)
    if depth > 2:
        return ()
    items = [value(take, text, data, depth + 1) for _ in range(take() % 4)]
    if kind == 39:
        return tuple(items)
    if kind == 40:
        return dict.fromkeys((repr(item) for item in items), 1)
    if kind == 41:
        items.append(items)
        return items
    if kind == 42:
        return _collections.deque(items)
    return items


sys_maxsize = 2**63 - 1


def call(data):
    """Calls something with values that `data` means; what it gives is shown, and used as an iterator."""
    place = 0

    def take():
        nonlocal place
        place += 1
        return data[place - 1] if place <= len(data) else 0

    called = CALLED[(take() * 256 + take()) % len(CALLED)]
    text = data[-60:].decode("utf-8", "surrogateescape")
    count = take() % 5
    args = [value(take, text, data) for _ in range(count)]
    named = {}
    if count and take() % 8 == 0:
        named = {("key", "reverse", "sep", "encoding", "errors", "maxsplit", "default", "start", "end")[take() % 9]: args.pop()}
    result = called(*args, **named)
    again = take() % 6
    if again == 0:
        repr(result)
    elif again == 1:
        for index, _ in enumerate(result):
            if index > 40:
                break
    elif again == 2:
        hash(result)
        result == args[0]
    elif again == 3:
        return call(data[place:])
    elif again == 4 and called not in MODULES:
        names = dir(result)
        getattr(result, names[take() % len(names)])
