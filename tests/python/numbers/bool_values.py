# bool: conversions, operators, comparison, use as index and number, no subclasses.
print(True, False, bool(), bool(1), bool("x"), bool([]), True + 1, True == 1, True is True, type(True), isinstance(True, int))
print(True & True, True & False, True | False, True ^ True, True & 1, 1 & True, True ^ 2, not True, not False)
print([type(x).__name__ for x in (True & False, True & 1, True + True, -True, abs(True), +True, True ^ False, True // 1, True ** 2, not 1)])
print(repr(True), str(False), f"{True}", f"{True:d}", f"{True:>6}", f"{True!r:>6}", f"{False:5}", "%s %d %r %i" % (True, True, False, False), format(True, ""), f"{True:.1f}")
print("ab"[True], [10, 20][False], "x" * True, range(True), [1, 2, 3][True:], {True: "t"}[1], {0: "z"}[False], int(True), float(False), complex(True))
print(sum([True, True, False]), max(True, False), sorted([True, False, True]), any([False, 0]), all([]), True < 2, False < True, min(1, True) is not None)
print(True.real, True.imag, True.numerator, True.bit_length(), True.__add__(1), True.__and__(True), True.__repr__(), True.__hash__(), hash(True), True.as_integer_ratio())
print(bool.__mro__, bool.__base__, bool.__name__, bool.__new__(bool, 5), True.__class__, issubclass(bool, int))
print(1 if True else 2, True and 5, False or 5, True and False, None or False, [] and True, 0 == False, "" == False, None == False, 1.0 == True)
print({True, 1, 1.0}, len({False, 0, 0.0, 0j}), [0, 1, True, False].count(True), [0, 1].index(True), (True, False) == (1, 0), True in [1], "1" == True)
t = True
t += 1
print(t, type(t).__name__)
t = True
t &= False
print(t, type(t).__name__)
print(True << 3, True >> 1, 5 % True, divmod(7, True), pow(True, 2), round(True), hex(True), bin(False), chr(True) == "\x01", bytes(True))
for f in (lambda: bool(1, 2), lambda: bool(1)(), lambda: True.x, lambda: len(True), lambda: bool(1)[0]):
    try:
        f()
    except (TypeError, AttributeError) as e:
        print(e)
print(bool(range(0)), bool(range(1)), bool(object()), bool(lambda: 0), bool(type), bool(...), bool(None), bool(NotImplementedError))
print(sum(x > 2 for x in range(5)), [x for x in (True, 1, 1.0)], {1: "a", True: "b"}, int.from_bytes(bytes([True, False]), "big"))
