"""What the native import system leaves to Python: loader objects, hooks, and the globals of CPython's
importlib._bootstrap, which its start-up code would fill in."""

import _imp
import sys

_ROOT = _imp.library_root


def complete(module):
    """Fill in what importlib._bootstrap and importlib._bootstrap_external expect to be given."""
    if module.__name__ == 'importlib._bootstrap':
        _complete_core(module)
        if 'importlib._bootstrap_external' not in sys.modules:
            __import__('importlib._bootstrap_external')
    else:
        from importlib import _bootstrap
        module._set_bootstrap_module(_bootstrap)
        _bootstrap._bootstrap_external = module
        module.LibraryLoader = LibraryLoader
        globals()['_PythonPathFinder'] = module.PathFinder
        module.PathFinder = _imp.PathFinder
        LibraryLoader.__module__ = module.__name__


def _complete_core(module):
    import _thread
    import _warnings
    import _weakref
    module.sys, module._imp = sys, _imp
    module._thread, module._warnings, module._weakref = _thread, _warnings, _weakref
    module._blocking_on = module._WeakValueDictionary()
    module.ModuleSpec = _imp.ModuleSpec
    module.BuiltinImporter = _imp.BuiltinImporter


def _external():
    from importlib import _bootstrap_external
    return _bootstrap_external


def loader_of(spec):
    """The loader of a spec that native code made."""
    origin = spec.origin
    if origin is None:
        folders = spec.submodule_search_locations
        external = _external()
        return external.NamespaceLoader(spec.name, folders, _PythonPathFinder._get_spec) if folders else None
    if origin.startswith(_ROOT):
        return LibraryLoader(spec.name, origin)
    return _external().SourceFileLoader(spec.name, origin)


def cached_of(origin):
    """Where the compiled code of a source file is kept."""
    try:
        return _external().cache_from_source(origin)
    except NotImplementedError:
        return None


def path_hook(path):
    """The finder of a folder."""
    if path.startswith(_ROOT):
        return LibraryFolder(path)
    external = _external()
    return external.FileFinder.path_hook(*external._get_supported_file_loaders())(path)


def find_on_path(name, path, target):
    _external()
    return _PythonPathFinder.find_spec(name, path, target)


def invalidate_path_caches():
    _external()
    _PythonPathFinder.invalidate_caches()


def find_distributions(*context):
    from importlib.metadata import MetadataPathFinder
    return MetadataPathFinder.find_distributions(*context)


class LibraryLoader:
    """Loads a module that is part of the binary."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def create_module(self, spec):
        """None: the module is an ordinary one."""

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)

    def load_module(self, fullname):
        return sys.modules.get(fullname) or __import__(fullname, fromlist=['*'])

    def get_filename(self, fullname=None):
        return self.path

    def is_package(self, fullname=None):
        return self.path.endswith('/__init__.py')

    def get_source(self, fullname=None):
        return _external().decode_source(_imp.library_source(fullname or self.name))

    def get_code(self, fullname=None):
        return compile(_imp.library_source(fullname or self.name), self.path, 'exec', dont_inherit=True)

    def get_data(self, path):
        """The bytes of a source file in the binary."""
        name = path.removeprefix(_ROOT + '/').removesuffix('.py').removesuffix('/__init__').replace('/', '.')
        if not path.startswith(_ROOT) or not path.endswith('.py') or _imp.library_is_package(name) is None:
            raise FileNotFoundError(2, 'No such file or directory', path)
        return _imp.library_source(name)


class LibraryFolder:
    """Finds the modules of one package that is part of the binary."""

    def __init__(self, path):
        self.path = path
        self._package = path.removeprefix(_ROOT).strip('/').replace('/', '.')

    def find_spec(self, fullname, target=None):
        tail = fullname.rpartition('.')[2]
        name = f'{self._package}.{tail}' if self._package else tail
        return _imp.LibraryFinder.find_spec(name) if name == fullname else None

    def iter_modules(self, prefix=''):
        """Names of modules and whether they are packages, as pkgutil wants them."""
        before = self._package + '.' if self._package else ''
        for name in _imp.library_names():
            tail = name[len(before):]
            if name.startswith(before) and tail and '.' not in tail:
                yield prefix + tail, _imp.library_is_package(name)

    def invalidate_caches(self):
        """Nothing is remembered."""
