# OrderedDict against a list that is kept in the same order: many operations in an order that looks random.
from collections import OrderedDict

state = 12345
def random(n):
    global state
    state = (state * 1103515245 + 12345) % (1 << 31)
    return (state >> 8) % n

def check(od, model):
    keys = [key for key, _ in model]
    assert list(od) == keys, (list(od), keys)
    assert list(reversed(od)) == keys[::-1]
    assert list(od.items()) == model and list(od.values()) == [value for _, value in model]
    assert len(od) == len(model) and all(od[key] == value for key, value in model)
    assert list(dict(od).items()) == model and list(od.copy()) == keys

class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 7
    def __eq__(self, other): return isinstance(other, Key) and self.n == other.n

total = 0
for size, make in [(6, int), (9, str), (40, int), (60, Key), (600, str)]:
    od, model = OrderedDict(), []
    for _ in range(300):
        what, key = random(12), make(random(size))
        if what < 4:
            for n in range(1 + size // 60):
                key = make(random(size))
                place = next((i for i, (own, _) in enumerate(model) if own == key), None) if key in od else None
                if place is None: model.append((key, what))
                else: model[place] = (model[place][0], what)
                od[key] = what
        elif what < 8 and model:
            key, value = model[random(len(model))]
            model.remove((key, value))
            if what < 6: model.append((key, value))
            else: model.insert(0, (key, value))
            od.move_to_end(key, last=what < 6)
        elif what < 10 and model:
            assert od.popitem(last=what == 8) == model.pop(-1 if what == 8 else 0)
        elif what == 10 and model:
            place = random(len(model))
            del od[model.pop(place)[0]]
        elif model and random(20) == 0:
            od.clear(); model.clear()
        total += len(od)
        if len(od) < 100 or what == 11: check(od, model)
    check(od, model)
    while od:
        for last in (True, False, False):
            if od: assert od.popitem(last) == model.pop(-1 if last else 0)
        od[-1] = od.pop(next(iter(od)), 0) if od else 0
        od.move_to_end(-1, last=False)
        assert od.popitem(False)[0] == -1
        model[:1] = []
    check(od, [])
print(total > 100)

# Many entries: what is left of the order.
od = OrderedDict.fromkeys(range(50_000))
for n in range(30_000):
    key = random(50_000)
    if key in od:
        if n % 3 == 0: del od[key]
        else: od.move_to_end(key, last=n % 3 == 1)
mark = 0
for key in od: mark = (mark * 31 + key) % 1_000_003
print(len(od), mark, next(iter(od)), next(reversed(od)))

# Taking and adding at either end for a long time.
od = OrderedDict.fromkeys(range(100))
for n in range(5000):
    od[n + 100] = n; od.popitem(last=False)
for n in range(5000):
    od[-n - 1] = n; od.move_to_end(-n - 1, last=False); od.popitem()
print(len(od), next(iter(od)), next(reversed(od)), sum(od))
