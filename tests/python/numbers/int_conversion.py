# int(): from text in all bases, floats, bytes; str, hex, oct, bin; round trips.
print(int(), int("42"), int(" -42\n"), int("+7"), int("1_000_000"), int("007"), int("0"), int("-0"), int(3.99), int(-3.99), int(1e20), int(True))
print(int("ff", 16), int("0xFF", 16), int("0xff", 0), int("0b101", 0), int("0o17", 0), int("101", 2), int("zz", 36), int("777", 8), int("-0x1F", 16), int("0", 0), int("12", 5))
print(int(b"42"), int(bytearray(b" 7 ")), int("١٢٣"), int("４２"), int("1" * 50), int("-" + "9" * 40))
for bad in ("", " ", "-", "+", "1 2", "1__2", "_1", "1_", "0x", "1.5", "0b12", "abc", "--1", "1e5", "\x00"):
    try:
        int(bad)
    except ValueError as e:
        print(e)
for bad, base in (("08", 0), ("0x1", 10), ("9", 8), ("", 0), ("z", 35), ("1", 1), ("1", 37), ("1", -2)):
    try:
        int(bad, base)
    except ValueError as e:
        print(e)
print(hex(255), hex(-255), hex(0), oct(64), oct(-8), bin(10), bin(-10), bin(0), hex(2**100), bin(2**65), oct(2**70))
print(str(2**200), repr(-(2**100)), str(10**30), str(0), str(-1), f"{2**64}", "%d" % 2**70)
n = 3**300
print(int(str(n)) == n, int(hex(n), 16) == n, int(bin(n), 2) == n, int(oct(n), 8) == n, len(str(n)), str(n)[:20])
print(0xFF, 0b11, 0o77, 0XaB, 1_000, 0x_f, 0B1, 0O7, 00, 0xDEADBEEFDEADBEEFDEADBEEF)
print(int.from_bytes(b"\x01\x00", "big"), int.from_bytes(b"\x01\x00", "little"), int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes(b"", "big"), int.from_bytes([1, 2, 3]), int.from_bytes(b"\x80" + b"\0" * 9))
print((258).to_bytes(2, "big"), (258).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True), (0).to_bytes(0, "big"), (5).to_bytes(), (2**80).to_bytes(11, "little"))
for f in (lambda: (256).to_bytes(1), lambda: (-1).to_bytes(1), lambda: (1).to_bytes(-1), lambda: (1).to_bytes(1, "middle"), lambda: (128).to_bytes(1, signed=True)):
    try:
        f()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__, e)
import sys
print(sys.get_int_max_str_digits(), len(str(10**4299)), len(hex(10**5000)))
sys.set_int_max_str_digits(10000)
print(len(str(10**5000)), len(str(int("7" * 6000))))
sys.set_int_max_str_digits(0)
print(len(str(2**40000)))
try:
    sys.set_int_max_str_digits(5)
except ValueError as e:
    print(e)
