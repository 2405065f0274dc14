"""Locales: the C locale's conventions, and the names that setlocale() was given."""

import os as _os

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

Error = type('Error', (Exception,), {'__module__': 'locale'})

_LANGINFO = {
    'CODESET': (14, 'UTF-8'), 'D_T_FMT': (131112, '%a %b %e %H:%M:%S %Y'), 'D_FMT': (131113, '%m/%d/%y'),
    'T_FMT': (131114, '%H:%M:%S'), 'T_FMT_AMPM': (131115, '%I:%M:%S %p'), 'AM_STR': (131110, 'AM'),
    'PM_STR': (131111, 'PM'), 'RADIXCHAR': (65536, '.'), 'THOUSEP': (65537, ''), 'YESEXPR': (327680, '^[yY]'),
    'NOEXPR': (327681, '^[nN]'), 'CRNCYSTR': (262159, '-'), 'ERA': (131116, ''), 'ERA_D_FMT': (131118, ''),
    'ERA_D_T_FMT': (131120, ''), 'ERA_T_FMT': (131121, ''), 'ALT_DIGITS': (131119, ''),
}
_DAYS = ('Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday')
_MONTHS = ('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
           'November', 'December')
for _at, _name in enumerate(_DAYS, 1):
    _LANGINFO[f'DAY_{_at}'] = (131078 + _at, _name)
    _LANGINFO[f'ABDAY_{_at}'] = (131071 + _at, _name[:3])
for _at, _name in enumerate(_MONTHS, 1):
    _LANGINFO[f'MON_{_at}'] = (131097 + _at, _name)
    _LANGINFO[f'ABMON_{_at}'] = (131085 + _at, _name[:3])
_texts = {}
for _name, (_at, _text) in _LANGINFO.items():
    globals()[_name] = _at
    _texts[_at] = _text
del _at, _name, _text

_KNOWN = {'C', 'POSIX', 'C.UTF-8', 'C.utf8'}
_current = ['C.UTF-8' if category == LC_CTYPE else 'C' for category in range(6)]
_NAMES = ('LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES')


def _wanted(category):
    """The locale of the environment."""
    for name in ('LC_ALL', _NAMES[category], 'LANG'):
        value = _os.environ.get(name)
        if value:
            return value
    return 'C'


def setlocale(category, locale=None, /):
    """The locale of a category, after setting it unless locale is None."""
    if category not in range(7):
        raise Error('invalid locale category')
    if locale is not None:
        places = range(6) if category == LC_ALL else [category]
        chosen = [_wanted(place) if locale == '' else locale for place in places]
        if ';' in locale:
            parts = dict(part.split('=', 1) for part in locale.split(';') if '=' in part)
            chosen = [parts.get(name, 'C') for name in _NAMES]
        if any(name not in _KNOWN for name in chosen):
            raise Error('unsupported locale setting')
        for place, name in zip(places, chosen):
            _current[place] = 'C' if name == 'POSIX' else name
    if category != LC_ALL:
        return _current[category]
    if len(set(_current)) == 1:
        return _current[0]
    extra = ('LC_PAPER', 'LC_NAME', 'LC_ADDRESS', 'LC_TELEPHONE', 'LC_MEASUREMENT', 'LC_IDENTIFICATION')
    order = ('LC_CTYPE', 'LC_NUMERIC', 'LC_TIME', 'LC_COLLATE', 'LC_MONETARY', 'LC_MESSAGES')
    return ';'.join([f'{name}={_current[_NAMES.index(name)]}' for name in order] + [f'{name}=C' for name in extra])


def localeconv():
    """How the locale writes numbers and money."""
    return {'decimal_point': '.', 'thousands_sep': '', 'grouping': [], 'int_curr_symbol': '',
            'currency_symbol': '', 'mon_decimal_point': '', 'mon_thousands_sep': '', 'mon_grouping': [],
            'positive_sign': '', 'negative_sign': '', 'int_frac_digits': 127, 'frac_digits': 127,
            'p_cs_precedes': 127, 'p_sep_by_space': 127, 'n_cs_precedes': 127, 'n_sep_by_space': 127,
            'p_sign_posn': 127, 'n_sign_posn': 127}


def nl_langinfo(key, /):
    """A text of the locale."""
    try:
        return _texts[key]
    except KeyError:
        raise ValueError('unsupported langinfo constant') from None


def strcoll(a, b, /):
    """Compare two strings: negative, zero or positive."""
    return (a > b) - (a < b)


def strxfrm(string, /):
    """A string that sorts as the locale wants this one sorted."""
    return string


def getencoding():
    """The encoding of the locale."""
    return 'utf-8'


def gettext(msg, /):
    return msg


def dgettext(domain, msg, /):
    return msg


def dcgettext(domain, msg, category, /):
    return msg


def textdomain(domain, /):
    return domain or 'messages'


def bindtextdomain(domain, dir, /):
    return dir


def bind_textdomain_codeset(domain, codeset, /):
    return codeset
