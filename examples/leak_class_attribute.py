"""A leak through a class attribute, found with `gc.get_referrers`.

A list in the body of a class is one list, shared by all instances and never
dropped.  Whatever an instance puts there stays.
"""

import gc
import weakref


class Order:
    def __init__(self, number):
        self.number = number


class Shop:
    history = []  # meant to be each shop's own

    def sell(self, number):
        order = Order(number)
        self.history.append(order)
        return order


def trade():
    shop = Shop()
    watched = weakref.ref(shop.sell(1)), weakref.ref(shop)
    shop.sell(2)
    return watched


order, shop = trade()
gc.collect()
print("the shop is gone:", shop() is None)
print("its order is not:", order() is not None)

print("who holds the order?")


def holders(thing):
    return [holder for holder in gc.get_referrers(thing) if holder is not globals()]


(suspect,) = holders(order())
print("  a", type(suspect).__name__, "with", len(suspect), "items")

print("who holds that list?")
for holder in holders(suspect):
    if isinstance(holder, dict):
        (name,) = [name for name, value in holder.items() if value is suspect]
        print("  a dictionary, as", repr(name), "- the dictionary of the class:", holder.keys() == vars(Shop).keys())
    elif isinstance(holder, type):
        print("  the class", holder.__name__)

print("two shops, one list:", Shop().history is Shop().history)
del suspect, holder
Shop.history.clear()
print("emptied; the order is gone:", order() is None)

print("the remedy: a list for each instance")


class Shop(Shop):
    def __init__(self):
        self.history = []


order, shop = trade()
print("  both are gone:", order() is None, shop() is None)

print("a default argument is shared in the same way:")


def remember(order, seen=[]):
    seen.append(order)
    return len(seen)


weak = weakref.ref(Shop().sell(3))
print("  not remembered:", weak() is None)
order = Shop().sell(3)
remember(order)
weak = weakref.ref(order)
del order
print("  remembered:", weak() is not None, "- by the defaults of", remember.__name__, len(remember.__defaults__[0]))
