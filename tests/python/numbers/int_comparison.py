# int: comparison with ints, floats, bools of every size; equality and hash agree.
big = 2**100
print(1 < 2, 2 <= 2, 3 > 4, 3 >= 3, 1 == 1, 1 != 1, -1 < 0, big > 1, -big < 1, big == 2**100, big != big + 1, big < big + 1)
print(2**53 == float(2**53), 2**53 + 1 == float(2**53), 2**53 + 1 > float(2**53), big == float(big), big + 1 == float(big), big < float("inf"), -big > float("-inf"))
nan = float("nan")
print(1 < nan, 1 > nan, 1 == nan, 1 != nan, big < nan, nan <= big)
print(1 == 1.0, 1 < 1.5, 2 > 1.5, 10**400 > 1e308, -(10**400) < -1e308, 10**400 == float("inf"))
print(True == 1, False == 0, True < 2, 1 in [True], 1.0 in [1], [1, 2] == [True, 2.0], {1: "a"}[1.0], {True: "t"}[1])
print(sorted([3, 1.5, True, -2, big, -big, 0.5]) == [-big, -2, 0.5, True, 1.5, 3, big], max(1, 2.5, 2), min(3, 2.0, 2))
for n in (0, 1, 2**30, 2**61 - 1, 2**61, 2**80, -5, -(2**90)):
    print(n, hash(n) == hash(n + 0), hash(n) == hash(int(str(n))), n == int(repr(n)))
print(hash(2**61 - 1), hash(2**61), hash(2**122), hash(-(2**61) + 1), hash(10**50), hash(-(10**50)))
print(bool(0), bool(-1), bool(big), not big, 0 or "zero", big and "big")
print(1 == "1", 1 != None, 5 == [5], (1).__eq__("1"), (1).__lt__(1.5))
a, b = 10**30, 10**30
print(a == b, a <= b, a >= b, a < b, not a != b, {a: 1}[b], a in {b}, [a].index(b))
print([x for x in (-(2**62), -(2**61), -1, 0, 1, 2**61, 2**62) if -(2**61) <= x < 2**61])
