# Special methods whose results are instances of subclasses, complex parts of complex numbers, ~ of a bool.
import math
import operator
import warnings


def show(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, message, lineno)


warnings.showwarning = show
warnings.simplefilter("always")


def attempt(act):
    try:
        print(repr(act()))
    except Exception as error:
        print(type(error).__name__, error)


class Int(int):
    pass


class Float(float):
    pass


class Complex(complex):
    pass


class WithInt:
    def __int__(self):
        return Int(3)


class WithIndex:
    def __index__(self):
        return True


class WithFloat:
    def __float__(self):
        return Float(1.5)


class WithComplex:
    def __complex__(self):
        return Complex(1)


attempt(lambda: int(WithInt()))
attempt(lambda: int(WithIndex()))
attempt(lambda: [1, 2, 3][WithIndex()])
attempt(lambda: type(operator.index(WithIndex())))
attempt(lambda: "%d" % WithIndex())
attempt(lambda: float(WithFloat()))
attempt(lambda: math.sqrt(WithFloat()))
attempt(lambda: complex(WithComplex()))
attempt(lambda: complex(WithComplex(), 1))
attempt(lambda: complex(1j, 2))
attempt(lambda: complex(1, 2j))
attempt(lambda: complex(real=1j))
attempt(lambda: complex(Complex(1)))
attempt(lambda: ~True)
attempt(lambda: ~False)
attempt(lambda: ~int(True))

# As errors, and ignored.
warnings.simplefilter("error")
attempt(lambda: ~True)
attempt(lambda: int(WithInt()))
warnings.simplefilter("ignore")
attempt(lambda: ~True)
attempt(lambda: int(WithInt()))
warnings.resetwarnings()
with warnings.catch_warnings(record=True) as caught:
    for _ in range(3):
        ~True
print([str(each.message)[:20] for each in caught], [each.lineno for each in caught])
