# Random graphs of objects, beside a model that knows what is reachable: nothing dies too early, nothing stays.
import gc
import random
import weakref


class Slotted:
    __slots__ = "held", "number", "__weakref__"


class Plain:
    pass


class Finalized:
    def __del__(self):
        finalized.append(self.number)


def hold(objects):
    """One of several containers with the objects in it."""
    kind = chance.randrange(6)
    if kind == 0:
        return list(objects)
    if kind == 1:
        return tuple(objects)
    if kind == 2:
        return dict(enumerate(objects))
    if kind == 3:
        return set(objects)
    if kind == 4:
        kept = tuple(objects)
        return lambda: kept

    def suspended(kept):
        yield
        return kept

    generator = suspended(list(objects))
    next(generator)
    return generator


def make():
    new = chance.choice((Slotted, Plain, Finalized))()
    new.number = len(references)
    new.held = hold(())
    references.append(weakref.ref(new))
    edges.append([])
    roots[new.number] = new


def get(number):
    found = references[number]()
    assert found is not None, f"{number} died too early"
    return found


def reachable():
    seen, waiting = set(), list(roots)
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            waiting += edges[number]
    return seen


def connect():
    alive = list(reachable())
    if alive:
        number = chance.choice(alive)
        edges[number] = [chance.choice(alive) for _ in range(chance.randrange(5))]
        get(number).held = hold(list(map(get, edges[number])))


def let_go():
    if roots:
        del roots[chance.choice(list(roots))]


def step():
    dice = chance.random()
    if dice < 0.3:
        make()
    elif dice < 0.7:
        connect()
    elif dice < 0.85:
        let_go()
    elif dice < 0.87:
        gc.collect(chance.randrange(3))
    elif dice < 0.875:
        gc.freeze() if chance.random() < 0.5 else gc.unfreeze()


for seed in range(6):
    chance = random.Random(seed)
    gc.set_threshold(*(chance.choice(choices) for choices in ((1, 5, 20, 100, 700), (1, 2, 5), (1, 2, 5))))
    references, edges, roots, finalized = [], [], {}, []
    for count in range(600):
        step()
        if count % 50 == 0:
            list(map(get, reachable()))
    gc.unfreeze()
    gc.collect()
    alive = reachable()
    wrong = [number for number, reference in enumerate(references) if (reference() is not None) != (number in alive)]
    roots.clear()
    gc.collect()
    left = sum(reference() is not None for reference in references)
    print(seed, wrong, left, len(references), len(finalized), len(set(finalized)))
