# Looks for an odd object in a range of 10**12 numbers.
# ends: limit time, limit steps
class Odd:
    pass
Odd() in range(10 ** 12)
