# Binary operators: methods, reflected methods, order, NotImplemented, subclass priority, in-place.
NAMES = dict(add="+", sub="-", mul="*", truediv="/", floordiv="//", mod="%", pow="**", matmul="@",
             lshift="<<", rshift=">>", and_="&", or_="|", xor="^")


def build(label, *prefixes):
    namespace = {"__repr__": lambda self: label}
    for name, sign in NAMES.items():
        name = name.rstrip("_")
        for prefix in prefixes:
            def method(self, other, p=prefix, s=sign):
                return f"{label}.{p}({s}) {other!r}"
            namespace[f"__{prefix}{name}__"] = method
    return type(label, (), namespace)


Left, Right, Place, Nothing = build("Left", ""), build("Right", "r"), build("Place", "i"), build("Nothing")
for sign in NAMES.values():
    print(eval(f"Left() {sign} 1"), "|", eval(f"1 {sign} Right()"), "|", eval(f"Left() {sign} Right()"), end=" | ")
    scope = {"x": Place()}
    exec(f"x {sign}= 5", scope)
    print(scope["x"], end=" | ")
    scope = {"x": Left()}
    exec(f"x {sign}= 5", scope)
    print(scope["x"], end=" | ")
    for expression in (f"Nothing() {sign} 1", f"x {sign}= 1"):
        try:
            exec(expression, {"x": Nothing(), "Nothing": Nothing})
        except TypeError as e:
            print(e, end=" | ")
    print()


class Base:
    def __add__(self, other):
        return "Base.add"

    def __radd__(self, other):
        return "Base.radd"


class Derived(Base):
    def __radd__(self, other):
        return "Derived.radd"


class Plain(Base):
    pass


print(Base() + Derived(), Derived() + Base(), Base() + Plain(), Plain() + Base(), 1 + Base())


class Picky:
    def __add__(self, other):
        return self if isinstance(other, Picky) else NotImplemented

    def __radd__(self, other):
        print("radd tried", end=" ")
        return NotImplemented

    def __iadd__(self, other):
        print("iadd tried", end=" ")
        return NotImplemented


p = Picky()
print((p + p) is p)
for f in (lambda: p + 1, lambda: 1 + p, lambda: [] + p, lambda: "a" + p):
    try:
        f()
    except TypeError as e:
        print(e)
try:
    p += 1
except TypeError as e:
    print(e)
print(sum([1], Base()))


class Pow:
    def __pow__(self, other, mod=None):
        return ("pow", other, mod)

    def __rpow__(self, other, mod=None):
        return ("rpow", other, mod)

    def __divmod__(self, other):
        return "divmod"

    def __rdivmod__(self, other):
        return "rdivmod"


print(Pow() ** 2, 2 ** Pow(), pow(Pow(), 2, 3), pow(2, Pow()), divmod(Pow(), 1), divmod(1, Pow()))


class InstanceOp:
    pass


i = InstanceOp()
i.__add__ = lambda other: "never"
try:
    i + 1
except TypeError as e:
    print(e)
