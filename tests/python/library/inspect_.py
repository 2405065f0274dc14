# inspect: signatures, members, source, frames, kinds of objects, binding.
import functools
import inspect
from inspect import signature, Parameter

def f(a, /, b: int, c=3, *args: str, d, e: 'list' = None, **kw) -> bool:
    """Doc of f.

        indented
    """
    return a

class Base:
    """Base doc."""
    attr = 1
    def method(self, x, y=2):
        "m doc"
    @classmethod
    def cm(cls, z): ...
    @staticmethod
    def sm(q): ...
    @property
    def prop(self): return 1
class Child(Base):
    def method(self, x, y=2): ...
    async def coro(self): ...
    def gen(self): yield
    async def agen(self): yield

sig = signature(f)
print(sig, sig.return_annotation, list(sig.parameters))
for p in sig.parameters.values():
    print(p.name, p.kind.name, p.default is Parameter.empty, p.annotation, p)
for c in (Base.method, Base().method, Base.cm, Base.sm, Child, functools.partial(f, 1, d=2), len, int.from_bytes, str.split, print, lambda x, *y: 0, functools.wraps(f)(lambda *a: 0)):
    try:
        print(signature(c))
    except ValueError as e:
        print('ValueError')
b = sig.bind(1, 2, 5, 'x', d=4, z=9)
b.apply_defaults()
print(b.arguments, b.args, b.kwargs)
for args, kw in (((1,), {}), ((1, 2), {}), ((1, 2), {'d': 1, 'b': 3}), ((), {'a': 1})):
    try:
        sig.bind(*args, **kw)
    except TypeError as e:
        print(e)
print(signature(Base.method).bind_partial(1).arguments, sig.replace(return_annotation=int), sig == signature(f), Parameter('x', Parameter.KEYWORD_ONLY, default=1))
print([n for n, _ in inspect.getmembers(Child, inspect.isfunction)], inspect.getmro(Child), [(a.name, a.kind, a.defining_class.__name__) for a in inspect.classify_class_attrs(Child) if not a.name.startswith('__')])
for name in ('isfunction', 'ismethod', 'isclass', 'ismodule', 'isbuiltin', 'isroutine', 'isgeneratorfunction', 'iscoroutinefunction', 'isasyncgenfunction', 'isgenerator', 'isdatadescriptor', 'ismethoddescriptor', 'isabstract', 'iscode'):
    test = getattr(inspect, name)
    print(name, [n for n, v in (('f', f), ('bound', Base().method), ('class', Base), ('module', inspect), ('len', len), ('gen', Child.gen), ('coro', Child.coro), ('agen', Child.agen), ('g', Child().gen()), ('prop', Base.__dict__['prop']), ('split', str.split), ('code', f.__code__)) if test(v)])
print(inspect.getdoc(f), inspect.getdoc(Child.method), inspect.getdoc(Child), inspect.cleandoc('a\n  b\n   c'), inspect.getcomments(f))
print(inspect.getsource(Base.cm), inspect.getsourcelines(f)[1], inspect.getsourcefile(f) == __file__, inspect.getmodule(f).__name__, inspect.getmodulename('/a/b.py'))
print(inspect.getsource(Child), inspect.getfile(Child) == __file__)
def here():
    frame = inspect.currentframe()
    return frame.f_code.co_name, inspect.getframeinfo(frame).function, inspect.stack()[1].function, inspect.getframeinfo(frame).code_context
print(here(), inspect.getargvalues(inspect.currentframe()).varargs)
g = Child().gen()
print(inspect.getgeneratorstate(g), next(g), inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g).keys(), list(g), inspect.getgeneratorstate(g))
def closure():
    x = 1
    return lambda: (x, len, nothing)
print(inspect.getclosurevars(closure()), inspect.getcallargs(lambda a, b=2: 0, 1), inspect.getfullargspec(f), inspect.unwrap(functools.wraps(f)(lambda: 0)) is f)
print(inspect.getattr_static(Base(), 'prop').__class__.__name__, inspect.get_annotations(f), inspect.getclasstree([Base, Child]), inspect.CO_GENERATOR, inspect.indentsize('\t x'))
try:
    inspect.getsource(len)
except TypeError as e:
    print(str(e)[:40])
for bad in (lambda: Parameter('1x', Parameter.KEYWORD_ONLY), lambda: Parameter('x', 9), lambda: inspect.Signature([Parameter('a', Parameter.KEYWORD_ONLY), Parameter('b', Parameter.POSITIONAL_ONLY)]), lambda: signature(3)):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
