"""What the fuzz targets found in the library (docs/fuzzing.md)."""

import _codecs
import _json
import json
import marshal
import struct


def told(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


# No quote is before the beginning.
told(_json.scanstring, "abc", 0)
told(_json.scanstring, "abc", 1)
told(_json.scanstring, "", 0)
told(_json.scanstring, "abc", 4)
told(json.loads, '"abc')

# The base is looked at before the value.
told(int, [1], 37)
told(int, [1], 16)
told(int, "1", 1)
told(int, b"1", -5)

# Text that is no UTF-8.
told(marshal.loads, b"u\x03\x00\x00\x00a\xdcb")
told(marshal.loads, b"u\x03\x00\x00\x00\xed\xa0\x80")
told(marshal.loads, b"u\x02\x00\x00\x00a\xd7")

# What is no ASCII is told of first.
told(bytes.fromhex, "zz\u20ac0")
told(bytes.fromhex, "0\u20ac")
told(bytes.fromhex, "0x")
told(bytearray.fromhex, b"0\xff")

# Offsets that no buffer has.
told(struct.pack_into, "L", bytearray(20), 2**1000, 0)
told(struct.pack_into, "L", bytearray(20), -(2**70), 0)
told(struct.pack_into, "B", bytearray(2), 2, 0)

# A mapping's mistakes come before the characters that it has nothing for.
told(_codecs.charmap_encode, "\u20aca", "strict", {97: 1.5})
told(_codecs.charmap_encode, "\u20aca", "ignore", {97: 300})
told(_codecs.charmap_encode, "\u20aca", "ignore", {97: b"xy"})
told(_codecs.charmap_encode, "\u20acb", "strict", {97: 65})
