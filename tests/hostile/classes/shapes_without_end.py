# A new attribute name for each new object: shapes must not pile up beyond the limit.
# ends: ok
class C: pass
for i in range(20_000):
    setattr(C(), f"name_{i}", i)
