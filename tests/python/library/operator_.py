"""operator: functions, itemgetter, attrgetter, methodcaller."""
import copy
import operator
from operator import attrgetter, itemgetter, methodcaller


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


o = operator
print(o.add(1, 2), o.sub(5, 3), o.mul(2, 3), o.truediv(1, 4), o.floordiv(7, 2), o.mod(7, 3), o.pow(2, 5), o.matmul)
print(o.and_(6, 3), o.or_(6, 3), o.xor(6, 3), o.lshift(1, 4), o.rshift(16, 2), o.neg(1), o.pos(1), o.inv(1), o.abs(-3))
print(o.lt(1, 2), o.le(2, 2), o.eq(1, 1.0), o.ne(1, 2), o.gt(1, 2), o.ge(1, 2), o.not_(0), o.truth("a"), o.is_(1, 1), o.is_not(None, 1))
x = [1, 2]
print(o.iadd(x, [3]), x, o.imul(x, 2), o.iconcat(x, [9]), o.concat([1], [2]), o.isub(5, 2), o.ior({1}, {2}))
print(o.contains([1, 2], 2), o.countOf([1, 2, 1], 1), o.indexOf("abc", "c"), o.getitem("abc", 1), o.index(True), o.length_hint(iter([1, 2])))
o.setitem(x, 0, "s")
o.delitem(x, 1)
print(x, o.call(max, 1, 5, key=lambda v: -v), o.is_none(None), o.is_not_none(None), o.__add__(1, 2))
attempt(lambda: o.add(1))
attempt(lambda: o.add(1, "a"))
attempt(lambda: o.indexOf([1], 2))
attempt(lambda: o.indexOf(1, 2))
attempt(lambda: o.length_hint(1, "a"))
attempt(lambda: o.length_hint(1, 7))
attempt(lambda: o.concat(1, 2))
attempt(lambda: o.concat("a", 1))
attempt(lambda: o.index(1.5))
attempt(lambda: o.truth())
attempt(lambda: o.call())

g = itemgetter(1)
print(g("abc"), itemgetter(0, 2)("abc"), itemgetter("k")({"k": 5}), itemgetter(slice(1, 3))("abcd"), g, itemgetter("a", 1))
attempt(lambda: itemgetter())
attempt(lambda: g([1]))
attempt(lambda: g(1, 2))
attempt(lambda: g(a=1))
print(sorted([(1, "b"), (2, "a")], key=itemgetter(1)), copy.copy(g)("xyz"), g.__reduce__())


class P:
    def __init__(self, x):
        self.x = x

    def move(self, by, *, times=1):
        return self.x + by * times


p = P(3)
p.child = P(4)
print(attrgetter("x")(p), attrgetter("child.x", "x")(p), attrgetter("a.b", "c"))
attempt(lambda: attrgetter("nothing")(p))
attempt(lambda: attrgetter(1))
attempt(lambda: attrgetter())
attempt(lambda: attrgetter("x")(p, 1))
m = methodcaller("move", 2, times=3)
print(m(p), m, methodcaller("upper")("abc"), copy.copy(m)(p), methodcaller("move", 1).__reduce__())
attempt(lambda: methodcaller())
attempt(lambda: methodcaller(1))
attempt(lambda: m(1, 2))
attempt(lambda: methodcaller("none")(p))
print(type(g), type(m), attrgetter.__module__, o.add.__module__, m.__reduce__()[1])
