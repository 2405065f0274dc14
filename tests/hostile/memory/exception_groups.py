# A group of groups of groups.
# ends: MemoryError
g = ValueError(1)
while True:
    g = ExceptionGroup("g" * 100, [g, g, g])
