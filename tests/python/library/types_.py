# types: names of builtin types, SimpleNamespace, MappingProxyType, dynamic classes, unions, generic aliases.
import types
from types import SimpleNamespace, MappingProxyType, new_class, DynamicClassAttribute

def f(): pass
def g(): yield
async def h(): pass
class C:
    def m(self): pass
    @property
    def p(self): pass

co = h()
for value, kind in ((f, types.FunctionType), (lambda: 0, types.LambdaType), (g(), types.GeneratorType), (co, types.CoroutineType),
                    (C().m, types.MethodType), (len, types.BuiltinFunctionType), ([].append, types.BuiltinMethodType),
                    (str.join, types.MethodDescriptorType), (object.__init__, types.WrapperDescriptorType),
                    (object().__str__, types.MethodWrapperType), (types, types.ModuleType), (f.__code__, types.CodeType),
                    (type(f).__code__, types.GetSetDescriptorType), (vars(C), types.MappingProxyType), (None, types.NoneType),
                    (..., types.EllipsisType), (NotImplemented, types.NotImplementedType), (int | str, types.UnionType),
                    (list[int], types.GenericAlias), (dict.__dict__['fromkeys'], types.ClassMethodDescriptorType)):
    print(kind.__name__, isinstance(value, kind))
co.close()
try:
    1 / 0
except ZeroDivisionError as e:
    print(isinstance(e.__traceback__, types.TracebackType), isinstance(e.__traceback__.tb_frame, types.FrameType))

n = SimpleNamespace(a=1, b='x')
n.c = [n.a]
print(n, n == SimpleNamespace(a=1, b='x', c=[1]), vars(n))
del n.a
print(n, SimpleNamespace({'k': 1}, z=2))
m = MappingProxyType({'a': 1, 'b': 2})
print(m, m['a'], list(m), m | {'c': 3}, 'a' in m, len(m), m.get('z', 0), m == {'a': 1, 'b': 2})
try:
    m['a'] = 2
except TypeError as e:
    print(e)

K = new_class('K', (C,), {}, lambda ns: ns.update(x=5))
print(K.x, K.__mro__[1] is C, K.__name__, types.resolve_bases((C,)), types.prepare_class('Z', (C,))[0])
print(types.get_original_bases(K))
bound = types.MethodType(lambda self, x: (self, x), 3)
print(bound(4), bound.__self__)
fn = types.FunctionType(f.__code__, {}, 'named')
print(fn.__name__, fn())
mod = types.ModuleType('mod', 'doc')
mod.v = 1
print(mod, mod.__doc__, mod.v, sorted(vars(mod)))
print(types.GenericAlias(list, (int,)), list[int].__origin__, list[int].__args__, (int | None).__args__)
cell = types.CellType(5)
print(cell.cell_contents)

@types.coroutine
def old():
    yield 1
print(old().send(None))
print(f.__code__.replace(co_name='other').co_name, f.__code__.co_varnames)

class D:
    @DynamicClassAttribute
    def v(self):
        return 7
print(D().v)
try:
    D.v
except AttributeError as e:
    print(e)
