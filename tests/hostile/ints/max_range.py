# max of a range of 10**12 numbers.
# ends: limit time, limit steps
max(range(10 ** 12))
