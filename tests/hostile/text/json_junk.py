# json of junk: deep, long, broken, lying.
# ends: ok
import json
for text in ("[" * 100_000, '{"a":' * 100_000, '"' + "\\u" * 10, "1" * 10_000, "-" * 1000, "[" + "1," * 100_000 + "]", '"\\ud800"',
             "1e" + "9" * 10_000, "{" * 10, "[1,]", "\x00", '"' + "a" * 1_000_000, "nul", "Infinity", "[]" * 10):
    try:
        json.loads(text)
    except (ValueError, RecursionError, MemoryError):
        pass
class D(dict):
    def items(self):
        yield from [(1, 2)]
class L(list):
    def __iter__(self):
        while True:
            yield self
for value in (D(a=1), L([1])):
    try:
        json.dumps(value)
    except (ValueError, RecursionError, TypeError, MemoryError):
        pass
def default(x):
    return [x, x]
try:
    json.dumps(object(), default=default)
except (RecursionError, ValueError, MemoryError):
    pass
