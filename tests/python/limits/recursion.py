"""Recursion without end, through Python code and through native code, is a RecursionError."""


def endless(n):
    return endless(n + 1)


class Repr:
    def __repr__(self):
        return repr(self)


class Equal:
    def __eq__(self, other):
        return Equal() == other


class Attribute:
    def __getattr__(self, name):
        return getattr(self, name + "x")


def key(x):
    return sorted([x], key=key)


def listed():
    a = []
    a.append(a)
    b = []
    b.append(b)
    return a == b


for attempt in (
    lambda: endless(0),
    lambda: repr(Repr()),
    lambda: Equal() == 1,
    lambda: Attribute().a,
    lambda: sorted([1], key=key),
    listed,
):
    try:
        attempt()
    except RecursionError:
        print("RecursionError")
    print("and on:", sum(range(10)))
