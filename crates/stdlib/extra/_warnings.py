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


def _acquire_lock():
    _lock.acquire()


def _release_lock():
    _lock.release()
