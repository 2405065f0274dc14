# del of names, items, slices, attributes, nested targets; what it raises.
x = y = z = 1
del x
del (y, [z])
for name in ("x", "y", "z"):
    print(name, name in globals())

items = list(range(10))
del items[0], items[-1]
del items[1:3]
del items[::2]
print(items)
d = {"a": 1, "b": 2, "c": {"d": 4}}
del d["a"], d["c"]["d"]
print(d)


class Thing:
    def __delattr__(self, name):
        print("delattr", name)
        super().__delattr__(name)

    def __delitem__(self, key):
        print("delitem", key)


t = Thing()
t.a = 1
del t.a
del t[5], t[1:2], t["k", 3], t[...]


def tries():
    def missing_local():
        del nothing
        nothing = 1

    def twice():
        v = 1
        del v
        return v

    def free():
        w = 1

        def inner():
            return w
        del w
        return inner()

    def unbound_global():
        global no_such_global
        del no_such_global

    for f in (missing_local, twice, free, unbound_global, lambda: t.a.b):
        try:
            f()
        except (NameError, AttributeError) as e:
            print(type(e).__name__, e)
    for target, key in (([1], 5), ({}, "k"), ((1,), 0), ("s", 0), (5, 0), ([1], "a")):
        try:
            del target[key]
        except Exception as e:
            print(type(e).__name__, e)
    try:
        del t.missing
    except AttributeError as e:
        print(e)
    try:
        del len.x
    except AttributeError as e:
        print(e)


tries()


def reuse():
    v = 1
    del v
    v = 2
    return v


print(reuse())


class Body:
    temp = [1, 2]
    size = len(temp)
    del temp


print(Body.size, hasattr(Body, "temp"))
