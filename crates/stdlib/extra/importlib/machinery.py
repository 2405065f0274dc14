"""What finders and loaders are made of."""

import _imp

ModuleSpec = _imp.ModuleSpec
BuiltinImporter = _imp.BuiltinImporter
PathFinder = _imp.PathFinder
LibraryFinder = _imp.LibraryFinder

SOURCE_SUFFIXES = ['.py']
BYTECODE_SUFFIXES = ['.pyc']
EXTENSION_SUFFIXES = _imp.extension_suffixes()

__all__ = ['AppleFrameworkLoader', 'BYTECODE_SUFFIXES', 'BuiltinImporter', 'DEBUG_BYTECODE_SUFFIXES',
           'EXTENSION_SUFFIXES', 'ExtensionFileLoader', 'FileFinder', 'FrozenImporter', 'ModuleSpec',
           'NamespaceLoader', 'OPTIMIZED_BYTECODE_SUFFIXES', 'PathFinder', 'SOURCE_SUFFIXES',
           'SourceFileLoader', 'SourcelessFileLoader', 'WindowsRegistryFinder', 'all_suffixes']

_EXTERNAL = {'WindowsRegistryFinder', 'FileFinder', 'SourceFileLoader', 'SourcelessFileLoader',
             'ExtensionFileLoader', 'AppleFrameworkLoader', 'NamespaceLoader'}


def all_suffixes():
    """The file suffixes that modules have."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


def __getattr__(name):
    if name in _EXTERNAL:
        from . import _bootstrap_external as home
    elif name == 'FrozenImporter':
        from . import _bootstrap as home
    elif name in ('DEBUG_BYTECODE_SUFFIXES', 'OPTIMIZED_BYTECODE_SUFFIXES'):
        import warnings
        warnings.warn(f'importlib.machinery.{name} is deprecated; use '
                      'importlib.machinery.BYTECODE_SUFFIXES instead.', DeprecationWarning, stacklevel=2)
        return BYTECODE_SUFFIXES
    else:
        raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
    value = globals()[name] = getattr(home, name)
    return value
