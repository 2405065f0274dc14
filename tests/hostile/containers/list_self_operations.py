# A list extended, sliced, compared, multiplied with itself while it changes.
# ends: ok
x = [1, 2, 3]
x.extend(x); x += x; x[:] = x; x[2:4] = x; x[::2] = x[::2]; x[::-1] = x
try:
    x[::2] = x
except ValueError:
    pass
class I:
    def __index__(self):
        x.clear()
        return 5
for use in (lambda: x.__setitem__(I(), 1), lambda: x.insert(I(), 1), lambda: x.pop(I()), lambda: x[I()], lambda: x[I():I()], lambda: x.__setitem__(slice(I(), I()), [1, 2]), lambda: x.__delitem__(slice(I(), None, I())),
            lambda: x * I(), lambda: x.index(1, I()), lambda: x.__imul__(I())):
    x[:] = range(20)
    try:
        use()
    except (IndexError, ValueError):
        pass
class E:
    def __eq__(self, other):
        x.clear()
        return False
for use in (lambda: x.index(5), lambda: x.count(5), lambda: x.remove(5), lambda: 5 in x, lambda: x == [E()] * 20, lambda: [E()] * 20 == x, lambda: x < [E()] * 20, lambda: tuple(x) == (E(),) * 20):
    x[:] = [E() for i in range(20)]
    try:
        use()
    except (ValueError, RuntimeError):
        pass
def gen():
    for i in range(5):
        x.clear()
        yield i
for use in (lambda: x.extend(gen()), lambda: x.__setitem__(slice(3, 7), gen()), lambda: x.__iadd__(gen()), lambda: x.__init__(gen())):
    x[:] = range(10)
    use()
