# Substitution callbacks that work on the text's owner.
# ends: ok
import re
buffer = bytearray(b"abcabc" * 100)
def callback(match):
    try:
        buffer.clear()
    except BufferError:
        pass
    return b"x" * 10
try:
    re.sub(b"b", callback, buffer)
except (BufferError, ValueError):
    pass
def again(match):
    return re.sub("a", again, "b" + "c" * len(match.string)) and match.expand(r"\g<0>\g<0>")
assert re.sub("a", again, "aaa") == "aaaaaa"
try:
    re.sub("a", lambda m: "b" * 1_000_000, "a" * 1000)
except MemoryError:
    pass
try:
    re.sub("a", r"\g<0>" * 10_000, "a" * 10_000)
except MemoryError:
    pass
for template in ("\\g<99999999999>", "\\" * 3, "\\g<", "\\g<a", "\\99"):
    try:
        re.sub("a", template, "a")
    except (re.error, IndexError):
        pass
