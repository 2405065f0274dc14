"""What the library's socket module needs to be imported. There are no sockets yet: making one fails."""

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
has_ipv6 = True

error = OSError
timeout = TimeoutError


class herror(OSError):
    __module__ = 'socket'


class gaierror(OSError):
    __module__ = 'socket'


_default = None


def _missing(*args, **kwargs):
    raise NotImplementedError('Pitviper has no sockets yet')


class socket:
    """A socket: cannot be made yet."""

    __slots__ = ()

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        _missing()


SocketType = socket
socketpair = getaddrinfo = getnameinfo = gethostbyname = gethostbyname_ex = gethostbyaddr = _missing
getservbyname = getservbyport = getprotobyname = if_nameindex = if_nametoindex = if_indextoname = _missing
dup = _missing


def close(fd, /):
    """Close a descriptor."""
    import os
    os.close(fd)


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
