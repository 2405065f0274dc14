def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
B = 1 << 70
for r in [range(5), range(2, 8), range(0, 10, 3), range(10, 0, -3), range(0), range(5, 5), range(B, B + 3), range(-B, -B - 6, -2), range(0, B, 1 << 69), range(True, 4)]:
    print(r, len(r), list(r), list(reversed(r)), bool(r), r.start, r.stop, r.step, r[0] if r else None, r[-1] if r else None, r[::-1], r[1:3], r[::2])
print(range(3) == range(0, 3, 1), range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2), range(3) != range(4), hash(range(3)) == hash(range(0, 3)), hash(range(0)) == hash(range(5, 2)), range(3) == [0, 1, 2], hash(range(5)), hash(range(1, 10, 3)))
print(3 in range(5), 5 in range(5), 3.0 in range(5), 2.5 in range(5), "a" in range(5), True in range(2), 6 in range(0, 10, 3), 9 in range(10, 0, -1), B in range(B + 1), B + 1 in range(0, B * 2, 2))
print(range(0, 10, 2).index(4), range(10).count(3), range(10).count(3.0), range(10).count("x"), range(10, 0, -2).index(6), range(B).index(B - 1))
t(range(5).index, 9); t(range(5).index, "a"); t(range); t(range, 1, 2, 3, 4); t(range, 1, 2, 0); t(range, 1.5); t(range, "a"); t(lambda: range(a=1)); t(lambda: range(5)[5]); t(lambda: range(5)[-6]); t(lambda: range(5)["a"]); t(len, range(B)); t(lambda: range(5) < range(6)); t(lambda: range(5) + range(2)); t(lambda: range(B)[B - 1]); t(lambda: range(B)[B])
def f(): range(5)[0] = 1
t(f)
def f(): range(5).start = 1
t(f)
def f():
    class R(range): pass
t(f)
it = iter(range(5)); print(next(it), it.__length_hint__(), it.__reduce__()[1:], list(it), list(it), type(it)); it = iter(range(B)); print(next(it), next(it), type(it), it.__length_hint__() == B - 2, it.__reduce__()[1:]); it.__setstate__(5); print(next(it))
it = iter(range(10)); it.__setstate__(7); print(list(it)); print(range(1, 10, 3).__reduce__(), [i for i in range((1 << 61) - 2, (1 << 61) + 2)], [i for i in range(-(1 << 63), -(1 << 63) + 2)], list(range((1 << 63) - 2, (1 << 63))))
class I:
    def __index__(self): return 3
print(range(I()), list(range(I(), 5)), range(0, 10, I())); print(type(range(True).stop), range(10)[I()], range(10)[2:I()], sum(range(1000)), max(range(10)), [*range(3)])
print(range(10)[::3], range(10)[5:2], range(10)[-3:], range(0, 20, 2)[1:8:3], range(0, 20, 2)[::-3], range(B)[5:10], range(B)[-5:], len(range(B)[:100]), range(-B, B)[::1 << 69])
