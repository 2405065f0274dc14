# Code of functions that were never called is like any other.
import importlib.util
import marshal
import os
import sys
import tempfile
import textwrap

code = textwrap.TextWrapper._handle_long_word.__code__
print(code.co_name, code.co_qualname, code.co_argcount, code.co_varnames[:3], code.co_freevars)
print(textwrap.TextWrapper._fix_sentence_endings.__doc__.strip().splitlines()[0])
print(textwrap.indent.__name__, textwrap.indent.__qualname__, textwrap.indent.__code__.co_flags & 3)
again = marshal.loads(marshal.dumps(code))
print(again == code, hash(again) == hash(code), again is code, again.co_consts == code.co_consts)
other = code.replace(co_name="other")
print(other.co_name, other == code, other.co_names == code.co_names)

SOURCE = '''"""doc"""
def outer(a, b=1, *c, d, **e):
    "outer's"
    cell = a
    def inner(x):
        def innermost():
            return cell, x
        return innermost
    return inner
class C:
    def method(self):
        raise ValueError("from the cache")
    async def coroutine(self): pass
    def generator(self): yield __class__
def never(): return [lambda: None for _ in ()]
'''
folder = tempfile.mkdtemp()
path = os.path.join(folder, "cached_module.py")
with open(path, "w") as file:
    file.write(SOURCE)
sys.path.insert(0, folder)
for turn in range(2):
    sys.dont_write_bytecode = False
    import cached_module as m
    print(os.path.exists(importlib.util.cache_from_source(path)), m.__doc__, m.outer.__doc__)
    print(m.outer(1, d=2)(3)(), [*m.C().generator()])
    print(m.C.coroutine.__code__.co_flags & 0x80, m.never.__code__.co_firstlineno)
    try:
        m.C().method()
    except ValueError as error:
        print(error, error.__traceback__.tb_next.tb_lineno)
    print(marshal.loads(marshal.dumps(m.never.__code__)) == m.never.__code__)
    kept = m.outer
    del sys.modules["cached_module"], m
print(kept(5, d=1)(6)())

moved = type(kept)(kept.__code__, {}, "moved")
print(moved.__name__, moved(7, 8, d=9)(10)())
