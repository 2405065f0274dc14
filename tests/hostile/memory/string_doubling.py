# Doubles a string thirty times.
# ends: MemoryError
s = "ab"
for i in range(40):
    s += s
