"""What CPython has in C: the functions of the library's warnings module, which are Python here."""

from warnings import (
    _filters_mutated_lock_held,
    _warnings_context,
    defaultaction as _defaultaction,
    filters,
    onceregistry as _onceregistry,
    warn,
    warn_explicit,
)
from warnings import _lock


class _Module(str):
    """The name of a module, as a pattern that matches nothing else."""

    __slots__ = ()

    def match(self, name):
        return self == name


if not filters:
    # As at the start of CPython.
    filters += [
        ('default', None, DeprecationWarning, _Module('__main__'), 0),
        ('ignore', None, DeprecationWarning, None, 0),
        ('ignore', None, PendingDeprecationWarning, None, 0),
        ('ignore', None, ImportWarning, None, 0),
        ('ignore', None, ResourceWarning, None, 0),
    ]


def _acquire_lock():
    _lock.acquire()


def _release_lock():
    _lock.release()
