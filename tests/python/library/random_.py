"""random: the generator, its states, and the distributions."""
import _random


def attempt(function):
    try:
        print(repr(function()))
    except Exception as error:
        print(type(error).__name__, error)


r = _random.Random(42)
print(r.random(), r.getrandbits(5), r.getrandbits(32), r.getrandbits(100), r.getrandbits(0), r.getrandbits(64))
for seed in [0, 1, -1, 2**40, 2**100, 3.5, True, -(2**33), 10**1000]:
    print(seed if seed != 10**1000 else "big", _random.Random(seed).random())
state = r.getstate()
a = [r.random() for _ in range(1000)]
r.setstate(state)
print(a == [r.random() for _ in range(1000)], len(state), state[-1], a[-1])
attempt(lambda: r.getrandbits(-1))
attempt(lambda: r.getrandbits("a"))
attempt(lambda: r.setstate([]))
attempt(lambda: r.setstate((1,)))
attempt(lambda: r.setstate((0,) * 624 + (999,)))
attempt(lambda: _random.Random([]))
attempt(lambda: _random.Random(1, 2))
print(_random.Random().random() != _random.Random().random(), 0 <= _random.Random(None).random() < 1)

import random

random.seed(12345)
print(random.random(), random.randint(1, 100), random.choice("abcdef"), random.sample(range(50), 5), random.uniform(1, 2))
items = list(range(10))
random.shuffle(items)
print(items, random.gauss(0, 1), random.expovariate(2), random.choices([1, 2, 3], weights=[5, 1, 1], k=5), random.getrandbits(70))
random.seed("text")
print(random.random(), random.randrange(0, 100, 7), random.triangular(), random.betavariate(1, 2), random.normalvariate())
random.seed(b"bytes")
print(random.random(), random.randbytes(5), random.vonmisesvariate(1, 2), random.paretovariate(3), random.weibullvariate(1, 2))
state = random.getstate()
first = random.random()
random.setstate(state)
print(first == random.random(), random.Random(5).random(), random.binomialvariate(10, 0.5), random.lognormvariate(0, 1), random.gammavariate(2, 1))
attempt(lambda: random.choice([]))
attempt(lambda: random.randint(5, 1))
attempt(lambda: random.sample([1], 2))
attempt(lambda: random.seed([]))
