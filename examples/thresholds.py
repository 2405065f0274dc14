"""Thresholds: when the collector starts by itself.

A counter goes up with every new container and down with every one that dies.
When it passes the first threshold, generation 0 is collected; after so many of
those, generation 1; after so many of those, generation 2.  `gc.callbacks`
tells when it happens.
"""

import gc

print("usual thresholds:", gc.get_threshold())
gc.collect()

history = []


def watch(phase, info):
    if phase == "stop":
        history.append(info["generation"])


def build(number):
    """New lists, all kept."""
    return [[] for _ in range(number)]


gc.callbacks.append(watch)

gc.set_threshold(100, 4, 1000)
kept = build(2550)
gc.disable()
print("a collection each time 100 new lists are passed, each sixth of generation 1:")
print(" ", history)

history.clear()
gc.collect()
history.clear()
gc.enable()
for _ in range(10_000):
    temporary = []
gc.disable()
print("lists that die at once do not add up:", history)

gc.collect()
history.clear()
gc.set_threshold(0)
gc.enable()
more = build(10_000)
print("a first threshold of 0 switches it off:", history)

gc.set_threshold(2000, 10, 10)
gc.collect()
history.clear()
kept = [kept, build(9_900)]
print("the usual thresholds:", history)

gc.callbacks.remove(watch)
kept = build(10_000)
print("no longer watched:", history)

rings = 0


def count_rings(phase, info):
    global rings
    if phase == "stop":
        rings += info["collected"]


gc.collect()
gc.callbacks.append(count_rings)
for _ in range(10_000):
    ring = []
    ring.append(ring)
del ring
gc.collect()
print("rings dropped in a loop never pile up; found in all:", rings)
