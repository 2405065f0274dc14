# int() of eight million digits in base 3.
# ends: limit time, limit steps, MemoryError
int("12" * 4_000_000, 3)
