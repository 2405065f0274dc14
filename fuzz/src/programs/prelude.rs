//! What every program begins with.

/// Helpers that generated statements use.
pub const PRELUDE: &str = r#"
def clip(v):
    if isinstance(v, int):
        return v if -10**40 < v < 10**40 else v % 1000003
    if isinstance(v, (str, bytes, list, tuple)):
        return v[:24]
    if isinstance(v, dict):
        return v if len(v) < 24 else dict(list(v.items())[:5])
    if isinstance(v, set):
        return v if len(v) < 24 else set(sorted(v, key=repr)[:5])
    return v

def plain(v):
    if isinstance(v, (set, frozenset)):
        return sorted(v, key=repr)
    return v

def show(name, *values):
    print(name, *[repr(plain(v)) for v in values])

def told(name, error):
    print(name, type(error).__name__, error)

class Quiet:
    def __init__(self, *kinds):
        self.kinds = kinds
    def __enter__(self):
        print("enter")
        return len(self.kinds)
    def __exit__(self, kind, value, traceback):
        print("exit", kind and kind.__name__)
        return kind is not None and issubclass(kind, self.kinds)

class Box:
    def __init__(self, value):
        self.value = value
    def __repr__(self):
        return f"Box({plain(self.value)!r})"
    def __eq__(self, other):
        return isinstance(other, Box) and self.value == other.value
    def __hash__(self):
        return 7
    def __lt__(self, other):
        return self.value < other.value
    def __add__(self, other):
        return Box(clip(self.value + (other.value if isinstance(other, Box) else other)))
    def __len__(self):
        return len(self.value)
    def __getitem__(self, index):
        return self.value[index]

def count(n, step=1):
    total = 0
    try:
        while total < n:
            sent = yield total
            total += step if sent is None else 1 + abs(sent)
    finally:
        print("count ends at", total)
    return total

def down(n, f):
    return [] if n <= 0 else [f(n)] + down(n - 1, f)

def traced(f):
    def inner(*args, **named):
        print("call", f.__name__, len(args), sorted(named))
        return f(*args, **named)
    return inner

i0, i1, i2 = 3, -7, 12345678901234567890
f0, f1 = 0.5, -1e10
s0, s1 = "snake", "ab\u00e9\u20ac"
b0 = b"by\x00tes\xff"
l0, l1 = [3, 1, 2], [0, -1, 5, 5]
t0 = ("a", "bc", "")
d0 = {"a": 1, "b": 2}
e0 = {1, 2, 30}
x0 = Box([1, 2])
"#;

/// How every program ends: the last values of its variables.
pub const CODA: &str = r#"
for name in ["i0", "i1", "i2", "f0", "f1", "s0", "s1", "b0", "l0", "l1", "t0", "d0", "e0", "x0"]:
    if name in globals():
        show(name, globals()[name])
"#;
