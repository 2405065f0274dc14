"""Importing modules from programs.

The import system itself is native. Finders and loaders as Python objects are in importlib._bootstrap and
importlib._bootstrap_external, which are loaded when somebody needs them.
"""

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

import _imp
import sys
from builtins import __import__


def __getattr__(name):
    if name in ('_bootstrap', '_bootstrap_external'):
        __import__('importlib.' + name)
        return sys.modules['importlib.' + name]
    if name in ('_pack_uint32', '_unpack_uint32'):
        __import__('importlib._bootstrap_external')
        return getattr(sys.modules['importlib._bootstrap_external'], name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def invalidate_caches():
    """Let all finders of sys.meta_path forget what they remember."""
    for finder in sys.meta_path:
        forget = getattr(finder, 'invalidate_caches', None)
        if forget is not None:
            forget()


def _absolute(name, package, level):
    if not isinstance(package, str):
        raise TypeError('__package__ not set to a string')
    parts = package.rsplit('.', level - 1)
    if len(parts) < level:
        raise ImportError('attempted relative import beyond top-level package')
    return f'{parts[0]}.{name}' if name else parts[0]


def import_module(name, package=None):
    """The module of a name. Relative names need the package that they are relative to."""
    level = 0
    if name.startswith('.'):
        if not package:
            raise TypeError("the 'package' argument is required to perform a "
                            f'relative import for {name!r}')
        level = len(name) - len(name.lstrip('.'))
        name = _absolute(name[level:], package, level)
    if not isinstance(name, str):
        raise TypeError(f'module name must be str, not {type(name)}')
    __import__(name)
    try:
        return sys.modules[name]
    except KeyError:
        raise ImportError(f'import of {name} failed: it is not in sys.modules', name=name) from None


_RELOADING = {}


def reload(module):
    """Run a module's code again, in the same module object."""
    spec = getattr(module, '__spec__', None)
    name = getattr(spec, 'name', None) or getattr(module, '__name__', None)
    if name is None:
        raise TypeError('reload() argument must be a module')
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name} not in sys.modules', name=name)
    if name in _RELOADING:
        return _RELOADING[name]
    _RELOADING[name] = module
    try:
        path = None
        parent = name.rpartition('.')[0]
        if parent:
            if parent not in sys.modules:
                raise ImportError(f'parent {parent!r} not in sys.modules', name=parent)
            path = sys.modules[parent].__path__
        from . import _bootstrap
        spec = module.__spec__ = _bootstrap._find_spec(name, path, module)
        if spec is None:
            raise ModuleNotFoundError(f'spec not found for the module {name!r}', name=name)
        _bootstrap._exec(spec, module)
        return sys.modules[name]
    finally:
        _RELOADING.pop(name, None)
