# In which order things are destroyed.
log = []


class D:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def show(what):
    print(what, *log)
    log.clear()


def locals_():
    a = D("a")
    b = D("b")
    c = D("c")
    log.append("return")


locals_()
show("locals:")


def parameters(a, b, *rest, key, **more):
    local = D("local")


parameters(D("a"), D("b"), D("r1"), D("r2"), key=D("key"), x=D("x"), y=D("y"))
show("parameters:")


def early(flag):
    a = D("a")
    if flag:
        return
    b = D("b")


early(True)
early(False)
show("early return:")

x = [D("l1"), D("l2"), D("l3")]
del x
show("list:")
x = (D("t1"), D("t2"), D("t3"))
del x
show("tuple:")
x = {1: D("d1"), 2: D("d2"), 3: D("d3")}
del x
show("dict:")
x = {D("k1"): D("v1"), D("k2"): D("v2")}
del x
show("dict keys and values:")


class Holder:
    pass


x = Holder()
x.one, x.two, x.three = D("i1"), D("i2"), D("i3")
del x
show("attributes:")


class Slotted:
    __slots__ = "one", "two", "three"


x = Slotted()
x.three, x.two, x.one = D("s3"), D("s2"), D("s1")
del x
show("slots:")

(D("e1"), D("e2"))[0]
show("temporary tuple:")
[D("e1"), D("e2")][1]
show("temporary list:")
D("first"), D("second")
show("tuple statement:")
D("left") == D("right")
show("comparison:")

x = D("old")
x = (log.append("evaluated"), D("new"))[1]
show("rebinding:")
x = None
show("rebinding to None:")

x = [D("a"), D("b"), D("c")]
x[1] = D("B")
show("item store:")
x[:] = [D("n")]
show("slice store:")
x.clear()
show("clear:")
x = [D("a"), D("b"), D("c"), D("d")]
del x[1:3]
show("slice delete:")
x *= 0
show("times zero:")

x = {1: D("a"), 2: D("b"), 3: D("c")}
del x[2]
x[2] = D("b again")
show("dict delete:")
x.clear()
show("dict clear:")

x = Holder()
x.a = D("a")
x.b = D("b")
x.a = D("a2")
show("attribute store:")
del x.b
show("attribute delete:")
x.__dict__ = {}
show("dict replaced:")
del x


def generator():
    a = D("a")
    b = D("b")
    yield
    c = D("c")


x = generator()
next(x)
del x
show("generator dropped:")
for _ in generator():
    pass
show("generator exhausted:")


def loop():
    for thing in [D("1"), D("2"), D("3")]:
        log.append("body")
    log.append("after")


loop()
show("loop over a list:")


def comprehension():
    return [log.append("body") for thing in (D(n) for n in "xyz")] and None


comprehension()
show("generator expression:")


def raising():
    a = D("a")
    b = D("b")
    raise KeyError


try:
    raising()
except KeyError:
    log.append("handler")
show("exception:")


def closure():
    a = D("a")
    b = D("b")
    c = D("c")
    return lambda: (a, c)


x = closure()
log.append("|")
del x
show("cells:")


class Base:
    def __del__(self):
        log.append("own")


x = Base()
x.part = D("part")
del x
show("owner before its parts:")
x = [D("outer"), [D("inner1"), D("inner2")], D("last")]
del x
show("nested:")
x = D("a")
y = D("b")
x, y = y, x
show("swap:")
del x, y
show("del two:")
x = y = D("same")
del x
log.append("|")
del y
show("two names:")
with_star, *rest = [D("p"), D("q"), D("r")]
del rest
show("starred:")
del with_star
f = lambda thing=D("default"): None
f.extra = D("attribute")
del f
show("last, function:")
