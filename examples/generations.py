"""Generations: the young are looked at often, the old rarely.

Most containers die soon or live long.  A new one is in generation 0; each
collection it survives moves it up, to 1 and then to 2.  A collection of a
generation looks at that one and the younger ones only.
"""

import gc


class Thing:
    pass


def generation(thing):
    for number in range(3):
        if any(other is thing for other in gc.get_objects(generation=number)):
            return number


gc.disable()
gc.collect()

thing = Thing()
print("a new object is in generation", generation(thing))
gc.collect(0)
print("after a collection of generation 0:", generation(thing))
gc.collect(0)
print("another one leaves it alone:", generation(thing))
gc.collect(1)
print("after a collection of generation 1:", generation(thing))
gc.collect(2)
print("there is nothing above:", generation(thing))

print("garbage is found only where the collector looks:")


def ring():
    thing = Thing()
    thing.me = thing
    return thing


old = ring()
gc.collect()
young = ring()
del old, young
print("  generation 0:", gc.collect(0))
print("  generation 1:", gc.collect(1))
print("  generation 2:", gc.collect(2))

print("what is young and held by something old is safe:")
thing.child = Thing()
print("  found:", gc.collect(0), "- the child is in generation", generation(thing.child))

print("collections are counted, until the next older one:")
gc.collect()
for number in 0, 0, 0, 1, 0, 1, 2:
    gc.collect(number)
    print(f"  after generation {number}:", gc.get_count()[1:])

print("freezing moves everything out of the collector's sight:")
frozen = ring()
gc.freeze()
print("  generation of a frozen object:", generation(frozen))
del frozen
print("  garbage that is frozen is not found:", gc.collect())
gc.unfreeze()
print("  thawed, in the oldest generation:", gc.collect())
