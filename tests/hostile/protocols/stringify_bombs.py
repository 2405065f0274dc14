# __repr__ and __str__ that return megabytes for each item.
# ends: MemoryError
class R:
    def __repr__(self): return "x" * 1_000_000
repr([R()] * 1000)
