class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        return Number(self.value + (other.value if isinstance(other, Number) else other))

    __radd__ = __iadd__ = __add__

    def __lt__(self, other):
        return self.value < other.value

    def __getattr__(self, name):
        if name.startswith("get_"):
            return lambda: (name, self.value)
        raise AttributeError(name)

    def __call__(self, *args, key=None, **rest):
        return args, key, rest

    def __getitem__(self, index):
        return index

    def __index__(self):
        return self.value

    def __bool__(self):
        return bool(self.value)

    def __format__(self, spec):
        return f"<{self.value}:{spec}>"

    def __repr__(self):
        return f"Number({self.value!r})"


a, b = Number(3), Number(2**70)
print(a + b, 5 + a, sum([a, b, a]), max(a, b), sorted([b, a]), a.get_x())
print(a(1, *[2], key=3, z=4, **{"w": 5}), a[1:2, ...], list(range(9))[a], f"{a:>5}", not a, hex(a))
print(hasattr(a, "nothing"), divmod(17, 5), 7 // 2.0, -7 % 3, 2**-1, 1 < 2 < 3 != 4, "ab" * 3, [1] * 3 + [2])
