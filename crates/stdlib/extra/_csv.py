"""CSV parsing and writing: dialects, and readers and writers made with them."""

from _csvcore import Error, reader as Reader, writer as Writer

__version__ = '1.0'

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)

_dialects = {}
# Shared with all readers.
_limit = [131072]
_DEFAULTS = {'delimiter': ',', 'doublequote': True, 'escapechar': None, 'lineterminator': '\r\n', 'quotechar': '"',
             'quoting': QUOTE_MINIMAL, 'skipinitialspace': False, 'strict': False}


def _character(name, value, optional):
    if value is None and optional:
        return None
    what = 'a unicode character or None' if optional else 'a unicode character'
    if not isinstance(value, str):
        raise TypeError(f'"{name}" must be {what}, not {type(value).__name__}')
    if len(value) != 1:
        raise TypeError(f'"{name}" must be {what}, not a string of length {len(value)}')
    return value


class Dialect:
    """How rows are written: CSV dialect

The Dialect type records CSV dialect options."""

    __slots__ = ('delimiter', 'doublequote', 'escapechar', 'lineterminator', 'quotechar', 'quoting',
                 'skipinitialspace', 'strict')

    def __new__(cls, dialect=None, **options):
        for name in options:
            if name not in _DEFAULTS:
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        if dialect is not None and not options and cls is Dialect and type(dialect) is Dialect:
            return dialect
        values = {name: options.get(name, getattr(dialect, name, default)) for name, default in _DEFAULTS.items()}
        quoting = values['quoting']
        for name in ('doublequote', 'skipinitialspace', 'strict'):
            values[name] = bool(values[name])
        if type(quoting) is not int:
            raise TypeError(f'"quoting" must be an integer, not {type(quoting).__name__}')
        for name in ('delimiter', 'quotechar', 'escapechar'):
            _character(name, values[name], name != 'delimiter')
        line_end = values['lineterminator']
        if not isinstance(line_end, str):
            raise TypeError(f'"lineterminator" must be a string, not {type(line_end).__name__}')
        if quoting not in range(6):
            raise TypeError('bad "quoting" value')
        if quoting != QUOTE_NONE and values['quotechar'] is None:
            if 'quoting' in options or hasattr(dialect, 'quoting'):
                raise TypeError('quotechar must be set if quoting enabled')
            values['quoting'] = QUOTE_NONE
        cls._check(values)
        self = object.__new__(cls)
        for name, value in values.items():
            object.__setattr__(self, name, value)
        return self

    @staticmethod
    def _check(values):
        seen = {}
        for name in ('delimiter', 'escapechar', 'quotechar'):
            ch = values[name]
            if ch is None:
                continue
            if ch in '\r\n' or ch == ' ' and (name == 'escapechar' and values['skipinitialspace']
                                              or name == 'quotechar' and values['skipinitialspace']):
                raise ValueError(f'bad {name} value')
            if ch in values['lineterminator']:
                raise ValueError(f'bad {name} or lineterminator value')
            if ch in seen:
                raise ValueError(f'bad {seen[ch]} or {name} value')
            seen[ch] = name

    def __setattr__(self, name, value):
        if name in _DEFAULTS:
            raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        if name in _DEFAULTS:
            raise AttributeError(f"attribute '{name}' of '_csv.Dialect' objects is not writable")
        object.__delattr__(self, name)

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle '{type(self).__name__}' instances")


def _dialect(dialect, options):
    if dialect is None and not options:
        return Dialect()
    return Dialect(dialect, **options)


def reader(iterable, /, dialect=None, **fmtparams):
    """An iterator over the rows of lines."""
    lines = iter(iterable)
    return Reader(lines, _dialect(dialect, fmtparams), _limit)


def writer(fileobj, /, dialect=None, **fmtparams):
    """An object that writes rows to a file."""
    write = getattr(fileobj, 'write', None)
    if not callable(write):
        raise TypeError('argument 1 must have a "write" method')
    return Writer(write, _dialect(dialect, fmtparams))


def register_dialect(name, /, dialect=None, **fmtparams):
    """Give a dialect a name."""
    if not isinstance(name, str):
        raise TypeError('dialect name must be a string')
    _dialects[name] = _dialect(dialect, fmtparams)


def unregister_dialect(name):
    """Forget a name."""
    try:
        del _dialects[name]
    except KeyError:
        raise Error('unknown dialect') from None


def get_dialect(name):
    """The dialect of a name."""
    try:
        return _dialects[name]
    except KeyError:
        raise Error('unknown dialect') from None


def list_dialects():
    """All names."""
    return list(_dialects)


def field_size_limit(*limit, **named):
    """The most characters of a field; set to what is given."""
    for name in named:
        if name != 'new_limit':
            raise TypeError(f"field_size_limit() got an unexpected keyword argument '{name}'")
    given = (*limit, *named.values())
    if len(given) > 1:
        raise TypeError(f'field_size_limit() takes at most 1 argument ({len(given)} given)')
    old = _limit[0]
    if given:
        if not isinstance(given[0], int):
            raise TypeError('limit must be an integer')
        _limit[0] = given[0]
    return old
