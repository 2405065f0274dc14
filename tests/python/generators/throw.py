# throw: where it arrives, what it may become, finished and fresh generators.
def patient():
    n = 0
    while True:
        try:
            yield n
        except ValueError as e:
            print("handled", e)
            n = -1
        finally:
            n += 10


g = patient()
print(next(g), g.throw(ValueError("v1")), next(g), g.throw(ValueError))
try:
    g.throw(KeyError("k"))
except KeyError as e:
    print("out", repr(e))
print(list(g))


def simple():
    yield 1
    yield 2


g = simple()
try:
    g.throw(ValueError("before start"))
except ValueError as e:
    print(e)
print(list(g))
g = simple()
list(g)
try:
    g.throw(ValueError("after end"))
except ValueError as e:
    print(e)


def transforms():
    try:
        yield 1
    except ValueError:
        raise KeyError("from value")


g = transforms()
next(g)
try:
    g.throw(ValueError("orig"))
except KeyError as e:
    print(repr(e), repr(e.__context__))


def returns():
    try:
        yield 1
    except ValueError:
        return "returned"


g = returns()
next(g)
try:
    g.throw(ValueError)
except StopIteration as e:
    print(e.value)
for bad in (5, "text", int):
    g = simple()
    next(g)
    try:
        g.throw(bad)
    except TypeError as e:
        print(e)
g = simple()
next(g)
try:
    g.throw(StopIteration("thrown"))
except RuntimeError as e:
    print(repr(e), repr(e.__cause__))


def pep479():
    yield next(iter([]))


try:
    next(pep479())
except RuntimeError as e:
    print(e, "|", repr(e.__cause__))


def chain():
    try:
        yield "first"
    except Exception as e:
        yield f"second {e}"
    yield "third"


g = chain()
print(next(g), g.throw(OSError("o")), next(g))


def context():
    try:
        raise ValueError("inside")
    except ValueError:
        yield 1


g = context()
next(g)
try:
    g.throw(KeyError("thrown"))
except KeyError as e:
    print(repr(e.__context__))
