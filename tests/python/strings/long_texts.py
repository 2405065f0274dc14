# Texts and bytes so long that they are worked on in portions: what lies at a portion's edge counts as well.
import array
import base64
import binascii
import io
import json
import marshal
import struct
import unicodedata
import zlib

N = 140_000


def show(name, value):
    if isinstance(value, (list, tuple)):
        value = [(len(part), sum_of(part)) for part in value[:3]] + [len(value)]
    elif isinstance(value, (str, bytes, bytearray)):
        value = type(value).__name__, len(value), sum_of(value)
    print(name, value)


def sum_of(part):
    return zlib.crc32(part.encode('utf-8', 'surrogatepass') if isinstance(part, str) else bytes(part))


texts = {
    'ascii': 'ab c\n' * (N // 10),
    'latin': 'é' * N + 'z',
    'wide': 'жa' * (N // 4),
    'four': '😀ab' * (N // 6),
}
for name, s in texts.items():
    t = s[:-1] + '~'
    print(name, s == t, s < t, s == s[:1] + s[1:], hash(s) == hash(s[:1] + s[1:]), {s: 1}[s[:1] + s[1:]])
    for method in 'upper', 'lower', 'title', 'swapcase', 'casefold', 'capitalize', 'split', 'splitlines', 'rsplit':
        show(method, getattr(s, method)())
    for method in 'alpha', 'alnum', 'printable', 'identifier', 'lower', 'upper', 'title', 'space', 'numeric':
        print(method, getattr(s, 'is' + method)(), getattr((s + 'A' if method != 'space' else ' ' * N), 'is' + method)())
    for encoding in 'utf-8', 'utf-16', 'utf-32-be', 'utf-7', 'unicode_escape':
        b = s.encode(encoding)
        show(encoding, b)
        print(b.decode(encoding) == s)
    for errors in 'ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace':
        show(errors, s.encode('ascii', errors))
    show('stride', s[::-1] + s[::3] + s * 2 + s.center(2 * N, 'ж'))
    show('replace', s.replace('a', 'ж').replace('b', ''))
    show('translate', s.translate({97: 'xy', 1078: None, 233: 'e'}))
    show('parts', s.partition('~') + (s + '~x').rpartition('~') + tuple((s + '~x').split('~')))
    show('strip', (' ' * N + s + ' ' * N).strip() + s.strip('aéж😀') + ('ab' * N + 'x').lstrip('ba'))
    print((s + 'q').find('q'), (s + 'q').rfind('a'), (s + 'q').startswith(s), ('q' + s).endswith(s), s.removeprefix(t) == s)
    show('repr', repr(s) + ascii(s) + f'{s!r:>{3 * N}}' + '%*s' % (2 * N, s))
    print(json.loads(json.dumps(s)) == s, json.loads(json.dumps(s, ensure_ascii=False)) == s)
    print(marshal.loads(marshal.dumps(s)) == s)
    for form in 'NFC', 'NFD', 'NFKC', 'NFKD':
        show(form, unicodedata.normalize(form, s))
    file = io.StringIO(s + '\r\n' + s, newline=None)
    show('lines', file.readlines())
    file = io.TextIOWrapper(io.BytesIO((s + '\n' + s).encode('utf-16')), 'utf-16')
    show('text', file.readline() + file.read())
print(('x' * N + 'Σ' + "'" * N + 'b').lower()[N], ('x' * N + 'Σ' + "'" * N).lower()[N])
show('tabs', ('a' * N + '\tb\t').expandtabs(7))
show('broken', (b'\xc3\xa9' * N + b'\xff' + b'\xe2\x82').decode('utf-8', 'replace'))
show('marks', unicodedata.normalize('NFD', 'e' + '\u0301\u0323' * 9000))

b = bytes(range(256)) * 2200
a = bytearray(b)
a[1000:1010] = b"x" * 100_000
del a[300_000:300_001]
a.insert(400_000, 7)
del a[1::3]
a[::2] = b[:len(a[::2])]
a.reverse()
a *= 2
show('bytearray', a)
show('hex', b.hex() + b.hex(':', 3))
print(bytes.fromhex(b.hex()) == b, binascii.a2b_hex(binascii.b2a_hex(b)) == b)
print(base64.b64decode(base64.b64encode(b)) == b, binascii.a2b_qp(binascii.b2a_qp(b)) == b)
print(binascii.crc_hqx(b, 1), zlib.crc32(b), zlib.adler32(b))
show('bytes', b.title() + b.translate(None, b'abc') + b.replace(b'\n', b'') + b[::-1] + b * 2)
show('cut', b.split(b'\x07') + b.splitlines())
print(b < b[:-1], b == bytes(a), b[:-1] + b'\0' < b, (b + b'!').rfind(b'!'), 300 in array.array('h', b))
n = array.array('q', range(N))
n.byteswap()
n.byteswap()
n[10:10] = n
del n[::3]
n.reverse()
n[::2] = n[1::2]
print(len(n), sum(n), zlib.crc32(n.tobytes()), n == array.array('q', n.tolist()))
m = memoryview(a)
m[::2] = bytes(m[::2])
m[:] = bytes(m[::-1])
show('view', m.tobytes() + m[::-3].tobytes())
print(m == bytes(m), hash(memoryview(b)) == hash(b))
print(struct.unpack(f'{len(b)}s', struct.pack(f'{len(b)}s', b))[0] == b)
print(float('1' * 200_000 + 'e-199999'), float('0.' + '0' * N + '1e140001'), complex('1' * 300 + '_0' * N + 'e-140299j'))
long = 'ab' * 40_000
for hay in long * 3 + 'c' + long, 'ж' + long * 2 + 'b' + long:
    for needle in long, long + 'c', 'c' + long, 'b' + long, long[1:] + 'b', 'ж' + long, long + 'ж':
        print(hay.find(needle), hay.rfind(needle), hay.count(needle), needle in hay, [len(part) for part in hay.split(needle)])
for text, needle in ('x' + long + 'yy' + long * 2 + 'z', long), (b'x' + long.encode() * 3 + b'y', long.encode()):
    print([len(part) for part in text.split(needle, 2)], [len(part) for part in text.rsplit(needle, 2)])
    print(text.replace(needle, text[:1] * 2), len(text.replace(needle, text[:0], 1)), len(bytearray(b'x' + long.encode()).replace(long.encode(), b'')))
