# A truncated escape in a string.
x = "abc\x4"
