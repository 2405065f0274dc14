"""Switching the collector off for a burst.

A program that builds a large structure makes many containers and drops none:
each collection meanwhile looks at them for nothing.  `gc.disable` spares that;
`gc.freeze` then keeps the result out of later collections.
"""

import gc

collections = 0


def watch(phase, info):
    global collections
    collections += phase == "stop"


class quiet:
    """No automatic collections inside this block."""

    def __enter__(self):
        self.was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *problem):
        if self.was_enabled:
            gc.enable()


def build(rows):
    return [{"number": number, "cells": [number] * 3} for number in range(rows)]


gc.collect()
gc.callbacks.append(watch)

table = build(30_000)
print("with the collector on, collections happened:", collections > 10)
del table

collections = 0
with quiet():
    table = build(30_000)
    print("inside the block:", collections, "- enabled:", gc.isenabled())
print("after the block, enabled:", gc.isenabled())

print("counting works as ever; only cycles wait:")


class Guest:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(f"  {self.name} is gone")


with quiet():
    guest = Guest("an ordinary guest")
    del guest
    guest = Guest("a guest in a ring")
    guest.me = guest
    del guest
    print("  end of the block")
gc.collect()

print("frozen, the table is not looked at any more:")
gc.collect()
gc.freeze()
print("  containers in the oldest generation:", len(gc.get_objects(generation=2)))
print("  frozen containers, more than 60000:", gc.get_freeze_count() > 60_000)
del table
gc.unfreeze()
print("  frozen after unfreeze:", gc.get_freeze_count())
