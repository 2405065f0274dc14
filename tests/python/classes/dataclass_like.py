# Building classes by hand: decorators that write methods, enums, records, visitors.
def record(*fields):
    def decorate(cls):
        source = f"def __init__(self, {', '.join(fields)}):\n" + "".join(f"    self.{f} = {f}\n" for f in fields)
        namespace = {}
        exec(source, namespace)
        cls.__init__ = namespace["__init__"]
        cls.__repr__ = lambda self: f"{type(self).__name__}({', '.join(f'{f}={getattr(self, f)!r}' for f in fields)})"
        cls.__eq__ = lambda self, o: type(self) is type(o) and all(getattr(self, f) == getattr(o, f) for f in fields)
        cls.__hash__ = lambda self: hash(tuple(getattr(self, f) for f in fields))
        cls.__match_args__ = fields
        cls.replace = lambda self, **kw: type(self)(**{f: getattr(self, f) for f in fields} | kw)
        return cls
    return decorate


@record("x", "y")
class Point:
    def norm(self):
        return self.x ** 2 + self.y ** 2


p = Point(3, y=4)
print(p, p == Point(3, 4), p != Point(0, 0), p.norm(), len({p, Point(3, 4)}), p.replace(y=9))
match p:
    case Point(3, y):
        print("matched", y)
try:
    Point(1)
except TypeError as e:
    print(e)


class EnumMeta(type):
    def __new__(mcls, name, bases, namespace):
        cls = super().__new__(mcls, name, bases, {k: v for k, v in namespace.items() if k.startswith("__") or callable(v)})
        cls.members = {}
        for k, v in namespace.items():
            if not k.startswith("__") and not callable(v):
                member = object.__new__(cls)
                member.name, member.value = k, v
                cls.members[k] = member
                setattr(cls, k, member)
        return cls

    def __iter__(cls):
        return iter(cls.members.values())

    def __getitem__(cls, name):
        return cls.members[name]

    def __call__(cls, value):
        for m in cls:
            if m.value == value:
                return m
        raise ValueError(f"{value!r} is not a {cls.__name__}")

    def __len__(cls):
        return len(cls.members)


class Color(metaclass=EnumMeta):
    RED = 1
    GREEN = 2
    BLUE = 3

    def __repr__(self):
        return f"Color.{self.name}"

    def next(self):
        return Color(self.value % 3 + 1)


print(list(Color), Color.RED, Color["BLUE"], Color(2), Color.BLUE.next(), len(Color), Color(1) is Color.RED)
try:
    Color(9)
except ValueError as e:
    print(e)


@record("left", "op", "right")
class Bin: pass


@record("value")
class Num: pass


class Visitor:
    def visit(self, node):
        return getattr(self, "visit_" + type(node).__name__)(node)


class Eval(Visitor):
    ops = {"+": int.__add__, "*": int.__mul__, "-": int.__sub__}

    def visit_Num(self, node):
        return node.value

    def visit_Bin(self, node):
        return self.ops[node.op](self.visit(node.left), self.visit(node.right))


class Show(Visitor):
    visit_Num = lambda self, node: str(node.value)
    visit_Bin = lambda self, node: f"({self.visit(node.left)} {node.op} {self.visit(node.right)})"


tree = Bin(Num(2), "*", Bin(Num(3), "+", Num(4)))
print(Show().visit(tree), "=", Eval().visit(tree))
print(tree)


class Observer:
    def __init__(self):
        self.handlers = {}

    def on(self, event):
        return lambda f: self.handlers.setdefault(event, []).append(f) or f

    def emit(self, event, *args):
        return [f(*args) for f in self.handlers.get(event, [])]


bus = Observer()


@bus.on("add")
def one(x): return x + 1


@bus.on("add")
def two(x): return x + 2


print(bus.emit("add", 10), bus.emit("none"))
