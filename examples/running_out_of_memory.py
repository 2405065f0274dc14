"""Running out of memory is an error like any other: it can be handled.

There is no CPython output to compare with, since CPython has no such limit.
Run with

    pitviper --memory-limit 32M examples/running_out_of_memory.py

Each part asks for more than there is, catches the MemoryError, lets go of
what it held, and goes on.
"""


def lists():
    hoard = []
    while True:
        hoard.append([0] * 1000)


def strings():
    hoard = []
    while True:
        hoard.append("egg" * 1000 + str(len(hoard)))


def entries():
    hoard = {}
    while True:
        hoard[len(hoard)] = None


def doubling():
    text = "hiss"
    while True:
        text = text + text


class Snake:
    def __init__(self, number, following):
        self.number = number
        self.following = following


def instances():
    snake = None
    number = 0
    while True:
        number += 1
        snake = Snake(number, snake)


def at_once():
    return [0] * 10**12


def big_number():
    return 1 << 10**12


def still_works():
    """Needs a few megabytes, which are there only if the rest was freed."""
    numbers = list(range(200_000))
    return sum(numbers)


for attempt in lists, strings, entries, doubling, instances, at_once, big_number:
    print(attempt.__name__)
    try:
        try:
            attempt()
            print("  this line is never reached")
        finally:
            print("  finally runs")
    except MemoryError as error:
        print("  caught", type(error).__name__)
    print("  and on we go:", still_works())


# What is held by a name that is still there can be freed in the handler.
hoard = []
try:
    while True:
        hoard.append(list(range(100)))
except MemoryError:
    enough = len(hoard) > 1000
    hoard.clear()
    print("freed in the handler, had plenty:", enough)
print("works again:", still_works())


# A generator that fails is finished; its finally has run.
def hungry():
    held = []
    try:
        while True:
            held.append(bytes(10_000))
            yield len(held)
    finally:
        print("the generator cleans up")


try:
    for size in hungry():
        pass
except MemoryError:
    print("MemoryError came out of the generator")
print("done:", still_works())
