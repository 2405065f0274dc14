# __hash__: with __eq__, None, inherited, in dicts and sets, results of any size.
class K:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return isinstance(other, K) and self.n == other.n

    def __hash__(self):
        return hash(self.n)

    def __repr__(self):
        return f"K{self.n}"


d = {K(1): "one", K(2): "two"}
print(d[K(1)], K(2) in d, K(3) in d, len({K(1), K(1), K(2)}), d.get(K(9)))
d[K(1)] = "uno"
print(d)


class NoHash:
    def __eq__(self, other):
        return True


print(NoHash.__hash__)
for f in (lambda: hash(NoHash()), lambda: {NoHash()}, lambda: {NoHash(): 1}, lambda: NoHash() in {},
          lambda: hash({}), lambda: hash(set()), lambda: {[]: 1}, lambda: {(1, []): 1}, lambda: hash((1, {})),
          lambda: {1: 2}[[]], lambda: {}.get({}), lambda: frozenset([[]]), lambda: hash(slice(1, [])),
          lambda: hash(bytearray())):
    try:
        print(f())
    except TypeError as e:
        print(e)


class Restored(NoHash):
    __hash__ = object.__hash__


class Blocked(K):
    __hash__ = None


print(len({Restored(), Restored()}) in (1, 2))
try:
    hash(Blocked(1))
except TypeError as e:
    print(e)


class Big:
    def __hash__(self):
        return 2 ** 100


class Minus:
    def __hash__(self):
        return -1


class IntSub(int):
    pass


print(hash(Big()) == hash(2 ** 100), hash(Minus()), hash(-1), hash(-2), hash(IntSub(7)), hash(True), hash(1.0))
print(hash(0), hash(2 ** 61 - 1), hash(2 ** 61), hash(-(2 ** 61)), hash(0.5), hash(float("inf")), hash(-0.0), hash(1e300) == hash(int(1e300)))
print(hash(3 + 0j), hash(1j), hash(()) == hash(()), hash((1, 2)) == hash((1, 2)), hash((1, 2)) == hash((2, 1)))
print(hash(frozenset([1, 2])) == hash(frozenset([2, 1])), hash("a") == hash("a"), hash(b"a") == hash("a"), hash(range(3)) == hash(range(0, 3)))
print(hash(range(0)) == hash(range(5, 5)), hash(None) == hash(None), 1 in {1.0}, {1: "a", 1.0: "b", True: "c"})
print({2 ** 70: 1}[float(2 ** 70)], {0.0: "z"}[-0.0], {0j: "c"}[0])


class Collide:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 1

    def __eq__(self, other):
        return self.n == other.n


many = {Collide(i): i for i in range(50)}
print(len(many), all(many[Collide(i)] == i for i in range(50)))
for i in range(0, 50, 2):
    del many[Collide(i)]
print(len(many), sorted(many.values())[:5])


class ChangesHash:
    def __init__(self):
        self.h = 1

    def __hash__(self):
        return self.h


c = ChangesHash()
s = {c}
c.h = 2
print(c in s, c in list(s), len(s))
plain = object()
print(hash(plain) == hash(plain), {plain: 1}[plain])
