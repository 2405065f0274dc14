"""Who equals whom among things that have bytes."""
from array import array

values = [b"abc", bytearray(b"abc"), memoryview(b"abc"), array("B", b"abc"), array("b", b"abc")]
for left in values:
    print(*(left == right for right in values), *(left != right for right in values))
