# send: values into a generator, priming, conversation.
def echo():
    received = None
    while True:
        received = yield f"got {received!r}"
        if received == "stop":
            return "bye"


g = echo()
print(g.send(None))
print(g.send(1), g.send("two"), next(g))
try:
    g.send("stop")
except StopIteration as e:
    print(e.value)
try:
    g.send(1)
except StopIteration as e:
    print("finished", e.value)
fresh = echo()
try:
    fresh.send(5)
except TypeError as e:
    print(e)
print(next(fresh))


def average():
    total = count = 0
    value = None
    while True:
        x = yield value
        total += x
        count += 1
        value = total / count


a = average()
next(a)
print([a.send(x) for x in (10, 20, 60)])


def expression():
    x = (yield 1) + (yield 2) * (yield 3)
    print("x", x)
    y = [(yield "a"), (yield "b")]
    print("y", y)
    z = f"{(yield 'f')}!"
    print(z)
    print((yield "arg"), (yield "arg2"))
    return (yield "last")


e = expression()
sent = iter([None, 10, 20, 30, "p", "q", "fs", "r", "s"])
for s in sent:
    print(e.send(s), end=" ")
print()
try:
    e.send("end")
except StopIteration as stop:
    print("returned", stop.value)


def accumulate():
    items = []
    while (item := (yield len(items))) is not None:
        items.append(item)
    return items


acc = accumulate()
next(acc)
for c in "abc":
    print(acc.send(c), end=" ")
try:
    next(acc)
except StopIteration as stop:
    print(stop.value)


def coroutine(f):
    def start(*args):
        g = f(*args)
        next(g)
        return g
    return start


@coroutine
def grep(pattern):
    found = []
    while True:
        line = yield found
        if pattern in line:
            found.append(line)


gr = grep("py")
gr.send("python")
gr.send("ruby")
print(gr.send("numpy"))
