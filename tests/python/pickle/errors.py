# What cannot be written, and what the notes say of where it was.
import collections, copyreg, pickle

def attempt(value, *protocols):
    for protocol in protocols or (5, 2, 0):
        try:
            print(protocol, pickle.dumps(value, protocol))
        except Exception as error:
            print(protocol, type(error).__name__, str(error).split(" at 0x")[0], getattr(error, "__notes__", None),
                  type(error.__context__).__name__)

class Reduced:
    def __init__(self, value):
        self.value = value
    def __reduce_ex__(self, protocol):
        return self.value
    def __repr__(self):
        return "<reduced>"

bad = lambda: 1
bad.__qualname__ = "bad.name"
for value in (
    5, (), (1,), (1, 2), (print, 2), (print, (), 3, 4), (print, (), 1, 2, 3, 4, 5), (print, (), None, None, 4),
    (print, (), None, None, iter([1])), (print, (), None, None, None, 5), (print, (bad,)), (print, (), bad), (bad, ()),
    (print, (), 1, None, None, bad), (print, (), None, iter([1, bad])), (print, (), None, None, iter([(1, 2), (3, bad)])),
    (copyreg.__newobj__, ()), (copyreg.__newobj__, (5,)), (copyreg.__newobj__, (int,)), (copyreg.__newobj__, (Reduced, bad)),
    (copyreg.__newobj_ex__, ()), (copyreg.__newobj_ex__, (1, 2, 3)), (copyreg.__newobj_ex__, (Reduced, 5, {})),
    (copyreg.__newobj_ex__, (Reduced, (), 5)), (copyreg.__newobj_ex__, (Reduced, (), {"a": bad})), "nowhere", "Reduced",
):
    attempt(Reduced(value))

def make():
    class Local:
        pass
    return Local

print("values")
for value in (
    bad, make(), make()(), [1, bad], (bad,), (1, 2, 3, bad), {1: bad}, {"k": [bad]}, {bad}, frozenset([bad]),
    collections.deque([bad]), collections.OrderedDict(a=bad), collections.defaultdict(list, {1: bad}),
    pickle.PickleBuffer(b"a"), (x for x in ()), __builtins__, property(),
):
    attempt(value, 4, 3)
strange = type("Strange", (), {"__module__": "no.such.module"})
attempt(strange, 4, 2)
wide = type("é", (), {})
globals()["é"] = wide
attempt(wide, 3, 2)
class Changing:
    def __reduce__(self):
        table.clear()
        return int, ()
table = {1: Changing(), 2: 3}
attempt(table, 4)
table = {Changing(), 2, 3}
attempt(table, 4)
deep = []
for _ in range(100_000):
    deep = [deep]
try:
    pickle.dumps(deep)
except RecursionError:
    pass  # where the native stack ends is not the same everywhere
for call in (lambda: pickle.dumps(1, 9), lambda: pickle.dumps(1, "a"), lambda: pickle.dumps(1, 4, buffer_callback=print),
             lambda: pickle.dumps(), lambda: pickle.Pickler.__new__(pickle.Pickler).dump(1),
             lambda: pickle.Unpickler.__new__(pickle.Unpickler).load()):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
