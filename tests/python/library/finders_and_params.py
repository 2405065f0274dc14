# Instances and subclasses of the finders, and the module of type parameters.
import typing, weakref
from importlib.machinery import BuiltinImporter, PathFinder

finder = PathFinder()
print(type(finder) is PathFinder, finder.find_spec("no_such_module_anywhere"))
print(isinstance(BuiltinImporter(), BuiltinImporter), BuiltinImporter().find_spec("sys").name)
class Mine(PathFinder):
    def __init__(self, name):
        self.name = name
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return super().find_spec(name, path, target) if name != "hidden" else "found"
mine = Mine("x")
print(mine.name, mine.find_spec("hidden"), Mine.find_spec("no_such_module_anywhere"), weakref.ref(mine)() is mine)
try:
    PathFinder(1)
except TypeError as error:
    print(error)
for made in (typing.TypeVar("T"), typing.ParamSpec("P"), typing.TypeVarTuple("Ts")):
    print(made.__module__)
    made.__module__ = "elsewhere"
    print(made.__module__, repr(made))
    del made.__module__
    print(made.__module__)
class Box[T, *Ts]:
    pass
for param in Box.__type_params__:
    param.__module__ = "there"
    print(param, param.__module__)
