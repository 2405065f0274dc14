# A local used before it is assigned.
total = 0


def add(n):
    total += n
    return total


add(1)
