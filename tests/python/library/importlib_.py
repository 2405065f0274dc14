# importlib: specs, loaders, finders, modules made from files, reload, lazy pieces, pkgutil and runpy.
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import pkgutil
import runpy
import sys
import tempfile
import types

print(importlib.import_module('json').__name__, importlib.import_module('.decoder', 'json').__name__, importlib.import_module('os.path') is os.path)
for args in (('nope',), ('.x',), ('..x', 'json'), ('json.nope',), ('os.path.x',), ('',)):
    try:
        importlib.import_module(*args)
    except Exception as e:
        print(type(e).__name__, e)
import json
spec = json.__spec__
print(spec.name, spec.parent, spec.has_location, spec.origin == json.__file__, len(spec.submodule_search_locations), json.__package__, spec.loader is json.__loader__, spec.loader.is_package('json'), type(spec) is importlib.machinery.ModuleSpec)
print(time_spec := importlib.util.find_spec('time'), time_spec.loader.get_source('time'), importlib.util.find_spec('no_such'), importlib.util.find_spec('json.decoder').parent, sys.__spec__.name if sys.__spec__ else 'sys')
print(importlib.util.find_spec('abc').name, 'def dumps' in json.__loader__.get_source('json'), json.__loader__.get_filename('json') == json.__file__, isinstance(json.__loader__.get_code('json'), types.CodeType))
with tempfile.TemporaryDirectory() as top:
    def write(name, text):
        os.makedirs(os.path.dirname(os.path.join(top, name)), exist_ok=True)
        with open(os.path.join(top, name), 'w') as f:
            f.write(text)
    write('one.py', 'x = 1\nname = __name__\n')
    write('pkg/__init__.py', 'from . import sub\nall_parts = 1\n')
    write('pkg/sub.py', 'from .. import pkg\nvalue = 5\n' if False else 'value = 5\n')
    write('pkg/__main__.py', 'result = __name__, __package__\n')
    write('space/inner/mod.py', 'deep = True\n')
    write('broken.py', 'def (:\n')
    write('fails.py', 'y = 1\n1 / 0\n')
    write('pkg/data.txt', 'resource text')
    spec = importlib.util.spec_from_file_location('made', os.path.join(top, 'one.py'))
    module = importlib.util.module_from_spec(spec)
    print(spec.loader.__class__.__name__, module.__name__, hasattr(module, 'x'), spec.loader.exec_module(module), module.x, module.name, 'made' in sys.modules)
    sys.path.insert(0, top)
    importlib.invalidate_caches()
    import one, pkg, space.inner.mod
    print(one.x, pkg.sub.value, space.inner.mod.deep, one.__file__ == os.path.join(top, 'one.py'), space.__spec__.origin, repr(space)[:20], space.__spec__.loader is not None, type(one.__loader__).__name__)
    write('one.py', 'x = 22\nnew = 3\n')
    os.utime(os.path.join(top, 'one.py'), (10, 10))
    again = importlib.reload(one)
    print(again is one, one.x, one.new, one.name)
    for name in ('broken', 'fails', 'pkg.none'):
        try:
            importlib.import_module(name)
        except Exception as e:
            print(type(e).__name__, name in sys.modules)
    print(sorted((m.name, m.ispkg) for m in pkgutil.iter_modules([top])), [m.name for m in pkgutil.walk_packages([top], '') if 'sub' in m.name], pkgutil.get_data('pkg', 'data.txt'))
    print(runpy.run_path(os.path.join(top, 'one.py'))['x'], runpy.run_module('one')['name'] if False else runpy.run_module('one', run_name='zz')['__name__'], runpy.run_module('pkg')['result'])
    from importlib import resources
    print(resources.files('pkg').joinpath('data.txt').read_text(), resources.read_text('pkg', 'data.txt'), resources.is_resource('pkg', 'data.txt'), sorted(p.name for p in resources.files('pkg').iterdir() if p.name[0] != '_'))
    sys.path.remove(top)

class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.startswith('virtual'):
            return importlib.machinery.ModuleSpec(name, Loader(), origin='nowhere', is_package=name == 'virtual')
class Loader(importlib.abc.Loader):
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        module.made = module.__name__.upper()
sys.meta_path.append(Finder())
import virtual.part
print(virtual.made, virtual.part.made, virtual, virtual.part.__package__, virtual.__path__, virtual.__spec__.submodule_search_locations)
sys.meta_path.pop()
class Source(importlib.abc.InspectLoader):
    def get_source(self, name):
        return 'answer = 42'
m = types.ModuleType('m')
Source().exec_module(m)
print(m.answer, importlib.util.resolve_name('.a', 'b.c'), importlib.machinery.all_suffixes()[0], importlib.util.cache_from_source('/a/b.py').startswith('/a/__pycache__/b.'))
print(importlib.machinery.PathFinder.find_spec('no_such'), importlib.machinery.BuiltinImporter.find_spec('sys').origin, [f.__name__ for f in sys.meta_path][::2][0])
print(importlib.machinery.ModuleSpec('a.b', None), importlib.machinery.ModuleSpec('a', None, is_package=True), importlib.machinery.ModuleSpec('a.b', None).parent, __spec__, __package__)
sys.modules['halted'] = None
try:
    import halted
except ImportError as e:
    print(type(e).__name__, e, e.name)
lazy = importlib.util.LazyLoader.factory(importlib.machinery.SourceFileLoader)
print(callable(lazy), __import__('os.path').__name__, __import__('json', fromlist=['decoder']).decoder.__name__)
