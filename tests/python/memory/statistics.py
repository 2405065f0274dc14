# gc.get_stats and what adds to it.
import gc

gc.disable()
gc.collect()
print(type(gc.get_stats()).__name__, len(gc.get_stats()), *(list(part) for part in gc.get_stats()))


def change(*generations):
    before = gc.get_stats()
    for generation in generations:
        gc.collect(generation)
    after = gc.get_stats()
    return [tuple(new[key] - old[key] for key in new) for old, new in zip(before, after)]


print(change())
print(change(0))
print(change(0, 0, 1))
print(change(2, 1, 0, 2))


def rings(number):
    for _ in range(number):
        ring = []
        ring.append(ring)


rings(10)
print(change(0))
rings(10)
print(change(1))
rings(10)
print(change(2))
print(gc.get_stats() == gc.get_stats(), gc.get_stats() is gc.get_stats())
