# __getattr__, __getattribute__, __setattr__, __delattr__, __dir__ and what reaches them.
class Hooks:
    def __init__(self):
        object.__setattr__(self, "log", [])

    def __getattr__(self, name):
        self.log.append(f"getattr {name}")
        if name.startswith("no"):
            raise AttributeError(f"really no {name}")
        return name.upper()

    def __setattr__(self, name, value):
        self.log.append(f"set {name}={value}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        self.log.append(f"del {name}")
        object.__delattr__(self, name)

    def __dir__(self):
        return ["z", "a"]


h = Hooks()
h.x = 1
h.x += 1
print(h.x, h.y, hasattr(h, "nope"), getattr(h, "not_there", "default"), dir(h))
del h.x
print(h.x)
try:
    h.none
except AttributeError as e:
    print(e)
try:
    del h.q
except AttributeError as e:
    print(e)
print(h.log)


class All:
    plain = "class attribute"

    def __getattribute__(self, name):
        if name == "stop":
            raise AttributeError("stopped")
        if name == "boom":
            raise KeyError("boom")
        return f"<{object.__getattribute__(self, 'plain') if name == 'plain' else name}>"

    def __getattr__(self, name):
        return f"fallback for {name}"

    def method(self):
        return "called"

    def __len__(self):
        return 7


a = All()
print(a.plain, a.anything, a.stop, a.method, len(a), type(a).__name__)
try:
    a.boom
except KeyError as e:
    print(repr(e))
a.set = 1
print(a.set, object.__getattribute__(a, "set"))


class Dyn:
    pass


d = Dyn()
d.__getattr__ = lambda name: "never asked"
try:
    d.x
except AttributeError as e:
    print(e)
Dyn.__getattr__ = lambda self, name: f"added {name}"
print(d.x)
del Dyn.__getattr__
try:
    d.x
except AttributeError as e:
    print(e)


class Proxy:
    def __init__(self, target):
        self.__dict__["target"] = target

    def __getattr__(self, name):
        return getattr(self.target, name)

    def __setattr__(self, name, value):
        setattr(self.target, name, value)


class T:
    v = 1


t = T()
p = Proxy(t)
p.w = 5
print(p.v, p.w, t.w, vars(p) == {"target": t})
try:
    len(Proxy([1]))
except TypeError as e:
    print(e)


class Frozen:
    def __setattr__(self, name, value):
        raise AttributeError(f"frozen {name}")


try:
    Frozen().x = 1
except AttributeError as e:
    print(e)


class Loop:
    def __getattr__(self, name):
        return self.missing


try:
    Loop().x
except RecursionError as e:
    print("RecursionError")


class Mod:
    def __dir__(self):
        return 5


try:
    dir(Mod())
except TypeError as e:
    print(e)
e = AttributeError("msg", name="n", obj=1)
print(e.name, e.obj, e.args)
