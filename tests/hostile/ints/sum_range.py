# sum of a range of 10**12 numbers.
# ends: limit time, limit steps
sum(range(10 ** 12))
