# Literals of a hundred thousand digits in source.
# ends: ok
try:
    eval("9" * 100_000)
except SyntaxError:
    caught = 1
n = eval("0x" + "f" * 100_000)
assert n.bit_length() == 400_000
assert eval("0b" + "1" * 100_000).bit_count() == 100_000
assert eval("1e" + "9" * 1000) == float("inf")
assert eval("0." + "0" * 10_000 + "1") == 0.0
assert eval("1_" * 1000 + "1") > 0
assert caught
