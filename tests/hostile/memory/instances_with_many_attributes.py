# An object with a new attribute in every turn.
# ends: MemoryError
class C: pass
c = C()
i = 0
while True:
    setattr(c, f"attribute_{i}", i)
    i += 1
