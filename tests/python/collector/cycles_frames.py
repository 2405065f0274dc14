# Cycles through generators, coroutines, frames, exceptions and tracebacks.
import gc
import weakref

gc.disable()
log = []


class Sentinel:
    def __del__(self):
        log.append("del")


def check(name, make, exact=True):
    """Builds sentinel -> what make returns -> sentinel, drops it, and collects."""
    gc.collect()
    sentinel = Sentinel()
    reference = weakref.ref(sentinel, lambda _: log.append("callback"))
    sentinel.own = make(sentinel)
    del sentinel
    early = reference() is None
    found = gc.collect()
    print(name, found if exact else "", *log, "early" if early else "", "" if reference() is None else "ALIVE")
    log.clear()


import sys
import types
import warnings

warnings.simplefilter("ignore")


def generator(s):
    yield s
    yield s


def started(s):
    g = generator(s)
    next(g)
    return g


def finished(s):
    g = generator(s)
    list(g)
    return g


def with_finally(s):
    def g():
        try:
            yield s
        finally:
            log.append("finally")

    x = g()
    next(x)
    return x


def delegating(s):
    def outer():
        yield from generator(s)

    x = outer()
    next(x)
    return x


def holds_itself(s):
    def g():
        me = yield
        yield me

    x = g()
    next(x)
    x.send((x, s))
    return x


class Awaitable:
    def __await__(self):
        yield


async def coroutine(s):
    await Awaitable()
    return s


def coroutine_started(s):
    c = coroutine(s)
    c.send(None)
    return c


def coroutine_with_finally(s):
    async def c():
        try:
            await Awaitable()
        finally:
            log.append("finally")

    x = c()
    x.send(None)
    return [x, s]


async def async_generator(s):
    yield s
    await Awaitable()
    yield s


def async_started(s):
    a = async_generator(s)
    try:
        a.__anext__().send(None)
    except StopIteration:
        pass
    return a


def async_step(s):
    return async_generator(s).__anext__()


def frame(s):
    return sys._getframe()


def frame_of_generator(s):
    g = generator(s)
    next(g)
    return g.gi_frame


def local_names(s):
    here = locals()
    return here


def exception(s):
    return ValueError(s)


def raised(s):
    try:
        raise ValueError
    except ValueError as error:
        return error


def raised_deep(s):
    def inner(depth):
        if depth:
            inner(depth - 1)
        raise ValueError(s)

    try:
        inner(5)
    except ValueError as error:
        return error


def traceback_only(s):
    return raised(s).__traceback__


def chained(s):
    try:
        try:
            raise ValueError(s)
        except ValueError as error:
            raise KeyError from error
    except KeyError as error:
        return error


def context(s):
    try:
        try:
            raise ValueError(s)
        except ValueError:
            1 / 0
    except ZeroDivisionError as error:
        return error


def context_ring(s):
    a, b = ValueError(s), KeyError(s)
    a.__context__ = b
    b.__cause__ = a
    return a


def noted(s):
    error = ValueError()
    error.note = s
    error.add_note("note")
    return error


def group(s):
    return ExceptionGroup("group", [ValueError(s), KeyError(1)])


def caught_in_local(s):
    try:
        raise ValueError(s)
    except ValueError as error:
        kept = error
    return s


def generator_with_error(s):
    def g():
        try:
            raise ValueError(s)
        except ValueError:
            yield

    x = g()
    next(x)
    return x


def stop_iteration(s):
    try:
        next(iter(()), *()) if s is None else next(iter([]))
    except StopIteration as error:
        error.value = s
        return error


def attribute_error(s):
    try:
        s.nothing
    except AttributeError as error:
        return error


def name_error(s):
    try:
        nothing
    except NameError as error:
        return error, s


def system_exit(s):
    return SystemExit(s)


def os_error(s):
    return OSError(1, s, s)


def import_error(s):
    return ImportError(s, name=s, path=s)


def code(s):
    return compile("0", "x", "eval"), s


# Closing a suspended generator empties its frame, which may leave nothing to be found: not so here.
inexact = "generator", "with_finally", "delegating", "coroutine_with_finally", "generator_with_error", "noted"
for function in (
    generator, started, finished, with_finally, delegating, holds_itself, coroutine_started, coroutine_with_finally,
    async_started, frame, frame_of_generator, local_names, exception, raised, raised_deep, traceback_only, chained,
    context, context_ring, noted, group, caught_in_local, generator_with_error, stop_iteration, attribute_error,
    name_error, system_exit, os_error, import_error, code,
):
    check(function.__name__, function, exact=function.__name__ not in inexact)


def anext_dropped(s):
    step = async_generator(s).__anext__()
    return step


check("async step", anext_dropped, exact=False)
check("agen asend", lambda s: async_generator(s).asend(None), exact=False)
check("agen athrow", lambda s: async_started(s).athrow(ValueError))
check("anext default", lambda s: anext(async_generator(s), s))
check("coroutine wrapper", lambda s: coroutine_started(s).__await__() and s)
check("coroutine never awaited", coroutine)
check("types.coroutine", lambda s: types.coroutine(generator)(s), exact=False)


def running(s):
    """Collected while the generator runs."""

    def g():
        me = s
        print("while running:", gc.collect())
        yield me
        print("and again:", gc.collect())
        yield me

    x = g()
    next(x)
    next(x)
    return x


check("running", running, exact=False)
