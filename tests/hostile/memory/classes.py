# Makes classes for ever and keeps them.
# ends: MemoryError
kept = []
while True:
    kept.append(type("C", (), {"method": lambda self: 1}))
