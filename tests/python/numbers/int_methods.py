# int: bit_length, bit_count, as_integer_ratio, is_integer, conjugate, real, imag, numerator, special methods.
for n in (0, 1, -1, 255, 256, -256, 2**61 - 1, 2**61, 2**64, 2**100 - 1, -(2**100)):
    print(n, n.bit_length(), n.bit_count(), n.as_integer_ratio(), n.is_integer(), n.conjugate(), n.real, n.imag, n.numerator, n.denominator)
print((5).__add__(3), (5).__radd__(3), (5).__sub__(3), (5).__rsub__(3), (5).__mul__(3), (5).__truediv__(2), (5).__floordiv__(2), (5).__mod__(3), (5).__pow__(2), (5).__rpow__(2), (5).__divmod__(3))
print((5).__neg__(), (5).__invert__(), (5).__lshift__(2), (5).__rrshift__(100), (5).__and__(4), (5).__xor__(1), (5).__bool__(), (5).__index__(), (5).__int__(), (5).__float__(), (5).__abs__())
print((5).__add__("a"), (5).__add__(1.5), (5).__eq__(5), (5).__lt__(6.0), (5).__hash__(), (5).__repr__(), (5).__str__(), (5).__format__("03"), (5).__round__(), (5).__trunc__(), (5).__floor__(), (5).__ceil__())
print(round(1234, -2), round(1250, -2), round(1350, -2), round(-1250, -2), round(15, -1), round(25, -1), round(5, 3), round(2**100, -20), round(7, -5), round(123456789012345678901234567890, -25))
print(type(5), type(2**100), (5).__class__, int.__name__, isinstance(True, int), 5 .real, 5..real, (5).real)
try:
    (5).attr = 1
except AttributeError as e:
    print(e)
try:
    (5).real = 1
except AttributeError as e:
    print(e)
print(int.__add__(2, 3), int.bit_length(7), int.conjugate(4), list(map(int.__neg__, [1, 2])), int.__doc__ is not None)
print(int.__new__(int, "12"), int("7"), issubclass(bool, int), bool.__bases__, bool(5), bool(), True.__and__(False), True.__or__(1), repr(True), str(False))
print(bool.__new__(bool, []), bool("False"), True.real, True.numerator, True.bit_length(), True is bool(1), not True, [False, True][True])
for f in (lambda: bool(1, 2), lambda: int.__add__(1, 2, 3), lambda: int.__add__("a", 1), lambda: (5).bit_length(3)):
    try:
        f()
    except TypeError as e:
        print(e)
