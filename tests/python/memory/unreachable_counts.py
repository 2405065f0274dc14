# What gc.collect() returns.
import gc

gc.disable()


class N:
    pass


class D:
    def __del__(self):
        pass


def check(what, make):
    gc.collect()
    make()
    print(f"{what}: {gc.collect()}, then {gc.collect()}")


def instance():
    a = N()
    a.a = a


def instance_and_finalizer():
    a = N()
    a.a = a
    a.d = D()


def three():
    a = []
    a.append(a)
    b = {}
    b["b"] = b
    c = N()
    c.c = c


def with_dict():
    a = N()
    a.a = a
    a.__dict__


def recursive_closure():
    def f():
        return f


def exception():
    try:
        1 / 0
    except ZeroDivisionError as error:
        kept = error


def pair():
    a, b = N(), N()
    a.b, b.a = b, a


def tuples():
    a = []
    a.append((a, (a,)))


def leaves():
    a = [1, "text", 2.5, b"bytes", None]
    a.append(a)


def many():
    for _ in range(1000):
        a = []
        a.append(a)


def hanging():
    a = []
    a.append(a)
    a.append([1])
    a.append({})
    a.append({1: 2})
    a.append((1, 2))
    a.append(N())
    a.append({1})
    a.append(D())


def bound_method():
    a = N()
    a.m = a.__init__


def generator():
    def g():
        me = yield
        yield

    x = g()
    next(x)
    x.send(x)


def function_attribute():
    def f():
        pass

    f.f = f


def default():
    a = []

    def f(a=a):
        pass

    a.append(f)


def iterator():
    a = []
    a.append(iter(a))


for function in (
    instance, instance_and_finalizer, three, with_dict, recursive_closure, exception, pair, tuples, leaves, many, hanging,
    bound_method, generator, function_attribute, default, iterator,
):
    check(function.__name__, function)

print("nothing:", gc.collect(0), gc.collect(1), gc.collect(2))
three()
print("young:", gc.collect(0), gc.collect(1), gc.collect(2))
x = []
x.append(x)
gc.collect(0)
del x
print("middle:", gc.collect(0), gc.collect(1), gc.collect(2))
x = []
x.append(x)
gc.collect(1)
del x
print("old:", gc.collect(0), gc.collect(1), gc.collect(2))
