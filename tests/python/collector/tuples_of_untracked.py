# Tuples of what the collector does not look at yet: frozen objects, frames that run.
import gc
import sys
import weakref

gc.disable()


class Thing:
    pass


def of_frozen(make):
    thing = Thing()
    reference = weakref.ref(thing)
    gc.freeze()
    thing.held = make(thing)
    del thing
    before = gc.collect()
    gc.unfreeze()
    print(before, gc.collect(), reference() is None)


of_frozen(lambda thing: [thing])
of_frozen(lambda thing: (thing,))
of_frozen(lambda thing: ((1, (thing,)), 2))
of_frozen(lambda thing: {thing: (thing, thing)})


def own_frame():
    thing = Thing()
    frames = (sys._getframe(),)
    return weakref.ref(thing)


def own_frame_deep():
    thing = Thing()
    frames = ((1, (sys._getframe(),)), 2)
    return weakref.ref(thing)


def exception_triple():
    thing = Thing()
    try:
        1 / 0
    except ZeroDivisionError:
        triple = sys.exc_info()
    return weakref.ref(thing)


def generator_frame():
    def generate():
        thing = Thing()
        here = (sys._getframe(), weakref.ref(thing))
        yield here[1]

    return next(generate())


def generator_in_handler():
    thing = Thing()

    def generate():
        try:
            raise ValueError(thing)
        except ValueError:
            yield

    thing.generator = generate()
    next(thing.generator)
    return weakref.ref(thing)


for function in own_frame, own_frame_deep, exception_triple, generator_frame, generator_in_handler:
    reference = function()
    gc.collect()
    print(function.__name__, reference() is None)

frozen = [Thing(), Thing()]
frozen[0].other, frozen[1].other = frozen[1], frozen[0]
gc.freeze()
pair = tuple(frozen)
frozen[0].pair = pair
references = list(map(weakref.ref, pair))
del pair
frozen.clear()
gc.collect()
print([reference() is None for reference in references])
gc.unfreeze()
gc.collect()
print([reference() is None for reference in references])
