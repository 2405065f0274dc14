# Thread-local data.
import gc
import threading
import weakref

data = threading.local()
data.x = 1
print(data.x, data.__dict__, vars(data))


def run(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()


def look():
    print(hasattr(data, "x"), data.__dict__)
    data.x = 2
    data.y = 3
    print(sorted(data.__dict__.items()))
    del data.x
    try:
        data.x
    except AttributeError as error:
        print(error)
    try:
        del data.x
    except AttributeError as error:
        print(error)


run(look)
print(data.__dict__)
try:
    data.__dict__ = {}
except AttributeError as error:
    print(error)


class Mine(threading.local):
    number = 5
    __slots__ = ("shared", "__dict__") if False else ()

    def __init__(self, start, *, key=None):
        self.items = [start]
        self.key = key

    @property
    def first(self):
        return self.items[0]

    def add(self, item):
        self.items.append(item)


mine = Mine(7, key="k")
mine.add(8)


def look():
    print(mine.items, mine.key, mine.number, mine.first)
    mine.add(9)
    mine.number = 6
    print(mine.items, mine.number)


run(look)
print(mine.items, mine.number)
for call in lambda: threading.local(1), lambda: threading.local(a=1):
    try:
        call()
    except TypeError as error:
        print(error)


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


def fill():
    data.noisy = Noisy("of the thread")
    print("thread ends")


run(fill)
data.noisy = Noisy("of the main thread")
gone = weakref.ref(data.noisy)
data.me = data
del data
gc.collect()
print(gone())
