//! Stops in the middle of native work: each operation is cancelled at its first look at whether to stop, its second, and so
//! on until it succeeds. The heap must be sound after each, what it worked on must be as it was, and its result
//! right in the end.

use pitviper::testing;
use pitviper::{Error, Interpreter};

/// What is prepared; what is done; what must hold after each stop, and at the end.
const OPERATIONS: &[(&str, &str, &str, &str)] = &[
    (DYING, "make()", "True", "told == ['end'] or len(told) > 1"),
    ("r = range(200_000)", "s = set(r)", "True", "len(s) == 200_000 and 199_999 in s"),
    (
        "r = [str(n) for n in range(50_000)] + [(n,) for n in range(50_000)]",
        "s = set(r)",
        "len(r) == 100_000",
        "len(s) == 100_000",
    ),
    (
        "a = set(range(100_000)); b = set(range(50_000, 150_000))",
        "s = a | b, a & b, a - b, a ^ b",
        "len(a) == len(b)",
        "[len(x) for x in s] == [150_000, 50_000, 50_000, 100_000]",
    ),
    (
        "a = {n: str(n) for n in range(100_000)}",
        "d = dict(a), a | a, {**a}",
        "len(a) == 100_000",
        "d[0] == a and d[1] == a",
    ),
    ("a = {}", "a.clear()\nfor n in range(100_000): a[n] = n", "True", "len(a) == 100_000"),
    (
        "a = {n: n for n in range(400_000)}",
        "for n in range(5): a.pop(n, None)\nfor n in range(400_000, 400_200): a[n] = n\nd = dict.fromkeys(a)",
        "a[10] == 10",
        "len(d) == len(a) and 399_999 in d",
    ),
    (
        "a = {n: n for n in range(300_000)}\nfor n in range(280_000): del a[n]",
        "d = list(a)",
        "len(a) == 20_000",
        "d[0] == 280_000",
    ),
    (
        "a = [str(n) for n in range(100_000)]",
        "d = list(a), a[:], tuple(a), a + a, a[::2], a * 2",
        "a[99_999] == '99999'",
        "len(d[3]) == 200_000 and d[0] == a",
    ),
    (
        "a = [str(n * 7919 % 100_003) for n in range(60_000)]",
        "d = sorted(a), sorted(a, key=len)",
        "a[1] == '7919'",
        "d[0][0] == '0' and len(d[1][0]) == 1",
    ),
    (
        "import collections\na = [str(n) for n in range(9000)]; o = collections.OrderedDict.fromkeys(a)",
        "d = a[:]; d.clear(); e = a[:]; del e[1:]; f = a[:]; del f[::2]; g = dict.fromkeys(a); g.clear(); h = set(a); h.clear()\n\
         i = collections.deque(a); i.clear(); j = o.copy(); j.clear(); k = collections.deque(a); k.rotate(4000)",
        "len(a) == 9000",
        "(d, e, f, g, h, len(i), len(j), k[0]) == ([], a[:1], a[1::2], {}, set(), 0, 0, a[5000])",
    ),
    // Mappings go back to the system in portions.
    ("", "b = bytearray(70 << 20)\nb = None\nd = [None] * (9 << 20)\ndel d[9:]\nd = len(d)", "True", "d == 9"),
    ("a = [[n] for n in range(100_000)]", "import gc\ngc.collect()", "a[5] == [5]", "True"),
    (
        "",
        "import gc\na = [[] for n in range(50_000)]\nfor x in a: x.append(a)\na = x = None\nd = gc.collect()",
        "True",
        "True",
    ),
    ("s = 'x = [1, 2, (3, 4)]\\n' * 8_000", "d = compile(s, '<s>', 'exec')", "True", "d.co_names == ('x',)"),
    ("s = '[' + '1, ' * 80_000 + ']'", "d = eval(s)", "True", "len(d) == 80_000"),
    ("import ast\ns = 'x = [1, 2, (3, 4)]\\n' * 8_000", "d = ast.parse(s)", "True", "len(d.body) == 8_000"),
    (
        "s = 'x = [1, 2, (3, 4)\\n' * 8_000",
        "try: compile(s, '<s>', 'exec')\nexcept SyntaxError as e: d = e.lineno",
        "True",
        "d >= 1",
    ),
    ("n = 7 ** 300_000", "d = n * n, hex(n), n // 3 ** 100_000", "True", "int(d[1], 16) == n"),
    (
        "a = 'ab' * 2_000_000; b = a[:-1] + 'c'",
        "d = a == b, a < b, a + b, a * 2, a[::-1], a.replace('a', 'x'), a.count('b'), a.upper(), hash(a[1:])",
        "len(a) == 4_000_000",
        "d[:2] == (False, True) and d[4][0] == 'b'",
    ),
    (
        "a = 'abä\\n' * 300_000",
        "d = a.encode(), a.splitlines(), a.split('b'), repr(a), a.title()",
        "len(a) == 1_200_000",
        "d[0].decode() == a and len(d[1]) == 300_000",
    ),
    (
        "a = bytes(range(256)) * 12_000",
        "d = a + a, a[::-1], a.hex(), a.replace(b'a', b'xy'), bytearray(a)",
        "len(a) == 3_072_000",
        "bytes.fromhex(d[2]) == a and d[4] == a",
    ),
    (
        "a = ' ' * 150_000 + 'жx' * 100_000; b = a[:-1] + 'y'",
        "d = a.strip(), a == b, a < b, a.isspace(), a.split(), a.partition('x'), a.find('y'), a.encode('utf-16'), a[::-3], \
         a.zfill(400_000), hash(a[1:]), {a: 1}, a.translate({120: 'yz'}), f'{a!r:>600000}', a.splitlines()",
        "len(a) == 350_000",
        "d[1:4] == (False, True, False) and d[4] == [d[0]] and d[7].decode('utf-16') == a and d[14] == [a]",
    ),
    (
        "a = bytearray(range(256)) * 2500; b = bytes(a); m = memoryview(a)",
        "d = bytes(m[::2]), b.strip(b'\\0'), a[::3], m.tolist(), b * 2, hash(b[1:]), b < a, b.upper(), b.split(b'x'), b.islower()",
        "a == b",
        "d[0] == b[::2] and d[4] == b + b",
    ),
    (
        "a = bytearray(range(256)) * 2500; b = bytes(a)",
        "c = bytearray(a)\nc += b\nc[5:10] = b\ndel c[7:9_000]\ndel c[::3]\nc.insert(70_000, 5)\nc *= 2\nc.reverse()",
        "a == b",
        "len(c) == 2_548_004",
    ),
    (
        "import array\na = array.array('q', range(80_000))",
        "b = a * 2\nb.reverse()\nb.byteswap()\nb[5:5] = a\ndel b[::2]\nc = array.array('q', a.tolist()), a + a, a[::-1], a == b[:]",
        "a[-1] == 79_999",
        "c[0] == a and len(b) == 120_000",
    ),
    (
        "import unicodedata, codecs\na = 'é' * 80_000 + 'e' + '\\u0301\\u0323' * 9_000",
        "d = [unicodedata.normalize(f, a) for f in ('NFC', 'NFD', 'NFKC', 'NFKD')], a.encode('ascii', 'replace'), \
         a.encode('cp1252', 'ignore'), a.encode('utf-7'), a.encode('unicode_escape')",
        "True",
        "d[0][0] == unicodedata.normalize('NFC', d[0][1]) and d[4].decode('unicode_escape') == a",
    ),
    ("a = list(range(100_000))", "d = str(a)", "a[5] == 5", "eval(d) == a"),
    ("import json\na = [{'a': [1, 2.5, 'x']}] * 20_000", "d = json.dumps(a)\ne = json.loads(d)", "True", "e == a"),
    (
        "import pickle, marshal\na = [str(n) for n in range(50_000)]",
        "d = pickle.loads(pickle.dumps(a)), marshal.loads(marshal.dumps(a))",
        "True",
        "d == (a, a)",
    ),
    (
        "import zlib, binascii\na = bytes(range(256)) * 10_000",
        "d = zlib.decompress(zlib.compress(a)), binascii.a2b_base64(binascii.b2a_base64(a))",
        "True",
        "d == (a, a)",
    ),
    ("import re\na = 'ab' * 100_000", "d = re.sub('a', 'x', a), re.findall('b', a)", "True", "len(d[1]) == 100_000"),
    (
        "import collections, heapq\na = list(range(100_000, 0, -1))",
        "d = collections.deque(a)\nd.rotate(30_000)\nh = list(a)\nheapq.heapify(h)\nc = collections.Counter(a)",
        "a[0] == 100_000",
        "h[0] == 1 and len(c) == 100_000",
    ),
    (
        "import io\na = 'ab\\n' * 100_000",
        "d = io.StringIO(a).readlines(), io.TextIOWrapper(io.BytesIO(a.encode())).read()",
        "True",
        "len(d[0]) == 100_000 and d[1] == a",
    ),
];

/// Deaths of much: long and deep, of everything with slots, with a finalizer in the middle.
const DYING: &str = "
import weakref
told = []
class Node:
    def __del__(self): told.append('end')
class Plain: pass
def make():
    deep = Node()
    for n in range(30_000): deep = [n, deep, {n: [n]}]
    plain = Plain()
    plain.long = [(n, [n]) for n in range(30_000)]
    plain.back = {str(n): (plain.long[n],) for n in range(30_000)}
    ref = weakref.ref(plain)
    del plain
    assert ref() is None
    del deep
    deep = [[] for n in range(20_000)]
";

/// Stops of one operation at most; beyond, they are spread.
const MOST: u64 = 40;

#[test]
fn stops_leave_everything_as_it_was() {
    let mut stops = 0;
    for (before, operation, unharmed, right) in OPERATIONS {
        let mut python = Interpreter::builder().hash_seed(0).memory_limit(512 << 20).build().expect("memory");
        python.exec(*before).expect(before);
        let stop_at = |python: &mut Interpreter, look: u64| {
            testing::cancel_after(python, Some(look));
            let ended = python.exec(*operation);
            testing::cancel_after(python, None);
            match ended {
                Ok(()) => return false,
                Err(Error::Cancelled(_)) => {}
                Err(error) => panic!("{operation}, look {look}: {error:?}"),
            }
            python.verify_heap().unwrap_or_else(|wrong| panic!("{operation}, look {look}: {wrong}"));
            let unharmed = python.eval::<bool>(*unharmed);
            assert!(matches!(unharmed, Ok(true)), "{operation}, look {look}: {unharmed:?}");
            true
        };
        // How many looks there are, by doubling; then some of all of them.
        let mut looks = 1;
        while stop_at(&mut python, looks) {
            looks *= 2;
            stops += 1;
        }
        let stride = (looks / MOST).max(1);
        for look in (0..looks).step_by(stride as usize) {
            if !stop_at(&mut python, look) {
                break;
            }
            stops += 1;
        }
        python.exec(*operation).expect(operation);
        let right = python.eval::<bool>(*right);
        assert!(matches!(right, Ok(true)), "{operation}: {right:?}");
        let ending = python.end(true, |wrong| panic!("{operation}: {wrong}"));
        assert_eq!((ending.sound, ending.left), (Ok(()), (0, 0)), "{operation}");
    }
    println!("{stops} stops");
    assert!(stops > 500, "{stops} stops: who looks?");
}

/// What died when the work was cancelled is gone when the next work begins.
#[test]
fn the_next_work_goes_on_with_deaths() {
    let mut python = Interpreter::builder().hash_seed(0).memory_limit(512 << 20).build().expect("memory");
    python.exec("a = None\ndef make(): return [[n] for n in range(300_000)]").expect("defined");
    python.exec("make()").expect("made");
    let before = testing::memory_used(&mut python);
    let mut left = 0;
    for look in (0..).step_by(7) {
        testing::cancel_after(&mut python, Some(look));
        let ended = python.exec("make()");
        testing::cancel_after(&mut python, None);
        let behind = testing::memory_used(&mut python);
        python.exec("pass").expect("nothing stops it");
        let after = testing::memory_used(&mut python);
        left = left.max(behind.saturating_sub(after));
        assert!(after < before + (1 << 20), "look {look}: {before} before, {after} after");
        if ended.is_ok() {
            break;
        }
    }
    assert!(left > 1 << 20, "{left} bytes at most were left to the next work");
    python.verify_heap().expect("sound");
}
