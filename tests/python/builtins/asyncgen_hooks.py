# sys.set_asyncgen_hooks: an event loop is told when asynchronous generators begin and when they are dropped.
import sys


def first(generator):
    print("begins", generator.__name__)


kept = []


def last(generator):
    print("dropped", generator.__name__)
    kept.append(generator)


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("closed")


def step(awaitable):
    try:
        awaitable.send(None)
    except StopIteration as stop:
        return stop.value


print(sys.get_asyncgen_hooks())
sys.set_asyncgen_hooks(first, last)
hooks = sys.get_asyncgen_hooks()
print(hooks.firstiter is first, hooks[1] is last, len(hooks))
g = numbers()
print(step(g.__anext__()))
print(step(g.__anext__()))
del g
print(step(kept.pop().aclose()))
sys.set_asyncgen_hooks(finalizer=None)
print(sys.get_asyncgen_hooks().finalizer)
sys.set_asyncgen_hooks(firstiter=None)
g = numbers()
print(step(g.asend(None)))
print(step(g.aclose()))
for wrong in ({"firstiter": 5}, {"finalizer": "x"}):
    try:
        sys.set_asyncgen_hooks(**wrong)
    except TypeError as error:
        print(str(error).partition(" got")[0])
print(sys.get_coroutine_origin_tracking_depth())
sys.set_coroutine_origin_tracking_depth(3)
print(sys.get_coroutine_origin_tracking_depth())
try:
    sys.set_coroutine_origin_tracking_depth(-1)
except ValueError as error:
    print(error)
