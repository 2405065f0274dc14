# Class attributes that change at every look.
# ends: ok
class A: x = 1
class B(A): pass
b = B()
total = 0
for i in range(3000):
    A.x = i
    total += b.x
    if i % 7 == 0:
        B.x = property(lambda self: 5)
        total += b.x
        del B.x
    if i % 11 == 0:
        b.__dict__["x"] = 3
        total += b.x
        del b.x
    if i % 13 == 0:
        setattr(A, f"y{i}", i)
assert total > 0
