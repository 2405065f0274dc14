"""The groups that /etc/group knows."""

import collections as _collections


class struct_group(_collections.namedtuple('struct_group', 'gr_name gr_passwd gr_gid gr_mem')):
    """grp.struct_group: what is known of a group."""

    __slots__ = ()
    n_fields = n_sequence_fields = 4
    n_unnamed_fields = 0

    def __repr__(self):
        return 'grp.' + super().__repr__()


def getgrall():
    """All entries."""
    entries = []
    try:
        with open('/etc/group', encoding='utf-8', errors='surrogateescape') as file:
            for line in file:
                fields = line.rstrip('\n').split(':')
                if len(fields) == 4 and not line.startswith('#'):
                    members = fields[3].split(',') if fields[3] else []
                    entries.append(struct_group(fields[0], fields[1], int(fields[2]), members))
    except OSError:
        pass
    return entries


def getgrnam(name):
    """The entry of a group's name."""
    for entry in getgrall():
        if entry.gr_name == name:
            return entry
    raise KeyError(f'getgrnam(): name not found: {name!r}')


def getgrgid(id):
    """The entry of a group's number."""
    if not isinstance(id, int):
        raise TypeError(f'gid should be integer, not {type(id).__name__}')
    for entry in getgrall():
        if entry.gr_gid == id:
            return entry
    raise KeyError(f'getgrgid(): gid not found: {id}')
