# Multiplies every sequence by sys.maxsize.
# ends: ok
import sys
from collections import deque
from array import array
for value in ("ab", b"ab", bytearray(b"ab"), [1, 2], (1, 2), deque([1, 2]), array("i", [1, 2])):
    for times in (sys.maxsize, sys.maxsize // 2, sys.maxsize // 16 + 1, 1 << 40):
        try:
            value * times
        except (MemoryError, OverflowError):
            pass
        else:
            raise AssertionError((value, times))
    try:
        value *= sys.maxsize
    except (MemoryError, OverflowError):
        pass
    try:
        value * (1 << 70)
    except OverflowError:
        pass
