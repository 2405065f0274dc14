"""Sockets of IPv4, and pairs of connected sockets. Names are resolved as far as they are numbers or this machine's."""

import posix as _posix
import select as _events

import _select
import _sockets

AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_RDM, SOCK_SEQPACKET = 1, 2, 3, 4, 5
SOCK_NONBLOCK, SOCK_CLOEXEC = 0o4000, 0o2000000
SOL_SOCKET, SOL_IP, SOL_TCP, SOL_UDP = 1, 0, 6, 17
SO_DEBUG, SO_REUSEADDR, SO_TYPE, SO_ERROR, SO_DONTROUTE, SO_BROADCAST = 1, 2, 3, 4, 5, 6
SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE, SO_OOBINLINE, SO_LINGER, SO_REUSEPORT = 7, 8, 9, 10, 13, 15
SO_RCVTIMEO, SO_SNDTIMEO, SO_ACCEPTCONN = 20, 21, 30
IPPROTO_IP, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6 = 0, 1, 6, 17, 41
IPV6_V6ONLY, IP_TOS, IP_TTL, IP_MULTICAST_TTL, IP_ADD_MEMBERSHIP = 26, 1, 2, 33, 35
TCP_NODELAY, TCP_MAXSEG, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT = 1, 2, 4, 5, 6
MSG_OOB, MSG_PEEK, MSG_DONTROUTE, MSG_TRUNC, MSG_DONTWAIT, MSG_WAITALL, MSG_NOSIGNAL = 1, 2, 4, 32, 64, 256, 16384
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_NUMERICSERV = 1, 2, 4, 1024
EAI_AGAIN, EAI_FAIL, EAI_FAMILY, EAI_NONAME, EAI_SERVICE, EAI_SOCKTYPE = -3, -4, -6, -2, -8, -7
NI_NUMERICHOST, NI_NUMERICSERV, NI_NAMEREQD, NI_DGRAM, NI_MAXHOST, NI_MAXSERV = 1, 2, 8, 16, 1025, 32
INADDR_ANY, INADDR_BROADCAST, INADDR_LOOPBACK, INADDR_NONE = 0, 0xffffffff, 0x7f000001, 0xffffffff
SOMAXCONN = 4096
SCM_RIGHTS = 1
has_ipv6 = False

error = OSError
timeout = TimeoutError


class herror(OSError):
    __module__ = 'socket'


class gaierror(OSError):
    __module__ = 'socket'


_default = None


def _missing(*args, **kwargs):
    raise NotImplementedError('Pitviper has no sockets yet')


def _resolved(address):
    if not isinstance(address, tuple):
        raise TypeError(f'AF_INET address must be tuple, not {type(address).__name__}')
    host, port = address
    return gethostbyname(host), port


class socket:
    """A socket: a new one, or one given by its descriptor."""

    __slots__ = ('_family', '_type', '_proto', '_timeout', '_fd')

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self._fd = -1
        if fileno is None:
            if family not in (-1, AF_INET):
                raise OSError(97, 'Address family not supported by protocol')
            family = AF_INET
            fileno = _sockets.create(SOCK_STREAM if type == -1 else type, max(proto, 0))
        self._family = AF_UNIX if family == -1 else family
        self._type = SOCK_STREAM if type == -1 else type
        self._proto = 0 if proto == -1 else proto
        self._timeout = _default
        self._fd = fileno

    def fileno(self):
        """The descriptor; -1 when the socket is closed."""
        return self._fd

    def detach(self):
        """The descriptor, which is left open; the socket counts as closed."""
        fd, self._fd = self._fd, -1
        return fd

    def close(self):
        fd, self._fd = self._fd, -1
        if fd >= 0:
            _posix.close(fd)

    __del__ = close

    def setblocking(self, flag, /):
        self.settimeout(None if flag else 0.0)

    def getblocking(self):
        return self._timeout != 0

    def settimeout(self, timeout, /):
        """Seconds to wait at most, None for no limit."""
        if timeout is not None and timeout < 0:
            raise ValueError('Timeout value out of range')
        self._timeout = timeout
        _posix.set_blocking(self._fd, timeout is None)

    def gettimeout(self):
        return self._timeout

    family = property(lambda self: self._family, doc='the socket family')
    type = property(lambda self: self._type, doc='the socket type')
    proto = property(lambda self: self._proto, doc='the socket protocol')
    timeout = property(gettimeout, doc='the socket timeout')

    def _wait(self, events):
        if self._timeout:
            ready = _events.poll()
            ready.register(self._fd, events)
            if not ready.poll(self._timeout * 1000):
                raise TimeoutError('timed out')

    def recv(self, bufsize, flags=0, /):
        """At most so many bytes; none when the other side is closed."""
        self._wait(_events.POLLIN)
        return _posix.read(self._fd, bufsize)

    def recv_into(self, buffer, nbytes=0, flags=0):
        """As recv(), into a buffer."""
        view = memoryview(buffer).cast('B')
        data = self.recv(nbytes or len(view), flags)
        view[:len(data)] = data
        return len(data)

    def send(self, data, flags=0, /):
        """Send bytes; how many were sent."""
        self._wait(_events.POLLOUT)
        return _posix.write(self._fd, data)

    def sendall(self, data, flags=0, /):
        """Send all of the bytes."""
        view = memoryview(data).cast('B')
        while len(view):
            view = view[self.send(view):]

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
        """Send bytes from several buffers; how many were sent."""
        if list(ancdata):
            raise OSError(95, _posix.strerror(95))
        if address is not None:
            _missing()
        return self.send(b''.join(memoryview(buffer).cast('B') for buffer in buffers), flags)

    def recvmsg(self, bufsize, ancbufsize=0, flags=0, /):
        """At most so many bytes, with nothing besides them: (data, [], 0, None)."""
        return self.recv(bufsize, flags), [], 0, None

    def recvmsg_into(self, buffers, ancbufsize=0, flags=0, /):
        """As recvmsg(), into several buffers."""
        views = [memoryview(buffer).cast('B') for buffer in buffers]
        data = self.recv(sum(map(len, views)), flags)
        done = 0
        for view in views:
            part = data[done:done + len(view)]
            view[:len(part)] = part
            done += len(part)
        return done, [], 0, None

    def getsockname(self):
        """The own address."""
        return _sockets.name(self._fd, False) if self._family == AF_INET else ''

    def getpeername(self):
        """The other side's address."""
        return _sockets.name(self._fd, True) if self._family == AF_INET else ''

    def bind(self, address, /):
        """Take an address: (host, port)."""
        _sockets.bind(self._fd, *_resolved(address))

    def listen(self, backlog=128, /):
        """Let others connect."""
        _sockets.listen(self._fd, max(backlog, 0))

    def connect(self, address, /):
        """Connect with an address: (host, port)."""
        try:
            _sockets.connect(self._fd, *_resolved(address))
        except BlockingIOError:
            if not self._timeout:
                raise
            self._wait(_events.POLLOUT)
            if error := self.getsockopt(SOL_SOCKET, SO_ERROR):
                raise OSError(error, _posix.strerror(error)) from None

    def connect_ex(self, address, /):
        """As connect(), but give the number of the error, 0 for none."""
        try:
            self.connect(address)
        except OSError as error:
            return error.errno
        return 0

    def _accept(self):
        self._wait(_events.POLLIN)
        return _sockets.accept(self._fd)

    def shutdown(self, how, /):
        """End one direction, or both."""
        _sockets.shutdown(self._fd, how)

    def getsockopt(self, level, option, buflen=0, /):
        """An option's value, a number."""
        return _sockets.option(self._fd, level, option)

    def setsockopt(self, level, option, value, optlen=None, /):
        """Set an option to a number."""
        _sockets.option(self._fd, level, option, value)

    def _no(self, *args):
        _missing()

    recvfrom = recvfrom_into = sendto = _no


SocketType = socket


def socketpair(family=AF_UNIX, type=SOCK_STREAM, proto=0, /):
    """Two sockets that are connected with each other."""
    return tuple(socket(family, type, proto, fd) for fd in _select.socketpair(family, type, proto))


def gethostbyname(host, /):
    """The IPv4 address of this machine's own names; numbers are given back."""
    if isinstance(host, (bytes, bytearray)):
        host = host.decode('ascii')
    if host == '':
        return '0.0.0.0'
    if host in ('localhost', gethostname()):
        return '127.0.0.1'
    if host == '<broadcast>':
        return '255.255.255.255'
    try:
        return inet_ntoa(inet_aton(host))
    except OSError:
        raise gaierror(EAI_NONAME, 'Name or service not known') from None


getaddrinfo = getnameinfo = gethostbyname_ex = gethostbyaddr = _missing
getservbyname = getservbyport = getprotobyname = if_nameindex = if_nametoindex = if_indextoname = _missing
dup = _missing


def close(fd, /):
    """Close a descriptor."""
    _posix.close(fd)


def gethostname():
    """The machine's name."""
    import os
    return os.uname().nodename


def sethostname(name, /):
    raise PermissionError(1, 'Operation not permitted')


def getdefaulttimeout():
    return _default


def setdefaulttimeout(timeout, /):
    global _default
    _default = timeout


def ntohs(x, /):
    return (x & 0xff) << 8 | x >> 8


htons = ntohs


def ntohl(x, /):
    return int.from_bytes(x.to_bytes(4, 'big'), 'little')


htonl = ntohl


def inet_aton(ip_addr, /):
    """An IPv4 address as bytes."""
    parts = ip_addr.split('.')
    try:
        return bytes(int(part, 0) for part in parts) if len(parts) == 4 else int(ip_addr, 0).to_bytes(4, 'big')
    except ValueError:
        raise OSError('illegal IP address string passed to inet_aton') from None


def inet_ntoa(packed_ip, /):
    """An IPv4 address as text."""
    if len(packed_ip) != 4:
        raise OSError('packed IP wrong length')
    return '.'.join(map(str, packed_ip))


def inet_pton(address_family, ip_string, /):
    """An address as bytes."""
    import ipaddress
    make = {AF_INET: ipaddress.IPv4Address, AF_INET6: ipaddress.IPv6Address}.get(address_family)
    if make is None:
        raise OSError(97, 'Address family not supported by protocol')
    try:
        return make(ip_string).packed
    except ValueError:
        raise OSError('illegal IP address string passed to inet_pton') from None


def inet_ntop(address_family, packed_ip, /):
    """An address as text."""
    import ipaddress
    make, size = {AF_INET: (ipaddress.IPv4Address, 4), AF_INET6: (ipaddress.IPv6Address, 16)}.get(address_family, (None, 0))
    if make is None:
        raise ValueError(f'unknown address family {address_family}')
    if len(packed_ip) != size:
        raise ValueError('invalid length of packed IP address string')
    return str(make(bytes(packed_ip)))


CAPI = None
