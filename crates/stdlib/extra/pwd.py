"""The users that /etc/passwd knows."""

import collections as _collections


class struct_passwd(_collections.namedtuple(
        'struct_passwd', 'pw_name pw_passwd pw_uid pw_gid pw_gecos pw_dir pw_shell')):
    """pwd.struct_passwd: what is known of a user."""

    __slots__ = ()
    n_fields = n_sequence_fields = 7
    n_unnamed_fields = 0

    def __repr__(self):
        return 'pwd.' + super().__repr__()


def getpwall():
    """All entries."""
    entries = []
    try:
        with open('/etc/passwd', encoding='utf-8', errors='surrogateescape') as file:
            for line in file:
                fields = line.rstrip('\n').split(':')
                if len(fields) == 7 and not line.startswith('#'):
                    entries.append(struct_passwd(*fields[:2], int(fields[2]), int(fields[3]), *fields[4:]))
    except OSError:
        pass
    return entries


def getpwnam(name, /):
    """The entry of a user's name."""
    if not isinstance(name, str):
        raise TypeError(f'getpwnam() argument must be str, not {type(name).__name__}')
    for entry in getpwall():
        if entry.pw_name == name:
            return entry
    raise KeyError(f'getpwnam(): name not found: {name!r}')


def getpwuid(uid, /):
    """The entry of a user's number."""
    if not isinstance(uid, int):
        raise TypeError(f'uid should be integer, not {type(uid).__name__}')
    for entry in getpwall():
        if entry.pw_uid == uid:
            return entry
    raise KeyError(f'getpwuid(): uid not found: {uid}')
