# float() of long texts, hex floats, fractions.
# ends: ok
assert float("1" * 1_000_000) == float("inf")
assert float("0." + "1" * 1_000_000) > 0.1
assert float("1e-" + "9" * 100_000) == 0.0
assert float.fromhex("0x1." + "8" * 100_000) > 1.5
try:
    float.fromhex("0x1p" + "9" * 10_000)
except OverflowError:
    pass
float.fromhex("0x" + "0" * 100_000 + "1p-1")
(1.5).as_integer_ratio()
assert complex("1" * 1000 + "j")
