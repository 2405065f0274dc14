# Recursion through native code: repr, sorted, map, __eq__, __getattr__, __call__.
# ends: ok
import functools
class R:
    def __repr__(self): return repr(self)
    def __eq__(self, other): return self == other
    def __hash__(self): return hash(self)
    def __getattr__(self, name): return getattr(self, name + "x")
    def __call__(self): return self()
    def __len__(self): return len(self)
    def __iter__(self): return iter(self)
    def __next__(self): return next(self)
    def __bool__(self): return bool(self)
    def __index__(self): return range(self)[0]
    def __add__(self, other): return self + other
    def __radd__(self, other): return other + self
    def __lt__(self, other): return sorted([self, other]) and True
    def __getitem__(self, i): return self[i]
    def __contains__(self, x): return x in self
    def __format__(self, s): return format(self, s)
    def __str__(self): return str(self)
    def __del__(self): pass
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
    def __instancecheck__(self, x): return isinstance(x, self)
    def __reduce_ex__(self, n): return self.__reduce_ex__(n)
    def __dir__(self): return dir(self)
    def __iadd__(self, x):
        self += x
        return self
    def __matmul__(self, x): return self @ x
    def __float__(self): return float(self)
    def __complex__(self): return complex(self)
    def __round__(self, n=0): return round(self)
    def __bytes__(self): return bytes(self)
    def __set_name__(self, a, b): type("x", (), {"y": self})
    def __mro_entries__(self, bases): return type("x", (self,), {}).__bases__
    def __class_getitem__(cls, x): return cls[x]
r = R()
@functools.lru_cache
def cached(n): return cached(n + 1)
def wrap(n): return sum(map(wrap, [n]))
uses = [lambda: repr(r), lambda: r == r, lambda: hash(r), lambda: r.foo, lambda: r(), lambda: len(r), lambda: list(r), lambda: next(r),
    lambda: bool(r), lambda: range(r), lambda: r + 1, lambda: 1 + r, lambda: r < r, lambda: r[0], lambda: 1 in r, lambda: f"{r}", lambda: str(r),
    lambda: r.__enter__(), lambda: R[0], lambda: isinstance(1, r), lambda: r.__reduce_ex__(2), lambda: dir(r), lambda: r.__iadd__(1), lambda: r @ 1,
    lambda: float(r), lambda: complex(r), lambda: round(r), lambda: bytes(r), lambda: type("x", (), {"y": r}), lambda: type.__call__, lambda: cached(1),
    lambda: wrap(1), lambda: types.new_class("x", (r,)), lambda: exec("class x(r): pass", {"r": r})]
import types
for use in uses:
    try:
        use()
    except (RecursionError, TypeError, MemoryError):
        pass
