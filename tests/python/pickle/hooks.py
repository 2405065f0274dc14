# What subclasses and attributes change.
import copyreg, io, pickle, sys

class Thing:
    def __init__(self, name):
        self.name = name

class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        return ("thing", value.name) if isinstance(value, Thing) else None

class Unpickler(pickle.Unpickler):
    def persistent_load(self, pid):
        print("persistent", pid)
        return Thing(pid if isinstance(pid, str) else pid[1])

for protocol in (1, 5):
    file = io.BytesIO()
    Pickler(file, protocol).dump([Thing("a"), 1])
    file.seek(0)
    print(Unpickler(file).load()[0].name)

class Ids(pickle.Pickler):
    ids = "plain"
    def persistent_id(self, value):
        return self.ids if isinstance(value, Thing) else super().persistent_id(value)

file = io.BytesIO()
Ids(file, 0).dump([Thing("a")])
file.seek(0)
print(file.getvalue(), Unpickler(file).load()[0].name)
Ids.ids = "é"
try:
    Ids(io.BytesIO(), 0).dump(Thing("b"))
except pickle.PicklingError as error:
    print(error)
pickler = pickle.Pickler(io.BytesIO())
print(pickler.persistent_id(1), pickler.fast, pickler.bin)
pickler.persistent_id = lambda value: 7 if value == "x" else None
pickler.dump(["x"])
del pickler.persistent_id
print(pickler.persistent_id("x"))
unpickler = pickle.Unpickler(io.BytesIO(b"I5\nQ."))
unpickler.persistent_load = lambda pid: pid * 2
print(unpickler.load())
try:
    pickle.loads(b"I5\nQ.")
except pickle.UnpicklingError as error:
    print(error)

class Override(pickle.Pickler):
    def reducer_override(self, value):
        if isinstance(value, type) and value.__name__ == "Thing":
            return "Thing" if self.by_name else (str, ("a thing",))
        if type(value) is Thing:
            return Thing, ("other " + value.name,)
        return NotImplemented

for by_name in (True, False):
    file = io.BytesIO()
    pickler = Override(file)
    pickler.by_name = by_name
    pickler.dump([Thing] if not by_name else [Thing, Thing("x"), len, {1}, 2.5])
    loaded = pickle.loads(file.getvalue())
    print([getattr(value, "name", value) for value in loaded] if by_name else loaded)

class Tabled(pickle.Pickler):
    dispatch_table = copyreg.dispatch_table.copy()

Tabled.dispatch_table[Thing] = lambda thing: (Thing, ("tabled " + thing.name,))
file = io.BytesIO()
Tabled(file).dump(Thing("x"))
print(pickle.loads(file.getvalue()).name)
class Mapping:
    def __getitem__(self, key):
        print("asked for", key.__name__)
        raise KeyError(key)
pickler = pickle.Pickler(io.BytesIO())
try:
    pickler.dispatch_table
except AttributeError as error:
    print(error)
pickler.dispatch_table = Mapping()
pickler.dump(Thing("y"))
copyreg.pickle(Thing, lambda thing: (Thing, ("registered",)))
print(pickle.loads(pickle.dumps(Thing("z"))).name)
del copyreg.dispatch_table[Thing]

class Restricted(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) == ("builtins", "range"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is forbidden")

print(Restricted(io.BytesIO(pickle.dumps(range(3)))).load())
try:
    Restricted(io.BytesIO(pickle.dumps(print))).load()
except pickle.UnpicklingError as error:
    print(error)
copyreg.add_extension("__main__", "Thing", 0x1234)
data = pickle.dumps(Thing, 2)
print(data, pickle.loads(data) is Thing)
copyreg.remove_extension("__main__", "Thing", 0x1234)
pickler = pickle.Pickler(io.BytesIO())
shared = ["a", ["b"]]
pickler.dump(shared)
print(sorted(pickler.memo.copy().values(), key=lambda item: item[0]), id(shared) in pickler.memo.copy())
other = pickle.Pickler(file := io.BytesIO())
other.memo = pickler.memo
other.dump(shared)
print(file.getvalue(), len(other.memo.copy()))
other.memo.clear()
print(other.memo.copy(), other.memo.__reduce__())
unpickler = pickle.Unpickler(io.BytesIO(pickle.dumps(shared)))
unpickler.load()
print(unpickler.memo.copy())
reader = pickle.Unpickler(io.BytesIO(file.getvalue()))
reader.memo = unpickler.memo
print(reader.load())
for owner, wrong in ((other, 5), (other, {1: 2}), (reader, 5), (reader, {"a": 1}), (reader, {-1: 1})):
    try:
        owner.memo = wrong
    except (TypeError, ValueError) as error:
        print(error)
fast = pickle.Pickler(file := io.BytesIO())
fast.fast = True
fast.dump(["x", "x", ("y",)])
print(file.getvalue())
cycle = []
cycle.append(cycle)
try:
    fast.dump(cycle)
except ValueError as error:
    print(str(error).split(" at ")[0])
class Bare(pickle.Pickler):
    def __init__(self):
        pass
try:
    Bare().dump(1)
except pickle.PicklingError as error:
    print(error)
class Meddling:
    def __reduce__(self):
        for call in (lambda: outer.dump(1), lambda: outer.__init__(file)):
            try:
                call()
            except RuntimeError as error:
                print(error)
        return list, ()
file = io.BytesIO()
outer = pickle.Pickler(file)
outer.dump(Meddling())
print(pickle.loads(file.getvalue()))
def meddle():
    try:
        reader.load()
    except RuntimeError as error:
        print(error)
    return 42
reader = pickle.Unpickler(io.BytesIO(b"(c__main__\nmeddle\n(tRl."))
print(reader.load())
