# 10**10**8, a number of 41 MB.
# ends: MemoryError
10 ** 10 ** 8
