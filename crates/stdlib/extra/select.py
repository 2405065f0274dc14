"""Waiting until descriptors can be read or written: select(), poll() and epoll."""

import _select
from posix import close as _close

error = OSError

POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL = 1, 2, 4, 8, 16, 32
POLLRDNORM, POLLRDBAND, POLLWRNORM, POLLWRBAND, POLLMSG, POLLRDHUP = 64, 128, 256, 512, 1024, 0x2000

EPOLLIN, EPOLLPRI, EPOLLOUT, EPOLLERR, EPOLLHUP = 1, 2, 4, 8, 16
EPOLLRDNORM, EPOLLRDBAND, EPOLLWRNORM, EPOLLWRBAND, EPOLLMSG, EPOLLRDHUP = 64, 128, 256, 512, 1024, 0x2000
EPOLLEXCLUSIVE, EPOLLWAKEUP, EPOLLONESHOT, EPOLLET = 1 << 28, 1 << 29, 1 << 30, 1 << 31
EPOLL_CLOEXEC = 0o2000000
PIPE_BUF = 4096

_ADD, _DELETE, _MODIFY = 1, 2, 3


def _descriptor(file):
    if isinstance(file, int):
        fd = file
    else:
        try:
            fileno = file.fileno
        except AttributeError:
            raise TypeError('argument must be an int, or have a fileno() method') from None
        fd = fileno()
        if not isinstance(fd, int):
            raise TypeError('fileno() returned a non-integer')
    if fd < 0:
        raise ValueError(f'file descriptor cannot be a negative integer ({fd})')
    return fd


def _milliseconds(timeout, unit):
    """Whole milliseconds, rounded up; -1 for no limit."""
    if timeout is None:
        return -1
    try:
        timeout *= unit
    except TypeError:
        raise TypeError('timeout must be a real number or None') from None
    whole = int(timeout)
    return whole + 1 if whole < timeout else whole


def select(rlist, wlist, xlist, timeout=None, /):
    """Wait until some of three lists of files are ready for reading, writing, or have something exceptional."""
    if timeout is not None and timeout < 0:
        raise ValueError('timeout must be non-negative')
    lists = [[(file, _descriptor(file)) for file in files] for files in (rlist, wlist, xlist)]
    wanted = {}
    for files, events in zip(lists, (POLLIN, POLLOUT, POLLPRI)):
        for _, fd in files:
            wanted[fd] = wanted.get(fd, 0) | events
    came = dict(_select.poll(list(wanted.items()), _milliseconds(timeout, 1000)))
    if any(events & POLLNVAL for events in came.values()):
        raise OSError(9, 'Bad file descriptor')
    masks = (POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI)
    return tuple([file for file, fd in files if came.get(fd, 0) & mask] for files, mask in zip(lists, masks))


# Not a method where it is an attribute of a class: `selectors` has it so.
select = staticmethod(select)


class poll:
    """A set of descriptors to wait for."""

    def __init__(self):
        self._wanted = {}

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /):
        """Add a descriptor, or change what is waited for."""
        self._wanted[_descriptor(fd)] = eventmask

    def modify(self, fd, eventmask, /):
        """Change what is waited for."""
        fd = _descriptor(fd)
        if fd not in self._wanted:
            raise FileNotFoundError(2, 'No such file or directory')
        self._wanted[fd] = eventmask

    def unregister(self, fd, /):
        """Remove a descriptor."""
        del self._wanted[_descriptor(fd)]

    def poll(self, timeout=None, /):
        """Wait, at most some milliseconds; pairs of descriptor and events."""
        limit = -1 if timeout is not None and timeout < 0 else _milliseconds(timeout, 1)
        return _select.poll(list(self._wanted.items()), limit)


class epoll:
    """A set of descriptors to wait for, kept by the system."""

    def __init__(self, sizehint=-1, flags=0):
        if sizehint < -1 or sizehint == 0:
            raise ValueError('sizehint must be positive or -1')
        self._fd = _select.epoll_create()

    @classmethod
    def fromfd(cls, fd, /):
        """The set that a descriptor stands for."""
        made = cls.__new__(cls)
        made._fd = fd
        return made

    @property
    def closed(self):
        return self._fd < 0

    def _open(self):
        if self._fd < 0:
            raise ValueError('I/O operation on closed epoll object')
        return self._fd

    def fileno(self):
        return self._open()

    def close(self):
        fd, self._fd = self._fd, -1
        if fd >= 0:
            _close(fd)

    def register(self, fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT):
        _select.epoll_control(self._open(), _ADD, _descriptor(fd), eventmask)

    def modify(self, fd, eventmask):
        _select.epoll_control(self._open(), _MODIFY, _descriptor(fd), eventmask)

    def unregister(self, fd):
        _select.epoll_control(self._open(), _DELETE, _descriptor(fd), 0)

    def poll(self, timeout=None, maxevents=-1):
        """Wait, at most some seconds; pairs of descriptor and events."""
        limit = -1 if timeout is not None and timeout < 0 else _milliseconds(timeout, 1000)
        if maxevents == 0 or maxevents < -1:
            raise ValueError(f'maxevents must be greater than 0, got {maxevents}')
        return _select.epoll_wait(self._open(), limit, 255 if maxevents == -1 else maxevents)

    def __enter__(self):
        self._open()
        return self

    def __exit__(self, exc_type=None, exc_value=None, exc_tb=None, /):
        self.close()

    def __del__(self):
        if getattr(self, '_fd', -1) >= 0:
            self.close()
