//! How late a time limit comes: programs that never end, or not soon, each under 50 ms.
//!
//! `cargo run --release --example stopping`
#![expect(clippy::disallowed_types, reason = "the memory of an example")]
use std::time::{Duration, Instant};

use pitviper::{Error, Interpreter};

const LIMIT: Duration = Duration::from_millis(50);

/// Name, what is prepared without a limit, and what runs under it: for ever, once it is begun.
const PROGRAMS: &[(&str, &str, &str)] = &[
    // Python.
    ("loop", "", "while True: pass"),
    ("except BaseException", "", "while True:\n  try:\n    while True: pass\n  except BaseException: pass"),
    ("finally", "", "try:\n  while True: pass\nfinally:\n  while True: pass"),
    ("finalizers", "class D:\n  def __del__(self):\n    D()", "D()\nwhile True: pass"),
    ("__eq__ in a dict", EQUAL, "d = {}\nwhile True: d[K()] = 1"),
    ("sleep", "import time", "time.sleep(100)"),
    ("compile", "s = 'x = [1, 2, (3, 4)]\\n' * 100_000", "while True: compile(s, '<s>', 'exec')"),
    ("compile a literal", "s = '[' + '1, ' * 2_000_000 + ']'", "while True: compile(s, '<s>', 'eval')"),
    ("ast.parse", "import ast\ns = 'x = [1, 2, (3, 4)]\\n' * 100_000", "while True: ast.parse(s)"),
    // Numbers.
    ("10**10**8", "", "10**10**8"),
    ("int product", "n = 7 ** 20_000_000", "while True: n * n"),
    ("int quotient", "n = 7 ** 2_000_000; m = 3 ** 1_500_000", "while True: n // m"),
    ("int shift", "n = 1 << 800_000_000", "while True: n >> 1"),
    ("int sum", "n = 1 << 800_000_000", "while True: n + n"),
    ("pow with modulus", "n = 7 ** 20_000", "while True: pow(n, n, n + 2)"),
    ("int to decimal", "import sys\nsys.set_int_max_str_digits(0)\nn = 1 << 20_000_000", "while True: str(n)"),
    ("decimal to int", "import sys\nsys.set_int_max_str_digits(0)\ns = '7' * 5_000_000", "while True: int(s)"),
    ("hexadecimal", "n = 7 ** 50_000_000\ns = hex(n)", "while True: int(s, 16); hex(n)"),
    ("factorial", "import math", "while True: math.factorial(1_000_000)"),
    ("comb", "import math", "while True: math.comb(3_000_000, 1_000_000)"),
    ("gcd", "import math\nn = 7 ** 3_000_000; m = 3 ** 4_000_000", "while True: math.gcd(n, m)"),
    ("isqrt", "import math\nn = 7 ** 20_000_000", "while True: math.isqrt(n)"),
    ("fsum", "import math\nl = [0.1] * 5_000_000", "while True: math.fsum(l)"),
    ("decimal", "import decimal\ndecimal.getcontext().prec = 1_000_000", "while True: decimal.Decimal(2).sqrt()"),
    // Iteration.
    ("sum of a range", "", "sum(range(10**12))"),
    ("any of an iterator", "import itertools", "any(itertools.repeat(0))"),
    ("deque of an iterator", "import itertools, collections", "collections.deque(itertools.count(), maxlen=0)"),
    ("product", "import itertools", "for _ in itertools.product(range(1000), repeat=9): pass"),
    ("min with key", "", "min(range(10**12), key=abs)"),
    ("zip", "import itertools", "list(zip(itertools.repeat(1), [0] * 0)); set(map(abs, itertools.repeat(1)))"),
    // Lists.
    ("sorted, plain", "import random\nl = [random.random() for _ in range(1_000_000)]", "while True: sorted(l)"),
    ("sorted, with key", "l = list(range(300_000))", "while True: sorted(l, key=lambda n: -n)"),
    ("sorted strings", "l = [str(n * 7919 % 1_000_003) for n in range(1_000_000)]", "while True: sorted(l)"),
    ("list comparison", "l = [0.5] * 5_000_000; m = list(l)", "while True: l == m"),
    ("list repeat", "", "while True: [None] * 10_000_000"),
    ("list copy", "l = [str(n) for n in range(2_000_000)]", "while True: list(l); l[:]; tuple(l); l + l"),
    ("list reverse", "l = [0] * 50_000_000", "while True: l.reverse()"),
    ("list.insert", "l = [0] * 50_000_000", "while True: l.insert(0, 0)"),
    ("list.count", "l = [0] * 50_000_000", "while True: l.count(1); l.index(0); 1 in l"),
    ("list slices", "l = [0] * 20_000_000", "while True: l[::2]; l[::2] = l[1::2]"),
    ("list and del", "l = []", "while True: l = [str(n) for n in range(100_000)]; del l[::3]"),
    (
        "clear",
        "import collections\nl = [None] * 20_000_000; d = dict.fromkeys(range(3_000_000)); s = set(d); q = collections.deque(l); \
         o = collections.OrderedDict(d)",
        "while True: x = l[:];x.clear(); x = l[:];del x[:]; x = l[:];x[:] = []; x = l[:];del x[::2]; x = l[:];x *= 0; \
         x = d.copy();x.clear(); x = s.copy();x.clear(); x = q.copy();x.clear(); x = o.copy();x.clear()",
    ),
    ("gc.get_referrers", "import gc\nl = [[n] for n in range(2_000_000)]", "while True: gc.get_referrers(l[0], l)"),
    ("deque rotate", "import collections\nd = collections.deque(range(20_000_000))", "while True: d.rotate(7_000_000)"),
    ("heapify", "import heapq\nl = list(range(3_000_000, 0, -1))", "while True: heapq.heapify(l); l.reverse()"),
    (
        "array",
        "import array\na = array.array('d', [0.5]) * 10_000_000",
        "while True: a.count(1); a.tolist(); a.byteswap()",
    ),
    // Dictionaries and sets.
    ("set of ints", "r = range(3_000_000)", "while True: set(r)"),
    ("set of a large range", "r = range(9_000_000)", "while True: set(r)"),
    (
        "set operations",
        "s = set(range(3_000_000)); t = set(range(1, 3_000_001))",
        "while True: s | t; s & t; s - t; s ^ t; s <= t",
    ),
    ("set copy", "s = set(range(5_000_000))", "while True: s.copy(); frozenset(s); s == set(s)"),
    ("dict of ints", "", "while True: {n: n for n in range(9_000_000)}"),
    ("dict copy", "d = {str(n): n for n in range(2_000_000)}", "while True: dict(d); d | d; {**d}"),
    ("dict comparison", "d = {n: n for n in range(3_000_000)}; e = dict(d)", "while True: d == e; d.keys() & e.keys()"),
    ("dict.fromkeys", "l = list(range(4_000_000))", "while True: dict.fromkeys(l)"),
    (
        "dict as a queue",
        "d = dict.fromkeys(range(3_000_000))",
        "n = 3_000_000\nwhile True:\n  d[n] = 1; del d[n - 3_000_000]; n += 1",
    ),
    (
        "dict with gaps",
        "d = dict.fromkeys(range(9_000_000))\nfor n in range(8_999_999): del d[n]",
        "while True:\n  for _ in d: pass",
    ),
    ("Counter", "import collections\nl = [1, 2, 3] * 3_000_000", "while True: collections.Counter(l)"),
    // Text and bytes.
    ("str.replace", "s = 'ab' * 5_000_000", "while True: s.replace('a', 'bcd')"),
    ("str.count", "s = 'ab' * 10_000_000", "while True: s.count('ba')"),
    ("str.find", "s = 'a' * 100_000_000", "while True: s.find('b'); s.find('aab'); 'é' in s"),
    ("str.find, periodic", "s = ('a' * 1000 + 'b') * 50_000; t = 'a' * 1001", "while True: s.find(t); s.rfind(t)"),
    ("str.join", "l = ['abc'] * 1_000_000", "while True: ''.join(l)"),
    ("str.split", "s = 'ab ' * 5_000_000", "while True: s.split(); s.split('b'); s.splitlines()"),
    ("str comparison", "s = 'ab' * 50_000_000; t = s[:-1] + 'b'", "while True: s == t; s < t"),
    ("str hash", "s = 'ab' * 50_000_000", "while True: hash(s[1:])"),
    ("str casing", "s = 'abÄ' * 10_000_000", "while True: s.upper(); s.casefold(); s.title(); s.isupper()"),
    ("str.translate", "s = 'abc' * 5_000_000", "while True: s.translate({97: 'xy', 98: None})"),
    ("str.strip", "s = ' ' * 100_000_000", "while True: s.strip(); s.isspace()"),
    ("str slices", "s = 'abä' * 30_000_000", "while True: s[::-1]; s[::7]; s * 2"),
    (
        "str and bytes",
        "s = 'abä' * 10_000_000; b = s.encode()",
        "while True: s.encode('utf-16'); b.decode(); b.decode('latin-1')",
    ),
    ("repr of text", "s = 'ab\\n' * 10_000_000", "while True: repr(s); ascii(s)"),
    ("format", "", "while True: '%100000000d' % 1; format(1, '>100000000'); f'{1:0100000000d}'"),
    ("format of a list", "l = [1.5] * 1_000_000", "while True: str(l); '%s' % l"),
    (
        "bytes",
        "b = bytes(100_000_000)",
        "while True: b.count(b'a'); b.find(b'ab'); b.replace(b'ab', b''); b.hex(); b + b",
    ),
    (
        "bytearray",
        "b = bytearray(100_000_000)",
        "while True: b[::-1]; b.translate(bytes(256)); b.upper(); b == b[:]; del b[1:2]",
    ),
    (
        "str, one piece",
        "s = 'a' * 100_000_000; t = s[:-1]",
        "while True: s.split(); s.rsplit(); s.split('b'); s.rsplit('bc'); s.splitlines(); s.partition('b'); \
         s.rpartition('b'); s.startswith(t); s.endswith(t); s.removeprefix(t); s.removesuffix(t); s.strip('ab'); \
         s.lower(); s.swapcase(); s.capitalize(); s.translate({97: 98}); s[1:]; s + t; ''.join([s, t])",
    ),
    (
        "str predicates",
        "s = 'é' * 50_000_000; n = '1' * 100_000_000",
        "while True: s.isalpha(); s.isalnum(); s.isprintable(); s.isidentifier(); s.islower(); n.isdigit(); \
         n.isdecimal(); n.isnumeric(); n.isupper(); n.istitle(); ('A' + s).istitle()",
    ),
    (
        "str, wide",
        "s = 'ж' * 30_000_000; t = s[:-1] + '😀'; u = s[:-1] + 'q'",
        "while True: s == u; s < u; s < t; s.find('q'); s.rfind('q'); s.split('q'); s.split(); s.splitlines(); \
         s.strip('жq'); s.upper(); s.replace('ж', 'q'); s[::-1]; t[::2]; s * 3; s + t; hash(s[1:]); repr(s); ascii(s); \
         s.encode(); t.encode('utf-16'); t.encode('utf-32'); s.encode('utf-7'); s.encode('unicode_escape'); \
         s.encode('ascii', 'replace'); s.encode('ascii', 'xmlcharrefreplace'); s.encode('cp1251')",
    ),
    ("str casing, a final sigma", "s = 'Σ' + \"'\" * 100_000_000", "while True: s.lower()"),
    (
        "str padding",
        "t = '\\t' * 1_000_000",
        "while True: 'a'.center(100_000_000); 'a'.ljust(100_000_000, 'ж'); '-1'.zfill(100_000_000); t.expandtabs(100); \
         'a' * 100_000_000; 'ab' * 50_000_000",
    ),
    (
        "str formatting",
        "s = 'a' * 100_000_000; n = '1' * 100_000_000",
        "while True: f'{s}b'; '%s%s' % (s, s); '{}{}'.format(s, s); format(s, '>150000000'); format(s, '.90000000'); \
         '%150000000s' % s; '%100000000c' % 'a'; f'{1.5:100000000}'; f'{1j:100000000}'; '%.*f' % (50_000_000, 1.5); \
         f'{1:0>100000000,}'; f'{2:0100000000,}'; '%#0100000000x' % 1; b'%100000000d' % 1; b'%s!' % bytes(100_000_000); \
         (s + '{}').format(1); (s + '%d') % 1; repr(s); float(n)",
    ),
    (
        "str, long needles",
        "s = 'ab' * 50_000_000; t = 'ab' * 10_000_000 + 'b'; u = 'ab' * 25_000_000",
        "while True: s.find(t); s.rfind(t); t in s; s.count(t); s.count(u); s.split(t); s.replace(t, 'c'); s.find(u + 'b')",
    ),
    (
        "str to nothing",
        "s = 'a' * 100_000_000; b = s.encode(); l = [''] * 20_000_000",
        "while True: s.replace('a', ''); s.replace('aa', ''); s.translate({97: None}); b.translate(None, b'a'); \
         b.replace(b'a', b''); ''.join(l); b''.join([b''] * 20_000_000); str.maketrans(s[:9_000_000], s[:9_000_000]); \
         b.decode('ascii', 'ignore'); s.encode('utf-8', 'ignore')",
    ),
    (
        "str as a key",
        "s = 'a' * 100_000_000; d = {s: 1}; t = s[:-1] + 'a'; hash(t)\nassert t in d",
        "while True: t in d; d[t]; {t}; {s} & {t}; [s].index(t); {s[1:]: 1}; [s] == [t]; (s,) < (t,)",
    ),
    ("str concatenation", "s = 'a' * 50_000_000", "while True:\n  t = ''\n  for _ in range(8): t += s"),
    (
        "decoding",
        "b = 'abä'.encode() * 10_000_000; u = b'a' * 100_000_000; w = 'abä'.encode('utf-16-le') * 10_000_000; \
         f = b[:-1] + b'x'",
        "while True: u.decode(); u.decode('latin-1'); u.decode('ascii'); f.decode('utf-8', 'replace'); \
         b.decode('utf-8', 'ignore'); b.decode('ascii', 'replace'); b.decode('cp1252', 'replace'); w.decode('utf-16'); \
         u.decode('utf-32', 'replace'); u.decode('utf-7'); u.decode('unicode_escape'); u.decode('raw_unicode_escape'); \
         str(u, 'utf-8')",
    ),
    (
        "codecs",
        "import codecs\nb = b'a' * 50_000_000; s = b.decode()",
        "while True: codecs.escape_encode(b); codecs.escape_decode(b); codecs.charmap_encode(s, 'strict'); \
         codecs.readbuffer_encode(b); codecs.utf_8_decode(b); codecs.utf_16_encode(s); codecs.charmap_decode(b); \
         codecs.decode(b, 'base64'); codecs.encode(s, 'rot13')",
    ),
    (
        "bytes, more",
        "b = bytes(100_000_000); c = b[:-1]",
        "while True: b.split(); b.split(b'a'); b.rsplit(b'ab'); b.splitlines(); b.partition(b'a'); b.strip(b'\\0'); b.isspace(); \
         b.isascii(); b.islower(); b.istitle(); b.lower(); b.title(); b.center(150_000_000); b.zfill(150_000_000); \
         b.expandtabs(); b.translate(None, b'a'); b.hex(':', 3); b[::-1]; b[1:]; b * 2; hash(b[1:]); c < b; b.startswith(c); \
         b'a' in b; 1 in b; b.join([b, c]); repr(b); bytes(100_000_000); bytearray(b); bytes(bytearray(b)); \
         b'ab' * 50_000_000; b.rfind(b'ab'); b.replace(b'\\0', b'a')",
    ),
    (
        "bytes, made",
        "h = '00' * 50_000_000; l = [0] * 10_000_000; s = 'a' * 100_000_000",
        "while True: bytes.fromhex(h); bytes(l); bytearray(l); bytes(s, 'ascii'); bytearray(s, 'latin-1')",
    ),
    (
        "bytearray, more",
        "b = bytearray(100_000_000); c = bytes(100_000_000); n = 0",
        "while True: b.insert(50_000_000, 0); b.pop(50_000_000); b.reverse(); b.copy(); b[10:20] = b'abc'; b[::2] = c[::2]; \
         b[:] = c; b.remove(0); b.append(0); 1 in b; b.count(1); b < c; b + c; b * 2; b.find(b'ab'); b.strip(b'\\0'); \
         bytearray(c); x = bytearray(c);del x[::3]; x = bytearray(c);x *= 2; x = bytearray();x.extend(c); \
         x = bytearray();x += c; repr(b); b.decode('latin-1'); b.split(b'a')",
    ),
    (
        "memoryview",
        "b = bytearray(100_000_000); m = memoryview(b); c = bytes(b); r = memoryview(c)",
        "while True: m.tobytes(); m.tolist(); m[::-1].tobytes(); m.hex(); m == r; m[:] = c; m[::2] = c[::2]; bytes(m); \
         hash(memoryview(bytes(c))); m.cast('q').tolist(); m.count(1); 1 in m; bytes(m[::2]); m.cast('q') == r.cast('q'); \
         m.cast('B', [10, 10_000_000]).tobytes('F')",
    ),
    (
        "array, more",
        "import array\na = array.array('q', [1]) * 10_000_000; b = a.tobytes(); l = a.tolist(); t = array.array('w', 'ж') * 9_000_000",
        "while True: a.tobytes(); array.array('q', b); array.array('q', l); array.array('i', a); a + a; a * 2; a[::-1]; a[1:]; \
         a.reverse(); a == a[:]; a.insert(1000, 1); a.pop(1000); a.index(2) if 2 in a else 0; repr(a); t.tounicode(); \
         array.array('w', t.tounicode()); x = a[:];del x[::2]; a[:] = a[:]; a[::2] = a[1::2]; x = a[:];x.extend(a); \
         x = a[:];x *= 2; x = a[:];x.frombytes(b); x = array.array('q');x.fromlist(l); a < a[:]",
    ),
    (
        "unicodedata",
        "import unicodedata\ns = 'é' * 5_000_000; t = 'e' + '\\u0301\\u0323' * 3_000_000; a = 'a' * 100_000_000",
        "while True: unicodedata.normalize('NFD', s); unicodedata.normalize('NFC', s); unicodedata.normalize('NFKD', s); \
         unicodedata.normalize('NFKC', t); unicodedata.normalize('NFC', t); unicodedata.is_normalized('NFC', t); \
         unicodedata.is_normalized('NFD', s); unicodedata.normalize('NFC', a)",
    ),
    // The library.
    ("regex", "import re", "re.match('(a*)*b', 'a' * 10_000_000)"),
    (
        "regex, sub",
        "import re\ns = 'ab' * 10_000_000",
        "while True: re.sub('a', 'x', s); re.findall('b', s); re.split('a', s)",
    ),
    ("json", "import json\nd = [{'a': [1, 2, 3]}] * 300_000", "while True: json.dumps(d)"),
    ("json.loads", "import json\ns = '[' + '{\"a\": 1.5}, ' * 1_000_000 + '0]'", "while True: json.loads(s)"),
    (
        "pickle",
        "import pickle\nd = [str(n) for n in range(1_000_000)]; s = pickle.dumps(d)",
        "while True: pickle.dumps(d); pickle.loads(s)",
    ),
    (
        "marshal",
        "import marshal\nd = [str(n) for n in range(1_000_000)]; s = marshal.dumps(d)",
        "while True: marshal.dumps(d); marshal.loads(s)",
    ),
    (
        "pickle of text",
        "import pickle\nd = ['é' * 30_000_000, bytes(30_000_000), bytearray(30_000_000)]; s = pickle.dumps(d, 5)",
        "while True: pickle.dumps(d); pickle.loads(s); pickle.dumps(d, 0)",
    ),
    (
        "marshal of text",
        "import marshal\nd = ['é' * 30_000_000, bytes(50_000_000), 'a' * 50_000_000]; s = marshal.dumps(d); n = marshal.dumps(1 << 99_000_000)",
        "while True: marshal.dumps(d); marshal.loads(s); marshal.loads(n)",
    ),
    (
        "json of text",
        "import json\nd = ['é' * 30_000_000, 'a' * 50_000_000]; s = json.dumps(d)",
        "while True: json.dumps(d); json.loads(s); json.dumps(d, ensure_ascii=False)",
    ),
    ("copy.deepcopy", "import copy\nd = [[n] for n in range(300_000)]", "while True: copy.deepcopy(d)"),
    (
        "struct",
        "import struct\nb = bytes(80_000_000)",
        "while True: struct.unpack('10000000q', b); list(struct.iter_unpack('q', b))",
    ),
    (
        "struct of text",
        "import struct\nb = bytes(100_000_000); a = bytearray(b)",
        "while True: struct.pack('100000000s', b); struct.unpack('100000000s', b); struct.pack('100000000x'); \
         struct.unpack('100000000x', b); struct.pack_into('100000000s', a, 0, b); struct.unpack('100000000?', b); \
         struct.calcsize('x' * 10_000_000)",
    ),
    (
        "binascii",
        "import binascii\nb = bytes(50_000_000); h = binascii.b2a_hex(b); q = binascii.b2a_qp(b'=' * 9_000_000); u = b' ' * 50_000_000",
        "while True: binascii.b2a_hex(b); binascii.b2a_hex(b, ':'); binascii.a2b_hex(h); binascii.b2a_qp(b); \
         binascii.a2b_qp(q); binascii.a2b_qp(b); binascii.a2b_uu(u); binascii.b2a_base64(b); \
         binascii.a2b_base64(u); binascii.crc32(b)",
    ),
    ("hash", "import hashlib\nb = bytes(100_000_000)", "while True: hashlib.sha256(b).digest()"),
    (
        "checksums",
        "import zlib, binascii\nb = bytes(100_000_000)",
        "while True: zlib.crc32(b); zlib.adler32(b); binascii.crc_hqx(b, 0)",
    ),
    (
        "base64",
        "import base64\nb = bytes(50_000_000); s = base64.b64encode(b)",
        "while True: base64.b64encode(b); base64.b64decode(s)",
    ),
    ("zlib", "import zlib\nb = bytes(range(256)) * 200_000", "while True: zlib.compress(b, 9)"),
    ("zlib, back", "import zlib\nb = zlib.compress(bytes(200_000_000))", "while True: zlib.decompress(b)"),
    (
        "io.StringIO",
        "import io\ns = 'ab\\n' * 10_000_000",
        "while True: io.StringIO(s).readlines(); io.StringIO(s, newline=None).read()",
    ),
    (
        "io.BytesIO",
        "import io\ns = b'ab\\n' * 10_000_000",
        "while True: io.BytesIO(s).readlines(); io.TextIOWrapper(io.BytesIO(s)).read()",
    ),
    (
        "io, more",
        "import io\ns = 'a' * 50_000_000; b = bytes(100_000_000); t = io.StringIO(s); u = io.BytesIO(b); r = 'a\\r\\n' * 10_000_000",
        "while True: io.StringIO(s).getvalue(); io.StringIO(s).read(); io.StringIO(s).readline(); io.StringIO(r, newline=None); \
         io.StringIO(r, newline='\\r'); io.StringIO().write(s); t.getvalue(); u.getvalue(); io.BytesIO(b).read(); \
         io.BytesIO().write(b); io.BytesIO(b).readline(); io.BytesIO(b).getbuffer().tobytes(); \
         io.BufferedReader(io.BytesIO(b)).read(); io.BufferedReader(io.BytesIO(b)).readline(); \
         io.TextIOWrapper(io.BytesIO()).write(s); io.TextIOWrapper(io.BytesIO(b), 'latin-1').readline(); \
         io.TextIOWrapper(io.BytesIO(b), 'utf-16', 'replace').read(); list(io.StringIO(r)); \
         io.IncrementalNewlineDecoder(None, True).decode(r); u.seek(0); u.truncate(100_000_000); u.readinto(bytearray(b))",
    ),
    ("csv", "import csv\nl = ['a,b\\n'] * 1_000_000", "while True: list(csv.reader(l))"),
    (
        "csv, one field",
        "import csv\ncsv.field_size_limit(10**9)\nl = ['a' * 100_000_000]",
        "while True: list(csv.reader(l))",
    ),
    (
        "difflib",
        "import difflib\na = 'ab' * 5000; b = 'ba' * 5000",
        "while True: difflib.SequenceMatcher(None, a, b).ratio()",
    ),
    ("random", "import random", "while True: random.getrandbits(2_000_000_000); random.randbytes(100_000_000)"),
    ("gc.collect", "import gc\nl = [[n] for n in range(2_000_000)]", "while True: gc.collect()"),
    (
        "gc.get_objects",
        "import gc\nl = [[n] for n in range(1_000_000)]",
        "while True: gc.get_objects(); gc.get_referrers(l)",
    ),
];

const EQUAL: &str = "class K:
  def __hash__(self): return 1
  def __eq__(self, o): return False";

fn main() -> Result<(), Error> {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let mut worst = Duration::ZERO;
    for (name, before, program) in PROGRAMS.iter().filter(|(name, ..)| name.contains(&filter)) {
        // Each of several things on a line on its own.
        let parts = match program.strip_prefix("while True: ") {
            Some(line) if !line.contains('\n') => line.split("; ").map(|part| format!("while True: {part}")).collect(),
            _ => vec![program.to_string()],
        };
        for part in parts {
            let late = lateness(before, &part)?;
            println!("{:6.2} ms late  {name}: {}", late.as_secs_f64() * 1e3, part.replace('\n', "⏎"));
            worst = worst.max(late);
        }
    }
    println!("{:6.2} ms, the latest", worst.as_secs_f64() * 1e3);
    Ok(())
}

/// How late the limit comes, at worst of three times.
fn lateness(before: &str, program: &str) -> Result<Duration, Error> {
    let mut late = Duration::ZERO;
    for _ in 0..3 {
        let mut python = Interpreter::builder().memory_limit(2 << 30).allow_clock().build()?;
        python.exec(before)?;
        python.set_time_limit(Some(LIMIT));
        let begin = Instant::now();
        let ended = python.exec(program);
        late = late.max(begin.elapsed().saturating_sub(LIMIT));
        python.set_time_limit(None);
        if !matches!(ended, Err(Error::TimeLimit(_))) {
            println!("ended otherwise: {ended:?}");
        }
        assert_eq!(python.eval::<i64>("1 + 1")?, 2);
    }
    Ok(late)
}
