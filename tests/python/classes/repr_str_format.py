# __repr__, __str__, __format__, __bytes__, __sizeof__ and who calls which.
class R:
    def __repr__(self):
        return "repr"


class S(R):
    def __str__(self):
        return "str"


class F(S):
    def __format__(self, spec):
        return f"format<{spec}>"


for kind in (R, S, F):
    o = kind()
    print(str(o), repr(o), f"{o}", f"{o!r}", f"{o!s}", f"{o!a}", "%s %r" % (o, o), "{} {!r}".format(o, o), [o], (o,), {o: o})
print(format(F()), format(F(), "spec"), f"{F():>10}", "{:^5}".format(F()), "{0:{1}}".format(F(), "nested"))
for kind in (R, S):
    try:
        format(kind(), ">10")
    except TypeError as e:
        print(e)
print(f"{str(S()):>5}|{S()!s:>5}|{S()!r:<6}|")


class Plain:
    pass


text = repr(Plain())
print(text.startswith("<__main__.Plain object at 0x"), text.endswith(">"), str(Plain())[:16])


class StrOnly:
    def __str__(self):
        return "only str"


print(str(StrOnly()), repr(StrOnly())[:17], [StrOnly()].__repr__()[:18])


class B:
    def __bytes__(self):
        return b"as bytes"


print(bytes(B()))


class Sub(str):
    def __str__(self):
        return "sub str"

    def __repr__(self):
        return "sub repr"


s = Sub("value")
print(s, repr(s), f"{s}", s + "!", "%s" % s, "".join([s, s]), str(s), type(str(s)).__name__, len(s))


class SubInt(int):
    def __repr__(self):
        return "SubInt"


print(SubInt(5), str(SubInt(5)), f"{SubInt(5)}", f"{SubInt(5):03d}", "%d %s" % (SubInt(5), SubInt(5)), [SubInt(1)])


class Recursive:
    def __init__(self):
        self.items = [self]

    def __repr__(self):
        return f"Recursive({len(self.items)})"


print(Recursive().items)
lst = [1]
lst.append(lst)
d = {"k": lst}
d["d"] = d
print(lst, d)
t = ([],)
t[0].append(t)
print(t)


class ReprRaises:
    def __repr__(self):
        raise ValueError("in repr")


for f in (repr, str, lambda o: [o].__repr__(), lambda o: f"{o}", print):
    try:
        f(ReprRaises())
    except ValueError as e:
        print(e)


class StrSub(str):
    pass


class ReturnsSub:
    def __str__(self):
        return StrSub("subclass")


print(str(ReturnsSub()), type(str(ReturnsSub())).__name__)
print(object.__repr__(5)[:16], object.__str__(R()), object.__format__(S(), ""))
