# ladder: fresh
import enum


class Color(enum.Enum):
    RED = 1
    GREEN = enum.auto()


class Bits(enum.Flag):
    A = 1
    B = 2


print(Color.RED, Color(2), list(Color), Bits.A | Bits.B)
