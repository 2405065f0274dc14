# bytearray: everything that changes one.
def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


def changed(start, *steps):
    a = bytearray(start)
    for step in steps:
        try:
            result = step(a)
            print(repr(result) if result is not None else "", a)
        except Exception as e:
            print(type(e).__name__, e, a)


def put(key, value):
    def step(a):
        a[key] = value
    return step


def cut(key):
    def step(a):
        del a[key]
    return step


def add(value):
    def step(a):
        a += value
    return step


def times(n):
    def step(a):
        a *= n
    return step


changed(b"abc", lambda a: a.append(100), lambda a: a.append(256), lambda a: a.append(-1), lambda a: a.append("a"), lambda a: a.append(b"a"), lambda a: a.append(Index(65)), lambda a: a.append(), lambda a: a.append(1 << 80))
changed(b"abc", lambda a: a.extend(b"de"), lambda a: a.extend([70, 71]), lambda a: a.extend(a), lambda a: a.extend("x"), lambda a: a.extend(5), lambda a: a.extend([300]), lambda a: a.extend(["x"]), lambda a: a.extend(x for x in range(3)), lambda a: a.extend(bytearray(b"!")), lambda a: a.extend(()), lambda a: a.extend(None))
changed(b"abc", lambda a: a.insert(0, 120), lambda a: a.insert(100, 121), lambda a: a.insert(-1, 122), lambda a: a.insert(-100, 48), lambda a: a.insert(1, 256), lambda a: a.insert("a", 1), lambda a: a.insert(1, "a"), lambda a: a.insert(1))
changed(b"abcdef", lambda a: a.pop(), lambda a: a.pop(0), lambda a: a.pop(-2), lambda a: a.pop(10), lambda a: a.pop(-10), lambda a: a.pop("a"), lambda a: a.pop(Index(0)), lambda a: a.pop(), lambda a: a.pop(), lambda a: a.pop())
changed(b"abcabc", lambda a: a.remove(98), lambda a: a.remove(98), lambda a: a.remove(98), lambda a: a.remove(256), lambda a: a.remove("a"), lambda a: a.remove(b"a"))
changed(b"abc", lambda a: a.reverse(), lambda a: a.clear(), lambda a: a.reverse(), lambda a: a.clear(), lambda a: a.append(1))
changed(b"abc", lambda a: a.copy(), lambda a: a.copy() is a, lambda a: a.resize(5), lambda a: a.resize(2), lambda a: a.resize(0), lambda a: a.resize(-1), lambda a: a.resize("a"), lambda a: a.resize(3))
changed(b"abcdef", put(0, 65), put(-1, 66), put(6, 1), put(-7, 1), put(0, 256), put(0, -1), put(0, "a"), put(0, b"a"), put("a", 1), put(1.5, 1), put(Index(1), Index(90)), put(1 << 80, 1), put(None, 1))
changed(b"abcdef", cut(0), cut(-1), cut(10), cut("a"), cut(slice(1, 3)), cut(slice(None)), cut(0))
changed(b"abcdef", put(slice(1, 3), b"XYZ"), put(slice(0, 0), b"<<"), put(slice(100, 200), b">>"), put(slice(None, 2), b""), put(slice(2, 1), b"?"), put(slice(1, 4), [48, 49]), put(slice(0, 1), (x for x in (50, 51))), put(slice(0, 2), "no"), put(slice(0, 2), 5), put(slice(0, 2), [256]), put(slice(0, 2), ["a"]), put(slice(0, 2), 1.5), put(slice(0, 1), None))
changed(b"abcdefgh", put(slice(None, None, 2), b"1234"), put(slice(None, None, 2), b"12"), put(slice(None, None, -1), b"zyxwvuts"), put(slice(1, 6, 2), [65, 66, 67]), put(slice(None, None, 3), b""), put(slice(None, None, 0), b""), put(slice("a", None), b""), put(slice(None, None, 2), "abcd"))
changed(bytes(range(48, 68)), cut(slice(None, None, 2)), cut(slice(None, None, -3)), cut(slice(1, 4, 2)), cut(slice(5, 1)), cut(slice(-2, None)), cut(slice(None, None, 100)))
changed(b"abc", add(b"de"), add(bytearray(b"f")), add("x"), add(5), add([1]), add(None), add(b""))
changed(b"ab", times(2), times(1), times(Index(2)), times("a"), times(1.5), times(-1), times(3), times(1 << 80))
a = bytearray(b"abc")
same = a
a += b"d"
a *= 2
a[1:1] = a
print(a is same, a, len(a))
a[:] = a
a[::1] = a
a[2:4] = a
print(a)
a = bytearray()
for i in range(1000):
    a.append(i % 256)
for i in range(500):
    del a[0]
for i in range(100):
    del a[-1]
    a[0:0] = b"x"
print(len(a), sum(a), a[:3], a[-3:], a.count(b"x"))
queue = bytearray()
total = 0
for i in range(2000):
    queue += bytes([i % 251]) * 3
    total += queue.pop(0) + queue[-1]
    del queue[:1]
print(len(queue), total, bytes(queue[:5]))
print(bytearray(b"abc").__reduce__(), bytearray(b"\xff").__reduce_ex__(3), bytearray(b"").__alloc__() >= 0)


class Sub(bytearray):
    def __init__(self, *args, tag=None):
        super().__init__(*args)
        self.tag = tag


s = Sub(b"abc", tag=5)
s.append(100)
s += b"e"
print(s, s.tag, type(s).__name__, type(s.upper()).__name__, type(s + b"").__name__, type(s[1:]).__name__, s == b"abcde", type(s.copy()).__name__, Sub.fromhex("4142"), type(Sub.fromhex("41")).__name__)
it = iter(a := bytearray(b"abc"))
print(next(it), end=" ")
a.append(100)
print(list(it), list(it))
a = bytearray(b"x")
a.__init__(b"again")
print(a)
a.__init__()
print(a)
show(lambda: {bytearray(b""): 1})
show(lambda: bytearray(b"a").__setitem__(0, 98))
